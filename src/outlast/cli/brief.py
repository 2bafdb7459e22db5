"""``outlast brief``: the headline on screen, the brief as one HTML file."""

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.options import (
    AsJson,
    CaseName,
    Importer,
    Output,
    Quiet,
    console,
    talk_of_compiling,
    working,
)
from outlast.errors import UsageError

if TYPE_CHECKING:
    from outlast.report import Brief


def brief(
    case: CaseName,
    *,
    importer: Importer = None,
    shocks: Annotated[bool, typer.Option(help="Run the case's scenarios too.")] = True,
    claims: Annotated[bool, typer.Option(help="Check the case's claims too.")] = True,
    output: Output = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write the brief of an importer: a headline, a table and one HTML file."""
    if output and output.suffix != ".html":
        raise UsageError(f"file is {output.name!r}, expected a name ending in .html")
    with working("Reading the case and writing the brief …", quiet=quiet) as say:
        from outlast.report import brief as write  # noqa: PLC0415 - start-up time

        if shocks:
            talk_of_compiling(quiet=quiet)
        page = write(case, importer, shocks=shocks, claims=claims, progress=say)
        target = output or Path(f"{page.findings.case.name}-{page.findings.importer}-brief.html")
        page.save(target)
    if as_json:
        print(json.dumps(_envelope(page, target), ensure_ascii=False, indent=1))  # noqa: T201
        return
    _show(page, quiet=quiet)
    print(target.resolve())  # noqa: T201


def _show(page: "Brief", *, quiet: bool) -> None:
    from rich.table import Table  # noqa: PLC0415

    screen = console()
    if not quiet:
        screen.print(page.title, style="bold")
    for words in (page.headline, "" if quiet else page.standfirst):
        for line in _wrapped(words, screen.width):
            screen.print(line, soft_wrap=True)
    if quiet or not page.table:
        return
    findings = page.findings
    table = Table(title=f"Suppliers of {page.importer}: share of imports", title_justify="left")
    table.add_column("Supplier")
    first, last = findings.known_years[0], findings.last
    for heading in (
        f"{first}\nmaterial",
        f"{last}\nheading",
        f"{last}\nmaterial",
        f"{last}\nby weight",
    ):
        table.add_column(heading, justify="right")
    for row in page.table:
        cells = [row[key] or "unknown" for key in ("name", "then", "heading", "material", "mass")]
        table.add_row(*cells)
    screen.print(table)
    source = findings.case.sources[findings.case.header.trade.source]
    words = f"Source: {source.publisher}, {source.title}. The brief has every source."
    screen.print(words, style="dim")


def _wrapped(words: str, width: int) -> list[str]:
    """Wrap a sentence, a number and its per cent sign on the same line."""
    kept = words.replace(" %", "\u00a0%")
    lines = textwrap.wrap(kept, min(width, 100), initial_indent="  ", subsequent_indent="  ")
    return [line.replace("\u00a0", " ") for line in lines]


def _envelope(page: "Brief", target: Path) -> dict[str, Any]:
    """JSON of the brief: its words, table and path."""
    findings = page.findings
    return {
        "schema": "outlast.brief/1",
        "inputs": {"case": findings.case.name, "importer": findings.importer},
        "result": {
            "title": page.title,
            "headline": page.headline,
            "standfirst": page.standfirst,
            "suppliers": page.table,
            "path": str(target),
        },
        "unknown": [{"path": f"{u.what}, {u.when}", "reason": u.reason} for u in findings.unknown],
        "warnings": [],
        "figures": page.figures,
        "run": {"seed": None, "version": page.version, "case_sha256": findings.case.sha256},
    }
