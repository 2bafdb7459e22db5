"""Where a supply comes from: a map centred on who buys it."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import GRID, INK, MUTED, REST_COLOUR, country_colours, finish
from outlast.readers.geography import Place, middle, outlines, places

WIDEST = 15.0
"""Width of a line that is the whole supply."""
ANTARCTICA = "010"
"""Left out: nobody sells from there, and it takes a quarter of the height."""

_WORLD = "outlines"


def flow_map(
    rows: Sequence[dict[str, Any]], importers: Sequence[str], name: str,
    fixed: Sequence[str] = (),
) -> dict[str, Any] | None:  # fmt: skip
    """Draw great circles from origins to an importer, as wide as their share, over outlines.

    Parameters
    ----------
    rows : sequence of dict
        ``country, name, share, words``: alpha-3 code, name, share 0 to 1, and the label.
    importers : sequence of str
        The importer, or the members of the bloc.
    name : str
        Of the importer.
    fixed : sequence of str
        Names whose colour is the same on every page.

    Returns
    -------
    dict or None
        A Vega-Lite specification, the projection turned to the importer; None where neither the
        importer nor any origin has a place on the map.
    """
    centre = middle(importers)
    placed = [(row, places()[row["country"]]) for row in rows if row["country"] in places()]
    if centre is None or not placed:
        return None
    lines = alt.InlineData(values=[_line(row, place, centre) for row, place in placed])
    colour = country_colours([row["name"] for row, _ in placed], fixed)
    ends = pd.DataFrame([
        {"label": row["words"], "lon": place.longitude, "lat": place.latitude, "down": -12}
        for row, place in placed
    ] + [{"label": name, "lon": centre[0], "lat": centre[1], "down": 15}])  # fmt: skip
    point = alt.Chart(ends).encode(longitude="lon:Q", latitude="lat:Q")
    layers = [
        _outlines(importers),
        alt.Chart(lines)
        .mark_geoshape(filled=False, opacity=0.75, strokeCap="round")
        .encode(
            stroke=alt.Stroke("properties.name:N", legend=None, scale=colour),
            strokeWidth=alt.StrokeWidth(
                "properties.share:Q", legend=None,
                scale=alt.Scale(domain=[0, 1], range=[1.2, WIDEST])),
            tooltip=[alt.Tooltip("properties.name:N", title="from"),
                     alt.Tooltip("properties.share:Q", title="share", format=".1%")],
        ),
        point.mark_circle(size=34, color=INK, opacity=1),
        point.mark_text(
            dy=alt.ExprRef("datum.down"), fontSize=12, fontWeight="bold", color=INK
        ).encode(text="label:N"),
    ]  # fmt: skip
    chart = alt.layer(*layers).project(type="equalEarth", rotate=[-round(centre[0]), 0, 0])
    specification = finish(chart, height=0)
    specification["datasets"][_WORLD] = outlines()  # past Altair, which would check every point
    specification["height"] = "container"
    specification["autosize"] = {"type": "fit", "contains": "padding"}
    return specification


def without_place(countries: Sequence[str]) -> list[str]:
    """Which countries the map cannot show."""
    return [code for code in countries if code not in places()]


def _line(row: dict[str, Any], start: Place, end: tuple[float, float]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"name": row["name"], "share": row["share"]},
        "geometry": {
            "type": "LineString",
            "coordinates": [[start.longitude, start.latitude], [round(part, 2) for part in end]],
        },
    }


def _outlines(importers: Sequence[str]) -> alt.Chart:
    """Every country's outline, the importer's darker."""
    own = [places()[code].numeric for code in importers if code in places()]
    world = alt.NamedData(
        name=_WORLD, format=alt.TopoDataFormat(type="topojson", feature="countries")
    )
    marked = alt.FieldOneOfPredicate(field="id", oneOf=own)
    return (
        alt.Chart(world)
        .transform_filter(f"datum.id != '{ANTARCTICA}'")
        .mark_geoshape(stroke=MUTED, strokeWidth=0.4, aria=False)
        .encode(fill=alt.condition(marked, alt.value(REST_COLOUR), alt.value(GRID)))
    )
