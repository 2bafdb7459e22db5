"""Losses in money by production function, which differ by orders of magnitude."""

import math
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, INK, NAMES, PALETTE, finish

LEAST = 1e-3
"""Part of the 95th percentile below which a band is cut off, as a logarithm has no zero."""


def _decades(rows: Sequence[dict[str, Any]]) -> list[float]:
    """Powers of ten around the bands: a gridline each, and none between."""
    ends = [row[name] for row in rows for name in ("p5", "p95")]
    if not ends:
        return []
    first, last = (math.floor(math.log10(find(ends))) for find in (min, max))
    return [10.0**power for power in range(first, last + 2)]


def loss_ranges(rows: Sequence[dict[str, Any]], *, unit: str) -> dict[str, Any]:
    """Draw each function's 5–95 % band as a bar and its median as a tick, on a logarithmic axis.

    Parameters
    ----------
    rows : sequence of dict
        ``name, p5, p50, p95, words``: the label, the band, and what stands at the bar's end; a
        band whose end is not above 0 is not drawn.
    unit : str
        Of the band.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    shown = [
        row
        | {"name": "\n".join(wrap(row["name"], 20))}
        | {name: max(row[name], LEAST * row["p95"]) for name in ("p5", "p50")}
        for row in rows if row["p95"] > 0
    ]  # fmt: skip
    table = pd.DataFrame(shown, columns=["name", "p5", "p50", "p95", "words"])
    axis = alt.Axis(title=unit, format=",", values=_decades(shown))
    scale = alt.Scale(type="log", nice=True)
    base = alt.Chart(table).encode(y=alt.Y("name:N", sort=None, axis=NAMES))
    tip = ["name:N", *(alt.Tooltip(f"{q}:Q", format=",.3s") for q in ("p5", "p50", "p95"))]
    bars = base.mark_bar(color=PALETTE[0], opacity=0.45, height=16).encode(
        x=alt.X("p5:Q", axis=axis, scale=scale), x2="p95:Q", tooltip=tip
    )
    ticks = base.mark_tick(color=ACCENT, thickness=3, size=16).encode(
        x=alt.X("p50:Q", scale=scale)
    )
    words = base.mark_text(align="center", dy=-16, color=INK, fontSize=11).encode(
        x=alt.X("p50:Q", scale=scale), text="words:N"
    )
    return finish(alt.layer(bars, ticks, words), height=48 * len(shown) + 10)
