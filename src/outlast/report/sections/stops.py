"""How a run of the market model is said on a page: its number, grounds, drivers and reach."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from outlast.case import Case
from outlast.engines.shock import names
from outlast.report.headline import Writer
from outlast.report.wording import listed, percent, the
from outlast.results import Result

STRONG = 0.1
"""A smaller rank correlation drives nothing."""
SHORT = 0.005
"""Who misses a smaller part of a year's use does not go short."""
MOST_DRIVERS = 4


def titled(writer: Writer, result: Result) -> str:
    """Name a run by its scenario, the importer by its name."""
    return names.title(result.result["scenario_title"], writer.importer)


def missed(writer: Writer, result: Result) -> Markup:
    """Cite the share of a year's use that is missed, with its band."""
    found = result.result["unmet_share_12m"]
    words = f"{percent(found['p50'])} (5–95\u202f%: {span(found['p5'], found['p95'])})"
    return cited(writer, result, words)


def cited(writer: Writer, result: Result, words: str) -> Markup:
    """Cite a number of a run: how it was made, and what it rests on."""
    found = result.result
    how = (
        f"{titled(writer, result)}, flows of {found['year']}: 1 − use ÷ normal use of "
        f"{writer.importer} over the 12 months after it begins; {found['draws']} draws of "
        f"every prior, seed {result.run['seed']}"
    )
    lead = "What moves it most" if drivers(writer.findings.case, result) else ""
    return writer.ledger.cite(words, how, grounds(writer.findings.case, result), lead)


TABLES = re.compile("^(.*:)?(trade|industry):")
"""Ids of rows that are told as a table and not one by one, of a stage with its path."""


def grounds(case: Case, result: Result) -> list[str]:
    """Order what a run rests on: what drives it, who controls what, the other priors, figures.

    Its thousand flows are left out: they are one table, which the words name; and so are the
    industries, on which its losses rest alone.
    """
    strength: dict[str, float] = {}
    for row in result.result.get("drivers", ()):
        for name in names.listed_ids(case, row["assumption"]):
            strength[name] = max(strength.get(name, 0.0), abs(row["rank_correlation"] or 0.0))
    control = {row.id for row in case.control}

    def rank(name: str) -> tuple[int, float, str]:
        force = strength.get(name, 0.0)
        kinds = (force >= STRONG, name in control, name not in case.figures, True)
        return kinds.index(True), -force, name

    return sorted((name for name in result.figures if not TABLES.search(name)), key=rank)


def span(low: float, high: float) -> str:
    r"""Write a span of shares in whole per cents, short enough for a table.

    >>> span(0.0007, 0.003), span(0.001, 0.04), span(0.148, 0.151), span(0, 0)
    ('under 1\u202f%', '0–4\u202f%', '15\u202f%', '0\u202f%')
    """
    ends = [f"{100 * share:.0f}" for share in (low, high)]
    if ends[0] == ends[1]:
        return percent(high)
    return f"{ends[0]}–{ends[1]}\u202f%"


def lasts(row: Mapping[str, Any]) -> str:
    """Say an endurance with its band and the share of futures in which it never ends."""
    if row["never_share"] == 1:
        return "throughout, in every future"
    words = ["for good" if row[q] is None else f"{row[q]:.0f}" for q in ("p5", "p50", "p95")]
    middle = words[1] if row["p50"] is None else f"{words[1]} weeks"
    never = percent(row["never_share"])
    return f"{middle} (5–95\u202f%: {words[0]} to {words[2]}; never ends: {never})"


def drivers(case: Case, result: Result) -> str:
    """Name what explains most of the spread between futures; empty where nothing does."""
    strong = [
        f"{names.driver(case, row['assumption'])} ({row['rank_correlation']:+.2f})"
        for row in result.result["drivers"]
        if abs(row["rank_correlation"] or 0.0) >= STRONG
    ]
    return listed(strong[:MOST_DRIVERS]).replace("(-", "(−")


def short_beside(case: Case, result: Result) -> str:
    """Say in a sentence who else goes short."""
    rows: Sequence[Mapping[str, Any]] = result.result["others"]
    short = [
        f"{the(names.country(case, row['country']))} {percent(row['unmet_share_12m']['p50'])}"
        for row in rows
        if row["unmet_share_12m"]["p50"] >= SHORT
    ]
    if not short:
        return "Nobody else misses half a per cent of a year's use in the median future."
    more = f" and {len(short) - 6} more" if len(short) > 7 else ""
    shown = short[:6] if more else short
    return f"Others go short too: {', '.join(shown) + more if more else listed(shown)}."
