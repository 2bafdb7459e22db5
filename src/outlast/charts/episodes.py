"""Episodes: the model's bands beside outcomes, what moves them, flows before and after."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, INK, MUTED, NAMES, PALETTE, finish

WIDE = 6.0
"""Values beyond which an axis is stretched near 0."""
MODEL, OBSERVED, SAME, PROPORTIONAL = "model, 5–95 %", "observed", "no change", "proportional"


def _scale(most: float) -> alt.Scale:
    """Make an axis from 0 on which 0.1 and 26 can both be read."""
    if most <= WIDE:
        return alt.Scale(domain=[0, most * 1.05], nice=False)
    return alt.Scale(type="symlog", constant=1, domain=[0, most * 1.05], nice=False)


def _ticks(most: float) -> list[float]:
    if most <= WIDE:
        step = 0.25 if most <= 2 else 0.5 if most <= 4 else 1
        return [step * n for n in range(int(most / step) + 1)]
    return [tick for tick in (0, 1, 2, 5, 10, 20, 50, 100) if tick <= most]


def outcome_bands(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Draw each observation with the model's band and the two naive forecasts, a line each.

    Parameters
    ----------
    rows : sequence of dict
        Of a back-test; tonnes are shown in multiples of normal, and a row of a time, or without
        a number in its band, is left out.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    shown = [_in_multiples(row) for row in rows if drawn(row)]
    most = max(max(row[k] for k in ("high", "p95", "same", "proportional")) for row in shown)
    axis = alt.Axis(title="multiples of normal, parts of use", format=".2~f", values=_ticks(most))
    base = alt.Chart(pd.DataFrame(shown)).encode(y=alt.Y("name:N", sort=None, axis=NAMES))
    scale = _scale(most)
    what = alt.Color("what:N", scale=alt.Scale(
        domain=[MODEL, OBSERVED, SAME, PROPORTIONAL],
        range=[PALETTE[0], ACCENT, MUTED, PALETTE[2]]))  # fmt: skip
    told = ("low", "value", "high", "p5", "p50", "p95", "same", "proportional")
    tip = [alt.Tooltip("words:N"), alt.Tooltip("date:N"),
           *(alt.Tooltip(f"{name}:Q", format=".3~g") for name in told)]  # fmt: skip

    def layer(mark: alt.Chart, name: str, column: str, to: str = "") -> alt.Chart:
        ends = {"x2": f"{to}:Q"} if to else {}
        return mark.transform_calculate(what=f"'{name}'").encode(
            x=alt.X(f"{column}:Q", axis=axis, scale=scale), color=what, tooltip=tip, **ends
        )

    return finish(
        alt.layer(
            layer(base.mark_bar(height=13, opacity=0.35), MODEL, "p5", "p95"),
            layer(base.mark_tick(thickness=2.5, size=13), MODEL, "p50"),
            layer(base.mark_rule(strokeWidth=2), OBSERVED, "low", "high"),
            layer(base.mark_point(shape="diamond", size=60, filled=True), OBSERVED, "value"),
            layer(base.mark_point(shape="cross", size=40, filled=True), SAME, "same"),
            layer(base.mark_point(shape="triangle-up", size=45, filled=True), PROPORTIONAL,
                  "proportional"),
        ),
        height=36 * len(shown) + 20,
    )  # fmt: skip


def drawn(row: Mapping[str, Any]) -> bool:
    """Whether a row of a back-test has a place in a picture of bands."""
    needed = ("p5", "p50", "p95", "naive_same", "naive_proportional")
    return all(row[name] is not None for name in needed)


def _in_multiples(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row's numbers in multiples of what is normal, where they are tonnes."""
    by = (row["naive_same"] or 1.0) if row["unit"] in {"t", "t/month"} else 1.0
    low, high = row["observed"]
    numbers = {"low": low, "value": row["value"], "high": high, "same": row["naive_same"],
               "proportional": row["naive_proportional"],
               **{name: row[name] for name in ("p5", "p50", "p95")}}  # fmt: skip
    return {
        "name": "\n".join(wrap(f"{row['words']}, {row['date']}", 26)),
        "words": row["words"],
        "date": row["date"],
        **{name: value / by for name, value in numbers.items()},
    }


