"""Refuse figures and identities that no reconciliation could use."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from outlast.engines.reconcile.identities import Array, Folded, Identity
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


def refuse_malformed(identities: Sequence[Identity], count: int) -> None:
    """Refuse identities over quantities that do not exist, or with other than whole powers."""
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


def refuse_infinite(identities: Sequence[Folded]) -> None:
    """Refuse identities that divide by a constant 0 or overflow."""
    for name, monomials, _ in identities:
        if not all(map(math.isfinite, monomials.values())):
            raise InvalidInput(f"constant factor in {name}", "infinite", expected="finite",
                               remedy="do not divide by a constant 0")  # fmt: skip
