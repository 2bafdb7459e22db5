r"""Output, domestic use and split of exports of every producer in a year, in tonnes.

What is printed is taken as printed.  What is not is an interval and is drawn: output as

.. math::  X_i / \pi \cdot f, \qquad f \in [1/1.5,\ 1.5]

with :math:`X_i` the producer's exports [USD] and :math:`\pi` the unit value [USD/t] of the
reference exporter in the nearest year whose physical exports are printed.  That is capped by the
plants running that year, unless domestic use is printed: then use is added and no cap applies,
since the plants on file may make less than is used (Russia's 2.95 against 6 million m3).
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.plants import plants_of, runs
from outlast.case.schema import Flow
from outlast.engines.exposure import split_material
from outlast.engines.exposure.producers import with_output
from outlast.engines.reconcile.balances import reconciled_balance
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
DISAGREE = 1.1
"""Figures of one output further apart than this are no revisions of one another."""


@dataclass
class Trade:
    """One year's flows of the material.

    Attributes
    ----------
    flows : list of Flow
        Kept as the material.
    weight : dict
        Size of each flow, by exporter and importer: tonnes where the year has them, else USD.
    exported, imported : dict
        Sums of `weight` by country.
    value : dict
        Exports in USD by country.
    """

    flows: list[Flow]
    weight: dict[tuple[str, str], float] = field(default_factory=dict)
    exported: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    imported: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    value: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))


def trade_of(case: Case, year: int) -> Trade:
    """Keep the flows that are the material and add them up."""
    trade = Trade(split_material(case, case.flows_of(year))[0])
    weighed = year in case.has_tonnes
    for flow in trade.flows:
        size = flow.quantity_t if weighed else flow.value_usd
        if size:
            trade.weight[flow.exporter, flow.importer] = size
            trade.exported[flow.exporter] += size
            trade.imported[flow.importer] += size
        trade.value[flow.exporter] += flow.value_usd
    return trade


@dataclass
class Producer:
    """A country with output of its own.

    Attributes
    ----------
    output : ndarray, shape (draw,)
        [t/year]
    use : ndarray, shape (draw,), optional
        Domestic use that binds its exports to output + imports − use [t/year]; None where the
        country imports more than it exports and passes on a part instead.
    """

    country: str
    output: Array
    use: Array | None


def producers_of(
    case: Case, year: int, trade: Trade, sample: Sample, notes: list[str], figures: set[str]
) -> list[Producer]:
    """Find every producer of the year with its output and domestic use.

    Parameters
    ----------
    case : Case
        Holds production, consumption, plants.
    year : int
        Baseline year.
    trade : Trade
        Of that year.
    sample : Sample
        Draws what is not printed.
    notes : list of str
        Grows by conflicts and assumptions.
    figures : set of str
        Grows by the ids of figures used.

    Returns
    -------
    list of Producer
        By country.
    """
    found = []
    for country in sorted(with_output(case, year)):
        exporter = 2 * trade.exported[country] >= trade.imported[country]
        use = _printed_use(case, country, year, sample, figures) if exporter else None
        output = _printed_output(case, country, year, sample, figures)
        if output is None and exporter and trade.value[country]:
            output = _assumed_output(case, country, year, trade, sample, use, notes)
        if output is None:
            notes.append(
                f"output of {country} in {year} is unknown and cannot be inferred: left out"
            )
        elif not exporter:
            found.append(Producer(country, output, None))
        elif use is None:
            found.append(Producer(country, output, sample["domestic_use_share"] * output))
        else:
            found.append(Producer(country, output, np.minimum(use, output)))
    return found


def _printed_output(
    case: Case, country: str, year: int, sample: Sample, figures: set[str]
) -> Array | None:
    """Output as printed, or sales where only they are; drawn where it is an interval.  [t]

    Figures that differ by more than a revision are reconciled with the country's balance.
    """
    known = [
        figure
        for quantity in ("production", "sales")
        for figure in case.find_figures(quantity, country, year)
        if figure.value is not None
    ]
    if not known:
        return None
    amounts = [case.tonnes(figure) or 0.0 for figure in known if figure.status != "assumed"]
    if amounts and max(amounts) > DISAGREE * min(amounts):
        balance = reconciled_balance(case, country, year)
        if balance is not None and "production" in balance.terms:
            term = balance.terms["production"]
            figures.update(term.figures)
            return np.full(sample.draws, term.value)
    figure = known[0]
    figures.add(figure.id)
    factor = case.units.factor(figure.unit, "t")
    if figure.low is not None and figure.high is not None and figure.high > figure.low:
        name = f"output-{country.lower()}"
        return factor * sample.interval(name, figure.low, figure.high, "uniform")
    return np.full(sample.draws, factor * (figure.value or 0.0))


def _assumed_output(
    case: Case,
    country: str,
    year: int,
    trade: Trade,
    sample: Sample,
    use: Array | None,
    notes: list[str],
) -> Array:
    """Output as the module says: exports at the reference price, and what is used at home.  [t]"""
    price, of_year = reference_price(case, year)
    exports = trade.value[country] / price
    capacity = None if use is not None else _capacity(case, country, year)
    notes.append(
        f"output of {country} in {year} is assumed: exports of {trade.value[country]:,.0f} USD at "
        f"{price / 1000:.0f} USD/kg ({of_year}), times or divided by 1.5"
        + (f", at most {capacity:,.0f} t of plants" if capacity else "")
        + (f", and {np.median(use):,.0f} t used at home" if use is not None else "")
    )
    drawn = exports * sample["output_factor"]  # one market price for all who do not print
    if capacity:
        drawn = np.minimum(drawn, capacity)
    return drawn + (0.0 if use is None else use)


def _capacity(case: Case, country: str, year: int) -> float | None:
    """Capacity running that year [t/year], None if some plant's is unknown."""
    plants = [plant for plant in plants_of(case.facilities, country) if runs(plant, year)]
    if not plants or any(plant.capacity is None for plant in plants):
        return None
    return sum(case.units.convert(p.capacity or 0.0, p.unit, "t/year") for p in plants)


