r"""The purchases of eight destinations at given scarcity rents, compiled.

.. math::
    x_{ij} = \min\bigl(\kappa_{ij},\ N_j(v_j)\,\text{share}_{ij}
             \,e^{\sigma(v_j-u_i-\tau_{ij})}\bigr), \qquad \sum_i x_{ij} = N_j(v_j)

Uncapped, :math:`v_j=-\sigma^{-1}\ln\sum_i \text{share}_{ij}e^{-\sigma(u_i+\tau_{ij})}`;
capped, the root of the rising function :math:`h(v)=\sigma^{-1}\ln(\sum_i x_{ij}/N_j)`.
Above the price cap the price stays there and deliveries fall short of :math:`N_j`.
``wide`` says that the weights are logarithms, for exponents that doubles cannot hold.
"""

import math

from outlast.engines.shock.clearing.compiled import called, fused
from outlast.engines.shock.clearing.demand import net_demand
from outlast.engines.shock.clearing.exponential import exp, log
from outlast.engines.shock.clearing.lane_memory import eight_at, put_eight
from outlast.engines.shock.clearing.lanes import any_of, eight, where
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
    SCALE,
    START,
    WIDTH,
    Eight,
    Scratch,
)

STEEP = 600.0  # the largest exponent of a flow: more is beyond every cap and need


@fused
def weigh(work: Scratch, b: int) -> Eight:
    """Sum of the weights of the origins, by destination."""
    link, node = work.link, work.node
    one, other = eight(0.0), eight(0.0)
    for i in range(0, link.shape[2], 2):
        one += eight_at(link, (BASE, b, i, 0)) * eight(node[DECAY, i])
        other += eight_at(link, (BASE, b, i + 1, 0)) * eight(node[DECAY, i + 1])
    return one + other


@fused
def weigh_logs(work: Scratch, b: int) -> Eight:
    """Log of the sum of the weights, by destination; -inf for none."""
    link, node = work.link, work.node
    top, total = eight(-math.inf), eight(0.0)
    for i in range(link.shape[2]):
        top = max(top, eight_at(link, (BASE, b, i, 0)) + eight(node[DECAY, i]))
    some = top > -math.inf
    top = where(some, top, 0.0)
    for i in range(link.shape[2]):
        weight = eight_at(link, (BASE, b, i, 0)) + eight(node[DECAY, i])
        total += where(weight > -math.inf, exp(weight - top), 0.0)
    return where(some, top + log(where(some, total, 1.0)), -math.inf)


@fused
def uncut(work: Scratch, b: int, i: int, scale: Eight, shift: Eight, wide: bool) -> Eight:
    """Flows from origin `i` without caps: `scale` weight, or `scale` e^(weight + `shift`)."""
    base, decay = eight_at(work.link, (BASE, b, i, 0)), eight(work.node[DECAY, i])
    if wide:
        weight = base + decay
        return where(weight > -math.inf, scale * exp(min(weight + shift, STEEP)), 0.0)
    return base * decay * scale


@fused
def fill(work: Scratch, b: int, scale: Eight, shift: Eight, wide: bool) -> Eight:
    """Flows; marks the destinations where one exceeds its cap."""
    broken = eight(0.0) > 0.0
    for i in range(work.link.shape[2]):
        flow = uncut(work, b, i, scale, shift, wide)
        broken |= flow > eight_at(work.link, (CAP, b, i, 0))
        put_eight(work.link, (FLOW, b, i, 0), flow)
    work.sent[b] = FLOW
    return broken


@fused
def fill_capped(work: Scratch, b: int, scale: Eight, shift: Eight, wide: bool) -> None:
    """Flows, at most their caps, and those below."""
    for i in range(work.link.shape[2]):
        flow = uncut(work, b, i, scale, shift, wide)
        cap = eight_at(work.link, (CAP, b, i, 0))
        put_eight(work.link, (FREE, b, i, 0), where(flow <= cap, flow, 0.0))
        put_eight(work.link, (FLOW, b, i, 0), min(flow, cap))
    work.sent[b] = FREE


@fused
def add_capped(
    work: Scratch, b: int, scale: Eight, shift: Eight, wide: bool
) -> tuple[Eight, Eight]:
    """Sum of the flows, at most their caps, and of those below."""
    total, free = eight(0.0), eight(0.0)
    for i in range(work.link.shape[2]):
        flow = uncut(work, b, i, scale, shift, wide)
        cap = eight_at(work.link, (CAP, b, i, 0))
        total += min(flow, cap)
        free += where(flow <= cap, flow, 0.0)
    return total, free


