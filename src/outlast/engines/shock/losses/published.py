"""Losses that others printed for the stop of a material, beside what CES makes of the same stop.

The share of the material in all cost is the value of its use over GDP, what is left is told by
trade or output: all from figures with their source in ``stops.csv``.  Nothing is fitted to what
was printed in ``published.csv``, and a miss stands as a miss.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.about import __version__
from outlast.engines.shock.designs import Random
from outlast.engines.shock.losses import ces
from outlast.engines.shock.memory import check_numbers
from outlast.engines.shock.priors import between
from outlast.errors import InvalidInput
from outlast.results import Result, Unknown

Array = NDArray[np.float64]
HERE = Path(__file__).parent
SIGMA = (0.04, 0.3)
"""Bounds of the elasticity of substitution within a year: from the case of Bachmann et al. 2022 in
which energy hardly can be replaced, to the most of short-run elasticities of demand; assumed."""
ALIKE = 1.5
"""A single printed number is met by a median no further off than this factor."""
DAYS = 365
NOT_TOLD = frozenset({"compared", "covered_days", "why_not"})
ONE_YEAR = "a stop of twelve months is meant; what is lost may be caught up later: not modelled"


def rows(name: str) -> list[dict[str, str]]:
    """Read a table that is shipped here.

    Parameters
    ----------
    name : {"published", "stops"}
        Which.

    Returns
    -------
    list of dict
        A row each, as text.
    """
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def published(draws: int = 10_000, seed: int = 1) -> list[dict[str, Any]]:
    """Set every printed loss beside the band of CES for the same stop.

    Parameters
    ----------
    draws, seed : int
        Of the band.

    Returns
    -------
    list of dict
        ``id, study, stop, country, horizon, outcome, loss, low, high, unit, title, published, url,
        grade, note`` as printed (None where nothing is), and ``ours{p5, p50, p95}`` in the same
        unit, ``second_order`` (the median of that formula), ``verdict`` and ``reason``; of a stop
        that is not compared, only the reason.

    Raises
    ------
    InvalidInput
        If there are no draws, or the seed is negative.

    Notes
    -----
    The verdict is ``hit`` where the median of the band lies within what was printed, from its low
    to its high or within a factor of 1.5 of a single number; else ``too low`` or ``too high``.
    """
    check_numbers(draws, months=1, seed=seed)
    return [_beside(row, draws, seed) for row in rows("published")]


def beside_published(draws: int = 10_000, seed: int = 1) -> Result:
    """Wrap `published` as a result, to be printed and saved.

    Parameters
    ----------
    draws, seed : int
        Of the band.

    Returns
    -------
    Result
        ``studies`` as `published` lists them, and ``sigma[low, high]``.

    Raises
    ------
    InvalidInput
        If there are no draws, or the seed is negative.
    """
    studies = published(draws, seed)
    return Result(
        command="losses",
        inputs={"draws": draws, "seed": seed},
        result={"sigma": list(SIGMA), "studies": studies},
        unknown=tuple(
            Unknown(f"studies.{row['id']}.ours", row["reason"])
            for row in studies
            if row["ours"] is None
        ),
        warnings=(ONE_YEAR,),
        run={"seed": seed, "version": __version__},
    )


@lru_cache(maxsize=8)
def _bounds(material: str) -> dict[str, tuple[float, float]]:
    """Bounds of the use [million USD], of GDP [million USD] and of what is left [share]."""
    return {
        row["what"]: (float(row["low"]), float(row["high"]))
        for row in rows("stops")
        if row["material"] == material
    }


def _beside(row: dict[str, str], draws: int, seed: int) -> dict[str, Any]:
    """Compare one printed loss."""
    numbers = {name: float(row[name]) if row[name] else None for name in ("loss", "low", "high")}
    kept = {name: text for name, text in row.items() if name not in NOT_TOLD}
    told: dict[str, Any] = kept | numbers
    if not row["compared"]:
        none = dict.fromkeys(("ours", "second_order", "verdict"))
        return told | none | {"reason": f"not compared: {row['why_not']}"}
    share, left, gdp = stop_of(row["compared"], float(row["covered_days"]), draws, seed)
    sigma = ces.draw_sigma(*SIGMA, Random(seed, draws), draws)
    scale = gdp / 1e3 if row["unit"] == "bn USD" else 100.0
    lost = scale * ces.loss(share, sigma, left)
    curved = scale * ces.second_order_loss(share, sigma, left)
    levels = np.quantile(lost, (0.05, 0.5, 0.95), method="higher")
    ours = dict(zip(("p5", "p50", "p95"), map(float, levels), strict=True))
    verdict = _verdict(ours["p50"], numbers)
    return told | {
        "ours": ours,
        "second_order": float(np.quantile(curved, 0.5, method="higher")),
        "verdict": verdict,
        "reason": _reason(verdict, ours, numbers),
    }


def stop_of(
    material: str, covered_days: float, draws: int, seed: int
) -> tuple[Array, Array, float]:
    """Draw what CES needs of a stop of twelve months.

    Parameters
    ----------
    material : str
        Of ``stops.csv``.
    covered_days : float
        Days that a stock lasts, 0 to 365.
    draws, seed : int
        How many, and from which seed; the value of the use and what is left have a stream each.

    Returns
    -------
    share : ndarray, shape (draw,)
        Value of the material's use over GDP.
    left : ndarray, shape (draw,)
        Part of the use of the year that is left, with the stock.
    gdp : float
        [million USD]

    Raises
    ------
    InvalidInput
        If the material is not on file, or the days are not those of a year.
    """
    bounds = _bounds(material)
    if not bounds:
        known = ", ".join(sorted({row["material"] for row in rows("stops")}))
        raise InvalidInput("material", repr(material), expected=f"one of {known}")
    if not 0 <= covered_days <= DAYS:
        raise InvalidInput("covered_days", f"{covered_days:g}", expected="0 to 365")
    design = Random(seed, draws)
    used = between(*bounds["use"], "loguniform", design.even(f"use-{material}", 0, draws))
    arrives = between(*bounds["left"], "uniform", design.even(f"left-{material}", 0, draws))
    gdp = bounds["gdp"][0]
    return used / gdp, 1 - (1 - arrives) * (1 - covered_days / DAYS), gdp


def _printed(numbers: dict[str, float | None]) -> tuple[float, float]:
    """Bounds within which a median is a hit."""
    low, high, loss = numbers["low"], numbers["high"], numbers["loss"]
    if low is None or high is None:
        return (loss or 0.0) / ALIKE, (loss or 0.0) * ALIKE
    return low, high


def _verdict(median: float, numbers: dict[str, float | None]) -> str:
    low, high = _printed(numbers)
    return "too low" if median < low else "too high" if median > high else "hit"


def _reason(verdict: str, ours: dict[str, float], numbers: dict[str, float | None]) -> str:
    """Say why, and how wide the band is."""
    low, high = _printed(numbers)
    wide = f"the band spans a factor of {ours['p95'] / ours['p5']:,.0f}"
    met = "meets" if ours["p5"] <= high and ours["p95"] >= low else "misses"
    why = {
        "hit": "",
        "too low": "CES knows the material's own small share of cost, not what it holds up "
        "downstream; ",
        "too high": "at a low elasticity CES lets the least input hold up the whole economy; ",
    }
    return f"{why[verdict]}{wide} and {met} what was printed"
