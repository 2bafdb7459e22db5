"""Concentration: the printed conventions, their conversions, and what makes it unknown."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_inputs import GOLDEN

from outlast.engines.exposure.indices import (
    CONVENTIONS,
    concentrations,
    convert,
    effective_number,
    herfindahl,
)
from outlast.errors import InvalidInput, UsageError

AMOUNTS = st.lists(st.floats(1e-3, 1e6), min_size=2, max_size=12)


def named(amounts):
    return {f"C{place}": amount for place, amount in enumerate(amounts)}


def test_every_convention_of_the_golden_table():
    block = json.loads((GOLDEN / "indices.json").read_text("utf-8"))["hhi"]
    hhi = herfindahl(named(block["s"]))
    assert hhi.value == pytest.approx(block["hhi"], rel=1e-12)
    printed = {
        "points": block["hhi10k"],
        "normalised": block["normalised"],
        "effective number": block["n_eff"],
        "hirschman": block["hirschman_x100"],
        "root": block["hirschman_x100"] / 100,
    }
    for convention, value in printed.items():
        wanted = convert(hhi.value, wanted=convention, suppliers=len(block["s"]))
        assert wanted == pytest.approx(value, rel=1e-6), convention
        back = convert(value, convention, suppliers=len(block["s"]))
        assert back == pytest.approx(block["hhi"], rel=1e-6), convention
    assert effective_number(hhi).value == pytest.approx(block["n_eff"], rel=1e-6)


@given(amounts=AMOUNTS, given=st.sampled_from(CONVENTIONS), wanted=st.sampled_from(CONVENTIONS))
def test_conversions_go_back_and_forth(amounts, given, wanted):
    hhi, count = herfindahl(named(amounts)).value, len(amounts)
    printed = convert(hhi, wanted=given, suppliers=count)
    other = convert(printed, given, wanted, suppliers=count)
    assert convert(other, wanted, suppliers=count) == pytest.approx(hhi, rel=1e-9)


@given(amounts=AMOUNTS, scale=st.floats(1e-3, 1e3))
def test_concentration_ignores_unit_and_order_and_never_falls_by_a_merger(amounts, scale):
    hhi = herfindahl(named(amounts)).value
    assert 1 / len(amounts) <= hhi * (1 + 1e-12) <= 1 + 1e-9
    assert herfindahl(named([a * scale for a in amounts])).value == pytest.approx(hhi)
    assert herfindahl(named(amounts[::-1])).value == hhi
    merged = [amounts[0] + amounts[1], *amounts[2:]]
    assert herfindahl(named(merged)).value >= hhi * (1 - 1e-12)
    both = np.array([amounts, amounts[::-1]]).T
    assert concentrations(both) == pytest.approx([hhi, hhi])


@given(amounts=AMOUNTS, part=st.floats(1e-4, 0.2), owners=st.integers(1, 5))
def test_an_unnamed_rest_is_never_too_safe(amounts, part, owners):
    total = sum(amounts)
    rest = total * part / (1 - part)
    found = herfindahl(named(amounts), rest=rest)
    if part > 0.1001:
        assert found.value is None
    elif part < 0.0999:
        true = herfindahl(named([*amounts, *[rest / owners] * owners])).value
        assert true * (1 - 1e-9) <= found.value <= true + part**2 * 1.001
        assert "at most" in found.reason


def test_unknown_is_not_zero():
    assert herfindahl({"CHN": 1.0, "USA": None}).reason == "amount of USA not on file"
    assert herfindahl({"CHN": float("nan")}).value is None
    assert herfindahl({}).reason == "no amount on file"
    assert herfindahl({"CHN": 0.0}).value is None
    assert herfindahl({"CHN": 1.0}, rest=None).value is None
    assert effective_number(None).value is None
    columns = np.array([[1.0, np.nan, 0.0], [1.0, 2.0, 0.0]])
    assert np.isnan(concentrations(columns)).tolist() == [False, True, True]
    assert np.isnan(concentrations(np.zeros((0, 2)))).all()


def test_bad_input_is_refused():
    with pytest.raises(InvalidInput, match="amount of USA is -1"):
        herfindahl({"USA": -1.0})
    with pytest.raises(InvalidInput, match="drop the row of the total"):
        herfindahl({"CHN": 1.0, "World": 1.0})
    with pytest.raises(InvalidInput, match="it may be in points"):
        convert(3800.0, wanted="effective number")
    with pytest.raises(InvalidInput, match="give suppliers="):
        convert(0.38, wanted="normalised")
    with pytest.raises(UsageError, match="did you mean 'points'"):
        convert(0.38, wanted="point")
