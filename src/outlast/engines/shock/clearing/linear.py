"""The Newton system of the rents solved, with pinning at zero, compiled.

The right side is the last column of the matrix, eliminated with it.
"""

from outlast.engines.shock.clearing.compiled import called, fused, inlined
from outlast.engines.shock.clearing.hessian import filled_of, width_of
from outlast.engines.shock.clearing.lane_memory import eight_at, put_eight
from outlast.engines.shock.clearing.lanes import eight, largest, sum_of
from outlast.engines.shock.clearing.terms import (
    FACTOR,
    HESSIAN,
    MAX_STEP,
    RENT,
    SHARES,
    SHIPPED,
    SOLVED,
    STEP,
    SUPPLY,
    WIDTH,
    Array,
    Eight,
    Scratch,
)


@called
def copy(matrix: Array, count: int) -> None:
    """Copy the Newton matrix to where it is factorised."""
    for c in range(filled_of(count)):
        for m in range(c - c % WIDTH, width_of(count), WIDTH):
            put_eight(matrix, (FACTOR, c, m), eight_at(matrix, (HESSIAN, c, m)))


@called
def copy_listed(work: Scratch, left: int) -> None:
    """Copy the rows and columns that are not pinned."""
    matrix, width = work.matrix, width_of(left)
    for c in range(filled_of(left)):
        for m in range(c - c % WIDTH, width, WIDTH):
            put_eight(matrix, (FACTOR, c, m), eight(0.0))
        matrix[FACTOR, c, c] = 1.0
    for c in range(left):
        for d in range(c, left):
            matrix[FACTOR, c, d] = matrix[HESSIAN, work.listed[1, c], work.listed[1, d]]


@inlined
def set_right_side(work: Scratch, count: int, left: int) -> None:
    """Supply less shipments, and what the pinned add to it, in the last column."""
    node, matrix = work.node, work.matrix
    last = width_of(left) - 1
    for c in range(left):
        p = work.listed[1, c]
        i = work.listed[0, p]
        value = node[SUPPLY, i] - node[SHIPPED, i]
        if left < count:
            for q in range(count):
                value += matrix[HESSIAN, min(p, q), max(p, q)] * node[STEP, work.listed[0, q]]
        matrix[FACTOR, c, last] = value


@fused
def pivot(matrix: Array, pivots: Array, c: int) -> None:
    """Eliminate four rows in their own columns: -1/D and -Lᵀ, into `pivots`."""
    a01, a02, a03 = matrix[FACTOR, c, c + 1], matrix[FACTOR, c, c + 2], matrix[FACTOR, c, c + 3]
    a12, a13 = matrix[FACTOR, c + 1, c + 2], matrix[FACTOR, c + 1, c + 3]
    a23 = matrix[FACTOR, c + 2, c + 3]
    a00, a11 = matrix[FACTOR, c, c], matrix[FACTOR, c + 1, c + 1]
    a22, a33 = matrix[FACTOR, c + 2, c + 2], matrix[FACTOR, c + 3, c + 3]
    d = -1.0 / max(a00, pivots[4, c])
    s1, s2, s3 = a01 * d, a02 * d, a03 * d
    pivots[0, 0], pivots[0, 1], pivots[0, 2], pivots[0, 3] = d, s1, s2, s3
    a11, a12, a13 = a11 + s1 * a01, a12 + s1 * a02, a13 + s1 * a03
    a22, a23, a33 = a22 + s2 * a02, a23 + s2 * a03, a33 + s3 * a03
    d = -1.0 / max(a11, pivots[4, c + 1])
    s2, s3 = a12 * d, a13 * d
    pivots[1, 1], pivots[1, 2], pivots[1, 3] = d, s2, s3
    a22, a23, a33 = a22 + s2 * a12, a23 + s2 * a13, a33 + s3 * a13
    d = -1.0 / max(a22, pivots[4, c + 2])
    s3 = a23 * d
    pivots[2, 2], pivots[2, 3] = d, s3
    pivots[3, 3] = -1.0 / max(a33 + s3 * a23, pivots[4, c + 3])


@fused
def eliminate(matrix: Array, pivots: Array, c: int, m: int) -> None:
    """Eliminate four rows, one from the next, in eight columns."""
    first = eight_at(matrix, (FACTOR, c, m))
    second = eight_at(matrix, (FACTOR, c + 1, m)) + eight(pivots[0, 1]) * first
    third = eight_at(matrix, (FACTOR, c + 2, m)) + eight(pivots[0, 2]) * first
    third += eight(pivots[1, 2]) * second
    fourth = eight_at(matrix, (FACTOR, c + 3, m)) + eight(pivots[0, 3]) * first
    fourth += eight(pivots[1, 3]) * second
    fourth += eight(pivots[2, 3]) * third
    put_eight(matrix, (FACTOR, c + 1, m), second)
    put_eight(matrix, (FACTOR, c + 2, m), third)
    put_eight(matrix, (FACTOR, c + 3, m), fourth)
    put_eight(matrix, (SHARES, c, m), first * eight(pivots[0, 0]))
    put_eight(matrix, (SHARES, c + 1, m), second * eight(pivots[1, 1]))
    put_eight(matrix, (SHARES, c + 2, m), third * eight(pivots[2, 2]))
    put_eight(matrix, (SHARES, c + 3, m), fourth * eight(pivots[3, 3]))


@inlined
def shares_of(matrix: Array, c: int, r: int) -> tuple[Eight, Eight, Eight, Eight]:
    """Shares of row `r` in the four rows from `c` on."""
    return (
        eight(matrix[SHARES, c, r]),
        eight(matrix[SHARES, c + 1, r]),
        eight(matrix[SHARES, c + 2, r]),
        eight(matrix[SHARES, c + 3, r]),
    )


