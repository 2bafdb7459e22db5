"""Times of jobs, and how they spread."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def seconds(run: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Time of one run, by the wall unless another clock is given."""
    start = clock()
    run()
    return clock() - start


def in_turns(
    runs: int, *jobs: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> NDArray[np.float64]:
    """Seconds of every job and run, shape (job, run); other work touches all jobs alike."""
    return np.array([[seconds(job, clock) for job in jobs] for _ in range(runs)]).T


def spread(values: NDArray[np.float64], unit: str) -> str:
    """Median, lowest and highest."""
    return f"{np.median(values):.3g}{unit} ({values.min():.3g} to {values.max():.3g})"
