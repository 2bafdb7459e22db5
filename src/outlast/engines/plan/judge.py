"""What attacks do to a programme: the worst by what is short, and how long it endures."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from outlast.engines.plan.attacks import Attack, attacks
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.operations import operations
from outlast.engines.plan.planner import MOST_TRIED
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.programme import Programme
from outlast.engines.plan.recourse import Outcome, Recourse

FEW = 60
"""Attacks that are looked at one by one where there are too many to try all."""
NOTHING = 1e-6
MILLION = 1e6


@dataclass(frozen=True)
class Struck:
    """The worst that can happen to a programme.

    Attributes
    ----------
    attack : Attack
        Of all that the rules allow.
    outcome : Outcome
        By what is short, in USD.
    """

    attack: Attack
    outcome: Outcome


class Judge:
    """Tries attacks on programmes of one problem.

    Parameters
    ----------
    problem : Problem
        Whose rules they follow.
    instance : Instance, optional
        Another instance with the same powers, lanes and options.
    """

    def __init__(self, problem: Problem, instance: Instance | None = None) -> None:
        self.problem = problem
        self.instance = instance or problem.instance
        self._operations = operations(self.instance)

    @cached_property
    def attacks(self) -> list[Attack]:
        """All attacks, or those by one power fewer if they are too many to try."""
        rules, found = self.problem.rules, None
        while found is None:
            found = attacks(self.instance, rules, MOST_TRIED)
            rules = type(rules)(rules.at_most - 1, rules.starts, rules.lasts, rules.severities,
                                listed=rules.listed)  # fmt: skip
        return found

    def worst(self, programme: Programme, also: tuple[Attack, ...] = ()) -> Struck:
        """Find the attack under which most is short by weight."""
        recourse = Recourse(self._operations, self.problem.rules, "shortage")
        recourse.respond_to(programme)
        every = list(dict.fromkeys([*self.attacks, *also]))
        every.sort(key=lambda attack: attack.start)
        values = [recourse.value(attack) for attack in every]
        attack = every[int(np.argmax(values))] if every else recourse.nothing
        return Struck(attack, recourse.outcome(attack))

    def under(self, programme: Programme, attack: Attack) -> Struck:
        """Tell what one attack does."""
        recourse = Recourse(self._operations, self.problem.rules, "shortage")
        recourse.respond_to(programme)
        return Struck(attack, recourse.outcome(attack))

    def endures(self, programme: Programme) -> int:
        """Quarters from its start in which no attack leaves critical classes short."""
        for quarters in range(1, self.problem.rules.lasts + 1):
            recourse = Recourse(self._operations, self.problem.rules, "endurance", quarters)
            recourse.respond_to(programme)
            small = NOTHING * float(self.instance.use.sum())
            if any(recourse.value(attack) > small for attack in self.attacks):
                return quarters - 1
        return self.problem.rules.lasts
