"""The result of a shock: what it must hold, and what is known of helium."""

import json
from dataclasses import replace

import numba
import numpy as np
import pytest
from scenarios import scenario

import outlast
from outlast.engines import shock
from outlast.engines.shock import find_scenario, is_compiled, months, summary
from outlast.engines.shock.clearing.compiled import kept
from outlast.engines.shock.per_draw import unmet_share
from outlast.errors import CaseFaults, InvalidInput, UsageError

KEYS = {
    "target", "year", "months", "draws", "unmet_share_12m", "short_probability", "short_months",
    "endurance_weeks", "first_market_shortage_month", "sectors", "price_spot", "price_delivered",
    "annual", "balance_error", "drivers", "forms", "endurance_by_stock", "others", "flows",
}  # fmt: skip


def test_the_result_has_its_keys_and_is_plain_json(embargo):
    content = json.loads(embargo.to_json())
    assert content["schema"] == "outlast.shock/1"
    assert content["result"].keys() >= KEYS
    assert content["result"]["balance_error"] < 1e-9
    assert content["run"]["seed"] == 1
    assert any(figure.startswith("prior-") for figure in content["figures"])


def test_the_year_beside_the_months_is_told_and_unknown_where_nothing_reaches(embargo, isle):
    year = embargo.result["annual"]
    assert year["quantity_change_share"]["central"] < 0
    assert year["not_covered"] == []
    assert embargo.unknown == ()
    everybody = scenario({"kind": "export_ban", "all_but": ["XIS"]})
    stopped = outlast.shock(isle, everybody, draws=4)
    assert stopped.result["annual"]["price_index"]["central"] is None
    assert {u.path for u in stopped.unknown} >= {"annual.price_index.central", "annual.losers"}


def test_a_saved_shock_reopens_identical(embargo, tmp_path):
    assert outlast.open(embargo.save(tmp_path / "shock.nc")) == embargo


def test_the_table_of_a_shock_holds_every_series(embargo, helium, tmp_path):
    table = embargo.to_frame().set_index(["series", "month"])
    names = {"fill", "price_spot", "price_spot_world", "price_delivered", "import_bill",
             "stock_months"}  # fmt: skip
    assert set(table.index.levels[0]) == names | {f"sector:{name}" for name in helium.sectors}
    assert len(table) == 36 * (len(names) + len(helium.sectors))
    month = embargo.result["price_spot"][3]
    assert table.loc[("price_spot", 3), ["p5", "p50", "p95"]].tolist() == list(month.values())[1:]
    labs = next(row for row in embargo.result["sectors"] if row["sector"] == "labs")
    assert embargo.to_xarray()["p50"].sel(series="sector:labs", month=7) == labs["fill_p50"][7]
    lines = embargo.save(tmp_path / "x.csv").read_text().splitlines()
    assert lines[0] == "series,month,p5,p50,p95"
    assert lines[1].startswith("fill,0,")


@pytest.mark.parametrize("form", [0, 1, 2])
def test_the_unmet_share_falls_over_the_years_in_every_form(helium, form):
    middle = [
        outlast.shock(helium, "us-embargo", year=year, draws=48).result["forms"][form][
            "unmet_share_12m"]["p50"]
        for year in (2006, 2012, 2018, 2024)
    ]  # fmt: skip
    assert middle == sorted(middle, reverse=True)


def test_drivers_list_every_drawn_prior(embargo, helium):
    names = {row["assumption"] for row in embargo.result["drivers"]}
    drawn = {prior.name for prior in helium.priors if prior.low < prior.high and
             prior.form in {None, "central"}}  # fmt: skip
    drawn -= {"export_margin", "lost_share_after", "lost_share_months"}  # of `leverage`
    assert drawn - {"front_load_months", "ces_sigma"} <= names  # announced; of the loss alone
    values = [abs(row["rank_correlation"] or 0) for row in embargo.result["drivers"]]
    assert values == sorted(values, reverse=True)


def test_permuting_a_prior_sends_its_correlation_to_zero(quick):
    run = quick({"kind": "export_ban", "powers": ["USA"]}, year=2012, draws=400, months=12)
    outcome = unmet_share(run, run.target)
    drawn = run.sample.drawn.values()
    best = max(drawn, key=lambda values: abs(summary.rank_correlation(values, outcome) or 0.0))
    shuffled = np.random.default_rng(0).permutation(best)
    assert abs(summary.rank_correlation(best, outcome)) > 0.3
    assert abs(summary.rank_correlation(shuffled, outcome)) < 0.15


def test_rank_correlation_agrees_with_its_definition():
    a, b = np.array([1.0, 2, 2, 4]), np.array([10.0, 9, 8, 1])
    assert summary.rank_correlation(a, a**3) == pytest.approx(1)
    assert summary.rank_correlation(a, b) == pytest.approx(-0.9486832980505138)
    assert summary.rank_correlation(a, np.ones(4)) is None


