"""Forms in which prose writes dates, and the periods they stand for."""

import re
from collections.abc import Callable

Match = re.Match[str]
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_M = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_UNIT = (
    r"(?![0-9]|[.,][0-9]|\s?(?:%|per\s?cent|tonnes?|tons?|t\b|kg|m3|Mm3|[MN]?Mcf|million|billion"
    r"|bn\b|cubic))"
)
"""What makes four digits a number and not a year."""
_Y = rf"(?<![0-9.,$€/])(?<![0-9]-)(?:19|20)[0-9]{{2}}(?!s\b){_UNIT}"
_IN = r"(?:\b(?:in|by|during|for|until|till|through|over|at|of|from)\s)?(?:the\s)?"
_DASH = r"\s?(?:-|–|\bto\b|\buntil\b|\btill\b|\bthrough\b)\s?"
_AND = r"\s?(?:-|–|\bto\b|\band\b)\s?"
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
COUNTS = {word: count for count, word in enumerate(_NUMBERS.split(), 1)}
_N = rf"(?:{'|'.join(COUNTS)}|[0-9]{{1,2}})"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}


def _count(word: str) -> int:
    return int(word) if word.isdigit() else COUNTS[word.lower()]


def _month(word: str) -> str:
    return f"{_MONTHS.index(word[:3].lower()) + 1:02d}"


def _span(match: Match) -> str | None:
    first, last = match["first"], match["last"]
    last = first[:2] + last if len(last) == 2 else last
    return f"{first}..{last}" if first < last else None


def _onwards(match: Match) -> str | None:
    return f"{match['first']}..{int(match['first']) + _count(match['n'])}"


def _back(match: Match) -> str | None:
    return f"{int(match['last']) - _count(match['n'])}..{match['last']}"


def _months(match: Match) -> str | None:
    count = _count(match["n"])
    return f"{match['y']}-01..{count:02d}" if 1 < count <= 12 else None


def _from_to(match: Match) -> str | None:
    first, last = _month(match["a"]), _month(match["b"])
    return f"{match['y']}-{first}..{last}" if first < last else None


def _half(match: Match) -> str | None:
    which = (match["h"] or match["word"]).lower()
    return f"{match['y']}-H{ {'first': '1', 'second': '2'}.get(which, which) }"


def _quarter(match: Match) -> str | None:
    which = match["q"] or str(_QUARTERS[match["word"].lower()])
    return f"{match['y']}-Q{which}"


def _month_of(match: Match) -> str | None:
    day = match["d"] or match["e"]
    body = f"{match['y']}-{_month(match['m'])}"
    stand = match["stand"]
    if match.group().lower().startswith(("by ", "until ", "till ", "through ")):
        return None  # what has come together since a day that is not told
    return f"as of {body}" if stand else f"{body}-{int(day):02d}" if day else body


def _stand(match: Match) -> str | None:
    return f"as of {match['y']}"


def _year(match: Match) -> str | None:
    return str(match["y"])


def _nothing(match: Match) -> str | None:
    del match
    return None


