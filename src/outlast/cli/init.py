"""``outlast init``: a working skeleton of a case."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from outlast.cli.options import Quiet, talk
from outlast.errors import UsageError


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    *,
    quiet: Quiet = False,
) -> None:
    """Write a small fictional case to change into your own."""
    from outlast.case.loader import CASES  # noqa: PLC0415 - start-up time

    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder}: already there, expected a new or empty folder")
        if not folder.parent.is_dir():
            raise UsageError(f"{folder.parent}: no such folder, expected one to write into")
        _write(CASES / "isle", folder.resolve())
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from None
    print(folder)  # noqa: T201
    talk(f"Next: outlast brief {folder}", quiet=quiet)


def _write(source: Path, folder: Path) -> None:
    """Copy a case beside its place, then move it there: whole, or not at all."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".outlast-") as scratch:
        made = Path(scratch) / "case"
        shutil.copytree(source, made, ignore=shutil.ignore_patterns("__pycache__"))
        if folder == Path.cwd():  # the folder that one stands in cannot be replaced
            for path in made.iterdir():
                path.rename(folder / path.name)
        else:
            os.replace(made, folder)  # noqa: PTH105 - replaces an empty folder too
