r"""Identities that bind quantities, and the systems they fall into.

.. math::  f_k(x) = \sum_t c_{kt} \prod_i x_i^{p_{kti}} = 0

A sum of monomials with whole powers says a mass balance, a transfer coefficient
(:math:`F_4 - c F_3 = 0`), a value (:math:`v - p q = 0`) and growth (:math:`X_t - X_s g^n = 0`).
Quantities that no chain of identities links do not bear on one another, so each linked system is
solved alone; a constant links nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]
Monomial = tuple[tuple[int, int], ...]

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


class Folded(NamedTuple):
    """An identity with its constants multiplied out, equal monomials added up."""

    name: str
    monomials: Mapping[Monomial, float]
    size: float
    """Sum of its constant terms without their signs: what its constant is measured against."""


def fold(identity: Identity, constants: Mapping[int, float]) -> Folded:
    """Multiply the constants out and add equal monomials up.

    Examples
    --------
    >>> balance = Identity("sum", (Term(1, {0: 1}), Term(-2, {1: 1, 2: 1}), Term(-1)))
    >>> fold(balance, {1: 3.0}).monomials
    {((0, 1),): 1.0, ((2, 1),): -6.0, (): -1.0}
    """
    sums: dict[Monomial, float] = {}
    sizes: dict[Monomial, float] = {}
    for coefficient, powers in identity.terms:
        size, key = float(coefficient), []
        for i, p in powers.items():
            if i in constants:
                size *= raised(constants[i], p)
            elif p:
                key.append((i, p))
        place = tuple(sorted(key)) if len(key) > 1 else tuple(key)
        sums[place] = sums.get(place, 0.0) + size
        sizes[place] = sizes.get(place, 0.0) + abs(size)
    kept = {
        key: value
        for key, value in sums.items()
        if abs(value) > ROUNDING * sizes[key] or not math.isfinite(value)
    }
    return Folded(identity.name, kept, sizes.get((), 0.0))


def raised(value: float, power: float) -> float:
    """Raise a number to a power; infinite where that is too large, or divides by 0."""
    try:
        return float(value**power)
    except (ZeroDivisionError, OverflowError):
        return math.inf


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Derivatives of the terms of a system, each a monomial again."""

    row: Indices
    """Identity, shape (entry,)."""
    at: Indices
    """Quantities that it is derived by, shape (entry, order)."""
    coefficient: Array
    """Shape (entry,)."""
    factor: Indices
    power: Indices
    """Shape (entry, factor)."""
    place: Indices
    """Which entry of the matrix it adds to, one after another, shape (entry,)."""
    entries: Indices
    """Entries of the matrix that are not always 0, counted by rows."""

    def values(self, x: Array) -> Array:
        """Evaluate every entry."""
        with np.errstate(all="ignore"):
            return np.asarray(self.coefficient * (x[self.factor] ** self.power).prod(axis=1))


@dataclass(frozen=True, slots=True)
class System:
    """Identities that hang together, as arrays over their own quantities."""

    names: tuple[str, ...]
    """Of the identities."""
    members: Indices
    """Place of each quantity among all, shape (quantity,)."""
    row: Indices
    """Identity of each term, shape (term,)."""
    coefficient: Array
    """Shape (term,)."""
    factor: Indices
    """Quantities multiplied in a term, shape (term, factor)."""
    power: Indices
    """Their powers, 0 where a term has fewer factors, shape (term, factor)."""
    slopes: Derivatives
    """First derivatives of the terms."""
    bends: Derivatives
    """Second derivatives, those by two quantities in both orders."""

    def curved(self) -> Flags:
        """Whether an identity is other than linear in its quantities, shape (identity,)."""
        bent = (np.abs(self.power).sum(axis=1) > 1) | (self.power < 0).any(axis=1)
        return np.bincount(self.row[bent], minlength=len(self.names)) > 0

    def terms(self, x: Array) -> Array:
        """Evaluate every term, shape (term,)."""
        with np.errstate(all="ignore"):
            return np.asarray(self.coefficient * (x[self.factor] ** self.power).prod(axis=1))

    def sums(self, terms: Array) -> Array:
        """Add terms up by identity, shape (identity,)."""
        return np.bincount(self.row, terms, minlength=len(self.names)).astype(np.float64)

    def pattern(self) -> csr_array:
        """Ones where a quantity occurs in an identity, shape (identity, quantity)."""
        where = np.divmod(self.slopes.entries, len(self.members))
        ones = np.ones(len(where[0]))
        return csr_array((ones, where), shape=(len(self.names), len(self.members)))

    def jacobian(self, x: Array) -> Array:
        """Differentiate every identity by every quantity, shape (identity, quantity)."""
        slopes, count = self.slopes, len(self.slopes.entries)
        values = slopes.values(x)
        total = np.bincount(slopes.place, values, minlength=count)
        size = np.bincount(slopes.place, np.abs(values), minlength=count)
        total[np.abs(total) <= ROUNDING * size] = 0.0
        matrix = np.zeros(len(self.names) * len(self.members))
        matrix[slopes.entries] = total
        return matrix.reshape(len(self.names), len(self.members))


