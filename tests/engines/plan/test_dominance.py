"""Attacks that are not tried never do more than those that are."""

from dataclasses import replace

import numpy as np
import pytest
from random_plans import problem
from random_programmes import programme

from outlast.engines.plan.attacks import attacks
from outlast.engines.plan.dominance import Dominance
from outlast.engines.plan.operations import operations
from outlast.engines.plan.programme import first_stage
from outlast.engines.plan.recourse import Recourse

AIMS = ("total", "shortage", "endurance")


@pytest.mark.parametrize("seed", range(12))
def test_the_worst_of_every_start_is_tried(seed):
    instance, rules = problem(seed)
    stage = first_stage(operations(instance))
    every = attacks(instance, rules, 10**6)
    dominance = Dominance(stage.operations, rules, every)
    recourse = Recourse(stage.operations, rules, AIMS[seed % 3], 2)
    for n in range(3):
        recourse.respond_to(programme(stage, 7 * seed + n))
        tried = {every[place] for place in dominance.largest(recourse.exposed, recourse.leads)}
        assert {attack for attack in every if attack.listed >= 0} <= tried
        for start in {attack.start for attack in every}:
            alike = [attack for attack in every if attack.start == start]
            worst = max(map(recourse.value, alike))
            among = max(recourse.value(attack) for attack in alike if attack in tried)
            assert among == pytest.approx(worst, rel=1e-9, abs=1e-9)


def test_most_need_not_be_tried():
    instance, rules = problem(0)
    every = attacks(instance, rules, 10**6)
    stage = first_stage(operations(instance))
    recourse = Recourse(stage.operations, rules, "total")
    recourse.respond_to(programme(stage, 1))
    kept = Dominance(stage.operations, rules, every).largest(recourse.exposed, recourse.leads)
    assert 0 < len(kept) < len(every)


def test_an_attack_that_takes_hardly_more_of_one_lane_is_tried():
    instance, rules = problem(0)
    reach = np.zeros((2, len(instance.price)))
    reach[:, :2] = [[0.53, 0.49], [0.5, 0.5]]
    instance = replace(instance, reach=reach, option_reach=np.zeros((2, len(instance.options))))
    rules = replace(rules, at_most=1, starts=(0,), severities=(1.0,), price=None, listed=())
    stage = first_stage(operations(instance))
    recourse = Recourse(stage.operations, rules, "total")
    recourse.respond_to(programme(stage, 1))
    every = attacks(instance, rules, 10**6)
    kept = Dominance(stage.operations, rules, every).largest(recourse.exposed, recourse.leads)
    assert len(kept) == len(every) == 2
