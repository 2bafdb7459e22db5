"""Who owns the largest plants, whose technology they run on, and what is not known of them."""

from collections.abc import Iterable
from typing import NamedTuple

from outlast.case import Case
from outlast.case.plants import surely_runs
from outlast.case.schema import NOT_A_PLANT, Company, Facility

MOST = 10


class Plant(NamedTuple):
    """A running plant."""

    facility: Facility
    tonnes: float | None
    """Capacity [t/year]."""
    share: float | None
    """Of the capacity on file."""


class Homes(NamedTuple):
    """How many of some plants or firms are a power's, in whole or in part."""

    whole: int
    part: int
    none: int
    unknown: int


class Largest(NamedTuple):
    """The largest plants of a year.

    Attributes
    ----------
    plants : tuple of Plant
        The largest first.
    unsized : tuple of Facility
        Running plants whose capacity is not on file: each may belong among the largest.
    companies : tuple of Company
        Firms of the last year on file up to then, those with a known part first.
    """

    plants: tuple[Plant, ...]
    unsized: tuple[Facility, ...]
    companies: tuple[Company, ...]
    tonnes: float


def largest_plants(case: Case, year: int, most: int = MOST) -> Largest:
    """List the largest plants that surely run in a year, stores left out.

    Parameters
    ----------
    case : Case
        ``facilities.csv`` and ``companies.csv``.
    year : int
        Any year.
    most : int
        How many.

    Returns
    -------
    Largest
        By capacity; equal ones by name.
    """
    running = [plant for plant in case.facilities
               if plant.stage not in NOT_A_PLANT and surely_runs(plant, year)]  # fmt: skip
    sizes = {p.id: case.units.convert(p.capacity, p.unit, "t/year")
             for p in running if p.capacity is not None}  # fmt: skip
    total = sum(sizes.values())
    ranked = sorted((p for p in running if p.id in sizes), key=lambda p: (-sizes[p.id], p.name))
    return Largest(
        tuple(Plant(p, sizes[p.id], sizes[p.id] / total) for p in ranked[:most]),
        tuple(p for p in running if p.id not in sizes),
        _companies(case, year),
        total,
    )


def homes(codes: Iterable[tuple[str, ...]], power: str) -> Homes:
    """Count whose homes are a power's; no code at all is unknown."""
    told = list(codes)
    return Homes(
        sum(set(c) == {power} for c in told),
        sum(power in c and len(set(c)) > 1 for c in told),
        sum(bool(c) and power not in c for c in told),
        sum(not c for c in told),
    )


def _companies(case: Case, year: int) -> tuple[Company, ...]:
    """Every firm by its last row up to the year, the largest first."""
    last: dict[str, Company] = {}
    for row in sorted(case.companies, key=lambda row: row.year):
        if row.year <= year:
            last[row.name] = row
    return tuple(sorted(last.values(), key=lambda c: (c.share is None, -(c.share or 0.0), c.name)))
