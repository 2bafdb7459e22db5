"""Units of numbers that leave theirs out: "26 million m3 in 2023 but only 3 million in 2020"."""

from outlast.engines.evidence.prose.numbers import Number, number_at
from outlast.engines.evidence.prose.scales import AMOUNTS, MONEY
from outlast.engines.evidence.prose.words import Word

_FOLLOWS = ", . ; ) : in to from by and or but while compared against last this up down on with"
_GOES_ON = frozenset(_FOLLOWS.split())
"""What may follow a number whose unit is left out; any other word may be what it counts."""


def lent(tokens: list[Word], found: list[Number]) -> list[Number]:
    """Lend a number without a unit that of its neighbour.

    It must have a scale ("3 million"), or stand before "to" and a number with a unit ("from 9 to
    5 tonnes").

    Examples
    --------
    >>> from outlast.engines.evidence.prose.numbers import numbers
    >>> from outlast.engines.evidence.prose.words import words
    >>> tokens = words("It used 26 million m3, made 3 million and fell from 9 to 5 %.")
    >>> [number.value.printed + number.value.unit for number in lent(tokens, numbers(tokens))]
    ['26Mm3', '3Mm3', '9%', '5%']
    """
    whole: list[Number] = []
    for index, number in enumerate(found):
        before = whole[index - 1] if index else None
        amount = next((n for n in reversed(whole) if n.kind in AMOUNTS | MONEY), None)
        after = found[index + 1] if index + 1 < len(found) else None
        if number.kind:
            again = _priced(tokens, number, before)
        else:
            again = _changed(tokens, number, after) or _scaled(tokens, number, amount)
        whole.append(again or number)
    return whole


def _priced(tokens: list[Word], number: Number, before: Number | None) -> Number | None:
    """Read the second number of "from $91 a kilogram to $68" as a price too."""
    if before is None or not before.of or number.of or number.kind != before.kind:
        return None
    between = {token.lower for token in tokens[before.last : number.first]}
    return number._replace(of=before.of) if between <= _GOES_ON else None


def _scaled(tokens: list[Word], number: Number, before: Number | None) -> Number | None:
    """Read "3 million" with the unit of the number before."""
    if before is None or not number.scale or before.kind not in AMOUNTS | MONEY or before.of:
        return None
    following = tokens[number.last].lower if number.last < len(tokens) else "."
    if following not in _GOES_ON:
        return None
    return _noted(number_at(tokens, number.digits, before.kind, 0), "unit of the number before")


def _changed(tokens: list[Word], number: Number, after: Number | None) -> Number | None:
    """Read the first number of "from 9 to 5 %" with the unit of the second."""
    if after is None or after.kind not in AMOUNTS | MONEY | {"%"} or after.of:
        return None
    before = tokens[number.first - 1].lower if number.first else ""
    between = [token.lower for token in tokens[number.last : after.first]]
    if before != "from" or between not in (["to"], ["to", "just"], ["to", "only"]):
        return None
    if number.scale and after.kind == "%":
        return None
    short = sum(mark.isdigit() for mark in tokens[number.digits].text) < 5
    scale = after.scale if short and not number.scale else 0
    return _noted(number_at(tokens, number.digits, after.kind, scale + after.power), "")


def _noted(number: Number | None, note: str) -> Number | None:
    return number._replace(note=note) if number and number.value else None
