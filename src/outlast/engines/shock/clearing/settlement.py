"""From a month's terms to the working space, and from there to the outcome, compiled."""

import math

from outlast.engines.shock.clearing.compiled import called, fused
from outlast.engines.shock.clearing.demand import gap, need, ramp, releases, use
from outlast.engines.shock.clearing.exponential import exp, log
from outlast.engines.shock.clearing.lane_memory import eight_at, put_eight, put_some, some_at
from outlast.engines.shock.clearing.lanes import any_of, eight, largest, where
from outlast.engines.shock.clearing.terms import (
    BASE,
    CAP,
    COMMERCIAL_RELEASE,
    COMMITTED,
    DEAD,
    DEMAND,
    FLOW,
    IMPORT_PRICE,
    LIMIT,
    LOCAL_PRICE,
    PER_RESTOCK,
    PRICE,
    PRICE_CAP,
    RENT,
    RESTOCK,
    RESTOCKED,
    SAFE_EXPONENT,
    SHARE,
    START,
    STRATEGIC_RELEASE,
    SUPPLY,
    SURPLUS,
    TARIFF,
    WIDTH,
    Array,
    Eight,
    Month,
    Outcome,
    Scratch,
)


@called
def is_wide(month: Month) -> bool:
    """Tell whether exponents can grow beyond what doubles hold, so that logs are needed."""
    places, most = month.link.shape[2], eight(0.0)
    for i in range(month.link.shape[1]):
        for at in range(0, places, WIDTH):
            most = max(most, some_at(month.link, (TARIFF, i, at), min(WIDTH, places - at)))
    return month.sigma[0] * (PRICE_CAP + largest(most)) + 40.0 > SAFE_EXPONENT


@called
def load_places(month: Month, work: Scratch) -> float:
    """Copy the terms of the destinations by block; returns all demand."""
    total = 0.0
    for j in range(month.place.shape[0]):
        b, lane = j // WIDTH, j % WIDTH
        for k in range(month.sector.shape[2]):
            total += month.sector[j, DEMAND, k]
            for row in range(3):
                work.sector[row, b, k, lane] = month.sector[j, row, k]
        for row in range(8):
            work.place[row, j] = month.place[j, row]
        work.column[PRICE, j] = work.column[START, j] = 0.0
    return total


@fused
def load_links(month: Month, work: Scratch, i: int, wide: bool) -> None:
    """Copy the links of origin `i` by block; those without a share or cap drop out."""
    sigma, places = month.sigma[0], month.link.shape[2]
    nothing = -math.inf if wide else 0.0
    for b in range(work.sent.size):
        index, count = (i, b * WIDTH), min(WIDTH, places - b * WIDTH)
        limit = some_at(month.link, (LIMIT, index[0], index[1]), count)
        base = some_at(month.link, (SHARE, index[0], index[1]), count)
        cost = sigma * some_at(month.link, (TARIFF, index[0], index[1]), count)
        some = (limit > 0.0) & (base > 0.0)
        if wide:
            base = log(where(some, base, 1.0)) - cost
        elif any_of(cost > 0.0):
            base = base * exp(-cost)
        put_eight(work.link, (CAP, b, i, 0), limit)
        put_eight(work.link, (BASE, b, i, 0), where(some, base, eight(nothing)))


@called
def load(month: Month, rent: Array, work: Scratch, wide: bool) -> None:
    """Copy the terms of a month; an origin without supply drops out."""
    node = work.node
    threshold = DEAD * load_places(month, work)
    for i in range(node.shape[1]):
        live = i < rent.size and month.supply[i] > threshold
        node[SUPPLY, i] = month.supply[i] if live else 0.0
        node[RENT, i] = max(rent[i], 0.0) if live else 0.0
        if live:
            load_links(month, work, i, wide)
        elif i < work.link.shape[2]:
            for b in range(work.sent.size):
                put_eight(work.link, (BASE, b, i, 0), eight(-math.inf if wide else 0.0))


