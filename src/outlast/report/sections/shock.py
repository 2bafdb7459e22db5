"""What happens if suppliers stop: by scenario and year, and one scenario month by month."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from outlast.case import Case
from outlast.charts import fan, sector_months, share_bars
from outlast.engines.shock import shock
from outlast.engines.shock.backtest import backtest
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.wording import capital, listed, percent
from outlast.results import Result

DRAWS = 256
"""Futures a run; enough for whole per cents, few enough for the page to be written at once."""
SEED = 1


def run_shocks(
    findings: Findings, progress: Callable[[str], None]
) -> Mapping[tuple[str, int], Result]:
    """Run every scenario of the case on every year that the brief shows."""
    case = findings.case
    years = [year for year in case.header.shock_years if _imports(findings, year)]
    if not case.priors or case.countries.bloc(findings.importer):
        return {}
    runs = {}
    for name in case.scenarios:
        for year in years:
            progress(f"{name}, {year}: {DRAWS} futures")
            runs[name, year] = shock(case, name, findings.importer, year, draws=DRAWS, seed=SEED)
    return runs


def _imports(findings: Findings, year: int) -> bool:
    return bool(findings.blocks["material"][year]["suppliers"])


def shocks(writer: Writer, runs: Mapping[tuple[str, int], Result]) -> dict[str, Any] | None:
    """Gather the table by scenario and year, and the spotlight scenario in full."""
    if not runs:
        return None
    case = writer.findings.case
    years = sorted({year for _, year in runs})
    rows = [
        {
            "title": case.scenarios[name].title,
            "cells": [_cell(writer, runs[name, year]) for year in years],
        }
        for name in case.scenarios
    ]
    shown = spotlight(writer.findings, runs)
    return {
        "years": years,
        "rows": rows,
        "order": _order(case, years, runs) if len(years) > 1 else [],
        "draws": DRAWS,
        "shown": _in_full(writer, shown) if shown else None,
        "back": _back(writer),
    }


def spotlight(findings: Findings, runs: Mapping[tuple[str, int], Result]) -> Result | None:
    """Pick the run of the spotlight scenario on the last year."""
    name = findings.case.header.spotlight_scenario
    years = [year for scenario, year in runs if scenario == name]
    return runs[name, max(years)] if name and years else None


def missed(writer: Writer, result: Result) -> Markup:
    """Cite the share of a year's use that is missed, with its band."""
    found = result.result["unmet_share_12m"]
    words = (
        f"{percent(found['p50'])} (5–95\u202f%: {percent(found['p5'])} to {percent(found['p95'])})"
    )
    return writer.ledger.cite(words, _how(result), _grounds(result))


def _how(result: Result) -> str:
    found = result.result
    return (
        f"{found['scenario_title']}, flows of {found['year']}: 1 − use ÷ normal use of "
        f"{found['target_name']} over the 12 months after it begins; {found['draws']} draws of "
        f"every prior, seed {result.run['seed']}"
    )


def _grounds(result: Result) -> list[str]:
    """Figures and priors of a run; its thousand flows are one table, named in `how`."""
    return [figure for figure in result.figures if not figure.startswith("trade:")]


def _cell(writer: Writer, result: Result) -> dict[str, Any]:
    found = result.result["unmet_share_12m"]
    forms = [row["unmet_share_12m"]["p50"] for row in result.result["forms"]]
    return {
        "missed": writer.ledger.cite(percent(found["p50"]), _how(result), _grounds(result)),
        "band": _span(found["p5"], found["p95"]),
        "forms": _span(min(forms), max(forms)),
    }


def _span(low: float, high: float) -> str:
    """Write a span of shares in whole per cents, short enough for a table."""
    return f"{100 * low:.0f}–{100 * high:.0f}\u202f%"


