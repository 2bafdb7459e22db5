"""The right side of a claim line: operator, number and unit."""

import re
from typing import NamedTuple

from outlast.case.model import Case
from outlast.engines.evidence.prose.numbers import Number, numbers
from outlast.engines.evidence.prose.scales import MONEY, Printed, digits
from outlast.engines.evidence.prose.words import words
from outlast.errors import InvalidInput, UnitError

_WORDS = {
    "=": "printed", "==": "printed", "~": "around", "≈": "around", "about": "around",
    "around": "around", "roughly": "around", "nearly": "around", "almost": "around",
    ">": "exceeded", "over": "exceeded", "above": "exceeded", "exceeded": "exceeded",
    "exceeds": "exceeded", "more than": "exceeded", "<": "under", "under": "under",
    "below": "under", "less than": "under", "up to": "under", "<=": "under", "≤": "under",
    "at most": "under", ">=": "at_least", "≥": "at_least", "at least": "at_least",
}  # fmt: skip
_OPERATOR = re.compile(
    "|".join(
        rf"\b{re.escape(word)}\b" if word[0].isalpha() else re.escape(word)
        for word in sorted(_WORDS, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
_NUMBER = r"-?[0-9](?:[0-9.,]*[0-9])?"
_TO = r"\s*(?:-|–|\bto\b)\s*"
_VALUE = re.compile(rf"(?P<a>{_NUMBER})(?:{_TO}(?P<b>{_NUMBER}))?\s*(?P<unit>\S*)")


class Value(NamedTuple):
    """What stands right of the operator."""

    printed: Printed
    money: bool


class Sides(NamedTuple):
    """A line cut at its operator."""

    left: str
    rule: str
    right: str


def sides(line: str) -> Sides | None:
    """Cut a line at its first operator; None if it has none."""
    match = _OPERATOR.search(line)
    if match is None:
        return None
    right = line[match.end() :].strip()
    rule = _WORDS[match.group().lower()]
    more = _OPERATOR.match(right)
    if rule == "printed" and more:
        rule, right = _WORDS[more.group().lower()], right[more.end() :].strip()
    return Sides(line[: match.start()].strip(), rule, right)


def value_of(rule: str, right: str, case: Case) -> Value:
    """Read number and unit, as a case writes units or as prose does.

    Raises
    ------
    InvalidInput
        If there is not one number with one unit.
    """
    return _plain(rule, right, case) or _prose(rule, right)


def _plain(rule: str, right: str, case: Case) -> Value | None:
    """Read "0.7-0.8 Mm3/year": a unit as the files of a case have it."""
    match = _VALUE.fullmatch(right)
    if match is None or not match["unit"]:
        return None
    unit = match["unit"]
    try:
        case.units.check(case.units.stated(unit))
    except UnitError:
        return None
    ends = [match["a"], *([match["b"]] if match["b"] else [])]
    sign = "-" if len(ends) == 1 and ends[0].startswith("-") else ""
    plain = [digits(end.removeprefix(sign)) for end in ends]
    if None in plain:
        return None
    printed = sign + "-".join(number for number in plain if number)
    if len(plain) == 2 and float(plain[0] or 0) >= float(plain[1] or 0):
        raise InvalidInput("range", right[:60], expected="the smaller number first")
    rule = "range" if len(plain) == 2 else rule
    money = unit.partition("_")[2] in MONEY or unit in MONEY
    return Value(Printed(printed, unit, rule), money)


def _prose(rule: str, right: str) -> Value:
    """Read "1.2 million cubic metres a year", "$4bn" or "76.5 USD per kg"."""
    tokens = words(right)
    found = [number for number in numbers(tokens) if number.value]
    whole = [n for n in found if n.first == 0 and n.last == len(tokens)]
    if len(whole) != 1:
        raise InvalidInput(
            "value", repr(right[:60]), expected="one number and its unit",
            remedy="such as 1.2 million m3, 865 MMcf, 3685 t, 12-13 %, 4 bn USD or 76.5 USD/kg",
        )  # fmt: skip
    return _ruled(rule, whole[0], right)


def _ruled(rule: str, number: Number, right: str) -> Value:
    value = number.value
    if value is None:
        raise InvalidInput("value", repr(right[:60]), expected="one number and its unit")
    if rule != "printed" and value.rule == "range" and "-" in value.printed:
        again = numbers(words("about " + right))  # without the range that a scale needs
        value = again[0].value if again and again[0].value else value
        value = value if value.rule == "range" else value._replace(rule=rule)
    elif rule != "printed":
        value = value._replace(rule=rule)
    unit = value.unit
    if number.of:
        unit = f"{unit}/{number.of}"
    elif number.rate:
        unit = f"{unit}/{number.rate}"
    return Value(value._replace(unit=unit), number.kind in MONEY and not number.of)
