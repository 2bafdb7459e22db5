r"""Smallest sets of suppliers that together can cut a given part of supply.

A set :math:`C` is a *minimal coalition* at cut :math:`x` if

.. math::  \sum_{i \in C} a_i \ge x \sum_i a_i \quad\text{and no proper subset of } C \text{ does.}

With amounts in falling order, a set is minimal if and only if its sum reaches the cut with its
last, smallest member and not before; so each is met once, by adding members in that order, and
no branch is entered that cannot reach the cut.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate
from math import ceil, lcm
from typing import NamedTuple

MAX_COALITIONS = 30_000
"""More are not listed; the smallest sets come first."""


class Coalition(NamedTuple):
    """Suppliers that together can cut enough, none of them dispensable."""

    members: tuple[str, ...]
    """In alphabetical order."""
    share: float
    """Their part of the supply."""


def minimal_coalitions(
    amounts: Mapping[str, Fraction], cut: Fraction, limit: int = MAX_COALITIONS
) -> tuple[list[Coalition], bool]:
    """List every minimal coalition, the smallest sets first.

    Parameters
    ----------
    amounts : mapping of str to Fraction
        What each supplier delivers, exact.
    cut : Fraction
        The part of the total that must be reached, above 0 and at most 1.
    limit : int
        Stop after so many.

    Returns
    -------
    coalitions : list of Coalition
        By size, then by falling share, then by members.
    complete : bool
        Whether these are all.

    Examples
    --------
    >>> supply = {"USA": 40, "QAT": 30, "RUS": 15, "DZA": 10, "AUS": 5}
    >>> found, complete = minimal_coalitions(
    ...     {country: Fraction(amount) for country, amount in supply.items()}, Fraction("0.8"))
    >>> [coalition.members for coalition in found], complete
    ([('QAT', 'RUS', 'USA'), ('DZA', 'QAT', 'USA')], True)
    """
    ranked = sorted((name for name in amounts if amounts[name]), key=lambda n: (-amounts[n], n))
    # Whole numbers of the smallest common part: exact, and much faster than fractions.
    scale = lcm(*(amounts[name].denominator for name in ranked))
    sizes = [int(amounts[name] * scale) for name in ranked]
    total = sum(sizes)
    needed = ceil(cut * total)
    found: list[Coalition] = []
    for count in range(1, len(ranked) + 1):
        batch: list[Coalition] = []
        for picked in _of_size(sizes, needed, count):
            if len(found) + len(batch) == limit:
                return found + _sorted(batch), False
            members = tuple(sorted(ranked[i] for i in picked))
            share = sum(sizes[i] for i in picked) / total
            batch.append(Coalition(members, share))
        found += _sorted(batch)
    return found, True


def _sorted(batch: list[Coalition]) -> list[Coalition]:
    return sorted(batch, key=lambda coalition: (-coalition.share, coalition.members))


def _of_size(sizes: list[int], needed: int, count: int) -> Iterator[tuple[int, ...]]:
    """Yield the minimal coalitions of exactly `count` members, as positions in `sizes`."""
    below = [0, *accumulate(sizes)]  # below[i]: sum of the i largest

    def extend(picked: tuple[int, ...], held: int) -> Iterator[tuple[int, ...]]:
        left = count - len(picked)
        for i in range(picked[-1] + 1 if picked else 0, len(sizes) - left + 1):
            if held + below[i + left] - below[i] < needed:
                return  # even the largest that remain do not reach the cut
            if left > 1 and held + sizes[i] < needed:
                yield from extend((*picked, i), held + sizes[i])
            elif left == 1 and held + sizes[i] >= needed:
                yield (*picked, i)

    yield from extend((), 0)
