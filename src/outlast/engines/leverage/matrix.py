"""Who can hurt whom: every sender against every target with every card of a year."""

from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Any

from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.leverage.influence import influence
from outlast.engines.leverage.study import Hand, Known, Nothing, Untold
from outlast.engines.shock.bands import band
from outlast.errors import InvalidInput

NOTHING = dict.fromkeys(("p5", "p50", "p95"), 0.0)
YEAR = 12
"""Months of what is told."""


def matrix(
    senders: Sequence[str], targets: Sequence[str], cards: Iterable[MaterialCard], year: int,
    effect: Callable[[Hand, int], Known],
) -> list[dict[str, Any]]:  # fmt: skip
    """Tell who can hurt whom.

    Parameters
    ----------
    senders, targets : sequence of str
        Alpha-3 codes; nobody is set against itself.
    cards : iterable of MaterialCard
        What each sender may play.
    year : int
        Baseline year.
    effect : callable
        Tells what a hand does in a year, as `Study.effect` does.

    Returns
    -------
    list of dict
        A row a card, sender and target: ``reach``, ``unmet_share_12m`` and ``harm`` with their
        bands over the twelve months from when it is played, ``cms`` and ``hirschman`` (the
        measures of `outlast.engines.leverage.influence`); None with a ``reason`` where the
        figures do not tell.  Who is known to control nothing has 0, with the reason, too, and
        its asymmetry by trade.
    """
    return [
        _row(Hand(card, sender, target), card, year, effect)
        for card, sender, target in product(cards, senders, targets)
        if sender != target
    ]


def _row(
    hand: Hand, card: MaterialCard, year: int, effect: Callable[[Hand, int], Known]
) -> dict[str, Any]:
    row = {"sender": hand.actor, "target": hand.victim, "card": card.text, "year": year,
           "reach": None, "unmet_share_12m": None, "harm": None, "cms": None, "hirschman": None,
           "reason": None}  # fmt: skip
    try:
        does = effect(hand, year)
        trade = influence(card, hand.actor, hand.victim, year)
    except InvalidInput as missing:
        return row | {"reason": str(missing)}
    row["hirschman"] = trade.asymmetry
    if isinstance(does, Nothing):
        return row | {"reach": 0.0, "unmet_share_12m": NOTHING, "harm": NOTHING, "cms": 0.0,
                      "reason": does.reason}  # fmt: skip
    if isinstance(does, Untold):
        return row | {"reason": does.reason}
    lost = None if does.harm is None else does.harm[:, :YEAR].sum(axis=1)
    reasons = [u.reason for u in does.unknown if u.path == "harm"]
    reasons += [u.reason for u in trade.unknown if u.path == "power"]
    return row | {
        "reach": does.reach,
        "unmet_share_12m": band(does.unmet),
        "harm": None if lost is None else band(lost),
        "cms": trade.power,
        "reason": "; ".join(dict.fromkeys(reasons)) or None,
    }
