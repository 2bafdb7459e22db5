"""Numbers that may be given as a range, which is then drawn, and amounts with their unit."""

import math
import re
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer, PlainValidator, WithJsonSchema


class Between(NamedTuple):
    """A number, or the bounds between which it is drawn, alike at every point."""

    low: float
    high: float


MOST_MONTHS = 600.0


def _reader(most: float, words: str) -> Callable[[object], Between]:
    """Read a number or two that rise, all from 0 to `most`."""

    def read(value: object) -> Between:
        given = list(value) if isinstance(value, list | tuple) else [value, value]
        numbers = [x for x in given if isinstance(x, int | float) and not isinstance(x, bool)]
        sound = len(given) == len(numbers) == 2 and all(math.isfinite(x) for x in numbers)
        if not sound or not 0 <= numbers[0] <= numbers[1] <= most:
            raise ValueError(f"expected {words}, or [low, high]")
        return Between(float(numbers[0]), float(numbers[1]))

    return read


def _schema(most: float) -> WithJsonSchema:
    number: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": most}
    two = {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
    return WithJsonSchema({"anyOf": [number, two]})


_AS_LIST = PlainSerializer(list, return_type=list[float])
ShareBetween = Annotated[
    Between, PlainValidator(_reader(1.0, "a share from 0 to 1")), _AS_LIST, _schema(1.0)
]
MonthsBetween = Annotated[
    Between,
    PlainValidator(_reader(MOST_MONTHS, f"months from 0 to {MOST_MONTHS:g}")),
    _AS_LIST,
    _schema(MOST_MONTHS),
]
NONE = Between(0.0, 0.0)

MOST_AMOUNT = 1e12
_AMOUNT = r"^\d+(\.\d+)?(e\d+)? [A-Za-z].*$"


def _has_a_unit(value: object) -> object:
    if not isinstance(value, str) or not re.match(_AMOUNT, value):
        raise ValueError("expected an amount with its unit, such as '500 t'")
    if float(value.split(" ")[0]) > MOST_AMOUNT:
        raise ValueError(f"expected at most {MOST_AMOUNT:g} of its unit")
    return value


Quantity = Annotated[str, BeforeValidator(_has_a_unit), Field(pattern=_AMOUNT)]
"""``500 t``, ``3 months``, ``200 t/year``."""
