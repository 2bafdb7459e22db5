"""Where draws lie: by seed and name alone, window by window."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.engines.shock.designs import DESIGNS, Chosen, design
from outlast.engines.shock.priors import between
from outlast.errors import UsageError

NAMES = sorted(DESIGNS)


@pytest.mark.parametrize("name", NAMES)
def test_draws_depend_on_seed_and_name_alone(name):
    def draws(seed, axis):
        return design(name, seed, 2000).even(axis, 0, 2000)

    first = draws(1, "x")
    assert np.array_equal(first, draws(1, "x"))
    assert not np.array_equal(first, draws(1, "y"))
    assert not np.array_equal(first, draws(2, "x"))


@pytest.mark.parametrize("name", NAMES)
@given(ends=st.tuples(*[st.integers(0, 100)] * 2), seed=st.integers(0, 99))
def test_windows_are_cut_from_one_ensemble(name, ends, seed):
    first, last = sorted(ends)
    lying = design(name, seed, 100)
    for law in (lying.even, lying.normal):
        assert np.array_equal(law("x", first, last), law("x", 0, 100)[first:last])


@pytest.mark.parametrize("name", NAMES)
def test_axes_have_their_laws(name):
    lying = design(name, 1, 4000)
    even, normal = lying.even("x", 0, 4000), lying.normal("x", 0, 4000)
    assert 0 <= even.min() < even.max() < 1
    assert np.quantile(even, [0.25, 0.5, 0.75]) == pytest.approx([0.25, 0.5, 0.75], abs=0.03)
    assert normal.mean() == pytest.approx(0, abs=0.05)
    assert normal.std() == pytest.approx(1, abs=0.05)


@given(st.integers(1, 300), st.integers(0, 99))
def test_a_latin_hypercube_has_one_draw_in_each_step(draws, seed):
    even = design("latin", seed, draws).even("x", 0, draws)
    assert np.array_equal(np.sort(np.floor(even * draws)), np.arange(draws))


def test_means_scatter_less_in_a_latin_hypercube():
    def scatter(name):
        return np.std([design(name, seed, 50).even("x", 0, 50).mean() for seed in range(40)])

    assert scatter("latin") < 0.1 * scatter("random")


def test_chosen_points_are_taken_and_others_lie_in_the_middle():
    chosen = Chosen({"x": np.array([0.1, 0.9])})
    assert chosen.even("x", 1, 2) == pytest.approx([0.9])
    assert chosen.even("y", 0, 2) == pytest.approx([0.5, 0.5])
    assert chosen.normal("y", 0, 1) == pytest.approx([0.0])
    assert np.isfinite(Chosen({"x": np.array([0.0, 1.0])}).normal("x", 0, 2)).all()


def test_coordinates_become_values():
    drawn = between(1, 4, "loguniform", design("latin", 1, 2000).even("x", 0, 2000))
    assert np.median(drawn) == pytest.approx(2, rel=0.01)
    assert 1 <= drawn.min() < drawn.max() <= 4


def test_an_unknown_sampling_is_refused():
    with pytest.raises(UsageError, match="did you mean 'latin'"):
        design("latim", 1, 10)
