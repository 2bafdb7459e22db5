r"""Whether claims are consistent, asked of linear programs.

By Farkas' lemma the rows of a set of claims have no common solution if and only if weights
:math:`y` add them up to a contradiction; the claims with weight are inconsistent by themselves.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from scipy.sparse import diags_array as diagonal

from outlast.engines.evidence.marco import Budget, Set
from outlast.engines.evidence.system import Indices, System
from outlast.errors import LimitReached
from outlast.solve import Array, Program, Solution, Switchable, solve

WEIGHT = 1e-9
"""A smaller weight in a proof, against its largest, is rounding."""

WEIGHTLESS = 1e-13
"""A sum of weights below this is rounding.  A typical amount has the size 1."""

FEW = 8
"""Small sets that are tested in the model of the large ones: a model of their own costs more."""

MANY_PARTS = 30
"""Independent parts from which one program over all of them pays."""


class LinearOracle:
    """Answers for the claims of one system; identities always hold."""

    def __init__(self, system: System, budget: Budget) -> None:
        self._budget = budget
        self._claims, self._groups = _groups(system.owner)
        # Two models, so that small sets and large ones each start from a basis of their like.
        self._program = system.program()
        self._models: dict[bool, Switchable] = {}
        self._small = 0
        self.elements: Set = frozenset(self._claims.tolist())

    def core(self, kept: Set) -> Set | None:
        """Return the claims that a proof of inconsistency uses; None if `kept` is consistent."""
        ray = self._ray(_on(self._claims, kept))
        if ray is None:
            return None
        weights = np.abs(ray)
        used = self._groups[weights > WEIGHT * weights.max(initial=0.0)]
        core = frozenset(self._claims[used[used >= 0]].tolist()) & kept
        if len(core) == len(kept) or self._proves(ray, _on(self._claims, core)):
            return core
        # Rounding may have taken a claim out of the proof.
        return kept if self._ray(_on(self._claims, core)) is None else core

    def _proves(self, ray: Array, on: NDArray[np.bool_]) -> bool:
        """Whether the weights of a ray on these claims alone add up to a contradiction."""
        weights = np.where(np.append(on, True)[self._groups], ray, 0.0)
        weights /= np.abs(weights).max(initial=0.0) or 1.0
        return any(_contradicts(self._program, side) for side in (weights, -weights))

    def _model(self, small: bool) -> Switchable:  # noqa: FBT001
        """The model for small sets or for large ones, made when it is first worth it."""
        self._small += small
        which = small and self._small > FEW
        if which not in self._models:
            self._models[which] = Switchable(self._program, self._groups)
        return self._models[which]

    def _ray(self, on: NDArray[np.bool_]) -> Array | None:
        answer = _within(self._budget, self._model(bool(2 * np.count_nonzero(on) < len(on))), on)
        if answer.status == "optimal":
            return None
        if answer.ray is None:
            return np.append(on, True)[self._groups].astype(float)
        return answer.ray


def _contradicts(program: Program, weights: Array) -> bool:
    r"""Whether weighted rows demand more than their columns can give.

    .. math::  \sum_{y_i > 0} y_i r_i + \sum_{y_i < 0} y_i R_i > \max_x\, y^\top A x
    """
    up, down = weights > 0, weights < 0
    demand = weights[up] @ program.row_low[up] + weights[down] @ program.row_high[down]
    matrix = program.matrix
    terms = matrix.data * np.repeat(weights, np.diff(matrix.indptr))
    slopes = np.bincount(matrix.indices, terms, minlength=matrix.shape[1])
    if not np.isfinite(demand) or slopes.max(initial=0.0) > WEIGHTLESS:
        return False
    return bool(demand - np.minimum(slopes, 0.0) @ program.low > WEIGHT)


class Mover:
    """How few variables must leave a point so that a set of claims holds."""

    def __init__(self, system: System, point: Array, budget: Budget) -> None:
        width = len(point)
        self._budget = budget
        self._claims, groups = _groups(system.owner)
        held = system.matrix @ point
        columns = abs(system.matrix).T @ (system.owner >= 0)
        self._cost = np.tile(1.0 + columns, 2)  # rather move what no claim speaks of
        self._rows = Switchable(
            Program(
                self._cost,
                csr_array(hstack([system.matrix, -system.matrix])),
                system.low - held,
                system.high - held,
                np.zeros(2 * width),
                np.concatenate([np.full(width, np.inf), np.maximum(point - system.floor, 0.0)]),
            ),
            groups,
        )

    def moved(self, kept: Set, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Variables that leave the point at the least cost; those in `free` move for nothing."""
        self._rows.recost(np.where(np.tile(free, 2), 0.0, self._cost))
        answer = _within(self._budget, self._rows, _on(self._claims, kept))
        if answer.x is None:
            return np.zeros(len(free), dtype=np.bool_)
        away = np.abs(answer.x).reshape(2, -1).max(axis=0)
        return np.asarray(away > WEIGHT)


def doubtful(system: System, budget: Budget) -> Iterator[System]:
    r"""Yield the independent parts of a system that may be inconsistent.

    Where there are many, one program finds most of the others consistent,

    .. math::  \min \sum_i (u_i + v_i) \quad\text{so that}\quad
               \text{low} \le A x + u - v \le \text{high}, \qquad u, v \ge 0,

    since a part without :math:`u_i` or :math:`v_i` holds as it is.
    """
    components = system.components()
    off = np.ones(len(system.low), dtype=np.bool_)
    if len(components) > MANY_PARTS:
        off = _off(system, budget)
    for rows, columns in components:
        if off[rows].any():
            yield system.part(rows, columns)


def _off(system: System, budget: Budget) -> NDArray[np.bool_]:
    """Rows that a point of the least total miss misses, shape (row,)."""
    count, width = system.matrix.shape
    miss = diagonal(np.ones(count), format="csr")
    program = Program(
        np.concatenate([np.zeros(width), np.ones(2 * count)]),
        csr_array(hstack([system.matrix, miss, -miss])),
        system.low,
        system.high,
        np.concatenate([system.floor, np.zeros(2 * count)]),
        np.full(width + 2 * count, np.inf),
    )
    budget.tested += 1
    answer = solve(program, seconds=budget.left())
    if answer.status != "optimal" or answer.x is None:
        return np.ones(count, dtype=np.bool_)
    return np.asarray(answer.x[width : width + count] + answer.x[width + count :] > 0)


def _groups(owner: Indices) -> tuple[Indices, Indices]:
    """Claims of a system in order, and the place of each row's claim among them."""
    claims = np.unique(owner[owner >= 0])
    return claims, np.where(owner >= 0, np.searchsorted(claims, owner), -1)


def _on(claims: Indices, kept: Set) -> NDArray[np.bool_]:
    on = np.zeros(len(claims), dtype=np.bool_)
    on[np.searchsorted(claims, np.fromiter(kept, dtype=np.intp, count=len(kept)))] = True
    return on


def _within(budget: Budget, rows: Switchable, on: NDArray[np.bool_]) -> Solution:
    budget.tested += 1
    answer = rows.solve(on, seconds=budget.left())
    if answer.status == "limit":
        raise LimitReached("the time for inconsistent sets is up")
    return answer
