"""``outlast check``: which printed figures hold, and which cannot all be true."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outlast.cli.options import AsJson, Output, Quiet, console, deliver, talk, working
from outlast.errors import LimitReached, UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.case import Case
    from outlast.case.schema import Claim
    from outlast.results import Result

COLOURS = {
    "supported": "green", "contradicted": "red", "disputed": "yellow", "untestable": "dim",
    "scale_suspected": "magenta", "true_elsewhere": "cyan",
}  # fmt: skip
SHOWN, LARGEST = 12, 6
"""Conflicts printed on a terminal, and claims in one; the others stand in the JSON."""
FOUND_CONTRADICTIONS = 1


def check(
    what: Annotated[
        str,
        typer.Argument(metavar="CASE|FILE.csv", help="A case, or a file of claims."),
    ],
    *,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            "--claim", help='"CHN imports from USA 2022 = 1.2 million m3" or a sentence.'
        ),
    ] = None,
    text: Annotated[
        Path | None, typer.Option("--text", help="An article to read claims from.")
    ] = None,
    case: Annotated[
        str | None, typer.Option("--case", help="The case that judges a file of claims.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="Time for the search for conflicts.")] = 20.0,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if anything is contradicted.")
    ] = False,
    as_json: AsJson = False,
    output: Output = None,
    quiet: Quiet = False,
) -> None:
    """Which printed figures hold, which cannot all be true, and what decides it."""
    if not 0 < seconds <= 86_400:
        raise UsageError(f"--seconds is {seconds:g}, expected more than 0 and at most a day")
    with working("Reading …", quiet=quiet) as say:
        from outlast.case.claims_file import open_for_claims  # noqa: PLC0415 - start-up time
        from outlast.engines.evidence.check import check as engine  # noqa: PLC0415

        opened, claims = open_for_claims(what, case)
        if text is not None:
            _article(opened, text, claim, seconds, output, as_json=as_json, quiet=quiet, say=say,
                     strict=strict)  # fmt: skip
            return
        if claim:
            claims = (*(claims or ()), *_lines(claim, opened))
        beside = () if claims is None else _others(opened)
        result = engine(opened, claims, beside=beside, seconds=seconds, progress=say)
    if not deliver(result, output, as_json=as_json, quiet=quiet):
        show(console(), result)
        for note in result.warnings:
            talk(f"Note: {note}", quiet=quiet)
    _leave(result, strict=strict)


def _lines(lines: Sequence[str], case: "Case") -> tuple["Claim", ...]:
    """Read claims given on the command line, as claim-1, claim-2, …"""
    from outlast.engines.evidence.prose import read_claims  # noqa: PLC0415

    found = [claim for line in lines for claim in read_claims(line, case)]
    return tuple(claim.model_copy(update={"id": f"claim-{k}"}) for k, claim in enumerate(found, 1))


def _others(case: "Case") -> tuple["Claim", ...]:
    """The case's own claims, but those of sources on trial."""
    return tuple(c for c in case.claims if c.source not in case.header.on_trial)


def _article(
    case: "Case", path: Path, claim: list[str] | None, seconds: float, output: Path | None, *,
    as_json: bool, quiet: bool, strict: bool, say: Callable[[str], None],
) -> None:  # fmt: skip
    """Read an article, judge what it claims, and write it back with its figures coloured."""
    from outlast.report.article import check_article  # noqa: PLC0415

    if claim:
        raise UsageError("--claim and --text are given, expected one of the two")
    found = check_article(case, path, beside=_others(case), seconds=seconds, progress=say)
    page = output if output and output.suffix == ".html" else path.with_suffix(".check.html")
    written = found.save(page)
    kept = output if output and output.suffix != ".html" else None
    if not deliver(found.result, kept, as_json=as_json, quiet=quiet):
        show(console(), found.result)
    for note in found.result.warnings:
        talk(f"Note: {note}", quiet=quiet)
    talk(f"Readings to correct: {written.claims}", quiet=quiet)
    talk(f"then: outlast check {written.claims} --case {case.name}", quiet=quiet)
    if not as_json:
        print(written.page)  # noqa: T201 - the page's path comes last
    _leave(found.result, strict=strict)


def _leave(result: "Result", *, strict: bool) -> None:
    """Exit with 1 under --strict if something is contradicted, with 5 if a search was cut."""
    wrong = {"contradicted", "scale_suspected", "true_elsewhere"}
    found = any(row["verdict"] in wrong for row in result.result["claims"])
    lasting = any(not row["dissolves_under_grades"] for row in result.result["conflicts"])
    if strict and (found or lasting):
        raise SystemExit(FOUND_CONTRADICTIONS)
    if not result.result["complete"]:
        raise SystemExit(LimitReached.exit_code)


def show(screen: "Console", result: "Result") -> None:
    """Print verdicts, conflicts and what is suspected."""
    from rich.text import Text  # noqa: PLC0415

    found = result.result
    for row in found["claims"]:
        line = Text()
        line.append(f"{row['verdict'].replace('_', ' ')}: ", style=COLOURS[row["verdict"]])
        line.append(f"{row['id']}  ", style="dim")
        line.append(row["printed"] or "no number", style="bold")
        line.append(f"  {row['text']}" if row["text"] else "")
        screen.print(line)
        screen.print(Text(f"    {row['reason']}", style=""))
        if row["settled_by"]:
            screen.print(Text(f"    would settle it: {row['settled_by']}", style="dim"))
    _conflicts(screen, found)
    counts = ", ".join(
        f"{n} {verdict.replace('_', ' ')}" for verdict, n in found["counts"].items()
    )
    screen.print(Text(_summary(found, counts), style="bold"))


def _summary(found: Mapping[str, Any], counts: str) -> str:
    """Count the claims, and the numbers of an article that were not read."""
    claims, missed = len(found["claims"]), len(found.get("not_read", ()))
    if not claims and not missed:
        return "No number was found."
    left = f"; {missed:,} number{'s' * (missed != 1)} not read" if missed else ""
    return f"{claims:,} claim{'s' * (claims != 1)}{': ' * bool(counts)}{counts}{left}"


def _conflicts(screen: "Console", found: Mapping[str, Any]) -> None:
    """Print the conflicts that last under grades first."""
    from rich.text import Text  # noqa: PLC0415

    rows = sorted(found["conflicts"], key=lambda row: row["dissolves_under_grades"])
    printed = [row for row in rows if len(row["ids"]) <= LARGEST][:SHOWN]
    for row in printed:
        tail = " (dissolves once grades are applied)" if row["dissolves_under_grades"] else ""
        screen.print(Text(f"{', '.join(row['ids'])}: {row['words']}{tail}"))
    if len(rows) > len(printed):
        more = f"{len(rows) - len(printed)} more" if printed else f"{len(rows)} large"
        screen.print(Text(f"and {more} sets that cannot all be true (--json)"))
    if rows and found["drop"]:
        screen.print(Text(f"Fewest to give up: {', '.join(found['drop'][0])}"))
    if not found["complete"]:
        screen.print(Text("The list is not complete."))
