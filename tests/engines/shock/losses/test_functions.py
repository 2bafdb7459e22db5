"""What holds of losses whatever the numbers, and what they refuse."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.engines.shock.designs import Random
from outlast.engines.shock.losses import ces
from outlast.engines.shock.losses.production import FORMS, NECESSITIES, input_limit, output_part
from outlast.engines.shock.losses.reserve import economic_reserve
from outlast.engines.shock.losses.tail import cvar
from outlast.errors import InvalidInput, UsageError

PART = st.floats(0, 1)
SIGMA = st.floats(-6, 3).map(lambda x: 10**x)


@st.composite
def sectors(draw):
    count = draw(st.integers(1, 5))
    weights = np.array(draw(st.lists(st.floats(0.01, 1), min_size=count, max_size=count)))
    kinds = draw(st.lists(st.sampled_from(NECESSITIES), min_size=count, max_size=count))
    fills = np.array(draw(st.lists(PART, min_size=count, max_size=count)))
    return fills, weights / weights.sum(), kinds


@given(sectors(), PART)
def test_output_lies_within_and_a_milder_function_gives_no_less(sector, capacity):
    parts = [float(output_part(form, *sector, capacity)) for form in FORMS]
    assert all(0 <= part <= capacity for part in parts)
    assert parts[:4] == sorted(parts[:4])
    assert parts[0] <= parts[4] + 1e-12


@given(sectors(), st.integers(0, 4), PART)
def test_more_of_an_input_never_lowers_output(sector, which, more):
    fills, shares, kinds = sector
    raised = fills.copy()
    raised[which % len(fills)] = max(more, fills[which % len(fills)])
    for form in FORMS:
        low, high = (float(output_part(form, f, shares, kinds)) for f in (fills, raised))
        assert low <= high + 1e-12


@pytest.mark.parametrize("form", FORMS)
def test_nothing_missing_loses_nothing(form):
    assert output_part(form, [[1.0, 1.0]], [0.2, 0.8], ["critical", "important"]) == [1.0]


def test_the_functions_over_draws_and_months():
    fills = np.random.default_rng(1).random((3, 4, 2))
    found = output_part("half_critical", fills, [0.1, 0.9], ["critical", "important"])
    expected = np.minimum(fills[..., 0], (fills[..., 1] + 1) / 2)
    assert found == pytest.approx(expected)


@given(PART, SIGMA, PART)
def test_a_loss_by_ces_is_a_part_of_output(alpha, sigma, left):
    found = float(ces.loss(alpha, sigma, left))
    assert 0 <= found <= 1
    assert found <= 1 - left + 1e-12


@given(st.floats(1e-6, 1), SIGMA, PART, PART)
def test_a_loss_by_ces_falls_with_what_is_left(alpha, sigma, one, other):
    low, high = sorted((one, other))
    less, more = (float(ces.loss(alpha, sigma, left)) for left in (high, low))
    assert less <= more + 1e-9


@given(st.floats(1e-6, 1), SIGMA, SIGMA, PART)
def test_a_loss_by_ces_falls_with_the_elasticity(alpha, one, other, left):
    low, high = sorted((one, other))
    less, more = (float(ces.loss(alpha, sigma, left)) for sigma in (high, low))
    assert less <= more + 1e-9


@given(st.floats(1e-9, 1), st.floats(1e-6, 1))
def test_limits_of_ces(alpha, left):
    assert float(ces.output(alpha, 1.0, left)) == pytest.approx(left**alpha, rel=1e-12)
    for beside in (1 - 1e-9, 1 + 1e-9, 1 - 1e-7, 1 + 1e-7):
        assert float(ces.output(alpha, beside, left)) == pytest.approx(left**alpha, rel=1e-4)
    assert float(ces.output(alpha, 1e-12, left)) == pytest.approx(left, rel=1e-9)
    assert float(ces.output(alpha, 1e-300, left)) == pytest.approx(left, rel=1e-9)
    linear = alpha * left + 1 - alpha
    assert float(ces.output(alpha, 1e12, left)) == pytest.approx(linear, rel=1e-9)


@pytest.mark.parametrize(("sigma", "expected"), [(0.5, 0.0), (1.0, 0.0), (2.0, 0.81)])
def test_nothing_left(sigma, expected):
    assert float(ces.output(0.1, sigma, 0.0)) == pytest.approx(expected)


def test_a_tiny_loss_is_exact():
    assert float(ces.loss(1e-9, 2.0, 0.5)) == pytest.approx(2e-9 * (1 - 0.5**0.5), rel=1e-8)


def test_near_one_the_form_meets_the_closed_form_with_many_digits():
    for sigma in (0.9, 0.999, 1.001, 1.1):
        power = (sigma - 1) / sigma
        direct = (0.3 * 0.4**power + 0.7) ** (1 / power)
        assert float(ces.output(0.3, sigma, 0.4)) == pytest.approx(direct, rel=1e-12)


def test_the_elasticity_is_drawn_from_a_stream_of_its_own():
    drawn = ces.draw_sigma(0.04, 0.3, Random(3, 2000), 2000)
    assert drawn.min() >= 0.04
    assert drawn.max() <= 0.3
    assert np.median(drawn) == pytest.approx(math.sqrt(0.04 * 0.3), rel=0.05)
    assert (drawn[:10] == ces.draw_sigma(0.04, 0.3, Random(3, 10), 10)).all()
    assert (drawn != ces.draw_sigma(0.04, 0.3, Random(4, 2000), 2000)).any()


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.floats(0, 0.99), st.data())
def test_the_tail_is_the_least_over_every_threshold(losses, level, data):
    weights = data.draw(st.lists(st.floats(0.01, 1), min_size=len(losses), max_size=len(losses)))
    values, chance = np.array(losses), np.array(weights) / sum(weights)
    at = [t + (chance * np.maximum(values - t, 0)).sum() / (1 - level) for t in values]
    found = cvar(losses, level, weights)
    assert found == pytest.approx(min(at), rel=1e-9, abs=1e-6)
    assert found <= values.max() + 1e-6
    assert found >= (chance * values).sum() - 1e-6


@given(*[st.floats(0.01, 100)] * 5)
def test_no_other_reserve_costs_less(missing, ends, stops, unit_loss, holding):
    found = economic_reserve(missing, ends, stops, unit_loss, holding)

    def cost(size):
        return holding * size + stops * unit_loss * missing / ends * math.exp(
            -ends * size / missing
        )

    assert found.cost == pytest.approx(cost(found.size), rel=1e-9)
    for size in (0, found.size * 0.9, found.size * 1.1, found.size + missing / ends):
        assert found.cost <= cost(size) * (1 + 1e-9)


KIND = ["critical"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: output_part("leontief", [0.5], [1.2], KIND), "share is 1.2, expected a number"),
        (
            lambda: output_part("leontief", [0.5] * 2, [0.7, 0.7], KIND * 2),
            "shares is 1.4 together",
        ),
        (lambda: output_part("leontief", [math.nan], [1], KIND), "fill is not a number"),
        (lambda: output_part("leontief", ["much"], [1], KIND), "fill is .*much.*, expected"),
        (lambda: output_part("leontief", [1.5], [1], KIND), "fill is 1.5, expected a number from"),
        (lambda: output_part("leontief", [1], [1], KIND, -1), "capacity is -1, expected"),
        (lambda: input_limit("linear", [1], [0], KIND), "coefficients is all 0"),
        (lambda: input_limit("linear", [-1], [1], KIND), "input at hand is -1"),
        (lambda: input_limit("linear", [1, 1], [1], KIND), "inputs is .* expected as many"),
        (lambda: ces.loss(0.1, 0, 0.5), "sigma is 0, expected a number above 0"),
        (lambda: ces.loss(0.1, -1, 0.5), "sigma is -1, expected a number above 0"),
        (lambda: ces.loss(1.1, 1, 0.5), "alpha is 1.1, expected a number from 0 to 1"),
        (lambda: ces.loss(0.1, 1, math.nan), "fill is not a number"),
        (lambda: ces.second_order_loss(0.1, 0, 0.5), "sigma is 0"),
        (
            lambda: ces.draw_sigma(0.3, 0.1, Random(1, 5), 5),
            "sigma is 0.3 to 0.1, expected bounds that rise",
        ),
        (lambda: cvar([], 0.9), "loss is of shape"),
        (lambda: cvar([1, math.inf], 0.9), "loss is of shape"),
        (lambda: cvar([1], 1), "level is 1, expected below 1"),
        (lambda: cvar([1, 2], 0.5, [1]), "weights is 1, expected 2"),
        (lambda: cvar([1, 2], 0.5, [1, -1]), "weight is -1"),
        (lambda: cvar([1, 2], 0.5, [0, 0]), "sum of the weights is 0"),
        (lambda: economic_reserve(1, 0, 1, 1, 1), "ends is 0, expected a number above 0"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(InvalidInput, match=words):
        call()


def test_words_that_mean_nothing_are_refused():
    with pytest.raises(UsageError, match=r"form is 'leontiev'.*did you mean 'leontief'"):
        output_part("leontiev", [1], [1], KIND)
    with pytest.raises(UsageError, match="necessity is 'vital'"):
        output_part("leontief", [1], [1], ["vital"])
