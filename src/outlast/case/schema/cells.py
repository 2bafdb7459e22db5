"""The cells that rows are made of, and what every row has."""

import math
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Status = Literal["sourced", "derived", "assumed"]
Grade = Literal["A", "B", "C", "D"]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
Codes = Annotated[
    tuple[Code, ...], BeforeValidator(lambda cell: cell.split() if isinstance(cell, str) else cell)
]
"""Several codes in one cell, with spaces between."""
LAST_YEAR = 2100
Year = Annotated[int, Field(ge=1900, le=LAST_YEAR)]
LARGEST, SMALLEST = 1e18, 1e-12
"""No figure of trade or of a market is larger, or smaller but zero."""


def refuse(what: str, got: str, expected: str, remedy: str = "") -> PydanticCustomError:
    """Make the error of a check of several values, of which pydantic would print the whole."""
    words = {"what": what, "got": got, "expected": expected, "remedy": remedy}
    return PydanticCustomError("refused", "{what} is {got}, expected {expected}", words)


def _plain_number(value: object) -> object:
    """Refuse forms of numbers that a spreadsheet would not read, such as 8_000."""
    if isinstance(value, str) and ("_" in value or not value.isascii()):
        return value.replace("_", " ") + " …"  # which no longer reads as a number
    return value


def _sized(value: float) -> float:
    """Refuse sizes that no figure has."""
    if value and math.isfinite(value) and not SMALLEST <= abs(value) <= LARGEST:
        raise ValueError("size")
    return value


_Plain = BeforeValidator(_plain_number)
_Sized = AfterValidator(_sized)
Share = Annotated[float, _Plain, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, _Plain, _Sized, Field(ge=0, allow_inf_nan=False)]
Number = Annotated[float, _Plain, _Sized, Field(allow_inf_nan=False)]
Text = Annotated[str, Field(min_length=1)]


def _no_sign_of_formula(text: object) -> object:
    """Keep a spreadsheet from running a cell that a CSV export carries."""
    if isinstance(text, str) and text[:1] in {"=", "@", "\t", "\r"}:
        raise ValueError("formula")
    return text


Note = Annotated[str, BeforeValidator(_no_sign_of_formula)]


class Entry(BaseModel):
    """What every row has: immutable, and no column that the schema does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Graded(Entry):
    """A row that rests on a source."""

    status: Status
    grade: Grade
    source: Identifier
    note: Note = ""
