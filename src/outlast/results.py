"""The base of every result: values, what they rest on, what is unknown; saved and reopened.

A result is an envelope of plain values, so that JSON, a table and a saved file say the same:

``{"schema", "inputs", "result", "unknown", "warnings", "figures", "run"}``

An unknown value is ``None`` and listed with its path and reason.
"""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from outlast.errors import BadData, UsageError
from outlast.tables import TABLES, Row, labelled, to_csv

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_SCHEMA = re.compile(r"outlast\.([a-z]+)/(\d+)")
_ENVELOPE = "outlast_envelope"
VERSION = 1
"""Version of the JSON schemas; readers take this one and the one before."""


class Unknown(NamedTuple):
    """A value that cannot be known from the figures."""

    path: str
    reason: str


@dataclass(frozen=True)
class Result:
    """What an engine returns.

    Attributes
    ----------
    command : str
        The engine, such as ``exposure``.
    inputs : mapping
        What was asked.
    result : mapping
        The values; plain numbers, texts, lists and maps.
    unknown : tuple of Unknown
        Values that are ``None``, each with its reason.
    warnings : tuple of str
        What a reader should know before using the values.
    figures : tuple of str
        Ids of the figures that the values rest on, sorted.
    run : mapping
        Seed, version and the case's checksum.
    """

    command: str
    inputs: Mapping[str, Any]
    result: Mapping[str, Any]
    unknown: tuple[Unknown, ...] = ()
    warnings: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    run: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def envelope(self) -> dict[str, Any]:
        """The result as plain values, in the order of the JSON."""
        return {
            "schema": f"outlast.{self.command}/{VERSION}",
            "inputs": dict(self.inputs),
            "result": dict(self.result),
            "unknown": [unknown._asdict() for unknown in self.unknown],
            "warnings": list(self.warnings),
            "figures": list(self.figures),
            "run": dict(self.run),
        }

    def to_json(self) -> str:
        """Write JSON.

        Returns
        -------
        str
            The envelope; the same bytes for the same values.
        """
        return json.dumps(self.envelope, ensure_ascii=False, indent=1, allow_nan=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """Read what `to_json` wrote.

        Parameters
        ----------
        text : str
            Of this version of the schema, or of the one before.

        Returns
        -------
        Result
            Equal to the one that was written.

        Raises
        ------
        BadData
            If the text is no result, or of a version that this outlast cannot read.
        """
        try:
            content = json.loads(text, parse_constant=_refuse_constant)
            return cls(
                command=_command(content["schema"]),
                inputs=dict(content["inputs"]),
                result=dict(content["result"]),
                unknown=tuple(Unknown(**unknown) for unknown in content["unknown"]),
                warnings=tuple(content["warnings"]),
                figures=tuple(content["figures"]),
                run=content["run"],
            )
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            if isinstance(error, BadData):
                raise
            raise BadData("text is not a result of outlast, expected its JSON envelope") from None

    def rows(self) -> list[Row]:
        """List the result's table.

        Returns
        -------
        list of dict
            A row a supplier, a month and series, an observation or a claim.
        """
        return TABLES[self.command](self.result)

    def to_frame(self) -> "pd.DataFrame":
        """Make a data frame of the table.

        Returns
        -------
        pandas.DataFrame
            The rows of `rows`; an unknown is missing.
        """
        import pandas as pd  # noqa: PLC0415 - slow, and not every user wants a table

        return pd.DataFrame(self.rows())

    def to_xarray(self) -> "xr.Dataset":
        """Make a labelled dataset of the table.

        Returns
        -------
        xarray.Dataset
            Its axes are what names a row; the envelope is an attribute.
        """
        import xarray as xr  # noqa: PLC0415 - as above

        axes, columns = labelled(self.rows())
        return xr.Dataset(columns, coords=axes, attrs={_ENVELOPE: self.to_json()})

    def save(self, path: str | Path) -> Path:
        """Save as one file, whole or not at all.

        Parameters
        ----------
        path : str or Path
            Its suffix is the format: ``.nc`` (NetCDF-4), ``.json`` or ``.csv`` (the main table).

        Returns
        -------
        Path
            Where it was saved.

        Raises
        ------
        UsageError
            If the suffix is another one.
        """
        target = Path(path)
        if target.suffix == ".json":
            return write_whole(target, self.to_json().encode())
        if target.suffix == ".csv":
            return write_whole(target, self._csv().encode())
        if target.suffix == ".nc":
            content = self.to_xarray().to_netcdf(engine="h5netcdf")
            return write_whole(target, bytes(content))
        raise UsageError(f"file is {target.name!r}, expected a name ending in .json, .csv or .nc")

    def _csv(self) -> str:
        rows = self.rows()
        if not rows:  # an unknown is told with its reason, not as an empty table
            rows = [{"unknown": path, "reason": reason} for path, reason in self.unknown]
        return to_csv(rows)

    def __repr__(self) -> str:
        """Say what was asked and how much is known."""
        asked = ", ".join(f"{name}={value!r}" for name, value in self.inputs.items())
        return f"Result({self.command}: {asked}; {len(self.unknown)} unknown)"

    def _repr_html_(self) -> str:
        """Show the main table in a notebook."""
        from html import escape  # noqa: PLC0415 - notebooks only

        reasons = "".join(f"<li>{escape(u.path)}: {escape(u.reason)}</li>" for u in self.unknown)
        heading = f"<strong>{escape(repr(self))}</strong>"
        return f"{heading}{self.to_frame().to_html(index=False)}<ul>{reasons}</ul>"


def open_result(path: str | Path) -> Result:
    """Open a saved result.

    Parameters
    ----------
    path : str or Path
        A file that `Result.save` wrote as ``.nc`` or ``.json``.

    Returns
    -------
    Result
        Equal to the one that was saved.

    Raises
    ------
    BadData
        If the file is missing, no result, or written by a newer outlast.
    """
    source = Path(path)
    if not source.is_file():
        raise BadData(f"{source}: no such file, expected a result saved by outlast")
    if source.suffix == ".json":
        try:
            return Result.from_json(source.read_text("utf-8"))
        except UnicodeDecodeError:
            raise BadData(f"{source}: not a result of outlast, expected UTF-8 text") from None
    import xarray as xr  # noqa: PLC0415 - slow

    try:
        with xr.open_dataset(source, engine="h5netcdf") as dataset:
            return Result.from_json(dataset.attrs[_ENVELOPE])
    except (OSError, KeyError, ValueError) as error:
        if isinstance(error, BadData):
            raise
        raise BadData(f"{source}: not a result of outlast, expected .nc or .json") from None


def _refuse_constant(word: str) -> float:
    """Refuse NaN and Infinity, which are not JSON."""
    raise ValueError(word)


def _command(schema: str) -> str:
    """Name the command of a schema; refuse one that a newer outlast wrote."""
    match = _SCHEMA.fullmatch(schema)
    if match is None or match.group(1) not in TABLES:
        raise BadData(f"schema is {schema!r}, expected one such as outlast.exposure/{VERSION}")
    version = int(match.group(2))
    if version > VERSION:
        raise BadData(f"result is of schema version {version}, expected at most {VERSION}: "
                      "update outlast to read it")  # fmt: skip
    if version < VERSION - 1:
        raise BadData(f"result is of schema version {version}, expected {VERSION - 1} or "
                      f"{VERSION}: compute it again")  # fmt: skip
    return match.group(1)


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file so that it is never seen half-written; return its path.

    Raises
    ------
    UsageError
        If the folder does not exist or cannot be written to.
    """
    scratch: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, delete=False, prefix=".outlast-"
        ) as file:
            scratch = Path(file.name)
            file.write(content)
        scratch.chmod(0o666 & ~_umask())
        scratch.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    finally:
        if scratch is not None:
            scratch.unlink(missing_ok=True)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
