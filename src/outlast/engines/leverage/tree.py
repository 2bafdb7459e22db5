"""A small game drawn out move by move, and its backward induction.

Slow and plain, beside `outlast.engines.leverage.solve`, which knows the same game as arrays: this
one is what pictures are made of and what other programs can be asked about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from outlast.engines.leverage.contest import MONTHS_A_YEAR, Contest
from outlast.engines.leverage.solve import TIE
from outlast.errors import InvalidInput

Player = Literal["sender", "target", "chance", "end"]
Path = tuple[int, ...]  # places of the branches taken from the root
Pair = tuple[float, float]  # of sender and target


@dataclass(frozen=True, slots=True)
class Node:
    """A point of the game.

    Attributes
    ----------
    player : {"sender", "target", "chance", "end"}
        Whose move it is.
    month : int
        When.
    payoffs : tuple of float
        Of sender and target at an end.  [million USD]
    branches : tuple of (str, Node)
        Actions, the quieter first: of equal ones the first is taken.
    odds : tuple of float
        Of the branches of chance.
    seen : str
        Points of a player with the same non-empty text are one information set.
    """

    player: Player
    month: int
    payoffs: Pair = (0.0, 0.0)
    branches: tuple[tuple[str, "Node"], ...] = ()
    odds: tuple[float, ...] = ()
    seen: str = ""

    def walk(self, path: Path = ()) -> Iterator[tuple[Path, "Node"]]:
        """Go through every point below.

        Parameters
        ----------
        path : Path
            Of this one.

        Yields
        ------
        Path
            Of the point.
        Node
            The point; this one first.
        """
        yield path, self
        for place, (_, below) in enumerate(self.branches):
            yield from below.walk((*path, place))


@dataclass(frozen=True, slots=True)
class Solved:
    """What is done at every point of a game, and what comes of it.

    Attributes
    ----------
    choices : mapping of Path to int
        Place of the branch that the player there takes.
    payoffs : mapping of Path to (float, float)
        Of sender and target from there on.
    """

    choices: Mapping[Path, int]
    payoffs: Mapping[Path, Pair]

    def end(self) -> Path:
        """Follow the choices from the root."""
        path: Path = ()
        while path in self.choices:
            path = (*path, self.choices[path])
        return path


def backward_induction(root: Node) -> Solved:
    """Solve a game of perfect information from its ends.

    Parameters
    ----------
    root : Node
        Without information sets; chance may move.

    Returns
    -------
    Solved
        The subgame-perfect equilibrium in which of equal actions the first is taken.

    Raises
    ------
    InvalidInput
        If a player does not know where it is.
    """
    choices: dict[Path, int] = {}
    payoffs: dict[Path, Pair] = {}
    for path, node in sorted(root.walk(), key=lambda pair: -len(pair[0])):
        below = [payoffs[*path, place] for place in range(len(node.branches))]
        if node.seen:
            raise InvalidInput(f"the {node.player} in month {node.month}", "unsure where it is",
                               expected="perfect information")  # fmt: skip
        if node.player == "end":
            payoffs[path] = node.payoffs
        elif node.player == "chance":
            sums = [
                sum(p * pay[i] for p, pay in zip(node.odds, below, strict=True)) for i in (0, 1)
            ]
            payoffs[path] = (sums[0], sums[1])
        else:
            own = 0 if node.player == "sender" else 1
            choices[path] = _first_best([pay[own] for pay in below])
            payoffs[path] = below[choices[path]]
    return Solved(choices, payoffs)


def _first_best(values: list[float]) -> int:
    best = 0
    for place, value in enumerate(values):
        if value > values[best] and not isclose(value, values[best], rel_tol=TIE):
            best = place
    return best


def named(answers: tuple[str, ...]) -> str:
    """Say what the target does at first.

    >>> named(()), named(("helium", "market"))
    ('absorb', 'answer: helium + market')
    """
    return "answer: " + " + ".join(answers) if answers else "absorb"


def contest_tree(contest: Contest, stake: float, draw: int = 0) -> Node:
    """Draw out the whole game of one future.

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
    Node
        The sender's first move.
    """
    one, monthly = contest.future(draw), float(stake) / MONTHS_A_YEAR
    after = tuple(
        (named(answers), _sender(one, monthly, place, 0, (0.0, 0.0)))
        for place, answers in enumerate(one.answers)
    )
    hold = Node("end", 0)
    return Node(
        "sender", 0, branches=(("hold", hold), ("play", Node("target", 0, branches=after)))
    )


def _sender(one: Contest, monthly: float, place: int, month: int, lost: Pair) -> Node:
    """Build a month, given what both have lost before it."""
    truce = Node("end", month, (0.0 - lost[0], 0.0 - lost[1]))
    left = one.months - month
    if not left or np.isinf(lost).any():
        return truce
    conceded = float(one.concession[0]) * left
    given = Node("end", month, (monthly * left - lost[0], -conceded - lost[1]))
    borne = (
        lost[0] + float(one.sender_cost[place, 0, month]),
        lost[1] + float(one.target_cost[place, 0, month]),
    )
    onward = _sender(one, monthly, place, month + 1, borne)
    answered = Node("target", month, branches=(("resist", onward), ("yield", given)))
    return Node("sender", month, branches=(("withdraw", truce), ("persist", answered)))


def types_tree(contest: Contest, types: NDArray[np.float64], stake: float, place: int = 0) -> Node:
    """Draw out the sender's game against a target whose stock it does not know.

    Parameters
    ----------
    contest : Contest
        Whose first future is the sender's own side.
    types : ndarray, shape (type,)
        First unbearable months of the target, which resists until then.
    stake : float
        What the sender wins if the target yields.  [million USD/year]
    place : int
        Which set of answers the target gives.

    Returns
    -------
    Node
        Chance chooses the type first; the target's payoffs tell what it concedes.
    """
    one = contest.future(0)
    branches = tuple(
        (f"type {number + 1}", _against(one, stake / MONTHS_A_YEAR, place, float(until)))
        for number, until in enumerate(types)
    )
    return Node("chance", 0, branches=branches, odds=(1 / len(types),) * len(types))


def _against(one: Contest, monthly: float, place: int, until: float) -> Node:
    """Build the sender's moves against one type."""
    costs = one.sender_cost[place, 0]
    spent = np.concatenate(([0.0], np.cumsum(costs)))
    last = int(min(until, one.months))
    left = one.months - last
    below = Node(
        "end", last, (monthly * left - float(spent[last]), -float(one.concession[0]) * left)
    )
    for month in reversed(range(last + (left > 0))):
        actions = ("withdraw", "persist") if month else ("hold", "play")
        out = Node("end", month, (-float(spent[month]), 0.0))
        below = Node("sender", month, branches=((actions[0], out), (actions[1], below)),
                     seen=f"month {month}")  # fmt: skip
    return below
