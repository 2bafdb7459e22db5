"""What several years say together: since when each rung of control was below a half, a tenth."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.engines.exposure.ladder import MEANINGS, histories

NOTHING = {"point": 0.0, "outer_high": 0.0}
"""Reach of a power that holds nothing of any origin in a year."""


def over_years(blocks: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """List every power's rungs over the years.

    Parameters
    ----------
    blocks : sequence of mapping
        Results of years that rise, as `year.one_year` makes them.

    Returns
    -------
    list of dict
        ``power``, ``name`` of the rung, what it means, the years in which the point and the outer
        bound reach 95 %, and since when they are below a half and a tenth to the last year.
    """
    known = [block for block in blocks if block["control"] is not None]
    found = []
    for power in sorted({row["power"] for block in known for row in block["control"]}):
        years = [(block["year"], _rungs(block, power)) for block in known]
        named = {name: None for _, rungs in years for name in rungs}
        full = [
            (year, {name: rungs.get(name, NOTHING) for name in named}) for year, rungs in years
        ]
        found += [
            {
                "power": power,
                "name": history.rung,
                "meaning": MEANINGS[history.rung].words,
                "caveat": MEANINGS[history.rung].caveat,
                "ever_95": list(history.ever_95),
                "possibly_95": list(history.possibly_95),
                "below_50": history.below_50,
                "surely_below_50": history.surely_below_50,
                "below_10": history.below_10,
                "surely_below_10": history.surely_below_10,
                "unknown": list(history.unknown),
            }
            for history in histories(full)
        ]
    return found


def _rungs(block: Mapping[str, Any], power: str) -> dict[str, dict[str, Any]]:
    row = next((row for row in block["control"] if row["power"] == power), None)
    return {scope["name"]: scope for scope in row["scopes"]} if row else {}
