"""Who really controls the supply: rungs, other powers, the largest plants."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from outlast.case.schema import LAYERS
from outlast.report.headline import Writer
from outlast.report.ledger import plant_key
from outlast.report.power import Power, main_power
from outlast.report.sections.rungs import Rungs, counting, outer
from outlast.report.sections.traced import traced
from outlast.report.wording import capital, percent, possessive, precise

LAYER_WORDS = {
    "direct": "territory", "ownership": "ownership", "technology": "technology",
    "logistics": "containers, carriers", "offtake": "purchase contracts", "transit": "straits",
}  # fmt: skip
KINDS = {"owned": "owned by firms of", "licensed": "on technology of"}
PARTS = {"whole": "wholly", "part": "in part", "none": "not", "unknown": "unknown"}
LEAST = 0.005
"""A power that reaches less through every layer is counted, not listed."""


def control(writer: Writer) -> dict[str, Any]:
    """Gather who controls what the importer buys; what is not told is unknown."""
    findings = writer.findings
    power = main_power(findings)
    reason = findings.why_unknown(findings.last, "control")
    told = {"power": None} if power is None else _told(writer, power)
    return {
        **told,
        "reason": reason or "no power holds any of it, as far as the case tells",
        "traced": traced(writer, power),
        "gaps": _gaps(writer),
        "others": _others(writer, power.years[-1]) if power else None,
        "plants": _plants(writer, power),
    }


def _told(writer: Writer, power: Power) -> dict[str, Any]:
    """What the power's rungs come to, in words, charts and tables."""
    rungs = Rungs(writer, power)
    return {
        "power": writer.name(power.code),
        "whose": possessive(writer.importer),
        "lead": rungs.lead(),
        "bullets": rungs.bullets(),
        "lines": rungs.lines(),
        "waterfall": rungs.waterfall(),
        "names": [capital(counting(row)) for row in power.ladder],
        "table": rungs.table(),
        "by_year": rungs.by_year(),
        "last": rungs.last,
    }


def _others(writer: Writer, year: int) -> dict[str, Any]:
    """What every power reaches in a year, by layer and together."""
    rows = writer.findings.blocks["material"][year]["control"]
    shown = [row for row in rows if any(
        row[layer] is None or row[layer] >= LEAST for layer in LAYERS)]  # fmt: skip
    return {
        "layers": [capital(LAYER_WORDS[layer]) for layer in LAYERS],
        "rows": [_power_row(writer, row, year) for row in shown],
        "fewer": len(rows) - len(shown),
    }


def _power_row(writer: Writer, row: Mapping[str, Any], year: int) -> dict[str, Any]:
    return {
        "name": row["name"],
        "cells": [None if row[layer] is None else percent(row[layer]) for layer in LAYERS],
        "stop": _together(writer, row, row, year, "halt what runs"),
        "block": _together(writer, row, row["block"], year, "block growth or repair only"),
    }


def _together(
    writer: Writer, row: Mapping[str, Any], values: Mapping[str, Any], year: int, does: str
) -> Markup | None:
    """Cite what a power's layers come to together, with the outer bounds."""
    if values["point"] is None:
        return None
    flows = [flow.id for flow in writer.findings.case.imports(writer.findings.importer, year)]
    how = (
        f"Part of the imports of {writer.importer} of which {writer.name(row['power'])} can "
        f"{does}, by value, {year}; layers taken as independent"
    )
    lead = "The first of the rows on who controls what"
    return writer.ledger.cite(
        percent(values["point"]) + outer(values), how, [*row["figures"], *flows], lead
    )


def _plants(writer: Writer, power: Power | None) -> dict[str, Any] | None:
    """The largest plants: how many are the first power's, and on whose technology they run."""
    findings = writer.findings
    block = findings.blocks["material"][findings.last]
    if not block["plants"] or not block["plants_by_power"]:
        return None
    codes = [row["power"] for row in block["plants_by_power"]]
    code = power.code if power and power.code in codes else codes[0]
    counts = block["plants_by_power"][codes.index(code)]
    by_id = {plant.id: plant for plant in findings.case.facilities}
    keys = [plant_key(by_id[row["id"]]) for row in block["plants"]]
    names = findings.case.countries.name

    def count(kind: str, key: str) -> Markup:
        how = (f"Of the {len(keys)} largest plants that surely ran in {findings.last}: "
               f"{KINDS[kind]} {writer.name(code)}: {PARTS[key]}")  # fmt: skip
        return writer.ledger.cite(str(counts[kind][key]), how, keys)

    return {
        "power": writer.name(code),
        "many": len(keys),
        "year": findings.last,
        "owned": {key: count("owned", key) for key in counts["owned"]},
        "licensed": {key: count("licensed", key) for key in counts["licensed"]},
        "unsized": [f"{row['name']} ({names(row['country'])})" for row in block["plants_unsized"]],
        "rows": [
            {"name": row["name"], "country": names(row["country"]),
             "share": precise(row["capacity_share"]), "owner": row["owner"] or "unknown",
             "licensor": row["licensor"] or "unknown",
             "source": findings.case.sources[row["source"]]}
            for row in block["plants"]
        ],
    }  # fmt: skip


def _gaps(writer: Writer) -> Sequence[Markup]:
    """Flows that the importer's own figures tell otherwise than the trade table."""
    groups: dict[tuple[int, str, str], list[Mapping[str, Any]]] = {}
    for year, block in writer.findings.blocks["material"].items():
        for gap in block["mirror_gaps"]:
            what = "value" if gap["unit"] == "USD" else "weight"
            groups.setdefault((year, what, writer.name(gap["exporter"])), []).append(gap)
    return [_gap(writer, *key, gaps) for key, gaps in groups.items()]


def _gap(
    writer: Writer, year: int, what: str, seller: str, gaps: Sequence[Mapping[str, Any]]
) -> Markup:
    ratios = [f"{ratio:.1f}" for ratio in sorted(gap["ratio"] for gap in gaps)]
    words = ratios[0] if ratios[0] == ratios[-1] else f"{ratios[0]}–{ratios[-1]}"
    how = (
        f"What {writer.importer} printed of its purchases from {seller} ÷ the trade table, "
        f"{what}, {year}"
    )
    figures = list(dict.fromkeys(figure for gap in gaps for figure in gap["figures"]))
    ratio = writer.ledger.cite(f"{words} times", how, figures)
    return Markup("{} the {} from {} in {}").format(ratio, what, seller, year)
