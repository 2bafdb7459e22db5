"""What ``outlast leverage`` prints: the reading, the years, what moves them, what is assumed."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outlast.cli.leverage_words import (
    first,
    limits,
    middle,
    money_or_unknown,
    pays,
    percent,
    rule_of,
    shorter_of,
    small,
    unit_of,
)
from outlast.units import money

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from outlast.results import Result

Row = Mapping[str, Any]
MOST_NOTES, MOST_DRIVERS = 6, 6
RULES = {"endurance": "served first", "market": "market prices"}
"""Short words for the two measures of what cannot be borne."""
SIGNS = "(e): critical sectors served first; (m): at market prices."


def show(screen: "Console", result: "Result") -> None:
    """Print a result, the headline first."""
    found = result.result
    screen.print(f"{found['sender_name']} against {found['target_name']}: "
                 f"{found['card']['words']}", style="bold")  # fmt: skip
    answers = [_answer(answer) for answer in found["answers"]]
    last = len(found["reading"]) - _says_variants(found)
    known = found["reading"][:last]
    screen.print("\n".join([*answers, *known]))
    screen.print(_years(found))
    for table in (_at_stake(found), _variants(found), _story(found),
                  *map(_replay, found["replays"] or ()), _drivers(found), _swings(found),
                  _layers(found.get("layers") or ()), _matrix(found["matrix"] or ())):  # fmt: skip
        if table is not None:
            screen.print(table)
    for rule in found.get("in_force") or ():
        until = f" to {rule['end']}" if rule["end"] else ""
        screen.print(f"Since then, {rule['start']}{until}: {rule['title']} (grade "
                     f"{rule['grade']}, {rule['source']}); not in the flows.")  # fmt: skip
    if found["assumptions"]:
        told = (f"  * {one['words']}" for one in found["assumptions"])
        screen.print("\n".join(["What the game assumes:", *told]))
    _notes(screen, result)


def _says_variants(found: Row) -> bool:
    """Whether the last paragraph of the reading tells what the table of other answers tells."""
    told = any(row["threshold"] for one in found["variants"] or () for row in one["years"])
    return told and any(row["known"] for row in found["years"])


def _answer(answer: Row) -> str:
    """Say what the target may answer, or that it cannot, and why."""
    nothing = answer.get("stops_nothing")
    if nothing is None:
        return f"The answer may be: {answer['words']}."
    return f"Asked as an answer: {answer['words']}. But it {nothing}."


def _notes(screen: "Console", result: "Result") -> None:
    """Say what is unknown, and what a reader should know; most of it when there is much."""
    unknown = [f"Unknown {one.path}: {one.reason}" for one in result.unknown]
    told = [one["stops_nothing"] for one in result.result["answers"] if one.get("stops_nothing")]
    notes = [f"Note: {warning}" for warning in result.warnings
             if not warning.endswith(tuple(told))]  # fmt: skip
    for words, what in ((unknown, "unknown"), (notes, "notes")):
        for line in words[:MOST_NOTES]:
            screen.print(line, style="dim")
        if len(words) > MOST_NOTES:
            more = len(words) - MOST_NOTES
            screen.print(f"… and {more} more {what}; --json lists them", style="dim")


def begin_table(title: str, headings: Sequence[str], left: int = 0, caption: str = "") -> "Table":
    """Begin a table whose first columns are words and whose others are numbers.

    Parameters
    ----------
    title : str
        Above it.
    headings : sequence of str
        Of its columns.
    left : int
        How many of them are words.
    caption : str
        Below it.

    Returns
    -------
    rich.table.Table
        Without rows.
    """
    from rich.table import Table  # noqa: PLC0415 - start-up time

    table = Table(title=title, title_justify="left", caption=caption or None,
                  caption_justify="left", padding=(0, 1))  # fmt: skip
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < left else "right", overflow="fold",
                         no_wrap=heading in {"Stake", "Verdict"})  # fmt: skip
    return table


def _years(found: Row) -> "Table":
    """Lay out the years: what is missed, who is short first, what pays by both measures."""
    sender, target = found["sender"], found["target"]
    unit, unit_words = unit_of(found["years"])
    types = [row["threshold_types"] for row in found["years"] if row["threshold_types"]]
    table = begin_table(
        f"By year, {found['draws']:,} futures",
        ("Year", f"{target}\nmisses", f"{sender}\nmisses", "Short\nfirst (e)",
         "Short\nfirst (m)", "Some stake\npays (e / m)", "Stake", "by"),
        caption=f"Misses: median part of 12 months' use ({sender} under the answers). {SIGNS} "
        f"Short first: {target}/{sender}/neither, in per cent of the futures. Stake from which it "
        f"pays, {unit_words} a year, median (5-95 %), by (e) or, where that has no median, by (m)."
        + (f" A sender that does not know the target's stock needs {unit(min(types))} to "
           f"{unit(max(types))} by ({found['exhaustion'][0]}), if any." if types else "")
        + " none: no stake pays. ?: unknown.",
    )  # fmt: skip
    for row in found["years"]:
        unmet = row["unmet_share_12m"] or {}
        table.add_row(
            str(row["year"]), *(_short(percent(middle(unmet.get(who))))
                                for who in ("target", "sender")),
            *(_short(first(shorter_of(row, rule))) for rule in RULES),
            _short(" / ".join(pays(rule_of(row, rule)) for rule in RULES)),
            *limits(row, unit),
        )  # fmt: skip
    return table


def _short(words: str) -> str:
    """Write a cell in a table that explains its signs."""
    return words.replace("unknown", "?").replace(" %", "\u00a0%")


def _at_stake(found: Row) -> "Table | None":
    """Lay out in how many futures the stake that was given pays, year by year."""
    rows = found.get("stake_pays") or ()
    if not rows:
        return None
    title = f"A stake of {money(found['stake'])} pays"
    table = begin_table(title, ("Year", *RULES.values()))
    for year in dict.fromkeys(row["year"] for row in rows):
        shares = {row["rule"]: row["share"] for row in rows if row["year"] == year}
        table.add_row(str(year), *(percent(shares[rule]) for rule in RULES))
    return table


def _variants(found: Row) -> "Table | None":
    """Lay out the last known year with other answers."""
    if not found["variants"]:
        return None
    table = begin_table("With other answers, the last year that is known",
                   ("Answer", "Year", "Reach", "Some stake\npays (e)", "Some stake\npays (m)",
                    "Short\nfirst (e)", "Short\nfirst (m)"), 1)  # fmt: skip
    for variant in found["variants"]:
        known = [row for row in variant["years"] if rule_of(row, "market")]
        row: Row = known[-1] if known else {"year": "unknown", "rules": []}
        reach = [percent(part) for part in row.get("answer_reach") or () if part is not None]
        rules = [rule_of(row, rule) for rule in RULES]
        table.add_row(variant["words"], str(row["year"]), reach[0] if reach else "unknown",
                      *map(pays, rules), *map(first, rules))  # fmt: skip
    return table


def _story(found: Row) -> "Table | None":
    """Lay out where the articles' story holds."""
    if not found["story"]:
        return None
    table = begin_table("Where the articles' story holds, and where it does not",
                   ("Statement", "Verdict", "Because"), 3)  # fmt: skip
    for row in found["story"]:
        table.add_row(row["statement"], row["verdict"], row["because"])
    return table


