"""What one card does to the one it is played against, and what it costs to play it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.errors import InvalidInput
from outlast.results import Unknown

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Effect:
    """What one card does, by draw and month since it is played.

    A part that cannot be told from the figures is ``None`` or not in its mapping, and stands in
    `unknown` with the reason: it is never 0.

    Attributes
    ----------
    card : str
        As written.
    actor, victim : str
        Who plays it, and against whom.
    year : int
        Baseline year.
    harm : ndarray, shape (draw, month), or None
        What the victim loses beyond what it would lose without the card; below 0 where links
        grown under the card serve it better later.  [million USD]
    forms : mapping of str to ndarray, shape (draw, month)
        The same by other loss functions; ``ces_by_month`` takes each month as a twelfth of a
        year like it.  [million USD]
    cost : mapping of str to ndarray, shape (draw, month)
        What the actor loses itself, by part.  [million USD]
    exhausted : ndarray, shape (draw,)
        When a critical sector of the victim falls short that is not short without the card, in
        months since it is played; inf for never.
    endurance_weeks : ndarray, shape (draw,)
        Until critical minimum needs cannot be met even if everything goes to them; inf for never.
    unmet : ndarray, shape (draw,)
        Part of the victim's use that is missing over twelve months.
    actor_unmet : ndarray, shape (draw,), or None
        The same of the actor.
    value : float or None
        Trade of the year in the card's good, from actor to victim.  [million USD]
    reach : float or None
        Part of the victim's supply that the card stops.
    drawn : mapping of str to ndarray, shape (draw,)
        Priors that vary, for what drives the answer.
    figures : tuple of str
        Ids of the figures used.
    unknown : tuple of Unknown
        What cannot be told, and why; paths are names of attributes.
    notes : tuple of str
        What a reader should know.
    """

    card: str
    actor: str
    victim: str
    year: int
    harm: Array | None
    forms: Mapping[str, Array]
    cost: Mapping[str, Array]
    exhausted: Array
    endurance_weeks: Array
    unmet: Array
    actor_unmet: Array | None
    value: float | None
    reach: float | None
    drawn: Mapping[str, Array]
    figures: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    notes: tuple[str, ...]


class YearUnknown(InvalidInput):
    """A year of which the figures do not tell what a card does.

    No trade or production, a victim without imports on file, control that nobody printed.  Who
    goes through years marks that one unknown, with this message as the reason.
    """


class NothingToStop(InvalidInput):
    """A card of which the sender is known to control nothing of the victim's supply."""
