r"""Identities that bind quantities, and the systems they fall into.

.. math::  f_k(x) = \sum_t c_{kt} \prod_i x_i^{p_{kti}} = 0

A sum of monomials with whole powers says a mass balance, a transfer coefficient
(:math:`F_4 - c F_3 = 0`), a value (:math:`v - p q = 0`) and growth (:math:`X_t - X_s g^n = 0`).
Quantities that no chain of identities links do not bear on one another, so each linked system is
solved alone; a constant links nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
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
        with np.errstate(all="ignore"):
            factors = [np.float64(constants[i]) ** p for i, p in powers.items() if i in constants]
            size = float(np.prod([coefficient, *factors]))
        key = tuple(sorted((i, p) for i, p in powers.items() if p and i not in constants))
        sums[key] = sums.get(key, 0.0) + size
        sizes[key] = sizes.get(key, 0.0) + abs(size)
    kept = {
        key: value
        for key, value in sums.items()
        if abs(value) > ROUNDING * sizes[key] or not np.isfinite(value)
    }
    return Folded(identity.name, kept, sizes.get((), 0.0))


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

    def jacobian(self, x: Array) -> Array:
        """Differentiate every identity by every quantity, shape (identity, quantity)."""
        shape = (len(self.names), len(self.members))
        total, size = np.zeros(shape[0] * shape[1]), np.zeros(shape[0] * shape[1])
        with np.errstate(all="ignore"):
            raised = x[self.factor] ** self.power
            columns = range(self.factor.shape[1])
            for j in columns:
                on = self.power[:, j] != 0
                p, i = self.power[on, j], self.factor[on, j]
                others = raised[on][:, [m for m in columns if m != j]].prod(axis=1)
                slope = self.coefficient[on] * p * x[i] ** (p - 1) * others
                place = self.row[on] * shape[1] + i
                total += np.bincount(place, slope, minlength=len(total))
                size += np.bincount(place, np.abs(slope), minlength=len(total))
        total[np.abs(total) <= ROUNDING * size] = 0.0
        return total.reshape(shape)


def systems(identities: Sequence[Folded], count: int) -> tuple[list[System], Indices]:
    """Part identities into systems that share no quantity.

    Parameters
    ----------
    identities : sequence of Folded
        Those that bind at least one quantity.
    count : int
        Number of quantities.

    Returns
    -------
    systems : list of System
        In the order of their first quantity.
    label : ndarray, shape (quantity,)
        The system of each quantity, −1 where no identity binds it.
    """
    pairs = [
        (k, i) for k, folded in enumerate(identities)
        for i in {i for key in folded.monomials for i, _ in key}
    ]  # fmt: skip
    label = np.full(count, -1)
    if not pairs:
        return [], label
    rows, columns = np.array(pairs).T
    nodes = count + len(identities)
    graph = coo_array((np.ones(len(rows)), (rows + count, columns)), shape=(nodes, nodes))
    _, group = connected_components(graph, directed=False)
    bound = np.unique(columns)
    first = dict.fromkeys(int(g) for g in group[bound])
    number = {g: place for place, g in enumerate(first)}
    label[bound] = [number[int(g)] for g in group[bound]]
    held: list[list[Folded]] = [[] for _ in number]
    for k, folded in enumerate(identities):
        held[number[int(group[count + k])]].append(folded)
    members = np.split(order := np.argsort(label, kind="stable"),
                       np.searchsorted(label[order], np.arange(len(number))))[1:]  # fmt: skip
    return [_compile(*pair) for pair in zip(held, members, strict=True)], label


def _compile(identities: list[Folded], members: Indices) -> System:
    """Lay the terms of a system out as arrays."""
    place = {int(i): j for j, i in enumerate(members)}
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
    return System(names, members, row, coefficient, factor, power)
