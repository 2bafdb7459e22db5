"""What is told of one episode: every observation beside the forecasts, and pictures' series."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import TARGET, WORLD, Episode, Observation
from outlast.engines.shock.bands import band, bands, quantiles
from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.episodes.naive import passing, proportional
from outlast.engines.shock.episodes.scores import Row, crps, interval_score
from outlast.engines.shock.episodes.simulated import Asked, asked, simulated, usual
from outlast.engines.shock.names import driver, observed
from outlast.engines.shock.summary import rank_correlation
from outlast.periods import Period

Array = NDArray[np.float64]
SHOWN = 10
"""Links and drivers that are told, the largest first."""
BY_MONTH = frozenset({"exports", "imports", "spot", "price_gap", "delivered"})
"""Variables that have a picture by month."""


class Told(NamedTuple):
    """An episode's rows as they are printed, and those that are scored."""

    rows: list[dict[str, Any]]
    scored: list[Row]


def observations(name: str, episode: Episode, case: Case, done: Run) -> Told:
    """Set every observation beside the model's band and both naive forecasts."""
    left, told = passing(done), Told([], [])
    for seen in episode.observed:
        ask = asked(seen, case, done, episode.first)
        draws = simulated(ask)
        same = None if seen.kind == "timing" else usual(ask)
        words = observed(case, seen, done.normal.destinations[done.target])
        row = {"words": words, **_row(seen, draws, same, proportional(ask, left))}
        if same is not None:
            scored = _scaled(name, seen, draws, same, row["naive_proportional"])
            row |= {"crps": scored.crps, "interval_score": interval_score(
                scored.band[0], scored.band[2], scored.observed)}  # fmt: skip
            told.scored.append(scored)
        row |= _other_series(ask)
        told.rows.append(row)
    return told


def _row(
    seen: Observation, draws: Array, same: float | None, lost: float | None
) -> dict[str, Any]:
    """The model's band beside the observed bounds; a band that never ends has no number."""
    low, high = seen.bounds
    p5, p50, p95 = quantiles(draws)
    return {
        "variable": seen.variable,
        "origin": seen.origin,
        "destination": seen.destination,
        "where": seen.where,
        "sector": seen.sector,
        "after": seen.after,
        "status": seen.status,
        "unit": seen.unit,
        "date": seen.date,
        "observed": [low, high],
        "value": seen.point,
        **band(draws),
        "hit": bool(low <= p50 <= high),
        "covered": bool(low <= p95 and p5 <= high),
        "naive_same": same,
        "naive_proportional": lost,
        "crps": None,
        "interval_score": None,
        "source": seen.source,
        "note": seen.note,
    }


def _scaled(name: str, seen: Observation, draws: Array, same: float, lost: float) -> Row:
    """Bring a row to the scale of its kind: logarithms of prices, multiples of normal flows."""
    kind, scale = seen.kind, same or seen.point or 1.0

    def to(values: Any) -> Any:  # noqa: ANN401 - a number, or an array of them
        return np.log(values) if kind == "prices" else np.asarray(values) / scale

    with np.errstate(divide="ignore"):
        low, high = (float(to(bound)) for bound in seen.bounds)
    drawn = to(draws)
    return Row(
        name, kind, float(to(seen.point)), low, high,
        quantiles(drawn),
        float(to(same)), float(to(lost)), crps(drawn, float(to(seen.point))),
        seen.variable, seen.status == "sourced",
    )  # fmt: skip


def _other_series(ask: Asked) -> dict[str, float | None]:
    """Band of the other of the world's and the target's price, None where there is none."""
    turned = {WORLD: TARGET, TARGET: WORLD}.get(ask.seen.where or "")
    found: dict[str, float | None] = dict.fromkeys(("p5", "p50", "p95"))
    if turned and ask.seen.variable in {"spot", "spot_peak"}:
        other = ask.seen.model_copy(update={"where": turned})
        found = band(simulated(ask._replace(seen=other)))
    return {f"other_{name}": value for name, value in found.items()}


