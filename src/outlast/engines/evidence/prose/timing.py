"""Which date of a sentence belongs to which number."""

import re
from typing import NamedTuple

from outlast.engines.evidence.prose.context import Carried
from outlast.engines.evidence.prose.dates import Date
from outlast.engines.evidence.prose.signs import Marked, Sign
from outlast.engines.evidence.prose.topics import SIGNS


class When(NamedTuple):
    """A number's period, None if it is not clear, and what was guessed."""

    period: str | None
    guessed: str = ""


UNCLEAR = When(None)


def when(marked: Marked, place: int, carried: Carried) -> When:
    """Find the period of the number at `place`."""
    start, end = _bounds(marked.signs, place)
    dates = [date for date in marked.dates if start <= date.start < end]
    numbers = [sign for sign in marked.signs if sign.number and start <= sign.start < end]
    this = marked.signs[place]
    if not dates:
        return _elsewhere(marked.dates, carried)
    if len(numbers) == 1:
        return _only(dates, marked.dates, carried)
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


def _elsewhere(dates: list[Date], carried: Carried) -> When:
    """Take the one date of the sentence, or that of the sentence before."""
    known = {date.period for date in dates}
    if len(known) == 1:
        return When(known.pop())
    if known:
        return UNCLEAR
    if carried.period is None:
        return UNCLEAR
    return When(carried.period, f"period from {carried.source}")


def _only(dates: list[Date], every: list[Date], carried: Carried) -> When:
    known = {date.period for date in dates if date.period}
    if len(known) == 1:
        return When(known.pop())
    if not known and len(dates) == 1 and dates[0].relative:
        return _counted(dates[0].relative, every, carried)
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
    if len(dates) == 1 and ".." in (dates[0].period or "") and len(numbers) == 2:
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
        return _elsewhere([], carried)
    return UNCLEAR


def _shared(date: Date, numbers: list[Sign], this: Sign) -> When:
    """Several numbers share a date; one that follows it was perhaps not meant."""
    between = numbers[0].start < date.start < this.start
    return When(date.period, "period from earlier in the sentence" if between else "")


def _change(signs: list[Sign], numbers: list[Sign]) -> str:
    """Whether numbers go "from … to", or "to … from" and "… compared with"."""
    first, last = signs.index(numbers[0]), signs.index(numbers[-1])
    letters = "".join(sign.letter for sign in signs[max(first - 1, 0) : last + 1])
    if letters.startswith("fN") and "tN" in letters:
        return "rising"
    again = re.search(r"N(?:o[ME])?[,&|]{1,2}N$", letters) is not None
    alike = len({number.number.kind for number in numbers[-2:] if number.number}) == 1
    back = "~N" in letters or letters.endswith("fN") or (again and alike)
    return "falling" if back else ""


def _paired(dates: list[Date], numbers: list[Sign], this: Sign) -> When:
    """Give each number its date where they take turns."""
    turns = sorted([*((date.start, "d") for date in dates), *((n.start, "n") for n in numbers)])
    order = "".join(turn for _, turn in turns)
    if order in {"nd" * len(dates), "dn" * len(dates)} and len(dates) == len(numbers):
        return When(dates[numbers.index(this)].period)
    return UNCLEAR
