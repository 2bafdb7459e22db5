r"""Minimal inconsistent sets of a large system, found region by region.

Fix some variables of a system at the values of a point.  That can only add conflicts, so

    if every minimal conflict of the fixed system is a conflict of the free one,
    both systems have the same minimal conflicts.

For let :math:`S` be inconsistent when all is free.  It is inconsistent when some is fixed, and
contains a minimal conflict :math:`M` of the fixed system; :math:`M` is a conflict of the free
one, and minimal there, since its subsets are consistent even with some variables fixed.

The point satisfies all claims outside some conflicts, with room to spare.  Only the variables
around these conflicts are free at first, so the system falls into small regions.  A conflict
that holds only because a variable is fixed frees the variables that resolve it.
"""

from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack
from scipy.sparse import diags_array as diagonal

from outlast.engines.evidence.marco import Budget, Set, marco, shrink
from outlast.engines.evidence.oracle import LinearOracle, Mover
from outlast.engines.evidence.system import TOLERANCE, Indices, System
from outlast.errors import LimitReached
from outlast.solve import Array, Program, solve

ROOM = 0.01
"""Distance from a one-sided row that is room enough, in scaled units."""
PULL = 1e4
"""How many half widths a claim in conflict may lie away from the point."""


def conflicts(system: System, budget: Budget) -> Iterator[Set]:
    """Yield every minimal inconsistent set of a connected system, each once."""
    oracle = LinearOracle(system, budget)
    found = []
    for core in disjoint_conflicts(oracle):
        found.append(core)
        yield core
    if not found or not found[0]:
        return
    rest = _Search(system, oracle, budget, found)
    yield from rest.run()


def disjoint_conflicts(oracle: LinearOracle, without: Set = frozenset()) -> Iterator[Set]:
    """Yield minimal conflicts that share no claim, until what is left is consistent."""
    left = oracle.elements - without
    while (core := oracle.core(left)) is not None:
        conflict = shrink(oracle, core)
        yield conflict
        if not conflict:
            return
        left -= conflict


class _Search:
    """Frees variables until every conflict of the regions is a conflict of the whole."""

    def __init__(
        self, system: System, oracle: LinearOracle, budget: Budget, found: list[Set]
    ) -> None:
        self._system, self._oracle, self._budget = system, oracle, budget
        self._found = set(found)
        cored = np.isin(system.owner, sorted(frozenset().union(*found)))
        self._free = _touched(system, cored)
        point = central_point(system, cored, budget)
        if point is None:
            self._free[:] = True
            point = system.floor
        self._point = point
        self._mover = Mover(system, point, budget)
        self._done: set[tuple[int, ...]] = set()

    def run(self) -> Iterator[Set]:
        """Yield what the disjoint conflicts have not shown."""
        while True:
            held = self._system.matrix @ self._point
            missed = (held < self._system.low) | (held > self._system.high)
            blocked = missed & ~_rows_with(self._system, self._free)
            if blocked.any():
                self._free |= _touched(self._system, blocked)
            for region in self._system.components(self._free):
                if tuple(region[1]) in self._done:
                    continue
                spurious = yield from self._explore(region)
                if spurious is not None:
                    self._release(spurious, region[1])
                    break
                self._done.add(tuple(region[1]))
            else:
                return

    def _explore(self, region: tuple[Indices, Indices]) -> Generator[Set, None, Set | None]:
        """Yield the conflicts of a region; return the first that is none of the whole."""
        oracle = LinearOracle(self._system.part(*region, self._point), self._budget)
        known = [conflict for conflict in self._found if conflict <= oracle.elements]
        known.sort(key=sorted)
        for conflict in marco(oracle.elements, oracle, self._budget, known):
            if self._oracle.core(conflict) is None:
                return conflict
            self._found.add(conflict)
            yield conflict
        return None

    def _release(self, conflict: Set, columns: Indices) -> None:
        """Free the variables that resolve a conflict of a region, or else its neighbours."""
        fresh = self._mover.moved(conflict, self._free) & ~self._free
        if not fresh.any():
            inside = np.zeros_like(self._free)
            inside[columns] = True
            fresh = _touched(self._system, _rows_with(self._system, inside)) & ~self._free
        if not fresh.any():
            raise LimitReached("two ways to test a set differ by rounding")
        self._free |= fresh


def _touched(system: System, rows: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Variables that occur in some of these rows, shape (variable,)."""
    return np.asarray(abs(system.matrix).T @ rows.astype(float) > 0)


def _rows_with(system: System, columns: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows in which some of these variables occur, shape (row,)."""
    return np.asarray(abs(system.matrix) @ columns.astype(float) > 0)


def central_point(system: System, loose: NDArray[np.bool_], budget: Budget) -> Array | None:
    r"""Values near the middle of what the claims say.

    .. math::  \max \sum_i t_i \quad\text{so that}\quad
               \text{low}_i + w_i t_i \le a_i^\top x \le \text{high}_i - w_i t_i,
               \qquad t_i \le 1,

    where :math:`w_i` is half the width of a claim's row, or :data:`ROOM` if a side is open, and
    :math:`t_i \ge 0` for every row that is not `loose`.

    Returns
    -------
    ndarray, shape (variable,), or None
        None if the rows that are not loose hold only by use of the tolerance.
    """
    slack = TOLERANCE / 2
    low, high = system.low + slack, system.high - slack
    count, width = system.matrix.shape
    half = (high - low) / 2
    room = np.where(np.isfinite(half), np.maximum(half, 0.0), ROOM)
    room[room <= TOLERANCE] = 0.0
    margin = diagonal(room)
    lowest = np.where(loose, -PULL, 0.0)
    program = Program(
        np.concatenate([np.zeros(width), -np.ones(count)]),
        csr_array(vstack([hstack([system.matrix, -margin]), hstack([system.matrix, margin])])),
        np.concatenate([low, np.full(count, -np.inf)]),
        np.concatenate([np.full(count, np.inf), high]),
        np.concatenate([system.floor, lowest]),
        np.concatenate([np.full(width, np.inf), np.ones(count)]),
    )
    budget.tested += 1
    answer = solve(program, seconds=budget.left())
    if answer.status == "limit":
        raise LimitReached("the time for inconsistent sets is up")
    return None if answer.x is None else answer.x[:width]
