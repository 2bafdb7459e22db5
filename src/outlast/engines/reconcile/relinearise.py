r"""Values of one system: linear steps, repeated where the identities are curved.

.. math::  \min_y y'y \quad\text{with}\quad f(x_j) + J(x_j)\,(x - x_j) = 0, \qquad
           x = x^{\text{measured}} + \operatorname{diag}(s)\,y

The offset :math:`f - J x_j` keeps the step exact for bilinear balances (Cencic 2016,
doi:10.1016/j.serj.2016.06.002).  A step is halved until :math:`y'y/2 + \mu \sum_k |f_k|` falls
(Han 1977, doi:10.1007/BF00932858), so far-off starts do not overshoot.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import lstsq
from scipy.sparse.csgraph import maximum_bipartite_matching

from outlast.engines.reconcile.approach import Approach
from outlast.engines.reconcile.contradiction import contradiction
from outlast.engines.reconcile.elimination import (
    Elimination,
    Linearised,
    Step,
    eliminate,
    independent,
    linearise,
    triangulate,
)
from outlast.engines.reconcile.identities import ROUNDING, Array, Flags, Indices
from outlast.engines.reconcile.systems import System

HALVINGS = 30
RESTORATIONS = 40
HELD = 1e-13
"""An identity holds where no more of it than this is left."""
WORK = 5e9
"""Multiplications that the exact steps of one system may take, so that large ones end."""
FEWEST = 2
"""Exact steps that every system may take."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A system with what was measured of it; arrays of shape (quantity,)."""

    system: System
    measured: Array
    """NaN where nobody measured."""
    sd: Array
    """NaN where nobody measured."""
    guess: Array
    tolerance: float
    iterations: int

    @property
    def exact_steps(self) -> int:
        """How many exact steps may be taken, fewer where they are dear."""
        rows, columns = len(self.system.names), len(self.system.members)
        dear = WORK / (rows * columns * min(rows, columns))
        return min(self.iterations, max(FEWEST, int(dear)))

    @property
    def observed(self) -> Flags:
        """Which quantities are measured."""
        return np.isfinite(self.measured)

    @property
    def usual(self) -> Array:
        """Size that a quantity has at least; 0 if nobody measured it."""
        return np.where(self.observed, np.fmax(np.abs(self.measured), self.sd), 0.0)

    def at(self, x: Array) -> Linearised:
        """Linearise at a point."""
        return linearise(self.system, x, self.usual)


@dataclass(frozen=True, slots=True)
class Point:
    """Where the iteration stands."""

    x: Array
    """Shape (quantity,)."""
    y: Array
    """Adjustments in standard deviations, shape (measured,)."""
    iterations: int = 0
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """A system at its reconciled values."""

    point: Point
    elimination: Elimination
    scaled: Linearised
    contradiction: tuple[str, ...] = ()
    """Names of linear identities that contradict one another."""


def settle(problem: Problem) -> Settled:
    """Reconcile one system.

    Returns
    -------
    Settled
        ``point.settled`` is false where the steps did not end within the tolerance, where an
        identity is left open, or where the identities are singular at the point found (a product
        with two factors at zero): its values are then no answer.
    """
    if not problem.system.curved().any():
        return _settle(problem, problem.guess, curved=False)
    near = _near(problem)
    if near is not None:
        found = _settle(problem, near[0], curved=True)
        if found.point.settled:
            count = found.point.iterations + near[1]
            return replace(found, point=replace(found.point, iterations=count))
    return _settle(problem, problem.guess, curved=True)


def _near(problem: Problem) -> tuple[Array, int] | None:
    """Come near the solution by cheap steps, and count them; None if they do not."""
    guess = problem.guess
    if problem.iterations < 2 or not np.isfinite(guess).all():
        return None
    size = np.maximum(np.abs(guess), problem.usual)
    size[size == 0] = 1.0
    return Approach(problem.system, problem.measured, problem.sd, size).run(
        guess, problem.iterations - 1
    )


def _settle(problem: Problem, guess: Array, *, curved: bool) -> Settled:
    """Take exact linear steps from a guess until they are small."""
    start, scaled = _restore(problem, guess) if curved else (guess, problem.at(guess))
    rows = independent(scaled.matrix) if np.isfinite(start).all() else np.arange(0)
    observed = problem.observed
    away = (start - problem.measured)[observed] / problem.sd[observed]
    point, found, scaled = _iterate(problem, Point(start, away), scaled, rows, curved=curved)
    if found is None or not np.isfinite(point.x).all():
        point = replace(point, x=np.nan_to_num(problem.guess, nan=1.0), settled=False)
        scaled = problem.at(point.x)
        found = _eliminated(problem, scaled, independent(scaled.matrix))
    elif curved and point.iterations > 1:  # what is independent may differ where it began
        scaled = problem.at(point.x)
        rows = independent(scaled.matrix)
        found = _eliminated(problem, scaled, rows)
    else:
        scaled = replace(scaled, offset=_part_open(problem, scaled, point.x))
    if np.abs(scaled.offset).max() > problem.tolerance:
        return Settled(replace(point, settled=False), found, scaled, _open(problem, scaled))
    if point.settled and curved and _singular(problem, point.x, len(rows), found.unobserved.rank):
        point = replace(point, settled=False)
    return Settled(point, found, scaled)


def _eliminated(problem: Problem, scaled: Linearised, rows: Indices) -> Elimination:
    return eliminate(scaled, rows, problem.observed, problem.sd[problem.observed])


def _values(problem: Problem, point: Point) -> Array:
    """Measured values with their adjustments, the others as they stand."""
    x = point.x.copy()
    observed = problem.observed
    x[observed] = problem.measured[observed] + problem.sd[observed] * point.y
    return x


