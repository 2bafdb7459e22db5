"""What states do to demand: rationing, substitution, recycling."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from outlast.case.measures.dates import SomeMonths, Timed
from outlast.case.measures.ranges import NONE, MonthsBetween, ShareBetween
from outlast.case.schema import Code, Identifier, Share


def _some(sectors: dict[Identifier, Share]) -> dict[Identifier, Share]:
    if not sectors:
        raise ValueError("expected one sector or more, each with its part")
    return sectors


def _some_drawn(sectors: dict[Identifier, ShareBetween]) -> dict[Identifier, ShareBetween]:
    if not sectors:
        raise ValueError("expected one sector or more, each with its share")
    return sectors


class Rationing(Timed):
    """Sectors may use no more than a part of their normal demand."""

    kind: Literal["rationing"]
    countries: tuple[Code, ...]
    sectors: Annotated[dict[Identifier, Share], AfterValidator(_some)]
    """Part allowed, by sector."""


class Ramped(Timed):
    """Something that sectors begin after a lead time, and that grows evenly to its whole."""

    countries: tuple[Code, ...]
    sectors: Annotated[dict[Identifier, ShareBetween], AfterValidator(_some_drawn)]
    lead_months: MonthsBetween = NONE
    ramp_months: SomeMonths = 0.0


class Substitution(Ramped):
    """Other materials meet a share of sectors' demand."""

    kind: Literal["substitution"]


class Recycling(Ramped):
    """Sectors get a share of last month's use back."""

    kind: Literal["recycling"]
