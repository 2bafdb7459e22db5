"""What an ensemble says: bands of shortages, endurance and prices, and what drives them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.bands import band, bands
from outlast.engines.shock.losses.tail import cvar
from outlast.engines.shock.outcomes import OPENING_MONTHS, Facts, Table

Array = NDArray[np.float64]
NOTHING = 1e-12
"""A place whose part of all use is no larger has no use, and so no unmet share."""


def endurance(weeks: Array) -> dict[str, float | None]:
    """Band of the endurance, and the share of draws in which it never ends."""
    return {**band(weeks), "never_share": float(np.mean(~np.isfinite(weeks)))}


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


def drivers(table: Table, facts: Facts, outcome: Array) -> list[dict[str, Any]]:
    """Rank correlation of every drawn prior with an outcome, the strongest first."""
    found = [
        {"assumption": name, "rank_correlation": rank_correlation(table[f"drawn:{name}"], outcome)}
        for name in facts.drawn
    ]
    return sorted(found, key=lambda row: (-abs(row["rank_correlation"] or 0.0), row["assumption"]))


def sectors(table: Table, facts: Facts) -> list[dict[str, Any]]:
    """Lowest fill of each sector over the year, and its median by month."""
    lowest = table["lowest_fill"]
    middle = np.array([np.median(values, axis=0) for values in table.slices("fill")])
    return [
        {
            "sector": sector,
            "critical": facts.critical[k],
            "min_fill": band(lowest[:, k]),
            "fill_p50": [float(value) for value in middle[:, k]],
        }
        for k, sector in enumerate(facts.sectors)
    ]


def others(table: Table, facts: Facts) -> list[dict[str, Any]]:
    """Unmet share of every other destination that uses any, the worst first."""
    rows = [
        {"country": country, "unmet_share_12m": band(unmet)}
        for j, (country, unmet, part) in enumerate(
            zip(facts.destinations, table.slices("unmet"), table.slices("part"), strict=True)
        )
        if j != facts.target and part.min() > NOTHING
    ]
    return sorted(rows, key=lambda row: (-(row["unmet_share_12m"]["p50"] or 0), row["country"]))


def flows(table: Table, facts: Facts) -> list[dict[str, Any]]:
    """Median flows before, and in the twelfth month of the event [t/month], lanes added up."""
    rows = []
    pairs = zip(facts.origins, table.slices("before"), table.slices("after"), strict=True)
    for origin, before, after in pairs:
        medians = (np.median(values, axis=0) for values in (before, after))
        rows += [
            {"origin": origin, "destination": place, "before": float(b), "after": float(a)}
            for place, b, a in zip(facts.destinations, *medians, strict=True)
            if max(a, b) > 0.5
        ]
    return rows


def _reserve(table: Table) -> dict[str, Any]:
    """Strategic stock in months of normal use, where there is any."""
    rows = bands(table.slices("reserve"))
    return {"reserve_months": rows} if any(row["p95"] for row in rows) else {}


def stages(table: Table, facts: Facts) -> list[dict[str, Any]]:
    """Feed that each maker got over the year, by stage; None where it is not on file."""
    return [
        {"stage": path, "producer": maker, "feed_fill_12m": band(met) if known else None}
        for path, makers, on_file in facts.feeds
        for maker, known, met in zip(makers, on_file, table.slices(f"feed:{path}"), strict=True)
    ]


def summarise(table: Table, facts: Facts) -> dict[str, Any]:
    """Gather the result of an ensemble.

    Parameters
    ----------
    table : Table
        What every draw gave.
    facts : Facts
        What its columns stand for.

    Returns
    -------
    dict
        As ``docs/json.md`` lists it.
    """
    outcome = table["unmet:central"]
    after = table["short"][:, facts.onset :] > 0
    first = np.where(after.any(axis=1), after.argmax(axis=1).astype(float), np.inf)
    weeks = list(table.slices("endurance"))
    return {
        "onset_month": facts.onset,
        "demand_t_month": band(table["demand"]),
        "unmet_share_12m": band(outcome),
        "unmet_share_12m_cvar90": cvar(outcome, 0.9),
        "forms": [{"name": form, "unmet_share_12m": band(table[f"unmet:{form}"])}
                  for form in facts.forms],
        "short_probability": {
            f"m{count}": float(after[:, :count].any(axis=1).mean()) for count in (3, 12)
        },
        "short_months": band(after[:, :12].sum(axis=1).astype(float)),
        "first_market_shortage_month": {
            **band(first), "never_share": float(np.mean(~np.isfinite(first))),
        },
        "endurance_weeks": endurance(weeks[0]),
        "endurance_by_stock": [
            {"opening_months": months, **endurance(values)}
            for months, values in zip(OPENING_MONTHS, weeks[1:], strict=True)
        ],
        "sectors": sectors(table, facts),
        "fill": bands(table.slices("met")),
        "stock_months": bands(table.slices("stock")),
        **_reserve(table),
        "price_spot": bands(np.exp(values) for values in table.slices("spot")),
        "price_spot_world": bands(np.exp(values) for values in table.slices("world_spot")),
        "price_delivered": bands(table.slices("delivered")),
        "import_bill": bands(table.slices("bill")),
        **({"stages": stages(table, facts)} if facts.feeds else {}),
        "drivers": drivers(table, facts, outcome),
        "others": others(table, facts),
        "flows": flows(table, facts),
        "balance_error": float(table["checks"][:, 0].max()),
        "clearing_residual": float(table["checks"][:, 1].max()),
    }  # fmt: skip
