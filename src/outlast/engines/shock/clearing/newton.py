r"""Newton's method on the scarcity rents of one market, compiled.

The rents minimise a convex function over :math:`u \ge 0`; its gradient and Hessian are

.. math::
    g_i = s_i - \sum_j x_{ij}, \qquad
    H_{il} = \sigma\delta_{il}\sum_j x_{ij} - \sum_j c_j x_{ij}x_{lj}
    \quad\text{(entries below their cap)}.
"""

import math

from outlast.engines.shock.clearing.column import clear_column
from outlast.engines.shock.clearing.compiled import called, fused, inlined
from outlast.engines.shock.clearing.exponential import shrink
from outlast.engines.shock.clearing.linear import newton_step
from outlast.engines.shock.clearing.terms import (
    ACTIVE,
    BASE,
    CAP,
    COUPLING,
    DECAY,
    FLOW,
    FREE,
    HESSIAN,
    MAX_ITERATIONS,
    NEED,
    PRICE,
    PRICE_CAP,
    RENT,
    RIGHT,
    SHIPPED,
    STEP,
    SUPPLY,
    TOLERANCE,
    TRIAL,
    Array,
    Month,
    Scratch,
)
from outlast.engines.shock.clearing.vectors import (
    four_at,
    four_of,
    plus,
    plus_product,
    put_four,
    times,
)


@called
def evaluate(month: Month, work: Scratch, row: int, sigma: float, wide: bool) -> None:
    """Settle every column at the rents in `row` of ``node``; add up the shipments."""
    sector, place, node = month.sector, month.place, work.node
    link, column = work.link, work.column
    low = math.inf
    for i in range(node.shape[1]):
        node[SHIPPED, i] = 0.0
        if node[SUPPLY, i] > 0.0:
            low = min(low, node[row, i])
    if wide or low == math.inf:
        low = 0.0
    for i in range(node.shape[1]):
        above = node[row, i] - low
        if wide:
            node[DECAY, i] = -sigma * node[row, i]
        else:
            node[DECAY, i] = shrink(sigma * above)
    for j in range(column.shape[1]):
        clear_column(sector, place, work.hold, link, column, node, j, low, sigma, wide)
        for i in range(node.shape[1]):
            node[SHIPPED, i] += link[FLOW, j, i]


@inlined
def measure(work: Scratch) -> tuple[int, float]:
    r"""Count and mark the origins to move; the relative natural residual.

    .. math::  \max_i |\min(u_i,\ (s_i - x_i) / s_i)|
    """
    node = work.node
    count, worst = 0, 0.0
    for i in range(node.shape[1]):
        node[ACTIVE, i] = 0.0
        if node[SUPPLY, i] == 0.0:
            continue
        slack = node[SUPPLY, i] - node[SHIPPED, i]
        worst = max(worst, abs(min(node[RENT, i], slack / node[SUPPLY, i])))
        if node[RENT, i] > 0.0 or slack < 0.0:
            node[ACTIVE, i] = 1.0
            count += 1
    return count, worst


@fused
def assemble_block(work: Scratch, i: int, m: int) -> None:
    """Four rows and columns of the Newton matrix, without its diagonal term."""
    link, column, matrix = work.link, work.column, work.matrix
    first = second = third = fourth = four_of(0.0)
    for j in range(column.shape[1]):
        scaled = times(four_of(-column[COUPLING, j]), four_at(link, (FREE, j, m)))
        first = plus_product(first, scaled, four_of(link[FREE, j, i]))
        second = plus_product(second, scaled, four_of(link[FREE, j, i + 1]))
        third = plus_product(third, scaled, four_of(link[FREE, j, i + 2]))
        fourth = plus_product(fourth, scaled, four_of(link[FREE, j, i + 3]))
    put_four(matrix, (HESSIAN, i, m), first)
    put_four(matrix, (HESSIAN, i + 1, m), second)
    put_four(matrix, (HESSIAN, i + 2, m), third)
    put_four(matrix, (HESSIAN, i + 3, m), fourth)


