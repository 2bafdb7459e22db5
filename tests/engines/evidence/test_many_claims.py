"""Thousands of claims: the work grows with their number, and what is left undone is said."""

import cProfile
import pstats
from pathlib import Path

import numpy as np
import pytest
from instances import random_statements

from outlast.case.claims_file import no_case
from outlast.case.schema import Claim
from outlast.engines.evidence.check import check
from outlast.engines.evidence.conflicts import Consistency, is_consistent
from outlast.engines.reconcile import relinearise
from outlast.engines.reconcile.least_squares import Identity, Term, reconcile

PLANTED = 7
"""Every how many countries one claim is a thousandfold slip."""
NUMBERS = {"production": 300, "imports": 200, "exports": 100, "consumption": 400}


def claims_of(countries, sources):
    """Four claims on the balance of each country and year; some slip by a thousand."""
    rng = np.random.default_rng(0)
    for k in range(countries):
        subject = "A" + "".join(chr(65 + k // 26**j % 26) for j in (1, 0))
        for quantity, value in NUMBERS.items():
            slip = 1000 if quantity == "imports" and k % PLANTED == 0 else 1
            source = f"source-{int(rng.integers(sources))}"
            yield Claim(id=f"{subject.lower()}-{quantity}", quantity=quantity, subject=subject,
                        period="2020", printed=str(value * slip), unit="t", rule="around",
                        text="So it is.", status="sourced", grade="B", source=source)  # fmt: skip


def counted(case, claims):
    """The result, and how many functions it took."""
    profile = cProfile.Profile()
    profile.enable()
    result = check(case, claims, seconds=None)
    profile.disable()
    return result, pstats.Stats(profile).total_calls


@pytest.fixture
def case(tmp_path: Path):
    path = tmp_path / "claims.csv"
    path.write_text("id\n", encoding="utf-8")
    return no_case(path)


@pytest.mark.parametrize("sources", [1, 300])
def test_the_work_for_2000_claims_is_in_proportion(case, sources):
    check(case, list(claims_of(4, sources)))  # imports
    _, few = counted(case, list(claims_of(125, sources)))
    found, many = counted(case, list(claims_of(500, sources)))
    assert many < 4 * 1.4 * few
    planted = {f"a{chr(97 + k // 26)}{chr(97 + k % 26)}-imports" for k in range(0, 500, PLANTED)}
    slipped = {row["id"] for row in found.result["scale_suspects"] if row["factor"] == 0.001}
    assert slipped == (planted if sources == 1 else set())  # a text betrays only itself
    assert found.result["complete"]
    assert all(planted & set(conflict["ids"]) for conflict in found.result["conflicts"])
    assert len(found.result["drop"][0]) == len(planted)


def test_time_that_runs_out_is_said(case):
    found = check(case, list(claims_of(150, 1)), seconds=1e-6)
    assert not found.result["complete"]
    assert "stopped at 1e-06 s" in found.warnings[0]
    assert len(found.result["claims"]) == 600


def test_one_set_after_another_is_judged_as_each_alone():
    for seed in range(8):
        statements = random_statements(seed)
        asked, rng = Consistency(statements), np.random.default_rng(seed)
        for _ in range(10):
            one = [name for name in statements.soft if rng.random() < 0.3]
            assert asked.holds(one) == is_consistent(statements, one)


def test_a_large_curved_system_ends_and_says_so(monkeypatch):
    monkeypatch.setattr(relinearise, "WORK", 0)
    monkeypatch.setattr(relinearise, "_near", lambda _: None)
    product = Identity("value", (Term(1, {0: 1}), Term(-1, {1: 1, 2: 1})))
    wild = reconcile([1e6, 2, 3], [1, 1, 1], [product])
    assert wild.unsettled == ("value",)
    assert np.isnan(wild.value).all()
