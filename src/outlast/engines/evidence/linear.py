r"""Claims and relations as linear rows, for the search for conflicts.

A claim on an amount bounds it.  A claim on a rate ties the part to the whole,

.. math::  l\,w \le p \le h\,w

for a share or a price, and :math:`(1+l)^n x_0 \le x_n \le (1+h)^n x_0` for a growth; a whole is
never nothing.  Relations between amounts always hold.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from outlast.case.readings import Reading
from outlast.engines.evidence.system import Row, Statements
from outlast.engines.reconcile.nodes import Node, base_unit
from outlast.engines.reconcile.relations import Growth, Product, Relation, Sum, words

RELATIVE = 1e-4
"""A whole is at least this part of the smallest claim on it, or on its part where it has none."""
SMALLEST = {"t": 1e-3, "t/year": 1e-3, "USD": 1.0, "piece": 0.0}
"""A whole is at least this much, in base units: the share of nothing has no meaning."""


class Stated(NamedTuple):
    """A claim as the search sees it."""

    key: str
    """Its place by content, so that no result depends on its id."""
    node: Node
    bounds: Reading
    """In the base unit."""


def name_of(node: Node) -> str:
    """Name of a node's variable."""
    return "|".join(node)


def statements_of(
    stated: Iterable[Stated], relations: Sequence[Relation], name: Callable[[str], str]
) -> Statements:
    """Write claims and the relations among their amounts as rows.

    Parameters
    ----------
    stated : iterable of Stated
        Claims with their readings.
    relations : sequence of Relation
        As `outlast.engines.reconcile.relations` generates them.
    name : callable
        Name of a country by its code, for the relations' words.

    Returns
    -------
    Statements
        Claims on rates that no relation defines bound the rate itself.
    """
    claims = tuple(stated)
    rates = {r.rate: r for r in relations if isinstance(r, Product | Growth)}
    soft = {claim.key: _rows(claim, rates.get(claim.node)) for claim in claims}
    hard = [(words(r, name), row) for r in relations if (row := _amounts(r, rates)) is not None]
    return Statements(hard, soft, _lower(claims, rates.values()))


def _lower(claims: Iterable[Stated], rates: Iterable[Product | Growth]) -> dict[str, float]:
    """Least amount of each whole, by the name of its variable.

    It follows the smallest claim, since a floor under the largest would exclude claims that a
    misprint is ten thousand times larger than.
    """
    sizes: dict[Node, float] = {}
    for claim in claims:
        if 0 < claim.bounds.high < math.inf:
            sizes[claim.node] = min(claim.bounds.high, sizes.get(claim.node, math.inf))
    lower: dict[str, float] = {}
    for relation in rates:
        whole, part = (
            (relation.whole, relation.part) if isinstance(relation, Product)
            else (relation.first, relation.last)
        )  # fmt: skip
        unit = base_unit(whole)
        size = sizes.get(whole, sizes.get(part, 0.0) if base_unit(part) == unit else 0.0)
        least = max(SMALLEST.get(unit, 0.0), RELATIVE * size)
        lower[name_of(whole)] = max(least, lower.get(name_of(whole), 0.0))
    return lower


def _rows(claim: Stated, relation: Relation | None) -> tuple[Row, ...]:
    low, high = claim.bounds
    if isinstance(relation, Product):
        return _tied(relation.part, relation.whole, low, high)
    if isinstance(relation, Growth):
        factors = ((1 + rate) ** relation.years if rate < math.inf else rate
                   for rate in (max(low, -1.0), high))  # fmt: skip
        return _tied(relation.last, relation.first, *factors)
    return (Row({name_of(claim.node): 1.0}, low, high),)


def _tied(part: Node, whole: Node, low: float, high: float) -> tuple[Row, ...]:
    """Rows of low × whole ≤ part ≤ high × whole."""
    rows = [Row({name_of(part): 1.0, name_of(whole): -low}, 0.0, math.inf)]
    if high < math.inf:
        rows.append(Row({name_of(part): 1.0, name_of(whole): -high}, -math.inf, 0.0))
    return tuple(rows)


def _amounts(relation: Relation, rates: Mapping[Node, Relation]) -> Row | None:
    """A relation among amounts as a row; None for one that rates take part in."""
    if not isinstance(relation, Sum) or any(node in rates for node in relation.nodes):
        return None
    coefficients: dict[str, float] = {}
    for coefficient, node in relation.terms:
        coefficients[name_of(node)] = coefficients.get(name_of(node), 0.0) + coefficient
    low = -math.inf if relation.bound else -relation.constant
    return Row(coefficients, low, -relation.constant)
