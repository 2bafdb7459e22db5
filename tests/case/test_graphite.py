"""The graphite case against the shipped tables it is made from."""

import pytest

import outlast
from outlast.engines.exposure import exposure
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.priors import Sample
from outlast.readers.baci import trade_rows


@pytest.fixture(scope="module")
def graphite():
    return outlast.load("graphite")


def test_flows_are_those_of_the_shipped_table_but_for_small_ones_without_weight(graphite):
    rows = trade_rows("baci_hs92", ["250410"], range(2015, 2025))
    left = [row for row in rows if row.weight_kg is None and row.value_usd < 10_000]
    assert (len(left), sum(row.value_usd for row in left)) == (109, 41_132)
    assert len(graphite.flows) == len(rows) - len(left)
    kept = sum(row.value_usd for row in rows if row not in left)
    assert sum(flow.value_usd for flow in graphite.flows) == kept
    sold = sum(f.quantity_t for f in graphite.flows_of(2022) if f.exporter == "CHN")
    assert sold == pytest.approx(214_841, abs=1)


def test_a_faulty_weight_is_left_out(graphite):
    result = exposure(graphite, "CAN", 2022)
    (row,) = [row for row in result.result["dropped"] if row["exporter"] == "USA"]
    assert "faulty weight" in row["reason"]


def test_korea_depends_on_china_by_weight(graphite):
    result = exposure(graphite, year=2022, basis="mass")
    assert result.result["suppliers"][0]["country"] == "CHN"
    assert result.result["suppliers"][0]["share"] == pytest.approx(0.957, abs=0.002)


def test_american_balances_of_usgs_close(graphite):
    assert exposure(graphite, "USA", 2022).result["net_import_reliance"] == pytest.approx(1.0)


def test_the_normal_month_uses_china_s_output_and_traces_what_it_only_passes_on(graphite):
    normal = baseline(graphite, 2022, Sample(graphite, 1, 8, 2022, "central"), ("KOR",))
    china, mozambique = (normal.origins.index(code) for code in ("CHN", "MOZ"))
    korea = normal.destinations.index("KOR")
    assert normal.flow[:, china].sum(axis=1) == pytest.approx(850_000 / 12, rel=1e-6)
    through = normal.flow[:, mozambique, korea] / normal.flow[:, china, korea]
    assert through == pytest.approx(0.17, abs=0.05)


def test_the_episode_shows_its_misses(graphite):
    (told,) = outlast.backtest(graphite, draws=32).result["episodes"]
    rush, fall, *_, year, fill = told["rows"]
    assert 1 < rush["p50"] < rush["observed"][0]
    assert not rush["hit"]
    assert fall["p50"] < 0.5
    assert year["covered"]
    assert fill["hit"]
    assert told["lesson"]
