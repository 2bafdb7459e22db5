r"""Several weaknesses under one budget: which to fix first, and how to split the money.

Each case has a front, points of cost and of what the worst attack then does.  The rival plays the
best of its cards, so that a split :math:`b` is worth

.. math::  \max_i w_i(b_i) \quad\text{(the best card)} \qquad\text{or}\qquad
           \sum_i w_i(b_i) \quad\text{(all of them)},

with :math:`w_i(b)` the least of case :math:`i`'s points that cost :math:`b` or less.  Nothing is
taken between points: what nobody computed is not promised.

What a plan proves besides, that less than some cost leaves more than some shortage, gives a front
that nothing beats; split alike, it says by how much a split could be better at most.

Fronts are joined one after the other; what another split beats in cost and worth is dropped, so
that every split that is best for some budget is left (Nemhauser and Ullmann 1969).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Literal, NamedTuple

from outlast.errors import InvalidInput, not_one_of

Measure = Literal["best card", "all"]
Join = Callable[[float, float], float]
JOINS: Mapping[Measure, Join] = {"best card": max, "all": lambda one, other: one + other}
_SAME = 1e-9


@dataclass(frozen=True)
class Front:
    """What one case's safety costs.

    Attributes
    ----------
    case : str
        Its name.
    points : tuple of (float, float)
        Cost, and what the worst attack then does, in one unit for all cases; doing nothing first.
        [million USD, million USD]
    bounds : tuple of (float, float)
        Proven: for less than the cost of the next nothing leaves less than the worst, and nothing
        costs less than the first; empty where nothing is.
    """

    case: str
    points: tuple[tuple[float, float], ...]
    bounds: tuple[tuple[float, float], ...] = ()

    @property
    def best(self) -> tuple[tuple[float, float], ...]:
        """The points that no other beats, by rising cost."""
        kept: list[tuple[float, float]] = []
        for cost, worst in sorted(self.points):
            if not kept or worst < kept[-1][1]:
                kept.append((cost, worst))
        return tuple(kept)


class Split(NamedTuple):
    """A point of each case.

    Attributes
    ----------
    cost, worst : float
        Together.
    chosen : tuple of int
        Place in each front's `best`.
    """

    cost: float
    worst: float
    chosen: tuple[int, ...]


class Step(NamedTuple):
    """One case taken one point or more further.

    Attributes
    ----------
    case : str
        Which.
    cost : float
        More than before.  [million USD]
    shrinks : float
        By how much the measure falls.
    """

    case: str
    cost: float
    shrinks: float

    @property
    def per_million(self) -> float | None:
        """What a million buys; None where the step costs nothing."""
        return self.shrinks / self.cost if self.cost > 0 else None


def check_fronts(fronts: Sequence[Front], measure: str) -> None:
    """Refuse fronts that cannot be joined.

    Parameters
    ----------
    fronts : sequence of Front
        One a case.
    measure : str
        What is to fall.

    Raises
    ------
    UsageError
        If there is no such measure.
    InvalidInput
        If there is none, a case comes twice, a front is empty or a number is not finite.
    """
    if measure not in JOINS:
        raise not_one_of("measure", measure, list(JOINS))
    if not fronts:
        raise InvalidInput("fronts", "none", expected="one or more")
    names = [front.case for front in fronts]
    for name in names:
        if names.count(name) > 1:
            raise InvalidInput("cases", f"{name} twice", expected="each once")
    for front in fronts:
        if not front.points:
            raise InvalidInput(f"front of {front.case}", "empty", expected="one point or more",
                               remedy="what a case's safety costs is unknown without a plan of "
                               "it: leave the case out")  # fmt: skip
        for point in front.points:
            if not all(math.isfinite(number) for number in point):
                raise InvalidInput(f"front of {front.case}", point, expected="finite numbers")


def joined(fronts: Sequence[Front], measure: Measure = "best card") -> list[Split]:
    """Join fronts: every split that is best for some budget.

    Parameters
    ----------
    fronts : sequence of Front
        One a case.
    measure : {"best card", "all"}
        Whether the largest of the cases counts, or their sum.

    Returns
    -------
    list of Split
        By rising cost and falling worth; of equal ones the first chosen.

    Raises
    ------
    UsageError, InvalidInput
        As `check_fronts`.

    Examples
    --------
    >>> gas = Front("gas", ((0, 9), (2, 4)))
    >>> oil = Front("oil", ((0, 6), (3, 1)))
    >>> [(split.cost, split.worst) for split in joined([gas, oil])]
    [(0, 9), (2, 6), (5, 4)]
    """
    check_fronts(fronts, measure)
    join = JOINS[measure]
    splits = [Split(0, -math.inf if measure == "best card" else 0, ())]
    for front in fronts:
        every = [
            Split(split.cost + cost, join(split.worst, worst), (*split.chosen, place))
            for split in splits
            for place, (cost, worst) in enumerate(front.best)
        ]
        splits = _unbeaten(every)
    return splits


def _unbeaten(splits: list[Split]) -> list[Split]:
    kept: list[Split] = []
    for split in sorted(splits):
        if not kept or split.worst < kept[-1].worst:
            kept.append(split)
    return kept


def allocate(
    fronts: Sequence[Front], budget: float = math.inf, measure: Measure = "best card"
) -> Split:
    """Split a budget so that the measure is least; of equal splits the cheapest.

    Parameters
    ----------
    fronts : sequence of Front
        One a case.
    budget : float
        In all.  [million USD]
    measure : {"best card", "all"}
        What is to fall.

    Returns
    -------
    Split
        With what it costs, which may be less than the budget: more would buy nothing.

    Raises
    ------
    UsageError, InvalidInput
        As `check_fronts`, or if the budget does not reach the cheapest points.
    """
    splits = joined(fronts, measure)
    able = [split for split in splits if split.cost <= budget + _SAME]
    if not able:
        raise InvalidInput("budget", budget, expected=f"{splits[0].cost:g} or more",
                           remedy="so much the cheapest points of the fronts cost")  # fmt: skip
    return able[-1]


def least_possible(
    fronts: Sequence[Front], budget: float = math.inf, measure: Measure = "best card"
) -> float | None:
    """Tell what no split of a budget beats, by what the plans prove.

    Parameters
    ----------
    fronts : sequence of Front
        One a case.
    budget : float
        In all.  [million USD]
    measure : {"best card", "all"}
        What is to fall.

    Returns
    -------
    float or None
        None where a front has no bounds.

    Examples
    --------
    >>> gas = Front("gas", ((0, 9), (2, 4)), bounds=((0, 4), (2, 0)))
    >>> least_possible([gas], 1.0), allocate([gas], 1.0).worst
    (4, 9)
    """
    if not all(front.bounds for front in fronts):
        return None
    proven = [Front(front.case, front.bounds) for front in fronts]
    return min(allocate(proven, budget, measure).worst, allocate(fronts, budget, measure).worst)


def steps(fronts: Sequence[Front], last: Split, measure: Measure = "best card") -> list[Step]:
    """Tell which case to fix first.

    Parameters
    ----------
    fronts : sequence of Front
        One a case.
    last : Split
        Where the money ends (`allocate`).
    measure : {"best card", "all"}
        What is to fall.

    Returns
    -------
    list of Step
        What costs no more than doing nothing comes first.  Then, of the best card, along the
        joined front, since only the case that is the best card can shrink it; of all, each
        case's money, what falls most a million first.
    """
    free = _free(fronts, measure)
    if measure == "all":
        rows = [
            Step(front.case, cost - front.best[0][0], front.best[0][1] - worst)
            for front, place in zip(fronts, last.chosen, strict=True)
            for cost, worst in [front.best[place]]
            if place
        ]
        return free + sorted(rows, key=lambda row: (-(row.per_million or 0.0), row.case))
    path = [split for split in joined(fronts) if split.cost <= last.cost + _SAME]
    return free + [
        step for before, after in pairwise(path) for step in _between(fronts, before, after)
    ]


def _free(fronts: Sequence[Front], measure: Measure) -> list[Step]:
    """What is better than doing nothing and costs no more: done first, whatever the budget."""
    found = []
    worsts = [front.points[0][1] for front in fronts]
    for place, front in enumerate(fronts):
        (cost, worst), (best_cost, best) = front.points[0], front.best[0]
        if (cost, worst) == (best_cost, best):
            continue
        before = reduce(JOINS[measure], worsts)
        worsts[place] = best
        found.append(Step(front.case, best_cost - cost, before - reduce(JOINS[measure], worsts)))
    return found


def _between(fronts: Sequence[Front], before: Split, after: Split) -> list[Step]:
    """Steps of the cases that move; the best card falls with the last of them."""
    moved = [
        (front.case, front.best[new][0] - front.best[old][0])
        for front, old, new in zip(fronts, before.chosen, after.chosen, strict=True)
        if new != old
    ]
    falls = before.worst - after.worst
    return [
        Step(case, cost, falls if n == len(moved) - 1 else 0.0)
        for n, (case, cost) in enumerate(moved)
    ]
