"""What a sentence takes over from the one before: who is spoken of, of what, and of when."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from outlast.engines.evidence.prose.clauses import PLACES
from outlast.engines.evidence.prose.dates import Date
from outlast.engines.evidence.prose.marked import Marked, Sign
from outlast.engines.evidence.prose.topics import COUNT, MANY, STANDS_FOR, THAN
from outlast.engines.evidence.prose.vocabulary import SIGNS

_LEADS = re.compile(r"^[,&nTe?.]{0,2}?(?P<place>[CGAW])(?![XY@l]|&|,[CAG])")
_CARRIES = re.compile(r"^[,&nTeMh]{0,4}(?:[IH]|(?:[TeM]*[mxpckrs$DhgFS]))")
_ACTS = re.compile(r"(?<![ftonyiqj~!X&])[CG](?=[bM]{0,2}[mxpcvdauwk])")
_SILENT = re.compile(r"(?![.X])[^CGWX]*")
"""A sentence in which no country acts and nobody is named."""
_ALONE = re.compile(r"(?<![ft~!X&])(?P<place>[CG])(?![&XY@l])")
_WHOSE = re.compile(r"(?<=No)[GA](?=[TEMmxpcS])")
_DESCRIBED = re.compile(r"(?<=[CI])(?:b+|,)[W.MET]{0,5}Y(?![XY])")
"""A country that "is the world's largest producer"."""
_FLOWS = {"m": "imports", "x": "exports", "p": "production", "c": "consumption", "k": "capacity"}
_FROM = frozenset({SIGNS["compared"], SIGNS["from"]})
_UNSURE = frozenset(SIGNS[name] for name in (
    "unreal", "elsewhere", "company", "plants", "proper", "except"))  # fmt: skip
_OTHERS = frozenset({SIGNS["elsewhere"], SIGNS["company"], SIGNS["plants"]})
"""Plants and firms, which "it" may mean."""
_YEAR = re.compile(r"(?:as of )?[0-9]{4}|as of [0-9]{4}-[0-9]{2}")
"""Parts of a year and rows of years are not taken over: few sentences that follow mean them."""
REMEMBERED = 3
"""A date or a country is taken over for so many sentences."""


class Told(NamedTuple):
    """What an earlier number said; `place` is its sign, -1 in the sentence before."""

    quantity: str
    subject: str
    partner: str | None
    item: str | None
    period: str | None
    kind: str
    unit: str
    place: int = -1


class Carried(NamedTuple):
    """Subject, item and period of what was read before; None where it is not clear."""

    subject: str | None = None
    item: str | None = None
    period: str | None = None
    source: str = "the sentence before"
    age: int = 0
    """Sentences since the period was read."""
    spoken_of: int = 0
    """Sentences since the subject was named."""
    latest: str = ""
    """The last year that was named, but by "until"."""
    unclear: bool = False
    """Whether the sentence before had a number that was not understood."""
    told: Told | None = None
    """The last number of the sentence before, if it was understood."""


def year_of(period: str) -> str:
    """Year with which a period begins.

    >>> year_of("as of 2024-10")
    '2024'
    """
    return period.removeprefix("as of ")[:4]


def topic(signs: list[Sign], before: str | None) -> str | None:
    """The country that a sentence speaks of; None where there is none or more than one."""
    signs = [sign for sign in signs if sign.value not in {MANY, COUNT}]
    letters = "".join(sign.letter for sign in signs)
    for described in reversed(list(_DESCRIBED.finditer(letters))):
        del signs[described.start() : described.end()]
    letters = _DESCRIBED.sub("", letters)
    if not _OTHERS.isdisjoint(letters):
        return None
    match = _LEADS.match(letters)
    if match:
        return signs[match.start("place")].value
    acting = {signs[found.start()].value
              for form in (_ACTS, _WHOSE) for found in form.finditer(letters)}  # fmt: skip
    if len(acting) == 1:
        return acting.pop()
    if not acting and (_CARRIES.match(letters) or _SILENT.fullmatch(letters)):
        return before
    named = {sign.value for sign in signs if sign.letter in PLACES}
    alone = _ALONE.search(letters)
    if not acting and len(named) == 1 and alone and SIGNS["proper"] not in letters:
        return signs[alone.start("place")].value
    return None


def than(signs: list[Sign], date: Date) -> bool:
    """Whether "more than" or the like stands right before a date."""
    before = [sign for sign in signs if sign.end <= date.start]
    return bool(before) and before[-1].value == THAN


def _compared(marked: Marked) -> Iterator[Date]:
    """Dates with which others are compared ("against 33 % in 2015", "more than in 2020")."""
    yield from (date for date in marked.dates if than(marked.signs, date))
    for before, sign in pairwise(marked.signs):
        if sign.number and before.letter in _FROM:
            behind = [date for date in marked.dates if date.start >= sign.end]
            yield from behind[:1]


def implied(
    signs: list[Sign], subject: str | None, material: str, item: str | None
) -> Told | None:
    """What a sentence without a number speaks of, if that is one flow of one country."""
    letters = {sign.letter for sign in signs}
    flows = letters & _FLOWS.keys()
    if subject is None or len(flows) != 1 or letters & _UNSURE:
        return None
    goods = None if item in {None, material} else item
    return Told(_FLOWS[flows.pop()], subject, None, goods, None, "", "")


def item_before(signs: list[Sign], material: str) -> str | None:
    """The material or item that was named last."""
    for sign in reversed(signs):
        if sign.letter == SIGNS["material"] and sign.value != STANDS_FOR:
            return material
        if sign.letter == SIGNS["item"]:
            return sign.value
    return None


def carry_on(
    marked: Marked, before: Carried, material: str, told: Told | None, *, heading: bool
) -> Carried:
    """What the next sentence may take over."""
    compared = set(_compared(marked))
    known = {date.period for date in marked.dates if date.period and not (
        date.is_day or date in compared)}  # fmt: skip
    period, age = before.period, before.age + 1
    if known or any(date not in compared for date in marked.dates):
        period, age = (min(known) if len(known) == 1 else None), 0
    if period and not _YEAR.fullmatch(period):
        period = None
    source = "the heading" if heading and marked.dates else before.source
    if marked.dates and not heading:
        source = "the sentence before"
    years = [year_of(date.period) for date in marked.dates if date.period and date.word != "until"]
    subject = topic(marked.signs, None if heading else before.subject)
    named = any(sign.letter in PLACES for sign in marked.signs)
    spoken_of = 0 if named else before.spoken_of + 1
    item = item_before(marked.signs, material) or before.item
    unclear = told is None and any(sign.number for sign in marked.signs)
    if told is None and not unclear:
        told = implied(marked.signs, subject, material, item)
    return Carried(
        subject if spoken_of < REMEMBERED else None, item, period if age < REMEMBERED else None,
        source, age, spoken_of, max(years, default=before.latest), unclear,
        told and told._replace(place=-1),
    )  # fmt: skip


def subject_within(signs: list[Sign], place: int) -> str | None:
    """The one country that acts, or is spoken of, earlier in the same sentence."""
    earlier = signs[:place]
    return topic(earlier, None) if any(sign.letter in PLACES for sign in earlier) else None
