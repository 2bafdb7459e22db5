"""What several years say together: since when each rung of control was below a half, a tenth."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.engines.exposure.ladder import MEANINGS, histories
from outlast.engines.exposure.paragraph import ladder_words

NOTHING: dict[str, Any] = {"point": 0.0, "outer_high": 0.0}
"""Reach of a power that holds nothing of any origin in a year."""
UNKNOWN: dict[str, Any] = {"point": None, "outer_high": None}
"""Reach of every power in a year of which nothing is known."""


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
        bound reach 95 %, and since when they are below a half and a tenth to the last year, which
        is ``to``; the same in ``words``. A year in which nothing is known of control is unknown
        on every rung.
    """
    found: list[dict[str, Any]] = []
    for power in sorted({row["power"] for block in blocks for row in block["control"] or ()}):
        years = [(block, _rungs(block, power)) for block in blocks]
        named = {name: None for _, rungs in years for name in rungs}
        full = [
            (block["year"], {name: rungs.get(name, _without(block)) for name in named})
            for block, rungs in years
        ]
        rows: list[dict[str, Any]] = [
            {
                "power": power,
                "name": history.rung,
                "meaning": MEANINGS[history.rung].words,
                "caveat": MEANINGS[history.rung].caveat,
                **{field: value for field, value in history._asdict().items() if field != "rung"},
                "from": blocks[0]["year"],
                "to": blocks[-1]["year"],
            }
            for history in histories(full)
        ]
        found += [row | {"words": ladder_words([row], power)[0]} for row in rows]
    return found


def _without(block: Mapping[str, Any]) -> dict[str, Any]:
    """Reach of a power that the year does not list."""
    return UNKNOWN if block["control"] is None else NOTHING


def _rungs(block: Mapping[str, Any], power: str) -> dict[str, dict[str, Any]]:
    row = next((row for row in block["control"] or () if row["power"] == power), None)
    return {scope["name"]: scope for scope in row["scopes"]} if row else {}