@inlined
def add_free(link: Array, node: Array, i: int) -> None:
    """Sum of the flows below their cap of four origins, into RIGHT."""
    total = four_of(0.0)
    for j in range(link.shape[1]):
        total = plus(total, four_at(link, (FREE, j, i)))
    put_four(node, (RIGHT, i), total)


@fused
def assemble(work: Scratch, sigma: float) -> None:
    """Newton matrix, upper triangle."""
    matrix, node = work.matrix, work.node
    for i in range(0, node.shape[1], 4):
        add_free(work.link, node, i)
        for m in range(i, node.shape[1], 4):
            assemble_block(work, i, m)
    for i in range(node.shape[1]):
        flat = sigma * node[SHIPPED, i]
        raised = matrix[HESSIAN, i, i] + sigma * node[RIGHT, i] + 1e-13 * flat + 1e-300
        matrix[HESSIAN, i, i] = max(raised, 1e-9 * flat)


@inlined
def advance(month: Month, work: Scratch, descent: float, sigma: float, wide: bool) -> None:
    r"""Take the step and settle the columns there.

    Halved until :math:`g(u^+) \cdot du \le 0.4\, |g(u) \cdot du|`; with an infinite `descent`,
    as it is.
    """
    node = work.node
    length = 1.0
    for _ in range(40):
        for i in range(node.shape[1]):
            node[TRIAL, i] = max(node[RENT, i] + length * node[STEP, i], 0.0)
        evaluate(month, work, TRIAL, sigma, wide)
        slope = 0.0
        for i in range(node.shape[1]):
            slope += (node[SUPPLY, i] - node[SHIPPED, i]) * node[STEP, i]
        if slope <= 0.4 * abs(descent):
            break
        length *= 0.5
    for i in range(node.shape[1]):
        node[RENT, i] = node[TRIAL, i]


@inlined
def sweep(work: Scratch, sigma: float) -> None:
    """Step to where every origin meets its supply at today's prices (Sinkhorn)."""
    node = work.node
    ceiling = PRICE_CAP + 40.0 / sigma
    for i in range(node.shape[1]):
        raised = 0.0
        if node[SUPPLY, i] > 0.0 and node[SHIPPED, i] > 0.0:
            ratio = node[SHIPPED, i] / node[SUPPLY, i]
            raised = node[RENT, i] + math.log(ratio) / sigma
        node[STEP, i] = min(max(raised, 0.0), ceiling) - node[RENT, i]


@called
def lift(work: Scratch, sigma: float, wide: bool) -> bool:
    """Step of rents that change nothing, all links being capped, to where they do."""
    link, column, node = work.link, work.column, work.node
    lifted = False
    for i in range(node.shape[1]):
        node[STEP, i] = 0.0
        if node[ACTIVE, i] == 0.0 or node[SHIPPED, i] <= node[SUPPLY, i]:
            continue
        least = math.inf
        for j in range(column.shape[1]):
            if link[FREE, j, i] > 0.0:
                least = math.inf
                break
            if link[FLOW, j, i] > 0.0:
                base = link[BASE, j, i] if wide else math.log(link[BASE, j, i])
                pull = base + math.log(column[NEED, j] / link[CAP, j, i])
                least = min(least, column[PRICE, j] + pull / sigma)
        if least < math.inf:
            node[STEP, i] = max(least - node[RENT, i], 0.0) + 1e-3 / sigma
            lifted = True
    return lifted


@called
def find_rents(month: Month, work: Scratch, sigma: float, wide: bool) -> tuple[int, float]:
    """Rents that clear the market, from those in ``node``; iterations, residual."""
    for i in range(work.node.shape[1]):
        work.node[STEP, i] = 0.0
    descent = -math.inf
    residual = math.inf
    for iteration in range(MAX_ITERATIONS + 1):
        advance(month, work, descent, sigma, wide)
        count, residual = measure(work)
        if residual <= TOLERANCE:
            return iteration, residual
        descent = -math.inf
        if lift(work, sigma, wide):
            continue
        if iteration <= 12 or iteration % 3 > 0:
            assemble(work, sigma)
            descent = newton_step(work.matrix, work.node, work.kept, count)
        if descent >= 0.0 or descent == -math.inf:
            descent = -math.inf
            sweep(work, sigma)
    return MAX_ITERATIONS, residual
