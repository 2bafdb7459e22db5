"""The rows beside a plan: nothing, what pays in peace, a reserve alone, history."""

from collections.abc import Callable
from typing import Any

from outlast.engines.plan import comparison
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.replay import short_share
from outlast.engines.plan.solving import SLACK, Answer, Solver, millions
from outlast.engines.plan.telling import cost_basis
from outlast.errors import LimitReached
from outlast.results import Unknown

MORE_SHORT = "leaves more short at worst than doing nothing, as that is cheaper in sum"


def compare(
    solver: Solver, goal: Goal, nothing: Answer, answer: Answer, unknown: list[Unknown],
    progress: Callable[[str], None],
) -> tuple[dict[str, Any], Answer]:  # fmt: skip
    """Set the plan beside doing nothing, what pays in peace, a reserve alone and history.

    Parameters
    ----------
    solver : Solver
        Of the problem.
    goal : Goal
        Of the plan.
    nothing, answer : Answer
        Doing nothing, and the plan.
    unknown : list of Unknown
        Added to.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    told : dict
        ``compare``, ``safety_cost`` and ``regret``.
    answer : Answer
        The plan; what a reserve alone does where that is better, as the time was up.
    """
    progress("comparing with what pays in peace, a reserve alone and what was built")
    base, told = nothing.programme.cost, {"safety_cost": None, "regret": None}
    rows = [comparison.row_of(solver, "do nothing", nothing, 0.0)]
    alone = _alone(solver, nothing, answer, unknown)
    if alone is not None and goal.kind == "worst":
        answer = comparison.better(solver, goal, answer, alone)
    rows += _in_peace(told, solver, nothing, answer, unknown)
    if alone is not None:
        rows.append(comparison.row_of(solver, "reserve only", alone,
                                      millions(alone.programme.cost - base)))  # fmt: skip
    try:
        past = comparison.history(solver)
    except LimitReached as limit:
        past = f"the time was up: {limit}"
    if isinstance(past, str):
        unknown.append(Unknown("regret", past))
    else:
        rows.append(_history(told, solver, past, answer, unknown))
        unknown.append(Unknown(f"compare.{len(rows) - 1}.cost",
                               "what the plants cost is not on file"))  # fmt: skip
    words = MORE_SHORT if answer.worst > nothing.worst * (1 + SLACK) + 1.0 else ""
    rows.append(comparison.row_of(solver, "plan", answer,
                                  millions(answer.programme.cost - base), words))  # fmt: skip
    return {**told, "compare": rows}, answer


def _alone(
    solver: Solver, nothing: Answer, answer: Answer, unknown: list[Unknown]
) -> Answer | None:
    """Reserves alone for the same money, which can be none at all."""
    base = nothing.programme.cost
    spent = max(answer.programme.cost, base + answer.programme.investment)
    try:
        alone = comparison.reserve_only(solver, spent)
    except LimitReached as limit:
        unknown.append(Unknown("compare", f"reserve only: the time was up: {limit}"))
        return None
    within = Goal("worst", "shortage", budget=spent)
    return alone and comparison.better(solver, within, alone, nothing)


def _in_peace(
    told: dict[str, Any], solver: Solver, nothing: Answer, answer: Answer, unknown: list[Unknown]
) -> list[dict[str, Any]]:
    """What pays if no attack ever comes; what is more than that is the cost of safety."""
    try:
        peaceful = solver.peaceful()
    except LimitReached as limit:
        unknown.append(Unknown("safety_cost", f"the time was up: {limit}"))
        return []
    problem = solver.problem
    money = f"million USD of {problem.price_year}"
    saves = millions(peaceful.programme.cost - nothing.programme.cost)
    rests = cost_basis(problem, peaceful.programme)
    told["safety_cost"] = {
        **comparison.safety_cost(peaceful, answer, short_share(problem, peaceful.struck), money),
        "pays_anyway": saves,
        "pays_anyway_assumed": rests["assumed"] if rests else None,
        "built_anyway": millions(peaceful.programme.investment),
    }
    return [comparison.row_of(solver, comparison.PEACE, peaceful, saves, comparison.IN_PEACE)]


def _history(
    told: dict[str, Any], solver: Solver, past: comparison.Past, answer: Answer,
    unknown: list[Unknown],
) -> dict[str, Any]:  # fmt: skip
    """What was built, and by how much the plan leaves less short."""
    told["regret"] = {"worst_shortage": millions(past.answer.worst - answer.worst),
                      "plants": past.plants}  # fmt: skip
    unknown.extend(
        Unknown(f"regret.plants.{n}", f"{plant['name']}: capacity or year of start unknown; "
                "it is not counted") for n, plant in enumerate(past.plants) if not plant["counted"]
    )  # fmt: skip
    return comparison.row_of(solver, "actual history", past.answer, None, problem=past.problem)
