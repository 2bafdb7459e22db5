r"""Optimality conditions of one system, solved for a step.

.. math::  \begin{pmatrix} D + H & J' \\ J & -\epsilon I \end{pmatrix}
           \begin{pmatrix} \Delta x \\ \lambda^+ \end{pmatrix} =
           \begin{pmatrix} -p \\ -f \end{pmatrix}

Most identities have a quantity of their own, which no other identity binds: a printed share, the
exports of a country.  Such an identity :math:`g\,\Delta p + a'\Delta z = -f` gives
:math:`\Delta p = -e - A\,\Delta z`, :math:`A = a'/g`, :math:`e = f/g`, so that both go,

.. math::  (D_z + H_z + A' d A - H_{zp} A - A' H_{pz})\,\Delta z =
           -p_z + H_{zp}\, e - A' (d e - p_p),

and what is left is small and dense.  Where it is not small, all is solved at once, sparse.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dsysv
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from outlast.engines.reconcile.identities import Array, Indices
from outlast.engines.reconcile.systems import System

SLACK = 1e-13
"""Gives identities that follow from others a finite multiplier."""
SMALL = 400
"""Most quantities and identities left that are solved dense."""
PIVOT = 1e-6
"""A smaller slope, as part of its identity, does not give its quantity."""
STIFF = 1e6
"""Weight of identities where the curvature is tested in all directions."""


@dataclass(frozen=True, slots=True)
class Local:
    """A system near a point; quantities and identities count in their sizes."""

    slopes: Array
    """Shape (slope,)."""
    bends: Array
    """Second derivatives times multipliers, shape (bend,)."""
    pull: Array
    """Slope of half the sum of squares, shape (quantity,)."""
    gap: Array
    """Shape (identity,)."""
    multipliers: Array
    """Shape (identity,)."""


class Sparse:
    """All conditions at once.

    Parameters
    ----------
    system : System
        Which quantities its identities bind.
    diagonal : ndarray, shape (quantity,)
        Second derivatives of half the sum of squares, above 0.
    """

    def __init__(self, system: System, diagonal: Array) -> None:
        count, total = len(diagonal), len(diagonal) + len(system.names)
        first, second = system.slopes.at[:, 0], count + system.slopes.row
        bends, ends = system.bends.at, (np.arange(count), np.arange(count, total))
        rows = np.concatenate([ends[0], bends[:, 0], second, first, ends[1]])
        columns = np.concatenate([ends[0], bends[:, 1], first, second, ends[1]])
        places, self._entry = np.unique(columns * total + rows, return_inverse=True)
        self._rows = (places % total).astype(np.int32)
        self._starts = np.searchsorted(places, np.arange(total + 1) * total).astype(np.int32)
        self._diagonal, self._slack = diagonal, np.full(len(system.names), -SLACK)
        self._system, self._total = system, total

    def solve(self, at: Local) -> tuple[Array, Array] | None:
        """Find the step and the multipliers; None if the conditions are singular."""
        count = len(self._diagonal)
        values = np.concatenate([self._diagonal, at.bends, at.slopes, at.slopes, self._slack])
        entries = np.bincount(self._entry, values, minlength=len(self._rows))
        matrix = csc_array((entries, self._rows, self._starts), shape=(self._total, self._total))
        right = np.concatenate([-at.pull, -at.gap - SLACK * at.multipliers])
        try:
            found = splu(matrix).solve(right)
        except RuntimeError:  # singular
            return None
        return found[:count], found[count:]

    def is_minimum(self, at: Local) -> bool:
        """Whether the curvature is positive wherever the identities leave room (Debreu 1952)."""
        slopes, bends = self._system.slopes, self._system.bends
        matrix = np.zeros((len(at.gap), len(at.pull)))
        np.add.at(matrix, (slopes.row, slopes.at[:, 0]), at.slopes)
        curvature = np.diag(self._diagonal)
        np.add.at(curvature, (bends.at[:, 0], bends.at[:, 1]), at.bends)
        return _is_positive(curvature, matrix)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Matrices of the conditions once own quantities are told apart."""

    a: Array
    """Slopes of the others, as part of that of the own, shape (pair, other)."""
    g: Array
    """Slope of the own quantity, shape (pair,)."""
    d: Array
    """Its second derivative, shape (pair,)."""
    mixed: Array
    """Second derivatives by the own and another quantity, shape (pair, other)."""
    left: Array
    """Slopes of the other identities, shape (identity left, other)."""
    reduced: Array
    """Second derivatives once own quantities are gone, shape (other, other)."""


