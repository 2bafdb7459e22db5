"""The market cleared by Sinkhorn's sweeps alone, compiled as the kernel is: a baseline.

A sweep sets every origin's rent to where it meets its supply at today's prices.  Columns are
settled by the kernel's own code, to the same tolerance; only the step differs.  Steps are
`STRETCH` times as long (over-relaxation), but plain after a residual that grew: of 1, 1.5, 1.8
and 1.9 the fastest in all, with two thirds of the sweeps of 1.
"""

from numba import njit

from outlast.engines.shock.clearing.newton import evaluate, measure, sweep
from outlast.engines.shock.clearing.numba_kernel import month_of, new_scratch
from outlast.engines.shock.clearing.settlement import is_wide, load
from outlast.engines.shock.clearing.terms import (
    FLOW,
    RENT,
    STEP,
    TOLERANCE,
    WIDTH,
    Array,
    Month,
    Scratch,
)

STRETCH = 1.8
SWEEPS = 100_000


@njit(error_model="numpy")
def find_rents(work: Scratch, sigma: float, wide: bool) -> int:  # noqa: FBT001
    """Rents that clear the market, from those in ``node``; returns the sweeps taken."""
    node, before = work.node, 1e300
    for count in range(SWEEPS):
        evaluate(work, RENT, sigma, wide)
        residual = measure(work)
        if residual <= TOLERANCE:
            return count
        length = STRETCH if residual < before else 1.0
        before = residual
        sweep(work, sigma)
        for i in range(node.shape[1]):
            node[RENT, i] = max(node[RENT, i] + length * node[STEP, i], 0.0)
    return SWEEPS


@njit(error_model="numpy", nogil=True, cache=True)
def sweep_months(
    stack: Month,
    moving: tuple[Array, Array],
    given: tuple[Array, Array],
    span: tuple[int, int],
) -> None:
    """Clear every month of the draws of `span` by sweeps, rents warm-started.

    Writes flows and counts of sweeps, ``given``, by draw and month.
    """
    (supply, cap), (flow, sweeps) = moving, given
    work = new_scratch(cap.shape[2], cap.shape[3], stack.sector.shape[3])
    for draw in range(span[0], span[1]):
        terms = month_of(stack, draw)
        link, rent = terms.link.copy(), supply[draw, 0] * 0.0
        for month in range(supply.shape[1]):
            link[1] = cap[draw, month]
            now = Month(link, terms.sector, terms.place, supply[draw, month], terms.sigma)
            wide = is_wide(now)
            load(now, rent, work, wide)
            sweeps[draw, month] = find_rents(work, now.sigma[0], wide)
            rent[:] = work.node[RENT, : rent.size]
        for i in range(flow.shape[1]):
            for j in range(flow.shape[2]):
                flow[draw, i, j] = work.link[FLOW, j // WIDTH, i, j % WIDTH]
