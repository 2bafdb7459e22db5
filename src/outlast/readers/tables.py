"""Rows of a CSV or Parquet file as text, each with its line, within fixed limits."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from outlast.errors import Fault

MAX_TABLE_BYTES = 40_000_000
"""A larger table is refused before it is read; a full case is under 3 MB."""

MAX_YAML_BYTES = 1_000_000
MAX_COLUMNS = 200
MAX_ROWS = 2_000_000

_UNREADABLE = "the file may be damaged, or not the file you meant; save it as CSV in UTF-8"


class Row(NamedTuple):
    """One row of a table."""

    where: str
    """File and line, ``figures.csv:12``."""
    cells: dict[str, str]
    """Text by column, stripped; an empty cell is ``""``."""


class Unreadable(Exception):  # noqa: N818 - carries a Fault, never reaches a user
    """The file cannot be read as a table at all."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def check_size(path: Path, limit: int) -> None:
    """Refuse a file that is missing, not a plain file, empty or too large.

    Raises
    ------
    Unreadable
        With the fault.
    """
    name = path.name
    try:
        there, size = path.is_file(), path.stat().st_size
    except OSError as error:
        got = "missing" if isinstance(error, FileNotFoundError) else error.strerror or "unreadable"
        raise Unreadable(Fault(name, "file", got, "a readable file in the case folder")) from None
    if not there:
        raise Unreadable(Fault(name, "file", "no plain file", "a file in the case folder"))
    if size == 0:
        remedy = "`outlast init DIR` writes one that works"
        raise Unreadable(Fault(name, "file", "empty", "content", remedy))
    if size > limit:
        remedy = "cut the years or products that the case does not need"
        expected = f"at most {limit / 1e6:.0f} MB"
        raise Unreadable(Fault(name, "size", f"{size / 1e6:.1f} MB", expected, remedy))


def read_table(path: Path) -> list[Row]:
    """Read a CSV or Parquet file.

    Parameters
    ----------
    path : Path
        Ends in ``.csv`` or ``.parquet``.

    Returns
    -------
    list of Row
        In file order; blank lines left out.

    Raises
    ------
    Unreadable
        If the file is missing, empty, too large, not text, or its header is broken.
    """
    check_size(path, MAX_TABLE_BYTES)
    rows = _parquet_rows(path) if path.suffix == ".parquet" else _csv_rows(path)
    return list(rows)


def _csv_rows(path: Path) -> Iterator[Row]:
    name = path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = _header(name, next(reader, []))
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                where = f"{name}:{reader.line_num}"
                if len(cells) != len(header):
                    remedy = "quote a cell that holds a comma"
                    fault = Fault(where, "row", f"{len(cells)} cells", f"{len(header)}", remedy)
                    raise Unreadable(fault)
                values = (cell.strip() for cell in cells)
                yield Row(where, dict(zip(header, values, strict=True)))
    except UnicodeDecodeError as error:
        fault = Fault(
            name, "text", f"byte 0x{error.object[error.start]:02x}", "UTF-8", _UNREADABLE
        )
        raise Unreadable(fault) from None
    except OSError as error:
        got = error.strerror or "unreadable"
        raise Unreadable(Fault(name, "file", got, "a readable file")) from None
    except csv.Error as error:
        fault = Fault(name, "table", str(error), "comma-separated rows", _UNREADABLE)
        raise Unreadable(fault) from None


def _header(name: str, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if not any(header) or any("\0" in cell for cell in header):
        raise Unreadable(Fault(f"{name}:1", "header", "not text", "column names", _UNREADABLE))
    if len(header) > MAX_COLUMNS:
        got = f"{len(header):,} columns"
        raise Unreadable(Fault(f"{name}:1", "header", got, f"at most {MAX_COLUMNS}", _UNREADABLE))
    twice = sorted(column for column, count in Counter(header).items() if count > 1)
    if twice:
        remedy = "name every column, each once"
        raise Unreadable(Fault(f"{name}:1", "column", twice[0], "a name used once", remedy))
    return header


def _parquet_rows(path: Path) -> Iterator[Row]:
    import duckdb  # noqa: PLC0415 - 0.1 s, only where a case ships Parquet

    try:
        with duckdb.connect() as connection:
            counted = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)])
            rows_there = int((counted.fetchone() or (0,))[0])
            if rows_there > MAX_ROWS:
                got, expected = f"{rows_there:,} rows", f"at most {MAX_ROWS:,}"
                raise Unreadable(Fault(path.name, "size", got, expected))
            cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            header = _header(path.name, [column[0] for column in cursor.description or ()])
            rows = cursor.fetchall()
    except duckdb.Error as error:
        got = str(error).splitlines()[0][:120]
        raise Unreadable(Fault(path.name, "file", got, "a Parquet table")) from None
    for number, cells in enumerate(rows, start=1):
        values = ("" if cell is None else str(cell).strip() for cell in cells)
        yield Row(f"{path.name}:{number}", dict(zip(header, values, strict=True)))
