"""The stake from which a card is worth playing, year by year."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import GRID, INK, MUTED, PALETTE, finish
from outlast.results import Result

UNITS = {1.0: "million USD a year", 1e3: "billion USD a year", 1e6: "trillion USD a year"}
"""By how many million USD they are; the largest that the largest value reaches."""
STRIP = 44
"""Height of the strip that says in how many futures no stake suffices."""
TOP = STRIP + 30
_HEIGHT = 300
SHORT = 300
"""Ratio of an axis' ends below which more than the powers of ten are marked."""
LEAST = 1e-3
"""Part of the largest value below which a threshold stands at the bottom, as a log has no zero."""


def thresholds(result: Result, rule: str | None = None) -> dict[str, Any] | None:
    """Draw the threshold by year with its band, and above it where no stake suffices.

    Parameters
    ----------
    result : Result
        Of ``leverage``.
    rule : str, optional
        The measure of what cannot be borne; that which was asked for if not given.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no year is known.
    """
    rule = rule or result.result["exhaustion"]
    years = result.result["years"]
    if not any(row["known"] for row in years):
        return None
    unit = _unit(years, rule)
    rows = [_row(row["year"], limit, unit) for row in years
            if (limit := limit_of(row, rule)) is not None]  # fmt: skip
    low, high = _span(rows)
    placed = [_placed(row, low, high) for row in rows]
    x = alt.X("year:O", scale=alt.Scale(domain=[row["year"] for row in years], paddingInner=0.12),
              axis=alt.Axis(title=None, labelAngle=-90, labelOverlap=False))  # fmt: skip
    layers = [*_strip(rows, x, UNITS[unit]), *unknown_years(result, x, _HEIGHT),
              *_line(placed, x, (low, high), UNITS[unit])]  # fmt: skip
    return finish(alt.layer(*layers), height=_HEIGHT)


def limit_of(row: Mapping[str, Any], rule: str) -> Mapping[str, Any] | None:
    """Find a year's threshold by a measure; None where it is unknown."""
    return next((one["threshold"] for one in row["rules"] or () if one["rule"] == rule), None)


def _unit(rows: Sequence[Mapping[str, Any]], rule: str) -> float:
    """Find the unit in which the largest number reads best."""
    limits = (limit_of(row, rule) or {} for row in rows)
    most = max((limit.get(q) or 0.0 for limit in limits for q in ("p5", "p50", "p95")), default=0)
    return max((unit for unit in UNITS if most >= unit), default=1.0)


def _row(year: int, limit: Mapping[str, Any], unit: float) -> dict[str, Any]:
    """One year, in a unit."""
    ends = {q: None if limit[q] is None else limit[q] / unit for q in ("p5", "p50", "p95")}
    never = limit["never_share"]
    told = "unknown" if never is None else f"{100 * never:.0f} %"
    return {"year": year, "never": never, "told": told, **ends,
            **{f"{q}_words": _told(end, never) for q, end in ends.items()}}  # fmt: skip


def _told(value: float | None, never: float | None) -> str:
    if value is not None:
        return f"{value:,.3g}"
    return "unknown" if never is None else "no stake suffices"


