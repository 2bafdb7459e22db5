"""What a run says: shortages, endurance, prices, drivers."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.model import WEEKS_A_MONTH, Run
from outlast.engines.shock.wanted import part_wanted

Array = NDArray[np.float64]
OPENING_MONTHS = (0.0, 1.0, 2.0, 3.0, 6.0)
"""Opening stocks of the endurance table, in months of normal use."""
NOTHING = 1e-12
"""A place whose part of all use is no larger has no use, and so no unmet share."""


def band(values: Array) -> dict[str, float | None]:
    """5th, 50th and 95th percentile; None where it is never."""
    found = np.quantile(values, (0.05, 0.5, 0.95), method="higher")
    return {
        name: float(value) if np.isfinite(value) else None
        for name, value in zip(("p5", "p50", "p95"), found, strict=True)
    }


def bands(series: Array, first: int = 0) -> list[dict[str, Any]]:
    """Bands of a series by month, from shape (draw, month)."""
    return [{"month": first + t, **band(series[:, t])} for t in range(series.shape[1])]


def unmet_share(run: Run, place: int) -> Array:
    """1 − consumption ÷ wanted use over the 12 months from the onset, shape (draw,).

    Wanted is the normal use without what other materials meet; what is rationed is unmet.
    """
    year = _year_of(run)
    used = run.record.consumption[:, year, place]
    part = part_wanted(run.market, place)[:, year].mean(axis=1)
    wanted = (run.market.demand[:, place] * part).sum(axis=1) * used.shape[1]
    missed = 1 - used.sum(axis=1) / np.where(wanted > 0, wanted, 1.0)
    return np.where(wanted > 0, np.maximum(missed, 0.0), 0.0)


def _year_of(run: Run) -> slice:
    """The twelve months from the onset; the first twelve where nothing happens."""
    months = run.record.consumption.shape[1]
    onset = run.schedule.onset if run.schedule.onset < months else 0
    return slice(onset, min(onset + 12, months))


def fill(run: Run) -> Array:
    """Part of what each of the target's sectors wants that is met, shape (draw, month, sector)."""
    demand = run.market.demand[:, run.target, None]
    wanted = demand * part_wanted(run.market, run.target)
    met = run.record.sectors / np.where(wanted > 0, wanted, 1.0)
    return np.where((wanted > 0) | (demand == 0), met, 1.0)


def short_months(run: Run) -> NDArray[np.bool_]:
    """Whether a critical sector is under its minimum fill, shape (draw, month)."""
    demand = run.market.demand[:, run.target] > 0
    counted = run.critical & demand
    under = fill(run) < run.minimum[:, None] - 1e-9
    return np.asarray((under & counted[:, None]).any(axis=2))


def endurance_weeks(run: Run, opening: Array) -> Array:
    """Weeks until critical minimum needs cannot be met even if everything goes to them first.

    Parameters
    ----------
    run : Run
        A finished run.
    opening : ndarray, shape (draw,)
        Usable stock at the onset.  [t]

    Returns
    -------
    ndarray, shape (draw,)
        From the onset, interpolated within the month; ``inf`` where arrivals suffice to the end.
    """
    onset = _year_of(run).start
    least = np.where(run.critical, run.minimum * run.market.demand[:, run.target], 0.0)
    need = (least[:, None] * part_wanted(run.market, run.target)[:, onset:]).sum(axis=2)
    missing = np.maximum(need - run.record.arrivals[:, onset:], 0.0)
    drawn = np.cumsum(missing, axis=1)
    out = drawn > opening[:, None] + 1e-9 * need
    month = out.argmax(axis=1)
    each = np.arange(len(opening))
    before = drawn[each, month] - missing[each, month]
    part = (opening - before) / np.where(missing[each, month] > 0, missing[each, month], 1.0)
    weeks = (month + np.clip(part, 0.0, 1.0)) * WEEKS_A_MONTH
    return np.where(out.any(axis=1), weeks, np.inf)


def endurance(run: Run, opening: Array) -> dict[str, float | None]:
    """Band of the endurance, and the share of draws in which it never ends."""
    weeks = endurance_weeks(run, opening)
    return {**band(weeks), "never_share": float(np.mean(~np.isfinite(weeks)))}


def stored(run: Run) -> Array:
    """Stock and reserve of the target when the event begins, shape (draw,).  [t]"""
    onset = _year_of(run).start
    if onset:
        return run.record.stock[:, onset - 1] + run.record.reserve[:, onset - 1]
    return run.market.opening[:, run.target] + run.market.policies.reserve[:, run.target]


def ranks(values: Array) -> Array:
    """Ranks from 0; equal values share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    mean: Array = (ends - (counts + 1) / 2)[inverse]
    return mean


def rank_correlation(first: Array, second: Array) -> float | None:
    """Spearman's rank correlation; None where one of the two does not vary."""
    a, b = (r - r.mean() for r in (ranks(first), ranks(second)))
    size = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum() / size) if size > 0 else None


