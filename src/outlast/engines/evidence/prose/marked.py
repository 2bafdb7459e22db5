"""A sentence as signs and dates."""

from typing import NamedTuple

from outlast.engines.evidence.prose.dates import Date
from outlast.engines.evidence.prose.numbers import Number


class Sign(NamedTuple):
    """One sign: its letter, where it stands in the sentence, and the code or item it carries."""

    letter: str
    start: int
    end: int
    value: str = ""
    number: Number | None = None


class Marked(NamedTuple):
    """A sentence with its signs and dates."""

    signs: list[Sign]
    dates: list[Date]
