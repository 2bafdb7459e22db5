"""What holds for every reconciliation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outlast.engines.reconcile.least_squares import Identity, Term, reconcile

SIDE = st.floats(0.5, 2.0)
FEWER = settings(max_examples=settings().max_examples * 2 // 5)
"""Each example takes several reconciliations."""


@st.composite
def accounts(draw):
    """Flows of a few years: supply = use + rest, value = price × use, growth of the supply."""
    years = draw(st.integers(1, 3))
    scale = 10.0 ** draw(st.integers(-3, 12))
    true, identities = [draw(st.floats(1.01, 1.2))], []  # yearly growth
    supply = 100.0 * scale
    for t in range(years):
        use, price = supply * draw(st.floats(0.2, 0.8)), draw(st.floats(0.5, 50))
        base = len(true)
        true += [supply, use, supply - use, price, price * use]
        identities += [
            balance(f"balance {t}", base),
            Identity(f"value {t}", (Term(1, {base + 4: 1}), Term(-1, {base + 3: 1, base + 1: 1}))),
        ]
        if t:
            growth = (Term(1, {base: 1}), Term(-1, {1: 1, 0: t}))
            identities.append(Identity(f"growth {t}", growth))
        supply *= true[0]
    sd = np.array(true) * draw(st.sampled_from([0.02, 0.05, 0.15]))
    noise = draw(st.lists(st.floats(-2, 2), min_size=len(true), max_size=len(true)))
    values = np.array(true) + sd * np.array(noise)
    hidden = draw(st.sets(st.integers(0, len(true) - 1), max_size=3))
    values[list(hidden)] = np.nan
    return values, sd, identities


def balance(name, base):
    return Identity(name, tuple(Term(c, {base + j: 1}) for j, c in enumerate((1, -1, -1))))


def evaluate(identity, x):
    terms = [c * np.prod([x[i] ** p for i, p in powers.items()]) for c, powers in identity.terms]
    return sum(terms) / sum(map(abs, terms))


@FEWER
@given(accounts())
def test_identities_close(account):
    found = reconcile(*account)
    assert found.settled
    assert found.residual <= 1e-9
    gaps = [evaluate(identity, found.value) for identity in account[2]]
    assert np.nanmax(np.abs(gaps), initial=0.0) <= 1e-9
    assert (found.se[found.observed] <= account[1][found.observed] * (1 + 1e-12)).all()
    assert (np.isnan(found.value) == ~found.determinable).all()
    assert (np.isnan(found.z) == (found.kind != "redundant")).all()


@FEWER
@given(accounts(), st.randoms(use_true_random=False))
def test_order_changes_nothing(account, random):
    values, sd, identities = account
    order = random.sample(range(len(values)), len(values))
    place = {old: new for new, old in enumerate(order)}
    mixed = [
        Identity(i.name, tuple(
            Term(c, {place[q]: p for q, p in powers.items()})
            for c, powers in random.sample(i.terms, len(i.terms))))
        for i in random.sample(identities, len(identities))
    ]  # fmt: skip
    one, other = reconcile(*account), reconcile(values[order], sd[order], mixed)
    assert (other.kind == one.kind[order]).all()
    assert other.value == pytest.approx(one.value[order], rel=1e-7, nan_ok=True)
    assert other.se == pytest.approx(one.se[order], rel=1e-6, nan_ok=True)
    assert (other.chi2, other.df) == pytest.approx((one.chi2, one.df), rel=1e-7, abs=1e-12)


@FEWER
@given(accounts(), st.integers(-6, 9))
def test_units_change_nothing(account, exponent):
    """Money in another unit: prices and values times the same factor."""
    values, sd, identities = account
    money = np.isin(np.arange(len(values)) % 5, (0, 4)) & (np.arange(len(values)) > 0)
    factor = np.where(money, 10.0**exponent, 1.0)
    one, other = reconcile(*account), reconcile(values * factor, sd * factor, identities)
    assert (other.kind == one.kind).all()
    assert other.value == pytest.approx(one.value * factor, rel=1e-7, nan_ok=True)
    assert other.se == pytest.approx(one.se * factor, rel=1e-6, nan_ok=True)
    assert other.chi2 == pytest.approx(one.chi2, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("factor", [1.0, 10.0, 1e6])
def test_what_nothing_fixes_stays_unknown_in_any_unit(factor):
    """Total, two parts and the value of one: three unknowns, two identities, one of money.

    In units ten times as large a part once came to a value so near 0 that the other seemed fixed.
    """
    names = [Identity("balance", (Term(1, {1: 1}), Term(-1, {2: 1}), Term(-1, {3: 1}))),
             Identity("value", (Term(1, {5: 1}), Term(-1, {4: 1, 2: 1}))),
             Identity("other balance", (Term(1, {6: 1}), Term(-1, {7: 1}), Term(-1, {8: 1}))),
             Identity("other value", (Term(1, {10: 1}), Term(-1, {9: 1, 7: 1}))),
             Identity("growth", (Term(1, {6: 1}), Term(-1, {1: 1, 0: 1})))]  # fmt: skip
    nan = np.nan
    values = np.array([1.125, 100, nan, nan, 1, nan, 112.5, 28.125, 84.375, 1, 28.6875])
    sd = np.array([0.0225, 2, 1, 1, 0.02, 1, 2.25, 0.5625, 1.6875, 0.02, 0.5625])
    money = np.where(np.isin(np.arange(11), (4, 5, 9, 10)), factor, 1.0)
    found = reconcile(values * money, sd * money, names)
    assert not found.determinable[[2, 3, 5]].any()


@given(st.floats(10, 100), st.floats(10, 100), st.floats(10, 100), st.integers(4, 12))
def test_a_sharp_figure_keeps_its_value(a, b, c, digits):
    sharp = 10.0**-digits
    found = reconcile([a, b, c], [sharp * a, 1, 1], [balance("sum", 0)])
    assert found.value[0] == pytest.approx(a, abs=1e3 * (sharp * a) ** 2 + 1e-12)
    fixed = reconcile([a, b, c], [0, 1, 1], [balance("sum", 0)])
    assert fixed.value[0] == a
    assert found.value == pytest.approx(fixed.value, abs=1e3 * (sharp * a) ** 2 + 1e-12)
    assert found.se[0] == pytest.approx(sharp * a, rel=1e-3)


@FEWER
@given(st.floats(1, 100), st.floats(1, 100), SIDE, st.integers(1, 4), st.booleans())
def test_what_was_not_observed_is_algebra(a, b, growth, years, down):
    """Sum, product, quotient, power and root, each with one unknown; errors by propagation."""
    n = np.nan
    power = -years if down else years
    values = [a, b, n, n, n, growth, n, n]
    sd = [0.1 * a, 0.1 * b, n, n, n, 0.01, n, n]
    identities = [
        Identity("sum", (Term(1, {2: 1}), Term(-1, {0: 1}), Term(-1, {1: 1}))),
        Identity("product", (Term(1, {3: 1}), Term(-1, {0: 1, 1: 1}))),
        Identity("quotient", (Term(1, {4: 1, 1: 1}), Term(-1, {0: 1}))),
        Identity("growth", (Term(1, {6: 1}), Term(-1, {0: 1, 5: power}))),
        Identity("rate", (Term(1, {1: 1}), Term(-1, {0: 1, 7: years}))),
    ]
    found = reconcile(values, sd, identities)
    root = (b / a) ** (1 / years)
    part = np.hypot(0.1, 0.1)
    errors = [0.1 * np.hypot(a, b), a * b * part, a / b * part, root * part / years]
    assert found.value == pytest.approx(
        [a, b, a + b, a * b, a / b, growth, a * growth**power, root], rel=1e-9)  # fmt: skip
    assert found.se[[2, 3, 4, 7]] == pytest.approx(errors, rel=1e-6)
    assert (found.chi2, found.df) == (0, 0)
    assert np.isnan(found.p)
    assert np.isnan(found.critical())
    assert found.suspects() == []
