"""What ``outlast plan`` prints: the headline, the programme, what it is worth, what it assumes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outlast.cli.leverage_tables import begin_table
from outlast.cli.leverage_words import percent
from outlast.engines.plan.plan_words import (
    NAMED,
    amount,
    assumed,
    by_option,
    choices,
    left_out,
    plain_unit,
    proof,
    rests_on,
    tidy,
    unproven,
)
from outlast.units import three_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.table import Table

    from outlast.results import Result

Row = Mapping[str, Any]
SHOWN = 8
BAR = 16
"""Signs of the longest bar."""


def show(screen: "Console", result: "Result") -> None:
    """Print a result, the headline first."""
    found = result.result
    if found.get("campaign"):
        for part in _campaign(found["campaign"], found["money"]):
            screen.print(part)
    if "programme" in found:
        _show_plan(screen, found)
    _notes(screen, result)


def _show_plan(screen: "Console", found: Row) -> None:
    screen.print(headline(found), style="bold")
    for words in found["reading"] or ():
        screen.print(words)
    for part in _parts(found):
        screen.print()
        screen.print(part)


def _parts(found: Row) -> "Iterator[str | Table]":
    """Write what follows the headline, as far as it is known."""
    tables = {"programme": _programme, "compare": _compare, "pareto": _front}
    for name, lay_out in tables.items():
        if found.get(name):
            yield lay_out(found)
    told = (_prices, _basis, _choices, _replay, _left, _assumptions)
    yield from filter(None, (write(found) for write in told))


def headline(found: Row) -> str:
    """Say what the programme costs, what it does against the worst attack, and what is proven."""
    before, after = (short(found[which]) for which in ("worst_before", "worst_attack"))
    powers = (
        "any one power" if found["attackers"] == 1 else f"any {found['attackers']} powers together"
    )
    return (
        f"{found['importer_name']}, {found['from_year']} to "
        f"{found['from_year'] + found['years'] - 1}, against {powers}: a programme of "
        f"{money(found, found.get('investment'))} takes the worst attack from {before} of a "
        f"year's use short to {after}; {proof(found)}."
    ).replace(" %", "\u00a0%")


def short(attack: Row | None) -> str:
    """Write what part of a year's use an attack leaves short."""
    return "an unknown part" if attack is None else percent(attack["short_share_12m"])


def money(found: Row, millions: float | None) -> str:
    """Write an amount with the plan's unit of money, or that it is unknown."""
    return "unknown cost" if millions is None else f"{three_digits(millions)} {found['money']}"


def cell(value: float | None) -> str:
    """Write a number in a table, or that it is unknown."""
    return "unknown" if value is None else tidy(value)


def attack_words(row: Row | None) -> str:
    """Name who acts in an attack, and from when; nobody where nothing is short."""
    if row is None:
        return "unknown"
    if row["shortage"] == 0:
        return "none does harm"
    who = " and ".join(row["names"])
    return who if row["start"] is None else f"{who}, {row['start']}"


def _programme(found: Row) -> "Table":
    """Lay out what is begun, an option a row."""
    table = begin_table(
        "The programme", ("Begun", "Option", "In all", "Gives from", "Cost"), 2,
        caption=f"Cost: to build and to keep, net present, {found['money']}. Begun in several "
        "years: in parts; --json and a .csv have each.",
    )  # fmt: skip
    for row in by_option(found["programme"]):
        words = amount(row)
        table.add_row(row["begun"], row["name"], "unknown" if words is None else words,
                      row["gives_from"] or "unknown", cell(row["cost"]))  # fmt: skip
    return table


def _compare(found: Row) -> "Table":
    """Lay out the plan beside what else could be, or was, done."""
    notes = [f"{NAMED.get(row['name'], row['name'])}: {row['words']}."
             for row in found["compare"] if row["words"]]  # fmt: skip
    table = begin_table(
        "Each against the attack that is worst for it",
        ("Programme", "Worst attack", "Added cost", "Short", "Of a year's use", "Lasts"), 2,
        caption=f"Added cost: beside doing nothing, purchases included; below 0 it saves. Short: "
        f"by the prices at which users give up. Both in {found['money']}. Lasts: months of the "
        f"attack in which critical sectors lack nothing. {' '.join(notes)}".rstrip(),
    )  # fmt: skip
    for row in found["compare"]:
        attack, months = row["worst_attack"], row["endurance_months"]
        misses = percent(attack["short_share_12m"] if attack else None)
        table.add_row(NAMED.get(row["name"], row["name"]), attack_words(attack),
                      cell(row["cost"]), cell(row["worst_shortage"]), misses,
                      "unknown" if months is None else str(months))  # fmt: skip
    return table


