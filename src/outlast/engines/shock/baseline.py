r"""Who used whose material in a normal month: baseline flows from trade and production.

Throughput of a country is what it makes and buys, :math:`T_j = p_j + M_j`; a producer exports
:math:`E = p + M - C`, a hub passes on the part :math:`\rho` of what it buys, and exports divide as
trade does, :math:`z_{ij} = E_i w_{ij}`.  Imports solve the linear system

.. math::  M_j = \sum_i E_i(M_i)\, w_{ij}

and hubs are traced to the producers behind them (Kastner, Kastner & Nonhebel 2011,
doi:10.1016/j.ecolecon.2011.01.012): with :math:`R_{jo}` origin o's part of j's throughput,

.. math::  T_j R_{jo} = p_j \delta_{jo} + \sum_i z_{ij} R_{io}, \qquad
           F_{oj} = (T_j - E_j)\, R_{jo} / 12 .
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import Producer, Trade, producers_of, trade_of
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
REST = "ROW"
SMALL = 0.004
"""Countries with less than this part of trade are counted together."""
BLOCK = 256
"""Draws traced together: their matrices of all countries would not fit at once."""
MOST_PASSED_ON = 0.95
"""A hub cannot pass on more of what it buys."""


@dataclass(frozen=True)
class Baseline:
    """A normal month.

    Attributes
    ----------
    origins, destinations : tuple of str
        Producers; countries that use the material, the last one the rest of the world.
    flow : ndarray, shape (draw, origin, destination)
        Use by destination of each origin's material, domestic supply where they are the same
        country.  [t/month]
    notes : list of str
        Conflicts and assumptions.
    figures : set of str
        Ids of the figures used.
    """

    year: int
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    flow: Array
    notes: list[str] = field(default_factory=list)
    figures: set[str] = field(default_factory=set)

    @property
    def demand(self) -> Array:
        """Use by destination, shape (draw, destination).  [t/month]"""
        return self.flow.sum(axis=1)


def baseline(
    case: Case,
    year: int,
    sample: Sample,
    targets: tuple[str, ...],
    keep: int = 14,
    also: tuple[str, ...] = (),
    like: Baseline | None = None,
    users: tuple[str, ...] = (),
) -> Baseline:
    """Build a normal month of a year.

    Parameters
    ----------
    case : Case
        Holds flows, production, plants.
    year : int
        A year of the case.
    sample : Sample
        Draws what is not printed.
    targets : tuple of str
        Countries that must import and stand by themselves, however small; so do those that the
        case watches, where they import.
    keep : int
        How many of the largest users stand by themselves.
    also : tuple of str
        Countries that stand by themselves if they import.
    like : Baseline, optional
        That of the ensemble's first draws, whose destinations these have, too.
    users : tuple of str
        Countries that stand by themselves if they import or make any.

    Returns
    -------
    Baseline
        Every tonne made is used: flows add up to output.

    Raises
    ------
    InvalidInput
        If nobody produces, or a target imports and makes nothing.
    """
    case.check_year(year)
    notes: list[str] = []
    figures: set[str] = set()
    trade = trade_of(case, year)
    producers = producers_of(case, year, trade, sample, notes, figures)
    if not producers:
        raise InvalidInput("year", year, expected="a year with a producer",
                           remedy="add production figures or plants to the case")  # fmt: skip
    for target in targets:
        if not trade.imported[target] and target not in {p.country for p in producers}:
            raise InvalidInput("target", target, expected=f"a country that imports in {year}",
                               remedy="the trade table has no imports for it")  # fmt: skip
    also = (*case.header.watch, *also)
    made = {producer.country for producer in producers}
    alone = {*targets, *(code for code in also if trade.imported[code]),
             *(code for code in users if trade.imported[code] or code in made)}  # fmt: skip
    nodes = _nodes(trade, made | alone)
    output, throughput, exports, split = _volumes(case, nodes, trade, producers, sample.draws)
    notes += _conflicts(case, trade, producers, nodes, exports)
    flow = _trace(nodes, producers, output, throughput, exports, split)
    origins = tuple(producer.country for producer in producers)
    chosen = like.destinations[:-1] if like else _largest(nodes, flow, alone, keep)
    flow = _gather(nodes, flow, chosen)
    figures |= {flow.id for flow in trade.flows}
    return Baseline(year, origins, (*chosen, REST), flow / 12, notes, figures)


def count_nodes(case: Case, year: int, alone: set[str]) -> int:
    """How many countries stand by themselves before the smaller are gathered, with the rest."""
    return len(_nodes(trade_of(case, year), alone))


def _nodes(trade: Trade, alone: set[str]) -> list[str]:
    """Producers, targets and countries with a visible part of trade; the rest is one node."""
    total = sum(trade.exported.values())
    large = {
        country
        for table in (trade.exported, trade.imported)
        for country, size in table.items()
        if size >= SMALL * total
    }
    return [*sorted(large | alone), REST]


def _passed_on_by_weight(case: Case, country: str, otherwise: float) -> float:
    """Part that a country passes on in the last year with weights, which tell gases apart."""
    if not case.has_tonnes:
        return otherwise
    trade = trade_of(case, max(case.has_tonnes))
    bought = trade.imported[country]
    return trade.exported[country] / bought if bought else otherwise


def _volumes(
    case: Case, nodes: list[str], trade: Trade, producers: list[Producer], draws: int
) -> tuple[Array, Array, Array, Array]:
    """Output, throughput and exports by node [t/year], shape (draw, node), and the split."""
    place = {country: i for i, country in enumerate(nodes)}
    count = len(nodes)
    weight = np.zeros((count, count))
    for (exporter, importer), size in trade.weight.items():
        i, j = (place.get(country, count - 1) for country in (exporter, importer))
        if i != j:
            weight[i, j] += size
    sold, bought = weight.sum(axis=1), weight.sum(axis=0)
    split = np.divide(weight, sold[:, None], out=np.zeros_like(weight), where=sold[:, None] > 0)
    output, fixed, passed = np.zeros((draws, count)), np.zeros((draws, count)), np.zeros(count)
    ratio = np.divide(sold, bought, out=np.zeros(count), where=bought > 0)
    passed[:] = np.minimum(ratio, MOST_PASSED_ON)
    for producer in producers:
        i = place[producer.country]
        output[:, i] = producer.output
        if producer.use is not None:
            passed[i] = 1.0 if sold[i] > 0 else 0.0
            fixed[:, i] = producer.output - producer.use if sold[i] > 0 else 0.0
        else:
            passed[i] = min(passed[i], _passed_on_by_weight(case, producer.country, passed[i]))
            fixed[:, i] = passed[i] * producer.output
    matrix = np.eye(count) - (split * passed[:, None]).T
    imports = np.linalg.solve(matrix, (fixed @ split).T).T
    exports = fixed + passed * imports
    return output, output + imports, exports, split


def _conflicts(
    case: Case, trade: Trade, producers: list[Producer], nodes: list[str], exports: Array
) -> list[str]:
    """Name producers whose trade value and printed output imply an impossible price."""
    if case.header.price_band is None:
        return []
    band, notes = case.figures[case.header.price_band], []
    factor = case.units.factor(band.unit, "USD/t")
    low, high = ((bound or 0.0) * factor for bound in (band.low, band.high))
    for producer in producers:
        volume = float(np.median(exports[:, nodes.index(producer.country)]))
        value = trade.value[producer.country]
        if producer.use is None or volume <= 0 or value <= 0:
            continue
        price = value / volume
        if not low <= price <= high:
            notes.append(
                f"trade and production of {producer.country} conflict: they imply "
                f"{price / 1000:.0f} USD/kg; the level is production's, the split trade's"
            )
    return notes


def _trace(
    nodes: list[str], producers: list[Producer], output: Array, throughput: Array,
    exports: Array, split: Array,
) -> Array:  # fmt: skip
    """Use of each producer's material by node [t/year], shape (draw, origin, node)."""
    places = [nodes.index(producer.country) for producer in producers]
    traced = np.zeros((len(output), len(places), len(nodes)))
    for first in range(0, len(output), BLOCK):
        some = slice(first, first + BLOCK)
        made = np.zeros((len(output[some]), len(nodes), len(places)))
        for column, i in enumerate(places):
            made[:, i, column] = output[some, i]
        part = _parts(throughput[some], exports[some], split, made)
        used = np.maximum(throughput[some] - exports[some], 0.0)
        traced[some] = np.maximum(part * used[:, :, None], 0.0).transpose(0, 2, 1)
    return traced


