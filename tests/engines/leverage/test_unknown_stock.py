"""A sender that does not know how long the target lasts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_contests import STAKES, contests, many

from outlast.engines.leverage.solve import solve, threshold
from outlast.engines.leverage.unknown_stock import stopping, threshold_with_types, types_of
from outlast.errors import InvalidInput

TYPES = st.lists(st.integers(0, 8), min_size=1, max_size=5).map(
    lambda d: np.sort(np.array(d, float))
)


def test_one_type_is_complete_information():
    contest = many()
    for draw in range(30):
        one = contest.future(draw)
        types = types_of(one, 1)
        assert types == one.target_months
        assert threshold_with_types(one, types) == pytest.approx(threshold(one), rel=1e-12)
        told = stopping(one, types, 100.0)
        plays = bool((told.withdraws[:, 0] > 0).all())
        outcome = solve(one, 100.0)
        assert plays == outcome.plays[0]
        if plays:
            assert told.expected[0, 0] == pytest.approx(outcome.sender[0], rel=1e-9)


@settings(max_examples=30)
@given(contest=contests(months=6), types=TYPES, stake=STAKES)
def test_bayes_month_by_month_equals_the_best_month_to_leave(contest, types, stake):
    """A plan is a month of leaving: try them all."""
    told, costs = stopping(contest, types, stake), contest.sender_cost[:, 0]
    for place in range(len(contest.answers)):
        worth = []
        for leave in range(contest.months + 1):
            gains = []
            for until in types:
                ends = until < leave and until < contest.months
                paid = costs[place, : int(min(until, leave, contest.months))].sum()
                gains.append((stake / 12 * (contest.months - until) if ends else 0) - paid)
            worth.append(np.mean(gains))
        assert told.expected[place, 0] == pytest.approx(max(worth), abs=1e-9)
        assert worth[told.withdraws[place, 0]] == pytest.approx(max(worth), abs=1e-9)


@settings(max_examples=30)
@given(contest=contests(months=6), types=TYPES)
def test_playing_pays_above_the_threshold_against_every_answer(contest, types):
    (found,) = threshold_with_types(contest, types)
    if np.isinf(found):
        assert not (stopping(contest, types, 1e6).expected > 0).all()
    elif found:
        assert (stopping(contest, types, found * 1.001).expected > 0).all()
        assert not (stopping(contest, types, found * 0.999).expected > 0).all()


def test_what_may_last_for_ever_is_left_in_time():
    contest = many(draws=1)
    told = stopping(contest, np.array([2.0, np.inf]), 500.0)
    assert told.withdraws[0, 0] == 3
    assert told.wins_share[0, 0] == 0.5


def test_types_are_quantiles_that_some_draw_has():
    contest = many()
    types = types_of(contest, 5)
    assert (np.diff(types[np.isfinite(types)]) >= 0).all()
    assert set(types) <= set(contest.target_months)
    with pytest.raises(InvalidInput, match="types is 0"):
        types_of(contest, 0)
