"""The fewest claims to give up, against one mixed-integer program and the table."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings
from instances import balances, big_m, national_accounts, random_statements
from test_conflicts import helium_claims, interval, shuffled

from outlast.engines.evidence.conflicts import (
    is_consistent,
    minimal_conflicts,
    minimal_corrections,
)
from outlast.engines.evidence.drop import smallest_drop
from outlast.engines.evidence.system import Row, Statements
from outlast.errors import Infeasible, InvalidInput, LimitReached
from outlast.solve import solve

LONG = settings().max_examples > 100
GOLDEN = json.loads(
    (Path(__file__).parents[2] / "golden" / "minimal_conflicts.json").read_text("utf-8")
)


def without(statements, dropped):
    return set(statements.soft) - set(dropped)


@pytest.mark.parametrize("seed", range(60 if LONG else 20))
@pytest.mark.parametrize("make", [balances, national_accounts])
def test_equal_to_one_program_with_switches(make, seed):
    statements = make(seed, errors=5 + seed % 6)
    dropped = smallest_drop(statements)
    answer = solve(big_m(statements), seconds=60, tolerance=1e-9)
    assert answer.status == "optimal"
    assert len(dropped) == round(answer.objective)
    assert is_consistent(statements, without(statements, dropped))


def test_six_claims_on_helium():
    fewest = min(map(len, GOLDEN["helium"]["MCS"]))
    dropped = smallest_drop(helium_claims())
    assert len(dropped) == fewest
    assert sorted(dropped) in [sorted(one) for one in GOLDEN["helium"]["MCS"]]


@pytest.mark.parametrize("seed", range(200 if LONG else 20))
def test_lightest_of_all_minimal_corrections(seed):
    statements, rng = random_statements(seed), np.random.default_rng(seed)
    weights = {name: float(rng.integers(1, 6)) for name in statements.soft}
    try:
        found = minimal_conflicts(statements)
    except Infeasible:
        with pytest.raises(Infeasible, match="no figures at all"):
            smallest_drop(statements)
        return
    lightest = min(sum(weights[n] for n in one) for one in minimal_corrections(found.sets))
    dropped = smallest_drop(statements, weights)
    assert sum(weights[name] for name in dropped) == lightest
    assert smallest_drop(shuffled(statements, rng), weights) == dropped


def test_a_trusted_claim_stays():
    reports = {"office": interval("x", 1, 2), "press": interval("x", 5, 6)}
    reports["press, again"] = interval("x", 5, 7)
    assert smallest_drop(Statements((), reports)) == ("office",)
    assert smallest_drop(Statements((), reports), {"office": 9}) == ("press", "press, again")


def test_nothing_to_drop():
    assert smallest_drop(Statements((), {})) == ()
    assert smallest_drop(Statements((), {"a": interval("x", 1, 2)})) == ()


def test_refusals():
    clash = [("high", Row({"x": 1}, 3, 9)), ("low", Row({"x": 1}, 1, 2))]
    with pytest.raises(Infeasible, match="high; low"):
        smallest_drop(Statements(clash, {}))
    with pytest.raises(InvalidInput, match=r"weight of a is 0\.0, expected above 0"):
        smallest_drop(Statements((), {"a": interval("x", 1, 2)}), {"a": 0.0})
    with pytest.raises(LimitReached):
        smallest_drop(balances(0), seconds=0.0)
