r"""The monthly clearing in plain NumPy, over all draws at once: to read and to compare.

.. math::
    0 \le u_i \perp s_i - \sum_j x_{ij} \ge 0, \qquad
    x_{ij} = \min\bigl(\kappa_{ij},\ N_j(v_j)\,\text{share}_{ij}
             e^{\sigma(v_j-u_i-\tau_{ij})}\bigr)

The same Newton as the compiled kernel, in log weights throughout; draws leave the batch
as they converge.  The equations of demand stand in `outlast.engines.shock.clearing.demand`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.engines.shock.clearing.reference_columns import (
    Columns,
    clear_columns,
    net_demand,
    parts,
    unclamped,
    wants,
)
from outlast.engines.shock.clearing.system import Cleared, System
from outlast.engines.shock.clearing.terms import (
    COMMITTED,
    DEAD,
    DEMAND,
    LIMIT,
    MAX_ITERATIONS,
    MAX_STEP,
    PRICE_CAP,
    SHARE,
    TARIFF,
    TOLERANCE,
    Array,
    Month,
)

__all__ = ["clear", "net_demand"]


class Batch(NamedTuple):
    """Draws still to be cleared; every array has a draw axis."""

    base: Array  # log share - sigma tariff, -inf for no link (draw, origin, dest.)
    cap: Array  # (draw, origin, destination) [t/month]
    sector: Array  # as in Month
    place: Array  # as in Month
    supply: Array  # 0 where dead (draw, origin) [t/month]
    sigma: Array  # (draw)

    def take(self, rows: NDArray[np.bool_]) -> "Batch":
        """Keep the draws of a mask."""
        return Batch(*(array[rows] for array in self))


def batch_of(month: Month, draws: int) -> Batch:
    """Give every term all draws; take logs; drop origins without supply."""
    full = Month(*(np.broadcast_to(a, (draws, *a.shape[1:])) for a in month))
    need = full.sector[:, :, DEMAND].sum(axis=(1, 2))
    supply = np.where(full.supply > DEAD * need[:, None], full.supply, 0.0)
    share, cap = full.link[:, SHARE], full.link[:, LIMIT]
    live = (share > 0) & (cap > 0) & (supply[:, :, None] > 0)
    base = np.log(share, where=live, out=np.full(share.shape, -np.inf))
    base = base - full.sigma[:, :, None] * full.link[:, TARIFF]
    return Batch(base, cap, full.sector, full.place, supply, full.sigma[:, 0])


def evaluate(batch: Batch, rent: Array, guess: Array) -> Columns:
    """Settle all columns of all draws at these rents."""
    weight = batch.base - (batch.sigma[:, None] * rent)[:, :, None]
    return clear_columns(weight, batch.cap, batch.sector, batch.place, batch.sigma, guess)


def gradient(batch: Batch, state: Columns) -> Array:
    """Supply less shipments, shape (draw, origin), t/month."""
    return batch.supply - state.flow.sum(axis=2)


def residual(batch: Batch, rent: Array, slope: Array) -> Array:
    """Max over origins of |min(u, (s - x) / s)|, shape (draw)."""
    live = batch.supply > 0
    relative = np.divide(slope, batch.supply, where=live, out=np.zeros_like(slope))
    return np.abs(np.minimum(rent, relative)).max(axis=1, where=live, initial=0.0)


def newton_step(batch: Batch, rent: Array, slope: Array, state: Columns) -> Array:
    """Newton step, pinned where it would leave u >= 0, shape (draw, origin)."""
    live = batch.supply > 0
    active = live & ((rent > 0) | (slope < 0))
    shipped = batch.supply - slope
    sigma = batch.sigma[:, None]
    hessian = -(state.free * state.coupling[:, None, :]) @ state.free.swapaxes(1, 2)
    diagonal = np.einsum("nii->ni", hessian)
    diagonal += sigma * (state.free.sum(axis=2) + 1e-13 * shipped) + 1e-300
    np.maximum(diagonal, 1e-9 * sigma * shipped, out=diagonal)
    step = np.zeros_like(rent)
    free = active.copy()
    for _ in range(rent.shape[1] + 1):
        right = -slope - (hessian @ np.where(free, 0.0, step)[:, :, None])[:, :, 0]
        solved = solve_masked(hessian, right, free)
        pinned = free & (rent > 0) & (rent + solved < 0)
        step = np.where(pinned, -rent, np.where(free, solved, step))
        free &= ~pinned
        if not pinned.any():
            break
    step = np.where(live, np.maximum(step, -rent), 0.0)
    largest = np.abs(step).max(axis=1, keepdims=True)
    return step * np.minimum(1.0, MAX_STEP / np.maximum(largest, MAX_STEP))


def solve_masked(hessian: Array, right: Array, free: NDArray[np.bool_]) -> Array:
    """Solve the free rows and columns of every draw; zero elsewhere."""
    both = free[:, :, None] & free[:, None, :]
    matrix = np.where(both, hessian, 0.0)
    scale = np.where(free, np.einsum("nii->ni", matrix), 1.0) ** -0.5
    matrix *= scale[:, :, None] * scale[:, None, :]
    np.einsum("nii->ni", matrix)[...] = np.where(free, 1.0 + 1e-13, 1.0)
    scaled = np.where(free, right * scale, 0.0)
    return np.linalg.solve(matrix, scaled[:, :, None])[:, :, 0] * scale


def sweep(batch: Batch, rent: Array, slope: Array) -> Array:
    """Step to where every origin meets its supply at today's prices (Sinkhorn)."""
    shipped = batch.supply - slope
    ok = (batch.supply > 0) & (shipped > 0)
    ratio = np.divide(shipped, batch.supply, where=ok, out=np.ones_like(rent))
    raised = rent + np.log(ratio) / batch.sigma[:, None]
    ceiling = PRICE_CAP + 40.0 / batch.sigma[:, None]
    return np.where(ok, np.clip(raised, 0.0, ceiling), 0.0) - rent


