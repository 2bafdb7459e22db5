"""The laws of the months under everything that measures may do."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from random_markets import KINDS, SHIPPED, TARGET, random_market, run_market, with_policies

from outlast.engines.shock.market import SEA_MONTHS
from outlast.engines.shock.wanted import part_wanted

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


def first_month(market, **changed):
    """Use of the target's sectors in the month in which measures begin."""
    policies = market.policies._replace(**changed)
    return run_market(market._replace(policies=policies)).sectors[:, 0]


def at_target(array, value):
    """The same array with a value at the target alone; axes end destination, or with a sector."""
    changed = array.copy()
    changed[:, :, TARGET] = value
    return changed


@settings(derandomize=True)
@given(SEEDS, st.tuples(st.floats(0, 1), st.floats(0, 1)))
@example(1088, (0.7565303483558944, 0.8016958860268016))  # once left a price too low
def test_rationing_more_never_raises_use_in_its_month(seed, levels):
    market = random_market(seed, allowed=0.4, ranges=SHIPPED)
    less, more = (
        first_month(market, allowed=at_target(market.policies.allowed[None], level)[0]).sum(axis=1)
        for level in sorted(levels)
    )
    assert (less <= more * (1 + 1e-9)).all()


@settings(derandomize=True)
@given(SEEDS, SOME, st.tuples(st.floats(0, 0.98), st.floats(0, 0.98)))
def test_a_tighter_cap_hardly_ever_raises_use_in_its_month(seed, kinds, levels):
    """By no more than 0.1 %: stocks that cover all but a trickle leave imports a little."""
    plain = random_market(seed)
    cap = plain.policies.cap.copy()
    market = with_policies(plain, set(kinds) - {"cap"}, seed=seed)
    uses = []
    for level in sorted(levels):
        cap[:, :, 0, TARGET] = level
        uses.append(first_month(market, cap=cap).sum(axis=1))
    assert (uses[0] <= uses[1] + 1e-3 * market.flow[:, :, TARGET].sum(axis=1)).all()


@settings(derandomize=True)
@pytest.mark.parametrize("kind", ["recycled", "local"])
@given(seed=SEEDS, levels=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_recycling_and_new_plants_never_lower_use_in_their_month(kind, seed, levels):
    """Later they may: links that were needed less have grown less."""
    market = with_policies(random_market(seed), ["cap"], seed=seed)
    plain = getattr(market.policies, kind)
    less, more = (
        first_month(market, **{kind: at_target(plain, level)}) for level in sorted(levels)
    )
    assert (less <= more + 1e-9 * more.max()).all()


@settings(derandomize=True)
@given(SEEDS, st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_replacing_more_never_lowers_fill_in_its_month(seed, levels):
    market = with_policies(random_market(seed), ["cap"], seed=seed)
    fills = []
    for level in sorted(levels):
        replaced = at_target(market.policies.replaced, level)
        wanted = (
            market.demand[:, TARGET]
            * part_wanted(
                market._replace(policies=market.policies._replace(replaced=replaced)), TARGET
            )[:, 0]
        )
        fills.append(first_month(market, replaced=replaced) / np.maximum(wanted, 1e-300))
    assert (fills[0] <= fills[1] + 1e-9).all()


@pytest.mark.parametrize("seed", range(3))
def test_threads_do_not_change_a_byte(seed):
    market = with_policies(random_market(seed, draws=70), KINDS, seed=seed)
    one, two = run_market(market), run_market(market, threads=2)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(one, two, strict=True))
