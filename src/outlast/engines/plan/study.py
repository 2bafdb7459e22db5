"""The door: a programme for an importer, its proof, and what it rests on."""

import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from outlast.about import __version__
from outlast.case import Case, load
from outlast.engines.plan import comparison
from outlast.engines.plan.beside import compare
from outlast.engines.plan.cleaning import best_in_earnest
from outlast.engines.plan.front import FEW, Details, flips, front
from outlast.engines.plan.goals import Goal, endure, least_total, within
from outlast.engines.plan.offers import MONTHS, PER_YEAR
from outlast.engines.plan.planner import CannotEndure
from outlast.engines.plan.problem import Problem, problem_of
from outlast.engines.plan.reading import goal_words, reading
from outlast.engines.plan.relaxation import cannot_last
from outlast.engines.plan.replay import replay
from outlast.engines.plan.shadow import prices
from outlast.engines.plan.solving import Answer, Solver, millions
from outlast.engines.plan.telling import attack_row, cost_basis, option_rows, programme_rows
from outlast.errors import InvalidInput, LimitReached
from outlast.results import Result, Unknown


def study(
    case: Case,
    importer: str,
    first: int,
    years: int,
    attackers: int,
    *,
    budget: float | None,
    endurance: float | None,
    layers: Sequence[str] | None = None,
    severity: float = 1.0,
    any_quarter: bool = False,
    seconds: float | None,
    draws: int,
    seed: int,
    price_year: int | None,
    ready: int | None,
    details: Details,
    progress: Callable[[str], None],
) -> Result:
    """Plan for one case; parameters are those of `outlast.plan`."""
    quarters = _check(budget, endurance)
    progress("laying out the problem")
    problem = problem_of(
        case, importer, first, years, attackers, lasts=max(PER_YEAR, quarters), ready=ready,
        layers=layers, severity=severity,
        any_quarter=any_quarter, draws=draws, seed=seed, price_year=price_year,
    )  # fmt: skip
    _check_horizon(problem, endurance, quarters)
    solver = Solver(problem, seconds)
    progress("what happens if nothing is done")
    nothing = comparison.nothing(solver)
    goal = _goal(budget, quarters, nothing.programme.cost)
    progress(f"seeking the best programme against {len(solver.judge.attacks)} attacks")
    answer = _best(solver, goal, nothing, endurance, progress)
    unknown = [Unknown(path, reason) for path, reason in problem.unknown]
    beside, answer = compare(solver, goal, nothing, answer, unknown, progress)
    told = _told(problem, solver, nothing, answer) | beside
    told["goal"] = {"name": _name(budget, endurance), "words": goal_words(budget, endurance)}
    if details == "front":
        progress("tracing what each budget averts")
        told["pareto"] = front(solver, nothing.programme.cost, FEW)
    elif details:
        try:
            _details(told, solver, goal, nothing, answer, draws, seed, unknown, progress)
        except LimitReached as limit:
            unknown.append(Unknown("replay", f"the time was up: {limit}"))
    told["reading"] = reading(told)
    return Result(
        command="plan",
        inputs={"cases": [case.name], "for": problem.importer, "from": first, "years": years,
                "attackers": attackers, "budget": budget, "endure": endurance,
                "layers": list(problem.layers), "severity": severity, "any_quarter": any_quarter,
                "seconds": seconds, "draws": draws, "seed": seed,
                "price_year": problem.price_year, "ready": problem.ready},
        result=told,
        unknown=tuple(unknown),
        warnings=tuple(_warnings(problem, told)),
        figures=tuple(sorted(problem.figures)),
        run={"seed": seed, "version": __version__, "case_sha256": case.sha256},
    )  # fmt: skip


def _best(
    solver: Solver, goal: Goal, nothing: Answer, endurance: float | None,
    progress: Callable[[str], None],
) -> Answer:  # fmt: skip
    """The best programme without noise, no worse than doing nothing where that is its choice."""
    try:
        answer = best_in_earnest(solver, goal)
    except CannotEndure as refused:
        if endurance is None:
            raise
        raise cannot_last(solver, endurance, goal.lasts, refused, progress) from None
    except LimitReached:
        if goal.kind == "cost":
            raise
        return comparison.stopped(solver, goal, nothing)
    return answer if goal.kind == "cost" else comparison.better(solver, goal, answer, nothing)


def _check(budget: float | None, endurance: float | None) -> int:
    """Refuse goals that do not fit; tell the quarters that are to be endured, 0 if none."""
    if budget is not None and endurance is not None:
        raise InvalidInput("budget and endure", "both given", expected="one of the two, or none")
    if budget is not None and not (math.isfinite(budget) and budget >= 0):
        raise InvalidInput("budget", budget, expected="0 or more [million USD]")
    if endurance is None:
        return 0
    if not (math.isfinite(endurance) and 0 < endurance <= 120):
        raise InvalidInput("endure", endurance, expected="above 0, at most 120 months")
    return math.ceil(endurance / MONTHS)


