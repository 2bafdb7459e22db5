"""The door: a plan with its proof beside doing nothing and reserves alone."""

import pytest

import outlast
from outlast.engines.plan.planner import CannotEndure
from outlast.errors import Infeasible, InvalidInput

ASKED = {"for_": "XIS", "from_year": 2022, "years": 4, "draws": 32, "details": False}


@pytest.fixture(scope="module")
def isle():
    return outlast.load("isle")


@pytest.fixture(scope="module")
def total(isle):
    return outlast.plan(isle, **ASKED)


def test_the_plan_is_proven_and_beats_nothing_and_reserves_alone(total):
    told = total.result
    assert told["proven"]
    assert told["lower_bound"] <= told["upper_bound"] * (1 + 1e-9)
    rows = {row["name"]: row["worst_shortage"] for row in told["compare"]}
    assert rows["plan"] < rows["do nothing"]
    assert rows["plan"] < rows["reserve only"]
    assert told["worst_attack"]["shortage"] == rows["plan"]
    assert told["worst_before"]["shortage"] == rows["do nothing"]


def test_the_rows_add_up(total):
    told = total.result
    rows = told["programme"]
    assert rows
    assert sum(row["cost"] for row in rows) == pytest.approx(told["investment"], rel=1e-2)
    assumed = sum(row["assumed_cost"] for row in rows)
    assert told["assumed_cost_share"] == pytest.approx(assumed / sum(r["cost"] for r in rows))


def test_the_same_bytes_twice(isle, total):
    assert outlast.plan(isle, **ASKED).to_json() == total.to_json()


def test_a_larger_budget_never_leaves_more_short(isle):
    worst = [outlast.plan(isle, **ASKED, budget=b).result["worst_attack"]["shortage"]
             for b in (0.0, 6.0)]  # fmt: skip
    assert worst[1] < worst[0]


def test_what_cannot_be_endured_says_the_smallest_relaxation(isle):
    with pytest.raises(Infeasible, match="the least that has to be allowed") as raised:
        outlast.plan(isle, **{**ASKED, "ready": 0}, attackers=4, endure=36)
    assert isinstance(raised.value, CannotEndure)
    assert raised.value.least > 0


@pytest.mark.parametrize(
    "wrong", [{"budget": -1.0}, {"endure": 0.0}, {"budget": 1.0, "endure": 6.0}]
)
def test_goals_that_do_not_fit_are_refused(isle, wrong):
    with pytest.raises(InvalidInput):
        outlast.plan(isle, **ASKED, **wrong)
