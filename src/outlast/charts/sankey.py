"""From where, through whose hands, into which use: stacked ribbons.

Vega-Lite draws no Sankey diagram, so the places of boxes and ribbons are computed here.
"""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.theme import GRID, INK, MUTED, REST_COLOUR, RUNG_COLOURS, finish

GAP = 0.035
"""Between boxes of a column, the whole supply being 1."""
THICK = 0.022
"""Of a box, the width of the drawing being 1."""
STEPS = 12
"""Pieces of a ribbon."""
MIDDLE = 0.54
"""Place of the middle column, whose labels stand at its left."""
LETTERS = (13, 20, 20)
"""Of a line of a label, by column."""
ROOM = 0.05
"""A box smaller than this has a label of one line."""
COLOURS = {**RUNG_COLOURS, "free": REST_COLOUR, "unknown": GRID}
_HEIGHT = 400


def supply_sankey(
    origins: Sequence[Mapping[str, Any]],
    holds: Sequence[Mapping[str, Any]],
    sectors: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Draw a supply from its origins, by what reaches it, to its uses.

    Parameters
    ----------
    origins : sequence of dict
        ``name, label, parts``: the parts by key of `holds`, each a share of the whole supply.
    holds : sequence of dict
        ``key, label``: a rung, ``free`` or ``unknown``, in the order drawn.
    sectors : sequence of dict
        ``name, label, share``: shares 0 to 1 that add up to 1, the same of every part.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    totals = {hold["key"]: sum(row["parts"].get(hold["key"], 0.0) for row in origins)
              for hold in holds}  # fmt: skip
    kept = [hold for hold in holds if totals[hold["key"]] > 0]
    columns = [
        [(row["name"], row["label"], sum(row["parts"].values())) for row in origins],
        [(hold["key"], hold["label"], totals[hold["key"]]) for hold in kept],
        [(row["name"], row["label"], row["share"]) for row in sectors],
    ]
    tall = max(sum(size for *_, size in c) + GAP * (len(c) - 1) for c in columns)
    boxes = [_stack(column, place, tall) for place, column in enumerate(columns)]
    first = {(row["name"], hold["key"]): row["parts"].get(hold["key"], 0.0)
             for row in origins for hold in kept}  # fmt: skip
    second = {(hold["key"], row["name"]): totals[hold["key"]] * row["share"]
              for hold in kept for row in sectors}  # fmt: skip
    ribbons = _ribbons(first, boxes[0], boxes[1], hold_at=1)
    ribbons += _ribbons(second, boxes[1], boxes[2], hold_at=0)
    return _drawn(pd.DataFrame([box for column in boxes for box in column.values()]),
                  pd.DataFrame(ribbons), tall)  # fmt: skip


def _stack(
    column: Sequence[tuple[str, str, float]], place: int, tall: float
) -> dict[str, dict[str, Any]]:
    """Boxes of a column from the top, the column in the middle of the height."""
    height = sum(size for *_, size in column) + GAP * (len(column) - 1)
    top = (tall - height) / 2
    left = (0.0, MIDDLE, 1 - THICK)[place]
    boxes = {}
    for name, label, size in column:
        lines = wrap(label, LETTERS[place]) if size > ROOM else [label]
        boxes[name] = {"label": "\n".join(lines), "lines": len(lines), "column": place, "x": left,
                       "x2": left + THICK, "y": top, "y2": top + size}  # fmt: skip
        top += size + GAP
    return boxes


def _ribbons(
    sizes: Mapping[tuple[str, str], float],
    left: Mapping[str, Mapping[str, Any]],
    right: Mapping[str, Mapping[str, Any]],
    *,
    hold_at: int,
) -> list[dict[str, Any]]:
    """Points of every ribbon between two columns, in the colour of what reaches it."""
    leaves = {name: box["y"] for name, box in left.items()}
    enters = {name: box["y"] for name, box in right.items()}
    points = []
    for (one, other), size in sizes.items():
        if size <= 0:
            continue
        start, end = left[one]["x2"], right[other]["x"]
        for step in range(STEPS + 1):
            t = step / STEPS
            y = leaves[one] + (enters[other] - leaves[one]) * t * t * (3 - 2 * t)
            points.append({"ribbon": f"{one} – {other}", "hold": (one, other)[hold_at],
                           "size": round(size, 4), "x": round(start + (end - start) * t, 4),
                           "y": round(y, 4), "y2": round(y + size, 4)})  # fmt: skip
        leaves[one] += size
        enters[other] += size
    return points


def _drawn(boxes: pd.DataFrame, ribbons: pd.DataFrame, tall: float) -> dict[str, Any]:
    across = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=[0, tall], nice=False, reverse=True)
    x, y = alt.X("x:Q", scale=across, axis=None), alt.Y("y:Q", scale=down, axis=None)
    colours = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
    colour = alt.Color("hold:N", legend=None, scale=colours)
    flow = (
        alt.Chart(ribbons)
        .mark_area(opacity=0.45, line=False)
        .encode(x=x, y=y, y2="y2:Q", color=colour, detail="ribbon:N",
                tooltip=["ribbon:N", alt.Tooltip("size:Q", format=".1%")])
    )  # fmt: skip
    middle = (boxes["y"] + boxes["y2"]) / 2
    boxes = boxes.assign(middle=middle)
    box = alt.Chart(boxes).mark_rect(color=MUTED).encode(x=x, x2="x2:Q", y=y, y2="y2:Q")
    return finish(alt.layer(flow, box, *_labels(boxes, across, down)), height=_HEIGHT)


def _labels(boxes: pd.DataFrame, across: alt.Scale, down: alt.Scale) -> list[alt.Chart]:
    """Write beside each box, towards the middle of the drawing at its right end."""
    y = alt.Y("middle:Q", scale=down, axis=None)
    base = alt.Chart(boxes).encode(y=y, text="label:N")
    up = alt.ExprRef("-7 * (datum.lines - 1)")
    return [
        base.transform_filter("datum.column == 0")
        .mark_text(align="left", dx=5, dy=up, color=INK, fontSize=12, lineBreak="\n")
        .encode(x=alt.X("x2:Q", scale=across, axis=None)),
        base.transform_filter("datum.column > 0")
        .mark_text(align="right", dx=-5, dy=up, color=INK, fontSize=12, lineBreak="\n")
        .encode(x=alt.X("x:Q", scale=across, axis=None)),
    ]
