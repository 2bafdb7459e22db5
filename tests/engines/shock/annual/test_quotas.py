"""Quotas in a year: another programme, cases by hand, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from outlast.engines.shock.annual.base import Base, Change
from outlast.engines.shock.annual.hat import solve
from outlast.engines.shock.annual.quotas import solve_with_quotas
from outlast.errors import Infeasible, InvalidInput


def by_eisenberg_and_gale(base, supply, quota, sigma):
    """Flows that make the product of the amounts used, weighed by spending, the largest."""
    flows = base.shares * base.expenditure
    links = np.argwhere((flows > 0) & (quota > 0))
    power = (sigma - 1) / sigma

    def loss(logs):
        x = np.zeros(flows.shape)
        x[tuple(links.T)] = np.exp(logs)
        inner = (base.shares ** (1 / sigma) * x**power).sum(axis=0)
        value = -(base.expenditure * np.log(inner)).sum() / power
        slope = -base.expenditure * base.shares ** (1 / sigma) * x**power / inner
        return value, slope[tuple(links.T)]

    def room(logs):
        return supply - np.bincount(links[:, 0], np.exp(logs), len(supply))

    def room_slope(logs):
        slope = np.zeros((len(supply), len(links)))
        slope[links[:, 0], np.arange(len(links))] = -np.exp(logs)
        return slope

    most = np.minimum(quota, supply[:, None])[tuple(links.T)]
    start = np.log(most / (flows.shape[1] + 1))
    found = minimize(
        loss, start, jac=True, method="SLSQP", bounds=[(None, np.log(m)) for m in most],
        constraints={"type": "ineq", "fun": room, "jac": room_slope},
        options={"ftol": 1e-15, "maxiter": 2000},
    )  # fmt: skip
    x = np.zeros(flows.shape)
    x[tuple(links.T)] = np.exp(found.x)
    return x


@pytest.mark.parametrize("seed", range(8))
def test_equal_to_the_programme_of_eisenberg_and_gale(seed):
    rng = np.random.default_rng(seed)
    flows = rng.lognormal(0, 1, (4, 5))
    base, left, sigma = Base.of_flows(flows), rng.uniform(0.3, 1, 4), rng.uniform(1.5, 6)
    part = rng.choice([0.0, 0.3, 0.7, np.inf], flows.shape, p=[0.1, 0.2, 0.2, 0.5])
    part[0] = np.inf
    quota = np.where(np.isfinite(part), part * flows, np.inf)
    change = Change(np.ones(flows.shape), np.zeros(flows.shape), left)
    found = solve_with_quotas(base, change, sigma, quota)
    expected = by_eisenberg_and_gale(base, base.output * left, quota, sigma)
    assert found.rent.any()
    np.testing.assert_allclose(found.year.quantity, expected, atol=2e-5)


def test_one_seller_and_two_buyers_by_hand():
    """Half to the first leaves half as much again for the other, at two thirds of the price."""
    base = Base.of_flows(np.ones((1, 2)))
    found = solve_with_quotas(base, Change.none(base), 3.0, np.array([[0.5, np.inf]]))
    assert found.year.quantity.tolist() == [pytest.approx([0.5, 1.5])]
    assert found.year.price[0] == pytest.approx(2 / 3)
    assert found.year.price_index.tolist() == pytest.approx([2, 2 / 3])
    assert found.rent[0, 0] == pytest.approx(np.log(3))


def test_who_may_not_sell_all_that_it_makes_sells_at_nothing():
    base = Base.of_flows(np.ones((1, 2)))
    found = solve_with_quotas(base, Change.none(base), 3.0, np.array([[0.5, 0.8]]))
    assert found.year.quantity.tolist() == [pytest.approx([0.5, 0.8])]
    assert found.year.price[0] == 0
    assert np.isnan(found.rent).all()
    assert found.year.price_index.tolist() == pytest.approx([2, 1.25])


def test_a_quota_is_a_tariff_that_stops_as_much():
    rng = np.random.default_rng(3)
    flows = rng.lognormal(0, 1, (4, 6))
    base, none = Base.of_flows(flows), np.full(flows.shape, np.inf)
    none[1, 2:] = 0.4 * flows[1, 2:]
    found = solve_with_quotas(base, Change.none(base), 4.0, none)
    taxed = solve(base, Change(np.ones(flows.shape), np.expm1(found.rent), np.ones(4)), 4.0)
    np.testing.assert_allclose(taxed.quantity, found.year.quantity, rtol=1e-9)
    np.testing.assert_allclose(taxed.price_index, found.year.price_index, rtol=1e-9)


def test_a_quota_of_nothing_is_a_ban_and_no_quota_is_none():
    base = Base.of_flows(np.arange(1.0, 7.0).reshape(2, 3))
    change, quota = Change.none(base), np.full((2, 3), np.inf)
    change.iceberg[0, 0], quota[0, 0] = np.inf, 0
    one = solve(base, change, 3.0)
    other = solve_with_quotas(base, Change.none(base), 3.0, quota)
    assert one.quantity.tolist() == other.year.quantity.tolist()
    assert not other.rent.any()


@st.composite
def markets(draw):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    shape = draw(st.integers(1, 7)), draw(st.integers(1, 9))
    flows = rng.lognormal(0, 2, shape) * (rng.random(shape) < draw(st.floats(0.3, 1)))
    flows[0] += 0.01
    capped = rng.random(shape) < draw(st.floats(0, 1))
    quota = np.where(capped, flows * rng.uniform(0.01, 1.2, shape), np.inf)
    tariff = rng.random(shape) * draw(st.sampled_from([0.0, 1.0]))
    change = Change(np.ones(shape), tariff, rng.uniform(0.1, 1.2, shape[0]))
    return Base.of_flows(flows), change, draw(st.floats(1.1, 40)), quota


@given(markets())
def test_quotas_are_kept_rents_are_none_or_more_and_money_adds_up(market):
    base, change, sigma, quota = market
    found = solve_with_quotas(base, change, sigma, quota)
    year, supply = found.year, base.output * change.output
    assert (year.quantity <= quota * (1 + 1e-8)).all()
    full = year.quantity >= quota * (1 - 1e-8)
    assert (np.nan_to_num(found.rent) >= -1e-8).all()
    assert not found.rent[~full].any()
    sold = year.quantity.sum(axis=1)
    assert (sold <= supply * (1 + 1e-9)).all()
    np.testing.assert_allclose(sold[year.price > 0], supply[year.price > 0], rtol=1e-9)
    np.testing.assert_allclose(year.shares.sum(axis=0), 1, rtol=1e-9)
    known = ~np.isnan(found.rent).any(axis=1) & (year.price > 0)
    paid = year.price[:, None] * np.exp(found.rent) * (1 + change.tariff) * year.quantity
    np.testing.assert_allclose(
        paid[known], (year.shares * base.expenditure)[known], rtol=1e-8, atol=1e-12
    )


def test_a_quota_that_is_none_is_refused():
    base = Base.of_flows(np.ones((2, 2)))
    for bad in (-1.0, np.nan):
        with pytest.raises(
            InvalidInput, match=r"^quota\[0, 0\] is .*, expected a number 0 or more"
        ):
            solve_with_quotas(base, Change.none(base), 2.0, np.full((2, 2), bad))
    with pytest.raises(Infeasible, match="destination 0 has no supplier"):
        solve_with_quotas(base, Change.none(base), 2.0, np.array([[0, 1.0], [0, 1.0]]))
