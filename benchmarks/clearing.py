"""Speed of the monthly clearing: against NumPy and Sinkhorn, on 1 and 2 threads, to compile.

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

import numpy as np
from numba import njit
from shocks import Path, Size, realistic, shocked
from sinkhorn import sweep_months
from timing import in_turns, spread

from outlast.engines.shock.clearing.numba_kernel import (
    clear,
    clear_month,
    month_of,
    new_scratch,
    outcome_of,
    spans,
)
from outlast.engines.shock.clearing.numpy_reference import clear as clear_reference
from outlast.engines.shock.clearing.system import Cleared
from outlast.engines.shock.clearing.terms import Array, Month, Outcome

RUNS, SOME, FEW = 7, 3, 32  # runs of each; months that NumPy, and draws that Sinkhorn clears
COMPILE = """
import time
from outlast.engines.shock.clearing.numba_kernel import clear
from outlast.engines.shock.clearing.system import System
market = System.of([[1.0]], [[1.0]], elasticity=0.1, choke=1.0, sigma=3.0)
start = time.perf_counter()
clear(market)
print(time.perf_counter() - start)
"""


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


def by_numpy(path: Path, rent: Array) -> Array:
    """Clear some months from the second on by NumPy, all draws at once, from `rent`."""
    made = []
    for month in range(1, 1 + SOME):
        supply, ceiling = path.supply[:, month], path.cap[:, month]
        outcome = clear_reference(replace(path.system, supply=supply, ceiling=ceiling), rent)
        rent = outcome.outcome.rent
        made.append(outcome.outcome.consumption)
    return np.stack(made, axis=1)


def first_rents(path: Path) -> Array:
    """Rents of the first month: it starts from none, and so takes longer than the others."""
    first = replace(path.system, supply=path.supply[:, 0], ceiling=path.cap[:, 0])
    return clear(first).outcome.rent


def by_sweeps(path: Path) -> Callable[[], object]:
    """Clear the first months of the first draws by Sinkhorn's sweeps alone, on one thread."""
    stack = path.system.month()
    moving = path.supply[:, :SOME].copy(), path.cap[:, :SOME].copy()
    given = np.zeros((FEW, *path.cap.shape[2:])), np.zeros((FEW, SOME))
    return lambda: sweep_months(stack, moving, given, (0, FEW))


def compare(size: Size, *, binding: bool) -> None:
    """Print the kernel against NumPy and Sinkhorn, and two threads against one."""
    path = shocked(size, binding=binding)
    run, consumed = compiled(path)
    rent, sweeps = first_rents(path), by_sweeps(path)
    few = compiled(Path(path.system, path.supply[:FEW, :SOME], path.cap[:FEW, :SOME]))[0]
    run(2)
    few(1)
    sweeps()
    miss = np.abs(by_numpy(path, rent) - consumed[:, 1 : 1 + SOME]).max()
    jobs = [lambda: run(1), lambda: run(2), lambda: by_numpy(path, rent), sweeps, lambda: few(1)]
    one, two, plain, swept, newton = in_turns(RUNS, *jobs)
    plain *= size.months / SOME
    count = size.draws * size.months
    print(f"{size}, link caps binding: {binding}; largest difference {miss:.1e} t")
    print(f"  2 threads, draw-months/s: {spread(count / two, '')}")
    print(f"  2 threads against NumPy: {spread(plain / two, 'x')}")
    print(f"  1 thread against NumPy: {spread(plain / one, 'x')}")
    print(f"  1 thread against Sinkhorn's sweeps: {spread(swept / newton, 'x')}")
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
    for size in (Size(12, 8, 512, 36), Size(60, 10, 128, 60)):
        for binding in (False, True):
            compare(size, binding=binding)
    run, _ = compiled(realistic())
    times = in_turns(RUNS, lambda: run(1), lambda: run(2))
    print("realistic, 1,000 draws of 36 months, 10 x 18 x 8:")
    print(f"  1 thread {spread(times[0], ' s')}, 2 threads {spread(times[1], ' s')}")
    print(f"first compilation: {first_compile():.1f} s")


if __name__ == "__main__":
    main()
