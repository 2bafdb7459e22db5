"""Plants that are planned, and what stands idle, of a supplier's outlook."""

from typing import NamedTuple

import numpy as np

from outlast.case import Case
from outlast.case.plants import plants_of, surely_runs
from outlast.case.schema import Facility, Figure
from outlast.engines.plan.outlook_bands import (
    MONTHS,
    UTILISATION,
    Array,
    Band,
    draw,
    months_of,
    part_of_years,
    span_of,
)

RATE = "t/year"


class Planned(NamedTuple):
    """A plant that may start after the base year.

    Attributes
    ----------
    plant : Facility
        Its row.
    capacity : Band or None
        None where nobody printed it.  [t/year]
    opens, closes : int
        First month in which it may start, and the first in which it surely has.
    figure : str
        The figure that the capacity or the dates are of; empty if the row says them.
    """

    plant: Facility
    capacity: Band | None
    opens: int
    closes: int
    figure: str

    def added(self, years: range, base: int) -> Array:
        """What it adds to the output of the base year, shape (end, year).  [t/year]

        It starts last at the low end, in the middle at the point, first at the high one.  If it
        may have run in the base year already, its output is in what was printed, but at the high
        end.
        """
        if self.capacity is None:
            return np.zeros((3, len(years)))
        after = (base + 1) * MONTHS
        open_now = self.opens < after
        starts = (
            np.inf if open_now else self.closes,
            _if_after((self.opens + self.closes) / 2, after),
            max(self.opens, after),
        )
        return np.array(
            [
                capacity * used * part_of_years(years, start)
                for capacity, used, start in zip(self.capacity, UTILISATION, starts, strict=True)
            ]
        )

    def drawn(self, rng: np.random.Generator, years: range, base: int, count: int) -> Array:
        """What it adds in each draw, shape (draw, year).  [t/year]"""
        start = rng.uniform(self.opens, self.closes, count)
        capacity = draw(rng, self.capacity or Band(0.0, 0.0, 0.0), count)
        used = draw(rng, UTILISATION, count)
        january = np.array([year * MONTHS for year in years])
        part = np.clip((january + MONTHS - start[:, None]) / MONTHS, 0.0, 1.0)
        part[start < (base + 1) * MONTHS] = 0.0
        return (capacity * used)[:, None] * part

    def told(self) -> dict[str, object]:
        """Plain values."""
        return {
            "id": self.plant.id,
            "name": self.plant.name,
            "starts_first": self.opens // MONTHS,
            "starts_last": (self.closes - 1) // MONTHS,
            "capacity": None if self.capacity is None else self.capacity.told(),
        }


def _if_after(month: float, after: int) -> float:
    return month if month >= after else np.inf


def planned(case: Case, country: str, base: int) -> list[Planned]:
    """List the plants of a country that may start after a year.

    Parameters
    ----------
    case : Case
        With ``facilities.csv``; a figure of capacity whose item is the plant's id has its dates
        and bounds.
    country : str
        A code.
    base : int
        The last year of which output is printed.

    Returns
    -------
    list of Planned
        In the order of the table.
    """
    found = []
    for plant in plants_of(case.facilities, country):
        figure = _capacity_of(case, plant)
        when = figure.period if figure else plant.start
        if not when or months_of(when)[1] <= (base + 1) * MONTHS:
            continue
        found.append(
            Planned(
                plant, _band(case, plant, figure), *months_of(when), figure.id if figure else ""
            )
        )
    return found


def _capacity_of(case: Case, plant: Facility) -> Figure | None:
    rows = [
        f for f in case.figures.values()
        if f.quantity == "capacity" and f.subject == plant.country and f.item == plant.id
    ]  # fmt: skip
    return min(rows, key=lambda f: (f.grade, f.id), default=None)


def _band(case: Case, plant: Facility, figure: Figure | None) -> Band | None:
    if figure is not None:
        return span_of(case, [figure], RATE)
    if plant.capacity is None:
        return None
    low, high = (plant.capacity if end is None else end for end in (plant.low, plant.high))
    factor = case.units.factor(plant.unit, RATE)
    return Band(low * factor, plant.capacity * factor, high * factor)


def standing(case: Case, country: str, base: int) -> float:
    """Capacity that surely stood in a year, as far as it is on file.  [t/year]"""
    return sum(
        case.units.convert(plant.high or plant.capacity, plant.unit, RATE)
        for plant in plants_of(case.facilities, country)
        if plant.capacity is not None and surely_runs(plant, base)
    )


def targets(case: Case, country: str, years: range) -> list[Figure]:
    """Figures of a whole country's capacity in years to come, by year."""
    rows = [f for year in years for f in case.find_figures("capacity", country, year)]
    return [f for f in rows if f.value is not None]
