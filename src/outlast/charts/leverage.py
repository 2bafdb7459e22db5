"""Who can hurt whom, and the game of one year: matrices and the tree."""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.episodes import tornado
from outlast.charts.theme import ACCENT, GRID, INK, MUTED, PALETTE, finish
from outlast.results import Result
from outlast.units import money, whole_percent

PLAYERS = {"sender": PALETTE[1], "target": PALETTE[0]}
SIGNS = {"sender": "■", "target": "●"}
"""The sign that a player has in every picture of a game, beside its colour."""
BILLIONS = 1e4
"""Million USD from which a picture is in billions."""
NEVER = "−∞"
"""A payoff that cannot be borne."""


def matrix_cards(result: Result) -> list[str]:
    """List the cards of the who-hurts-whom matrix, a panel each.

    Parameters
    ----------
    result : Result
        Of ``leverage``.

    Returns
    -------
    list of str
        In the order of the result.
    """
    return list(dict.fromkeys(row["card"] for row in result.result["matrix"] or ()))


def harm_matrix(result: Result, card: str) -> dict[str, Any]:
    """Draw what each sender's card would take from each target; unknown is a dashed "?".

    Parameters
    ----------
    result : Result
        Of ``leverage``.
    card : str
        One of `matrix_cards`.

    Returns
    -------
    dict
        A Vega-Lite specification.
    """
    pairs = [row for row in result.result["matrix"] if row["card"] == card]
    rows = [_pair(row) for row in pairs]
    senders, targets = (list(dict.fromkeys(row[who] for row in pairs)) for who in PLAYERS)
    codes = list(dict.fromkeys((*senders, *targets)))
    x = alt.X("target:N", scale=alt.Scale(domain=[c for c in codes if c in targets]),
              axis=alt.Axis(title="target", orient="top", labelAngle=0))  # fmt: skip
    y = alt.Y("sender:N", scale=alt.Scale(domain=[c for c in codes if c in senders]),
              axis=alt.Axis(title="sender"))  # fmt: skip
    base = alt.Chart(pd.DataFrame(rows)).encode(
        x=x, y=y,
        tooltip=["sender:N", "target:N", alt.Tooltip("words:N", title="misses (5–95 %)"),
                 alt.Tooltip("harm:N"), alt.Tooltip("reach:N", title="card reaches")],
    )  # fmt: skip
    known, gone = (base.transform_filter(f"datum.known === {flag}") for flag in ("true", "false"))
    strength = alt.Scale(domain=[0, 1], range=[0.06, 0.6])
    return finish(
        alt.layer(
            known.mark_rect(color=PALETTE[1]).encode(
                opacity=alt.Opacity("unmet:Q", scale=strength, legend=None)),
            gone.mark_rect(fill=GRID, stroke=MUTED, strokeDash=[4, 3]),
            base.mark_text(fontSize=13, color=INK).encode(text="label:N"),
        ),
        height=44 * len(senders) + 10,
    )  # fmt: skip


