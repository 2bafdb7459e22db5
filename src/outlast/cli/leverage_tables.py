"""What ``outlast leverage`` prints: the reading, the years, what moves them, what is assumed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from outlast.results import Result

Row = Mapping[str, Any]


def show(screen: "Console", result: "Result") -> None:
    """Print a result, the headline first."""
    found = result.result
    card, answers = found["card"], found["answers"]
    screen.print(f"{found['sender_name']} against {found['target_name']}: {card['words']}",
                 style="bold")  # fmt: skip
    screen.print(
        "\n".join(
            [*(f"The answer may be: {answer['words']}." for answer in answers), *found["reading"]]
        )
    )
    screen.print(_years(found))
    for words in (*map(_variant, found["variants"] or ()), *_drivers(found), *_swings(found)):
        screen.print(words)
    for replay in found["replays"] or ():
        screen.print(_replay(replay))
    if found["matrix"]:
        screen.print(_matrix(found["matrix"]))
    if found["assumptions"]:
        told = (f"  * {one['words']}" for one in found["assumptions"])
        screen.print("\n".join(["What the game assumes:", *told]))
    _notes(screen, result)


def _notes(screen: "Console", result: "Result") -> None:
    """Say what is unknown, and what a reader should know."""
    for unknown in result.unknown[:8]:
        screen.print(f"Unknown {unknown.path}: {unknown.reason}", style="dim")
    if len(result.unknown) > 8:
        more = len(result.unknown) - 8
        screen.print(f"… and {more} more unknown; --json lists them", style="dim")
    for warning in result.warnings:
        screen.print(f"Note: {warning}", style="dim")


def _years(found: Row) -> "Table":
    """Lay out the years: medians, the threshold with its band."""
    from rich.table import Table  # noqa: PLC0415 - start-up time

    sender, target = found["sender"], found["target"]
    table = Table(
        title=f"By year, {found['draws']:,} futures", title_justify="left",
        caption=f"Medians. Misses: part of 12 months' use ({sender} under the answers). Months "
        "until a critical sector is short (never, in how many futures). First: who yields first, "
        f"in per cent of the futures: {target}/{sender}/neither. Harm and cost in billion USD. "
        "Stake: from which playing pays, billion USD a year (5-95 %). ?: unknown, see below.",
        caption_justify="left",
    )  # fmt: skip
    headings = ("Year", f"{target} misses", f"{sender} misses", f"{target} months",
                f"{sender} months", "Harm", "Cost", "First", "Stake")  # fmt: skip
    for heading in headings:
        table.add_column(heading, justify="right")
    for row in found["years"]:
        table.add_row(str(row["year"]), *(
            cell.replace("unknown", "?").replace(" %", "\u00a0%") for cell in _cells(row)
        ))  # fmt: skip
    return table


def _cells(row: Row) -> list[str]:
    unmet, lasts = row["unmet_share_12m"], row["exhausted_month"]
    return [
        *(percent(middle((unmet or {}).get(who))) for who in ("target", "sender")),
        *(months((lasts or {}).get(who)) for who in ("target", "sender")),
        *(billions(middle(row[what])) for what in ("harm", "cost")),
        _first(row["yields_first"]),
        stake(row["threshold"]),
    ]


def middle(band: Row | None) -> float | None:
    """Median of a band, None where it is unknown."""
    return None if band is None else band["p50"]


def percent(share: float | None) -> str:
    """Write a share in per cent, or that it is unknown."""
    return "unknown" if share is None else f"{100 * share:.0f} %"


def billions(millions: float | None) -> str:
    """Write million USD in billions, or that it is unknown.

    >>> billions(1340.0), billions(12.0), billions(250_000.0), billions(None)
    ('1.34', '0.012', '250', 'unknown')
    """
    if millions is None:
        return "unknown"
    return f"{millions / 1e3:,.0f}" if abs(millions) >= 1e5 else f"{millions / 1e3:,.3g}"


def months(band: Row | None) -> str:
    """Write a time that may never come.

    >>> months({"p50": 7.0, "never_share": 0.12}), months({"p50": None, "never_share": 0.62})
    ('7', 'never (62 %)')
    """
    if band is None or band["never_share"] is None:
        return "unknown"
    return f"never ({percent(band['never_share'])})" if band["p50"] is None else f"{band['p50']:g}"


def stake(band: Row | None) -> str:
    """Write the stake from which playing pays.

    >>> stake({"p5": 1500.0, "p50": 5200.0, "p95": None, "never_share": 0.31})
    '5.2 (1.5 to no stake)'
    >>> stake({"p5": None, "p50": None, "p95": None, "never_share": 0.93}), stake(None)
    ('no stake (93 %)', 'unknown')
    """
    if band is None or band["never_share"] is None:
        return "unknown"
    if band["p50"] is None:
        return f"no stake ({percent(band['never_share'])})"
    ends = ["no stake" if band[q] is None else billions(band[q]) for q in ("p5", "p95")]
    return f"{billions(band['p50'])} ({ends[0]} to {ends[1]})"


def _first(shares: Row | None) -> str:
    """Write in how many futures target, sender and neither yield first.

    >>> _first({"target": 0.6, "sender": 0.3, "neither": 0.1}), _first(None)
    ('60/30/10', 'unknown')
    """
    if shares is None or shares["target"] is None:
        return "unknown"
    return "/".join(f"{100 * shares[who]:.0f}" for who in ("target", "sender", "neither"))


def _variant(variant: Row) -> str:
    years = "; ".join(f"{row['year']} {stake(row['threshold'])}" for row in variant["years"])
    return f"Stake {variant['words']}, billion USD a year: {years}."


def _replay(replay: Row) -> str:
    """Say what the game says of a contest that happened, and what was observed."""
    says = replay["says"] or f"unknown, as {replay['unknown']}"
    seen = "; ".join(f"{step['words']} ({step['date']}, day {step['days']})"
                     for step in replay["observed"])  # fmt: skip
    return f"{replay['title']}: predicted: {says}. Observed: {seen}."


def words_of(row: Row) -> str:
    """Name an assumption in words."""
    from outlast.engines.shock.names import PRIORS  # noqa: PLC0415 - start-up time

    name = str(row["assumption"])
    return str(row.get("words") or PRIORS.get(name, name.replace("_", " ")))


def _drivers(found: Row) -> list[str]:
    known = [row for row in found["drivers"] or () if row["rank_correlation"] is not None][:4]
    words = ", ".join(f"{words_of(row)} ({row['rank_correlation']:+.2f})" for row in known)
    return [f"What moves the stake (rank correlation): {words}."] if words else []


def _swings(found: Row) -> list[str]:
    rows = [f"{words_of(row)}: {percent(row['low'])} ({row['low_words']}) to "
            f"{percent(row['high'])} ({row['high_words']})" for row in found["swings"] or ()
            ]  # fmt: skip
    told = "; ".join(rows)
    return (
        [f"Part of the futures in which some stake pays, by assumption: {told}."] if rows else []
    )


def _matrix(rows: Sequence[Row]) -> "Table":
    """Lay out who can hurt whom; what is unknown tells why."""
    from rich.table import Table  # noqa: PLC0415

    table = Table(title="Who can hurt whom: part of 12 months' use missed, harm in billion USD",
                  title_justify="left")  # fmt: skip
    for heading in ("Card", "Sender", "Target", "Year", "Reach", "Misses", "Harm", "Reason"):
        table.add_column(heading, justify="right" if heading in {"Reach", "Misses", "Harm"}
                         else "left")  # fmt: skip
    for row in rows:
        table.add_row(
            row["card"], row["sender"], row["target"], str(row["year"]), percent(row["reach"]),
            percent(middle(row["unmet_share_12m"])), billions(middle(row["harm"])),
            row["reason"] or "",
        )  # fmt: skip
    return table
