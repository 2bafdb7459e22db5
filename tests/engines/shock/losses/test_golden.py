"""Losses reproduce what was published or computed elsewhere."""

import json
from pathlib import Path

import pytest

from outlast.engines.shock.losses import ces
from outlast.engines.shock.losses.production import FORMS, input_limit
from outlast.engines.shock.losses.reserve import economic_reserve
from outlast.engines.shock.losses.tail import cvar

GOLDEN = json.loads((Path(__file__).parents[3] / "golden" / "losses.json").read_text("utf-8"))
KINDS = {"critical": "critical", "important": "important", "noncritical": "non-critical"}


@pytest.mark.parametrize("form", FORMS)
def test_five_production_functions(form):
    golden = GOLDEN["partial_leontief"]
    amounts, coefficients = zip(*(golden[kind] for kind in KINDS), strict=True)
    found = input_limit(form, amounts, coefficients, list(KINDS.values()), golden["xcap0"])
    assert float(found) == pytest.approx(golden[form], abs=5e-5)


@pytest.mark.parametrize("case", GOLDEN["bachmann_ces"]["cases"])
def test_loss_by_constant_elasticity(case):
    found = 100 * float(ces.loss(case["al"], case["s"], case["E"]))
    assert found == pytest.approx(case["loss_pct"], abs=5e-5)


def test_the_published_loss_is_met_and_the_second_order_is_far_off():
    first = GOLDEN["bachmann_ces"]["cases"][0]
    given = first["al"], first["s"], first["E"]
    assert 100 * float(ces.loss(*given)) == pytest.approx(1.5, abs=0.1)
    assert 100 * float(ces.second_order_loss(*given)) == pytest.approx(
        GOLDEN["bachmann_ces"]["second_order_at_case1"], abs=5e-5
    )


def test_economic_reserve():
    golden = GOLDEN["stockpile_exponential"]
    found = economic_reserve(golden["q"], 1 / 6, golden["lambda"], golden["c"], golden["h"])
    assert found.size == pytest.approx(golden["S_star"], rel=1e-6)
    assert found.cost == pytest.approx(golden["min_cost"], rel=1e-6)


@pytest.mark.parametrize("percent", [80, 90, 95])
def test_mean_of_the_worst(percent):
    golden = GOLDEN["cvar"]
    found = cvar(golden["loss"], percent / 100, golden["p"])
    assert found == pytest.approx(golden[f"cvar{percent}"])
