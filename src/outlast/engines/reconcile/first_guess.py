"""Where to start from: what nobody measured, solved for one identity after another."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from outlast.engines.reconcile.identities import Array, Folded, Monomial, raised


def first_guess(identities: Sequence[Folded], known: Array) -> Array:
    """Fill unknown quantities by algebra where one is alone, else by the size of its neighbours.

    Parameters
    ----------
    identities : sequence of Folded
        Their constants are multiplied out.
    known : ndarray, shape (quantity,)
        Measured values and guesses of the user; NaN elsewhere.

    Returns
    -------
    ndarray, shape (quantity,)
        Finite wherever an identity binds the quantity.

    Examples
    --------
    >>> growth = Folded("growth", {((0, 1),): 1.0, ((1, 1), (2, 2)): -1.0}, 0.0)
    >>> first_guess([growth], np.array([121.0, 100.0, np.nan]))
    array([121. , 100. ,   1.1])
    """
    guess: list[float] = known.tolist()
    users: dict[int, list[int]] = {}
    for k, folded in enumerate(identities):
        for i in {i for key in folded.monomials for i, _ in key}:
            users.setdefault(i, []).append(k)
    _spread(identities, guess, list(range(len(identities))), users)
    for least in (0.0, 1.0):  # first those beside something whose size is known
        for i in reversed(users):
            if math.isnan(guess[i]):
                near = max(_neighbour(identities[k].monomials, i, guess) for k in users[i])
                if near or least:
                    guess[i] = near or least
                    _spread(identities, guess, list(users[i]), users)
    return np.array(guess)


def _spread(
    identities: Sequence[Folded], guess: list[float], queue: list[int],
    users: Mapping[int, list[int]],
) -> None:  # fmt: skip
    """Solve every identity with one unknown, and those that this opens."""
    while queue:
        monomials = identities[queue.pop()].monomials
        unknown = {i for key in monomials for i, _ in key if math.isnan(guess[i])}
        if len(unknown) == 1:
            (i,) = unknown
            root = _root(monomials, i, guess)
            if math.isfinite(root):
                guess[i] = root
                queue += users[i]


def _product(key: Monomial, guess: Sequence[float], without: int) -> float:
    """Multiply the factors of a monomial but one."""
    product = 1.0
    for i, p in key:
        if i != without:
            product *= raised(guess[i], p)
    return product


def _root(monomials: Mapping[Monomial, float], i: int, guess: Sequence[float]) -> float:
    """Solve ``a x**p + b = 0`` for the one unknown; NaN if it has several powers or no root."""
    parts: dict[int, float] = {}
    for key, coefficient in monomials.items():
        power = dict(key).get(i, 0)
        parts[power] = parts.get(power, 0.0) + coefficient * _product(key, guess, i)
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


def _neighbour(monomials: Mapping[Monomial, float], i: int, guess: Sequence[float]) -> float:
    """Size of the largest known term beside a quantity that stands alone; 0 if none does."""
    own = abs(monomials.get(((i, 1),), 0.0))
    if not own:
        return 0.0
    sizes = [abs(c * _product(key, guess, i)) for key, c in monomials.items() if key != ((i, 1),)]
    return max((size / own for size in sizes if math.isfinite(size)), default=0.0)
