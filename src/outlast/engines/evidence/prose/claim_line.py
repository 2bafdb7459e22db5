"""One claim written as a line, such as ``CHN imports from USA 2022 = 1.2 million m3``."""

from outlast.case.model import Case
from outlast.case.schema import GROWTHS, Claim
from outlast.engines.evidence.prose.claim_left import Understood, understand
from outlast.engines.evidence.prose.claim_value import Value, sides, value_of
from outlast.engines.evidence.prose.claims import build, fault_of
from outlast.engines.evidence.prose.resolve import PLANTS
from outlast.engines.evidence.prose.scales import Printed
from outlast.errors import InvalidInput

EXAMPLE = "CHN imports from USA 2022 = 1.2 million m3"
LONGEST = 500
"""Characters of a claim line."""


def read_claim(line: str, case: Case) -> Claim:
    """Read one line as a claim.

    Left of the operator stand a country, a quantity, a period and, where they matter, ``from`` or
    ``to`` a partner and ``of`` an item; right of it a number and its unit.  ``=`` is as printed,
    ``~`` around, ``>`` exceeded, ``<`` under, ``>=`` at least, ``12-13`` a range.

    Raises
    ------
    InvalidInput
        If something is missing or not known; the message tells what was understood.

    Examples
    --------
    >>> import outlast
    >>> case = outlast.load("helium")
    >>> claim = read_claim("USA share of CHN imports 2022 ~ 95 %", case)
    >>> claim.quantity, claim.subject, claim.partner, claim.period, claim.printed, claim.rule
    ('import_share', 'CHN', 'USA', '2022', '95', 'around')
    >>> read_claim("CHN imports from USA = 1.2 Mm3", case)
    Traceback (most recent call last):
    outlast.errors.InvalidInput: claim is 'CHN imports from USA = 1.2 Mm3', expected a period: \
understood quantity imports, country CHN, partner USA; an example is CHN imports from USA 2022 = \
1.2 million m3
    """
    text = " ".join(line.split())
    if len(text) > LONGEST:
        raise InvalidInput("claim", f"of {len(text)} characters", expected=f"at most {LONGEST}")
    cut = sides(text)
    if cut is None or not cut.left or not cut.right or cut.left.endswith("!"):
        raise _refusal(text, "a line with = ~ > < >= or <= between its two sides")
    found = understand(cut.left, case)
    problem = found.problem(case)
    if problem:
        raise _refusal(text, problem, f"{found}; ")
    return _checked(text, found, value_of(cut.rule, cut.right, case), case)


def _refusal(text: str, expected: str, understood: str = "") -> InvalidInput:
    shown = repr(text if len(text) <= 100 else text[:100] + "…")
    remedy = f"{understood}an example is {EXAMPLE}"
    return InvalidInput("claim", shown, expected=expected, remedy=remedy)


def _checked(text: str, found: Understood, value: Value, case: Case) -> Claim:
    """Give quantity and unit their last form, and refuse what no case would take."""
    quantity, item = found.quantity, found.item
    if value.money:
        quantity = {"exports": "export_value", "imports": "value"}.get(quantity, quantity)
    if quantity == "count":
        item = item or PLANTS
    printed = value.printed._replace(unit=_unit(quantity, value.printed))
    if printed.printed.startswith("-") and quantity not in GROWTHS:
        raise _refusal(text, "a number of 0 or more", f"{found}; ")
    claim = build(quantity, found.subject, found.partner or None, item or None, found.period,
                  printed, text)  # fmt: skip
    fault = "the partner is the country itself" if found.partner == found.subject else (
        fault_of(claim, case))  # fmt: skip
    if fault:
        if value.printed.unit == "%" and quantity in {"imports", "exports"}:
            fault += f", write {quantity.removesuffix('s')} share or {quantity} growth"
        raise _refusal(text, "a number that its quantity can have", f"{fault}; {found}; ")
    return claim


def _unit(quantity: str, value: Printed) -> str:
    """Count a capacity by the year, and a year's flow by the whole."""
    bare, slash, rate = value.unit.rpartition("/")
    if quantity == "capacity" and not slash:
        return f"{value.unit}/year"
    if quantity != "capacity" and slash and rate == "year":
        return bare
    return value.unit
