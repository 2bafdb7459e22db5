"""Output to come: what the largest suppliers may make, year by year."""

from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import country_colours, finish
from outlast.results import Result

LARGEST = 4
"""Suppliers that are drawn beside the importer."""


def output_to_come(result: Result) -> dict[str, Any] | None:
    """Draw the largest suppliers and the importer: a band from low to high, a line at the point.

    Parameters
    ----------
    result : Result
        Of ``outlook``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no supplier is known.
    """
    told = result.result
    largest = sorted(told["suppliers"], key=lambda one: -one["years"][-1]["high"])
    shown = [one for place, one in enumerate(largest)
             if place < LARGEST or one["country"] == told["importer"]]  # fmt: skip
    rows = [{"supplier": one["name"], **year} for one in shown for year in one["years"]]
    if not rows:
        return None
    names = [one["name"] for one in shown]
    years = [year["year"] for year in shown[0]["years"]]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=-90),
                scale=alt.Scale(domain=years)),
        color=alt.Color("supplier:N", scale=country_colours(names, names),
                        legend=alt.Legend(symbolOpacity=1)),
        tooltip=["supplier:N", "year:O", alt.Tooltip("low:Q", format=",.0f"),
                 alt.Tooltip("point:Q", format=",.0f"), alt.Tooltip("high:Q", format=",.0f")],
    )  # fmt: skip
    y = alt.Axis(title=f"output, {told['unit']} a year", tickCount=5)
    layers = [
        base.mark_area(opacity=0.18).encode(y=alt.Y("low:Q", axis=y), y2="high:Q"),
        base.mark_line(strokeWidth=2.5, point=True).encode(y=alt.Y("point:Q", axis=y)),
    ]
    return finish(alt.layer(*layers), height=300)
