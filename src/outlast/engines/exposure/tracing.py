r"""Where a hub's gas was made: purchases traced through resellers to producers.

A *hub* exports the material and makes none.  Its sales are taken to be mixed as its purchases are
(Kastner, Kastner & Nonhebel 2011, doi:10.1016/j.ecolecon.2011.01.012, with trade alone: what a
producer sells counts as its own).  With :math:`A` the part of each country's purchases by
exporter, divided into hubs H and origins P, a hub's purchases come from the origins in the parts

.. math::  R_H = A_{HP} + A_{HH} R_H = (I - A_{HH})^{-1} A_{HP} .

A hub that no chain of sales joins to a producer stays an origin, so that nothing vanishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.exposure.bases import Basis, measured_flows, supply
from outlast.engines.exposure.producers import with_output

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Hub:
    """A reseller.

    Attributes
    ----------
    share : float
        Of the importer's purchases.
    resolved : bool
        Whether its own purchases lead to producers.
    sold_more : float or None
        What it sold ÷ what it bought, where that is above 1: sales that its recorded purchases
        cannot explain.
    """

    country: str
    share: float
    resolved: bool
    sold_more: float | None


@dataclass(frozen=True)
class Origins:
    """Who made what an importer bought.

    Attributes
    ----------
    shares : dict of str to float, or None
        By country, adding up to 1, the largest first; None if unknown.
    hubs : tuple of Hub
        Resellers among the direct suppliers, the largest first.
    hub_share : float or None
        Of purchases, bought from hubs and traced through them.
    figures : tuple of str
        Ids of every flow that the tracing used.
    reason : str
        Why the shares are unknown.
    """

    shares: dict[str, float] | None
    hubs: tuple[Hub, ...] = ()
    hub_share: float | None = None
    figures: tuple[str, ...] = ()
    reason: str = ""


def origins(case: Case, importer: str, year: int, basis: Basis) -> Origins:
    """Trace an importer's purchases to the countries that made the material.

    Parameters
    ----------
    case : Case
        Its flows; countries with a plant or printed production in the year are producers.
    importer : str
        Country or bloc; flows within a bloc do not count.
    year : int
        A year of the case.
    basis : {"heading", "material", "mass"}
        What the parts are measured in.

    Returns
    -------
    Origins
        Unknown where the importer's purchases are, or where a hub's are not on that basis.
    """
    bought = supply(case, importer, year, basis)
    if bought.amounts is None:
        return Origins(None, figures=bought.figures, reason=bought.reason)
    sizes = measured_flows(case, year, basis)
    made = with_output(case, year)
    total = sum(bought.amounts.values())
    direct = {country: float(size / total) for country, size in bought.amounts.items()}
    parts = _purchases(sizes)
    resolved = _traced(direct, parts, made)
    shares: dict[str, float] = {}
    for country, share in direct.items():
        for origin, part in resolved.get(country, {country: 1.0}).items():
            shares[origin] = shares.get(origin, 0.0) + share * part
    hubs = [
        Hub(country, share, country in resolved, _sold_more(sizes, country))
        for country, share in direct.items()
        if country not in made
    ]
    behind = _reached(set(resolved), parts, made) - made
    figures = {flow.id for flow in case.flows_of(year) if flow.importer in behind}
    return Origins(
        dict(sorted(((c, s) for c, s in shares.items() if s > 0), key=lambda s: (-s[1], s[0]))),
        tuple(sorted(hubs, key=lambda hub: (-hub.share, hub.country))),
        sum(hub.share for hub in hubs if hub.resolved),
        (*bought.figures, *sorted(figures)),
    )


def trace(purchases: Array, makes: NDArray[np.bool_]) -> Array:
    """Trace purchases to origins: the equation of the module.

    Parameters
    ----------
    purchases : ndarray, shape (country, country)
        Part of a row country's purchases that each column country sold it; a row adds to 1, or
        to 0 where nothing is recorded.
    makes : ndarray of bool, shape (country,)
        Producers.

    Returns
    -------
    ndarray, shape (country, country)
        Part of a row country's sales that each column country made: the unit row for a
        producer, and for a hub that leads to none.
    """
    final = makes | (purchases.sum(axis=1) == 0)
    leads = makes.copy()
    while True:  # which hubs are joined to a producer
        more = leads | ((purchases[:, leads].sum(axis=1) > 0) & ~final)
        if (more == leads).all():
            break
        leads = more
    final = final | ~leads
    hubs = np.flatnonzero(~final)
    found = np.eye(len(makes))
    if len(hubs):
        inner = np.eye(len(hubs)) - purchases[np.ix_(hubs, hubs)]
        outer = purchases[hubs] * final
        found[hubs] = np.linalg.solve(inner, outer)
    return found


def _purchases(sizes: Mapping[tuple[str, str], Fraction]) -> dict[str, dict[str, float]]:
    """Parts of each country's purchases by exporter."""
    bought: dict[str, dict[str, Fraction]] = {}
    for (exporter, importer), size in sizes.items():
        if size:
            row = bought.setdefault(importer, {})
            row[exporter] = row.get(exporter, Fraction(0)) + size
    totals = {importer: sum(row.values()) for importer, row in bought.items()}
    return {
        importer: {exporter: float(size / totals[importer]) for exporter, size in row.items()}
        for importer, row in bought.items()
    }


def _traced(
    direct: Mapping[str, float], parts: Mapping[str, Mapping[str, float]], made: set[str]
) -> dict[str, dict[str, float]]:
    """Origins of what each hub among the suppliers sells; hubs that lead nowhere are left out."""
    names = sorted(_reached(set(direct), parts, made))
    place = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for importer, row in parts.items():
        for exporter, part in row.items():
            if importer in place and exporter in place:
                matrix[place[importer], place[exporter]] = part
    found = trace(matrix, np.array([name in made for name in names]))
    return {
        country: {names[j]: float(found[place[country], j])
                  for j in np.flatnonzero(found[place[country]])}
        for country in direct
        if country not in made and found[place[country], place[country]] != 1.0
    }  # fmt: skip


def _reached(
    first: set[str], parts: Mapping[str, Mapping[str, float]], made: set[str]
) -> set[str]:
    """Countries that sell to the first, or to a hub that does, and so on up to producers."""
    seen, todo = set(first), sorted(first - made)
    while todo:
        for exporter in parts.get(todo.pop(), {}):
            if exporter not in seen:
                seen.add(exporter)
                if exporter not in made:
                    todo.append(exporter)
    return seen


def _sold_more(sizes: Mapping[tuple[str, str], Fraction], country: str) -> float | None:
    """Say how many times its purchases a hub sold, if more than once."""
    sold = sum((size for (e, _), size in sizes.items() if e == country), Fraction(0))
    bought = sum((size for (_, i), size in sizes.items() if i == country), Fraction(0))
    return float(sold / bought) if bought and sold > bought else None
