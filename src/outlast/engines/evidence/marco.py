r"""Every minimal inconsistent set of anything that can be asked whether a set is consistent.

MARCO (Liffiton et al. 2016, doi:10.1007/s10601-015-9183-0) walks the sets that nothing found so
far decides, from the largest down.  The largest sets that contain no known conflict are the
complements of the minimal hitting sets :math:`H` of the known conflicts :math:`M_1, \dotsc, M_k`:

.. math::  H \cap M_i \ne \emptyset \text{ for every } i, \qquad
           \text{no proper subset of } H \text{ has this property.}

If the complement is inconsistent, it shrinks to a new conflict.  If it is consistent, :math:`H`
is a minimal correction.  The list is complete when every complement is consistent.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Protocol

from outlast.errors import LimitReached

Set = frozenset[int]


class Oracle(Protocol):
    """What knows whether elements are consistent."""

    def core(self, kept: Set) -> Set | None:
        """Return an inconsistent subset of `kept`; None if `kept` is consistent."""
        ...


class Budget:
    """Time that is left, and how many tests it took so far."""

    def __init__(self, seconds: float | None = None) -> None:
        self._end = None if seconds is None else time.monotonic() + seconds
        self.tested = 0

    def left(self) -> float | None:
        """Seconds left; None if there is no limit.

        Raises
        ------
        LimitReached
            If none are left.
        """
        if self._end is None:
            return None
        left = self._end - time.monotonic()
        if left <= 0:
            raise LimitReached("the time for inconsistent sets is up")
        return left


def shrink(oracle: Oracle, core: Set) -> Set:
    """Take every dispensable element out of an inconsistent set, the lowest number first."""
    needed: set[int] = set()
    current = core
    for element in sorted(core):
        if element not in current:
            continue
        smaller = oracle.core(current - {element})
        if smaller is None:
            needed.add(element)
        else:
            current = smaller
    return current | needed


def marco(
    elements: Set, oracle: Oracle, budget: Budget, known: Iterable[Set] = ()
) -> Iterator[Set]:
    """Yield every minimal inconsistent subset that is not known; when it ends, that was all.

    Parameters
    ----------
    elements : frozenset of int
        Where to search.
    oracle : Oracle
        Must be monotone: a subset of a consistent set is consistent.
    budget : Budget
        Time for all of it.
    known : iterable of frozenset
        Minimal inconsistent subsets that need not be found again.

    Yields
    ------
    frozenset of int
        One minimal inconsistent subset, each once.

    Raises
    ------
    LimitReached
        If the time is up; what was yielded stands.
    """
    conflicts = [_mask(conflict) for conflict in known]
    consistent: set[int] = set()  # hitting sets whose complement was tested
    clean = False
    while not clean:  # one pass in which nothing new turns up is the proof
        clean = True
        for hitting in _hitting_sets(conflicts, budget):
            if hitting in consistent:
                continue
            core = oracle.core(elements - _members(hitting))
            if core is None:
                consistent.add(hitting)
                continue
            clean = False
            conflict = shrink(oracle, core)
            conflicts.append(_mask(conflict))
            yield conflict
            if not conflict:
                return  # what always holds is inconsistent by itself


def minimal_hitting_sets(sets: Iterable[Set], budget: Budget | None = None) -> list[Set]:
    """List every minimal set that meets all of `sets`: the minimal corrections of conflicts.

    >>> sorted(sorted(hit) for hit in minimal_hitting_sets([frozenset({1, 2}), frozenset({1, 3})]))
    [[1], [2, 3]]
    """
    masks = [_mask(one) for one in sets]
    return [_members(hit) for hit in _hitting_sets(masks, budget or Budget())]


def _hitting_sets(sets: list[int], budget: Budget) -> Iterator[int]:
    """Walk the minimal hitting sets (Murakami & Uno 2014, algorithm MMCS), as bit masks.

    `sets` may grow on the way by sets that the last hitting set misses.  Then some may be left
    out; a walk during which `sets` stays the same meets each exactly once.
    """
    stack = [(0, -1)]  # chosen elements, and those that may still be chosen
    while stack:
        budget.left()
        chosen, open_ = stack.pop()
        missed, wanted = _missed(sets, chosen)
        if wanted != chosen:
            continue  # a chosen element is not needed any more
        if missed is None:
            yield chosen
            missed, _ = _missed(sets, chosen)
            if missed is None:
                continue
        branches = missed & open_
        open_ &= ~branches
        children = []
        while branches:
            element = branches & -branches
            branches ^= element
            children.append((chosen | element, open_))
            open_ |= element
        stack += reversed(children)


def _missed(sets: list[int], chosen: int) -> tuple[int | None, int]:
    """Return the smallest set that is missed, and the elements that alone meet some set."""
    alone, missed = 0, None
    for one in sets:
        met = one & chosen
        if not met:
            if missed is None or one.bit_count() < missed.bit_count():
                missed = one
        elif not met & (met - 1):
            alone |= met
    return missed, alone


def _mask(members: Iterable[int]) -> int:
    return sum(1 << member for member in members)


def _members(mask: int) -> Set:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return frozenset(found)