@called
def solve_capped(
    work: Scratch, b: int, sigma: float, wide: bool, tied: Eight, guess: Eight
) -> None:
    """Price, need, flows and coupling where some cap binds, in the `tied` destinations.

    START holds the free log prices, below the roots, and SCALE the need-less scale of flows (in
    ``wide`` their shift); `guess` is the price from which the search starts.  Newton's steps can
    go to and fro for ever between the two sides of a steep fall in demand: hence `PATIENCE`.
    """
    column, at = work.column, b * WIDTH
    start, plain = eight_at(column, (START, at)), eight_at(column, (SCALE, at))
    low, high, tested = start, eight(PRICE_CAP), eight(0.0) > 0.0
    v = where(tied, min(max(guess, low), high), eight_at(column, (PRICE, at)))
    some = eight_at(column, (NEED, at)) > 0.0
    scale, shift, going = plain, plain, tied
    need = slope = total = free = eight(0.0)
    for count in range(200):
        need, slope = net_demand(work.sector, work.place, b, v)
        need = where(some, need, 0.0)
        rise = where(some, sigma * (v - start), 0.0)
        if wide:
            scale, shift = need, plain + rise
        else:
            scale = need * plain * exp(rise)
        total, free = add_capped(work, b, scale, shift, wide)
        excess = log(where(going, total / need, 1.0))
        miss = excess / sigma
        under = miss < 0.0
        low, high = where(under, v, low), where(under, high, v)
        tested |= ~under
        relative, part = slope / need, free / total
        newton = v - miss / (part + relative * (part - 1.0) / sigma)
        inside = (low < newton) & (newton < high)
        if count > PATIENCE and count % 2 == 0:
            inside = eight(0.0) > 0.0
        following = where(inside, newton, 0.5 * (low + high))
        following = where((newton >= PRICE_CAP) & ~tested, PRICE_CAP, following)
        settled = (under & (v >= PRICE_CAP)) | (abs(excess) <= 2e-13)
        settled |= abs(following - v) <= 2e-16 * (1.0 + v)
        going &= ~settled
        if not any_of(going):
            break
        v = where(going, following, v)
    fill_capped(work, b, scale, shift, wide)
    ease = sigma * free + slope * (free / need - 1.0)
    loose = tied & (free > 0.0) & ~((v >= PRICE_CAP) & (total < need))
    put_eight(column, (PRICE, at), v)
    put_eight(column, (NEED, at), need)
    coupling = where(loose, sigma * (sigma + slope / need) / ease, 0.0)
    put_eight(column, (COUPLING, at), where(tied, coupling, eight_at(column, (COUPLING, at))))


@called
def clear_columns(work: Scratch, b: int, low: float, sigma: float, wide: bool) -> None:
    """Settle the destinations of block `b`: prices, needs, flows and their coupling."""
    column, at = work.column, b * WIDTH
    if wide:
        log_total = weigh_logs(work, b)
        linked = log_total > -math.inf
        plain = where(linked, -log_total, 0.0)
    else:
        total = weigh(work, b)
        linked = total > 0.0
        log_total = log(where(linked, total, 1.0))
        plain = 1.0 / where(linked, total, 1.0)
    start = low - where(abs(log_total) > 4e-16, log_total / sigma, 0.0)
    start = where(linked, start, math.inf)
    guess = eight_at(column, (PRICE, at)) + (start - eight_at(column, (START, at)))
    put_eight(column, (START, at), start)
    price = min(start, PRICE_CAP)
    need, slope = net_demand(work.sector, work.place, b, price)
    need = where(linked & (need > 0.0), need, 0.0)
    some, above = need > 0.0, start >= PRICE_CAP
    scale, shift = need, plain
    if not wide:
        scale = need * plain
    if any_of(some & above):
        rise = where(some & above, sigma * (price - start), 0.0)
        if wide:
            shift = plain + rise
        else:
            scale = scale * exp(rise)
    broken = some & fill(work, b, scale, shift, wide)
    per_need = 1.0 / where(some, need, 1.0)
    put_eight(column, (PRICE, at), price)
    put_eight(column, (NEED, at), need)
    coupling = where(some & ~above, (sigma + slope * per_need) * per_need, 0.0)
    put_eight(column, (COUPLING, at), coupling)
    if any_of(broken):
        put_eight(column, (SCALE, at), plain)
        if any_of(broken & ~above):
            solve_capped(work, b, sigma, wide, broken & ~above, guess)
        else:
            fill_capped(work, b, scale, shift, wide)
