"""Numbers that lean on the one before: "or 865 MMcf", "equal to 12 % of demand", "Russia 31 %".

Such a number has no statement of its own.  What it says follows from what the last number said,
in the same sentence or in the one before, and from the few words between and behind them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from outlast.case.schema import GROWTHS, WORLD_SUBJECT
from outlast.engines.evidence.prose.context import year_of
from outlast.engines.evidence.prose.echo_forms import (
    ECHOES,
    FOLLOWING,
    RESTATED,
    Echo,
    kind_of,
)
from outlast.engines.evidence.prose.resolve import ALL_GOODS, Statement, doubt_of
from outlast.engines.evidence.prose.timing import When, when
from outlast.engines.evidence.prose.topics import FORECAST, HAS, OR, YEARLY
from outlast.engines.evidence.prose.vocabulary import SIGNS

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from outlast.engines.evidence.prose.context import Carried, Told
    from outlast.engines.evidence.prose.marked import Marked, Sign
    from outlast.engines.evidence.prose.numbers import Number

REACH = 24
"""Signs between two numbers of which one leans on the other, and behind the second."""
_LIKE = "as the number before"


class Leaning(NamedTuple):
    """What a number says that leans on another, and when."""

    statement: Statement
    when: When
    told: Told | None = None
    """The other number again, if this one only adds to what that says."""


def lean(marked: Marked, place: int, carried: Carried, told: Told | None) -> Leaning | None:
    """Read a number by what the one before it said; None if they do not belong together."""
    number = marked.signs[place].number
    if told is None or number is None or number.value is None:
        return None
    start = max(told.place, 0)
    signs = marked.signs[start : place + REACH]
    if place - start > REACH or doubt_of(_near(signs, place - start)):
        return None
    if signs[place - start - 1].value == HAS:
        return None
    letters = _letters(signs, place - start)
    for row in ECHOES if told.place >= 0 else FOLLOWING:
        match = row.form.match(letters) if _speaks(row, told, number) else None
        if match:
            statement = _filled(row, match, signs, told, number)
            time = _time(row, marked, place, carried, told)
            same = told._replace(place=place, period=told.period or time.period)
            adds = row.quantity in {RESTATED, "growth"}
            return statement and Leaning(statement, time, same if adds else None)
    return None


def _near(signs: Sequence[Sign], place: int) -> str:
    """Letters from the one number to the end of the other's phrase."""
    letters = "".join(sign.letter for sign in signs)
    tail = letters.find(SIGNS["comma"], place)
    return letters[1 : tail if tail >= 0 else len(letters)]


def _letters(signs: Sequence[Sign], place: int) -> str:
    """Write the signs as the forms have them: this number N, others #, "or" and brackets apart."""
    row = []
    for index, sign in enumerate(signs):
        if sign.number is not None:
            row.append("N" if index == place else "#")
        elif sign.value in {"(", ")"}:
            row.append(sign.value)
        else:
            row.append("O" if sign.value == OR else sign.letter)
    return "".join(row)


def _speaks(row: Echo, told: Told, number: Number) -> bool:
    """Whether the form is one for the two numbers."""
    if told.quantity not in row.told or kind_of(number.kind) not in row.kinds:
        return False
    if row.of_world and told.subject != WORLD_SUBJECT:
        return False
    if row.same_kind and told.kind != number.kind:
        return False
    return row.with_partner is None or row.with_partner == (told.partner is not None)


def _filled(
    row: Echo, match: re.Match[str], signs: Sequence[Sign], told: Told, number: Number
) -> Statement | None:
    """Take over what the form leaves open."""
    parts = match.groupdict()
    quantity = row.quantity or told.quantity
    if row.quantity == RESTATED:
        quantity = _restated(told, number)
    named = signs[match.start("place")].value if parts.get("place") else ""
    owner = signs[match.start("owner")].value if parts.get("owner") else ""
    partner = named if named and row.role == "partner" else told.partner if row.keeps else None
    subject = named if named and row.role == "subject" else told.subject
    if row.role == "ranked" and named:
        partner, subject = (named, subject) if told.partner else (None, named)
    alone = quantity in {"world_share", "domestic_share"} and subject == WORLD_SUBJECT
    if not quantity or subject == partner or alone or (owner and owner != told.subject):
        return None
    if not _goods_fit(quantity, match, signs, told):
        return None
    if quantity == "growth":
        quantity = f"{told.quantity}_growth"
    yearly = any(sign.value == YEARLY for sign in signs)
    forecast = any(sign.value == FORECAST for sign in signs[: match.end()])
    guessed = (_LIKE, *(("a forecast",) if forecast else ()))
    return Statement(quantity, subject, partner, told.item, (), guessed, "",
                     parts.get("moved") == "w", yearly)  # fmt: skip


