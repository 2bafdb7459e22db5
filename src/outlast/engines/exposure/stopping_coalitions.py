r"""Smallest sets of powers that together can stop a given part of supply through many layers.

.. math::  v(C) \ge x \quad\text{and}\quad v(C \setminus \{p\}) < x \text{ for every } p \in C

As more members never stop less, no proper subset of such a set reaches the cut :math:`x` either.

Sets grow a member at a time.  A set that reaches the cut is not grown, nor is one that cannot
reach it with all who may still join.  Each child keeps only the powers after its own in the order
of their gains, so a set is met once, by way of its subsets, which all stay under the cut.  Sets
wait by a lower bound on the size at which they can first reach the cut, so coalitions come in
order of size, and those of a size are complete before the next size begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from outlast.engines.exposure.coalitions import MAX_COALITIONS
from outlast.engines.exposure.frontier import Children, Nodes, Pile, children, open_nodes, root
from outlast.engines.exposure.stopping import TOLERANCE, Bounds, Hold, Sets, bounds
from outlast.errors import InvalidInput

MAX_OPENED = 12_000
"""Sets opened before the search gives up; a count, so that the same input gives the same."""


class StoppingCoalition(NamedTuple):
    """Powers that together can stop enough, none of them dispensable."""

    members: tuple[str, ...]
    """In alphabetical order."""
    at_least: float
    """Part of supply stopped, all that is unknown counted as nothing."""
    at_most: float
    """The same, all that is unknown counted as everything."""
    certain: bool
    """Whether `at_least` reaches the cut, or only `at_most`."""


@dataclass(frozen=True, slots=True)
class StoppingCoalitions:
    """Minimal coalitions and how far the list goes.

    Attributes
    ----------
    coalitions : tuple of StoppingCoalition
        By size, then by falling `at_least` and `at_most`, then by members.
    complete : bool
        Whether these are all.
    complete_below : int
        Every coalition with fewer members than this is listed.
    opened : int
        Sets that the search looked into.
    """

    coalitions: tuple[StoppingCoalition, ...]
    complete: bool
    complete_below: int
    opened: int


def minimal_stopping_coalitions(
    share: ArrayLike,
    kappa: ArrayLike,
    powers: Sequence[str],
    cut: float,
    how: str = "point",
    *,
    limit: int = MAX_COALITIONS,
    max_opened: int = MAX_OPENED,
) -> StoppingCoalitions:
    """List every minimal set of powers that can stop a part of supply, the smallest first.

    Where parts of supply are unknown, two lists are joined: sets that reach the cut even if all
    unknown parts are 0 (*certain*), and sets that reach it only if all are 1 (*possible*).  Each
    is minimal in its own sense, so a possible set may lie within a certain one.

    Parameters
    ----------
    share : array_like, shape (origin,)
        Parts of the supply, 0 to 1.  What they leave of 1 is of unknown origin: any power may
        stop it or none.
    kappa : array_like, shape (layer, power, origin)
        Part of an origin's supply that a power can stop through a layer, 0 to 1; NaN if unknown.
    powers : sequence of str
        Names along `kappa`.
    cut : float
        The part that must be stopped, above 0 and at most 1; within 1e-12 counts as reached.
    how : {"low", "point", "high"}
        How layers combine; see `outlast.engines.exposure.stopping`.
    limit, max_opened : int
        Stop each of the two lists after so many coalitions or opened sets.

    Returns
    -------
    StoppingCoalitions
        Those listed are proven minimal even where the list is not complete.

    Raises
    ------
    InvalidInput
        If the cut, a share or a part lies outside its range, or shapes do not fit.
    UsageError
        If `how` is not known.

    Examples
    --------
    >>> found = minimal_stopping_coalitions(
    ...     [0.6, 0.4], [[[1, 0], [0, 1]], [[0, 0.5], [0, 0]]], ["QAT", "USA"], 0.7)
    >>> [(c.members, c.at_least) for c in found.coalitions], found.complete
    ([(('QAT',), 0.8)], True)
    """
    if not TOLERANCE < cut <= 1:
        raise InvalidInput("cut", cut, expected="a share above 0 and at most 1",
                           remedy="write 0.5 for half")  # fmt: skip
    known = bounds(share, kappa, powers, how)
    searches = [_Search(known.certain, cut, limit, max_opened)]
    if known.possible is not known.certain:
        searches.append(_Search(known.possible, cut, limit, max_opened))
    for search in searches:
        search.run()
    members = np.concatenate([search.found() for search in searches])
    return StoppingCoalitions(
        tuple(_listed(known, members, cut)),
        all(search.complete for search in searches),
        min(search.size for search in searches),
        sum(search.opened for search in searches),
    )


def _listed(known: Bounds, members: Sets, cut: float) -> list[StoppingCoalition]:
    """Name coalitions in order, those of both lists once."""
    # A set that holds the first power in which two differ has the first name in which they do.
    packed, once = np.unique(np.packbits(~members, axis=1), axis=0, return_index=True)
    members = members[once]
    low, high = known.certain.stopped(members), known.possible.stopped(members)
    keys = (*packed.T[::-1], -high.round(11), -low.round(11), members.sum(axis=1))
    order = np.lexsort(keys)
    rows = zip(known.names(members[order]), low[order].tolist(), high[order].tolist(), strict=True)
    return [
        StoppingCoalition(names, least, most, least >= cut - TOLERANCE)
        for names, least, most in rows
    ]


class _Search:
    """One list: all minimal coalitions of a hold that is wholly known."""

    def __init__(self, hold: Hold, cut: float, limit: int, max_opened: int) -> None:
        self.hold = hold
        self.powers = hold.kappa.shape[0]
        self.needed = cut - TOLERANCE
        self.bar = cut - 2 * TOLERANCE  # for bounds, which round too
        self.limit, self.max_opened = limit, max_opened
        self.waiting = [Pile(self.powers) for _ in range(self.powers + 2)]
        self.lists: list[Sets] = [np.zeros((0, self.powers), dtype=bool)]
        self.count = self.opened = 0
        self.size = 1
        self.complete = False

    def found(self) -> Sets:
        """Coalitions found, shape (coalition, power)."""
        return np.concatenate(self.lists)[: self.limit]

    def run(self) -> None:
        """Open sets by the size that they can reach the cut at, until none is left."""
        self.waiting[1].add(root(self.powers))
        while self.size <= self.powers:
            pile = self.waiting[self.size]
            if not pile.packed:
                self.size += 1
            elif self.opened >= self.max_opened or self.count > self.limit:
                return
            else:
                self._open(pile.take())
        self.complete = self.count <= self.limit

    def _open(self, nodes: Nodes) -> None:
        self.opened += len(nodes.members)
        opened = open_nodes(self.hold, nodes, self.bar)
        reached = opened.nodes.others & (opened.after >= self.needed)
        self._keep(opened.nodes.members, reached)
        # Who reaches the cut at once belongs to no larger minimal set of this branch.
        left = opened._replace(gain=np.where(reached, 0.0, opened.gain))
        self._wait(children(left))

    def _keep(self, members: Sets, reached: Sets) -> None:
        """List sets that a last member lets reach the cut, if none could leave."""
        row, power = np.nonzero(reached)
        sets = members[row]
        sets[np.arange(row.size), power] = True
        minimal = self.hold.stopped(sets) >= self.needed
        row, without = self.hold.without_one(sets)
        minimal[row[without >= self.needed]] = False
        self.lists.append(sets[minimal])
        self.count += int(minimal.sum())

    def _wait(self, born: Children) -> None:
        """Put sets where the bound says that they can first reach the cut."""
        enough = born.reach >= self.bar
        row = np.flatnonzero(enough.any(axis=1))
        sets = born.nodes.pick(row)
        size = sets.members.sum(axis=1) + np.maximum(enough[row].argmax(axis=1), 1)
        for count in np.unique(size):
            self.waiting[max(int(count), self.size)].add(sets.pick(size == count))
