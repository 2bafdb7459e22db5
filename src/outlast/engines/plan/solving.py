"""Programmes for a problem, made as cheap as their worst case allows."""

import time
from dataclasses import dataclass, replace

import numpy as np

from outlast.engines.plan.attacks import Rules
from outlast.engines.plan.goals import Goal, at_most_short
from outlast.engines.plan.judge import MILLION, Judge, Struck
from outlast.engines.plan.planner import CannotEndure, Plan, plan
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.programme import Programme
from outlast.errors import LimitReached

SLACK = 1e-6
GAP = 1e-4


@dataclass(frozen=True)
class Answer:
    """A programme with its worst case.

    Attributes
    ----------
    programme : Programme
        What is done.
    struck : Struck
        Its worst attack by what is short.
    plan : Plan
        The proof of its goal.
    cheapest : bool
        Whether `least` is proven; False where time was up.
    least : float
        The least that is known to do as well in the worst case, in peace [USD]; the least total
        may cost more in peace and less under attack.
    """

    programme: Programme
    struck: Struck
    plan: Plan
    cheapest: bool = True
    least: float = np.inf

    @property
    def proven(self) -> bool:
        """Whether nothing reaches its goal better."""
        return self.plan.ended == "optimal"

    @property
    def least_cost(self) -> float:
        """What as little short as this costs at least in peace, as far as is known [USD]."""
        return min(self.least, self.programme.cost)

    @property
    def worst(self) -> float:
        """What is short under the worst attack, by weight [USD]."""
        return self.struck.outcome.value


class Solver:
    """Solves one problem for several goals within a time.

    Parameters
    ----------
    problem : Problem
        To be planned.
    seconds : float, optional
        For everything together.
    """

    def __init__(self, problem: Problem, seconds: float | None = None) -> None:
        self.problem, self.judge = problem, Judge(problem)
        self._end = None if seconds is None else time.monotonic() + seconds

    @property
    def left(self) -> float | None:
        """Seconds that are left."""
        return None if self._end is None else max(0.5, self._end - time.monotonic())

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and time.monotonic() >= self._end

    def best(
        self, goal: Goal, problem: Problem | None = None, gap: float = GAP, *, ties: bool = True
    ) -> Answer:
        """Find the programme of a goal; of those with its worst case the cheapest, by `ties`."""
        asked = problem or self.problem
        judge = self.judge if problem is None else Judge(problem)
        found = plan(asked.instance, asked.rules, goal, gap=gap, seconds=self.left)
        first = Answer(found.programme, judge.worst(found.programme, found.attacks), found)
        if goal.kind == "cost" or not ties:
            return first
        return self.cheapest(first, goal, problem, gap)

    def cheapest(
        self, first: Answer, goal: Goal, problem: Problem | None = None, gap: float = GAP
    ) -> Answer:
        """Of the programmes with a worst case one that costs least in peace.

        Parameters
        ----------
        first : Answer
            With the proof of the goal.
        goal : Goal
            The least total, or the least shortage within a budget.
        problem : Problem, optional
            Another problem, in which it is sought.
        gap : float
            That is small enough.

        Returns
        -------
        Answer
            No dearer in peace, and as good by the goal; the first one where none is found.
        """
        asked = problem or self.problem
        judge = self.judge if problem is None else Judge(problem)
        allowed = first.worst * (1 + SLACK) + 1.0
        try:
            cheap = plan(asked.instance, asked.rules, at_most_short(allowed), gap=gap,
                         seconds=self.left)  # fmt: skip
        except (CannotEndure, LimitReached):
            return replace(first, cheapest=False)
        cost, most = cheap.programme.cost, first.programme.cost
        kept = replace(first, cheapest=cheap.ended == "optimal", least=cost)
        if not np.isfinite(cheap.upper[-1]):
            return replace(first, cheapest=False)
        if cost > most + SLACK * abs(most):
            return kept
        if goal.kind == "total" and judge.total(cheap.programme) > first.plan.upper[-1] * (
            1 + gap
        ):
            return kept  # what is proven is proven of this one
        struck = judge.worst(cheap.programme, cheap.attacks)
        return replace(kept, programme=cheap.programme, struck=struck)

    def peaceful(self) -> Answer:
        """The cheapest programme if no attack ever comes, and what one would do to it."""
        goal, nobody = Goal("cost", "shortage", np.inf), Rules(0, lasts=1)
        found = plan(self.problem.instance, nobody, goal, gap=GAP, seconds=self.left)
        return Answer(found.programme, self.judge.worst(found.programme), found)

    def quiet(self) -> Programme:
        """What peace costs without any option, so that a programme's cost is what it adds."""
        none = self.problem.bare()
        asked = Goal("cost", "shortage", np.inf)
        return plan(none.instance, Rules(0, lasts=1), asked, gap=GAP).programme


def rebound(proof: Plan, value: float) -> Plan:
    """The proof with the value of another programme for its upper bound."""
    best = max(value, proof.lower[-1])
    gap = (best - proof.lower[-1]) / max(1.0, abs(best))
    return replace(proof, gap=gap, upper=(*proof.upper[:-1], best))


def millions(value: float) -> float:
    """USD to million USD."""
    return float(value) / MILLION
