"""Three helium episodes from one set of priors."""

import pytest

import outlast
from outlast.engines.shock.backtest import run_episode
from outlast.errors import UsageError


@pytest.fixture(scope="module")
def result(helium):
    return outlast.backtest(helium, draws=128)


def row(result, episode, variable):
    block = next(block for block in result.result["episodes"] if block["id"].startswith(episode))
    return next(row for row in block["rows"] if row["variable"] == variable)


def test_2017_hardly_moved_the_price(result):
    assert row(result, "2017", "spot_month")["p50"] <= 1.2


def test_2021_22_peaked_and_spared_the_fabs(result):
    assert 1.5 <= row(result, "2021", "spot_peak")["p50"] <= 2.5
    assert row(result, "2021", "fabs_lowest")["p50"] >= 0.95


def test_2026_jumped_in_its_first_month(result):
    assert 1.5 <= row(result, "2026", "spot_month")["p50"] <= 2.3


def test_the_checksum_of_the_priors_and_the_statement_are_printed(result):
    assert len(result.result["priors_sha256"]) == 64
    assert "chosen with these episodes in view" in result.result["statement"]


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
    labs = row(result, "2021", "labs_lowest")
    assert labs["covered"]
    assert not labs["hit"]


def test_an_unknown_episode_is_refused(helium):
    with pytest.raises(UsageError, match="did you mean '2017-qatar'"):
        outlast.backtest(helium, "2017-quatar")