@called
def local_price(work: Scratch, b: int, delivered: Eight, highest: Eight) -> Eight:
    """Log prices in [0, `highest`] at which T - R meets what was delivered.

    The end of the range where they do not meet: rationing above, surplus below.
    """
    sector, place = work.sector, work.place
    low, high = eight(0.0), highest
    at_high = gap(sector, place, b, highest)[0] >= delivered
    at_low = gap(sector, place, b, low)[0] <= delivered
    going = ~(at_high | at_low)
    v = 0.5 * highest
    for _ in range(200):
        if not any_of(going):
            break
        value, slope = gap(sector, place, b, v)
        above = value > delivered
        low, high = where(above, v, low), where(above, high, v)
        newton = v - (value - delivered) / slope
        inside = (low < newton) & (newton < high)
        following = where(inside, newton, 0.5 * (low + high))
        going &= ~(abs(following - v) <= 1e-16 * (1.0 + v))
        v = where(going, following, v)
    return where(at_high, highest, where(at_low, 0.0, v))


@fused
def deliver(work: Scratch, out: Outcome, b: int) -> Eight:
    """Write the flows to the destinations of a block; returns their sums."""
    count, delivered = min(WIDTH, out.flow.shape[1] - b * WIDTH), eight(0.0)
    for i in range(out.flow.shape[0]):
        flow = eight_at(work.link, (FLOW, b, i, 0))
        delivered += flow
        put_some(out.flow, (i, b * WIDTH), count, flow)
    return delivered


@called
def share_out(work: Scratch, out: Outcome, b: int, v: Eight, served: Eight) -> None:
    """Write what the sectors of a block use at local prices `v`, so far as they are served."""
    used = work.used
    for k in range(used.shape[0]):
        put_eight(used, (k, 0), served * use(work.sector, b, k, v)[0])
    for lane in range(min(WIDTH, out.flow.shape[1] - b * WIDTH)):
        for k in range(used.shape[0]):
            out.consumption[b * WIDTH + lane, k] = used[k, lane]


@called
def settle(work: Scratch, out: Outcome, b: int) -> None:
    """Share what the destinations of a block received among sectors, at local prices."""
    sector, place, at = work.sector, work.place, b * WIDTH
    count = min(WIDTH, out.flow.shape[1] - at)
    delivered = deliver(work, out, b)
    highest = min(eight_at(work.column, (PRICE, at)), PRICE_CAP)
    v = highest
    committed = eight_at(place, (COMMITTED, at))
    commercial, strategic, _ = releases(place, b, v)
    wanted = need(sector, place, b, v)[0]
    asked = wanted - committed - commercial - strategic
    below = asked < delivered - 1e-13 * wanted
    if any_of(below):
        v = where(below, local_price(work, b, delivered, highest), highest)
        commercial, strategic, _ = releases(place, b, v)
        wanted = need(sector, place, b, v)[0]
    given = delivered + committed + commercial + strategic
    some = wanted > 0.0
    served = where(some, given / wanted, 1.0)
    over = (served > 1.0 + 1e-12) | ~some
    served = where(over, 1.0, served)
    put_off = ramp(v * eight_at(place, (PER_RESTOCK, at)))[0]
    put_some(out.settled, (SURPLUS, at), count, where(over, given - wanted, 0.0))
    put_some(out.settled, (IMPORT_PRICE, at), count, highest)
    put_some(out.settled, (LOCAL_PRICE, at), count, v)
    put_some(out.settled, (COMMERCIAL_RELEASE, at), count, commercial)
    put_some(out.settled, (STRATEGIC_RELEASE, at), count, strategic)
    restocked = served * eight_at(place, (RESTOCK, at)) * (1.0 - put_off)
    put_some(out.settled, (RESTOCKED, at), count, restocked)
    share_out(work, out, b, v, served)
