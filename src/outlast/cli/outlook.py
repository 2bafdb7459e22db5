"""``outlast outlook``: what suppliers may make by year, and whether one can do without them."""

from typing import TYPE_CHECKING, Annotated

import typer

from outlast.cli.options import (
    AsJson,
    CaseName,
    Output,
    Quiet,
    console,
    deliver,
    parse_years,
    working,
)

if TYPE_CHECKING:
    from rich.table import Table

    from outlast.results import Result


def outlook(
    case: CaseName,
    *,
    importer: Annotated[
        str | None,
        typer.Option("--for", help="Whose own supply; the case's importer if not given."),
    ] = None,
    years: Annotated[str, typer.Option(help="First and last year.")] = "2026:2036",
    draws: Annotated[int, typer.Option("--draws", "-n", help="Number of futures.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """What suppliers may make by year, and whether a country can do without them."""
    span = parse_years(years)
    with working("Starting …", quiet=quiet):
        from outlast.case import load  # noqa: PLC0415 - start-up time
        from outlast.engines.plan.outlook import outlook as engine  # noqa: PLC0415

        result = engine(load(case), span[0], span[-1], importer=importer, draws=draws, seed=seed)
    if deliver(result, output, as_json=as_json, quiet=quiet):
        return
    screen = console()
    first, *more = _words(result)
    screen.print(f"{first}\n", style="bold")
    screen.print(_suppliers(result))
    for words in more:
        screen.print(f"\n{words[:1].upper()}{words[1:]}")
    screen.print()
    for path, reason in result.unknown:
        screen.print(f"Unknown: {path}: {reason}", style="dim")


def _words(result: "Result") -> list[str]:
    """List what is said, the answer on net exports first; warnings last."""
    told = result.result
    suppliers, *more = told["reading"] or [f"No output to come of {told['importer_name']}"]
    return [*more[:1], suppliers, *more[1:], *result.warnings] if more else [
        suppliers, *result.warnings]  # fmt: skip


def _suppliers(result: "Result") -> "Table":
    """Lay out low, point and high of the first, the middle and the last year."""
    from rich.table import Table  # noqa: PLC0415

    told = result.result
    shown = sorted({told["first"], (told["first"] + told["last"]) // 2, told["last"]})
    table = Table(title="Output, t a year: point (low to high)", title_justify="left")
    table.add_column("Supplier")
    for year in shown:
        table.add_column(str(year), justify="right", no_wrap=True)
    for one in told["suppliers"]:
        cells = []
        for row in one["years"]:
            if row["year"] in shown:
                point = "unknown" if row["point"] is None else f"{row['point']:,.0f}"
                cells.append(f"{point}\n({row['low']:,.0f} to {row['high']:,.0f})")
        table.add_row(one["name"], *cells)
    return table
