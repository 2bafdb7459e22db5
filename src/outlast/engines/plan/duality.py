"""The adversary that proves what no attack exceeds, without trying them all."""

import time

import numpy as np

from outlast.engines.plan.attack_program import attack_program
from outlast.engines.plan.attacks import Attack, Move, Rules, listed_attacks
from outlast.engines.plan.ccg import Answer
from outlast.engines.plan.enumeration import answered, hurts
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.master import Decision
from outlast.engines.plan.operations import Operations
from outlast.engines.plan.recourse import Recourse
from outlast.solve import solve


class Duality:
    """Solves a mixed-integer program for each start, unless an attack that is known hurts.

    Parameters
    ----------
    operations : Operations
        Of an instance.
    rules : Rules
        What the attacker may do.
    goal : Goal
        What is minimised.
    recourse : Recourse
        What an attack does.
    gap : float
        Relative gap to which the worst is proven.
    """

    def __init__(
        self, operations: Operations, rules: Rules, goal: Goal, recourse: Recourse, *, gap: float
    ) -> None:
        self._operations, self._rules, self._goal = operations, rules, goal
        self._recourse, self._gap = recourse, gap
        self._sets: set[tuple[Move, ...]] = set()
        self._starts = sorted(set(rules.starts))
        self._value = np.full(len(self._starts), np.inf)

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
            Its upper bound is that of the programs, not of the attacks found.
        """
        end = np.inf if seconds is None else time.monotonic() + seconds
        self._recourse.respond_to(decision.programme)
        nothing = self._recourse.value(self._recourse.nothing)
        values = {a: self._recourse.value(a) for a in self._known()}
        worst = max([nothing, *values.values()])
        if not prove and any(hurts(decision, value) for value in values.values()):
            return answered(self._goal, decision, values, worst, np.inf, finished=True)
        proven = worst
        for place in np.argsort(-self._value, kind="stable"):
            if time.monotonic() > end:
                return answered(self._goal, decision, values, worst, np.inf, finished=False)
            bound, found = self._search(decision, self._starts[place], proven, end)
            proven = max(proven, bound)
            self._value[place] = bound
            if found is None:
                continue
            values[found] = self._recourse.value(found)
            worst = max(worst, values[found])
            self._sets.add(found.moves)
            if not prove and hurts(decision, values[found]):
                return answered(self._goal, decision, values, worst, np.inf, finished=True)
        return answered(self._goal, decision, values, worst, proven, finished=True)

    def _known(self) -> list[Attack]:
        """What is listed, and sets of powers that hurt before, from every start."""
        return listed_attacks(self._rules) + [
            self._attack(start, moves) for start in self._starts for moves in sorted(self._sets)
        ]

    def _attack(self, start: int, moves: tuple[Move, ...]) -> Attack:
        until = min(self._operations.instance.periods, start + self._rules.lasts)
        return Attack(start, until, moves)

    def _search(
        self, decision: Decision, start: int, known: float, end: float
    ) -> tuple[float, Attack | None]:
        """Bound of a start, and an attack that does more than is known."""
        cost = self._operations.cost(self._goal.aim, start, self._goal.lasts)
        model = attack_program(self._operations, self._rules, decision.programme, cost, start)
        enough = known + self._gap * max(1.0, abs(known)) / 2
        seconds = None if end == np.inf else end - time.monotonic()
        solution = solve(model.at_least(enough), seconds=seconds, gap=self._gap / 2)
        if solution.status == "infeasible":
            return enough, None
        bound = max(model.past - solution.bound, enough)
        if solution.x is None:
            return bound, None
        return bound, self._attack(start, model.chosen(solution.x))
