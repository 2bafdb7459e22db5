"""The figures of a case as measurements of nodes, each with its uncertainty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from outlast.case import Case
from outlast.case.schema import Figure
from outlast.engines.reconcile.accounts import Measurement
from outlast.engines.reconcile.nodes import RATIOS, Node, base_unit, node_of
from outlast.engines.reconcile.relations import Relation, relations
from outlast.engines.reconcile.uncertainty import standard_deviation

ROUNDING = 1 / 12**0.5
"""Standard deviation of a number rounded to 1."""
SMALLEST_PART = 0.05
"""The uncertainty of a share is never that of a smaller part."""
ZERO_PIECES = 0.3
"""Standard deviation of a figure of 0, in its own unit."""


def measured(
    case: Case, coefficients: Mapping[str, float] | None = None
) -> Mapping[Node, Sequence[Measurement]]:
    """List what figures measure, by node.

    Parameters
    ----------
    case : Case
        Its figures; assumptions, tolerances and sources on trial are left out.
    coefficients : mapping of str to float, optional
        Coefficients of variation by grade that replace the shipped ones.

    Returns
    -------
    mapping of Node to sequence of Measurement
        In the order of nodes; within one, grade A first.
    """
    found: dict[Node, list[Measurement]] = defaultdict(list)
    for figure in case.figures.values():
        value = _value(figure)
        left_out = figure.status == "assumed" or figure.source in case.header.on_trial
        if value is None or left_out or figure.quantity == "tolerance":
            continue
        node = node_of(figure)
        factor = case.units.factor(figure.unit, base_unit(node))
        spread = _spread(figure, value, factor, coefficients)
        sd = factor * (spread**2 + (ROUNDING * 10.0 ** -_decimals(value)) ** 2) ** 0.5
        found[node].append(Measurement(figure.id, value * factor, sd, figure.source, figure.grade))
    return {node: sorted(there, key=lambda m: (m.grade, m.sd / abs(m.value or 1.0), m.id))
            for node, there in sorted(found.items())}  # fmt: skip


def case_relations(case: Case, nodes: Iterable[Node]) -> list[Relation]:
    """Relations among nodes of a case; its importer's exports may be left out of balances."""
    closed = {b.country for b in case.balances if b.exports is None} | {case.header.importer}
    return relations(nodes, case.countries.is_country, closed.__contains__)


def _value(figure: Figure) -> float | None:
    """A figure's value, the middle where only bounds are printed."""
    if figure.value is None and figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return figure.value


def _spread(
    figure: Figure, value: float, factor: float, coefficients: Mapping[str, float] | None
) -> float:
    """Standard deviation of a figure's grade and bounds, in its own unit.

    A share is as uncertain as the smaller of the two parts that it divides a whole into: 85 % of
    grade C is 15 % of the other 15 %.
    """
    if value == 0:
        return ZERO_PIECES
    least = value
    if figure.quantity in RATIOS and value * factor > 0.5:
        least = max(1 - value * factor, SMALLEST_PART) / factor
    return standard_deviation(least, figure.grade, low=figure.low, high=figure.high,
                              coefficients=coefficients)  # fmt: skip


def _decimals(value: float) -> int:
    """Decimals that a number is written with."""
    return len(f"{value!r}".partition(".")[2].rstrip("0")) if "e" not in repr(value) else 0
