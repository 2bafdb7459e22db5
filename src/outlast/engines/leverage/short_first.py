"""Who runs short first and when: it needs no money, so that it is told where the game is not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.engines.leverage.contest import Contest, first_unbearable
from outlast.engines.leverage.effects import Effect
from outlast.engines.leverage.study import TURNS, Exhaustion, Played, Untold

Array = NDArray[np.float64]


class Short(NamedTuple):
    """First month that each side cannot bear, with every answer given; inf for never."""

    target: Array
    sender: Array


def short(played: Played, rule: Exhaustion) -> Short | None:
    """Tell when each side runs short, by a rule of what cannot be borne.

    Parameters
    ----------
    played : Played
        A year, whether its game is known or not.
    rule : {"endurance", "market"}
        What cannot be borne.

    Returns
    -------
    Short or None
        Of shape (draw,); None where what a card does is itself unknown.
    """
    if played.contest is not None:
        return short_in(played.by_rule(rule))
    months = _horizon(played.card)
    if months is None or any(isinstance(part, Untold) for part in played.answers):
        return None
    effects = [part for part in (played.card, *played.answers) if isinstance(part, Effect)]
    turns = [first_unbearable(effect, rule, TURNS) for effect in effects]
    lasts = [np.where(turn < months * TURNS, turn / TURNS, np.inf) for turn in turns]
    never = np.full(len(lasts[0]), np.inf)
    return Short(lasts[0], np.min([never, *lasts[1:]], axis=0))


def short_in(contest: Contest) -> Short:
    """Tell it of a game."""
    return Short(contest.month(contest.target_turns),
                 contest.month(contest.sender_turns.min(axis=0)))  # fmt: skip


def _horizon(card: object) -> int | None:
    """Count the months of an effect; None where there is none."""
    if not isinstance(card, Effect):
        return None
    told = (card.harm, *card.forms.values(), *card.cost.values())
    return next((part.shape[1] for part in told if part is not None), None)


def yields_first(found: Short | None) -> dict[str, float | None]:
    """Part of the futures in which each side's critical sectors are short first, or neither's.

    With every answer given.  A tie counts as the target's, which must move first.
    """
    if found is None:
        return dict.fromkeys(("target", "sender", "neither"))
    target, sender = found
    neither = float(np.mean(np.isinf(target) & np.isinf(sender)))
    first = float(np.mean((target <= sender) & np.isfinite(target)))
    return {"target": first, "sender": float(np.mean(sender < target)), "neither": neither}
