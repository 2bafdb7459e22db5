"""Episodes: scenarios that happened, and what was observed."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from outlast.case.measures.scenario import Measures
from outlast.case.schema import Code, Entry, Identifier, Text, Year
from outlast.errors import PeriodError
from outlast.periods import Period


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
