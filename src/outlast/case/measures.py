"""Scenarios: dated measures, read from YAML files.

A date is absolute (``2017-06-12``, ``2026-03``) or counts months from the start of the run
(``+0``).  Every measure says for how long people expect it to last, since stocks are released by
that expectation: it is what separates a stop of three weeks from one without an end.
"""

import calendar
from collections import Counter
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from outlast.case.schema import Code, Entry, Identifier, Share, Text, Year, refuse
from outlast.errors import PeriodError
from outlast.periods import Period

_FORM = r"\+\d{1,3}|\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
DATE = rf"^({_FORM})$"
DATE_OR_NONE = rf"^({_FORM})?$"
MAX_MEASURES = 200


def _is_text(value: object) -> object:
    """YAML reads +0 and 2026-03-02 as a number and a date of its own."""
    if not isinstance(value, str):
        raise ValueError("expected text such as '+0' or '2026-03-02', in quotes")  # noqa: TRY004 - pydantic's
    return value


def _is_day(value: str) -> str:
    """Refuse a day that its month does not have."""
    parts = [int(part) for part in value.split("-")] if "-" in value else []
    if len(parts) == 3 and parts[2] > calendar.monthrange(parts[0], parts[1])[1]:
        raise ValueError("expected a day that the month has")
    return value


_Text, _Day = BeforeValidator(_is_text), AfterValidator(_is_day)
Date = Annotated[str, Field(pattern=DATE), _Day, _Text]
DateOrNone = Annotated[str, Field(pattern=DATE_OR_NONE), _Day, _Text]
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


def _fit_together(measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
    """Refuse too many measures, ids used twice and repairs that never begin."""
    if len(measures) > MAX_MEASURES:
        remedy = "each is compared with every other; join those of the same dates and targets"
        raise refuse("number", f"{len(measures):,}", f"at most {MAX_MEASURES}", remedy)
    twice = [name for name, count in Counter(m.id for m in measures).items() if count > 1]
    if twice:
        raise refuse("id", twice[0], "an id used once")
    lifted = {name for m in measures if isinstance(m, Truce) for name in m.lifts}
    for measure in measures:
        ends = isinstance(measure, Dated) and (measure.end or measure.id in lifted)
        if isinstance(measure, Outage) and measure.repair_months and not ends:
            got = f"{measure.repair_months:g} without an end"
            remedy = "the repair begins at the end: give one, or leave repair_months out"
            raise refuse(f"{measure.id}.repair_months", got, "an end before the repair", remedy)
    return measures


_MOST = {"maxItems": MAX_MEASURES}
Measures = Annotated[
    tuple[Measure, ...], AfterValidator(_fit_together), Field(json_schema_extra=_MOST)
]


class Scenario(Entry):
    """A list of measures under a title."""

    title: Text
    measures: Measures


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
    measures: Measures
    observed: tuple[Observation, ...]
    note: str = ""