def outcome_fan(series: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a band by month with what was observed as points over it.

    Parameters
    ----------
    series : dict
        ``words, start, months, observed`` as a back-test gives them.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    year, month = (int(part) for part in series["start"].split("-"))
    first = year * 12 + month - 1

    def when(row: Mapping[str, Any]) -> str:
        return f"{(first + row['month']) // 12}-{(first + row['month']) % 12 + 1:02}"

    band = pd.DataFrame([{**row, "when": when(row)} for row in series["months"]])
    seen = pd.DataFrame([{**row, "when": when(row)} for row in series["observed"]],
                        columns=["when", "low", "value", "high"])  # fmt: skip
    most = max(band["p95"].max(), seen["high"].max() if len(seen) else 0.0, 1.0)
    axis_x = alt.Axis(title=None, labelAngle=0, labelOverlap="greedy", labelSeparation=8)
    axis_y = alt.Axis(title="multiples of normal", values=_ticks(float(most)), format=".2~f")
    x, scale = alt.X("when:O", axis=axis_x), _scale(float(most))
    base, points = alt.Chart(band).encode(x=x), alt.Chart(seen).encode(x=x)
    tip = ["when:O", *(alt.Tooltip(f"{k}:Q", format=".2f") for k in ("p5", "p50", "p95"))]
    layers = [
        base.mark_area(opacity=0.25, color=PALETTE[0]).encode(
            y=alt.Y("p5:Q", axis=axis_y, scale=scale), y2="p95:Q"
        ),
        base.mark_line(color=PALETTE[0], strokeWidth=2.4).encode(
            y=alt.Y("p50:Q", scale=scale), tooltip=tip
        ),
        points.mark_rule(color=ACCENT, strokeWidth=2).encode(
            y=alt.Y("low:Q", scale=scale), y2="high:Q"
        ),
        points.mark_point(color=ACCENT, shape="diamond", filled=True, size=60).encode(
            y=alt.Y("value:Q", scale=scale), tooltip=["when:O", "low:Q", "value:Q", "high:Q"]
        ),
    ]
    return finish(alt.layer(*layers), height=260)


def tornado(rows: Sequence[Mapping[str, Any]], *, middle: float, title: str) -> dict[str, Any]:
    """Draw how far each assumption moves an outcome, the one that moves it most at the top.

    Parameters
    ----------
    rows : sequence of dict
        ``words, low, high``: medians where the assumption is low, and where it is high.
    middle : float
        The outcome's median.
    title : str
        Of the outcome, with its unit.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    names = {"low": "assumption low", "high": "assumption high"}
    said = {row["words"]: wrap(row["words"], 26) for row in rows}
    table = pd.DataFrame(
        [{"name": "\n".join(said[row["words"]]), "to": row[end], "what": names[end],
          "middle": middle} for row in rows for end in names]
    )  # fmt: skip
    step = max(32, 14 * max(map(len, said.values())))
    scale = alt.Scale(zero=False)
    colours = alt.Scale(domain=list(names.values()), range=[PALETTE[5], PALETTE[1]])
    bars = (
        alt.Chart(table)
        .mark_bar(height=14, opacity=0.85)
        .encode(
            y=alt.Y("name:N", sort=None, axis=NAMES),
            x=alt.X("middle:Q", title=title, scale=scale, axis=alt.Axis(tickCount=5)),
            x2="to:Q",
            color=alt.Color("what:N", scale=colours, legend=alt.Legend(columns=1)),
            tooltip=["name:N", "what:N", alt.Tooltip("to:Q", format=".3~g")],
        )
    )
    rule = alt.Chart(pd.DataFrame([{"middle": middle}])).mark_rule(color=INK).encode(x="middle:Q")
    return finish(alt.layer(bars, rule), height=step * len(rows) + 10)


def flows_before_after(rows: Sequence[Mapping[str, Any]], *, unit: str) -> dict[str, Any]:
    """Draw what each link carried before, and what it carries in the year from the onset.

    Parameters
    ----------
    rows : sequence of dict
        ``name, before, after``.
    unit : str
        Of the flows.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    before, after = "a normal month", "the year from the onset"
    table = pd.DataFrame(list(rows))
    base = alt.Chart(table).encode(y=alt.Y("name:N", sort=None, axis=NAMES))
    axis = alt.Axis(title=unit, format="~s", tickCount=5)
    colours = alt.Scale(domain=[before, after], range=[MUTED, PALETTE[0]])
    tip = ["name:N", *(alt.Tooltip(f"{k}:Q", format=",.3~s") for k in ("before", "after"))]

    def point(name: str, column: str) -> alt.Chart:
        marks = base.mark_point(filled=True, size=90, opacity=1)
        return marks.transform_calculate(what=f"'{name}'").encode(
            x=alt.X(f"{column}:Q", axis=axis), color=alt.Color("what:N", scale=colours),
            tooltip=tip,
        )  # fmt: skip

    line = base.mark_rule(color=MUTED, strokeWidth=2).encode(
        x=alt.X("before:Q", axis=axis), x2="after:Q"
    )
    return finish(alt.layer(line, point(before, "before"), point(after, "after")),
                  height=26 * len(table) + 10)  # fmt: skip
