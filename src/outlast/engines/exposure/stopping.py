r"""What powers acting together can stop of an importer's supply, through several layers.

.. math::  v(C) = \sum_o s_o f_o(C), \qquad
           \kappa_l(C, o) = \min\Bigl(1, \sum_{p \in C} \kappa_{l,p,o}\Bigr)

with the share :math:`s_o` of origin :math:`o` and the part :math:`\kappa_{l,p,o}` of its supply
that power :math:`p` can stop through layer :math:`l`.  How layers overlap is not known, so

=========  ==============================  ==========================
``low``    :math:`\max_l \kappa_l`         one layer contains the rest
``point``  :math:`1-\prod_l(1-\kappa_l)`   layers are independent
``high``   :math:`\min(1,\sum_l\kappa_l)`  layers do not overlap
=========  ==============================  ==========================

More members never stop less.  In ``point`` and ``high`` a power adds the less the more others are
there (:math:`f` is submodular); in ``low`` it may add more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.errors import InvalidInput, not_one_of

Array = NDArray[np.float64]
Sets = NDArray[np.bool_]
How = Literal["low", "point", "high"]

TOLERANCE = 1e-12
"""A part of supply this little below the cut reaches it."""


@dataclass(frozen=True, slots=True)
class Hold:
    """What each power holds of each origin, all known.

    Attributes
    ----------
    share : ndarray, shape (origin,)
        Part of the supply.
    kappa : ndarray, shape (power, layer, origin)
        Part of the origin's supply that the power can stop through the layer.
    how : {"low", "point", "high"}
        How layers combine.
    """

    share: Array
    kappa: Array
    how: How

    def held(self, members: Sets) -> Array:
        """Add up what members hold, shape (set, layer, origin), not capped."""
        powers, layers, origins = self.kappa.shape
        flat = members.astype(float) @ self.kappa.reshape(powers, layers * origins)
        return flat.reshape(-1, layers, origins)

    def stopped(self, members: Sets) -> Array:
        """Part of supply that each set can stop, shape (set,), from members (set, power)."""
        return self.parts(self.held(members)) @ self.share

    def parts(self, held: Array) -> Array:
        """Part of each origin that is stopped, shape (set, origin)."""
        return self._join(np.minimum(held[:, layer], 1.0) for layer in range(held.shape[1]))

    def with_one_more(self, held: Array, others: Sets) -> Array:
        """Part of supply stopped when one of the others joins, shape (set, power); else 0."""
        row, power = np.nonzero(others)
        layers = range(held.shape[1])
        joined = (np.minimum(held[row, n] + self.kappa[power, n], 1.0) for n in layers)
        stopped = np.zeros(others.shape)
        stopped[row, power] = self._join(joined) @ self.share
        return stopped

    def without_one(self, members: Sets) -> tuple[NDArray[np.intp], Array]:
        """Part of supply still stopped when a member leaves: rows, and a value for each."""
        row, power = np.nonzero(members)
        left = members[row]
        left[np.arange(row.size), power] = False
        return row, self.stopped(left)

    def gains(self, held: Array, after: Array, others: Sets) -> Array:
        """Bound what each of the others adds, whoever of them joins too, shape (set, power)."""
        parts = self.parts(held)
        if self.how != "low":
            return np.where(others, after - (parts @ self.share)[:, None], 0.0)
        row, power = np.nonzero(others)
        overtaking = held + self.held(others) > parts[:, None]  # no other layer will lead
        able = (self.kappa[power, n] * overtaking[row, n] for n in range(held.shape[1]))
        added = np.minimum(self._join(able), 1.0 - parts[row])
        gains = np.zeros(others.shape)
        gains[row, power] = added @ self.share
        return gains

    def _join(self, layers: Iterable[Array]) -> Array:
        total: Array = np.zeros(())
        for part in layers:
            if self.how == "low":
                total = np.maximum(total, part)
            elif self.how == "point":
                total = total + part * (1.0 - total)
            else:
                total = np.minimum(total + part, 1.0)
        return total


@dataclass(frozen=True, slots=True)
class Bounds:
    """A hold whose unknown parts count as 0 in one and as 1 in the other.

    Attributes
    ----------
    powers : tuple of str
        In alphabetical order, as along the arrays.
    certain, possible : Hold
        The same object where everything is known.
    """

    powers: tuple[str, ...]
    certain: Hold
    possible: Hold

    def names(self, members: Sets) -> list[tuple[str, ...]]:
        """Names of each set, from members (set, power)."""
        every = [self.powers[i] for i in np.nonzero(members)[1].tolist()]
        ends = np.cumsum(members.sum(axis=1)).tolist()
        return [tuple(every[i:j]) for i, j in zip([0, *ends], ends, strict=False)]


def bounds(share: ArrayLike, kappa: ArrayLike, powers: Sequence[str], how: str) -> Bounds:
    """Check what is given and fill in the unknown with 0 and with 1.

    Parameters
    ----------
    share : array_like, shape (origin,)
        Parts of the supply, 0 to 1.  What they leave of 1 is of unknown origin: any power may
        stop it or none.
    kappa : array_like, shape (layer, power, origin)
        Parts of an origin's supply, 0 to 1; NaN where unknown.
    powers : sequence of str
        Names along `kappa`.
    how : {"low", "point", "high"}
        How layers combine.

    Returns
    -------
    Bounds
        What a coalition stops at least and at most.

    Raises
    ------
    InvalidInput
        If shapes do not fit, a share or part lies outside 0 to 1 or shares exceed 1 together.
    UsageError
        If `how` is not known.
    """
    if how not in get_args(How):
        raise not_one_of("how", how, get_args(How))
    kind: How = "low" if how == "low" else "point" if how == "point" else "high"
    parts, held = np.asarray(share, dtype=float), np.asarray(kappa, dtype=float)
    _check_shapes(parts, held, powers)
    _check_values(parts, held)
    order = np.argsort(np.array(powers, dtype=str), kind="stable")
    held = held.transpose(1, 0, 2)[order]
    rest = 1.0 - parts.sum()
    if rest > TOLERANCE:
        parts = np.append(parts, rest)
        held = np.concatenate([held, np.full((*held.shape[:2], 1), np.nan)], axis=2)
    held = held[:, :, parts > 0]
    parts = parts[parts > 0]
    certain = Hold(parts, np.nan_to_num(held, nan=0.0), kind)
    unknown = bool(np.isnan(held).any())
    possible = Hold(parts, np.nan_to_num(held, nan=1.0), kind) if unknown else certain
    return Bounds(tuple(powers[i] for i in order), certain, possible)


def _check_shapes(share: Array, kappa: Array, powers: Sequence[str]) -> None:
    if share.ndim != 1 or kappa.ndim != 3 or not kappa.shape[0]:
        raise InvalidInput(
            "shape of share and kappa", f"{share.shape} and {kappa.shape}",
            expected="(origin,) and (layer, power, origin) with a layer or more",
        )  # fmt: skip
    expected = (kappa.shape[0], len(powers), share.size)
    if kappa.shape != expected:
        raise InvalidInput("shape of kappa", kappa.shape, expected=str(expected))
    twice = sorted({power for power in powers if list(powers).count(power) > 1})
    if twice:
        raise InvalidInput("power", twice[0], expected="names used once")


def _check_values(share: Array, kappa: Array) -> None:
    wrong = share[~((share >= 0) & (share <= 1))]
    if wrong.size:
        raise InvalidInput(
            "share of an origin", wrong[0], expected="0 to 1",
            remedy="leave an origin with an unknown share out: what is missing to 1 is unknown",
        )  # fmt: skip
    if share.sum() > 1 + 1e-9:
        raise InvalidInput("sum of the shares", share.sum(), expected="at most 1")
    outside = kappa[(kappa < 0) | (kappa > 1)]
    if outside.size:
        raise InvalidInput("part of an origin's supply", outside[0], expected="0 to 1, or NaN")
