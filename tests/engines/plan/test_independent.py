"""Programmes judged by a linear program that shares nothing with the engine."""

from dataclasses import replace

import numpy as np
import pytest
from independent import investment, running, standing
from random_plans import problem

from outlast.engines.plan.attacks import Rules, attacks
from outlast.engines.plan.goals import least_total
from outlast.engines.plan.instance import Instance, Option, Stock
from outlast.engines.plan.planner import plan


@pytest.fixture(scope="module", params=range(1, 7))
def planned(request):
    """A random problem with prices that rise over time, struck in its first period or never."""
    instance, rules = problem(request.param)
    options = tuple(
        replace(option, capex=option.capex * np.linspace(2.0, 0.2, instance.periods))
        for option in instance.options
    )
    instance = replace(instance, options=options, discount=0.3)
    rules = replace(rules, starts=(0,), listed=())
    return instance, rules, plan(instance, rules, least_total(), gap=1e-9)


def test_what_a_programme_costs(planned):
    instance, _, found = planned
    units = found.programme.units
    assert found.programme.active == pytest.approx(standing(instance, units), abs=1e-7)
    assert found.programme.investment == pytest.approx(investment(instance, units), rel=1e-9)


def test_the_worst_attack_does_what_the_proof_says(planned):
    instance, rules, found = planned
    units = found.programme.units
    every = [None, *attacks(instance, rules, 10**6)]
    worst = max(running(instance, units, attack) for attack in every)
    assert found.upper[-1] == pytest.approx(investment(instance, units) + worst, rel=1e-6)


def test_what_comes_first_has_ended_first():
    research = Option("research", "supply", capacity=0.0, capex=1.0, lead=2, limit=1.0)
    plant = Option("plant", "supply", capacity=10.0, capex=1.0, lead=1, limit=2.0, after=0)
    none = np.zeros((0, 6))
    instance = Instance(
        use=np.full((1, 6), 20.0), weight=np.array([100.0]), critical=np.array([True]),
        arrivals=none, price=np.zeros(0), reach=np.zeros((0, 0)), option_reach=np.zeros((0, 2)),
        options=(research, plant), stock=Stock(0.0, 0.0, 0.0), per_year=4, discount=0.05,
    )  # fmt: skip
    units = plan(instance, Rules(0), least_total()).programme.units
    assert units[0] == pytest.approx([1, 0, 0, 0, 0, 0])
    assert units[1] == pytest.approx([0, 0, 2, 0, 0, 0])
