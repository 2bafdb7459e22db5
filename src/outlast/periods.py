"""Stretches of time as sources print them, counted in months.

============  ==========================================
``2024``      the calendar year
``2025-H1``   a half-year
``2026-Q1``   a quarter
``2025-04``   a month
``2026-03-02``  a day
``2025-01..10``  January to October; also ``2024..2025`` and ``2024-11..2025-02``
``as of 2024-10``  a stand at that time, as a stock or an estimate has
============  ==========================================
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from outlast.errors import PeriodError

_SINGLE = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FORMS = "a period such as 2024, 2025-H1, 2026-Q1, 2025-04, 2026-03-02 or 2025-01..10"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of whole months, or one day within a month.

    Attributes
    ----------
    first, last : int
        First and last month, counted from January of year 0 (year × 12 + month − 1).
    day : int
        Day of the month, 0 where the source gives whole months.
    as_of : bool
        Whether the figure is a stand at that time rather than a total over it.

    Examples
    --------
    >>> Period.parse("2026-Q1").months
    3
    >>> Period.parse("2024").year
    2024
    >>> Period.parse("2024-11..2025-02").year is None
    True
    """

    first: int
    last: int
    day: int = 0
    as_of: bool = False

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period.

        Raises
        ------
        PeriodError
            If the text has none of the forms above, or names a month that does not exist.
        """
        return _parsed(text)

    @property
    def months(self) -> int:
        """Number of months touched."""
        return self.last - self.first + 1

    @property
    def year(self) -> int | None:
        """The calendar year, if the period is exactly one or a stand within one."""
        whole = self.months == 12 and self.first % 12 == 0
        return self.first // 12 if whole or self.as_of else None

    @property
    def years(self) -> range:
        """Every calendar year that the period touches."""
        return range(self.first // 12, self.last // 12 + 1)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Period:
    """Read a period; a case has few, and asks for each again and again."""
    body = text.strip()
    as_of = body.startswith("as of ")
    start, dots, end = body.removeprefix("as of ").partition("..")
    if dots and re.fullmatch(r"\d{2}", end):
        end = f"{start[:4]}-{end}"
    first, _, day = _single(start, text)
    last = _single(end, text)[1] if dots else _single(start, text)[1]
    if last < first or (dots and day):
        raise PeriodError(f"period is {text!r}, expected {_FORMS}: put the earlier month first")
    return Period(first, last, day, as_of)


def runs_of(years: Iterable[int]) -> list[tuple[int, int]]:
    """Gather years that follow one another: the first and last year of each run.

    >>> runs_of([2004, 2002, 2003, 2019])
    [(2002, 2004), (2019, 2019)]
    """
    runs: list[tuple[int, int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _single(text: str, whole: str) -> tuple[int, int, int]:
    """First month, last month and day of a period without dots."""
    match = _SINGLE.fullmatch(text)
    if match is None:
        raise PeriodError(f"period is {whole!r}, expected {_FORMS}")
    year, half, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    january = year * 12
    if half:
        return january + 6 * half - 6, january + 6 * half - 1, 0
    if quarter:
        return january + 3 * quarter - 3, january + 3 * quarter - 1, 0
    if not match.group(4):
        return january, january + 11, 0
    if not 1 <= month <= 12 or (match.group(5) and not 1 <= day <= _DAYS[month - 1]):
        raise PeriodError(f"period is {whole!r}, expected a month and day of the calendar")
    return january + month - 1, january + month - 1, day
