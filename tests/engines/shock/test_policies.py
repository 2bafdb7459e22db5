"""The laws of the months under everything that measures may do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_markets import KINDS, TARGET, random_market, run_market, with_policies

from outlast.engines.shock.market import SEA_MONTHS

SEEDS = st.integers(0, 2**32 - 1)
SOME = st.lists(st.sampled_from(KINDS), min_size=1, unique=True)
EACH = pytest.mark.parametrize("kind", KINDS)


def check_account(record):
    """Every account closes, and no use, stock or reserve goes below nothing."""
    assert record.checks[:, 0].max() < 1e-9
    assert record.checks[:, 1].max() < 1e-10
    assert all(np.isfinite(series).all() for series in record)
    for name in ("consumption", "sectors", "bill", "stock", "reserve", "arrivals", "after"):
        assert (getattr(record, name) >= 0).all(), name
    assert record.spot.min() >= -1e-9


@EACH
@given(seed=SEEDS)
def test_the_account_closes_under_each(kind, seed):
    market = with_policies(random_market(seed), [kind], seed=seed)
    check_account(run_market(market))


@given(SEEDS, SOME, st.floats(0, 1.1))
def test_the_account_closes_under_all_together(seed, kinds, allowed):
    market = with_policies(random_market(seed, allowed=allowed), kinds, seed=seed)
    check_account(run_market(market))


@given(SEEDS, SOME, st.integers(1, 10))
def test_nothing_moves_before_the_first_of_them_acts(seed, kinds, start):
    market = with_policies(random_market(seed, start=start), kinds, seed=seed, start=start)
    record = run_market(market)
    normal = market.demand.sum(axis=2)[:, None]
    assert np.abs(record.consumption[:, :start] - normal).max() <= 1e-12 * normal.max()
    assert np.abs(record.spot[:, :start]).max() <= 1e-12
    assert np.abs(record.bill[:, :start] - 1).max() <= 1e-12


@given(SEEDS, SOME, st.floats(0, 1.1))
def test_what_is_used_arrived_or_was_stored(seed, kinds, allowed):
    """Over the whole run, with nothing at sea: so no reserve ever gives more than it holds."""
    market = with_policies(random_market(seed, allowed=allowed), kinds, seed=seed)
    market.prior[:, SEA_MONTHS] = 0
    record = run_market(market)
    at_first = market.opening[:, TARGET] + market.policies.reserve[:, TARGET]
    given = at_first - record.stock[:, -1] - record.reserve[:, -1]
    used = record.consumption[:, :, TARGET].sum(axis=1)
    assert used == pytest.approx(record.arrivals.sum(axis=1) + given, rel=1e-9)


@given(SEEDS, SOME)
def test_no_link_passes_its_cap(seed, kinds):
    market = with_policies(random_market(seed), {"cap", *kinds}, seed=seed)
    most = market.policies.cap[:, -1] * np.where(market.flow > 0, market.flow, 1)
    assert (run_market(market).after <= most * (1 + 1e-12)).all()


@pytest.mark.parametrize("seed", range(3))
def test_threads_do_not_change_a_byte(seed):
    market = with_policies(random_market(seed, draws=70), KINDS, seed=seed)
    one, two = run_market(market), run_market(market, threads=2)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one, two, strict=True))
