"""What each supplier may make in years to come, from what is on file."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from outlast.case import Case
from outlast.case.schema import WORLD_SUBJECT, Figure
from outlast.engines.plan.outlook_bands import (
    MONTHS,
    Array,
    Band,
    known,
    months_of,
    part_of_years,
    span_of,
)
from outlast.engines.plan.outlook_plants import Planned, planned, standing, targets
from outlast.periods import Period


@dataclass
class Supplier:
    """One country's outlook.

    Attributes
    ----------
    country : str
        Its code.
    base : Band
        Output of the base year.  [t]
    output : ndarray, shape (end, year)
        Low, point and high; a point that is not known is NaN.  [t]
    plants : list of Planned
        What may start.
    reserves : Band or None
        None where unknown.  [t]
    parts : list of dict
        What moves the output, in words, with figures.
    figures : set of str
        Ids that it rests on.
    unknown : list of str
        What is not on file.
    """

    country: str
    base: Band
    output: Array
    plants: list[Planned] = field(default_factory=list)
    reserves: Band | None = None
    parts: list[dict[str, Any]] = field(default_factory=list)
    figures: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)

    def note(self, what: str, words: str, *figures: str) -> None:
        """Say what moves the output, and by which figures."""
        self.parts.append({"what": what, "words": words, "figures": sorted(figures)})
        self.figures.update(figures)

    def told(self, case: Case, years: range) -> dict[str, Any]:
        """Plain values."""
        columns = [[known(value) for value in column] for column in self.output.T]
        left = None
        if self.reserves is not None and self.base.point > 0:
            left = self.reserves.point / self.base.point
        return {
            "country": self.country,
            "name": case.countries.name(self.country),
            "base": self.base.told(),
            "reserves": None if self.reserves is None else self.reserves.told(),
            "years_left": left,
            "plants": [plant.told() for plant in self.plants],
            "years": [
                {"year": year, "low": low, "point": point, "high": high}
                for year, (low, point, high) in zip(years, columns, strict=True)
            ],
            "parts": self.parts,
            "unknown": self.unknown,
            "figures": sorted(self.figures),
        }


def supplier(case: Case, country: str, base: int, years: range) -> Supplier | None:
    """Put one country's outlook together.

    Parameters
    ----------
    case : Case
        With figures.
    country : str
        A code.
    base : int
        The last year of which output is printed.
    years : range
        Years to come.

    Returns
    -------
    Supplier or None
        None if no output of the base year is on file: unknown, and not zero.
    """
    figures = case.find_figures("production", country, base)
    made = span_of(case, figures, "t")
    if made is None:
        return None
    one = Supplier(country, made, np.repeat(np.array(made)[:, None], len(years), axis=1))
    one.note("output", f"what was printed for {base} goes on", *(f.id for f in figures))
    _idle(case, one, base)
    _store(case, one, base)
    _damage(case, one, base, years)
    _open_stop(case, one, base, years)
    _plants(case, one, base, years)
    _targets(case, one, years)
    _depletion(case, one, base, years)
    return one


def _idle(case: Case, one: Supplier, base: int) -> None:
    """At the high end what stands runs in full."""
    capacity = standing(case, one.country, base)
    if capacity > one.base.high:
        one.output[2] = capacity
        one.note("idle", f"plants on file for {capacity:,.0f} t stand; the high end has them run")


def _store(case: Case, one: Supplier, base: int) -> None:
    """At the low end nothing comes out of a store any more."""
    rows = [
        f for f in case.figures.values()
        if f.quantity == "storage_withdrawal" and f.subject == one.country and (f.value or 0) > 0
        and (Period.parse(f.period).year or 0) in range(base - 2, base + 1)
    ]  # fmt: skip
    if not rows:
        return
    last = max(rows, key=lambda f: (Period.parse(f.period).year or 0, f.grade == "A", f.id))
    amount = case.tonnes(last) or 0.0
    one.output[0] = np.maximum(one.output[0] - amount, 0.0)
    words = f"{amount:,.0f} t came out of a store in {last.period}; the low end has it empty"
    one.note("store", words, last.id)


def _damage(case: Case, one: Supplier, base: int, years: range) -> None:
    """A part is lost until it is repaired."""
    lost, repair = (
        _after(case, quantity, one.country, base) for quantity in ("lost_share", "repair_time")
    )
    if lost is None or repair is None:
        if lost is not None:
            one.unknown.append("how long what is lost takes to repair")
        return
    share, time = span_of(case, [lost], "share"), span_of(case, [repair], "month")
    if share is None or time is None:
        return
    begun = months_of(lost.period)[0]
    for end in range(3):
        months, part = time[2 - end], share[2 - end]
        one.output[end] *= 1 - part * part_of_years(years, begun, begun + months)
    words = (
        f"{share.low:.0%} to {share.high:.0%} of it is lost from {lost.period} on, for "
        f"{time.low:.0f} to {time.high:.0f} months"
    )
    one.note("damage", words, lost.id, repair.id)


def _after(case: Case, quantity: str, country: str, base: int) -> Figure | None:
    rows = [
        f for f in case.figures.values()
        if (f.quantity, f.subject, f.item, f.partner) == (quantity, country, None, None)
        and Period.parse(f.period).first >= (base + 1) * MONTHS
    ]  # fmt: skip
    return min(rows, key=lambda f: (f.grade, f.id), default=None)


def _open_stop(case: Case, one: Supplier, base: int, years: range) -> None:
    """At the low end a stop without a printed end lasts through its year."""
    world = span_of(case, case.find_figures("production", WORLD_SUBJECT, base), "t")
    for event in case.events.values():
        begun = months_of(event.start)[0]
        if event.kind != "outage" or event.place != one.country or event.end:
            continue
        if begun < (base + 1) * MONTHS or not (event.share_high and world and one.base.point):
            continue
        part = min(1.0, event.share_high * world.point / one.base.point)
        until = (begun // MONTHS + 1) * MONTHS
        one.output[0] *= 1 - part * part_of_years(years, begun, until)
        one.unknown.append(f"the end of: {event.title}")
        one.note("stop", f"the stop of {event.start} has no printed end; the low end has it last "
                 f"through {begun // MONTHS}, the others leave it out")  # fmt: skip


def _plants(case: Case, one: Supplier, base: int, years: range) -> None:
    one.plants = planned(case, one.country, base)
    for plan in one.plants:
        one.output += plan.added(years, base)
        if plan.capacity is None:
            one.unknown.append(f"capacity of {plan.plant.name}")
        if plan.figure:
            one.figures.add(plan.figure)


def _targets(case: Case, one: Supplier, years: range) -> None:
    """At the high end what is printed as a country's capacity to come is met."""
    for figure in targets(case, one.country, years):
        band = span_of(case, [figure], "t/year")
        since = Period.parse(figure.period).years[0]
        if band is None:
            continue
        place = [n for n, year in enumerate(years) if year >= since]
        one.output[2, place] = np.maximum(one.output[2, place], band.high)
        words = f"{band.high:,.0f} t a year are spoken of for {since}; the high end has them"
        one.note("target", words, figure.id)


def _depletion(case: Case, one: Supplier, base: int, years: range) -> None:
    """At the low end and the point no more is made than reserves hold."""
    rows = [
        figure
        for year in range(base, base - 3, -1)
        for figure in case.find_figures("reserves", one.country, year)
    ]
    held = next((figure for figure in rows if figure.value is not None), None)
    band = span_of(case, [held], "t") if held else None
    if held is None or band is None:
        one.unknown.append("reserves, and so when they are used up")
        one.figures.update(figure.id for figure in rows[:1])
        return
    one.reserves = band
    as_of = Period.parse(held.period).years[0]
    for end in (0, 1):
        left = band[end] - (years[0] - 1 - as_of) * one.base[end]
        for n in range(len(years)):
            one.output[end, n] = np.fmin(one.output[end, n], max(left, 0.0))
            left -= one.output[end, n]
    one.note("reserves", f"{band.point:,.0f} t as of {as_of}; the high end has them found anew",
             held.id)  # fmt: skip
