"""Units, scales and rates as prose writes them, read from a sentence's words."""

from typing import NamedTuple

from outlast.engines.evidence.prose.scales import MONEY, SCALES
from outlast.engines.evidence.prose.words import Word

_METRES = ("cubic metres", "cubic metre", "cubic meters", "cubic meter", "cu m", "cbm")
_SPELT: dict[str, tuple[str, int]] = {
    "m3": ("m3", 0), "mcm": ("m3", 6), "bcm": ("m3", 9), "nm3": ("Nm3", 0), "sm3": ("m3_15C", 0),
    "t": ("t", 0), "tonne": ("t", 0), "tonnes": ("t", 0), "metric ton": ("t", 0),
    "metric tons": ("t", 0), "metric tonnes": ("t", 0), "metric tonne": ("t", 0),
    "ton": ("t", 0), "tons": ("t", 0), "kt": ("t", 3), "kilotonnes": ("t", 3),
    "kg": ("kg", 0), "kilogram": ("kg", 0), "kilograms": ("kg", 0), "kilo": ("kg", 0),
    "kilos": ("kg", 0), "mcf": ("cf", 3), "mmcf": ("cf", 6), "bcf": ("cf", 9), "mscf": ("cf", 3),
    "mmscf": ("cf", 6), "cubic feet": ("cf", 0), "cubic foot": ("cf", 0), "scf": ("cf", 0),
    "litres of liquid": ("L_liquid", 0), "liters of liquid": ("L_liquid", 0),
    "liquid litres": ("L_liquid", 0), "liquid liters": ("L_liquid", 0),
    "%": ("%", 0), "per cent": ("%", 0), "percent": ("%", 0), "pct": ("%", 0),
    "usd": ("USD", 0), "dollar": ("USD", 0), "dollars": ("USD", 0), "us dollars": ("USD", 0),
    "u.s. dollars": ("USD", 0), "yuan": ("CNY", 0), "cny": ("CNY", 0), "rmb": ("CNY", 0),
    "renminbi": ("CNY", 0), "euro": ("EUR", 0), "euros": ("EUR", 0), "eur": ("EUR", 0),
    "percentage points": ("points", 0), "percentage point": ("points", 0),
    "pp": ("points", 0), "bps": ("points", 0), "basis points": ("points", 0),
}  # fmt: skip
_SPELT |= dict.fromkeys(_METRES, ("m3", 0))
_SPELT |= {f"normal {words}": ("Nm3", 0) for words in _METRES}
_SPELT |= {f"standard {words}": ("m3_15C", 0) for words in _METRES}
_CASED = {"Mm3": ("m3", 6), "MNm3": ("Nm3", 6), "Mt": ("t", 6)}
"""Only in these letters: mm3 is a cubic millimetre, MT may be a metric ton."""

_PER = {"a", "per", "each", "every", "/"}
_PERIODS = {"year": "year", "yr": "year", "annum": "year", "y": "year", "month": "month",
            "quarter": "quarter", "week": "week", "day": "day", "hour": "hour"}  # fmt: skip
_ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "daily": "day"}
_SIGNS = {"$": "USD", "€": "EUR"}
_CODES = {"usd": "USD", "cny": "CNY", "rmb": "CNY", "eur": "EUR"}


class Unit(NamedTuple):
    """What follows a number: the thing measured, its power of ten, and where it ends."""

    kind: str
    power: int
    end: int
    short: bool = False
    """Whether it says ton, which may be a short ton."""


def scale_at(tokens: list[Word], place: int) -> tuple[int, int]:
    """Power of ten that begins at `place`, and where it ends."""
    if place < len(tokens) and tokens[place].lower in SCALES:
        word = tokens[place]
        single = len(word.text) == 1
        if not single or (place and word.start == tokens[place - 1].end):
            return SCALES[word.lower], place + 1
    return 0, place


def unit_at(tokens: list[Word], place: int) -> Unit | None:
    """Unit that begins at `place`."""
    if place >= len(tokens):
        return None
    if tokens[place].text in _CASED:
        return Unit(*_CASED[tokens[place].text], place + 1)
    if tokens[place].text == "-":  # 200-tonne
        return None
    for length in range(min(3, len(tokens) - place), 0, -1):
        words = " ".join(token.lower for token in tokens[place : place + length])
        if words in _SPELT and tokens[place].text != "MT":
            kind, power = _SPELT[words]
            return Unit(kind, power, place + length, words in {"ton", "tons"})
    return None


def money_before(tokens: list[Word], place: int) -> tuple[str, int] | None:
    """Currency that stands before a number, and where it begins.

    The kind is ``other`` for a dollar that is not the American one.
    """
    if place < 1:
        return None
    word = tokens[place - 1]
    if word.text in _SIGNS:
        if place >= 2 and tokens[place - 2].end == word.start and tokens[place - 2].text.isalpha():
            american = tokens[place - 2].text == "US"
            return (_SIGNS[word.text] if american else "other"), place - 2
        return _SIGNS[word.text], place - 1
    if word.text in {"¥", "£", "₽", "₩", "₹"}:
        return "other", place - 1
    if word.lower in _CODES:
        return _CODES[word.lower], place - 1
    return None


def rate_at(tokens: list[Word], place: int) -> tuple[str, int]:
    """The stretch of time by which a number is counted ("a year"), and where it ends."""
    if place >= len(tokens):
        return "", place
    if tokens[place].lower in _ADVERBS:
        return _ADVERBS[tokens[place].lower], place + 1
    if tokens[place].lower in _PER and place + 1 < len(tokens):
        period = _PERIODS.get(tokens[place + 1].lower)
        following = tokens[place + 2].lower if place + 2 < len(tokens) else ""
        if period and following not in {"earlier", "before", "ago", "later"}:
            return period, place + 2
    return "", place


def price_at(tokens: list[Word], place: int) -> tuple[str, int] | None:
    """The unit of which a price speaks ("per kg"), and where it ends."""
    if place >= len(tokens) or tokens[place].lower not in {"per", "a", "/"}:
        return None
    power, after = scale_at(tokens, place + 1)
    unit = unit_at(tokens, after)
    if unit is None or unit.kind in {*MONEY, "%", "points"}:
        return None
    names = {("cf", 3): "Mcf", ("cf", 6): "MMcf", ("m3", 0): "m3", ("Nm3", 0): "Nm3",
             ("m3_15C", 0): "m3_15C", ("t", 0): "t", ("kg", 0): "kg",
             ("L_liquid", 0): "L_liquid"}  # fmt: skip
    name = names.get((unit.kind, unit.power + power))
    return (name, unit.end) if name else None
