"""Coalitions through several layers, against brute force, the published table and themselves."""

import json
from fractions import Fraction
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables_of_reach import filled, minimal, numbers, stopped, subsets, tables

from outlast.engines.exposure.coalitions import minimal_coalitions
from outlast.engines.exposure.most_stopped import most_stopped
from outlast.engines.exposure.stopping_coalitions import minimal_stopping_coalitions
from outlast.errors import InvalidInput, UsageError

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "minimal_coalitions.json").read_text())
HOW = st.sampled_from(["low", "point", "high"])
CUT = st.sampled_from([Fraction(n, 20) for n in range(1, 21)])


def names(count):
    return [f"P{i:02}" for i in range(count)]


def positions(coalition):
    return frozenset(int(name[1:]) for name in coalition.members)


def crowd(powers, seed=0, origins=15, layers=6):
    """Powers that each hold a few origins through some layer; the first their own territory."""
    rng = np.random.default_rng(seed)
    kappa = np.zeros((layers, powers, origins))
    kappa[0, np.arange(origins), np.arange(origins)] = 1.0
    where = rng.integers(1, layers, (powers, 3)), rng.integers(0, origins, (powers, 3))
    kappa[where[0], np.arange(powers)[:, None], where[1]] = rng.uniform(0.05, 0.5, (powers, 3))
    return rng.dirichlet(np.full(origins, 0.5)), kappa


@given(table=tables(powers=8), cut=CUT, how=HOW)
def test_minimal_coalitions_equal_brute_force(table, cut, how):
    share, kappa = table
    powers = names(kappa.shape[1])
    found = minimal_stopping_coalitions(share, numbers(kappa), powers, cut, how)
    assert found.complete
    listed = found.coalitions
    assert len({c.members for c in listed}) == len(listed)
    assert {positions(c) for c in listed} == minimal(share, kappa, cut, how)
    for coalition in listed:
        assert coalition.certain
        assert coalition.at_least == coalition.at_most
        exact = stopped(share, kappa, positions(coalition), how)
        assert coalition.at_least == pytest.approx(float(exact), abs=1e-12)
    keys = [(len(c.members), -round(c.at_least, 11), c.members) for c in listed]
    assert keys == sorted(keys)


@given(table=tables(powers=6, unknown=True), cut=CUT, how=HOW)
def test_unknown_parts_are_neither_nothing_nor_all(table, cut, how):
    share, kappa = table
    least, most = filled(kappa, 0), filled(kappa, 1)
    found = minimal_stopping_coalitions(
        share, numbers(kappa), names(kappa.shape[1]), cut, how
    ).coalitions
    certain = minimal(share, least, cut, how)
    assert {positions(c) for c in found if c.certain} >= certain
    assert {positions(c) for c in found} == certain | minimal(share, most, cut, how)
    for c in found:
        assert c.certain == (stopped(share, least, positions(c), how) >= cut)
        assert c.at_most == pytest.approx(float(stopped(share, most, positions(c), how)))


@given(table=tables(powers=6), size=st.integers(1, 6), how=HOW, unknown=st.booleans())
def test_the_most_that_any_stops_equals_brute_force(table, size, how, unknown):
    share, kappa = table
    kappa = kappa.copy()
    if unknown:
        kappa[0, 0, 0] = None
    told = most_stopped(share, numbers(kappa), names(kappa.shape[1]), size, how)
    for fill, best in ((0, told.best), (1, told.best_possible)):
        full = filled(kappa, fill)
        assert [b.size for b in best] == list(range(1, min(size, kappa.shape[1]) + 1))
        for b in best:
            most = max(stopped(share, full, one, how) for one in subsets(kappa.shape[1], b.size))
            value = b.coalition.at_most if fill else b.coalition.at_least
            assert value == pytest.approx(float(most), abs=1e-11)
            assert b.proven
            assert len(b.coalition.members) <= b.size


@given(table=tables(powers=6), how=HOW)
def test_the_ranking_holds_every_small_coalition(table, how):
    share, kappa = table
    count = kappa.shape[1]
    told = most_stopped(share, numbers(kappa), names(count), 3, how)
    assert {positions(c) for c in told.ranking} == {frozenset(s) for s in subsets(count, 3)}
    assert len(told.ranking) == len(subsets(count, 3))
    values = [round(c.at_least, 11) for c in told.ranking]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("how", ["low", "point", "high"])
@pytest.mark.parametrize("cut", ["50", "60", "80"])
def test_the_published_table(cut, how):
    supply = GOLDEN["supply"]
    share = [amount / sum(supply.values()) for amount in supply.values()]
    found = minimal_stopping_coalitions(
        share, [np.eye(len(supply))], [*supply], int(cut) / 100, how
    )
    assert found.complete
    assert sorted(c.members for c in found.coalitions) == sorted(map(tuple, GOLDEN[cut]))


@given(st.lists(st.integers(1, 30), min_size=1, max_size=9), CUT)
def test_territories_alone_give_the_coalitions_of_suppliers(sizes, cut):
    powers = names(len(sizes))
    amounts = dict(zip(powers, map(Fraction, sizes), strict=True))
    exact, _ = minimal_coalitions(amounts, cut)
    share = [size / sum(sizes) for size in sizes]
    found = minimal_stopping_coalitions(share, [np.eye(len(sizes))], powers, cut)
    assert {c.members for c in found.coalitions} == {c.members for c in exact}


