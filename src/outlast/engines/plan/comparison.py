"""The programme beside doing nothing, a reserve alone, and what was really built."""

from dataclasses import replace
from typing import Any

import numpy as np

from outlast.case.built import built
from outlast.engines.plan.goals import Goal, within
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.judge import MILLION
from outlast.engines.plan.normal import HOME
from outlast.engines.plan.offers import PER_YEAR, STORES
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.solving import Answer, Solver, millions
from outlast.engines.plan.telling import attack_row

WORST = Goal("worst", "shortage", budget=np.inf)


def nothing(solver: Solver) -> Answer:
    """The best that stocks and lanes do without any option."""
    return solver.best(WORST, solver.problem.bare())


def reserve_only(solver: Solver, spent: float) -> Answer | None:
    """The best of reserves alone for the same money [USD]; None where there is none."""
    problem = solver.problem
    others = [offer.row.id for offer in problem.kept if offer.row.kind not in STORES]
    if len(others) == len(problem.kept):
        return None
    return solver.best(within(spent), problem.without(others))


def history(solver: Solver) -> tuple[Answer, list[dict[str, Any]]] | str:
    """What was really built instead, with the plants; or why there is nothing to compare."""
    problem = solver.problem
    last = min(problem.first + problem.years - 1, problem.case.years[-1])
    if problem.case.countries.bloc(problem.importer):
        return "plants that were built are listed by country, not by bloc"
    if last <= problem.first:
        return f"nothing is on file of the years after {problem.first}"
    rows, added = [], np.zeros(problem.instance.periods)
    for row in built(problem.case, problem.importer, problem.first + 1, last):
        known = row.capacity is not None and row.sure
        rows.append({"id": row.plant.id, "name": row.plant.name, "first": row.first,
                     "last": row.last, "capacity": row.capacity, "counted": known})  # fmt: skip
        if known:
            begin = (row.first - problem.first) * PER_YEAR
            added[begin:] += (row.capacity or 0.0) / PER_YEAR
    none = problem.bare()
    changed = replace(none, instance=_with_home(none.instance, added, problem))
    return solver.best(WORST, changed), rows


def _with_home(instance: Instance, added: np.ndarray, problem: Problem) -> Instance:
    arrivals = instance.arrivals.copy()
    arrivals[problem.lanes.index(HOME)] += added
    return replace(instance, arrivals=arrivals)


def row_of(
    solver: Solver, name: str, answer: Answer, cost: float | None, words: str = ""
) -> dict[str, Any]:
    """One row of the comparison."""
    return {
        "name": name,
        "cost": cost,
        "worst_shortage": millions(answer.worst),
        "worst_attack": attack_row(solver.problem, answer.struck),
        "endurance_months": 12 // PER_YEAR * solver.judge.endures(answer.programme)
        if name != "actual history" else None,
        "words": words,
    }  # fmt: skip


def budget_of(value: float, quiet: float) -> float:
    """A budget [million USD] on top of what peace costs anyway, in USD in all."""
    return quiet + value * MILLION
