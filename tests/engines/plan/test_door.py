"""The door: a plan with its proof beside doing nothing and reserves alone."""

import pytest

import outlast
from outlast.engines.plan import comparison
from outlast.engines.plan.goals import least_total
from outlast.engines.plan.problem import problem_of
from outlast.engines.plan.relaxation import CannotLast
from outlast.engines.plan.solving import Solver
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


def test_what_is_shown_is_what_is_proven(isle):
    solver = Solver(problem_of(isle, "XIS", 2022, 4, 1, draws=32))
    shown = solver.best(least_total())
    assert solver.judge.total(shown.programme) <= shown.plan.upper[-1] * (1 + 2e-4)


def test_the_rows_add_up(total):
    told = total.result
    rows = told["programme"]
    assert rows
    assert sum(row["cost"] for row in rows) == pytest.approx(told["investment"], rel=1e-2)
    assumed = sum(row["assumed_cost"] + row["assumed_running"] for row in rows)
    whole = sum(row["cost"] + row["running"] for row in rows)
    assert told["assumed_cost_share"] == pytest.approx(assumed / whole, rel=1e-2)


def test_what_is_assumed_of_the_cost_by_hand(total):
    """Catchers of lamps rest on assumed numbers, a contract but for its premium of a tenth."""
    told = total.result
    spent = dict.fromkeys(("lamp-catchers", "xwe-contract"), 0.0)
    for row in told["programme"]:
        spent[row["option"]] += row["cost"] + row["running"]
    contract = spent["xwe-contract"]
    assumed = spent["lamp-catchers"] + contract * 0.1 / 1.1
    rests = told["cost_basis"]
    assert rests["assumed"] == pytest.approx(assumed / sum(spent.values()), rel=1e-3)
    assert rests["derived"] == pytest.approx(contract / 1.1 / sum(spent.values()), rel=1e-3)
    assert rests["numbers"][0]["number"] == "lamp-catchers capex"


def test_what_pays_in_peace_and_what_safety_costs(total):
    """By hand: in peace the old stock is sold and nothing else pays."""
    told = total.result
    rows = {row["name"]: row for row in told["compare"]}
    peace, safety = rows["what pays in peace"], told["safety_cost"]
    assert peace["cost"] < 0 < peace["worst_shortage"]
    assert safety["built_anyway"] == 0
    assert safety["value"] <= safety["plan"] == pytest.approx(told["cost"] - peace["cost"])
    assert safety["averts"] == pytest.approx(
        peace["worst_shortage"] - rows["plan"]["worst_shortage"]
    )
    assert any("on top of what pays anyway" in words for words in told["reading"])


@pytest.mark.parametrize("case", ["total", "stopped"])
def test_the_plan_is_never_worse_than_what_it_could_choose(isle, total, case):
    """Also where the time is up at once; history and reserves are among the rows."""
    found = total if case == "total" else outlast.plan(isle, **ASKED, budget=1.0, seconds=1e-3)
    rows = {row["name"]: row for row in found.result["compare"]}
    assert {"do nothing", "plan"} <= set(rows)
    assert all(rows["plan"]["worst_shortage"] <= row["worst_shortage"] * (1 + 1e-5)
               for row in rows.values())  # fmt: skip
    for row in rows.values():
        assert row["proven"] or "not proven" in row["words"]
    assert "Infinity" not in found.to_json()


def test_helium_from_2012_beats_nothing_reserves_and_history(helium):
    found = outlast.plan(helium, "CHN", 2012, 5, draws=32, details=False).result
    rows = {row["name"]: row["worst_shortage"] for row in found["compare"]}
    plan = rows.pop("plan")
    assert {"do nothing", "reserve only", "actual history"} <= set(rows)
    assert all(plan < worst for worst in rows.values())
    assert found["regret"]["worst_shortage"] == pytest.approx(rows["actual history"] - plan)


def test_a_bloc_has_a_history_too(magnets):
    past = comparison.history(Solver(problem_of(magnets, "EU27", 2021, 4, 1, draws=8)))
    assert not isinstance(past, str)
    assert past.answer.proven


def test_the_same_bytes_twice(isle, total):
    assert outlast.plan(isle, **ASKED).to_json() == total.to_json()


def test_a_larger_budget_never_leaves_more_short(isle):
    worst = [outlast.plan(isle, **ASKED, budget=b).result["worst_attack"]["shortage"]
             for b in (0.0, 6.0)]  # fmt: skip
    assert worst[1] < worst[0]


def test_what_cannot_be_endured_says_the_smallest_relaxation(isle):
    asked = {**ASKED, "ready": 0, "attackers": 4}
    with pytest.raises(Infeasible, match="the least that has to be allowed") as raised:
        outlast.plan(isle, **asked, endure=36)
    assert isinstance(raised.value, CannotLast)
    assert raised.value.least > 0
    assert raised.value.proven
    months = raised.value.months
    assert f"at most {months} months can be endured" in str(raised.value)
    if months:
        assert outlast.plan(isle, **asked, endure=months).result["proven"]
    with pytest.raises(CannotLast):
        outlast.plan(isle, **asked, endure=months + 3)


@pytest.mark.parametrize(
    "wrong", [{"budget": -1.0}, {"endure": 0.0}, {"budget": 1.0, "endure": 6.0}]
)
def test_goals_that_do_not_fit_are_refused(isle, wrong):
    with pytest.raises(InvalidInput):
        outlast.plan(isle, **ASKED, **wrong)


def test_nothing_is_endured_for_longer_than_an_attack_can_last(isle):
    with pytest.raises(InvalidInput, match="endure is 60, expected at most 36 months"):
        outlast.plan(isle, **ASKED, endure=60)


def test_draws_are_counted(isle):
    with pytest.raises(InvalidInput, match="draws is 0, expected 1 or more"):
        outlast.plan(isle, **ASKED | {"draws": 0})


def test_where_no_time_is_left_doing_nothing_is_kept_with_an_unknown_gap(isle):
    solver = Solver(problem_of(isle, "XIS", 2022, 4, 1, draws=32))
    nothing = comparison.nothing(solver)
    kept = comparison.stopped(solver, least_total(), nothing)
    assert not kept.proven
    assert kept.programme is nothing.programme
    assert kept.plan.upper[-1] == solver.judge.total(nothing.programme)


def test_what_may_begin_in_any_quarter_is_no_milder(total, isle):
    any_time = outlast.plan(isle, **ASKED, any_quarter=True).result
    assert any_time["attacks_tried"] > total.result["attacks_tried"]
    assert any_time["objective"] >= total.result["objective"] * (1 - 1e-6)
    words = {row["name"]: row["words"] for row in any_time["assumptions"]}["ready"]
    assert "first day of every quarter" in words
