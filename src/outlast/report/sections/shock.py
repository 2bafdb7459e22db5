"""What happens if suppliers stop: by scenario and year, and one scenario month by month."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from outlast.case import Case
from outlast.case.measures import ExportBan, Scenario, Truce
from outlast.charts import fan, sector_months, share_bars
from outlast.engines.shock import COMPILING, is_compiled, names, shock
from outlast.periods import Period
from outlast.report.findings import Findings
from outlast.report.headline import Writer
from outlast.report.sections.losses import losses
from outlast.report.sections.scorecard import scorecard
from outlast.report.sections.stops import (
    cited,
    drivers,
    lasts,
    missed,
    short_beside,
    span,
    titled,
)
from outlast.report.wording import capital, percent
from outlast.results import Result

DRAWS = 256
"""Futures a run; enough for whole per cents, few enough for the page to be written at once."""
SEED = 1
SHORTEST, BEYOND, LONGEST = 18, 12, 600
"""Months that a chart shows at least, beyond the end of a stop, and at most."""
REST_OF_WORLD = capital(names.REST_WORDS)


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
            progress(f"{name}, {year}: {DRAWS} futures" if is_compiled() else COMPILING)
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
            "title": names.title(case.scenarios[name].title, writer.importer),
            "falls": len(years) > 1 and _falls([runs[name, year] for year in years]),
            "cells": [_cell(writer, runs[name, year]) for year in years],
        }
        for name in case.scenarios
    ]
    shown = spotlight(writer.findings, runs)
    return {
        "years": years,
        "rows": rows,
        "draws": DRAWS,
        "shown": _in_full(writer, shown) if shown else None,
        "beside": [
            _in_short(writer, runs[name, years[-1]])
            for name in case.scenarios
            if name != case.header.spotlight_scenario and _by_powers(case.scenarios[name])
        ],
        "back": scorecard(writer, draws=DRAWS, seed=SEED),
    }


def spotlight(findings: Findings, runs: Mapping[tuple[str, int], Result]) -> Result | None:
    """Pick the run of the spotlight scenario on the last year."""
    name = findings.case.header.spotlight_scenario
    years = [year for scenario, year in runs if scenario == name]
    return runs[name, max(years)] if name and years else None


def _cell(writer: Writer, result: Result) -> dict[str, Any]:
    found = result.result["unmet_share_12m"]
    forms = [row["unmet_share_12m"]["p50"] for row in result.result["forms"]]
    return {
        "missed": cited(writer, result, percent(found["p50"])),
        "band": span(found["p5"], found["p95"]),
        "forms": span(min(forms), max(forms)),
    }


def _falls(results: Sequence[Result]) -> bool:
    """Whether the missed share falls from each year to the next in every form of the model."""
    by_form = zip(*(result.result["forms"] for result in results), strict=True)
    middles = [[row["unmet_share_12m"]["p50"] for row in rows] for rows in by_form]
    return all(middle == sorted(middle, reverse=True) for middle in middles)


def _by_powers(scenario: Scenario) -> bool:
    """Whether named powers stop what they are known to reach: the question of a blockade."""
    return any(
        isinstance(measure, ExportBan) and measure.powers and not measure.lanes
        for measure in scenario.measures
    )


def _in_short(writer: Writer, result: Result) -> dict[str, Any]:
    """Say a run in three sentences."""
    case = writer.findings.case
    return {
        "title": titled(writer, result),
        "year": result.result["year"],
        "missed": missed(writer, result),
        "drivers": drivers(case, result),
        "others": short_beside(case, result),
    }


def _in_full(writer: Writer, result: Result) -> dict[str, Any]:
    found, case = result.result, writer.findings.case
    bars = _bars(writer, result)
    return {
        "title": titled(writer, result),
        "year": found["year"],
        "missed": missed(writer, result),
        "m3": percent(found["short_probability"]["m3"]),
        "m12": percent(found["short_probability"]["m12"]),
        "lasts": lasts(found["endurance_weeks"]),
        "by_stock": [
            {"opening": f"{row['opening_months']:g}", "lasts": lasts(row)}
            for row in found["endurance_by_stock"]
        ],
        "drivers": drivers(case, result),
        **_charts(case, result),
        "loss": losses(writer, result),
        "alone": len([row for row in bars if row["name"] != REST_OF_WORLD]),
        "others": share_bars(
            bars, title="share of a year's use missed", marked=found["target_name"]
        ),
    }


def _charts(case: Case, result: Result) -> dict[str, Any]:
    """Draw the spotlight month by month, as long as something moves."""
    found = result.result
    first = found["onset_month"]
    last = first + _length(case.scenarios[found["scenario"]], found["year"], first)

    def band(
        series: str, title: str, *, share: bool = False, baseline: float | None = None
    ) -> Any:  # noqa: ANN401
        rows = [row | {"month": row["month"] - first + 1} for row in found[series][first:last]]
        return fan(rows, title=title, share=share, baseline=baseline)

    sectors = [
        {"name": case.sectors[row["sector"]].name, "critical": row["critical"],
         "fill": row["fill_p50"][first:last]}
        for row in found["sectors"]
    ]  # fmt: skip
    return {
        "fan": band("fill", "part of normal use that is met", share=True),
        "sectors": sector_months(sectors),
        "stock": band("stock_months", "stock, months of normal use"),
        "price": band("price_spot", "spot price, normal = 1", baseline=1),
        "delivered": band("price_delivered", "delivered price, normal = 1", baseline=1),
    }


def _length(scenario: Scenario, year: int, onset: int) -> int:
    """Months worth showing: a year beyond the last end; all where nothing ends."""
    ends = [
        int(date[1:]) if date.startswith("+") else Period.parse(date).first - 12 * year
        for measure in scenario.measures
        if (date := measure.start if isinstance(measure, Truce) else measure.end)
    ]
    return max(SHORTEST, max(ends) - onset + BEYOND) if ends else LONGEST


def _bars(writer: Writer, result: Result) -> list[dict[str, Any]]:
    """List the importer and everybody else by the median share that they miss."""
    case, found = writer.findings.case, result.result
    own = {"country": found["target"], "unmet_share_12m": found["unmet_share_12m"]}
    rows = sorted([own, *found["others"]], key=lambda row: -row["unmet_share_12m"]["p50"])
    return [
        {
            "name": capital(names.country(case, row["country"])),
            "share": row["unmet_share_12m"]["p50"],
            "words": percent(row["unmet_share_12m"]["p50"]),
        }
        for row in rows
    ]
