r"""Can sales that a market no longer takes be redirected?  What exports and shares tell.

An exporter sells :math:`X` to a market, the part :math:`s` of all its exports, and so
:math:`X (1/s - 1)` elsewhere.  Between two years it loses :math:`X_0 - X_1` there and gains
elsewhere

.. math::  G = X_1 (1/s_1 - 1) - X_0 (1/s_0 - 1)

The part :math:`G / (X_0 - X_1)` rises or falls evenly in each of its terms, so that its bounds lie
at the ends of their intervals.  A share read from nothing upwards gives no upper bound.
"""

import math
from collections.abc import Mapping
from itertools import product
from typing import Any

from outlast.case import Case
from outlast.case.schema import Prior
from outlast.engines.leverage.exports import OnFile, check_pair, exports_to, read
from outlast.errors import InvalidInput

PRIOR = "redirect_share"
NOTES = (
    (
        "What is gained elsewhere is all growth of other sales: it would have come in part without"
        " the loss, so that it bounds what was redirected neither from above nor from below."
    ),
    (
        "All goods count together: goods that found other buyers and goods that did not are not "
        "told apart, nor what went to the same market by way of third countries."
    ),
    "Values are at each year's prices: what was sold elsewhere for less counts at that price.",
)


def redirected(case: Case, exporter: str, market: str, before: int, after: int) -> dict[str, Any]:
    """Tell which part of lost sales to a market was gained elsewhere, as an interval.

    Parameters
    ----------
    case : Case
        Holds figures of exports of all goods, and the prior ``redirect_share``.
    exporter, market : str
        Codes.
    before, after : int
        Years; a share of some months of a year stands for it where its own is unknown.

    Returns
    -------
    dict
        ``exports``, ``share`` and ``market_share`` by year, ``lost``, ``gained_elsewhere``
        [million USD], ``part`` of the one in the other, the ``prior``, ``reading`` in words,
        ``figures``, ``unknown`` and ``notes``.  A bound that does not exist is None.

    Raises
    ------
    InvalidInput
        If the years do not follow one another, the market is the exporter or has no figure, or
        the case lacks the prior.

    Examples
    --------
    >>> from outlast.case import load
    >>> redirected(load("isle"), "XNO", "XIS", 2022, 2023)["reading"]
    'does not contradict the prior'
    """
    if not before < after:
        raise InvalidInput("after", after, expected=f"a year after {before}")
    check_pair(case, exporter, market)
    prior = _prior(case)
    years = (before, after)
    sold = {year: exports_to(case, exporter, market, year) for year in years}
    taken = {year: read(case, "export_share", exporter, market, year, part=True) for year in years}
    seen = {year: read(case, "import_share", market, exporter, year, part=True) for year in years}
    asked = (("what was sold to the market in", sold), ("the market's part of exports in", taken))
    unknown = [f"{what} {year} is not on file" for what, rows in asked
               for year in years if rows[year] is None]  # fmt: skip
    told: dict[str, Any] = {"lost": None, "gained_elsewhere": None, "part": None}
    if not unknown:
        told = _bounds(*(rows[year] for rows in (sold, taken) for year in years))
        if told["part"] is None:
            unknown.append("sales to the market may not have fallen between the two years")
    known = [row for rows in (sold, taken, seen) for row in rows.values() if row is not None]
    return {
        "exporter": exporter, "market": market, "before": before, "after": after,
        "exports": _by_year(sold), "share": _by_year(taken), "market_share": _by_year(seen),
        **told,
        "prior": {"low": prior.low, "high": prior.high},
        "reading": _reading(told["part"], prior),
        "figures": sorted({prior.id, *(name for row in known for name in row.figures)}),
        "unknown": unknown,
        "notes": [*_part_years(taken), *NOTES],
    }  # fmt: skip


def _prior(case: Case) -> Prior:
    """Find the prior that is tested."""
    for row in case.priors:
        if row.name == PRIOR:
            return row
    raise InvalidInput("prior", PRIOR, expected="a row of priors.csv",
                       remedy="copy it from the shipped magnets case and change it")  # fmt: skip


def _bounds(*rows: OnFile | None) -> dict[str, Any]:
    """Find the intervals of loss, gain and their quotient."""
    first, last, share, then = (row for row in rows if row is not None)
    shares = {"low": (share.low, then.high), "high": (share.high, then.low)}
    least = first.low - last.high
    lost = {"low": least, "high": first.high - last.low}
    found: dict[str, Any] = {"lost": lost, "gained_elsewhere": {}, "part": None}
    found |= {"part": {}} if least > 0 else {}
    for end, choose in (("low", min), ("high", max)):
        pairs = list(product((first.low, first.high), (last.low, last.high)))
        gains = [_elsewhere(new, shares[end][1]) - _elsewhere(old, shares[end][0])
                 for old, new in pairs]  # fmt: skip
        found["gained_elsewhere"][end] = _finite(choose(gains))
        if least > 0:
            parts = [gain / (old - new) for gain, (old, new) in zip(gains, pairs, strict=True)]
            found["part"][end] = _finite(choose(parts))
    return found


def _elsewhere(sold: float, share: float) -> float:
    """What is sold elsewhere; without bound where the market's share may be nothing."""
    return sold * (1 / share - 1) if share else math.inf


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _by_year(rows: Mapping[int, OnFile | None]) -> dict[str, dict[str, Any] | None]:
    return {str(year): None if row is None else
            {"low": row.low, "high": row.high, "period": row.period}
            for year, row in rows.items()}  # fmt: skip


def _reading(part: Mapping[str, float | None] | None, prior: Prior) -> str:
    """Set the interval beside the prior."""
    if part is None:
        return "unknown"
    if part["low"] is not None and part["low"] > prior.high:
        return "more than the prior allows"
    if part["high"] is not None and part["high"] < prior.low:
        return "less than the prior allows"
    return "does not contradict the prior"


def _part_years(shares: Mapping[int, OnFile | None]) -> list[str]:
    """Say which share is of some months alone."""
    return [f"The share of {year} is that of {row.period}, taken for the whole year."
            for year, row in shares.items()
            if row is not None and row.period != str(year)]  # fmt: skip
