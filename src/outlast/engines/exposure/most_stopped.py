r"""How much of a supply coalitions up to a size can stop, and the most that any of a size can.

.. math::  \max_{|C| \le k} v(C)

with :math:`v` of `outlast.engines.exposure.stopping`.  Sets up to three powers are all tried and
ranked.  For larger ones a set is given up when its value and its :math:`k - |C|` largest gains do
not add up to more than the best set known; gains bound what powers add whoever joins, so the best
set is proven best (Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971, for the bound).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from outlast.engines.exposure.frontier import Nodes, Pile, children, open_nodes, root
from outlast.engines.exposure.stopping import TOLERANCE, Bounds, Hold, Sets, bounds
from outlast.errors import InvalidInput

MAX_OPENED = 30_000
"""Sets opened for each size before the search gives up; a count, not a time."""

RANKED_SIZE = 3
MAX_RANKED = 30_000
"""Sizes whose sets would bring the ranking over this many are left out of it."""


class Stopping(NamedTuple):
    """What a coalition can stop."""

    members: tuple[str, ...]
    """In alphabetical order."""
    at_least: float
    """Part of supply stopped, all that is unknown counted as nothing."""
    at_most: float
    """The same, all that is unknown counted as everything."""


class Best(NamedTuple):
    """The coalition that stops most among those of a size or less."""

    size: int
    coalition: Stopping
    proven: bool
    """Whether no other stops more (by over 1e-12)."""
    bound: float
    """No coalition of the size stops more than this."""


@dataclass(frozen=True, slots=True)
class MostStopped:
    """What coalitions can stop, by size.

    Attributes
    ----------
    best : tuple of Best
        For each size from 1, the most by `at_least`.
    best_possible : tuple of Best
        The most by `at_most`; the same as `best` where everything is known.
    ranking : tuple of Stopping
        Every coalition up to `ranked_size`, by falling `at_least`, then by falling `at_most`,
        size and members.
    ranked_size : int
        At most 3, less where the sets would be too many, 0 where there are no powers.
    """

    best: tuple[Best, ...]
    best_possible: tuple[Best, ...]
    ranking: tuple[Stopping, ...]
    ranked_size: int


def most_stopped(
    share: ArrayLike,
    kappa: ArrayLike,
    powers: Sequence[str],
    size: int,
    how: str = "point",
    *,
    max_opened: int = MAX_OPENED,
) -> MostStopped:
    """Tell how much of a supply coalitions of up to so many powers can stop.

    Parameters
    ----------
    share : array_like, shape (origin,)
        As for `outlast.engines.exposure.stopping_coalitions.minimal_stopping_coalitions`.
    kappa : array_like, shape (layer, power, origin)
        As there.
    powers : sequence of str
        As there.
    size : int
        The largest coalition, 1 or more.
    how : {"low", "point", "high"}
        As there.
    max_opened : int
        Stop the search for the best of a size after so many opened sets, and say so.

    Returns
    -------
    MostStopped
        Of several that stop the same, one is named as the best.

    Raises
    ------
    InvalidInput
        If the size, a share or a part lies outside its range, or shapes do not fit.
    UsageError
        If `how` is not known.

    Examples
    --------
    >>> told = most_stopped([0.6, 0.4], [[[1, 0], [0, 1]]], ["QAT", "USA"], 2)
    >>> [(best.coalition.members, best.coalition.at_least) for best in told.best]
    [(('QAT',), 0.6), (('QAT', 'USA'), 1.0)]
    """
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise InvalidInput("size", size, expected="a whole number of 1 or more")
    known = bounds(share, kappa, powers, how)
    ranked, every = _ranked(len(powers), size)
    best = _best(known, known.certain, size, every, max_opened)
    possible = best
    if known.possible is not known.certain:
        possible = _best(known, known.possible, size, every, max_opened)
    return MostStopped(best, possible, tuple(_ranking(known, every)), ranked)


def _ranked(powers: int, size: int) -> tuple[int, Sets]:
    """All sets that are small enough and not too many."""
    largest, total = 0, 0
    for count in range(1, min(size, RANKED_SIZE, powers) + 1):
        total += comb(powers, count)
        if total > MAX_RANKED:
            break
        largest = count
    picked = [one for k in range(1, largest + 1) for one in combinations(range(powers), k)]
    every = np.zeros((len(picked), powers), dtype=bool)
    for row, one in enumerate(picked):
        every[row, list(one)] = True
    return largest, every


def _told(known: Bounds, members: Sets) -> list[Stopping]:
    low, high = known.certain.stopped(members), known.possible.stopped(members)
    rows = zip(known.names(members), low.tolist(), high.tolist(), strict=True)
    return [Stopping(*row) for row in rows]


def _ranking(known: Bounds, every: Sets) -> list[Stopping]:
    return sorted(
        _told(known, every),
        key=lambda c: (-round(c.at_least, 11), -round(c.at_most, 11), len(c.members), c.members),
    )


def _best(known: Bounds, hold: Hold, size: int, every: Sets, max_opened: int) -> tuple[Best, ...]:
    """Find the best of each size, from those tried already where that settles it."""
    values, counts = hold.stopped(every), every.sum(axis=1)
    chosen, made = np.zeros((1, len(known.powers)), dtype=bool), []
    for count in range(1, min(size, len(known.powers)) + 1):
        if (counts == count).any():
            able = np.flatnonzero(counts <= count)
            top = able[values[able].argmax()]
            if values[top] > hold.stopped(chosen)[0] + TOLERANCE:
                chosen = every[[top]]
            bound = float(hold.stopped(chosen)[0])
        else:
            chosen, bound = _largest(hold, count, chosen, max_opened)
        value = float(hold.stopped(chosen)[0])
        made.append(Best(count, _told(known, chosen)[0], bound <= value + TOLERANCE, bound))
    return tuple(made)


def _largest(hold: Hold, size: int, start: Sets, max_opened: int) -> tuple[Sets, float]:
    """Search for the set of up to `size` that stops most, and a bound on what any stops."""
    best, top = start, float(hold.stopped(start)[0])
    pile, opened, bound = Pile(hold.kappa.shape[0]), 0, top
    pile.add(root(hold.kappa.shape[0]))
    while pile.packed:
        nodes = pile.take()
        if opened >= max_opened:
            bound = max(bound, _bound(hold, nodes, size))
            continue
        opened += len(nodes.members)
        born = children(open_nodes(hold, nodes, top + TOLERANCE))
        if born.value.size and born.value.max() > top + TOLERANCE:
            best = born.nodes.members[[born.value.argmax()]]
            top = float(hold.stopped(best)[0])
        left = size - born.nodes.members.sum(axis=1)
        reach = born.reach[np.arange(left.size), left]
        worth = np.flatnonzero((left > 0) & (reach > top + TOLERANCE))
        pile.add(born.nodes.pick(worth[np.argsort(reach[worth], kind="stable")]))
    return best, max(bound, top)


def _bound(hold: Hold, nodes: Nodes, size: int) -> float:
    """Bound what any superset of nodes in wait stops, within the size."""
    value = hold.stopped(nodes.members)
    held = hold.held(nodes.members)
    gain = hold.gains(held, hold.with_one_more(held, nodes.others), nodes.others)
    added = np.cumsum(-np.sort(-gain, axis=1), axis=1)
    left = size - nodes.members.sum(axis=1)
    reach = np.minimum(value + added[np.arange(left.size), left - 1],
                       hold.stopped(nodes.members | nodes.others))  # fmt: skip
    return float(reach.max())
