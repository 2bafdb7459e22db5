"""A sentence as a string of signs, one for each word, number or country that matters."""

import re
from bisect import bisect_right

from outlast.case.model import Case
from outlast.engines.evidence.prose.dates import Date, dates
from outlast.engines.evidence.prose.lending import lent
from outlast.engines.evidence.prose.marked import Marked, Sign
from outlast.engines.evidence.prose.numbers import Number, numbers
from outlast.engines.evidence.prose.places import Names, Place, names_of, place_at
from outlast.engines.evidence.prose.scales import Printed, digits
from outlast.engines.evidence.prose.shaping import shaped
from outlast.engines.evidence.prose.topics import (
    COUNT,
    DROPPED,
    LONGEST,
    Phrases,
    is_dropped,
    phrases_of,
)
from outlast.engines.evidence.prose.vocabulary import SIGNS
from outlast.engines.evidence.prose.words import Word, words

_FORMS = {form: SIGNS[form] for form in ("name", "owner", "adjective", "world")}
_MADE = frozenset({"made", "produced", "sourced", "supplied", "origin", "owned"})


_PRONOUNS = frozenset({"that", "this", "they", "these"})
_CLAUSE_BEGINS = frozenset({",", ";", ":", "–", "and", "but", "while"})
_AFTER_PRONOUN = frozenset(SIGNS[name] for name in ("is", "makes", "rose", "fell"))
_ATTRIBUTED = re.compile(
    r"(?:,\s)?\b(?:[Aa]ccording to|[Ss]a(?:id|ys)|[Dd]ata from|[Ff]igures from|[Ee]stimates by) "
    r"(?:the )?"
    r"(?:(?:United States|U\.S\.|US|British) Geological Survey(?: \((?:USGS|BGS)\))?|USGS|BGS|IEA"
    r"|International Energy Agency|World Bank|IMF|OECD|Reuters|Bloomberg)"
)
"""Who says so, where the name of a country in it says nothing."""


class Marker:
    """Turns sentences into signs, with the words of one case."""

    def __init__(self, case: Case) -> None:
        self._names: Names = names_of(case)
        self._phrases: Phrases = phrases_of(case)

    def mark(self, sentence: str, dateline: int | None = None) -> Marked:
        """Read every word of a sentence; "last year" counts from the dateline's.

        Examples
        --------
        >>> import outlast
        >>> marked = Marker(outlast.load("helium")).mark("In 2022 China imported 95 % of its gas.")
        >>> "".join(sign.letter for sign in marked.signs)
        'CmNoHM'
        """
        when = dates(sentence, dateline)
        spans = [*when, *(Date(*found.span(), None) for found in _ATTRIBUTED.finditer(sentence))]
        tokens = _outside(words(sentence), sorted(spans))
        found = {number.first: number for number in lent(tokens, numbers(tokens))}
        signs: list[Sign] = []
        place = 0
        while place < len(tokens):
            place = self._next(tokens, place, found, signs)
        return Marked(shaped(signs, sentence), when)

    def _next(
        self, tokens: list[Word], place: int, found: dict[int, Number], signs: list[Sign]
    ) -> int:
        """Add the sign that begins at `place`; return where the next begins."""
        number = found.get(place)
        if number:
            return _add_number(tokens, number, signs)
        token = tokens[place]
        here = place_at(tokens, place, self._names)
        if here:
            last = tokens[place + here.length - 1]
            signs.append(_of_place(here, token.start, last.end))
            return _after_made(tokens, place + here.length)
        phrase = self._pronoun(tokens, place) or self._phrase(tokens, place, found)
        if phrase:
            length, letter, value = phrase
            if letter != DROPPED:
                end = tokens[place + length - 1].end
                signs.append(Sign(letter, token.start, end, value))
            return place + length
        letter = _unknown(tokens, place)
        if letter:
            signs.append(Sign(letter, token.start, token.end))
        return place + 1

    def _pronoun(self, tokens: list[Word], place: int) -> tuple[int, str, str] | None:
        """Find "that is" at the beginning of a sentence, "they were" at that of a clause."""
        word = tokens[place].lower
        begins = not place or (word == "they" and tokens[place - 1].text in _CLAUSE_BEGINS)
        if not begins or place + 1 == len(tokens) or word not in _PRONOUNS:
            return None
        following = tokens[place + 1].lower
        letter = self._phrases.get((following,), ("", ""))[0]
        if letter in _AFTER_PRONOUN or is_dropped(following):
            return 1, SIGNS["that"], ""
        return None

    def _phrase(
        self, tokens: list[Word], place: int, found: dict[int, Number]
    ) -> tuple[int, str, str] | None:
        """Find the longest known phrase, hyphens taken as blanks: its length, sign and value."""
        key: list[str] = []
        best: tuple[int, str, str] | None = None
        for index in range(place, min(place + LONGEST, len(tokens))):
            if index > place and index in found:
                break
            if tokens[index].text == "-" and index > place:
                continue
            key.append(tokens[index].lower.replace("'s", "") if index > place and not key else (
                tokens[index].lower))  # fmt: skip
            known = self._phrases.get(tuple(key))
            if known:
                best = (index - place + 1, *known)
        return best


