"""Minimal inconsistent sets, against published tables, exhaustion and a second formulation."""

import json
import re
import time
from itertools import combinations
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from instances import balances, national_accounts, random_statements
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, hstack

from outlast.engines.evidence.conflicts import (
    Conflicts,
    each_conflict,
    first_conflict,
    is_consistent,
    minimal_conflicts,
    minimal_corrections,
)
from outlast.engines.evidence.marco import Budget, marco, minimal_hitting_sets
from outlast.engines.evidence.system import Row, Statements, system_of
from outlast.errors import Infeasible, InvalidInput, LimitReached

GOLDEN = json.loads(
    (Path(__file__).parents[2] / "golden" / "minimal_conflicts.json").read_text("utf-8")
)
LONG = settings().max_examples > 100  # the long profile


def interval(name, low, high):
    return (Row({name: 1.0}, low, high),)


def ratio(part, whole, low, high):
    return (Row({part: 1, whole: -high}, -inf, 0), Row({part: 1, whole: -low}, 0, inf))


def helium_claims():
    """The readings that the golden table states."""
    return Statements(
        hard=[
            ("production ≤ capacity", Row({"capacity": 1, "production": -1}, 0, inf)),
            ("balance", Row({"production": 1, "imports": 1, "consumption": -1}, 0, 0)),
        ],
        soft={
            "c1": interval("capacity", 0.70, 0.80),
            "c2": interval("production", 0.75, 0.825),
            "c3": ratio("production", "consumption", 0.12, 0.13),
            "c4": interval("consumption", 26.18 * 0.98, 26.18 * 1.02),
            "c5": interval("production", 3.5 * 0.98, 3.5 * 1.02),
            "c6": ratio("imports", "consumption", 0.94, 0.96),
        },
        lower={"consumption": 0.1},
    )


def as_tuples(sets):
    return sorted(tuple(sorted(map(str, one))) for one in sets)


def others(ids, sets):
    return [set(ids) - set(one) for one in sets]


def test_six_claims_on_helium():
    found, table = minimal_conflicts(helium_claims()), GOLDEN["helium"]
    assert found.complete
    assert list(found.sets) == [tuple(one) for one in table["MUS"]]
    corrections = minimal_corrections(found.sets)
    assert as_tuples(corrections) == as_tuples(table["MCS"])
    assert as_tuples(others(helium_claims().soft, corrections)) == as_tuples(table["MSS"])
    assert first_conflict(helium_claims()) in found.sets


def test_wider_readings_dissolve_a_conflict():
    table = GOLDEN["helium"]["MUS"]
    assert not any(is_consistent(helium_claims(), one) for one in table)
    wide = Statements(
        helium_claims().hard,
        {**helium_claims().soft, "c1": interval("capacity", 0.5, 4.0)},
        {"consumption": 0.1},
    )
    assert is_consistent(wide, ["c1", "c5"])
    assert not is_consistent(wide, ["c2", "c5"])


class Clauses:
    """Consistency of clauses over a and b, by trying every assignment."""

    def __init__(self, clauses):
        self.clauses = clauses

    def core(self, kept):
        for a, b in ((a, b) for a in (False, True) for b in (False, True)):
            true = {"a" if a else "-a", "b" if b else "-b"}
            if all(true & set(self.clauses[k]) for k in kept):
                return None
        return kept


def test_four_clauses():
    table = GOLDEN["clauses"]
    clauses = {int(k): clause for k, clause in table["clauses"].items()}
    found = list(marco(frozenset(clauses), Clauses(clauses), Budget()))
    assert sorted(map(sorted, found)) == table["MUS"]
    assert sorted(map(sorted, minimal_hitting_sets(found))) == table["MCS"]


