"""What of a destination's normal use this material must still meet."""

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.market import SEA_MONTHS, Market

Array = NDArray[np.float64]


def part_wanted(market: Market, place: int) -> Array:
    r"""Part of each sector's normal use that other materials do not meet.

    .. math:: w_k(t) = (1-\delta)(1-e_k(t)) + \delta\,(1-e_k(t-1))

    Use of a month was in part, :math:`\delta`, loaded the month before, when other materials met
    :math:`e(t-1)`.  What is rationed is still wanted.

    Parameters
    ----------
    market : Market
        What each draw was given.
    place : int
        Position of the destination.

    Returns
    -------
    ndarray, shape (1 or draw, month, sector)
        All 1 where other materials meet nothing.
    """
    left = 1.0 - market.policies.replaced[:, :, place]
    if (left == 1.0).all():
        return left[:1]
    before = np.ones_like(left)
    before[:, 1:] = left[:, :-1]
    late = market.prior[:, SEA_MONTHS, None, None]
    return (1.0 - late) * left + late * before
