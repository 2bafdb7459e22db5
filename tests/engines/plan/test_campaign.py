"""Several cases under one budget: splits equal brute force, and say what they leave out."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

import outlast
from outlast.engines.plan.campaign import (
    JOINS,
    Front,
    allocate,
    joined,
    least_possible,
    steps,
)
from outlast.engines.plan.campaign_story import campaign, exposed, front_of, shares_of
from outlast.engines.plan.several import common_price_year
from outlast.errors import InvalidInput, UsageError

GAS = Front("gas", ((0.0, 90.0), (20.0, 40.0), (25.0, 45.0), (50.0, 10.0)))
OIL = Front("oil", ((0.0, 60.0), (10.0, 50.0), (30.0, 20.0)))


def random_fronts(rng):
    """Two to four fronts of small whole numbers, so that ties are common."""
    return [
        Front(
            f"case-{n}",
            tuple(
                (float(cost), float(worst))
                for cost, worst in zip(
                    rng.integers(0, 12, size), rng.integers(0, 20, size), strict=True
                )
            ),
        )
        for n in range(rng.integers(2, 5))
        for size in [int(rng.integers(1, 6))]
    ]


@pytest.mark.parametrize("measure", list(JOINS))
@pytest.mark.parametrize("seed", range(20))
def test_the_split_is_that_of_brute_force(seed, measure):
    rng = np.random.default_rng(seed)
    fronts = random_fronts(rng)
    together = max if measure == "best card" else sum
    every = [
        (sum(cost for cost, _ in points), together(worst for _, worst in points))
        for points in product(*(front.points for front in fronts))
    ]
    for budget in (min(cost for cost, _ in every), float(rng.integers(12, 30)), math.inf):
        able = [(worst, cost) for cost, worst in every if cost <= budget]
        if not able:
            continue
        found = allocate(fronts, budget, measure)
        assert (found.worst, found.cost) == min(able)


def test_the_order_by_hand():
    found = allocate([GAS, OIL], 70.0)
    assert (found.cost, found.worst, found.chosen) == (50.0, 40.0, (1, 2))
    order = steps([GAS, OIL], found)
    assert [(row.case, row.cost, row.shrinks) for row in order] == [
        ("gas", 20.0, 30.0),
        ("oil", 10.0, 10.0),
        ("oil", 20.0, 10.0),
    ]
    assert order[0].per_million == 1.5


def test_the_order_of_all_cards_starts_with_what_falls_most():
    found = allocate([GAS, OIL], 50.0, "all")
    assert (found.worst, found.chosen) == (60.0, (1, 2))
    order = steps([GAS, OIL], found, "all")
    assert [(row.case, row.per_million) for row in order] == [("gas", 2.5), ("oil", 40 / 30)]


@pytest.mark.parametrize("measure", list(JOINS))
def test_what_saves_money_in_peace_comes_first(measure):
    cheap = Front("cheap", ((0.0, 100.0), (-30.0, 50.0), (40.0, 0.0)))
    told = campaign([cheap, OIL], 0.0, measure=measure)
    assert (told["spent"], told["split"][1]["budget"]) in ((-20.0, 10.0), (0.0, 30.0))
    falls = 40.0 if measure == "best card" else 50.0
    assert tuple(told["order"][0].values()) == ("cheap", -30.0, falls, None)
    assert "which saves 30 million in peace" in told["words"]
    falls = sum(row["shrinks"] for row in told["order"])
    assert falls == told["before"] - told["after"]


def test_more_money_never_makes_the_card_better():
    worsts = [allocate([GAS, OIL], float(budget)).worst for budget in range(0, 100, 5)]
    assert worsts == sorted(worsts, reverse=True)
    assert len(joined([GAS, OIL])) == len(set(worsts))


def test_a_campaign_in_words():
    told = campaign([GAS, OIL], 70.0)
    assert (told["before"], told["after"], told["spent"]) == (90.0, 40.0, 50.0)
    assert told["words"] == (
        "The rival's best card among the cases covered: 90 million USD of use short; with the "
        "split, which costs 50 million, 40. First gas: 30 less, 1.5 for each million. The other "
        "20 million would not make it smaller. By all cards together gas comes first: 150 falls "
        "to 60."
    )
    assert told["split"][1] == {"case": "oil", "budget": 30.0, "before": 60.0, "after": 20.0}
    assert told["not_covered"][0].startswith("chips, telecoms equipment and pharmaceuticals (no")


@pytest.mark.parametrize("measure", list(JOINS))
def test_no_split_between_the_points_beats_what_is_proven(measure):
    def bent(case, most, halves):
        """What is left falls by half with every so much: true points, some of them computed."""
        true = tuple((cost, most * 0.5 ** (cost / halves)) for cost in np.linspace(0, 60, 121))
        some = true[::15]
        floors = [worst for _, worst in some[1:]] + [0.0]
        bounds = tuple((cost, floor) for (cost, _), floor in zip(some, floors, strict=True))
        return Front(case, true), Front(case, some, bounds)

    pairs = [bent("gas", 90.0, 7.0), bent("oil", 60.0, 20.0)]
    every, computed = ([pair[n] for pair in pairs] for n in range(2))
    for budget in (0.0, 13.0, 31.0, 80.0):
        best = allocate(every, budget, measure).worst
        assert least_possible(computed, budget, measure) <= best
        assert best <= allocate(computed, budget, measure).worst
    assert least_possible(every, 13.0, measure) is None
    told = campaign(computed, 31.0, measure=measure)
    off = told["after"] - told["lower_bound"]
    assert f"could leave {off:,.0f} less, not more: proven" in told["words"]


def test_the_order_by_parts_of_a_years_use_may_be_another():
    shares = [Front("gas", ((0.0, 0.2), (20.0, 0.1))), Front("oil", ((0.0, 0.5), (30.0, 0.1)))]
    told = campaign([GAS, OIL], 30.0, shares=shares)
    assert told["order"][0]["case"] == "gas"
    assert told["other_measures"][-1]["order"][0]["case"] == "oil"
    assert told["words"].endswith(
        "By the part of a year's use that is short oil comes first: the largest falls from 50% "
        "to 20%."
    )


def test_a_front_is_read_from_a_plan_without_what_is_worse_than_nothing(isle):
    plan = outlast.plan(isle, "XIS", 2023, 3, draws=16, details=False)
    row = {"cost": -9.0, "worst_shortage": 1e9, "short_share": 1.1, "cost_lower": -9.5,
           "allowed": 2e9}  # fmt: skip
    near = row | {"cost": 1.0, "worst_shortage": 0.1, "short_share": 0.01, "cost_lower": 0.9,
                  "allowed": 0.2}  # fmt: skip
    read = front_of(replace(plan, result={**plan.result, "pareto": [row, near]}))
    assert read.points[0] == (0.0, plan.result["worst_before"]["shortage"])
    assert (-9.0, 1e9) not in read.points
    assert (1.0, 0.1) in read.points
    assert read.bounds == ((-9.5, 0.2), (0.9, 0.0))
    shares = shares_of(replace(plan, result={**plan.result, "pareto": [row, near]}))
    assert shares.points[:2] == ((0.0, plan.result["worst_before"]["short_share_12m"]),
                                 (1.0, 0.01))  # fmt: skip


def test_cases_are_planned_in_money_of_a_year_that_all_know(helium):
    magnets = outlast.load("rare-earth-magnets")
    assert common_price_year([helium]) == 2024
    assert common_price_year([magnets]) == 2025
    assert common_price_year([helium, magnets]) == 2024
    assert common_price_year([replace(helium, money=())]) is None


def test_a_case_without_options_is_told_and_not_scored():
    isle = outlast.load("isle")
    told = campaign([GAS], 10.0, [isle], "XIS")
    assert told["after"] == 90.0
    assert "isle it is not known what safety costs" in campaign([GAS], 20.0, [isle])["words"]
    row = exposed(isle, "XIS")
    assert (row["year"], row["suppliers"][0]["country"]) == (2023, "XNO")
    assert row["half"]["members"] == ["XNO", "XSO"]


def test_the_door_takes_several_cases():
    isle = outlast.load("isle")
    bare = replace(isle, name="bare", options={}, option_numbers=())
    found = outlast.plan([isle, bare], "XIS", 2023, 3, draws=16, details=False)
    told = found.result["campaign"]
    plan = found.result["plans"][0]["result"]
    assert told["before"] == plan["worst_before"]["shortage"]
    assert told["split"][0]["after"] == min(told["before"], plan["worst_attack"]["shortage"])
    assert [row["case"] for row in told["unpriced"]] == ["bare"]
    assert found.unknown[-1].reason.startswith("bare: no options on file")
    with pytest.raises(InvalidInput, match="cases is none with options"):
        outlast.plan([bare, bare], "XIS", 2023, 3)
    with pytest.raises(InvalidInput, match="endure is 6, expected no value with several"):
        outlast.plan([isle, bare], "XIS", 2023, 3, endure=6)


@pytest.mark.parametrize(
    ("fronts", "words"),
    [
        ([], "fronts is none, expected one or more"),
        ([GAS, GAS], "cases is gas twice"),
        ([Front("gas", ())], "front of gas is empty"),
        ([Front("gas", ((0.0, math.nan),))], "expected finite numbers"),
        ([Front("gas", ((5.0, 1.0),))], "budget is 2.0, expected 5 or more"),
    ],
)
def test_bad_fronts_get_one_clear_error(fronts, words):
    with pytest.raises(InvalidInput, match=words):
        allocate(fronts, 2.0)


def test_an_unknown_measure_is_refused():
    with pytest.raises(UsageError, match="measure is 'best'"):
        allocate([GAS], 1.0, "best")
