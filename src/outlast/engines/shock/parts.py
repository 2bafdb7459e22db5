"""Parts of an ensemble in a folder: whole or not there, so that a broken run goes on from them."""

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from outlast.about import __version__

Array = NDArray[np.float64]
DIGEST = 32
"""Bytes of the checksum at a file's end."""
KEPT_DAYS = 14
"""Parts of a broken run that nobody went on with are dropped after so many days."""


class FilePart:
    """A part of the table in a file; rows are read when they are asked for.

    Parameters
    ----------
    path : Path
        Of the file: float64 numbers, row by row, and their SHA-256.
    draws : int
        Numbers in a row.
    """

    def __init__(self, path: Path, draws: int) -> None:
        self.path, self.draws = path, draws

    def __getitem__(self, rows: slice) -> Array:
        """Read rows, shape (row, draw)."""
        count = (rows.stop - rows.start) * self.draws
        found = np.fromfile(self.path, count=count, offset=8 * rows.start * self.draws)
        return found.reshape(-1, self.draws)

    def whole(self, rows: int) -> bool:
        """Whether the file is there, has so many rows, and is as it was written."""
        size = 8 * rows * self.draws
        if not self.path.is_file() or self.path.stat().st_size != size + DIGEST:
            return False
        content = self.path.read_bytes()
        return hashlib.sha256(content[:size]).digest() == content[size:]


def write(path: Path, part: Array) -> None:
    """Write a part so that the file is whole or not there, whenever the power fails."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as file:
        part.tofile(file)
        file.write(hashlib.sha256(np.ascontiguousarray(part).data).digest())
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def key(facts: Mapping[str, Any]) -> str:
    """Name an ensemble by all that its numbers depend on, the program's text included."""
    text = json.dumps({**facts, "version": __version__, "program": _program()}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _program() -> str:
    """SHA-256 of the engines' source: parts of another program are not gone on with."""
    found = hashlib.sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def cache_folder() -> Path:
    """Where ensembles are kept while they are computed."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "outlast" / "ensembles"


@contextlib.contextmanager
def folder_of(name: str) -> Iterator[Path]:
    """Open an ensemble's folder for one process at a time; it is dropped once all went well.

    Where no cache can be written a temporary folder serves, which nothing goes on from.
    """
    try:
        base = cache_folder()
        base.mkdir(parents=True, exist_ok=True)
        _drop_forgotten(base)
        lock = _alone(base / f"{name}.lock")
    except OSError:
        with tempfile.TemporaryDirectory() as passing:
            yield Path(passing)
        return
    with lock:
        place = base / name
        place.mkdir(exist_ok=True)
        for torn in place.glob(".*.part"):
            torn.unlink()
        yield place
        shutil.rmtree(place)
        Path(lock.name).unlink(missing_ok=True)


def _alone(path: Path) -> IO[str]:
    """Wait until no other process works on the same ensemble, and hold its lock."""
    while True:
        lock = path.open("w")
        if sys.platform == "win32":
            return lock
        import fcntl  # noqa: PLC0415 - not on every system

        fcntl.flock(lock, fcntl.LOCK_EX)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(lock.fileno()).st_ino:
                return lock
        lock.close()  # whoever held it is done, and has dropped the file


def _drop_forgotten(base: Path) -> None:
    """Drop what broken runs left long ago."""
    for place in base.iterdir():
        if time.time() - place.stat().st_mtime > KEPT_DAYS * 86400:
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)


def free_space() -> int:
    """Bytes that are free where ensembles are kept."""
    place = cache_folder()
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free
