"""The adversary that tries every attack."""

import time
from collections.abc import Iterable, Sequence

import numpy as np

from outlast.engines.plan.attacks import Attack
from outlast.engines.plan.ccg import Answer
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.master import Decision
from outlast.engines.plan.operations import Ints
from outlast.engines.plan.recourse import Recourse

_PROBED = 200
"""Attacks that did most before are tried first; if one hurts, the rest can wait."""
_ADDED = 8
_APART = 4
_ALL_EACH = 4
"""In every so many answers all are tried, so that the ranking and the upper bound stay fresh."""
SPREAD = 2000
"""Of so many of the worst, a few that differ are learnt."""


class Enumeration:
    """Tries attacks one by one, those that did most before first.

    Parameters
    ----------
    recourse : Recourse
        What an attack does.
    attacks : sequence of Attack
        All there are, by rising start.
    goal : Goal
        What is minimised.
    """

    def __init__(self, recourse: Recourse, attacks: Sequence[Attack], goal: Goal) -> None:
        self._recourse, self._attacks, self._goal = recourse, attacks, goal
        self._value = np.full(len(attacks), np.inf)
        self._answers = 0

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
            Without an upper bound if not all attacks were tried.
        """
        self._recourse.respond_to(decision.programme)
        end = np.inf if seconds is None else time.monotonic() + seconds
        order = np.argsort(-self._value, kind="stable")
        self._answers += 1
        fresh = self._answers % _ALL_EACH == 0 or not np.isfinite(self._value).all()
        probed = 0 if fresh else _PROBED
        first, rest = np.sort(order[:probed]), np.sort(order[probed:])
        finished = self._try(first, end)
        if not finished or (probed and hurts(decision, self._worst(first))):
            return self._answer(decision, first, tried_all=False, finished=finished)
        finished = self._try(rest, end)
        everything = np.arange(len(self._attacks))
        return self._answer(decision, everything, tried_all=finished, finished=finished)

    def _try(self, places: Iterable[int], end: float) -> bool:
        for place in places:
            if time.monotonic() > end:
                return False
            self._value[place] = self._recourse.value(self._attacks[place])
        return True

    def _worst(self, places: Ints) -> float:
        nothing = self._recourse.value(self._recourse.nothing)
        return max(nothing, float(self._value[places].max(initial=-np.inf)))

    def _answer(
        self, decision: Decision, places: Ints, *, tried_all: bool, finished: bool
    ) -> Answer[Attack]:
        known = places[np.isfinite(self._value[places])]
        order = known[np.argsort(-self._value[known], kind="stable")]
        ranked = [(self._attacks[n], float(self._value[n])) for n in order[:SPREAD]]
        worst = self._worst(known)
        upper = upper_bound(self._goal, decision, worst) if tried_all else np.inf
        return Answer(upper, spread(decision, ranked), excess(self._goal, worst), finished)


def hurts(decision: Decision, value: float) -> bool:
    """Whether an attack does more than the master knew."""
    return value > decision.worst + 1e-7 * max(1.0, abs(decision.worst))


def excess(goal: Goal, worst: float) -> float:
    """By how much more is done than is allowed."""
    return worst - goal.allowed if goal.kind == "cost" else worst


def spread(decision: Decision, ranked: Sequence[tuple[Attack, float]]) -> list[Attack]:
    """Choose the worst, and others that hurt and begin at quite other times.

    Parameters
    ----------
    decision : Decision
        That they meet.
    ranked : sequence of (Attack, float)
        With what they do, the worst first.

    Returns
    -------
    list of Attack
        A few.
    """
    chosen: list[Attack] = []
    for attack, value in ranked:
        alike = any(abs(attack.start - c.start) < _APART for c in chosen)
        if chosen and (alike or not hurts(decision, value)):
            continue
        chosen.append(attack)
        if len(chosen) == _ADDED:
            break
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
