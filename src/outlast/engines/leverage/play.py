"""A table-top exercise: two seats, one future, a month at a time; no input or output here."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.solve import Outcome, solve
from outlast.engines.leverage.tree import named
from outlast.errors import not_one_of

Seat = Literal["sender", "target"]
ENDS = ("sender holds", "sender withdraws", "target yields", "neither yields", "sender breaks")

CANNOT, NO_OTHER = "the next month cannot be borne", "there is no answer to give"


@dataclass(frozen=True, slots=True)
class State:
    """Where the exercise stands.

    Attributes
    ----------
    month : int
        Of the next move, from 0.
    turn : {"sender", "target"} or None
        Whose move it is; None when it is over.
    played : bool
        Whether the card is on the table.
    answer : int or None
        Which set of answers the target has chosen.
    sender_months, target_months : float
        Months until each cannot bear the next one, inf for never; the sender's is inf until
        the target has answered.
    sender_lost, target_lost : float
        What the months so far cost.  [million USD]
    won, conceded : float
        What the end brought the sender and cost the target.  [million USD]
    ended : str
        How it ended, empty until then.
    """

    month: int
    turn: Seat | None
    played: bool
    answer: int | None
    sender_months: float
    target_months: float
    sender_lost: float = 0.0
    target_lost: float = 0.0
    won: float = 0.0
    conceded: float = 0.0
    ended: str = ""

    @property
    def score(self) -> tuple[float, float]:
        """What sender and target have made of it so far.  [million USD]"""
        return self.won - self.sender_lost, -self.conceded - self.target_lost


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: who did what when, and what it cost both."""

    month: int
    seat: Seat
    move: str
    sender: float
    """Change of the sender's score.  [million USD]"""
    target: float
    """Change of the target's score.  [million USD]"""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the equilibrium would do, and why."""

    move: str
    reason: str


@dataclass(frozen=True)
class Exercise:
    """One future, one stake.

    Attributes
    ----------
    contest : Contest
        What the months cost both sides.
    stake : float
        What the sender wins if the target yields.  [million USD/year]
    draw : int
        Which future.
    briefing : tuple of str
        What the players are told before the first move.
    """

    contest: Contest
    stake: float
    draw: int = 0
    briefing: tuple[str, ...] = ()

    @cached_property
    def _one(self) -> Contest:
        return self.contest.future(self.draw)

    @cached_property
    def _solved(self) -> Outcome:
        return solve(self._one, self.stake)

    def start(self) -> State:
        """Before the first move."""
        lasts = float(self._one.target_turns[0])
        return State(0, "sender", played=False, answer=None, sender_months=np.inf,
                     target_months=lasts)  # fmt: skip

    def moves(self, state: State) -> tuple[str, ...]:
        """List what the side whose turn it is may do, the quieter first.

        A target that cannot bear the month may not resist it.
        """
        if state.turn is None:
            return ()
        if state.turn == "sender":
            return ("withdraw", "persist") if state.played else ("hold", "play")
        if state.answer is None:
            return tuple(named(answers) for answers in self._one.answers)
        return ("resist", "yield") if state.target_months > 0 else ("yield",)

    def apply(self, state: State, move: str) -> tuple[State, Entry]:
        """Make a move.

        Parameters
        ----------
        state : State
            Where the exercise stands.
        move : str
            One of `moves`.

        Returns
        -------
        State
            Where it stands then.
        Entry
            The line of the log.

        Raises
        ------
        UsageError
            If the move is not allowed now.
        """
        allowed = self.moves(state)
        if move not in allowed or state.turn is None:
            raise not_one_of("move", move, allowed or ("none: it is over",))
        after = self._after(state, move, allowed.index(move))
        change = [b - a for a, b in zip(state.score, after.score, strict=True)]
        return after, Entry(state.month, state.turn, move, *change)

    def _after(self, state: State, move: str, place: int) -> State:
        if move == "hold":
            return replace(state, turn=None, ended=ENDS[0])
        if move == "withdraw":
            return replace(state, turn=None, ended=ENDS[1])
        if move in {"play", "persist"}:
            return replace(state, turn="target", played=True)
        if state.answer is None:
            lasts = float(self._one.sender_turns[place, 0])
            return replace(state, turn="sender", answer=place, sender_months=lasts)
        if move == "yield":
            left = self._one.turns - state.month
            won = float(self.stake) / self._one.turns_a_year * left
            conceded = float(self._one.concession[0]) * left
            return replace(state, turn=None, won=won, conceded=conceded, ended=ENDS[2])
        return self._resisted(state, state.answer)

    def _resisted(self, state: State, answer: int) -> State:
        costs = self._one.sender_cost[answer, 0], self._one.target_cost[answer, 0]
        after = replace(
            state,
            month=state.month + 1,
            turn="sender",
            sender_months=state.sender_months - 1,
            target_months=state.target_months - 1,
            sender_lost=state.sender_lost + float(costs[0][state.month]),
            target_lost=state.target_lost + float(costs[1][state.month]),
        )
        if np.isinf(after.sender_lost):
            return replace(after, turn=None, ended=ENDS[4])
        if after.month == self._one.turns:
            return replace(after, turn=None, ended=ENDS[3])
        return after

    def advice(self, state: State) -> Advice:
        """Tell the equilibrium's move from here on, with its reason.

        Parameters
        ----------
        state : State
            Where the exercise stands, not over.

        Returns
        -------
        Advice
            The move, and what each move brings if both sides go on as the equilibrium does.
        """
        allowed = self.moves(state)
        if not allowed:
            raise not_one_of("move", "", ("none: it is over",))
        if len(allowed) == 1:
            return Advice(allowed[0], CANNOT if state.answer is not None else NO_OTHER)
        seat = 0 if state.turn == "sender" else 1
        ways = {move: self._on(self.apply(state, move)[0]) for move in allowed}
        best = allowed[self._choice(state)]
        told = "; ".join(f"{move}: {_signed(end.score[seat] - state.score[seat])}, "
                         f"{end.ended}{_when(end)}" for move, end in ways.items())  # fmt: skip
        return Advice(best, f"million USD from here on: {told}")

    def _choice(self, state: State) -> int:
        """Place of the equilibrium's move among `moves`."""
        if not state.played:
            return int(self._solved.plays[0])
        if state.answer is None:
            return int(self._solved.answer[0])
        what = self._solved.persists if state.turn == "sender" else self._solved.yields
        chosen = int(what[state.answer, 0, state.month])
        return min(chosen, len(self.moves(state)) - 1)

    def _on(self, state: State) -> State:
        """Go on to the end as the equilibrium does."""
        while state.turn is not None:
            moves = self.moves(state)
            state = self._after(state, moves[self._choice(state)], self._choice(state))
        return state


def _signed(amount: float) -> str:
    return "cannot be borne" if np.isinf(amount) else f"{amount:+,.0f}"


def _when(state: State) -> str:
    return f" in month {state.month}" if state.played else ""
