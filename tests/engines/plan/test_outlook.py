"""Outlooks by hand: output to come, a country's own balance, the programme that closes it."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import outlast
from outlast.engines.plan.net_exports import balance
from outlast.engines.plan.outlook_bands import Band, draw
from outlast.engines.plan.own_options import Choice, annuity, choices, own_options
from outlast.engines.plan.own_supply import cheapest

M3 = 5907.0
"""Cubic metres at 15 °C in a tonne of helium."""

CAPACITY = {
    "bog-plant": 50 * 552 / 5.6 * 0.7,
    "lng-tail-gas": 10 * 20 * 0.85,
    "joint-gas-works": 5 * 568 / 5.6 * 0.85,
    "crude-refining": 3 * 1000 / 5.6 * 0.85,
}
"""All units of an option at the point, from the rows of the case.  [t/year]"""


@pytest.fixture(scope="module")
def helium():
    return outlast.load("helium")


@pytest.fixture(scope="module")
def told(helium):
    return outlast.outlook(helium, draws=200)


def output(told, country, year):
    """Low, point and high of a supplier in a year, in million cubic metres."""
    one = next(row for row in told.result["suppliers"] if row["country"] == country)
    row = next(row for row in one["years"] if row["year"] == year)
    return [None if row[end] is None else row[end] * M3 / 1e6 for end in ("low", "point", "high")]


def test_ras_laffan_loses_a_part_for_years_and_a_plant_is_added(told):
    lost_months = 63 * (1 - 0.14 * 10 / 12)
    stopped = 63 * (1 - 0.17 * 10 / 12) * (1 - 0.33 * 190 / 63 * 10 / 12)
    assert output(told, "QAT", 2026) == pytest.approx(
        [stopped, lost_months, 72.8 * (1 - 0.14 * 10 / 12)]
    )
    assert output(told, "QAT", 2028) == pytest.approx(
        [63 * 0.83, 63 * 0.86, 72.8 * 0.86 + 72.8], rel=1e-9
    )
    half_of_a_plant = 28 * 0.85 / 2
    assert output(told, "QAT", 2029)[1] == pytest.approx(63 * 0.86 + half_of_a_plant)
    assert output(told, "QAT", 2030)[1] == pytest.approx(63 * (1 - 0.14 / 6) + 28 * 0.85)
    assert output(told, "QAT", 2036) == pytest.approx([63 + 13.9 / 2, 63 + 28 * 0.85, 2 * 72.8])


def test_reserves_are_used_up_and_a_store_runs_empty(told):
    assert [output(told, "POL", year) for year in (2033, 2034)] == [
        pytest.approx([3, 3, 3]),
        pytest.approx([0, 0, 3]),
    ]
    assert output(told, "USA", 2036) == pytest.approx([81 - 18 + 9, 81 + 18.3 * 0.85, 81 + 19])


def test_what_is_not_on_file_is_unknown(told):
    assert output(told, "ZAF", 2030)[1] is None
    reasons = [(unknown.path, unknown.reason) for unknown in told.unknown]
    assert ("suppliers.RUS", "not on file: capacity of Irkutsk Oil second plant") in reasons
    assert ("suppliers.AUS", "no output of 2025 is on file") in reasons
    assert "ZAF" in told.result["world_without"]
    assert {"lost-share-qat-2026", "capacity-qat-helium-4"} <= set(told.figures)


def test_saved_and_opened(told, tmp_path):
    assert outlast.open(told.save(tmp_path / "outlook.json")) == told
    assert len(told.rows()) == 8 * 11


def test_the_growth_of_use_and_what_output_would_have_to_grow(told):
    test = told.result["net_exporter"]
    use = {"low": 30 / 5.6e-3, "point": 6000, "high": 6000}
    assert test["use_now"] == pytest.approx(use)
    growth = [(30 / 5.6e-3 / 4730) ** 0.2, (6000 / 4300) ** 0.2, (6000 / (21.25 / 5.6e-3)) ** 0.2]
    assert list(test["growth_of_use"].values()) == pytest.approx([g - 1 for g in growth])
    point = (6000 / (3e6 / M3)) ** 0.1 * growth[1] - 1
    assert test["needed_growth"]["point"] == pytest.approx(point)
    added = [3e6 / M3 - 530 / 5.6, 3e6 / M3 - 530 / 5.6, 905 - 530 / 5.6]
    assert list(test["added_a_year"].values()) == pytest.approx([a / 5 for a in added])


def test_china_is_no_net_exporter_within_a_decade(told):
    test = told.result["net_exporter"]
    assert (test["by"], test["chance"], test["chance_kept_up"]) == (2035, 0.0, 0.0)
    assert "in 0 of 200 draws" in told.result["reading"][1]


def test_one_that_makes_more_than_it_uses_is_a_net_exporter(helium):
    row = helium.figures["production-chn-2025-mcs2026"]
    made = row.model_copy(update={"value": 99.0})
    figures = dict(helium.figures) | {made.id: made}
    rich = outlast.outlook(replace(helium, figures=figures), draws=20)
    assert rich.result["net_exporter"]["chance"] >= 0.5
    assert rich.result["programmes"][0]["sets"][0]["set"] == []


def test_half_of_the_draws_lie_below_the_point():
    drawn = draw(np.random.default_rng(1), Band(0.0, 1.0, 9.0), 4000)
    assert (drawn < 1).mean() == pytest.approx(0.5, abs=0.03)
    assert drawn[drawn > 1].mean() == pytest.approx(5, abs=0.2)


def test_the_programme_by_hand(told):
    own, saving = told.result["programmes"]
    point, still, _, adverse = own["sets"]
    by_id = {row["option"]: row for row in point["set"]}
    assert {name: by_id[name]["gives"] for name in CAPACITY} == pytest.approx(CAPACITY)
    gap = 6000 * (6000 / 4300) ** (11 / 5) - 3e6 / M3
    assert (point["gap"], point["reached"]) == (pytest.approx(gap), False)
    assert point["short"] == pytest.approx(gap - point["all_options"])
    assert still["gap"] == pytest.approx(6000 - 3e6 / M3)
    assert sum(row["gives"] for row in still["set"]) >= still["gap"]
    assert by_id["poor-gas-research"]["begin_by"] == "2026-09"
    assert saving["sets"][0]["all_options"] > point["all_options"]
    assert "poor-gas-plant" in [row["option"] for row in adverse["refused"]]


def test_savings_are_a_part_of_the_use_of_their_sector(helium):
    options = own_options(helium, "CHN", savings=True)
    found, _ = choices(helium, options, "favourable", 2026, 2036, 1000.0)
    fibre = next(one for one in found if one.option.id == "recovery-fibre")
    assert fibre.gives * fibre.limit <= 0.95 * 0.35 * 1000


def some_choices(rng, options):
    """Random choices; the second opens the last."""
    made = [
        Choice(
            option,
            rng.uniform(1, 9),
            int(rng.integers(1, 4)),
            0.0,
            rng.uniform(1, 9),
            0,
            assumed=True,
        )
        for option in options
    ]
    return [made[0], made[1]._replace(gives=0.0, limit=1), *made[2:]]


@pytest.mark.parametrize("seed", range(6))
def test_the_cheapest_set_is_that_of_brute_force(helium, seed):
    rng = np.random.default_rng(seed)
    names = ("bog-plant", "poor-gas-research", "lng-tail-gas", "poor-gas-plant")
    found = some_choices(rng, [helium.options[name] for name in names])
    gap = rng.uniform(0.2, 1.0) * sum(one.gives * one.limit for one in found)
    costs = [
        sum(n * one.yearly for n, one in zip(units, found, strict=True))
        for units in product(*(range(one.limit + 1) for one in found))
        if sum(n * one.gives for n, one in zip(units, found, strict=True)) >= gap
        and (units[1] or not units[3])
    ]
    units = cheapest(found, gap)
    assert sum(n * one.yearly for n, one in zip(units, found, strict=True)) == pytest.approx(
        min(costs)
    )
    assert cheapest(found, 1e9) is None


def test_a_sum_paid_back_over_years():
    paid = annuity(0.05, 15)
    assert sum(paid / 1.05**year for year in range(1, 16)) == pytest.approx(1)


def test_a_country_without_figures_is_unknown(helium):
    asked = outlast.outlook(helium, importer="KOR", draws=5)
    assert asked.result["net_exporter"] is None
    assert ("net_exporter", "no use of South Korea in 2025 is on file") in asked.unknown
    assert isinstance(balance(helium, "KOR", 2025, range(2026, 2028), 5, 1), str)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"first": 2030, "last": 2030}, "first, last is 2030, 2030, expected years that rise"),
        ({"first": 2050, "last": 2060}, "at most 3 after a printed output"),
        ({"draws": 0}, "draws is 0, expected 1 or more"),
        ({"seed": -1}, "seed is -1, expected 0 or more"),
    ],
)
def test_bad_input_gets_one_clear_error(helium, asked, words):
    with pytest.raises(outlast.errors.InvalidInput, match=words):
        outlast.outlook(helium, **asked)


def test_a_case_may_be_named():
    named, opened = (
        outlast.outlook("isle", draws=8),
        outlast.outlook(outlast.load("isle"), draws=8),
    )
    assert named.to_json() == opened.to_json()