def _outside(tokens: list[Word], when: list[Date]) -> list[Word]:
    """Leave out the words of dates."""
    starts = [date.start for date in when]
    kept = []
    for token in tokens:
        index = bisect_right(starts, token.start) - 1
        if index < 0 or token.start >= when[index].end:
            kept.append(token)
    return kept


def _of_place(place: Place, start: int, end: int) -> Sign:
    return Sign(_FORMS[place.form], start, end, place.code)


def _after_made(tokens: list[Word], place: int) -> int:
    """Skip "-made" behind a country."""
    if place + 1 < len(tokens) and tokens[place].text == "-" and tokens[place + 1].lower in _MADE:
        return place + 2
    return place


def _unknown(tokens: list[Word], place: int) -> str:
    """Sign of a word that no table knows; empty if it says nothing."""
    word = tokens[place]
    if not word.text[0].isalnum():
        return SIGNS["other"] if word.text in {"\ufffd", "=", "+", "/"} else DROPPED
    if is_dropped(word.lower):
        return DROPPED
    begins = place == 0 or tokens[place - 1].text in {":", ".", '"'}
    capital = word.text[0].isupper() and not begins
    return SIGNS["proper"] if capital else SIGNS["other"]


def _add_number(tokens: list[Word], number: Number, signs: list[Sign]) -> int:
    """Add a number; one without a unit counts plants, or says nothing."""
    last = number.last
    if not number.kind:
        counted = _plants(tokens, number)
        if counted is None:
            signs.append(Sign(SIGNS["other"], number.start, number.end, COUNT))
            return last
        number, last = counted
    if tokens[number.first].lower == "up" and number.value and _after_from(signs):
        number = number._replace(value=number.value._replace(rule="printed"))
        signs.append(Sign(SIGNS["to"], number.start, number.start))
    if number.level and signs and signs[-1].letter in {SIGNS["rose"], SIGNS["fell"]}:
        signs.append(Sign(SIGNS["to"], number.start, number.start))
    signs.append(Sign(SIGNS["number"], number.start, number.end, number=number))
    return last


def _after_from(signs: list[Sign]) -> bool:
    """Whether "up to" belongs to "from 25 mcm up to 45 mcm", and is no limit."""
    letters = "".join(sign.letter for sign in signs[-5:])
    return re.search(r"[ft]N&?$", letters) is not None


def _plants(tokens: list[Word], number: Number) -> tuple[Number, int] | None:
    """Read "seven new helium plants" as a count."""
    for index in range(number.last, min(number.last + 4, len(tokens))):
        if tokens[index].lower == "plants":
            word = tokens[number.last - 1]
            text = digits(word.text) if word.is_number else _count(word.lower)
            if text is None:
                return None
            printed = Printed(text, "piece", "printed")
            end = tokens[index].end
            return number._replace(kind="piece", value=printed, doubt="", end=end), index + 1
        if not tokens[index].text[0].isalpha():
            return None
    return None


def _count(word: str) -> str | None:
    names = "one two three four five six seven eight nine ten eleven twelve"
    small = names.split()
    return str(small.index(word) + 1) if word in small else None
