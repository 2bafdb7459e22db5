"""The shipped magnets case: from mine to magnet, and what its own figures say together."""

from collections import defaultdict

import numpy as np
import pytest

import outlast
from outlast.case.measures import Scenario
from outlast.engines.exposure.producers import producers
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.model import run
from outlast.engines.shock.priors import Sample
from outlast.readers.baci import trade_rows
from outlast.report.ledger import Ledger

ORE, OXIDE = "oxide/ore", "oxide"
CONCENTRATE = {("AUS", "MYS"), ("RUS", "EST")}
STOPPED = ("USA", "JPN", "DEU", "IND")
"""Where car makers stood for want of magnets in 2025."""


def share(case, country, year=2024):
    return {row.country: row.share for row in producers(case, year).producers}[country]


def unmet(case, origin, stage):
    """Part of the world's use of magnets that a year's stop takes, mean over 16 futures."""
    stop = {"id": "stop", "kind": "outage", "origin": origin, "lost_share": 1, "stage": stage,
            "start": "+0", "expected_months": 12}  # fmt: skip
    scenario = Scenario.model_validate({"title": "a stop", "measures": [stop]})
    done = run(Ensemble(case, scenario, "USA", 2024, 14, 16))
    used = done.record.consumption[:, :12].sum(axis=(1, 2))
    return float(np.mean(1 - used / (12 * done.market.demand.sum(axis=(1, 2)))))


def test_trade_is_that_of_the_shipped_tables(magnets):
    rows = trade_rows("baci_critical", ["850511"], range(2005, 2025))
    shipped = {(row.year, row.exporter, row.importer): row.value_usd for row in rows}
    found = {(flow.year, flow.exporter, flow.importer): flow.value_usd for flow in magnets.flows}
    assert found == shipped
    assert len(magnets.flows) == len(rows) == 27_411
    assert magnets.has_tonnes == frozenset()


def test_oxides_are_three_headings_without_concentrate(magnets):
    oxide = magnets.chain[OXIDE]
    rows = trade_rows("baci_hs92", ["280530", "284610", "284690"], range(2005, 2025))
    kept = defaultdict(int)
    for row in rows:
        if row.importer != "CHN" and (row.exporter, row.importer) not in CONCENTRATE:
            kept[row.year, row.exporter, row.importer] += row.value_usd
    assert {(f.year, f.exporter, f.importer): f.value_usd for f in oxide.flows} == kept
    japan = [f for f in oxide.flows if (f.year, f.importer) == (2009, "JPN")]
    china = sum(f.quantity_t for f in japan if f.exporter == "CHN")
    assert china == pytest.approx(15_590, rel=1e-3)


def test_exports_come_out_as_customs_print_them(magnets):
    """What leaves China, less the part that comes back to it through hubs."""
    month = baseline(magnets, 2024, Sample(magnets, 1, 64, 2024, "central"), ("USA",))
    china, home = month.origins.index("CHN"), month.destinations.index("CHN")
    flow = month.flow.mean(axis=0)[china] * 12
    printed = magnets.figures["exports-chn-2024"].value
    assert flow.sum() - flow[home] == pytest.approx(printed, rel=0.03)
    america = flow[month.destinations.index("USA")]
    assert america == pytest.approx(magnets.figures["exports-chn-usa-2024"].value, rel=0.05)


@pytest.mark.parametrize(("year", "off"), [(2010, 0.2), (2020, 0.12)])
def test_years_before_come_near_what_customs_print_for_america(magnets, year, off):
    """Printed exports to the United States, which no figure of these years is made from."""
    month = baseline(magnets, year, Sample(magnets, 1, 16, year, "central"), ("USA",))
    china, america = month.origins.index("CHN"), month.destinations.index("USA")
    flow = 12 * month.flow[:, china, america].mean()
    printed = magnets.figures[f"exports-chn-usa-{year}"].value
    assert flow == pytest.approx(printed, rel=off)


@pytest.mark.parametrize(("year", "without"), [
    (2006, "output of rare-earth oxides"), (2009, "trade of rare-earth ore"),
    (2012, "output of rare-earth oxides"), (2022, "output of rare-earth oxides"),
])  # fmt: skip
def test_every_year_runs_and_tells_the_stages_it_runs_without(magnets, year, without):
    done = outlast.shock(magnets, scenario="china-stops", target="USA", year=year, draws=8)
    assert 0.05 < done.result["unmet_share_12m"]["p50"] < 0.5
    assert any(note.startswith(without) for note in done.warnings)


def test_every_year_has_makers_with_bounds_and_reasons(magnets):
    for year in magnets.years:
        makers = {"CHN", "JPN", "DEU"}
        assert makers <= set(magnets.subjects("production", year)), year
        assert {"CHN", "JPN"} <= set(magnets.subjects("consumption", year)), year
    for figure in magnets.figures.values():
        if figure.status == "assumed":
            assert figure.low < figure.value < figure.high, figure.id