def _replay(replay: Row) -> "Table":
    """Set what the game says of a contest that happened beside what was observed."""
    table = begin_table(replay["title"], ("", "What"), 2)
    for one in replay["predicted"]:
        table.add_row(f"predicted, {RULES[one['rule']]}", one["says"])
    if not replay["predicted"]:
        table.add_row("predicted", f"unknown, as {replay['unknown']}")
    for step in replay["observed"]:
        table.add_row(f"observed, day {step['days']}", f"{step['words']} ({step['date']}, grade "
                      f"{step['grade']})")  # fmt: skip
    return table


def _drivers(found: Row) -> str | None:
    known = [row for row in found["drivers"] or () if row["sure"]]
    words = "; ".join(f"{row['words']} ({row['rank_correlation']:+.2f})"
                      for row in known[:MOST_DRIVERS])  # fmt: skip
    return f"What moves the stake (rank correlation): {words}." if words else None


def _swings(found: Row) -> "Table | None":
    """Lay out by how much each assumption moves the answer."""
    if not found["swings"]:
        return None
    table = begin_table("Part of the futures in which some stake pays, by assumption",
                   ("Assumption", "Low", "", "High", ""), 1)  # fmt: skip
    for row in found["swings"]:
        table.add_row(row["words"], row["low_words"], percent(row["low"]), row["high_words"],
                      percent(row["high"]))  # fmt: skip
    return table


def _layers(rows: Sequence[Row]) -> "Table | None":
    """Lay out through which layers an answer reaches, and where the supply comes from."""
    if not rows:
        return None
    table = begin_table(
        f"What the answers reach of {rows[0]['importer']}'s imports, by layer",
        ("Card", "Power", "Year", "Direct", "Owned", "Offtake", "Can stop", "Technology",
         "Containers", "Largest origins"), 3,
        caption="Parts of the year's imports by value (the game counts volumes, traces hubs and "
        "adds home output); can stop: the first three together, with bounds; "
        "technology and containers block growth and repair, not what flows. First and last year; "
        "all are in --json.",
    )  # fmt: skip
    ends = {rows[0]["year"], rows[-1]["year"]}
    for row in (row for row in rows if row["year"] in ends):
        origins = ", ".join(f"{one['country']} {percent(one['share'])}"
                            for one in (row["origins"] or ())[:3])  # fmt: skip
        table.add_row(
            row["card"], row["power"], str(row["year"]),
            *(percent(row[name]) for name in ("direct", "ownership", "offtake")),
            f"{percent(row['point'])} ({percent(row['low'])} to {percent(row['high'])})",
            *(percent(row[name]) for name in ("technology", "logistics")),
            origins or "?",
        )  # fmt: skip
    return table


def _signed(value: float | None) -> str:
    return "?" if value is None else f"{value:+.2f}"


def _matrix(rows: Sequence[Row]) -> "Table | None":
    """Lay out who can hurt whom; what is unknown tells why."""
    if not rows:
        return None
    reasons = {row["reason"]: f"[{place}]" for place, row in enumerate(
        {row["reason"]: row for row in rows if row["reason"]}.values(), 1)}  # fmt: skip
    notes = " ".join(f"{sign} {reason}." for reason, sign in reasons.items())
    table = begin_table(
        f"Who can hurt whom, {rows[0]['year']}",
        ("Card", "Sender", "Target", "Reach", "Misses", "Harm", "Power", "Asym.", ""), 3,
        caption="Medians: part of the target's supply reached, part of 12 months' use missed, "
        "harm in a year; power by trade theory, part of value added; asymmetry after Hirschman, "
        f"-1 to 1, above 0 where the target needs the sender more. {notes}",
    )  # fmt: skip
    for row in rows:
        table.add_row(
            row["card"], row["sender"], row["target"], percent(row["reach"]),
            percent(middle(row["unmet_share_12m"])), money_or_unknown(middle(row["harm"])),
            small(row["cms"]), _signed(row.get("hirschman")),
            reasons.get(row["reason"], ""),
        )  # fmt: skip
    return table
