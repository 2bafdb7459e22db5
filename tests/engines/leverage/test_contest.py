"""A card and its answers put together, and what is refused."""

import numpy as np
import pytest

from outlast.engines.leverage.contest import Contest, contest_of
from outlast.engines.leverage.effects import Effect
from outlast.errors import InvalidInput, UsageError
from outlast.results import Unknown


def effect(card, actor, victim, harm, cost, *, exhausted=np.inf, weeks=np.inf, unknown=()):
    """One draw."""
    return Effect(
        card, actor, victim, 2020, None if harm is None else np.array([harm], dtype=float), {},
        {part: np.array([paid], dtype=float) for part, paid in cost.items()},
        np.array([exhausted]), np.array([weeks]), np.zeros(1), None, None, None, {}, (),
        tuple(unknown), (),
    )  # fmt: skip


CARD = effect("magnets", "CHN", "USA", [1, 5, 9], {"lost_exports": [1, 1, 1], "own": [1, 0, 0]},
              exhausted=2.0)  # fmt: skip
HELIUM = effect("helium", "USA", "CHN", [2, 2, 2], {"lost_exports": [3, 0, 0]}, exhausted=1.0)
TARIFF = effect("market", "USA", "CHN", [4, 4, 4], {"dearer_imports": [1, 1, 1]}, weeks=9.0)


def test_sets_add_up_smallest_first():
    made = contest_of(CARD, [HELIUM, TARIFF])
    assert made.answers == ((), ("helium",), ("market",), ("helium", "market"))
    assert made.harm.tolist() == [[1, 5, np.inf]]
    assert made.cost.tolist() == [[2, 1, 1]]
    assert made.answer_harm[:, 0].tolist() == [
        [0, 0, 0], [2, np.inf, np.inf], [4, 4, 4], [6, np.inf, np.inf]
    ]  # fmt: skip
    assert made.answer_cost[3, 0].tolist() == [4, 1, 1]
    assert made.target_months.tolist() == [2]
    assert made.sender_months[:, 0].tolist() == [np.inf, 1, np.inf, 1]


def test_the_target_gives_in_only_when_it_must_unless_told():
    assert contest_of(CARD, [HELIUM, TARIFF]).concession.tolist() == [6]  # 5 + 1 in month 1
    assert contest_of(CARD, [HELIUM], concession=24).concession.tolist() == [2]
    at_once = effect("magnets", "CHN", "USA", [7, 8, 9], {"own": [0, 0, 0]}, exhausted=0.0)
    assert contest_of(at_once).concession.tolist() == [7]


def test_exhaustion_may_be_that_of_the_last_reserve():
    made = contest_of(CARD, [TARIFF], exhaustion="endurance")
    assert made.target_months.tolist() == [np.inf]
    assert made.sender_months[1].tolist() == [2]  # nine weeks end in the third month


def test_a_card_that_helps_counts_as_nothing_and_is_told():
    helps = effect("magnets", "CHN", "USA", [-1, 2, 3], {"own": [0, -4, 0]})
    made = contest_of(helps)
    assert made.harm.tolist() == [[0, 2, 3]]
    assert made.cost.tolist() == [[0, 0, 0]]
    assert made.below_nothing_share == pytest.approx(2 / 6)


@pytest.mark.parametrize(
    ("card", "answers", "concession", "words"),
    [
        (CARD, [CARD], None, "the answer magnets is CHN to USA, expected USA to CHN"),
        (CARD, [], -1.0, "concession is -1.0, expected 0 or more million USD a year"),
        (CARD, [HELIUM] * 7, None, "answers is 7, expected at most 6"),
        (effect("x", "CHN", "USA", None, {"own": [1]}, unknown=[Unknown("harm", "no GDP")]), [],
         None, "harm of x is unknown, expected a loss in every month: no GDP"),
        (effect("x", "CHN", "USA", [1, 2], {}), [], None, "cost of x is unknown"),
        (CARD, [effect("x", "USA", "CHN", [1], {"own": [1]})], None, "draws and months of x"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(card, answers, concession, words):
    with pytest.raises(InvalidInput, match=words):
        contest_of(card, answers, concession=concession)


def test_a_word_that_is_not_known_is_refused():
    with pytest.raises(UsageError, match="exhaustion is 'weeks'"):
        contest_of(CARD, exhaustion="weeks")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"harm": np.array([[np.nan, 1.0]])}, "harm is below 0 or not a number"),
        ({"cost": np.ones((1, 3))}, "the shape of cost"),
        ({"concession": np.array([np.inf])}, "concession is infinite"),
        ({"answers": (("a",),)}, "the first set of answers"),
    ],
)
def test_arrays_no_game_can_be_played_with(change, words):
    two, none = np.ones((1, 2)), np.zeros((1, 1, 2))
    parts = {"answers": ((),), "harm": two, "cost": two, "answer_harm": none,
             "answer_cost": none, "concession": np.ones(1)}  # fmt: skip
    with pytest.raises(InvalidInput, match=words):
        Contest(**{**parts, **change})
    with pytest.raises(InvalidInput, match="draw is 1, expected 0 to 0"):
        Contest(**parts).future(1)
