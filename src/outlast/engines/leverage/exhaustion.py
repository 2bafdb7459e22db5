r"""When critical sectors run short, to the part of a month.

With :math:`g_t` the least spare fill of a month over the critical sectors (fill less minimum), taken
for the middle of the month, and a normal month before the card is played, the fill falls below the
minimum on the straight line between two months at

.. math::  t - \tfrac12 + \frac{g_{t-1}}{g_{t-1} - g_t}, \qquad t = \min \{t : g_t < 0\}

months since the card was played, or 0 where that lies before it.
"""

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.per_draw import fill, short_months

Array = NDArray[np.float64]


def first_short(run: Run, first: int, without: Run | None = None) -> Array:
    """Find when a critical sector is short that is not short in a world without the card.

    Parameters
    ----------
    run : Run
        With the card.
    first : int
        Month in which it is played.
    without : Run, optional
        The other world; a normal one if not given.

    Returns
    -------
    ndarray, shape (draw,)
        Months since the card was played; inf for never.
    """
    short = short_months(run)[:, first:]
    if without is not None:
        short = short & ~short_months(without)[:, first:]
    spare = _spare(run)
    here = spare[:, first:]
    before = np.concatenate([spare[:, first - 1 : first] if first else _normal(run)[:, None],
                             here[:, :-1]], axis=1)  # fmt: skip
    each, month = np.arange(len(short)), short.argmax(axis=1)
    above, below = np.maximum(before[each, month], 0.0), np.minimum(here[each, month], -1e-9)
    crossed = month - 0.5 + above / (above - below)
    return np.where(short.any(axis=1), np.maximum(crossed, 0.0), np.inf)


def _counted(run: Run) -> NDArray[np.bool_]:
    return np.asarray(run.critical & (run.market.demand[:, run.target] > 0))


def _spare(run: Run) -> Array:
    """Least fill over the minimum, shape (draw, month); inf where no critical sector uses any."""
    spare = fill(run) - run.minimum[:, None]
    return np.asarray(np.where(_counted(run)[:, None], spare, np.inf).min(axis=2))


def _normal(run: Run) -> Array:
    """The same of a normal month, shape (draw,)."""
    return np.asarray(np.where(_counted(run), 1 - run.minimum, np.inf).min(axis=1))
