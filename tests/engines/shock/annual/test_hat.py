"""Exact hat algebra against a table, a solver in levels and cases by hand; what it refuses."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import root

from outlast.engines.shock.annual.base import Base, Change
from outlast.engines.shock.annual.hat import solve
from outlast.errors import Infeasible, InvalidInput

GOLDEN = Path(__file__).parents[3] / "golden"
TRADE = pd.read_csv(GOLDEN / "gt_gegravity_bilateral.csv").pivot_table(
    index="exporter", columns="importer", values="baseline modeled trade"
)
EXACT = pd.read_csv(GOLDEN / "hat_exact_results.csv")
PLACE = {country: i for i, country in enumerate(TRADE.index)}


def world():
    return Base.of_flows(TRADE.to_numpy())


def experiment(name, sigma, base):
    change = Change.none(base)
    if name == "PTA_CAN_JPN":
        for pair in (("CAN", "JPN"), ("JPN", "CAN")):
            change.iceberg[PLACE[pair[0]], PLACE[pair[1]]] = np.exp(0.4711383 / (1 - sigma))
    else:
        change.iceberg[PLACE["USA"], PLACE["JPN"]] = np.inf
    return change


@pytest.mark.parametrize(
    ("name", "sigma"), sorted(set(zip(EXACT.experiment, EXACT.sigma, strict=True)))
)
def test_golden_table_of_30_countries(name, sigma):
    table = EXACT[(name == EXACT.experiment) & (sigma == EXACT.sigma)].set_index("country")
    table, base = table.loc[list(PLACE)], world()
    year = solve(base, experiment(name, sigma, base), sigma, follow_income=True)
    numeraire = year.price_index[PLACE["DEU"]]
    assert len(table) == len(PLACE) == 30
    assert year.residual < 1e-13
    np.testing.assert_allclose(year.price / numeraire, table.phat, rtol=1e-12)
    np.testing.assert_allclose(year.price_index / numeraire, table.Phat, rtol=1e-12)
    np.testing.assert_allclose(year.welfare, table.welfare_hat, rtol=1e-12)


def test_welfare_follows_from_what_is_bought_at_home():
    """W is the share bought at home after by before, to 1 / (1 - sigma).

    Arkolakis, Costinot & Rodríguez-Clare 2012, doi:10.1257/aer.102.1.94.
    """
    base = world()
    for name, sigma in set(zip(EXACT.experiment, EXACT.sigma, strict=True)):
        year = solve(base, experiment(name, sigma, base), sigma, follow_income=True)
        ratio = np.diag(year.shares) / np.diag(base.shares)
        np.testing.assert_allclose(year.welfare, ratio ** (1 / (1 - sigma)), rtol=1e-13)


def test_two_countries_without_trade_by_hand():
    base = Base.of_flows(np.array([[8.0, 2.0], [2.0, 8.0]]))
    change = Change.none(base)
    change.iceberg[[0, 1], [1, 0]] = np.inf
    year = solve(base, change, 2.0, follow_income=True)
    np.testing.assert_allclose(year.welfare, [0.8, 0.8], rtol=1e-14)
    assert solve(base, change, 3.0, follow_income=True).welfare[0] == pytest.approx(0.8**0.5)


def test_two_countries_that_tax_each_other_by_hand():
    """T = 1/2, P = 4/3, a third goes to imports, a sixth of all is duty: W = 1.2 times 3/4."""
    base = Base.of_flows(np.ones((2, 2)))
    change = Change.none(base)
    change.tariff[[0, 1], [1, 0]] = 1.0
    year = solve(base, change, 2.0, follow_income=True)
    np.testing.assert_allclose(year.shares, np.array([[2, 1], [1, 2]]) / 3, rtol=1e-14)
    np.testing.assert_allclose(year.income, 1.2, rtol=1e-14)
    np.testing.assert_allclose(year.welfare, 0.9, rtol=1e-14)


def test_one_buyer_and_two_sellers_by_hand():
    """The ban halves the tonnes; their price doubles, and the lost variety doubles the index."""
    base = Base.of_flows(np.array([[5.0], [5.0]]))
    change = Change.none(base)
    change.iceberg[0, 0] = np.inf
    year = solve(base, change, 2.0)
    assert year.price.tolist() == pytest.approx([0, 2])
    assert year.price_index[0] == pytest.approx(4)
    assert year.quantity.tolist() == [[0], pytest.approx([5])]


def test_a_tariff_on_a_sole_supplier_is_paid_by_it():
    base = Base.of_flows(np.array([[5.0]]))
    year = solve(base, Change(np.ones((1, 1)), np.full((1, 1), 0.25), np.ones(1)), 4.0)
    assert year.price[0] == pytest.approx(0.8)
    assert year.price_index[0] == pytest.approx(1)
    assert year.quantity[0, 0] == pytest.approx(5)


def in_levels(taste, made, cost, tariff, sigma):
    """Prices and price indices of an economy in levels; the first country's good costs 1."""
    worth = cost * (1 + tariff)

    def spent(log_price):
        price = np.exp(np.append(0.0, log_price))
        index = ((taste * (worth * price[:, None]) ** (1 - sigma)).sum(axis=0)) ** (
            1 / (1 - sigma)
        )
        share = taste * (worth * price[:, None] / index) ** (1 - sigma)
        income = price * made / (1 - (share * tariff / (1 + tariff)).sum(axis=0))
        return price, index, share * income, income

    def excess(log_price):
        price, _, value, _ = spent(log_price)
        return ((value / (1 + tariff)).sum(axis=1) / price / made - 1)[1:]

    found = root(excess, np.zeros(len(made) - 1), tol=1e-13)
    assert np.abs(found.fun).max() < 1e-9
    return spent(found.x)


