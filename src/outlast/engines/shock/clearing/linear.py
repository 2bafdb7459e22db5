"""The Newton system of the rents with pinning at zero, compiled."""

from numpy import int64
from numpy.typing import NDArray

from outlast.engines.shock.clearing.compiled import called, fused, inlined
from outlast.engines.shock.clearing.terms import (
    ACTIVE,
    FACTOR,
    HESSIAN,
    MAX_STEP,
    RENT,
    RIGHT,
    SHARES,
    SHIPPED,
    SOLVED,
    STEP,
    SUPPLY,
    Array,
)
from outlast.engines.shock.clearing.vectors import (
    four_at,
    four_of,
    plus_product,
    put_four,
    times,
)


@fused
def factorise(matrix: Array, kept: NDArray[int64], count: int) -> None:
    """Eliminate the kept origins one after the other (L D Lᵀ, four columns at once).

    Row b of FACTOR is D Lᵀ from its diagonal on, which holds -1/D instead; row b of SHARES is
    -Lᵀ.  Columns of other origins are carried along and never read.
    """
    width = matrix.shape[2]
    for c in range(count):
        b = kept[c]
        start = b - b % 4
        for m in range(start, width, 4):
            row = four_at(matrix, (HESSIAN, b, m))
            for d in range(c):
                a = kept[d]
                share = four_of(matrix[SHARES, a, b])
                row = plus_product(row, share, four_at(matrix, (FACTOR, a, m)))
            put_four(matrix, (FACTOR, b, m), row)
        inverse = -1.0 / max(matrix[FACTOR, b, b], 1e-13 * matrix[HESSIAN, b, b])
        for m in range(start, width, 4):
            share = times(four_of(inverse), four_at(matrix, (FACTOR, b, m)))
            put_four(matrix, (SHARES, b, m), share)
        matrix[FACTOR, b, b] = inverse


@fused
def substitute(matrix: Array, node: Array, kept: NDArray[int64], count: int) -> None:
    """Solve with the factor: from RIGHT, which is used up, to SOLVED."""
    for c in range(count):
        a = kept[c]
        right = node[RIGHT, a]
        node[SOLVED, a] = -right * matrix[FACTOR, a, a]
        for m in range(a - a % 4, node.shape[1], 4):
            shared = four_at(matrix, (SHARES, a, m))
            left = plus_product(four_at(node, (RIGHT, m)), four_of(right), shared)
            put_four(node, (RIGHT, m), left)
    for c in range(count - 1, 0, -1):
        b = kept[c]
        for d in range(c):
            a = kept[d]
            node[SOLVED, a] += matrix[SHARES, a, b] * node[SOLVED, b]


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
                    value -= matrix[HESSIAN, min(i, m), max(i, m)] * node[STEP, m]
        kept[left] = i
        node[RIGHT, i] = value
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
        substitute(matrix, node, kept, left)
        fresh = 0
        for c in range(left):
            i = kept[c]
            if node[RENT, i] > 0.0 and node[RENT, i] + node[SOLVED, i] < 0.0:
                node[STEP, i] = -node[RENT, i]
                fresh += 1
        if fresh == 0:
            break
        pins += fresh
    for c in range(left):
        i = kept[c]
        node[STEP, i] = max(node[SOLVED, i], -node[RENT, i])
    return limit(node)
