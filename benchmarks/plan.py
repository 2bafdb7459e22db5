"""The planner against the extensive form, and the building of its model against linopy's.

Times are those of the processor, as everything runs on one thread.

Run from the folder above: ``python benchmarks/plan.py``.  With the argument ``large`` it solves 12
years of quarters, 40 options and 19 powers under every goal, for one, two and three attackers, and
prints how far it came and in what processor time.
"""

import sys
from time import process_time

import numpy as np
from linopy_plan import build_in_linopy
from plan_instances import instance, rules
from timing import in_turns, seconds, spread

from outlast.engines.plan.attacks import attacks
from outlast.engines.plan.extensive import extensive, extensive_program
from outlast.engines.plan.goals import Goal, at_most_short, least_total, within
from outlast.engines.plan.operations import operations
from outlast.engines.plan.planner import plan
from outlast.engines.plan.programme import first_stage
from outlast.solve import build

RUNS, BUDGET, ALLOWED = 3, 145_000.0, 1_000.0


def against_extensive_form(years: int, options: int, powers: int, at_most: int) -> None:
    """Print the planner's time as a ratio to one program of all attacks."""
    small = instance(years, options, powers)
    allowed = rules(small.periods, at_most, every=2, lasts=8)
    every = attacks(small, allowed, 10**6) or []
    for name, goal in (("total", least_total()), ("within", within(80_000.0))):
        ours, all_at_once = in_turns(
            RUNS,
            lambda g=goal: plan(small, allowed, g),
            lambda g=goal: extensive(small, allowed, g, every, gap=1e-6),
            clock=process_time,
        )
        found = plan(small, allowed, goal).upper[-1]
        told = extensive(small, allowed, goal, every, gap=1e-6).objective
        print(f"{years} years, {options} options, {powers} powers, k = {at_most}, {name}:")
        print(f"  {len(every)} attacks, differ by {abs(found - told) / max(1, abs(told)):.1e}")
        print(f"  planner {spread(ours, ' s')}, extensive form {spread(all_at_once, ' s')}")
        print(f"  ratio {spread(ours / all_at_once, '')}")


def building() -> None:
    """Print the time to build one model of the large instance with 24 attacks, and linopy's."""
    large = instance(12, 40, 19)
    allowed = rules(large.periods, 1)
    some = (attacks(large, allowed, 10**6) or [])[::26]
    stage = first_stage(operations(large))
    program = extensive_program(stage, allowed, least_total(), some)
    rows, columns = program.matrix.shape
    print(f"model of {rows} rows, {columns} columns, {program.matrix.nnz} entries:")

    def ours() -> None:
        laid = first_stage(operations(large))
        build(extensive_program(laid, allowed, least_total(), some))

    build_all = build_in_linopy(large, allowed, some)
    if build_all is None:
        arrays = np.array([seconds(ours, process_time) for _ in range(RUNS)])
        print(f"  {spread(arrays, ' s')}; linopy is not here to compare with")
        return
    arrays, linopy = in_turns(RUNS, ours, build_all, clock=process_time)
    print(f"  arrays {spread(arrays, ' s')}, linopy {spread(linopy, ' s')}")
    print(f"  linopy against arrays: {spread(linopy / arrays, 'x')}")


def large(at_most: int, gap: float, goal: Goal) -> None:
    """Print how near the bounds of the large instance come, and in what time."""
    problem = instance(12, 40, 19)
    allowed = rules(problem.periods, at_most)
    results = []
    time = seconds(lambda: results.append(plan(problem, allowed, goal, gap=gap)), process_time)
    found = results[0]
    print(f"12 years, 40 options, 19 powers, k = {at_most}, {goal.kind}: {found.ended}")
    print(f"  {len(attacks(problem, allowed, 10**6) or [])} attacks, gap {found.gap:.1e} "
          f"after {len(found.lower)} answers, {time:.0f} s")  # fmt: skip


def main() -> None:
    """Print every figure."""
    if sys.argv[1:] == ["large"]:
        for at_most, gap in ((1, 1e-6), (2, 1e-6), (3, 1e-2)):
            for goal in (within(BUDGET), at_most_short(ALLOWED), least_total()):
                large(at_most, gap, goal)
        return
    building()
    against_extensive_form(4, 10, 6, 1)
    against_extensive_form(4, 10, 6, 2)
    against_extensive_form(6, 10, 8, 2)


if __name__ == "__main__":
    main()
