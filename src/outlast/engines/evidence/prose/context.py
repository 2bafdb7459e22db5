"""What a sentence takes over from the one before: who is spoken of, of what, and of when."""

import re
from typing import NamedTuple

from outlast.engines.evidence.prose.clauses import PLACES
from outlast.engines.evidence.prose.signs import Marked, Sign
from outlast.engines.evidence.prose.topics import SIGNS, STANDS_FOR

_LEADS = re.compile(r"^[,&nTe?.]{0,2}?(?P<place>[CGAW])(?![XY@l]|&|,[CAG])")
_CARRIES = re.compile(r"^[,&nTeMh]{0,4}(?:[IH]|(?:[TeM]*[mxpckrs$DhgFS]))")
_ACTS = re.compile(r"(?<![ftonyiqj~!X&])[CG](?=[bM]{0,2}[mxpcvdauwk])")
_OTHERS = frozenset({SIGNS["elsewhere"], SIGNS["company"], SIGNS["plants"]})
"""Plants and firms, which "it" may mean."""
REMEMBERED = 3
"""A date is taken over for so many sentences."""


class Carried(NamedTuple):
    """Subject, item and period of what was read before; None where it is not clear."""

    subject: str | None = None
    item: str | None = None
    period: str | None = None
    source: str = "the sentence before"
    age: int = 0
    """Sentences since the period was read."""


def topic(signs: list[Sign], before: str | None) -> str | None:
    """The country that a sentence speaks of; None where there is none or more than one."""
    letters = "".join(sign.letter for sign in signs)
    if not _OTHERS.isdisjoint(letters):
        return None
    match = _LEADS.match(letters)
    if match:
        return signs[match.start("place")].value
    acting = {signs[found.start()].value for found in _ACTS.finditer(letters)}
    if len(acting) == 1:
        return acting.pop()
    if not acting and _CARRIES.match(letters):
        return before
    return None


def item_before(signs: list[Sign], material: str) -> str | None:
    """The material or item that was named last."""
    for sign in reversed(signs):
        if sign.letter == SIGNS["material"] and sign.value != STANDS_FOR:
            return material
        if sign.letter == SIGNS["item"]:
            return sign.value
    return None


def carry_on(marked: Marked, before: Carried, material: str, *, heading: bool) -> Carried:
    """What the next sentence may take over."""
    known = [date.period for date in marked.dates if date.period]
    period, age = before.period, before.age + 1
    if marked.dates:
        period, age = (known[0] if len(set(known)) == 1 else None), 0
    source = "the heading" if heading and marked.dates else before.source
    if marked.dates and not heading:
        source = "the sentence before"
    subject = topic(marked.signs, None if heading else before.subject)
    item = item_before(marked.signs, material) or before.item
    return Carried(subject, item, period if age < REMEMBERED else None, source, age)


def subject_within(signs: list[Sign], place: int) -> str | None:
    """The one country that acts, or is spoken of, earlier in the same sentence."""
    earlier = signs[:place]
    return topic(earlier, None) if any(sign.letter in PLACES for sign in earlier) else None
