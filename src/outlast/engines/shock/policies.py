"""What measures do to a market month by month, beside the supply that they take away."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Policies(NamedTuple):
    """Terms of measures; where a first axis is of length 1 it serves every draw.

    Axes draw, month, lane, destination, sector.  A part is of the normal flow, use or demand.
    """

    cap: Array  # part of a link's flow that may pass, inf no cap (1 or draw, month, lane, dest.)
    tariff: Array  # log cost on a link (month, lane, destination)
    allowed: Array  # part of a sector's demand that is not rationed (month, destination, sector)
    replaced: Array  # part of demand that other materials meet (1 or draw, month, dest., sector)
    recycled: Array  # part of last month's use that comes back (1 or draw, month, dest., sector)
    local: Array  # new output used where it is made (1 or draw, month, destination) [t/month]
    reserve: Array  # strategic stock at the beginning (1 or draw, destination) [t]
    release: Array  # most that it gives, a part of normal use (month, destination)
    trigger: Array  # log price from which it gives (month, destination)
    purchase: Array  # bought for it while cheap, a part of normal use (month, destination)
    ahead: Array  # part of a month's use bought ahead of what is announced (month, destination)

    def light(self) -> Self:
        """Leave out what depends on the draw or the lanes, which no other window needs."""
        return self._replace(
            cap=self.cap[:0], tariff=self.tariff[:0], replaced=self.replaced[:0],
            recycled=self.recycled[:0], local=self.local[:0], reserve=self.reserve[:0],
        )  # fmt: skip

    @classmethod
    def none(cls, months: int, lanes: int, places: int, sectors: int) -> Self:
        """No measures: nothing is capped, taxed, rationed, replaced, recycled or stored."""
        links, uses = (months, lanes, places), (months, places, sectors)
        by_place = [np.zeros((months, places)) for _ in range(4)]
        return cls(
            np.full((1, *links), np.inf), np.zeros(links), np.ones(uses),
            np.zeros((1, *uses)), np.zeros((1, *uses)), np.zeros((1, months, places)),
            np.zeros((1, places)), *by_place,
        )  # fmt: skip
