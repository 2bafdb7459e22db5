"""Scenarios: dated measures, read from YAML files.

A date is absolute (``2017-06-12``, ``2026-03``) or counts months from the start of the run
(``+0``).  Every measure says for how long people expect it to last, since stocks are released by
that expectation: it is what separates a stop of three weeks from one without an end.
"""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from outlast.case.schema import Code, Entry, Identifier, Share, Text, Year
from outlast.errors import PeriodError
from outlast.periods import Period

Date = Annotated[str, Field(pattern=r"^(\+\d{1,3}|\d{4}-\d{2}(-\d{2})?)$")]
DateOrNone = Annotated[str, Field(pattern=r"^(\+\d{1,3}|\d{4}-\d{2}(-\d{2})?)?$")]
Months = Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)]
IMPORTER = "IMPORTER"
"""Stands for the run's target."""
EVERYONE = "ALL"


class Dated(Entry):
    """Something that begins, may end, and is expected to last."""

    id: Identifier
    announced: DateOrNone = ""
    start: Date
    end: DateOrNone = ""
    expected_months: Months
    source: Identifier | None = None
    note: str = ""


class ExportBan(Dated):
    """Powers stop what they control from reaching the targets."""

    kind: Literal["export_ban"]
    powers: tuple[Code, ...] = ()
    all_but: tuple[Code, ...] = ()
    """Instead of `powers`: every origin but these and the target itself."""
    targets: tuple[Code, ...] = (IMPORTER,)
    reach: Literal["territory", "control"] = "territory"
    lanes: dict[Code, Share] = Field(default={})
    """With reach ``control``: fixed shares by origin instead of those of ``control.csv``."""


class Quota(ExportBan):
    """As a ban, but a part of the baseline flow may go on."""

    kind: Literal["quota"]  # type: ignore[assignment]
    level: Share


class Outage(Dated):
    """A part of an origin's supply is lost; after the end it comes back over `repair_months`."""

    kind: Literal["outage"]
    origin: Code
    lost_share: Share
    lost_low: Share | None = None
    lost_high: Share | None = None
    repair_months: Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)] = 0.0


class RouteClosure(Dated):
    """Nothing passes from the origins to the targets."""

    kind: Literal["route_closure"]
    origins: tuple[Code, ...]
    targets: tuple[Code, ...] = (EVERYONE,)


class Truce(Entry):
    """Ends other measures, named by id, at a date."""

    kind: Literal["truce"]
    id: Identifier
    start: Date
    lifts: tuple[Identifier, ...]


Measure = Annotated[ExportBan | Quota | Outage | RouteClosure | Truce, Field(discriminator="kind")]


class Scenario(Entry):
    """A list of measures under a title."""

    title: Text
    measures: tuple[Measure, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Scenario":
        ids = [measure.id for measure in self.measures]
        if len(ids) != len(set(ids)):
            raise ValueError("expected every measure's id once")
        return self


class Observation(Entry):
    """What happened: a bound or a band, and where it is printed.

    `where` says whose series of the model stands beside it, and `note` why: the world's, weighed
    by demand, or the target's own, which alone is kept of what is no spot price.  `date` is the
    month seen, or the stretch of months over which a peak or a lowest point is looked for.
    """

    variable: Literal[
        "spot_month", "spot_peak", "delivered_after_3_months", "labs_lowest", "fabs_lowest"
    ]
    where: Literal["world", "target"]
    low: float
    high: float
    date: str
    source: Identifier
    note: str = ""

    @field_validator("where")
    @classmethod
    def _is_kept(cls, where: str, info: ValidationInfo) -> str:
        variable = str(info.data.get("variable", ""))
        if where == "world" and variable and not variable.startswith("spot_"):
            raise ValueError(f"target: {variable} is kept of the target alone")
        return where

    @field_validator("date")
    @classmethod
    def _is_a_period(cls, date: str, info: ValidationInfo) -> str:
        try:
            months = Period.parse(date).months
        except PeriodError as error:
            raise ValueError(str(error).partition("expected ")[2]) from None
        if info.data.get("variable") in {"spot_month", "delivered_after_3_months"} and months > 1:
            raise ValueError("one month, such as 2026-03")
        return date


class Episode(Entry):
    """A scenario that happened, the baseline it is run on, and what was observed."""

    title: Text
    baseline_year: Year
    slack_year: Year
    start: str
    target: Code | None = None
    months: Annotated[int, Field(ge=1, le=120)]
    measures: tuple[Measure, ...]
    observed: tuple[Observation, ...]
    note: str = ""
