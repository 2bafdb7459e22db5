"""The adversary that tries every attack."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from outlast.engines.plan.attacks import Attack, Move
from outlast.engines.plan.ccg import Answer
from outlast.engines.plan.dominance import Dominance
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.master import Decision
from outlast.engines.plan.recourse import Recourse

_EACH = 2
"""Of every start so many attacks that hurt are learnt."""


class Enumeration:
    """Tries attacks one by one, but none that takes less than another of its start.

    Attacks that hurt before come first, and the rest only if none of them does.

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
        self._known: list[Attack] = []

    def answer(
        self, decision: Decision, seconds: float | None, *, prove: bool = True
    ) -> Answer[Decision, Attack]:
        """Find the worst.

        Parameters
        ----------
        decision : Decision
            A programme.
        seconds : float, optional
            Stop after so long.
        prove : bool
            Whether a bound is wanted even if an attack that is known hurts.

        Returns
        -------
        Answer
            Without an upper bound if the time was up before all were tried.
        """
        end = np.inf if seconds is None else time.monotonic() + seconds
        recourse = self._recourse
        recourse.respond_to(decision.programme)
        nothing = recourse.value(recourse.nothing)
        values: dict[Attack, float] = {}
        finished, proven = self._try(self._known, values, decision.worst, end), np.inf
        if finished and (prove or not any(hurts(decision, v) for v in values.values())):
            places = self._dominance.largest(recourse.exposed, recourse.leads)
            largest = [self._attacks[place] for place in places]
            finished = self._try(largest, values, decision.worst, end)
            proven = max([nothing, *values.values()]) if finished else np.inf
        worst = max([nothing, *values.values()])
        answer = answered(self._goal, decision, values, worst, proven, finished=finished)
        self._known = sorted({*self._known, *answer.scenarios}, key=_order)
        return answer

    def _try(
        self, attacks: Sequence[Attack], values: dict[Attack, float], floor: float, end: float
    ) -> bool:
        """Note what attacks do that were not tried; False if the time was up before the end."""
        for attack in attacks:
            if time.monotonic() > end:
                return False
            if attack not in values:
                values[attack] = self._recourse.value(attack, floor)
        return True


def _order(attack: Attack) -> tuple[int, int, tuple[Move, ...]]:
    """By rising start, so that each solve is near the last."""
    return attack.start, attack.listed, attack.moves


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


def answered(
    goal: Goal,
    decision: Decision,
    values: Mapping[Attack, float],
    worst: float,
    proven: float,
    *,
    finished: bool,
) -> Answer[Decision, Attack]:
    """Answer with the attacks that were tried.

    Parameters
    ----------
    goal : Goal
        What is minimised.
    decision : Decision
        That they meet.
    values : mapping of Attack to float
        What they do.
    worst : float
        The most that any does.
    proven : float
        What none does more than.
    finished : bool
        Whether it was not stopped by time.

    Returns
    -------
    Answer
        With the decision and what it does at most.
    """
    ranked = sorted(values.items(), key=lambda tried: -tried[1])
    known = decision if goal.kind == "cost" else replace(decision, worst=proven)
    upper = upper_bound(goal, decision, proven)
    return Answer(upper, spread(decision, ranked), excess(goal, worst), finished, known)


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
