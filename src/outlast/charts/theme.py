"""Colours, type and sizes that every chart shares."""

from collections.abc import Sequence
from typing import Any

import altair as alt

# Okabe and Ito (2008): distinguishable with any common colour blindness, and in grey.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F5539", "#4D4D4D")
MORE = ("#8C6BB1", "#B2DF8A", "#FB9A99", "#80B1D3")
REST_COLOUR = "#C9CDD2"
ACCENT = "#D55E00"
MUTED = "#8A939C"
INK = "#1B2733"
GRID = "#E3E7EB"
READING = "#F2C14E"
SLIP = "#521A76"
DARK = {
    PALETTE[0]: "#2F8FD0",
    PALETTE[1]: "#F0803C",
    PALETTE[2]: "#2BB98F",
    PALETTE[5]: "#8FD0F7",
    PALETTE[6]: "#B58863",
    PALETTE[7]: "#9AA3AB",
    MORE[0]: "#A98BD0",
    REST_COLOUR: "#4B545D",
    INK: "#E6EAEE",
    GRID: "#2C343D",
    SLIP: "#CFA3F0",
}
"""What stands for a colour on a dark page; the others are the same on both."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
REST = "Others"
RUNG_COLOURS = {
    "territory": PALETTE[1],
    "distributors": PALETTE[0],
    "minority": PALETTE[2],
    "containers": PALETTE[3],
    "allies": PALETTE[7],
}
RUNG_LABELS = {
    "territory": "territory",
    "distributors": "+ its firms",
    "minority": "+ minorities",
    "containers": "+ containers",
    "allies": "with allies",
}
"""Words short enough to stand in a chart; the report tells what each means."""
NAMES = alt.Axis(
    title=None, labelLimit=190, labelExpr="split(datum.label, '\\n')",
    labelBaseline={"condition": {"test": "indexof(datum.label, '\\n') > 0", "value": "bottom"},
                   "value": "middle"},
)  # fmt: skip
"""Labels of one line or two, set about the middle of their row."""


def country_colours(names: Sequence[str], fixed: Sequence[str] = ()) -> alt.Scale:
    """Give each name a colour: those of `fixed` always the same, `REST` grey."""
    own = {name: PALETTE[i % len(PALETTE)] for i, name in enumerate(fixed)}
    left = [colour for colour in (*PALETTE, *MORE) if colour not in {own.get(n) for n in names}]
    spare = iter(left * 2)
    colours = [REST_COLOUR if n == REST else own.get(n) or next(spare) for n in names]
    return alt.Scale(domain=list(names), range=colours)


def finish(chart: Any, height: int) -> dict[str, Any]:  # noqa: ANN401 - Altair's many classes
    """Set size and style, and return the Vega-Lite specification."""
    styled = (
        chart.properties(width="container", height=height)
        .configure(font=FONT, background="transparent")
        .configure_axis(
            labelFontSize=12, titleFontSize=12, titleFontWeight="normal", titleColor=INK,
            labelColor=INK, gridColor=GRID, domainColor=MUTED, tickColor=MUTED,
        )
        .configure_legend(
            orient="bottom", labelFontSize=12, title=None, symbolType="square", columns=3,
            labelLimit=190,
            labelColor=INK, titleColor=INK,
        )
        .configure_view(stroke=None)
    )  # fmt: skip
    specification: dict[str, Any] = styled.to_dict()
    specification["autosize"] = {"type": "fit-x", "contains": "padding"}
    return specification


def percent_axis(title: str) -> alt.Axis:
    """Make an axis of shares in per cent."""
    return alt.Axis(format=".0%", title=title, tickCount=5)
