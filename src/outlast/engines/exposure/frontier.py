"""Sets of powers still to be tried, packed, and what joining each power could bring at most."""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.engines.exposure.stopping import Array, Hold, Sets

CHUNK = 256
"""Sets opened at once."""


class Nodes(NamedTuple):
    """Sets of powers, and who may still join each; every set stands for all those supersets."""

    members: Sets
    """Shape (set, power)."""
    others: Sets
    """Shape (set, power); none is a member."""

    def pick(self, rows: Sets | NDArray[np.intp]) -> "Nodes":
        """Pick sets, by row or by a mask."""
        return Nodes(self.members[rows], self.others[rows])


def root(powers: int) -> Nodes:
    """Nobody yet, and everybody may join."""
    return Nodes(np.zeros((1, powers), dtype=bool), np.ones((1, powers), dtype=bool))


@dataclass(slots=True)
class Pile:
    """Nodes in wait, last in first out, a bit a power."""

    powers: int
    packed: list[NDArray[np.uint8]] = field(default_factory=list)

    def add(self, nodes: Nodes) -> None:
        """Put nodes on top."""
        if len(nodes.members):
            self.packed.append(np.packbits(np.stack([*nodes], axis=1), axis=2))

    def take(self) -> Nodes:
        """Take up to `CHUNK` nodes from the top, at least one."""
        taken, rows = [], 0
        while self.packed and rows < CHUNK:
            top = self.packed.pop()
            room = CHUNK - rows
            if len(top) > room:
                self.packed.append(top[:-room])
                top = top[-room:]
            taken.append(top)
            rows += len(top)
        packed = np.concatenate(taken[::-1])
        loose = np.unpackbits(packed, axis=2, count=self.powers).astype(bool)
        return Nodes(loose[:, 0], loose[:, 1])


class Opened(NamedTuple):
    """Nodes with the effect of one more member each."""

    nodes: Nodes
    value: Array
    """What each set stops, shape (set,)."""
    after: Array
    """And with one more member, shape (set, power)."""
    gain: Array
    """Upper bound on what that member ever adds to the set; 0 for who may not join."""


def open_nodes(hold: Hold, nodes: Nodes, bar: float) -> Opened:
    """Evaluate nodes; leave out those whose supersets all stay under `bar` or hold a dead member.

    A member is dead where it adds nothing: where gains only shrink as others join, it never will.
    """
    reachable = hold.stopped(nodes.members | nodes.others) >= bar
    nodes = nodes.pick(reachable)
    value = hold.stopped(nodes.members)
    if hold.how != "low":
        row, without = hold.without_one(nodes.members)
        alive = np.ones(len(value), dtype=bool)
        alive[row[without >= value[row]]] = False
        nodes, value = nodes.pick(alive), value[alive]
    held = hold.held(nodes.members)
    after = hold.with_one_more(held, nodes.others)
    gain = hold.gains(held, after, nodes.others)
    return Opened(nodes, value, after, np.maximum(gain, 0.0))


class Children(NamedTuple):
    """Sets with one member more; each superset of a parent is under one child and no other."""

    nodes: Nodes
    value: Array
    """What each stops, shape (child,)."""
    reach: Array
    """Bound on what it stops with 0, 1, 2 … members more, shape (child, power + 1)."""


def children(opened: Opened) -> Children:
    """Let each power that gains join in turn, the most gainful first; those before it stay out.

    The bound adds the largest of the parent's gains to the child's value.
    """
    nodes, _, after, gain = opened
    sets, powers = gain.shape
    order = np.argsort(-gain, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    row, power = np.nonzero(gain > 0)
    place = rank[row, power]
    members = nodes.members[row]
    members[np.arange(row.size), power] = True
    later = (gain[row] > 0) & (rank[row] > place[:, None])
    summed = np.zeros((sets, 2 * powers + 1))
    summed[:, 1 : powers + 1] = np.cumsum(np.take_along_axis(gain, order, axis=1), axis=1)
    summed[:, powers + 1 :] = summed[:, powers : powers + 1]
    ahead = place[:, None] + 1 + np.arange(powers + 1)
    value = after[row, power]
    reach = value[:, None] + summed[row[:, None], ahead] - summed[row, place + 1][:, None]
    return Children(Nodes(members, later), value, reach)
