"""Programmes without what is hardly begun, proven anew."""

from dataclasses import replace

import numpy as np

from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Option
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.solving import GAP, SLACK, Answer, Solver, rebound
from outlast.engines.plan.telling import LEAST_PART
from outlast.errors import Infeasible, LimitReached


def best_in_earnest(solver: Solver, goal: Goal) -> Answer:
    """Find the programme of a goal, and begin only what is worth a row.

    Parameters
    ----------
    solver : Solver
        Of the problem.
    goal : Goal
        Of the programme.

    Returns
    -------
    Answer
        As good by the goal and by its worst case as the best there is, but for the gap; hardly
        begun options are left in it only where nothing is as good without them.
    """
    first = solver.best(goal, ties=False)
    best = first if goal.kind == "cost" else solver.cheapest(first, goal)
    narrow = _narrowed(solver.problem, best)
    if narrow is solver.problem or solver.late:
        return best
    if best.programme is not first.programme:
        again = solver.cheapest(best, goal, narrow)
        return replace(again, least=best.least, cheapest=best.cheapest)
    return _again(solver, goal, best, narrow) or best


def _again(solver: Solver, goal: Goal, first: Answer, narrow: Problem) -> Answer | None:
    """Solve for the goal without what is hardly begun; None where that is worse."""
    try:
        found = solver.best(goal, narrow, ties=False)
    except (Infeasible, LimitReached):
        return None
    upper, most = found.plan.upper[-1], first.plan.upper[-1]
    near = GAP * max(abs(most), 1.0)
    worse = upper > most + near or found.worst > first.worst * (1 + SLACK) + 1.0
    if worse or not found.proven:
        return None
    return replace(first, programme=found.programme, struck=found.struck,
                   plan=rebound(first.plan, upper))  # fmt: skip


def _narrowed(problem: Problem, answer: Answer) -> Problem:
    """Copy in which options may be begun only from the first to the last time in earnest."""
    units, dropped, kept = answer.programme.units, [], list(problem.instance.options)
    for place, option in enumerate(kept):
        earnest = np.flatnonzero(units[place] > LEAST_PART * option.limit)
        if len(earnest):
            kept[place] = _between(option, int(earnest[0]), int(earnest[-1]))
        elif (units[place] > 0).any():
            dropped.append(option.name)
    same = all(old is new for old, new in zip(problem.instance.options, kept, strict=True))
    if same and not dropped:
        return problem
    return problem.with_options(kept).without(dropped)


def _between(option: Option, first: int, last: int) -> Option:
    """The option, begun within those periods only."""
    if option.earliest >= first and option.latest <= last:
        return option
    return replace(option, earliest=first, latest=last)
