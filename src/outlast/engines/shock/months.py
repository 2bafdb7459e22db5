r"""The months of a market, compiled: contracts, spot, stocks, routes and goods at sea.

Each month, for every draw:

.. math::
    x^c_{ij} &= \kappa_0 e^{-t/\tau_c}\, F_{ij}\, \min(1, s_i/S_i)\, M_{ij}
        &&\text{contracts, delivered first}\\
    x_{ij} &\le (1+\rho)\max(F_{ij}, x_{ij}(t-1)) + \lambda g_i D_j
        &&\text{growth of a link, } g_i \text{ a lane's part of it}\\
    w_{ij} &= (1-\omega q_j)\,F_{ij}/D_j + \omega q_j\, s_i/{\textstyle\sum_l s_l}
        &&\text{new routes, } q_j = q(v_j(t-1)/0.2)\\
    r_j &\le \min(0.35\,D_j,\ S_j(t)/\text{months expected to go})\cdot q(v_j/0.08)
        &&\text{release of stocks}\\
    C_{jk}(t) &= (1-\delta)\,c_{jk}(t) + \delta\, c_{jk}(t-1)
        &&\text{goods at sea}

and the rest clears by `outlast.engines.shock.clearing`.  Before the first measure nothing moves.
"""

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from outlast.engines.shock.clearing.compiled import kept
from outlast.engines.shock.clearing.demand import ramp
from outlast.engines.shock.clearing.numba_kernel import clear_month, new_scratch
from outlast.engines.shock.clearing.terms import (
    COMMERCIAL_RELEASE,
    IMPORT_PRICE,
    RESTOCKED,
    SURPLUS,
    Month,
    Outcome,
)

Array = NDArray[np.float64]


class Market(NamedTuple):
    """What each draw's market is; axes draw, lane, destination, sector."""

    flow: Array  # (draw, lane, destination) [t/month]
    demand: Array  # (draw, destination, sector) [t/month]
    elasticity: Array  # (draw, sector) [1]
    choke: Array  # (draw, sector) log price
    opening: Array  # usable stock (draw, destination) [t]
    prior: Array  # (draw, row), rows below
    supply: Array  # (draw, month, lane) [t/month]
    growth: Array  # part of an origin's growth (draw, month, lane) [1]
    multiplier: Array  # (month, lane, destination) [1]
    remaining: Array  # months expected to go (month, destination)
    since: Array  # months since the first measure (month)


CONTRACT_SHARE, CONTRACT_MONTHS, SIGMA_SHORT, SIGMA_LONG, SIGMA_MONTHS = range(5)
GROWTH_FACTOR, GROWTH_SHARE, NEW_ROUTE, NEW_ROUTE_WIDTH, SEA_MONTHS = range(5, 10)
RELEASE_LIMIT, RELEASE_WIDTH, RESTOCK_MONTHS = range(10, 13)
ELASTICITY_GROWTH, ELASTICITY_MONTHS, REPRICING_MONTHS, CONTRACT_WEIGHT = range(13, 17)
PRIORS = (
    "contract_share", "contract_months", "sigma_short", "sigma_long", "sigma_months",
    "growth_factor", "growth_share", "new_route_weight", "new_route_width", "sea_months",
    "release_limit", "release_width", "restock_months",
    "elasticity_growth", "elasticity_months", "contract_repricing_months",
    "delivered_contract_weight",
)  # fmt: skip
"""Names of the rows of `Market.prior`."""


class Record(NamedTuple):
    """What is kept of a run."""

    consumption: Array  # (draw, month, destination) [t/month]
    sectors: Array  # the target's, (draw, month, sector) [t/month]
    spot: Array  # the target's log import price (draw, month)
    world_spot: Array  # weighed by demand (draw, month)
    delivered: Array  # the target's delivered price, 1 at baseline (draw, month)
    stock: Array  # the target's, end of month (draw, month) [t]
    arrivals: Array  # at the target, without releases (draw, month) [t/month]
    after: Array  # flows in the report month (draw, lane, destination) [t/month]
    checks: Array  # worst imbalance ÷ total, worst residual (draw, 2)


