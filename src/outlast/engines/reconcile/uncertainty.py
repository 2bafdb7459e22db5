r"""How uncertain a figure is taken to be, from its grade and its printed bounds.

.. math::  s = \max\left(c_g |x|,\ \frac{h - l}{\sqrt{12}}\right)

with the coefficient of variation :math:`c_g` of grade :math:`g`.  Printed bounds :math:`l, h`
are read as a uniform distribution (JCGM 100:2008, 4.3.7, doi:10.59161/JCGM100-2008E); they tell
what the source allows for, not whether the source is right, so they can widen the grade's
deviation and never narrow it.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from outlast.errors import InvalidInput, did_you_mean

STATUS = "assumed"
"""Nobody measured the coefficients below."""

COEFFICIENTS_OF_VARIATION: Mapping[str, float] = MappingProxyType(
    {"A": 0.02, "B": 0.05, "C": 0.15, "D": 0.40}
)
"""Standard deviation as part of the value, by grade."""


def standard_deviation(
    value: float,
    grade: str,
    *,
    low: float | None = None,
    high: float | None = None,
    coefficients: Mapping[str, float] | None = None,
) -> float:
    """Take the standard deviation of a figure, in the figure's unit.

    Parameters
    ----------
    value : float
        As printed.
    grade : str
        A to D.
    low, high : float, optional
        Printed bounds; a bound alone, or an infinite one, says nothing of the spread.
    coefficients : mapping of str to float, optional
        Coefficients of variation that replace those of the table; 0 makes a constant.

    Returns
    -------
    float
        0 only if the grade's coefficient is 0 and no bounds are printed apart.

    Raises
    ------
    InvalidInput
        If the grade has no coefficient, a number is out of place, or a value of 0 has no bounds:
        a part of nothing would make it a constant.

    Examples
    --------
    >>> standard_deviation(200, "B")
    10.0
    >>> round(standard_deviation(200, "A", low=150, high=250), 2)
    28.87
    """
    table = {**COEFFICIENTS_OF_VARIATION, **(coefficients or {})}
    if grade not in table:
        raise InvalidInput("grade", grade, expected="a grade", remedy=did_you_mean(grade, table))
    part = table[grade]
    if not 0 <= part < math.inf:
        raise InvalidInput(
            f"coefficient of variation of grade {grade}", part, expected="0 or more"
        )
    if not math.isfinite(value):
        raise InvalidInput("value", value, expected="a finite number")
    found = max(part * abs(value), _width(low, high) / math.sqrt(12))
    if found == 0 and part > 0:
        raise InvalidInput("value", value, expected="other than 0 where no bounds are printed",
                           remedy="print low and high")  # fmt: skip
    return found


def _width(low: float | None, high: float | None) -> float:
    """Distance between two finite bounds, else 0."""
    if low is None or high is None or not math.isfinite(high - low):
        return 0.0
    if low > high:
        raise InvalidInput("low", low, expected=f"at most high, {high:g}")
    return high - low
