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
from itertools import accumulate, pairwise

import numpy as np
from scipy.linalg.lapack import dposv, dpotrf, dsysv
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from outlast.engines.reconcile.identities import Array, Indices
from outlast.engines.reconcile.systems import System

SLACK = 1e-13
"""Gives identities that follow from others a finite multiplier."""
SMALL = 400
"""Most quantities and identities left that are solved dense."""
PRODUCTS = 1_000_000
"""Most products of two quantities of one identity that are written out."""
PIVOT = 1e-6
"""A smaller slope, as part of its identity, does not give its quantity."""
FLAT = 1e-13
"""A curvature no further below 0, as part of what its quantities have, is rounding."""
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
    """Parts of the conditions once own quantities are told apart; entries are those of others."""

    a: Array
    """Slope of another quantity, as part of that of the own, shape (entry,)."""
    mixed: Array
    """Second derivative by the own and another quantity, shape (entry,)."""
    g: Array
    """Slope of the own quantity, shape (pair,)."""
    d: Array
    """Its second derivative, shape (pair,)."""
    left: Array
    """Slopes of the other identities, shape (identity left, other)."""
    reduced: Array
    """Second derivatives once own quantities are gone, the lower half, shape (other, other)."""


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
        self._own, self._pairs = _own_quantities(system, slopes, count)
        self._other, self._left = _without(self._own, count), _without(self._pairs, rows)
        self.size = len(self._other) + len(self._left)
        self._diagonal = diagonal[self._own], diagonal[self._other]
        row, column = np.divmod(system.entries, count)
        pair, own = _numbered(self._pairs, rows)[row], _numbered(self._own, count)
        other = _numbered(self._other, count)
        entry = np.flatnonzero((pair >= 0) & (own[column] < 0))
        self._pair, self._at = pair[entry], other[column[entry]]
        pairs, left = len(self._own), len(self._left) * len(self._other)
        self._cuts = list(accumulate([0, len(entry), len(entry), pairs, pairs, left, 1]))
        place = _numbered(entry, len(row))
        line = self._cuts[4] + len(self._other) * _numbered(self._left, rows)[row]
        slope = np.where(place >= 0, place, np.where(pair >= 0, self._cuts[2] + pair,
                                                     line + other[column]))  # fmt: skip
        one, two = own[system.bends.at].T
        mixed = place[np.searchsorted(system.entries, system.bends.row * count
                                      + system.bends.at[:, 1])]  # fmt: skip
        bend = np.where(two >= 0, self._cuts[3] + one, self._cuts[1] + mixed)
        self._target = np.concatenate(
            [slope[system.place], np.where(one >= 0, bend, self._cuts[5])]
        )
        self._place_second(*other[system.bends.at].T)

    def _place_second(self, first: Indices, second: Indices) -> None:
        """Where second derivatives by two others are added to, those of the own among them."""
        width, count = len(self._other), len(self._pair)
        before = np.arange(count) - np.searchsorted(self._pair, self._pair) + 1
        self._one = np.repeat(np.arange(count), before)
        ends = np.cumsum(before)
        self._two = self._one - np.repeat(ends, before) + 1 + np.arange(len(self._one))
        self._bends = np.flatnonzero(second >= 0)
        self._bends = self._bends[first[self._bends] >= second[self._bends]]
        self._lower = np.concatenate([
            self._at[self._one] * width + self._at[self._two],
            first[self._bends] * width + second[self._bends], np.arange(width) * (width + 1),
        ])  # fmt: skip

    def _blocks(self, at: Local) -> _Blocks:
        values, width = np.concatenate([at.slopes, at.bends]), len(self._other)
        flat = np.bincount(self._target, values, minlength=self._cuts[-1]).astype(np.float64)
        a, mixed, g, d, left, _ = (flat[i:j] for i, j in pairwise(self._cuts))
        d += self._diagonal[0]
        a /= g[self._pair]
        half = d[self._pair] / 2 * a - mixed
        products = half[self._one] * a[self._two] + a[self._one] * half[self._two]
        second = np.concatenate([products, at.bends[self._bends], self._diagonal[1]])
        reduced = np.bincount(self._lower, second, minlength=width**2).astype(np.float64)
        return _Blocks(a, mixed, g, d, left.reshape(len(self._left), width),
                       reduced.reshape(width, width))  # fmt: skip

    def solve(self, at: Local) -> tuple[Array, Array] | None:
        """Find the step and the multipliers; None if the conditions are singular."""
        blocks, width = self._blocks(at), len(self._other)
        e, pull = at.gap[self._pairs] / blocks.g, at.pull[self._own]
        along = blocks.mixed * e[self._pair] - blocks.a * (blocks.d * e - pull)[self._pair]
        right = np.bincount(self._at, along, minlength=width) - at.pull[self._other]
        gap = at.gap[self._left] + SLACK * at.multipliers[self._left]
        found = _solved(blocks.reduced, blocks.left, np.concatenate([right, -gap]))
        if found is None:
            return None
        step, multipliers = np.empty(len(at.pull)), np.empty(len(at.gap))
        step[self._other], multipliers[self._left] = found[:width], found[width:]
        moved = found[self._at]
        count = len(self._own)
        step[self._own] = own = -e - np.bincount(self._pair, blocks.a * moved, minlength=count)
        bent = np.bincount(self._pair, blocks.mixed * moved, minlength=count)
        multipliers[self._pairs] = -(pull + blocks.d * own + bent) / blocks.g
        return step, multipliers

    def closing(self, at: Local) -> Array:
        """Find the step of own quantities alone that closes their identities."""
        step = np.zeros(len(at.pull))
        step[self._own] = -at.gap[self._pairs] / self._blocks(at).g
        return step

    def is_minimum(self, at: Local) -> bool:
        """Whether the curvature is positive wherever the identities leave room (Debreu 1952)."""
        blocks = self._blocks(at)
        return _is_positive(blocks.reduced, blocks.left)


def conditions(system: System, diagonal: Array, slopes: Array) -> Sparse | Condensed:
    """Choose how to solve a system: dense if little is left of it without own quantities."""
    lengths = np.bincount(system.entries // len(diagonal))
    if lengths @ lengths > PRODUCTS:
        return Sparse(system, diagonal)
    condensed = Condensed(system, diagonal, slopes)
    return condensed if condensed.size <= SMALL else Sparse(system, diagonal)


def _numbered(some: Indices, count: int) -> Indices:
    """Number some of so many, -1 for the rest."""
    found = np.full(count, -1)
    found[some] = np.arange(len(some))
    return found


def _without(some: Indices, count: int) -> Indices:
    return np.flatnonzero(_numbered(some, count) < 0)


def _solved(curvature: Array, identities: Array, right: Array) -> Array | None:
    """Solve for others and multipliers, from the lower half; None if singular."""
    if not len(right):
        return right
    matrix = curvature
    if len(identities):
        corner = np.diag(np.full(len(identities), -SLACK))
        matrix = np.block([[curvature, identities.T], [identities, corner]])
    else:
        _, found, indefinite = dposv(matrix.T, right)
        if not indefinite:
            return np.asarray(found)
    *_, found, singular = dsysv(matrix, right, lower=True)
    return None if singular else np.asarray(found)


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
    matrix = curvature * scale * scale[:, None] + np.diag(np.full(len(scale), FLAT))
    if len(identities):
        stiff = identities * scale
        matrix += STIFF * stiff.T @ stiff
    return not dpotrf(matrix, lower=True)[1]
