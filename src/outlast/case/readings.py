"""The interval that a printed figure stands for.

============  ================================================
``printed``   half a unit of the last printed decimal
``around``    5 % of the value either way, of percentages too
``exceeded``  from the value to 10 % above
``under``     from 0 to the value
``range``     as printed, ``12-13``
``at_least``  from the value upwards
============  ================================================
"""

import math
from typing import NamedTuple

from outlast.case.schema import Claim
from outlast.errors import InvalidInput
from outlast.units import Units


class Reading(NamedTuple):
    """Bounds in the claim's own unit."""

    low: float
    high: float


def reading(claim: Claim) -> Reading:
    """Read a printed figure as an interval.

    Raises
    ------
    InvalidInput
        If the rule needs a range and one number is printed, or the other way round, or if
        nothing is printed.

    Examples
    --------
    >>> claim = dict(id="x", quantity="import_share", subject="CHN", period="2024", unit="%",
    ...              text="…", status="sourced", grade="B", source="s")
    >>> reading(Claim(printed="64.7", rule="printed", **claim))
    Reading(low=64.65, high=64.75)
    >>> reading(Claim(printed="5", rule="under", **claim))
    Reading(low=0.0, high=5.0)
    """
    if not claim.printed or claim.rule == "none":
        raise InvalidInput("printed", claim.printed or "empty", expected="a number, or rule none",
                           remedy="a claim without a number has the rule none")  # fmt: skip
    first, dash, second = claim.printed.partition("-") if claim.printed[0] != "-" else (
        claim.printed, "", "")  # fmt: skip
    if bool(dash) != (claim.rule == "range"):
        raise InvalidInput("printed", claim.printed, expected=f"the form of rule {claim.rule}",
                           remedy="rule range reads 12-13, any other one number")  # fmt: skip
    value = float(first)
    if claim.rule == "range":
        return Reading(value, float(second))
    if claim.rule == "around":
        return Reading(*sorted((round(value * 0.95, 12), round(value * 1.05, 12))))
    if claim.rule == "exceeded":
        return Reading(value, round(value * 1.1, 12))
    if claim.rule == "under":
        return Reading(0.0, value)
    if claim.rule == "at_least":
        return Reading(value, math.inf)
    half = 0.5 * 10.0 ** -len(first.partition(".")[2])
    return Reading(round(value - half, 12), round(value + half, 12))


def printed_value(claim: Claim) -> Reading:
    """The printed number itself, its ends where a range is printed, whatever the rule.

    A slip of scale shows in what is printed: [0, 4] billion for "under 4 billion" would hide it.

    Raises
    ------
    InvalidInput
        As `reading`.
    """
    bounds = reading(claim)
    if claim.rule == "range":
        return bounds
    return Reading(float(claim.printed), float(claim.printed))


def in_unit(bounds: Reading, unit: str, to: str, units: Units) -> Reading:
    """Convert bounds; a bare cubic metre of gas widens them, as it names no temperature.

    Raises
    ------
    UnitError
        As `Units.convert`.

    Examples
    --------
    >>> from outlast.units import HELIUM_VOLUMES
    >>> found = in_unit(Reading(0.75, 0.75), "Mm3", "t", Units(HELIUM_VOLUMES))
    >>> round(found.low), round(found.high)
    (125, 134)
    """
    factors = units.factors(unit, to)
    ends = [bound * factor for bound in bounds for factor in factors if bound]
    return Reading(min(ends, default=0.0) if bounds.low else 0.0, max(ends, default=0.0))
