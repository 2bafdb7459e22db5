"""The small language in which `sayings` writes the sentences that are understood.

A pattern is a row of names of `topics.SIGNS`.  ``?`` behind a name means that it may be missing,
``a|b`` either of two.  Capitals are macros: SUBJECT a country that acts, OWNER one whose thing it
is, PARTNER the other country, THING the material or another item, N the number, IS the words
between a thing and its number ("reached", "fell to"), STOP that nothing narrows what was said
("… for its hospitals").
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from outlast.engines.evidence.prose.vocabulary import SIGNS

OTHER_NUMBER = "#"
"""Sign of every number but the one that is being read."""

_BEFORE = "".join(SIGNS[name] for name in ("from", "to", "of", "in", "by", "on", "for", "with",
                                           "compared", "except", "joint", "proper"))  # fmt: skip
_START = r"(?:^|(?<=[,&]))"
_MACROS = {
    "SUBJECT": rf"(?<![{_BEFORE}])(?<!oT)(?P<subject>[CIW])",
    "OWNER": rf"(?<![{_BEFORE}])(?<!oT)(?P<subject>[GHACW])T?",
    "WHOSE": rf"(?<![{_BEFORE}])(?<!oT)(?P<subject>[GHACW])",
    "BUYER": r"(?P<subject>[GHAC])T?",
    "MARKET": r"(?P<subject>[GHACW])",
    "HEAD": rf"(?<![{_BEFORE}])",
    "BARE": rf"{_START}T?(?P<subject>)",
    "DOING": rf"(?<![{_BEFORE}])(?<!oT)(?P<subject>)(?P<doing>)",
    "ELLIPSIS": rf"{_START}(?P<subject>)",
    "START": rf"{_START}T?",
    "SAME": r"(?P<same>[GAC]?)",
    "INSIDE": r"[nyo](?P<subject>[CI])",
    "ANY": r"[^N#|,]{0,8}",
    "OWNED": r"(?P<subject>[GHA])",
    "ALL": r"(?P<item>T)",
    "TAKER": r"(?P<subject>(?P<taker>[CI]))",
    "INTO": r"[tny](?P<subject>[CI])",
    "ORIGIN": r"f(?P<subject>[C])",
    "PARTNER": r"(?P<partner>[CAG])",
    "HOLDER": rf"(?<![{_BEFORE}])(?P<partner>[CAGH])",
    "SELLER": rf"(?<![{_BEFORE}])(?P<partner>[CI])",
    "THING": r"(?P<item>[ME]?)",
    "GOODS": r"(?P<item>[TME]?)",
    "NAMED": r"(?P<item>[ME])",
    "FLOW": r"(?P<flow>[mxpc])",
    "N": r"(?P<number>N)",
    "IS": rf"(?:(?:[uw]y?{OTHER_NUMBER}?,?[tb]|[tb])*|o(?=N)|,b?(?=N(?:,|$)))",
    "RISES": r"(?:[uw]?[tb]+)+",
    "SUM": rf"(?:[uw]y?{OTHER_NUMBER}?[tb]|[tbVo])*",
    "GROWS": r"b{0,3}(?P<moved>[uw]?)[bjy]*g?[oby]*",
    "STOP": r"(?![cq@])(?!n[.X])",
    "ALONE": r"(?![cqf@])(?!n[.X])",
    "LEFT": rf"(?:o[HT]{{0,2}}M?m?)?(?=(?:$|[,&{OTHER_NUMBER}]))",
    "PLAIN": r"(?!o?[ME]?[ft])(?!oA)",
    "ENDED": rf"(?=(?:$|[,&{OTHER_NUMBER}]))",
}


class Pattern(NamedTuple):
    """A form of sentence, and the quantity of which it speaks."""

    quantity: str
    form: re.Pattern[str]


def compiled(rows: Iterable[tuple[str, str]]) -> tuple[Pattern, ...]:
    """Turn rows of quantity and form into patterns.

    Examples
    --------
    >>> [row] = compiled([("imports", "SUBJECT is? imports N PLAIN")])
    >>> bool(row.form.search("CmNoM")), bool(row.form.search("CmNoMfC"))
    (True, False)
    """
    return tuple(Pattern(quantity, re.compile(_translated(form))) for quantity, form in rows)


def _translated(form: str) -> str:
    return "".join(_one(word) for word in form.split())


def _one(word: str) -> str:
    """Translate one word of a form."""
    name, optional = word.removesuffix("?"), word.endswith("?")
    parts = [_MACROS[part] if part in _MACROS else re.escape(SIGNS[part])
             for part in name.split("|")]  # fmt: skip
    body = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    if word == "is?":
        return f"{body}{{0,3}}"  # "is expected to"
    return f"(?:{body})?" if optional else body
