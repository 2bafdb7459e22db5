"""Who could cut the importer off, how far a stop reaches, and who produces."""

from collections.abc import Sequence
from typing import Any

from outlast.case.schema import Event
from outlast.charts import share_bars
from outlast.engines.exposure import Basis, exposure, producers
from outlast.report.findings import BASIS_WORDS
from outlast.report.headline import BY, Writer
from outlast.report.wording import listed, percent, percent_range, precise

CUTS = {0.5: "half", 0.75: "three quarters", 0.9: "nine tenths"}


def coalitions(writer: Writer) -> dict[str, Any]:
    """List the smallest sets of suppliers that could cut given parts, then and now."""
    findings = writer.findings
    known = findings.known_years
    moments: list[tuple[int, Basis]] = []
    if known:
        turning = findings.turning
        middle = (
            [turning.year] if turning and turning.year not in {known[0], findings.last} else []
        )
        moments = [(year, "material") for year in [known[0], *middle]]
        if findings.leader(findings.best_basis, findings.last):
            moments.append((findings.last, findings.best_basis))
    columns = [{"year": year, "by": BY[basis]} for year, basis in moments]
    rows = [
        {"cut": words, "cells": [_coalition_cell(writer, year, basis, cut)
                                           for year, basis in moments]}
        for cut, words in CUTS.items()
    ]  # fmt: skip
    return {"columns": columns, "rows": rows}


def _coalition_cell(writer: Writer, year: int, basis: Basis, cut: float) -> dict[str, Any]:
    findings = writer.findings
    result = exposure(findings.case, findings.importer, year, basis=basis, cut=cut).result
    found = result["coalitions"] or []
    size = len(found[0]["members"]) if found else 0
    smallest = [coalition for coalition in found if len(coalition["members"]) == size]
    how = (
        f"Smallest sets of suppliers with {percent(cut)} or more of imports of {writer.importer}, "
        f"{BASIS_WORDS[basis]}, {year}; every set was searched"
    )
    flows = [flow.id for flow in findings.case.imports(findings.importer, year)]
    sets = [
        {
            "members": _alone([findings.case.countries.name(m) for m in coalition["members"]]),
            "share": writer.ledger.cite(percent(coalition["share"]), how, flows),
        }
        for coalition in smallest[:3]
    ]
    return {"sets": sets, "more": max(len(smallest) - 3, 0)}


def _alone(names: Sequence[str]) -> str:
    return f"{names[0]} alone" if len(names) == 1 else listed(names)


def stop(writer: Writer) -> dict[str, Any] | None:
    """How much of each importer's supply the spotlight event reaches."""
    findings = writer.findings
    event = findings.event
    if event is None or not findings.reached:
        return None
    countries = findings.case.countries
    place = writer.name(event.place)
    rows = [
        {
            "name": countries.name(reached.importer),
            "share": reached.share,
            "words": percent(reached.share) if reached.share else "none recorded",
        }
        for reached in findings.reached
    ]
    own = countries.name(findings.importer)
    cited = [
        {
            "name": countries.name(reached.importer),
            "share": writer.ledger.cite(
                precise(reached.share) if reached.share else "none recorded",
                f"Imports of {writer.name(reached.importer)} from {place} ÷ all its "
                f" imports, {BASIS_WORDS[findings.best_basis]}, {findings.last}",
                reached.figures,
            ),
        }
        for reached in findings.reached
    ]
    title = f"share of {findings.last} imports {BY[findings.best_basis]} from {place}"
    return {
        "chart": share_bars(rows, title=title, marked=own),
        "rows": cited,
        "event": event,
        "of_world": _of_world(event),
        "since": findings.stopped_since(),
        "place": place,
        "source": findings.case.sources[event.source],
        "by": BY[findings.best_basis],
        "last": findings.last,
    }


def _of_world(event: Event) -> str:
    """Say what part of the world's supply an event takes, where its source says."""
    if event.share_low is None or event.share_high is None:
        return ""
    return f", {percent_range([event.share_low, event.share_high])} of the world's supply"


def world(writer: Writer) -> dict[str, Any] | None:
    """Who produces the world's supply."""
    findings = writer.findings
    year = findings.producer_year
    if year is None:
        return None
    block = findings.blocks["heading"][year]
    known = [row for row in block["producers"] if row["share"]]
    if not known:
        return None
    total = block["world_production_t"]
    bars = [{"name": r["name"], "share": r["share"], "words": percent(r["share"])} for r in known]
    table = producers(findings.case, year)
    ids = {producer.country: producer.figure for producer in table.producers}
    total_id = next(f for f in table.figures if f not in ids.values())
    rows = [
        {
            "name": row["name"],
            "tonnes": f"{row['tonnes']:,.0f}",
            "share": writer.ledger.cite(
                precise(row["share"]),
                f"Production of {writer.name(row['country'])} ÷ the printed world total, {year}",
                [ids[row["country"]], total_id],
            ),
        }
        for row in known
    ]
    return {
        "chart": share_bars(bars, title=f"share of world production, {year}"),
        "rows": rows,
        "year": year,
        "total": f"{total:,.0f}",
        "source": findings.case.sources[findings.case.figures[total_id].source],
    }
