r"""One linear step: eliminate what nobody measured, then adjust the rest as little as possible.

With measured adjustments :math:`y` in standard deviations and unobserved steps :math:`u`,

.. math::  \min_y y'y \quad\text{with}\quad A y + B u = c, \qquad
           B P = (Q_1\ Q_2) \begin{pmatrix} R_{11} & R_{12} \\ 0 & 0 \end{pmatrix}

leaves :math:`G y = Q_2' c` with :math:`G = Q_2' A` (Crowe, García Campos & Hrymak 1983,
doi:10.1002/aic.690290602; QR as the projection: Sánchez & Romagnoli 1996, Computers & Chemical
Engineering 20, 483–493).  A measurement is redundant if its column of
:math:`G` is not zero; an unobserved quantity is determinable if its row of the null space of
:math:`B` is zero.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr
from scipy.linalg.lapack import dtrtrs

from outlast.engines.reconcile.identities import Array, Flags, Indices
from outlast.engines.reconcile.systems import System

DEPENDENT = 1e-10
"""A pivot below this part of the largest is zero: the identity follows from others."""
ABSENT = 1e-9
"""An entry below this part of its column's length is zero."""
FAINT, EVEN_STEPS = 1e-6, 5
"""Where an entry is smaller, columns are made even before it is asked what is fixed; how often."""


@dataclass(frozen=True, slots=True)
class Linearised:
    """A system at a point, with rows and columns of comparable length."""

    matrix: Array
    """Scaled Jacobian, columns of length 1 (or 0), shape (identity, quantity)."""
    offset: Array
    """Value of each identity as part of its size, shape (identity,)."""
    row_size: Array
    """Size of each identity: its terms without signs, or what a usual change of one quantity
    does to it, shape (identity,)."""
    column_size: Array
    """One unit of a scaled column in the quantity's own unit, shape (quantity,)."""


def linearise(system: System, x: Array, usual: Array) -> Linearised:
    """Scale a system's Jacobian, so that 1 t and 10¹² USD mix.

    Parameters
    ----------
    system : System
        Identities.
    x : ndarray, shape (quantity,)
        The point.
    usual : ndarray, shape (quantity,)
        Size that each quantity has at least, 0 if not known.

    Returns
    -------
    Linearised
        The scaled matrix and imbalances, with the sizes that undo the scaling.
    """
    terms = system.terms(x)
    size = np.maximum(np.abs(x), usual)
    size[size == 0] = 1.0
    row, column = np.divmod(system.entries, len(x))
    slopes = system.jacobian(x) * size[column]
    steepest = np.maximum.reduceat(np.abs(slopes), np.flatnonzero(np.diff(row, prepend=-1)))
    rows = np.maximum(system.sums(np.abs(terms)), steepest)
    rows[rows == 0] = 1.0
    slopes /= rows[row]
    length = np.sqrt(np.bincount(column, slopes**2, minlength=len(x)))
    length[length == 0] = 1.0
    matrix = np.zeros((len(rows), len(x)))
    matrix[row, column] = slopes / length[column]
    return Linearised(matrix, system.sums(terms) / rows, rows, size / length)


def independent(matrix: Array) -> Indices:
    """Pick rows that span all rows, in their order, shape (rank,).

    A row with a column of its own follows from no others, and is in none that follow.
    """
    used = matrix != 0
    own = used[:, used.sum(axis=0) == 1]
    with_own = own.any(axis=1)
    rest = np.flatnonzero(~with_own)
    if len(rest):
        triangle, order = qr(matrix[rest].T, mode="r", pivoting=True, check_finite=False)
        with_own[rest[order[: _rank(triangle)]]] = True
    return np.flatnonzero(with_own)


def _rank(triangle: Array) -> int:
    """Count the pivots of a pivoted triangle that are not zero."""
    pivots = np.abs(np.diag(triangle))
    return int(np.count_nonzero(pivots > DEPENDENT * pivots[0])) if len(pivots) else 0


@dataclass(frozen=True, slots=True)
class Unobserved:
    """The columns nobody measured, triangular; arrays in order of pivots."""

    span: Array
    """:math:`Q_1`, shape (identity, rank)."""
    rest: Array
    """:math:`Q_2`, shape (identity, identity − rank)."""
    triangle: Array
    """:math:`R_{11}`, shape (rank, rank)."""
    pivots: Indices
    """Columns solved for; the others keep their place, shape (rank,)."""
    determinable: Flags
    """Shape (column,)."""

    @property
    def rank(self) -> int:
        """Number of columns solved for."""
        return len(self.pivots)


def triangulate(columns: Array) -> Unobserved:
    """Part the columns nobody measured into those that the identities fix and the rest."""
    rows, count = columns.shape
    if not count or not rows:
        empty = np.zeros((rows, 0)), np.eye(rows), np.zeros((0, 0))
        return Unobserved(*empty, np.zeros(0, dtype=np.intp), np.zeros(count, dtype=np.bool_))
    basis, triangle, order = qr(columns, pivoting=True, check_finite=False)
    rank = _rank(triangle)
    corner = triangle[:rank, :rank]
    fixed = _fixed(triangle, order)
    if np.abs(columns[columns != 0]).min(initial=1.0) < FAINT:
        fixed = _fixed(*qr(_even(columns), mode="r", pivoting=True, check_finite=False))
    return Unobserved(basis[:, :rank], basis[:, rank:], corner, order[:rank], fixed)


