"""Checks of what a loss is computed from."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.errors import InvalidInput

Array = NDArray[np.float64]


def numbers(what: str, values: ArrayLike, expected: str) -> Array:
    """Take numbers, of whatever shape.

    Parameters
    ----------
    what : str
        How the error calls them.
    values : array_like
        As given.
    expected : str
        How the error says what is asked for.

    Returns
    -------
    ndarray
        Of floats.

    Raises
    ------
    InvalidInput
        If one is not a number.
    """
    try:
        taken = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise InvalidInput(what, repr(values)[:60], expected=expected) from None
    if np.isnan(taken).any():
        raise InvalidInput(what, "not a number", expected=expected,
                           remedy="what is unknown must not enter a loss")  # fmt: skip
    return taken


def part(what: str, values: ArrayLike) -> Array:
    """Take parts of a whole.

    Parameters
    ----------
    what : str
        How the error calls them.
    values : array_like
        0 to 1; what rounding adds, up to 1e-9, is cut off.

    Returns
    -------
    ndarray
        From 0 to 1.

    Raises
    ------
    InvalidInput
        If one is not a number from 0 to 1.

    Examples
    --------
    >>> part("share", [0, 1.2])
    Traceback (most recent call last):
    outlast.errors.InvalidInput: share is 1.2, expected a number from 0 to 1: write 0.5 for half
    """
    expected = "a number from 0 to 1"
    taken = numbers(what, values, expected)
    outside = (taken < -1e-9) | (taken > 1 + 1e-9)
    if outside.any():
        raise InvalidInput(what, f"{taken[outside].flat[0]:g}", expected=expected,
                           remedy="write 0.5 for half")  # fmt: skip
    return np.clip(taken, 0.0, 1.0)


def positive(what: str, values: ArrayLike, remedy: str = "") -> Array:
    """Take numbers above 0.

    Parameters
    ----------
    what : str
        How the error calls them.
    values : array_like
        Above 0 and finite.
    remedy : str
        What the error advises.

    Returns
    -------
    ndarray
        Above 0.

    Raises
    ------
    InvalidInput
        If one is not a finite number above 0.
    """
    expected = "a number above 0"
    taken = numbers(what, values, expected)
    outside = ~((taken > 0) & np.isfinite(taken))
    if outside.any():
        raise InvalidInput(what, f"{taken[outside].flat[0]:g}", expected=expected, remedy=remedy)
    return taken
