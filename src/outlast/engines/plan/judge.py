"""What attacks do to a programme: the worst by what is short, and how long it endures."""

from collections.abc import Sequence
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
ALIKE = 1e-9
"""Attacks that do as much but for so small a part of it are alike."""
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
        every = list(dict.fromkeys([*self.attacks, *also]))
        every.sort(key=lambda attack: attack.start)
        return self.worst_of(programme, every)

    def worst_at_once(self, programme: Programme) -> Struck | None:
        """Find what powers do at worst from the first day on; None where none has reach."""
        until = min(self.problem.rules.lasts, self.instance.periods)
        moves = dict.fromkeys(attack.moves for attack in self.attacks if attack.listed < 0)
        if not moves:
            return None
        return self.worst_of(programme, [Attack(0, until, one) for one in moves])

    def worst_of(self, programme: Programme, every: Sequence[Attack]) -> Struck:
        """Of some attacks the one under which most is short by weight, the first if alike."""
        recourse = Recourse(self._operations, self.problem.rules, "shortage")
        recourse.respond_to(programme)
        values = np.array([recourse.value(attack) for attack in every])
        alike = values >= values.max(initial=0.0) * (1 - ALIKE)  # the first of them stands
        attack = every[int(np.argmax(alike))] if every else recourse.nothing
        return Struck(attack, recourse.outcome(attack))

    def total(self, programme: Programme) -> float:
        """Investment and everything that the worst attack, or none, makes to pay [USD]."""
        recourse = Recourse(self._operations, self.problem.rules, "total")
        recourse.respond_to(programme)
        every = [*self.attacks, recourse.nothing]
        return programme.investment + max(recourse.value(attack) for attack in every)

    def endures(self, programme: Programme) -> int:
        """Quarters from its start in which no attack leaves critical classes short."""
        low, high = 0, self.problem.rules.lasts + 1
        middle = high - 1  # mostly all or nothing
        while high - low > 1:
            low, high = (middle, high) if self._lasts(programme, middle) else (low, middle)
            middle = (low + high) // 2
        return low

    def _lasts(self, programme: Programme, quarters: int) -> bool:
        recourse = Recourse(self._operations, self.problem.rules, "endurance", quarters)
        recourse.respond_to(programme)
        small = NOTHING * float(self.instance.use.sum())
        return all(recourse.value(attack) <= small for attack in self.attacks)
