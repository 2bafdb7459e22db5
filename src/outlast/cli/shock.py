"""``outlast shock``: how short an importer goes, and for how long it lasts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.options import AsJson, CaseName, Output, Quiet, console, deliver, talk, working

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.results import Result


def shock(
    case: CaseName,
    *,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            help="A scenario of the case, or a YAML file. "
            "(default: the case's spotlight_scenario, else its first by name)",
        ),
    ] = None,
    target: Annotated[
        str | None, typer.Option("--target", "-t", help="Importer. (default: the case's)")
    ] = None,
    year: Annotated[int | None, typer.Option(help="Baseline year. (default: the last)")] = None,
    months: Annotated[int, typer.Option(help="Length of the run.")] = 36,
    draws: Annotated[int, typer.Option("--draws", "-n", help="Number of futures.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """How short an importer goes when suppliers stop, and for how long it lasts."""
    with working("Starting …", quiet=quiet) as say:
        from outlast.engines import shock as engine  # noqa: PLC0415 - start-up time

        if not engine.is_compiled():
            talk("Compiling the market model, once on this machine: about a minute …", quiet=quiet)
        result = engine.shock(
            case, scenario, target, year, months=months, draws=draws, seed=seed, progress=say
        )
    if not deliver(result, output, as_json=as_json, quiet=quiet):
        _show(console(), result)
        for note in result.warnings:
            talk(f"Note: {note}", quiet=quiet)


def _show(screen: "Console", result: "Result") -> None:
    from rich.table import Table  # noqa: PLC0415

    found = result.result
    unmet = found["unmet_share_12m"]
    screen.print(
        f"{found['scenario_title']}: {found['target_name']}, "
        f"flows of {found['year']}, {found['draws']:,} futures",
        style="bold",
    )
    screen.print(
        f"In the 12 months after it begins {found['target_name']} misses {_percent(unmet['p50'])} "
        f"of its normal use (5-95 %: {_percent(unmet['p5'])} to {_percent(unmet['p95'])}; "
        f"model forms: {_forms(found['forms'])})."
    )
    chance = found["short_probability"]
    soon = _percent(chance["m3"])
    screen.print(
        f"A critical sector is short within 3 months in {soon} of the "
        f"futures, within 12 in {_percent(chance['m12'])}."
    )
    lasts = found["endurance_weeks"]
    screen.print(f"With everything given to critical sectors first it lasts {_weeks(lasts)}.")
    screen.print(f"What explains most of the spread: {_drivers(found['drivers'])}.")
    table = Table(title="Lowest fill of each sector (* critical)", title_justify="left")
    for heading in ("Sector", "5 %", "50 %", "95 %"):
        table.add_column(heading, justify="left" if heading == "Sector" else "right")
    for row in found["sectors"]:
        name = row["sector"] + (" *" if row["critical"] else "")
        table.add_row(name, *(_percent(row["min_fill"][q]) for q in ("p5", "p50", "p95")))
    screen.print(table)
    others = [row for row in found["others"] if (row["unmet_share_12m"]["p50"] or 0) > 0.005][:6]
    if others:
        words = ", ".join(
            f"{row['country']} {_percent(row['unmet_share_12m']['p50'])}" for row in others
        )
        screen.print(f"Who else goes short: {words}")


def _percent(share: float | None) -> str:
    return "never" if share is None else f"{100 * share:.1f} %"


def _forms(forms: list[Mapping[str, Any]]) -> str:
    return ", ".join(f"{row['name']} {_percent(row['unmet_share_12m']['p50'])}" for row in forms)


def _weeks(lasts: Mapping[str, Any]) -> str:
    """Say the endurance with its share of never."""
    middle = "for good" if lasts["p50"] is None else f"{lasts['p50']:.0f} weeks"
    low = "for good" if lasts["p5"] is None else f"{lasts['p5']:.0f}"
    high = "for good" if lasts["p95"] is None else f"{lasts['p95']:.0f}"
    return f"{middle} (5-95 %: {low} to {high}; for good in {_percent(lasts['never_share'])})"


def _drivers(rows: list[Mapping[str, Any]]) -> str:
    known = [row for row in rows if row["rank_correlation"] is not None][:3]
    return ", ".join(f"{row['assumption']} ({row['rank_correlation']:+.2f})" for row in known)
