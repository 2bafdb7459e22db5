"""Dates as prose writes them, and the periods they stand for.

A date that names no period ("since 2020", "last year") is found too, so that no other year is
taken in its place.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from outlast.engines.evidence.prose.date_forms import COUNTS, RULES
from outlast.errors import PeriodError
from outlast.periods import Period

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Date(NamedTuple):
    """A date in a sentence; `period` is None where it names no period."""

    start: int
    end: int
    period: str | None
    relative: int = 0
    """Years by which it is counted from another date ("a year earlier")."""
    word: str = ""
    """``now``, ``until``, ``since``, ``from 2024``, or ``dateline`` if it is counted from that."""

    @property
    def is_day(self) -> bool:
        """Whether it is one day, on which something was said or done."""
        return self.period is not None and _DAY.fullmatch(self.period) is not None


_COUNT = rf"(?P<n>an?|{'|'.join(COUNTS)}|[1-9][0-9]?)"
_EARLIER = re.compile(
    rf"\b(?:in )?(?:{_COUNT} years? (?:earlier|before(?=[\s]*(?:[.,;:)]|$)))"
    r"|(?:the )?(?:previous|preceding|prior) year|the year (?:earlier|before)"
    r"|year[\s-]on[\s-]year|on (?:the )?year)\b",
    re.IGNORECASE,
)
_LATER = re.compile(rf"\b(?:{_COUNT} years? later|the following year)\b", re.IGNORECASE)
_LAST = re.compile(r"\b(?:in |over |during |for )?last year(?:'s)?(?![a-z])", re.IGNORECASE)
_HINT = re.compile(
    r"[0-9]{4}|year|month|decade|quarter|time|day|night|morrow|turn|height|peak|outset|centur"
    r"|pandem|crisis|war|week|summer|winter|spring|autumn|half|before|after|since|until|till|ly\b"
    r"|earlier|later|once|first|now|current|present|moment"
    r"|(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
    re.IGNORECASE,
)
"""A sentence without any of these has no date."""
_NOW = ("now", "currently", "at present", "at the moment", "these days", "today")
_FROM = re.compile(r"from ((?:19|20)[0-9]{2})")


def _real(period: str | None) -> str | None:
    """Refuse a day that the calendar does not have."""
    try:
        return str(period) if period and Period.parse(period) else None
    except PeriodError:
        return None


def _word(text: str) -> str:
    """What the words of a date say of how it is meant."""
    lower = text.lower().strip()
    if lower.startswith(("until", "till")):
        return "until"
    if lower.startswith("since"):
        return "since"
    base = _FROM.fullmatch(lower)
    return "now" if lower.startswith(_NOW) else base.group() if base else ""


def _relative(text: str, dateline: int | None) -> Iterator[Date]:
    """Dates that are counted from another one, or from the day on which the text was written."""
    for form, sign in ((_EARLIER, -1), (_LATER, 1)):
        for match in form.finditer(text):
            count = (match["n"] or "one").lower()
            years = 1 if count in {"a", "an"} else COUNTS.get(count) or int(count)
            yield Date(*match.span(), None, sign * years)
    for match in _LAST.finditer(text) if dateline else ():
        yield Date(*match.span(), str((dateline or 0) - 1), 0, "dateline")


def dates(text: str, dateline: int | None = None) -> list[Date]:
    """Find the dates of a sentence, in order.

    Parameters
    ----------
    text : str
        A sentence.
    dateline : int, optional
        Year in which it was written, from which "last year" counts.

    Returns
    -------
    list of Date
        Its place in the sentence and its period, None for a date that names none.

    Examples
    --------
    >>> [date.period for date in dates("From 95 % in 2020 to 5 % at the end of October 2024.")]
    ['2020', '2024-10']
    >>> [date.period for date in dates("Grew over three years from 2020, as of May 2024.")]
    ['2020..2023', 'as of 2024-05']
    >>> [date.period for date in dates("Since 2019, or last year, 2022 tonnes in 2020-23.")]
    [None, None, '2020..2023']
    >>> [date.period for date in dates("It rose last year, and again in May.", 2025)]
    ['2024', None]
    """
    if not _HINT.search(text):
        return []
    found = list(_relative(text, dateline))
    taken = bytearray(len(text))
    for date in found:
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    for pattern, read in RULES:
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                period = _real(read(match))
                found.append(Date(*match.span(), period, 0, _word(match.group())))
    return sorted(found)