def _restated(told: Told, number: Number) -> str:
    """Quantity of the same statement in another unit; empty if there is none."""
    if number.value is None or number.value.unit == told.unit:
        return ""
    return kind_pairs().get((told.quantity, kind_of(number.kind)), "")


def kind_pairs() -> dict[tuple[str, str], str]:
    """For a quantity and the kind of another number, what that counts."""
    pairs = {
        (name, "amount"): name
        for name in (
            "imports",
            "exports",
            "production",
            "consumption",
            "capacity",
            "reserves",
            "resources",
        )
    }
    pairs |= {("imports", "money"): "value", ("exports", "money"): "export_value"}
    pairs |= {("value", "money"): "value", ("export_value", "money"): "export_value"}
    pairs |= {("value", "amount"): "imports", ("export_value", "amount"): "exports"}
    pairs |= {("export_share", "money"): "export_value", ("export_share", "amount"): "exports"}
    pairs |= {("import_share", "money"): "value", ("import_share", "amount"): "imports"}
    pairs |= {("goods_share", "money"): "export_value", ("world_share", "amount"): "production"}
    pairs |= {("domestic_share", "amount"): "production"}
    return pairs | {("import_dependence", "amount"): "imports"}  # fmt: skip


def _goods_fit(quantity: str, match: re.Match[str], signs: Sequence[Sign], told: Told) -> bool:
    """Whether the goods named behind the number are those that were spoken of."""
    if quantity == "goods_share":
        return told.item != ALL_GOODS
    start = match.start("goods") if match.groupdict().get("goods") else -1
    if start < 0:
        return True
    sign = signs[start]
    return (sign.letter == SIGNS["material"]) == (told.item is None) and sign.value in {
        "", "the gas", told.item}  # fmt: skip


def _time(row: Echo, marked: Marked, place: int, carried: Carried, told: Told) -> When:
    """Take the other number's period, unless a date stands behind this one."""
    following = next((s.start for s in marked.signs[place + 1 :] if s.number), 1 << 60)
    first = marked.signs[told.place].end if told.place >= 0 else 0
    own = [date for date in marked.dates if first <= date.start < following]
    behind = [date for date in own if date.start > marked.signs[place].start]
    if row.quantity == "growth" and not row.other_time:
        return _since(told, [date.word or date.period or date.relative for date in behind])
    if row.dated and len(own) == 1 and own[0].period:
        return When(own[0].period)
    if row.dated and not own:
        return When(None)
    alone = row.other_time and told.place >= 0
    if alone or behind or (own and (row.other_time or told.place < 0)):
        found = when(marked, place, carried)
        return _over(marked, place, found) if row.quantity == "growth" else found
    period = told.period or ""
    last = period.rpartition("..")[2] if told.quantity in GROWTHS else period
    return When(last or None, "period of the number before")


def _over(marked: Marked, place: int, found: When) -> When:
    """Years over which a rate is counted, as told or as in "from 3 t in 2020 to 5 t in 2024"."""
    if ".." in (found.period or ""):
        return found
    here = marked.signs[place].start
    years = [date.period or "" for date in marked.dates if date.start < here]
    rising = len(years) == 2 and all(year.isdigit() for year in years) and years[0] < years[1]
    return When("..".join(years)) if rising else When(None)


def _since(told: Told, base: list[str | int]) -> When:
    """Period of a change to the number before; it must be one from the year before that."""
    if told.period is None or not told.period.isdigit():
        return When(None)
    before = str(int(year_of(told.period)) - 1)
    if any(date not in {-1, before, f"from {before}"} for date in base):
        return When(None)
    return When(told.period, "period of the number before")
