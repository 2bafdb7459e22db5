"""Published reconciliations, every printed number."""

import json
from pathlib import Path

import numpy as np
import pytest

from outlast.engines.reconcile.least_squares import Identity, Term, reconcile

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "reconciliation.json").read_text())
STAN, BYPASS = GOLDEN["stan_cencic2016"], GOLDEN["narasimhan_jordache_bypass"]
QUANTITIES = list(STAN["reconciled"])


def said(name, *terms):
    """Build an identity from (coefficient, quantity, quantity, …)."""
    place = QUANTITIES.index
    return Identity(name, tuple(Term(c, {place(q): 1 for q in named}) for c, *named in terms))


@pytest.fixture(scope="module")
def stan():
    known = {**STAN["measured"], **{name: (value, 0) for name, value in STAN["constants"].items()}}
    values, sd = np.array([known.get(q, (np.nan, np.nan)) for q in QUANTITIES]).T
    identities = [
        said("mixing", (1, "F1"), (1, "F2"), (1, "F4"), (-1, "F3")),
        said("split", (1, "F3"), (-1, "F4"), (-1, "F5")),
        said("transfer", (1, "F4"), (-1, "tc", "F3")),
        said("halving", (1, "F5"), (-1, "F6"), (-1, "F7")),
        said("halves", (1, "F6"), (-1, "F7")),
    ]
    return reconcile(values, sd, identities)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_stan_values_and_standard_errors(stan, quantity):
    i = QUANTITIES.index(quantity)
    assert [stan.value[i], stan.se[i]] == pytest.approx(
        STAN["reconciled"][quantity], rel=STAN["tol"] / 100, abs=5e-7
    )


def test_stan_test_and_classes(stan):
    assert stan.chi2 == pytest.approx(STAN["chi2"], abs=5e-9)
    assert stan.df == 2
    assert stan.p == pytest.approx(np.exp(-STAN["chi2"] / 2), abs=1e-8)  # χ² with 2 df
    assert dict(zip(QUANTITIES, stan.kind, strict=True)) == {
        "F1": "redundant", "F3": "redundant", "F5": "redundant", "tc": "redundant",
        "F2": "constant", "F4": "determinable", "F6": "determinable", "F7": "determinable",
    }  # fmt: skip
    assert stan.settled
    assert stan.iterations <= 6
    assert stan.residual < 1e-12


def bypass(bias):
    rows = [
        Identity(f"node {k}", tuple(Term(a, {i: 1}) for i, a in enumerate(row) if a))
        for k, row in enumerate(BYPASS["A"])
    ]
    return reconcile(np.array(BYPASS["y"]) + bias, np.ones(6), rows)


def test_bypass():
    found = bypass(np.zeros(6))
    assert found.value == pytest.approx(BYPASS["reconciled"], abs=0.005)
    assert found.chi2 == pytest.approx(BYPASS["global_stat"], abs=5e-5)
    assert found.z == pytest.approx(BYPASS["z"], abs=5e-5)
    assert found.df == 4
    assert found.chi2 < BYPASS["crit95_df4"]
    assert found.p > 0.05
    assert found.suspects() == []


def test_bypass_with_a_bias_on_the_second_flow():
    printed = BYPASS["with_bias_plus4_on_flow2"]
    found = bypass(4.0 * (np.arange(6) == 1))
    assert found.chi2 == pytest.approx(printed["global_stat"], abs=5e-5)
    assert found.chi2 > BYPASS["crit95_df4"]
    assert found.p < 0.05
    assert found.z == pytest.approx(printed["z"], abs=5e-5)
    assert found.glr == pytest.approx(printed["GLR_T_equals_z2"], abs=5e-5)
    assert found.bias[1] == pytest.approx(printed["glr_bias_flow2"], abs=5e-4)
    assert found.critical() == pytest.approx(printed["sidak_z_crit_5pct_n6"], abs=5e-4)
    assert printed["identified"] == "flow2"
    assert found.suspects() == [1]


def test_critical_value_of_the_global_test():
    """The p-value is 5 % at the printed critical value."""
    limit = BYPASS["crit95_df4"]
    total = Identity("zero", (Term(1, {0: 1}),))
    four = [total._replace(terms=(Term(1, {i: 1}),)) for i in range(4)]
    found = reconcile([np.sqrt(limit), 0, 0, 0], np.ones(4), four)
    assert found.p == pytest.approx(0.05, abs=1e-5)