def linked(identities: Sequence[Folded], count: int) -> tuple[Indices, Indices]:
    """Tell which identities and quantities hang together.

    Parameters
    ----------
    identities : sequence of Folded
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
    pairs = [
        (k, i) for k, folded in enumerate(identities) for key in folded.monomials for i, _ in key
    ]
    label = np.full(count, -1)
    if not pairs:
        return label, np.zeros(0, dtype=np.intp)
    rows, columns = np.array(pairs).T
    nodes = count + len(identities)
    graph = coo_array((np.ones(len(rows)), (rows + count, columns)), shape=(nodes, nodes))
    _, group = connected_components(graph, directed=False)
    bound = np.unique(columns)
    first = np.unique(group[bound], return_index=True)
    number = np.zeros(group.max() + 1, dtype=np.intp)
    number[first[0][np.argsort(first[1])]] = np.arange(len(first[0]))
    label[bound] = number[group[bound]]
    return label, number[group[count:]]


def systems(identities: Sequence[Folded], owner: Indices) -> list[System]:
    """Lay every system out, in order.

    Parameters
    ----------
    identities : sequence of Folded
        Each binds at least one quantity.
    owner : ndarray, shape (identity,)
        The system of each.

    Returns
    -------
    list of System
        By the number of the system.
    """
    held: dict[int, list[Folded]] = {}
    for folded, system in zip(identities, owner.tolist(), strict=True):
        held.setdefault(system, []).append(folded)
    return [_compile(held[system]) for system in sorted(held)]


def _compile(identities: list[Folded]) -> System:
    """Lay the terms of a system out as arrays."""
    members = sorted({i for f in identities for key in f.monomials for i, _ in key})
    place = {i: j for j, i in enumerate(members)}
    terms = [
        (k, value, key)
        for k, folded in enumerate(identities)
        for key, value in folded.monomials.items()
    ]
    width = max(len(key) for *_, key in terms)
    factor = np.zeros((len(terms), width), dtype=np.intp)
    power = np.zeros((len(terms), width), dtype=np.intp)
    for t, (*_, key) in enumerate(terms):
        for j, (i, p) in enumerate(key):
            factor[t, j], power[t, j] = place[i], p
    row = np.array([k for k, *_ in terms])
    coefficient = np.array([value for _, value, _ in terms])
    names = tuple(folded.name for folded in identities)
    laid = (row, coefficient, factor, power)
    return System(names, np.array(members), *laid,
                  *(_derivatives(order, len(members), *laid) for order in (1, 2)))  # fmt: skip


def _derivatives(
    order: int, count: int, row: Indices, coefficient: Array, factor: Indices, power: Indices
) -> Derivatives:
    """Derive every term by every choice of so many of its factors."""
    parts = []
    for chosen in product(range(factor.shape[1]), repeat=order):
        lower, times = power.copy(), coefficient.copy()
        for j in chosen:
            times *= lower[:, j]
            lower[:, j] -= 1
        on = np.flatnonzero(times)
        parts.append((row[on], factor[on][:, chosen], times[on], factor[on], lower[on]))
    rows, at, times, factors, powers = (np.concatenate(part) for part in zip(*parts, strict=True))
    entries, place = np.unique(rows * count + at[:, 0], return_inverse=True)
    return Derivatives(rows, at, times, factors, powers, place, entries)
