"""Influence by trade theory, and who hurts whom."""

import json
from math import inf, log
from pathlib import Path

import pytest

from outlast.engines.leverage.cards import read_card
from outlast.engines.leverage.influence import ces_power, influence, power
from outlast.engines.leverage.matrix import matrix
from outlast.engines.leverage.study import Study
from outlast.errors import InvalidInput

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "leverage.json").read_text("utf-8"))


@pytest.mark.parametrize("sigma", [2, 5])
def test_power_of_a_nest(sigma):
    golden = GOLDEN["ces_power"]
    found = [ces_power(omega, sigma) for omega in golden["w"]]
    assert found == pytest.approx(golden[f"sigma{sigma}"], abs=5e-5)


def test_where_nothing_replaces_doing_without_caps_it():
    assert ces_power(0.2, 1) == ces_power(0.2, 0.5) == ces_power(1, 5) == inf
    assert power(0.01, 0.2, 0.9, 0.3) == (0.3, True)
    assert power(0.01, 0.5, 3, 0.3) == (pytest.approx(0.01 * log(2) / 2), False)
    assert power(0.01, 0.0, 0.9, 0.3) == (0.0, False)


@pytest.mark.parametrize(("omega", "sigma"), [(-0.1, 2), (1.1, 2), (0.5, 0), (0.5, float("nan"))])
def test_numbers_outside_are_refused(omega, sigma):
    with pytest.raises(InvalidInput):
        ces_power(omega, sigma)


def test_the_isle_needs_northland_more(isle):
    found = influence(read_card("isle"), "XNO", "XIS", 2023)
    flows = [f for f in isle.flows_of(2023) if f.exporter != "XHB"]
    bought = {f.exporter: f.value_usd for f in flows if f.importer == "XIS"}
    sold = sum(f.value_usd for f in flows if f.exporter == "XNO")
    assert found.imports_from == pytest.approx(bought["XNO"] / sum(bought.values()))
    assert found.exports_to == pytest.approx(bought["XNO"] / sold)
    assert found.asymmetry == pytest.approx(found.imports_from - found.exports_to)
    assert found.sigma == pytest.approx((4 * 10) ** 0.5)
    by_hand = found.spending * -log(1 - found.reach) / (found.sigma - 1)
    assert found.power == pytest.approx(by_hand)
    assert not found.capped


def test_unknown_influence_says_why():
    card = read_card("isle")
    assert influence(card, "XNO", "XIS", 2030).unknown[0].reason.startswith("2030 is not among")
    found = influence(card, "XIS", "XWE", 2023)
    assert (found.exports_to, found.power, found.asymmetry) == (None, None, None)
    assert {u.path for u in found.unknown} == {"exports_to", "power"}


def test_who_hurts_whom():
    card = read_card("isle")
    effect = Study(card.case, draws=32, months=12, seed=1).effect
    rows = matrix(["XNO", "XHB"], ["XNO", "XIS", "XWE"], [card], 2023, effect)
    by = {(row["sender"], row["target"]): row for row in rows}
    assert len(rows) == 5
    assert by["XNO", "XIS"]["harm"]["p50"] > 0
    assert by["XNO", "XIS"]["reason"] is None
    west = by["XNO", "XWE"]
    assert (west["harm"], west["cms"]) == (None, None)
    assert west["reason"] == "industries.csv has no economy of Westland"
    assert west["unmet_share_12m"]["p50"] > 0
    none = by["XHB", "XIS"]
    assert (none["reach"], none["harm"]["p95"], none["cms"]) == (0.0, 0.0, 0.0)
    assert "controls no country's output" in none["reason"]
    assert none["hirschman"] is None  # it sells nothing abroad
    for row in matrix(["XNO"], ["XIS"], [card], 2030, effect):
        assert (row["reach"], row["harm"], row["unmet_share_12m"]) == (None, None, None)
        assert "2020 to 2023" in row["reason"]
