"""What a run says of each draw: what is missed, which sectors are short, how long stocks last."""

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.model import WEEKS_A_MONTH, Run

Array = NDArray[np.float64]


def unmet_share(run: Run, place: int) -> Array:
    """1 − consumption ÷ baseline demand over the 12 months from the onset, shape (draw,)."""
    used = run.record.consumption[:, year_of(run), place]
    wanted = run.market.demand[:, place].sum(axis=1) * used.shape[1]
    return np.maximum(1 - used.sum(axis=1) / np.where(wanted > 0, wanted, 1.0), 0.0)


def year_of(run: Run) -> slice:
    """The twelve months from the onset; the first twelve where nothing happens."""
    months = run.record.consumption.shape[1]
    onset = run.schedule.onset if run.schedule.onset < months else 0
    return slice(onset, min(onset + 12, months))


def fill(run: Run) -> Array:
    """Part of each of the target's sectors' demand that is met, shape (draw, month, sector)."""
    demand = run.market.demand[:, run.target]
    return run.record.sectors / np.where(demand > 0, demand, 1.0)[:, None]


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
    need = np.where(run.critical, run.minimum * run.market.demand[:, run.target], 0.0).sum(axis=1)
    missing = np.maximum(need[:, None] - run.record.arrivals[:, onset:], 0.0)
    drawn = np.cumsum(missing, axis=1)
    out = drawn > opening[:, None] + 1e-9 * need[:, None]
    month = out.argmax(axis=1)
    each = np.arange(len(opening))
    before = drawn[each, month] - missing[each, month]
    part = (opening - before) / np.where(missing[each, month] > 0, missing[each, month], 1.0)
    weeks = (month + np.clip(part, 0.0, 1.0)) * WEEKS_A_MONTH
    return np.where(out.any(axis=1), weeks, np.inf)
