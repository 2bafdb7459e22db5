"""What figures say of one node: directly, through a relation, or by the trade table.

An estimate carries its standard deviation, the figures and sources that it rests on and the
worst grade among them, so that a verdict can say what decides it.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from outlast.case.schema import GROWTHS
from outlast.engines.reconcile.nodes import Node, base_unit
from outlast.engines.reconcile.relations import Growth, Product, Relation, Sum

STEP = 1e-6
"""Relative step of the derivatives by which deviations propagate."""
MOST_OPTIONS = 4
"""Figures of one node that a relation tries, best first; one where it has more nodes than that."""
AGAINST = 2.0
"""Standard deviations beyond which an estimate denies a value."""
FLOORS = {"share": 0.02, "piece": 0.5}
"""Deviations that tell a share, or a count, whatever its size."""


@dataclass(frozen=True)
class Estimate:
    """A value of a node in its base unit.

    Attributes
    ----------
    value, sd : float
        Value and standard deviation.
    ids : tuple of str
        Figures that it rests on.
    sources : frozenset of str
        Their sources.
    grade : str
        The worst among them.
    relation : Relation or None
        By which it is derived; None for a figure as it stands.
    basis : str
        Of a share by the trade table.
    bound : str
        ``most`` or ``least`` where it only limits the node from one side.
    floor : float
        Deviation that is small whatever the value: of a share near 0, of a count.
    """

    value: float
    sd: float
    ids: tuple[str, ...]
    sources: frozenset[str]
    grade: str
    relation: Relation | None = None
    basis: str = ""
    bound: str = ""
    floor: float = 0.0

    def gap(self, low: float, high: float) -> float:
        """Standard deviations between the estimate and the interval; 0 where they meet."""
        above, below = low - self.value, self.value - high
        if self.bound == "most":
            below = 0.0
        elif self.bound == "least":
            above = 0.0
        distance = max(above, below, 0.0)
        if not distance:
            return 0.0
        return distance / self.sd if self.sd else math.inf

    @property
    def informs(self) -> bool:
        """Whether it could tell a true number from a false one of the same size."""
        return not self.bound and self.sd <= max(0.25 * abs(self.value), self.floor)


def solved(relation: Relation, node: Node, values: Mapping[Node, float]) -> float | None:
    """Value of one node of a relation from those of its others; None where there is none.

    >>> share = Node("import_share", "", "CHN", "USA", "2022")
    >>> part, whole = (share.at(quantity="imports", partner=p) for p in ("USA", ""))
    >>> solved(Product("share", part, share, whole), share, {part: 425.0, whole: 4250.0})
    0.1
    """
    try:
        found = _SOLVERS[type(relation)](relation, node, values)
    except (ZeroDivisionError, OverflowError):
        return None
    return found if isinstance(found, float) and math.isfinite(found) else None


def _solve_sum(relation: Sum, node: Node, values: Mapping[Node, float]) -> float:
    rest = sum(coefficient * values[other] for coefficient, other in relation.terms
               if other != node)  # fmt: skip
    return -(rest + relation.constant) / relation.coefficient(node)


def _solve_product(relation: Product, node: Node, values: Mapping[Node, float]) -> float:
    if node == relation.part:
        return values[relation.rate] * values[relation.whole]
    other = relation.whole if node == relation.rate else relation.rate
    return values[relation.part] / values[other]


def _solve_growth(relation: Growth, node: Node, values: Mapping[Node, float]) -> float:
    if node == relation.rate:
        return (values[relation.last] / values[relation.first]) ** (1 / relation.years) - 1
    factor = (1 + values[relation.rate]) ** relation.years
    if node == relation.last:
        return values[relation.first] * factor
    return values[relation.last] / factor


_SOLVERS: Mapping[type, Callable[..., float]] = {
    Sum: _solve_sum, Product: _solve_product, Growth: _solve_growth,
}  # fmt: skip


def derived(
    relation: Relation, node: Node, known: Callable[[Node], Sequence[Estimate]]
) -> Iterator[Estimate]:
    """Derive a node through a relation, once for each choice of figures of the other nodes.

    Deviations propagate to first order, as of independent figures.
    """
    others = [other for other in dict.fromkeys(relation.nodes) if other != node]
    options = MOST_OPTIONS if len(others) <= MOST_OPTIONS else 1
    for chosen in product(*(known(other)[:options] for other in others)):
        values = {other: estimate.value for other, estimate in zip(others, chosen, strict=True)}
        value = solved(relation, node, values)
        if value is None or (value < 0 and node.quantity not in GROWTHS):
            continue
        sd = _propagated(relation, node, values, chosen)
        yield Estimate(
            value, sd,
            ids=tuple(sorted({i for estimate in chosen for i in estimate.ids})),
            sources=frozenset().union(*(estimate.sources for estimate in chosen)),
            grade=max(estimate.grade for estimate in chosen),
            relation=relation,
            bound=_bound(relation, node),
            floor=floor_of(node),
        )  # fmt: skip


def _propagated(
    relation: Relation, node: Node, values: Mapping[Node, float], chosen: Iterable[Estimate]
) -> float:
    """Standard deviation of a derived value."""
    variance = 0.0
    for other, estimate in zip(values, chosen, strict=True):
        step = STEP * max(abs(estimate.value), 1e-12)
        moved = [solved(relation, node, {**values, other: estimate.value + sign * step})
                 for sign in (1, -1)]  # fmt: skip
        if moved[0] is None or moved[1] is None:
            return math.inf
        variance += ((moved[0] - moved[1]) / (2 * step) * estimate.sd) ** 2
    return math.sqrt(variance)


def _bound(relation: Relation, node: Node) -> str:
    """Side from which a bound limits a node: a positive term is at most the rest."""
    if not isinstance(relation, Sum) or not relation.bound:
        return ""
    return "most" if relation.coefficient(node) > 0 else "least"


def floor_of(node: Node) -> float:
    """Deviation that tells a share or a count whatever its size; none of a growth."""
    return 0.0 if node.quantity in GROWTHS else FLOORS.get(base_unit(node), 0.0)
