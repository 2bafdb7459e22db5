"""The programme beside doing nothing, a reserve alone, and what was really built."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from outlast.case.built import built
from outlast.engines.plan.goals import Goal, within
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.judge import MILLION, Judge
from outlast.engines.plan.normal import HOME
from outlast.engines.plan.offers import MONTHS, PER_YEAR, STORES
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.solving import SLACK, Answer, Solver, millions, rebound
from outlast.engines.plan.telling import attack_row

WORST = Goal("worst", "shortage", budget=np.inf)
LEAST_TOLD = 0.5
"""Million USD that are told as a number."""
LITTLE = 0.05
"""Part of a year's use that is little to be short of."""
PEACE = "what pays in peace"
IN_PEACE = "the cheapest if no attack ever comes; it keeps nothing in store for one"


def nothing(solver: Solver) -> Answer:
    """The best that stocks and lanes do without any option; all costs are told against it.

    It takes a second, whatever the limit of time.
    """
    return Solver(solver.problem).best(WORST, solver.problem.bare())


def reserve_only(solver: Solver, spent: float) -> Answer | None:
    """The best of reserves alone for the same money [USD]; None where there is none."""
    problem = solver.problem
    others = [offer.row.id for offer in problem.kept if offer.row.kind not in STORES]
    if len(others) == len(problem.kept):
        return None
    return solver.best(within(spent), problem.without(others))


def better(solver: Solver, goal: Goal, answer: Answer, other: Answer) -> Answer:
    """The answer, or another that is one of its choices and does better by its goal.

    Parameters
    ----------
    solver : Solver
        Of the problem.
    goal : Goal
        The least total, or the least shortage within a budget.
    answer : Answer
        Perhaps stopped before its proof.
    other : Answer
        What could have been chosen.

    Returns
    -------
    Answer
        With the lower bound of `answer`.
    """
    if goal.kind == "worst":
        value, least = other.worst, answer.worst
        allowed = other.programme.cost <= goal.budget * (1 + SLACK)
    else:
        value, least = (solver.judge.total(one.programme) for one in (other, answer))
        allowed = True
    if not allowed or value >= least:
        return answer
    return replace(answer, programme=other.programme, struck=other.struck,
                   plan=rebound(answer.plan, value))  # fmt: skip


def stopped(solver: Solver, goal: Goal, nothing: Answer) -> Answer:
    """Doing nothing as the best that is known where time was up before any programme was found."""
    value = nothing.worst if goal.kind == "worst" else solver.judge.total(nothing.programme)
    proof = replace(nothing.plan, ended="limit", gap=np.inf, lower=(-np.inf,), upper=(value,))
    return replace(nothing, plan=proof, cheapest=False)


def safety_cost(peaceful: Answer, answer: Answer, share: float, money: str) -> dict[str, Any]:
    """What safety costs on top of what pays even if no attack ever comes.

    Parameters
    ----------
    peaceful : Answer
        The cheapest programme in peace.
    answer : Answer
        The plan.
    share : float
        Of a year's use that is short under the worst attack on the peaceful one.
    money : str
        Unit of money.

    Returns
    -------
    dict
        ``value``, the least that as good a worst case costs, what the ``plan`` itself costs, and
        what it ``averts``; in words, too.  [million USD]
    """
    pays = peaceful.programme.cost
    value, spent = millions(answer.least_cost - pays), millions(answer.programme.cost - pays)
    costs = f"{value:,.0f} {money}" if value >= LEAST_TOLD else "next to nothing"
    words = f"safety costs {costs} on top of what pays anyway"
    if share <= LITTLE:
        words += ", which leaves little short by itself"
    if spent - value > max(1.0, LITTLE * abs(value)):
        words += (f"; this programme costs {spent - value:,.0f} more than that in peace, as it "
                  "counts what would be paid under attack, too")  # fmt: skip
    return {"value": value, "plan": spent, "averts": millions(peaceful.worst - answer.worst),
            "share_anyway": share, "proven": peaceful.proven and answer.cheapest,
            "words": words}  # fmt: skip


class Past(NamedTuple):
    """What was really built: its worst case, the plants, and the problem with them."""

    answer: Answer
    plants: list[dict[str, Any]]
    problem: Problem


def history(solver: Solver) -> Past | str:
    """What was really built, the plants, and the problem with them; or why that is unknown."""
    problem = solver.problem
    last = min(problem.first + problem.years - 1, problem.case.years[-1])
    if last <= problem.first:
        return f"nothing is on file of the years after {problem.first}"
    rows, added = [], np.zeros(problem.instance.periods)
    members = problem.case.countries.members(problem.importer, problem.first)
    plants = [row for code in sorted(members)
              for row in built(problem.case, code, problem.first + 1, last)]  # fmt: skip
    for row in sorted(plants, key=lambda row: (row.first, row.last, row.plant.id)):
        known = row.capacity is not None and row.sure
        rows.append({"id": row.plant.id, "name": row.plant.name, "first": row.first,
                     "last": row.last, "capacity": row.capacity, "counted": known})  # fmt: skip
        if known:
            begin = (row.first - problem.first) * PER_YEAR
            added[begin:] += (row.capacity or 0.0) / PER_YEAR
    none = problem.bare()
    changed = replace(none, instance=_with_home(none.instance, added, problem))
    return Past(solver.best(WORST, changed), rows, changed)


def _with_home(instance: Instance, added: np.ndarray, problem: Problem) -> Instance:
    arrivals = instance.arrivals.copy()
    arrivals[problem.lanes.index(HOME)] += added
    return replace(instance, arrivals=arrivals)


def row_of(
    solver: Solver, name: str, answer: Answer, cost: float | None, words: str = "",
    problem: Problem | None = None,
) -> dict[str, Any]:  # fmt: skip
    """One row of the comparison."""
    judge = solver.judge if problem is None else Judge(problem)
    told = [words] if words else []
    if answer.plan.ended != "optimal":
        by = f" by at most {answer.plan.gap:.2%}" if np.isfinite(answer.plan.gap) else ""
        told.append(f"not proven: better{by} may exist")
    if cost is not None and not answer.cheapest:
        told.append("as good may be had for less")
    return {
        "name": name,
        "cost": cost,
        "worst_shortage": millions(answer.worst),
        "worst_attack": attack_row(solver.problem, answer.struck),
        "endurance_months": MONTHS * judge.endures(answer.programme),
        "proven": answer.proven,
        "words": "; ".join(told),
    }  # fmt: skip


def budget_of(value: float, quiet: float) -> float:
    """A budget [million USD] on top of what peace costs anyway, in USD in all."""
    return quiet + value * MILLION
