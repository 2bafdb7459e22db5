r"""Newton's method on the scarcity rents of one market, compiled.

The rents minimise a convex function over :math:`u \ge 0`; its gradient and Hessian are

.. math::
    g_i = s_i - \sum_j x_{ij}, \qquad
    H_{il} = \sigma\delta_{il}\sum_j x_{ij} - \sum_j c_j x_{ij}x_{lj}
    \quad\text{(entries below their cap)}.
"""

import math

from outlast.engines.shock.clearing.column import clear_columns
from outlast.engines.shock.clearing.compiled import called, fused
from outlast.engines.shock.clearing.exponential import exp, log
from outlast.engines.shock.clearing.hessian import assemble
from outlast.engines.shock.clearing.lane_memory import eight_at, put_eight
from outlast.engines.shock.clearing.lanes import any_of, eight, largest, sum_of, where
from outlast.engines.shock.clearing.linear import newton_step
from outlast.engines.shock.clearing.terms import (
    BASE,
    CAP,
    DECAY,
    FLOW,
    LOOSE,
    MAX_ITERATIONS,
    NEED,
    PRICE,
    PRICE_CAP,
    RENT,
    SHIPPED,
    STEP,
    SUPPLY,
    TOLERANCE,
    TRIAL,
    WIDTH,
    Scratch,
)


@fused
def decay(work: Scratch, row: int, sigma: float, wide: bool) -> float:
    """Weights of the origins from the rents in `row`; returns the lowest of these."""
    node = work.node
    low = eight(-math.inf)
    for i in range(0, node.shape[1], WIDTH):
        live = eight_at(node, (SUPPLY, i)) > 0.0
        low = max(low, where(live, -eight_at(node, (row, i)), -math.inf))
    lowest = -largest(low)
    if wide or lowest == math.inf:
        lowest = 0.0
    for i in range(0, node.shape[1], WIDTH):
        above = -sigma * (eight_at(node, (row, i)) - eight(lowest))
        put_eight(node, (DECAY, i), above if wide else exp(min(above, 0.0)))
    return lowest


@fused
def add_up(work: Scratch) -> None:
    """Add up what every origin ships, and the part that no cap holds."""
    link, node = work.link, work.node
    for i in range(link.shape[2]):
        shipped, loose = eight(0.0), eight(0.0)
        for b in range(work.sent.size):
            shipped += eight_at(link, (FLOW, b, i, 0))
            loose += eight_at(link, (work.sent[b], b, i, 0))
        node[SHIPPED, i] = sum_of(shipped)
        node[LOOSE, i] = sum_of(loose)


@called
def evaluate(work: Scratch, row: int, sigma: float, wide: bool) -> None:
    """Settle every destination at the rents in `row` of ``node``; add up the shipments."""
    lowest = decay(work, row, sigma, wide)
    for b in range(work.sent.size):
        clear_columns(work, b, lowest, sigma, wide)
    add_up(work)


@fused
def measure(work: Scratch) -> float:
    r"""Relative natural residual.

    .. math::  \max_i |\min(u_i,\ (s_i - x_i) / s_i)|
    """
    node = work.node
    worst = eight(0.0)
    for i in range(0, node.shape[1], WIDTH):
        supply = eight_at(node, (SUPPLY, i))
        some = supply > 0.0
        relative = (supply - eight_at(node, (SHIPPED, i))) / where(some, supply, 1.0)
        miss = abs(min(eight_at(node, (RENT, i)), relative))
        worst = max(worst, where(some, miss, 0.0))
    return largest(worst)


@called
def list_moving(work: Scratch) -> int:
    """List the origins to move, then one that supplies nothing; returns how many move."""
    node, listed, count = work.node, work.listed, 0
    for i in range(work.link.shape[2]):
        moves = node[RENT, i] > 0.0 or node[SHIPPED, i] > node[SUPPLY, i]
        listed[0, count] = i
        count += moves and node[SUPPLY, i] > 0.0
    for c in range(count, listed.shape[1]):
        listed[0, c] = work.link.shape[2] - 1
    return count


