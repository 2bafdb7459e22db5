"""``outlast exposure``: who supplies an importer, and who together can cut it off."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.exposure_tables import (
    show_chain,
    show_history,
    show_indices,
    show_ladder,
    show_plants,
    show_reach,
    show_stopping,
    show_transit,
)
from outlast.cli.options import (
    AsJson,
    CaseName,
    Importer,
    Output,
    Quiet,
    console,
    deliver,
    parse_years,
    talk,
)
from outlast.errors import LimitReached, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.case import Case
    from outlast.results import Result

_BASIS_HELP = (
    "heading (the HS code as it stands, by value), material (by value) or mass (tonnes, "
    "unknown in years without weights)."
)


def exposure(
    case: CaseName,
    *,
    importer: Importer = None,
    year: Annotated[
        int | None, typer.Option(help="Year of the trade. (default: the last)")
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="Y:Y", help="Several years, such as 2002:2024.")
    ] = None,
    basis: Annotated[str, typer.Option(help=_BASIS_HELP)] = "material",
    cut: Annotated[float, typer.Option(help="Part of supply a coalition must stop.")] = 0.5,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="L,L",
            help="Layers through which powers may act together, such as direct,offtake. "
            "(default: direct,ownership,offtake,transit)",
        ),
    ] = None,
    power: Annotated[
        str | None, typer.Option(help="Whose ladder of control to show. (default: the case's)")
    ] = None,
    producers: Annotated[
        bool, typer.Option(help="Show the world's producers, largest plants and firms too.")
    ] = False,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Who supplies an importer, how concentrated that is, and who together can cut it off."""
    if year is not None and years is not None:
        raise UsageError("--year and --years are both given, expected one of them")
    from outlast.case import load  # noqa: PLC0415 - start-up time
    from outlast.engines import exposure as engine  # noqa: PLC0415

    opened = load(case)
    result = engine.exposure(
        opened, importer, year, years=parse_years(years) if years else None, basis=basis, cut=cut,
        layers=None if layers is None else [word.strip() for word in layers.split(",")],
    )  # fmt: skip
    asked = _ladder_of(opened, result, power)
    if not deliver(result, output, as_json=as_json, quiet=quiet):
        _show(result, asked, producers=producers)
        if not quiet and opened.flows and not opened.header.trade.mixed:
            talk(f"Next: outlast brief {case} --importer {result.inputs['importer']}")
    blocks = result.result.get("years", [result.result])
    if any(block["coalitions_complete"] is False for block in blocks):
        raise LimitReached(
            "not every minimal coalition is listed: the smallest are; another --cut may have fewer"
        )


def _ladder_of(opened: "Case", result: "Result", power: str | None) -> str:
    """Code of the power whose ladder is shown."""
    if power is not None:
        return opened.countries.find(power)
    others = [code for code in opened.header.powers if code != result.inputs["importer"]]
    return others[0] if others else ""


def _show(result: "Result", power: str, *, producers: bool) -> None:
    screen = console()
    if "years" in result.result:
        _show_years(screen, result)
        show_history(screen, result.result, power)
    else:
        _show_year(screen, result.result)
        show_reach(screen, result.result, power)
        show_ladder(screen, result.result, power)
        show_stopping(screen, result.result)
        show_transit(screen, result.result)
        show_chain(screen, result.result)
        show_indices(screen, result.result)
        if producers or (result.result["suppliers"] is None and result.result["producers"]):
            _show_producers(screen, result.result)
        if producers:
            show_plants(screen, result.result, power)
    for warning in result.warnings:
        screen.print(f"Note: {warning}", style="dim")
    for unknown in result.unknown[:8]:
        screen.print(f"Unknown {unknown.path}: {unknown.reason}", style="dim")
    if len(result.unknown) > 8:
        screen.print(
            f"… and {len(result.unknown) - 8} more unknown; --json lists them", style="dim"
        )


def _show_year(screen: "Console", block: Mapping[str, Any]) -> None:
    from rich.table import Table  # noqa: PLC0415

    name, year, basis = block["importer_name"], block["year"], block["basis"]
    table = Table(title=f"Suppliers of {name}, {year}, basis {basis}", title_justify="left")
    table.add_column("Supplier")
    table.add_column("Share", justify="right")
    table.add_column(block["unit"], justify="right")
    for row in block["suppliers"] or ():
        table.add_row(row["name"], f"{row['share']:.1%}", f"{row['amount']:,.0f}")
    if block["suppliers"] is None:
        table.add_row("unknown", "unknown", "unknown")
    screen.print(table)
    screen.print(f"Concentration (HHI, 0 to 1): {_number(block['hhi'])}")
    reliance = block["net_import_reliance"]
    screen.print(f"Net import reliance: {'unknown' if reliance is None else f'{reliance:.1%}'}")
    found = block["coalitions"]
    words = "unknown" if found is None else "; ".join(
        f"{' + '.join(c['members'])} ({c['share']:.0%})" for c in found[:6]
    )  # fmt: skip
    more = f"; and {len(found) - 6} more" if found and len(found) > 6 else ""
    screen.print(f"Minimal coalitions that can cut {block['cut']:.0%}: {words}{more}")
    if block["dropped"]:
        part = sum(row["effect"] for row in block["dropped"])
        screen.print(
            f"Left out as other goods: {len(block['dropped'])} flows, {part:.1%} of the heading"
        )


def _show_years(screen: "Console", result: "Result") -> None:
    from rich.table import Table  # noqa: PLC0415

    values = result.result
    table = Table(title=f"Suppliers of {values['importer']}, basis {values['basis']}",
                  title_justify="left")  # fmt: skip
    for heading in ("Year", "HHI", "Reliance"):
        table.add_column(heading, justify="right")
    table.add_column("Largest suppliers")
    for block in values["years"]:
        rows = block["suppliers"]
        words = "unknown" if rows is None else ", ".join(
            f"{row['country']} {row['share']:.1%}" for row in rows[:4]
        )  # fmt: skip
        reliance = block["net_import_reliance"]
        table.add_row(str(block["year"]), _number(block["hhi"]),
                      "unknown" if reliance is None else f"{reliance:.1%}", words)  # fmt: skip
    screen.print(table)


def _show_producers(screen: "Console", block: Mapping[str, Any]) -> None:
    from rich.table import Table  # noqa: PLC0415

    table = Table(title=f"World producers, {block['year']}", title_justify="left")
    table.add_column("Producer")
    table.add_column("Share", justify="right")
    table.add_column("t", justify="right")
    for row in block["producers"]:
        share = "unknown" if row["share"] is None else f"{row['share']:.1%}"
        tonnes = "unknown" if row["tonnes"] is None else f"{row['tonnes']:,.0f}"
        table.add_row(row["name"], share, tonnes)
    screen.print(table)


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"
