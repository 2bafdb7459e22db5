"""The table-top exercise in a terminal: prompts, the log of turns, and what is written of it."""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outlast.cli.options import talk
from outlast.errors import UsageError, did_you_mean
from outlast.results import write_whole
from outlast.tables import to_csv

if TYPE_CHECKING:
    from outlast.engines.leverage.play import Entry, Exercise, State

INTERRUPTED = 130
HINT = "?"
"""What a player types to hear what the equilibrium would do."""


@dataclass
class Table:
    """Where an exercise is played.

    Attributes
    ----------
    exercise : Exercise
        The rules, in one future.
    names : mapping of str to str
        What the seats are called.
    seat : str
        ``sender``, ``target`` or ``both``: whom people play; the model plays the other.
    aloud : bool
        Whether to print every turn on stdout.
    log : list of Entry
        The turns so far.
    state : State or None
        Where it stands; None before it begins.
    """

    exercise: "Exercise"
    names: Mapping[str, str]
    seat: str = "both"
    aloud: bool = True
    log: "list[Entry]" = field(default_factory=list)
    state: "State | None" = None

    def play(self) -> int:
        """Play to the end.

        Returns
        -------
        int
            0, or the exit code of an interrupt; what is typed may end before the game does.
        """
        self.state = self.exercise.start()
        try:
            while self.state.turn is not None:
                move = self._move(self.state)
                self.state, entry = self.exercise.apply(self.state, move)
                self.log.append(entry)
                self._print(self._line(entry))
        except (EOFError, KeyboardInterrupt):
            talk("\nStopped before the end; the turns so far are kept.")
            return INTERRUPTED
        self._print(self._end(self.state))
        return 0

    def _move(self, state: "State") -> str:
        """Ask whose turn it is, or the model."""
        moves = self.exercise.moves(state)
        if self.seat not in {"both", state.turn}:
            return str(self.exercise.advice(state).move)
        ask = (f"month {state.month}, {self._who(state.turn)}; can still bear: "
               f"{self._lasting(state)}: {self._numbered(moves)}? ")  # fmt: skip
        while True:
            word = self._ask(ask).strip()
            if word == HINT:
                advice = self.exercise.advice(state)
                talk(f"The model would {advice.move} ({advice.reason}).")
            elif move := _meant(word, moves):
                return move
            else:
                talk(f"{word!r} is no move now: {did_you_mean(word, moves)}; type its number, "
                     f"its name or {HINT} for the model's advice.")  # fmt: skip

    @staticmethod
    def _ask(words: str) -> str:
        """Prompt on stderr, so that stdout holds the log alone."""
        print(words, end="", file=sys.stderr, flush=True)  # noqa: T201
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    @staticmethod
    def _numbered(moves: tuple[str, ...]) -> str:
        return ", ".join(f"[{number}] {move}" for number, move in enumerate(moves, 1))

    def _lasting(self, state: "State") -> str:
        """Say how many months each side can still bear."""
        sender = ("depends on the answer" if state.answer is None
                  else _months(state.sender_months))  # fmt: skip
        return f"{self.names['sender']} {sender}, {self.names['target']} " + _months(
            state.target_months
        )

    def _who(self, seat: str | None) -> str:
        return f"{self.names[seat]} ({seat})" if seat else ""

    def _line(self, entry: "Entry") -> str:
        changes = [f"{self.names[seat]} {getattr(entry, seat):+,.0f}" for seat in self.names
                   if getattr(entry, seat)]  # fmt: skip
        cost = f"  [million USD: {', '.join(changes)}]" if changes else ""
        return f"month {entry.month}: {self._who(entry.seat)} {entry.move}{cost}"

    def _end(self, state: "State") -> str:
        scores = zip(self.names.values(), state.score, strict=True)
        words = ", ".join(f"{name} {score + 0.0:+,.0f}" for name, score in scores)
        return f"The end: {state.ended}. Score, million USD: {words}."

    def _print(self, words: str) -> None:
        if self.aloud:
            print(words, flush=True)  # noqa: T201

    def rows(self) -> list[dict[str, Any]]:
        """List the turns as plain values; what cannot be borne is missing."""
        return [
            {name: None if isinstance(value, float) and abs(value) == float("inf") else value
             for name, value in asdict(entry).items()}
            for entry in self.log
        ]  # fmt: skip


def _months(left: float) -> str:
    """Write how many months are left.

    >>> _months(2.0), _months(1.0), _months(0.0), _months(math.inf)
    ('2 months', '1 month', 'no month', 'to the end')
    """
    if math.isinf(left):
        return "to the end"
    return f"{left:g} month{'' if left == 1 else 's'}" if left > 0 else "no month"


def _meant(word: str, moves: tuple[str, ...]) -> str | None:
    """Find the move of a number, a name, or a name without what stands before its colon."""
    if word.isdigit():
        return moves[int(word) - 1] if 1 <= int(word) <= len(moves) else None
    return next((move for move in moves if word in {move, move.partition(": ")[2]} - {""}), None)


def deliver_log(table: Table, output: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Write the log to a file, JSON or CSV by its suffix, and print it as JSON if asked."""
    ended = table.state.ended if table.state else ""
    text = json.dumps(
        {"schema": "outlast.play/1", "briefing": list(table.exercise.briefing),
         "ended": ended or None, "log": table.rows()},
        ensure_ascii=False, indent=1, allow_nan=False,
    ) + "\n"  # fmt: skip
    if output is not None:
        if output.suffix not in {".json", ".csv"}:
            raise UsageError(f"file is {output.name!r}, expected a name ending in .json or .csv")
        rows = table.rows()
        content = text if output.suffix == ".json" else to_csv(rows) if rows else ""
        write_whole(output, content.encode())
        talk(f"wrote {output}", quiet=quiet)
    if as_json:
        print(text, end="")  # noqa: T201
