"""What must hold of a cleared market, whatever it is given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markets import random_market

from outlast.engines.shock.clearing.numba_kernel import clear, clear_draws
from outlast.engines.shock.clearing.numpy_reference import clear as clear_reference
from outlast.engines.shock.clearing.system import System
from outlast.engines.shock.clearing.terms import COMMITTED, PRICE_CAP
from outlast.errors import InvalidInput

seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=25 if settings.get_current_profile_name() == "short" else 400)


def outcomes_equal(one, other, atol):
    for a, b in zip(one.outcome, other.outcome, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=atol)


def calm(seed, **terms):
    """Random market without shock: supply as shipped, no cap, no stocks."""
    wild = random_market(seed)
    terms = {"sigma": wild.sigma} | terms
    return System.of(wild.flow, wild.demand, elasticity=wild.elasticity, choke=wild.choke, **terms)


@few
@given(seed=seeds)
def test_no_shock_changes_nothing(seed):
    system = calm(seed)
    cleared = clear(system)
    scale = system.flow.max()
    expected = np.broadcast_to(system.flow, cleared.outcome.flow.shape)
    np.testing.assert_allclose(cleared.outcome.flow, expected, atol=1e-12 * scale)
    assert cleared.outcome.rent.max() == 0
    assert np.abs(cleared.price).max() < 1e-12


@few
@given(seed=seeds)
def test_balance_prices_caps_and_complementarity(seed):
    system = random_market(seed)
    cleared = clear(system)
    out, place = cleared.outcome, system.month().place
    scale = system.demand.sum()
    arrived = out.flow.sum(axis=1) + place[:, :, COMMITTED] + cleared.released
    used = out.consumption.sum(axis=2) + cleared.restocked + cleared.surplus
    np.testing.assert_allclose(arrived, used, rtol=1e-12, atol=1e-13 * scale)
    assert cleared.residual.max() <= 1e-11
    shipped = out.flow.sum(axis=2)
    assert (shipped <= system.supply * (1 + 1e-10) + 1e-12 * scale).all()
    priced = (out.rent > 1e-9) & (system.supply > 1e-9 * scale)
    slack = np.abs(shipped - system.supply)
    assert (slack[priced] <= 1e-10 * scale).all()
    assert (out.flow >= 0).all()
    assert (out.flow <= system.cap()).all()
    assert (out.rent >= 0).all()
    assert (cleared.price >= 0).all()
    assert (cleared.price <= cleared.import_price).all()
    assert (cleared.import_price <= PRICE_CAP).all()
    assert (out.consumption <= system.demand * (1 + 1e-11)).all()


@few
@given(seed=seeds)
def test_compiled_equals_numpy(seed):
    system = random_market(seed)
    scale = max(1.0, system.demand.sum())
    outcomes_equal(clear(system), clear_reference(system), 1e-9 * scale)


@few
@given(seed=seeds, factor=st.floats(1e-6, 1e6))
def test_tonnes_or_grams_give_the_same_prices(seed, factor):
    one = random_market(seed)
    names = ["flow", "supply", "demand", "ceiling", "committed", "commercial"]
    names += ["strategic", "restock"]
    other = replace(one, **{name: getattr(one, name) * factor for name in names})
    a, b = clear(one), clear(other)
    np.testing.assert_allclose(
        a.outcome.flow * factor, b.outcome.flow, atol=1e-8 * factor * one.demand.sum()
    )


@few
@given(seed=seeds, left=st.floats(0, 0.999))
def test_a_smaller_cap_never_helps_the_target(seed, left):
    """Where every user yields less readily than origins replace one another.

    With sigma >= 8/choke + elasticity origins are substitutes everywhere and the
    response matrix is diagonally dominant; below that this is not proven.
    """
    wild = random_market(seed)
    steep = (wild.elasticity + 8 / wild.choke).max()
    base = calm(seed, sigma=steep + 1.0, supply=wild.supply)
    rng = np.random.default_rng(seed)
    i, j = (rng.integers(n) for n in base.flow.shape[1:])
    fills = []
    for multiplier in (1.0, (1 + left) / 2, left, 0.0):
        cut = np.ones(base.flow.shape)
        cut[0, i, j] = multiplier
        cleared = clear(replace(base, multiplier=cut))
        fills.append(cleared.outcome.consumption[:, j].sum(axis=1))
    scale = base.demand.sum()
    assert (np.diff(fills, axis=0) <= 1e-9 * scale).all()


def market(sigma, **terms):
    """Build a giant with half of all supply, three others; four destinations."""
    flow = np.array([[50.0, 20, 20, 10], [0, 20, 5, 5], [5, 5, 10, 0], [1, 5, 5, 4]])
    demand = flow.sum(axis=0)[:, None] * [0.5, 0.3, 0.2]
    choke = np.array([0.9, 1.7, 3.6])[None] * np.ones((4, 1))
    return System.of(flow, demand, sigma=sigma, **({"elasticity": 0.05, "choke": choke} | terms))


ban_target, ban_all = np.ones((4, 4)), np.ones((4, 4))
ban_target[:, 1] = 0.0
ban_all[0] = 0.0
STRESS = {
    "all origins ban the target": {"multiplier": ban_target},
    "every origin dead, no stocks": {"supply": np.zeros(4)},
    "every origin nearly dead": {"supply": np.full(4, 1e-9)},
    "the giant bans everyone": {"multiplier": ban_all},
    "the giant bans others": {"multiplier": np.where(np.eye(4) > 0, 1.0, ban_all)},
    "half of all supply": {"supply": np.array([50.0, 15, 10, 7])},
    "one origin left": {"supply": np.array([0.0, 0, 0, 15])},
    "no response of demand": {"elasticity": 0.0, "supply": [80.0, 30, 20, 15]},
    "stocks exceed demand": {"supply": np.full(4, 1.0), "commercial": 100.0},
    "contracts exceed demand": {"committed": 60.0, "supply": np.zeros(4)},
    "every link at its cap": {"multiplier": 0.4},
    "prohibitive tariff": {"tariff": np.where(ban_all > 0, 0.0, 20.0)},
}


@pytest.mark.parametrize("sigma", [1.2, 2.0, 5.0, 12.0, 50.0, 120.0])
@pytest.mark.parametrize("case", STRESS)
def test_stress(case, sigma):
    system = market(sigma, **STRESS[case])
    cleared = clear(system)
    assert cleared.residual.max() < 1e-10
    for array in cleared.outcome:
        assert np.isfinite(array).all()
    outcomes_equal(cleared, clear_reference(system), 1e-9 * system.demand.sum())


def test_destination_without_demand():
    demand = np.array([[10.0], [0.0]])
    flow = np.array([[6.0, 3.0], [4.0, 2.0]])
    cleared = clear(System.of(flow, demand, elasticity=0.1, choke=2, sigma=3, supply=[3.0, 9.0]))
    assert cleared.residual.max() <= 1e-11
    assert (cleared.outcome.flow[:, :, 1] == 0).all()
    assert (cleared.outcome.consumption[:, 1] == 0).all()


def test_slack_hardly_moves_prices_and_tightness_does():
    """Half the giant's exports to destination 2 banned: 100 t spare, then none."""
    ban = np.ones((4, 4))
    ban[0, 1] = 0.5
    spare = market(3.0, multiplier=ban, supply=[200.0, 80, 60, 40])
    tight = market(3.0, multiplier=ban)
    assert clear(tight).import_price[0, 1] > 1.1 * clear(spare).import_price[0, 1]


def test_same_bytes_with_one_and_two_threads():
    system = random_market(7, draws=100)
    made = [
        b"".join(a.tobytes() for a in clear(system, threads=threads).outcome) for threads in (1, 2)
    ]
    assert made[0] == made[1]


def test_one_compiled_signature():
    clear(random_market(1))
    clear(market(3.0))
    assert len(clear_draws.signatures) == 1


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"supply": [-1.0, 0, 0, 0]}, r"supply at \(0, 0\) is -1.0, expected 0 to"),
        ({"multiplier": 1.5}, r"multiplier at .* expected 0 to 1"),
        ({"sigma": 0.0}, r"sigma at .* expected 0.001"),
        ({"supply": [1.0, 2.0]}, r"shape of supply"),
        ({"tax": 1.0}, r"unknown \['tax'\]"),
        ({"committed": np.nan}, r"committed at"),
    ],
)
def test_refusals(terms, words):
    with pytest.raises(InvalidInput, match=words):
        market(**({"sigma": 3.0} | terms))
