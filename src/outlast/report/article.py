"""An article written back with each figure coloured by its verdict."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from outlast.case import Case
from outlast.case.schema import Claim
from outlast.engines.evidence.check import SECONDS, check
from outlast.engines.evidence.prose import TextReading, read_text
from outlast.errors import BadData, UsageError
from outlast.report.article_page import article_page
from outlast.results import Result, write_whole
from outlast.tables import csv_cell

LARGEST = 20_000_000
"""Bytes of the largest article that is opened."""
COLUMNS = ("id", "quantity", "item", "subject", "partner", "period", "printed", "unit", "rule",
           "text", "settled_by", "status", "grade", "source", "note")  # fmt: skip


class Written(NamedTuple):
    """Where an article's page and its readings stand."""

    page: Path
    claims: Path


@dataclass(frozen=True)
class ArticleCheck:
    """An article, what was read from it, and the verdicts.

    Attributes
    ----------
    case : Case
        What judged.
    path : Path
        The article.
    text : str
        Its text.
    reading : TextReading
        Every number that was found.
    beside : sequence of Claim
        Claims of others that may stand in its conflicts.
    result : Result
        The verdicts; with every claim its ``span`` and what was ``guessed``.
    """

    case: Case
    path: Path
    text: str
    reading: TextReading
    beside: Sequence[Claim]
    result: Result

    def html(self) -> str:
        """Write the article back as a page that opens offline and runs no script."""
        return article_page(self.case, self.path.name, self.text, self.reading, self.beside,
                            self.result)  # fmt: skip

    def readings(self) -> str:
        """Write the readings with the columns of ``claims.csv``, to be corrected by hand."""
        guessed = {found.claim.id: found.guessed for found in self.reading.found if found.claim}
        lines = [",".join(COLUMNS)]
        lines += [_line(claim, guessed[claim.id]) for claim in self.reading.claims]
        return "\n".join(lines) + "\n"

    def save(self, page: str | Path) -> Written:
        """Write the page, and the readings beside it.

        Readings that a user may have corrected are never written over: others get a new name.

        Raises
        ------
        UsageError
            If the page would replace the article.
        """
        target = Path(page)
        if target.resolve() == self.path.resolve():
            raise UsageError(f"page is {target}, expected another file than the article itself")
        written = write_whole(target, self.html().encode())
        stem = target.name.removesuffix(".html").removesuffix(".check")
        return Written(written, _beside(target.parent, stem, self.readings().encode()))


def check_article(
    case: Case,
    path: str | Path,
    *,
    beside: Sequence[Claim] = (),
    seconds: float | None = SECONDS,
    progress: Callable[[str], None] = lambda _: None,
) -> ArticleCheck:
    """Read the claims of an article and judge them.

    Parameters
    ----------
    case : Case
        What judges.
    path : str or Path
        A text in UTF-8, or in UTF-16 with its mark; prose or markdown.
    beside : sequence of Claim
        Claims that are not judged, but stand in conflicts with those of the article.
    seconds : float, optional
        Time for the search for conflicts.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    ArticleCheck
        With ``result``, ``html()`` and ``save(page)``.

    Raises
    ------
    UsageError
        If there is no such file.
    BadData
        If it is too large or no text.
    """
    source = Path(path)
    progress(f"Reading {source.name}")
    text = open_text(source)
    reading = read_text(text, case)
    result = check(case, reading.claims, beside=beside, seconds=seconds, progress=progress)
    return ArticleCheck(case, source, text, reading, tuple(beside),
                        _with_places(result, reading, text, source.name))  # fmt: skip


def open_text(path: Path) -> str:
    """Read a text file.

    Raises
    ------
    UsageError
        If it is not there.
    BadData
        If it is too large or no text in UTF-8 or UTF-16.
    """
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from None
    if size > LARGEST:
        raise BadData(f"{path}: {size / 1e6:,.0f} MB, expected an article of at most "
                      f"{LARGEST / 1e6:,.0f} MB: check a part at a time")  # fmt: skip
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\0" in content:
        raise BadData(f"{path}: not a text, expected prose in UTF-8: save the article as text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(f"{path}: byte {error.start:,} is not UTF-8, expected prose in UTF-8: "
                      "save the article again with that encoding") from None  # fmt: skip


def _with_places(result: Result, reading: TextReading, text: str, name: str) -> Result:
    """Add where each number stands, what was guessed of it, and what was not read."""
    places = {found.claim.id: found for found in reading.found if found.claim}
    claims = [
        {**row, "span": [places[row["id"]].start, places[row["id"]].end],
         "guessed": list(places[row["id"]].guessed)}
        for row in result.result["claims"]
    ]  # fmt: skip
    not_read: list[dict[str, Any]] = [
        {"span": [found.start, found.end], "printed": text[found.start : found.end],
         "missing": list(found.missing), "reason": found.reason}
        for found in reading.found if not found.claim
    ]  # fmt: skip
    unread = [{"span": [part.start, part.end], "reason": part.reason} for part in reading.unread]
    passed = tuple(f"characters {part.start:,} to {part.end:,} were not read: {part.reason}"
                   for part in reading.unread)  # fmt: skip
    return replace(
        result,
        inputs={**result.inputs, "text": name},
        result={**result.result, "claims": claims, "not_read": not_read, "unread": unread},
        warnings=(*result.warnings, *passed[:3], *(
            (f"and {len(passed) - 3} more stretches",) if len(passed) > 3 else ())),
    )  # fmt: skip


def _line(claim: Claim, guessed: Sequence[str]) -> str:
    """One reading as a row; its digits as printed, its texts safe in a spreadsheet."""
    cells = {**claim.model_dump(), "text": " ".join(claim.text.split())}
    if guessed:
        cells["note"] = f"guessed: {'; '.join(guessed)}"
    return ",".join(
        claim.printed if name == "printed" else csv_cell(cells[name]) for name in COLUMNS
    )


def _beside(folder: Path, stem: str, content: bytes) -> Path:
    """Write readings under the first name that is free or holds the same already."""
    path, count = folder / f"{stem}.claims.csv", 1
    while path.exists() and (not path.is_file() or path.read_bytes() != content):
        count += 1
        path = folder / f"{stem}.claims-{count}.csv"
    return write_whole(path, content)
