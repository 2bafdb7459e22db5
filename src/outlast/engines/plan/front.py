"""How much shortage each budget averts, and which choices hang on assumed costs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from outlast.engines.plan.goals import Goal, at_most_short
from outlast.engines.plan.instance import Option
from outlast.engines.plan.judge import MILLION
from outlast.engines.plan.offers import MONTHS, PER_YEAR, STORES, Offer
from outlast.engines.plan.plan_words import by_option
from outlast.engines.plan.planner import CannotEndure
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.solving import Answer, Solver, millions
from outlast.engines.plan.telling import attack_row, programme_rows, rounded

LEFT = (0.75, 0.5, 0.25, 0.1, 0.01)
"""Of the worst shortage that the cheapest programme leaves."""
FEW = (0.5, 0.1, 0.01)
"""The same where time is short."""
Details = bool | Literal["front"]
"""Whether to add what takes longer: all of it, the front alone with few points, or nothing."""
FRONT_GAP = 1e-3
DEAREST = 3
CHANGED = 0.05
"""A choice flips if its units change by a larger part of its limit."""


def front(solver: Solver, base: float, parts: Sequence[float] = LEFT) -> list[dict[str, Any]]:
    """Trace what each lesser worst shortage costs at least.

    Parameters
    ----------
    solver : Solver
        Of the problem.
    base : float
        What doing nothing costs [USD].
    parts : sequence of float
        Of the worst shortage that the cheapest programme leaves, falling.

    Returns
    -------
    list of dict
        By rising cost [million USD on top of doing nothing], from the cheapest programme in peace
        to a hundredth of its worst shortage, or as near to the least as that; a larger one never
        leaves more short.  ``cost_lower`` is proven of what leaves no more than ``allowed``.
    """
    most = solver.judge.worst(solver.quiet()).outcome.value
    first = solver.best(at_most_short(most), gap=FRONT_GAP)
    rows = [_point(solver, first, base, most)]
    for part in parts:
        allowed, last = part * first.worst, False
        if solver.late or not allowed > 1.0:
            break
        try:
            answer = solver.best(at_most_short(allowed), gap=FRONT_GAP)
        except CannotEndure as none:
            allowed, last = none.least + parts[-1] * first.worst, True
            if allowed >= rows[-1]["allowed"] * MILLION:
                break
            answer = solver.best(at_most_short(allowed), gap=FRONT_GAP)
        rows.append(_point(solver, answer, base, allowed))
        if last:
            break
    return rows


def _point(solver: Solver, answer: Answer, base: float, allowed: float) -> dict[str, Any]:
    cost = millions(answer.programme.cost - base)
    struck = attack_row(solver.problem, answer.struck)
    return {
        "budget": cost,
        "cost": cost,
        "cost_lower": min(cost, millions(answer.plan.lower[-1] - base)),
        "allowed": millions(allowed),
        "investment": millions(answer.programme.investment),
        "worst_shortage": millions(answer.worst),
        "short_share": struck["short_share_12m"],
        "endurance_months": MONTHS * solver.judge.endures(answer.programme),
        "gap": answer.plan.gap if math.isfinite(answer.plan.gap) else None,
        "proven": answer.plan.gap <= FRONT_GAP,
        "options": _built(solver.problem, answer),
    }


def _built(problem: Problem, answer: Answer) -> list[dict[str, Any]]:
    """How much of each option is begun in all, in the order of the years."""
    return [{name: row[name] for name in ("option", "name", "unit", "amount")}
            for row in by_option(programme_rows(problem, answer.programme))]  # fmt: skip


def flips(solver: Solver, goal: Goal, answer: Answer) -> list[dict[str, Any]]:
    """Solve again with the costs of the dearest assumed options at their bounds.

    Parameters
    ----------
    solver : Solver
        Of the problem.
    goal : Goal
        That of the plan.
    answer : Answer
        The plan.

    Returns
    -------
    list of dict
        One an option: its costs low and high, what is chosen then, and what else changes.
    """
    problem = solver.problem
    chosen = _chosen(problem, answer)
    rows = []
    for place in _dearest(problem, answer):
        if solver.late:
            break
        offer, option = problem.kept[place], problem.instance.options[place]
        ends = {end: _priced(offer, option, problem, end) for end in ("low", "high")}
        units, others = {}, set()
        for end, priced in ends.items():
            options = list(problem.instance.options)
            options[place] = priced
            other = _chosen(problem, _again(solver, goal, problem.with_options(options)))
            units[end] = other[option.name]
            others |= _changed(problem, chosen, other, option.name)
        moved = abs(units["low"] - units["high"]) > CHANGED * option.limit
        rows.append({
            "option": offer.row.id,
            "name": offer.row.name,
            "low": millions(_price(ends["low"])),
            "high": millions(_price(ends["high"])),
            "unit": "million USD a unit, or USD/kg of a contract",
            "choice": chosen[option.name],
            "choice_low": units["low"],
            "choice_high": units["high"],
            "flips": bool(moved),
            "others": sorted(others),
        })  # fmt: skip
    return rows


def _again(solver: Solver, goal: Goal, problem: Problem) -> Answer:
    """The choice by the goal itself, where that leaves no other for the same worst case."""
    return solver.best(goal, problem, FRONT_GAP, ties=goal.kind == "worst")


def _price(option: Option) -> float:
    """Capex of a unit; of a contract a tonne's price, times 1,000 so that millions read as kg."""
    if option.kind == "contract":
        return option.variable * 1e3
    return float(option.capex)


def _chosen(problem: Problem, answer: Answer) -> dict[str, float]:
    return {option.name: rounded(float(answer.programme.units[n].sum()), option.limit)
            for n, option in enumerate(problem.instance.options)}  # fmt: skip


def _changed(
    problem: Problem, before: Mapping[str, float], after: Mapping[str, float], itself: str
) -> set[str]:
    """Other options of which more or less is chosen."""
    return {
        option.name
        for option in problem.instance.options
        if option.name != itself
        and abs(before[option.name] - after[option.name]) > CHANGED * option.limit
    }


def _dearest(problem: Problem, answer: Answer) -> Sequence[int]:
    """Places of the options on which the programme spends most that is assumed."""
    spent: dict[str, float] = {}
    for row in programme_rows(problem, answer.programme):
        spent[row["option"]] = (
            spent.get(row["option"], 0.0) + row["assumed_cost"] + row["assumed_running"]
        )
    names = sorted((name for name in spent if spent[name] > 0), key=lambda n: (-spent[n], n))
    places = {offer.row.id: n for n, offer in enumerate(problem.kept)}
    return [places[name] for name in names[:DEAREST]]


def _priced(offer: Offer, option: Option, problem: Problem, end: str) -> Option:
    """The option with its costs at the low or the high end of their intervals."""

    def at(name: str) -> float:
        return float(getattr(offer.terms[name], end)) if name in offer.terms else 0.0

    if option.kind == "contract":
        return replace(option, variable=problem.normal.imported * (1 + at("premium")))
    capex = at("capex")
    ratio = option.fixed / float(option.capex) if option.capex else 0.0
    if offer.row.kind in STORES:
        rent = option.fixed - offer.terms["opex"].value * option.capacity / PER_YEAR
        ratio = rent / float(option.capex) if option.capex else 0.0
        kept = at("opex") * option.capacity / PER_YEAR
        return replace(option, capex=capex, fixed=ratio * capex + kept)
    return replace(option, capex=capex, fixed=ratio * capex, variable=at("opex"))
