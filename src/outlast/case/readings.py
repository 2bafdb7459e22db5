"""The interval that a printed figure stands for.

===========  =============================================
``printed``  half a unit of the last printed decimal
``around``   5 % of the value either way, of percentages too
``exceeded`` from the value to 10 % above
``under``    from 0 to the value
``range``    as printed, ``12-13``
===========  =============================================
"""

from typing import NamedTuple

from outlast.case.schema import Claim
from outlast.errors import InvalidInput


class Reading(NamedTuple):
    """Bounds in the claim's own unit."""

    low: float
    high: float


def reading(claim: Claim) -> Reading:
    """Read a printed figure as an interval.

    Raises
    ------
    InvalidInput
        If the rule needs a range and one number is printed, or the other way round.

    Examples
    --------
    >>> claim = dict(id="x", quantity="import_share", subject="CHN", period="2024", unit="%",
    ...              text="…", status="sourced", grade="B", source="s")
    >>> reading(Claim(printed="64.7", rule="printed", **claim))
    Reading(low=64.65, high=64.75)
    >>> reading(Claim(printed="5", rule="under", **claim))
    Reading(low=0.0, high=5.0)
    """
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
    half = 0.5 * 10.0 ** -len(first.partition(".")[2])
    return Reading(round(value - half, 12), round(value + half, 12))
