"""A cut never says more than its attack does, and all of it where it was made."""

import numpy as np
import pytest
from random_plans import problem
from random_programmes import programme, told

from outlast.engines.plan.attacks import attacks
from outlast.engines.plan.cuts import cut
from outlast.engines.plan.goals import endure, least_total, within
from outlast.engines.plan.master import cost_of
from outlast.engines.plan.operations import operations
from outlast.engines.plan.programme import first_stage
from outlast.engines.plan.recourse import Recourse

GOALS = (least_total(), endure(2), within(1.0))


def made(seed):
    """Stage, rules, goal, attacks and some programmes."""
    instance, rules = problem(seed)
    stage = first_stage(operations(instance))
    some = [programme(stage, 10 * seed + n) for n in range(4)]
    return stage, rules, GOALS[seed % 3], attacks(instance, rules, 10**6), some


@pytest.mark.parametrize("seed", range(9))
def test_exact_at_its_own_programme_and_below_at_every_other(seed):
    stage, rules, goal, every, some = made(seed)
    recourse = Recourse(stage.operations, rules, goal.aim, goal.lasts)
    for attack in every:
        cost = cost_of(stage, goal, attack)
        values, cuts = [], []
        for given in some:
            recourse.respond_to(given)
            values.append(recourse.value(attack))
            cuts.append(cut(stage, rules, attack, cost, given, recourse.prices(attack)))
        said = np.array([[told(stage, c, cost, given) for given in some] for c in cuts])
        assert np.diag(said) == pytest.approx(values, rel=1e-7, abs=1e-7)
        assert (said <= np.array(values) + 1e-7 * (1 + np.abs(values))).all()


@pytest.mark.parametrize("seed", range(3))
def test_prices_that_are_wrong_still_bound(seed):
    stage, rules, goal, every, some = made(seed)
    recourse = Recourse(stage.operations, rules, goal.aim, goal.lasts)
    recourse.respond_to(some[0])
    rng = np.random.default_rng(seed)
    for attack in every:
        cost = cost_of(stage, goal, attack)
        value, prices = recourse.value(attack), recourse.prices(attack)
        wrong = prices + rng.normal(0, 1 + np.abs(prices).mean(), len(prices))
        bound = told(stage, cut(stage, rules, attack, cost, some[1], wrong), cost, some[0])
        assert bound <= value + 1e-7 * (1 + abs(value))
