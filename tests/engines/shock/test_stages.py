"""Mine, separation, product: what a stop of one stage does to the next."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenarios import scenario

import outlast
from outlast.engines.shock import windows
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.model import run
from outlast.engines.shock.names import driver, listed_ids
from outlast.engines.shock.sensitivity import axes_of
from outlast.errors import InvalidInput

ORE, OXIDE = "oxide/ore", "oxide"
DOCS = Path(__file__).parents[3] / "docs"
LIVELY = {
    "growth_factor": (0.05, 0.5), "growth_share": (0.01, 0.1), "new_route_weight": (0.1, 0.5),
    "stock_weeks": (2, 6), "sea_months": (0.5, 1), "slack": (0.02, 0.06),
    "contract_share": (0.7, 0.9), "elasticity_factor": (0.5, 2),
}  # fmt: skip
MORE_TRADE = {
    "": [("XMM", "XWW", 300), ("XNN", "XWW", 100)],
    "stages/oxide": [("XRR", "XNN", 40), ("XQQ", "XMM", 30)],
    "stages/oxide/stages/ore": [("XCC", "XRR", 200), ("XBB", "XQQ", 100)],
}
"""By folder: what is traded beside the flows of the chain."""


def stop(origin, lost=1.0, stage=None, **more):
    """An outage."""
    placed = {"stage": stage} if stage else {}
    return {"kind": "outage", "origin": origin, "lost_share": lost, **placed, **more}


def ask(case, *measures, draws=2, months=14, **more):
    return Ensemble(case, scenario(*measures), "XIS", 2023, months, draws, **more)


def fills(done):
    """Mean part of its feed that each maker gets over the year, by stage and maker."""
    return {
        (feed.path, maker): feed.met[:, :12, i].mean()
        for one in done.markets()
        for feed in one.feeds
        for i, maker in enumerate(feed.makers)
    }


def unmet(done):
    used = done.record.consumption[:, :12, done.target].sum(axis=1)
    return 1 - used / (12 * done.market.demand[:, done.target].sum(axis=1))


@pytest.fixture(scope="session")
def lively(chain, tmp_path_factory):
    """The chain with stocks, growth, several buyers, and bounds that are drawn."""
    folder = tmp_path_factory.mktemp("cases") / "lively"
    shutil.copytree(chain.folder, folder)
    for path in folder.rglob("priors.csv"):
        rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
        for row in rows[1:]:
            row[2:4] = map(str, LIVELY.get(row[1], row[2:4]))
        path.write_text("".join(",".join(row) + "\n" for row in rows), "utf-8")
    for place, flows in MORE_TRADE.items():
        trade, figures = folder / place / "trade.csv", folder / place / "figures.csv"
        product = trade.read_text("utf-8").splitlines()[1].split(",")[1]
        for origin, to, t in flows:
            with trade.open("a") as file:
                file.write(f"2023,{product},HS22,{origin},{to},{t * 50000},{t}\n")
            lines = figures.read_text("utf-8").splitlines()
            k = next(
                k
                for k, line in enumerate(lines)
                if line.startswith(f"production-{origin.lower()}")
            )
            cells = lines[k].split(",")
            cells[5] = str(int(cells[5]) + t)
            lines[k] = ",".join(cells)
            figures.write_text("\n".join(lines) + "\n", "utf-8")
    header = folder / "case.yaml"
    header.write_text(header.read_text("utf-8").replace("countries:", "countries:\n  XWW: West"))
    for path in folder.rglob("stages.csv"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("0.4,0.4,0.4", "0.4,0.3,0.5").replace("3,3,3", "3,2.7,3.3"))
    return outlast.load(folder)


class TestByHand:
    """Ore 960 + 960 to Rowan, 600 to Quince; oxide 480 and 120; magnets 960 and 240, all in t.

    A tonne of oxide takes 3 ÷ (1 − 0.25) = 4 t of ore, one of magnets 0.4 ÷ (1 − 0.2) = 0.5 t of
    oxide.  Quince has 600 t of ore for the 480 t that its 120 t of oxide take.
    """

    def test_a_mine_stops(self, chain):
        """Birch, half of Rowan's ore: 240 t of oxide, 480 t of 1,200 t of magnets are missed."""
        done = run(ask(chain, stop("XBB", stage=ORE)))
        assert fills(done) == pytest.approx(
            {(OXIDE, "XMM"): 0.5, (OXIDE, "XNN"): 1, (ORE, "XRR"): 0.5, (ORE, "XQQ"): 1}
        )
        assert unmet(done) == pytest.approx(480 / 1200)

    def test_the_refiner_is_the_choke_point_though_mines_are_spread(self, chain):
        """No mine makes more than 38 % of the ore; Rowan makes 80 % of the oxide."""
        mines = [
            unmet(run(ask(chain, stop(mine, stage=ORE))))[0] for mine in ("XAA", "XBB", "XCC")
        ]
        assert mines == pytest.approx([0.4, 0.4, 0.2])
        refiner = run(ask(chain, stop("XRR", stage=OXIDE)))
        assert unmet(refiner) == pytest.approx(0.8)
        assert fills(refiner)[ORE, "XRR"] == pytest.approx(1)

    @pytest.mark.parametrize(("lost", "missed"), [(0.1, 0.0), (0.2, 0.0), (0.5, 90 / 1200)])
    def test_feed_beyond_the_need_is_a_cushion(self, chain, lost, missed):
        """Cedar loses half: 300 t of 480 t, so 75 t of oxide and 150 t of 240 t of magnets."""
        assert unmet(run(ask(chain, stop("XCC", lost, ORE)))) == pytest.approx(missed, abs=1e-9)

    def test_a_greater_loss_takes_the_cushion_away(self, chain_copy):
        """With 40 % lost a tonne of oxide takes 5 t: Quince needs all of its 600 t of ore."""
        path = chain_copy / "stages/oxide/stages.csv"
        path.write_text(path.read_text("utf-8").replace("0.25,0.25,0.25", "0.4,0.4,0.4"))
        done = run(ask(outlast.load(chain_copy), stop("XCC", 0.2, ORE)))
        assert fills(done)[ORE, "XQQ"] == pytest.approx(0.8)
        assert unmet(done) == pytest.approx(0.2 * 240 / 1200)

    def test_a_need_beyond_the_feed_on_file_is_told_and_anchors_there(self, chain_copy):
        """With half lost Rowan's 480 t of oxide take 2,880 t of ore; 1,920 t are on file."""
        path = chain_copy / "stages/oxide/stages.csv"
        path.write_text(path.read_text("utf-8").replace("0.25,0.25,0.25", "0.5,0.5,0.5"))
        done = run(ask(outlast.load(chain_copy), stop("XBB", stage=ORE)))
        assert unmet(done) == pytest.approx(480 / 1200)
        (told,) = (note for feed in done.upstream[0].feeds for note in feed.notes)
        assert told.startswith("what Rowan makes takes 1.5 times the ore on file for it: what is")

    def test_plants_and_feed_that_are_lost_together_are_not_lost_twice(self, chain):
        both = run(ask(chain, stop("XBB", stage=ORE), stop("XRR", 0.5, OXIDE)))
        assert unmet(both) == pytest.approx(0.4)


