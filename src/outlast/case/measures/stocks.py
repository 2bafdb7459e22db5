"""Strategic reserves: what is released when, and what is bought for them."""

from typing import Annotated, Literal

from pydantic import Field

from outlast.case.measures.dates import Timed
from outlast.case.measures.ranges import Quantity
from outlast.case.schema import Code

UseRate = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]
"""Part of a normal month's use, a month."""


class StockRelease(Timed):
    """Holders give from a reserve that they have, while the price is high."""

    kind: Literal["stock_release"]
    holders: tuple[Code, ...]
    amount: Quantity
    """In the reserve at the beginning: ``500 t`` of all holders, or ``3 months`` of use."""
    rate: UseRate
    trigger: Annotated[float, Field(ge=1, le=8000, allow_inf_nan=False)] | None = None
    """Multiple of the normal price from which it gives; none: from the start on."""


class StockPurchase(Timed):
    """Holders buy for their reserve while the price is near normal."""

    kind: Literal["stock_purchase"]
    holders: tuple[Code, ...]
    rate: UseRate
