"""The value of an index, or why it is unknown; and what its inputs may be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from outlast.errors import InvalidInput

TOTALS = frozenset({"delete", "total", "world", "world total"})
"""Names, in lower case, under which tables of countries print their total."""
ROUNDING = 0.005
"""How far a share printed in whole percent may be off."""


@dataclass(frozen=True, slots=True)
class Score:
    """The value of an index.

    Attributes
    ----------
    value : float or None
        ``None`` if unknown; an unknown value is never 0.
    reason : str
        Why it is unknown; of a known value, what was assumed or left out.

    Raises
    ------
    InvalidInput
        If the value is not finite, or unknown without a reason.
    """

    value: float | None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a value that is no number, and an unknown one without a reason."""
        if self.value is None:
            if not self.reason:
                raise InvalidInput("reason of an unknown score", "''", expected="a text")
        elif not math.isfinite(self.value):
            raise InvalidInput(
                "score", self.value, expected="a finite number", remedy="give None and a reason"
            )


Given = Score | float | None
"""An input: a number, an index computed before, or ``None`` if unknown."""


def number(given: Given) -> float:
    """Return a known input as a number; one that is unknown as NaN."""
    value = given.value if isinstance(given, Score) else given
    return math.nan if value is None else float(value)


def why_unknown(**inputs: Given) -> str:
    """Say why inputs are unknown, those that are; empty if there is none.

    >>> why_unknown(price=None, production=3.0, hhi=Score(None, "no producers on file"))
    'price not on file; no producers on file'
    """
    causes = [
        given.reason if isinstance(given, Score) else f"{name.replace('_', ' ')} not on file"
        for name, given in inputs.items()
        if math.isnan(number(given))
    ]
    return "; ".join(dict.fromkeys(causes))


def notes(*inputs: Given) -> str:
    """Gather what was assumed for known inputs, so that it travels on."""
    said = [given.reason for given in inputs if isinstance(given, Score) and given.reason]
    return "; ".join(dict.fromkeys(said))


def check_share(what: str, share: float) -> None:
    """Refuse a share outside 0 to 1.

    >>> check_share("recycling rate", 30)
    Traceback (most recent call last):
    outlast.errors.InvalidInput: recycling rate is 30, expected a share from 0 to 1: divide percentages by 100
    """  # noqa: E501
    if not 0 <= share <= 1:
        remedy = "divide percentages by 100" if share > 1 else "give None if it is unknown"
        raise InvalidInput(what, share, expected="a share from 0 to 1", remedy=remedy)


def check_amounts(what: str, amounts: Mapping[str, float | None]) -> str:
    """Refuse what no amount by country can be, and say which are unknown.

    Parameters
    ----------
    what : str
        Names the amounts in errors.
    amounts : mapping of str to float
        By country; ``None`` or NaN if unknown.

    Returns
    -------
    str
        Why a sum over them is unknown; empty if it is known.

    Raises
    ------
    InvalidInput
        If an amount is negative or infinite, or a name is that of the total.
    """
    missing = []
    for name, amount in amounts.items():
        if name.strip().lower() in TOTALS:
            raise InvalidInput(
                f"country of {what}",
                repr(name),
                expected="countries only",
                remedy="drop the row of the total, it counts everything twice",
            )
        if math.isnan(number(amount)):
            missing.append(name)
        elif not 0 <= number(amount) < math.inf:
            raise InvalidInput(f"{what} of {name}", amount, expected="0 or more")
    if not amounts:
        return f"no {what} on file"
    return f"{what} of {', '.join(sorted(missing))} not on file" if missing else ""


def check_shares(what: str, shares: Mapping[str, float | None]) -> str:
    """Refuse what no shares of a whole can be, and say why they are not complete.

    Returns
    -------
    str
        Why an index over them is unknown: one is missing, or they add to less than 1 by more
        than half a percent each; empty if it is known.

    Raises
    ------
    InvalidInput
        If a share lies outside 0 to 1, or they add to more than 1 by as much.
    """
    reason = check_amounts(what, shares)
    for name, share in shares.items():
        if not math.isnan(number(share)):
            check_share(f"{what} of {name}", number(share))
    if reason:
        return reason
    total, slack = math.fsum(map(number, shares.values())), ROUNDING * len(shares)
    if total > 1 + slack:
        raise InvalidInput(f"sum of {what}", f"{total:g}", expected="1")
    short = f"{what} adds to {total:g}: {1 - total:g} belongs to nobody named"
    return short if total < 1 - slack else ""
