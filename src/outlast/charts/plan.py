"""A programme: when it is built, what it costs when, what it buys."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, Literal

import altair as alt
import pandas as pd

from outlast.charts.theme import ACCENT, GRID, INK, MORE, MUTED, NAMES, PALETTE, finish
from outlast.engines.plan.plan_words import NAMED, amount, plain_unit, tidy
from outlast.results import Result
from outlast.units import three_digits

KINDS = {
    "extraction": ("plants", PALETTE[0]),
    "refining": ("refining", PALETTE[5]),
    "liquefaction": ("liquefaction", MORE[0]),
    "manufacture": ("manufacture", PALETTE[7]),
    "reserve": ("reserve", PALETTE[2]),
    "firm_stock": ("firm stocks", MORE[1]),
    "contract": ("contracts", PALETTE[1]),
    "recycling": ("recycling", PALETTE[3]),
    "substitution": ("substitutes", PALETTE[4]),
    "research": ("research", PALETTE[6]),
}
"""What a kind of option is called in a legend, with its colour."""
OTHER = "other"
_ROW = 44
Row = Mapping[str, Any]


def programme_gantt(result: Result) -> dict[str, Any] | None:
    """Draw each option from its beginning until it gives, and then as long as it does.

    Parameters
    ----------
    result : Result
        Of ``plan``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where nothing is to be done.
    """
    found = result.result
    rows = [_bar(found, row) for row in found["programme"] or ()]
    if not rows:
        return None
    first, end = found["from_year"], found["from_year"] + found["years"]
    rows = sorted(rows, key=lambda row: row["begin"])
    scale = alt.Scale(domain=[first, end], nice=False)
    ticks = list(range(first, end + 1, max(1, round(found["years"] / 3))))
    axis = alt.Axis(title=None, format="d", values=ticks, orient="top")
    y, height = _sorted(rows), _ROW * len({row["name"] for row in rows}) + 10
    told = ["option:N", "begin:O", "gives:N", "amount:N", "cost:N"]
    each, whole = (
        alt.Chart(pd.DataFrame(table)).encode(y=y, color=_kinds(rows))
        for table in (rows, _spans(rows))
    )
    from_begin = alt.X("begin:Q", scale=scale, axis=axis)
    bars = [
        whole.mark_bar(height=5, opacity=0.4, yOffset=8).encode(
            x=alt.X("ready:Q", scale=scale, axis=axis), x2="until:Q"),
        whole.mark_bar(height=13, yOffset=8).encode(x=from_begin, x2="ready:Q"),
        each.mark_tick(height=17, thickness=3, yOffset=8).encode(x=from_begin, tooltip=told),
    ]  # fmt: skip
    return finish(alt.layer(*bars, *_amounts(rows, scale, y)), height=height)


def _spans(rows: Sequence[Row]) -> list[Row]:
    """Join the beginnings of an option: from the first until the first of them gives."""
    spans: dict[str, dict[str, Any]] = {}
    for row in rows:
        known = spans.setdefault(row["name"], dict(row))
        known["ready"] = min(known["ready"], row["ready"])
    return list(spans.values())


def _bar(found: Row, row: Row) -> dict[str, Any]:
    """Write one beginning of an option."""
    ready, end = row["gives_from"], found["from_year"] + found["years"]
    cost = "unknown" if row["cost"] is None else f"{three_digits(row['cost'])} {found['money']}"
    return {
        "option": row["name"], "name": _label(row["name"]), "kind": _kind(row),
        "begin": row["year"], "until": end,
        "ready": row["year"] if ready is None else min(as_year(ready), end),
        "gives": "unknown" if ready is None else f"from {ready}",
        "amount": _amount(row), "cost": cost, "size": row["amount"],
        "unit": plain_unit(row["unit"]),
    }  # fmt: skip


def _label(name: str) -> str:
    r"""Write a name in two lines at most; the table has all of it.

    >>> _label("New works for LNG, helium and hydrogen on tight gas")
    'New works for LNG,\nhelium and hydrogen …'
    """
    return "\n".join(wrap(name, 21, max_lines=2, placeholder=" …"))


def as_year(quarter: str) -> float:
    """Place a quarter on an axis of years.

    >>> as_year("2026-Q3"), as_year("2026")
    (2026.5, 2026.0)
    """
    year, _, part = quarter.partition("-Q")
    return int(year) + (int(part or 1) - 1) / 4


def _kind(row: Row) -> str:
    return KINDS.get(row["kind"], (OTHER, MUTED))[0]


def _amount(row: Row) -> str:
    words = amount(row)
    return "amount unknown" if words is None else words or "done or not"


def _amounts(rows: Sequence[Row], scale: alt.Scale, y: alt.Y) -> list[alt.Chart]:
    """Label each bar with its amount, on the side where there is room."""
    first, end = scale.domain
    told = []
    for name in dict.fromkeys(row["name"] for row in rows):
        own = [row for row in rows if row["name"] == name]
        words = own[0]["amount"]
        if len(own) > 1 and None not in {row["size"] for row in own}:
            words = f"{three_digits(sum(row['size'] for row in own))} {own[0]['unit']}"
            words += f", {len(own)} steps"
        told.append({"name": name, "words": words, "at": own[0]["begin"]})
    middle = first + 0.4 * (end - first)
    sides: tuple[tuple[Literal["left", "right"], list[Row]], ...] = (
        ("left", [row for row in told if row["at"] < middle]),
        ("right", [row for row in told if row["at"] >= middle]),
    )
    return [
        alt.Chart(pd.DataFrame(rows))
        .mark_text(align=side, color=INK, fontSize=12, dy=-9)
        .encode(
            x=alt.X("at:Q", scale=scale) if side == "left" else alt.value("width"),
            y=y, text="words:N")
        for side, rows in sides if rows
    ]  # fmt: skip


def _sorted(rows: Sequence[Row]) -> alt.Y:
    """Rows in the order of the table, also where layers show parts of it."""
    return alt.Y("name:N", sort=list(dict.fromkeys(row["name"] for row in rows)), axis=NAMES)


def _kinds(rows: Sequence[Row]) -> alt.Color:
    """Colour by kind; only the kinds that are there stand in the legend."""
    shown = dict(KINDS.values()) | {OTHER: MUTED}
    there = [words for words in shown if words in {row["kind"] for row in rows}]
    return alt.Color(
        "kind:N",
        scale=alt.Scale(domain=there, range=[shown[words] for words in there]),
        legend=alt.Legend(columns=2, symbolOpacity=1),
    )


def plan_costs(result: Result) -> dict[str, Any] | None:
    """Draw what is begun in each year, by kind, the assumed part of its cost pale.

    Parameters
    ----------
    result : Result
        Of ``plan``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no cost is known.
    """
    found = result.result
    rows = [part for row in found["programme"] or () for part in _parts(row)]
    if not rows:
        return None
    years = [str(found["from_year"] + n) for n in range(found["years"])]
    chart = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar()
        .encode(
            x=alt.X("year:N", scale=alt.Scale(domain=years),
                    axis=alt.Axis(title=None, labelAngle=-90)),
            y=alt.Y("sum(cost):Q", axis=alt.Axis(title=found["money"], tickCount=5)),
            color=_kinds(rows),
            opacity=alt.Opacity("shade:Q", scale=None, legend=None),
            order=alt.Order("place:Q"),
            tooltip=["year:N", "option:N", "part:N", alt.Tooltip("cost:Q", format=",.3~s",
                                                                 title=found["money"])],
        )
    )  # fmt: skip
    return finish(chart, height=240)


def _parts(row: Row) -> list[dict[str, Any]]:
    """Split a cost into what is sourced and what is assumed; all is, if nobody says."""
    cost, assumed = row["cost"], row["assumed_cost"]
    if cost is None:
        return []
    assumed = cost if assumed is None else assumed
    kind = _kind(row)
    place = [*(words for words, _ in KINDS.values()), OTHER].index(kind)
    return [
        {"year": str(row["year"]), "option": row["name"], "kind": kind, "part": part,
         "shade": shade, "cost": amount, "place": 2 * place + n}
        for n, (part, shade, amount) in enumerate(
            (("sourced", 1.0, cost - assumed), ("assumed", 0.5, assumed)))
        if amount > 0
    ]  # fmt: skip


def shortage_words(found: Row) -> str:
    """What a shortage is counted in."""
    return f"what is short, {found['money']}"


def worst_shortage(result: Result) -> dict[str, Any] | None:
    """Draw what the worst attack does to each programme; unknown is framed with a "?".

    Parameters
    ----------
    result : Result
        Of ``plan``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where nothing is compared.
    """
    found = result.result
    rows = [_compared(row) for row in found["compare"] or ()]
    if not any(row["known"] for row in rows):
        return None
    most = max(row["short"] for row in rows) or 1.0
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=_sorted(rows),
        tooltip=["name:N", alt.Tooltip("told:N", title=shortage_words(found)), "cost:N"],
    )
    x = alt.X("short:Q", scale=alt.Scale(domain=[0, 1.6 * most], nice=False),
              axis=alt.Axis(title=shortage_words(found), tickCount=4))  # fmt: skip
    known, gone = (base.transform_filter(f"datum.known === {flag}") for flag in ("true", "false"))
    colour = alt.condition("datum.chosen", alt.value(ACCENT), alt.value(PALETTE[0]))
    return finish(
        alt.layer(
            known.mark_bar(height=22).encode(x=x, color=colour),
            gone.mark_bar(height=22, fill=GRID, stroke=MUTED, strokeDash=[4, 3]).encode(
                x=alt.value(0), x2=alt.value("width")),
            known.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(
                x=x, text="told:N"),
            gone.mark_text(align="left", dx=5, color=INK, fontSize=12).encode(
                x=alt.value(0), text="told:N"),
        ),
        height=40 * len(rows) + 10,
    )  # fmt: skip


def _compared(row: Row) -> dict[str, Any]:
    short, attack = row["worst_shortage"], row["worst_attack"]
    told = "? unknown"
    if short is not None:
        told = tidy(short)
        told += f" ({100 * attack['short_share_12m']:.0f} %)" if attack else ""
    return {
        "name": NAMED.get(row["name"], row["name"]), "known": short is not None,
        "short": short or 0.0, "chosen": row["name"] == "plan", "told": told,
        "cost": "unknown" if row["cost"] is None else tidy(row["cost"]),
    }  # fmt: skip
