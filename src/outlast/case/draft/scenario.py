"""Who imports, who sells most, and the stop of the importer's largest supplier."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from outlast.countries import WORLD, the
from outlast.errors import InvalidInput
from outlast.readers.baci import TradeRow

POWERS = 6


class Parties(NamedTuple):
    """The importer looked at, the largest exporters, and the supplier that stops."""

    importer: str
    powers: tuple[str, ...]
    supplier: str
    share: float
    """The supplier's part of the importer's imports by value."""
    covered: float
    """The part of its imports by value that comes from countries with an output on file."""
    larger: tuple[str, ...]
    """Larger suppliers without an output on file: hubs, or makers that are not known."""


def parties(rows: Sequence[TradeRow], importer: str | None, makers: Collection[str]) -> Parties:
    """Choose who stands in the case.

    Parameters
    ----------
    rows : sequence of TradeRow
        Flows of the last year.
    importer : str, optional
        Country by code or name; the largest importer by value if not given.
    makers : collection of str
        Countries with an output on file in that year.

    Returns
    -------
    Parties
        The supplier is the importer's largest that makes any.

    Raises
    ------
    CountryError
        If there is no such country.
    InvalidInput
        If it is a bloc, or imports nothing from a country with output.
    """
    bought, sold = _sums(rows)
    largest = sorted(bought, key=lambda code: (-bought[code], code))
    code = WORLD.find(importer) if importer else _first(rows, largest, makers)
    if WORLD.bloc(code):
        remedy = "the market model takes one; `exposure` and `brief` take blocs"
        raise InvalidInput("importer", code, expected="one country", remedy=remedy)
    of = {row.exporter: row.value_usd for row in rows if row.importer == code}
    ranked = sorted(of, key=lambda seller: (-of[seller], seller))
    known = [seller for seller in ranked if seller in makers]
    if not known or not _counts(rows, code):
        year, maker = rows[0].year, " from one with output on file" if of else ""
        raise InvalidInput("importer", code, expected=f"a country that imports in {year}{maker}",
                           remedy=f"the largest are {', '.join(largest[:5])}")  # fmt: skip
    powers = [seller for seller in sorted(sold, key=lambda seller: (-sold[seller], seller))
              if seller != code][:POWERS]  # fmt: skip
    whole = sum(of.values())
    covered = sum(of[seller] for seller in known) / whole
    larger = tuple(ranked[: ranked.index(known[0])])
    return Parties(code, tuple(powers), known[0], of[known[0]] / whole, covered, larger)


def _first(rows: Sequence[TradeRow], largest: Sequence[str], makers: Collection[str]) -> str:
    """Find the largest importer that the market model can take."""
    fed = {row.importer for row in rows if row.exporter in makers}
    able = [code for code in largest if code in fed and _counts(rows, code)]
    return able[0] if able else largest[0]


def _counts(rows: Sequence[TradeRow], code: str) -> bool:
    """Whether a country's imports are more than nothing in what the year is counted in."""
    weighed = any(row.weight_kg for row in rows)
    return any(row.weight_kg if weighed else row.value_usd for row in rows if row.importer == code)


def _sums(rows: Sequence[TradeRow]) -> tuple[dict[str, int], dict[str, int]]:
    bought: defaultdict[str, int] = defaultdict(int)
    sold: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        bought[row.importer] += row.value_usd
        sold[row.exporter] += row.value_usd
    return bought, sold


def largest_stops(found: Parties, year: int) -> Mapping[str, object]:
    """Write the scenario in which the supplier stops what it sends the importer."""
    name = the(WORLD.name(found.supplier))
    note = (f"{found.share:.0%} of the importer's imports of {year} by value came from {name}, "
            "the most from any country with output on file")  # fmt: skip
    if found.larger:
        note += f" ({', '.join(found.larger)} sold more, without output: hubs, or not known)"
    note += ".  Length and expectation are assumed: put in those of an event that you study."
    return {
        "title": f"Exports of {name} to the importer stop",
        "measures": [{
            "id": "largest-stops", "kind": "export_ban", "powers": [found.supplier],
            "targets": ["IMPORTER"], "reach": "territory", "start": "+0", "expected_months": 12,
            "source": "assumption", "note": note,
        }],
    }  # fmt: skip
