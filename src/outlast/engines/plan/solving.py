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
    in_parts : bool
        Whether research may be done in part, as the solver gave up on whole research.
    """

    programme: Programme
    struck: Struck
    plan: Plan
    in_parts: bool = False

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
        self._fixed: dict[str, float] = {}

    @property
    def left(self) -> float | None:
        """Seconds that are left."""
        return None if self._end is None else max(0.5, self._end - time.monotonic())

    @property
    def late(self) -> bool:
        """Whether the time is up."""
        return self._end is not None and time.monotonic() >= self._end

    def best(self, goal: Goal, problem: Problem | None = None, gap: float = GAP) -> Answer:
        """Find the programme of a goal; of those with its worst case the cheapest."""
        asked = problem or self.problem
        judge = self.judge if problem is None else Judge(problem)
        try:
            found = plan(asked.instance, asked.rules, goal, gap=gap, seconds=self.left)
        except LimitReached:
            parts = divisible(asked)
            if self.late or parts is asked:
                raise
            return replace(self.best(goal, parts, gap), in_parts=True)
        first = Answer(found.programme, judge.worst(found.programme, found.attacks), found)
        if goal.kind == "cost":
            return first
        allowed = first.worst * (1 + SLACK) + 1.0
        try:
            cheap = plan(asked.instance, asked.rules, at_most_short(allowed), gap=gap,
                         seconds=self.left)  # fmt: skip
        except (CannotEndure, LimitReached):
            return first
        if not np.isfinite(cheap.upper[-1]):
            return first
        struck = judge.worst(cheap.programme, cheap.attacks)
        if goal.kind == "total" and judge.total(cheap.programme) > found.upper[-1] * (1 + gap):
            return first  # what is proven is proven of this one
        return replace(first, programme=cheap.programme, struck=struck)

    def quiet(self) -> Programme:
        """What peace costs without any option, so that a programme's cost is what it adds."""
        none = self.problem.bare()
        asked = Goal("cost", "shortage", np.inf)
        return plan(none.instance, Rules(0, lasts=1), asked).programme


def divisible(problem: Problem) -> Problem:
    """Copy in which research can be done in part, so that goals are solved quickly."""
    options = problem.instance.options
    if not any(option.whole for option in options):
        return problem
    return problem.with_options([replace(option, whole=False) for option in options])


def millions(value: float) -> float:
    """USD to million USD."""
    return float(value) / MILLION
