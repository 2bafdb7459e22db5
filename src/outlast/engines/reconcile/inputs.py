"""Refuse figures and identities that no reconciliation could use."""

import math
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import ArrayLike

from outlast.engines.reconcile.identities import Array, Equations, Identity
from outlast.errors import InvalidInput


def read(values: ArrayLike, sd: ArrayLike, start: ArrayLike | None) -> tuple[Array, Array, Array]:
    """Return the three arrays, copied."""
    measured = np.array(values, dtype=float)
    deviation = np.array(sd, dtype=float)
    guesses = np.full(measured.shape, np.nan) if start is None else np.array(start, dtype=float)
    for name, array in (("values", measured), ("sd", deviation), ("start", guesses)):
        if array.shape != (measured.size,):
            raise InvalidInput(f"shape of {name}", array.shape, expected=f"({measured.size},)")
        if np.isinf(array).any():
            i = int(np.flatnonzero(np.isinf(array))[0])
            raise InvalidInput(f"{name}[{i}]", array[i], expected="a finite number",
                               remedy="write NaN if not observed")  # fmt: skip
    wrong = np.isfinite(measured) & ~(deviation >= 0)
    if wrong.any():
        i = int(np.flatnonzero(wrong)[0])
        raise InvalidInput(f"sd[{i}]", deviation[i], expected="0 or more",
                           remedy="write 0 for a constant")  # fmt: skip
    return measured, deviation, guesses


def laid_out(identities: Sequence[Identity], count: int) -> Equations:
    """Write identities over so many quantities as arrays.

    Raises
    ------
    InvalidInput
        If a coefficient is not finite, a quantity does not exist or a power is not whole.
    """
    terms = [term for _, own in identities for term in own]
    values, every = zip(*terms, strict=True) if terms else ((), ())
    lengths = np.fromiter(map(len, every), np.intp, len(terms))
    total, width = int(lengths.sum()), max(int(lengths.max(initial=0)), 1)
    coefficient = np.array(values, dtype=float)
    quantities = np.array(list(chain.from_iterable(every)), dtype=float)
    powers = np.array(list(chain.from_iterable(p.values() for p in every)), dtype=float)
    fits = (quantities >= 0) & (quantities < count) & (powers == np.rint(powers))
    if not (np.isfinite(coefficient).all() and fits.all()):
        _refuse_malformed(identities, count)
    factor = np.zeros((len(terms), width), dtype=np.intp)
    power = np.zeros((len(terms), width), dtype=np.intp)
    owner = np.repeat(np.arange(len(terms)), lengths)
    at = np.arange(total) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    factor[owner, at], power[owner, at] = quantities, powers
    row = np.repeat(np.arange(len(identities)), [len(own) for _, own in identities])
    return Equations(tuple(name for name, _ in identities), row, coefficient, factor, power)


def _refuse_malformed(identities: Sequence[Identity], count: int) -> None:
    """Name the first identity over quantities that do not exist, or with other powers."""
    for name, terms in identities:
        for coefficient, powers in terms:
            if not math.isfinite(coefficient):
                raise InvalidInput(f"coefficient in {name}", coefficient,
                                   expected="a finite number")  # fmt: skip
            for i, power in powers.items():
                if not 0 <= i < count:
                    raise InvalidInput(f"quantity in {name}", i, expected=f"0 to {count - 1}")
                if power != int(power):
                    raise InvalidInput(f"power in {name}", power, expected="a whole number")


def refuse_infinite(equations: Equations) -> None:
    """Refuse identities that divide by a constant 0 or overflow."""
    wrong = ~np.isfinite(equations.coefficient)
    if wrong.any():
        name = equations.names[equations.row[wrong.argmax()]]
        raise InvalidInput(f"constant factor in {name}", "infinite", expected="finite",
                           remedy="do not divide by a constant 0")  # fmt: skip
