"""Read the claims of an article: every number, with what it says or why that is not clear."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from outlast.case.model import Case
from outlast.case.schema import GROWTHS, Claim
from outlast.engines.evidence.prose.claims import Row, claim_of
from outlast.engines.evidence.prose.context import Carried, Told, carry_on
from outlast.engines.evidence.prose.echo import Leaning, lean
from outlast.engines.evidence.prose.marked import Marked, Sign
from outlast.engines.evidence.prose.resolve import NO_FORM, Spoken, Statement, state
from outlast.engines.evidence.prose.signs import Marker
from outlast.engines.evidence.prose.text import (
    MAX_SENTENCE,
    Cleaned,
    Sentence,
    Unread,
    sentences,
)
from outlast.engines.evidence.prose.timing import When, when

MAX_NUMBERS = 5_000
"""Numbers that are read in one text; what follows is reported as unread."""

MAX_IN_SENTENCE = 25
"""A sentence with more numbers is a table and is left unread."""


@dataclass(frozen=True)
class Found:
    """A number in a text, as read.

    Attributes
    ----------
    start, end : int
        Span of the number with its unit in the text.
    claim : Claim or None
        The row, None if the number could not be read as a claim.
    missing : tuple of str
        What could not be found: ``subject``, ``partner``, ``period``, ``quantity``, ``item``,
        ``unit``, ``number``.
    guessed : tuple of str
        What was taken over from an earlier sentence or by default.
    reason : str
        Why there is no claim.
    """

    start: int
    end: int
    claim: Claim | None
    missing: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class TextReading:
    """What was read from a text, in its order, and the stretches that were not."""

    found: tuple[Found, ...]
    unread: tuple[Unread, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The rows that are ready."""
        return tuple(found.claim for found in self.found if found.claim)


def read_text(text: str, case: Case) -> TextReading:
    """Read the claims of English prose by rules.

    A number whose quantity, subject or period is not clear is found without a claim, and says why.

    Parameters
    ----------
    text : str
        Prose; markdown and HTML tags are passed over.
    case : Case
        Gives the material, the countries and the units.

    Returns
    -------
    TextReading
        The claims, and what was not read with the reason.

    Examples
    --------
    >>> import outlast
    >>> reading = read_text("In 2022 China imported nearly 95 % of its helium.",
    ...                     outlast.load("helium"))
    >>> [claim] = reading.claims
    >>> claim.quantity, claim.subject, claim.period, claim.printed, claim.unit, claim.rule
    ('import_dependence', 'CHN', '2022', '95', '%', 'around')
    """
    cleaned = Cleaned(text)
    unread = cleaned.left_over()
    found: list[Found] = []
    marker, carried, count = Marker(case), Carried(), 0
    for sentence in sentences(cleaned.text):
        if len(found) >= MAX_NUMBERS:
            reason = f"a text is read up to {MAX_NUMBERS:,} numbers"
            unread.insert(0, Unread(*cleaned.place(sentence.start, len(cleaned.text)), reason))
            break
        if len(sentence.text) > MAX_SENTENCE:
            unread.append(_passed(cleaned, sentence, "a stretch without a full stop"))
            carried = Carried()
            continue
        marked = marker.mark(sentence.text, cleaned.dateline)
        if sum(sign.number is not None for sign in marked.signs) > MAX_IN_SENTENCE:
            unread.append(_passed(cleaned, sentence, "a table, not a sentence"))
            carried = Carried()
            continue
        told = None  # by the last number of the sentence
        for one, understood in _numbers(sentence, marked, carried, case):
            told = _later(told, understood)
            start, end = cleaned.place(sentence.start + one.start, sentence.start + one.end)
            count += one.claim is not None
            claim = one.claim and one.claim.model_copy(update={"id": f"text-{count}"})
            found.append(replace(one, start=start, end=end, claim=claim))
        carried = carry_on(marked, carried, case.header.material, told, heading=sentence.heading)
    return TextReading(tuple(found), tuple(sorted(unread, key=lambda part: part.start)))


def _passed(cleaned: Cleaned, sentence: Sentence, reason: str) -> Unread:
    end = sentence.start + len(sentence.text)
    return Unread(*cleaned.place(sentence.start, end), reason)


def _numbers(
    sentence: Sentence, marked: Marked, carried: Carried, case: Case
) -> Iterator[tuple[Found, Told | None]]:
    """Read each number of a sentence; the places are within the sentence."""
    told = before = carried.told
    for place, sign in enumerate(marked.signs):
        if sign.number is None:
            continue
        said, time, again = _said(marked, place, carried, told, case)
        row = claim_of(sign.number, said, time, sentence.text, case)
        told = again or _told(said, time, sign, place, row)
        told = _later(before, told) if before and before.place >= 0 else told
        told = told and told._replace(place=place)
        before = told
        yield Found(sign.start, sign.end, *row), told


def _said(marked: Marked, place: int, carried: Carried, told: Told | None, case: Case) -> Leaning:
    """What a number says and when: by itself, or else by the number before."""
    said = state(Spoken(marked.signs, place, carried, case.header.material, told))
    leaning = lean(marked, place, carried, told) if said.reason == NO_FORM else None
    time = when(marked, place, carried, growth=said.quantity in GROWTHS)
    return leaning or Leaning(said, time)


def _later(one: Told | None, two: Told | None) -> Told | None:
    """Of two numbers that say the same of two times, that of the later time; else the second."""
    if one is None or two is None or one[:4] != two[:4]:
        return two
    return one if (one.period or "") > (two.period or "") else two


def _told(said: Statement, time: When, sign: Sign, place: int, row: Row) -> Told | None:
    """Keep what was understood for the next number, though its period may be missing."""
    number, claim = sign.number, row.claim
    if number is None or (claim is None and row.missing != ("period",)):
        return None
    period = claim.period if claim else time.period
    unit = claim.unit if claim else number.value.unit if number.value else ""
    return Told(said.quantity, said.subject or "", said.partner, said.item, period,
                number.kind, unit, place)  # fmt: skip