@called
def advance(work: Scratch, descent: float, sigma: float, wide: bool) -> None:
    r"""Take the step and settle the columns there.

    Halved until :math:`g(u^+) \cdot du \le 0.4\, |g(u) \cdot du|`; with an infinite `descent`,
    as it is.
    """
    node = work.node
    length = 1.0
    for _ in range(40):
        for i in range(0, node.shape[1], WIDTH):
            trial = eight_at(node, (RENT, i)) + eight(length) * eight_at(node, (STEP, i))
            put_eight(node, (TRIAL, i), max(trial, 0.0))
        evaluate(work, TRIAL, sigma, wide)
        slope = eight(0.0)
        for i in range(0, node.shape[1], WIDTH):
            slack = eight_at(node, (SUPPLY, i)) - eight_at(node, (SHIPPED, i))
            slope += slack * eight_at(node, (STEP, i))
        if sum_of(slope) <= 0.4 * abs(descent):
            break
        length *= 0.5
    for i in range(0, node.shape[1], WIDTH):
        put_eight(node, (RENT, i), eight_at(node, (TRIAL, i)))


@called
def sweep(work: Scratch, sigma: float) -> None:
    """Step to where every origin meets its supply at today's prices (Sinkhorn)."""
    node = work.node
    ceiling = PRICE_CAP + 40.0 / sigma
    for i in range(0, node.shape[1], WIDTH):
        rent, supply = eight_at(node, (RENT, i)), eight_at(node, (SUPPLY, i))
        shipped = eight_at(node, (SHIPPED, i))
        some = (supply > 0.0) & (shipped > 0.0)
        ratio = where(some, shipped, 1.0) / where(some, supply, 1.0)
        raised = min(max(rent + log(ratio) / sigma, 0.0), ceiling)
        put_eight(node, (STEP, i), where(some, raised, 0.0) - rent)


@fused
def stuck(work: Scratch) -> bool:
    """Tell whether an origin ships too much though no link would take less."""
    node = work.node
    found = eight(0.0) > 0.0
    for i in range(0, node.shape[1], WIDTH):
        supply = eight_at(node, (SUPPLY, i))
        over = (supply > 0.0) & (eight_at(node, (SHIPPED, i)) > supply)
        found |= over & (eight_at(node, (LOOSE, i)) <= 0.0)
    return any_of(found)


@called
def lift(work: Scratch, sigma: float, wide: bool) -> None:
    """Step of rents that change nothing, all links being capped, to where they do."""
    link, column, node = work.link, work.column, work.node
    for i in range(link.shape[2]):
        node[STEP, i] = 0.0
        held = node[SHIPPED, i] > node[SUPPLY, i] and node[LOOSE, i] == 0.0
        if node[SUPPLY, i] == 0.0 or not held:
            continue
        least = math.inf
        for j in range(column.shape[1]):
            at = (j // WIDTH, i, j % WIDTH)
            if link[FLOW, at[0], at[1], at[2]] > 0.0:
                base, cap = link[BASE, at[0], at[1], at[2]], link[CAP, at[0], at[1], at[2]]
                pull = (base if wide else math.log(base)) + math.log(column[NEED, j] / cap)
                least = min(least, column[PRICE, j] + pull / sigma)
        node[STEP, i] = max(least - node[RENT, i], 0.0) + 1e-3 / sigma


@called
def find_rents(work: Scratch, sigma: float, wide: bool) -> tuple[int, float]:
    """Rents that clear the market, from those in ``node``; iterations, residual."""
    for i in range(0, work.node.shape[1], WIDTH):
        put_eight(work.node, (STEP, i), eight(0.0))
    descent = -math.inf
    residual = math.inf
    for iteration in range(MAX_ITERATIONS + 1):
        advance(work, descent, sigma, wide)
        residual = measure(work)
        if residual <= TOLERANCE:
            return iteration, residual
        descent = -math.inf
        if stuck(work):
            lift(work, sigma, wide)
            continue
        if iteration <= 12 or iteration % 3 > 0:
            count = list_moving(work)
            assemble(work, count, sigma)
            descent = newton_step(work, count)
        if descent >= 0.0 or descent == -math.inf:
            descent = -math.inf
            sweep(work, sigma)
    return MAX_ITERATIONS, residual
