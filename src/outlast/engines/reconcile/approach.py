r"""Come near the solution of a curved system by Newton steps on optimality conditions.

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
from dataclasses import dataclass, replace

import numpy as np

from outlast.engines.reconcile.conditions import Condensed, Local, conditions
from outlast.engines.reconcile.identities import Array
from outlast.engines.reconcile.systems import System, stacked

STEPS = 30
STRAIGHT = 3
"""Steps without the curvature at first: far off it leads to other minima."""
NEAR = 1e-8
"""A smaller step, in standard deviations or as part of the value, ends the approach."""
DAMPING = 1e-8
"""Weight of a step of what nobody measured, beside its size squared."""
OPEN_WEIGHT = 1e3
"""Weight of open identities beside the other conditions."""
ROUNDING_LEFT = 1e-9
"""Less left than this is rounding."""
DIVERGED = 1e6
"""The approach ends where this many times as much is left as at first."""
HALVINGS = 20

_Values = tuple[Array, Array, Array]
"""Of identities, slopes and bends."""


@dataclass(frozen=True, slots=True)
class _State:
    """A point, and the conditions there; quantities and identities count in their sizes."""

    x: Array
    local: Local
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
        self.measured = np.where(self.observed, measured / size, 0.0)
        self.step_size = np.where(self.observed, sd / size, 0.0)
        self.weight = np.where(
            self.observed, 1 / np.where(self.observed, self.step_size, 1.0), 0.0
        )
        self.weight **= 2
        self.share = 1 / (self.weight + 1.0)
        self.by = system.slopes.at[:, 0]

    def run(self, x: Array, most: int) -> tuple[Array, int] | None:
        """Return a point near a minimum and the steps taken; None if they do not lead to one."""
        with np.errstate(all="ignore"):
            self._scale(x)
            found = self._run(x / self.size, most)
            if self.diverged and isinstance(self.conditions, Condensed):
                found = self._run(self._closed(x / self.size, self.conditions), most)
            return found

    def _closed(self, x: Array, conditions: Condensed) -> Array:
        """Let own quantities close their identities.

        Where two printed shares of one unmeasured whole disagree, the conditions lead to a whole
        of 0, which obeys both; from where the shares agree with it, they do not.
        """
        state = self._state(x, np.zeros(len(self.system.names)), self._values(x))
        return x + conditions.closing(state.local)

    def _scale(self, x: Array) -> None:
        """Count identities in what their terms sum up to at a point, without signs."""
        system, size = self.system, self.size
        sums = system.sums(np.abs(system.terms(x)))
        row_size = np.where(sums > 0, sums, 1.0)
        slopes, bends = system.slopes, system.bends
        self.monomials = stacked(system.monomials, slopes.monomials, bends.monomials).scaled(
            size, np.concatenate([
                1 / row_size[system.row], size[self.by] / row_size[slopes.row],
                size[bends.at].prod(axis=1) / row_size[bends.row],
            ]),
        )  # fmt: skip
        damped = self.weight + np.where(self.observed, 0.0, DAMPING)
        self.conditions = conditions(system, damped, self._values(x / size)[1])

    def _run(self, x: Array, most: int) -> tuple[Array, int] | None:
        state = self._state(x, np.zeros(len(self.system.names)), self._values(x))
        self.price, self.diverged, most_left = 0.0, False, DIVERGED * max(state.left, 1.0)
        for count in range(min(STEPS, most)):
            new = self._newton(state) if count >= STRAIGHT else None
            new = new or self._linear(state)
            if new is None:
                return None
            self.diverged = new.left > most_left
            if self.diverged:
                return None
            if self._has_come(state, new):
                found = self.conditions.is_minimum(new.local)
                return (new.x * self.size, count + 1) if found else None
            state = new
        return None

    def _has_come(self, old: _State, new: _State) -> bool:
        """Whether a step is small, or what moves is undetermined and its step is rounding."""
        allowed = NEAR * np.where(self.observed, self.step_size, np.abs(new.x))
        if (np.abs(new.x - old.x) <= allowed).all():
            return True
        rounding = ROUNDING_LEFT >= new.left > old.left / 2
        return rounding and bool((np.abs(new.x) > NEAR).all())

    def _values(self, x: Array) -> _Values:
        """Evaluate what every identity is open by, and its derivatives."""
        values, count = self.monomials.values(x), len(self.system.row)
        ends = count + len(self.by)
        return self.system.sums(values[:count]), values[count:ends], values[ends:]

    def _state(self, x: Array, multipliers: Array, values: _Values) -> _State:
        gap, slopes, bends = values
        bends = bends * multipliers[self.system.bends.row]
        pull = self.weight * (x - self.measured)
        along = slopes * multipliers[self.system.slopes.row]
        rest = pull + np.bincount(self.by, along, minlength=len(x))
        left = math.sqrt(self.share @ rest**2) + OPEN_WEIGHT * math.sqrt(gap @ gap)
        return _State(x, Local(slopes, bends, pull, gap, multipliers), left)

    def _newton(self, state: _State) -> _State | None:
        """Take a full step with the curvature; None if that does not halve what is left."""
        found = self.conditions.solve(state.local)
        if found is None:
            return None
        x = state.x + found[0]
        new = self._state(x, found[1], self._values(x))
        return new if new.left <= max(0.5 * state.left, ROUNDING_LEFT) else None

    def _linear(self, state: _State) -> _State | None:
        """Take a step without the curvature, halved until the merit falls enough (Armijo)."""
        found = self.conditions.solve(replace(state.local, bends=np.zeros_like(state.local.bends)))
        if found is None or not np.isfinite(found[0]).all():
            return None
        step, multipliers = found
        self.price = max(self.price, 2 * float(np.abs(multipliers).max(initial=0.0)))
        before = self._merit(state.x, state.local.gap)
        slope = float(state.local.pull @ step)
        slope = min(slope - self.price * float(np.abs(state.local.gap).sum()), 0.0)
        for halving in range(HALVINGS):
            part = 0.5**halving
            x = state.x + part * step
            values = self._values(x)
            if self._merit(x, values[0]) <= before + 1e-4 * part * slope + 1e-13 * (1 + before):
                return self._state(x, multipliers, values)
        return None

    def _merit(self, x: Array, gap: Array) -> float:
        away = self.weight @ (x - self.measured) ** 2 / 2
        value = float(away + self.price * np.abs(gap).sum())
        return value if np.isfinite(value) else np.inf
