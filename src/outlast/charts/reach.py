"""What a power can reach of a supply on each meaning of control: over years, and in one."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import (
    GRID,
    INK,
    MUTED,
    RUNG_COLOURS,
    RUNG_LABELS,
    finish,
    percent_axis,
)

MARKS = (0.95, 0.5, 0.1)
"""Shares at which a line is drawn across."""
ROOM = 92
"""Width kept at the right for labels."""
APART = 0.062
"""Least distance of labels, as a part of the height."""
_HEIGHT = 330
_TOP = 1.04


def reach_lines(rows: Sequence[Mapping[str, Any]], *, title: str) -> dict[str, Any]:
    """Draw each rung's reach over the years, with its band and, paler, its outer bounds.

    Parameters
    ----------
    rows : sequence of dict
        ``year, rung, low, point, high, outer_low, outer_high``, shares 0 to 1; a point that is
        None is unknown and leaves a gap.
    title : str
        Of the value axis.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    table = pd.DataFrame(list(rows))
    known = table[table["point"].notna()].astype({"point": float})
    span = [int(table["year"].min()), int(table["year"].max())]
    years = alt.Axis(format="d", title=None, tickMinStep=1, tickCount=6, grid=False)
    x = alt.X("year:Q", axis=years, scale=alt.Scale(
        domain=span, nice=False, range=[0, alt.ExprRef(f"width - {ROOM}")]))  # fmt: skip
    scale = alt.Scale(domain=[0, _TOP], nice=False)
    axis = percent_axis(title)
    axis.grid = False
    axis.values = [0, *sorted(MARKS)]
    colour = alt.Color("rung:N", legend=None, scale=_colours())
    base = alt.Chart(known).encode(x=x, color=colour)
    tip = [alt.Tooltip(f"{name}:Q", format=".1%")
           for name in ("outer_low", "low", "point", "high", "outer_high")]  # fmt: skip
    y = alt.Y("point:Q", scale=scale, axis=axis)
    layers = [
        base.mark_area(opacity=0.07).encode(
            y=alt.Y("outer_low:Q", scale=scale, axis=axis), y2="outer_high:Q"),
        base.mark_area(opacity=0.22).encode(
            y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"),
        alt.Chart(pd.DataFrame({"mark": MARKS})).mark_rule(strokeDash=[4, 3], color=MUTED).encode(
            x=alt.value(0), x2=alt.value(alt.ExprRef(f"width - {ROOM}")),
            y=alt.Y("mark:Q", scale=scale, axis=axis)),
        base.mark_line(strokeWidth=2.2).encode(y=y, tooltip=["year:Q", "rung:N", *tip]),
        *_labels(_ends(table), colour, scale),
    ]  # fmt: skip
    return finish(alt.layer(*layers), height=_HEIGHT)


def _colours() -> alt.Scale:
    return alt.Scale(domain=list(RUNG_COLOURS), range=list(RUNG_COLOURS.values()))


def _ends(table: pd.DataFrame) -> pd.DataFrame:
    """Write each rung's label beside its last known point, labels moved apart."""
    rows = []
    for rung, lines in table.groupby("rung", sort=False):
        known, last = lines["point"].dropna(), lines["point"].iloc[-1]
        words = "unknown" if pd.isna(last) else f"{100 * last:.0f} %"
        rows.append({"rung": rung, "label": f"{RUNG_LABELS[str(rung)]} {words}",
                     "at": float(known.iloc[-1]) if len(known) else _TOP / 2})  # fmt: skip
    ends = pd.DataFrame(rows).sort_values("at", kind="stable")
    ends["place"] = _apart(ends["at"].tolist())
    return ends


def _apart(values: Sequence[float]) -> list[float]:
    """Move rising values apart, so that none is nearer to the next than `APART`, below the top.

    >>> [round(v, 3) for v in _apart([0.1, 0.11, 0.9])]
    [0.1, 0.162, 0.9]
    """
    places: list[float] = []
    for value in values:
        places.append(max(value, places[-1] + APART if places else 0.02))
    limit = _TOP - 0.02
    for i in range(len(places) - 1, -1, -1):
        places[i] = min(places[i], limit)
        limit = places[i] - APART
    return places


def _labels(ends: pd.DataFrame, colour: alt.Color, scale: alt.Scale) -> list[alt.Chart]:
    y = alt.Y("place:Q", scale=scale)
    base = alt.Chart(ends).encode(y=y)
    return [
        base.mark_rule(strokeWidth=3).encode(
            x=alt.value(alt.ExprRef(f"width - {ROOM - 4}")),
            x2=alt.value(alt.ExprRef(f"width - {ROOM - 12}")), color=colour),
        base.mark_text(align="left", color=INK, fontSize=12).encode(
            x=alt.value(alt.ExprRef(f"width - {ROOM - 16}")), text="label:N"),
    ]  # fmt: skip


def rung_waterfall(rows: Sequence[Mapping[str, Any]], *, title: str) -> dict[str, Any]:
    """Draw the rungs of one year as steps, each from the last one's point to its own.

    Parameters
    ----------
    rows : sequence of dict
        ``rung, point, outer_low, outer_high, words``, shares 0 to 1 from the narrowest meaning to
        the widest; the rung ``allies`` stands by itself.  An unknown one, whose point is None, is
        a dashed frame from 0 to 100 %.
    title : str
        Of the axis: a share of what.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    table = pd.DataFrame(_steps(rows))
    y = alt.Y("label:N", sort=None, axis=alt.Axis(title=None, ticks=False, labelLimit=120,
                                                  domain=False))  # fmt: skip
    x = alt.X("start:Q", axis=percent_axis(title), scale=alt.Scale(domain=[0, 1]))
    known = table[~table["unknown"]]
    base, missing = alt.Chart(known).encode(y=y), alt.Chart(table[table["unknown"]]).encode(y=y)
    tip = [alt.Tooltip(f"{name}:Q", format=".1%") for name in ("outer_low", "end", "outer_high")]
    layers = [
        base.mark_bar(height={"band": 0.4}).encode(
            x=x, x2="end:Q", tooltip=["label:N", *tip],
            color=alt.Color("rung:N", legend=None, scale=_colours())),
        base.mark_rule(color=INK, strokeWidth=1.3).encode(
            x=alt.X("outer_low:Q"), x2="outer_high:Q"),
        base.mark_tick(color=INK, height=9, thickness=1.3).encode(x=alt.X("outer_low:Q")),
        base.mark_tick(color=INK, height=9, thickness=1.3).encode(x=alt.X("outer_high:Q")),
        missing.mark_bar(height={"band": 0.4}, fill=GRID, stroke=MUTED, strokeDash=[4, 3]).encode(
            x=x, x2="end:Q"),
        alt.Chart(table).mark_text(align="left", dx=2, dy=-19, color=INK, fontSize=12).encode(
            y=y, x=alt.value(0), text="words:N"),
    ]  # fmt: skip
    return finish(alt.layer(*layers), height=52 * len(table) + 10)


def _steps(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Where each step begins and ends; after an unknown one the next begins at 0."""
    found, before = [], 0.0
    for row in rows:
        unknown = row["point"] is None
        end = 1.0 if unknown else row["point"]
        start = 0.0 if unknown or row["rung"] == "allies" else min(before, end)
        found.append({**row, "label": RUNG_LABELS[row["rung"]], "start": start, "end": end,
                      "unknown": unknown})  # fmt: skip
        before = 0.0 if unknown else end
    return found
