"""A question of leverage as it is asked: cards read, sides looked up, years chosen, or refused."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from numbers import Integral, Real

from outlast.case import Case
from outlast.engines.leverage.cards import Card, MaterialCard, check_parties, read_card
from outlast.engines.leverage.contest import MAX_ANSWERS
from outlast.engines.leverage.study import Hand
from outlast.errors import InvalidInput, UsageError


@dataclass(frozen=True)
class Question:
    """Who may play what against whom, and what may be answered.

    Attributes
    ----------
    home : Case
        Of the first material card.
    card : Hand
        The sender's.
    answers : tuple of Hand
        The target's.
    loaded : dict of str to Case
        Cases read so far, by how a card names them.
    """

    home: Case
    card: Hand
    answers: tuple[Hand, ...]
    loaded: dict[str, Case] = field(default_factory=dict)

    @property
    def sides(self) -> tuple[str, str]:
        """Codes of sender and target."""
        return self.card.actor, self.card.victim

    @property
    def hands(self) -> tuple[Hand, ...]:
        """The card and its answers."""
        return self.card, *self.answers

    def replies(self, texts: Sequence[str]) -> tuple[Hand, ...]:
        """Read other answers of the target."""
        sender, target = self.sides
        return tuple(_hand(read_card(text, self.loaded), target, sender, self.home)
                     for text in texts)  # fmt: skip

    def years(self, years: Sequence[int] | int | None) -> list[int]:
        """Years in order; the last one that every material's case has if none is asked for."""
        if years is None:
            cards = (hand.card for hand in self.hands)
            return [min(card.case.years[-1] for card in cards if isinstance(card, MaterialCard))]
        asked = list(years) if isinstance(years, Iterable) else [years]
        if not asked:
            raise InvalidInput("years", "none", expected="one year or more")
        if any(not isinstance(year, Integral) or isinstance(year, bool) for year in asked):
            raise InvalidInput("years", repr(years), expected="whole numbers, such as 2024")
        return sorted({int(year) for year in asked})


def question_of(
    card: str, sender: str, target: str, answers: Sequence[str], stake: float | None,
    concession: float | None,
) -> Question:  # fmt: skip
    """Read a question.

    Parameters
    ----------
    card, sender, target : str
        As `outlast.leverage` takes them.
    answers : sequence of str
        As `outlast.leverage` takes them.
    stake, concession : float or None
        As `outlast.leverage` takes them; only checked here.

    Returns
    -------
    Question
        With its cases loaded.

    Raises
    ------
    UsageError
        If there is no such case, key or scenario, or no card is a material.
    InvalidInput
        If an amount does not fit, the sides do not, or an answer is given twice.
    """
    _refuse_texts(card, answers)
    _refuse_amounts(stake, concession)
    loaded: dict[str, Case] = {}
    held, given = read_card(card, loaded), [read_card(text, loaded) for text in answers]
    home = home_of([held, *given])
    code, whom = home.countries.find(sender), home.countries.find(target)
    hand = _hand(held, code, whom, home)
    hands = tuple(_hand(answer, whom, code, home) for answer in given)
    _refuse_twice(given)
    return Question(home, hand, hands, loaded)


def home_of(cards: Sequence[Card]) -> Case:
    """Find the case at home: that of the first card of a material.

    Raises
    ------
    UsageError
        If no card is one.
    """
    for card in cards:
        if isinstance(card, MaterialCard):
            return card.case
    raise UsageError("no card is a material, expected one: a market alone has no case; write "
                     "--answer rare-earth-magnets")  # fmt: skip


def _hand(card: Card, actor: str, victim: str, home: Case) -> Hand:
    check_parties(card, actor, victim, home.countries)
    return Hand(card, actor, victim)


def _refuse_twice(given: Sequence[Card]) -> None:
    """Refuse two ways to play one card: what they stop overlaps, and would count twice."""
    names = [card.name for card in given]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InvalidInput("answers", f"{twice[0]} twice", expected="each material or market once",
                           remedy="set ways to play one card beside each other as variants",
                           )  # fmt: skip


def _refuse_texts(card: str, answers: Sequence[str]) -> None:
    """Refuse cards that are none as they are written."""
    if isinstance(answers, str) or not isinstance(answers, Sequence):
        raise InvalidInput("answers", repr(answers), expected="a list of cards",
                           remedy=f"write [{answers!r}]" if answers else "")  # fmt: skip
    if len(answers) > MAX_ANSWERS:
        raise InvalidInput("answers", len(answers), expected=f"at most {MAX_ANSWERS}")
    for text in (card, *answers):
        if not isinstance(text, str):
            raise InvalidInput("a card", repr(text), expected="a text, such as 'helium'")


def _refuse_amounts(stake: float | None, concession: float | None) -> None:
    """Refuse what no year could be played for."""
    for name, amount in (("stake", stake), ("concession", concession)):
        sound = amount is None or (isinstance(amount, Real) and not isinstance(amount, bool)
                                   and 0 <= float(amount) < math.inf)  # fmt: skip
        if not sound:
            raise InvalidInput(name, repr(amount), expected="0 or more million USD a year")
