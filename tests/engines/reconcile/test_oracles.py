"""Reconciliation against a general optimiser, the closed form and simulation."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2, kstest

from outlast.engines.reconcile.conditions import Condensed, Local, Sparse
from outlast.engines.reconcile.identities import fold
from outlast.engines.reconcile.inputs import laid_out
from outlast.engines.reconcile.least_squares import Identity, Term, reconcile
from outlast.engines.reconcile.systems import systems


def evaluate(identities, x):
    """Evaluate identities term by term, apart from the product's own arrays."""
    return np.array([
        sum(c * np.prod([x[i] ** p for i, p in powers.items()]) for c, powers in identity.terms)
        for identity in identities
    ])  # fmt: skip


def market(rng):
    """Two suppliers' value, price and quantity, their shares, and growth over two years."""
    price, first, second, growth = rng.uniform(1, 5), *rng.uniform(20, 90, 2), rng.uniform(1, 1.3)
    total = first + second
    true = np.array([price, first, second, total, price * first, price * second, first / total,
                     growth, total * growth**2, second / total])  # fmt: skip
    product = lambda k, a, b: Identity(f"{k}", (Term(1, {k: 1}), Term(-1, {a: 1, b: 1})))  # noqa: E731
    identities = [
        product(4, 0, 1), product(5, 0, 2),
        Identity("total", (Term(1, {3: 1}), Term(-1, {1: 1}), Term(-1, {2: 1}))),
        Identity("share", (Term(1, {6: 1}), Term(-1, {1: 1, 3: -1}))),
        product(8, 3, 7)._replace(terms=(Term(1, {8: 1}), Term(-1, {3: 1, 7: 2}))),
        product(2, 9, 3),
        Identity("shares", (Term(1, {6: 1}), Term(1, {9: 1}), Term(-1))),  # follows from others
    ]  # fmt: skip
    sd = 0.08 * true
    values = true + sd * rng.standard_normal(len(true))
    values[rng.choice(len(true), 2, replace=False)] = np.nan
    return true, values, sd, identities


