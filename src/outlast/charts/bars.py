"""Horizontal bars: the world's producers, and how far a stop reaches."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, INK, PALETTE, finish, percent_axis


def share_bars(
    rows: Sequence[dict[str, Any]], *, title: str, marked: str | None = None
) -> dict[str, Any]:
    """Draw one bar a row, in the order given.

    Parameters
    ----------
    rows : sequence of dict
        ``name, share, words``: the label, a share 0 to 1, and what stands at the bar's end.
    title : str
        Of the axis: a share of what.
    marked : str, optional
        The name whose bar has the accent colour.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    table = pd.DataFrame(rows)
    table["marked"] = table["name"] == marked
    base = alt.Chart(table).encode(
        y=alt.Y("name:N", sort=None, axis=alt.Axis(title=None, labelLimit=190, ticks=False)),
        x=alt.X("share:Q", axis=percent_axis(title),
                scale=alt.Scale(domain=[0, min(1.0, 1.25 * float(table["share"].max()))])),
    )  # fmt: skip
    bars = base.mark_bar(cornerRadiusEnd=2, height={"band": 0.72}).encode(
        color=alt.condition("datum.marked", alt.value(ACCENT), alt.value(PALETTE[0])),
        tooltip=["name:N", alt.Tooltip("share:Q", format=".1%")],
    )
    words = base.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(text="words:N")
    return finish(alt.layer(bars, words), height=26 * len(rows) + 10)
