"""Printed numbers with their scale and unit, turned into what a claim holds.

The digits stay as printed where a unit of that scale exists ("1.2 million m3" is 1.2 ``Mm3``).
Where none does, zeros are added, and a number that counts by its printed precision becomes the
range that it stands for: "4 billion dollars" is 3500-4500 ``million_USD``, not 4000 to the dollar.
"""

import re
from decimal import Decimal
from typing import NamedTuple

SCALES = {
    "thousand": 3, "k": 3, "million": 6, "mn": 6, "mln": 6, "m": 6, "millions": 6,
    "billion": 9, "bn": 9, "bln": 9, "b": 9, "trillion": 12, "tn": 12, "trn": 12,
}  # fmt: skip

UNITS: dict[str, dict[int, str]] = {
    "m3": {0: "m3", 6: "Mm3"},
    "Nm3": {0: "Nm3", 6: "MNm3"},
    "m3_15C": {0: "m3_15C", 6: "Mm3_15C"},
    "t": {0: "t", 3: "kt", 6: "Mt"},
    "kg": {0: "kg", 3: "t", 6: "kt", 9: "Mt"},
    "cf": {3: "Mcf", 6: "MMcf", 9: "Bcf"},
    "L_liquid": {0: "L_liquid"},
    "USD": {0: "USD", 6: "million_USD"},
    "CNY": {0: "CNY", 6: "million_CNY"},
    "EUR": {0: "EUR", 6: "million_EUR"},
    "%": {0: "%"},
    "piece": {0: "piece"},
}
"""For each thing measured, the units by their power of ten."""

MONEY = frozenset({"USD", "CNY", "EUR"})
AMOUNTS = frozenset({"m3", "Nm3", "m3_15C", "t", "kg", "cf", "L_liquid"})
VOLUMES = frozenset({"m3", "Nm3", "m3_15C", "cf", "L_liquid"})
"""By which gases and liquids are counted, and no metals."""
_DIGITS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
LONGEST = 18
"""No figure has more digits."""


class Printed(NamedTuple):
    """What a claim holds: digits, unit and rule."""

    printed: str
    unit: str
    rule: str


def digits(text: str) -> str | None:
    """Take the separators of thousands out; None if the text is no number of English print.

    >>> digits("750,000"), digits("12 300"), digits("1.20"), digits("1,2"), digits("1.2.3")
    ('750000', '12300', '1.20', None, None)
    """
    plain = text.replace(" ", "")
    if len(plain) > LONGEST or not _DIGITS.fullmatch(plain):
        return None
    return plain.replace(",", "")


def scaled(numbers: tuple[str, ...], kind: str, power: int, rule: str) -> Printed | None:
    """Give one number, or the two of a range, the unit of that scale.

    Examples
    --------
    >>> scaled(("1.20",), "m3", 6, "printed")
    Printed(printed='1.20', unit='Mm3', rule='printed')
    >>> scaled(("4",), "USD", 9, "under")
    Printed(printed='4000', unit='million_USD', rule='under')
    >>> scaled(("4.2",), "USD", 9, "printed")
    Printed(printed='4150-4250', unit='million_USD', rule='range')
    """
    steps = UNITS[kind]
    if kind in {"%", "piece"} and power:
        return None
    base = next((step for step in sorted(steps) if step >= power), max(steps))
    shift = power - base
    values = [Decimal(number) for number in numbers]
    if shift > 0 and rule == "printed":
        half = Decimal(5).scaleb(-len(numbers[0].partition(".")[2]) - 1)
        low = max(values[0] - half, Decimal(0))
        values, rule = [low, values[0] + half], "range"
    shown = [plain(value.scaleb(shift)) for value in values]
    return Printed("-".join(shown), steps[base], rule)


def plain(value: Decimal) -> str:
    """Write a number without an exponent, its zeros kept.

    >>> plain(Decimal("1.2E+3")), plain(Decimal("0.750"))
    ('1200', '0.750')
    """
    return f"{value:f}"