def feasible(statements, ids, slack=1e-7):
    """Ask SciPy, with unscaled rows."""
    rows = [row for _, row in statements.hard] + [r for i in ids for r in statements.soft[i]]
    names = sorted({name for row in rows for name in row.coefficients})
    matrix = np.array([[row.coefficients.get(name, 0.0) for name in names] for row in rows])
    high = np.array([row.high for row in rows]) + slack
    low = np.array([row.low for row in rows]) - slack
    answer = linprog(
        np.zeros(len(names)),
        np.vstack([matrix[high < inf], -matrix[low > -inf]]),
        np.concatenate([high[high < inf], -low[low > -inf]]),
        bounds=[(statements.lower.get(name, 0.0), None) for name in names],
    )
    return answer.status == 0


def by_exhaustion(statements):
    """Every minimal inconsistent set, smaller sets first; None if the identities are."""
    if not feasible(statements, ()):
        return None
    found = []
    for size in range(1, len(statements.soft) + 1):
        for ids in combinations(sorted(statements.soft), size):
            fresh = not any(set(one) <= set(ids) for one in found)
            if fresh and not feasible(statements, ids):
                found.append(ids)
    return found


def by_alternative_polyhedron(statements):
    """Supports of the vertices of {y: y'A ≤ 0, y'b = −1} (Gleeson & Ryan 1990), by MILP.

    Least support first, each excluded once found; a claim's rows share one switch.
    """
    system, ids = system_of(statements)
    up, down = np.isfinite(system.high), np.isfinite(system.low)
    # Σ y (−high) + Σ z low > 0 while y'A − z'A ≥ 0, with bounds x ≥ floor moved into the rows.
    held = system.matrix @ system.floor
    matrix = csr_array(hstack([system.matrix[up].T, -system.matrix[down].T]))
    gain = np.concatenate([-(system.high - held)[up], (system.low - held)[down]])
    owner = np.concatenate([system.owner[up], system.owner[down]])
    count, width = len(owner), len(ids)
    soft = np.flatnonzero(owner >= 0)
    switch = np.zeros((len(soft), count + width))
    switch[np.arange(len(soft)), soft] = 1.0
    switch[np.arange(len(soft)), count + owner[soft]] = -1e3
    rules = [
        LinearConstraint(
            np.hstack([matrix.toarray(), np.zeros((matrix.shape[0], width))]), 0, inf
        ),
        LinearConstraint(np.concatenate([gain, np.zeros(width)])[None, :], 1, 1),
        LinearConstraint(switch, -inf, 0),
    ]
    cost = np.concatenate([np.zeros(count), np.ones(width)])
    whole = np.concatenate([np.zeros(count), np.ones(width)])
    bounds = Bounds(0, np.concatenate([np.full(count, inf), np.ones(width)]))
    found = []
    while (answer := milp(cost, integrality=whole, bounds=bounds, constraints=rules)).status == 0:
        chosen = np.flatnonzero(answer.x[count:] > 0.5)
        if not len(chosen):
            return None
        found.append(tuple(ids[k] for k in chosen))
        cut = np.zeros(count + width)
        cut[count + chosen] = 1.0
        rules.append(LinearConstraint(cut[None, :], -inf, len(chosen) - 1))
    assert answer.status == 2, answer.message
    return found


def sets_or_none(statements):
    try:
        found = minimal_conflicts(statements)
    except Infeasible:
        return None
    assert found.complete
    return sorted(found.sets)


def sorted_or_none(sets):
    return None if sets is None else sorted(sets)


@pytest.mark.parametrize("seed", range(100 if LONG else 6))
def test_equal_to_exhaustion(seed):
    statements = random_statements(seed)
    assert sets_or_none(statements) == sorted_or_none(by_exhaustion(statements))


@pytest.mark.parametrize("seed", range(100, 120 if LONG else 105))
def test_equal_to_the_alternative_polyhedron(seed):
    size = 12 if LONG else 8
    statements = random_statements(seed, claims=size, variables=6, identities=3)
    assert sets_or_none(statements) == sorted_or_none(by_alternative_polyhedron(statements))


