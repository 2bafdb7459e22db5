"""The game of the middle future: its payoffs, its tree, and the stake for which they are drawn."""

from dataclasses import asdict
from typing import Any

import numpy as np

from outlast.engines.leverage.game_tree import game_tree
from outlast.engines.leverage.payoffs import PayoffTable, payoff_table
from outlast.engines.leverage.study import Played

ABOVE = 1.25
"""The stake drawn, over the middle threshold: playing pays by a quarter."""


def game_of(played: Played, stake: float | None) -> dict[str, Any]:
    """Draw the game of a year in the future whose threshold is the median.

    Parameters
    ----------
    played : Played
        A year with a game.
    stake : float or None
        What the sender wins; if not given a quarter above that threshold or, where no stake
        pays, what the card costs the target a year.  [million USD/year]

    Returns
    -------
    dict
        ``year``, ``draw``, ``stake``, ``threshold``, ``rows``, ``columns`` and ``cells`` of the
        payoff table, ``tree``.
    """
    contest = played.contest
    assert contest is not None
    draw = int(np.argsort(played.threshold, kind="stable")[contest.draws // 2])
    limit = float(played.threshold[draw])
    borne = np.where(np.isfinite(contest.harm[draw]), contest.harm[draw], 0.0)
    asked = stake if stake is not None else (
        ABOVE * limit if np.isfinite(limit) else float(borne.sum()) * 12 / contest.months
    )  # fmt: skip
    return {
        "year": played.year,
        "draw": draw,
        "stake": asked,
        "threshold": limit if np.isfinite(limit) else None,
        **_table(payoff_table(contest, asked, draw)),
        "tree": asdict(game_tree(contest, asked, draw)),
    }


def _table(table: PayoffTable) -> dict[str, Any]:
    """Lay a table out as plain values; what cannot be borne is None."""
    cells = [asdict(cell) for cell in table.cells]
    for cell in cells:
        for side in ("sender", "target"):
            cell[side] = cell[side] if np.isfinite(cell[side]) else None
    return {"rows": list(table.rows), "columns": list(table.columns), "cells": cells}
