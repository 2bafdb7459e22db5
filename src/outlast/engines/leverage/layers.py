"""Through which layers a side reaches the other's supply, and from whom that supply comes."""

from collections.abc import Mapping, Sequence
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
    """Tell the reach of who plays a card, and of each ally, by layer and year, as `exposure` does.

    Parameters
    ----------
    hands : sequence of Hand
        Cards of a material; a market has no layers.
    years : sequence of int
        In order.

    Returns
    -------
    list of dict
        A row a card, year and power: parts of the victim's imports by layer and value, ``low``,
        ``point`` and ``high`` of what can be stopped, the largest ``origins``; None with a
        ``reason`` where it is unknown.  What only blocks growth or repair (technology, logistics)
        stops no flow.  What a card stops in the model differs: there hubs are traced to who
        produces, flows are volumes, and home output counts.
    """
    return [row for hand in hands if isinstance(hand.card, MaterialCard)
            for year in years for row in _rows(hand, hand.card, year)]  # fmt: skip


def _rows(hand: Hand, card: MaterialCard, year: int) -> list[dict[str, Any]]:
    powers = dict.fromkeys((hand.actor, *card.allies))
    try:
        told = exposure(card.case, importer=hand.victim, year=year).result
    except (InvalidInput, UsageError) as unknown:
        told = {"suppliers": None, "control": None, "reason": str(unknown)}
    return [_row(hand, card, year, power, told) for power in powers]


def _row(
    hand: Hand, card: MaterialCard, year: int, power: str, told: Mapping[str, Any]
) -> dict[str, Any]:
    row = {"card": card.text, "power": power, "importer": hand.victim, "year": year,
           **dict.fromkeys((*LAYERS, *BOUNDS, "origins", "reason"))}  # fmt: skip
    if "reason" in told:
        return row | {"reason": told["reason"]}
    origins = [{key: one[key] for key in ("country", "share")}
               for one in (told["suppliers"] or ())[:MOST]]  # fmt: skip
    found = next((one for one in told["control"] or () if one["power"] == power), None)
    if found is None:
        return row | {"origins": origins, "reason": "who controls what is not on file"}
    return row | {key: found[key] for key in (*LAYERS, *BOUNDS)} | {"origins": origins}