@njit(error_model="numpy")
def set_links(market: Market, d: int, t: int, base: Array, state: Array, contract: Array,
              link: Array, spot: Array) -> None:  # fmt: skip
    """Contracts of the month, what is left for the spot market, and its links.

    `state` holds last month's flows by lane and destination, its last row last month's prices.
    """
    prior = market.prior[d]
    lanes, places = market.flow.shape[1], market.flow.shape[2]
    kappa = prior[CONTRACT_SHARE] * math.exp(-market.since[t] / prior[CONTRACT_MONTHS])
    total = 0.0
    for i in range(lanes):
        total += market.supply[d, t, i]
    for i in range(lanes):
        cap = market.supply[d, t, i]
        spot[i] = cap
        kept = min(1.0, cap / base[i]) if base[i] > 0.0 else 0.0
        for j in range(places):
            flow, allowed = market.flow[d, i, j], market.multiplier[t, i, j]
            contract[i, j] = kappa * flow * kept * allowed
            spot[i] -= contract[i, j]
            need = base[lanes + j]
            on = prior[NEW_ROUTE] * ramp(state[lanes, j] / prior[NEW_ROUTE_WIDTH])[0]
            old = flow / need if need > 0.0 else 0.0
            fresh = cap / total if total > 0.0 else 0.0
            link[0, i, j] = (1.0 - on) * old + on * fresh
            most = (1.0 + prior[GROWTH_FACTOR]) * max(flow, state[i, j])
            limit = most + prior[GROWTH_SHARE] * market.growth[d, t, i] * need - contract[i, j]
            if allowed < 1.0:
                limit = min(limit, allowed * flow - contract[i, j])
            link[1, i, j] = max(limit, 0.0)
        spot[i] = max(spot[i], 0.0)


@njit(error_model="numpy")
def set_places(market: Market, d: int, t: int, base: Array, stock: Array, contract: Array,
               sector: Array, place: Array) -> None:  # fmt: skip
    """Demand, contracts and stocks of every destination in a month."""
    prior = market.prior[d]
    lanes, places = market.flow.shape[1], market.flow.shape[2]
    adapted = min(1.0, market.since[t] / prior[ELASTICITY_MONTHS])
    grown = 1.0 + (prior[ELASTICITY_GROWTH] - 1.0) * adapted
    for j in range(places):
        for k in range(market.demand.shape[2]):
            sector[j, 0, k] = market.demand[d, j, k]
            sector[j, 1, k] = market.elasticity[d, k] * grown
            sector[j, 2, k] = 1.0 / market.choke[d, k]
        committed = 0.0
        for i in range(lanes):
            committed += contract[i, j]
        place[j, 0] = committed
        ready = stock[j] / market.remaining[t, j]
        place[j, 1] = min(prior[RELEASE_LIMIT] * base[lanes + j], ready)
        place[j, 2] = 1.0 / prior[RELEASE_WIDTH]
        place[j, 4] = 1.0
        place[j, 6] = max(market.opening[d, j] - stock[j], 0.0) / prior[RESTOCK_MONTHS]
        place[j, 7] = 1.0 / prior[RELEASE_WIDTH]


@njit(error_model="numpy")
def keep_stock(j: int, stock: Array, settled: Array) -> None:
    """Move a stock by what was released, bought and could not be used."""
    moved = settled[RESTOCKED, j] + settled[SURPLUS, j] - settled[COMMERCIAL_RELEASE, j]
    stock[j] = max(stock[j] + moved, 0.0)


@njit(error_model="numpy")
def imbalance(j: int, out: Outcome, contract: Array) -> float:
    """Arrivals + releases − use − restocking − surplus of a destination.  [t/month]"""
    account = out.settled[COMMERCIAL_RELEASE, j] - out.settled[RESTOCKED, j]
    account -= out.settled[SURPLUS, j]
    for i in range(contract.shape[0]):
        account += contract[i, j] + out.flow[i, j]
    for k in range(out.consumption.shape[1]):
        account -= out.consumption[j, k]
    return abs(account)


