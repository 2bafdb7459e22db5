"""A heading's trade in tonnes, with what BACI does not weigh filled from value."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outlast.readers.baci import TradeRow


@dataclass
class Weighed:
    """One year's trade by country.

    Attributes
    ----------
    exported, imported : dict
        [t]
    of_year : int
        Whose unit value stands where no weight is known: the year itself, or the nearest one
        that has weights.
    filled : int
        How many flows have no weight.
    """

    of_year: int
    exported: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    imported: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    filled: int = 0

    def net(self, country: str) -> float:
        """Exports less imports.  [t]"""
        return self.exported.get(country, 0.0) - self.imported.get(country, 0.0)

    @property
    def net_exports(self) -> dict[str, float]:
        """Net exporters, the largest first.  [t]"""
        found = {country: self.net(country) for country in sorted(self.exported)}
        above = [(country, net) for country, net in found.items() if net > 0]
        return dict(sorted(above, key=lambda pair: -pair[1]))


def unit_value(rows: Sequence[TradeRow]) -> float | None:
    """Value per tonne below which half the weighed tonnes were traded.  [USD/t]

    Flows below one tonne are left out: rounding moves them.
    """
    weighed = sorted(
        (row.value_usd / (row.weight_kg / 1000), row.weight_kg)
        for row in rows
        if row.weight_kg is not None and row.weight_kg >= 1000
    )
    half, passed = sum(kilograms for _, kilograms in weighed) / 2, 0
    for price, kilograms in weighed:
        passed += kilograms
        if passed >= half and price > 0:
            return price
    return None


def weigh(rows: Sequence[TradeRow]) -> Mapping[int, Weighed]:
    """Add up a heading's trade in tonnes by year and country.

    Parameters
    ----------
    rows : sequence of TradeRow
        Flows of one heading; `unit_value` of one year is known.

    Returns
    -------
    mapping of int to Weighed
        By year.
    """
    by_year: dict[int, list[TradeRow]] = {}
    for row in rows:
        by_year.setdefault(row.year, []).append(row)
    prices = {year: price for year, of in by_year.items() if (price := unit_value(of))}
    found = {}
    for year, of in sorted(by_year.items()):
        near = min(prices, key=lambda other: (abs(other - year), other))
        weighed = Weighed(near)
        for row in of:
            weighed.filled += row.weight_kg is None
            known = None if row.weight_kg is None else row.weight_kg / 1000
            tonnes = row.value_usd / prices[near] if known is None else known
            weighed.exported[row.exporter] += tonnes
            weighed.imported[row.importer] += tonnes
        found[year] = weighed
    return found
