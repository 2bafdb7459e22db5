"""Stages upstream of what an importer buys, against the fictional chain and against simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import outlast
from outlast.engines.exposure.chain import links, made_by, stands, touched


def test_the_refiner_is_the_choke_point_though_mines_are_spread(chain):
    """Maple makes 80 % of the magnets from Rr's oxide; Rr's ore is half Aa's and half Bb's."""
    result = outlast.exposure(chain, "XIS", 2023).result["chain"]
    found = {stage["stage"]: {row["country"]: row["share"] for row in stage["powers"]}
             for stage in result["stages"]}  # fmt: skip
    assert found[""] == pytest.approx({"XMM": 0.8, "XNN": 0.2})
    assert found["oxide"] == pytest.approx({"XRR": 0.8, "XQQ": 0.2})
    assert found["oxide/ore"] == pytest.approx({"XAA": 0.4, "XBB": 0.4, "XCC": 0.2})
    assert all(stage["unknown_share"] < 1e-9 for stage in result["stages"])
    anywhere = {row["country"]: row["share"] for row in result["anywhere"]}
    assert anywhere["XRR"] == pytest.approx(0.8)
    assert anywhere["XAA"] == pytest.approx(0.4)


def test_a_case_without_stages_has_no_chain(isle):
    assert "chain" not in outlast.exposure(isle).result


def test_a_power_at_two_stages_is_counted_once(chain):
    """One power that makes Nutwood's magnets and digs Aa's ore: 0.2 + 0.8 x 0.5."""
    upstream = links(chain, 2023)
    bought = {"XMM": 0.8, "XAA": 0.2}
    assert touched(bought, upstream, "XAA") == pytest.approx(0.2 + 0.8 * 0.5)


def test_a_stage_of_another_year_is_unknown(chain):
    assert stands({"XMM": 1.0}, links(chain, 2019)) == {"oxide": {}, "oxide/ore": {}}


sizes = st.floats(0, 10)


@given(st.lists(sizes, min_size=4, max_size=4),
       st.lists(st.lists(sizes, min_size=4, max_size=4), min_size=4, max_size=4))  # fmt: skip
def test_what_is_made_is_neither_lost_nor_doubled(output, trade):
    """Supply of everybody holds each maker's output once: mixed flows add up to what is made."""
    made, flows = np.array(output), np.array(trade)
    np.fill_diagonal(flows, 0)
    whole = made + flows.sum(axis=0)
    part = made_by(made, flows)
    assert (part >= 0).all()
    assert (part.sum(axis=1) <= 1 + 1e-6).all()
    kept = whole - flows.sum(axis=1)
    if (kept >= 0).all() and made.sum() > 1e-3:
        used = (kept[:, None] * part).sum(axis=0)
        assert used == pytest.approx(made, abs=1e-5 * max(flows.sum(), 1))


def test_parts_are_those_of_marbles_drawn_one_by_one():
    """A walk from a buyer back to a maker, each step by the mix of what is held."""
    made = np.array([6.0, 3.0, 0.0, 1.0])
    flows = np.array([[0, 2, 1, 1], [0, 0, 2, 0], [0, 0, 0, 2], [0.5, 0, 0, 0]])
    part = made_by(made, flows)
    rng, count = np.random.default_rng(3), 20_000
    supply = made + flows.sum(axis=0)
    ends = np.zeros(4)
    for _ in range(count):
        here = 3
        while rng.random() * supply[here] >= made[here]:
            here = rng.choice(4, p=flows[:, here] / flows[:, here].sum())
        ends[here] += 1 / count
    assert part[3] == pytest.approx(ends, abs=0.015)


def test_what_has_no_weight_is_not_on_file_and_takes_nothing_else_away():
    """Half of what it holds, by value, came without a weight: the other half is known."""
    part = made_by(np.array([4.0, 0.0]), np.array([[0.0, 2.0], [0.0, 0.0]]), np.array([0.0, 2.0]))
    assert part[1] == pytest.approx([0.5, 0.0])


def test_chinas_oxides_stand_in_most_of_what_others_make():
    """Japan bought one lot of 20 thousand dollars without a weight, and the rest with."""
    magnets = outlast.load("rare-earth-magnets")
    oxide = next(link for link in links(magnets, 2024) if link.path == "oxide")
    place = {code: i for i, code in enumerate(oxide.countries)}
    japan = oxide.made_by[place["JPN"]]
    assert japan[place["CHN"]] > 0.6
    assert japan.sum() > 0.98
    vietnam = oxide.made_by[place["VNM"]]
    assert vietnam[place["CHN"]] > 0.1
    chain = outlast.exposure(magnets, "USA", 2024).result["chain"]
    held = {row["country"]: row["share"] for row in chain["anywhere"]}
    made = {row["country"]: row["share"] for row in chain["stages"][0]["powers"]}
    assert held["CHN"] > made["CHN"] + 0.05


def test_sales_beyond_all_that_is_known_are_not_on_file():
    """A hub that bought 1 and sold 4 had three quarters from nowhere on file."""
    part = made_by(np.array([1.0, 0.0, 0.0]), np.array([[0, 1, 0], [0, 0, 4], [0, 0, 0.0]]))
    assert part[2].sum() == pytest.approx(0.25)
