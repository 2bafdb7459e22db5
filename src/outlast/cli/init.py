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
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")
    ],
    *,
    quiet: Quiet = False,
) -> None:
    """Write a small fictional case to change into your own."""
    from outlast.case.loader import CASES  # noqa: PLC0415 - start-up time

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder}: already there, expected a new or empty folder")
    if not folder.parent.is_dir():
        raise UsageError(f"{folder.parent}: no such folder, expected one to write into")
    try:
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".outlast-") as scratch:
            made = Path(scratch) / "case"
            shutil.copytree(CASES / "isle", made, ignore=shutil.ignore_patterns("__pycache__"))
            os.replace(made, folder)  # noqa: PTH105 - replaces an empty folder too
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from None
    print(folder)  # noqa: T201
    talk(f"Next: outlast brief {folder}", quiet=quiet)
