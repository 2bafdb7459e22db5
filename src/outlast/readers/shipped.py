"""The shipped tables of all minerals: where they lie, and how a query reads one."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FOLDER = Path(str(files("outlast"))) / "minerals"
"""Folder of the tables; its ``SOURCES.md`` tells source, licence and edition of each."""


def query(table: str, rest: str, parameters: Sequence[object] = ()) -> "DuckDBPyConnection":
    """Run ``SELECT`` on a shipped Parquet table.

    Parameters
    ----------
    table : str
        Name of the file without its suffix.
    rest : str
        The columns, and what follows the table with ``{table}`` in its place.
    parameters : sequence
        Values for the question marks.

    Returns
    -------
    duckdb.DuckDBPyConnection
        From which the rows are fetched.
    """
    place = f"read_parquet('{str(FOLDER / table).replace(chr(39), chr(39) * 2)}.parquet')"
    return _connection().cursor().execute(f"SELECT {rest.format(table=place)}", list(parameters))


@cache
def _connection() -> "DuckDBPyConnection":
    """Open one connection for all: opening takes longer than most queries."""
    import duckdb  # noqa: PLC0415 - 0.1 s

    return duckdb.connect(config={"threads": 1})


def numbers(values: Sequence[Any]) -> str:
    """Write whole numbers as a list for ``IN``."""
    return ", ".join(str(int(value)) for value in values) or "NULL"