def _iterate(
    problem: Problem, point: Point, scaled: Linearised, rows: Indices, *, curved: bool
) -> tuple[Point, Elimination | None, Linearised]:
    """Take steps until they are small; a linear system needs one, or two where it is large.

    With the point comes what the last step stood on; None if it cannot be told.
    """
    price, found = 0.0, None
    for count in range(1, problem.exact_steps + 1 if curved else 3):
        scaled = problem.at(point.x) if count > 1 else scaled
        if not np.isfinite(scaled.matrix).all():
            return replace(point, settled=False), None, scaled
        found = _eliminated(problem, scaled, rows)
        step = found.step(point.y, scaled.offset[rows])
        price = max(price, 2 * float(np.abs(step.multipliers).max(initial=0.0)))
        whole = _moved(problem, point, step, scaled, 1.0)
        small = _small(problem, point, whole, scaled)
        if curved and not (small and count == 1):
            whole = _search(problem, point, step, scaled, rows, price)
        point = replace(whole, iterations=count, settled=small or not curved)
        if small if curved else np.abs(_part_open(problem, scaled, point.x)).max() <= ROUNDING:
            break
    return point, found, scaled


def _small(problem: Problem, old: Point, new: Point, scaled: Linearised) -> bool:
    """Whether a step is small beside the standard deviation, or is rounding."""
    observed = problem.observed
    allowed = 1e-13 * np.where(observed, np.abs(new.x), np.abs(new.x) + scaled.column_size)
    allowed += problem.tolerance * np.where(observed, problem.sd, np.abs(new.x))
    return bool((np.abs(new.x - old.x) <= allowed).all())


def _moved(problem: Problem, point: Point, step: Step, scaled: Linearised, part: float) -> Point:
    """Take part of a step."""
    free = ~problem.observed
    x = point.x.copy()
    x[free] += part * step.u * scaled.column_size[free]
    new = replace(point, x=x, y=point.y + part * (step.y - point.y))
    return replace(new, x=_values(problem, new))


def _search(
    problem: Problem, point: Point, step: Step, scaled: Linearised, rows: Indices, price: float
) -> Point:
    """Halve the step until the merit falls enough (Armijo)."""

    def merit(place: Point) -> float:
        gap = np.abs(_part_open(problem, scaled, place.x))[rows].sum()
        value = place.y @ place.y / 2 + price * gap
        return float(value) if np.isfinite(value) else np.inf

    before = merit(point)
    slope = float(point.y @ (step.y - point.y))
    slope = min(slope - price * float(np.abs(scaled.offset[rows]).sum()), 0.0)
    for halving in range(HALVINGS):
        part = 0.5**halving
        new = _moved(problem, point, step, scaled, part)
        if merit(new) <= before + 1e-4 * part * slope + 1e-13 * (1 + before):
            break
    return new


def _part_open(problem: Problem, scaled: Linearised, x: Array) -> Array:
    """Value of each identity at `x`, in the sizes of another point, shape (identity,)."""
    with np.errstate(all="ignore"):
        return problem.system.sums(problem.system.terms(x)) / scaled.row_size


def _restore(problem: Problem, x: Array) -> tuple[Array, Linearised]:
    """Go to a near point where the identities hold, to see there which of them are independent.

    Shares that add up to 1 are independent of the balances that define them only where these do
    not hold.
    """
    scaled = problem.at(x)
    for _ in range(min(RESTORATIONS, problem.exact_steps)):
        gap = np.abs(scaled.offset).max()
        if not gap > HELD or not np.isfinite(scaled.matrix).all():
            return x, scaled
        weight = np.where(problem.observed, 0.1, 1.0)
        step = weight * scaled.column_size * lstsq(
            scaled.matrix * weight, -scaled.offset, cond=1e-10, check_finite=False,
            lapack_driver="gelsy")[0]  # fmt: skip
        for halving in range(HALVINGS):
            new = x + 0.5**halving * step
            if np.abs(_part_open(problem, scaled, new)).max() < gap:
                break
        else:
            return x, scaled
        x = new
        scaled = problem.at(x)
    return x, scaled


def _singular(problem: Problem, x: Array, rank: int, unobserved_rank: int) -> bool:
    """Whether the identities bind less at a point than they do beside it."""
    unobserved = np.count_nonzero(~problem.observed)
    if rank == len(problem.system.names) and (
        unobserved_rank in {rank, unobserved} or unobserved_rank == _most(problem)
    ):
        return False
    size = np.maximum(np.abs(x), problem.usual)
    aside = x + 1e-3 * np.where(size > 0, size, 1.0) * np.cos(1.0 + np.arange(len(x)))
    scaled = _restore(problem, aside)[1]
    if np.abs(scaled.offset).max() > problem.tolerance:
        return False  # no point beside it to compare with
    rows = independent(scaled.matrix)
    beside = triangulate(scaled.matrix[rows][:, ~problem.observed]).rank
    return len(rows) > rank or beside > unobserved_rank


def _most(problem: Problem) -> int:
    """Rank that the columns nobody measured cannot pass wherever the point is."""
    pattern = problem.system.pattern(~problem.observed)
    return int(np.count_nonzero(maximum_bipartite_matching(pattern) >= 0))


def _open(problem: Problem, scaled: Linearised) -> tuple[str, ...]:
    """Name linear identities that contradict one another, if that is why some stay open."""
    straight = np.flatnonzero(~problem.system.curved())
    if not len(straight):
        return ()
    found = contradiction(scaled.matrix[straight], scaled.offset[straight], problem.tolerance)
    return tuple(problem.system.names[k] for k in straight[found])
