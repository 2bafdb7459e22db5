"""Wall times of jobs, and how they spread."""

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray


def seconds(run: Callable[[], object]) -> float:
    """Wall time of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def in_turns(runs: int, *jobs: Callable[[], object]) -> NDArray[np.float64]:
    """Seconds of every job and run, shape (job, run); other work touches all jobs alike."""
    return np.array([[seconds(job) for job in jobs] for _ in range(runs)]).T


def spread(values: NDArray[np.float64], unit: str) -> str:
    """Median, lowest and highest."""
    return f"{np.median(values):.3g}{unit} ({values.min():.3g} to {values.max():.3g})"
