"""Whole units of a real case, and of problems where parts of units would be better."""

from dataclasses import replace

import numpy as np
import pytest
from random_plans import problem

from outlast.case import load
from outlast.engines.plan.attacks import attacks
from outlast.engines.plan.extensive import extensive
from outlast.engines.plan.goals import least_total
from outlast.engines.plan.planner import plan
from outlast.engines.plan.problem import problem_of


def test_research_on_magnets_is_whole_and_proven():
    """Sums of 10^9 USD beside coefficients of 1: the solver gave up on it as it stood."""
    asked = problem_of(load("rare-earth-magnets"), "USA", 2024, draws=64)
    found = plan(asked.instance, asked.rules, least_total())
    assert found.ended == "optimal"
    whole = [o.whole for o in asked.instance.options]
    assert any(whole)
    assert (found.programme.units[whole] % 1 == 0).all()


@pytest.mark.parametrize("seed", [5, 13, 21])
def test_where_parts_would_be_better(seed):
    instance, rules = problem(seed)
    options = tuple(replace(o, whole=np.isfinite(o.limit)) for o in instance.options)
    all_whole = replace(instance, options=options)
    found = plan(all_whole, rules, least_total(), gap=1e-7)
    told = extensive(all_whole, rules, least_total(), attacks(instance, rules, 10**6)).objective
    assert found.upper[-1] == pytest.approx(told)
    assert (found.programme.units % 1 == 0).all()
    parts = tuple(replace(o, whole=False) for o in instance.options)
    freer = plan(replace(instance, options=parts), rules, least_total(), gap=1e-7)
    assert freer.upper[-1] < found.lower[-1] * (1 - 1e-4)
