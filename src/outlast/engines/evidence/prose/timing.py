"""Which date of a sentence belongs to which number."""

import re
from typing import NamedTuple

from outlast.engines.evidence.prose.context import Carried, than, year_of
from outlast.engines.evidence.prose.dates import Date
from outlast.engines.evidence.prose.marked import Marked, Sign
from outlast.engines.evidence.prose.topics import CONTRAST
from outlast.engines.evidence.prose.vocabulary import SIGNS


class When(NamedTuple):
    """A number's period, None if it is not clear, and what was guessed."""

    period: str | None
    guessed: str = ""


UNCLEAR = When(None)
_COMPARES = frozenset(SIGNS[name] for name in ("rose", "fell", "compared", "respectively"))
_COMPLETES = frozenset(SIGNS[name] for name in ("of", "from", "to", "material", "item", "name"))
_GOODS = re.compile(r"No[ME][,&]{1,2}No[ME]$")
"""Two goods with a number each, and no change."""
_MOVES = frozenset({SIGNS["rose"], SIGNS["fell"]})


def when(marked: Marked, place: int, carried: Carried, *, growth: bool = False) -> When:
    """Find the period of the number at `place`; `growth` tells that it is a rate of change."""
    bases = _bases(marked)
    here = marked.signs[place].start
    others = {date for date in marked.dates if date.word == "now" and any(
        date.start < other.start < here for other in marked.dates)}  # fmt: skip
    others |= {date for date in marked.dates if date.word == "now" and not _beside(
        marked.signs, place, date)}  # fmt: skip
    others |= {date for date in marked.dates if date.is_day and any(
        date.period and not date.is_day for date in marked.dates)}  # fmt: skip
    kept = [date for date in marked.dates if date not in bases and date not in others]
    rest = marked._replace(dates=kept)
    found = _when(rest, place, carried)
    last_year = any(date.word == "dateline" and date.period == found.period for date in rest.dates)
    if last_year and not found.guessed:
        found = When(found.period, "last year, counted from the dateline")
    if growth:
        base = next((date for date in bases if _behind(marked.signs, date) == place), None)
        year = base.word.removeprefix("from ") if base else ""
        if year and found.period != str(int(year) + 1):
            return UNCLEAR
    return found


def _beside(signs: list[Sign], place: int, date: Date) -> bool:
    """Whether no other number stands between the date and the one at `place`."""
    behind = _behind(signs, date)
    numbers = [at for at, sign in enumerate(signs) if sign.number]
    return behind == place or numbers[numbers.index(place) - 1 :][:1] == [behind] or (
        behind < 0 and numbers[0] == place)  # fmt: skip


def _behind(signs: list[Sign], date: Date) -> int:
    """Place of the last number before a date, -1 if there is none."""
    before = [place for place, sign in enumerate(signs) if sign.number and sign.end <= date.start]
    return before[-1] if before else -1


def _bases(marked: Marked) -> list[Date]:
    """Dates that only say with when a number is compared ("up 9 % from 2024")."""
    found = []
    for date in marked.dates:
        place = _behind(marked.signs, date)
        sign = marked.signs[place] if place >= 0 else None
        percent = sign and sign.number and sign.number.kind == "%"
        around = {sign.letter for sign in marked.signs[max(place - 2, 0) : place + 2]}
        counted = date.relative == -1 or date.word.startswith("from ")
        if than(marked.signs, date) or (counted and percent and around & _MOVES):
            found.append(date)
    return found


def _when(marked: Marked, place: int, carried: Carried) -> When:
    start, end = _bounds(marked.signs, place)
    dates = [date for date in marked.dates if start <= date.start < end]
    numbers = [sign for sign in marked.signs if sign.number and start <= sign.start < end]
    this = marked.signs[place]
    if any(date.word == "since" and _next_to(marked.signs, this, date) for date in dates):
        return UNCLEAR
    if not dates:
        return _elsewhere(marked, start, end, carried)
    if len(numbers) == 1:
        return _only(_uncompared(marked.signs, this, dates), marked.dates, carried)
    change = _change(marked.signs, numbers)
    if change:
        return _of_change(dates, numbers, this, change, carried)
    if len(dates) == 1:
        return _shared(dates[0], numbers, this)
    return _paired(dates, numbers, this)


def _breaks(signs: list[Sign], place: int) -> bool:
    number = place + 1 < len(signs) and signs[place + 1].number is not None
    return signs[place].letter == SIGNS["break"] and not number


def _bounds(signs: list[Sign], place: int) -> tuple[int, int]:
    """Where the clause begins and ends."""
    start = end = place
    while start and not _breaks(signs, start - 1):
        start -= 1
    while end + 1 < len(signs) and not _breaks(signs, end + 1):
        end += 1
    first = 0 if start == 0 else signs[start - 1].end
    last = signs[end + 1].start if end + 1 < len(signs) else 1 << 60
    return first, last


def _elsewhere(marked: Marked, start: int, end: int, carried: Carried) -> When:
    """Take the one date of the clauses before, of those behind, or of the sentence before."""
    before = [date for date in marked.dates if date.start < start]
    known = {date.period for date in before}
    if len(known) == 1:
        first = next((sign.start for sign in marked.signs if sign.number), 0)
        guess = "" if before[0].start < first else "period from earlier in the sentence"
        return When(known.pop(), guess)
    after = [date for date in marked.dates if date.start >= end]
    if known:
        return UNCLEAR
    if after and not _owned(marked, after[0], end):
        periods = {date.period for date in after}
        return When(periods.pop()) if len(periods) == 1 else UNCLEAR
    later = year_of(after[0].period or "") if after else "9999"
    if carried.period and not year_of(carried.period) < later:
        return UNCLEAR
    return _taken_over(carried)