_EDGE = r"(?:(?:the )?(?:start|end|beginning|middle) of |early |mid-?|late )?"
_FORMS: tuple[tuple[str, Callable[[Match], str | None]], ...] = (
    (rf"\b(?:fiscal(?: year)?|financial year|FY)\s?{_Y}(?:[-–/][0-9]{{2,4}})?", _nothing),
    (
        (
            rf"\b(?:over|in|during|for|within)?\s?(?:the\s)?(?P<n>{_N}) years? "
            rf"(?:from|since|after) (?P<first>{_Y})"
        ),
        _onwards,
    ),
    (rf"\b(?:over|in|during|for)?\s?(?:the\s)?(?P<n>{_N}) years to (?P<last>{_Y})", _back),
    (
        (
            r"\b(?:(?:in|over|during|for) )?(?:the )?"
            r"(?:year|(?:[a-z0-9]{1,7} )?(?:months|quarters)) (?:to|ending|ended)(?: in)? "
            rf"(?:(?:end|[0-9]{{1,2}}) )?(?:{_M} )?(?:[0-9]{{1,2}},? )?{_Y}"
        ),
        _nothing,
    ),
    (rf"\b(?:in|over|during|for)?\s?(?:the\s)?first (?P<n>{_N}) months of (?P<y>{_Y})", _months),
    (
        rf"\b(?:in|from|between|over|during|for)?\s?(?P<a>{_M}){_AND}(?P<b>{_M}),? (?P<y>{_Y})",
        _from_to,
    ),
    (rf"\bbetween (?P<first>{_Y}){_AND}(?P<last>{_Y})", _span),
    (
        (
            rf"\b(?:from|in|over|during|for)?\s?(?P<first>{_Y}){_DASH}"
            rf"(?P<last>(?:19|20)[0-9]{{2}}|[0-9]{{2}}){_UNIT}(?![%\w])"
        ),
        _span,
    ),
    (rf"{_IN}(?:H(?P<h>[12])[\s-]?|(?P<word>first|second) half of )(?P<y>{_Y})", _half),
    (
        (
            rf"{_IN}(?:Q(?P<q>[1-4])[\s-]?|(?P<word>first|second|third|fourth|final|last) "
            rf"quarter of )(?P<y>{_Y})"
        ),
        _quarter,
    ),
    (
        (
            r"\b(?:since|before|after|prior to|pre-|post-|from|beyond|starting in) ?"
            rf"{_EDGE}(?:{_M} )?{_Y}"
        ),
        _nothing,
    ),
    (
        (
            rf"(?P<stand>\bas (?:of|at) )?{_IN}(?:end of )?"
            rf"(?:(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? )?\b(?P<m>{_M})"
            rf"(?: (?P<e>[0-9]{{1,2}})(?:st|nd|rd|th)?)?,? (?P<y>{_Y})"
        ),
        _month_of,
    ),
    (rf"\bas (?:of|at) (?:the )?(?:end of )?(?P<y>{_Y})", _stand),
    (
        (
            rf"{_IN}(?:end[\s-](?:of\s)?|year-end\s|early[\s-]|mid[\s-]|late[\s-]|calendar year\s"
            rf"|year\s)?(?P<y>{_Y})"
        ),
        _year,
    ),
    (
        (
            r"\b(?:in|by|over|during|for|since|until|before|after)?\s?(?:the )?"
            r"(?:last|this|next|past|coming|recent|current)"
            r"(?: (?:two|three|few|five|ten|several|couple of|[0-9]{1,2}))? "
            r"(?:years?|months?|quarter|decades?|week|summer|winter|spring|autumn|half)\b"
        ),
        _nothing,
    ),
    (r"\b(?:in )?(?:the )?(?:early |mid-?|late )?(?:19|20)[0-9]0s\b", _nothing),
    (
        r"\b(?:a|one|two|three|five|ten|[0-9]{1,2}) (?:decades?|years?|months?) (?:ago|later)\b",
        _nothing,
    ),
    (
        (
            r"\b(?:at|by|in|since|during) (?:the )?"
            r"(?:time|turn|height|peak|outset|century|decade|pandemic|crisis|war)\b"
        ),
        _nothing,
    ),
    (
        (
            r"\b(?:before|after|since|until|till|previously|formerly|historically|traditionally"
            r"|originally|earlier|later|once|at first|at one time)\b"
        ),
        _nothing,
    ),
    (r"\b(?:yesterday|today|tomorrow|tonight)\b", _nothing),
    (r"\b(?:now|nowadays|currently|at present|at the moment|these days)\b", _nothing),
    (
        (
            r"\b(?:in|by|since|until|till|during|from|through|between|late|early|mid|to|of|and|for)"
            rf"[\s-](?:late |early |mid-?)?(?-i:{_M})\b"
        ),
        _nothing,
    ),
)
RULES = tuple((re.compile(form, re.IGNORECASE), read) for form, read in _FORMS)
"""Forms and how to read them; the first that takes a stretch has it."""