def series(episode: Episode, case: Case, done: Run) -> list[dict[str, Any]]:
    """Bands by month of what is observed in two or more months, with what was observed."""
    groups: dict[tuple[Any, ...], list[Observation]] = {}
    for seen in episode.observed:
        key = (seen.variable, seen.origin, seen.destination, seen.where)
        groups.setdefault(key, []).append(seen)
    found = []
    for key, rows in groups.items():
        monthly = [row for row in rows if _month(row, episode) is not None]
        if key[0] not in BY_MONTH or len({row.date for row in monthly}) < 2:
            continue
        each = [_by_month(rows[0], case, done, t) for t in range(episode.months)]
        found.append({
            "words": observed(case, rows[0], done.normal.destinations[done.target]),
            "variable": key[0], "origin": key[1], "destination": key[2], "where": key[3],
            "unit": "multiple", "start": episode.start, "months": bands(each),
            "observed": [_seen(row, episode, case, done) for row in monthly],
        })  # fmt: skip
    return found


def _seen(seen: Observation, episode: Episode, case: Case, done: Run) -> dict[str, Any]:
    """What was observed in a month, tonnes in multiples of normal."""
    ask = asked(seen, case, done, episode.first)
    by = (usual(ask) or 1.0) if seen.unit in {"t", "t/month"} else 1.0
    low, high = seen.bounds
    return {"month": ask.months.start, "low": low / by, "value": seen.point / by,
            "high": high / by}  # fmt: skip


def _month(seen: Observation, episode: Episode) -> int | None:
    """Month of the run that an observation speaks of; None for a longer stretch."""
    period = Period.parse(seen.date)
    return period.first - episode.first if period.months == 1 else None


def _by_month(seen: Observation, case: Case, done: Run, month: int) -> Array:
    alone = seen.model_copy(update={"unit": "multiple"})
    return simulated(Asked(alone, case, done, slice(month, month + 1)))


def flows(done: Run) -> list[dict[str, Any]]:
    """Median flows of the largest links before, and over the twelve months from the onset."""
    first = done.frame.onset if done.frame.onset < done.record.links.shape[1] else 0
    after = done.record.links[:, first : first + 12].mean(axis=1)
    lanes, places = done.schedule.lanes, done.normal.destinations
    found = []
    for origin in done.normal.origins:
        here = [i for i, lane in enumerate(lanes) if lane.origin == origin]
        pairs = (np.median(flow[:, here].sum(axis=1), axis=0)
                 for flow in (done.market.flow, after))  # fmt: skip
        found += [
            {"origin": origin, "destination": place, "before": float(b), "after": float(a)}
            for place, b, a in zip(places, *pairs, strict=True)
            if place != origin and max(a, b) > 0
        ]
    found.sort(key=lambda row: (-max(row["before"], row["after"]), row["origin"],
                                row["destination"]))  # fmt: skip
    return found[:SHOWN]


def tornado(episode: Episode, case: Case, done: Run) -> dict[str, Any]:
    """What moves the first observation most: medians where an assumption is low, and high.

    Returns
    -------
    dict
        The observation as `words` and `date`, its `p50`, and `drivers` with the medians over
        the fifth of draws with the lowest and with the highest values of an assumption; those
        whose rank correlation is within two standard errors of none are left out.
    """
    seen = episode.observed[0]
    draws = simulated(asked(seen, case, done, episode.first))
    known = np.isfinite(draws)
    rows: list[dict[str, Any]] = [
        {"assumption": name, "words": driver(case, name), "rank_correlation": strength, **ends}
        for run in done.markets()
        for name, values in run.sample.drawn.items()
        if known.any() and (strength := rank_correlation(values[known], draws[known])) is not None
        if abs(strength) > 2 / np.sqrt(known.sum())
        for ends in [_ends(values[known], draws[known])]
    ]
    rows.sort(key=lambda row: (-abs(row["high"] - row["low"]), row["assumption"]))
    return {"words": observed(case, seen, done.normal.destinations[done.target]),
            "variable": seen.variable, "date": seen.date, "unit": seen.unit,
            "p50": band(draws)["p50"], "drivers": rows[:SHOWN]}  # fmt: skip


def _ends(values: Array, draws: Array) -> dict[str, float]:
    """Medians of an outcome over the lowest and the highest fifth of an assumption."""
    ordered = draws[np.argsort(values, kind="stable")]
    fifth = max(len(ordered) // 5, 1)
    return {"low": float(np.median(ordered[:fifth])), "high": float(np.median(ordered[-fifth:]))}
