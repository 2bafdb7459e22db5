"""Output and domestic use of a heading's goods: as printed, or an interval from trade."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from outlast.case.draft.subject import Subject
from outlast.case.draft.usgs import MINED, Printed
from outlast.case.draft.weights import Weighed
from outlast.case.schema import Figure

SMALL = 0.002
"""Net exporters of less than this part of all net exports are left out."""
AT_HOME = 12.0
"""A net exporter is assumed to make at most this many times what it sells on balance.

China made 5 times its net exports of magnets in 2024, 9 times those of graphite and 12 times those
of gallium, by the shipped cases."""


class Bounds(NamedTuple):
    """Output between two amounts, and why.  [t]"""

    low: float
    high: float
    note: str

    @property
    def middle(self) -> float:
        """Half-way between the two.  [t]"""
        return (self.low + self.high) / 2


def outputs(subject: Subject, trade: Mapping[int, Weighed], usgs: Printed) -> tuple[Figure, ...]:
    """Draft what each producer makes and uses, in every year of the trade.

    Parameters
    ----------
    subject : Subject
        The heading.
    trade : mapping of int to Weighed
        Its trade in tonnes.
    usgs : Printed
        What USGS prints of it.

    Returns
    -------
    tuple of Figure
        Assumed intervals of production where none is printed, and for every producer the use
        that leaves what it sells: output less net exports.
    """
    found: list[Figure] = []
    for year, weighed in trade.items():
        made = usgs.tonnes.get(year, {}) if usgs.fits else {}
        for country, amount in sorted(made.items()):
            if amount:
                found.append(_left(country, year, amount, weighed, subject))
        for country in _without(made, weighed, usgs, subject, year):
            bounds = _bounds(country, year, weighed, usgs, subject)
            found += _assumed(country, year, bounds, weighed)
    return tuple(found)


def _without(
    made: Mapping[str, float | None], weighed: Weighed, usgs: Printed, subject: Subject, year: int
) -> list[str]:
    """List who makes any, or is taken to, without a printed amount."""
    sold = weighed.net_exports
    least = SMALL * sum(sold.values())
    found = {country for country, net in sold.items() if net >= least and country not in made}
    found |= {country for country, amount in made.items()
              if amount is None and 2 * weighed.exported.get(country, 0.0)
              >= weighed.imported.get(country, 0.0) > 0}  # fmt: skip
    found |= {country for country, amount in made.items() if amount is None and country in sold}
    if not usgs.fits and subject.heading and subject.heading.stage in MINED:
        found |= {country for country, amount in usgs.tonnes.get(year, {}).items() if amount}
    return sorted(found)


def _bounds(country: str, year: int, weighed: Weighed, usgs: Printed, subject: Subject) -> Bounds:
    net = max(weighed.net(country), 0.0)
    mined = subject.heading is not None and subject.heading.stage in MINED
    near = usgs.nearest(country, year)
    exact = usgs.tonnes.get(year, {}).get(country)
    how = _how_weighed(year, weighed)
    if not usgs.fits and mined and exact:
        low = max(net, exact)
        note = (f"at least what USGS prints, which counts less than gross weight, and net exports "
                f"of {_say(net)} t{how}; at most {usgs.ratio:.3g} times what USGS prints, as "
                "sellers of the goods weigh, or twelve times the least")  # fmt: skip
        return Bounds(low, max(AT_HOME * low, usgs.ratio * exact), note)
    if net == 0:
        sold = weighed.exported.get(country, 0.0)
        return Bounds(0.0, sold, "output is not printed, though there is some: from nothing to "
                      f"what it exports, {_say(sold)} t{how}")  # fmt: skip
    high, most = AT_HOME * net, "twelve times that, as China makes of gallium"
    scale = 1.0 if usgs.fits else usgs.ratio if mined else 0.0
    if near and scale * near > high:
        high, most = scale * near, "what USGS prints of the nearest year"
        most += "" if usgs.fits else f" times {usgs.ratio:.3g}"
    return Bounds(net, high, f"a net exporter makes at least its net exports, {_say(net)} t{how}; "
                  f"at most {most}")  # fmt: skip


def _assumed(country: str, year: int, bounds: Bounds, weighed: Weighed) -> Iterable[Figure]:
    """Write an output that nobody prints, and the use that goes with it."""
    net = weighed.net(country)
    use = [max(amount - net, 0.0) for amount in (bounds.low, bounds.middle, bounds.high)]
    note = (
        "output less net exports, low with low and high with high: trade is known, output is not"
    )
    yield _figure("production", country, year, (bounds.low, bounds.middle, bounds.high),
                  bounds.note)  # fmt: skip
    yield _figure("consumption", country, year, (use[0], use[1], use[2]), note)


def _left(country: str, year: int, made: float, weighed: Weighed, subject: Subject) -> Figure:
    """What a printed output leaves for use at home."""
    net = weighed.net(country)
    note = f"output as printed less net exports of {_say(net)} t{_how_weighed(year, weighed)}"
    if net > made:
        note = (f"unknown: trade and USGS conflict, which prints {_say(made)} t made against net "
                f"exports of {_say(net)} t{_how_weighed(year, weighed)}")  # fmt: skip
    return Figure(
        id=f"consumption-{country.lower()}-{year}-trade", quantity="consumption", subject=country,
        period=str(year), value=None if net > made else _rounded(made - net), unit="t",
        status="derived", grade="C", source=subject.source, note=note,
    )  # fmt: skip


def _figure(
    quantity: str, country: str, year: int, amounts: tuple[float, float, float], note: str
) -> Figure:
    low, value, high = (_rounded(amount) for amount in amounts)
    return Figure(
        id=f"{quantity}-{country.lower()}-{year}-trade", quantity=quantity, subject=country,
        period=str(year), value=value, low=low, high=high, unit="t", status="assumed", grade="D",
        source="assumption", note=note,
    )  # fmt: skip


def _how_weighed(year: int, weighed: Weighed) -> str:
    """Say where tonnes come from value."""
    if weighed.of_year != year:
        return f" (value at the median unit value of {weighed.of_year}, so prices move it)"
    if weighed.filled:
        return f" (where weights are missing, value at the median unit value of {year})"
    return ""


def _say(tonnes: float) -> str:
    return f"{tonnes:,.0f}" if abs(tonnes) >= 10 else f"{tonnes:.3g}"


def _rounded(tonnes: float) -> float:
    """Keep six digits."""
    return float(f"{tonnes:.6g}")
