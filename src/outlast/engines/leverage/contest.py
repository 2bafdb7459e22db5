"""What a card and the answers to it cost both sides, month by month, in every future.

A side pays a month as long as it can bear it.  From the first month in which a critical sector of
its own is short the month costs infinitely much: no stake makes up for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from outlast.engines.leverage.effects import Effect
from outlast.engines.shock.filling import WEEKS_A_MONTH
from outlast.errors import InvalidInput, not_one_of

Array = NDArray[np.float64]
MONTHS_A_YEAR = 12
Number = TypeVar("Number", float, Array)
MAX_ANSWERS = 6
"""All sets of them are weighed: 64 of six."""


def lasting(months: float) -> str:
    """Write a time in months, under one in weeks of which a month has four.

    >>> lasting(7), lasting(2.75), lasting(0.25), lasting(1)
    ('7 months', '2.75 months', '1 week', '1 month')
    """
    amount, unit = (months, "month") if months >= 1 else (round(4 * months), "week")
    return f"{amount:g} {unit}{'' if amount == 1 else 's'}"


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """A card of the sender against the answers of the target.

    Attributes
    ----------
    answers : tuple of tuple of str
        Sets of answers, smallest first; the first is empty, the target absorbs.
    harm : ndarray, shape (draw, turn)
        What the card costs the target.  [million USD]
    cost : ndarray, shape (draw, turn)
        What the card costs the sender.  [million USD]
    answer_harm : ndarray, shape (set, draw, turn)
        What a set of answers costs the sender.  [million USD]
    answer_cost : ndarray, shape (set, draw, turn)
        What a set of answers costs the target.  [million USD]
    concession : ndarray, shape (draw,)
        What yielding costs the target a turn, to the horizon.  [million USD]
    below_nothing_share : float
        Part of the turns in which a card would have helped the one that pays; they count as
        nothing, since nobody plays or endures a card for the good it does by accident.
    turns_a_year : int
        A turn is a month, or a part of one.
    """

    answers: tuple[tuple[str, ...], ...]
    harm: Array
    cost: Array
    answer_harm: Array
    answer_cost: Array
    concession: Array
    below_nothing_share: float = 0.0
    turns_a_year: int = 12

    def __post_init__(self) -> None:
        """Refuse what the game cannot be played with."""
        draws, turns = self.harm.shape
        every = (len(self.answers), draws, turns)
        shapes = {"cost": every[1:], "answer_harm": every, "answer_cost": every}
        for name, shape in {**shapes, "concession": (draws,)}.items():
            if getattr(self, name).shape != shape:
                raise InvalidInput(f"the shape of {name}", getattr(self, name).shape,
                                   expected=str(shape))  # fmt: skip
        if not self.answers or self.answers[0]:
            raise InvalidInput("the first set of answers", self.answers[:1], expected="empty")
        for held in ("harm", "cost", "answer_harm", "answer_cost", "concession"):
            if not (getattr(self, held) >= 0).all():
                raise InvalidInput(held, "below 0 or not a number", expected="0 or more")
        if np.isinf(self.concession).any():
            raise InvalidInput("concession", "infinite", expected="a finite amount")

    @property
    def turns(self) -> int:
        """The horizon."""
        return int(self.harm.shape[1])

    def month(self, turn: Number) -> Number:
        """Months that have passed when a turn begins."""
        return turn * MONTHS_A_YEAR / self.turns_a_year

    @property
    def draws(self) -> int:
        """Count of futures."""
        return int(self.harm.shape[0])

    @property
    def sender_cost(self) -> Array:
        """A turn that the target resists, to the sender, shape (set, draw, turn)."""
        return self.cost + self.answer_harm

    @property
    def target_cost(self) -> Array:
        """A turn that it resists, to the target, shape (set, draw, turn)."""
        return self.harm + self.answer_cost

    @property
    def target_turns(self) -> Array:
        """First turn that the target cannot bear, inf for never, shape (draw,)."""
        return _first_unbearable(self.harm)

    @property
    def sender_turns(self) -> Array:
        """First turn that the sender cannot bear, inf for never, shape (set, draw)."""
        return _first_unbearable(self.sender_cost)

    def future(self, draw: int) -> "Contest":
        """Return the contest in one future alone."""
        if not 0 <= draw < self.draws:
            raise InvalidInput("draw", draw, expected=f"0 to {self.draws - 1}")
        one = slice(draw, draw + 1)
        return Contest(
            self.answers, self.harm[one], self.cost[one], self.answer_harm[:, one],
            self.answer_cost[:, one], self.concession[one], self.below_nothing_share,
            self.turns_a_year,
        )  # fmt: skip


def contest_of(
    card: Effect,
    answers: Sequence[Effect] = (),
    *,
    concession: float | None = None,
    exhaustion: Literal["market", "endurance"] = "market",
    turns_a_month: int = 1,
) -> Contest:
    """Put a card and the answers to it together.

    Parameters
    ----------
    card : Effect
        Of the sender's card.
    answers : sequence of Effect
        Of the target's, of which it may play any set; their effects add up.
    concession : float, optional
        What yielding costs the target; without it the dearest month that the target can bear
        with its dearest answers, so that it yields only when it must.  [million USD/year]
    exhaustion : {"market", "endurance"}
        Whether a month is unbearable from the first in which a critical sector is short at
        market prices, or from when it would be short even if everything went to critical
        sectors first.
    turns_a_month : int
        How often a month both sides decide: what a month costs is spread evenly over its turns.

    Returns
    -------
    Contest
        Every set of answers, smallest first and in the order given.

    Raises
    ------
    InvalidInput
        If effects do not fit each other, or what they cost is unknown.
    UsageError
        If `exhaustion` is not known.
    """
    _refuse_misfits(card, answers, concession)
    sets = [s for n in range(len(answers) + 1) for s in combinations(range(len(answers)), n)]
    over = _Turns(turns_a_month)
    harm, cost = over.spread(_harm(card)), over.spread(_paid(card))
    harms, costs = np.zeros((len(sets), *harm.shape)), np.zeros((len(sets), *harm.shape))
    for place, members in enumerate(sets):
        for member in members:
            harms[place] += over.unbearable(answers[member], exhaustion)
            costs[place] += over.spread(_paid(answers[member]))
    endured = over.unbearable(card, exhaustion)
    if concession is None:
        given = _dearest(harm + costs.max(axis=0), np.isfinite(endured))
    else:
        given = np.full(len(harm), concession / MONTHS_A_YEAR / turns_a_month)
    return Contest(
        tuple(tuple(answers[member].card for member in members) for members in sets),
        endured, cost, harms, costs, given, _below_nothing([card, *answers]),
        MONTHS_A_YEAR * turns_a_month,
    )  # fmt: skip


def _refuse_misfits(card: Effect, answers: Sequence[Effect], concession: float | None) -> None:
    if concession is not None and not (np.isfinite(concession) and concession >= 0):
        raise InvalidInput("concession", concession, expected="0 or more million USD a year")
    if len(answers) > MAX_ANSWERS:
        raise InvalidInput("answers", len(answers), expected=f"at most {MAX_ANSWERS}")
    for effect in answers:
        if (effect.actor, effect.victim) != (card.victim, card.actor):
            raise InvalidInput(f"the answer {effect.card}", f"{effect.actor} to {effect.victim}",
                               expected=f"{card.victim} to {card.actor}")  # fmt: skip
    for effect in (card, *answers):
        untold = any(gap.path.split(".")[0] == "cost" for gap in effect.unknown)
        if effect.harm is None or not effect.cost or untold:
            lacking = "harm" if effect.harm is None else "cost"
            why = next((u.reason for u in effect.unknown if u.path.startswith(lacking)), "")
            raise InvalidInput(f"{lacking} of {effect.card}", "unknown",
                               expected="a loss in every month", remedy=why)  # fmt: skip
        if card.harm is not None and effect.harm.shape != card.harm.shape:
            raise InvalidInput(f"the draws and months of {effect.card}", effect.harm.shape,
                               expected=str(card.harm.shape))  # fmt: skip


def _harm(effect: Effect) -> Array:
    assert effect.harm is not None
    return np.maximum(effect.harm, 0.0)


def _paid(effect: Effect) -> Array:
    return np.maximum(sum(effect.cost.values()), 0.0)


class _Turns(NamedTuple):
    """How months are cut into turns."""

    a_month: int

    def spread(self, monthly: Array) -> Array:
        """Cut what months cost into what their turns cost."""
        return np.repeat(monthly / self.a_month, self.a_month, axis=1)

    def unbearable(self, effect: Effect, exhaustion: str) -> Array:
        """Harm by turn, infinite from the turn in which what is critical is short."""
        harm, first = (
            self.spread(_harm(effect)),
            first_unbearable(effect, exhaustion, self.a_month),
        )
        return np.where(np.arange(harm.shape[1]) >= first[:, None], np.inf, harm)


def first_unbearable(effect: Effect, exhaustion: str, turns_a_month: int) -> Array:
    """Find the first turn that a card makes unbearable, whatever it costs; inf for never.

    Parameters
    ----------
    effect : Effect
        Of the card.
    exhaustion : {"market", "endurance"}
        As `contest_of` takes it.
    turns_a_month : int
        How often a month both sides decide.

    Returns
    -------
    ndarray, shape (draw,)
        It may lie beyond the horizon.

    Raises
    ------
    UsageError
        If `exhaustion` is not known.
    """
    if exhaustion == "market":
        until = effect.exhausted
    elif exhaustion == "endurance":
        until = effect.endurance_weeks / WEEKS_A_MONTH
    else:
        raise not_one_of("exhaustion", exhaustion, ["market", "endurance"])
    return np.asarray(np.floor(until * turns_a_month + 1e-9))


def _dearest(cost: Array, bearable: NDArray[np.bool_]) -> Array:
    """Find the dearest turn that can be borne, or the first where none can, shape (draw,)."""
    counted = bearable | (np.arange(cost.shape[1]) == 0)
    return np.where(counted, cost, 0.0).max(axis=1)


def _below_nothing(effects: Sequence[Effect]) -> float:
    below = [(effect.harm, sum(effect.cost.values())) for effect in effects]
    return float(np.mean([np.asarray(part) < 0 for parts in below for part in parts]))


def _first_unbearable(cost: Array) -> Array:
    unbearable = np.isinf(cost)
    return np.where(unbearable.any(axis=-1), unbearable.argmax(axis=-1), np.inf)
