"""What begins after a lead time and grows evenly to its whole, averaged over each month's days."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def risen(start: Array, ramp: float, end: float, months: int, *, stays: bool) -> Array:
    r""":math:`\min(1, (t - s)^+/\rho)`, the mean over each month's days, exactly.

    Parameters
    ----------
    start : ndarray, shape (draw,)
        When it begins to grow, the lead time over.  [month]
    ramp : float
        Until it is whole; 0 is at once.  [month]
    end : float
        When it ends.  [month]
    months : int
        Length of the run.
    stays : bool
        Whether what is there at the end stays there, or goes at once.

    Returns
    -------
    ndarray, shape (draw, month)
        From 0 to 1.
    """
    edges = np.arange(months + 1, dtype=float)
    kept = np.minimum(edges, end)
    area = _area(kept - start[:, None], ramp)
    if stays:
        area = area + (edges - kept) * _height(end - start[:, None], ramp)
    return np.clip(np.diff(area, axis=1), 0.0, 1.0)


def _height(since: Array, ramp: float) -> Array:
    grown = since / ramp if ramp else np.where(since > 0, 1.0, 0.0)
    return np.clip(grown, 0.0, 1.0)


def _area(since: Array, ramp: float) -> Array:
    """Integral of the height up to so long after the beginning."""
    growing = np.clip(since, 0.0, ramp)
    begun = growing**2 / (2 * ramp) if ramp else 0.0
    return np.asarray(begun + np.maximum(since - ramp, 0.0))
