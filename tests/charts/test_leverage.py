"""Charts of leverage are valid; the unknown is framed and never drawn as nothing."""

import altair as alt
import pytest
from leverage_example import YEARS, blank, example, threshold

from outlast.charts import (
    game_tree,
    harm_matrix,
    matrix_cards,
    payoff_matrix,
    swing_tornado,
    thresholds,
)


def data(spec, field):
    tables = spec["datasets"].values()
    return [row for rows in tables for row in rows if isinstance(row, dict) and field in row]


@pytest.fixture(scope="module")
def result():
    return example()


def test_every_chart_is_valid(result):
    charts = [harm_matrix(result, card) for card in matrix_cards(result)]
    charts += [draw(result) for draw in (thresholds, payoff_matrix, game_tree, swing_tornado)]
    for chart in charts:
        alt.LayerChart.from_dict(chart)


def test_no_stake_is_a_cell_of_the_strip_and_no_point_of_the_line(result):
    spec = thresholds(result)
    own = {row["year"]: row["middle"] for row in data(spec, "middle")
           if row["line"] == "as asked" and row["middle"] is not None}  # fmt: skip
    assert own == {2014: 5.2, 2018: 1.9, 2024: 0.56}
    strip = {row["year"]: row["told"] for row in data(spec, "told")}
    assert strip[2010] == "98 %"
    assert strip[2024] == "0 %"


def test_a_band_whose_end_is_never_is_open_above(result):
    bars = {row["year"]: row for row in data(thresholds(result), "open")
            if row["line"] == "as asked" and row["from"] is not None}  # fmt: skip
    assert bars[2012]["open"]
    assert bars[2012]["from"] == 2.1
    assert bars[2012]["to"] > bars[2018]["to"]
    assert not bars[2018]["open"]
    assert bars[2024]["from"] > 0  # nought has no place on a logarithm, and stands at its end


def test_a_year_without_figures_is_framed_with_its_reason(result):
    gone = data(thresholds(result), "reason")
    assert gone == [{"year": 2009, "reason": "the trade table begins in 2010"}]
    assert thresholds(example(years=[blank(2009)])) is None


def test_years_in_which_nothing_suffices_are_drawn_without_a_line():
    never = [row | {"threshold": threshold(None, None, None, 1.0)} for row in YEARS[1:3]]
    spec = thresholds(example(years=never, variants=[]))
    alt.LayerChart.from_dict(spec)
    assert {row["told"] for row in data(spec, "told")} == {"100 %"}


def test_an_unknown_harm_is_a_question_and_not_nought(result):
    assert matrix_cards(result) == ["rare-earth-magnets", "helium"]
    cells = {(row["sender"], row["target"]): row
             for row in data(harm_matrix(result, "rare-earth-magnets"), "label")}  # fmt: skip
    assert cells["CHN", "USA"]["label"] == "41 %"
    assert cells["USA", "CHN"]["label"] == "0 %"
    unknown = cells["USA", "JPN"]
    assert (unknown["label"], unknown["known"]) == ("?", False)
    assert unknown["words"] == "unknown: no row of trade.csv gives its flows"
    assert unknown["reach"] == "unknown"


def test_panels_of_all_cards_have_the_same_axes(result):
    axes = {str(harm_matrix(result, card)["layer"][0]["encoding"]["x"]["scale"])
            for card in matrix_cards(result)}  # fmt: skip
    assert len(axes) == 1


def test_the_equilibrium_is_framed_and_best_replies_have_their_sign(result):
    spec = payoff_matrix(result)
    frame = spec["layer"][1]
    assert frame["transform"] == [{"filter": "datum.equilibrium"}]
    assert frame["mark"]["strokeWidth"] == 3
    cells = {(row["sender_plan"], row["target_plan"]): row for row in data(spec, "down")}
    framed = [key for key, row in cells.items() if row["equilibrium"]]
    assert framed == [("play, hold out", "absorb, yield in month 7")]
    best = cells[framed[0]]
    assert (best["sender"], best["target"]) == ("■ 1.3", "● −6.1")
    assert cells["play, hold out", "answer: helium, yield in month 7"]["target"] == "−∞"
    assert cells["hold", "yield at once"]["sender"] == "0"
    assert len({row["down"].count("\n") for row in cells.values()}) == 1


def test_the_tree_has_a_row_a_node_and_its_path_is_bold(result):
    spec = game_tree(result)
    nodes = {row["id"]: row for row in data(spec, "move")}
    assert sorted(row["y"] for row in nodes.values()) == list(range(11))
    assert all(row["x"] > nodes[row["parent"]]["x"] for row in nodes.values() if row["parent"])
    assert nodes[8]["move"] == "month 7: ● yield"
    assert nodes[8]["payoffs"] == "■ 1.3, ● −6.1 bn USD"
    assert nodes[7]["move"] == "month 1: ■ persist, to month 7"
    assert nodes[9]["payoffs"] == "cannot be borne"
    assert nodes[10]["payoffs"].startswith("in the end ■ 1.3")
    assert {row["link"] for row in data(spec, "link") if row["on_path"]} == set("23578")
    assert spec["layer"][1]["mark"]["strokeWidth"] > spec["layer"][0]["mark"]["strokeWidth"]


def test_a_swing_without_an_end_is_not_drawn(result):
    names = {row["name"] for row in data(swing_tornado(result), "to")}
    assert names == {"usable stock"}
    assert swing_tornado(example(swings=[])) is None


def test_what_was_not_solved_is_not_drawn():
    bare = example(game=None, matrix=None)
    assert payoff_matrix(bare) is None
    assert game_tree(bare) is None
    assert matrix_cards(bare) == []
