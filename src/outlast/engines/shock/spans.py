"""When each measure of a scenario acts, counted in months from the start of the run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case.measures import Accident, Dated, Scenario, Timed, Truce
from outlast.errors import InvalidInput, did_you_mean

Array = NDArray[np.float64]
DAYS_A_MONTH = 30.4


@dataclass(frozen=True)
class Span:
    """When a measure acts, in months from the start of the run.

    `expected` is how long people think that it will last, 0 where nobody need think of it, and
    `announced` when they learn of it; at its start where nobody says so before.
    """

    start: float
    end: float
    expected: float
    announced: float = np.inf

    def active(self, months: int) -> Array:
        """Share of each month's days on which it acts, shape (month,)."""
        return days(self.start, self.end, months)

    def remaining(self, months: int) -> Array:
        """Months that people expect it to go on, 0 while it does not act, shape (month,).

        Never less than half of what was expected at first: a stop that has outlasted its
        forecast is not expected to end tomorrow.
        """
        elapsed = np.arange(months) - self.start
        left = np.maximum(self.expected - elapsed, 0.5 * self.expected)
        return np.where(self.active(months) > 0, left, 0.0)

    def apart(self, other: "Span") -> bool:
        """Whether one is over before the other begins."""
        return self.end <= other.start or other.end <= self.start


def days(first: float, last: float, months: int) -> Array:
    """Share of each month's days from one date to another, shape (month,)."""
    edges = np.arange(months + 1, dtype=float)
    overlap = np.minimum(edges[1:], last) - np.maximum(edges[:-1], first)
    return np.clip(overlap, 0.0, 1.0)


def spans_of(scenario: Scenario, start: int) -> Mapping[str, Span]:
    """Find when each measure acts; a truce that names it ends it.

    Parameters
    ----------
    scenario : Scenario
        The measures.
    start : int
        First month of the run, year × 12 + month − 1.

    Returns
    -------
    mapping of str to Span
        By the measure's id.

    Raises
    ------
    InvalidInput
        If a date lies before the run, an end or a truce not after the start, or a truce lifts
        nothing that is there.
    """
    begins = {m.id: month_of(m.start, start, m.id) for m in scenario.measures}
    dated = [m for m in scenario.measures if isinstance(m, Timed)]
    truces = [m for m in scenario.measures if isinstance(m, Truce)]
    for truce in truces:
        _check_truce(truce, dated, begins)
    spans = {}
    for measure in dated:
        ends = [begins[truce.id] for truce in truces if measure.id in truce.lifts]
        spans[measure.id] = _span(measure, begins[measure.id], ends, start)
    return spans


def _check_truce(truce: Truce, dated: Iterable[Timed], begins: Mapping[str, float]) -> None:
    """Refuse a truce that lifts nothing, itself, or what has not begun."""
    what, known = f"truce {truce.id}: lifts", {m.id: m for m in dated}
    if not truce.lifts:
        raise InvalidInput(what, "empty", expected="the ids of one or more measures",
                           remedy=did_you_mean("", known))  # fmt: skip
    for name in truce.lifts:
        if name not in known:
            got = "itself" if name == truce.id else name
            raise InvalidInput(what, got, expected="the id of a ban or another measure",
                               remedy=did_you_mean(name, known))  # fmt: skip
        if isinstance(known[name], Accident):
            raise InvalidInput(what, name, expected="measures that powers can end",
                               remedy=f"{name} is an accident, which ends with its repair",
                               )  # fmt: skip
        if begins[truce.id] <= begins[name]:
            raise InvalidInput(f"truce {truce.id}: start", truce.start,
                               expected=f"a date after the start of {name}",
                               remedy=f"{name} begins at {known[name].start}")  # fmt: skip


def _span(measure: Timed, first: float, lifted: list[float], start: int) -> Span:
    """When a measure acts, given the truces that lift it."""
    announced, expected = first, 0.0
    if isinstance(measure, Dated):
        expected = measure.expected_months
        if measure.announced:
            announced = month_of(measure.announced, start, measure.id)
    if announced > first and isinstance(measure, Dated):
        raise InvalidInput(f"measure {measure.id}: announced", measure.announced,
                           expected="no later than its start")  # fmt: skip
    last = month_of(measure.end, start, measure.id) if measure.end else np.inf
    if last <= first:
        raise InvalidInput(f"measure {measure.id}: end", measure.end, expected="after its start",
                           remedy=f"it begins at {measure.start}")  # fmt: skip
    return Span(first, min([last, *lifted]), expected, announced)


def month_of(date: str, start: int, name: str) -> float:
    """Months from the start of the run, days as parts of a month."""
    if date.startswith("+"):
        return float(date[1:])
    parts = [int(part) for part in date.split("-")]
    day = (parts[2] - 1) / DAYS_A_MONTH if len(parts) == 3 else 0.0
    months = parts[0] * 12 + parts[1] - 1 - start + day
    if months < 0:
        begin = f"{start // 12}-{start % 12 + 1:02}"
        raise InvalidInput(
            f"measure {name}: date",
            date,
            expected=f"no earlier than {begin}",
            remedy="the run begins then; give a later date or an earlier year",
        )
    return months
