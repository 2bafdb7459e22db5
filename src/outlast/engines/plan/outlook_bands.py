"""Numbers with ends, as an outlook reads them from a case: low, point, high."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import Figure
from outlast.engines.shock.priors import around, between
from outlast.periods import Period

Array = NDArray[np.float64]
MONTHS = 12


class Band(NamedTuple):
    """Two ends and what is best between them, NaN where only the ends are known."""

    low: float
    point: float
    high: float

    def told(self) -> dict[str, float | None]:
        """Plain values."""
        return {name: known(value) for name, value in self._asdict().items()}


UTILISATION = Band(0.5, 0.85, 1.0)
"""Of a plant's capacity in a year, where the case does not say."""


def known(value: float) -> float | None:
    """None of a NaN."""
    return None if np.isnan(value) else float(value)


def span_of(case: Case, figures: Iterable[Figure], unit: str) -> Band | None:
    """Read what several figures of one thing leave open.

    Parameters
    ----------
    case : Case
        Whose units are meant.
    figures : iterable of Figure
        The best first, as `Case.find_figures` gives them; assumed ones count only alone.
    unit : str
        Of the band.

    Returns
    -------
    Band or None
        The best figure between the ends of all of them; None if nothing is known.
    """
    rows = [f for f in figures if f.value is not None or f.high is not None]
    rows = [f for f in rows if f.status != "assumed"] or rows
    if not rows:
        return None
    ends = []
    for row in rows:
        factor = case.units.factor(row.unit, unit)
        low, high = (row.value if end is None else end for end in (row.low, row.high))
        ends += [end * factor for end in (low, high) if end is not None]
    first = rows[0]
    point = np.nan if first.value is None else case.units.convert(first.value, first.unit, unit)
    return Band(min(ends), point, max(ends))


def draw(rng: np.random.Generator, band: Band, count: int) -> Array:
    """Draw between the ends: half evenly below the point, half evenly above it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Moved on by `count`.
    band : Band
        Without a point, evenly between the ends.
    count : int
        How many.

    Returns
    -------
    ndarray, shape (count,)
        The median is the point.

    Examples
    --------
    >>> drawn = draw(np.random.default_rng(1), Band(0.0, 1.0, 9.0), 4)
    >>> [bool(0 <= one <= 9) for one in drawn]
    [True, True, True, True]
    """
    even = rng.random(count)
    if np.isnan(band.point):
        return between(band.low, band.high, "uniform", even)
    return around(*band, even)


def part_of_years(years: range, first: float, after: float = np.inf) -> Array:
    """Tell what part of each year lies in a stretch of months.

    Parameters
    ----------
    years : range
        Calendar years.
    first, after : float
        First month of the stretch and the first after it, counted as in `Period`.

    Returns
    -------
    ndarray, shape (year,)
        0 to 1.

    Examples
    --------
    >>> part_of_years(range(2026, 2029), 2027 * 12 + 6)
    array([0. , 0.5, 1. ])
    """
    january = np.array([year * MONTHS for year in years], dtype=float)
    inside = np.minimum(january + MONTHS, after) - np.maximum(january, first)
    return np.clip(inside, 0.0, MONTHS) / MONTHS


def months_of(text: str) -> tuple[int, int]:
    """First month of a period, and the first after it."""
    period = Period.parse(text)
    return period.first, period.last + 1
