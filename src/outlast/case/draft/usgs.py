"""Whether USGS's production counts the goods of a heading, and its figures in either case."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from outlast.case.draft.subject import Subject
from outlast.case.draft.weights import Weighed
from outlast.case.minerals_figures import figures_of
from outlast.case.schema import WORLD_SUBJECT, Figure
from outlast.units import Units

TOO_MUCH = 1.25
"""A country that sells more than this times what USGS says it makes is counted otherwise."""
MOST_CONTRADICTED = 0.5
MINED = frozenset({"ore", "mineral"})


class Printed(NamedTuple):
    """What USGS prints of the material's production.

    `fits` is whether it counts the heading's goods: at most half of the net exports of the
    countries that it names come from those that sell 1.25 times what it says they make.
    """

    figures: tuple[Figure, ...]
    """With an item where they do not fit, so that no engine takes them for the heading's."""
    fits: bool
    contradicted: float | None
    """The part of net exports that speaks against it; None where nothing can be compared."""
    tonnes: Mapping[int, Mapping[str, float | None]]
    """Production by year and country, None where it is unknown.  [t]"""
    ratio: float
    """Gross weight sold for a tonne printed: the median of countries that sell too much, or 2."""
    forms: tuple[str, ...]
    overruled: tuple[tuple[int, str], ...]
    """Years and countries that smelt or refine more than they mine, put aside too."""

    def nearest(self, country: str, year: int) -> float | None:
        """Tonnes of the nearest year in which the country's production is printed."""
        near = [
            (abs(when - year), when, made[country])
            for when, made in self.tonnes.items()
            if made.get(country) is not None
        ]
        return min(near)[2] if near else None


def printed(subject: Subject, trade: Mapping[int, Weighed]) -> Printed:
    """Read USGS's production of the heading's material and set it beside the trade.

    Parameters
    ----------
    subject : Subject
        The heading; a shared one has no production of its own.
    trade : mapping of int to Weighed
        From `weigh`.

    Returns
    -------
    Printed
        Without figures where no chapter counts the material, or several materials share it.
    """
    material = subject.material
    found = figures_of(material) if material else ()
    made = [figure for figure in found if figure.quantity == "production"]
    volume = material.m3_per_tonne if material else None
    units = Units({} if volume is None else {"m3_15C": volume})
    tonnes: dict[int, dict[str, float | None]] = {}
    for figure in made:
        if figure.subject != WORLD_SUBJECT:
            amount = (
                None if figure.value is None else units.convert(figure.value, figure.unit, "t")
            )
            tonnes.setdefault(int(figure.period), {})[figure.subject] = amount
    contradicted, ratio = _compare(trade, tonnes)
    fits = bool(made) and (contradicted or 0.0) <= MOST_CONTRADICTED
    forms = tuple(sorted({figure.locator.rpartition(",")[0] for figure in made
                          if figure.subject != WORLD_SUBJECT}))  # fmt: skip
    over = _overruled(trade, tonnes) if fits and later_stage(subject, forms) else set()
    for year, country in over:
        del tonnes[year][country]
    kept = tuple(
        _aside(figure, material.name)
        if material and (not fits or (figure.period, figure.subject) in
                         {(str(year), country) for year, country in over})
        else figure
        for figure in found
    )  # fmt: skip
    return Printed(kept, fits, contradicted, tonnes, ratio, forms, tuple(sorted(over)))


def later_stage(subject: Subject, forms: Iterable[str]) -> bool:
    """Whether the heading is of smelted, refined or made goods, and USGS counts mines."""
    heading = subject.heading
    mines = any("mine" in form.lower() for form in forms)
    return heading is not None and heading.stage not in MINED and mines


def _overruled(
    trade: Mapping[int, Weighed], tonnes: Mapping[int, Mapping[str, float | None]]
) -> set[tuple[int, str]]:
    """Years and countries whose trade is well above what their mines give."""
    return {
        (year, country)
        for year in tonnes.keys() & trade.keys()
        for country, net in trade[year].net_exports.items()
        if (made := tonnes[year].get(country)) and net > TOO_MUCH * made
    }


def _compare(
    trade: Mapping[int, Weighed], tonnes: Mapping[int, Mapping[str, float | None]]
) -> tuple[float | None, float]:
    """Part of net exports above what is printed, and the weight sold for a tonne printed."""
    both = [
        (net, made)
        for year in tonnes.keys() & trade.keys()
        if trade[year].of_year == year
        for country, net in trade[year].net_exports.items()
        if (made := tonnes[year].get(country))
    ]
    above = sorted(net / made for net, made in both if net > TOO_MUCH * made)
    total = sum(net for net, _ in both)
    against = sum(net for net, made in both if net > TOO_MUCH * made)
    ratio = above[len(above) // 2] if above else 0.0
    return (against / total if total else None), max(2.0, ratio)


def _aside(figure: Figure, name: str) -> Figure:
    note = "; ".join(word for word in (figure.note, "not the heading's goods by weight") if word)
    return figure.model_copy(update={"item": f"{name}-as-usgs-counts", "note": note})


def world_of(figures: Iterable[Figure], year: int) -> Figure | None:
    """Find the printed world total of a year."""
    wanted = (WORLD_SUBJECT, str(year), "production")
    return next((f for f in figures if (f.subject, f.period, f.quantity) == wanted), None)
