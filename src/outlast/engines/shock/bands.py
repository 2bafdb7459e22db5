"""The band of what a thousand futures say: 5th, 50th and 95th percentile."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def band(values: Array) -> dict[str, float | None]:
    """5th, 50th and 95th percentile; None where it is never."""
    found = np.quantile(values, (0.05, 0.5, 0.95), method="higher")
    return {
        name: float(value) if np.isfinite(value) else None
        for name, value in zip(("p5", "p50", "p95"), found, strict=True)
    }


def bands(series: Iterable[Array]) -> list[dict[str, Any]]:
    """Bands of a series month by month, each of shape (draw,)."""
    return [{"month": t, **band(values)} for t, values in enumerate(series)]
