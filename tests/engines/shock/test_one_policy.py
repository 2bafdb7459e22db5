"""What each kind of measure does, worked by hand in a market with idle capacity."""

import numpy as np
import pytest
from random_markets import run_market

from outlast.engines.shock.market import PRIORS, Market
from outlast.engines.shock.policies import Policies

MONTHS, NEED, SECTORS = 6, 10.0, (6.0, 4.0)
PRIOR = {
    "contract_share": 0.5, "contract_months": 1e9, "sigma_short": 2, "sigma_long": 2,
    "sigma_months": 1, "growth_factor": 9, "growth_share": 0, "new_route_weight": 0,
    "new_route_width": 0.2, "sea_months": 0, "release_limit": 0.35, "release_width": 0.08,
    "restock_months": 6, "elasticity_growth": 1, "elasticity_months": 1,
    "contract_repricing_months": 9, "delivered_contract_weight": 0.85, "front_load_months": 1.5,
}  # fmt: skip


def idle_market(*, capacity=10.0, prior=PRIOR, **measures):
    """Two lanes of 7 and 3 t a month to one place without stocks, and idle capacity."""
    flow = np.array([[[7.0], [3.0]]])
    policies = Policies.none(MONTHS, 2, 1, 2)
    return Market(
        flow=flow,
        demand=np.array([[SECTORS]]),
        elasticity=np.array([[0.2, 0.05]]),
        choke=np.array([[1.0, 2.0]]),
        opening=np.zeros((1, 1)),
        prior=np.array([[prior[name] for name in PRIORS]], dtype=float),
        supply=np.tile(capacity * flow.sum(axis=2), (1, MONTHS, 1)),
        growth=np.ones((1, MONTHS, 2)),
        policies=policies._replace(
            **{
                name: np.full(getattr(policies, name).shape, value, float)
                for name, value in measures.items()
            }
        ),
        remaining=np.ones((MONTHS, 1)),
        since=np.arange(MONTHS, dtype=float),
    )


def test_a_tariff_on_every_link_is_the_price():
    record = run_market(idle_market(tariff=0.3))
    assert record.spot == pytest.approx(0.3)
    fall = np.exp(-np.array([0.2, 0.05]) * 0.3) / (1 + (0.3 / np.array([1.0, 2.0])) ** 8)
    assert record.sectors[0, -1] == pytest.approx(SECTORS * fall)


def test_contracts_are_delivered_whatever_the_tariff():
    record = run_market(idle_market(tariff=[[5.0], [0.0]]))
    assert record.after[0, 0, 0] == pytest.approx(0.5 * 7, rel=1e-3)
    assert run_market(idle_market(tariff=5.0)).after[0, :, 0] == pytest.approx([3.5, 1.5])


def test_a_cap_above_the_normal_flow_is_one():
    short = run_market(idle_market(cap=[[0.0], [np.inf]]))
    assert short.after[0, 1, 0] > 9
    capped = run_market(idle_market(cap=[[0.0], [1.6]]))
    assert capped.after[0, :, 0] == pytest.approx([0, 1.6 * 3])


def test_rationed_sectors_use_what_they_may():
    record = run_market(idle_market(allowed=[0.25, 1.0]))
    assert record.sectors[0] == pytest.approx(np.tile([1.5, 4.0], (MONTHS, 1)))
    assert record.spot == pytest.approx(0)


def test_other_materials_take_the_place_of_this_one():
    record = run_market(idle_market(replaced=[0.5, 0.25]))
    assert record.sectors[0] == pytest.approx(np.tile([3.0, 3.0], (MONTHS, 1)))
    assert record.arrivals[0] == pytest.approx(6)


def test_what_is_recycled_comes_back_a_month_later():
    part = np.zeros((1, MONTHS, 1, 2))
    part[:, 2:, :, 0] = 0.5
    market = idle_market(replaced=[[[0.5, 0.0]]] * 2 + [[[0.0, 0.0]]] * 4, recycled=part)
    record = run_market(market)
    assert record.sectors[0, :, 0] == pytest.approx([3, 3, 6, 6, 6, 6])
    assert record.bill[0] == pytest.approx([0.7, 0.7, 0.85, 0.7, 0.7, 0.7])
    assert record.arrivals[0] == pytest.approx([7, 7, 10, 10, 10, 10])


def test_new_plants_spare_imports():
    record = run_market(idle_market(local=2.0))
    assert record.after.sum() == pytest.approx(8)
    assert record.arrivals[0] == pytest.approx(10)
    assert record.bill[0] == pytest.approx(0.8)


def test_more_than_is_needed_at_home_is_stored():
    record = run_market(idle_market(local=12.0))
    assert record.stock[0] == pytest.approx(np.cumsum(record.arrivals[0] - 10))
    assert record.stock[0, 0] == pytest.approx(12 + 0.5 * 10 - 10, abs=0.01)
    assert record.spot == pytest.approx(0)


def test_a_reserve_is_bought_while_the_material_is_cheap():
    record = run_market(idle_market(purchase=0.2))
    assert record.reserve[0] == pytest.approx(2.0 * np.arange(1, MONTHS + 1))
    assert record.stock == pytest.approx(0)
    assert record.arrivals == pytest.approx(12)
    tight = run_market(idle_market(purchase=0.2, capacity=1.0))
    assert (tight.reserve[0] < record.reserve[0]).all()


def test_a_reserve_gives_its_part_until_it_is_empty():
    rule = {"reserve": 10.0, "release": 0.4, "cap": [[0.0], [1.0]]}
    record = run_market(idle_market(trigger=0.1, **rule))
    given = -np.diff(record.reserve[0], prepend=10.0)
    assert given[:2] == pytest.approx([4, 4], rel=0.05)
    assert given.sum() == pytest.approx(10, rel=0.02)
    assert record.consumption[0, :, 0] == pytest.approx(3 + given)
    closed = run_market(idle_market(trigger=9.0, **rule))
    assert (closed.reserve == 10).all()


def test_months_are_bought_ahead_of_what_is_announced():
    part = np.zeros((MONTHS, 1))
    part[1] = 0.8
    record = run_market(idle_market(ahead=part))
    assert record.stock[0] == pytest.approx([0, 12, 12, 12, 12, 12])
    assert record.arrivals[0] == pytest.approx([10, 22, 10, 10, 10, 10])


def test_two_prices_make_the_bill():
    """With 95 % under contract a spot price of many times normal hardly shows in the bill."""
    prior = PRIOR | {"contract_share": 0.95}
    market = idle_market(capacity=1.0, prior=prior)
    market.supply[:, :, 1] = 0.0
    market.choke[:] = 3.0
    record = run_market(market)
    spot, contract = record.spot[0], 0.0
    for month, log_price in enumerate(spot):
        contract += (log_price - contract) / 9
        paid = 0.7 * (0.95 * np.exp(contract) + 0.05 * np.exp(log_price))
        assert record.bill[0, month] == pytest.approx(paid)
    wrong = np.exp(spot) * record.consumption[0, :, 0] / NEED
    assert wrong[0] > 5 * record.bill[0, 0] > 5
