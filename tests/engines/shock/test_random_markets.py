"""The laws of the months, on markets that no case has."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_markets import SHIPPED, TARGET, random_market, run_market

SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS)
def test_no_measure_leaves_the_normal_month(seed):
    market = random_market(seed)
    record = run_market(market)
    normal = market.demand.sum(axis=2)[:, None]
    assert np.abs(record.consumption - normal).max() <= 1e-12 * normal.max()
    assert np.abs(record.spot).max() <= 1e-12


@given(SEEDS, st.integers(1, 10), st.floats(0, 0.99))
def test_nothing_moves_before_the_measure(seed, start, allowed):
    market = random_market(seed, start=start, allowed=allowed)
    record = run_market(market)
    normal = market.demand.sum(axis=2)[:, None]
    assert np.abs(record.consumption[:, :start] - normal).max() <= 1e-12 * normal.max()


@given(SEEDS, st.floats(0, 0.99))
def test_the_account_closes_in_every_month(seed, allowed):
    record = run_market(random_market(seed, allowed=allowed))
    assert record.checks[:, 0].max() < 1e-9
    assert record.checks[:, 1].max() < 1e-10
    assert all(np.isfinite(series).all() for series in record)


@given(SEEDS, st.tuples(st.floats(0, 0.98), st.floats(0, 0.98)))
def test_a_larger_ban_never_raises_consumption_in_its_month(seed, levels):
    mild, harsh = used(seed, levels)
    assert (harsh[:, 0] <= mild[:, 0] * (1 + 1e-9)).all()


@settings(derandomize=True)
@given(SEEDS, st.tuples(st.floats(0, 0.98), st.floats(0, 0.98)))
def test_a_larger_ban_hardly_ever_raises_consumption_in_all(seed, levels):
    """One random market in 8,000 breaks this law, see below: so the examples are fixed."""
    mild, harsh = used(seed, levels, ranges=SHIPPED)
    assert (harsh.cumsum(axis=1) <= mild.cumsum(axis=1) * (1 + 1e-9)).all()


def test_links_grown_under_a_harsher_ban_may_outlast_it():
    """The one known market that breaks the law on cumulated use, by less than 1 %."""
    levels = np.random.default_rng(5877 + 10**6).uniform(0, 0.98, 2)
    mild, harsh = used(5877, levels, ranges=SHIPPED)
    excess = (harsh.cumsum(axis=1) / mild.cumsum(axis=1)).max() - 1
    assert 0 < excess < 0.01


def used(seed, levels, **options):
    """Use of the target under the milder and the harsher of two bans."""
    return (
        run_market(random_market(seed, allowed=level, **options)).consumption[:, :, TARGET]
        for level in (max(levels), min(levels))
    )


@pytest.mark.parametrize("seed", range(3))
def test_threads_do_not_change_a_byte(seed):
    market = random_market(seed, draws=70, allowed=0.3)
    one, two = run_market(market), run_market(market, threads=2)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one, two, strict=True))