def _pair(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write one cell of the matrix; an unknown one tells its reason."""
    unmet, harm = row["unmet_share_12m"], row["harm"]
    known = unmet is not None and unmet["p50"] is not None
    words = row["reason"] or "no reason is told"
    if known:
        ends = (unmet[quantile] for quantile in ("p5", "p95"))
        words = " to ".join("?" if end is None else whole_percent(end) for end in ends)
    return {
        "sender": row["sender"], "target": row["target"], "known": known,
        "unmet": unmet["p50"] if known else 0.0, "words": words if known else f"unknown: {words}",
        "label": whole_percent(unmet["p50"]) if known else "?",
        "harm": money(harm["p50"]) if harm and harm["p50"] is not None else "unknown",
        "reach": "unknown" if row["reach"] is None else whole_percent(row["reach"]),
    }  # fmt: skip


def unit_of(amounts: Iterable[float | None]) -> tuple[float, str]:
    """Find in which unit amounts of million USD read best, the same for all of a picture.

    >>> unit_of([222.0, None, -1054.3]), unit_of([38_000.0, 2.0])
    ((1.0, 'million USD'), (1000.0, 'billion USD'))
    """
    most = max((abs(value) for value in amounts if value is not None), default=0.0)
    return (1e3, "billion USD") if most >= BILLIONS else (1.0, "million USD")


def amount(millions: float | None, unit: float = 1.0) -> str:
    """Write million USD in a unit, short enough for a cell.

    >>> amount(1340.0), amount(-7400.0, 1e3), amount(12.0), amount(0.0), amount(None)
    ('1,340', '−7.4', '12', '0', '−∞')
    """
    if millions is None:
        return NEVER
    value = millions / unit
    size = abs(value)
    words = f"{size:,.0f}" if size >= 10 else f"{size:.2g}"
    return f"−{words}" if value < 0 and float(words.replace(",", "")) else words


def payoffs_unit(game: Mapping[str, Any]) -> tuple[float, str]:
    """Find the unit of a game's payoffs, those of its table and of its tree."""
    ends = [node["payoffs"] or () for node in game["tree"]["nodes"]]
    return unit_of([*(cell[who] for cell in game["cells"] for who in PLAYERS),
                    *(value for end in ends for value in end)])  # fmt: skip


def payoff_matrix(result: Result) -> dict[str, Any] | None:
    """Draw both payoffs of every pair of plans, the equilibrium framed, best replies signed.

    The target's plans, of which there are many, stand below each other.

    Parameters
    ----------
    result : Result
        Of ``leverage``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no game was solved.
    """
    game = result.result["game"]
    if not game or not game["cells"]:
        return None
    across = {plan: "\n".join(wrap(plan, 12)) for plan in game["rows"]}
    down = _in_lines(game["columns"], 18)
    unit, _ = payoffs_unit(game)
    cells = [_cell(cell, across, down, game["cells"], unit) for cell in game["cells"]]
    whom = {who: f"{SIGNS[who]} {result.result[f'{who}_name']}" for who in PLAYERS}
    axis: dict[str, Any] = {"labelFontSize": 11, "ticks": False, "domain": False,
                            "labelExpr": "split(datum.label, '\\n')"}  # fmt: skip
    lines = {side: max(1 + name.count("\n") for name in names.values())
             for side, names in (("across", across), ("down", down))}  # fmt: skip
    base = alt.Chart(pd.DataFrame(cells)).encode(
        x=alt.X("across:N", sort=None, axis=alt.Axis(
            orient="top", labelAngle=0, title=whom["sender"],
            labelPadding=13 * lines["across"] - 8, **axis)),
        y=alt.Y("down:N", sort=None, axis=alt.Axis(
            title=whom["target"], labelLimit=150, labelOffset=-6.5 * (lines["down"] - 1), **axis)),
        tooltip=["sender_plan:N", "target_plan:N", alt.Tooltip("sender:N", title=whom["sender"]),
                 alt.Tooltip("target:N", title=whom["target"])],
    )  # fmt: skip
    layers = [
        base.mark_rect(fill=GRID, stroke=MUTED, strokeWidth=0.5, opacity=0.5),
        base.transform_filter("datum.equilibrium")
        .mark_rect(fillOpacity=0, stroke=ACCENT, strokeWidth=3),
        *(base.mark_text(dy=dy, fontSize=12.5, color=INK).encode(text=f"{who}:N")
          for who, dy in (("sender", -9), ("target", 9))),
    ]  # fmt: skip
    return finish(alt.layer(*layers), height=max(54, 13 * lines["down"] + 12) * len(down) + 10)


def _in_lines(plans: Sequence[str], letters: int) -> dict[str, str]:
    r"""Wrap labels, all to as many lines, so that each stands in the middle of its row.

    >>> _in_lines(["absorb", "helium, yield at once"], 16)["absorb"]
    'absorb\n '
    """
    lines = {plan: wrap(plan, letters) for plan in plans}
    most = max(map(len, lines.values()))
    blanks = {plan: most - len(own) for plan, own in lines.items()}
    return {
        plan: "\n".join([" "] * (n // 2) + lines[plan] + [" "] * (n - n // 2))
        for plan, n in blanks.items()
    }


def _cell(
    cell: Mapping[str, Any],
    across: Mapping[str, str],
    down: Mapping[str, str],
    cells: Sequence[Mapping[str, Any]],
    unit: float,
) -> dict[str, Any]:
    """Write one cell: a payoff with its player's sign where it is a best reply."""
    told: dict[str, Any] = {
        "across": across[cell["row"]], "down": down[cell["column"]],
        "sender_plan": cell["row"], "target_plan": cell["column"],
        "equilibrium": bool(cell["equilibrium"]),
    }  # fmt: skip
    for who, fixed in (("sender", "column"), ("target", "row")):
        least = -float("inf")
        others = [least if one[who] is None else one[who] for one in cells
                  if one[fixed] == cell[fixed]]  # fmt: skip
        best = cell[who] is not None and cell[who] == max(others)
        words = amount(cell[who], unit)
        told[who] = f"{SIGNS[who]} {words}" if best else words
    return told


def swing_tornado(result: Result) -> dict[str, Any] | None:
    """Draw what moves the part of the futures in which some stake pays.

    Parameters
    ----------
    result : Result
        Of ``leverage``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where nothing is known to move it.
    """
    known = [row for row in result.result["swings"] or ()
             if None not in {row["low"], row["central"], row["high"]}]  # fmt: skip
    if not known:
        return None
    rows = [{"words": row["words"], "low": row["low"], "high": row["high"]} for row in known]
    title = "some stake pays in"
    return tornado(rows, middle=known[0]["central"], title=title)


def stake_tornado(result: Result) -> dict[str, Any] | None:
    """Draw what moves the median stake from which playing pays.

    Parameters
    ----------
    result : Result
        Of ``leverage``.

    Returns
    -------
    dict or None
        A Vega-Lite specification; None where no median stake exists or nothing moves it.
    """
    known = [row for row in result.result.get("stake_swings") or ()
             if None not in {row["low"], row["central"], row["high"]}]  # fmt: skip
    if not known:
        return None
    unit, words = unit_of(row[end] for row in known for end in ("low", "central", "high"))
    rows = [{"words": row["words"], "low": row["low"] / unit, "high": row["high"] / unit}
            for row in known]  # fmt: skip
    return tornado(rows, middle=known[0]["central"] / unit, title=f"stake, {words} a year")