def test_endurance_grows_with_the_opening_stock(helium):
    result = outlast.shock(helium, "all-but-russia", year=2012, draws=64).result
    rows = result["endurance_by_stock"]
    assert [row["opening_months"] for row in rows] == [0, 1, 2, 3, 6]
    middle = [np.inf if row["p50"] is None else row["p50"] for row in rows]
    assert middle == sorted(middle)
    assert 0 < middle[1] < 52
    assert all(0 <= row["never_share"] <= 1 for row in rows)


def test_a_place_without_use_has_no_unmet_share(isle):
    """Nothing is left for the rest of the world of the isle."""
    rows = outlast.shock(isle, draws=16).result["others"]
    assert "ROW" not in {row["country"] for row in rows}
    assert max(row["unmet_share_12m"]["p95"] for row in rows) < 0.5


def test_every_row_that_is_drawn_is_listed(embargo, helium):
    keys = {row.key for row in [*helium.sectors.values(), *helium.sector_shares]}
    assert len(keys) == 24
    assert keys <= set(embargo.figures)
    assert not keys & {*helium.figures, *(row.id for row in [*helium.priors, *helium.control])}


def test_compiling_is_told(isle, monkeypatch):
    said = []
    outlast.shock(isle, draws=4, progress=said.append)
    assert shock.COMPILING not in said
    monkeypatch.setattr(shock, "is_compiled", lambda: False)
    outlast.shock(isle, draws=4, progress=said.append)
    assert shock.COMPILING in said


def test_what_lies_in_memory_is_compiled(isle):
    outlast.shock(isle, draws=4)
    assert shock.is_compiled()


def test_an_importer_without_imports_and_a_bloc_are_refused(helium):
    with pytest.raises(InvalidInput, match="a country that imports in 2006"):
        outlast.shock(helium, "us-embargo", "SSD", 2006, draws=4)
    with pytest.raises(InvalidInput, match="one country"):
        outlast.shock(helium, "us-embargo", "EU27", draws=4)


def test_scenarios_by_name_and_file(helium, tmp_path):
    with pytest.raises(UsageError, match="did you mean 'us-embargo'"):
        outlast.shock(helium, "us-embarg", draws=4)
    path = tmp_path / "mine.yaml"
    path.write_text(
        "title: x\nmeasures:\n  - {id: a, kind: export_ban, powers: [USA], start: +0}\n"
    )
    with pytest.raises(CaseFaults, match="expected_months"):
        outlast.shock(helium, path, draws=4)
    path.write_text(
        "title: x\nmeasures:\n"
        "  - {id: a, kind: export_ban, powers: [USA], start: '+0', expected_months: 6}\n"
    )
    assert outlast.shock(helium, path, draws=4).result["scenario"] == "mine"


def test_without_a_name_the_scenario_is_the_spotlight_else_the_first(isle, helium):
    assert next(iter(isle.scenarios)) == "xno-embargo"
    assert find_scenario(isle, None)[0] == isle.header.spotlight_scenario == "xno-stop"
    assert find_scenario(helium, None)[0] == "ras-laffan-stop"
    plain = replace(isle, header=isle.header.model_copy(update={"spotlight_scenario": None}))
    assert find_scenario(plain, None)[0] == "xno-embargo"


def test_a_negative_elasticity_is_refused(edit):
    folder = edit("sectors.csv", ",0.", ",-0.")
    with pytest.raises(CaseFaults, match=r"sectors.csv:\d+: elasticity"):
        outlast.load(folder)


def test_compiles_where_no_folder_can_be_written(monkeypatch):
    """No home and an installation that is only read, as to numba: no place for its cache fits."""
    monkeypatch.setattr(numba.config, "CACHE_LOCATOR_CLASSES", "ZipCacheLocator")

    def run_draws(x):
        return x + 1.0

    made = kept(run_draws)
    monkeypatch.setattr(months, "run_draws", made)
    assert not is_compiled()
    assert made(1.0) == 2.0
    assert is_compiled()  # in memory


def test_what_was_compiled_from_older_source_does_not_count(embargo, monkeypatch):  # noqa: ARG001
    """The files of the old source stay in the folder."""
    monkeypatch.setattr(type(months.run_draws), "signatures", [])
    assert is_compiled()
    file = months.run_draws._cache._cache_file  # noqa: SLF001 - numba has no public name for it
    monkeypatch.setattr(file, "_source_stamp", "another")
    assert not is_compiled()


def test_is_compiled_after_a_run(embargo):  # noqa: ARG001 - runs first
    assert is_compiled()