@pytest.mark.parametrize("seed", range(12))
def test_equal_to_a_general_optimiser(seed):
    true, values, sd, identities = market(np.random.default_rng(seed))
    seen, size = np.isfinite(values), true[[4, 5, 3, 6, 8, 2]]
    found = reconcile(values, sd, identities)
    oracle = minimize(
        lambda y: ((true * y - values)[seen] / sd[seen]) @ ((true * y - values)[seen] / sd[seen]),
        np.ones(len(true)), method="SLSQP", options={"ftol": 1e-15, "maxiter": 500},
        constraints={"type": "eq",
                     "fun": lambda y: evaluate(identities[:-1], true * y) / size},
    )  # fmt: skip
    assert found.settled
    assert found.df == len(identities) - 1 - 2
    assert np.abs(evaluate(identities, oracle.x * true)).max() < 1e-6
    assert found.value == pytest.approx(oracle.x * true, rel=2e-5)
    assert found.chi2 == pytest.approx(oracle.fun, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_equal_to_the_closed_form(seed):
    rng = np.random.default_rng(seed)
    rows, count = rng.integers(1, 6), rng.integers(6, 15)
    a, b = rng.integers(-2, 3, (rows, count)).astype(float), rng.normal(0, 5, rows)
    a[:, :rows] += 3 * np.eye(rows)
    x, sd = rng.normal(10, 5, count), rng.uniform(0.1, 4, count)
    identities = [
        Identity(f"{k}", (*(Term(a[k, i], {i: 1}) for i in range(count)), Term(-b[k])))
        for k in range(rows)
    ]
    found = reconcile(x, sd, identities)
    v = np.diag(sd**2)
    gain = v @ a.T @ np.linalg.inv(a @ v @ a.T)
    left = a @ x - b
    after = v - gain @ a @ v
    change = np.sqrt(np.diag(v - after))
    moved = change > 1e-9
    assert found.value == pytest.approx(x - gain @ left, abs=1e-9)
    assert found.se == pytest.approx(np.sqrt(np.diag(after).clip(0)), abs=1e-6)
    assert found.chi2 == pytest.approx(left @ np.linalg.solve(a @ v @ a.T, left))
    assert found.z[moved] == pytest.approx(np.abs(gain @ left)[moved] / change[moved])
    assert np.isnan(found.z[~moved]).all()
    assert found.df == rows


def test_leaving_a_measurement_out_lowers_chi2_by_its_ratio_and_shows_its_bias():
    rng = np.random.default_rng(3)
    a = np.array([[1, -1, -1, 0, 0, 0], [0, 1, 0, -1, 0, 0], [0, 0, 1, 0, -1, 0],
                  [0, 0, 0, 1, 1, -1]])  # fmt: skip
    identities = [
        Identity(f"{k}", tuple(Term(c, {i: 1}) for i, c in enumerate(row)))
        for k, row in enumerate(a)
    ]
    x, sd = rng.normal(50, 5, 6), rng.uniform(1, 3, 6)
    found = reconcile(x, sd, identities)
    for i in range(6):
        without = np.where(np.arange(6) == i, np.nan, x)
        rest = reconcile(without, sd, identities)
        assert rest.kind[i] == "determinable"
        assert found.chi2 - rest.chi2 == pytest.approx(found.glr[i])
        assert x[i] - rest.value[i] == pytest.approx(found.bias[i])


def test_simulated_figures_give_the_distribution_and_errors_that_are_told():
    """Balances, a product and an unobserved quantity, 150 draws of all measurements."""
    true = np.array([100.0, 60.0, 40.0, 2.0, 200.0, 25.0, 15.0])
    sd = 0.02 * true
    identities = [
        Identity("split", (Term(1, {0: 1}), Term(-1, {1: 1}), Term(-1, {2: 1}))),
        Identity("value", (Term(1, {4: 1}), Term(-1, {0: 1, 3: 1}))),
        Identity("rest", (Term(1, {2: 1}), Term(-1, {5: 1}), Term(-1, {6: 1}))),
    ]
    rng = np.random.default_rng(7)
    runs = []
    for _ in range(150):
        values = true + sd * rng.standard_normal(7)
        values[5] = np.nan
        runs.append(reconcile(values, sd, identities, tolerance=1e-5))
    gamma = [run.chi2 for run in runs]
    assert {run.df for run in runs} == {2}
    assert kstest(gamma, chi2(2).cdf).pvalue > 0.01
    assert kstest([run.p for run in runs], "uniform").pvalue > 0.01
    spread = np.std([run.value for run in runs], axis=0)
    told = np.mean([run.se for run in runs], axis=0)
    assert spread == pytest.approx(told, rel=3 / np.sqrt(2 * len(runs)))  # three of its own errors
    false_alarms = np.mean([bool(run.suspects()) for run in runs])
    assert false_alarms < 0.08


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("alone", [True, False])
def test_a_step_without_own_quantities_is_the_same(seed, alone):
    """Dense without them, or sparse with all: the same step and multipliers."""
    rng = np.random.default_rng(seed)
    true, _, _, (*identities, _) = market(rng)
    if not alone:  # every quantity in two identities, so that some identities are left
        identities.append(Identity("all", tuple(Term(1, {i: 1}) for i in range(len(true)))))
    folded = fold(laid_out(identities, len(true)), np.full(len(true), np.nan)).equations
    (system,) = systems(folded, np.zeros(len(identities), dtype=int))
    slopes, multipliers = system.slopes.values(true), rng.normal(size=len(identities))
    bends = 0.01 * system.bends.values(true) * multipliers[system.bends.row]
    at = Local(slopes, bends, rng.normal(size=len(true)), rng.normal(size=len(identities)),
               multipliers)  # fmt: skip
    diagonal = rng.uniform(1, 9, len(true))
    dense = Condensed(system, diagonal, slopes)
    assert dense.size == (6 if alone else 17)
    for found, expected in zip(dense.solve(at), Sparse(system, diagonal).solve(at), strict=True):
        assert found == pytest.approx(expected, rel=1e-5, abs=1e-5 * np.abs(expected).max())
