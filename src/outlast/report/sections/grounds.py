"""What the numbers rest on: balances, what was left out, what is assumed."""

from typing import Any

from outlast.engines.exposure import net_import_reliance
from outlast.report.headline import Writer
from outlast.report.wording import capital, listed, possessive, precise

_MARKET = ("prior-", "sector:", "sector-share:")
"""Beginnings of the ids of what the market model takes for granted."""


def reliance(writer: Writer) -> dict[str, Any]:
    """Net import reliance in the years whose physical balance closes."""
    findings = writer.findings
    rows, notes = [], []
    case = findings.case
    for year in case.years:
        found = net_import_reliance(case, findings.importer, year)
        if found.share is not None:
            whose = f"{writer.importer}, {year}, where the balance closes"
            exports = any(case.figures[f].quantity == "exports" for f in found.figures)
            what = "(Imports − exports)" if exports else "Customs imports"
            how = f"{what} ÷ consumption of {whose}"
            rows.append({"year": year, "share": writer.ledger.cite(
                precise(found.share), how, found.figures)})  # fmt: skip
            notes.append(found.reason)
    return {"rows": rows, "notes": sorted({capital(note) for note in notes if note})}


def left_out(writer: Writer) -> dict[str, Any] | None:
    """Say what the heading holds that is not the material, and what dropping it does."""
    findings = writer.findings
    rule = findings.case.header.trade.material_rule
    if rule is None:
        return None
    names = findings.case.countries
    by_year = []
    for year in findings.known_years:
        dropped = findings.blocks["material"][year]["dropped"]
        if dropped:
            part = sum(row["effect"] for row in dropped)
            largest = [names.name(row["exporter"]) for row in dropped[:3]]
            flows = [f.id for f in findings.case.imports(findings.importer, year)]
            how = f"Value of the dropped flows ÷ the heading, {writer.importer}'s imports, {year}"
            by_year.append({"year": year, "part": writer.ledger.cite(precise(part), how, flows),
                            "from": listed(largest), "count": len(dropped)})  # fmt: skip
    rows = [
        {
            "name": names.name(row["exporter"]),
            "value": f"{row['value_usd']:,.0f}",
            "reason": row["reason"],
            "effect": precise(row["effect"]),
        }
        for row in findings.blocks["material"][findings.last]["dropped"]
    ]
    return {"rule": rule, "by_year": by_year, "rows": rows, "last": findings.last,
            "whose": possessive(writer.importer)}  # fmt: skip


def assumed(writer: Writer) -> list[dict[str, Any]]:
    """Every assumption that a number of the page rests on."""
    case = writer.findings.case
    used = {figure for entry in writer.ledger.entries for figure in entry.figures}
    used.add(case.header.closure_tolerance)
    rule = case.header.trade.material_rule
    if rule:
        used.add(rule.unit_value)
    lines = [writer.ledger.line(figure) for figure in sorted(used)]
    found = [
        {"words": capital(line.words), "note": line.note.partition("; also ")[0]}
        for line in lines
        if line.status == "assumed" and not line.id.startswith(_MARKET)
    ]
    if rule:
        found.insert(0, {"words": "Which flows are the material", "note": rule.reason})
    if any(figure.startswith(_MARKET) for figure in used):
        words = "The behaviour of the market: contracts, reallocation, stocks, sectors' demand"
        note = (
            "Each is an interval, most are assumed; each number of the section on stops lists "
            "them with their reasons and source, those first that explain most of its spread."
        )
        found.append({"words": words, "note": note})
    return found