def drivers(run: Run, outcome: Array) -> list[dict[str, Any]]:
    """Rank correlation of every drawn prior with an outcome, the strongest first."""
    found = [
        {"assumption": name, "rank_correlation": rank_correlation(values, outcome)}
        for name, values in run.sample.drawn.items()
    ]
    return sorted(found, key=lambda row: (-abs(row["rank_correlation"] or 0.0), row["assumption"]))


def sectors(run: Run) -> list[dict[str, Any]]:
    """Lowest fill of each sector over the year, and its median by month."""
    lowest = fill(run)[:, _year_of(run)].min(axis=1)
    middle = np.median(fill(run), axis=0)
    return [
        {
            "sector": sector,
            "critical": bool(run.critical[k]),
            "min_fill": band(lowest[:, k]),
            "fill_p50": [float(value) for value in middle[:, k]],
        }
        for k, sector in enumerate(run.sectors)
    ]


def others(run: Run) -> list[dict[str, Any]]:
    """Unmet share of every other destination that uses any, the worst first."""
    wanted = run.market.demand.sum(axis=2)
    there = (wanted > NOTHING * wanted.sum(axis=1, keepdims=True)).all(axis=0)
    rows = [
        {"country": country, "unmet_share_12m": band(unmet_share(run, j))}
        for j, country in enumerate(run.normal.destinations)
        if j != run.target and there[j]
    ]
    return sorted(rows, key=lambda row: (-(row["unmet_share_12m"]["p50"] or 0), row["country"]))


def flows(run: Run) -> list[dict[str, Any]]:
    """Median flows before, and in the twelfth month of the event [t/month], lanes added up."""
    rows = []
    for origin in run.normal.origins:
        lanes = [i for i, lane in enumerate(run.schedule.lanes) if lane[0] == origin]
        before = np.median(run.market.flow[:, lanes].sum(axis=1), axis=0)
        after = np.median(run.record.after[:, lanes].sum(axis=1), axis=0)
        rows += [
            {"origin": origin, "destination": place, "before": float(b), "after": float(a)}
            for place, b, a in zip(run.normal.destinations, before, after, strict=True)
            if max(a, b) > 0.5
        ]
    return rows


def _reserve(run: Run) -> dict[str, Any]:
    """Strategic stock in months of normal use, where there is any."""
    kept, opening = run.record.reserve, run.market.policies.reserve[:, run.target]
    if not (kept.any() or opening.any()):
        return {}
    return {"reserve_months": bands(kept / run.market.demand[:, run.target].sum(1)[:, None])}


def summarise(run: Run, forms: Sequence[tuple[str, Array]]) -> dict[str, Any]:
    """Gather the result of a run.

    Parameters
    ----------
    run : Run
        The central form.
    forms : sequence of (str, ndarray)
        Unmet share of every form of the model.

    Returns
    -------
    dict
        As ``docs/json.md`` lists it.
    """
    outcome = unmet_share(run, run.target)
    short = short_months(run)
    onset = _year_of(run).start
    after = short[:, onset:]
    first = np.where(after.any(axis=1), after.argmax(axis=1).astype(float), np.inf)
    demand = run.market.demand[:, run.target].sum(axis=1)
    wanted = (run.market.demand[:, run.target, None] * part_wanted(run.market, run.target)).sum(2)
    met = run.record.consumption[:, :, run.target] / np.where(wanted > 0, wanted, 1.0)
    return {
        "onset_month": onset,
        "demand_t_month": band(demand),
        "unmet_share_12m": band(outcome),
        "forms": [{"name": name, "unmet_share_12m": band(values)} for name, values in forms],
        "short_probability": {
            f"m{count}": float(after[:, :count].any(axis=1).mean()) for count in (3, 12)
        },
        "short_months": band(after[:, :12].sum(axis=1).astype(float)),
        "first_market_shortage_month": {
            **band(first), "never_share": float(np.mean(~np.isfinite(first))),
        },
        "endurance_weeks": endurance(run, stored(run)),
        "endurance_by_stock": [
            {"opening_months": months, **endurance(run, months * demand)}
            for months in OPENING_MONTHS
        ],
        "sectors": sectors(run),
        "fill": bands(met),
        "stock_months": bands(run.record.stock / demand[:, None]),
        **_reserve(run),
        "price_spot": bands(np.exp(run.record.spot)),
        "price_spot_world": bands(np.exp(run.record.world_spot)),
        "price_delivered": bands(run.record.delivered),
        "import_bill": bands(run.record.bill),
        "drivers": drivers(run, outcome),
        "others": others(run),
        "flows": flows(run),
        "balance_error": float(run.record.checks[:, 0].max()),
        "clearing_residual": float(run.record.checks[:, 1].max()),
    }  # fmt: skip