def _printed_use(
    case: Case, country: str, year: int, sample: Sample, figures: set[str]
) -> Array | None:
    """Domestic use as printed for the year, or for the nearest that prints it.  [t/year]

    An assumed interval is drawn with the output, low with low and high with high.
    """
    near = [
        (abs(when - year), when, figure)
        for when in range(year - 20, year + 21)
        for figure in case.find_figures("consumption", country, when)[:1]
        if figure.value is not None
    ]
    if not near:
        return None
    figure = min(near, key=lambda found: found[:2])[2]
    figures.add(figure.id)
    factor = case.units.factor(figure.unit, "t")
    low, high = figure.low, figure.high
    if figure.status == "assumed" and low is not None and high is not None and high > low:
        return factor * sample.together(f"output-{country.lower()}", low, high)
    return np.full(sample.draws, case.tonnes(figure))


def reference_price(case: Case, year: int) -> tuple[float, int]:
    """Unit value of the reference exporter in the nearest year with printed exports.

    Parameters
    ----------
    case : Case
        Names the exporter as ``price_reference`` and has its balances.
    year : int
        Wanted.

    Returns
    -------
    price : float
        [USD/t]
    of_year : int
        The year it was seen in.

    Raises
    ------
    InvalidInput
        If no year has both trade and printed exports.
    """
    exporter = case.header.price_reference
    years = [
        balance.year
        for balance in case.balances
        if balance.country == exporter
        and balance.exports
        and balance.year in case.years
        and _closes(case, balance.id)
    ]
    if exporter is None or not years:
        raise InvalidInput(
            "price_reference",
            exporter,
            expected="an exporter with printed exports in balances.csv",
            remedy="outputs that nobody prints cannot be assumed without it",
        )
    near = min(years, key=lambda known: (abs(known - year), known))
    balance = next(b for b in case.balances if (b.country, b.year) == (exporter, near))
    exports = case.tonnes(case.figures[balance.exports or ""]) or 0.0
    return trade_of(case, near).value[exporter] / exports, near


def _closes(case: Case, balance_id: str) -> bool:
    """Whether a balance adds up within 3 % of consumption, as whole printed numbers do."""
    balance = next(b for b in case.balances if b.id == balance_id)
    ids = (balance.imports, balance.production, balance.exports, balance.consumption)
    amounts = [case.tonnes(case.figures[name]) if name else 0.0 for name in ids]
    if any(amount is None for amount in amounts):
        return False
    imports, production, exports, consumption = (amount or 0.0 for amount in amounts)
    return abs(imports + production - exports - consumption) <= 0.03 * consumption