def test_mines_are_spread_but_the_refiner_is_the_choke_point(magnets):
    ore, oxide = magnets.chain[ORE], magnets.chain[OXIDE]
    first = {f.subject: f.value for f in ore.figures.values() if f.id.endswith("2024-mcs2025")}
    assert first["CHN"] / first["WLD"] == pytest.approx(0.69, abs=0.005)
    assert share(ore, "CHN") == pytest.approx(0.71, abs=0.005)  # as revised a year later
    separated = oxide.figures["production-chn-2024"].value
    mined = ore.find_figures("production", "WLD", 2024)[0].value
    assert separated / mined == pytest.approx(0.91, abs=0.001)
    refiner = unmet(magnets, "CHN", OXIDE)
    mines = {origin: unmet(magnets, origin, ORE) for origin in ("USA", "MMR", "AUS")}
    assert refiner > 0.3
    assert all(lost < 0.01 for lost in mines.values()), mines


def test_small_value_outsized_harm(magnets):
    """All magnets that China sold abroad, against what car making adds where makers stopped."""
    sold = magnets.figures["export-value-chn-2024"].value
    cars = [row for row in magnets.industries if row.sector == "cars" and row.country in STOPPED]
    added = sum(row.value_added * row.in_millions * 1e6 for row in cars)
    made = added + sum(row.inputs * row.in_millions * 1e6 for row in cars)
    assert {row.country for row in cars} == set(STOPPED)
    assert added / sold == pytest.approx(144, abs=1)
    assert made / sold == pytest.approx(494, abs=1)
    assert sold / (added / 365) == pytest.approx(2.5, abs=0.1)  # days of value added


@pytest.mark.parametrize("path", ["", OXIDE, ORE])
def test_every_source_is_used_and_assumptions_have_reasons(magnets, path):
    case = magnets.chain[path] if path else magnets
    tables = (case.figures.values(), case.claims, case.uses, case.stocks, case.events.values(),
              case.priors, case.sectors.values(), case.sector_shares, case.control,
              case.industries, [row for row, _ in case.stages])  # fmt: skip
    tables += (case.options.values(), case.option_numbers, case.money)
    used = {row.source for table in tables for row in table} | {case.header.trade.source}
    stories = [*case.scenarios.values(), *case.episodes.values()]
    used |= {m.source for story in stories for m in story.measures if getattr(m, "source", None)}
    used |= {o.source for episode in case.episodes.values() for o in episode.observed}
    assert used == set(case.sources)
    assert all(source.publisher for source in case.sources.values())
    for figure in case.figures.values():
        assert figure.status != "assumed" or len(figure.note) > 20, figure.id


SCENARIOS = ("april-2025-licences", "october-2025-content-rule", "tariffs-2025", "china-stops",
             "ndpr-stockpile")  # fmt: skip
ANNOUNCED = ("april-2025-as-announced", "october-2025-as-announced")


@pytest.fixture(scope="module")
def missed(magnets):
    """Median part of normal use that the United States miss, by scenario."""
    return {
        name: outlast.shock(magnets, scenario=name, draws=16).result["unmet_share_12m"]["p50"]
        for name in SCENARIOS
    }


def test_every_scenario_runs_and_what_is_bought_before_helps(magnets, missed):
    assert tuple(magnets.scenarios) == (*SCENARIOS, *ANNOUNCED)
    assert all(lost > 0.005 for lost in missed.values()), missed
    assert missed["ndpr-stockpile"] < missed["china-stops"]


def test_episodes_stand_on_years_before_them_and_run(magnets):
    done = outlast.backtest(magnets, draws=16).result
    found = {block["id"]: block for block in done["episodes"]}
    assert {name: block["n"] for name, block in found.items()} == {
        "2025-magnets": 24, "2025-magnets-japan": 3, "2010-rare-earths": 18, "2026-japan": 1
    }  # fmt: skip
    assert found["2010-rare-earths"]["not_on_file"]  # no mine's output of 2009
    assert [name for name, block in found.items() if block["in_view"]] == ["2026-japan"]
    assert all(block["lesson"] for block in found.values())
    may = [row for row in found["2025-magnets"]["rows"] if row["date"] == "2025-05"]
    assert all(row["p50"] < 0.5 for row in may if row["variable"] == "exports")


def test_every_figure_that_a_result_rests_on_has_its_line(magnets):
    """Those of stages, too, by whose path they are named."""
    ledger = Ledger(magnets)
    results = (outlast.shock(magnets, draws=8), outlast.backtest(magnets, draws=8))
    lines = [ledger.line(name) for result in results for name in result.figures]
    words = {line.id: line.words for line in lines}
    assert words["oxide:production-chn-2024"].startswith("Rare-earth oxides and metals: produ")
    assert words["stage:oxide"].endswith("5% lost in making it (2% to 10%)")
    assert any(name.startswith("oxide/ore:trade:") for name in words)
    assert all(line.source.publisher for line in lines)


def test_exports_of_all_goods_are_said_to_go_to_the_market(magnets):
    line = Ledger(magnets).line("export-value-chn-usa-all-goods-2024")
    assert line.words == (
        "export value of all goods of China to United States, 2024: 525,650 million_USD"
    )
