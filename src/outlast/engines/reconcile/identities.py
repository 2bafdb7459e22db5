r"""Identities that bind quantities, and which of them hang together.

.. math::  f_k(x) = \sum_t c_{kt} \prod_i x_i^{p_{kti}} = 0

A sum of monomials with whole powers says a mass balance, a transfer coefficient
(:math:`F_4 - c F_3 = 0`), a value (:math:`v - p q = 0`) and growth (:math:`X_t - X_s g^n = 0`).
Quantities that no chain of identities links do not bear on one another, so each linked system is
solved alone; a constant links nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]

ROUNDING = 1e-14
"""Terms that cancel to less than this part of their size cancel exactly."""


class Term(NamedTuple):
    """One monomial, ``coefficient · ∏ x_i ** powers[i]``; without powers, a constant."""

    coefficient: float
    powers: Mapping[int, int] = MappingProxyType({})


class Identity(NamedTuple):
    """A sum of terms that is zero."""

    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Equations:
    """Identities as arrays of monomials, ordered by identity."""

    names: tuple[str, ...]
    """Of the identities."""
    row: Indices
    """Identity of each term, shape (term,)."""
    coefficient: Array
    """Shape (term,)."""
    factor: Indices
    """Quantities multiplied in a term, shape (term, factor)."""
    power: Indices
    """Their powers, 0 where a term has fewer factors, shape (term, factor)."""

    def only(self, kept: Indices) -> "Equations":
        """Keep some identities, in order."""
        if len(kept) == len(self.names):
            return self
        place = np.full(len(self.names), -1)
        place[kept] = np.arange(len(kept))
        on = place[self.row] >= 0
        names = tuple(self.names[k] for k in kept.tolist())
        return Equations(names, place[self.row[on]], self.coefficient[on],
                         self.factor[on], self.power[on])  # fmt: skip

    def uses(self, count: int) -> Indices:
        """In how many monomials each quantity occurs, shape (quantity,)."""
        return np.bincount(self.factor[self.power != 0], minlength=count)

    def constant(self) -> Flags:
        """Whether a term has no quantity, shape (term,)."""
        return ~(self.power != 0).any(axis=1)

    def bound(self) -> Indices:
        """Identities that bind a quantity."""
        count = np.bincount(self.row[~self.constant()], minlength=len(self.names))
        return np.flatnonzero(count)


class Folded(NamedTuple):
    """Identities with their constants multiplied out, equal monomials added up."""

    equations: Equations
    size: Array
    """Sum of an identity's constant terms without their signs: what its constant is measured
    against, shape (identity,)."""

    def contradictory(self, tolerance: float) -> list[str]:
        """Name the identities that say of constants alone what is not so."""
        equations = self.equations
        count = len(equations.names)
        left = np.abs(np.bincount(equations.row, equations.coefficient, minlength=count))
        left[equations.bound()] = 0.0
        return [equations.names[k] for k in np.flatnonzero(left > tolerance * self.size)]


def fold(equations: Equations, constants: Array) -> Folded:
    """Multiply the constants out and add equal monomials up.

    Parameters
    ----------
    equations : Equations
        As given.
    constants : ndarray, shape (quantity,)
        NaN where the quantity is none.

    Returns
    -------
    Folded
        Its terms have their quantities in order, none of which is a constant.

    Examples
    --------
    1 − 2 · 3 x₂ = 0, where the second quantity is the constant 3:

    >>> terms = Equations(("sum",), np.zeros(2, int), np.array([1.0, -2.0]),
    ...                   np.array([[0, 0], [1, 2]]), np.array([[0, 0], [1, 1]]))
    >>> fold(terms, np.array([np.nan, 3.0, np.nan])).equations.coefficient
    array([ 1., -6.])
    """
    coefficient, factor, power = equations.coefficient, equations.factor, equations.power
    held = np.isfinite(constants)[factor] & (power != 0) if len(constants) else power != 0
    if held.any():
        with np.errstate(all="ignore"):
            times = np.where(held, constants[factor] ** power.astype(float), 1.0)
            coefficient = coefficient * times.prod(axis=1)
        power = np.where(held, 0, power)
    factor, power = _in_order(factor, power)
    multiplied = replace(equations, coefficient=coefficient, factor=factor, power=power)
    free = multiplied.constant()
    size = np.bincount(equations.row[free], np.abs(coefficient[free]),
                       minlength=len(equations.names))  # fmt: skip
    return Folded(_added_up(multiplied), size.astype(np.float64))


def _in_order(factor: Indices, power: Indices) -> tuple[Indices, Indices]:
    """Put the quantities of each term in order, and cut columns that no term needs."""
    used = power != 0
    factor = np.where(used, factor, np.iinfo(np.intp).max)
    width = max(int(used.sum(axis=1).max(initial=0)), 1)
    if factor.shape[1] > 1:
        order = np.argsort(factor, axis=1, kind="stable")[:, :width]
        factor, power = (np.take_along_axis(a, order, axis=1) for a in (factor, power))
    return np.where(power != 0, factor, 0), power


def _added_up(equations: Equations) -> Equations:
    """Add equal monomials of an identity up; those that cancel go."""
    value, keys = equations.coefficient, (equations.row, *equations.factor.T, *equations.power.T)
    order = np.lexsort(keys[::-1])
    fresh = np.zeros(len(order), dtype=np.bool_)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= np.diff(key[order]) != 0
    first = order[fresh]
    group = np.empty(len(order), dtype=np.intp)
    group[order] = np.cumsum(fresh) - 1
    with np.errstate(invalid="ignore"):
        total = np.bincount(group, value, minlength=len(first)).astype(np.float64)
        size = np.bincount(group, np.abs(value), minlength=len(first))
        kept = (np.abs(total) > ROUNDING * size) | ~np.isfinite(total)
    first, total = first[kept], total[kept]
    again = np.argsort(first)
    first = first[again]
    return Equations(equations.names, equations.row[first], total[again],
                     equations.factor[first], equations.power[first])  # fmt: skip


def linked(equations: Equations, count: int) -> tuple[Indices, Indices]:
    """Tell which identities and quantities hang together.

    Parameters
    ----------
    equations : Equations
        Each binds at least one quantity.
    count : int
        Number of quantities.

    Returns
    -------
    label : ndarray, shape (quantity,)
        The system of each quantity, −1 where no identity binds it; systems are in the order of
        their first quantity.
    owner : ndarray, shape (identity,)
        The system of each identity.
    """
    label, rows = np.full(count, -1), len(equations.names)
    if not rows:
        return label, np.zeros(0, dtype=np.intp)
    used = equations.power != 0
    columns = equations.factor[used]
    lengths = np.bincount(equations.row, used.sum(axis=1), minlength=rows)
    starts = np.concatenate([np.zeros(count), [0], np.cumsum(lengths)]).astype(np.int32)
    graph = csr_array((np.ones(len(columns)), columns, starts), shape=(count + rows,) * 2)
    _, group = connected_components(graph, directed=False)
    bound = np.flatnonzero(np.bincount(columns))
    first = np.unique(group[bound], return_index=True)
    number = np.zeros(group.max() + 1, dtype=np.intp)
    number[first[0][np.argsort(first[1])]] = np.arange(len(first[0]))
    label[bound] = number[group[bound]]
    return label, number[group[count:]]
