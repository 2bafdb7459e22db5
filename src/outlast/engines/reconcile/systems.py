r"""Linked identities as arrays over their own quantities, with their derivatives.

.. math::  f_k(x) = \sum_t c_{kt} \prod_i x_i^{p_{kti}}, \qquad
           \frac{\partial f_k}{\partial x_j}, \qquad
           \frac{\partial^2 f_k}{\partial x_i\,\partial x_j}

Every derivative of a monomial is a monomial again.
"""

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.sparse import csr_array

from outlast.engines.reconcile.identities import ROUNDING, Array, Equations, Flags, Indices

_ONE = np.ones(1)


@dataclass(frozen=True, slots=True)
class Monomials:
    """Coefficients times products of powers."""

    coefficient: Array
    """Shape (monomial,)."""
    factor: Indices
    """Quantities, one more than there are where there is none, shape (factor, monomial)."""
    power: Array | None
    """Shape (factor, monomial); None where all are 1."""

    def values(self, x: Array) -> Array:
        """Evaluate every monomial, shape (monomial,)."""
        base, found = np.concatenate([x, _ONE]), self.coefficient
        with np.errstate(all="ignore"):
            if self.power is not None:
                return np.asarray(found * np.multiply.reduce(base[self.factor] ** self.power))
            for factor in self.factor:
                found = found * base[factor]
        return found

    def scaled(self, size: Array, times: Array) -> "Monomials":
        """Take quantities in units of `size`, and each monomial as often as `times` says."""
        return replace(self, coefficient=self.values(size) * times)


def monomials(coefficient: Array, factor: Indices, power: Indices, count: int) -> Monomials:
    """Lay monomials of so many quantities out; `factor` has the shape (monomial, factor)."""
    used = power != 0
    plain = bool((power[used] == 1).all())
    powers = None if plain else np.where(used, power, 1).T.astype(float)
    return Monomials(coefficient, np.where(used, factor, count).T.copy(), powers)


def stacked(*parts: Monomials) -> Monomials:
    """Put monomials of as many factors one after another."""
    powers = [np.ones(p.factor.shape) if p.power is None else p.power for p in parts]
    plain = all(part.power is None for part in parts)
    return Monomials(
        np.concatenate([part.coefficient for part in parts]),
        np.concatenate([part.factor for part in parts], axis=1),
        None if plain else np.concatenate(powers, axis=1),
    )


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Derivatives of the terms of a system, each a monomial again."""

    row: Indices
    """Identity, shape (entry,)."""
    at: Indices
    """Quantities that it is derived by, shape (entry, order)."""
    monomials: Monomials
    """Shape (entry,)."""

    def values(self, x: Array) -> Array:
        """Evaluate every entry."""
        return self.monomials.values(x)


@dataclass(frozen=True, slots=True)
class System:
    """Identities that hang together, as arrays over their own quantities."""

    names: tuple[str, ...]
    """Of the identities."""
    members: Indices
    """Place of each quantity among all, shape (quantity,)."""
    row: Indices
    """Identity of each term, shape (term,)."""
    power: Indices
    """Powers of the quantities multiplied in a term, shape (term, factor)."""
    monomials: Monomials
    """The terms."""
    slopes: Derivatives
    """First derivatives of the terms."""
    bends: Derivatives
    """Second derivatives, those by two quantities in both orders."""
    place: Indices
    """Which entry of the Jacobian a slope adds to, one after another."""
    entries: Indices
    """Entries of the Jacobian that are not always 0, counted by rows."""

    def curved(self) -> Flags:
        """Whether an identity is other than linear in its quantities, shape (identity,)."""
        bent = (np.abs(self.power).sum(axis=1) > 1) | (self.power < 0).any(axis=1)
        return np.bincount(self.row[bent], minlength=len(self.names)) > 0

    def terms(self, x: Array) -> Array:
        """Evaluate every term, shape (term,)."""
        return self.monomials.values(x)

    def sums(self, terms: Array) -> Array:
        """Add terms up by identity, shape (identity,)."""
        return np.bincount(self.row, terms, minlength=len(self.names)).astype(np.float64)

    def pattern(self, of: Flags) -> csr_array:
        """Ones where some quantities occur in an identity, shape (identity, quantity of these)."""
        row, column = np.divmod(self.entries, len(self.members))
        on = of[column]
        place = (np.cumsum(of) - 1)[column[on]].astype(np.int32)
        starts = np.zeros(len(self.names) + 1, dtype=np.int32)
        np.cumsum(np.bincount(row[on], minlength=len(self.names)), out=starts[1:])
        shape = (len(self.names), int(np.count_nonzero(of)))
        return csr_array((np.ones(len(place)), place, starts), shape=shape)

    def jacobian(self, x: Array) -> Array:
        """Differentiate every identity by every quantity in it, shape (entry,)."""
        values, count = self.slopes.values(x), len(self.entries)
        total = np.bincount(self.place, values, minlength=count).astype(np.float64)
        size = np.bincount(self.place, np.abs(values), minlength=count)
        total[np.abs(total) <= ROUNDING * size] = 0.0
        return total


def systems(equations: Equations, owner: Indices) -> list[System]:
    """Lay every system out, in order.

    Parameters
    ----------
    equations : Equations
        Each binds at least one quantity.
    owner : ndarray, shape (identity,)
        The system of each.

    Returns
    -------
    list of System
        By the number of the system.
    """
    if not len(owner):
        return []
    order = np.argsort(owner, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(owner[order])) + 1)
    terms = np.argsort(owner[equations.row], kind="stable")
    cuts = np.flatnonzero(np.diff(owner[equations.row[terms]])) + 1
    return [_compiled(equations, identities, some)
            for identities, some in zip(groups, np.split(terms, cuts), strict=True)]  # fmt: skip


def _compiled(equations: Equations, identities: Indices, terms: Indices) -> System:
    """Lay the terms of a system out over its own quantities."""
    row = np.searchsorted(identities, equations.row[terms])
    coefficient, power = equations.coefficient[terms], equations.power[terms]
    members = np.unique(equations.factor[terms][power != 0])
    count = len(members)
    factor = np.searchsorted(members, equations.factor[terms])
    slopes, bends = (_derivatives(order, count, row, coefficient, factor, power)
                     for order in (1, 2))  # fmt: skip
    entries, place = np.unique(slopes.row * count + slopes.at[:, 0], return_inverse=True)
    names = tuple(equations.names[k] for k in identities.tolist())
    return System(names, members, row, power, monomials(coefficient, factor, power, count),
                  slopes, bends, place, entries)  # fmt: skip


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
    return Derivatives(rows, at, monomials(times, factors, powers, count))
