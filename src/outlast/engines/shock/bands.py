"""The band of what a thousand futures say: 5th, 50th and 95th percentile."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def quantiles(values: Array) -> tuple[float, float, float]:
    """5th, 50th and 95th percentile, each the next draw at or above it; inf where it is never."""
    low, middle, high = np.quantile(values, (0.05, 0.5, 0.95), method="higher")
    return float(low), float(middle), float(high)


def band(values: Array) -> dict[str, float | None]:
    """5th, 50th and 95th percentile; None where it is never."""
    return {
        name: value if np.isfinite(value) else None
        for name, value in zip(("p5", "p50", "p95"), quantiles(values), strict=True)
    }


def bands(series: Iterable[Array]) -> list[dict[str, Any]]:
    """Bands of a series month by month, each of shape (draw,)."""
    return [{"month": t, **band(values)} for t, values in enumerate(series)]
