r"""What the closing of a strait or canal does to a supply: cut off, or round by a longer way.

.. math::  D_q = \sum_o s_o\,[q \in \text{way}(o)], \qquad
           D_q^{\text{effective}} = \max(0, D_q - a_q)

with the share :math:`s_o` of origin :math:`o`, its shortest way by sea and the capacity
:math:`a_q` of ways other than by sea past passage :math:`q`, as a share of the supply.  When
:math:`q` closes, a part of :math:`D_q` has no way left; the rest goes a longer way.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from outlast.engines.exposure.sea_lots import Diversion, Lot, divert
from outlast.errors import UsageError, did_you_mean
from outlast.readers.sea_routes import PASSAGES, SeaRoutes


class Band(NamedTuple):
    """A share of the supply between what is known and what is possible."""

    low: float
    """With the ports that make it smallest, all that is unknown counted as none."""
    known: float
    """By the shortest ways, all that is unknown counted as none."""
    possible: float
    """By the shortest ways, all that is unknown counted in."""
    high: float
    """With the ports that make it largest, all that is unknown counted in."""


class Effect(NamedTuple):
    """What closing passages does to one lot."""

    lot: Lot
    shortest: Diversion | None
    """By the lot's first pair of ports; None if its way is unknown."""
    every: tuple[Diversion, ...]
    """By each of its pairs."""


@dataclass(frozen=True, slots=True)
class Closure:
    """Dependence on passages, and what their closing does.

    Attributes
    ----------
    passages : tuple of str
        Codes, closed together.
    name : str
        ``Hormuz``.
    passes, cut_off, rerouted : Band
        Share of supply that takes one of them, that then has no way by sea left, and that then
        takes a longer one.
    effective : Band or None
        `passes` less the capacity of other ways, where that is given.
    added_km : float or None
        Mean over the rerouted shares, by the shortest ways; None where nothing known is rerouted.
    effects : tuple of Effect
        For each lot.
    unknown : tuple of str
        Reasons why a part is not known.
    """

    passages: tuple[str, ...]
    name: str
    passes: Band
    cut_off: Band
    rerouted: Band
    effective: Band | None
    added_km: float | None
    effects: tuple[Effect, ...]
    unknown: tuple[str, ...]


def find_passage(word: str) -> str:
    """Find the code of a passage by its code or name.

    >>> find_passage("Hormuz"), find_passage("suez")
    ('ormuz', 'suez')
    """
    by_name = {name.casefold(): code for code, name in PASSAGES.items()}
    code = by_name.get(word.strip().casefold(), word.strip().casefold())
    if code not in PASSAGES:
        guess = did_you_mean(word, PASSAGES.values())
        raise UsageError(f"passage is {word!r}, expected a strait or canal: {guess}")
    return code


def close(
    routes: SeaRoutes, lots: Sequence[Lot], closed: tuple[str, ...], capacity: float | None
) -> Closure:
    """Tell what closing passages together does to every lot.

    Parameters
    ----------
    routes : SeaRoutes
        Holds the ways.
    lots : sequence of Lot
        Parts of the supply.
    closed : tuple of str
        Codes of passages.
    capacity : float or None
        Of ways other than by sea, as a share of the supply.

    Returns
    -------
    Closure
        A lot whose way is unknown is in every `possible` and in no `known`.
    """
    effects = []
    for one in lots:
        every = tuple(divert(routes, start, end, closed) for start, end in one.pairs)
        effects.append(Effect(one, every[0] if every else None, every))
    passes = _band((e.lot.share, [d.passes for d in e.every]) for e in effects)
    cut_off = _band((e.lot.share, [d.cut_off for d in e.every]) for e in effects)
    rerouted = _band((e.lot.share, [d.rerouted for d in e.every]) for e in effects)
    effective = None
    if capacity is not None:
        effective = Band(*(max(0.0, value - capacity) for value in passes))
    name = " and ".join(PASSAGES[passage] for passage in closed)
    reasons = [e.lot.reason or (e.shortest.reason if e.shortest else "") for e in effects]
    return Closure(closed, name, passes, cut_off, rerouted, effective, _added_km(effects),
                   tuple(effects), tuple(dict.fromkeys(filter(None, reasons))))  # fmt: skip


def _band(outcomes: Iterable[tuple[float, Sequence[bool | None]]]) -> Band:
    """Add shares by outcome; the first is that of the shortest way, none at all is unknown."""
    low, known, possible, high = [], [], [], []
    for share, every in outcomes:
        low.append(share if every and all(every) else 0.0)
        known.append(share if every and every[0] else 0.0)
        possible.append(0.0 if every and every[0] is False else share)
        high.append(0.0 if every and all(one is False for one in every) else share)
    return Band(*(math.fsum(part) for part in (low, known, possible, high)))


def _added_km(effects: Iterable[Effect]) -> float | None:
    """Mean length added, by share."""
    longer = [
        (effect.lot.share, effect.shortest.added_km)
        for effect in effects
        if effect.shortest and effect.shortest.rerouted
    ]
    total = math.fsum(share for share, _ in longer)
    return math.fsum(share * (km or 0.0) for share, km in longer) / total if total else None
