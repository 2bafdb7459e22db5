"""Flows that the importer's side and the trade table tell apart.

A trade table reconciles what both sides declared; where the importer's own customs printed another
value, weight, or weight and price, one of them is wrong.
"""

from collections.abc import Iterator
from typing import NamedTuple

from outlast.case import Case
from outlast.case.schema import Figure

APART = 1.5
"""Flows that differ by this factor or more are a gap, not rounding, freight or a revision."""


class MirrorGap(NamedTuple):
    """One flow told twice."""

    exporter: str
    unit: str
    """``USD`` or ``t``."""
    table: float
    printed: float
    figures: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """What was printed ÷ what the trade table has."""
        return self.printed / self.table


def mirror_gaps(case: Case, importer: str, year: int) -> list[MirrorGap]:
    """List the flows to an importer that its own figures tell otherwise.

    Parameters
    ----------
    case : Case
        Figures of ``value`` and of ``imports`` with a partner, and of ``price``; those that are
        themselves from the trade table's source are passed over.
    importer : str
        A country.
    year : int
        A year of the case.

    Returns
    -------
    list of MirrorGap
        The widest first; only flows with a figure of that very year can be compared.
    """
    flows = {flow.exporter: flow for flow in case.imports(importer, year)}
    gaps = []
    for exporter, flow in flows.items():
        for unit, printed, figures in _printed(case, importer, exporter, year):
            table = flow.value_usd if unit == "USD" else flow.quantity_t
            if table and printed:
                gap = MirrorGap(exporter, unit, table, printed, (*figures, flow.id))
                if max(gap.ratio, 1 / gap.ratio) >= APART:
                    gaps.append(gap)
    return sorted(
        gaps, key=lambda gap: (-max(gap.ratio, 1 / gap.ratio), gap.exporter, gap.figures)
    )


def _printed(
    case: Case, importer: str, exporter: str, year: int
) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    """What the importer's side printed of a flow: unit, amount and the figures."""

    def known(quantity: str) -> list[Figure]:
        return [figure for figure in case.find_figures(quantity, importer, year, exporter)
                if figure.value is not None and figure.source != case.header.trade.source
                ]  # fmt: skip

    for figure in known("value"):
        yield "USD", case.units.convert(figure.value or 0.0, figure.unit, "USD"), (figure.id,)
    prices = known("price")[:1]
    for figure in known("imports"):
        tonnes = case.tonnes(figure) or 0.0
        yield "t", tonnes, (figure.id,)
        for price in prices:
            each = case.units.convert(price.value or 0.0, price.unit, "USD/t")
            yield "USD", tonnes * each, (figure.id, price.id)
