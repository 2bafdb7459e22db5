"""What an importer, a country or a bloc, trades of each product in a year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outlast.engines.exposure.indices.concentration import concentrations
from outlast.engines.exposure.indices.trade import Array, Floats, Trade, places, sums


@dataclass(frozen=True, slots=True)
class ProductSums:
    """Sums of value by product, in the currency of the flows.

    Attributes
    ----------
    countries : numpy.ndarray, shape (countries,)
        Exporters, sorted.
    bought : numpy.ndarray, shape (countries, products)
        Imports of the members from each country outside.
    within : numpy.ndarray, shape (products,)
        Flows from member to member.
    sold : numpy.ndarray, shape (products,)
        Exports of the members to countries outside.
    world : numpy.ndarray, shape (countries, products)
        Exports of every country to every other.
    """

    countries: Array
    bought: Floats
    within: Floats
    sold: Floats
    world: Floats

    @property
    def imports(self) -> Floats:
        """Imports of the members from outside, shape (products,)."""
        return np.asarray(self.bought.sum(axis=0))

    @property
    def import_concentration(self) -> Floats:
        """Concentration of those imports, shape (products,); NaN where there are none."""
        return concentrations(self.bought)

    @property
    def export_concentration(self) -> Floats:
        """Concentration of world exports, shape (products,); NaN where there are none."""
        return concentrations(self.world)


def product_sums(
    trade: Trade, members: Collection[Any], year: int, codes: Sequence[Any]
) -> ProductSums:
    """Sum the flows of one year by product.

    Parameters
    ----------
    trade : Trade
        Flows of every country, not of the importer alone.
    members : collection of int or str
        Countries of the importer; one for a country.
    year : int
        Calendar year.
    codes : sequence of int or str
        Products, in the order of the result.

    Returns
    -------
    ProductSums
        What the importer bought, sold and traded within, and the world's trade.
    """
    order = np.argsort(np.asarray(codes), kind="stable")
    trade = trade.where((trade.year == year) & np.isin(trade.code, codes))
    product = order[np.searchsorted(np.asarray(codes)[order], trade.code)]
    countries, exporter = places(trade.exporter)
    shape = (countries.size, len(codes))
    cell = exporter * shape[1] + product
    buys = np.isin(trade.importer, list(members))
    sells = np.isin(trade.exporter, list(members))
    return ProductSums(
        countries,
        bought=sums(cell, np.where(buys & ~sells, trade.value, 0.0), shape),
        within=sums(product, np.where(buys & sells, trade.value, 0.0), shape[1:]),
        sold=sums(product, np.where(sells & ~buys, trade.value, 0.0), shape[1:]),
        world=sums(cell, trade.value, shape),
    )
