"""When a measure begins and ends, and for how long people expect it to last."""

import calendar
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from outlast.case.schema import Entry, Identifier

_FORM = r"\+\d{1,3}|\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?"
DATE = rf"^({_FORM})$"
DATE_OR_NONE = rf"^({_FORM})?$"


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
SomeMonths = Annotated[float, Field(ge=0, le=600, allow_inf_nan=False)]
STAGE = r"^[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*$"
StagePath = Annotated[str, Field(pattern=STAGE, max_length=800)]
"""``ore``, or ``oxide/ore`` for a stage of a stage."""
IMPORTER = "IMPORTER"
"""Stands for the run's target."""
EVERYONE = "ALL"


class Timed(Entry):
    """Something that begins and may end."""

    id: Identifier
    stage: StagePath | None = None
    """The upstream stage on whose market it acts; the product's own if not given."""
    start: Date
    end: DateOrNone = ""
    source: Identifier | None = None
    note: str = ""


class Dated(Timed):
    """Something that takes supply away or makes it dearer, and is expected to last."""

    announced: DateOrNone = ""
    """Between this date and the start buyers buy ahead."""
    expected_months: Months