def test_without_a_measure_upstream_the_product_has_the_same_bytes(lively):
    alone = replace(lively, stages=())
    measure = stop("XMM", 0.5)
    with_stages, without = (run(ask(case, measure, draws=8)) for case in (lively, alone))
    assert with_stages.record.consumption.tobytes() == without.record.consumption.tobytes()
    assert all(fill == 1 for fill in fills(with_stages).values())


def test_a_measure_that_stops_nothing_upstream_moves_nothing(lively):
    quota = {"kind": "quota", "powers": ["XBB"], "level": 1.0, "targets": ["ALL"], "stage": ORE}
    done = run(ask(lively, quota, draws=8))
    normal = done.market.demand.sum(axis=2)[:, None]
    assert done.record.consumption == pytest.approx(np.broadcast_to(normal, (8, 14, 3)), rel=1e-12)


def test_nothing_moves_before_the_first_measure_and_the_clock_follows_it(lively):
    done = run(ask(lively, stop("XBB", stage=ORE, start="+3", expected_months=9), draws=8))
    normal = done.market.demand.sum(axis=2)
    for month in range(3):
        assert done.record.consumption[:, month] == pytest.approx(normal, rel=1e-12)
    assert (done.record.consumption[:, 3:].sum(axis=(1, 2)) < 11 * normal.sum(axis=1)).all()
    assert done.schedule.onset == 3
    assert done.market.since.tolist() == [0, 0, 0, *range(11)]
    assert done.market.remaining[:3].tolist() == [[1.0] * 3] * 3
    assert done.market.remaining[4].tolist() == [8, 8, 1]  # the rest of the world buys none