def _owned(marked: Marked, date: Date, end: int) -> bool:
    """Whether a date behind the clause belongs to a number there, as after "but by 2024"."""
    later = [sign for sign in marked.signs if sign.start >= end]
    numbers = [sign for sign in later if sign.number]
    if not numbers:
        return False
    turned = any(sign.value == CONTRAST or sign.letter in _MOVES for sign in later)
    return turned or date.start < numbers[-1].start


def _next_to(signs: list[Sign], this: Sign, date: Date) -> bool:
    """Whether a date stands behind the number, with nothing between that it could belong to."""
    between = {sign.letter for sign in signs if this.end <= sign.start < date.start}
    return date.start > this.start and between <= _COMPLETES


def _uncompared(signs: list[Sign], this: Sign, dates: list[Date]) -> list[Date]:
    """Leave out dates with which a number is compared ("4 t in 2024, more than in 2023")."""
    kept: list[Date] = []
    for date in dates:
        between = {sign.letter for sign in signs if this.end <= sign.start < date.start}
        if not kept or not between & _COMPARES:
            kept.append(date)
    return kept


def _only(dates: list[Date], every: list[Date], carried: Carried) -> When:
    known = {date.period for date in dates if date.period}
    if len(known) == 1:
        return When(known.pop())
    if not known and len(dates) == 1 and dates[0].relative:
        return _counted(dates[0].relative, every, carried)
    if not known and len(every) == 1 and every[0].word == "now" and carried.period and (
            year_of(carried.period) == carried.latest):  # fmt: skip
        return When(carried.period, "now taken as the last year named")
    return UNCLEAR


def _counted(years: int, every: list[Date], carried: Carried) -> When:
    """Count years from the other date of the sentence, or from that of the one before."""
    known = {date.period for date in every if date.period}
    base = known.pop() if len(known) == 1 else carried.period if not known else None
    if base is None or not base.isdigit():
        return UNCLEAR
    guessed = "" if any(date.period for date in every) else f"period from {carried.source}"
    return When(str(int(base) + years), guessed)


def _of_change(
    dates: list[Date], numbers: list[Sign], this: Sign, change: str, carried: Carried
) -> When:
    """Each number of a change has the date behind it; the new one may have that before it."""
    order = numbers.index(this)
    new = len(numbers) - 1 if change == "rising" else 0
    span = _span(dates)
    if span and order > 1:
        return When(dates[0].period)
    if span and change == "rising":
        new = 1
    if span:
        first, _, last = (dates[0].period or "").partition("..")
        whole = len(first) == len(last) == 4
        return When(last if order == new else first) if whole else UNCLEAR
    end = numbers[order + 1].start if order + 1 < len(numbers) else 1 << 60
    behind = [date for date in dates if this.start < date.start < end]
    leading = [date for date in dates if date.start < numbers[0].start]
    if len(behind) == 1 and behind[0].relative:
        others = [date for date in dates if date is not behind[0]]
        return _counted(behind[0].relative, others, carried)
    own = behind or (leading if order == new else [])
    if len(own) == 1:
        return When(own[0].period)
    if not own and order == new and all(date.relative for date in dates):
        return _taken_over(carried)
    return UNCLEAR


def _taken_over(carried: Carried) -> When:
    if carried.period is None:
        return UNCLEAR
    return When(carried.period, f"period from {carried.source}")


def _span(dates: list[Date]) -> bool:
    """Whether there is one date, from a year to a year."""
    return len(dates) == 1 and ".." in (dates[0].period or "")


def _shared(date: Date, numbers: list[Sign], this: Sign) -> When:
    """Several numbers share a date; one that follows it was perhaps not meant."""
    between = numbers[0].start < date.start < this.start
    return When(date.period, "period from earlier in the sentence" if between else "")


def _change(signs: list[Sign], numbers: list[Sign]) -> str:
    """Whether numbers go "from … to", or "to … from" and "… compared with"."""
    first, last = signs.index(numbers[0]), signs.index(numbers[-1])
    letters = "".join(sign.letter for sign in signs[max(first - 1, 0) : last + 3])
    goods = _GOODS.search(letters) is not None
    letters = letters[: letters.rindex(SIGNS["number"]) + 1]
    if letters.startswith("fN") and "tN" in letters:
        return "rising"
    again = re.search(r"N(?:o[ME])?[,&|]{1,2}N$", letters) is not None
    alike = len({number.number.kind for number in numbers[-2:] if number.number}) == 1
    back = "~N" in letters or letters.endswith("fN") or (again and alike and not goods)
    return "falling" if back else ""


def _paired(dates: list[Date], numbers: list[Sign], this: Sign) -> When:
    """Give each number its date where they take turns."""
    turns = sorted([*((date.start, "d") for date in dates), *((n.start, "n") for n in numbers)])
    order = "".join(turn for _, turn in turns)
    if order in {"nd" * len(dates), "dn" * len(dates)} and len(dates) == len(numbers):
        return When(dates[numbers.index(this)].period)
    if re.fullmatch(r"nd(?:dn)+", order):
        earlier = [date for date in dates if date.start < this.start]
        return When(earlier[-1].period if earlier else dates[0].period)
    if re.fullmatch(r"(?:nd)+n+", order):
        behind = [date for date in dates if date.start > this.start]
        guess = "" if behind else "period from earlier in the sentence"
        return When((behind or dates[-1:])[0].period, guess)
    if re.fullmatch(r"(?:dn+)+", order):
        before = [date for date in dates if date.start < this.start]
        first = not any(before[-1].start < number.start < this.start for number in numbers)
        return When(before[-1].period, "" if first else "period from earlier in the sentence")
    return UNCLEAR
