"""The Newton matrix of the rents, compiled.

Only origins to move have a row; they are listed, and the list is filled up with one that
supplies nothing.
"""

from outlast.engines.shock.clearing.compiled import called, fused, inlined
from outlast.engines.shock.clearing.lane_memory import eight_at, put_eight, turn_eight
from outlast.engines.shock.clearing.lanes import eight
from outlast.engines.shock.clearing.terms import COUPLING, HESSIAN, LOOSE, SHIPPED, WIDTH, Scratch


@inlined
def filled_of(count: int) -> int:
    """Rows of a system of `count` unknowns: a multiple of four."""
    return (count + 3) // 4 * 4


@inlined
def width_of(count: int) -> int:
    """Columns of such a system: a multiple of eight, one at least for the right side."""
    return (filled_of(count) + WIDTH) // WIDTH * WIDTH


@fused
def scale_rows(work: Scratch, width: int) -> None:
    """Flows times the coupling of their destination, with the sign of the Newton matrix."""
    for j in range(work.across.shape[1]):
        coupling = eight(-work.column[COUPLING, j])
        for m in range(0, width, WIDTH):
            row = eight_at(work.across, (0, j, m))
            put_eight(work.across, (1, j, m), coupling * row)


@fused
def assemble_block(work: Scratch, c: int, m: int) -> None:
    """Four rows and eight columns of the Newton matrix, without its diagonal term."""
    across, matrix = work.across, work.matrix
    first = second = third = fourth = eight(0.0)
    for j in range(across.shape[1]):
        row = eight_at(across, (1, j, m))
        first += row * eight(across[0, j, c])
        second += row * eight(across[0, j, c + 1])
        third += row * eight(across[0, j, c + 2])
        fourth += row * eight(across[0, j, c + 3])
    put_eight(matrix, (HESSIAN, c, m), first)
    put_eight(matrix, (HESSIAN, c + 1, m), second)
    put_eight(matrix, (HESSIAN, c + 2, m), third)
    put_eight(matrix, (HESSIAN, c + 3, m), fourth)


@fused
def assemble_two(work: Scratch, c: int, m: int) -> None:
    """As `assemble_block`, for sixteen columns."""
    across, matrix = work.across, work.matrix
    first = second = third = fourth = eight(0.0)
    fifth = sixth = seventh = eighth = eight(0.0)
    for j in range(across.shape[1]):
        row, next_row = eight_at(across, (1, j, m)), eight_at(across, (1, j, m + WIDTH))
        first += row * eight(across[0, j, c])
        second += row * eight(across[0, j, c + 1])
        third += row * eight(across[0, j, c + 2])
        fourth += row * eight(across[0, j, c + 3])
        fifth += next_row * eight(across[0, j, c])
        sixth += next_row * eight(across[0, j, c + 1])
        seventh += next_row * eight(across[0, j, c + 2])
        eighth += next_row * eight(across[0, j, c + 3])
    put_eight(matrix, (HESSIAN, c, m), first)
    put_eight(matrix, (HESSIAN, c + 1, m), second)
    put_eight(matrix, (HESSIAN, c + 2, m), third)
    put_eight(matrix, (HESSIAN, c + 3, m), fourth)
    put_eight(matrix, (HESSIAN, c, m + WIDTH), fifth)
    put_eight(matrix, (HESSIAN, c + 1, m + WIDTH), sixth)
    put_eight(matrix, (HESSIAN, c + 2, m + WIDTH), seventh)
    put_eight(matrix, (HESSIAN, c + 3, m + WIDTH), eighth)


@called
def assemble(work: Scratch, count: int, sigma: float) -> None:
    """Newton matrix of the first `count` listed origins, upper triangle."""
    node, matrix, listed = work.node, work.matrix, work.listed
    width = width_of(count)
    for b in range(work.sent.size):
        for c in range(0, width, WIDTH):
            turn_eight(
                work.link, (work.sent[b], b, 0, 0), listed, (0, c), work.across, (0, b * WIDTH, c)
            )
    scale_rows(work, width)
    for c in range(0, count, 4):
        start = c - c % WIDTH
        paired = width - (width - start) % (2 * WIDTH)
        for m in range(start, paired, 2 * WIDTH):
            assemble_two(work, c, m)
        if paired < width:
            assemble_block(work, c, paired)
    for c in range(count):
        i = listed[0, c]
        flat = sigma * node[SHIPPED, i]
        raised = matrix[HESSIAN, c, c] + sigma * node[LOOSE, i] + 1e-13 * flat + 1e-300
        matrix[HESSIAN, c, c] = max(raised, 1e-9 * flat)
    for c in range(count, filled_of(count)):
        matrix[HESSIAN, c, c] = 1.0
