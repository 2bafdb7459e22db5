"""What more money buys: programmes by cost, with what they leave short and how long they last."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.plan import shortage_words
from outlast.charts.theme import ACCENT, INK, PALETTE, finish
from outlast.engines.plan.plan_words import amount, built, programmes, tidy, unproven
from outlast.results import Result

LEAST_POINTS = 2
"""Fewer programmes than this are no front."""
Row = Mapping[str, Any]


def pareto_front(result: Result) -> dict[str, Any] | None:
    """Draw what more money averts, and where the plan stands.

    Parameters
    ----------
    result : Result
        Of ``plan``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where fewer than two programmes are known.
    """
    return _drawn(result.result, "worst_shortage", shortage_words(result.result), line=True)


def endurance_front(result: Result) -> dict[str, Any] | None:
    """Draw for how long the same programmes last.

    Parameters
    ----------
    result : Result
        Of ``plan``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where fewer than two programmes are known.
    """
    return _drawn(result.result, "endurance_months", "months endured", line=False)


def _drawn(found: Row, axis: str, title: str, *, line: bool) -> dict[str, Any] | None:
    rows = _rows(found, axis)
    if sum(not row["chosen"] for row in rows) < LEAST_POINTS:
        return None
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=alt.X("cost:Q", scale=alt.Scale(zero=False, padding=10),
                axis=alt.Axis(title=f"added cost, {found['money']}", tickCount=4)),
        y=alt.Y(f"{axis}:Q", axis=alt.Axis(title=title, tickCount=4, tickMinStep=1),
                scale=alt.Scale(zero=True)),
        tooltip=[
            alt.Tooltip("cost_words:N", title="added cost"),
            alt.Tooltip("short_words:N", title="short"),
            alt.Tooltip("months_words:N", title="months endured"),
            *(alt.Tooltip(f"option{place}:N", title=name)
              for place, name in enumerate(built(found))),
        ],
    )  # fmt: skip
    points = base.transform_filter("!datum.chosen")
    return finish(
        alt.layer(
            *([points.mark_line(color=PALETTE[0], strokeWidth=2, interpolate="step-after",
                                opacity=0.6, tooltip=False)] if line else []),
            points.mark_point(filled=True, stroke=PALETTE[0], strokeWidth=2, size=60, opacity=1)
            .encode(fill=alt.condition("datum.proven", alt.value(PALETTE[0]),
                                       alt.value("transparent"))),
            *_plan(base, rows),
        ),
        height=260 if line else 170,
    )  # fmt: skip


def _plan(base: alt.Chart, rows: list[dict[str, Any]]) -> list[alt.Chart]:
    """Mark the plan, its name on the side where there is room."""
    costs = [row["cost"] for row in rows]
    own = [row["cost"] for row in rows if row["chosen"]]
    if not own:
        return []
    left = own[0] > (min(costs) + max(costs)) / 2
    chosen = base.transform_filter("datum.chosen")
    return [
        chosen.mark_point(shape="diamond", filled=True, color=ACCENT, size=190, opacity=1),
        chosen.mark_text(align="right" if left else "left", dx=-10 if left else 10, dy=-11,
                         color=INK, fontSize=12, text="the plan"),
    ]  # fmt: skip


def _rows(found: Row, axis: str) -> list[dict[str, Any]]:
    """Write the programmes whose cost and worth are both known, cheapest first."""
    rows = [row for row in programmes(found) if None not in {row["cost"], row[axis]}]
    return [_row(row, axis, list(built(found))) for row in rows]


def _row(row: Row, axis: str, names: list[str]) -> dict[str, Any]:
    months, short = row["endurance_months"], row["worst_shortage"]
    begun = {one["name"]: amount(one) or "done" for one in row.get("options") or ()}
    return {
        "cost": row["cost"], axis: row[axis], "chosen": row["chosen"],
        "proven": not unproven(row),
        "cost_words": tidy(row["cost"]),
        "short_words": "unknown" if short is None else tidy(short),
        "months_words": "unknown" if months is None else str(months),
        **{f"option{place}": begun.get(name, "none") for place, name in enumerate(names)},
    }  # fmt: skip
