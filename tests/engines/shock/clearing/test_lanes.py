"""Eight numbers at once: the exponential, the logarithm and the elimination of rows."""

import numpy as np
import pytest
from numba import njit

from outlast.engines.shock.clearing.exponential import exp, log
from outlast.engines.shock.clearing.hessian import filled_of, width_of
from outlast.engines.shock.clearing.lane_memory import eight_at, put_eight
from outlast.engines.shock.clearing.linear import factorise, substitute
from outlast.engines.shock.clearing.terms import FACTOR, SOLVED


@njit(error_model="numpy")
def exponentials(x, made):
    for i in range(0, x.size, 8):
        put_eight(made, (i,), exp(eight_at(x, (i,))))


@njit(error_model="numpy")
def logarithms(x, made):
    for i in range(0, x.size, 8):
        put_eight(made, (i,), log(eight_at(x, (i,))))


@njit(error_model="numpy")
def solve(matrix, pivots, node, count):
    for c in range(count, filled_of(count)):
        matrix[FACTOR, c, c] = 1.0
    factorise(matrix, pivots, count)
    substitute(matrix, node, count)
    return width_of(count)


def test_exponential_and_what_lies_beyond_its_range():
    x = np.linspace(-699, 699, 80_000)
    made = np.empty_like(x)
    exponentials(x, made)
    np.testing.assert_allclose(made, np.exp(x), rtol=8e-16)
    beyond = np.array([-1e4, 1e4] * 4)
    exponentials(beyond, made[:8])
    np.testing.assert_allclose(made[:2], np.exp([-700.0, 700.0]), rtol=1e-13)


@pytest.mark.parametrize("span", [300.0, 0.5, 1e-10])
def test_logarithm(span):
    x = np.exp(np.linspace(-span, span, 80_000))
    made = np.empty_like(x)
    logarithms(x, made)
    np.testing.assert_allclose(made, np.log(x), rtol=8e-16, atol=0)


@pytest.mark.parametrize("count", [1, 3, 4, 7, 8, 12, 13, 16, 33])
def test_elimination_solves_the_listed_rows(count):
    rng = np.random.default_rng(count)
    root = rng.normal(size=(count, count))
    wanted = root @ root.T + np.eye(count)
    right = rng.normal(size=count)
    width = (count + 3) // 4 * 4 // 8 * 8 + 8
    matrix, pivots, node = np.zeros((3, width, width)), np.zeros((5, width)), np.zeros((8, width))
    matrix[FACTOR, :count, :count] = np.triu(wanted)
    matrix[FACTOR, :count, width - 1] = -right
    assert solve(matrix, pivots, node, count) == width
    np.testing.assert_allclose(node[SOLVED, :count], np.linalg.solve(wanted, right), rtol=1e-8)
