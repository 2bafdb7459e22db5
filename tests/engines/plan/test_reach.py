"""Attacks through chosen layers and in part, and what a user may not ask for."""

from dataclasses import replace

import pytest

import outlast
from outlast.engines.plan.checks import check
from outlast.engines.plan.problem import problem_of
from outlast.engines.plan.replay import scenario_of
from outlast.engines.plan.solving import Solver
from outlast.errors import InvalidInput, UsageError


def of(isle, **given):
    return problem_of(isle, "XIS", 2022, 4, **{"attackers": 1, "draws": 16, **given})


def reach(problem, power):
    row = problem.hands.lanes[problem.hands.powers.index(power)]
    return dict(zip(problem.lanes, row, strict=True))


def test_territory_alone_leaves_what_powers_own_abroad(isle):
    told = of(isle, layers=["direct"])
    assert reach(told, "XNO")["XNO"] == 1
    assert reach(told, "XNO")["XSO"] == 0
    assert not any(listed.name.startswith("closure") for listed in told.rules.listed)


def test_without_territory_only_what_is_owned_or_bought_abroad_is_cut(isle):
    whole, told = of(isle), of(isle, layers=["ownership", "offtake"])
    assert reach(told, "XNO").get("XNO", 0) == 0
    assert reach(told, "XNO")["XSO"] == pytest.approx(reach(whole, "XNO")["XSO"])
    assert not told.hands.options.any()  # Westland stops its contract by its territory alone


def test_half_the_severity_cuts_half(isle):
    solver = Solver(of(isle, severity=0.5))
    assert solver.problem.rules.severities == (0.5,)
    attack = next(one for one in solver.judge.attacks if one.listed < 0)
    assert [part for _, part in attack.moves] == [0.5]
    bare = Solver(of(isle, severity=0.5).bare()), Solver(of(isle).bare())
    half, whole = (one.judge.worst(one.quiet()).outcome.value for one in bare)
    assert half < whole
    struck = solver.judge.worst(solver.quiet())
    measures = scenario_of(solver.problem, None, struck)[0].measures
    assert max(measures[0].lanes.values()) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"severity": 0.0}, InvalidInput, "above 0, at most 1"),
        ({"severity": 1.5}, InvalidInput, "above 0, at most 1"),
        ({"layers": ["territory"]}, UsageError, "territory"),
        ({"layers": ["technology"]}, InvalidInput, "hinder growth"),
        ({"layers": []}, UsageError, "empty"),
        ({"attackers": 9}, InvalidInput, "the powers with reach"),
        ({"layers": ["ownership"], "attackers": 9}, InvalidInput, "through ownership"),
    ],
)
def test_what_no_attack_can_be_is_refused(isle, given, error, words):
    with pytest.raises(error, match=words):
        outlast.plan(isle, "XIS", 2022, 4, details=False, **{"draws": 8, **given})


def test_an_option_that_earns_money_without_end_is_refused(isle):
    """A negative cost of a case's option, which would be built for its own sake."""
    numbers = [replace_value(row, -3.0) if row.id == "well-capex" else row
               for row in isle.option_numbers]  # fmt: skip
    with pytest.raises(InvalidInput, match="pays for itself"):
        outlast.plan(replace(isle, option_numbers=numbers), "XIS", 2022, 4, draws=8,
                     details=False)  # fmt: skip


def replace_value(row, value):
    return row.model_copy(update={"value": value, "low": value, "high": value})


def test_an_option_that_can_never_finish_is_refused(isle):
    problem = of(isle)
    late = [replace(option, lead=99) for option in problem.instance.options]
    with pytest.raises(InvalidInput, match="can never finish"):
        check(replace(problem.instance, options=tuple(late)))
