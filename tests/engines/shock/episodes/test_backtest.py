"""Three helium episodes from one set of priors."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

import outlast
from outlast.engines.shock.bands import band
from outlast.engines.shock.episodes.backtest import run_episode
from outlast.errors import CaseFaults, InvalidInput, UsageError


@pytest.fixture(scope="module")
def result(helium):
    return outlast.backtest(helium, draws=128)


def row(result, episode, variable):
    block = next(block for block in result.result["episodes"] if block["id"].startswith(episode))
    return next(row for row in block["rows"] if variable in (row["variable"], row["sector"]))


def test_2017_hardly_moved_the_price(result):
    assert row(result, "2017", "spot")["p50"] <= 1.2


def test_2021_22_peaked_and_spared_the_fabs(result):
    assert 1.5 <= row(result, "2021", "spot_peak")["p50"] <= 2.5
    assert row(result, "2021", "semiconductors")["p50"] >= 0.95


def test_2026_jumped_in_its_first_month(result):
    assert 1.5 <= row(result, "2026", "spot")["p50"] <= 2.3


def test_the_checksum_of_the_priors_and_the_statement_are_printed(result):
    sums = {block["priors_sha256"] for block in result.result["episodes"]}
    assert len(sums) == 1
    assert len(sums.pop()) == 64
    assert "chosen with the outcome in view" in result.result["statement"]


def test_a_doubled_outage_raises_the_price(helium):
    """Half of Qatar, then all of it."""
    episode = helium.episodes["2026-ras-laffan"]
    half = episode.measures[0].model_copy(update={"lost_share": 0.5})
    runs = [run_episode(helium, e, draws=32, seed=1)
            for e in (episode.model_copy(update={"measures": (half,)}), episode)]  # fmt: skip
    assert (runs[1].record.world_spot[:, 0] > runs[0].record.world_spot[:, 0]).all()


def test_an_equal_loss_beside_it_raises_the_price_too(helium):
    """The outage of 2026 in tonnes, taken a second time, from the United States."""
    episode = helium.episodes["2026-ras-laffan"]
    alone = run_episode(helium, episode, draws=32, seed=1)
    made = dict(zip(alone.normal.origins, alone.normal.flow.sum(axis=2).mean(axis=0), strict=True))
    second = episode.measures[0].model_copy(
        update={"id": "second", "origin": "USA", "lost_share": float(made["QAT"] / made["USA"])}
    )
    assert 0 < second.lost_share < 1
    doubled = episode.model_copy(update={"measures": (*episode.measures, second)})
    both = run_episode(helium, doubled, draws=32, seed=1)
    assert (both.record.world_spot[:, 0] > alone.record.world_spot[:, 0]).all()


def test_a_median_within_is_covered_and_labs_of_2021_22_are_covered_alone(result):
    rows = [row for block in result.result["episodes"] for row in block["rows"]]
    assert all(row["covered"] for row in rows if row["hit"])
    labs = row(result, "2021", "labs")
    assert labs["covered"]
    assert not labs["hit"]


def test_the_table_has_a_row_an_observation(result, tmp_path):
    table = result.to_frame()
    assert len(table) == sum(block["n"] for block in result.result["episodes"])
    assert list(table.columns[:5]) == [
        "episode", "variable", "date", "observed_low", "observed_high"
    ]  # fmt: skip
    assert {"p5", "p50", "p95", "hit", "covered", "naive_same"} <= set(table.columns)
    text = result.save(tmp_path / "b.csv").read_text()
    assert len(text.splitlines()) == len(table) + 1
    assert not set("{}[]") & set(text)


def test_a_saved_backtest_reopens_identical(result, tmp_path):
    again = outlast.open(result.save(tmp_path / "b.nc"))
    assert again == result
    assert again.to_json() == result.to_json()
    assert again.to_xarray().identical(result.to_xarray())
    assert result.to_xarray()["hit"].dtype == bool


def test_an_unknown_episode_is_refused(helium):
    with pytest.raises(UsageError, match="did you mean '2017-qatar'"):
        outlast.backtest(helium, "2017-quatar")


def seen(helium, name, **changes):
    """A case with one episode, its first observation changed."""
    episode = helium.episodes[name]
    first, *others = episode.observed
    observed = (first.model_copy(update=changes), *others)
    return replace(helium, episodes={name: episode.model_copy(update={"observed": observed})})


def test_a_row_says_whose_series_it_is_and_carries_the_other(helium, result):
    """The two series of a spot row change places with `where`."""
    own = row(result, "2017", "spot")
    assert own["where"] == "world"
    turned = outlast.backtest(seen(helium, "2017-qatar", where="target"), draws=128)
    other = row(turned, "2017", "spot")
    for quantile in ("p5", "p50", "p95"):
        assert other[quantile] == own[f"other_{quantile}"] > own[quantile]
        assert other[f"other_{quantile}"] == own[quantile]
    done = run_episode(helium, helium.episodes["2021-22-shortage"], draws=128, seed=1)
    peak = row(result, "2021", "spot_peak")
    assert peak["where"] == "target"
    assert peak["p50"] == band(np.exp(done.record.spot).max(axis=1))["p50"]
    assert peak["other_p50"] == band(np.exp(done.record.world_spot).max(axis=1))["p50"]
    assert row(result, "2021", "labs")["other_p50"] is None


def test_the_date_of_an_observation_chooses_its_month(helium):
    """Not the first month whatever the date; a peak is looked for within its date."""
    done = run_episode(helium, helium.episodes["2026-ras-laffan"], draws=64, seed=1)
    later = outlast.backtest(seen(helium, "2026-ras-laffan", date="2026-05"), draws=64)
    expected = band(np.exp(done.record.world_spot[:, 2]))["p50"]
    assert row(later, "2026", "spot")["p50"] == expected
    assert expected != band(np.exp(done.record.world_spot[:, 0]))["p50"]
    early = outlast.backtest(seen(helium, "2021-22-shortage", date="2021-07..12"), draws=64)
    whole = run_episode(helium, helium.episodes["2021-22-shortage"], draws=64, seed=1)
    expected = band(np.exp(whole.record.spot[:, :6]).max(axis=1))["p50"]
    assert row(early, "2021", "spot_peak")["p50"] == expected


def faulty(isle_copy, helium, changes=None, **episode):
    """What is wrong with an isle whose only episode is helium's of 2017 with changes."""
    content = helium.episodes["2017-qatar"].model_dump(mode="json", exclude_none=True)
    content |= {"baseline_year": 2023, "slack_year": 2023, "start": "2024-06"}
    content |= {key: value for key, value in episode.items() if key != "observed"}
    for measure in content["measures"]:
        measure |= {"origin": "XNO", "start": "2024-06-12", "end": "2024-07-02"}
        del measure["source"]
    content["observed"][0] |= {"source": "isle-survey", "date": "2024-06"} | (changes or {})
    seen = content["observed"][0]
    content["observed"] = [{key: value for key, value in seen.items() if value is not None}]
    content["observed"] = content["observed"][: len(episode.get("observed", [0]))]
    (isle_copy / "episodes").mkdir()
    (isle_copy / "episodes" / "one.yaml").write_text(yaml.safe_dump(content))
    try:
        return outlast.load(isle_copy)
    except CaseFaults as faults:
        return str(faults)


