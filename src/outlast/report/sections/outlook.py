"""What suppliers may make in years to come, and whether the importer can do without them."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from outlast.charts import output_to_come
from outlast.errors import InvalidInput
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.leverage_cells import UNKNOWN
from outlast.report.wording import percent, the
from outlast.results import Result

YEARS = 11
AHEAD = 3
"""Years after the last of trade in which output may be printed."""
DRAWS = 1000
SEED = 1


def run_outlook(findings: Findings, progress: Callable[[str], None]) -> Result | None:
    """Look ahead over the years of the case's plan; None where there is none, or no output."""
    asked = findings.case.header.plan
    if asked is None or findings.importer != asked.importer:
        return None
    from outlast.engines.plan.outlook import outlook  # noqa: PLC0415 - where it is asked

    progress("output of suppliers in years to come")
    years = range(findings.last, findings.last + AHEAD)
    printed = [year for year in years if findings.case.subjects("production", year)]
    first = 1 + max(printed, default=findings.last)
    try:
        return outlook(findings.case, first, first + YEARS - 1, importer=asked.importer,
                       draws=DRAWS, seed=SEED)  # fmt: skip
    except InvalidInput:
        return None


def outlook(writer: Writer, result: Result | None) -> dict[str, Any] | None:
    """Gather the section; None where nothing was asked, or own output and use are unknown."""
    if result is None or result.result["net_exporter"] is None:
        return None
    told = result.result
    return {
        "who": the(told["importer_name"]),
        **{name: told[name] for name in ("base_year", "first", "last", "unit")},
        "test": _test(writer, result),
        "chart": output_to_come(result),
        "rows": [_row(writer, one) for one in told["suppliers"]],
        "assumptions": told["assumptions"],
        "open": [_open(writer, path, reason) for path, reason in result.unknown],
        "notes": list(result.warnings),
    }  # fmt: skip


def _open(writer: Writer, path: str, reason: str) -> str:
    """Write what is unknown with the name of the supplier."""
    kind, _, rest = path.partition(".")
    if kind != "suppliers":
        return f"{path}: {reason}"
    return f"{writer.findings.case.countries.name(rest.partition('.')[0])}: {reason}"


def _test(writer: Writer, result: Result) -> dict[str, Any]:
    """Write whether the importer makes as much as it uses within a decade, each number cited."""
    told = result.result
    test = told["net_exporter"]
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
        words = Markup("{} ({:,.0f} to {:,.0f})")
        cited = writer.ledger.cite(point, how, rows)
        cells.append(words.format(cited, year["low"], year["high"]))
    lasts = one["years_left"]
    return {"name": one["name"], "cells": cells,
            "lasts": UNKNOWN if lasts is None else f"{lasts:,.0f}"}  # fmt: skip