def _check_horizon(problem: Problem, endurance: float | None, quarters: int) -> None:
    """Refuse to endure longer than any attack can last within the years."""
    left = problem.years - problem.ready
    if endurance is not None and quarters > left * PER_YEAR:
        raise InvalidInput(
            "endure", endurance, expected=f"at most {12 * left} months",
            remedy=f"of {problem.years} years the attacks have {left}, from "
            f"{problem.first + problem.ready} on; plan for more years",
        )  # fmt: skip


def _name(budget: float | None, endurance: float | None) -> str:
    return "budget" if budget is not None else "endure" if endurance is not None else "total"


def _goal(budget: float | None, quarters: int, base: float) -> Goal:
    if budget is not None:
        return within(comparison.budget_of(budget, base))
    return endure(quarters) if quarters else least_total()


def _told(problem: Problem, solver: Solver, nothing: Answer, answer: Answer) -> dict[str, Any]:
    """What the proof and the programme tell."""
    lower, upper = answer.plan.lower[-1], answer.plan.upper[-1]
    rows = programme_rows(problem, answer.programme)
    name = problem.case.countries.name
    judge = solver.judge
    early = judge.worst_at_once(answer.programme) if problem.ready else None
    costs = cost_basis(problem, answer.programme)
    return {
        "case": problem.case.name,
        "importer": problem.importer,
        "importer_name": name(problem.importer),
        "from_year": problem.first,
        "years": problem.years,
        "attackers": problem.attackers,
        "powers": [{"power": code, "name": name(code)} for code in problem.hands.powers],
        "attacks_tried": len(judge.attacks),
        "money": f"million USD of {problem.price_year}",
        "objective": _finite(upper),
        "lower_bound": _finite(lower),
        "upper_bound": _finite(upper),
        "gap": answer.plan.gap if math.isfinite(answer.plan.gap) else None,
        "ended": answer.plan.ended,
        "proven": answer.proven,
        "bounds": [{"lower": _finite(low), "upper": _finite(up)}
                   for low, up in zip(answer.plan.lower, answer.plan.upper, strict=True)],
        "cost": millions(answer.programme.cost - nothing.programme.cost),
        "investment": millions(answer.programme.investment),
        "programme": rows,
        "assumed_cost_share": costs["assumed"] if costs else None,
        "cost_basis": costs,
        "worst_before": attack_row(problem, nothing.struck),
        "worst_attack": attack_row(problem, answer.struck),
        "ready_year": problem.first + problem.ready,
        "before_ready": attack_row(problem, early) if early else None,
        "options": option_rows(problem, answer.programme),
        "prices": prices(problem, answer),
        "assumptions": [row.row for row in problem.assumptions],
        "lanes": _lanes(problem),
        "use": {"critical": problem.instance.use[0].tolist(),
                "other": problem.instance.use[1].tolist(), "unit": "t/quarter",
                "weight": problem.instance.weight.tolist()},
        "opening_stock": problem.instance.stock.opening,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return millions(value) if math.isfinite(value) else None


def _lanes(problem: Problem) -> list[dict[str, Any]]:
    """What comes from where, at what price, and who can stop it."""
    normal, hands = problem.normal, problem.hands
    return [
        {"origin": problem.importer if lane == "home" else lane, "home": lane == "home",
         "supply": float(normal.supply[n]), "share": float(normal.supply[n] / normal.use),
         "price": float(normal.price[n]),
         "reach": {code: float(hands.lanes[p, n]) for p, code in enumerate(hands.powers)
                   if hands.lanes[p, n] > 0}}
        for n, lane in enumerate(normal.lanes)
    ]  # fmt: skip


def _details(
    told: dict[str, Any], solver: Solver, goal: Goal, nothing: Answer, answer: Answer,
    draws: int, seed: int, unknown: list[Unknown], progress: Callable[[str], None],
) -> None:  # fmt: skip
    """Add what takes longer: the front, the choices that flip, the replay."""
    told["pareto"], told["flips"], told["replay"] = [], [], None
    if solver.late:
        unknown.append(Unknown("replay", "the time was up"))
        return
    progress("tracing what each budget averts")
    told["pareto"] = front(solver, nothing.programme.cost)
    progress("seeking which choices hang on assumed costs")
    told["flips"] = flips(solver, goal, answer)
    progress("replaying the worst attack month by month")
    again = replay(solver.problem, answer.programme, answer.struck, draws, seed)
    if isinstance(again, str):
        unknown.append(Unknown("replay", again))
        return
    before = replay(solver.problem, None, nothing.struck, draws, seed)
    told["replay"] = {**again, "before": None if isinstance(before, str) else before}
    if isinstance(before, str):
        unknown.append(Unknown("replay.before", before))


def _warnings(problem: Problem, told: Mapping[str, Any]) -> Sequence[str]:
    found = [*problem.normal.notes, *problem.hands.notes]
    if told["ended"] != "optimal":
        far = "" if told["gap"] is None else f", at most {told['gap']:.2%} from the best there is"
        found.append(f"stopped at a limit: the best programme is kept{far}")
    return found


def opened(case: Case | str | Path) -> Case:
    """Load what is not loaded."""
    return case if isinstance(case, Case) else load(case)
