"""Text as printed, made safe to read: sentences and headings with their place in the original.

Marks that are not prose (tags, addresses, emphasis) become blanks of the same length, so that
every place in the cleaned text is a place in the original.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 1_000_000
"""A text is read so far; the rest is reported as unread."""

MAX_SENTENCE = 2_000
"""A longer stretch without a full stop is no sentence and is left unread."""

_INVISIBLE = frozenset(
    [
        0x00AD,
        0x2060,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ]
)
"""Soft hyphens, joiners and marks of direction."""
_BLANKS = [0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, *b"\t\v\f*`_"]
_LIKE = {
    "\n": [0x0D, 0x85, 0x2028, 0x2029],
    "'": [0x2018, 0x2019],
    '"': [0x201C, 0x201D],
    "-": [0x2010, 0x2011, 0x2012, 0x2212],
    "–": [0x2014, 0x2015],
    "3": [0x00B3],
    " ": _BLANKS,
}
_TABLE = {code: "\ufffd" for code in range(32) if code != 0x0A} | {
    code: mark for mark, codes in _LIKE.items() for code in codes
}
_NOT_PROSE = re.compile(r"<[^<>\n]{1,300}>|https?://[^\s<>]{1,2000}|&[a-z]{2,6};")
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DATELINE = re.compile(
    r"^[^\n0-9.;!?]{0,60}?(?<!\bon )(?<!\bof )(?<!\bby )(?<!\bin )(?<!\bto )"
    r"(?<!\bfrom )(?<!\bsince )"
    rf"(?:[0-9]{{1,2}} {_MONTH},?|{_MONTH} [0-9]{{1,2}},) (?P<year>20[0-9]{{2}})"
    r"[ ]{0,2}(?:\)?[ ]{0,2}(?:\([^()\n]{1,30}\)[ ]{0,2})?[-–:|]|\)?[ ]{0,9}$)"
    rf"|^By [^\n0-9.;!?]{{1,60}}, {_MONTH} (?P<month_year>20[0-9]{{2}})[ ]{{0,9}}$",
    re.MULTILINE,
)
"""A line that begins with, or is, the place and day of writing."""
_HEAD = 1_000
"""Characters in which it may stand."""
_END = re.compile(
    r"[.!?]['\")\]]{0,2}(?=\s)|\n[ ]{0,20}\n|\n(?=[ ]{0,8}(?:[#>•|-]|[0-9]{1,3}[.)] ))"
)
_SHORT = """u.s. u.k. u.n. e.u. dr. mr. mrs. ms. prof. st. no. nos. vs. approx. ca. c. fig. p. pp.
vol. inc. ltd. corp. co. e.g. i.e. cf. al. est. jan. feb. mar. apr. jun. jul. aug. sept. sep.
oct. nov. dec."""
_ABBREVIATIONS = frozenset(_SHORT.split())
_FIRST_WORDS = "the it its in by that this but and for from at as a an of on"
_OPENERS = frozenset(_FIRST_WORDS.split())


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
    r"""A text without invisible marks and dateline, and where each of its characters stood.

    Attributes
    ----------
    text : str
        What is left.
    size : int
        Characters of the original.
    dateline : int or None
        Year in which it was written, if it says so at the top.

    Examples
    --------
    >>> cleaned = Cleaned("<b>95\u00a0%</b> of m\u00b3")
    >>> cleaned.text
    '   95 %     of m3'
    """

    def __init__(self, text: str) -> None:
        head = text[:MAX_CHARACTERS]
        self._kept: list[int] | None = None
        if not _INVISIBLE.isdisjoint(map(ord, set(head))):
            self._kept = [i for i, mark in enumerate(head) if ord(mark) not in _INVISIBLE]
            head = "".join(head[i] for i in self._kept)
        self.text = _NOT_PROSE.sub(lambda m: " " * len(m.group()), head.translate(_TABLE))
        self.size = len(text)
        self.dateline: int | None = None
        found = _DATELINE.search(self.text[:_HEAD])
        if found:
            self.dateline = int(found["year"] or found["month_year"])
            blank = re.sub(r"[^\n]", " ", found.group())
            self.text = self.text[: found.start()] + blank + self.text[found.end() :]

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
