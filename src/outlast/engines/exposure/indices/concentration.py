r"""How concentrated a supply is, in every convention that prints it.

.. math::

    H = \frac{\sum_i a_i^2}{(\sum_i a_i)^2}, \quad
    H^{10{,}000} = 10^4 H, \quad
    H^* = \frac{H - 1/n}{1 - 1/n}, \quad
    N = \frac{1}{H}, \quad
    C = 100 \sqrt H

with the amounts :math:`a_i` of :math:`n` suppliers.  :math:`C` is Hirschman's index of 1945,
:math:`C / 100` the World Bank's.  The package keeps to :math:`H`, from 0 to 1.
"""

import math
from collections.abc import Mapping
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from outlast.engines.exposure.indices.score import (
    Given,
    Score,
    check_amounts,
    number,
    why_unknown,
)
from outlast.errors import InvalidInput, UsageError, did_you_mean

REFERENCE = (
    "Hirschman (1945), National Power and the Structure of Foreign Trade (no DOI); "
    "Hirschman (1964), The paternity of an index, American Economic Review 54(5), 761 (no DOI)"
)
Convention = Literal["unit", "points", "normalised", "effective number", "hirschman", "root"]
CONVENTIONS: tuple[Convention, ...] = get_args(Convention)
LARGEST_REST = 0.1
"""Largest part of a total without a country for which its concentration is still told."""


def herfindahl(
    amounts: Mapping[str, float | None], *, rest: float | None = 0.0, what: str = "amount"
) -> Score:
    r"""Measure concentration: :math:`H = \sum_i a_i^2 / (\sum_i a_i)^2`.

    Parameters
    ----------
    amounts : mapping of str to float
        By supplier, in any one unit: shares, percentages or tonnes give the same.
    rest : float, optional
        Amount of suppliers that are not named, in the same unit; ``None`` if it is not known
        whether there are any.  It counts as one supplier, the largest that it can be, so that
        the index may be too high by at most the square of its share; above a tenth of the
        total the index is unknown.
    what : str
        Names the amounts in reasons and errors.

    Returns
    -------
    Score
        From 0 to 1; unknown if an amount is, or if all are 0.

    Raises
    ------
    InvalidInput
        If an amount is negative, or a supplier is the row of the total.

    Examples
    --------
    >>> herfindahl({"CHN": 50, "USA": 30, "FRA": 20})
    Score(value=0.38, reason='')
    >>> herfindahl({"CHN": 50, "USA": None})
    Score(value=None, reason='amount of USA not on file')
    """
    reason = check_amounts(what, amounts)
    if reason:
        return Score(None, reason)
    if rest is None:
        return Score(None, f"it is not known whether the {what} of anyone else is missing")
    known = [number(amount) for amount in amounts.values()] + [rest]
    total = math.fsum(known)
    if not total:
        return Score(None, f"every {what} is 0")
    share = rest / total
    if share > LARGEST_REST:
        return Score(None, f"{share:.1%} of the {what} belongs to nobody named")
    note = f"{share:.1%} of the {what} belongs to nobody named and counts as one: at most "
    value = math.fsum((amount / total) ** 2 for amount in known)
    return Score(min(value, 1.0), f"{note}{share**2:.1g} too high" if rest else "")


def convert(
    value: float,
    given: Convention = "unit",
    wanted: Convention = "unit",
    *,
    suppliers: int | None = None,
) -> float:
    """Convert a concentration from one convention to another.

    Parameters
    ----------
    value : float
        As printed.
    given, wanted : str
        ``unit`` (0 to 1), ``points`` (0 to 10,000), ``normalised`` (0 if all are equal),
        ``effective number`` (of equal suppliers), ``hirschman`` (0 to 100), ``root`` (0 to 1).
    suppliers : int, optional
        How many there are; needed to and from ``normalised``.

    Returns
    -------
    float
        In the convention that is wanted.

    Raises
    ------
    UsageError
        If a convention is not known.
    InvalidInput
        If the value lies outside its convention, or `suppliers` is missing or below 2.

    Examples
    --------
    >>> convert(0.38, wanted="points"), round(convert(0.38, wanted="normalised", suppliers=3), 9)
    (3800.0, 0.07)
    >>> round(convert(61.64414, "hirschman"), 6)
    0.38
    """
    return _from_unit(_to_unit(value, given, suppliers), wanted, suppliers)


def _equal(suppliers: int | None) -> float:
    if suppliers is None or suppliers < 2:
        raise InvalidInput(
            "number of suppliers",
            suppliers,
            expected="2 or more",
            remedy="give suppliers=, without which a normalised index has no meaning",
        )
    return 1 / suppliers


def _to_unit(value: float, given: str, suppliers: int | None) -> float:
    if given == "points":
        unit = value / 10_000
    elif given == "normalised":
        equal = _equal(suppliers)
        unit = value * (1 - equal) + equal
    elif given == "effective number":
        unit = 1 / value if value else math.inf
    elif given in {"hirschman", "root"}:
        unit = math.copysign((value / (100 if given == "hirschman" else 1)) ** 2, value)
    elif given == "unit":
        unit = value
    else:
        raise _not_known(given)
    if not 0 < unit <= 1:
        remedy = "it may be in points of 0 to 10,000" if 1 < value <= 10_000 else ""
        expected = f"a concentration in the convention {given!r}"
        raise InvalidInput("concentration", value, expected=expected, remedy=remedy)
    return unit


def _from_unit(unit: float, wanted: str, suppliers: int | None) -> float:
    if wanted == "points":
        return 10_000 * unit
    if wanted == "normalised":
        equal = _equal(suppliers)
        return (unit - equal) / (1 - equal)
    if wanted == "effective number":
        return 1 / unit
    if wanted in {"hirschman", "root"}:
        return math.sqrt(unit) * (100 if wanted == "hirschman" else 1)
    if wanted == "unit":
        return unit
    raise _not_known(wanted)


def _not_known(word: str) -> UsageError:
    return UsageError(f"convention is {word!r}: {did_you_mean(word, CONVENTIONS)}")


def effective_number(hhi: Given) -> Score:
    """Number of equal suppliers with the same concentration: :math:`N = 1 / H`."""
    reason = why_unknown(concentration=hhi)
    if reason:
        return Score(None, reason)
    note = hhi.reason if isinstance(hhi, Score) else ""
    return Score(convert(number(hhi), wanted="effective number"), note)


def concentrations(amounts: NDArray[Any]) -> NDArray[np.float64]:
    r"""Concentration of every column: :math:`H_k = \sum_i a_{ik}^2 / (\sum_i a_{ik})^2`.

    Parameters
    ----------
    amounts : numpy.ndarray, shape (suppliers, columns)
        In any one unit a column.

    Returns
    -------
    numpy.ndarray, shape (columns,)
        NaN where an amount is NaN or all are 0.
    """
    totals = amounts.sum(axis=0, dtype=np.float64)
    shares = amounts / np.where(totals == 0, 1.0, totals)
    return np.where(totals == 0, np.nan, np.square(shares).sum(axis=0))
