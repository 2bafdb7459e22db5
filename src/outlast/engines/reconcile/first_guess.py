"""Where to start from: what nobody measured, solved for one identity after another."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from outlast.engines.reconcile.identities import Array, Equations

Monomial = tuple[tuple[int, int], ...]
"""Quantities with their powers."""
Terms = Mapping[Monomial, float]


def first_guess(equations: Equations, known: Array) -> Array:
    """Fill unknown quantities by algebra where one is alone, else by the size of its neighbours.

    Parameters
    ----------
    equations : Equations
        Their constants are multiplied out.
    known : ndarray, shape (quantity,)
        Measured values and guesses of the user; NaN elsewhere.

    Returns
    -------
    ndarray, shape (quantity,)
        Finite wherever an identity binds the quantity.

    Examples
    --------
    121 − 100 g² = 0:

    >>> growth = Equations(("growth",), np.zeros(2, int), np.array([1.0, -1.0]),
    ...                    np.array([[0, 0], [1, 2]]), np.array([[1, 0], [1, 2]]))
    >>> first_guess(growth, np.array([121.0, 100.0, np.nan]))
    array([121. , 100. ,   1.1])
    """
    search = _Search(_with_unknowns(equations, np.isnan(known)), known.tolist())
    search.spread(list(range(len(search.identities))))
    for least in (0.0, 1.0):  # first those beside something whose size is known
        for i in reversed(search.users):
            if math.isnan(search.guess[i]):
                users = search.users[i]
                near = max(_neighbour(search.identities[k], i, search.guess) for k in users)
                if near or least:
                    search.found(i, near or least)
                    search.spread(list(users))
    return np.array(search.guess)


class _Search:
    """Identities in which quantities are unknown, and what is known so far."""

    def __init__(self, identities: Sequence[Terms], guess: list[float]) -> None:
        self.identities, self.guess = identities, guess
        self.users: dict[int, list[int]] = {}
        for k, monomials in enumerate(identities):
            for i in {i for key in monomials for i, _ in key if math.isnan(guess[i])}:
                self.users.setdefault(i, []).append(k)
        self._left = [0] * len(identities)
        for users in self.users.values():
            for k in users:
                self._left[k] += 1

    def found(self, i: int, value: float) -> None:
        """Take a value for an unknown quantity."""
        self.guess[i] = value
        for k in self.users[i]:
            self._left[k] -= 1

    def spread(self, queue: list[int]) -> None:
        """Solve every identity with one unknown, and those that this opens."""
        while queue:
            k = queue.pop()
            if self._left[k] == 1:
                monomials = self.identities[k]
                i = next(i for key in monomials for i, _ in key if math.isnan(self.guess[i]))
                root = _root(monomials, i, self.guess)
                if math.isfinite(root):
                    self.found(i, root)
                    queue += self.users[i]


def _with_unknowns(equations: Equations, unknown: Array) -> list[Terms]:
    """Terms of each identity in which a quantity is unknown."""
    used = equations.power != 0
    open_ = np.zeros(len(equations.names), dtype=np.bool_)
    open_[equations.row[(unknown[equations.factor] & used).any(axis=1)]] = True
    found: dict[int, dict[Monomial, float]] = {}
    some = np.flatnonzero(open_[equations.row])
    for row, value, factor, power in zip(
        equations.row[some].tolist(), equations.coefficient[some].tolist(),
        equations.factor[some].tolist(), equations.power[some].tolist(), strict=True,
    ):  # fmt: skip
        key = tuple([pair for pair in zip(factor, power, strict=True) if pair[1]])
        found.setdefault(row, {})[key] = value
    return list(found.values())


def _split(key: Monomial, guess: Sequence[float], i: int) -> tuple[float, int]:
    """Multiply the factors of a monomial but one; with the power of that one."""
    product, power = 1.0, 0
    for j, p in key:
        if j == i:
            power = p
        else:
            product *= guess[j] if p == 1 else raised(guess[j], p)
    return product, power


def _root(monomials: Terms, i: int, guess: Sequence[float]) -> float:
    """Solve ``a x**p + b = 0`` for the one unknown; NaN if it has several powers or no root."""
    parts: dict[int, float] = {}
    for key, coefficient in monomials.items():
        product, power = _split(key, guess, i)
        parts[power] = parts.get(power, 0.0) + coefficient * product
    rest = parts.pop(0, 0.0)
    if len(parts) != 1:
        return math.nan
    ((power, slope),) = parts.items()
    if not slope:
        return math.nan
    ratio = -rest / slope
    if power == 1:
        return ratio
    if ratio > 0:
        return raised(ratio, 1 / power)
    return -raised(-ratio, 1 / power) if power % 2 and ratio < 0 else math.nan


def _neighbour(monomials: Terms, i: int, guess: Sequence[float]) -> float:
    """Size of the largest known term beside a quantity that stands alone; 0 if none does."""
    own = abs(monomials.get(((i, 1),), 0.0))
    if not own:
        return 0.0
    largest = 0.0
    for key, coefficient in monomials.items():
        product, power = _split(key, guess, i)
        size = abs(coefficient * product)
        if largest < size < math.inf and (power != 1 or len(key) > 1):
            largest = size
    return largest / own


def raised(value: float, power: float) -> float:
    """Raise a number to a power; infinite where that is too large, or divides by 0."""
    try:
        return float(value**power)
    except (ZeroDivisionError, OverflowError):
        return math.inf
