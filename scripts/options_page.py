"""Write the tables of options of the shipped cases into ``docs/options.md``."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import outlast
from outlast.case.built import built
from outlast.case.model import Case
from outlast.case.options import Term, option_terms
from outlast.case.schema import STOCKS

PAGE = Path(__file__).parents[1] / "docs" / "options.md"
BEGIN = "## The tables\n"
PRICES = 2024
MILLION, KILOGRAMS = 1e6, 1e3
HEAD = (
    "| option | kind | where | capacity | units | capex, million USD | opex, USD/kg | months "
    "| who can stop it |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def tables(helium: Case, *others: Case) -> str:
    """Write the section, the heading left out."""
    lines = [
        "",
        f"Value (low–high) in tonnes a year, or tonnes in store; dollars of {PRICES}.",
        "A number with `*` is assumed. Opex of a store is for a kilogram kept a year.",
        "An empty cell is unknown, or does not belong to the kind.",
    ]
    for case in (helium, *others):
        lines += ["", *_case(case)]
    lines += ["", *_history(helium)]
    return "\n".join(lines) + "\n"


def _case(case: Case) -> Iterator[str]:
    status = Counter(row.status for row in case.option_numbers)
    yield f"### {case.header.title}"
    yield ""
    yield (
        f"{len(case.options)} options with {status.total()} numbers: {status['sourced']} sourced, "
        f"{status['derived']} derived, {status['assumed']} assumed."
    )
    yield ""
    yield HEAD
    for name, option in case.options.items():
        terms = option_terms(case, name, PRICES)
        kilogram = KILOGRAMS if "opex" in terms else 1
        cells = [
            f"`{name}` {option.name}",
            option.kind,
            f"{option.country} {option.stage}".strip(),
            _number(terms.get("unit_capacity"), 1) + (" stored" * (option.kind in STOCKS)),
            _number(terms.get("units_limit"), 1),
            _number(terms.get("capex"), MILLION),
            _number(terms.get("opex"), kilogram),
            _number(terms.get("lead_time"), 1),
            ", ".join(f"{power} ({layer})" for power, layer in option.holds),
        ]
        yield f"| {' | '.join(cells)} |"


def _number(term: Term | None, scale: float) -> str:
    if term is None:
        return ""
    value, low, high = (f"{number / scale:.3g}" for number in term[:3])
    value, low, high = (_plain(text) for text in (value, low, high))
    bounds = f" ({low}–{high})" if (low, high) != (value, value) else ""
    return f"{value}{bounds}{'*' if term.assumed else ''}"


def _plain(text: str) -> str:
    return f"{float(text):,.0f}" if "e" in text else text


def _history(case: Case) -> Iterator[str]:
    yield "### What China really built, 2012–2024"
    yield ""
    yield "| plant | started | capacity, t a year | source |"
    yield "| --- | --- | --- | --- |"
    for row in built(case, "CHN", 2012, 2024):
        years = str(row.first) if row.first == row.last else f"{row.first}–{row.last}"
        size = "unknown" if row.capacity is None else f"{row.capacity:.0f}"
        plant = row.plant
        yield f"| {plant.name} | {years} | {size} | `{plant.source}`, {plant.grade} |"
    yield ""
    yield "Plants that are named with a start on file; others ran, whose names are not known."


def main() -> None:
    """Replace the section."""
    hand = PAGE.read_text("utf-8").split(BEGIN)[0]
    cases = (outlast.load(name) for name in ("helium", "rare-earth-magnets", "crude-oil"))
    PAGE.write_text(hand + BEGIN + tables(*cases), "utf-8")


if __name__ == "__main__":
    main()
