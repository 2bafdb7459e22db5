"""Both sides' cards played against each other, year by year, in every future."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.leverage.cards import MARKET, Card, MarketCard
from outlast.engines.leverage.contest import Contest, contest_of
from outlast.engines.leverage.effects import Effect, NothingToStop, YearUnknown
from outlast.engines.leverage.market import market_effect
from outlast.engines.leverage.material import material_effect
from outlast.engines.leverage.solve import threshold
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
Exhaustion = Literal["market", "endurance"]
RULES: tuple[Exhaustion, ...] = ("endurance", "market")
HORIZON = 36
"""Months, if nothing else is asked."""
TURNS = 4
"""How often a month both sides decide: stocks last weeks."""


class Hand(NamedTuple):
    """A card, who plays it, and against whom."""

    card: Card
    actor: str
    victim: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others."""
        return self.card.text, self.actor, self.victim


@dataclass(frozen=True)
class Nothing:
    """A card that stops nothing in a year, which is known."""

    card: str
    reason: str


@dataclass(frozen=True)
class Untold:
    """A card whose effect in a year the figures do not tell."""

    card: str
    reason: str


Known = Effect | Nothing | Untold


@dataclass(frozen=True)
class Played:
    """A year of a study.

    Attributes
    ----------
    card : Effect, Nothing or Untold
        What the sender's card does.
    answers : tuple
        What the target's do.
    contest : Contest or None
        What the game is made of; None where that is not known.
    untold : str
        Why it is not.
    concession : float or None
        What yielding costs the target, if that was given.  [million USD/year]
    exhaustion : {"endurance", "market"}
        The rule that the contest goes by.
    """

    year: int
    card: Known
    answers: tuple[Known, ...]
    contest: Contest | None
    untold: str = ""
    concession: float | None = None
    exhaustion: Exhaustion = "endurance"
    _stakes: dict[tuple[Exhaustion, bool], Array] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def by_rule(self, rule: Exhaustion, *, answered: bool = True) -> Contest:
        """Play it by one of the rules of what cannot be borne, or without answers."""
        if self.contest is None or not isinstance(self.card, Effect):
            raise self._unknown("contest")
        if answered and rule == self.exhaustion:
            return self.contest
        given = [part for part in self.answers if isinstance(part, Effect) and answered]
        return contest_of(self.card, given, concession=self.concession, exhaustion=rule,
                          turns_a_month=self.contest.turns_a_year // 12)  # fmt: skip

    @cached_property
    def worth(self) -> Array:
        """What the card would cost the target were it borne, shape (draw,).  [MUSD]"""
        if not isinstance(self.card, Effect) or self.card.harm is None:
            raise self._unknown("worth")
        harm = np.maximum(self.card.harm, 0.0)
        return np.asarray(harm.mean(axis=1) * 12)

    @property
    def threshold(self) -> Array:
        """Stake above which playing pays, inf where none does, shape (draw,).  [MUSD/year]"""
        return self.stake_by(self.exhaustion)

    def stake_by(self, rule: Exhaustion, *, answered: bool = True) -> Array:
        """The same by one of the rules, or without answers; computed once each."""
        if (rule, answered) not in self._stakes:
            self._stakes[rule, answered] = threshold(self.by_rule(rule, answered=answered))
        return self._stakes[rule, answered]

    def _unknown(self, what: str) -> InvalidInput:
        return InvalidInput(what, "unknown", expected="a year with figures", remedy=self.untold)


@dataclass
class Study:
    """What is asked, and the effects computed so far.

    Attributes
    ----------
    home : Case
        Of the first material card; says what is sold to which market.
    draws, months, seed : int
        Of every effect.
    exhaustion : {"market", "endurance"}
        From when a month is unbearable, as `contest_of` takes it.
    concession : float or None
        What yielding costs the target, as `contest_of` takes it.  [million USD/year]
    threads : int or None
        All cores if not given; the result is the same.
    say : callable
        Is told what is computed.
    turns : int
        How often a month both sides decide.
    loaded : dict of str to Case
        Cases read already, by name.
    """

    home: Case
    draws: int
    months: int
    seed: int
    exhaustion: Exhaustion = "endurance"
    concession: float | None = None
    threads: int | None = None
    say: Callable[[str], None] = lambda _: None
    turns: int = TURNS
    loaded: dict[str, Case] = field(default_factory=dict)
    _known: dict[tuple[tuple[str, str, str], int], Known] = field(default_factory=dict, init=False)

    _names: dict[str, str] = field(default_factory=dict, init=False)

    def knows(self, hand: Hand, year: int) -> bool:
        """Whether what a card does in a year is computed already."""
        return (hand.key, year) in self._known

    def effect(self, hand: Hand, year: int) -> Known:
        """What a card does in a year."""
        if (hand.key, year) not in self._known:
            self.say(f"{hand.card.text}, {year}")
            self._names[hand.card.text] = hand.card.name
            self._known[hand.key, year] = self._computed(hand, year)
        return self._known[hand.key, year]

    @property
    def figures(self) -> set[str]:
        """Ids of the figures that the effects so far rest on."""
        found = (part for part in self._known.values() if isinstance(part, Effect))
        return {name for effect in found for name in self._cited(effect)}

    @property
    def notes(self) -> list[str]:
        """What a reader should know of the effects so far, each once."""
        found = (part for part in self._known.values() if isinstance(part, Effect))
        return list(dict.fromkeys(note for effect in found for note in effect.notes))

    def _cited(self, effect: Effect) -> list[str]:
        """Ids of an effect's figures, those of another case with its name before them."""
        case = self._names.get(effect.card, MARKET)
        own = case in {self.home.name, MARKET}
        return [name if own else f"{case}:{name}" for name in effect.figures]

    def play(self, card: Hand, answers: Sequence[Hand], year: int) -> Played:
        """Play a year; an answer that stops nothing is not there to be given."""
        own = self.effect(card, year)
        others = tuple(self.effect(hand, year) for hand in answers)
        untold = [part.reason for part in (own, *others) if isinstance(part, Untold)]
        if isinstance(own, Nothing):
            untold.append(own.reason)
        given = [part for part in others if isinstance(part, Effect)]
        if untold or not isinstance(own, Effect):
            return Played(year, own, others, None, "; ".join(dict.fromkeys(untold)))
        try:
            contest = contest_of(own, given, concession=self.concession,
                                 exhaustion=self.exhaustion, turns_a_month=self.turns)  # fmt: skip
        except InvalidInput as unknown:
            return Played(year, own, others, None, str(unknown))
        return Played(year, own, others, contest, "", self.concession, self.exhaustion)

    def _computed(self, hand: Hand, year: int) -> Known:
        try:
            effect = self._effect(hand, year)
        except YearUnknown as unknown:
            return Untold(hand.card.text, str(unknown))
        except NothingToStop as nothing:
            return Nothing(hand.card.text, str(nothing))
        if effect.harm is not None and np.isnan(effect.harm).any():
            return Untold(hand.card.text, "; ".join(u.reason for u in effect.unknown))
        return effect

    def _effect(self, hand: Hand, year: int) -> Effect:
        seed = stream(self.seed, hand)
        if isinstance(hand.card, MarketCard):
            return market_effect(self.home, hand.actor, hand.victim, year, hand.card.rate,
                                 self.months, self.draws, seed)  # fmt: skip
        return material_effect(hand.card, hand.actor, hand.victim, year, months=self.months,
                               draws=self.draws, seed=seed, threads=self.threads)  # fmt: skip


def stream(seed: int, hand: Hand) -> int:
    """Seed of a card's futures, the same in every year and for every way to play the card."""
    return seed + zlib.crc32(f"{hand.card.name} {hand.actor} {hand.victim}".encode())


def drawn_of(played: Played) -> Mapping[str, Array]:
    """What varies in a year's futures, by the card's name and the prior's."""
    effects = [part for part in (played.card, *played.answers) if isinstance(part, Effect)]
    return {f"{effect.card.partition(':')[0]}: {name}": values
            for effect in effects for name, values in effect.drawn.items()}  # fmt: skip
