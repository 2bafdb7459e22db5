"""Verdicts, rules and readings as a reader sees them: a sign and a word, never a colour alone."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from outlast.case.schema import WORLD_SUBJECT, Claim
from outlast.report.wording import capital, the


class Look(NamedTuple):
    """How a verdict is shown."""

    sign: str
    word: str
    meaning: str


VERDICTS: Mapping[str, Look] = {
    "scale_suspected": Look(
        "↕", "scale error suspected",
        "it is not supported as printed, and a known factor would reconcile it",
    ),
    "true_elsewhere": Look(
        "↪", "true elsewhere", "not as printed, but of another year, basis or origin",
    ),
    "contradicted": Look("✕", "contradicted", "figures lie well outside it"),
    "disputed": Look("⇄", "disputed", "good figures stand on both sides, or none can tell"),
    "supported": Look("✓", "supported", "figures meet it, and hardly any speak against it"),
    "untestable": Look("?", "untestable", "no independent figure bears on it"),
}  # fmt: skip
"""The most telling first."""

_RULES = {
    "printed": "to its last printed digit",
    "around": "as “around”: 5 % either way",
    "exceeded": "as “exceeded”: up to 10 % more",
    "under": "as “under”: from nothing up to it",
    "range": "as the range it is printed as",
    "at_least": "as “at least”: from it upwards",
    "none": "no number is printed",
}


def plural(count: int, word: str) -> str:
    """Count things.

    >>> plural(1, "figure"), plural(1200, "figure")
    ('1 figure', '1,200 figures')
    """
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def number(value: float) -> str:
    """Write a number with four figures, five above a thousand, without an exponent.

    >>> number(750000), number(4.5679), number(0.001046), number(1963018.46)
    ('750,000', '4.568', '0.001046', '1,963,000')
    """
    if abs(value) >= 1000:
        return f"{float(f'{value:.5g}'):,.0f}"
    text = f"{value:.4g}"
    return f"{value:.10f}".rstrip("0") if "e" in text else text


def with_unit(value: float, unit: str) -> str:
    """Write an amount with its unit; counts have none.

    >>> with_unit(4.57, "%"), with_unit(3, "piece")
    ('4.57 %', '3')
    """
    return number(value) if unit == "piece" else f"{number(value)} {unit}".replace("_", " ")


def printed_words(row: Mapping[str, Any]) -> str:
    """The printed number as a reader would say it.

    >>> printed_words({"printed": "750000 m3", "rule": "exceeded"})
    'over 750,000 m3'
    """
    lead = {"under": "under ", "around": "around ", "exceeded": "over ", "at_least": "at least "}
    if not row["printed"]:
        return "no number"
    digits, _, unit = row["printed"].partition(" ")
    low, dash, high = digits.partition("-") if digits[0] != "-" else (digits, "", "")
    said = "–".join(_grouped(part) for part in ((low, high) if dash else (low,)))
    return f"{lead.get(row['rule'], '')}{said} {unit}".strip()


def _grouped(digits: str) -> str:
    whole, point, rest = digits.partition(".")
    sign = "−" if whole.startswith("-") else ""
    return f"{sign}{int(whole.removeprefix('-') or 0):,}{point}{rest}"


def bounds_words(row: Mapping[str, Any]) -> str:
    """The interval that a printed number stands for.

    >>> bounds_words({"reading": [90.25, 99.75], "unit": "%"})
    '90.25 to 99.75 %'
    """
    if row["reading"] is None:
        return ""
    low, high = row["reading"]
    if high is None:
        return f"{with_unit(low, row['unit'])} or more"
    return f"{number(low)} to {with_unit(high, row['unit'])}"


def counted(row: Mapping[str, Any] | Claim, name: Callable[[str], str]) -> str:
    """Say what a claim counts.

    >>> counted({"quantity": "import_share", "item": None, "subject": "CHN", "partner": "USA",
    ...          "period": "2022"}, {"CHN": "China", "USA": "United States"}.get)
    'import share of China, United States, 2022'
    """
    cells = row if isinstance(row, Mapping) else row.model_dump()
    what = cells["quantity"].replace("_", " ")
    if cells["quantity"] == "count" and cells["item"]:
        what = cells["item"].replace("-", " ")
    elif cells["item"]:
        what += f" ({cells['item'].replace('-', ' ')})"
    whose = "the world" if cells["subject"] == WORLD_SUBJECT else the(name(cells["subject"]))
    partner = f", {name(cells['partner'])}" if cells["partner"] else ""
    return f"{what} of {whose}{partner}, {spelt(cells['period'])}"


def spelt(period: str) -> str:
    """Write a period with a dash between its ends.

    >>> spelt("2022..2024")
    '2022–2024'
    """
    return period.replace("..", "–")


def how_read(row: Mapping[str, Any], name: Callable[[str], str]) -> list[tuple[str, str]]:
    """List the parts of a reading by name, for a reader to check."""
    parts = [
        ("Quantity", capital(row["quantity"].replace("_", " "))),
        ("Item", (row["item"] or "").replace("-", " ")),
        ("Subject", "World" if row["subject"] == WORLD_SUBJECT else name(row["subject"])),
        ("Partner", name(row["partner"]) if row["partner"] else ""),
        ("Period", spelt(row["period"])),
        ("Read", _RULES[row["rule"]]),
        ("Stands for", bounds_words(row)),
    ]
    return [(title, words) for title, words in parts if words]