def _parts(throughput: Array, exports: Array, split: Array, made: Array) -> Array:
    """Each origin's part R of every node's throughput, shape (draw, node, origin)."""
    safe = np.maximum(throughput, 1e-9)
    moved = exports[:, :, None] * split  # z_ij
    matrix = np.eye(split.shape[0]) * safe[:, :, None] - moved.transpose(0, 2, 1)
    return np.asarray(np.linalg.solve(matrix, made), dtype=np.float64)


def _largest(nodes: list[str], flow: Array, targets: set[str], keep: int) -> tuple[str, ...]:
    """Targets and the largest users, the largest first."""
    size = flow.mean(axis=0).sum(axis=0)
    ranked = sorted(range(len(nodes) - 1), key=lambda i: (-size[i], nodes[i]))
    chosen = [i for rank, i in enumerate(ranked) if rank < keep or nodes[i] in targets]
    return tuple(nodes[i] for i in chosen if size[i] > 0)


def _gather(nodes: list[str], flow: Array, chosen: tuple[str, ...]) -> Array:
    """Keep the chosen, and add the others to the rest, the last one."""
    kept = [nodes.index(code) for code in chosen]
    others = [i for i in range(len(nodes)) if i not in kept]
    rest = flow[:, :, others].sum(axis=2, keepdims=True)
    return np.concatenate([flow[:, :, kept], rest], axis=2)
