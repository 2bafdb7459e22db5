"""The tree of a game: a row a node, so that a phone shows it whole."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from outlast.charts.leverage import PLAYERS, SIGNS, amount, payoffs_unit
from outlast.charts.theme import INK, MUTED, finish
from outlast.countries import the
from outlast.results import Result

ROW = 34
"""Height of a row, of a move and what it leads to."""
STEP = 0.055
"""Indent of a node from its parent, the width being 1."""
DEEPEST = 0.3
"""Widest indent; a deeper tree has shorter steps."""
SHAPES = {"sender": "square", "target": "circle", "end": "diamond", "cut": "triangle-down"}


def game_tree(result: Result) -> dict[str, Any] | None:
    """Draw the tree with the equilibrium path bold, players by colour and by shape.

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
    if not game or not game["tree"]["nodes"]:
        return None
    nodes = _placed(game["tree"]["nodes"], result.result, payoffs_unit(game))
    names = {who: f"move of {the(result.result[f'{who}_name'])}" for who in PLAYERS}
    names |= {"end": "the end", "cut": "goes on, not drawn"}
    names = {key: name for key, name in names.items() if any(n["player"] == key for n in nodes)}
    table = pd.DataFrame(nodes).assign(who=[names[row["player"]] for row in nodes])
    scale_x = alt.Scale(domain=[-0.03, 1], nice=False)
    scale_y = alt.Scale(domain=[-0.6, len(nodes) - 0.2], nice=False, reverse=True)
    x, y = alt.X("x:Q", scale=scale_x, axis=None), alt.Y("y:Q", scale=scale_y, axis=None)
    domain, colours = list(names.values()), [PLAYERS.get(key, MUTED) for key in names]
    shapes = alt.Scale(domain=domain, range=[SHAPES[key] for key in names])
    base = alt.Chart(table).encode(x=x, y=y, tooltip=["move:N", "payoffs:N"])
    layers = [
        *_links(nodes, x, y),
        base.mark_point(filled=True, size=95, opacity=1).encode(
            color=alt.Color("who:N", scale=alt.Scale(domain=domain, range=colours),
                            legend=alt.Legend(columns=1, labelLimit=300)),
            shape=alt.Shape("who:N", scale=shapes)),
        *(base.transform_filter(f"datum.on_path === {bold}")
          .mark_text(align="left", dx=10, dy=alt.ExprRef("datum.payoffs ? -6 : 0"), color=INK,
                     fontSize=12, fontWeight=700 if bold == "true" else 400)
          .encode(text="move:N") for bold in ("true", "false")),
        base.transform_filter("datum.payoffs")
        .mark_text(align="left", dx=10, dy=9, color=INK, fontSize=11.5).encode(text="payoffs:N"),
    ]  # fmt: skip
    return finish(alt.layer(*layers), height=ROW * len(nodes))


def _placed(
    nodes: Sequence[Mapping[str, Any]], found: Mapping[str, Any], unit: tuple[float, str]
) -> list[dict[str, Any]]:
    """Give each node its row, depth first, and its indent; write its move and payoffs."""
    below: dict[Any, list[Mapping[str, Any]]] = {}
    for node in nodes:
        below.setdefault(node["parent"], []).append(node)
    placed: list[dict[str, Any]] = []
    left = [(root, 0) for root in reversed(below.get(None, []))]
    by_id = {node["id"]: node for node in nodes}
    while left:
        node, depth = left.pop()
        placed.append({
            "id": node["id"], "parent": node["parent"], "depth": depth, "y": len(placed),
            "player": node["player"],
            "move": _move(node, by_id.get(node["parent"]), found),
            "payoffs": _payoffs(node, *unit), "on_path": bool(node["on_path"]),
        })  # fmt: skip
        left += [(child, depth + 1) for child in reversed(below.get(node["id"], []))]
    deepest = max(row["depth"] for row in placed)
    step = min(STEP, DEEPEST / max(deepest, 1))
    return [row | {"x": round(row["depth"] * step, 4)} for row in placed]


def _move(
    node: Mapping[str, Any], before: Mapping[str, Any] | None, found: Mapping[str, Any]
) -> str:
    """Say who did what, and in which month, to come to a node."""
    if before is None:
        return f"{found['sender_name']} may play its card"
    return f"month {before['month']:g}: {SIGNS[before['player']]} {node['action']}"


def _payoffs(node: Mapping[str, Any], unit: float, words: str) -> str:
    """Write what both get at an end; empty within the tree."""
    if node["player"] in PLAYERS:
        return ""
    if node["payoffs"] is None:
        return "cannot be borne"
    both = zip(SIGNS.values(), node["payoffs"], strict=True)
    told = ", ".join(f"{sign} {amount(value, unit)}" for sign, value in both)
    return f"{'in the end ' if node['player'] == 'cut' else ''}{told} {words}"


def _links(nodes: Sequence[Mapping[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Elbows from each node up to its parent; on the path bold."""
    places = {row["id"]: row for row in nodes}
    points = [
        {"link": str(row["id"]), "order": order, "x": above["x"], "y": at,
         "on_path": row["on_path"]} | ({"x": row["x"]} if order == 2 else {})
        for row in nodes if (above := places.get(row["parent"])) is not None
        for order, at in enumerate((above["y"], row["y"], row["y"]))
    ]  # fmt: skip
    if not points:
        return []
    base = alt.Chart(pd.DataFrame(points)).encode(x=x, y=y, detail="link:N", order="order:Q")
    return [
        base.transform_filter("!datum.on_path").mark_line(color=MUTED, strokeWidth=1),
        base.transform_filter("datum.on_path").mark_line(color=INK, strokeWidth=3.2),
    ]