def shuffled(statements, rng):
    """Shuffle identities, claims, rows and terms."""

    def mixed(items):
        items = list(items)
        return [items[k] for k in rng.permutation(len(items))]

    def row(given):
        return given._replace(coefficients=dict(mixed(given.coefficients.items())))

    return Statements(
        [(name, row(given)) for name, given in mixed(statements.hard)],
        {name: tuple(map(row, mixed(rows))) for name, rows in mixed(statements.soft.items())},
        dict(mixed(statements.lower.items())),
    )


@pytest.mark.parametrize("seed", range(500 if LONG else 12))
def test_order_and_names_change_nothing(seed):
    statements, rng = random_statements(seed), np.random.default_rng(seed)
    try:
        found = minimal_conflicts(statements)
    except Infeasible as error:
        with pytest.raises(Infeasible, match=re.escape(str(error))):
            minimal_conflicts(shuffled(statements, rng))
        return
    other = shuffled(statements, rng)
    assert minimal_conflicts(other) == found
    assert first_conflict(other) == first_conflict(statements)
    new = dict(zip(statements.soft, map(str, rng.permutation(100)), strict=False))
    renamed = Statements(
        other.hard, {new[name]: rows for name, rows in other.soft.items()}, other.lower
    )
    expected = {frozenset(new[name] for name in one) for one in found.sets}
    assert {frozenset(one) for one in minimal_conflicts(renamed).sets} == expected


@pytest.mark.parametrize("exponent", range(-9, 13, 1 if LONG else 7))
@pytest.mark.parametrize("seed", range(50 if LONG else 3))
def test_units_change_nothing(seed, exponent):
    """The same claims in another unit of each variable: from grams to world totals."""
    statements, rng = random_statements(seed), np.random.default_rng(seed)
    unit = {name: 10.0 ** (exponent + rng.integers(-2, 3)) for name in statements.lower}

    def row(given):
        terms = {name: value / unit[name] for name, value in given.coefficients.items()}
        return given._replace(coefficients=terms)

    other = Statements(
        [(name, row(given)) for name, given in statements.hard],
        {name: tuple(map(row, rows)) for name, rows in statements.soft.items()},
        {name: value * unit[name] for name, value in statements.lower.items()},
    )
    assert sets_or_none(other) == sets_or_none(statements)


