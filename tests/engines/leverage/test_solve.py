"""The solver against trees, closed form, bisection and itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_contests import STAKES, contests, dearest, endured, many

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.solve import months_resisted, solve, threshold
from outlast.engines.leverage.tree import backward_induction, contest_tree
from outlast.errors import InvalidInput


@settings(max_examples=80)
@given(contest=contests(), stake=STAKES)
def test_equal_to_the_tree(contest, stake):
    outcome, root = solve(contest, stake), contest_tree(contest, stake)
    solved = backward_induction(root)
    assert (outcome.sender[0], outcome.target[0]) == solved.payoffs[()]
    assert bool(outcome.plays[0]) == bool(solved.choices[()])
    assert outcome.answer[0] == solved.choices[1,]
    for place in range(len(contest.answers)):
        for month in range(contest.months):
            at = (1, place, *(1, 0) * month)
            if at in solved.choices:
                assert bool(outcome.persists[place, 0, month]) == bool(solved.choices[at])
                assert bool(outcome.yields[place, 0, month]) == bool(solved.choices[*at, 1])


@settings(max_examples=20)
@given(contest=contests(months=6))
def test_playing_pays_above_the_threshold_and_nowhere_below(contest):
    (found,) = threshold(contest).tolist()
    for stake in [0.0, *(6.0 * n for n in range(20)), 1e6]:
        if stake <= found * (1 - 1e-9) or stake == 0:
            assert not solve(contest, stake).plays[0]
        elif stake >= found * (1 + 1e-9):
            assert solve(contest, stake).plays[0]


def test_bisection_finds_the_same_threshold():
    """Whatever yielding costs: the target may give in before it must."""
    contest = many(draws=100, months=12)
    contest = replace(contest, concession=np.random.default_rng(1).uniform(0, 4, 100))
    low, high = np.zeros(100), np.full(100, 1e6)
    never = ~solve(contest, high).plays
    for _ in range(75):
        middle = (low + high) / 2
        plays = solve(contest, middle).plays
        low, high = np.where(plays, low, middle), np.where(plays, middle, high)
    assert 0.1 < never.mean() < 0.9
    assert threshold(contest) == pytest.approx(np.where(never, np.inf, high), rel=1e-9, abs=1e-9)


def closed_form(contest):
    """Highest over sets of 12 Σ(C + L) / (M − D); the default concession."""
    best = np.zeros(contest.draws)
    for place in range(len(contest.answers)):
        for draw, end in enumerate(contest.target_months):
            lasts = contest.sender_months[place, draw] >= end
            spent = np.inf
            if lasts and end < contest.months:
                paid = contest.sender_cost[place, draw, : int(end)].sum()
                spent = 12 * paid / (contest.months - end)
            best[draw] = max(best[draw], spent)
    return best


def test_the_closed_form_of_a_target_that_yields_only_when_it_must():
    contest = many()
    expected = closed_form(contest)
    assert 0.2 < np.isinf(expected).mean() < 0.9
    assert threshold(contest) == pytest.approx(expected, rel=1e-9)
    known = np.where(np.isinf(expected), 0, expected)
    above = solve(contest, known * (1 + 1e-9) + 1e-6)
    below = solve(contest, known * (1 - 1e-9))
    assert (above.plays == np.isfinite(expected)).all()
    assert not below.plays[expected > 0].any()
    assert (above.month[above.plays] == contest.target_months[above.plays]).all()
    assert (above.answer[above.plays] == 0).all()


def later(amounts, by):
    """The same months, `by` later, nothing before."""
    nothing = np.zeros((*amounts.shape[:-1], by))
    return np.concatenate([nothing, amounts[..., : amounts.shape[-1] - by]], axis=-1)


@settings(max_examples=50)
@given(contest=contests(months=6, least=1, default=True), by=st.integers(1, 3))
def test_a_larger_stock_of_the_target_never_serves_it_worse(contest, by):
    by = min(by, contest.months)
    harm = later(contest.harm, by)
    more = replace(contest, harm=harm, concession=dearest(harm, contest.answer_cost))
    assert more.target_months >= contest.target_months
    assert months_resisted(more)[0] >= months_resisted(contest)[0]
    assert threshold(more)[0] >= threshold(contest)[0]


@settings(max_examples=50)
@given(contest=contests(months=6), by=st.integers(1, 3))
def test_nor_does_it_where_yielding_costs_the_same(contest, by):
    assume(contest.concession[0] > 0)
    more = replace(contest, harm=later(contest.harm, min(by, contest.months)))
    assert months_resisted(more)[0] >= months_resisted(contest)[0]
    assert threshold(more)[0] >= threshold(contest)[0]


@settings(max_examples=50)
@given(contest=contests(months=6), by=st.integers(1, 3))
def test_a_larger_stock_of_the_sender_never_serves_it_worse(contest, by):
    more = replace(contest, answer_harm=later(contest.answer_harm, min(by, contest.months)))
    assert (more.sender_months >= contest.sender_months).all()
    assert threshold(more)[0] <= threshold(contest)[0]


@settings(max_examples=50)
@given(contest=contests(months=6, answers=2))
def test_another_answer_never_lowers_the_threshold(contest):
    for count in range(1, len(contest.answers)):
        fewer = Contest(
            contest.answers[:count], contest.harm, contest.cost, contest.answer_harm[:count],
            contest.answer_cost[:count], contest.concession,
        )  # fmt: skip
        assert threshold(fewer)[0] <= threshold(contest)[0]


def test_scaling_money_scales_the_threshold():
    contest = many(draws=50)
    scaled = Contest(contest.answers, *(4 * getattr(contest, name) for name in (
        "harm", "cost", "answer_harm", "answer_cost", "concession")))  # fmt: skip
    assert (threshold(scaled) == 4 * threshold(contest)).all()


def test_without_harm_on_either_side_holding_and_playing_tie_and_the_sender_holds():
    nothing = np.zeros((3, 12))
    sets = np.zeros((2, 3, 12))
    contest = Contest(((), ("a",)), nothing, nothing, sets, sets, np.zeros(3))
    outcome = solve(contest, 1000.0)
    assert not outcome.plays.any()
    assert not outcome.sender.any()
    assert not outcome.target.any()
    assert (outcome.answer == 0).all()
    assert np.isinf(threshold(contest)).all()


def test_even_months_are_not_yielded_for_the_sake_of_rounding():
    harm = endured(np.full((1, 36), 0.1), [30])
    none = np.zeros((1, 1, 36))
    contest = Contest(((),), harm, np.full((1, 36), 0.3), none, none, np.array([0.1]))
    assert months_resisted(contest).tolist() == [[30]]
    assert threshold(contest) == pytest.approx(12 * 30 * 0.3 / 6, rel=1e-12)


def test_a_target_to_which_yielding_is_cheap_yields_at_once():
    none = np.zeros((1, 1, 3))
    contest = Contest(((),), np.full((1, 3), 9.0), np.ones((1, 3)), none, none, np.ones(1))
    assert threshold(contest).tolist() == [0]
    assert solve(contest, 1.0).month.tolist() == [0]
    dear = replace(contest, concession=np.array([100.0]))
    assert np.isinf(threshold(dear)).all()


@pytest.mark.parametrize("stake", [-1.0, np.nan, np.inf])
def test_a_stake_that_cannot_be(stake):
    with pytest.raises(InvalidInput, match="stake is"):
        solve(many(draws=2), stake)