def test_the_isles_episode_is_sound_before_it_is_spoiled(isle_copy, helium):
    assert outlast.backtest(faulty(isle_copy, helium), draws=8).result["n"] == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"date": None}, "observed.0.date is 'missing', expected a value"),
        ({"unit": None}, "observed.0.unit is 'missing', expected a value"),
        ({"source": None}, "observed.0.source is 'missing', expected a value"),
        ({"source": "nobody"}, "observed.0.source is 'nobody', expected an id of sources.csv"),
        ({"date": "sometime"}, "a period such as"),
        ({"date": "2024-05"}, "date of spot is '2024-05', expected within 2024-06..2025-05"),
        ({"date": "2025"}, "date of spot is '2025', expected within 2024-06..2025-05"),
        ({"variable": "mood"}, "observed.0.variable is 'mood', expected exports, imports"),
        ({"unit": "t"}, "unit of spot is 't', expected multiple"),
        ({"where": None}, "where of spot is 'missing', expected whose it is"),
        ({"sector": "toys"}, "sector of spot is 'toys', expected none"),
        ({"where": "XQQ"}, "observed.0.where is 'XQQ', expected the code of a country"),
        ({"variable": "fill", "unit": "share", "where": None, "sector": "balloons", "high": 1.0},
         "observed.0.sector is 'balloons', expected an id of sectors.csv"),
        ({"date": "2024-06-15"}, "whole months, such as 2026-03: the model knows no days"),
        ({"variable": "fill", "unit": "share", "where": None, "sector": "toys", "high": 50},
         "high of fill is '50', expected a share of at most 1"),
        ({"after": "peace"}, "after of spot is 'peace', expected none"),
        ({"variable": "first_shortage", "unit": "weeks", "where": None, "sector": "toys",
          "after": "peace"}, "after of first_shortage is 'peace', expected the id of a measure"),
        ({"value": None, "low": None, "high": None}, "value is 'missing', expected a value with"),
        ({"low": None}, "low, high is 'one of the two', expected both"),
        ({"tolerance": 0.1}, "tolerance is 'given beside another'"),
        ({"value": 3}, "low / value / high is '1 / 3 / 1.2', expected numbers that rise"),
        ({"value": -1}, "0 or more"),
        ({"value": 0, "low": 0}, "value of spot is '0', expected more than 0"),
    ],
)  # fmt: skip
def test_an_observation_that_cannot_be_meant_is_a_fault(isle_copy, helium, changes, words):
    assert words in faulty(isle_copy, helium, changes)


