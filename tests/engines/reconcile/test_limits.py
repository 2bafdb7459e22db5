"""What reconciliation refuses, what it leaves unknown, and how much it takes."""

import time

import numpy as np
import pytest

from outlast.engines.reconcile import least_squares
from outlast.engines.reconcile.least_squares import Identity, Term, reconcile
from outlast.errors import Infeasible, InvalidInput, LimitReached

N = np.nan


def line(name, *coefficients, constant=0.0):
    """Build a linear identity over the first quantities."""
    terms = [Term(c, {i: 1}) for i, c in enumerate(coefficients) if c]
    return Identity(name, (*terms, Term(constant)))


def test_nothing_observed_stays_unknown():
    found = reconcile([N, N, N], [N, N, N], [line("sum", 1, -1, -1)])
    assert np.isnan(found.value).all()
    assert set(found.kind) == {"indeterminable"}
    assert not found.determinable.any()
    assert found.settled


def test_nothing_observed_but_fixed_by_the_identities():
    found = reconcile([N, N], [N, N], [line("ten", 1, constant=-10), line("twice", 2, -1)])
    assert found.value == pytest.approx([10, 20])
    assert found.se == pytest.approx([0, 0], abs=1e-14)


def test_no_identities():
    found = reconcile([1, 2, N], [0, 1, N], [])
    assert list(found.kind) == ["constant", "just_measured", "indeterminable"]
    assert found.value == pytest.approx([1, 2, N], nan_ok=True)
    assert found.system.tolist() == [-1, -1, -1]
    assert (found.chi2, found.df, found.iterations) == (0, 0, 0)


def test_no_quantities():
    assert reconcile([], [], []).value.shape == (0,)


@pytest.mark.parametrize(
    ("values", "sd", "message"),
    [
        ([1.0, 2.0], [1.0, -1.0], r"sd\[1\] is -1.0, expected 0 or more"),
        ([1.0, 2.0], [1.0, N], r"sd\[1\] is nan, expected 0 or more"),
        ([1.0, np.inf], [1.0, 1.0], r"values\[1\] is inf, expected a finite number"),
        ([1.0, 2.0], [1.0], r"shape of sd is \(1,\), expected \(2,\)"),
        ([[1.0, 2.0]], [[1.0, 1.0]], r"shape of values is \(1, 2\), expected \(2,\)"),
    ],
)
def test_figures_out_of_place(values, sd, message):
    with pytest.raises(InvalidInput, match=message):
        reconcile(values, sd, [])


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (Term(1, {2: 1}), "quantity in odd is 2, expected 0 to 1"),
        (Term(1, {-1: 1}), "quantity in odd is -1"),
        (Term(1, {0: 0.5}), "power in odd is 0.5, expected a whole number"),
        (Term(N, {0: 1}), "coefficient in odd is nan"),
        (Term(1, {1: -1}), "constant factor in odd is infinite.*divide by a constant 0"),
    ],
)
def test_identities_out_of_place(term, message):
    with pytest.raises(InvalidInput, match=message):
        reconcile([1.0, 0.0], [1.0, 0.0], [Identity("odd", (term, Term(1, {0: 1})))])


def test_constants_that_contradict_one_another():
    good = line("good", 0, 0, 1, -1)
    bad = line("bad sum", 1, 1, constant=-4)
    with pytest.raises(Infeasible, match=r"whatever was measured: bad sum: give"):
        reconcile([1, 2, 5, 6], [0, 0, 1, 1], [good, bad])


def test_only_the_identities_at_fault_are_named():
    identities = [
        line("a", 1, -1), line("b", 0, 1, -1), line("c", 1, 0, -1, constant=-1),
        line("free", 1, 1, 1, -1),
    ]  # fmt: skip
    with pytest.raises(Infeasible, match=r"measured: a, b, c: give"):
        reconcile([1, 2, N, 4], [1, 1, N, 1], identities)


def test_constants_that_agree_to_rounding():
    found = reconcile([0.1, 0.2, 0.3], [0, 0, 0], [line("sum", 1, 1, -1)])
    assert set(found.kind) == {"constant"}


def test_identities_that_follow_from_others_count_once():
    twice = [line("sum", 1, -1, -1), line("double", 2, -2, -2), line("minus", -3, 3, 3)]
    once = reconcile([10, 7, 4], [1, 1, 1], twice[:1])
    found = reconcile([10, 7, 4], [1, 1, 1], twice)
    assert found.df == once.df == 1
    assert found.value == pytest.approx(once.value)
    assert found.chi2 == pytest.approx(once.chi2)


def test_a_curved_identity_that_follows_from_others_does_not_freeze_the_growth():
    """x2 = x1·g and x3 = x2·g give x3 = x1·g², independent only where these do not hold."""
    step = [
        Identity("one", (Term(1, {1: 1}), Term(-1, {0: 1, 3: 1}))),
        Identity("two", (Term(1, {2: 1}), Term(-1, {1: 1, 3: 1}))),
    ]
    both = Identity("both", (Term(1, {2: 1}), Term(-1, {0: 1, 3: 2})))
    values, sd = [100, 125, 140, 1.1], [5, 5, 5, 0.05]
    plain, found = reconcile(values, sd, step), reconcile(values, sd, [*step, both])
    assert found.settled
    assert found.df == plain.df == 2
    assert found.value == pytest.approx(plain.value, rel=1e-8)
    assert found.se == pytest.approx(plain.se, rel=1e-6)


