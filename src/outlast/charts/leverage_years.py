"""A game year by year, by both measures of what cannot be borne: who runs short, what pays."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.leverage import PLAYERS
from outlast.charts.theme import INK, MORE, PALETTE, REST_COLOUR, finish
from outlast.charts.thresholds import unknown_years
from outlast.results import Result

RULE_WORDS = {
    "endurance": "critical sectors served first",
    "market": "sectors served at market prices",
}
"""What the two measures are called in every picture."""
RULE_COLOURS = {"endurance": PALETTE[2], "market": MORE[0]}
_HEIGHT = 300
_GAP = 1.3
"""From the foot of a panel to that of the next, each 1 high."""
_PANEL = 150


def pays_by_year(result: Result) -> dict[str, Any] | None:
    """Draw in which part of the futures some stake pays, a line a measure, variants faint.

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
    own = _shares("as asked", years)
    others = [row for one in result.result["variants"] or ()
              for row in _shares(one["words"], one["years"])]  # fmt: skip
    x = _years(years)
    y = alt.Y("pays:Q", scale=alt.Scale(domain=[0, 1], nice=False),
              axis=alt.Axis(title="part of the futures", format=".0%", tickCount=5))  # fmt: skip
    names, legend = (
        list(RULE_WORDS.values()),
        alt.Legend(columns=1, labelLimit=300, symbolOpacity=1),
    )
    colour = alt.Color(
        "rule:N", legend=legend, scale=alt.Scale(domain=names, range=list(RULE_COLOURS.values()))
    )
    shape = alt.Shape("rule:N", legend=legend,
                      scale=alt.Scale(domain=names, range=["circle", "square"]))  # fmt: skip
    tip = [alt.Tooltip("year:O"), alt.Tooltip("line:N"), alt.Tooltip("rule:N", title="measure"),
           alt.Tooltip("pays:Q", title="some stake pays in", format=".0%")]  # fmt: skip
    layers = unknown_years(result, x, _HEIGHT)
    if others:
        base = alt.Chart(pd.DataFrame(others)).encode(x=x, y=y, color=colour, tooltip=tip)
        layers += [base.mark_line(strokeWidth=1.2, opacity=0.45).encode(
                       detail=["line:N", "rule:N"]),
                   base.mark_point(size=9, filled=True, opacity=0.45)]  # fmt: skip
    base = alt.Chart(pd.DataFrame(own)).encode(x=x, y=y, color=colour, tooltip=tip)
    layers += [base.mark_line(strokeWidth=3),
               base.mark_point(size=60, filled=True, opacity=1).encode(shape=shape)]  # fmt: skip
    return finish(alt.layer(*layers), height=_HEIGHT)


def _years(years: Sequence[Mapping[str, Any]]) -> alt.X:
    return alt.X("year:O",
                 scale=alt.Scale(type="band", domain=[row["year"] for row in years],
                                 paddingInner=0.12),
                 axis=alt.Axis(title=None, labelAngle=-90, labelOverlap=False))  # fmt: skip


def _shares(line: str, years: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"line": line, "year": row["year"], "rule": RULE_WORDS[found["rule"]],
         "pays": found["pays_share"]}
        for row in years for found in row["rules"] or ()
    ]  # fmt: skip


def short_first(result: Result) -> dict[str, Any] | None:
    """Draw who runs short first: stacked parts of the futures by year, a panel a measure.

    Parameters
    ----------
    result : Result
        Of ``leverage``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no year is known.
    """
    found = result.result
    years = found["years"]
    names = {who: found[f"{who}_name"] for who in PLAYERS} | {"neither": "neither"}
    rows = [part for row in years for part in _stacked(row, names)]
    if not rows:
        return None
    x = _years(years)
    feet = {rule: _GAP * place for place, rule in enumerate(reversed(RULE_WORDS))}
    top = max(feet.values()) + 1
    ticks = [foot + part for foot in feet.values() for part in (0, 0.5, 1)]
    labels = " : ".join(f"abs(datum.value - {foot + part}) < 0.01 ? '{part:.0%}'"
                        for foot in feet.values() for part in (0, 0.5, 1))  # fmt: skip
    scale = alt.Scale(domain=[0, top + 0.16], nice=False)
    axis = alt.Axis(title="part of the futures", values=ticks, grid=False,
                    labelExpr=f"{labels} : ''")  # fmt: skip
    y = alt.Y("from:Q", scale=scale, axis=axis)
    colours = alt.Scale(domain=list(names.values()), range=[*PLAYERS.values(), REST_COLOUR])
    bars = (
        alt.Chart(pd.DataFrame(rows)).mark_bar().encode(
            x=x, y=y, y2="to:Q",
            color=alt.Color("who:N", scale=colours, legend=alt.Legend(columns=3)),
            tooltip=[alt.Tooltip("year:O"), alt.Tooltip("rule:N", title="measure"),
                     alt.Tooltip("who:N", title="short first"),
                     alt.Tooltip("part:Q", title="in", format=".0%")])
    )  # fmt: skip
    titles = alt.Chart(pd.DataFrame(
        [{"words": RULE_WORDS[rule], "at": foot + 1.04} for rule, foot in feet.items()]
    )).mark_text(align="left", baseline="bottom", color=INK, fontSize=12, fontWeight=600).encode(
        x=alt.value(0), y=alt.Y("at:Q", scale=scale, axis=axis), text="words:N")  # fmt: skip
    height = round(_PANEL * (top + 0.16))
    frames = unknown_years(result, x, height, {row["year"] for row in rows})
    return finish(alt.layer(*frames, bars, titles), height=height)


def _stacked(row: Mapping[str, Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """One year's parts, from the foot of each measure's panel upwards."""
    parts = []
    for place, found in enumerate(reversed(row["rules"] or ())):
        at = _GAP * place
        for who, name in names.items():
            part = found["yields_first"][who]
            if part is None:
                continue
            parts.append({"year": row["year"], "rule": RULE_WORDS[found["rule"]], "who": name,
                          "part": part, "from": at, "to": at + part})  # fmt: skip
            at += part
    return parts