def _span(rows: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Ends of the logarithmic axis."""
    values = [row[q] for row in rows for q in ("p5", "p50", "p95") if row[q]]
    if not values:
        return 0.1, 10.0
    high = max(values)
    return max(min(values), LEAST * high) / 1.5, high * 1.5


def _placed(row: dict[str, Any], low: float, high: float) -> dict[str, Any]:
    """Add where the ends of the band stand: an end that is never at the top."""
    places = {q: None if row[q] is None else max(row[q], low) for q in ("p5", "p50", "p95")}
    some = places["p5"] is not None
    return row | {
        "from": places["p5"],
        "to": (high if places["p95"] is None else places["p95"]) if some else None,
        "middle": places["p50"],
        "open": some and places["p95"] is None,
    }


def _tips(unit: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("year:O"),
        *(alt.Tooltip(f"{q}_words:N", title=f"{q}, {unit}") for q in ("p5", "p50", "p95")),
        alt.Tooltip("told:N", title="no stake suffices in"),
    ]


def _strip(rows: Sequence[Mapping[str, Any]], x: alt.X, unit: str) -> list[alt.Chart]:
    """Print in how many futures no stake suffices, a cell a year."""
    base = alt.Chart(pd.DataFrame(list(rows))).encode(x=x, tooltip=_tips(unit))
    cells = base.mark_rect(color=PALETTE[1]).encode(
        y=alt.value(16), y2=alt.value(16 + STRIP),
        opacity=alt.Opacity("never:Q", legend=None,
                            scale=alt.Scale(domain=[0, 1], range=[0.06, 0.6])))  # fmt: skip
    words = base.mark_text(angle=270, color=INK, fontSize=11).encode(
        y=alt.value(16 + STRIP / 2), text="told:N"
    )
    title = alt.Chart(pd.DataFrame([{"words": "no stake suffices, share of futures"}]))
    named = title.mark_text(align="left", baseline="top", color=INK, fontSize=12).encode(
        x=alt.value(0), y=alt.value(0), text="words:N"
    )
    return [cells, words, named]


def unknown_years(
    result: Result, x: alt.X, height: int, told: Collection[int] = ()
) -> list[alt.Chart]:
    """Frame every year without a game, with the reason; but for those of which this is told."""
    years = enumerate(result.result["years"])
    gone = [{"year": row["year"], "reason": _reason(result, place)}
            for place, row in years
            if not row["known"] and row["year"] not in told]  # fmt: skip
    if not gone:
        return []
    tip = [alt.Tooltip("year:O"), alt.Tooltip("reason:N", title="unknown")]
    base = alt.Chart(pd.DataFrame(gone)).encode(x=x, tooltip=tip)
    frame = base.mark_rect(fill=GRID, stroke=MUTED, strokeDash=[4, 3], opacity=0.8)
    return [
        frame.encode(y=alt.value(16), y2=alt.value("height")),
        base.mark_text(color=INK, fontSize=14, text="?").encode(y=alt.value(height / 2)),
    ]  # fmt: skip


def _reason(result: Result, place: int) -> str:
    path = f"years.{place}"
    found = (one.reason for one in result.unknown
             if one.path == path or one.path.startswith(f"{path}."))  # fmt: skip
    return next(found, "no reason is told")


def _line(
    rows: Sequence[Mapping[str, Any]], x: alt.X, span: tuple[float, float], unit: str
) -> list[alt.Chart]:
    """Bars from 5 to 95 %, medians joined by a line; an open end points upwards."""
    table = pd.DataFrame(list(rows))
    scale = alt.Scale(
        type="log", domain=list(span), nice=False, range=[alt.ExprRef("height"), TOP]
    )
    axis = alt.Axis(title=unit, format="~g", values=_ticks(*span))
    base = alt.Chart(table[table["from"].notna()]).encode(x=x, tooltip=_tips(unit))
    middle = alt.Chart(table[table["middle"].notna()]).encode(
        x=x, y=alt.Y("middle:Q", scale=scale, axis=axis), tooltip=_tips(unit)
    )
    return [
        base.mark_bar(color=PALETTE[0], opacity=0.25).encode(
            y=alt.Y("from:Q", scale=scale, axis=axis), y2="to:Q"),
        base.transform_filter("datum.open")
        .mark_point(shape="triangle-up", filled=True, size=50, color=PALETTE[0], opacity=0.9)
        .encode(y=alt.Y("to:Q", scale=scale, axis=axis)),
        middle.mark_line(strokeWidth=2.2, color=PALETTE[0]),
        middle.mark_point(filled=True, size=45, opacity=1, color=PALETTE[0]),
    ]  # fmt: skip


def _ticks(low: float, high: float) -> list[float]:
    """Powers of ten within the axis, and 2 and 5 times them where it is short.

    >>> _ticks(0.4, 12.0), _ticks(0.5, 900.0)
    ([0.5, 1.0, 2.0, 5.0, 10.0], [1.0, 10.0, 100.0])
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    steps = (1, 2, 5) if high / low < SHORT else (1,)
    ticks = [step * 10.0**power for power in powers for step in steps]
    return [float(f"{tick:.3g}") for tick in ticks if low <= tick <= high]
