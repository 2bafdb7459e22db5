"""The stake from which a card is worth playing, year by year."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import GRID, INK, MUTED, PALETTE, finish
from outlast.results import Result

MAIN = "as asked"
"""What the line of the question itself is called beside its variants."""
UNIT = "billion USD a year"
STRIP = 44
"""Height of the strip that says in how many futures no stake suffices."""
TOP = STRIP + 30
_HEIGHT = 400
SHORT = 300
"""Ratio of an axis' ends below which more than the powers of ten are marked."""
LEAST = 1e-3
"""Part of the largest value below which a threshold stands at the bottom, as a log has no zero."""


def thresholds(result: Result) -> dict[str, Any] | None:
    """Draw the threshold by year with its band, and above it where no stake suffices.

    Parameters
    ----------
    result : Result
        Of ``leverage``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no year is known.
    """
    years = result.result["years"]
    if not any(row["known"] for row in years):
        return None
    rows = [_row(row, MAIN) for row in years if row["threshold"] is not None]
    variants = result.result["variants"] or ()
    lines = rows + [_row(row, one["words"]) for one in variants
                    for row in one["years"] if row["threshold"] is not None]  # fmt: skip
    low, high = _span(lines)
    lines = [_placed(row, low, high) for row in lines]
    x = alt.X("year:O", scale=alt.Scale(domain=[row["year"] for row in years], paddingInner=0.12),
              axis=alt.Axis(title=None, labelAngle=-90, labelOverlap=False))  # fmt: skip
    names = [MAIN, *(one["words"] for one in variants)]
    layers = [*_strip(rows, x), *_unknown(result, x), *_lines(lines, x, names, (low, high))]
    return finish(alt.layer(*layers), height=_HEIGHT)


def _row(row: Mapping[str, Any], line: str) -> dict[str, Any]:
    """One year of one line, in billion USD."""
    limit = row["threshold"]
    ends = {q: None if limit[q] is None else limit[q] / 1e3 for q in ("p5", "p50", "p95")}
    never = limit["never_share"]
    told = "unknown" if never is None else f"{100 * never:.0f} %"
    return {"year": row["year"], "line": line, "never": never, "told": told, **ends,
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


def _tips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("year:O"),
        alt.Tooltip("line:N"),
        *(alt.Tooltip(f"{q}_words:N", title=f"{q}, {UNIT}") for q in ("p5", "p50", "p95")),
        alt.Tooltip("told:N", title="no stake suffices in"),
    ]


def _strip(rows: Sequence[Mapping[str, Any]], x: alt.X) -> list[alt.Chart]:
    """Print in how many futures no stake suffices, a cell a year."""
    base = alt.Chart(pd.DataFrame(list(rows))).encode(x=x, tooltip=_tips())
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


def _unknown(result: Result, x: alt.X) -> list[alt.Chart]:
    """Frame every year without figures, with the reason."""
    gone = [{"year": row["year"], "reason": _reason(result, row["year"])}
            for row in result.result["years"] if row["threshold"] is None]  # fmt: skip
    if not gone:
        return []
    tip = [alt.Tooltip("year:O"), alt.Tooltip("reason:N", title="unknown")]
    base = alt.Chart(pd.DataFrame(gone)).encode(x=x, tooltip=tip)
    frame = base.mark_rect(fill=GRID, stroke=MUTED, strokeDash=[4, 3], opacity=0.8)
    return [
        frame.encode(y=alt.value(16), y2=alt.value("height")),
        base.mark_text(color=INK, fontSize=14, text="?").encode(y=alt.value(_HEIGHT / 2)),
    ]  # fmt: skip


def _reason(result: Result, year: int) -> str:
    path = f"years.{year}"
    found = (one.reason for one in result.unknown
             if one.path == path or one.path.startswith(f"{path}."))  # fmt: skip
    return next(found, "no reason is told")


def _lines(
    rows: Sequence[Mapping[str, Any]], x: alt.X, names: Sequence[str], span: tuple[float, float]
) -> list[alt.Chart]:
    """Bars from 5 to 95 %, medians joined by lines; an open end points upwards."""
    table = pd.DataFrame(list(rows))
    own = table[(table["line"] == MAIN) & table["from"].notna()]
    scale = alt.Scale(
        type="log", domain=list(span), nice=False, range=[alt.ExprRef("height"), TOP]
    )
    axis = alt.Axis(title=UNIT, format="~g", values=_ticks(*span))
    palette = [PALETTE[0], *PALETTE[2:], PALETTE[1]]
    colour = alt.Color("line:N", scale=alt.Scale(domain=list(names), range=palette[: len(names)]),
                       legend=alt.Legend(columns=1, labelLimit=300, symbolType="stroke")
                       if len(names) > 1 else None)  # fmt: skip
    base = alt.Chart(own).encode(x=x, tooltip=_tips())
    middle = table[table["middle"].notna()]

    def line(rows: pd.DataFrame, width: float) -> list[alt.Chart]:
        known = alt.Chart(rows).encode(
            x=x, y=alt.Y("middle:Q", scale=scale, axis=axis), color=colour, tooltip=_tips()
        )
        return [known.mark_line(strokeWidth=width),
                known.mark_point(filled=True, size=12 * width + 18, opacity=1)]  # fmt: skip

    return [
        base.mark_bar(color=PALETTE[0], opacity=0.25).encode(
            y=alt.Y("from:Q", scale=scale, axis=axis), y2="to:Q"),
        base.transform_filter("datum.open")
        .mark_point(shape="triangle-up", filled=True, size=50, color=PALETTE[0], opacity=0.9)
        .encode(y=alt.Y("to:Q", scale=scale, axis=axis)),
        *line(middle[middle["line"] != MAIN], 4.5),  # seen beside the own line where they agree
        *line(middle[middle["line"] == MAIN], 2.2),
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
