"""Every exception outlast raises, and the exit code the command line gives it.

* OutlastError (70)
    - UsageError (2): a command, option or name that does not exist
    - BadData (3)
        + InvalidInput: a value no model could accept
        + UnitError: a unit that is unknown or does not fit
        + PeriodError: a period that cannot be read
        + CountryError: a country code or name that is not known
        + CaseFaults: everything wrong with a case, collected
    - Infeasible (4): no solution can exist
    - LimitReached (5): stopped at a limit; the best result is kept
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class OutlastError(Exception):
    """Base class, so that one ``except`` catches all of them."""

    exit_code = 70


class UsageError(OutlastError):
    """A command, option or name that does not exist."""

    exit_code = 2


class BadData(OutlastError, ValueError):  # noqa: N818
    """Figures that cannot be used."""

    exit_code = 3


class InvalidInput(BadData):
    """A value lies outside what its name allows.

    >>> print(InvalidInput("cut", 1.5, expected="a share from 0 to 1",
    ...     remedy="write 0.5 for half"))
    cut is 1.5, expected a share from 0 to 1: write 0.5 for half
    """

    def __init__(self, what: str, value: object, *, expected: str, remedy: str = "") -> None:
        tail = f": {remedy}" if remedy else ""
        super().__init__(f"{what} is {value}, expected {expected}{tail}")


class UnitError(BadData):
    """A unit is unknown, or belongs to another kind of quantity."""


class PeriodError(BadData):
    """A period cannot be read."""


class CountryError(BadData):
    """A country code or name is not known."""


class Infeasible(OutlastError):  # noqa: N818
    """No solution can satisfy what was asked."""

    exit_code = 4


class LimitReached(OutlastError):  # noqa: N818
    """Work stopped at a limit; the best result so far is kept."""

    exit_code = 5


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file: where, what, got, expected, remedy.

    >>> print(Fault("stocks.csv:4", "opening", "-3", "0 or more", "leave it empty if unknown"))
    stocks.csv:4: opening is '-3', expected 0 or more: leave it empty if unknown
    """

    where: str
    what: str
    got: str
    expected: str
    remedy: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        tail = f": {self.remedy}" if self.remedy else ""
        return f"{self.where}: {self.what} is {self.got!r}, expected {self.expected}{tail}"


class CaseFaults(BadData):
    """Everything wrong with a case, collected and raised once.

    Attributes
    ----------
    faults : tuple of Fault
        In the order of files and rows.
    """

    SHOWN = 20  # a longer list hides the first mistake, which often causes the rest

    def __init__(self, folder: str, faults: Iterable[Fault]) -> None:
        self.folder = folder
        self.faults = tuple(faults)
        count = len(self.faults)
        lines = [f"{folder}: {count} fault{'s' if count != 1 else ''} found"]
        lines += [f"  {fault}" for fault in self.faults[: self.SHOWN]]
        if count > self.SHOWN:
            lines.append(f"  … and {count - self.SHOWN} more")
        super().__init__("\n".join(lines))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, or list a few.

    >>> did_you_mean("helum", ["helium", "isle"])
    "did you mean 'helium'?"
    """
    choices = sorted(known)
    if len(choices) > 5000 or len(word) > 200:
        return ""  # comparing would take longer than reading the file
    close = get_close_matches(word, choices, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    more = f" and {len(choices) - 8} more" if len(choices) > 8 else ""
    return f"known: {', '.join(choices[:8])}{more}"


def not_one_of(what: str, word: object, known: Sequence[str]) -> UsageError:
    """Make the error of a word that is none of a few, with the nearest.

    >>> str(not_one_of("basis", "mas", ["heading", "mass"]))
    "basis is 'mas', expected one of heading, mass: did you mean 'mass'?"
    """
    guess = did_you_mean(str(word), known)
    hint = f": {guess}" if guess.startswith("did") else ""
    return UsageError(f"{what} is {word!r}, expected one of {', '.join(known)}{hint}")
