"""The claims of a check: what each counts, and their conflicts."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from outlast.case.readings import Reading
from outlast.case.schema import Claim
from outlast.engines.evidence.conflict_words import excluding, why
from outlast.engines.evidence.conflicts import Consistency, minimal_conflicts
from outlast.engines.evidence.drop import smallest_drop
from outlast.engines.evidence.knowledge import Knowledge
from outlast.engines.evidence.linear import Stated, statements_of
from outlast.engines.evidence.suspicion import Printed
from outlast.engines.evidence.verdicts import base_printed, base_reading
from outlast.engines.reconcile.accounts import Measurement
from outlast.engines.reconcile.nodes import Node, base_unit, node_of
from outlast.engines.reconcile.uncertainty import (
    COEFFICIENTS_OF_VARIATION,
    standard_deviation,
)
from outlast.errors import InvalidInput, LimitReached

GRADE_WIDTH = 2.0
"""Under grades a reading is widened by this many standard deviations on either side."""
MOST_CONFLICTS = 1000
"""The search ends there; nobody reads more."""


@dataclass(frozen=True)
class Conflict:
    """Claims that cannot all be true, though all but any one of them can."""

    ids: tuple[str, ...]
    words: str
    dissolves: bool
    """Whether they agree once each is given the uncertainty of its grade."""


class Claims:
    """Printed numbers with their readings in base units.

    Parameters
    ----------
    claims : iterable of Claim
        In any order, under any ids: no result depends on either.
    knowledge : Knowledge
        Figures, units and relations.
    """

    def __init__(self, claims: Iterable[Claim], knowledge: Knowledge) -> None:
        self.claims = tuple(claims)
        self.knowledge = knowledge
        readable = [claim for claim in self.claims if claim.rule != "none"]
        found = [(node_of(c), base_reading(c, knowledge), c) for c in readable]
        found.sort(key=lambda item: (item[0], item[1], item[2].grade, item[2].text))
        self._by_key = {f"{k:06d}": claim for k, (_, _, claim) in enumerate(found)}
        self.stated = [
            Stated(f"{k:06d}", node, bounds) for k, (node, bounds, _) in enumerate(found)
        ]

    def same_text(self, claim: Claim) -> Mapping[Node, Sequence[Printed]]:
        """Numbers printed by the claim's own source."""
        return self._printed_by.get(claim.source, {})

    @cached_property
    def _printed_by(self) -> Mapping[str, Mapping[Node, Sequence[Printed]]]:
        found: dict[str, dict[Node, list[Printed]]] = defaultdict(lambda: defaultdict(list))
        for claim in self._by_key.values():
            found[claim.source][node_of(claim)].append(base_printed(claim, self.knowledge))
        return found

    def conflicts(
        self, beside: Sequence[Claim], seconds: float | None, progress: Callable[[str], None]
    ) -> tuple[list[Conflict], bool, list[list[str]]]:
        """Every minimal set of claims that cannot all be true, and the fewest to give up.

        With other claims `beside`, only the sets in which one of these stands; what bears on
        none of these is left out.

        Returns
        -------
        conflicts : list of Conflict
            The smallest first.
        complete : bool
            Whether these are all.
        drop : list of list of str
            A smallest set to give up; empty if it was not proven in time, or with others beside.
        """
        if beside:
            linked = Claims([*self.claims, *self._linked(beside)], self.knowledge)
            every, complete, _ = linked.conflicts((), seconds, progress)
            own = {claim.id for claim in self.claims}
            return [conflict for conflict in every if own & set(conflict.ids)], complete, []
        progress(f"{len(self.stated):,} claims: which cannot all be true")
        name = self.knowledge.case.countries.name
        statements = statements_of(self.stated, self.knowledge.relations, name)
        found = minimal_conflicts(statements, seconds, MOST_CONFLICTS)
        if not found.sets:
            return [], found.complete, []
        wide = statements_of(map(self._widened, self.stated), self.knowledge.relations, name)
        under_grades = Consistency(wide)
        conflicts = [
            Conflict(self._ids(keys), self._words(keys), under_grades.holds(keys))
            for keys in found.sets
        ]
        try:
            rest = None if seconds is None else seconds / 2
            drop = [list(self._ids(smallest_drop(statements, seconds=rest)))]
        except LimitReached:
            drop = []
        return conflicts, found.complete, drop

    def _linked(self, beside: Sequence[Claim]) -> list[Claim]:
        """Claims that relations link with these."""
        reached = {stated.node for stated in self.stated}
        edge = set(reached)
        while edge:
            near = {n for node in edge for r in self.knowledge.binding(node) for n in r.nodes}
            edge = near - reached
            reached |= edge
        own = {claim.id: claim for claim in self.claims}
        for other in beside:
            same = own.get(other.id)
            if same and (node_of(same), same.printed) != (node_of(other), other.printed):
                expected = "an id that no claim of the case has"
                raise InvalidInput("id", other.id, expected=expected, remedy="rename it")
        return [c for c in beside
                if c.rule != "none" and node_of(c) in reached and c.id not in own]  # fmt: skip

    def _ids(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._by_key[key].id for key in keys)

    def _widened(self, stated: Stated) -> Stated:
        """Give a reading the uncertainty of its grade."""
        part = GRADE_WIDTH * COEFFICIENTS_OF_VARIATION[self._by_key[stated.key].grade]
        low, high = stated.bounds
        return stated._replace(bounds=Reading(max(low - part * abs(low), min(low, 0.0)),
                                              high + part * abs(high)))  # fmt: skip

    def _words(self, keys: Sequence[str]) -> str:
        members: dict[Node, list[Printed]] = defaultdict(list)
        for key in keys:
            claim = self._by_key[key]
            members[node_of(claim)].append(base_printed(claim, self.knowledge))
        claims = {self._by_key[key].id: self._by_key[key] for key in keys}

        def say(value: float, like: Printed) -> str:
            claim = claims[like.id]
            return self.say(node_of(claim), value, claim.unit)

        reason = why(members, self.knowledge.binding, self.knowledge.case.countries.name, say)
        return f"{excluding(len(keys))}: {reason}"

    def measured(self) -> dict[Node, list[Measurement]]:
        """The claims as measurements, each with the uncertainty of its grade and reading."""
        found: dict[Node, list[Measurement]] = defaultdict(list)
        for stated in self.stated:
            claim = self._by_key[stated.key]
            value = base_printed(claim, self.knowledge).value
            low, high = stated.bounds
            if value and high < math.inf:
                sd = standard_deviation(value, claim.grade, low=low, high=high)
                found[stated.node].append(Measurement(claim.id, value, sd))
        return found

    def say(self, node: Node, value: float, unit: str | None = None) -> str:
        """Write an amount of a node in a unit, or in its base unit."""
        target = unit or base_unit(node)
        number = amount(value / self.per_unit(node, target))
        return number if target == "piece" else f"{number} {target}".replace("_", " ")

    def per_unit(self, node: Node, unit: str) -> float:
        """Base units in one of a unit; of a bare cubic metre, the middle of what it may mean."""
        return sum(self.knowledge.case.units.factors(unit, base_unit(node))) / 2


def amount(number: float) -> str:
    """Write a number with three figures, five above a thousand.

    >>> amount(6.3456), amount(3943.0), amount(0.00123), amount(1234567.8)
    ('6.35', '3,943', '0.00123', '1,234,600')
    """
    if abs(number) >= 1000:
        return f"{float(f'{number:.5g}'):,.0f}"
    return f"{number:.3g}"
