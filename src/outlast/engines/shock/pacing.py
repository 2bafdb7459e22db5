"""For how long each destination expects to go without, month by month: stocks are paced by it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EQUAL = 1e-9
"""Losses that differ by less than this part are equally grave."""


def pace(lost: Sequence[Array], remaining: Sequence[Array], use: Array, months: int) -> Array:
    """Months that the gravest measure at work is expected to go on, at least 1.

    How grave a measure is for a destination is the part of its own normal use that the measure
    stops, by a ban on it or by an outage at an origin that it uses, and the part of everybody's
    use that it stops, since all pay the price of that.  Of equally grave ones the longest counts.

    Parameters
    ----------
    lost : sequence of ndarray, shape (month, destination)
        Baseline flow that each measure stops.  [t/month]
    remaining : sequence of ndarray, shape (month,)
        Months that each is expected to go on.
    use : ndarray, shape (destination,)
        Normal use.  [t/month]
    months : int
        Length of the run.

    Returns
    -------
    ndarray, shape (month, destination)
        Expected months from that month on.
    """
    if not lost:
        return np.ones((months, len(use)))
    each, left = np.stack(lost), np.stack(remaining)[:, :, None]
    own = np.divide(each, use, out=np.zeros_like(each), where=use > 0)
    hurt = own + each.sum(axis=2, keepdims=True) / use.sum()
    gravest = (hurt > 0) & (hurt >= hurt.max(axis=0) * (1 - EQUAL))
    longest: Array = np.where(gravest, left, 0.0).max(axis=0)
    return np.maximum(longest, 1.0)
