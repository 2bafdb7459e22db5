"""What suppliers may make in years to come, and whether the importer can do without them."""

from collections.abc import Callable
from typing import Any

from outlast.charts import output_to_come
from outlast.errors import InvalidInput
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.leverage_cells import UNKNOWN
from outlast.report.wording import percent, the
from outlast.results import Result

YEARS = 12
DRAWS = 1000
SEED = 1


def run_outlook(findings: Findings, progress: Callable[[str], None]) -> Result | None:
    """Look ahead over the years of the case's plan; None where there is none, or no output."""
    asked = findings.case.header.plan
    if asked is None or findings.importer != asked.importer:
        return None
    from outlast.engines.plan.outlook import outlook  # noqa: PLC0415 - where it is asked

    progress("output of suppliers in years to come")
    first = findings.last + 1
    try:
        return outlook(findings.case, first, first + YEARS - 1, importer=asked.importer,
                       draws=DRAWS, seed=SEED)  # fmt: skip
    except InvalidInput:
        return None


def outlook(writer: Writer, result: Result | None) -> dict[str, Any] | None:
    """Gather the section; None where nothing was asked or is known."""
    if result is None or not result.result["suppliers"]:
        return None
    told = result.result
    return {
        "who": the(told["importer_name"]),
        **{name: told[name] for name in ("base_year", "first", "last", "unit")},
        "test": _test(writer, result),
        "chart": output_to_come(result),
        "rows": [_row(writer, one) for one in told["suppliers"]],
        "assumptions": told["assumptions"],
        "open": [f"{unknown.path}: {unknown.reason}" for unknown in result.unknown],
        "notes": list(result.warnings),
    }  # fmt: skip


def _test(writer: Writer, result: Result) -> dict[str, Any] | None:
    """Write whether the importer makes as much as it uses within a decade, each number cited."""
    told = result.result
    test = told["net_exporter"]
    if test is None:
        return None
    share = next(row["share"] for row in test["years"] if row["year"] == test["by"])
    how = f"output of {told['importer_name']} by its use in {test['by']}, {test['draws']:,} draws"
    rows = [one for one in result.figures if writer.ledger.knows(one)]
    return {
        "by": test["by"],
        **{q: writer.ledger.cite(percent(share[q]), how, rows) for q in ("p5", "p50", "p95")},
        "times": round(test["chance"] * test["draws"]),
        "draws": f"{test['draws']:,}",
    }  # fmt: skip


def _row(writer: Writer, one: dict[str, Any]) -> dict[str, Any]:
    """Write a supplier's first and last year, low to high, with the figures behind them."""
    rows = [name for name in one["figures"] if writer.ledger.knows(name)]
    cells = []
    for year in (one["years"][0], one["years"][-1]):
        how = f"output of {one['name']} in {year['year']}: point, and low to high"
        point = "unknown" if year["point"] is None else f"{year['point']:,.0f}"
        words = f"{point} ({year['low']:,.0f} to {year['high']:,.0f})"
        cells.append(writer.ledger.cite(words, how, rows))
    lasts = one["years_left"]
    return {"name": one["name"], "cells": cells,
            "lasts": UNKNOWN if lasts is None else f"{lasts:,.0f}"}  # fmt: skip
