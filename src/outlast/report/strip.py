"""A small drawing of one claim: its reading as a band, what figures say as points."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

from outlast.case.readings import printed_value
from outlast.case.schema import Claim
from outlast.report.verdicts import number, with_unit

WIDTH, ROOM = 100.0, 4.0
"""Width of the drawing, and the room left at either end."""
MOST = 6
"""Estimates drawn, as many as are listed below the drawing."""
WIDE = 30.0
"""Values that differ by more than this factor stand on a logarithmic scale."""


class Point(NamedTuple):
    """One estimate: its place, the ends of its whisker, and its side."""

    x: float
    low: float
    high: float
    side: str


class Strip(NamedTuple):
    """Places between 0 and `WIDTH`."""

    band: tuple[float, float]
    """Start and width of the reading."""
    points: tuple[Point, ...]
    slip: float | None
    """Where the suspected factor would put the printed number."""
    printed: float
    ends: tuple[str, str]
    """The least and the largest value, in words."""
    logarithmic: bool


def strip(row: Mapping[str, Any], claim: Claim) -> Strip | None:
    """Lay a claim and the estimates of it out on one scale; None where there is nothing to lay.

    Parameters
    ----------
    row : dict
        The claim's line of a check.
    claim : Claim
        The claim itself.

    Returns
    -------
    Strip or None
        With a logarithmic scale where the values are far apart.
    """
    points = [e for e in row["estimates"][:MOST] if not e["bound"]]
    if row["reading"] is None or not points:
        return None
    printed = sum(printed_value(claim)) / 2
    slip = printed * row["factor"] if row["factor"] else None
    low, high = row["reading"][0], row["reading"][1] or max(2 * row["reading"][0], 1.0)
    values = [low, high, printed, *(e["value"] for e in points), *([slip] if slip else [])]
    logarithmic = is_wide(values)
    place = _scale(values, logarithmic=logarithmic)
    drawn = tuple(
        Point(place(e["value"]), place(e["value"] - (e["sd"] or 0)),
              place(e["value"] + (e["sd"] or 0)), e["side"])
        for e in points
    )  # fmt: skip
    band = (place(low), max(place(high) - place(low), 0.6))
    ends = (number(min(values)), with_unit(max(values), row["unit"]))
    return Strip(band, drawn, None if slip is None else place(slip), place(printed), ends,
                 logarithmic)  # fmt: skip


def is_wide(values: list[float]) -> bool:
    """Whether values are so far apart that only a logarithmic scale shows them.

    >>> is_wide([0.0, 1.0, 29.0]), is_wide([500.0, 525_650.0]), is_wide([-1.0, 1000.0])
    (False, True, False)
    """
    known = [value for value in values if value > 0]
    return all(v >= 0 for v in values) and bool(known) and max(known) > WIDE * min(known)


def _scale(values: list[float], *, logarithmic: bool) -> Any:  # noqa: ANN401 - a function
    """Map values to places."""
    positive = [value for value in values if value > 0]
    floor = min(positive) / 3 if logarithmic else 0.0

    def measure(value: float) -> float:
        return math.log10(max(value, floor)) if logarithmic else value

    first, last = (measure(end(values)) for end in (min, max))
    span = (last - first) or abs(last) or 1.0

    def place(value: float) -> float:
        inside = min(max((measure(value) - first) / span, -0.03), 1.03)
        return round(ROOM + inside * (WIDTH - 2 * ROOM), 2)

    return place
