"""Printed shares of one supplier beside the computed ones."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, INK, MUTED, PALETTE, READING, finish, percent_axis

_BASES = ("whole heading, by value", "material only, by value", "material only, by weight")


def printed_against_computed(
    series: Sequence[dict[str, Any]], claims: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Draw a supplier's share over the years, and the printed numbers as bands.

    Parameters
    ----------
    series : sequence of dict
        ``year, share, basis``, the basis in words.
    claims : sequence of dict
        ``label, low, high``: what was printed, and its reading.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    scale = alt.Scale(domain=list(_BASES), range=[MUTED, PALETTE[0], ACCENT])
    lines = (
        alt.Chart(pd.DataFrame(series))
        .mark_line(point=alt.OverlayMarkDef(size=34, filled=True), strokeWidth=2.2)
        .encode(
            x=alt.X("year:Q", axis=alt.Axis(format="d", title=None, tickMinStep=1),
                    scale=alt.Scale(nice=False, padding=8)),
            y=alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]),
                    axis=percent_axis("share of imports")),
            color=alt.Color("basis:N", scale=scale, legend=alt.Legend(columns=1)),
            tooltip=["year:Q", "basis:N", alt.Tooltip("share:Q", format=".1%")],
        )
    )  # fmt: skip
    table = pd.DataFrame(claims)
    bands = (
        alt.Chart(table)
        .mark_rect(color=READING, opacity=0.38)
        .encode(y=alt.Y("low:Q"), y2="high:Q")
    )
    ends = {row["year"]: row["share"] for row in sorted(series, key=lambda row: row["year"])}
    words = [_words(table, ends, left=left) for left in (True, False)]
    return finish(alt.layer(bands, lines, *words), height=300)


def _words(table: pd.DataFrame, ends: dict[int, float], *, left: bool) -> alt.Chart:
    """Write each band's label at the end of the chart where the lines are farther away."""
    middle = (table["low"] + table["high"]) / 2
    first, last = ends[min(ends)], ends[max(ends)]
    here = table[((middle - first).abs() > (middle - last).abs()) == left]
    return (
        alt.Chart(here)
        .mark_text(align="left" if left else "right", dx=6 if left else -6, dy=-6,
                   color=INK, fontSize=12, fontStyle="italic")
        .encode(y=alt.Y("label_at:Q"), x=alt.value(0 if left else "width"), text="label:N")
        .transform_calculate(label_at="datum.high")
    )  # fmt: skip
