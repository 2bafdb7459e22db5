"""Which printed figures hold, which cannot all be true, and the balance once reconciled."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.case.schema import Claim
from outlast.report.conflicts import conflict_cards, sharpness
from outlast.report.deciding import Deciding
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.balance import balance
from outlast.report.sections.telling import Citer, range_of, telling
from outlast.report.verdicts import VERDICTS, counted, printed_words
from outlast.report.wording import capital
from outlast.results import Result

TOLD = 5
"""Claims that are told in full."""
PLOTS = 2
CARDS = 3
MOST_LISTED = 300
"""Claims in the folded table."""


def about(findings: Findings, claims: Sequence[Claim]) -> list[Claim]:
    """The claims that bear on an importer: of the case's own importer, all."""
    code = findings.importer
    if code == findings.case.header.importer:
        return list(claims)
    return [claim for claim in claims if code in {claim.subject, claim.partner}]


def evidence(writer: Writer, checked: Result | None) -> dict[str, Any] | None:
    """Gather the verdicts on printed figures; None where nothing was printed."""
    if checked is None:
        return None
    findings = writer.findings
    wanted = {claim.id for claim in about(findings, findings.case.claims)}
    rows = [row for row in checked.result["claims"] if row["id"] in wanted]
    on_trial = findings.case.header.on_trial
    trial = [row for row in rows if row["source"] in on_trial] if on_trial else rows
    deciding = Deciding(findings.case, findings.case.claims)
    listed = _in_order(rows)[:MOST_LISTED]
    citer = Citer(writer, deciding, {row["id"] for row in listed})
    told = telling(trial, citer, TOLD)
    return {
        "looks": VERDICTS,
        "counts": _counts(rows),
        "total": len(rows),
        "on_trial": [findings.case.sources[name] for name in on_trial],
        "trial_counts": _counts(trial) if on_trial else [],
        "told": told,
        "plots": _plots(told, deciding),
        "conflicts": _conflicts(checked, deciding, listed, {row["id"] for row in trial}),
        "found": len(_between(checked, wanted)),
        "complete": checked.result["complete"],
        "balance": balance(writer, checked),
        "rows": [_line(row, deciding) for row in listed],
        "unlisted": len(rows) - len(listed),
        "chi2": checked.result["chi2"],
    }


def _counts(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """How many claims have each verdict, the most telling first."""
    found = [row["verdict"] for row in rows]
    return [(key, found.count(key)) for key in VERDICTS if key in found]


def _plots(told: Sequence[Mapping[str, Any]], deciding: Deciding) -> list[dict[str, Any]]:
    """Range plots of the most telling claims that have an amount and figures beside it."""
    found: list[dict[str, Any]] = []
    for item in told:
        row = item["row"]
        if row["unit"] == "piece" or not any(not e["bound"] for e in row["estimates"]):
            continue
        found.append({"id": f"chart-range-{len(found) + 1}", "title": item["title"],
                      "verdict": row["verdict"],
                      "chart": range_of(row, deciding.claims[row["id"]])})  # fmt: skip
    return found[:PLOTS]


def _between(checked: Result, wanted: set[str]) -> list[Mapping[str, Any]]:
    """Conflicts of more than one claim in which one of these stands."""
    return [conflict for conflict in checked.result["conflicts"]
            if len(conflict["ids"]) > 1 and wanted & set(conflict["ids"])]  # fmt: skip


def _conflicts(
    checked: Result, deciding: Deciding, rows: Sequence[Mapping[str, Any]], trial: set[str]
) -> list[dict[str, Any]]:
    """The sharpest conflicts of the claims on trial, no two about the same of these claims.

    A claim of others that seems a slip of scale is a poor witness: its conflicts come last.
    """
    poor = {row["id"] for row in checked.result["scale_suspects"]} - trial
    chosen: list[Mapping[str, Any]] = []
    seen: set[frozenset[str]] = set()
    for conflict in sorted(_between(checked, trial),
                           key=lambda c: (bool(poor & set(c["ids"])), *sharpness(c))):  # fmt: skip
        tried = frozenset(trial & set(conflict["ids"]))
        if tried not in seen and len(chosen) < CARDS:
            chosen.append(conflict)
            seen.add(tried)
    own = {row["id"]: printed_words(row) for row in rows}
    return sorted(conflict_cards(chosen, deciding, own), key=lambda c: c["dissolves"])


def _in_order(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The most telling verdicts first."""
    order = list(VERDICTS)
    return sorted(rows, key=lambda row: (order.index(row["verdict"]), row["id"]))


def _line(row: Mapping[str, Any], deciding: Deciding) -> dict[str, Any]:
    """One claim of the folded table."""
    return {
        "id": row["id"],
        "verdict": row["verdict"],
        "printed": printed_words(row),
        "counted": capital(counted(row, deciding.case.countries.name)),
        "text": row["text"],
        "reason": capital(row["reason"]),
        "settled_by": row["settled_by"],
        "source": deciding.source(deciding.claims[row["id"]]),
    }
