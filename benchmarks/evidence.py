"""Speed of the search for claims that cannot all be true, as ratios to one mixed-integer program.

Run from the folder above: ``python benchmarks/evidence.py``.  Each time is the median of seven
runs, taken in turns so that other work on the machine touches all alike.  What one program takes
varies fourfold with the seed, so ratios are given over all seeds of the tests: that of the summed
times, and the median of the seeds' own ratios with their lowest and highest.

Both sides start from statements as a user writes them.  The mixed-integer program is counted with
bringing these into order and scale, setting it up in HiGHS and solving it; the first conflict and
the smallest drop with the same, and with the proof that they are minimal; the reconciliation with
reading its identities, solving them, and all standard errors and tests.
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from timing import in_turns, spread

from outlast.engines.evidence.conflicts import first_conflict, minimal_conflicts
from outlast.engines.evidence.drop import smallest_drop
from outlast.engines.evidence.marco import Budget, marco
from outlast.engines.evidence.oracle import LinearOracle
from outlast.engines.evidence.system import Statements, parts, system_of
from outlast.engines.reconcile.least_squares import Identity, Term, reconcile
from outlast.errors import LimitReached
from outlast.solve import solve

sys.path.append(str(Path(__file__).parents[1] / "tests" / "engines" / "evidence"))
from instances import balances, big_m

RUNS = 7
PATIENCE = 10.0  # seconds for a list of all conflicts
SEEDS = range(20)  # 200 claims and 56 identities each
LISTED = (0, 3)  # seeds of which every conflict is listed


class Problem(NamedTuple):
    """Arguments of a reconciliation."""

    values: NDArray[np.float64]
    sd: NDArray[np.float64]
    identities: list[Identity]


def plain_marco(statements: Statements) -> tuple[int, bool]:
    """Count the conflicts that the search finds without regions, and say whether it ended."""
    budget, count = Budget(PATIENCE), 0
    try:
        for part in parts(system_of(statements)[0]):
            oracle = LinearOracle(part, budget)
            for _ in marco(oracle.elements, oracle, budget):
                count += 1
    except LimitReached:
        return count, False
    return count, True


def by_region(statements: Statements) -> tuple[int, bool]:
    """Count the same as :func:`plain_marco`, region by region."""
    found = minimal_conflicts(statements, seconds=PATIENCE)
    return len(found.sets), found.complete


def all_conflicts(statements: Statements) -> None:
    """Print the time for every conflict, by region and plain."""
    for name, search in (("by region", by_region), ("plain", plain_marco)):
        count, complete = search(statements)
        print(f"  all conflicts, {name}: {count} sets, complete: {complete}")
    region, plain = in_turns(RUNS, lambda: by_region(statements), lambda: plain_marco(statements))
    print(f"  by region {spread(region, ' s')}, plain {spread(plain, ' s')}")
    print(f"  by region against plain: {spread(region / plain, 'x')}")


def least_squares(statements: Statements) -> Problem:
    """The same claims as measurements, and the identities that are equations."""
    place = {name: i for i, name in enumerate(sorted(statements.lower))}
    values, sd, bound = [np.nan] * len(place), [np.nan] * len(place), []
    for name, row in statements.hard:
        if row.low == row.high:
            terms = tuple(Term(c, {place[v]: 1}) for v, c in row.coefficients.items())
            bound.append(Identity(name, terms))
    for name, rows in statements.soft.items():
        own = len(values)
        part, whole = (*rows[0].coefficients, "")[:2]
        powers = {own: 1, place[whole]: 1} if whole else {own: 1}
        low, high = rows[0].low, rows[0].high
        if whole:
            low, high = -rows[1].coefficients[whole], -rows[0].coefficients[whole]
        values.append((low + high) / 2)
        sd.append(abs(high - low) / 4)
        bound.append(Identity(name, (Term(1.0, {place[part]: 1}), Term(-1.0, powers))))
    return Problem(np.array(values), np.array(sd), bound)


def medians(statements: Statements) -> NDArray[np.float64]:
    """Seconds of one program with big-M switches, and of all that is set against it."""
    problem = least_squares(statements)
    times = in_turns(
        RUNS,
        lambda: solve(big_m(statements)),
        lambda: first_conflict(statements),
        lambda: smallest_drop(statements),
        lambda: reconcile(*problem),
    )
    return np.median(times, axis=1)


def against_one_program() -> None:
    """Print the first conflict, the smallest drop and the reconciliation over all seeds."""
    times = np.array([medians(balances(seed)) for seed in SEEDS]).T
    program = times[0]
    print(f"one mixed-integer program: {spread(program, ' s')}, {program.sum():.3g} s in all")
    for name, taken in zip(("first conflict", "smallest drop", "reconciliation"), times[1:],
                           strict=True):  # fmt: skip
        print(f"{name}: {spread(taken, ' s')}, {taken.sum():.3g} s in all")
        print(f"  of one program: {taken.sum() / program.sum():.3g}x in all, "
              f"by seed {spread(taken / program, 'x')}")  # fmt: skip


def main() -> None:
    """Print every figure."""
    print(f"{len(SEEDS)} seeds")
    against_one_program()
    for seed in LISTED:
        statements = balances(seed)
        print(f"seed {seed}: {len(statements.soft)} claims, {len(statements.hard)} identities")
        all_conflicts(statements)


if __name__ == "__main__":
    main()