def test_the_order_of_powers_does_not_matter():
    share, kappa = crowd(20)
    turned = np.random.default_rng(3).permutation(20)
    powers = names(20)
    first = minimal_stopping_coalitions(share, kappa, powers, 0.6)
    again = minimal_stopping_coalitions(share, kappa[:, turned], [powers[i] for i in turned], 0.6)
    assert first == again


def test_a_limit_keeps_the_smallest_and_says_how_far_it_came():
    share, kappa = crowd(22)
    whole = minimal_stopping_coalitions(share, kappa, names(22), 0.5, limit=100_000)
    some = minimal_stopping_coalitions(share, kappa, names(22), 0.5, limit=500)
    assert whole.complete
    assert (len(some.coalitions), some.complete) == (500, False)
    listed = {c.members for c in some.coalitions}
    assert listed <= {c.members for c in whole.coalitions}
    smaller = {c.members for c in whole.coalitions if len(c.members) < some.complete_below}
    assert smaller
    assert smaller <= listed


def test_a_search_given_up_lists_only_minimal_coalitions():
    share, kappa = crowd(22)
    whole = minimal_stopping_coalitions(share, kappa, names(22), 0.5, limit=100_000)
    some = minimal_stopping_coalitions(share, kappa, names(22), 0.5, max_opened=300)
    assert not some.complete
    assert some.coalitions
    assert {c.members for c in some.coalitions} < {c.members for c in whole.coalitions}


def test_a_search_given_up_bounds_what_it_did_not_see():
    share, kappa = crowd(30)
    full = most_stopped(share, kappa, names(30), 6).best[-1]
    some = most_stopped(share, kappa, names(30), 6, max_opened=1).best[-1]
    assert full.proven
    assert not some.proven
    assert some.coalition.at_least <= full.coalition.at_least <= some.bound


def test_a_larger_ranking_than_fits_stops_at_pairs():
    told = most_stopped([1.0], np.full((1, 60, 1), 0.1), names(60), 3)
    assert (told.ranked_size, len(told.ranking)) == (2, 60 + 1770)
    assert [round(b.coalition.at_least, 9) for b in told.best] == [0.1, 0.2, 0.3]


def test_supply_of_unknown_origin_may_be_stopped_by_anyone():
    found = minimal_stopping_coalitions([0.4, 0.3], [np.eye(2)], ["ABC", "XYZ"], 0.5).coalitions
    assert [(c.members, c.certain) for c in found] == [
        (("ABC",), False), (("XYZ",), False), (("ABC", "XYZ"), True)
    ]  # fmt: skip
    assert found[0].at_most == pytest.approx(0.7)


def test_nobody_can_stop_what_nobody_holds():
    nothing = minimal_stopping_coalitions([1.0], np.zeros((2, 3, 1)), names(3), 0.1)
    assert (nothing.coalitions, nothing.complete) == ((), True)
    nobody = minimal_stopping_coalitions([1.0], np.zeros((2, 0, 1)), [], 0.1)
    assert (nobody.coalitions, nobody.complete) == ((), True)
    assert most_stopped([1.0], np.zeros((2, 0, 1)), [], 2).best == ()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"share": [-0.1, 0.4]}, "share of an origin is -0.1, expected 0 to 1"),
        ({"share": [1.1, 0.0]}, "share of an origin is 1.1"),
        ({"share": [nan, 0.4]}, "share of an origin is nan"),
        ({"share": [0.8, 0.4]}, r"sum of the shares is 1\.2"),
        ({"kappa": [[[1.2, 0], [0, 1]]]}, "part of an origin's supply is 1.2"),
        ({"kappa": [[[-1e-3, 0], [0, 1]]]}, "part of an origin's supply is -0.001"),
        ({"kappa": [[[1, 0, 0], [0, 1, 0]]]}, r"shape of kappa is \(1, 2, 3\)"),
        ({"kappa": [[1, 0], [0, 1]]}, "shape of share and kappa"),
        ({"kappa": np.zeros((0, 2, 2))}, "with a layer or more"),
        ({"powers": ["A", "A"]}, "power is A, expected names used once"),
        ({"cut": 0}, "cut is 0"),
        ({"cut": 50}, "cut is 50"),
        ({"cut": nan}, "cut is nan"),
    ],
)
def test_bad_input(changed, message):
    given_well = {"share": [0.6, 0.4], "kappa": [np.eye(2)], "powers": ["A", "B"], "cut": 0.5}
    with pytest.raises(InvalidInput, match=message):
        minimal_stopping_coalitions(**given_well | changed)


def test_bad_choices():
    with pytest.raises(UsageError, match="how is 'middle', expected one of low, point, high"):
        minimal_stopping_coalitions([1.0], [[[1.0]]], ["A"], 0.5, "middle")
    with pytest.raises(InvalidInput, match="size is 0, expected a whole number"):
        most_stopped([1.0], [[[1.0]]], ["A"], 0)
