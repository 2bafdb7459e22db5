r"""The factor that would reconcile a printed number with its own text or with figures.

A slip multiplies by a known factor.  With printed value :math:`p` and a reference :math:`r`, the
nearest listed factor :math:`F` is suspected where

.. math::  \tfrac{1}{1.5} \le \frac{r/p}{F} \le 1.5

Printed values are compared, not readings: [0, 4] billion for "under 4 billion" would hide a slip.
Nothing is ever corrected.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from outlast.case.schema import QUANTITIES
from outlast.engines.evidence.estimates import solved
from outlast.engines.reconcile.nodes import Node
from outlast.engines.reconcile.relations import Relation, Sum
from outlast.units import M3_15C_PER_MCF

WITHIN = 1.5
"""A factor is suspected within ×/÷ this."""
POWERS = {
    10.0: "a power of ten: a zero too many or too few, 亿 (10⁸) read as 10⁷ or 10⁹",
    1e3: "thousand for million, million for billion or billion for trillion",
    1e4: "万 (ten thousand) counted twice or left out",
    1e6: "million left out or counted twice",
    1e8: "亿 (10⁸) left out or counted twice",
    1e9: "billion left out or counted twice",
}
DEPTH = 3
"""Relations in a row by which a text implies a number of its own."""


class Suspect(NamedTuple):
    """A factor that would reconcile a printed number with a reference."""

    factor: float
    """The listed factor: reference ≈ factor × printed."""
    ratio: float
    """Reference ÷ printed."""
    meaning: str
    against: float
    """The reference, in the node's base unit."""
    ids: tuple[str, ...]
    own_text: bool
    """Whether the reference comes from the same source."""


class Printed(NamedTuple):
    """A number as printed, in base units, and the claim it stands in."""

    value: float
    id: str


class Others(Mapping[Node, Sequence[Printed]]):
    """Printed numbers but those of one claim; nothing is copied.

    Parameters
    ----------
    printed : mapping of Node to sequence of Printed
        All of a text.
    without : str
        Id of the claim.
    """

    def __init__(self, printed: Mapping[Node, Sequence[Printed]], without: str) -> None:
        self._printed, self._without = printed, without

    def __getitem__(self, node: Node) -> Sequence[Printed]:
        """Numbers of a node."""
        return [number for number in self._printed[node] if number.id != self._without]

    def __iter__(self) -> Iterator[Node]:
        """Every node of the text."""
        return iter(self._printed)

    def __len__(self) -> int:
        """How many nodes the text has numbers of."""
        return len(self._printed)


def factors(node: Node, unit: str, per_tonne: float) -> dict[float, str]:
    """List the factors by which a number of that unit can have slipped, both ways.

    >>> list(factors(Node("import_share", "", "CHN", "USA", "2022"), "%", 5600.0))
    [100.0, 0.01]
    """
    if QUANTITIES[node.quantity] == "share":
        found = {100.0: "a share printed as per cent"}
    elif QUANTITIES[node.quantity] == "piece":
        return {}
    else:
        found = dict(POWERS)
        if per_tonne and ("m3" in unit or "kg" in unit):
            found[per_tonne / 1000] = "kilograms printed as cubic metres, or the other way round"
            found[per_tonne] = "tonnes printed as cubic metres, or the other way round"
        if "cf" in unit:
            found[M3_15C_PER_MCF] = "thousand cubic feet and cubic metres confused"
            found[1000 / M3_15C_PER_MCF] = "cubic feet and cubic metres confused"
    return {**found, **{1 / factor: meaning for factor, meaning in found.items()}}


def nearest(ratio: float, listed: Mapping[float, str]) -> float | None:
    """The listed factor nearest to a ratio, if it is within ×/÷ 1.5.

    >>> nearest(1200, {1000.0: "", 10.0: ""})
    1000.0
    >>> nearest(2.1, {1000.0: "", 5.6: ""}) is None
    True
    """
    if not listed or ratio <= 0 or not math.isfinite(ratio):
        return None
    best = min(listed, key=lambda factor: (abs(math.log(ratio / factor)), factor))
    return best if abs(math.log(ratio / best)) <= math.log(WITHIN) + 1e-12 else None


def implied(
    node: Node,
    printed: Mapping[Node, Sequence[Printed]],
    binding: Callable[[Node], Sequence[Relation]],
    depth: int = DEPTH,
    used: frozenset[Node] = frozenset(),
) -> Iterator[tuple[float, tuple[str, ...]]]:
    """Values of a node that other printed numbers imply through at most `depth` relations.

    Yields
    ------
    tuple of float and tuple of str
        The value in its base unit, and the claims that it rests on.
    """
    if not depth:
        return
    held = used | {node}
    for relation in binding(node):
        if isinstance(relation, Sum) and relation.bound:
            continue
        others = [other for other in dict.fromkeys(relation.nodes) if other != node]
        if any(other in held for other in others):
            continue
        known: dict[Node, tuple[float, tuple[str, ...]]] = {}
        for other in others:
            first = next(_known(other, printed, binding, depth - 1, held), None)
            if first is None:
                break
            known[other] = first
        else:
            value = solved(relation, node, {other: found for other, (found, _) in known.items()})
            if value is not None:
                yield value, tuple(sorted({i for _, ids in known.values() for i in ids}))


def _known(
    node: Node,
    printed: Mapping[Node, Sequence[Printed]],
    binding: Callable[[Node], Sequence[Relation]],
    depth: int,
    used: frozenset[Node],
) -> Iterator[tuple[float, tuple[str, ...]]]:
    """A node as printed, or else as implied."""
    there = printed.get(node, ())
    if there:
        yield from ((number.value, (number.id,)) for number in there)
    else:
        yield from implied(node, printed, binding, depth, used)


def suspects(
    value: float,
    listed: Mapping[float, str],
    references: Iterable[tuple[float, tuple[str, ...], bool]],
) -> list[Suspect]:
    """Find the factors that would reconcile a printed value with references.

    Parameters
    ----------
    value : float
        As printed, in the base unit.
    listed : mapping of float to str
        From `factors`.
    references : iterable of (value, ids, own text)
        What the same text or independent figures say of the same node.

    Returns
    -------
    list of Suspect
        Those of the text itself first, then the nearest to their factor.
    """
    found = []
    for reference, ids, own in references:
        if not value or reference <= 0:
            continue
        factor = nearest(reference / value, listed)
        if factor is not None:
            found.append(Suspect(factor, reference / value, listed[factor], reference, ids, own))
    return sorted(found, key=lambda s: (not s.own_text, abs(math.log(s.ratio / s.factor)), s.ids))
