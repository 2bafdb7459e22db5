"""Random tables of who can stop what through which layer, and plain brute force over them."""

from fractions import Fraction
from itertools import combinations
from math import nan, prod

import numpy as np
from hypothesis import strategies as st

PARTS = [Fraction(n, 20) for n in (0, 0, 0, 0, 1, 4, 5, 10, 12, 20)]


@st.composite
def tables(draw, powers=7, layers=4, origins=4, *, unknown=False):
    """Draw shares and parts as exact fractions, parts None where unknown."""
    count = draw(st.integers(1, origins))
    sizes = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    share = [Fraction(size, sum(sizes)) for size in sizes]
    parts = st.sampled_from([*PARTS, None, None] if unknown else PARTS)
    shape = draw(st.integers(1, layers)), draw(st.integers(1, powers)), count
    flat = draw(st.lists(parts, min_size=(n := prod(shape)), max_size=n))
    return share, np.array(flat, dtype=object).reshape(shape)


def numbers(kappa):
    """Write parts as floats, NaN where unknown."""
    return np.vectorize(lambda k: nan if k is None else float(k), otypes=[float])(kappa)


def filled(kappa, value):
    """Put a value where a part is unknown."""
    return np.vectorize(lambda k: Fraction(value) if k is None else k, otypes=[object])(kappa)


def stopped(share, kappa, members, how):
    """Part of supply that members can stop, exactly and straight from the definition."""
    total = Fraction(0)
    for origin, size in enumerate(share):
        layers = [
            min(Fraction(1), sum((layer[p, origin] for p in members), Fraction(0)))
            for layer in kappa
        ]
        part = {
            "low": max(layers),
            "point": 1 - prod(1 - layer for layer in layers),
            "high": min(Fraction(1), sum(layers)),
        }[how]
        total += size * part
    return total


def subsets(count, largest=None):
    """Every set of powers that is not empty, as tuples."""
    largest = count if largest is None else largest
    return [one for k in range(1, largest + 1) for one in combinations(range(count), k)]


def minimal(share, kappa, cut, how):
    """Every minimal set that reaches the cut, by trying all."""
    reach = [set(one) for one in subsets(kappa.shape[1]) if stopped(share, kappa, one, how) >= cut]
    return {frozenset(one) for one in reach if not any(other < one for other in reach)}
