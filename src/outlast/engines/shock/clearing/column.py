r"""One destination's purchases at given scarcity rents, compiled.

.. math::
    x_{ij} = \min\bigl(\kappa_{ij},\ N_j(v_j)\,\text{share}_{ij}
             \,e^{\sigma(v_j-u_i-\tau_{ij})}\bigr), \qquad \sum_i x_{ij} = N_j(v_j)

Uncapped, :math:`v_j=-\sigma^{-1}\ln\sum_i \text{share}_{ij}e^{-\sigma(u_i+\tau_{ij})}`;
capped, the root of the rising function :math:`h(v)=\sigma^{-1}\ln(\sum_i x_{ij}/N_j)`.
Above the price cap the price stays there and deliveries fall short of :math:`N_j`.
``wide`` says that the weights are logarithms, for exponents that doubles cannot hold.
"""

import math

from outlast.engines.shock.clearing.compiled import called, fused, inlined, summed
from outlast.engines.shock.clearing.demand import net_demand
from outlast.engines.shock.clearing.terms import (
    BASE,
    CAP,
    COUPLING,
    DECAY,
    FLOW,
    FREE,
    NEED,
    PATIENCE,
    PRICE,
    PRICE_CAP,
    SAFE_EXPONENT,
    WEIGHT,
    Array,
)


@summed
def weigh(link: Array, node: Array, j: int) -> float:
    """Weights of the origins in column `j`; returns their sum."""
    total = 0.0
    for i in range(node.shape[1]):
        weight = link[BASE, j, i] * node[DECAY, i]
        node[WEIGHT, i] = weight
        total += weight
    return total


@called
def weigh_logs(link: Array, node: Array, j: int) -> float:
    """Log weights of the origins in column `j`; returns the log of their sum."""
    top, total = -math.inf, 0.0
    for i in range(node.shape[1]):
        node[WEIGHT, i] = link[BASE, j, i] + node[DECAY, i]
        top = max(top, node[WEIGHT, i])
    if top == -math.inf:
        return top
    for i in range(node.shape[1]):
        total += math.exp(node[WEIGHT, i] - top)
    return top + math.log(total)


@fused
def fill(link: Array, node: Array, j: int, scale: float) -> bool:
    """Uncapped flows `scale` weight; tells whether all keep their caps."""
    broken = 0
    for i in range(node.shape[1]):
        flow = node[WEIGHT, i] * scale
        link[FLOW, j, i] = flow
        link[FREE, j, i] = flow
        broken += flow > link[CAP, j, i]
    return broken == 0


@summed
def fill_capped(link: Array, node: Array, j: int, scale: float) -> tuple[float, float]:
    """Flows min(cap, `scale` weight); returns their sum and the free part."""
    total, free = 0.0, 0.0
    for i in range(node.shape[1]):
        flow = node[WEIGHT, i] * scale
        below = flow if flow <= link[CAP, j, i] else 0.0
        flow = min(flow, link[CAP, j, i])
        link[FREE, j, i] = below
        link[FLOW, j, i] = flow
        free += below
        total += flow
    return total, free


@called
def fill_logs(link: Array, node: Array, j: int, shift: float) -> tuple[float, float]:
    """Flows min(cap, e^(log weight + `shift`)); their sum and the free part."""
    total, free = 0.0, 0.0
    for i in range(node.shape[1]):
        flow = math.exp(min(node[WEIGHT, i] + shift, SAFE_EXPONENT))
        below = flow if flow <= link[CAP, j, i] else 0.0
        flow = min(flow, link[CAP, j, i])
        link[FREE, j, i] = below
        link[FLOW, j, i] = flow
        free += below
        total += flow
    return total, free


@inlined
def fill_at(
    link: Array,
    node: Array,
    j: int,
    need: float,
    rise: float,
    log_total: float,
    wide: bool,
) -> tuple[float, float]:
    """Capped flows at price start + `rise` / sigma; their sum and the free part."""
    if wide:
        return fill_logs(link, node, j, rise - log_total + math.log(need))
    return fill_capped(link, node, j, need * math.exp(rise - log_total))


@called
def solve_capped(
    sector: Array,
    place: Array,
    hold: Array,
    link: Array,
    column: Array,
    node: Array,
    j: int,
    start: float,
    log_total: float,
    sigma: float,
    wide: bool,
) -> float:
    """Price, need, flows and coupling of a column in which some cap binds.

    `start` is the free log price, below the root; the last price found in this
    column is the first guess.  Newton's steps can go to and fro for ever between the two sides
    of a steep fall in demand: hence `PATIENCE`.  Returns the free part of the flow.
    """
    low, high, tested = start, PRICE_CAP, False
    v = min(max(column[PRICE, j], low), high)
    need, slope, total, free = 0.0, 0.0, 0.0, 0.0
    for count in range(200):
        need, slope = net_demand(sector, place, hold, j, v)
        total, free = fill_at(link, node, j, need, sigma * (v - start), log_total, wide)
        excess = math.log(total / need)
        miss = excess / sigma
        if miss < 0.0:
            low = v
            if v >= PRICE_CAP:
                break
        else:
            high = v
            tested = True
        if abs(excess) <= 2e-13:
            break
        relative = slope / need
        part = free / total
        following = v - miss / (part + relative * (part - 1.0) / sigma)
        if following >= PRICE_CAP and not tested:
            following = PRICE_CAP
        elif not low < following < high or (count > PATIENCE and count % 2 == 0):
            following = 0.5 * (low + high)
        if abs(following - v) <= 2e-16 * (1.0 + v):
            break
        v = following
    column[PRICE, j] = v
    column[NEED, j] = need
    column[COUPLING, j] = 0.0
    if free > 0.0 and not (v >= PRICE_CAP and total < need):
        ease = sigma * free + slope * (free / need - 1.0)
        column[COUPLING, j] = sigma * (sigma + slope / need) / ease
    return free


@inlined
def clear_column(
    sector: Array,
    place: Array,
    hold: Array,
    link: Array,
    column: Array,
    node: Array,
    j: int,
    low: float,
    sigma: float,
    wide: bool,
) -> None:
    """Settle column `j`: price, need, flows and their coupling, into `work`."""
    guess = column[PRICE, j]
    weights = 0.0
    if wide:
        log_total = weigh_logs(link, node, j)
    else:
        weights = weigh(link, node, j)
        log_total = math.log(weights)
    start = low - log_total / sigma if abs(log_total) > 4e-16 else low
    v = min(start, PRICE_CAP)
    need, slope = net_demand(sector, place, hold, j, v)
    column[PRICE, j], column[NEED, j], column[COUPLING, j] = v, need, 0.0
    if need <= 0.0 or start == math.inf:
        for i in range(node.shape[1]):
            link[FLOW, j, i] = 0.0
            link[FREE, j, i] = 0.0
        return
    rise = sigma * (v - start)
    if wide:
        shift = rise - log_total + math.log(need)
        total, free = fill_logs(link, node, j, shift)
        kept = free == total
    else:
        scale = need / weights if rise == 0.0 else need * math.exp(rise - log_total)
        kept = fill(link, node, j, scale)
    if start >= PRICE_CAP:
        if not kept:
            fill_at(link, node, j, need, rise, log_total, wide)
    elif kept:
        column[COUPLING, j] = (sigma + slope / need) / need
    else:
        column[PRICE, j] = guess
        solve_capped(sector, place, hold, link, column, node, j, start, log_total, sigma, wide)
