"""Who supplied the importer: the main table, and the chart over the years."""

from collections import defaultdict
from typing import Any

from markupsafe import Markup

from outlast.charts import REST, suppliers_over_years
from outlast.engines.exposure import BASES, Basis
from outlast.report.findings import BASIS_WORDS, Findings, Moment
from outlast.report.headline import Writer
from outlast.report.wording import precise, years


def suppliers(writer: Writer) -> dict[str, Any]:
    """Gather the main table, and the chart of suppliers over the years."""
    findings = writer.findings
    stacked = _stacked(findings)
    return {
        "chart": _chart(findings, stacked) if stacked else None,
        "rows": main_table(writer),
        "tables": [_by_year(findings, basis) for basis in BASES],
        "first": findings.case.years[0],
        "last": findings.last,
        "weighed": years(findings.case.has_tonnes),
    }


def _chart(findings: Findings, stacked: list[dict[str, Any]]) -> dict[str, Any]:
    powers = [findings.case.countries.name(code) for code in findings.case.header.powers]
    return suppliers_over_years(stacked, _names(findings), powers)


def _by_year(findings: Findings, basis: Basis) -> dict[str, Any]:
    """List the coloured suppliers' shares in every year on a basis."""
    top = findings.top_suppliers
    rows = []
    for year, block in findings.blocks[basis].items():
        shares = {row["country"]: row["share"] for row in block["suppliers"] or ()}
        words = [precise(shares[code]) if code in shares else "–" for code in top]
        rows.append({"year": year, "cells": words if shares else ["unknown"] * len(top)})
    return {"words": BASIS_WORDS[basis], "names": _names(findings), "rows": rows}


def main_table(writer: Writer) -> list[dict[str, Any]]:
    """List the last year's suppliers on every basis, and the first known year beside them."""
    findings = writer.findings
    if not findings.known_years:
        return []
    first, last = findings.known_years[0], findings.last
    rows = []
    for code in _of_the_last_year(findings, first):
        cells: dict[str, Any] = {}
        for key, basis, year in [("then", "material", first), *((b, b, last) for b in BASES)]:
            cells[key] = _cell(writer, Moment(basis, year, code, 0.0))
        rows.append({"name": findings.case.countries.name(code), **cells})
    return rows


def _cell(writer: Writer, asked: Moment) -> Markup | str | None:
    """Cite a share; absent, left out and unknown are three different things."""
    block = writer.findings.blocks[asked.basis][asked.year]
    if block["suppliers"] is None:
        return None
    for row in block["suppliers"]:
        if row["country"] == asked.country:
            return writer.share([asked._replace(share=row["share"])], precise(row["share"]))
    dropped = any(row["exporter"] == asked.country for row in block["dropped"])
    return "left out" if dropped else "none recorded"


def _of_the_last_year(findings: Findings, first: int) -> list[str]:
    """List suppliers with at least 1 % on any basis in the last year, and the first leader."""
    shares: defaultdict[str, float] = defaultdict(float)
    for basis in BASES:
        for row in findings.blocks[basis][findings.last]["suppliers"] or ():
            shares[row["country"]] = max(shares[row["country"]], row["share"])
    leader = findings.leader("material", first)
    kept = {code for code, share in shares.items() if share >= 0.01}
    if leader:
        kept.add(leader.country)
    best = {code: findings.share(findings.best_basis, findings.last, code) or 0.0 for code in kept}
    return sorted(kept, key=lambda code: (-best[code], -shares[code], code))


def _names(findings: Findings) -> list[str]:
    return [findings.case.countries.name(code) for code in findings.top_suppliers]


def _stacked(findings: Findings) -> list[dict[str, Any]]:
    """Give every top supplier, and the rest, a share in every known year on every basis."""
    top = findings.top_suppliers
    rows = []
    for basis in BASES:
        blocks = {y: b["suppliers"] for y, b in findings.blocks[basis].items() if b["suppliers"]}
        for year, found in blocks.items():
            shares = {row["country"]: row["share"] for row in found}
            rest = sum(share for code, share in shares.items() if code not in top)
            alone = not {year - 1, year + 1} & set(blocks)
            parts = [(findings.case.countries.name(c), shares.get(c, 0.0)) for c in top]
            rows += [
                {"basis": basis, "year": year, "supplier": name, "share": share, "alone": alone}
                for name, share in [*parts, (REST, rest)]
            ]
    return rows
