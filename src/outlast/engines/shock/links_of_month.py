r"""Links between lanes and destinations in a month, compiled.

.. math::
    x^c_{ij} &= \kappa_0 e^{-t/\tau_c}\, F_{ij}\, \min(1, s_i/S_i)\, \min(1, M_{ij})
        &&\text{contracts, delivered first}\\
    x_{ij} &\le (1+\rho)\max(F_{ij}, x_{ij}(t-1)) + \lambda g_i D_j
        &&\text{growth of a link, } g_i \text{ a lane's part of it}\\
    x_{ij} &\le M_{ij} F_{ij} &&\text{cap, where there is one; above 1 as licences catch up}\\
    w_{ij} &= (1-\omega q_j)\,F_{ij}/D_j + \omega q_j\, s_i/{\textstyle\sum_l s_l}
        &&\text{new routes, } q_j = q(v_j(t-1)/0.2)

A tariff is a log cost :math:`\tau_{ij}` on what is bought on the spot market, and part of the
price there; contracts are delivered whatever it is.
"""

import math

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.clearing.compiled import called
from outlast.engines.shock.clearing.demand import ramp
from outlast.engines.shock.clearing.terms import LIMIT, SHARE, TARIFF, Month
from outlast.engines.shock.market import (
    CONTRACT_MONTHS,
    CONTRACT_SHARE,
    GROWTH_FACTOR,
    GROWTH_SHARE,
    NEW_ROUTE,
    NEW_ROUTE_WIDTH,
    Aside,
    Carried,
    Market,
    Normal,
)

Array = NDArray[np.float64]


@called
def set_links(
    market: Market, d: int, t: int, normal: Normal, last: Carried, aside: Aside, month: Month
) -> None:
    """Contracts of the month, what is left for the spot market, and its links."""
    prior, policies = market.prior[d], market.policies
    lanes, places = market.flow.shape[1], market.flow.shape[2]
    caps = policies.cap[d % policies.cap.shape[0], t]
    kappa = prior[CONTRACT_SHARE] * math.exp(-market.since[t] / prior[CONTRACT_MONTHS])
    total = 0.0
    for i in range(lanes):
        total += market.supply[d, t, i]
    for i in range(lanes):
        most = market.supply[d, t, i]
        left = most
        kept = min(1.0, most / normal.shipped[i]) if normal.shipped[i] > 0.0 else 0.0
        fresh = most / total if total > 0.0 else 0.0
        for j in range(places):
            flow, cap, need = market.flow[d, i, j], caps[i, j], normal.need[j]
            bound = kappa * flow * kept * min(cap, 1.0)
            aside.contract[i, j] = bound
            left -= bound
            on = prior[NEW_ROUTE] * ramp(last.price[j] / prior[NEW_ROUTE_WIDTH])[0]
            old = flow / need if need > 0.0 else 0.0
            month.link[SHARE, i, j] = (1.0 - on) * old + on * fresh
            limit = (1.0 + prior[GROWTH_FACTOR]) * max(flow, last.flow[i, j])
            limit = limit + prior[GROWTH_SHARE] * market.growth[d, t, i] * need - bound
            if cap < math.inf:
                limit = min(limit, cap * flow - bound)
            month.link[LIMIT, i, j] = max(limit, 0.0)
            month.link[TARIFF, i, j] = policies.tariff[t, i, j]
        month.supply[i] = max(left, 0.0)