def _order(case: Case, years: Sequence[int], runs: Mapping[tuple[str, int], Result]) -> list[str]:
    """Say for which scenarios the missed share falls over the years in every form."""
    falling: list[str] = []
    others: list[str] = []
    for name, scenario in case.scenarios.items():
        forms = [
            [runs[name, year].result["forms"][i]["unmet_share_12m"]["p50"] for year in years]
            for i in range(len(runs[name, years[0]].result["forms"]))
        ]
        falls = all(middle == sorted(middle, reverse=True) for middle in forms)
        (falling if falls else others).append(f"“{scenario.title}”")
    lines = []
    if falling:
        lines.append(f"Falls from each year to the next in every form: {listed(falling)}.")
    if others:
        lines.append(f"Does not fall throughout, or not in every form: {listed(others)}.")
    return lines


def _in_full(writer: Writer, result: Result) -> dict[str, Any]:
    found = result.result
    lasts = found["endurance_weeks"]
    others = [row for row in found["others"] if row["country"] != "ROW"][:10]
    bars = [
        {
            "name": writer.findings.case.countries.name(row["country"]),
            "share": row["unmet_share_12m"]["p50"],
            "words": percent(row["unmet_share_12m"]["p50"]),
        }
        for row in sorted(
            [*others, {"country": found["target"], "unmet_share_12m": found["unmet_share_12m"]}],
            key=lambda row: -row["unmet_share_12m"]["p50"],
        )
    ]
    drivers = [row for row in found["drivers"] if row["rank_correlation"] is not None][:4]
    return {
        "title": found["scenario_title"],
        "year": found["year"],
        "missed": missed(writer, result),
        "m3": percent(found["short_probability"]["m3"]),
        "m12": percent(found["short_probability"]["m12"]),
        "lasts": _lasts(lasts),
        "by_stock": [
            {"opening": f"{row['opening_months']:g}", "lasts": _lasts(row)}
            for row in found["endurance_by_stock"]
        ],
        "drivers": [
            f"{row['assumption'].replace('_', ' ')} ({row['rank_correlation']:+.2f})"
            for row in drivers
        ],
        "fan": fan(found["fill"], title="part of normal use that is met", share=True),
        "sectors": sector_months(found["sectors"]),
        "stock": fan(found["stock_months"], title="stock, months of normal use", share=False),
        "price": fan(found["price_spot"], title="spot price, normal = 1", share=False, baseline=1),
        "delivered": fan(
            found["price_delivered"], title="delivered price, normal = 1", share=False, baseline=1
        ),
        "others": share_bars(
            bars, title="share of a year's use missed", marked=found["target_name"]
        ),
    }


def _lasts(row: Mapping[str, Any]) -> str:
    """Say an endurance with its band and the share of futures in which it never ends."""
    if row["never_share"] == 1:
        return "throughout, in every future"
    words = ["for good" if row[q] is None else f"{row[q]:.0f}" for q in ("p5", "p50", "p95")]
    middle = words[1] if row["p50"] is None else f"{words[1]} weeks"
    never = percent(row["never_share"])
    return f"{middle} (5–95\u202f%: {words[0]} to {words[2]}; never ends: {never})"


def _whose(case: Case, block: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Say of whom a row's series is."""
    return "world" if row["where"] == "world" else case.countries.name(block["target"])


def _back(writer: Writer) -> dict[str, Any] | None:
    """Run the episodes of the case, and set bands beside outcomes."""
    case = writer.findings.case
    if not case.episodes:
        return None
    result = backtest(case, draws=DRAWS, seed=SEED)
    rows = [
        {
            "episode": block["title"],
            "variable": f"{row['variable'].replace('_', ' ')} ({_whose(case, block, row)})",
            "observed": f"{row['observed'][0]:g} to {row['observed'][1]:g}",
            "band": writer.ledger.cite(
                f"{row['p50']:.2f} ({row['p5']:.2f} to {row['p95']:.2f})",
                f"Back-test {block['title']}: {row['variable'].replace('_', ' ')}; {DRAWS} draws",
                _grounds(result),
            ),
            "hit": "yes" if row["hit"] else "no, band only" if row["covered"] else "no",
            "same": f"{row['naive_same']:.2f}",
            "proportional": f"{row['naive_proportional']:.2f}",
            "source": case.sources[row["source"]],
        }
        for block in result.result["episodes"]
        for row in block["rows"]
    ]
    return {
        "rows": rows,
        "statement": capital(result.result["statement"]),
        "checksum": result.result["priors_sha256"][:16],
    }
