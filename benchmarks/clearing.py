"""Speed of the monthly clearing: against NumPy, on 1 and 2 threads, first compilation.

Run from the folder above: ``python benchmarks/clearing.py``.  Medians of seven runs, taken in
turns so that other work on the machine touches all alike, with their lowest and highest.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numba import njit
from timing import in_turns, spread

from outlast.engines.shock.clearing.numba_kernel import (
    clear_month,
    month_of,
    new_scratch,
    outcome_of,
    spans,
)
from outlast.engines.shock.clearing.numpy_reference import clear as clear_reference
from outlast.engines.shock.clearing.system import Cleared, System
from outlast.engines.shock.clearing.terms import Array, Month, Outcome

RUNS, SOME = 7, 3  # runs of each; months that NumPy clears
COMPILE = """
import time
from outlast.engines.shock.clearing.numba_kernel import clear
from outlast.engines.shock.clearing.system import System
market = System.of([[1.0]], [[1.0]], elasticity=0.1, choke=1.0, sigma=3.0)
start = time.perf_counter()
clear(market)
print(time.perf_counter() - start)
"""


class Path(NamedTuple):
    """A market whose supply and link caps change from month to month."""

    system: System
    supply: Array  # (draw, month, origin)
    cap: Array  # (draw, month, origin, destination)


@njit(error_model="numpy", nogil=True, cache=True)
def clear_months(
    stack: Month, moving: tuple[Array, Array], out: Outcome, consumed: Array, span: tuple[int, int]
) -> None:
    """Clear every month of the draws of `span`: a driver in little, rents warm-started."""
    supply, cap = moving
    work = new_scratch(cap.shape[2], cap.shape[3], out.consumption.shape[2])
    for draw in range(span[0], span[1]):
        given, result = month_of(stack, draw), outcome_of(out, draw)
        link = given.link.copy()
        result.rent[:] = 0.0
        for month in range(supply.shape[1]):
            link[1] = cap[draw, month]
            now = Month(link, given.sector, given.place, supply[draw, month], given.sigma)
            clear_month(now, result, work)
            consumed[draw, month] = result.consumption


def network(rng: np.random.Generator, origins: int, destinations: int) -> Array:
    """Baseline flows of a half-empty random network."""
    flow = rng.lognormal(0, 1.5, (origins, destinations))
    flow *= rng.random(flow.shape) < 0.6
    flow[0] += 0.1
    return flow


def shocked(*, binding: bool, draws: int = 512, months: int = 36, size: int = 12) -> Path:
    """Supply cut anew each month; with `binding`, a tenth of the links capped."""
    rng = np.random.default_rng(1)
    flow = network(rng, size, size)
    need, sizes = flow.sum(axis=0), (draws, size, 8)
    system = System.of(
        flow,
        need[:, None] * rng.dirichlet(np.ones(8), size),
        elasticity=rng.uniform(0.02, 0.2, sizes),
        choke=rng.uniform(0.6, 3.6, sizes),
        sigma=rng.uniform(1.5, 8, draws),
        strategic=need * rng.uniform(0, 0.3, (draws, size)),
    )
    supply = flow.sum(axis=1) * rng.uniform(0.6, 1.1, (draws, months, size))
    cap = np.full((draws, months, *flow.shape), np.inf)
    if binding:
        cut = flow * rng.random(cap.shape)
        cap = np.where(rng.random(cap.shape) < 0.1, cut, cap)
    return Path(system, supply, cap)


def realistic(draws: int = 1000, months: int = 36) -> Path:
    """Small monthly changes, two origins stopped, finite caps that rarely bind."""
    rng = np.random.default_rng(2)
    origins, destinations = 10, 18
    flow = network(rng, origins, destinations)
    need, sizes = flow.sum(axis=0), (draws, destinations, 8)
    system = System.of(
        flow,
        need[:, None] * rng.dirichlet(np.ones(8), destinations),
        elasticity=rng.uniform(0.02, 0.2, sizes),
        choke=rng.uniform(0.6, 3.6, sizes),
        sigma=rng.uniform(1.5, 8, draws),
        committed=need * rng.uniform(0, 0.6, sizes[:2]),
        commercial=need * rng.uniform(0, 0.35, sizes[:2]),
        strategic=need * rng.uniform(0, 0.3, sizes[:2]),
        strategic_trigger=0.3,
        restock=need * rng.uniform(0, 0.05, sizes[:2]),
    )
    level = rng.uniform(0.35, 1.0, (draws, 1, origins))
    walk = np.cumsum(rng.normal(0, 0.01, (draws, months, origins)), axis=1)
    supply = flow.sum(axis=1) * level * np.exp(walk)
    for stopped in rng.integers(1, origins, (2, draws)):
        supply[np.arange(draws), :, stopped] = 0.0
    roomy = flow * rng.uniform(1.5, 4, (draws, 1, *flow.shape)) + 0.05 * need
    return Path(system, supply, np.repeat(roomy, months, axis=1))


def compiled(path: Path) -> tuple[Callable[[int], None], Array]:
    """One run of the compiled driver on so many threads, and what it writes."""
    stack, out = path.system.month(), Cleared.empty(path.system).outcome
    draws, months = path.supply.shape[:2]
    consumed = np.zeros((draws, months, *out.consumption.shape[1:]))
    moving = (path.supply, path.cap)

    def run(threads: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            jobs = spans(draws)
            list(pool.map(lambda job: clear_months(stack, moving, out, consumed, job), jobs))

    return run, consumed


def by_numpy(path: Path) -> Array:
    """Clear the first months by NumPy, all draws at once."""
    draws, _, origins = path.supply.shape
    rent: Array = np.zeros((draws, origins))
    made = []
    for month in range(SOME):
        supply, ceiling = path.supply[:, month], path.cap[:, month]
        outcome = clear_reference(replace(path.system, supply=supply, ceiling=ceiling), rent)
        rent = outcome.outcome.rent
        made.append(outcome.outcome.consumption)
    return np.stack(made, axis=1)


def compare(*, binding: bool) -> None:
    """Print the kernel against NumPy, and two threads against one."""
    path = shocked(binding=binding)
    run, consumed = compiled(path)
    run(2)
    miss = np.abs(by_numpy(path) - consumed[:, :SOME]).max()
    jobs: list[Callable[[], object]] = [
        lambda: run(1),
        lambda: run(2),
        lambda: by_numpy(path),
    ]
    one, two, plain = in_turns(RUNS, *jobs)
    plain *= path.supply.shape[1] / SOME
    count = path.supply.shape[0] * path.supply.shape[1]
    print(f"link caps binding: {binding}; largest difference {miss:.1e} t")
    print(f"  2 threads, draw-months/s: {spread(count / two, '')}")
    print(f"  2 threads against NumPy: {spread(plain / two, 'x')}")
    print(f"  1 thread against NumPy: {spread(plain / one, 'x')}")
    print(f"  2 threads against 1: {spread(one / two, 'x')}")


def first_compile() -> float:
    """Seconds of the first clearing in a new process with an empty cache."""
    with tempfile.TemporaryDirectory() as cache:
        made = subprocess.run(
            [sys.executable, "-c", COMPILE],
            env=os.environ | {"NUMBA_CACHE_DIR": cache},
            check=True,
            capture_output=True,
            text=True,
        )
    return float(made.stdout)


def main() -> None:
    """Print every figure."""
    for binding in (False, True):
        compare(binding=binding)
    run, _ = compiled(realistic())
    times = in_turns(RUNS, lambda: run(1), lambda: run(2))
    print("realistic, 1,000 draws of 36 months, 10 x 18 x 8:")
    print(f"  1 thread {spread(times[0], ' s')}, 2 threads {spread(times[1], ' s')}")
    print(f"first compilation: {first_compile():.1f} s")


if __name__ == "__main__":
    main()
