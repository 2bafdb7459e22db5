"""A shock by month: the fan of futures, sectors, stocks."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, NAMES, PALETTE, finish, percent_axis

_WHEN = "months after the stop begins"


def fan(
    rows: Sequence[Mapping[str, Any]], *, title: str, share: bool, baseline: float | None = None
) -> dict[str, Any]:
    """Draw a median over its 5–95 % band, month by month.

    Parameters
    ----------
    rows : sequence of dict
        ``month, p5, p50, p95``, the first month of the stop being 1.
    title : str
        Of the value axis, with its unit.
    share : bool
        Whether the values are shares, shown in per cent.
    baseline : float, optional
        Value without a shock, drawn as a dashed line.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    axis = percent_axis(title) if share else alt.Axis(title=title, tickCount=5)
    axis_of_months = alt.Axis(format="d", title=_WHEN, tickMinStep=1, values=_ticks(rows))
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale(zero=False)
    base = alt.Chart(pd.DataFrame(list(rows))).encode(
        x=alt.X("month:Q", axis=axis_of_months, scale=alt.Scale(zero=False, nice=False))
    )
    tip = [alt.Tooltip(f"{name}:Q", format=".1%" if share else ".2f")
           for name in ("p5", "p50", "p95")]  # fmt: skip
    band = base.mark_area(opacity=0.25, color=PALETTE[0]).encode(
        y=alt.Y("p5:Q", axis=axis, scale=scale), y2="p95:Q"
    )
    line = base.mark_line(color=PALETTE[0], strokeWidth=2.4).encode(
        y=alt.Y("p50:Q", axis=axis, scale=scale), tooltip=["month:Q", *tip]
    )
    layers = [band, line]
    if baseline is not None:
        rule = alt.Chart(pd.DataFrame([{"value": baseline}])).mark_rule(
            strokeDash=[5, 4], color=ACCENT
        )
        layers.append(rule.encode(y="value:Q"))
    return finish(alt.layer(*layers), height=260)


def _ticks(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Choose months for the axis: the first, and every sixth."""
    months = [row["month"] for row in rows]
    return [month for month in months if month == months[0] or month % 6 == 0]


def _label(row: Mapping[str, Any]) -> str:
    """Name a sector in lines short enough for a phone, a critical one with a star."""
    return "\n".join(wrap(row["name"] + (" *" if row["critical"] else ""), 20))


def sector_months(sectors: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw a heat map of each sector's median fill by month.

    Parameters
    ----------
    sectors : sequence of dict
        ``name, critical, fill`` with one value a month from the first of the stop.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    rows = [
        {"sector": _label(row), "month": t, "fill": value}
        for row in sectors
        for t, value in enumerate(row["fill"], 1)
    ]
    worst = sorted(sectors, key=lambda row: min(row["fill"]))
    order = [_label(row) for row in worst]
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect()
        .encode(
            x=alt.X("month:O", axis=alt.Axis(title=_WHEN, labelOverlap=True, labelAngle=0)),
            y=alt.Y(
                "sector:N",
                sort=order,
                axis=NAMES,
            ),
            color=alt.Color(
                "fill:Q",
                scale=alt.Scale(domain=[0, 1], scheme="redyellowblue"),
                legend=alt.Legend(title="part of demand met", format=".0%", gradientLength=180),
            ),
            tooltip=["sector:N", "month:O", alt.Tooltip("fill:Q", format=".0%")],
        )
    )
    return finish(chart, height=28 * len(sectors) + 20)
