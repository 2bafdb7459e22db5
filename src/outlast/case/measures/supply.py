"""What takes plants away or adds them: outages, accidents, subsidies."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from outlast.case.measures.dates import Dated, SomeMonths, Timed
from outlast.case.measures.ranges import MonthsBetween, Quantity, ShareBetween
from outlast.case.schema import Code, Identifier, Share, refuse


class Outage(Dated):
    """A part of an origin's supply is lost; after the end it comes back over `repair_months`."""

    kind: Literal["outage"]
    origin: Code
    lost_share: Share
    lost_low: Share | None = None
    lost_high: Share | None = None
    repair_months: SomeMonths = 0.0

    @model_validator(mode="after")
    def _bounds_hold_the_share(self) -> "Outage":
        low, high = self.lost_low, self.lost_high
        if low is None and high is None:
            return self
        if low is None or high is None:
            missing = "lost_low" if low is None else "lost_high"
            raise refuse(missing, "missing", "both lost_low and lost_high, or neither")
        if not low <= self.lost_share <= high:
            got = f"{low:g}, {self.lost_share:g}, {high:g}"
            raise refuse("lost_low, lost_share, lost_high", got, "numbers that rise")
        return self


class Accident(Dated):
    """A plant, or a part of an origin, stops without warning until it is repaired."""

    kind: Literal["accident"]
    facility: Identifier | None = None
    """Of ``facilities.csv``: its part of its country's capacity running that year is hit."""
    origin: Code | None = None
    share: Share = 1.0
    """With `origin`: the part of its supply that is hit."""
    lost_share: ShareBetween
    """Part of what is hit that is lost."""
    repair_months: MonthsBetween

    @model_validator(mode="after")
    def _is_one_place_and_no_plan(self) -> "Accident":
        if (self.facility is None) == (self.origin is None):
            got = "neither" if self.facility is None else "both"
            raise refuse("facility, origin", got, "one of the two")
        if self.facility is not None and self.share < 1:
            raise refuse("share", "given with a facility", "none: its capacity tells",
                         "write lost_share for the part of the plant that is lost")  # fmt: skip
        if self.announced:
            raise refuse("announced", self.announced, "none: nobody announces an accident",
                         "write an outage for planned work")  # fmt: skip
        if self.end:
            raise refuse("end", self.end, "none: the repair ends it")
        return self


Part = Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)]


class CapacitySubsidy(Timed):
    """A country has plants built; an end stops the building, not what stands."""

    kind: Literal["capacity_subsidy"]
    country: Code
    capacity: Quantity | None = None
    """With its unit, such as ``200 t/year``."""
    part: Part | None = None
    """Instead: a part of the country's normal output."""
    lead_months: MonthsBetween
    ramp_months: SomeMonths = 0.0

    @model_validator(mode="after")
    def _has_one_size(self) -> "CapacitySubsidy":
        if (self.capacity is None) == (self.part is None):
            got = "neither" if self.part is None else "both"
            raise refuse("capacity, part", got, "one of the two")
        return self
