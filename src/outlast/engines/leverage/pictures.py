"""The game of the middle future: its payoffs, its tree, and the stake for which they are drawn."""

from dataclasses import asdict
from typing import Any

import numpy as np

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.game_tree import game_tree
from outlast.engines.leverage.payoffs import PayoffTable, payoff_table
from outlast.engines.leverage.study import Played
from outlast.errors import InvalidInput

TWICE = 2.0
"""The stake drawn, over the middle threshold."""


def game_of(played: Played, stake: float | None) -> dict[str, Any]:
    """Draw the game of a year in the future whose threshold is the median.

    Parameters
    ----------
    played : Played
        A year with a game.
    stake : float or None
        What the sender wins; if not given twice that threshold or, where no stake
        pays, what the card costs the target a year.  [million USD/year]

    Returns
    -------
    dict
        ``year``, ``draw``, ``stake``, ``threshold``, ``rows``, ``columns`` and ``cells`` of the
        payoff table, ``tree``.
    """
    contest, draw = _contest(played), middle(played)
    limit, asked = float(played.threshold[draw]), stake_of(played, draw, stake)
    return {
        "year": played.year,
        "draw": draw,
        "stake": asked,
        "threshold": limit if np.isfinite(limit) else None,
        **_table(payoff_table(contest, asked, draw)),
        "tree": asdict(game_tree(contest, asked, draw)),
    }


def middle(played: Played) -> int:
    """Find the draw whose threshold is the median."""
    return int(np.argsort(played.threshold, kind="stable")[len(played.threshold) // 2])


def stake_of(played: Played, draw: int, stake: float | None) -> float:
    """Return the stake that is given, twice the threshold, or what the card costs."""
    limit = float(played.threshold[draw])
    if stake is not None:
        return stake
    if np.isfinite(limit) and limit > 0:
        return TWICE * limit
    return float(played.worth[draw])


def _contest(played: Played) -> Contest:
    if played.contest is None:
        raise InvalidInput("year", played.year, expected="one with figures", remedy=played.untold)
    return played.contest


def _table(table: PayoffTable) -> dict[str, Any]:
    """Lay a table out as plain values; what cannot be borne is None."""
    cells = [asdict(cell) for cell in table.cells]
    for cell in cells:
        for side in ("sender", "target"):
            cell[side] = cell[side] if np.isfinite(cell[side]) else None
    return {"rows": list(table.rows), "columns": list(table.columns), "cells": cells}
