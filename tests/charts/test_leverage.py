"""Charts of leverage: the unknown is framed and never drawn as nothing.

Each is checked against the schema of Vega-Lite as it is made.
"""

import altair as alt
import pytest
from leverage_example import YEARS, blank, example, threshold, year

from outlast.charts import (
    game_tree,
    harm_matrix,
    matrix_cards,
    payoff_matrix,
    pays_by_year,
    short_first,
    swing_tornado,
    thresholds,
)


def data(spec, field):
    tables = spec["datasets"].values()
    return [row for rows in tables for row in rows if isinstance(row, dict) and field in row]


@pytest.fixture(scope="module")
def result():
    return example()


@pytest.fixture(scope="module")
def lines(result):
    return thresholds(result)


def test_no_stake_is_a_cell_of_the_strip_and_no_point_of_the_line(lines):
    spec = lines
    alt.LayerChart.from_dict(spec)
    own = {row["year"]: row["middle"] for row in data(spec, "middle")
           if row["middle"] is not None}  # fmt: skip
    assert own == {2014: 5.2, 2018: 1.9, 2024: 0.56}
    market = thresholds(example(), "market")
    assert {row["middle"] for row in data(market, "middle")} == {3.5}
    strip = {row["year"]: row["told"] for row in data(spec, "told")}
    assert strip[2010] == "98 %"
    assert strip[2024] == "0 %"


def test_a_band_whose_end_is_never_is_open_above(lines):
    bars = {row["year"]: row for row in data(lines, "open") if row["from"] is not None}
    assert bars[2012]["open"]
    assert bars[2012]["from"] == 2.1
    assert bars[2012]["to"] > bars[2018]["to"]
    assert not bars[2018]["open"]
    assert bars[2024]["from"] > 0  # nought has no place on a logarithm, and stands at its end


def test_a_year_without_figures_is_framed_with_its_reason(lines):
    gone = data(lines, "reason")
    assert gone == [{"year": 2009, "reason": "the trade table begins in 2010"}]
    assert thresholds(example(years=[blank(2009)])) is None


def test_years_in_which_nothing_suffices_are_drawn_without_a_line():
    never = [year(row["year"], threshold(None, None, None, 1.0), (0, 0, 1)) for row in YEARS[1:3]]
    spec = thresholds(example(years=never, variants=[]))
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


def test_a_panel_has_the_powers_of_its_own_card(result):
    axes = {card: harm_matrix(result, card)["layer"][0]["encoding"]["x"]["scale"]["domain"]
            for card in matrix_cards(result)}  # fmt: skip
    assert axes == {"rare-earth-magnets": ["CHN", "USA", "JPN"], "helium": ["USA", "CHN"]}


def test_both_measures_and_the_variants_have_their_lines(result):
    spec = pays_by_year(result)
    alt.LayerChart.from_dict(spec)
    rows = [row for row in data(spec, "pays") if row["line"] == "as asked"]
    endurance = {row["year"]: row["pays"] for row in rows if "first" in row["rule"]}
    assert endurance[2009] is None
    assert round(endurance[2014], 2) == 0.69
    assert {row["pays"] for row in rows if "market" in row["rule"]} == {1.0, None}
    joined = [row for row in data(spec, "pays") if row["line"] == "Qatar and Russia join"]
    assert {row["pays"] for row in joined if "first" in row["rule"]} == {0.0}
    assert data(spec, "reason") == data(thresholds(result), "reason")
    assert pays_by_year(example(years=[blank(2009)])) is None


def test_who_is_short_first_fills_a_panel_a_measure(result):
    spec = short_first(result)
    alt.LayerChart.from_dict(spec)
    parts = [row for row in data(spec, "part") if row["year"] == 2014]
    assert [(row["who"], row["part"]) for row in parts if "first" in row["rule"]] == [
        ("China", 0.3), ("United States", 0.6), ("neither", 0.1)]  # fmt: skip
    feet = {row["rule"]: row["from"] for row in parts if row["who"] == "China"}
    tops = {row["rule"]: row["to"] for row in parts if row["who"] == "neither"}
    assert all(round(tops[rule] - foot, 9) == 1 for rule, foot in feet.items())
    assert not any(row["year"] == 2009 for row in data(spec, "part"))
    assert short_first(example(years=[blank(2009)])) is None


def test_the_equilibrium_is_framed_and_best_replies_have_their_sign(result):
    spec = payoff_matrix(result)
    frame = spec["layer"][1]
    assert frame["transform"] == [{"filter": "datum.equilibrium"}]
    assert frame["mark"]["strokeWidth"] == 3
    cells = {(row["sender_plan"], row["target_plan"]): row for row in data(spec, "down")}
    framed = [key for key, row in cells.items() if row["equilibrium"]]
    assert framed == [("play, hold out", "absorb, yield after 7 months")]
    best = cells[framed[0]]
    assert (best["sender"], best["target"]) == ("■ 1,340", "● −6,100")
    assert cells["play, hold out", "answer: helium, yield after 7 months"]["target"] == "−∞"
    assert cells["hold", "yield at once"]["sender"] == "0"
    assert len({row["down"].count("\n") for row in cells.values()}) == 1


def test_the_tree_has_a_row_a_node_and_its_path_is_bold(result):
    spec = game_tree(result)
    nodes = {row["id"]: row for row in data(spec, "move")}
    assert sorted(row["y"] for row in nodes.values()) == list(range(11))
    assert all(row["x"] > nodes[row["parent"]]["x"] for row in nodes.values() if row["parent"])
    assert nodes[8]["move"] == "month 7: ● yield"
    assert nodes[8]["payoffs"] == "■ 1,340, ● −6,100 million USD"
    assert nodes[7]["move"] == "month 1: ■ persist, to month 7"
    assert nodes[9]["payoffs"] == "cannot be borne"
    assert nodes[10]["payoffs"].startswith("in the end ■ 1,290")
    assert {row["link"] for row in data(spec, "link") if row["on_path"]} == set("23578")
    assert spec["layer"][1]["mark"]["strokeWidth"] > spec["layer"][0]["mark"]["strokeWidth"]


def test_swings_are_drawn_as_shares_in_words(result):
    rows = data(swing_tornado(result), "to")
    assert {row["name"] for row in rows} == {"helium: usable stock", "the answers"}
    assert max(row["to"] for row in rows) == 0.9
    assert swing_tornado(example(swings=[])) is None


def test_what_was_not_solved_is_not_drawn():
    bare = example(game=None, matrix=None)
    assert payoff_matrix(bare) is None
    assert game_tree(bare) is None
    assert matrix_cards(bare) == []


def test_who_is_short_first_is_drawn_of_a_year_without_a_game():
    row = blank(2009)
    assert short_first(example(years=[row])) is None
    row["rules"][1]["yields_first"] = {"target": 0.7, "sender": 0.2, "neither": 0.1}
    spec = short_first(example(years=[row, *YEARS[1:]]))
    drawn = {one["part"] for one in data(spec, "part") if one["year"] == 2009}
    assert drawn == {0.7, 0.2, 0.1}
    assert data(spec, "reason") == []
    assert [one["year"] for one in data(short_first(example()), "reason")] == [2009]
