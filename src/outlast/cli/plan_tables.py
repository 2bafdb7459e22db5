"""What ``outlast plan`` prints: the headline, the programme, what it is worth, what it assumes."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outlast.units import three_digits

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from outlast.results import Result

Row = Mapping[str, Any]
SHOWN = 8


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
    if found["programme"]:
        screen.print(_programme(found))
    if found["compare"]:
        screen.print(_compare(found))
    for words in (*_prices(found), *_assumed(found), *_replay(found), *_left(found)):
        screen.print(words)
    if found["assumptions"]:
        told = (f"  * {assumption(one)}" for one in found["assumptions"])
        screen.print("\n".join(["What the plan assumes:", *told]))


def headline(found: Row) -> str:
    """Say what the programme costs, what it does against the worst attack, and what is proven."""
    before, after = (short(found[which]) for which in ("worst_before", "worst_attack"))
    powers = "one power" if found["attackers"] == 1 else f"{found['attackers']} powers"
    return (
        f"{found['importer_name']}, {found['from_year']} to "
        f"{found['from_year'] + found['years'] - 1}, against {powers}: a programme of "
        f"{money(found, found.get('investment'))} takes the worst attack from {before} of a "
        f"year's use short to {after}; {proven(found['gap'])}."
    )


def proven(gap: float | None) -> str:
    """Say how far the programme may be from the best.

    >>> proven(1e-7), proven(0.034), proven(None)
    ('proven to be the best', 'proven to be within 3.4 % of the best', 'its gap is unknown')
    """
    if gap is None:
        return "its gap is unknown"
    if gap <= 1e-6:
        return "proven to be the best"
    return f"proven to be within {100 * gap:.2g} % of the best"


def short(attack: Row | None) -> str:
    """Write what part of a year's use an attack leaves short."""
    return "an unknown part" if attack is None else percent(attack["short_share_12m"])


def percent(share: float | None) -> str:
    """Write a share in per cent, or that it is unknown."""
    return "unknown" if share is None else f"{100 * share:.0f} %"


def money(found: Row, millions: float | None) -> str:
    """Write an amount with the plan's unit of money, or that it is unknown."""
    return "unknown cost" if millions is None else f"{three_digits(millions)} {found['money']}"


def cell(value: float | None) -> str:
    """Write a number in a table, or that it is unknown."""
    return "unknown" if value is None else three_digits(value)


def attack_words(row: Row | None) -> str:
    """Name who acts in an attack, and from when."""
    if row is None:
        return "unknown"
    who = " and ".join(row["names"])
    return who if row["start"] is None else f"{who}, {row['start']}"


def assumption(row: Row) -> str:
    """Write an assumption with its interval.

    >>> assumption({"name": "life", "words": "of what is built", "value": 20.0, "low": 10.0,
    ...             "high": 25.0, "unit": "year"})
    'life: of what is built: 20 year (10 to 25)'
    """
    told = f"{row['name'].replace('_', ' ')}: {row['words']}"
    if row["value"] is None:
        return told
    told += f": {row['value']:.4g} {row['unit']}"
    return told if row["low"] is None else f"{told} ({row['low']:.4g} to {row['high']:.4g})"


def _programme(found: Row) -> "Table":
    """Lay out what is begun, by year."""
    from rich.table import Table  # noqa: PLC0415 - start-up time

    told = f"Cost: to build and to keep, net present, {found['money']}."
    table = Table(title="The programme", title_justify="left", caption=told,
                  caption_justify="left")  # fmt: skip
    for heading in ("Year", "Option", "Amount", "Gives from", "Cost"):
        table.add_column(heading, justify="left" if heading == "Option" else "right")
    for row in found["programme"]:
        amount = "" if row["amount"] is None else f"{three_digits(row['amount'])} {row['unit']}"
        gives = row["gives_from"] or "unknown"
        table.add_row(str(row["year"]), row["name"], amount, gives, cell(row["cost"]))
    return table


def _compare(found: Row) -> "Table":
    """Lay out the plan beside what else could be, or was, done."""
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(
        title="Each against the attack that is worst for it", title_justify="left",
        caption=f"Cost and what is short, by its weight: {found['money']}. Misses: part of 12 "
        "months' use. Lasts: months in which critical sectors lack nothing.",
        caption_justify="left",
    )  # fmt: skip
    for heading in ("Programme", "Cost", "Short", "Misses", "Lasts", "Worst attack"):
        left = heading in {"Programme", "Worst attack"}
        table.add_column(heading, justify="left" if left else "right")
    for row in found["compare"]:
        attack, months = row["worst_attack"], row["endurance_months"]
        misses = percent(attack["short_share_12m"] if attack else None)
        lasts = "unknown" if months is None else str(months)
        table.add_row(row["name"], cell(row["cost"]), cell(row["worst_shortage"]), misses, lasts,
                      attack_words(attack))  # fmt: skip
    return table


def _prices(found: Row) -> list[str]:
    rows = [f"{row['what']} {three_digits(row['value'])} {row['unit']}"
            for row in found["prices"] or () if row["value"] is not None]  # fmt: skip
    return [f"What it would be worth: {'; '.join(rows)}."] if rows else []


def _assumed(found: Row) -> list[str]:
    """Say how much of the cost is assumed, and what would be chosen otherwise."""
    told = f"Part of the cost that is assumed: {percent(found['assumed_cost_share'])}."
    tried = found.get("flips") or ()
    rows = [
        f"{row['name']} ({row['choice_low']:.3g} units if it is cheap, "
        f"{row['choice_high']:.3g} if it is dear)"
        for row in tried
        if row["flips"]
    ]
    if rows:
        told += f" What is chosen changes over the interval of: {'; '.join(rows)}."
    elif tried:
        told += " No choice changes over the intervals of cost that were tried."
    return [told]


def _replay(found: Row) -> list[str]:
    replay = found.get("replay")
    return [f"Replayed month by month: {replay['words']}"] if replay and replay["words"] else []


def _left(found: Row) -> list[str]:
    """Say which options were left out, and why."""
    rows = [f"{row['name']} ({row['reason']})" for row in found["options"] or ()
            if not row["used"]]  # fmt: skip
    return [f"Left out: {'; '.join(rows)}."] if rows else []


def _campaign(campaign: Row, unit: str) -> "Sequence[str | Table]":
    """Say which case to see to first, and how a budget is split."""
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table(title="Which first", title_justify="left")
    for heading in ("Case", "Cost", "Shrinks by", "Per million"):
        table.add_column(heading, justify="left" if heading == "Case" else "right")
    for row in campaign["order"]:
        table.add_row(row["case"], *(cell(row[key]) for key in ("cost", "shrinks", "per_million")))
    told: list[str | Table] = [campaign["words"], table]
    if campaign["split"]:
        split = ", ".join(f"{row['case']} {cell(row['budget'])}" for row in campaign["split"])
        told.append(f"The budget is split so, {unit}: {split}.")
    if campaign["not_covered"]:
        told.append(f"Not covered: {'; '.join(campaign['not_covered'])}.")
    return told


def _notes(screen: "Console", result: "Result") -> None:
    """Say what is unknown, and what a reader should know."""
    for unknown in result.unknown[:SHOWN]:
        screen.print(f"Unknown {unknown.path}: {unknown.reason}", style="dim")
    if len(result.unknown) > SHOWN:
        more = len(result.unknown) - SHOWN
        screen.print(f"… and {more} more unknown; --json lists them", style="dim")
    for warning in result.warnings:
        screen.print(f"Note: {warning}", style="dim")