@pytest.mark.parametrize("seed", range(6))
def test_equal_to_an_economy_in_levels_solved_by_scipy(seed):
    rng = np.random.default_rng(seed)
    n, sigma = 5, rng.uniform(1.5, 7)
    taste, made = rng.lognormal(0, 0.5, (n, n)) + 3 * np.eye(n), rng.lognormal(0, 0.5, n)
    free = np.zeros((n, n))
    before = in_levels(taste, made, np.ones((n, n)), free, sigma)
    cost, tariff = rng.uniform(0.7, 1.5, (n, n)), rng.uniform(0, 0.6, (n, n))
    np.fill_diagonal(tariff, 0)
    left = rng.uniform(0.5, 1.0, n)
    after = in_levels(taste, made * left, cost, tariff, sigma)
    base = Base.of_flows(before[2])
    year = solve(base, Change(cost, tariff, left), sigma, follow_income=True)
    price = after[0] / before[0]
    np.testing.assert_allclose(year.price / year.price[0], price / price[0], rtol=1e-8)
    index, income = after[1] / before[1], after[3] / before[3]
    np.testing.assert_allclose(year.welfare, income / index, rtol=1e-8)
    np.testing.assert_allclose(year.shares, after[2] / after[3], rtol=1e-7)


flows = st.integers(1, 6).flatmap(
    lambda n: st.lists(
        st.lists(st.floats(0.1, 10), min_size=n, max_size=n), min_size=n, max_size=n
    )
)


@given(flows, st.floats(1.05, 30), st.booleans())
def test_no_shock_changes_nothing(values, sigma, follow_income):
    base = Base.of_flows(np.array(values))
    year = solve(base, Change.none(base), sigma, follow_income=follow_income)
    for found in (year.price, year.price_index, year.welfare):
        np.testing.assert_allclose(found, 1, rtol=1e-10)
    np.testing.assert_allclose(year.quantity, np.array(values), rtol=1e-9)


@given(flows, st.floats(1.05, 30), st.floats(0.05, 1), st.floats(0, 2))
def test_all_that_is_made_is_sold_and_all_that_is_spent_is_paid(values, sigma, left, rate):
    base = Base.of_flows(np.array(values))
    change = Change.none(base)
    change.output[0], change.tariff[:, -1] = left, rate
    year = solve(base, change, sigma)
    np.testing.assert_allclose(year.quantity.sum(axis=1), base.output * change.output, rtol=1e-9)
    paid = (year.quantity * year.price[:, None] * (1 + change.tariff)).sum(axis=0)
    np.testing.assert_allclose(paid, base.expenditure, rtol=1e-9)


