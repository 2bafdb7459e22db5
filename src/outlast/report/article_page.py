"""The page of an article: its text with every number marked, and a card for each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outlast.about import __version__
from outlast.case import Case
from outlast.case.schema import Claim, Source
from outlast.engines.evidence.prose import TextReading
from outlast.report.conflicts import conflict_cards, standing
from outlast.report.deciding import Deciding
from outlast.report.inline import render_still
from outlast.report.strip import strip
from outlast.report.verdicts import VERDICTS, how_read, plural
from outlast.results import Result

MOST_SHOWN = 1_000_000
"""Characters of an article that are shown."""
MOST_CONFLICTS = 12
"""Conflicts shown as cards; the others stand in the JSON."""
_BREAK = re.compile(r"(?:\r?\n[ \t]*){2,}")
_CONTROL = {code: "\ufffd" for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: "\ufffd"}


def article_page(
    case: Case, name: str, text: str, reading: TextReading, beside: Sequence[Claim],
    result: Result,
) -> str:  # fmt: skip
    """Write an article back.

    Parameters
    ----------
    case : Case
        What judged.
    name, text : str
        The article's file name and text.
    reading : TextReading
        The numbers found in it.
    beside : sequence of Claim
        Claims of others that may stand in its conflicts.
    result : Result
        The verdicts on its claims.

    Returns
    -------
    str
        One HTML file without scripts; the article's text is inert.
    """
    own = Source(id="text", title=f"this article ({name})", grade="D")
    deciding = Deciding(case, [*reading.claims, *beside], own)
    rows = result.result["claims"]
    words = _words_of(rows, text)
    conflicts = conflict_cards(result.result["conflicts"], deciding, words)
    shown = conflicts[:MOST_CONFLICTS]
    return render_still("article.html.j2", {
        "name": name,
        "case": case,
        "version": __version__,
        "looks": VERDICTS,
        "counts": [(key, result.result["counts"].get(key, 0)) for key in VERDICTS],
        "summary": _summary(rows, result.result["not_read"]),
        "paragraphs": list(_paragraphs(text, reading, rows)),
        "cards": [_card(row, words[row["id"]], deciding, standing(row["id"], shown))
                  for row in rows],
        "not_read": [{**row, "printed": _plain(row["printed"])}
                     for row in result.result["not_read"]],
        "passed": [{"reason": part["reason"], "size": part["span"][1] - part["span"][0]}
                   for part in result.result["unread"]],
        "hidden": max(len(text) - MOST_SHOWN, 0),
        "conflicts": shown,
        "more_conflicts": len(conflicts) - len(shown),
        "complete": result.result["complete"],
    })  # fmt: skip


def _words_of(rows: Sequence[Mapping[str, Any]], text: str) -> dict[str, str]:
    """What each claim prints, in the article's own words."""
    return {row["id"]: _plain(" ".join(text[slice(*row["span"])].split())) for row in rows}


def _summary(rows: Sequence[Any], not_read: Sequence[Any]) -> str:
    if not rows and not not_read:
        return "No number was found in this text."
    left = f"; {plural(len(not_read), 'number')} not read" if not_read else ""
    return f"{plural(len(rows), 'figure')} read and judged{left}."


def _card(
    row: Mapping[str, Any], words: str, deciding: Deciding,
    conflicts: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """What a reader learns of one figure."""
    return {
        "id": row["id"],
        "verdict": row["verdict"],
        "printed": words,
        "text": _plain(row["text"]),
        "read": how_read(row, deciding.case.countries.name),
        "guessed": row["guessed"],
        "reason": row["reason"],
        "grounds": deciding.grounds(row),
        "others": deciding.others(row),
        "settled_by": row["settled_by"],
        "conflicts": conflicts,
        "strip": strip(row, deciding.claims[row["id"]]),
    }


def _paragraphs(
    text: str, reading: TextReading, rows: Sequence[Mapping[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    """Cut the text into paragraphs of plain pieces and marks."""
    marks = _marks(reading, rows)
    size, start = min(len(text), MOST_SHOWN), 0
    for end, following in [*((m.start(), m.end()) for m in _BREAK.finditer(text, 0, size)),
                           (size, size)]:  # fmt: skip
        here = []
        while marks and marks[-1]["start"] < end:
            here.append(marks.pop())
        pieces = list(_pieces(text, start, end, here))
        if any(piece["mark"] or piece["text"].strip() for piece in pieces):
            yield pieces
        start = following


def _marks(reading: TextReading, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every number and unread stretch, the last first."""
    verdicts = {row["id"]: row["verdict"] for row in rows}
    marks: list[dict[str, Any]] = []
    missed = 0
    for found in reading.found:
        if found.claim:
            marks.append({"start": found.start, "end": found.end, "kind": "claim",
                          "id": found.claim.id, "verdict": verdicts[found.claim.id]})  # fmt: skip
        else:
            missed += 1
            marks.append({"start": found.start, "end": found.end, "kind": "number",
                          "id": f"not-{missed}", "reason": found.reason})  # fmt: skip
    marks += [{"start": part.start, "end": part.end, "kind": "passed", "reason": part.reason}
              for part in reading.unread]  # fmt: skip
    return sorted(marks, key=lambda mark: mark["start"], reverse=True)


def _pieces(
    text: str, start: int, end: int, marks: Sequence[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Plain text and marks in turn; no character twice."""
    for mark in marks:
        first, last = max(mark["start"], start), min(mark["end"], end)
        if first > start:
            yield {"mark": None, "text": _plain(text[start:first])}
        yield {"mark": mark, "text": _plain(text[first : max(last, first)])}
        start = max(last, first)
    if start < end:
        yield {"mark": None, "text": _plain(text[start:end])}


def _plain(text: str) -> str:
    """Text whose control characters are shown as unreadable."""
    return text.translate(_CONTROL)
