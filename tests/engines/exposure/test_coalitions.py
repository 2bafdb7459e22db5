"""Every minimal coalition, against brute force and the published table."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import outlast
from outlast.engines.exposure import minimal_coalitions

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "minimal_coalitions.json").read_text())


def brute_force(amounts, cut):
    """Try every set; keep those that reach the cut and have no smaller one inside."""
    total, names = sum(amounts.values()), [name for name in amounts if amounts[name]]
    winning = [
        set(picked)
        for count in range(1, len(names) + 1)
        for picked in combinations(names, count)
        if sum(amounts[name] for name in picked) >= cut * total
    ]
    return {frozenset(s) for s in winning if not any(other < s for other in winning)}


@given(
    sizes=st.lists(st.integers(0, 30), min_size=1, max_size=9).filter(any),
    cut=st.fractions(0, 1, max_denominator=40).filter(bool),
)
def test_equal_to_brute_force(sizes, cut):
    amounts = {f"C{i}": Fraction(size) for i, size in enumerate(sizes)}
    found, complete = minimal_coalitions(amounts, cut)
    assert complete
    assert len({c.members for c in found}) == len(found)
    assert {frozenset(c.members) for c in found} == brute_force(amounts, cut)
    assert [len(c.members) for c in found] == sorted(len(c.members) for c in found)


@pytest.mark.parametrize("cut", ["50", "60", "80"])
def test_the_published_table(cut):
    supply = {country: Fraction(part) for country, part in GOLDEN["supply"].items()}
    found, _ = minimal_coalitions(supply, Fraction(int(cut), 100))
    assert sorted(c.members for c in found) == sorted(map(tuple, GOLDEN[cut]))


def test_helium_against_brute_force(helium):
    for importer, year, cut in (("CHN", 2012, 0.9), ("DEU", 2024, 0.75), ("KOR", 2002, 0.5)):
        result = outlast.exposure(helium, importer, year, cut=cut).result
        amounts = {row["country"]: Fraction(row["amount"]) for row in result["suppliers"][:16]}
        small, _ = minimal_coalitions(amounts, Fraction(str(cut)))
        assert {frozenset(c.members) for c in small} == brute_force(amounts, Fraction(str(cut)))


def test_a_limit_keeps_the_smallest():
    equal = {f"C{i:02}": Fraction(1) for i in range(20)}
    found, complete = minimal_coalitions(equal, Fraction(1, 2), limit=100)
    assert (len(found), complete) == (100, False)
    assert all(len(c.members) == 10 for c in found)