@njit(error_model="numpy")
def worse(worst: float, value: float) -> float:
    """The larger of the two; what is not a number stays, where a maximum would lose it."""
    return worst if worst >= value or math.isnan(worst) else value


@njit(error_model="numpy")
def run_draw(market: Market, record: Record, d: int, target: int, report: int) -> None:
    """Run every month of one draw and write its record."""
    lanes, places, sectors = market.flow.shape[1], market.flow.shape[2], market.demand.shape[2]
    work = new_scratch(lanes, places, sectors)
    out = Outcome(np.zeros(lanes), np.zeros((lanes, places)), np.zeros((places, sectors)),
                  np.zeros((6, places)))  # fmt: skip
    link, sector = np.zeros((3, lanes, places)), np.zeros((places, 3, sectors))
    place, contract, spot = np.zeros((places, 8)), np.zeros((lanes, places)), np.zeros(lanes)
    base, state = np.zeros(lanes + places), np.zeros((lanes + 1, places))
    for i in range(lanes):
        for j in range(places):
            base[i] += market.flow[d, i, j]
            base[lanes + j] += market.flow[d, i, j]
            state[i, j] = market.flow[d, i, j]
    total = base[:lanes].sum()
    stock, before = market.opening[d].copy(), market.demand[d].copy()
    came = base[lanes + target]
    contract_price = 0.0
    late = market.prior[d, SEA_MONTHS]
    sigma = np.zeros(1)
    for t in range(market.supply.shape[1]):
        prior = market.prior[d]
        part = min(1.0, market.since[t] / prior[SIGMA_MONTHS])
        sigma[0] = prior[SIGMA_SHORT] + (prior[SIGMA_LONG] - prior[SIGMA_SHORT]) * part
        set_links(market, d, t, base, state, contract, link, spot)
        set_places(market, d, t, base, stock, contract, sector, place)
        _, residual = clear_month(Month(link, sector, place, spot, sigma), out, work)
        record.checks[d, 1] = worse(record.checks[d, 1], residual)
        world, arrived = 0.0, 0.0
        for j in range(places):
            keep_stock(j, stock, out.settled)
            missing = imbalance(j, out, contract) / total
            record.checks[d, 0] = worse(record.checks[d, 0], missing)
            world += base[lanes + j] / total * out.settled[IMPORT_PRICE, j]
            state[lanes, j] = out.settled[IMPORT_PRICE, j]
            used = 0.0
            for k in range(sectors):
                now = (1.0 - late) * out.consumption[j, k] + late * before[j, k]
                used += now
                if j == target:
                    record.sectors[d, t, k] = now
                before[j, k] = out.consumption[j, k]
            record.consumption[d, t, j] = used
            for i in range(lanes):
                state[i, j] = contract[i, j] + out.flow[i, j]
                if j == target:
                    arrived += state[i, j]
        record.arrivals[d, t] = (1.0 - late) * arrived + late * came
        came = arrived
        spot_price = out.settled[IMPORT_PRICE, target]
        contract_price += (spot_price - contract_price) / prior[REPRICING_MONTHS]
        weight = prior[CONTRACT_WEIGHT]
        record.spot[d, t] = spot_price
        record.world_spot[d, t] = world
        record.delivered[d, t] = weight * math.exp(contract_price) + (1.0 - weight) * math.exp(
            spot_price
        )
        record.stock[d, t] = stock[target]
        if t == report:
            record.after[d] = state[:lanes]


@kept
def run_draws(
    market: Market, record: Record, first: int, last: int, target: int, report: int
) -> None:
    """Run the draws from `first` up to, not including, `last`."""
    for d in range(first, last):
        run_draw(market, record, d, target, report)
