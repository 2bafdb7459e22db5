"""Printed numbers beside what figures say, and a balance before and after reconciliation."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, INK, MUTED, PALETTE, READING, SLIP, finish

GRADES = {"A": PALETTE[0], "B": PALETTE[2], "C": PALETTE[4], "D": PALETTE[6]}
WIDE = 30.0
"""Values that differ by more than this factor stand on a logarithmic scale."""
ROW = 36
"""Height of a row: its words, and its point below them."""
_MARKS = -13
"""Words stand this far above the middle of their row."""


def range_plot(
    claim: Mapping[str, Any],
    estimates: Sequence[Mapping[str, Any]],
    *,
    suspected: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Draw a claim's reading as a band, and what figures say as points with their deviation.

    Parameters
    ----------
    claim : dict
        ``label, printed, low, high, unit``: in words, the printed number and its reading.
    estimates : sequence of dict
        ``label, value, sd, grade``, each a row in the order given.
    suspected : dict, optional
        ``label, value``: where a factor would put the printed number.

    Returns
    -------
    dict
        A Vega-Lite specification, logarithmic where values are more than 30 times apart.
    """
    rows = [{"label": claim["label"], "value": claim["printed"], "sd": 0.0, "grade": None}]
    rows += [dict(estimate) for estimate in estimates]
    slip = [] if suspected is None else [{**suspected, "from": claim["printed"]}]
    values = [claim["low"], claim["high"], *(row["value"] for row in [*rows, *slip])]
    table = _placed([*rows, *slip], logarithmic=is_wide(values))
    scale = _scale(table, values, logarithmic=is_wide(values))
    x = alt.X("value:Q", scale=scale, axis=_axis(claim["unit"], scale))
    return finish(
        alt.layer(_band(claim), *_rows(table, x), *_slipped(table, x, has=bool(slip))),
        height=ROW * len(table),
    )


def balance_plot(rows: Sequence[Mapping[str, Any]], *, unit: str) -> dict[str, Any]:
    """Draw the figures of a balance with their deviations, and each term as reconciled.

    Parameters
    ----------
    rows : sequence of dict
        ``label, value, sd, grade``, each a row in the order given; without a grade, reconciled.
    unit : str
        Of the amounts.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    table = _placed(rows, logarithmic=False)
    scale = alt.Scale(domain=[0, float(table["high"].max())], nice=True)
    x = alt.X("value:Q", scale=scale, axis=alt.Axis(title=unit, tickCount=5, format=",.0f"))
    return finish(alt.layer(*_rows(table, x)), height=ROW * len(table))


def is_wide(values: Sequence[float]) -> bool:
    """Whether only a logarithmic scale shows all values; a nought stands at its left end.

    >>> is_wide([0.0, 1.0, 29.0]), is_wide([500.0, 525_650.0]), is_wide([-1.0, 1000.0])
    (False, True, False)
    """
    known = [value for value in values if value > 0]
    return min(values) >= 0 and bool(known) and max(known) > WIDE * min(known)


def _placed(rows: Sequence[Mapping[str, Any]], *, logarithmic: bool) -> pd.DataFrame:
    """Give each row its place, and the ends of its whisker."""
    table = pd.DataFrame([
        {"grade": None, "from": None, **row, "sd": row.get("sd") or 0.0} for row in rows
    ])  # fmt: skip
    table["row"] = range(len(table))
    table["low"] = table["value"] - table["sd"]
    table["high"] = table["value"] + table["sd"]
    if table["value"].min() >= 0:
        table["low"] = table["low"].clip(lower=0)
    if logarithmic:  # a whisker to nought or below ends at a tenth of its value
        table["low"] = table["low"].where(table["low"] > 0, table["value"] / 10)
    return table


def _scale(table: pd.DataFrame, values: Sequence[float], *, logarithmic: bool) -> alt.Scale:
    known = [value for value in values if value > 0 or not logarithmic]
    low = min([*known, float(table["low"].min())])
    high = max([*known, float(table["high"].max())])
    room = 0.05 * (high - low)
    if logarithmic:
        return alt.Scale(type="log", domain=[low / 1.5, high * 1.5], clamp=True, nice=False)
    start = max(low - room, 0.0) if low >= 0 else low - room
    return alt.Scale(domain=[start, high + room], clamp=True, nice=False, zero=False)


def _axis(title: str, scale: alt.Scale) -> alt.Axis:
    """An axis of few ticks: powers of ten on a logarithmic scale."""
    low, high = scale.domain
    if scale.type != "log":
        return alt.Axis(title=title, tickCount=5, format="~s", labelOverlap=True)
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    powers = [10.0**power for power in range(first, last + 1)]
    return alt.Axis(title=f"{title}, logarithmic", values=powers, format="~s")


def _y() -> alt.Y:
    return alt.Y("row:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))


def _band(claim: Mapping[str, Any]) -> alt.Chart:
    """The reading, over the whole height."""
    table = pd.DataFrame([{"low": claim["low"], "high": claim["high"]}])
    return (
        alt.Chart(table)
        .mark_rect(color=READING, opacity=0.45)
        .encode(x="low:Q", x2="high:Q", tooltip=[alt.Tooltip("low:Q"), alt.Tooltip("high:Q")])
    )


def _rows(table: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """Words, whiskers and points; the grade stands in the words too."""
    graded, bare = table[table["grade"].notna()], table[table["grade"].isna()]
    bare = bare[bare["from"].isna()]
    colour = alt.Color(
        "grade:N", legend=None, scale=alt.Scale(domain=list(GRADES), range=list(GRADES.values()))
    )
    words = alt.Chart(table).mark_text(
        align="left", dy=_MARKS, color=INK, fontSize=12, limit=alt.ExprRef("width - 8")
    )
    dots = [
        alt.Chart(graded).mark_rule(strokeWidth=2).encode(
            x=alt.X("low:Q"), x2="high:Q", y=_y(), color=colour),
        alt.Chart(graded).mark_point(filled=True, size=70, opacity=1).encode(
            x=x, y=_y(), color=colour, tooltip=["label:N", "value:Q"]),
        alt.Chart(bare).mark_rule(strokeWidth=2, color=ACCENT).encode(
            x=alt.X("low:Q"), x2="high:Q", y=_y()),
        alt.Chart(bare).mark_point(filled=True, size=90, opacity=1, shape="diamond",
                                   color=ACCENT).encode(
            x=x, y=_y(), tooltip=["label:N", "value:Q"]),
    ]  # fmt: skip
    return [*dots, words.encode(x=alt.value(4), y=_y(), text="label:N")]


def _slipped(table: pd.DataFrame, x: alt.X, *, has: bool) -> list[alt.Chart]:
    """An arrow from the printed number to where the factor would put it."""
    if not has:
        return []
    moved = table[table["from"].notna()]
    base = alt.Chart(moved).encode(y=_y())
    return [
        base.mark_rule(strokeDash=[4, 3], color=SLIP, strokeWidth=1.5).encode(
            x=alt.X("from:Q"), x2="value:Q"),
        base.mark_point(filled=True, size=110, opacity=1, color=SLIP, shape="triangle-right")
        .transform_calculate(turn="datum.value < datum.from ? 180 : 0")
        .encode(x=x, angle=alt.Angle("turn:Q", scale=None), tooltip=["label:N", "value:Q"]),
        base.mark_point(filled=False, size=40, color=MUTED).encode(x=alt.X("from:Q")),
    ]  # fmt: skip
