"""Measurements of nodes reconciled with the relations that bind them.

Several measurements of one node are each a quantity of its own that equals the node.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from outlast.engines.reconcile.least_squares import Identity, Reconciled, Term, reconcile
from outlast.engines.reconcile.nodes import Node
from outlast.engines.reconcile.relations import Growth, Product, Relation, Sum, words


class Measurement(NamedTuple):
    """A measured value of a node, in its base unit; a deviation of 0 makes it a constant."""

    id: str
    value: float
    sd: float
    source: str = ""
    grade: str = ""


class Account(NamedTuple):
    """A measurement, or a node that nobody measured, after reconciliation."""

    id: str
    """Of the measurement; empty where the node was computed."""
    node: Node
    observed: float | None
    value: float
    se: float
    z: float | None
    """Measurement test; None where the value cannot be tested."""
    suspect: bool
    """Whether the test fails at 5 %, corrected for the number of tests (Šidák)."""
    sd: float | None = None
    """Standard deviation of the measurement."""


class Accounts(NamedTuple):
    """What came of a reconciliation."""

    rows: tuple[Account, ...]
    """Measured ones that relations bind, and computed ones."""
    unknown: tuple[Node, ...]
    """Nodes that the measurements do not determine."""
    chi2: float
    df: int
    p: float | None
    unsettled: tuple[str, ...]
    """Relations of the systems that have no solution within reach."""


def reconcile_nodes(
    measured: Mapping[Node, Sequence[Measurement]],
    relations: Iterable[Relation],
    name: Callable[[str], str] = str,
) -> Accounts:
    """Reconcile measurements of nodes.

    Parameters
    ----------
    measured : mapping of Node to sequence of Measurement
        In base units.
    relations : iterable of Relation
        Bounds are left out, as they take no part in least squares.
    name : callable
        Name of a country by its code, for the names of relations.

    Returns
    -------
    Accounts
        Of the nodes that a relation binds to a measured one.

    Raises
    ------
    LimitReached
        If more quantities hang together than can be solved.
    Infeasible
        If constants contradict one another.

    Examples
    --------
    >>> node = Node("imports", "", "CHN", "", "2023")
    >>> found = reconcile_nodes({node: [Measurement("a", 100, 10), Measurement("b", 120, 10)]}, [])
    >>> [(row.id, round(row.value, 6), round(row.se, 2)) for row in found.rows]
    [('a', 110.0, 7.07), ('b', 110.0, 7.07)]
    """
    equal = [r for r in relations if not (isinstance(r, Sum) and r.bound)]
    kept = _reached(equal, measured)
    nodes = sorted({*measured, *(node for r in kept for node in r.nodes)})
    place = {node: i for i, node in enumerate(nodes)}
    several = [(node, m) for node in nodes for m in measured.get(node, ())
               if len(measured.get(node, ())) > 1]  # fmt: skip
    values, sd = [math.nan] * len(nodes), [math.nan] * len(nodes)
    for node, there in measured.items():
        if len(there) == 1:
            values[place[node]], sd[place[node]] = _shifted(node, there[0].value), there[0].sd
    bindings = [Identity(words(r, name), _terms(r, place)) for r in kept]
    for k, (node, m) in enumerate(several, len(nodes)):
        values.append(_shifted(node, m.value))
        sd.append(m.sd)
        bindings.append(Identity(m.id, (Term(1.0, {k: 1}), Term(-1.0, {place[node]: 1}))))
    found = reconcile(values, sd, bindings)
    accounts = _accounts(found, nodes, several, measured)
    beyond = {node for r in equal for node in r.nodes}.difference(nodes)
    return accounts._replace(unknown=tuple(sorted({*accounts.unknown, *beyond})))


def _reached(relations: Sequence[Relation], measured: Mapping[Node, object]) -> list[Relation]:
    """Relations that hang together with a measured node: no other determines anything."""
    users: dict[Node, list[int]] = {}
    for k, relation in enumerate(relations):
        for node in relation.nodes:
            users.setdefault(node, []).append(k)
    taken, seen, edge = set[int](), set(measured), list(measured)
    while edge:
        for k in users.get(edge.pop(), ()):
            if k not in taken:
                taken.add(k)
                fresh = set(relations[k].nodes) - seen
                seen |= fresh
                edge += fresh
    return [relations[k] for k in sorted(taken)]


def _shifted(node: Node, value: float, sign: float = 1.0) -> float:
    """A growth is solved as the factor 1 + g."""
    return value + sign if node.quantity.endswith("_growth") else value


def _terms(relation: Relation, place: Mapping[Node, int]) -> tuple[Term, ...]:
    """Write a relation as monomials."""
    if isinstance(relation, Product):
        powers: dict[int, int] = {place[relation.rate]: 1, place[relation.whole]: 1}
        return (Term(1.0, {place[relation.part]: 1}), Term(-1.0, powers))
    if isinstance(relation, Growth):
        grown = {place[relation.first]: 1, place[relation.rate]: relation.years}
        return (Term(1.0, {place[relation.last]: 1}), Term(-1.0, grown))
    constant = (Term(relation.constant),) if relation.constant else ()
    return (*(Term(c, {place[node]: 1}) for c, node in relation.terms), *constant)


def _accounts(
    found: Reconciled, nodes: Sequence[Node], several: Sequence[tuple[Node, Measurement]],
    measured: Mapping[Node, Sequence[Measurement]],
) -> Accounts:  # fmt: skip
    """Gather rows of what relations bind."""
    suspects = set(found.suspects())
    rows, unknown = [], []
    owners = [*((node, None) for node in nodes), *several]
    for i, (node, measurement) in enumerate(owners):
        there = measured.get(node, ())
        lone = there[0] if len(there) == 1 and measurement is None else measurement
        if found.system[i] < 0 or (lone is None and there):
            continue
        if not found.determinable[i] or math.isnan(found.value[i]):
            unknown.append(node)
            continue
        z = float(found.z[i])
        rows.append(Account(
            lone.id if lone else "", node, lone.value if lone else None,
            _shifted(node, float(found.value[i]), -1.0), float(found.se[i]),
            None if math.isnan(z) else z, i in suspects, lone.sd if lone else None,
        ))  # fmt: skip
    p = None if math.isnan(found.p) else found.p
    return Accounts(tuple(rows), tuple(sorted(set(unknown))), found.chi2, found.df, p,
                    found.unsettled)  # fmt: skip
