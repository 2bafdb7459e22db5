"""Standard deviations from grades and printed bounds."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.engines.reconcile.uncertainty import (
    COEFFICIENTS_OF_VARIATION,
    STATUS,
    standard_deviation,
)
from outlast.errors import InvalidInput


def test_the_table_is_visible_and_called_assumed():
    assert dict(COEFFICIENTS_OF_VARIATION) == {"A": 0.02, "B": 0.05, "C": 0.15, "D": 0.40}
    assert STATUS == "assumed"
    with pytest.raises(TypeError):
        COEFFICIENTS_OF_VARIATION["A"] = 0.5


@given(st.floats(-1e12, 1e12).filter(lambda v: abs(v) > 1e-6), st.sampled_from("ABCD"))
def test_a_grade_alone(value, grade):
    assert standard_deviation(value, grade) == COEFFICIENTS_OF_VARIATION[grade] * abs(value) > 0


def test_bounds_widen_and_never_narrow():
    assert standard_deviation(100, "A", low=80, high=120) == pytest.approx(40 / math.sqrt(12))
    assert standard_deviation(100, "D", low=99, high=101) == 40


def test_a_bound_alone_says_nothing_of_the_spread():
    assert standard_deviation(100, "B", low=80) == 5
    assert standard_deviation(100, "B", low=100, high=math.inf) == 5


def test_the_table_can_be_replaced():
    assert standard_deviation(100, "A", coefficients={"A": 0.1}) == 10
    assert standard_deviation(100, "B", coefficients={"A": 0.1}) == 5
    assert standard_deviation(100, "A", coefficients={"A": 0}) == 0
    assert standard_deviation(0, "A", coefficients={"A": 0}) == 0


def test_nothing_measured_needs_bounds():
    assert standard_deviation(0, "C", low=0, high=12) == pytest.approx(math.sqrt(12))
    with pytest.raises(
        InvalidInput, match=r"value is 0, expected other than 0.*print low and high"
    ):
        standard_deviation(0, "C")


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((1, "E"), {}, "grade is E, expected a grade: known: A, B, C, D"),
        ((math.nan, "A"), {}, "value is nan"),
        ((1, "A"), {"low": 3, "high": 2}, "low is 3, expected at most high, 2"),
        ((1, "A"), {"coefficients": {"A": -1}}, "coefficient of variation of grade A is -1"),
    ],
)
def test_refusals(arguments, options, message):
    with pytest.raises(InvalidInput, match=message):
        standard_deviation(*arguments, **options)
