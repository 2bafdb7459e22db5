"""Net import reliance from physical figures, and the world's producers."""

from dataclasses import replace

import pytest

import outlast
from outlast.engines.exposure import net_import_reliance, producers

KNOWN = {2020: 0.977, 2022: 0.915, 2023: 0.869}


def test_chinas_reliance_is_known_in_three_years_and_unknown_in_all_others(helium):
    result = outlast.exposure(helium, years=helium.years)
    unknown = {item.path: item.reason for item in result.unknown}
    for block in result.result["years"]:
        year, share = block["year"], block["net_import_reliance"]
        if year in KNOWN:
            assert share == pytest.approx(KNOWN[year], abs=5e-4)
        else:
            assert share is None
            assert unknown[f"years.{year}.net_import_reliance"]
    assert any("exports of China are not counted" in warning for warning in result.warnings)


def test_a_balance_that_does_not_close_says_by_how_much(isle):
    found = net_import_reliance(isle, "XIS", 2022)
    assert found.share is None
    assert "off by 14.5%" in found.reason


def test_balances_that_close_but_disagree_are_unknown(isle):
    first = isle.balances[0]
    figures = dict(isle.figures)
    figures["imports-b"] = figures["imports-xis-2021"].model_copy(
        update={"id": "imports-b", "value": 95.9}
    )
    second = first.model_copy(update={"id": "second", "imports": "imports-b"})
    both = replace(isle, figures=figures, balances=(first, second))
    found = net_import_reliance(both, "XIS", 2021)
    assert found.share is None
    assert "disagree" in found.reason


def test_an_exporter_has_a_negative_reliance(helium):
    found = net_import_reliance(helium, "USA", 2024)
    assert found.share == pytest.approx((12 - 41) / 51)


def test_world_producers_of_2024(helium):
    world = {p.country: p.share for p in producers(helium, 2024).producers}
    assert world["USA"] == pytest.approx(80 / 183, abs=1e-9)
    assert world["QAT"] == pytest.approx(64 / 183, abs=1e-9)


def test_unknown_production_is_not_zero(isle):
    by_country = {p.country: p for p in producers(isle, 2022).producers}
    assert by_country["XEA"].share is None
    assert by_country["XEA"].reason == "withheld by the survey"
    result = outlast.exposure(isle, year=2022)
    assert "producers.XEA.share" in {item.path for item in result.unknown}


@pytest.mark.parametrize("year", [2013, 2020])
def test_a_share_never_divides_one_table_by_another(helium, year):
    world = producers(helium, year)
    total = helium.find_figures("production", "WLD", year)[0]
    for producer in world.producers:
        same = helium.figures[producer.figure].source == total.source
        assert (producer.share is not None) == (same and producer.tonnes is not None)
        assert same or "another table" in producer.reason


def test_the_closure_tolerance_is_the_cases(isle):
    figures = dict(isle.figures)
    figures["tolerance-closure"] = figures["tolerance-closure"].model_copy(update={"value": 0.15})
    assert net_import_reliance(isle, "XIS", 2022).share is None
    assert net_import_reliance(replace(isle, figures=figures), "XIS", 2022).share is not None


def test_better_grades_and_later_sources_come_first(isle):
    figures = dict(isle.figures)
    known = figures["imports-xis-2021"]
    figures["worse"] = known.model_copy(update={"id": "worse", "grade": "C", "value": 1.0})
    figures["older"] = known.model_copy(update={"id": "older", "source": "isle-customs"})
    found = replace(isle, figures=figures).find_figures("imports", "XIS", 2021)
    assert [figure.id for figure in found] == ["imports-xis-2021", "older", "worse"]
