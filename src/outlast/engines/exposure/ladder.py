"""What the rungs of control mean, and since when each was below a half or a tenth."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from outlast.case.schema import RUNGS

ALL_BUT_ALL, HALF, TENTH = 0.95, 0.5, 0.1


class Meaning(NamedTuple):
    """One meaning of "controlled by a power"."""

    title: str
    words: str
    caveat: str


MEANINGS: dict[str, Meaning] = {
    "territory": Meaning(
        "Its territory",
        "what leaves its territory",
        "a state can stop it by law within days",
    ),
    "distributors": Meaning(
        "With its distributors",
        "and what its firms buy, carry and sell, or own by majority",
        "a firm must obey its own state; the maker may find another buyer within months",
    ),
    "minority": Meaning(
        "With minority holdings and licensors",
        "and minority holdings, licensors and half-owned firms",
        "a minority has no veto, and a running plant hardly needs its licensor",
    ),
    "containers": Meaning(
        "With containers made there",
        "and containers made there, under a rule on re-export",
        "no such rule exists; it would slow growth and repair, not stop what runs",
    ),
    "allies": Meaning(
        "With the firms of its allies",
        "its territory and the firms of its allies",
        "only if every ally and every firm acts with it",
    ),
}


class History(NamedTuple):
    """What years say of one rung; a year is None where there is none."""

    rung: str
    ever_95: list[int]
    """Years in which the point is 95 % or more."""
    possibly_95: list[int]
    """Years in which the outer upper bound is."""
    below_50: int | None
    """First year from which the point stays below a half."""
    surely_below_50: int | None
    """The same of the outer upper bound."""
    below_10: int | None
    surely_below_10: int | None
    unknown: list[int]
    """Years that are not known; none of them counts as below."""


def histories(years: Sequence[tuple[int, Mapping[str, Any]]]) -> list[History]:
    """Find since when a power's reach on each rung was below a half and a tenth for good.

    Parameters
    ----------
    years : sequence of tuple
        Year, and the power's rungs: name to values by the names of `reach.FORMS`.

    Returns
    -------
    list of History
        By rung; "for good" is to the last of the years.
    """
    found = []
    for rung in RUNGS:
        told = [(year, rungs[rung]) for year, rungs in years if rung in rungs]
        if not told:
            continue
        point = [(year, values["point"]) for year, values in told]
        outer = [(year, values["outer_high"]) for year, values in told]
        found.append(
            History(
                rung,
                [y for y, v in point if v is not None and v >= ALL_BUT_ALL],
                [y for y, v in outer if v is not None and v >= ALL_BUT_ALL],
                _below(point, HALF),
                _below(outer, HALF),
                _below(point, TENTH),
                _below(outer, TENTH),
                [y for y, v in point if v is None],
            )
        )
    return found


def _below(values: Sequence[tuple[int, float | None]], mark: float) -> int | None:
    """First year from which every value is known and below the mark."""
    since = None
    for year, value in values:
        if value is None or value >= mark:
            since = None
        elif since is None:
            since = year
    return since
