"""The row that a number and its statement make, or why they make none."""

import re
from typing import NamedTuple

from outlast.case.model import Case
from outlast.case.readings import reading
from outlast.case.schema import GROWTHS, QUANTITIES, Claim
from outlast.engines.evidence.prose.numbers import Number
from outlast.engines.evidence.prose.resolve import Statement
from outlast.engines.evidence.prose.scales import AMOUNTS, MONEY, Printed
from outlast.engines.evidence.prose.timing import When
from outlast.errors import BadData

SOURCE = "text"
STANDS = frozenset({"capacity"})
_ON_A_DAY = frozenset({"capacity", "price", "reserves", "resources", "count"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Row(NamedTuple):
    """A claim, or what is missing for one; and what was guessed."""

    claim: Claim | None
    missing: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    reason: str = ""


def claim_of(number: Number, said: Statement, time: When, text: str, case: Case) -> Row:
    """Make the row of one number."""
    if said.missing or not said.quantity or number.value is None:
        missing = said.missing + (("period",) if time.period is None and said.quantity else ())
        return Row(None, missing, (), said.reason)
    period, guess, reason = _period(said, number, time)
    value, doubt = _value(said, number)
    if period is None:
        return Row(None, ("period",), (), reason)
    if value is None:
        return Row(None, ("unit",), (), doubt)
    guessed = (
        *said.guessed,
        *(word for word in (time.guessed, guess, doubt, number.note) if word),
    )
    claim = build(said.quantity, said.subject or "", said.partner, said.item, period, value, text)
    fault = fault_of(claim, case)
    return Row(None, ("unit",), (), fault) if fault else Row(claim, (), guessed)


def build(
    quantity: str, subject: str, partner: str | None, item: str | None, period: str,
    value: Printed, text: str,
) -> Claim:  # fmt: skip
    """Fill a row of source ``text``."""
    row = {"id": "text-1", "quantity": quantity, "subject": subject, "partner": partner,
           "item": item, "period": period, "printed": value.printed, "unit": value.unit,
           "rule": value.rule, "text": text, "status": "sourced", "grade": "D",
           "source": SOURCE}  # fmt: skip
    return Claim.model_validate(row)


def fault_of(claim: Claim, case: Case) -> str:
    """Why the case would not take the row; empty if it would."""
    kind = QUANTITIES[claim.quantity]
    units = case.units
    try:
        bounds = reading(claim)
        for other in [kind, "CNY/t", "EUR/t"] if kind == "USD/t" else [kind]:
            if units.same_kind(units.stated(claim.unit), other):
                break
        else:
            return f"the unit {claim.unit} does not count {claim.quantity}"
    except BadData as error:
        return str(error)
    if claim.unit == "%" and claim.quantity not in GROWTHS and bounds.low > 100:
        return "a share of more than 100 %"
    return ""


def _period(said: Statement, number: Number, time: When) -> tuple[str | None, str, str]:
    """The period, what was guessed of it, and why there is none."""
    if time.period is None:
        return None, "", "no period that is clear"
    if _DAY.fullmatch(time.period) and said.quantity not in _ON_A_DAY:
        return None, "", "a day, over which it is not counted"
    if said.quantity not in GROWTHS:
        return time.period, "", ""
    yearly = number.rate == "year" or said.yearly
    first, dots, last = time.period.partition("..")
    if dots and len(first) == len(last) == 4:
        return (time.period, "", "") if yearly else (
            None, "", "growth over several years, not a rate a year")  # fmt: skip
    if not time.period.isdigit():
        return None, "", "growth between months"
    before = f"{int(time.period) - 1}..{time.period}"
    return before, "growth is from the year before", ""


def _value(said: Statement, number: Number) -> tuple[Printed | None, str]:
    """Digits, unit and rule for the quantity, and a note."""
    value = number.value
    if value is None:
        return None, number.doubt
    if said.quantity in GROWTHS:
        return _growth(value, fell=said.fell)
    if number.of:
        price = value._replace(unit=f"{value.unit}/{number.of}")
        return (price, "") if value.unit in MONEY else (None, "a price in millions")
    if said.quantity in STANDS:
        note = "" if number.rate else "capacity is taken as a year's"
        return value._replace(unit=f"{value.unit}/{number.rate or 'year'}"), note
    rated = number.kind in AMOUNTS | MONEY and number.rate not in {"", "year"}
    return (None, f"a rate a {number.rate}") if rated else (value, "")


def _growth(value: Printed, *, fell: bool) -> tuple[Printed | None, str]:
    if not fell:
        return value, ""
    if value.rule not in {"printed", "around"}:
        return None, "a fall that is not one number"
    return value._replace(printed=f"-{value.printed}"), ""
