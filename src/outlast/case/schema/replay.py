"""Contests that happened: who played which card, who answered with what, and who gave in when."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from outlast.case.schema.cells import Code, Entry, Grade, Identifier, Text, Year

ENDS = Literal["target yields", "sender withdraws", "truce"]
"""How a contest, or a step of it, ended."""


def _is_a_day(text: str) -> str:
    """Refuse what is no day of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise ValueError("a day, such as '2025-04-09', in quotes") from None
    return text


Day = Annotated[str, AfterValidator(_is_a_day)]


class Step(Entry):
    """Something that happened in a contest, with what each side gave up."""

    what: Text
    date: Day
    ended: ENDS
    words: Text
    """What each side took back."""
    grade: Grade
    source: Identifier
    note: str = ""


class Replay(Entry):
    """A contest that happened; cards are written as ``outlast leverage`` takes them."""

    title: Text
    sender: Code
    card: Text
    target: Code
    answers: tuple[Text, ...]
    year: Year
    """Of the flows, before the contest began."""
    played: Day
    answered: Day
    observed: Annotated[tuple[Step, ...], Field(min_length=1)]
    source: Identifier
    note: str = ""
