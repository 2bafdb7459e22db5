"""Each country's part of the world's production."""

from typing import NamedTuple

from outlast.case import Case
from outlast.case.plants import runs
from outlast.case.schema import NOT_A_PLANT, WORLD_SUBJECT, Figure


class Producer(NamedTuple):
    """A country's production in a year."""

    country: str
    tonnes: float | None
    share: float | None
    """Of the printed world total; ``None`` if either is unknown."""
    figure: str
    reason: str
    """Why the share is unknown."""


class World(NamedTuple):
    """The world's production in a year."""

    producers: tuple[Producer, ...]
    """The largest first, unknown ones last."""
    tonnes: float | None
    figures: tuple[str, ...]
    reason: str


def with_output(case: Case, year: int) -> set[str]:
    """Countries with a plant running that year, or printed production that is not zero."""
    running = {
        plant.country
        for plant in case.facilities
        if plant.stage not in NOT_A_PLANT and runs(plant, year)
    }
    printed = {
        code
        for code in case.subjects("production", year)
        if case.find_figures("production", code, year)[0].value != 0
    }
    return (running | printed) - {WORLD_SUBJECT}


def producers(case: Case, year: int) -> World:
    """Divide each country's production by the printed world total.

    A country's figure must come from the table that prints the total, since sources differ in
    what they count; where it does not, the share is unknown.

    Parameters
    ----------
    case : Case
        Holds figures of quantity ``production``.
    year : int
        Calendar year.

    Returns
    -------
    World
        Empty where the case has no production for the year.
    """
    totals = case.find_figures("production", WORLD_SUBJECT, year)
    total = totals[0] if totals else None
    world = case.tonnes(total) if total else None
    reason = "" if world else _why_no_total(total, year)
    countries = [code for code in case.subjects("production", year) if code != WORLD_SUBJECT]
    found = [
        _producer(case, _best(case, code, year, total), total, world, reason) for code in countries
    ]
    found.sort(key=lambda producer: (producer.tonnes is None, -(producer.tonnes or 0)))
    figures = tuple(p.figure for p in found) + ((total.id,) if total else ())
    if not found:
        reason = f"no production for {year} is on file"
    return World(tuple(found), world, tuple(sorted(figures)), reason)


def _why_no_total(total: Figure | None, year: int) -> str:
    """Say why there is no world total to divide by."""
    if total is None:
        return f"no world production for {year} is on file"
    return f"the world's production is unknown: {total.note.partition('; ')[0]}"


def _best(case: Case, country: str, year: int, total: Figure | None) -> Figure:
    figures = case.find_figures("production", country, year)
    same = [figure for figure in figures if total and figure.source == total.source]
    return (same or list(figures))[0]


def _producer(
    case: Case, figure: Figure, total: Figure | None, world: float | None, reason: str
) -> Producer:
    tonnes = case.tonnes(figure)
    if tonnes is None:
        return Producer(figure.subject, None, None, figure.id, figure.note)
    if world and total and figure.source != total.source:
        reason = "its figure is from another table than the world total: they may not count alike"
        return Producer(figure.subject, tonnes, None, figure.id, reason)
    share = tonnes / world if world else None
    if total and total.value is None and total.low:
        most = tonnes / case.units.convert(total.low, total.unit, "t")
        reason = f"at most {most:.1%}, {reason}"
    return Producer(figure.subject, tonnes, share, figure.id, reason)
