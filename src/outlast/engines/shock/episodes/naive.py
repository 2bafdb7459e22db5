r"""Two forecasts that need no model: that nothing changes, and that losses are proportional.

The second lets the measures cut every link as they stand, and nobody reacts:

.. math::
    m_{ij}(t) = F_{ij}\,\min(1, \pi_{ij}(t))\,\min\bigl(1, s_i(t)/s_i^0\bigr), \qquad
    L_j = 1 - \sum_i m_{ij} \Big/ \sum_i F_{ij}

with :math:`\pi` the cap on a link and :math:`s/s^0` what is left of a lane's supply.  Flows are
then :math:`m`, uses fall by :math:`L` and prices rise to :math:`1/(1-L)`.
"""

import math

import numpy as np
from numpy.typing import NDArray

from outlast.case.measures import TARGET, WORLD
from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.episodes.simulated import (
    Asked,
    import_links,
    links_of,
    places_of,
    usual,
)

Array = NDArray[np.float64]
DEAREST = 100.0
"""A price that nobody can be met at any more, where all is lost."""


def passing(done: Run) -> Array:
    """Flow that measures leave of a normal month if nobody reacts, (month, lane, destination).

    The mean over draws.  [t/month]
    """
    market = done.market
    whole = market.flow.sum(axis=2) * (1 + done.sample["slack"])[:, None]
    cap, months = market.policies.cap, market.supply.shape[1]
    found = np.zeros((months, *market.flow.shape[1:]))
    for t in range(months):
        left = np.divide(market.supply[:, t], whole, out=np.ones_like(whole), where=whole > 0)
        part = np.minimum(left, 1.0)[:, :, None] * np.minimum(cap[:, t], 1.0)
        found[t] = (market.flow * part).mean(axis=0)
    return found


def proportional(ask: Asked, left: Array) -> float | None:
    """Tell the second forecast of an observed variable, in its unit.

    Parameters
    ----------
    ask : Asked
        The observation.
    left : ndarray, shape (month, lane, destination)
        What `passing` says of the run.

    Returns
    -------
    float or None
        None for the time to a shortage where there is no loss.
    """
    flow, some = ask.done.market.flow.mean(axis=0), left[ask.months]
    kind = ask.seen.kind
    if kind == "timing":
        return None
    if kind == "flows":
        return _flow(ask, flow, some)
    if kind == "uses":
        lost = _loss(ask, flow, some, TARGET)
        return 1 - float(lost.max() if ask.seen.variable == "fill_lowest" else lost.mean())
    lost = _loss(ask, flow, some, ask.seen.where or TARGET)
    dear = _dearer(lost.max() if ask.seen.variable == "spot_peak" else lost.mean())
    if ask.seen.variable == "price_gap":
        return dear / _dearer(_loss(ask, flow, some, ask.seen.origin or "").mean())
    return dear


def _flow(ask: Asked, flow: Array, some: Array) -> float:
    """What passes of the observed flow, or the share of what passes."""
    if ask.seen.variable == "import_share":
        part, whole = import_links(ask)
        passed = some[:, whole].sum()
        return float(some[:, part].sum() / passed) if passed > 0 else usual(ask)
    links = links_of(ask)
    return usual(ask) * float(some[:, links].sum() / (ask.length * flow[links].sum()))


def _dearer(lost: float) -> float:
    return DEAREST if lost >= 1 - 1 / DEAREST else float(1 / (1 - lost))


def _loss(ask: Asked, flow: Array, left: Array, where: str) -> Array:
    """Part of a place's normal supply that is lost, shape (month,)."""
    places = [*range(flow.shape[1])]
    if where == TARGET:
        places = [ask.done.target]
    elif where != WORLD:
        places = places_of(ask, where)
    total = flow[:, places].sum()
    if math.isclose(total, 0.0):
        return np.zeros(len(left))
    return np.asarray(np.maximum(1 - left[:, :, places].sum(axis=(1, 2)) / total, 0.0))