def test_a_product_is_never_made_of_more_than_its_feed(lively):
    """Supply of every maker ≤ what its feed makes, its slack in proportion; accounts close."""
    done = run(ask(lively, stop("XBB", 0.9, ORE), stop("XRR", 0.3, OXIDE), draws=64))
    assert max(one.record.checks[:, 0].max() for one in done.markets()) < 1e-9
    for one in done.markets():
        for feed in one.feeds:
            normal = one.normal.flow.sum(axis=2) * (1 + one.sample["slack"])[:, None]
            most = normal[:, None] * feed.met
            if one.market.supply.size:
                assert (one.market.supply <= most * (1 + 1e-12)).all()
            assert feed.met.min() < 0.9


@given(
    lost=st.tuples(st.floats(0, 1), st.floats(0, 1)),
    origin=st.sampled_from(["XAA", "XBB", "XCC"]),
    seed=st.integers(0, 99),
)
def test_more_ore_lost_never_raises_the_use_of_magnets_in_the_month(lively, lost, origin, seed):
    less, more = (
        run(ask(lively, stop(origin, share, ORE), draws=4, seed=seed, months=1))
        for share in sorted(lost)
    )
    total = less.market.demand[:, less.target].sum(axis=1)
    used = [one.record.consumption[:, 0, one.target] / total for one in (less, more)]
    assert (used[1] <= used[0] + 1e-9).all()


def test_draws_of_stages_are_axes_of_their_own(lively):
    alone = run(ask(replace(lively, stages=()), stop("XMM"), draws=8))
    done = run(ask(lively, stop("XBB", stage=ORE), draws=8))
    for name, values in alone.sample.values.items():
        assert (done.sample.values[name] == values).all()
    drawn = {name: values for one in done.markets() for name, values in one.sample.drawn.items()}
    assert {"slack", f"{OXIDE}:slack", f"{ORE}:slack", "input-oxide", f"{OXIDE}:input-ore"} <= set(
        drawn
    )
    assert not (drawn[f"{ORE}:slack"] == drawn["slack"]).any()
    assert {f"{ORE}:slack", "slack", "input-oxide"} <= set(
        axes_of(ask(lively, stop("XBB", stage=ORE)))
    )
    assert driver(lively, f"{ORE}:slack") == "ore: idle capacity"
    assert driver(lively, f"{OXIDE}:input-ore") == "oxide: ore in a tonne of product"
    assert listed_ids(lively, f"{ORE}:slack") == [f"{ORE}:slack"]


