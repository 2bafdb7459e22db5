"""What a run says of each draw: what is missed, which sectors are short, how long stocks last."""

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.filling import WEEKS_A_MONTH
from outlast.engines.shock.wanted import part_wanted

Array = NDArray[np.float64]


def unmet_share(run: Run, place: int) -> Array:
    """1 − met use ÷ normal use over the 12 months from the onset, shape (draw,).

    Met is what is used and what other materials replace; what is rationed is unmet.
    """
    year = year_of(run)
    used = run.record.consumption[:, year, place]
    part = part_wanted(run.market, place)[:, year].mean(axis=1)
    demand = run.market.demand[:, place]
    wanted = (demand * part).sum(axis=1) * used.shape[1]
    normal = demand.sum(axis=1) * used.shape[1]
    missed = (wanted - used.sum(axis=1)) / np.where(normal > 0, normal, 1.0)
    return np.where(normal > 0, np.maximum(missed, 0.0), 0.0)


def year_of(run: Run) -> slice:
    """The twelve months from the onset; the first twelve where that lies after the run."""
    months = run.record.consumption.shape[1]
    onset = run.frame.onset if run.frame.onset < months else 0
    return slice(onset, min(onset + 12, months))


def fill(run: Run) -> Array:
    """Part of each of the target's sectors' use that is met, shape (draw, month, sector).

    By this material or another that replaces it; 0 for a sector that uses none.
    """
    demand = run.market.demand[:, run.target, None]
    met = run.record.sectors / np.where(demand > 0, demand, 1.0)
    return np.where(demand > 0, met + 1 - part_wanted(run.market, run.target), 0.0)


def met_share(run: Run, place: int | None = None) -> Array:
    """Part of a destination's use that is met, the target's if not given, (draw, month)."""
    where = run.target if place is None else place
    demand = run.market.demand[:, where, None]
    replaced = (demand * (1 - part_wanted(run.market, where))).sum(axis=2)
    met = run.record.consumption[:, :, where] + replaced
    return met / np.maximum(demand.sum(axis=2), np.finfo(float).tiny)


def short_months(run: Run) -> NDArray[np.bool_]:
    """Whether a critical sector is under its minimum fill, shape (draw, month)."""
    demand = run.market.demand[:, run.target] > 0
    counted = run.critical & demand
    under = fill(run) < run.minimum[:, None] - 1e-9
    return np.asarray((under & counted[:, None]).any(axis=2))


def endurance_weeks(run: Run, opening: Array) -> Array:
    """Weeks until critical minimum needs cannot be met even if everything goes to them first.

    Parameters
    ----------
    run : Run
        A finished run.
    opening : ndarray, shape (draw,)
        Usable stock at the onset.  [t]

    Returns
    -------
    ndarray, shape (draw,)
        From the onset, interpolated within the month; ``inf`` where arrivals suffice to the end.
    """
    onset = year_of(run).start
    least = np.where(run.critical, run.minimum * run.market.demand[:, run.target], 0.0)
    need = (least[:, None] * part_wanted(run.market, run.target)[:, onset:]).sum(axis=2)
    missing = np.maximum(need - run.record.arrivals[:, onset:], 0.0)
    drawn = np.cumsum(missing, axis=1)
    out = drawn > opening[:, None] + 1e-9 * need
    month = out.argmax(axis=1)
    each = np.arange(len(opening))
    before = drawn[each, month] - missing[each, month]
    part = (opening - before) / np.where(missing[each, month] > 0, missing[each, month], 1.0)
    weeks = (month + np.clip(part, 0.0, 1.0)) * WEEKS_A_MONTH
    return np.where(out.any(axis=1), weeks, np.inf)


def stored(run: Run) -> Array:
    """Stock and reserve of the target when the event begins, shape (draw,).  [t]"""
    onset = year_of(run).start
    if onset:
        return run.record.stock[:, onset - 1] + run.record.reserve[:, onset - 1]
    return run.market.opening[:, run.target] + run.market.policies.reserve[:, run.target]
