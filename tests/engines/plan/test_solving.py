"""What no budget buys, ties, and what is hardly begun."""

import numpy as np
import pytest

from outlast.engines.plan.cleaning import best_in_earnest
from outlast.engines.plan.goals import at_most_short, least_total, within
from outlast.engines.plan.planner import CannotEndure
from outlast.engines.plan.problem import problem_of
from outlast.engines.plan.solving import Solver
from outlast.engines.plan.telling import LEAST_PART

MUCH = 1e12


@pytest.fixture(scope="module")
def solver(isle):
    return Solver(problem_of(isle, "XIS", 2022, 4, 1, draws=16))


def test_what_no_budget_can_buy_is_told_in_dollars(solver):
    with pytest.raises(CannotEndure, match="costs as little as 1 USD") as raised:
        solver.best(within(1.0))
    assert raised.value.least == pytest.approx(solver.peaceful().programme.cost, rel=1e-4)


def test_of_all_that_a_budget_buys_the_cheapest(solver):
    plenty = solver.best(within(MUCH))
    least = solver.best(at_most_short(plenty.worst + 1.0))
    assert plenty.cheapest
    assert plenty.programme.cost == pytest.approx(least.programme.cost, rel=1e-4)
    assert plenty.programme.cost < MUCH


def test_what_is_shown_is_as_good_and_has_no_noise(solver):
    first = solver.best(least_total())
    shown = best_in_earnest(solver, least_total())
    limits = np.array([option.limit for option in solver.problem.instance.options])
    units = shown.programme.units.sum(axis=1)
    assert ((units > LEAST_PART * limits) | (units < 1e-6 * limits)).all()
    assert shown.worst <= first.worst * (1 + 1e-4) + 2.0
    assert solver.judge.total(shown.programme) <= first.plan.upper[-1] * (1 + 2e-4)