def test_every_listed_set_is_minimal():
    statements = national_accounts(0, errors=3)
    found = minimal_conflicts(statements, seconds=2)
    assert found.sets
    for ids in found.sets[:: max(len(found.sets) // 20, 1)]:
        assert not feasible_scaled(statements, ids)
        assert all(feasible_scaled(statements, set(ids) - {name}) for name in ids)


def feasible_scaled(statements, ids):
    """SciPy on the scaled rows, for magnitudes that unscaled rows cannot carry."""
    system, _ = system_of(statements.only(sorted(ids)))
    matrix = system.matrix.toarray()
    up, down = np.isfinite(system.high), np.isfinite(system.low)
    answer = linprog(
        np.zeros(matrix.shape[1]),
        np.vstack([matrix[up], -matrix[down]]),
        np.concatenate([system.high[up], -system.low[down]]),
        bounds=[(low, None) for low in system.floor],
    )
    return answer.status == 0


def test_grams_and_trillions_in_one_system():
    """A gram-scale use, a world total of 1e9 t and a bill of 1e12 USD."""
    hard = [
        ("lab and rest", Row({"lab": 1, "rest": 1, "country": -1}, 0, 0)),
        ("price, least", Row({"bill": 1, "world": -900.0}, 0, inf)),
        ("price, most", Row({"bill": 1, "world": -1100.0}, -inf, 0)),
    ]
    soft = {
        "lab": interval("lab", 1e-3, 1.1e-3),
        "lab, again": interval("lab", 1.1001e-3, 1.2e-3),
        "rest": interval("rest", 2e-3, 3e-3),
        "country": interval("country", 4.5e-3, 5e-3),
        "world": interval("world", 0.95e9, 1e9),
        "bill": interval("bill", 1.2e12, 1.3e12),
    }
    found = minimal_conflicts(Statements(hard, soft))
    assert found.sets == (
        ("bill", "world"),
        ("lab", "lab, again"),
        ("country", "lab", "rest"),
        ("country", "lab, again", "rest"),
    )


@pytest.mark.parametrize("scale", [1e-3, 1.0, 3.7, 1e9])
def test_intervals_that_touch_agree(scale):
    third, low = scale / 3, scale * 0.1
    touching = {
        "a": interval("x", low, third),
        "b": interval("x", third * (1 + 1e-12), scale),
        "c": interval("y", third + third + third, 2 * scale),
        "d": interval("y", 0.5 * scale, scale),
    }
    assert minimal_conflicts(Statements((), touching)).sets == ()
    apart = {**touching, "b": interval("x", third * (1 + 1e-5), scale)}
    assert minimal_conflicts(Statements((), apart)).sets == (("a", "b"),)


def test_identities_that_contradict_each_other_are_named():
    hard = [
        ("whole", Row({"x": 1, "y": 1}, 5, 5)),
        ("least x", Row({"x": 1}, 3, inf)),
        ("least y", Row({"y": 1}, 3, inf)),
        ("harmless", Row({"y": 1}, 0, 9)),
    ]
    statements = Statements(hard, {"claim": interval("x", 1, 2)})
    for ask in (minimal_conflicts, first_conflict):
        with pytest.raises(Infeasible, match=r"satisfy: least x; least y; whole$"):
            ask(statements)


def test_nothing_to_test():
    assert minimal_conflicts(Statements((), {})) == Conflicts((), complete=True, tested=0)
    assert first_conflict(Statements((), {})) is None
    assert is_consistent(Statements((), {}), ())
    assert minimal_corrections(()) == ((),)


def test_a_claim_may_contradict_itself():
    soft = {
        "inverted": interval("x", 3, 2),
        "empty": (Row({}, 1, 2),),
        "two rows": (Row({"y": 1}, 0, 1), Row({"y": 1}, 2, 3)),
        "negative": interval("z", -2, -1),
        "fine": interval("x", 1, 4),
    }
    found = minimal_conflicts(Statements((), soft))
    assert found.sets == (("empty",), ("inverted",), ("negative",), ("two rows",))


@pytest.mark.parametrize("bad", [Row({"x": inf}, 0, 1), Row({"x": 1}, float("nan"), 1)])
def test_numbers_that_are_none_are_refused(bad):
    with pytest.raises(InvalidInput, match="expected a"):
        minimal_conflicts(Statements((), {"bad": (bad,)}))


def test_at_most_so_many():
    whole = minimal_conflicts(helium_claims(), most=8)
    assert whole.complete
    some = minimal_conflicts(helium_claims(), most=3)
    assert len(some.sets) == 3
    assert not some.complete
    assert set(some.sets) <= set(whole.sets)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0])
def test_time_is_kept(seconds):
    statements = balances(1)
    start = time.monotonic()
    found = minimal_conflicts(statements, seconds=seconds)
    assert time.monotonic() - start < seconds + 0.5
    assert not found.complete
    assert bool(found.sets) == (seconds > 0)


def test_a_stream_ends_at_the_limit_with_what_it_found():
    found = []
    with pytest.raises(LimitReached, match="time"):
        found += each_conflict(balances(1), Budget(0.0))
    assert not found


def test_ten_thousand_claims_give_an_honest_part():
    statements = balances(0, countries=1350, claims=10_000, errors=60)
    start = time.monotonic()
    found = minimal_conflicts(statements, seconds=3)
    assert time.monotonic() - start < 5
    assert found.sets
    assert not any(is_consistent(statements, one) for one in found.sets[:3])
