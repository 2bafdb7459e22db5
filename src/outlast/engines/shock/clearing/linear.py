"""The Newton system of the rents with pinning at zero, compiled."""

import math

from numpy import int64
from numpy.typing import NDArray

from outlast.engines.shock.clearing.compiled import called, inlined, summed
from outlast.engines.shock.clearing.terms import (
    ACTIVE,
    FACTOR,
    HESSIAN,
    MAX_STEP,
    RENT,
    RIGHT,
    SHIPPED,
    STEP,
    SUPPLY,
    Array,
)


@summed
def factorise(matrix: Array, kept: NDArray[int64], count: int) -> None:
    """Cholesky factor of the kept rows of the Newton matrix."""
    for a in range(count):
        row = kept[a]
        for b in range(a + 1):
            pivot = matrix[HESSIAN, row, kept[b]]
            value = pivot
            for m in range(b):
                value -= matrix[FACTOR, a, m] * matrix[FACTOR, b, m]
            if a == b:
                matrix[FACTOR, a, a] = 1.0 / math.sqrt(max(value, 1e-13 * pivot))
            else:
                matrix[FACTOR, a, b] = value * matrix[FACTOR, b, b]


@summed
def substitute(matrix: Array, node: Array, count: int) -> None:
    """Solve with the factor (whose diagonal is inverted), in place in RIGHT."""
    for a in range(count):
        value = node[RIGHT, a]
        for m in range(a):
            value -= matrix[FACTOR, a, m] * node[RIGHT, m]
        node[RIGHT, a] = value * matrix[FACTOR, a, a]
    for a in range(count - 1, -1, -1):
        value = node[RIGHT, a]
        for m in range(a + 1, count):
            value -= matrix[FACTOR, m, a] * node[RIGHT, m]
        node[RIGHT, a] = value * matrix[FACTOR, a, a]


@inlined
def keep(matrix: Array, node: Array, kept: NDArray[int64], pins: int) -> int:
    """List the origins not pinned and their right sides; returns how many."""
    left = 0
    for i in range(node.shape[1]):
        if node[ACTIVE, i] == 0.0 or node[STEP, i] != 0.0:
            continue
        value = node[SHIPPED, i] - node[SUPPLY, i]
        if pins > 0:
            for m in range(node.shape[1]):
                if node[STEP, m] != 0.0:
                    value -= matrix[HESSIAN, max(i, m), min(i, m)] * node[STEP, m]
        kept[left] = i
        node[RIGHT, left] = value
        left += 1
    return left


@inlined
def limit(node: Array) -> float:
    """Shorten the step to the longest allowed; returns g·du."""
    largest, descent = 0.0, 0.0
    for i in range(node.shape[1]):
        largest = max(largest, abs(node[STEP, i]))
    shrink = MAX_STEP / largest if largest > MAX_STEP else 1.0
    for i in range(node.shape[1]):
        node[STEP, i] *= shrink
        descent += (node[SUPPLY, i] - node[SHIPPED, i]) * node[STEP, i]
    return descent


@called
def newton_step(matrix: Array, node: Array, kept: NDArray[int64], count: int) -> float:
    """Newton step with u + du < 0 pinned at 0 and the rest solved again.

    Returns g·du; the step stands in ``node[STEP]``.
    """
    for i in range(node.shape[1]):
        node[STEP, i] = 0.0
    pins, left = 0, 0
    for _ in range(count + 1):
        left = keep(matrix, node, kept, pins)
        factorise(matrix, kept, left)
        substitute(matrix, node, left)
        fresh = 0
        for c in range(left):
            i = kept[c]
            if node[RENT, i] > 0.0 and node[RENT, i] + node[RIGHT, c] < 0.0:
                node[STEP, i] = -node[RENT, i]
                fresh += 1
        if fresh == 0:
            break
        pins += fresh
    for c in range(left):
        i = kept[c]
        node[STEP, i] = max(node[RIGHT, c], -node[RENT, i])
    return limit(node)