def _fixed(triangle: Array, order: Indices) -> Flags:
    """Say which columns the identities fix: those that no free column moves, shape (column,)."""
    rank = _rank(triangle)
    free = _solve(triangle[:rank, :rank], triangle[:rank, rank:])
    found = np.zeros(len(order), dtype=np.bool_)
    found[order[:rank]] = (np.abs(free) <= ABSENT).all(axis=1)
    return found


def _even(columns: Array) -> Array:
    """Scale rows and columns until their entries are of one order.

    A quantity that nothing fixes may have come to a value near 0, and so have faint entries that
    are entries all the same (Fulkerson & Wolfe 1962, doi:10.1137/1004032, geometric means).
    """
    found = np.abs(columns)
    seen = found > 0
    for _ in range(EVEN_STEPS):
        for axis in (1, 0):
            most = np.max(found, axis=axis, keepdims=True, initial=0.0)
            least = np.min(np.where(seen, found, most), axis=axis, keepdims=True)
            found = found / np.where(most > 0, np.sqrt(most * least), 1.0)
    return np.asarray(np.where(columns < 0, -found, found))


@dataclass(frozen=True, slots=True)
class Step:
    """Where one linear step leads."""

    y: Array
    """Adjustments from what was measured, in standard deviations, shape (measured,)."""
    u: Array
    """Steps of the unobserved, in scaled columns, shape (unobserved,)."""
    multipliers: Array
    """Change of :math:`y'y/2` for a unit of each scaled identity, shape (identity,)."""


@dataclass(frozen=True, slots=True)
class Elimination:
    """Independent identities of a system at a point, unobserved quantities eliminated."""

    measured: Array
    """:math:`A`, columns in standard deviations, shape (identity, measured)."""
    unobserved: Unobserved
    basis: Array
    """:math:`Q` of :math:`G' = QR`, columns of :math:`G` that are not redundant set to 0, shape
    (measured, df)."""
    triangle: Array
    """:math:`R`, shape (df, df)."""
    redundant: Flags
    """Shape (measured,)."""

    def step(self, y: Array, offset: Array) -> Step:
        """Solve from a point with adjustments `y` and scaled identities `offset`."""
        unobserved = self.unobserved
        right = self.measured @ y - offset
        along = _solve(self.triangle, unobserved.rest.T @ right, trans=True)
        found = self.basis @ along
        u = np.zeros(len(unobserved.determinable))
        left = unobserved.span.T @ (right - self.measured @ found)
        u[unobserved.pivots] = _solve(unobserved.triangle, left)
        return Step(found, u, unobserved.rest @ _solve(self.triangle, along))

    def spread(self) -> tuple[Array, Array, Array]:
        r"""Standard errors of both kinds and lengths of adjustment, all in scaled columns.

        .. math::  \hat V_y = I - W = \hat V_y \hat V_y', \qquad W = G'(GG')^{-1}G = QQ', \qquad
                   \hat V_u = (B^+ A \hat V_y)(B^+ A \hat V_y)'

        Returns
        -------
        measured : ndarray, shape (measured,)
            :math:`\sqrt{1 - W_{ii}}`, as the length of a row so that it does not cancel.
        unobserved : ndarray, shape (unobserved,)
            0 where not determinable.
        adjusted : ndarray, shape (measured,)
            :math:`\sqrt{W_{ii}}`, the standard deviation of an adjustment.
        """
        part = self.unobserved
        kept = np.eye(len(self.basis)) - self.basis @ self.basis.T
        carried = part.span.T @ self.measured @ kept
        unobserved = np.zeros(len(part.determinable))
        unobserved[part.pivots] = np.linalg.norm(_solve(part.triangle, carried), axis=1)
        unobserved[~part.determinable] = 0.0
        measured, adjusted = (np.linalg.norm(q, axis=1) for q in (kept, self.basis))
        return measured, unobserved, adjusted


def eliminate(scaled: Linearised, rows: Indices, observed: Flags, sd: Array) -> Elimination:
    """Eliminate the unobserved columns of independent rows.

    Parameters
    ----------
    scaled : Linearised
        A system at a point.
    rows : ndarray of int
        Independent identities.
    observed : ndarray of bool, shape (quantity,)
        Which quantities are measured.
    sd : ndarray, shape (measured,)
        Their standard deviations, in their own units.

    Returns
    -------
    Elimination
        What is left of the identities for the measured quantities alone.
    """
    matrix = scaled.matrix[rows]
    weight = sd / scaled.column_size[observed]
    measured = matrix[:, observed]
    unobserved = triangulate(matrix[:, ~observed])
    reduced = unobserved.rest.T @ measured
    reduced[np.abs(reduced) <= DEPENDENT * 1e-3] = 0.0
    redundant = np.linalg.norm(reduced, axis=0) > ABSENT * np.linalg.norm(measured, axis=0)
    basis, triangle = qr((reduced * (weight * redundant)).T, mode="economic", check_finite=False)
    return Elimination(measured * weight, unobserved, basis, triangle, redundant)


def _solve(triangle: Array, right: Array, *, trans: bool = False) -> Array:
    """Solve a triangular system, possibly empty; NaN if it is singular."""
    if not triangle.size or not right.size:
        return np.zeros((len(triangle), *right.shape[1:]))
    solution, singular = dtrtrs(triangle, right, trans=trans)
    return np.full(right.shape, np.nan) if singular else np.asarray(solution)