@fused
def take_away(
    matrix: Array, r: int, m: int, shares: tuple[Eight, ...], rows: tuple[Eight, ...]
) -> None:
    """Eliminate four rows from the row `r`, in eight columns."""
    row = eight_at(matrix, (FACTOR, r, m)) + shares[0] * rows[0]
    row += shares[1] * rows[1]
    row += shares[2] * rows[2]
    row += shares[3] * rows[3]
    put_eight(matrix, (FACTOR, r, m), row)


@fused
def take_away_from_four(matrix: Array, c: int, r: int, width: int) -> None:
    """Eliminate the four rows from `c` on from the four from `r` on."""
    first, second = shares_of(matrix, c, r), shares_of(matrix, c, r + 1)
    third, fourth = shares_of(matrix, c, r + 2), shares_of(matrix, c, r + 3)
    for m in range(r - r % WIDTH, width, WIDTH):
        one, two = eight_at(matrix, (FACTOR, c, m)), eight_at(matrix, (FACTOR, c + 1, m))
        three, four = eight_at(matrix, (FACTOR, c + 2, m)), eight_at(matrix, (FACTOR, c + 3, m))
        rows = (one, two, three, four)
        take_away(matrix, r, m, first, rows)
        take_away(matrix, r + 1, m, second, rows)
        take_away(matrix, r + 2, m, third, rows)
        take_away(matrix, r + 3, m, fourth, rows)


@called
def factorise(matrix: Array, pivots: Array, count: int) -> None:
    """Eliminate the rows four at a time (L D Lᵀ), and the right side with them.

    Row c of FACTOR is D Lᵀ from its diagonal on, row c of SHARES -Lᵀ.
    """
    width, filled = width_of(count), filled_of(count)
    for c in range(filled):
        pivots[4, c] = 1e-13 * matrix[FACTOR, c, c]
    for c in range(0, filled, 4):
        pivot(matrix, pivots, c)
        for m in range(c - c % WIDTH, width, WIDTH):
            eliminate(matrix, pivots, c, m)
        for r in range(c + 4, filled, 4):
            take_away_from_four(matrix, c, r, width)


@called
def substitute(matrix: Array, node: Array, count: int) -> None:
    """Solve with the factor, backwards, into SOLVED."""
    width, filled = width_of(count), filled_of(count)
    for m in range(0, width, WIDTH):
        put_eight(node, (SOLVED, m), eight(0.0))
    node[SOLVED, width - 1] = 1.0
    for c in range(filled - 4, -1, -4):
        first = second = third = fourth = eight(0.0)
        for m in range(c - c % WIDTH, width, WIDTH):
            known = eight_at(node, (SOLVED, m))
            first += eight_at(matrix, (SHARES, c, m)) * known
            second += eight_at(matrix, (SHARES, c + 1, m)) * known
            third += eight_at(matrix, (SHARES, c + 2, m)) * known
            fourth += eight_at(matrix, (SHARES, c + 3, m)) * known
        x3 = sum_of(fourth)
        x2 = sum_of(third) + matrix[SHARES, c + 2, c + 3] * x3
        x1 = sum_of(second) + matrix[SHARES, c + 1, c + 2] * x2 + matrix[SHARES, c + 1, c + 3] * x3
        x0 = sum_of(first) + matrix[SHARES, c, c + 1] * x1 + matrix[SHARES, c, c + 2] * x2
        x0 += matrix[SHARES, c, c + 3] * x3
        node[SOLVED, c], node[SOLVED, c + 1] = x0, x1
        node[SOLVED, c + 2], node[SOLVED, c + 3] = x2, x3


@inlined
def pin(work: Scratch, left: int) -> int:
    """Pin rents that would fall below zero, and list the rest; returns how many are left."""
    node, free = work.node, 0
    for c in range(left):
        p = work.listed[1, c]
        i = work.listed[0, p]
        if node[RENT, i] > 0.0 and node[RENT, i] + node[SOLVED, c] < 0.0:
            node[STEP, i] = -node[RENT, i]
        else:
            work.listed[1, free] = p
            free += 1
    return free


@inlined
def limit(node: Array) -> float:
    """Shorten the step to the longest allowed; returns g·du."""
    longest, descent = eight(0.0), eight(0.0)
    for i in range(0, node.shape[1], WIDTH):
        longest = max(longest, abs(eight_at(node, (STEP, i))))
    most = largest(longest)
    shrink = MAX_STEP / most if most > MAX_STEP else 1.0
    for i in range(0, node.shape[1], WIDTH):
        step = eight_at(node, (STEP, i)) * eight(shrink)
        slack = eight_at(node, (SUPPLY, i)) - eight_at(node, (SHIPPED, i))
        descent += slack * step
        put_eight(node, (STEP, i), step)
    return sum_of(descent)


@called
def newton_step(work: Scratch, count: int) -> float:
    """Newton step with u + du < 0 pinned at 0 and the rest solved again.

    Returns g·du; the step stands in ``node[STEP]``.
    """
    node, matrix = work.node, work.matrix
    for i in range(0, node.shape[1], WIDTH):
        put_eight(node, (STEP, i), eight(0.0))
    for c in range(count):
        work.listed[1, c] = c
    left = count
    copy(matrix, count)
    while True:
        set_right_side(work, count, left)
        factorise(matrix, work.pivots, left)
        substitute(matrix, node, left)
        before, left = left, pin(work, left)
        if left == before:
            break
        copy_listed(work, left)
    for c in range(left):
        i = work.listed[0, work.listed[1, c]]
        node[STEP, i] = max(node[SOLVED, c], -node[RENT, i])
    return limit(node)
