"""Programmes and attacks as plain values, in million USD and tonnes."""

from typing import Any

import numpy as np

from outlast.engines.plan.judge import Struck
from outlast.engines.plan.offers import PER_YEAR, STORES, Offer
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.programme import Programme
from outlast.engines.plan.solving import millions

LEAST_PART = 1e-4
"""A smaller part of an option's limit is not worth a row."""


def paid(problem: Problem, programme: Programme, place: int, begun: int) -> tuple[float, float]:
    """What the units of one option begun in one period cost: to build, and to keep [USD today].

    Parameters
    ----------
    problem : Problem
        With prices and the discount.
    programme : Programme
        What is done.
    place, begun : int
        Option and period.

    Returns
    -------
    tuple of (float, float)
        Capex, and what is kept: a contract's minimum take counts as kept.
    """
    instance, option = problem.instance, problem.instance.options[place]
    units, worth = programme.units[place, begun], instance.factors
    capex = np.broadcast_to(np.asarray(option.capex), (instance.periods,))
    first = begun + option.lead
    until = min(instance.periods, first + option.life)
    kept = option.fixed
    if option.kind == "contract":
        kept += option.minimum_take * option.odds * option.capacity * option.variable
    return float(units * capex[begun] * worth[begun]), float(
        units * kept * worth[first:until].sum()
    )


def programme_rows(problem: Problem, programme: Programme) -> list[dict[str, Any]]:
    """What is begun in which year, with what it costs."""
    rows = []
    for place, offer in enumerate(problem.kept):
        option = problem.instance.options[place]
        floor = LEAST_PART * max(option.limit, LEAST_PART)
        for begun in np.flatnonzero(programme.units[place] > floor):
            units = float(programme.units[place, begun])
            capex, kept = paid(problem, programme, place, int(begun))
            rows.append({
                "option": offer.row.id,
                "name": offer.row.name,
                "kind": offer.row.kind,
                "year": problem.first + int(begun) // PER_YEAR,
                "gives_from": problem.quarter(int(begun) + option.lead),
                "units": units,
                "amount": amount_of(offer, option.capacity, units),
                "unit": "t" if offer.row.kind in STORES else "t/year",
                "capex": millions(capex),
                "kept": millions(kept),
                "cost": millions(capex + kept),
                "assumed_cost": millions(assumed_cost(offer, capex, kept)),
            })  # fmt: skip
    return sorted(rows, key=lambda row: (row["year"], -row["cost"], row["option"]))


def amount_of(offer: Offer, capacity: float, units: float) -> float | None:
    """What units give: tonnes a year, or tonnes in store; None for research."""
    if offer.row.kind == "research":
        return None
    return units * capacity * (1 if offer.row.kind in STORES else PER_YEAR)


def assumed_cost(offer: Offer, capex: float, kept: float) -> float:
    """The part of a cost whose numbers are assumed."""
    terms = offer.terms

    def assumed(name: str) -> bool:
        return name not in terms or terms[name].assumed

    if offer.row.kind == "contract":
        return kept if assumed("premium") or assumed("minimum_take") else 0.0
    of_capex = capex if assumed("capex") or assumed("unit_capacity") else 0.0
    if offer.row.kind in STORES:
        return of_capex + (kept if assumed("opex") else 0.0)
    return of_capex + (kept if assumed("fixed_opex_share") or assumed("capex") else 0.0)


def assumed_share(rows: list[dict[str, Any]]) -> float | None:
    """Part of the programme's cost that is assumed; None where nothing is spent."""
    total = sum(row["cost"] for row in rows)
    return sum(row["assumed_cost"] for row in rows) / total if total > 0 else None


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
        used = option is not None and units > LEAST_PART * max(option.limit, LEAST_PART)
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
