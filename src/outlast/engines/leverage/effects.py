"""What one card does, by draw and by month since it is played."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from outlast.results import Unknown

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """Harm and cost of a card.  Money is in million USD; what is unknown is nan or None.

    Attributes
    ----------
    card : str
        As it was asked for.
    actor, victim : str
        Codes.
    year : int
        Of the baseline.
    harm : ndarray, shape (draw, month)
        The victim's loss beyond what it would lose without the card.
    forms : mapping of str to ndarray, shape (draw, month)
        The same by other loss functions.
    cost : mapping of str to ndarray, shape (draw, month)
        The actor's own, by part.
    exhausted : ndarray, shape (draw,)
        First month with a critical sector short, inf for never.
    endurance_weeks : ndarray, shape (draw,)
        inf for never.
    unmet, actor_unmet : ndarray, shape (draw,)
        Unmet share of 12 months of the victim and of the actor.
    value : float or None
        Trade of the year in the card's good from actor to victim; for a market, what the victim
        sells to the actor.
    reach : float or None
        Part of the victim's supply that the card can stop.
    drawn : mapping of str to ndarray, shape (draw,)
        Priors drawn, for what drives the answer.
    figures : tuple of str
        Ids of what it rests on.
    unknown : tuple of Unknown
        Each with its reason.
    notes : tuple of str
        What a reader should know.
    """

    card: str
    actor: str
    victim: str
    year: int
    harm: Array
    forms: Mapping[str, Array]
    cost: Mapping[str, Array]
    exhausted: Array
    endurance_weeks: Array
    unmet: Array
    actor_unmet: Array
    value: float | None
    reach: float | None
    drawn: Mapping[str, Array] = field(default_factory=dict)
    figures: tuple[str, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    notes: tuple[str, ...] = ()
