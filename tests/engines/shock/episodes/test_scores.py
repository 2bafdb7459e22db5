"""Scores against their definitions, and what must hold of them."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.engines.shock.episodes.scores import (
    Row,
    best_bands,
    crps,
    half_width,
    interval_score,
    naive_bands,
    score,
    stretched,
)

number = st.floats(-50, 50, allow_nan=False)
samples = st.lists(number, min_size=1, max_size=30)


@given(samples, number)
def test_crps_is_the_integral_of_the_squared_distance_of_distributions(draws, observed):
    """Another definition of the same: the integral over x of (F(x) - 1[x >= y]) squared."""
    ends = np.sort([*draws, observed])
    whole = 0.0
    for low, high in pairwise(ends):
        below = np.mean(np.array(draws) <= low)
        whole += (high - low) * (below - (observed <= low)) ** 2
    assert crps(np.array(draws), observed) == pytest.approx(whole, abs=1e-9)


@given(number, number)
def test_of_one_number_crps_is_its_distance(forecast, observed):
    assert crps(np.full(7, forecast), observed) == pytest.approx(abs(forecast - observed))


@given(number, st.floats(0, 20), number)
def test_the_interval_score_is_its_definition(low, width, observed):
    high = low + width
    by_hand = width
    if observed < low:
        by_hand += 20 * (low - observed)
    if observed > high:
        by_hand += 20 * (observed - high)
    assert interval_score(low, high, observed) == pytest.approx(by_hand)


def test_the_interval_score_is_least_for_the_true_quantiles():
    """It is proper: of normal draws no other band scores better than 5th to 95th percentile."""
    draws = np.random.default_rng(1).normal(size=20_000)
    true = np.quantile(draws, (0.05, 0.95))

    def mean(low, high):
        return np.mean([interval_score(low, high, value) for value in draws])

    best = mean(*true)
    for factor in (0.6, 0.8, 1.25, 1.6):
        assert mean(*(true * factor)) > best


def row(episode="a", kind="flows", observed=1.0, wide=0.1, band=(0.5, 1.0, 1.5), **naive):
    same, proportional = naive.get("same", 1.0), naive.get("proportional", 0.2)
    return Row(episode, kind, observed, observed - wide, observed + wide, band, same, proportional,
               naive.get("crps", abs(band[1] - observed)))  # fmt: skip


def test_skill_is_against_the_better_naive_forecast():
    rows = [row(observed=0.4, band=(0.3, 0.5, 0.7), proportional=0.2, crps=0.1)]
    found = score(rows)
    assert found["crps_same"] == pytest.approx(0.6)
    assert found["crps_proportional"] == pytest.approx(0.2)
    assert found["skill"] == pytest.approx(1 - 0.1 / 0.2)
    assert score([row(observed=1.0)])["skill"] is None


def test_naive_bands_meet_as_many_observations_as_the_models():
    rows = [row(observed=o, band=(0.2, 0.5, 0.8)) for o in (0.1, 0.4, 0.7, 1.6, 2.6)]
    covered = sum(r.covered for r in rows)
    assert covered == 3
    for name in ("same", "proportional"):
        bands = naive_bands(rows, name)
        met = sum(r.low <= high + 1e-12 and low - 1e-12 <= r.high
                  for r, (low, high) in zip(rows, bands, strict=True))  # fmt: skip
        assert met == covered
        half = max(high for _, high in bands) - getattr(rows[0], name)
        tight = [(getattr(r, name) - half * 0.99, getattr(r, name) + half * 0.99) for r in rows]
        less = sum(r.low <= high and low <= r.high
                   for r, (low, high) in zip(rows, tight, strict=True))  # fmt: skip
        assert less < covered


def test_the_best_bands_score_no_worse_than_any_of_one_width():
    rows = [row(observed=o, band=(0.2, 0.5, 0.8)) for o in (0.1, 0.4, 0.7, 1.6, 2.6, 0.9, 1.1)]
    best = sum(interval_score(*ends, r.observed)
               for r, ends in zip(rows, best_bands(rows, "same"), strict=True))  # fmt: skip
    for half in np.linspace(0, 3, 301):
        ends = (max(1 - half, 0), 1 + half)
        free = sum(interval_score(1 - half, 1 + half, r.observed) for r in rows)
        assert best <= free + 1e-9, half
        assert sum(interval_score(*ends, r.observed) for r in rows) > 0


def test_what_is_held_is_less_than_what_is_met():
    rows = [row(observed=o, band=(0.2, 0.5, 0.8)) for o in (0.1, 0.5, 0.85, 2.0)]
    found = score(rows)
    assert found["coverage"] == 0.75
    assert found["held"] == 0.25


def test_kinds_have_bands_of_their_own():
    """A price that is far off does not widen the bands of flows."""
    flows = [row(observed=o) for o in (0.9, 1.1)]
    prices = [row(kind="prices", observed=3.0, band=(0.1, 0.2, 9.0), same=0.0)]
    widths = [high - low for low, high in naive_bands(flows + prices, "same")]
    assert widths[:2] == [high - low for low, high in naive_bands(flows, "same")]
    assert widths[2] > 5


def test_no_flow_is_below_nothing():
    assert min(low for low, _ in naive_bands([row(observed=3.0, band=(0, 1, 9))], "same")) >= 0


def test_half_width_of_none_is_none():
    assert half_width([0.3, 0.2], 0.0) == 0.0


def test_a_band_is_stretched_by_what_the_others_needed():
    """Episode b misses by two half widths: a's bands are stretched by two, b's not at all."""
    rows = [row("a", band=(0.5, 1.0, 1.5), observed=1.0),
            row("b", band=(0.5, 1.0, 1.5), observed=2.0, wide=0.0)]  # fmt: skip
    found = stretched(rows)
    assert found["factors"] == [{"episode": "a", "factor": 2.0},
                                {"episode": "b", "factor": 0.0}]  # fmt: skip
    assert found["coverage"] == 0.5
    assert stretched(rows[:1]) == {"coverage": None, "factors": []}
    never = [rows[0], row("b", band=(1.0, 1.0, 1.0), observed=2.0, wide=0.0)]
    assert stretched(never)["factors"][0]["factor"] is None
