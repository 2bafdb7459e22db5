"""Who can hurt whom: every sender against every target with every card of a year."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.leverage.effects import NothingToStop
from outlast.engines.leverage.influence import influence
from outlast.engines.leverage.material import material_effect
from outlast.engines.shock.bands import band
from outlast.errors import InvalidInput

MONTHS = 12
DRAWS = 256
NOTHING = dict.fromkeys(("p5", "p50", "p95"), 0.0)


def matrix(
    senders: Sequence[str], targets: Sequence[str], cards: Iterable[MaterialCard], year: int, *,
    draws: int = DRAWS, seed: int = 1, threads: int | None = None,
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
    draws, seed : int
        Of every effect.
    threads : int, optional
        All cores if not given; the result is the same.

    Returns
    -------
    list of dict
        A row a card, sender and target: ``reach``, ``unmet_share_12m`` and ``harm`` with their
        bands over the twelve months from when it is played, ``cms`` (the power of
        `outlast.engines.leverage.influence`); None with a ``reason`` where the figures do not
        tell.  Who is known to control nothing has 0 in all of them, with the reason, too.
    """
    return [
        _row(card, sender, target, year, draws, seed, threads)
        for card, sender, target in product(cards, senders, targets)
        if sender != target
    ]  # fmt: skip


def _row(
    card: MaterialCard, sender: str, target: str, year: int, draws: int, seed: int,
    threads: int | None,
) -> dict[str, Any]:  # fmt: skip
    row = {"sender": sender, "target": target, "card": card.text, "year": year, "reach": None,
           "unmet_share_12m": None, "harm": None, "cms": None, "hirschman": None,
           "reason": None}  # fmt: skip
    try:
        effect = material_effect(card, sender, target, year, months=MONTHS, draws=draws, seed=seed,
                                 threads=threads)  # fmt: skip
        cms = influence(card, sender, target, year)
    except NothingToStop as nothing:
        return row | {"reach": 0.0, "unmet_share_12m": NOTHING, "harm": NOTHING, "cms": 0.0,
                      "reason": str(nothing)}  # fmt: skip
    except InvalidInput as missing:
        return row | {"reason": str(missing)}
    lost = None if effect.harm is None else effect.harm.sum(axis=1)
    reasons = [u.reason for u in effect.unknown if u.path == "harm"]
    reasons += [u.reason for u in cms.unknown if u.path == "power"]
    return row | {
        "reach": effect.reach,
        "unmet_share_12m": band(effect.unmet),
        "harm": None if lost is None else band(lost),
        "cms": cms.power,
        "hirschman": cms.asymmetry,
        "reason": "; ".join(dict.fromkeys(reasons)) or None,
    }
