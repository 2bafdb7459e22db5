r"""Demand and stocks of destinations in a month, compiled.

.. math::
    d_{jk}(t) &= d_{jk}\, a_{jk}\,(1 - e_{jk})
        &&\text{rationed to } a \text{, the part } e \text{ met by other materials}\\
    h_j &= {\textstyle\sum_k} \rho_{jk}\, c_{jk}(t-1) + l_j
        &&\text{recycled from last month's use, and new plants}\\
    r_j &\le \min(0.35\,D_j,\ S_j(t)/\text{months expected to go})\cdot q(v_j/0.08)
        &&\text{release of stocks}\\
    g_j &\le \min(\gamma_j D_j,\ G_j(t)/\text{month})\cdot q((v_j-\theta_j)/0.08)
        &&\text{release of the reserve}\\
    b_j &= (O_j - S_j)^+/T + \phi_j\,\mu D_j + \beta_j D_j
        &&\text{stocks filled again, bought ahead, bought for the reserve}

What was bought for stocks is split between the two as it was asked for; what nobody needs goes
to the commercial one.
"""

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.clearing.compiled import called
from outlast.engines.shock.clearing.terms import (
    COMMERCIAL,
    COMMERCIAL_RELEASE,
    COMMITTED,
    DEMAND,
    ELASTICITY,
    PER_CHOKE,
    PER_COMMERCIAL,
    PER_RESTOCK,
    PER_STRATEGIC,
    RESTOCK,
    RESTOCKED,
    STRATEGIC,
    STRATEGIC_RELEASE,
    SURPLUS,
    TRIGGER,
    Month,
    Outcome,
)
from outlast.engines.shock.market import (
    ELASTICITY_GROWTH,
    ELASTICITY_MONTHS,
    FRONT_LOAD_MONTHS,
    RELEASE_LIMIT,
    RELEASE_WIDTH,
    RESTOCK_MONTHS,
    Aside,
    Carried,
    Market,
    Normal,
)

Array = NDArray[np.float64]


@called
def set_uses(market: Market, d: int, t: int, last: Carried, aside: Aside, month: Month) -> None:
    """Sectors' demand, and what comes back from last month's use or from new plants."""
    prior, policies = market.prior[d], market.policies
    replaced = policies.replaced[d % policies.replaced.shape[0], t]
    recycled = policies.recycled[d % policies.recycled.shape[0], t]
    local = policies.local[d % policies.local.shape[0], t]
    adapted = min(1.0, market.since[t] / prior[ELASTICITY_MONTHS])
    grown = 1.0 + (prior[ELASTICITY_GROWTH] - 1.0) * adapted
    for j in range(market.demand.shape[1]):
        aside.home[j] = local[j]
        for k in range(market.demand.shape[2]):
            wanted = market.demand[d, j, k] * policies.allowed[t, j, k] * (1.0 - replaced[j, k])
            month.sector[j, DEMAND, k] = wanted
            month.sector[j, ELASTICITY, k] = market.elasticity[d, k] * grown
            month.sector[j, PER_CHOKE, k] = 1.0 / market.choke[d, k]
            aside.home[j] += recycled[j, k] * last.used[j, k]


@called
def set_stocks(
    market: Market, d: int, t: int, normal: Normal, last: Carried, aside: Aside, month: Month
) -> None:
    """What is delivered beside the market, and what stocks may give and ask for."""
    prior, policies, place = market.prior[d], market.policies, month.place
    for j in range(market.flow.shape[2]):
        need = normal.need[j]
        committed = 0.0
        for i in range(market.flow.shape[1]):
            committed += aside.contract[i, j]
        place[j, COMMITTED] = committed + aside.home[j]
        ready = last.stock[j] / market.remaining[t, j]
        place[j, COMMERCIAL] = min(prior[RELEASE_LIMIT] * need, ready)
        place[j, PER_COMMERCIAL] = 1.0 / prior[RELEASE_WIDTH]
        place[j, STRATEGIC] = min(policies.release[t, j] * need, last.reserve[j])
        place[j, PER_STRATEGIC] = 1.0 / prior[RELEASE_WIDTH]
        place[j, TRIGGER] = policies.trigger[t, j]
        refill = max(market.opening[d, j] - last.stock[j], 0.0) / prior[RESTOCK_MONTHS]
        refill += prior[FRONT_LOAD_MONTHS] * need * policies.ahead[t, j]
        bought = policies.purchase[t, j] * need
        place[j, RESTOCK] = refill + bought
        place[j, PER_RESTOCK] = 1.0 / prior[RELEASE_WIDTH]
        aside.to_reserve[j] = bought / (refill + bought) if bought > 0.0 else 0.0


@called
def keep_stocks(j: int, last: Carried, aside: Aside, settled: Array) -> None:
    """Move the stocks by what was released, bought and could not be used."""
    stored = aside.to_reserve[j] * settled[RESTOCKED, j]
    moved = settled[RESTOCKED, j] - stored + settled[SURPLUS, j] - settled[COMMERCIAL_RELEASE, j]
    last.stock[j] = max(last.stock[j] + moved, 0.0)
    last.reserve[j] = max(last.reserve[j] + stored - settled[STRATEGIC_RELEASE, j], 0.0)


@called
def imbalance(j: int, out: Outcome, aside: Aside) -> float:
    """Arrivals + home supply + releases − use − restocking − surplus.  [t/month]"""
    account = out.settled[COMMERCIAL_RELEASE, j] - out.settled[RESTOCKED, j]
    account -= out.settled[SURPLUS, j]
    account += out.settled[STRATEGIC_RELEASE, j] + aside.home[j]
    for i in range(aside.contract.shape[0]):
        account += aside.contract[i, j] + out.flow[i, j]
    for k in range(out.consumption.shape[1]):
        account -= out.consumption[j, k]
    return abs(account)
