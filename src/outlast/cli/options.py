"""Arguments and options that several commands share, and how they write."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outlast.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from outlast.results import Result

CaseName = Annotated[
    str,
    typer.Argument(
        metavar="CASE", help="A shipped case or material (see `outlast cases`), or a folder."
    ),
]
Importer = Annotated[
    str | None,
    typer.Option(
        "--importer", "-i", help="Country or bloc, by code or name. (default: the case's)"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results only, no talk.")]


def console() -> "Console":
    """Open stdout for tables; wide enough for them where it is no terminal."""
    from rich.console import Console  # noqa: PLC0415 - start-up time

    return Console(width=None if sys.stdout.isatty() else 100, highlight=False, markup=False)


@contextmanager
def working(words: str, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show on a terminal that work goes on; gives a function that says what is worked on."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time

    with Console(stderr=True).status(words) as status:
        yield status.update


def talk(words: str, *, quiet: bool = False) -> None:
    """Say something on stderr."""
    if not quiet:
        print(words, file=sys.stderr)  # noqa: T201


def talk_of_compiling(*, quiet: bool) -> None:
    """Say that the market model is compiled first, where it is not yet."""
    from outlast.engines.shock import COMPILING, is_compiled  # noqa: PLC0415 - start-up time

    if not is_compiled():
        talk(f"{COMPILING.capitalize()} …", quiet=quiet)


def deliver(result: "Result", output: Path | None, *, as_json: bool, quiet: bool) -> bool:
    """Save a result and print its JSON as asked; tell whether either was."""
    if output:
        result.save(output)
        talk(f"wrote {output}", quiet=quiet)
    if as_json:
        print(result.to_json(), end="")  # noqa: T201
    return output is not None or as_json


def parse_years(text: str) -> range:
    """Read ``2002:2024`` as a range that includes both.

    Raises
    ------
    UsageError
        If the text has another form.

    Examples
    --------
    >>> parse_years("2002:2004")
    range(2002, 2005)
    """
    first, colon, last = text.partition(":")
    years = [re.fullmatch(r"[0-9]{4}", year) for year in (first, last)]
    if not (colon and all(years) and int(first) <= int(last)):
        shown = text[:40]
        raise UsageError(f"--years is {shown!r}, expected two years that rise, such as 2002:2024")
    return range(int(first), int(last) + 1)