def test_windows_and_workers_give_the_same_bytes(lively, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(windows, "WINDOW", 8)
    asked = ask(lively, stop("XBB", 0.9, ORE), draws=16)
    with windows.computed(asked) as (table, facts):
        one = {name: table[name].tobytes() for name, _ in facts.layout}

    def elsewhere(job, spans):
        job = pickle.loads(pickle.dumps(job))  # noqa: S301 - as a worker gets it
        for span in reversed(list(spans)):
            yield span, windows.window(job, span, 1)

    with windows.computed(asked, everywhere=elsewhere) as (table, facts):
        assert {name: table[name].tobytes() for name, _ in facts.layout} == one
    assert f"feed:{ORE}" in one


def test_the_result_says_what_each_maker_gets(lively):
    result = outlast.shock(lively, scenario(stop("XBB", stage=ORE)), months=12, draws=32)
    rows = {
        (row["stage"], row["producer"]): row["feed_fill_12m"] for row in result.result["stages"]
    }
    assert list(rows) == [(OXIDE, "XMM"), (OXIDE, "XNN"), (ORE, "XQQ"), (ORE, "XRR")]
    assert 0.3 < rows[ORE, "XRR"]["p50"] < 0.8
    assert {"stage:oxide", f"{OXIDE}:stage:ore", f"{ORE}:production-xbb"} <= set(result.figures)
    assert any(row["assumption"] == f"{ORE}:stock_weeks" for row in result.result["drivers"])
    assert outlast.Result.from_json(result.to_json()) == result
    assert (
        "stages"
        not in json.loads(
            outlast.shock(
                replace(lively, stages=()), scenario(stop("XMM")), months=12, draws=2
            ).to_json()
        )["result"]
    )


def test_feed_that_is_not_on_file_is_unknown_and_said(chain_copy):
    """Nutwood's oxide vanishes from trade: it neither makes nor buys any."""
    path = chain_copy / "stages/oxide/trade.csv"
    path.write_text(path.read_text("utf-8").replace("XQQ,XNN", "XQQ,XIS"))
    case = outlast.load(chain_copy)
    result = outlast.shock(case, scenario(stop("XRR", stage=OXIDE)), months=12, draws=2)
    rows = {row["producer"]: row for row in result.result["stages"] if row["stage"] == OXIDE}
    assert rows["XNN"]["feed_fill_12m"] is None
    assert ("stages.1.feed_fill_12m", "where XNN gets its oxide is not on file") in result.unknown
    told = "where Nutwood gets its oxide is not on file: its output is taken to go on"
    assert told in result.warnings
    assert result.result["unmet_share_12m"]["p50"] == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("measure", "missed"),
    [
        ({"kind": "export_ban", "powers": ["XAA"], "targets": ["XRR"]}, 0.4),
        ({"kind": "export_ban", "powers": ["XAA"]}, 0.0),  # the target itself buys no ore
        ({"kind": "licence", "powers": ["XAA"], "targets": ["XRR"], "throughput": 0.5}, 0.2),
        ({"kind": "rationing", "countries": ["XRR"], "sectors": {"separation": 0.75}}, 0.2),
        ({"kind": "substitution", "countries": ["XRR"], "sectors": {"separation": 0.5}}, 0.0),
        ({"kind": "stock_release", "holders": ["XRR"], "amount": "1 months", "rate": 0.5}, 0.0),
        ({"kind": "capacity_subsidy", "country": "XAA", "part": 0.5, "lead_months": 1}, 0.0),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else str(value),
)
def test_measures_of_every_kind_act_on_a_stage(chain, measure, missed):
    """What is rationed is missed; what other materials meet is not needed any more."""
    done = run(ask(chain, {**measure, "stage": ORE}))
    assert unmet(done) == pytest.approx(missed, abs=1e-9)
    assert max(one.record.checks[:, 0].max() for one in done.markets()) < 1e-9


def test_a_truce_lifts_measures_of_every_stage(chain):
    ban = {"kind": "export_ban", "powers": ["XBB"], "targets": ["ALL"], "stage": ORE}
    own = {"kind": "export_ban", "powers": ["XMM"], "targets": ["ALL"], "start": "+1"}
    truce = {"kind": "truce", "lifts": ["m0", "m1"], "start": "+6"}
    done = run(ask(chain, ban, own, truce))
    use = done.record.consumption[0, :, done.target]
    assert use[[0, 1, 5, 6, 13]] == pytest.approx([60, 20, 20, 100, 100])


def test_the_example_of_the_page_runs_and_the_command_line_says_what_makers_get(chain, tmp_path):
    """Cedar's ban leaves Quince two months of twelve; Rowan loses Birch, half of its ore."""
    page = (DOCS / "shock.md").read_text("utf-8")
    section = page.partition("## Stages")[2].partition("\n## ")[0]
    file = tmp_path / "both.yaml"
    file.write_text(section.partition("```yaml\n")[2].partition("```")[0], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "outlast", "shock", chain.folder, "-s", file, "--months", "14",
         "-n", "8"],
        capture_output=True, text=True, check=False, env={**os.environ, "COLUMNS": "500"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (
        "Feed over these 12 months: Maple's plants get 50.0 % of their oxide (50.0 % to 50.0 %); "
        "Nutwood's plants get 16.7 % of their oxide (16.7 % to 16.7 %); "
        "Quince's plants get 16.7 % of their ore (16.7 % to 16.7 %); "
        "Rowan's plants get 50.0 % of their ore (50.0 % to 50.0 %)."
    ) in " ".join(done.stdout.split())


def test_the_annual_comparison_lists_measures_on_stages(chain):
    result = outlast.shock(chain, scenario(stop("XBB", stage=ORE)), months=12, draws=2).result
    assert result["annual"]["not_covered"] == [
        {
            "id": "m0",
            "kind": "outage",
            "reason": "acts on the stage oxide/ore, a market of its own",
        }
    ]
    assert result["annual"]["price_index"] == {"low": None, "central": None, "high": None}


class TestRefused:
    """Bad input gets one clear error."""

    @pytest.mark.parametrize(
        ("stage", "expected"),
        [("oxide/or", "did you mean 'oxide/ore'"), ("steel", "known: oxide, oxide/ore")],
    )
    def test_an_unknown_stage(self, chain, stage, expected):
        with pytest.raises(
            InvalidInput, match=r"measure m0: stage is '.*', expected a stage"
        ) as e:
            run(ask(chain, stop("XBB", stage=stage)))
        assert expected in str(e.value)

    def test_a_stage_of_a_case_without_any(self, isle):
        with pytest.raises(InvalidInput, match="expected a stage of the case: this case has none"):
            outlast.shock(isle, scenario(stop("XNO", stage="ore")))

    def test_a_stage_without_trade_of_the_year(self, chain_copy):
        header = chain_copy / "case.yaml"
        header.write_text(header.read_text("utf-8").replace("[2023, 2023]", "[2022, 2023]"))
        asked = Ensemble(outlast.load(chain_copy), scenario(stop("XMM")), "XIS", 2022)
        with pytest.raises(InvalidInput, match="year is 2022, expected 2023 to 2023, the years of "
                           "oxide"):  # fmt: skip
            run(asked)

    def test_an_origin_that_makes_nothing_there(self, chain):
        with pytest.raises(InvalidInput, match="measure m0: origin is XRR, expected a producer"):
            run(ask(chain, stop("XRR", stage=ORE)))

    def test_a_path_that_is_none(self):
        with pytest.raises(ValueError, match="stage"):
            scenario(stop("XBB", stage="../ore"))


def moved(case, path, year):
    """A chain with a stage whose trade is of another year."""
    name, _, rest = path.partition("/")
    stages = []
    for row, stage in case.stages:
        inner = stage
        if row.stage == name:
            header = stage.header.model_copy(update={"years": (year, year)})
            inner = moved(stage, rest, year) if rest else replace(stage, header=header)
        stages.append((row, inner))
    return replace(case, stages=tuple(stages))


def test_a_stage_without_trade_of_the_year_is_left_out_and_said(chain):
    """The ore's trade is of 2019: a stop of magnets runs without it, one of oxide too."""
    old = moved(chain, ORE, 2019)
    for stage in (None, OXIDE):
        result = outlast.shock(old, scenario(stop("XRR" if stage else "XMM", stage=stage)), "XIS",
                               2023, draws=2, months=14)  # fmt: skip
        assert any("in 2023 is not on file: all makers' feed" in w for w in result.warnings)
        assert [row["stage"] for row in result.result["stages"]] == [OXIDE] * len(
            result.result["stages"])  # fmt: skip
    whole = outlast.shock(chain, scenario(stop("XMM")), "XIS", 2023, draws=2, months=14)
    assert not any("not on file: all makers" in w for w in whole.warnings)


def test_a_measure_on_a_stage_without_trade_of_the_year_is_refused(chain):
    with pytest.raises(InvalidInput, match="expected 2019 to 2019, the years of oxide/ore"):
        outlast.shock(moved(chain, ORE, 2019), scenario(stop("XBB", stage=ORE)), "XIS", 2023,
                      draws=2, months=14)  # fmt: skip