class Condensed:
    """Conditions without the identities that have a quantity of their own.

    Parameters
    ----------
    system : System
        Which quantities its identities bind.
    diagonal : ndarray, shape (quantity,)
        Second derivatives of half the sum of squares, above 0.
    slopes : ndarray, shape (slope,)
        Where the steps start: the steepest own quantity of each identity is solved for.
    """

    def __init__(self, system: System, diagonal: Array, slopes: Array) -> None:
        rows, count = len(system.names), len(diagonal)
        own, with_own = _own_quantities(system, slopes, count)
        self._own, self._pairs = own, with_own
        self._other = np.delete(np.arange(count), own)
        self._left = np.delete(np.arange(rows), with_own)
        self.size = len(self._other) + len(self._left)
        self._diagonal = diagonal
        self._shapes = [
            (len(self._other), len(self._other)), (len(own), len(self._other)),
            (len(self._left), len(self._other)), (len(own), len(self._other)),
            (len(own),), (len(own),), (1,),
        ]  # fmt: skip
        sizes = [int(np.prod(shape)) for shape in self._shapes]
        self._cuts = np.cumsum([0, *sizes])
        self._target = self._placed(system, count)

    def _placed(self, system: System, count: int) -> Indices:
        """Where each slope and bend is added to."""
        width = len(self._other)
        start = self._cuts[:-1]
        other, own = np.full(count, -1), np.full(count, -1)
        other[self._other], own[self._own] = np.arange(width), np.arange(len(self._own))
        row, column = system.slopes.row, system.slopes.at[:, 0]
        line = np.empty(len(system.names), dtype=np.intp)
        line[self._pairs] = start[1] + width * np.arange(len(self._pairs))
        line[self._left] = start[2] + width * np.arange(len(self._left))
        slope = np.where(own[column] >= 0, start[4] + own[column], line[row] + other[column])
        one, two = own[system.bends.at].T
        first, second = other[system.bends.at].T
        mixed = np.where(two >= 0, start[5] + one, start[3] + one * width + second)
        beside = np.where(two >= 0, start[6], start[0] + first * width + second)
        bend = np.where(one >= 0, mixed, beside)
        return np.concatenate([slope, bend])

    def _blocks(self, at: Local) -> _Blocks:
        values = np.concatenate([at.slopes, at.bends])
        flat = np.bincount(self._target, values, minlength=self._cuts[-1]).astype(np.float64)
        second, a, left, mixed, g, d, _ = (
            flat[low:high].reshape(shape)
            for low, high, shape in zip(self._cuts, self._cuts[1:], self._shapes, strict=False)
        )
        d += self._diagonal[self._own]
        a /= g[:, None]
        second.ravel()[:: len(second) + 1] += self._diagonal[self._other]
        half = a.T @ (d[:, None] / 2 * a - mixed)
        return _Blocks(a, g, d, mixed, left, second + half + half.T)

    def solve(self, at: Local) -> tuple[Array, Array] | None:
        """Find the step and the multipliers; None if the conditions are singular."""
        blocks, width = self._blocks(at), len(self._other)
        e, pull = at.gap[self._pairs] / blocks.g, at.pull[self._own]
        right = -at.pull[self._other] + blocks.mixed.T @ e - blocks.a.T @ (blocks.d * e - pull)
        matrix = blocks.reduced
        if len(self._left):
            corner = np.diag(np.full(len(self._left), -SLACK))
            matrix = np.block([[matrix, blocks.left.T], [blocks.left, corner]])
            gap = at.gap[self._left] + SLACK * at.multipliers[self._left]
            right = np.concatenate([right, -gap])
        found, singular = right, 0
        if len(right):
            *_, found, singular = dsysv(matrix, right, lower=True)
        if singular:
            return None
        step, multipliers = np.empty(len(at.pull)), np.empty(len(at.gap))
        step[self._other], multipliers[self._left] = found[:width], found[width:]
        step[self._own] = own = -e - blocks.a @ found[:width]
        rest = pull + blocks.d * own + blocks.mixed @ found[:width]
        multipliers[self._pairs] = -rest / blocks.g
        return step, multipliers

    def is_minimum(self, at: Local) -> bool:
        """Whether the curvature is positive wherever the identities leave room (Debreu 1952)."""
        blocks = self._blocks(at)
        return _is_positive(blocks.reduced, blocks.left)


def conditions(system: System, diagonal: Array, slopes: Array) -> Sparse | Condensed:
    """Choose how to solve a system: dense if little is left of it without own quantities."""
    condensed = Condensed(system, diagonal, slopes)
    return condensed if condensed.size <= SMALL else Sparse(system, diagonal)


def _own_quantities(system: System, slopes: Array, count: int) -> tuple[Indices, Indices]:
    """Quantities that a single identity binds, the steepest of each; and these identities."""
    row, column = np.divmod(system.entries, count)
    steep = np.abs(np.bincount(system.place, slopes, minlength=len(row)))
    own = np.flatnonzero((np.bincount(column, minlength=count)[column] == 1) & (steep > PIVOT))
    own = own[np.lexsort((-steep[own], row[own]))]
    own = own[np.diff(row[own], prepend=-1) > 0]
    return column[own], row[own]


def _is_positive(curvature: Array, identities: Array) -> bool:
    """Whether a matrix is positive definite where the identities do not move."""
    if not len(curvature):
        return True
    diagonal = np.abs(np.diag(curvature))
    scale = 1 / np.sqrt(np.maximum(diagonal, 1e-6 * diagonal.max(initial=1e-300)))
    stiff = identities * scale
    return not dpotrf(curvature * np.outer(scale, scale) + STIFF * stiff.T @ stiff)[1]
