r"""The months of a market, compiled: links, destinations, clearing, goods at sea, prices.

Each month, for every draw, `links_of_month` and `places_of_month` say what the market is given,
`outlast.engines.shock.clearing` clears it, and

.. math::
    C_{jk}(t) &= (1-\delta)\,c_{jk}(t) + \delta\, c_{jk}(t-1) &&\text{goods at sea}\\
    \pi_j(t) &= \pi_j(t-1) + (v_j - \pi_j(t-1))/T_\pi &&\text{log price of contracts}\\
    B_j &= {\textstyle\sum_i} \bigl(x^c_{ij} e^{\pi_j} + x^s_{ij} e^{v_j}\bigr) / D_j
        &&\text{bill: contracts and spot each at its price}

Before the first measure nothing moves.
"""

import math

import numpy as np
from numba import njit

from outlast.engines.shock.clearing.compiled import called, kept
from outlast.engines.shock.clearing.numba_kernel import clear_month, new_scratch
from outlast.engines.shock.clearing.terms import IMPORT_PRICE, Month, Outcome
from outlast.engines.shock.links_of_month import set_links
from outlast.engines.shock.market import (
    CONTRACT_WEIGHT,
    REPRICING_MONTHS,
    SEA_MONTHS,
    SIGMA_LONG,
    SIGMA_MONTHS,
    SIGMA_SHORT,
    Aside,
    Carried,
    Market,
    Normal,
    Record,
)
from outlast.engines.shock.places_of_month import imbalance, keep_stocks, set_stocks, set_uses


@njit(error_model="numpy")
def worse(worst: float, value: float) -> float:
    """The larger of the two; what is not a number stays, where a maximum would lose it."""
    return worst if worst >= value or math.isnan(worst) else value


@njit(error_model="numpy")
def begin(market: Market, d: int) -> tuple[Normal, Carried]:
    """Return the normal month of a draw, and what it hands to the first."""
    lanes, places = market.flow.shape[1], market.flow.shape[2]
    shipped, need = np.zeros(lanes), np.zeros(places)
    for i in range(lanes):
        for j in range(places):
            shipped[i] += market.flow[d, i, j]
            need[j] += market.flow[d, i, j]
    reserve = market.policies.reserve
    return Normal(shipped, need), Carried(
        market.flow[d].copy(), np.zeros(places), market.demand[d].copy(),
        market.opening[d].copy(), reserve[d % reserve.shape[0]].copy(),
    )  # fmt: skip


@called
def keep_uses(
    market: Market, record: Record, d: int, t: int, target: int, last: Carried, out: Outcome
) -> None:
    """Record what is used: the part at sea of what was loaded for it comes a month later."""
    late = market.prior[d, SEA_MONTHS]
    for j in range(market.demand.shape[1]):
        used = 0.0
        for k in range(market.demand.shape[2]):
            now = (1.0 - late) * out.consumption[j, k] + late * last.used[j, k]
            used += now
            if j == target:
                record.sectors[d, t, k] = now
            if record.uses.shape[0]:
                record.uses[d, t, j, k] = now
            last.used[j, k] = out.consumption[j, k]
        record.consumption[d, t, j] = used


@called
def keep_target(
    market: Market, record: Record, d: int, t: int, target: int, need: float,
    contract_price: float, last: Carried, aside: Aside, out: Outcome,
) -> float:  # fmt: skip
    """Record the target's prices, bill, stocks and arrivals; return its contracts' log price."""
    prior, spot = market.prior[d], out.settled[IMPORT_PRICE, target]
    late, weight = prior[SEA_MONTHS], prior[CONTRACT_WEIGHT]
    contract_price += (spot - contract_price) / prior[REPRICING_MONTHS]
    bound, came, loaded = 0.0, 0.0, 0.0
    for i in range(market.flow.shape[1]):
        bound += aside.contract[i, target]
        came += last.flow[i, target]
        loaded += aside.contract[i, target] + out.flow[i, target]
    bulk, thin = math.exp(contract_price), math.exp(spot)
    record.spot[d, t] = spot
    record.delivered[d, t] = weight * bulk + (1.0 - weight) * thin
    paid = bound * bulk + (loaded - bound) * thin
    record.bill[d, t] = paid / need if need > 0.0 else 0.0
    record.arrivals[d, t] = (1.0 - late) * loaded + late * came + aside.home[target]
    record.stock[d, t] = last.stock[target]
    record.reserve[d, t] = last.reserve[target]
    return contract_price


@njit(error_model="numpy")
def run_draw(market: Market, record: Record, d: int, target: int, report: int) -> None:
    """Run every month of one draw and write its record."""
    lanes, places, sectors = market.flow.shape[1], market.flow.shape[2], market.demand.shape[2]
    prior = market.prior[d]
    normal, last = begin(market, d)
    work = new_scratch(lanes, places, sectors)
    out = Outcome(np.zeros(lanes), np.zeros((lanes, places)), np.zeros((places, sectors)),
                  np.zeros((6, places)))  # fmt: skip
    month = Month(np.zeros((3, lanes, places)), np.zeros((places, 3, sectors)),
                  np.zeros((places, 8)), np.zeros(lanes), np.zeros(1))  # fmt: skip
    aside = Aside(np.zeros((lanes, places)), np.zeros(places), np.zeros(places))
    total = normal.shipped.sum()
    contract_price = 0.0
    for t in range(market.supply.shape[1]):
        part = min(1.0, market.since[t] / prior[SIGMA_MONTHS])
        month.sigma[0] = prior[SIGMA_SHORT] + (prior[SIGMA_LONG] - prior[SIGMA_SHORT]) * part
        set_links(market, d, t, normal, last, aside, month)
        set_uses(market, d, t, last, aside, month)
        set_stocks(market, d, t, normal, last, aside, month)
        _, residual = clear_month(month, out, work)
        record.checks[d, 1] = worse(record.checks[d, 1], residual)
        world = 0.0
        for j in range(places):
            keep_stocks(j, last, aside, out.settled)
            missing = imbalance(j, out, aside) / total
            record.checks[d, 0] = worse(record.checks[d, 0], missing)
            last.price[j] = out.settled[IMPORT_PRICE, j]
            if record.prices.shape[0]:
                record.prices[d, t, j] = last.price[j]
            world += normal.need[j] / total * last.price[j]
        record.world_spot[d, t] = world
        keep_uses(market, record, d, t, target, last, out)
        contract_price = keep_target(market, record, d, t, target, normal.need[target],
                                     contract_price, last, aside, out)  # fmt: skip
        for i in range(lanes):
            for j in range(places):
                last.flow[i, j] = aside.contract[i, j] + out.flow[i, j]
        if record.links.shape[0]:
            record.links[d, t] = last.flow
        if t == report:
            record.after[d] = last.flow


@kept
def run_draws(
    market: Market, record: Record, first: int, last: int, target: int, report: int
) -> None:
    """Run the draws from `first` up to, not including, `last`."""
    for d in range(first, last):
        run_draw(market, record, d, target, report)
