"""``outlast init``: a working skeleton of a case, or a draft of one from trade."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from outlast.cli.options import Quiet, parse_years, talk
from outlast.errors import UsageError

_TABLE = "BACI's own file of a year, for a heading that is not shipped; may be given again."


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    *,
    from_trade: Annotated[
        str | None,
        typer.Option(
            metavar="HS6", help="Draft a real case of this HS heading from BACI and USGS."
        ),
    ] = None,
    importer: Annotated[
        str | None,
        typer.Option("--importer", "-i", help="Country of the draft. (default: the largest)"),
    ] = None,
    years: Annotated[
        str | None, typer.Option(metavar="Y:Y", help="Years of the draft. (default: the last ten)")
    ] = None,
    table: Annotated[list[Path] | None, typer.Option(metavar="FILE", help=_TABLE)] = None,
    quiet: Quiet = False,
) -> None:
    """Write a small fictional case, or a draft of a real one, to change into your own."""
    if from_trade is None and (importer or years or table):
        raise UsageError("--importer, --years and --table belong to --from-trade, expected a "
                         "heading there, such as --from-trade 811010")  # fmt: skip
    _check(folder)
    if from_trade is None:
        from outlast.case.loader import CASES  # noqa: PLC0415 - start-up time

        leave = shutil.ignore_patterns("__pycache__")
        _put(folder, lambda made: shutil.copytree(CASES / "isle", made, ignore=leave))
    else:
        from outlast.case.draft import draft_case  # noqa: PLC0415 - start-up time

        span = parse_years(years) if years else None
        draft = draft_case(from_trade, importer, span, table or ())
        _put(folder, draft.write)
        talk(f"{draft.title}, importer {draft.importer}", quiet=quiet)
        for words in draft.warnings:
            talk(f"Warning: {words}")
    print(folder)  # noqa: T201
    todo = "" if from_trade is None else f"; what to replace: {folder / 'TODO.md'}"
    talk(f"Next: outlast brief {folder}{todo}", quiet=quiet)


def _check(folder: Path) -> None:
    """Refuse a place that cannot be written to, before any work is done."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder}: already there, expected a new or empty folder")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({error.strerror})") from None
    if not folder.parent.is_dir():
        raise UsageError(f"{folder.parent}: no such folder, expected one to write into")


def _put(folder: Path, write: Callable[[Path], object]) -> None:
    """Write a case beside its place, then move it there: whole, or not at all."""
    try:
        place = folder.resolve()
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".outlast-") as scratch:
            made = Path(scratch) / "case"
            write(made)
            if place == Path.cwd():  # the folder that one stands in cannot be replaced
                for path in made.iterdir():
                    path.rename(place / path.name)
            else:
                os.replace(made, place)  # noqa: PTH105 - replaces an empty folder too
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from None