@given(flows, st.floats(1.05, 12))
def test_less_of_one_origin_never_lowers_a_price(values, sigma):
    base = Base.of_flows(np.array(values))
    change = Change.none(base)
    change.output[0] = 0.5
    year = solve(base, change, sigma)
    assert (year.price >= 1 - 1e-9).all()
    assert year.price[0] == year.price.max()


def test_without_any_supplier_or_income_there_is_no_answer():
    base = Base.of_flows(np.array([[1.0, 0.0], [0.0, 1.0]]))
    change = Change.none(base)
    change.output[1] = 0
    with pytest.raises(Infeasible, match="destination 1 has no supplier left"):
        solve(base, change, 4.0)
    base = Base.of_flows(np.array([[1.0, 1.0], [0.0, 1.0]]))
    change = Change.none(base)
    change.iceberg[1, 1] = np.inf
    with pytest.raises(Infeasible, match="country 1 sells nothing"):
        solve(base, change, 4.0, follow_income=True)
    assert solve(base, change, 4.0).price.tolist() == pytest.approx([1.5, 0])


def test_two_halves_that_no_longer_trade_and_spend_too_much_do_not_clear():
    base = Base.of_flows(np.array([[4.0, 2.0], [1.0, 4.0]]))
    change = Change.none(base)
    change.iceberg[[0, 1], [1, 0]] = np.inf
    with pytest.raises(Infeasible, match="no prices clear every market"):
        solve(base, change, 2.0, follow_income=True)


@pytest.mark.parametrize("sigma", [1.0, 0.5, 0.0, -1.0, np.nan, np.inf, 1e5])
def test_an_elasticity_at_which_nobody_can_be_done_without_is_refused(sigma):
    base = Base.of_flows(np.ones((2, 2)))
    with pytest.raises(InvalidInput, match=r"^sigma is .*, expected a number above 1"):
        solve(base, Change.none(base), sigma)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Base(np.array([[0.5], [0.4]]), np.ones(1)),
         r"^sum of the shares of destination 0 is 0.9, expected 1: divide by the sum"),
        (lambda: Base(np.array([[1.5], [-0.5]]), np.ones(1)),
         r"^shares\[0, 0\] is 1.5, expected a share from 0 to 1$"),
        (lambda: Base(np.array([[np.nan], [1.0]]), np.ones(1)), r"^shares\[0, 0\] is nan"),
        (lambda: Base(np.ones((1, 2)), np.ones(1)), r"^shape of expenditure is \(1,\)"),
        (lambda: Base(np.ones((1, 1)), np.zeros(1)),
         r"^expenditure\[0\] is 0, expected a number above 0"),
        (lambda: Base.of_flows(np.array([[1.0, 0.0]])), r"^purchases of destination 1 is 0"),
        (lambda: Base.of_flows(np.array([[1.0, -2.0]])),
         r"^flows\[0, 1\] is -2, expected a number 0 or more"),
        (lambda: Change(np.ones((1, 1)), np.full((1, 1), -0.1), np.ones(1)),
         r"^tariff\[0, 0\] is -0.1, expected a number 0 or more"),
        (lambda: Change(np.ones((1, 1)), np.full((1, 1), np.nan), np.ones(1)), r"^tariff\[0, 0\]"),
        (lambda: Change(np.zeros((1, 1)), np.zeros((1, 1)), np.ones(1)),
         r"^iceberg\[0, 0\] is 0, expected a number above 0"),
        (lambda: Change(np.ones((1, 1)), np.zeros((1, 1)), np.array([np.inf])), r"^output\[0\]"),
        (lambda: Change(np.ones((1, 1)), np.zeros((1, 2)), np.ones(1)), "^shape of tariff"),
        (lambda: solve(Base.of_flows(np.ones((1, 2))), Change.none(Base.of_flows(np.ones((1, 2)))),
                       2.0, follow_income=True), "^shape of shares is .*, expected a square"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_clear_error(make, message):
    with pytest.raises(InvalidInput, match=message):
        make()
