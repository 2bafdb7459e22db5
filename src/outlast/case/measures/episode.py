"""Episodes: scenarios that happened, and what was observed."""

from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from outlast.case.measures.observation import Observation
from outlast.case.measures.scenario import Measures
from outlast.case.schema import Code, Entry, Text, Year, refuse
from outlast.errors import PeriodError
from outlast.periods import Period


class Episode(Entry):
    """A scenario that happened, the baseline it is run on, and what was observed.

    `lesson` says what its hits and misses teach, written after it was run.
    """

    title: Text
    baseline_year: Year
    slack_year: Year
    start: str
    target: Code | None = None
    months: Annotated[int, Field(ge=1, le=120)]
    measures: Measures
    observed: tuple[Observation, ...]
    note: str = ""
    lesson: str = ""

    @field_validator("start")
    @classmethod
    def _is_a_month(cls, start: str) -> str:
        try:
            whole = Period.parse(start).months == 1
        except PeriodError:
            whole = False
        if not whole:
            raise ValueError("a month, such as 2026-03")
        return start

    @property
    def first(self) -> int:
        """First month of the run, year × 12 + month − 1."""
        return Period.parse(self.start).first

    @model_validator(mode="after")
    def _comes_after_its_baseline(self) -> Self:
        """Refuse a baseline that was not known when it began, and dates outside the run."""
        if not self.observed:
            raise refuse("observed", "empty", "one observation or more")
        if not self.measures:
            raise refuse("measures", "empty", "one measure or more")
        if self.slack_year > self.first // 12:
            raise refuse("slack_year", str(self.slack_year), f"at most {self.first // 12}",
                         "a later year's market was not known")  # fmt: skip
        if self.baseline_year >= self.first // 12:
            raise refuse("baseline_year", str(self.baseline_year), f"before {self.start}",
                         "take the last whole year before the episode")  # fmt: skip
        known = {measure.id for measure in self.measures}
        for seen in self.observed:
            if seen.after is not None and seen.after not in known:
                raise refuse(f"after of {seen.variable}", seen.after, "the id of a measure")
            period = Period.parse(seen.date)
            if period.first < self.first or period.last >= self.first + self.months:
                raise refuse(f"date of {seen.variable}", seen.date, self._span(),
                             "begin earlier or run for more months")  # fmt: skip
        return self

    def _span(self) -> str:
        last = self.first + self.months - 1
        return f"within {self.start}..{last // 12}-{last % 12 + 1:02}, the run's months"
