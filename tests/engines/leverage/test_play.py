"""The table-top exercise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_contests import STAKES, contests
from test_tree import worked

from outlast.engines.leverage.play import Exercise
from outlast.engines.leverage.solve import solve
from outlast.errors import UsageError


@settings(max_examples=30)
@given(contest=contests(months=5), stake=STAKES)
def test_who_follows_the_advice_plays_the_equilibrium(contest, stake):
    exercise, outcome = Exercise(contest, stake), solve(contest, stake)
    state, log = exercise.start(), []
    while state.turn is not None:
        state, entry = exercise.apply(state, exercise.advice(state).move)
        log.append(entry)
    assert state.score == (outcome.sender[0], outcome.target[0])
    assert state.ended == ("target yields" if outcome.plays[0] else "sender holds")
    assert sum(entry.sender for entry in log) == state.score[0]
    assert sum(entry.target for entry in log) == state.score[1]


@settings(max_examples=30)
@given(contest=contests(months=5), stake=STAKES, picks=st.lists(st.integers(0, 9), min_size=20))
def test_any_moves_come_to_an_end(contest, stake, picks):
    exercise = Exercise(contest, stake)
    state, turns = exercise.start(), 0
    while state.turn is not None:
        moves = exercise.moves(state)
        assert exercise.advice(state).move in moves
        state, _ = exercise.apply(state, moves[picks[turns % 20] % len(moves)])
        turns += 1
    assert turns <= 2 + 2 * contest.months
    assert state.ended
    assert exercise.moves(state) == ()


def run(exercise, *moves):
    state = exercise.start()
    for move in moves:
        state, _ = exercise.apply(state, move)
    return state


def test_a_game_by_hand():
    exercise = Exercise(worked(), 60.0)
    state = run(exercise, "play", "answer: a", "persist", "resist", "persist", "resist")
    assert (state.month, state.turn, state.target_months) == (2, "sender", 0)
    assert (state.sender_lost, state.target_lost) == (8, 6)
    assert exercise.moves(run(exercise, "play", "absorb")) == ("withdraw", "persist")
    state, _ = exercise.apply(state, "persist")
    assert exercise.moves(state) == ("yield",)
    assert exercise.advice(state).reason == "the next month cannot be borne"
    assert exercise.apply(state, "yield")[0].score == (2, -12)


def test_advice_tells_what_each_move_brings():
    exercise = Exercise(worked(), 60.0)
    assert exercise.advice(exercise.start()).reason == (
        "million USD from here on: hold: +0, sender holds; play: +8, target yields in month 2"
    )


def test_a_sender_that_cannot_bear_the_month_breaks():
    contest = worked()
    contest.answer_harm[1] = np.inf
    state = run(Exercise(contest, 60.0), "play", "answer: a", "persist", "resist")
    assert state.ended == "sender breaks"
    assert state.score == (-np.inf, -3)


def test_a_move_out_of_turn_is_refused():
    exercise = Exercise(worked(), 60.0)
    with pytest.raises(UsageError, match="move is 'yield', expected one of hold, play"):
        exercise.apply(exercise.start(), "yield")
    with pytest.raises(UsageError, match="none: it is over"):
        exercise.apply(run(exercise, "hold"), "play")
