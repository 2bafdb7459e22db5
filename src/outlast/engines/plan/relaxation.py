"""What would have to be allowed where nothing endures what is asked."""

from collections.abc import Callable

from outlast.engines.plan.goals import Goal
from outlast.engines.plan.judge import NOTHING
from outlast.engines.plan.offers import MONTHS
from outlast.engines.plan.planner import CannotEndure, plan
from outlast.engines.plan.solving import GAP, Solver
from outlast.errors import LimitReached


class CannotLast(CannotEndure):
    """Nothing endures as long as is asked.

    Attributes
    ----------
    least : float
        What critical sectors would have to lack within the months that are asked for.  [t]
    months : int
        The longest that can be endured, in whole quarters.
    proven : bool
        Whether the next quarter is proven to be too much.
    """

    def __init__(self, message: str, least: float, months: int, *, proven: bool) -> None:
        self.months, self.proven = months, proven
        super().__init__(message, least)


def cannot_last(
    solver: Solver, asked: float, quarters: int, refused: CannotEndure,
    progress: Callable[[str], None],
) -> CannotLast:  # fmt: skip
    """Find the longest time that can be endured.

    Parameters
    ----------
    solver : Solver
        Of the problem.
    asked : float
        Months that are too many.
    quarters : int
        The same in whole quarters.
    refused : CannotEndure
        What the planner says.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    CannotLast
        To be raised.
    """
    progress("seeking the longest time that can be endured")
    low, high, sure = 0, quarters, True  # what is endured, what is not
    while high - low > 1:
        middle = (low + high) // 2
        lasts, proven = _endured(solver, middle)
        low, high = (middle, high) if lasts else (low, middle)
        sure = sure if lasts or proven else False
    at_most = "at most" if sure else "at least (the time was up before more was ruled out)"
    told = (
        f"nothing that can be built in time lets critical sectors last {asked:g} months of any "
        f"attack: {at_most} {low * MONTHS} months can be endured; for {asked:g} the least that "
        f"has to be allowed is {refused.least:,.1f} t short"
    )
    return CannotLast(told, refused.least, low * MONTHS, proven=sure)


def _endured(solver: Solver, quarters: int) -> tuple[bool, bool]:
    """Whether so many quarters can be endured, and whether the answer is proven."""
    problem = solver.problem
    goal = Goal("worst", "endurance", lasts=quarters)
    small = NOTHING * float(problem.instance.use.sum())
    try:
        found = plan(problem.instance, problem.rules, goal, gap=GAP, seconds=solver.left)
    except LimitReached:
        return False, False
    return found.upper[-1] <= small, found.upper[-1] <= small or found.lower[-1] > small
