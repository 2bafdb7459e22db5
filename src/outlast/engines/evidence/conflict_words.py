"""Why claims cannot all be true, in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain

from outlast.engines.evidence.suspicion import Printed, implied
from outlast.engines.reconcile.nodes import Node, base_unit
from outlast.engines.reconcile.relations import Relation, Sum, words

_COUNTS = ("three", "four", "five", "six", "seven", "eight", "nine")
Say = Callable[[float, Printed], str]
"""Writes an amount in the unit of a printed number."""


def excluding(count: int) -> str:
    """Say that so many claims cannot hold together.

    >>> excluding(2), excluding(3)
    ('these two cannot both be true', 'these three cannot all be true')
    """
    if count < 3:
        return ("this alone cannot be true", "these two cannot both be true")[count - 1]
    many = _COUNTS[count - 3] if count - 3 < len(_COUNTS) else str(count)
    return f"these {many} cannot all be true"


def why(
    members: Mapping[Node, Sequence[Printed]],
    binding: Callable[[Node], Sequence[Relation]],
    name: Callable[[str], str],
    say: Say,
) -> str:
    """Say why printed numbers exclude each other.

    Parameters
    ----------
    members : mapping of Node to sequence of Printed
        The numbers of one conflict.
    binding : callable
        Relations that hold a node.
    name, say : callable
        Name of a country, and an amount in the unit of a printed number.

    Returns
    -------
    str
        What the others imply for one of them, or the relation that they break.
    """
    for reason in chain(_above_whole(members), _twice(members, name, say),
                        _broken(members, binding, name, say),
                        _implied(members, binding, name, say)):  # fmt: skip
        return reason
    held = {relation for node in members for relation in binding(node)
            if len(members.keys() & set(relation.nodes)) > (len(members) > 1)}  # fmt: skip
    told = sorted(words(relation, name) for relation in held)
    return "because " + "; ".join(told) if told else "their readings exclude each other"


def _above_whole(members: Mapping[Node, Sequence[Printed]]) -> Iterator[str]:
    """A share of more than 1."""
    for node, numbers in members.items():
        if len(members) == 1 and base_unit(node) == "share" and numbers[0].value > 1:
            yield "a part is never more than its whole"


def _twice(
    members: Mapping[Node, Sequence[Printed]], name: Callable[[str], str], say: Say
) -> Iterator[str]:
    """Two numbers for one thing."""
    for node, numbers in members.items():
        if len(members) == 1 and len(numbers) > 1:
            values = " and ".join(say(n.value, n) for n in sorted(numbers))
            yield f"both count {node.words(name)}: {values}"


def _broken(
    members: Mapping[Node, Sequence[Printed]],
    binding: Callable[[Node], Sequence[Relation]],
    name: Callable[[str], str],
    say: Say,
) -> Iterator[str]:
    """A part that is larger than its whole."""
    for relation in sorted({r for node in members for r in binding(node)}, key=repr):
        if not isinstance(relation, Sum) or relation.constant:
            continue
        for sign in (1,) if relation.bound else (1, -1):  # what is not printed is 0 or more
            smaller = [(c, n) for c, n in relation.terms if sign * c > 0 and n in members]
            larger = [(c, n) for c, n in relation.terms if sign * c < 0]
            told = {node for _, node in (*smaller, *larger)}
            if not smaller or not larger or told != members.keys():
                continue
            low, high = (
                sum(abs(c) * members[n][0].value for c, n in side) for side in (smaller, larger)
            )
            if low > high:
                unit = members[larger[0][1]][0]
                parts = "they add up to" if len(smaller) > 1 else f"{smaller[0][1].words(name)} is"
                whole = " + ".join(n.words(name) for _, n in larger)
                yield f"{parts} {say(low, unit)}, more than {say(high, unit)}, {whole}"


def _implied(
    members: Mapping[Node, Sequence[Printed]],
    binding: Callable[[Node], Sequence[Relation]],
    name: Callable[[str], str],
    say: Say,
) -> Iterator[str]:
    """What the others imply for one of them; amounts before shares."""
    order = sorted(members, key=lambda node: (base_unit(node) == "share", node))
    for node in order:
        others = {other: numbers for other, numbers in members.items() if other != node}
        for value, ids in implied(node, others, binding):
            if len(ids) == sum(len(numbers) for numbers in others.values()):
                own = members[node][0]
                yield (f"the others imply {say(value, own)} for {node.words(name)}, "
                       f"printed as {say(own.value, own)}")  # fmt: skip