def lift(batch: Batch, rent: Array, slope: Array, state: Columns) -> Array:
    """Step of rents that change nothing, all links being capped, to where they do."""
    sigma = batch.sigma[:, None, None]
    bound = (state.flow > 0) & (state.free == 0)
    ratio = np.divide(state.need[:, None], batch.cap, where=bound, out=np.ones_like(batch.cap))
    pull = np.where(bound, batch.base, 0.0) + np.log(ratio)
    level = np.where(bound, state.price[:, None] + pull / sigma, np.inf).min(axis=2)
    stuck = (slope < 0) & (state.free.sum(axis=2) == 0) & np.isfinite(level)
    jump = np.maximum(np.where(stuck, level, 0.0) - rent, 0.0)
    return np.where(stuck, jump + 1e-3 / sigma[:, :, 0], 0.0)


def advance(
    batch: Batch, rent: Array, step: Array, descent: Array, state: Columns
) -> tuple[Array, Columns]:
    """Take the step, halved until g(u⁺)·du <= 0.4 |g(u)·du|."""
    length = np.ones(len(rent))
    todo = np.ones(len(rent), dtype=bool)
    fresh = Columns(*(array.copy() for array in state))
    for _ in range(40):
        part = batch if todo.all() else batch.take(todo)
        trial = np.maximum(rent + length[:, None] * step, 0.0)
        found = evaluate(part, trial[todo], state.price[todo])
        for array, new in zip(fresh, found, strict=True):
            array[todo] = new
        slope = (gradient(part, found) * step[todo]).sum(axis=1)
        todo[todo] = slope > 0.4 * np.abs(descent[todo])
        if not todo.any():
            break
        length[todo] *= 0.5
    return trial, fresh


def choose_step(
    batch: Batch, rent: Array, slope: Array, state: Columns, iteration: int
) -> tuple[Array, Array]:
    """Choose lift, Newton or Sinkhorn by draw; the step and g·du (-inf: as it is)."""
    step = lift(batch, rent, slope, state)
    descent = np.full(len(rent), -np.inf)
    rest: NDArray[np.bool_] = np.asarray(~step.any(axis=1))
    if rest.any() and (iteration <= 12 or iteration % 3):
        some = Columns(*(array[rest] for array in state))
        step[rest] = newton_step(batch.take(rest), rent[rest], slope[rest], some)
        descent[rest] = (step[rest] * slope[rest]).sum(axis=1)
        rest &= descent >= 0
        descent[rest] = -np.inf
    step[rest] = sweep(batch, rent, slope)[rest]
    return step, descent