@pytest.mark.parametrize(
    ("episode", "words"),
    [
        ({"start": "2023-06"}, "baseline_year is '2023', expected before 2023-06"),
        ({"slack_year": 2030}, "slack_year is '2030', expected at most 2024"),
        ({"measures": []}, "measures is 'empty', expected one measure or more"),
        ({"baseline_year": 2019}, "baseline_year is '2019', expected 2020 to 2023"),
        ({"start": "2024"}, "start is '2024', expected a month, such as 2026-03"),
        ({"target": "XQQ"}, "target is 'XQQ', expected a known country"),
        ({"observed": []}, "observed is 'empty', expected one observation or more"),
    ],
)
def test_an_episode_that_cannot_be_meant_is_a_fault(isle_copy, helium, episode, words):
    assert words in faulty(isle_copy, helium, **episode)


def test_a_name_used_twice_is_refused(helium):
    """In a case and a stage of it, the two would be told apart nowhere."""
    row = next(row for row, _ in outlast.load("rare-earth-magnets").stages)
    twice = replace(helium, stages=((row, helium),))
    with pytest.raises(InvalidInput, match="it is in helium and helium/oxide: rename a file"):
        outlast.backtest(twice, draws=2)


def test_a_case_without_episodes_and_a_case_for_an_episode_are_refused(isle, helium):
    with pytest.raises(UsageError, match="case isle has no episodes"):
        outlast.backtest(isle)
    with pytest.raises(UsageError, match="helium is a case, which --case helium chooses"):
        outlast.backtest(helium, "helium")
    with pytest.raises(InvalidInput, match="seed is -1, expected 0 or more"):
        outlast.backtest(helium, seed=-1)


@pytest.fixture(scope="module")
def thousand(helium):
    return outlast.backtest(helium, draws=1000, seed=1)


def test_the_documents_table_of_both_series_is_what_is_computed(thousand):
    page = (Path(__file__).parents[4] / "docs" / "shock.md").read_text("utf-8")
    told = dict(re.findall(r"^\| (2\S+, [^|]+?) \|(.*)\|$", page, flags=re.MULTILINE))
    keys = {"2017, first month": ("2017", "spot"), "2021–22, peak": ("2021", "spot_peak"),
            "2026, first month": ("2026", "spot")}  # fmt: skip
    assert told.keys() == keys.keys()
    passed = {"world": [], "target": []}
    for name, (episode, variable) in keys.items():
        found = row(thousand, episode, variable)
        low, high = found["observed"]
        pair = [found["p50"], found["other_p50"]]
        world, target = pair if found["where"] == "world" else pair[::-1]
        assert told[name].split("|")[0].strip() == f"{low:g} to {high:g}"
        cells = [cell.replace("*", "").strip() for cell in told[name].split("|")[1:]]
        assert cells == [f"{world:.2f}", f"{target:.2f}"]
        chosen = told[name].split("|")[1 if found["where"] == "world" else 2]
        assert "**" in chosen
        passed["world"].append(low <= world <= high)
        passed["target"].append(low <= target <= high)
    assert not all(passed["world"])
    assert not all(passed["target"])
