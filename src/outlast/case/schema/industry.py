"""Rows of plants, firms, uses, stocks and events."""

from typing import Literal

from outlast.case.schema.cells import (
    Amount,
    Code,
    Codes,
    Graded,
    Identifier,
    Note,
    Share,
    Text,
    Year,
)


class Company(Graded):
    """A firm and its part of the world's supply, at the source or in the market."""

    id: Identifier
    name: Text
    countries: Codes = ()
    """Its home, or homes."""
    role: Text
    year: Year
    share: Share | None = None
    low: Share | None = None
    high: Share | None = None


class Facility(Graded):
    """A plant."""

    id: Identifier
    name: Text
    country: Code
    stage: Literal["mine", "extraction", "separation", "refining", "liquefaction", "storage"]
    operator: str = ""
    capacity: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    unit: Text
    start: str = ""
    """A period; one of several years, such as ``2023..2030``, is not known to the year."""
    end: str = ""
    feed_grade: str = ""
    owner: Note = ""
    owner_countries: Codes = ()
    """Homes of the owners, as far as known; none if not known."""
    licensor: Note = ""
    licensor_countries: Codes = ()


NOT_A_PLANT = frozenset({"storage"})
"""Stages of facilities that add nothing to what a country makes."""


class Use(Graded):
    """The part of a country's consumption that a sector takes."""

    id: Identifier
    country: Code
    year: Year
    sector: Text
    share: Share | None = None
    low: Share | None = None
    high: Share | None = None
    critical: bool = False


class Stock(Graded):
    """What a holder has in store."""

    id: Identifier
    holder: Code
    kind: Literal["strategic", "commercial", "cavern"]
    name: Text
    opening: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    capacity: Amount | None = None
    unit: Text
    as_of: str = ""


class Event(Graded):
    """Something dated that moved supply, demand or price."""

    id: Identifier
    start: Text
    end: str = ""
    kind: Literal["outage", "closure", "restart", "ban", "route", "contract", "market", "sale"]
    title: Text
    place: Code
    share_low: Share | None = None
    share_high: Share | None = None
    effect: str = ""
