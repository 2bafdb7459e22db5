"""Which identities cannot all hold, whatever the measured and unknown quantities are."""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lstsq

from outlast.engines.reconcile.identities import Array

MOST = 200
"""A larger contradictory set is named as it is, not made smaller."""


def contradiction(matrix: Array, offset: Array, tolerance: float) -> NDArray[np.intp]:
    r"""Find an irreducible set of rows of :math:`Mx + f = 0` that contradict one another.

    The residual :math:`v` of least squares obeys :math:`v'M = 0` and :math:`v'f = v'v`, so the
    rows where it is not zero already contradict one another; then every row goes whose absence
    leaves a contradiction (deletion filter, Chinneck & Dravnieks 1991,
    doi:10.1287/ijoc.3.2.157).

    Parameters
    ----------
    matrix : ndarray, shape (row, column)
        Rows and columns of comparable length.
    offset : ndarray, shape (row,)
        As part of the size of each row.
    tolerance : float
        A smaller residual is zero.

    Returns
    -------
    ndarray of int
        Empty if there is no contradiction.

    Examples
    --------
    >>> contradiction(np.array([[1.0], [1.0], [1.0]]), np.array([-1.0, -1.0, -2.0]), 1e-9)
    array([1, 2])
    """
    rows = np.flatnonzero(np.abs(_residual(matrix, offset)) > tolerance)
    if len(rows) > MOST:
        return rows
    kept = list(rows)
    for row in rows:
        fewer = [k for k in kept if k != row]
        if fewer and np.abs(_residual(matrix[fewer], offset[fewer])).max() > tolerance:
            kept = fewer
    return np.array(kept, dtype=np.intp)


def _residual(matrix: Array, offset: Array) -> Array:
    """What least squares cannot remove, shape (row,)."""
    used = np.abs(matrix).max(axis=0, initial=0.0) > 0
    if not used.any():
        return offset
    part = matrix[:, used]
    solution = lstsq(part, -offset, cond=1e-10, check_finite=False, lapack_driver="gelsy")[0]
    return np.asarray(part @ solution + offset)
