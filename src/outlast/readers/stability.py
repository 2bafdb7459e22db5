"""Political stability and absence of violence, World Bank Worldwide Governance Indicators.

The method was revised between the releases of 2022 and 2023: `Stability.release` says which one a
value is from, and a change between the two years is no change of the country.
"""

from typing import NamedTuple

from outlast.readers.shipped import query


class Stability(NamedTuple):
    """A country's political stability in a year."""

    country: str
    """ISO alpha-3 code."""
    year: int
    estimate: float | None
    """About -2.5 (weak) to 2.5 (strong); None if unknown."""
    se: float | None
    percentile: float | None
    """0 to 100 among all countries; None from 2023."""
    release: str


def political_stability() -> list[Stability]:
    """Every country and year, 1996 to 2024, by country and year.

    Examples
    --------
    >>> rows = {(row.country, row.year): row for row in political_stability()}
    >>> rows["CHN", 2022].release, rows["CHN", 2023].release
    ('2023 release', 'revised-methodology release')
    """
    rest = "country, year, estimate, se, percentile, release FROM {table}"
    return [Stability(*row) for row in query("stability", rest).fetchall()]
