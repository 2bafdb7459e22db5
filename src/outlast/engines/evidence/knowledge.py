"""What a case knows: the estimates of any node, and the relations that bind them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from outlast.case import Case
from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.evidence.estimates import Estimate, derived, floor_of
from outlast.engines.exposure.bases import BASES, Basis, supply
from outlast.engines.reconcile.accounts import Measurement
from outlast.engines.reconcile.measurements import case_relations, measured
from outlast.engines.reconcile.nodes import Node
from outlast.engines.reconcile.relations import Relation
from outlast.engines.reconcile.uncertainty import standard_deviation

SMALLEST_SHARE = 5e-4
"""Standard deviation of a share by trade is never less."""


class Knowledge:
    """The figures of a case as estimates by node, with the relations between nodes.

    Parameters
    ----------
    case : Case
        Holds figures and trade.
    asked : iterable of Node
        What claims count, so that relations reach it.
    coefficients : mapping, optional
        Coefficients of variation by grade that replace the shipped ones.
    """

    def __init__(
        self,
        case: Case,
        asked: Iterable[Node] = (),
        coefficients: Mapping[str, float] | None = None,
    ) -> None:
        self.case = case
        self._coefficients = coefficients
        self._asked = tuple(asked)
        self._bought: dict[tuple[str, int, Basis], tuple[Mapping[str, float], Sequence[str]]] = {}

    @cached_property
    def measured(self) -> Mapping[Node, Sequence[Measurement]]:
        """What the figures measure, by node."""
        return measured(self.case, self._coefficients)

    @cached_property
    def figures(self) -> Mapping[Node, Sequence[Estimate]]:
        """Estimates by node, best grade first; assumptions are none."""
        return {
            node: [Estimate(m.value, m.sd, (m.id,), frozenset({m.source}), m.grade,
                            floor=floor_of(node))
                   for m in there]
            for node, there in self.measured.items()
        }  # fmt: skip

    @cached_property
    def relations(self) -> Sequence[Relation]:
        """Every relation among what figures and claims count."""
        return case_relations(self.case, {*self.figures, *self._asked})

    @cached_property
    def _by_node(self) -> Mapping[Node, Sequence[Relation]]:
        found: dict[Node, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            for node in dict.fromkeys(relation.nodes):
                found[node].append(relation)
        return found

    def binding(self, node: Node) -> Sequence[Relation]:
        """Relations that hold a node."""
        return self._by_node.get(node, ())

    def about(self, node: Node, without: str = "") -> list[Estimate]:
        """Every estimate of a node, but those that rest on the source `without`."""
        found = [*self.figures.get(node, ()), *self._by_trade(node)]
        for relation in self.binding(node):
            found += derived(relation, node, lambda other: self._known(other, without))
        return sorted((e for e in found if without not in e.sources), key=_best_first)

    def _known(self, node: Node, without: str) -> Sequence[Estimate]:
        kept = [e for e in self.figures.get(node, ()) if without not in e.sources]
        return kept or [e for e in self._by_trade(node) if e.basis != "heading"]

    def _by_trade(self, node: Node) -> list[Estimate]:
        """Shares, values and weights of the trade table."""
        year = node.year
        if node.item or year not in self.case.years or year is None:
            return []
        if self.case.header.trade.mixed:
            return []
        if node.quantity == "import_share" and node.partner:
            return [e for basis in BASES if (e := self.share(node, basis)) is not None]
        bases: dict[str, tuple[Basis, ...]] = {"imports": ("mass",), "value": ("material",)}
        return [e for basis in bases.get(node.quantity, ())
                if (e := self.amount(node, basis)) is not None]  # fmt: skip

    def share(self, node: Node, basis: Basis) -> Estimate | None:
        """An origin's share of imports by the trade table; of the world's where asked."""
        amounts, figures = self._amounts(node.subject, node.year or 0, basis)
        total = sum(amounts.values())
        if not total:
            return None
        value = float(amounts.get(node.partner, 0) / total)
        return self._traded(value, figures, node, basis)

    def amount(self, node: Node, basis: Basis) -> Estimate | None:
        """Value or weight of imports by the trade table."""
        amounts, figures = self._amounts(node.subject, node.year or 0, basis)
        if not amounts or (node.partner and node.partner not in amounts):
            return None
        value = float(amounts[node.partner] if node.partner else sum(amounts.values()))
        return self._traded(value, figures, node, basis)

    def _amounts(
        self, importer: str, year: int, basis: Basis
    ) -> tuple[Mapping[str, float], Sequence[str]]:
        key = (importer, year, basis)
        if key not in self._bought:
            self._bought[key] = self._sum_up(*key)
        return self._bought[key]

    def _sum_up(
        self, importer: str, year: int, basis: Basis
    ) -> tuple[Mapping[str, float], Sequence[str]]:
        if importer == WORLD_SUBJECT:
            found: dict[str, float] = defaultdict(float)
            for code in self.case.importers(year):
                for partner, amount in self._amounts(code, year, basis)[0].items():
                    found[partner] += float(amount)
            return found, (f"trade:{self.case.header.product}:{year}",)
        bought = supply(self.case, importer, year, basis)
        return {k: float(v) for k, v in (bought.amounts or {}).items()}, bought.figures

    def _traded(self, value: float, figures: Sequence[str], node: Node, basis: Basis) -> Estimate:
        """An estimate of the trade table: its grade, and B where a value stands for a weight."""
        grade = self.case.header.trade.grade if basis == "mass" else "B"
        own = [i for i in figures if i.endswith(f":{node.partner}:{node.subject}")] or figures[:1]
        spread = standard_deviation(max(value, 1e-9), grade, coefficients=self._coefficients)
        floor = SMALLEST_SHARE if node.quantity == "import_share" else 0.0
        return Estimate(
            value,
            max(spread, floor),
            tuple(own),
            frozenset({self.case.header.trade.source}),
            grade,
            basis=basis,
            floor=floor_of(node),
        )


def _best_first(estimate: Estimate) -> tuple[bool, str, bool, float, tuple[str, ...]]:
    """Figures before what is derived, good grades before bad ones."""
    relative = estimate.sd / abs(estimate.value) if estimate.value else 0.0
    return (bool(estimate.bound), estimate.grade, estimate.relation is not None, relative,
            estimate.ids)  # fmt: skip
