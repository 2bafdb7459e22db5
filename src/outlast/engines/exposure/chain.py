r"""Through whose hands a supply goes before it is bought: the stages upstream of a product.

At each stage what country j has of a material is mixed from what it makes and buys (Kastner,
Kastner & Nonhebel 2011, doi:10.1016/j.ecolecon.2011.01.012),

.. math::
    T_j R_{jo} = p_j\,\delta_{jo} + \sum_i z_{ij} R_{io}, \qquad T_j = p_j + \sum_i z_{ij}

with p its output and z trade.  The importer's purchases m come from makers, whose feed comes from
refiners by :math:`R`, and so on: :math:`m`, :math:`mR^{(1)}`, :math:`mR^{(1)}R^{(2)}`, … say who
stands at each stage.  The part in which power c stands somewhere is

.. math::  1 - \sum_{i \ne c} m_i \sum_{j \ne c} R^{(1)}_{ij} \sum_{k \ne c} R^{(2)}_{jk} \cdots

What is not on file at a stage stays unknown: it may or may not be any power's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.exposure.bases import split_material
from outlast.engines.exposure.producers import with_output

Array = NDArray[np.float64]
SMALL = 0.005
"""A power that stands at no stage with so much is not listed."""

NOBODY = 1e-12
"""Part of every supply that nobody made, so that what goes round in circles is made by nobody."""


@dataclass(frozen=True)
class Link:
    """One stage: who makes what every country has of it.

    Attributes
    ----------
    path, title : str
        Of the stage.
    countries : tuple of str
        Of both axes.
    made_by : ndarray, shape (country, country)
        Part of the row country's supply that each column country made; a row adds to 1, or to
        less where output is not on file.
    above : tuple of Link
        The stages that feed it.
    """

    path: str
    title: str
    countries: tuple[str, ...]
    made_by: Array
    above: tuple["Link", ...]


def links(case: Case, year: int, path: str = "") -> tuple[Link, ...]:
    """Trace every upstream stage of a case.

    Parameters
    ----------
    case : Case
        With its stages.
    year : int
        Stages without trade of it are unknown.
    path : str
        Of the case itself, empty for the product.

    Returns
    -------
    tuple of Link
        In the order of ``stages.csv``.
    """
    found = []
    for row, stage in case.stages:
        here = f"{path}/{row.stage}" if path else row.stage
        countries, made_by = _made_by(stage, year)
        found.append(Link(here, stage.header.title, countries, made_by,
                          links(stage, year, here)))  # fmt: skip
    return tuple(found)


def _made_by(stage: Case, year: int) -> tuple[tuple[str, ...], Array]:
    """Who made each country's supply of a stage, by weight."""
    if year not in stage.years or year not in stage.has_tonnes:
        return (), np.zeros((0, 0))
    flows = [flow for flow in split_material(stage, stage.flows_of(year))[0]
             if flow.exporter != flow.importer]  # fmt: skip
    makers = with_output(stage, year)
    countries = tuple(sorted({c for f in flows for c in (f.exporter, f.importer)} | makers))
    place = {code: i for i, code in enumerate(countries)}
    trade, unweighed = np.zeros((len(countries), len(countries))), np.zeros(len(countries))
    weighed = [flow for flow in flows if flow.quantity_t]
    price = sum(f.value_usd for f in weighed) / max(sum(f.quantity_t or 0 for f in weighed), 1e-9)
    for flow in flows:
        if flow.quantity_t is None:  # by value at the year's mean price, from nowhere on file
            unweighed[place[flow.importer]] += flow.value_usd / price if price else 0.0
        else:
            trade[place[flow.exporter], place[flow.importer]] += flow.quantity_t
    output = np.zeros(len(countries))
    for code in makers:
        printed = stage.find_figures("production", code, year)
        output[place[code]] = (stage.tonnes(printed[0]) if printed else None) or 0.0
    return countries, made_by(output, trade, unweighed)


def made_by(output: Array, trade: Array, unweighed: Array | None = None) -> Array:
    """Trace supply to those who made it: the first equation of the module.

    Parameters
    ----------
    output : ndarray, shape (country,)
        [t]
    trade : ndarray, shape (country, country)
        From the row to the column country.  [t]
    unweighed : ndarray, shape (country,), optional
        Bought by each without a weight on file, told by its value; from nowhere known.  [t]

    Returns
    -------
    ndarray, shape (country, country)
        Part of the row country's supply that each column country made.  A country that sells
        more than it makes and buys has the rest from nowhere on file: its row adds to less than
        1, and so do those of its buyers.

    Examples
    --------
    >>> made_by(np.array([3.0, 1.0]), np.array([[0.0, 2.0], [0.0, 0.0]])).round(3)
    array([[1.   , 0.   ],
           [0.667, 0.333]])
    """
    bought = trade.sum(axis=0) + (0.0 if unweighed is None else unweighed)
    supply = np.maximum(output + bought, trade.sum(axis=1))
    held = np.where(supply > 0, supply, 1.0)
    mixed = np.diag(held * (1 + NOBODY)) - trade.T
    return np.asarray(np.clip(np.linalg.solve(mixed, np.diag(output)), 0.0, 1.0))


def stands(bought: Mapping[str, float], chain: tuple[Link, ...]) -> dict[str, dict[str, float]]:
    """Tell who stands at each stage of what an importer bought.

    Parameters
    ----------
    bought : mapping of str to float
        Part of its purchases that each maker made.
    chain : tuple of Link
        Upstream of the product.

    Returns
    -------
    dict of str to dict of str to float
        By the stage's path: country and part; what is not on file is missing from the sum.
    """
    found: dict[str, dict[str, float]] = {}
    for link in chain:
        parts = dict.fromkeys(link.countries, 0.0)
        for maker, share in bought.items():
            if maker in parts:
                row = link.made_by[link.countries.index(maker)]
                for j in np.flatnonzero(row):
                    parts[link.countries[j]] += share * float(row[j])
        found[link.path] = {code: part for code, part in parts.items() if part > 0}
        found |= stands(found[link.path], link.above)
    return found


def touched(bought: Mapping[str, float], chain: tuple[Link, ...], power: str) -> float:
    """Part of purchases in which a power stands at some stage: the last equation, at least.

    Of several inputs of one maker the one most in its hands counts.
    """
    return sum(share * (1.0 if maker == power else _above(maker, chain, power))
               for maker, share in bought.items())  # fmt: skip


def _above(maker: str, chain: tuple[Link, ...], power: str) -> float:
    """Part of a maker's feed in which a power stands at some stage."""
    found = [0.0]
    for link in chain:
        if maker in link.countries:
            row = link.made_by[link.countries.index(maker)]
            parts = {link.countries[j]: float(row[j]) for j in np.flatnonzero(row)}
            found.append(touched(parts, link.above, power))
    return max(found)
