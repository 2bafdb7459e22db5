"""The adversary that tries every attack."""

import time
from collections.abc import Sequence

import numpy as np

from outlast.engines.plan.attacks import Attack
from outlast.engines.plan.ccg import Answer
from outlast.engines.plan.dominance import Dominance
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.master import Decision
from outlast.engines.plan.recourse import Recourse

_EACH = 2
"""Of every start so many attacks that hurt are learnt."""


class Enumeration:
    """Tries attacks one by one, but none that takes less than another of its start.

    Parameters
    ----------
    recourse : Recourse
        What an attack does.
    attacks : sequence of Attack
        All there are, by rising start.
    goal : Goal
        What is minimised.
    dominance : Dominance
        Of the same attacks.
    """

    def __init__(
        self, recourse: Recourse, attacks: Sequence[Attack], goal: Goal, dominance: Dominance
    ) -> None:
        self._recourse, self._attacks, self._goal = recourse, attacks, goal
        self._dominance = dominance

    def answer(self, decision: Decision, seconds: float | None) -> Answer[Attack]:
        """Find the worst.

        Parameters
        ----------
        decision : Decision
            A programme.
        seconds : float, optional
            Stop after so long.

        Returns
        -------
        Answer
            Without an upper bound if the time was up before all were tried.
        """
        end = np.inf if seconds is None else time.monotonic() + seconds
        self._recourse.respond_to(decision.programme)
        worst = self._recourse.value(self._recourse.nothing)
        values: list[tuple[Attack, float]] = []
        finished = True
        for place in self._dominance.largest(self._recourse.exposed, self._recourse.leads):
            if time.monotonic() > end:
                finished = False
                break
            values.append((self._attacks[place], self._recourse.value(self._attacks[place])))
        ranked = sorted(values, key=lambda tried: -tried[1])
        worst = max([worst, *(value for _, value in values)])
        upper = upper_bound(self._goal, decision, worst) if finished else np.inf
        return Answer(upper, spread(decision, ranked), excess(self._goal, worst), finished)


def hurts(decision: Decision, value: float) -> bool:
    """Whether an attack does more than the master knew."""
    return value > decision.worst + 1e-8 * max(1.0, abs(decision.worst))


def excess(goal: Goal, worst: float) -> float:
    """By how much more is done than is allowed."""
    return worst - goal.allowed if goal.kind == "cost" else worst


def spread(decision: Decision, ranked: Sequence[tuple[Attack, float]]) -> list[Attack]:
    """Choose the worst, and of every start the worst that hurt.

    Parameters
    ----------
    decision : Decision
        That they meet.
    ranked : sequence of (Attack, float)
        With what they do, the worst first.

    Returns
    -------
    list of Attack
        The worst first.
    """
    chosen: list[Attack] = []
    count: dict[int, int] = {}
    for attack, value in ranked:
        alike = count.get(attack.start, 0)
        if chosen and (alike == _EACH or not hurts(decision, value)):
            continue
        chosen.append(attack)
        count[attack.start] = alike + 1
    return chosen


def upper_bound(goal: Goal, decision: Decision, worst: float) -> float:
    """What a programme costs at most, if no attack does more than the worst.

    Parameters
    ----------
    goal : Goal
        What is minimised.
    decision : Decision
        A programme.
    worst : float
        In the unit of the goal's aim.

    Returns
    -------
    float
        Infinite if more is done than is allowed.
    """
    programme = decision.programme
    if goal.kind == "total":
        return programme.investment + worst
    if goal.kind == "worst":
        return worst
    slack = 1e-6 * max(1.0, goal.allowed)
    return programme.cost if worst <= goal.allowed + slack else np.inf
