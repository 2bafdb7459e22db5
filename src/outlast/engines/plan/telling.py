"""Programmes and attacks as plain values, in million USD and tonnes."""

from typing import Any

from outlast.engines.plan.costs import Paid, assumed_of, basis, paid, parts
from outlast.engines.plan.judge import Struck
from outlast.engines.plan.offers import PER_YEAR, STORES, Offer
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.programme import Programme
from outlast.engines.plan.solving import millions

LEAST_PART = 1e-3
"""A smaller part of an option's limit is nothing: not chosen, not shown."""


def rounded(units: float, limit: float) -> float:
    """Units, or nothing where they are hardly any.

    >>> rounded(1.04e-18, 5.0), rounded(0.0477, 50.0), rounded(0.4, 50.0)
    (0.0, 0.0, 0.4)
    """
    return 0.0 if abs(units) <= LEAST_PART * limit else units


def programme_rows(problem: Problem, programme: Programme) -> list[dict[str, Any]]:
    """What is begun in which year, with what it costs to build and to keep, and to run."""
    rows = []
    for (place, begun), spent in paid(problem, programme).items():
        offer, option = problem.kept[place], problem.instance.options[place]
        units = float(programme.units[place, begun])
        if not units > LEAST_PART * max(option.limit, LEAST_PART):
            continue
        built, run = spent._replace(running=0.0), Paid(0.0, 0.0, spent.running)
        rows.append({
            "option": offer.row.id,
            "name": offer.row.name,
            "kind": offer.row.kind,
            "year": problem.first + begun // PER_YEAR,
            "gives_from": problem.quarter(begun + option.lead),
            "units": units,
            "amount": amount_of(offer, option.capacity, units),
            "unit": "t" if offer.row.kind in STORES else "t/year",
            "capex": millions(spent.capex),
            "kept": millions(spent.kept),
            "cost": millions(spent.capex + spent.kept),
            "assumed_cost": millions(assumed_of(parts(problem, offer, built))),
            "running": millions(spent.running),
            "assumed_running": millions(assumed_of(parts(problem, offer, run))),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["year"], -row["cost"], row["option"]))


def cost_basis(problem: Problem, programme: Programme) -> dict[str, Any] | None:
    """On what kind of numbers the cost to build, keep and run rests."""
    return basis(part for (place, _), spent in paid(problem, programme).items()
                 for part in parts(problem, problem.kept[place], spent))  # fmt: skip


def amount_of(offer: Offer, capacity: float, units: float) -> float | None:
    """What units give: tonnes a year, or tonnes in store; None for research."""
    if offer.row.kind == "research":
        return None
    return units * capacity * (1 if offer.row.kind in STORES else PER_YEAR)


def attack_row(problem: Problem, struck: Struck) -> dict[str, Any]:
    """Who strikes when, and what is short."""
    attack, outcome, instance = struck.attack, struck.outcome, problem.instance
    span = slice(attack.start, min(attack.start + PER_YEAR, instance.periods))
    lacking = outcome.unmet[:, span]
    wanted = instance.use[:, span]
    names = problem.case.countries.name
    moves = problem.moves(attack)
    kind = "powers" if attack.listed < 0 else moves[0].split(":")[0]
    codes = list(moves) if attack.listed < 0 else []
    critical = instance.critical
    return {
        "kind": kind,
        "powers": codes,
        "severities": [severity for _, severity in attack.moves],
        "names": [names(code) for code in codes] if codes else [_listed(problem, moves)],
        "start": problem.quarter(attack.start) if attack.start < instance.periods else None,
        "start_year": problem.first + attack.start // PER_YEAR,
        "months": 12 // PER_YEAR * (attack.until - attack.start),
        "shortage": millions(outcome.value),
        "short_tonnes_12m": float(lacking.sum()),
        "short_share_12m": float(lacking.sum() / wanted.sum()) if wanted.size else 0.0,
        "critical_tonnes_12m": float(lacking[critical].sum()),
        "critical_share_12m": float(lacking[critical].sum() / wanted[critical].sum())
        if wanted.size else 0.0,
    }  # fmt: skip


def _listed(problem: Problem, moves: tuple[str, ...]) -> str:
    """A listed attack in words."""
    if not moves:
        return "nothing"
    kind, _, what = moves[0].partition(":")
    if kind == "closure":
        return f"closure of the passage that {problem.case.countries.name(what)} holds"
    return f"failure of {problem.case.options[what].name}"


def option_rows(problem: Problem, programme: Programme) -> list[dict[str, Any]]:
    """Every option of the importer, whether it is used, and why not."""
    kept = {offer.row.id: n for n, offer in enumerate(problem.kept)}
    rows = []
    for offer in problem.offers:
        place = kept.get(offer.row.id)
        units = float(programme.units[place].sum()) if place is not None else 0.0
        option = problem.instance.options[place] if place is not None else None
        units = rounded(units, option.limit) if option is not None else 0.0
        used = units > 0
        reason = "used" if used else offer.reason or "does not pay for what it averts"
        rows.append({
            "id": offer.row.id,
            "name": offer.row.name,
            "kind": offer.row.kind,
            "considered": option is not None,
            "used": used,
            "units": units if option is not None else None,
            "limit": option.limit if option is not None else None,
            "reason": reason,
            "taken_for_granted": _not_on_file(offer),
        })  # fmt: skip
    return rows


def _not_on_file(offer: Offer) -> list[str]:
    """Numbers that an assumption of all plans stands for."""
    if offer.row.kind in {"contract", "research"}:
        return []
    return [
        name for name in ("fixed_opex_share", "life", "utilisation") if name not in offer.terms
    ]
