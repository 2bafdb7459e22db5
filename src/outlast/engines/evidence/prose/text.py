"""Text as printed, made safe to read: sentences and headings with their place in the original.

Marks that are not prose (tags, addresses, emphasis) become blanks of the same length, so that every
place in the cleaned text is a place in the original.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 1_000_000
"""A text is read so far; the rest is reported as unread."""

MAX_SENTENCE = 2_000
"""A longer stretch without a full stop is no sentence and is left unread."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"  # noqa: E501
_BLANKS = "\t\v\f\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000*`_"  # noqa: E501
_CONTROL = {code: "\ufffd" for code in range(32) if chr(code) not in "\t\n\r\v\f"}
_TABLE = _CONTROL | {ord(mark): " " for mark in _BLANKS} | {
    ord("\r"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\x85"): "\n",
    ord("³"): "3", ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"',
    ord("−"): "-", ord("‐"): "-", ord("‑"): "-", ord("‒"): "–", ord("—"): "–",
}  # fmt: skip
_NOT_PROSE = re.compile(r"<[^<>\n]{1,300}>|https?://[^\s<>]{1,2000}|&[a-z]{2,6};")
_END = re.compile(r"[.!?]['\")\]]{0,2}(?=\s)|\n[ ]{0,20}\n|\n(?=[ ]{0,8}(?:[#>•|-]|\d{1,3}[.)] ))")
_ABBREVIATIONS = frozenset(
    [
        "u.s.",
        "u.k.",
        "u.n.",
        "e.u.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "prof.",
        "st.",
        "no.",
        "nos.",
        "vs.",
        "approx.",
        "ca.",
        "c.",
        "fig.",
        "p.",
        "pp.",
        "vol.",
        "inc.",
        "ltd.",
        "corp.",
        "co.",
        "e.g.",
        "i.e.",
        "cf.",
        "al.",
        "est.",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "jun.",
        "jul.",
        "aug.",
        "sept.",
        "sep.",
        "oct.",
        "nov.",
        "dec.",
    ]
)
_OPENERS = frozenset(
    [
        "the",
        "it",
        "its",
        "in",
        "by",
        "that",
        "this",
        "but",
        "and",
        "for",
        "from",
        "at",
        "as",
        "a",
        "an",
        "of",
        "on",
    ]
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or heading, with its place in the original text."""

    start: int
    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the text that was not read, and why."""

    start: int
    end: int
    reason: str


class Cleaned:
    """A text without invisible marks, and where each of its characters stood.

    Examples
    --------
    >>> cleaned = Cleaned("<b>95\\u00a0%</b> of m\\u00b3")
    >>> cleaned.text
    '   95 %     of m3'
    """

    def __init__(self, text: str) -> None:
        head = text[:MAX_CHARACTERS]
        self._kept: list[int] | None = None
        if any(mark in head for mark in _INVISIBLE):
            self._kept = [i for i, mark in enumerate(head) if mark not in _INVISIBLE]
            head = "".join(head[i] for i in self._kept)
        self.text = _NOT_PROSE.sub(lambda m: " " * len(m.group()), head.translate(_TABLE))
        self.size = len(text)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Turn a span of the cleaned text into one of the original."""
        if self._kept is None or start >= end:
            return start, end
        return self._kept[start], self._kept[end - 1] + 1

    def left_over(self) -> list[Unread]:
        """Tell what lies beyond the limit."""
        if self.size <= MAX_CHARACTERS:
            return []
        reason = f"a text is read up to {MAX_CHARACTERS:,} characters"
        return [Unread(MAX_CHARACTERS, self.size, reason)]


def sentences(text: str) -> Iterator[Sentence]:
    """Split a cleaned text.

    A line of its own without a full stop is a heading.

    Examples
    --------
    >>> [s.text for s in sentences("Gas from the U.S. fell. Why? See p. 3.")]
    ['Gas from the U.S. fell.', 'Why?', 'See p. 3.']
    """
    start = 0
    for match in _END.finditer(text):
        mark = match.group()[0]
        if mark == "." and not _ends(text, start, match.start()):
            continue
        yield from _piece(text, start, match.end(), heading=mark == "\n")
        start = match.end()
    yield from _piece(text, start, len(text), heading=True)


def _ends(text: str, start: int, stop: int) -> bool:
    """Whether the full stop ends a sentence and not an abbreviation or an initial."""
    begin = max(start, stop - 12)
    word = text[begin : stop + 1].rsplit(None, 1)[-1].lstrip("(\"'").lower()
    if word not in _ABBREVIATIONS and not (len(word) == 2 and word[0].isalpha()):
        return True
    following = text[stop + 1 : stop + 14].split(None, 1)
    if word not in {"u.s.", "u.k.", "e.u."} or not following:
        return False
    return following[0][0].isupper() and following[0].lower() in _OPENERS


def _piece(text: str, start: int, end: int, *, heading: bool) -> Iterator[Sentence]:
    """Trim a piece and tell whether it is a heading."""
    body = text[start:end]
    shift = len(body) - len(body.lstrip())
    body = body.strip()
    if body:
        alone = heading and "\n" not in body and len(body) <= 200 and body[-1] not in ".!?:;,"
        yield Sentence(start + shift, body, alone)
