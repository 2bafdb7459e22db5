"""Numbers of a back-test as tables and pages write them."""

from collections.abc import Mapping
from typing import Any

UNWRITTEN = frozenset({"multiple", "share"})
"""Units that are not written beside a number."""


def bounds(row: Mapping[str, Any]) -> str:
    """Write what was observed with its unit.

    Examples
    --------
    >>> bounds({"observed": [464, 1196.4], "unit": "t"})
    '464 to 1,196 t'
    >>> bounds({"observed": [0.2, 0.2], "unit": "multiple"})
    '0.2'
    """
    low, high = row["observed"]
    unit = "" if row["unit"] in UNWRITTEN else f" {row['unit']}"
    return (number(low) if low == high else f"{number(low)} to {number(high)}") + unit


def number(value: float | None, unknown: str = "never") -> str:
    """Write three digits, or whole thousands.

    Examples
    --------
    >>> number(0.12345), number(27348.2), number(None)
    ('0.123', '27,348', 'never')
    """
    if value is None:
        return unknown
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
