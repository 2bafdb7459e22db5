"""Trees, tables and pictures of one future."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from oracles import perfect
from small_contests import SETS, STAKES, contests, many, trees

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.game_tree import MOST, game_tree
from outlast.engines.leverage.payoffs import AT_ONCE, ROWS, payoff_table
from outlast.engines.leverage.solve import solve, threshold
from outlast.engines.leverage.tree import Node, backward_induction, types_tree
from outlast.errors import InvalidInput


@settings(max_examples=25)
@given(root=trees())
def test_backward_induction_equals_trying_every_plan(root):
    assume(root.player != "end")
    assert dict(backward_induction(root).choices) in perfect(root)


def test_chance_is_weighed():
    ends = Node("end", 0, (4.0, 0.0)), Node("end", 0, (0.0, 8.0))
    root = Node("chance", 0, branches=(("a", ends[0]), ("b", ends[1])), odds=(0.25, 0.75))
    assert backward_induction(root).payoffs[()] == (1.0, 6.0)


def test_who_does_not_know_where_it_is_cannot_be_solved_backward():
    root = types_tree(many(draws=1, months=3), np.array([1.0, 2.0]), 12.0)
    with pytest.raises(InvalidInput, match="the sender in month 2 is unsure where it is"):
        backward_induction(root)


@settings(max_examples=30)
@given(contest=contests(months=5), stake=STAKES)
def test_one_cell_of_the_table_is_the_equilibrium(contest, stake):
    table, outcome = payoff_table(contest, stake), solve(contest, stake)
    (cell,) = [cell for cell in table.cells if cell.equilibrium]
    assert cell.row == ROWS[2 if outcome.plays[0] else 0]
    assert (cell.sender, cell.target) == (outcome.sender[0], outcome.target[0])
    assert len(table.cells) == len(table.rows) * len(table.columns)
    assert len(set(table.columns)) == len(table.columns)
    if outcome.plays[0]:  # nobody gains by another plan of the table
        rows = [c.sender for c in table.cells if c.column == cell.column]
        columns = [c.target for c in table.cells if c.row == cell.row]
        assert cell.sender == max(rows)
        assert cell.target == max(columns)


def worked():
    """The target lasts two months of four, and can hit back with a."""
    inf = np.inf
    return Contest(
        SETS[1], np.array([[2.0, 2.0, inf, inf]]), np.ones((1, 4)),
        np.array([[[0.0] * 4], [[3.0] * 4]]), np.array([[[0.0] * 4], [[1.0] * 4]]),
        np.array([3.0]),
    )  # fmt: skip


def test_a_table_by_hand():
    assert threshold(worked()).tolist() == [48.0]  # twelve times two months of 1 + 3, over two
    table = payoff_table(worked(), 60.0)
    assert table.columns == (
        AT_ONCE,
        "absorb, yield after 2 months",
        "answer: a, yield after 2 months",
    )
    rows = [[(c.sender, c.target) for c in table.cells if c.row == row] for row in table.rows]
    assert rows == [
        [(0, 0), (0, 0), (0, 0)],
        [(20, -12), (-1, -2), (-4, -3)],
        [(20, -12), (8, -10), (2, -12)],
    ]
    held = next(cell for cell in payoff_table(worked(), 40.0).cells if cell.equilibrium)
    assert (held.row, held.column) == ("hold", "answer: a, yield after 2 months")


def test_a_target_that_would_yield_only_if_the_sender_stayed_resists():
    none = np.zeros((1, 1, 2))
    contest = Contest(
        ((),), np.array([[5.0, 2.0]]), np.array([[1.0, 0.0]]), none, none, np.array([3.0])
    )
    (cell,) = [cell for cell in payoff_table(contest, 12.0).cells if cell.equilibrium]
    assert (cell.row, cell.column) == ("hold", "absorb, resist to the end")


def test_a_picture_by_hand():
    picture = game_tree(worked(), 60.0)
    path = [(n["action"], n["player"], n["payoffs"]) for n in picture.nodes if n["on_path"]]
    assert path == [
        ("", "sender", None),
        ("play", "target", None),
        ("absorb", "sender", None),
        ("persist", "target", None),
        ("resist, on to month 2", "target", None),
        ("yield", "end", [8.0, -10.0]),
    ]
    assert picture.cut == ["where both go on, what lies between is not drawn"]
    assert [n["id"] for n in picture.nodes if n["parent"] is None] == [0]


@settings(max_examples=40)
@given(contest=contests(months=6), stake=STAKES)
def test_a_picture_shows_the_equilibrium(contest, stake):
    picture, outcome = game_tree(contest, stake), solve(contest, stake)
    (last,) = [n for n in picture.nodes if n["on_path"] and n["player"] == "end"]
    assert last["payoffs"] == [outcome.sender[0], outcome.target[0]]
    assert all(n["parent"] is None or n["parent"] < n["id"] for n in picture.nodes)
    assert len(picture.nodes) <= MOST


def test_what_does_not_fit_on_a_picture_is_said():
    contest = many(draws=1, sets=7)
    picture = game_tree(contest, 10.0)
    assert len(picture.nodes) <= MOST
    assert "2 sets of answers are not drawn" in picture.cut
