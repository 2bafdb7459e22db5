"""The US Geological Survey's supply risk of 2020: its factors, limits, what is unknown."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.engines.exposure.indices import (
    Industry,
    ability_to_supply,
    disruption_potential,
    economic_vulnerability,
    net_import_reliance,
    scaled,
    shared_values,
    trade_exposure,
    trade_ties,
    usgs_supply_risk,
    willingness_to_supply,
)
from outlast.errors import InvalidInput

PART = st.floats(0, 1)


def test_from_figures_to_the_score():
    ability = {"CHN": ability_to_supply(40), "CAN": ability_to_supply(90)}
    ties = {"CHN": trade_ties(5, 15, 200), "CAN": trade_ties(30, 30, 100), "COD": 0.0}
    home, columns = {"law": 14.0, "vote": 11.0}, {"CHN": (2, 0), "CAN": (15, 12), "COD": (4, 4)}
    rights = {name: dict(zip(home, column, strict=True)) for name, column in columns.items()}
    values = {name: shared_values(home, one) for name, one in rights.items()}
    far, unlike = scaled(ties, reverse=True), scaled(values)
    willing = {name: willingness_to_supply(far[name], unlike[name]) for name in ties}
    assert willing["CAN"] == 0
    assert willing["CHN"] == pytest.approx((5 / 6 + 1) / 2)
    found = disruption_potential({"CHN": 0.6, "CAN": 0.3, "USA": 0.1}, ability, willing)
    assert found.value == pytest.approx(0.36 * 0.6 * willing["CHN"])
    exposure = trade_exposure(net_import_reliance(60, 10, 80, stock_drawn=-2))
    assert exposure.value == pytest.approx(0.6)
    score = usgs_supply_risk(found, exposure, 0.05)
    assert score.value == pytest.approx((found.value * 0.6 * 0.05) ** (1 / 3))


def test_a_net_exporter_is_shown_below_zero_and_scores_zero():
    reliance = net_import_reliance(10, 60, 100)
    assert reliance.value == -0.5
    assert trade_exposure(reliance).value == 0
    assert trade_exposure(net_import_reliance(200, 0, 100)).value == 1


@given(disruption=PART, exposure=PART, vulnerability=PART, missing=st.integers(0, 2))
def test_geometric_mean_and_unknown_factors(disruption, exposure, vulnerability, missing):
    factors = [disruption, exposure, vulnerability]
    score = usgs_supply_risk(*factors).value
    assert min(factors) - 1e-12 <= score <= max(factors) + 1e-12
    factors[missing] = None
    assert usgs_supply_risk(*factors).value is None


def test_unknown_inputs():
    shares = {"CHN": 0.5, "USA": 0.5}
    unknown = disruption_potential(shares, {"CHN": 0.5}, {})
    assert unknown.reason == "willingness of CHN to supply not on file"
    assert disruption_potential({"CHN": 0.5}, {"CHN": 0.5}, {"CHN": 0.5}).value is None
    assert net_import_reliance(1, None, 2).reason == "exports not on file"
    assert net_import_reliance(1, 0, 0).value is None
    assert trade_exposure(None).value is None
    assert economic_vulnerability((), 10.0).value is None
    idle = (Industry("steel", 5, 1, 2), Industry("glass", 5, 1, -2))
    assert economic_vulnerability(idle, 100).reason == "glass: it makes no operating profit"
    blank = (Industry("steel", 5, None, 2),)
    assert economic_vulnerability(blank, 100).reason == "steel: expenditure not on file"


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: ability_to_supply(120), "policy perception is 120"),
        (lambda: trade_ties(1, 1, 0), "GDP above 0"),
        (lambda: shared_values({"law": 1.0}, {"vote": 1.0}), "expected the same for both"),
        (lambda: scaled({"CHN": 1.0, "USA": 1.0}), "expected a finite range"),
        (lambda: scaled({"CHN": 1.0, "USA": math.inf}), "expected a finite range"),
        (lambda: willingness_to_supply(1.5, 0.5), "trade ties is 1.5"),
        (lambda: usgs_supply_risk(0.5, 60, 0.5), "exposure is 60"),
        (lambda: economic_vulnerability((), 0), "GDP is 0"),
        (lambda: disruption_potential({"CHN": 1.0}, {"CHN": 40}, {}), "ability of CHN to supply"),
    ],
)
def test_bad_input_is_refused(call, text):
    with pytest.raises(InvalidInput, match=text):
        call()
