"""Where the supply was made, through whose hands it goes and who uses it."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.case.schema import WORLD_SUBJECT
from outlast.charts import flow_map, supply_sankey, without_place
from outlast.engines.exposure.by_origin import OWN_RUNGS, rungs_by_origin
from outlast.report.headline import Writer
from outlast.report.power import Power
from outlast.report.wording import capital, listed, percent, precise

DRAWN = 0.01
"""An origin of a smaller part is told in words."""
HOLDS = {
    "territory": "territory", "distributors": "its firms", "minority": "minorities",
    "containers": "containers", "free": "free", "unknown": "unknown",
}  # fmt: skip
"""Words short enough for the middle of a drawing."""


def traced(writer: Writer, power: Power | None) -> dict[str, Any] | None:
    """Gather origins of the last year, hubs traced; None where they are unknown."""
    findings = writer.findings
    block = findings.blocks["material"][findings.last]
    origins = block["origins"]
    if not origins:
        return None
    drawn = [row for row in origins if row["share"] >= DRAWN]
    return {
        "map": _map(writer, drawn),
        "absent": [findings.case.countries.name(code)
                   for code in without_place([row["country"] for row in drawn])],
        "small": listed([row["name"] for row in origins if row["share"] < DRAWN]),
        "hubs": _hubs(writer, block),
        "sankey": _sankey(writer, power, origins) if power else None,
        "table": [{"name": row["name"], "share": precise(row["share"])} for row in drawn],
        "year": findings.last,
    }  # fmt: skip


def _map(writer: Writer, drawn: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    findings = writer.findings
    countries = findings.case.countries
    rows = [{**row, "words": f"{row['name']} {percent(row['share'])}"} for row in drawn]
    members = sorted(countries.members(findings.importer, findings.last))
    fixed = [countries.name(code) for code in findings.case.header.powers]
    return flow_map(rows, members, countries.name(findings.importer), fixed)


def _hubs(writer: Writer, block: Mapping[str, Any]) -> dict[str, Any] | None:
    """Say how much came through resellers, and which lead to no known producer."""
    if not block["hubs"]:
        return None
    year = writer.findings.last
    flows = [flow.id for flow in writer.findings.case.imports(writer.findings.importer, year)]
    how = (
        f"Part of the imports of {writer.importer} bought from countries that make none, by "
        f"value, {year}; traced as their own purchases are mixed"
    )
    names: dict[bool, list[str]] = {True: [], False: []}
    for hub in block["hubs"]:
        names[hub["resolved"]].append(writer.name(hub["country"]))
    return {
        "share": writer.ledger.cite(precise(block["hub_share"]), how, flows),
        "through": listed(names[True][:4]),
        "blind": listed(names[False][:4]),
    }


def _sankey(
    writer: Writer, power: Power, origins: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """From origins by what the power holds of them to uses; None where uses are not on file."""
    findings, year = writer.findings, writer.findings.last
    sectors = _sectors(writer)
    if not sectors or findings.blocks["material"][year]["control"] is None:
        return None
    by_origin = rungs_by_origin(findings.case, findings.importer, year, "material", power.code)
    rows = [
        {"name": row["name"], "share": row["share"],
         "parts": _parts(row["share"], by_origin[row["country"]])}
        for row in origins
    ]  # fmt: skip
    rows = _gathered(rows)
    for row in rows:
        row["label"] = f"{row['name']} {percent(row['share'])}"
    totals = {key: sum(row["parts"].get(key, 0.0) for row in rows) for key in HOLDS}
    holds = [{"key": key, "label": f"{HOLDS[key]} {percent(totals[key])}"} for key in HOLDS]
    return {
        "chart": supply_sankey(rows, holds, sectors),
        "unknown": percent(totals["unknown"]) if totals["unknown"] else "",
        "rows": [{"name": row["name"], "cells": [precise(row["parts"].get(key, 0.0))
                                                 for key in HOLDS]} for row in rows],
        "names": [capital(words) for words in HOLDS.values()],
    }  # fmt: skip


def _parts(share: float, rungs: Mapping[str, float | None]) -> dict[str, float]:
    """Divide an origin's part by the first rung that reaches it; what follows None is unknown."""
    parts: dict[str, float] = {}
    before = 0.0
    for rung in OWN_RUNGS:
        point = rungs[rung]
        if point is None:
            return {**parts, "unknown": share * (1 - before)}
        parts[rung] = share * max(point - before, 0.0)
        before = max(point, before)
    return {**parts, "free": share * (1 - before)}


def _gathered(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the small origins together."""
    large = [row for row in rows if row["share"] >= DRAWN]
    small = [row for row in rows if row["share"] < DRAWN]
    share = sum(row["share"] for row in small)
    if share < DRAWN / 10:
        return large
    parts = {key: sum(row["parts"].get(key, 0.0) for row in small) for key in HOLDS}
    return [*large, {"name": "Others", "share": share, "parts": parts}]


def _sectors(writer: Writer) -> list[dict[str, Any]]:
    """The importer's uses, or those of every country that has none of its own."""
    case, importer = writer.findings.case, writer.findings.importer
    own = [row for row in case.sector_shares if row.country == importer]
    rows = own or [row for row in case.sector_shares if row.country == WORLD_SUBJECT]
    total = sum(row.share for row in rows)
    return [
        {"name": case.sectors[row.sector].name, "share": row.share / total,
         "label": f"{case.sectors[row.sector].name} {percent(row.share / total)}"}
        for row in sorted(rows, key=lambda row: (-row.share, row.sector)) if row.share
    ]  # fmt: skip