def _front(found: Row) -> "Table":
    """Lay out what more money buys, with a bar of what stays short."""
    rows = found["pareto"]
    loose = any(map(unproven, rows))
    table = begin_table(
        "What more money buys", ("Added cost", "To build and keep", "Lasts", "Short", ""),
        caption=f"The least that the worst attack leaves short for so much; both in "
        f"{found['money']}." + (" ~: not proven to be the least." if loose else ""),
    )  # fmt: skip
    table.columns[-1].justify, table.columns[-1].no_wrap = "left", True
    most = max((row["worst_shortage"] or 0 for row in rows), default=0) or 1
    for row in rows:
        left, months = row["worst_shortage"], row["endurance_months"]
        sign = "~" if unproven(row) else ""
        bar = "?" if left is None else "█" * round(BAR * left / most)
        table.add_row(cell(row["cost"]), cell(row.get("investment")),
                      "unknown" if months is None else str(months), sign + cell(left),
                      bar)  # fmt: skip
    return table


def _prices(found: Row) -> str:
    rows = [f"{row['what']} {three_digits(row['value'])} {plain_unit(row['unit'])}"
            for row in found["prices"] or () if row["value"] is not None]  # fmt: skip
    return f"What it would be worth: {'; '.join(rows)}." if rows else ""


def _basis(found: Row) -> str:
    """Say on what the cost rests."""
    told = f"Part of the cost that is assumed: {percent(found['assumed_cost_share'])}."
    most = "; ".join(f"{row['what']} ({percent(row['share'])}, {row['standing']})"
                     for row in rests_on(found))  # fmt: skip
    return told + (f" Most of it rests on: {most}." if most else "")


def _choices(found: Row) -> "Table | str":
    """Lay out what would be chosen at either end of an interval of cost."""
    if not choices(found):
        tried = found.get("flips")
        return "No choice changes over the intervals of cost that were tried." if tried else ""
    table = begin_table("Choices that hang on an assumed cost",
                        ("Option", "If it is cheap", "If it is dear"), 1)  # fmt: skip
    for row in choices(found):
        table.add_row(row["name"], *(row[end] or "unknown" for end in ("cheap", "dear")))
    return table


def _replay(found: Row) -> str:
    replay = found.get("replay")
    return f"Replayed month by month: {replay['words']}" if replay and replay["words"] else ""


def _left(found: Row) -> "Table | None":
    """Lay out which options were left out, by the reason."""
    groups = left_out(found["options"] or ())
    if not groups:
        return None
    table = begin_table("Left out", ("Why", "Options"), 2)
    for reason, names in groups.items():
        table.add_row(reason, "; ".join(names))
    return table


def _assumptions(found: Row) -> "Table | None":
    """Lay out what is taken for granted, with intervals."""
    if not found["assumptions"]:
        return None
    table = begin_table("What the plan assumes", ("", "Value (interval)", "What"), 3)
    for row in found["assumptions"]:
        table.add_row(row["name"].replace("_", " "), assumed(row), row["words"])
    return table


def _campaign(campaign: Row, unit: str) -> "Iterator[str | Table]":
    """Say which case to see to first, and how a budget is split."""
    yield campaign["words"]
    table = begin_table(
        "Which first", ("Case", "Adds to the cost", "Shrinks by", "Per million"), 1
    )
    for row in campaign["order"]:
        free = row["cost"] is not None and row["per_million"] is None
        worth = "pays anyway" if free else cell(row["per_million"])
        table.add_row(row["case"], *(cell(row[key]) for key in ("cost", "shrinks")), worth)
    yield table
    if campaign["split"]:
        split = ", ".join(f"{row['case']} {cell(row['budget'])}" for row in campaign["split"])
        yield f"The budget is split so, {unit}: {split}."
    if campaign["not_covered"]:
        yield f"Not covered: {'; '.join(campaign['not_covered'])}."


def _notes(screen: "Console", result: "Result") -> None:
    """Say what is unknown, and what a reader should know."""
    for unknown in result.unknown[:SHOWN]:
        screen.print(f"Unknown {unknown.path}: {unknown.reason}", style="dim")
    if len(result.unknown) > SHOWN:
        more = len(result.unknown) - SHOWN
        screen.print(f"… and {more} more unknown; --json lists them", style="dim")
    for warning in result.warnings:
        screen.print(f"Note: {warning}", style="dim")
