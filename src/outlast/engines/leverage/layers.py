"""Through which layers a side reaches the other's supply, and from whom that supply comes."""

from collections.abc import Sequence
from typing import Any

from outlast.engines.exposure import exposure
from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.leverage.study import Hand
from outlast.errors import InvalidInput, UsageError

LAYERS = ("direct", "ownership", "technology", "logistics", "offtake", "transit")
BOUNDS = ("low", "point", "high")
MOST = 6
"""Origins that are told."""


def layers_of(hands: Sequence[Hand], years: Sequence[int]) -> list[dict[str, Any]]:
    """Tell the reach of a card's actor by layer, as `exposure` does, in the first and last year.

    Parameters
    ----------
    hands : sequence of Hand
        Cards of a material; a market has no layers.
    years : sequence of int
        In order.

    Returns
    -------
    list of dict
        A row a card and year: parts of the victim's imports by layer, ``low``, ``point`` and
        ``high`` of what can be stopped, the largest ``origins``; None with a ``reason`` where it
        is unknown.  What only blocks growth or repair (technology, logistics) stops no flow.
    """
    ends = list(dict.fromkeys((years[0], years[-1]))) if years else []
    return [_row(hand, hand.card, year) for hand in hands if isinstance(hand.card, MaterialCard)
            for year in ends]  # fmt: skip


def _row(hand: Hand, card: MaterialCard, year: int) -> dict[str, Any]:
    row = {"card": card.text, "power": hand.actor, "importer": hand.victim, "year": year,
           **dict.fromkeys((*LAYERS, *BOUNDS, "origins", "reason"))}  # fmt: skip
    try:
        told = exposure(card.case, importer=hand.victim, year=year).result
    except (InvalidInput, UsageError) as unknown:
        return row | {"reason": str(unknown)}
    origins = [{key: one[key] for key in ("country", "share")}
               for one in (told["suppliers"] or ())[:MOST]]  # fmt: skip
    found = next((one for one in told["control"] or () if one["power"] == hand.actor), None)
    if found is None:
        return row | {"origins": origins, "reason": "who controls what is not on file"}
    return row | {key: found[key] for key in (*LAYERS, *BOUNDS)} | {"origins": origins}