def test_a_singular_product_has_no_answer():
    """Both value and quantity are measured as 0: the price can be anything."""
    product = Identity("value", (Term(1, {0: 1}), Term(-1, {1: 1, 2: 1})))
    found = reconcile([0, 0, N, 3], [1, 1, N, 1], [product])
    assert not found.settled
    assert found.unsettled == ("value",)
    assert list(found.kind) == ["unsettled"] * 3 + ["just_measured"]
    assert np.isnan(found.value[:3]).all()
    assert found.value[3] == 3


@pytest.mark.parametrize("whole", [N, 5.0])
def test_two_shares_of_a_whole_that_nobody_measured_do_not_draw_it_to_nothing(whole):
    """A whole of 0 obeys both shares as printed; where they agree, any other does."""
    shares = [Identity(f"{i}", (Term(1, {0: 1}), Term(-1, {1: 1, i: 1}))) for i in (2, 3)]
    found = reconcile([N, N, 0.3, 0.5], [N, N, 0.03, 0.03], shares, start=[N, whole, N, N])
    assert found.value == pytest.approx([N, N, 0.4, 0.4], nan_ok=True)
    assert found.se[2:] == pytest.approx([0.03 / np.sqrt(2)] * 2)
    assert (found.chi2, found.df) == (pytest.approx(200 / 9), 1)


def test_curved_contradictions_stay_unsettled():
    """No growth rate doubles in one year and triples in two."""
    growth = [
        Identity("one", (Term(1, {0: 1}), Term(-2))),
        Identity("two", (Term(1, {0: 2}), Term(-3))),
    ]
    found = reconcile([N], [N], growth)
    assert found.unsettled == ("one", "two")
    assert np.isnan(found.value[0])


def test_too_few_iterations_give_no_numbers():
    product = Identity("value", (Term(1, {0: 1}), Term(-1, {1: 1, 2: 1})))
    found = reconcile([10, 2, 3], [1, 1, 1], [product], iterations=1)
    assert not found.settled
    assert np.isnan(found.value).all()
    assert np.isnan(found.p)


def test_a_start_chooses_among_solutions():
    square = Identity("square", (Term(1, {0: 2}), Term(-9)))
    assert reconcile([N], [N], [square]).value == pytest.approx([3])
    assert reconcile([N], [N], [square], start=[-1]).value == pytest.approx([-3])


def test_one_tonne_and_a_trillion_dollars():
    """A price in dollars of a tonne, beside a national account."""
    identities = [
        Identity("value", (Term(1, {0: 1}), Term(-1, {1: 1, 2: 1}))),
        Identity("account", (Term(1, {3: 1}), Term(-1, {0: 1}), Term(-1, {4: 1}))),
    ]
    true = np.array([5e4, 1.0, 5e4, 1e12, 1e12 - 5e4])
    values, sd = true * [1.1, 1, 1, 1, 1], 0.05 * true
    found, alone = reconcile(values, sd, identities), reconcile(values[:3], sd[:3], identities[:1])
    assert found.value[:3] == pytest.approx(alone.value, rel=1e-6)
    assert found.residual < 1e-12


def test_indistinguishable_measurements_are_all_suspects():
    found = reconcile([10, 20], [1, 1], [line("same", 1, -1)])
    assert found.z == pytest.approx([np.sqrt(50)] * 2)
    assert found.suspects() == [0, 1]


def test_ten_thousand_quantities():
    count = 10_000
    rng = np.random.default_rng(0)
    flows = 100 * rng.uniform(1, 2, (count // 4, 2))
    true = np.column_stack([flows.sum(axis=1), flows, np.ones(len(flows))]).ravel()
    identities = [
        Identity(f"{k}", tuple(Term(c, {4 * k + j: 1}) for j, c in enumerate((1, -1, -1))))
        for k in range(len(flows))
    ]
    values = true * (1 + 0.05 * rng.standard_normal(count))
    began = time.perf_counter()
    found = reconcile(values, 0.05 * true, identities)
    assert time.perf_counter() - began < 60
    assert found.df == count // 4
    assert 0.001 < found.p < 0.999
    x, s = values.reshape(-1, 4), 0.0025 * true.reshape(-1, 4) ** 2
    gap = (x[:, 0] - x[:, 1] - x[:, 2]) / s[:, :3].sum(axis=1)
    assert found.value.reshape(-1, 4)[:, 0] == pytest.approx(x[:, 0] - s[:, 0] * gap)


def test_a_system_too_large_to_solve_is_refused(monkeypatch):
    monkeypatch.setattr(least_squares, "LARGEST", 3)
    with pytest.raises(LimitReached, match="4 quantities and identities hang together"):
        reconcile(np.ones(4), np.ones(4), [line("sum", 1, 1, 1, 1)])


@pytest.mark.parametrize("money", [1.0, 1e6])
def test_the_unit_of_money_determines_nothing(money):
    """Neither part of a sum is measured, nor is the value of one: only its price is."""
    value = Identity("value", (Term(1, {3: 1}), Term(-1, {4: 1, 1: 1})))
    found = reconcile([N, N, 75, N, 14 * money], [N, N, 1.5, N, 0.3 * money],
                      [line("sum", 1, -1, -1), value])  # fmt: skip
    assert not found.determinable[[0, 1, 3]].any()
