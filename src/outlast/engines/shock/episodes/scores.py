r"""How good a forecast was: coverage, interval score, CRPS, and skill against naive forecasts.

.. math::
    \mathrm{CRPS}(F, y) &= \mathrm{E}|X - y| - \tfrac12 \mathrm{E}|X - X'| \\
    \mathrm{IS}_\alpha(l, u; y) &= (u - l) + \tfrac2\alpha (l - y)^+ + \tfrac2\alpha (y - u)^+

with :math:`\alpha = 0.1` for a band of 5 to 95 % (Gneiting & Raftery 2007,
doi:10.1198/016214506000001437, equations 20, 21 and 43).  Of a forecast that is one number the
former is its distance from what was observed.  Flows are scored in multiples of normal, uses as
parts of demand, prices by their logarithm, so that one rise of ×26 does not drown the rest.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
ALPHA = 0.1
"""What lies outside a band of 5 to 95 %."""


class Row(NamedTuple):
    """One observation on the scale of its kind, and what was forecast of it."""

    episode: str
    kind: str
    observed: float
    low: float
    high: float
    band: tuple[float, float, float]
    """5th, 50th and 95th percentile."""
    same: float
    proportional: float
    crps: float
    variable: str = ""
    sourced: bool = True

    @property
    def covered(self) -> bool:
        """Whether the band meets what the observation stands for."""
        return self.low <= self.band[2] and self.band[0] <= self.high

    @property
    def holds(self) -> bool:
        """Whether the band holds the very number."""
        return self.band[0] <= self.observed <= self.band[2]


def crps(draws: Array, observed: float) -> float:
    """Continuous ranked probability score of a sample.

    Examples
    --------
    >>> crps(np.array([1.0, 3.0]), 2.0)
    0.5
    >>> crps(np.array([2.5]), 2.0)
    0.5
    """
    n, ordered = len(draws), np.sort(draws)
    spread = float((ordered * (2 * np.arange(n) - n + 1)).sum()) / n**2
    return float(np.abs(draws - observed).mean()) - spread


def interval_score(low: float, high: float, observed: float) -> float:
    """Score a band of 5 to 95 %; lower is better.

    Examples
    --------
    >>> interval_score(1.0, 2.0, 1.5), interval_score(1.0, 2.0, 2.5)
    (1.0, 11.0)
    """
    outside = max(low - observed, 0.0) + max(observed - high, 0.0)
    return high - low + 2 / ALPHA * outside


def half_width(distances: Sequence[float], coverage: float) -> float:
    """How wide a band about one number must be to meet as many observations.

    With hindsight, that is in favour of the naive forecasts that it is for.

    Examples
    --------
    >>> half_width([0.0, 0.1, 0.5, 2.0], 0.75)
    0.5
    """
    needed = math.ceil(coverage * len(distances) - 1e-9)
    return sorted(distances)[needed - 1] if needed else 0.0


def score(rows: Sequence[Row]) -> dict[str, Any]:
    """Score the rows of one kind, or of all.

    Parameters
    ----------
    rows : sequence of Row
        One or more.

    Returns
    -------
    dict
        Coverage, and the part of the very numbers that bands hold; mean width, interval score
        and CRPS of the model and of both naive forecasts.  For the width their bands are the
        narrowest of the model's coverage, for the interval score those that score best; `skill`
        is 1 less the model's CRPS over that of the better of the two, `narrower` whether its
        bands are narrower than both.
    """
    found: dict[str, Any] = {
        "n": len(rows), "coverage": sum(row.covered for row in rows) / len(rows),
        "held": sum(row.holds for row in rows) / len(rows),
    }  # fmt: skip
    found["width"] = _mean([row.band[2] - row.band[0] for row in rows])
    found["interval_score"] = _mean([interval_score(row.band[0], row.band[2], row.observed)
                                     for row in rows])  # fmt: skip
    found["crps"] = _mean([row.crps for row in rows])
    for name in ("same", "proportional"):
        bands = naive_bands(rows, name)
        found[f"width_{name}"] = _mean([high - low for low, high in bands])
        best = best_bands(rows, name)
        found[f"interval_score_{name}"] = _mean(
            [interval_score(*ends, row.observed) for ends, row in zip(best, rows, strict=True)]
        )
        found[f"crps_{name}"] = _mean([abs(getattr(row, name) - row.observed) for row in rows])
    rival = min(found["crps_same"], found["crps_proportional"])
    found["skill"] = 1 - found["crps"] / rival if rival > 0 else None
    found["narrower"] = found["width"] < min(found["width_same"], found["width_proportional"])
    return found


def naive_bands(rows: Sequence[Row], name: str) -> list[tuple[float, float]]:
    """Put bands about a naive forecast that meet as many of each kind as the model's do."""
    return _by_kind(rows, name, _as_covering)


def best_bands(rows: Sequence[Row], name: str) -> list[tuple[float, float]]:
    """Put bands about a naive forecast whose interval score is the best, of one width a kind."""
    return _by_kind(rows, name, _best_scoring)


def _by_kind(
    rows: Sequence[Row], name: str, half_of: Callable[[Sequence[Row], str], float]
) -> list[tuple[float, float]]:
    """Bands of each kind's own half width; no flow or use is below nothing."""
    halves = {kind: half_of([row for row in rows if row.kind == kind], name)
              for kind in {row.kind for row in rows}}  # fmt: skip
    found = []
    for row in rows:
        middle, half = getattr(row, name), halves[row.kind]
        least = -np.inf if row.kind == "prices" else 0.0
        found.append((max(middle - half, least), middle + half))
    return found


def _best_scoring(rows: Sequence[Row], name: str) -> float:
    """Half width of the least mean interval score: one observation in ten lies beyond."""
    off = [abs(row.observed - getattr(row, name)) for row in rows]
    return half_width(off, 1 - ALPHA)


def _as_covering(rows: Sequence[Row], name: str) -> float:
    """Half width that meets as many observations as the model's bands."""
    middles = [getattr(row, name) for row in rows]
    coverage = sum(row.covered for row in rows) / len(rows)
    off = [max(row.low - middle, middle - row.high, 0.0)
           for row, middle in zip(rows, middles, strict=True)]  # fmt: skip
    return half_width(off, coverage)


def stretched(rows: Sequence[Row]) -> dict[str, Any]:
    """Widen every episode's bands by what the other episodes would have needed.

    The only thing that is fitted to outcomes, and so leave-one-episode-out: the factor by which
    the bands about their medians must be stretched to meet nine tenths of the observations of
    all other episodes.

    Returns
    -------
    dict
        `factors` by episode, None where none would do, and the `coverage` of the episodes left
        out; both None with fewer than two episodes.
    """
    episodes = sorted({row.episode for row in rows})
    if len(episodes) < 2:
        return {"coverage": None, "factors": []}
    needed = {name: [_stretch(row) for row in rows if row.episode == name] for name in episodes}
    factors, met = [], 0
    for name in episodes:
        others = [value for other in episodes if other != name for value in needed[other]]
        factor = half_width(others, 1 - ALPHA)
        met += sum(value <= factor for value in needed[name])
        factors.append({"episode": name, "factor": factor if np.isfinite(factor) else None})
    return {"coverage": met / len(rows), "factors": factors}


def _stretch(row: Row) -> float:
    """Tell by how much a band must be stretched about its median to meet the observation."""
    low, middle, high = row.band
    off, half = max(row.low - middle, 0.0), high - middle
    if middle > row.high:
        off, half = middle - row.high, middle - low
    return 0.0 if off == 0 else off / half if half > 0 else np.inf


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))
