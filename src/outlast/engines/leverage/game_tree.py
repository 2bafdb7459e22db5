"""The game of one future as the points of a picture: the months that decide, the others cut."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.solve import months_resisted
from outlast.engines.leverage.tree import Node, Path, Solved, backward_induction, contest_tree

MOST = 40
"""Points of a picture."""


@dataclass(slots=True)
class Picture:
    """A game tree to be drawn.

    Attributes
    ----------
    nodes : list of mappings
        ``id, parent, player, action, month, payoffs, on_path``: the action is what leads there
        from the parent, the first action that of the parent's quieter choice; payoffs [sender,
        target] stand at ends, null where they cannot be borne, and at points of the player
        ``cut``, where they are what comes of the rest; `on_path` is the equilibrium's.
    cut : list of str
        What was left out, in words.
    """

    nodes: list[Mapping[str, object]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


def game_tree(contest: Contest, stake: float, draw: int = 0) -> Picture:
    """Draw the game of one future.

    Parameters
    ----------
    contest : Contest
        What the months cost both sides.
    stake : float
        What the sender wins if the target yields.  [million USD/year]
    draw : int
        Which future.

    Returns
    -------
    Picture
        At most 40 points: the first month and the one in which the target would yield to a
        sender that holds out, for as many sets of answers as fit, that of the equilibrium and
        the empty one first.
    """
    root = contest_tree(contest, stake, draw)
    drawing = _Drawing(contest, root, backward_induction(root))
    ends = months_resisted(contest.future(draw))[:, 0].tolist()
    best = drawing.solved.choices[1,]
    places = sorted(range(len(ends)), key=lambda place: (place not in {0, best}, place))
    start = drawing.add((), None, "")
    drawing.add((0,), start, "hold")
    chosen = drawing.add((1,), start, "play")
    for count, place in enumerate(places):
        if len(drawing.picture.nodes) + _POINTS_OF_A_SET > MOST:
            drawing.picture.cut.append(f"{len(places) - count} sets of answers are not drawn")
            break
        drawing.add_set(place, min(ends[place], contest.turns - 1), chosen)
    return drawing.picture


_POINTS_OF_A_SET = 7


@dataclass(slots=True)
class _Drawing:
    contest: Contest
    root: Node
    solved: Solved
    picture: Picture = field(default_factory=Picture)

    def add(self, path: Path, parent: int | None, action: str, *, cut: bool = False) -> int:
        """Add the point at a path and return its id."""
        node = _at(self.root, path)
        ended = cut or node.player == "end"
        payoffs = self.solved.payoffs[path]
        self.picture.nodes.append(
            {
                "id": len(self.picture.nodes),
                "parent": parent,
                "player": "cut" if cut else node.player,
                "action": action,
                "month": self.contest.month(node.month),
                "payoffs": list(payoffs) if ended and np.isfinite(payoffs).all() else None,
                "on_path": self.solved.end()[: len(path)] == path,
            }
        )
        return len(self.picture.nodes) - 1

    def add_set(self, place: int, last: int, parent: int) -> None:
        """Add a set of answers: its first month and the one in which the target would yield."""
        path: Path = (1, place)
        turn = self.add(path, parent, _at(self.root, (1,)).branches[place][0])
        self.add((*path, 0), turn, "withdraw")
        here = self.add((*path, 1), turn, "persist")
        self.add((*path, 1, 1), here, "yield")
        month = self._lasts(path, last)
        if month:
            path = (*path, *(1, 0) * month)
            here = self.add((*path, 1), here, f"resist, on to month {self.contest.month(month):g}")
            self.add((*path, 1, 1), here, "yield")
            self._say("where both go on, what lies between is not drawn")
        onward = (*path, 1, 0)
        more = _at(self.root, onward).player != "end"
        self.add(onward, here, "resist", cut=more)
        if more:
            self._say("what follows once the target would yield is not drawn")

    def _lasts(self, path: Path, month: int) -> int:
        """Find the last month up to this one that the game can reach."""
        while month and not _exists(self.root, (*path, *(1, 0) * month, 1)):
            month -= 1
        return month

    def _say(self, words: str) -> None:
        if words not in self.picture.cut:
            self.picture.cut.append(words)


def _at(root: Node, path: Sequence[int]) -> Node:
    node = root
    for place in path:
        node = node.branches[place][1]
    return node


def _exists(root: Node, path: Sequence[int]) -> bool:
    node = root
    for place in path:
        if place >= len(node.branches):
            return False
        node = node.branches[place][1]
    return True
