r"""Come near the solution of a curved system by Newton steps on sparse optimality conditions.

.. math::  \begin{pmatrix} D^{-1} + \sum_k \lambda_k \nabla^2 f_k + \delta I & J' \\
           J & -\epsilon I \end{pmatrix}
           \begin{pmatrix} \Delta x \\ \lambda^+ \end{pmatrix} =
           \begin{pmatrix} -D^{-1} (x - x^{\text{measured}}) \\ -f \end{pmatrix}

Without :math:`\nabla^2 f` this is the linear step of `relinearise`, which converges at a steady
rate where measurements disagree; with it the rate doubles the digits at every step (Nocedal &
Wright 2006, *Numerical Optimization*, §18.1).  A Newton step is taken only if it halves what is
left of the conditions, else a linear one that lowers the merit.

What comes out is a start, not an answer: `relinearise` takes its steps from there until they are
small, with dependent identities and undetermined quantities told apart.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf
from scipy.sparse import csc_array
from scipy.sparse.linalg import splu

from outlast.engines.reconcile.identities import Array, Indices, System

STEPS = 30
STRAIGHT = 3
"""Steps without the curvature at first: far off it leads to other minima."""
NEAR = 1e-8
"""A smaller step, in standard deviations or as part of the value, ends the approach."""
DAMPING = 1e-8
"""Weight of a step of what nobody measured, beside its size squared."""
SLACK = 1e-13
"""Gives identities that follow from others a finite multiplier."""
OPEN_WEIGHT = 1e3
"""Weight of open identities beside the other conditions."""
ROUNDING_LEFT = 1e-9
"""Less left than this is rounding."""
HALVINGS = 20


@dataclass(frozen=True, slots=True)
class _Pattern:
    """Where entries of the matrix lie, in columns."""

    entry: Indices
    """Place of each addend among the entries."""
    rows: Indices
    starts: Indices


@dataclass(slots=True)
class _State:
    """A point, and the conditions there in scaled units."""

    x: Array
    multipliers: Array
    gap: Array
    slopes: Array
    pull: Array
    left: float


class Approach:
    """Newton steps of one system.

    Parameters
    ----------
    system : System
        Curved identities.
    measured, sd : ndarray, shape (quantity,)
        NaN where nobody measured.
    size : ndarray, shape (quantity,)
        Size of each quantity, above 0.
    """

    def __init__(self, system: System, measured: Array, sd: Array, size: Array) -> None:
        self.system, self.size = system, size
        self.observed = np.isfinite(measured)
        self.measured = np.where(self.observed, measured, 0.0)
        self.weight = np.where(self.observed, size / np.where(self.observed, sd, 1.0), 0.0) ** 2
        self.diagonal = self.weight + np.where(self.observed, 0.0, DAMPING)
        self.step_size = np.where(self.observed, sd, 0.0)
        self.row_size = np.ones(len(system.names))
        self.share = 1 / (self.weight + 1.0)
        self.straight = np.zeros(len(system.bends.row))
        self.pattern = self._laid_out()
        self.price = 0.0

    def _laid_out(self) -> _Pattern:
        system, count = self.system, len(self.system.members)
        slopes, bends = system.slopes, system.bends
        total = count + len(system.names)
        first, second = slopes.at[:, 0], count + slopes.row
        ends = np.arange(count), np.arange(count, total)
        rows = np.concatenate([ends[0], bends.at[:, 0], second, first, ends[1]])
        columns = np.concatenate([ends[0], bends.at[:, 1], first, second, ends[1]])
        places, entry = np.unique(columns * total + rows, return_inverse=True)
        starts = np.searchsorted(places, np.arange(total + 1) * total)
        return _Pattern(entry, (places % total).astype(np.int32), starts.astype(np.int32))

    def run(self, x: Array, most: int) -> tuple[Array, int] | None:
        """Return a point near a minimum and the steps taken; None if they do not lead to one."""
        with np.errstate(all="ignore"):
            return self._run(x, most)

    def _run(self, x: Array, most: int) -> tuple[Array, int] | None:
        terms = self.system.terms(x)
        sizes = self.system.sums(np.abs(terms))
        self.row_size = np.where(sizes > 0, sizes, 1.0)
        state = self._state(x, np.zeros(len(self.row_size)))
        for count in range(min(STEPS, most)):
            new = self._newton(state) if count >= STRAIGHT else None
            new = new or self._linear(state)
            if new is None:
                return None
            allowed = NEAR * np.where(self.observed, self.step_size, np.abs(new.x))
            if (np.abs(new.x - state.x) <= allowed).all():
                return (new.x, count + 1) if self._is_minimum(new) else None
            state = new
        return None

    def _state(self, x: Array, multipliers: Array) -> _State:
        system = self.system
        gap = system.sums(system.terms(x)) / self.row_size
        slopes = system.slopes.values(x) / self.row_size[system.slopes.row]
        slopes *= self.size[system.slopes.at[:, 0]]
        pull = self.weight * (x - self.measured) / self.size
        rest = pull + np.bincount(system.slopes.at[:, 0], slopes * multipliers[system.slopes.row],
                                  minlength=len(x))  # fmt: skip
        left = math.sqrt(self.share @ rest**2) + OPEN_WEIGHT * math.sqrt(gap @ gap)
        return _State(x, multipliers, gap, slopes, pull, left)

    def _bends(self, state: _State) -> Array:
        bends = self.system.bends
        part = bends.values(state.x) * (state.multipliers / self.row_size)[bends.row]
        return np.asarray(part * self.size[bends.at].prod(axis=1))

    def _solve(self, state: _State, bends: Array) -> tuple[Array, Array] | None:
        count, total = len(self.size), len(self.size) + len(self.row_size)
        values = np.concatenate([self.diagonal, bends, state.slopes, state.slopes,
                                 np.full(len(self.row_size), -SLACK)])  # fmt: skip
        pattern = self.pattern
        data = np.bincount(pattern.entry, values, minlength=len(pattern.rows))
        matrix = csc_array((data, pattern.rows, pattern.starts), shape=(total, total))
        right = np.concatenate([-state.pull, -state.gap])
        right[count:] -= SLACK * state.multipliers
        try:
            found = splu(matrix).solve(right)
        except RuntimeError:  # singular
            return None
        if not np.isfinite(found).all():
            return None
        return found[:count] * self.size, found[count:]

    def _newton(self, state: _State) -> _State | None:
        """Take a full step with the curvature; None if that does not halve what is left."""
        found = self._solve(state, self._bends(state))
        if found is None:
            return None
        new = self._state(state.x + found[0], found[1])
        return new if new.left <= max(0.5 * state.left, ROUNDING_LEFT) else None

    def _linear(self, state: _State) -> _State | None:
        """Take a step without the curvature, halved until the merit falls enough (Armijo)."""
        found = self._solve(state, self.straight)
        if found is None:
            return None
        step, multipliers = found
        self.price = max(self.price, 2 * float(np.abs(multipliers).max(initial=0.0)))
        before = self._merit(state.x)
        slope = float(state.pull @ (step / self.size))
        slope = min(slope - self.price * float(np.abs(state.gap).sum()), 0.0)
        for halving in range(HALVINGS):
            part = 0.5**halving
            x = state.x + part * step
            if self._merit(x) <= before + 1e-4 * part * slope + 1e-13 * (1 + before):
                return self._state(x, multipliers)
        return None

    def _merit(self, x: Array) -> float:
        away = (x - self.measured) / self.size
        gap = np.abs(self.system.sums(self.system.terms(x)) / self.row_size).sum()
        value = float(self.weight @ away**2 / 2 + self.price * gap)
        return value if np.isfinite(value) else np.inf

    def _is_minimum(self, state: _State) -> bool:
        """Whether the curvature is positive wherever the identities leave room (Debreu 1952)."""
        slopes, bends = self.system.slopes, self.system.bends
        count = len(self.size)
        matrix = np.zeros((len(self.row_size), count))
        np.add.at(matrix, (slopes.row, slopes.at[:, 0]), state.slopes)
        curvature = np.diag(self.diagonal)
        np.add.at(curvature, (bends.at[:, 0], bends.at[:, 1]), self._bends(state))
        largest = float(np.abs(curvature).max())
        scale = 1 / np.sqrt(np.maximum(self.diagonal, 1e-6 * largest))
        stiff = matrix * scale
        return not dpotrf(curvature * np.outer(scale, scale) + 1e6 * stiff.T @ stiff)[1]