def find_rents(batch: Batch, rent: Array, cleared: Cleared) -> tuple[Array, Columns]:
    """Rents and columns of every draw; writes iterations and residuals."""
    full_rent = np.where(batch.supply > 0, np.maximum(rent, 0.0), 0.0)
    full = evaluate(batch, full_rent, np.zeros((len(rent), batch.cap.shape[2])))
    rows, rent = np.arange(len(rent)), full_rent.copy()
    state = Columns(*(array.copy() for array in full))
    for iteration in range(MAX_ITERATIONS + 1):
        slope = gradient(batch, state)
        worst = residual(batch, rent, slope)
        cleared.iterations[rows], cleared.residual[rows] = iteration, worst
        full_rent[rows] = rent
        for array, new in zip(full, state, strict=True):
            array[rows] = new
        going = worst > TOLERANCE
        if not going.any() or iteration == MAX_ITERATIONS:
            break
        rows, rent, slope = rows[going], rent[going], slope[going]
        batch, state = batch.take(going), Columns(*(array[going] for array in state))
        step, descent = choose_step(batch, rent, slope, state, iteration)
        rent, state = advance(batch, rent, step, descent, state)
    return full_rent, full


def local_price(batch: Batch, delivered: Array, highest: Array) -> Array:
    """Log price in [0, highest] at which T - R meets what was delivered."""
    low, high = np.zeros_like(highest), highest.copy()
    wanted = wants(batch.sector, batch.place, highest)[0]
    at_high = unclamped(batch.sector, batch.place, highest)[0] >= delivered - 1e-13 * wanted
    at_low = unclamped(batch.sector, batch.place, low)[0] <= delivered
    v = 0.5 * highest
    for _ in range(80):
        if (at_high | at_low).all():
            break
        value, slope = unclamped(batch.sector, batch.place, v)
        low, high = (
            np.where(value > delivered, v, low),
            np.where(value > delivered, high, v),
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = v - (value - delivered) / slope
        following = np.where((low < newton) & (newton < high), newton, 0.5 * (low + high))
        done = at_high | at_low | (np.abs(following - v) <= 1e-16 * (1.0 + v))
        v = following
        if done.all():
            break
    return np.where(at_high, highest, np.where(at_low, 0.0, v))


def settle(batch: Batch, state: Columns, cleared: Cleared) -> None:
    """Share what arrived among sectors, at local prices; writes into `cleared`."""
    delivered = state.flow.sum(axis=1)
    highest = np.minimum(state.price, PRICE_CAP)
    v = local_price(batch, delivered, highest)
    sectors, purchases, commercial, strategic = parts(batch.sector, batch.place, v)
    wanted = sectors.sum(axis=2) + purchases
    given = delivered + batch.place[:, :, COMMITTED] + commercial + strategic
    some = wanted > 0
    served = np.divide(given, wanted, where=some, out=np.ones_like(given))
    over = (served > 1.0 + 1e-12) | ~some
    served[over] = 1.0
    surplus = np.where(over, given - wanted, 0.0)
    cleared.outcome.flow[...] = state.flow
    cleared.outcome.consumption[...] = served[:, :, None] * sectors
    rows = (highest, v, commercial, strategic, served * purchases, surplus)
    cleared.outcome.settled[...] = np.stack(rows, axis=1)


def clear(system: System, guess: ArrayLike = 0.0) -> Cleared:
    """Clear a market for every draw; as `outlast.engines.shock.clearing.numba_kernel.clear`."""
    cleared = Cleared.empty(system, guess)
    month = system.month()
    batch = batch_of(month, system.draws)
    rent, state = find_rents(batch, cleared.outcome.rent, cleared)
    settle(batch, state, cleared)
    served = (month.link[:, SHARE] > 0) & (month.link[:, LIMIT] > 0)
    worth = np.minimum(state.price, PRICE_CAP)[:, None] - month.link[:, TARIFF]
    next_tonne = np.where(served, worth, 0.0).max(axis=2, initial=0.0)
    cleared.outcome.rent[...] = np.where(batch.supply > 0, rent, next_tonne)
    return cleared
