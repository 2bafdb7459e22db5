"""Who runs short first, by hand on small effects: ties, horizons, and years without a game."""

from dataclasses import replace

import numpy as np
import pytest
from test_contest import effect

from outlast.engines.leverage.contest import contest_of
from outlast.engines.leverage.rows import row_of, variant_of
from outlast.engines.leverage.short_first import Short, short, yields_first
from outlast.engines.leverage.study import Nothing, Played, Untold

FREE = {"own": [0, 0, 0]}
CARD = effect("magnets", "CHN", "USA", [1, 1, 1], FREE, exhausted=1.3, weeks=9.0)
SOON = effect("helium", "USA", "CHN", [1, 1, 1], FREE, exhausted=1.3, weeks=99.0)
LATE = effect("market", "USA", "CHN", [1, 1, 1], FREE, exhausted=2.9, weeks=6.0)


def played(card, *answers, rule="endurance"):
    made = contest_of(card, answers, exhaustion=rule, turns_a_month=4)
    return Played(2020, card, answers, made, "", None, rule)


def test_in_a_tie_the_target_is_first():
    assert yields_first(Short(np.array([1.25]), np.array([1.25]))) == {
        "target": 1.0, "sender": 0.0, "neither": 0.0
    }  # fmt: skip
    found = short(played(CARD, SOON), "market")
    assert (found.target.tolist(), found.sender.tolist()) == ([1.25], [1.25])
    assert yields_first(found)["target"] == 1.0


def test_each_side_counts_once_and_never_is_neither():
    never = np.inf
    parts = Short(np.array([1.0, 2.0, never, never, 3.0]), np.array([2.0, 1.0, 5.0, never, never]))
    assert yields_first(parts) == {"target": 0.4, "sender": 0.4, "neither": 0.2}
    assert yields_first(None) == {"target": None, "sender": None, "neither": None}


@pytest.mark.parametrize("rule", ["endurance", "market"])
@pytest.mark.parametrize("answers", [(), (SOON,), (LATE,), (SOON, LATE)])
def test_what_needs_no_money_is_the_same_without_a_game(rule, answers):
    whole = played(CARD, *answers)
    alone = replace(whole, contest=None, card=replace(CARD, harm=None))
    assert np.array_equal(short(alone, rule), short(whole, rule))


def test_the_first_of_the_answers_counts_and_none_beyond_the_horizon():
    without = replace(played(CARD, SOON, LATE), contest=None)
    market, endured = short(without, "market"), short(without, "endurance")
    assert (market.target.tolist(), market.sender.tolist()) == ([1.25], [1.25])
    assert (endured.target.tolist(), endured.sender.tolist()) == ([2.0], [1.25])
    beyond = replace(without, answers=(SOON,))
    assert short(beyond, "endurance").sender.tolist() == [np.inf]  # 99 weeks, of three months


def test_the_sender_misses_what_it_misses_most_of():
    answers = [replace(one, unmet=np.array([part])) for one, part in ((SOON, 0.1), (LATE, 0.3))]
    assert row_of(played(CARD, *answers))["unmet_share_12m"]["sender"]["p50"] == 0.3
    assert variant_of(played(CARD, *answers))["answer_unmet"]["p50"] == 0.3
    assert row_of(played(CARD))["unmet_share_12m"]["sender"]["p50"] == 0.0


def test_what_a_card_does_must_be_known():
    without = replace(played(CARD, SOON), contest=None)
    assert short(replace(without, answers=(SOON, Untold("market", "no figure"))), "market") is None
    assert short(replace(without, card=Nothing("magnets", "none")), "market") is None
    idle = short(replace(without, answers=(Nothing("helium", "none"),)), "market")
    assert idle.sender.tolist() == [np.inf]
