"""The programme in the monthly market of `shock`, under its worst attack."""

from collections.abc import Mapping
from typing import Any

from outlast.case.measures import Scenario
from outlast.engines.exposure.reach import STOPPING
from outlast.engines.plan.attacks import Attack, left
from outlast.engines.plan.judge import Struck
from outlast.engines.plan.normal import HOME
from outlast.engines.plan.offers import PER_YEAR, STORES
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.programme import Programme
from outlast.engines.plan.telling import LEAST_PART
from outlast.engines.shock import shock
from outlast.errors import OutlastError

MONTHS = 24
NEAR = 0.02
"""Shares of a year's use that differ by less are told as alike."""
LEAST = 1e-6


def replay(
    problem: Problem, programme: Programme | None, struck: Struck, draws: int, seed: int
) -> dict[str, Any] | str:
    """Run a programme in `shock` under an attack.

    Parameters
    ----------
    problem : Problem
        Planned.
    programme : Programme or None
        What stands when the attack begins; None for nothing.
    struck : Struck
        The attack, and what the planner says of it.
    draws, seed : int
        Futures of the market.

    Returns
    -------
    dict or str
        Both shortages as parts of a year's use, and why they differ; a reason if `shock` cannot
        tell.
    """
    if problem.case.countries.bloc(problem.importer):
        return "shock runs one country at a time, not a bloc"
    scenario, left_out = scenario_of(problem, programme, struck)
    if isinstance(scenario, str):
        return scenario
    try:
        found = shock(problem.case, scenario, problem.importer, problem.first, months=MONTHS,
                      draws=draws, seed=seed).result["unmet_share_12m"]  # fmt: skip
    except OutlastError as error:
        return f"shock refuses it: {error}"
    planned = short_share(problem, struck)
    difference = float(found["p50"]) - planned
    return {
        "planner_shortage": planned,
        "shock_shortage": {name: float(found[name]) for name in ("p5", "p50", "p95")},
        "difference": difference,
        "within_band": bool(found["p5"] <= planned <= found["p95"]),
        "measures": [measure.model_dump(mode="json") for measure in scenario.measures],
        "left_out": left_out,
        "words": _words(planned, found, difference, left_out),
    }


def short_share(problem: Problem, struck: Struck) -> float:
    """What is short in the year from the attack on, as a part of use."""
    span = slice(struck.attack.start, struck.attack.start + PER_YEAR)
    wanted = problem.instance.use[:, span].sum()
    return float(struck.outcome.unmet[:, span].sum() / wanted) if wanted else 0.0


def scenario_of(
    problem: Problem, programme: Programme | None, struck: Struck
) -> tuple[Scenario | str, list[str]]:
    """Write the attack and what then stands as measures of the baseline year.

    Parameters
    ----------
    problem : Problem
        Planned.
    programme : Programme or None
        What is done.
    struck : Struck
        The attack.

    Returns
    -------
    scenario : Scenario or str
        Amounts divided by the growth of use since the baseline year, which `shock` does not
        know; a reason where the attack has no measure.
    left_out : list of str
        Options without a measure.
    """
    stop = _stop(problem, struck)
    if stop is None:
        return "a research that fails is no event of a market", []
    measures: list[dict[str, Any]] = [stop]
    left_out: list[str] = []
    if programme is not None:
        helps, left_out = _helps(problem, programme, struck)
        measures += helps
    title = f"the plan's worst attack, from {problem.quarter(struck.attack.start)} on"
    return Scenario.model_validate({"title": title, "measures": measures}), left_out


def _stop(problem: Problem, struck: Struck) -> dict[str, Any] | None:
    """The ban that stands for the attack."""
    attack = struck.attack
    months = 12 // PER_YEAR * (attack.until - attack.start)
    ban = {"kind": "export_ban", "id": "attack", "targets": ["IMPORTER"], "start": "+0",
           "end": f"+{months}", "expected_months": months}  # fmt: skip
    if attack.listed < 0:
        reach = "control" if problem.case.control else "territory"
        ban |= {"powers": list(problem.moves(attack)), "reach": reach}
        return ban if _stops_all(problem, attack) else ban | {"lanes": _cut(problem, attack)}
    kind, _, holder = problem.moves(attack)[0].partition(":")
    if kind != "closure":
        return None
    left = problem.rules.listed[attack.listed].lanes[:, attack.start]
    lanes = {code: 1 - float(part) for code, part in zip(problem.lanes, left, strict=True)
             if part < 1 and code != HOME}  # fmt: skip
    return {**ban, "powers": [holder], "reach": "control", "lanes": lanes} if lanes else None


def _stops_all(problem: Problem, attack: Attack) -> bool:
    """Whether powers stop all they can reach, which shock works out itself."""
    return problem.layers == STOPPING and all(part == 1 for _, part in attack.moves)


def _cut(problem: Problem, attack: Attack) -> dict[str, float]:
    """Part of each origin's deliveries that powers stop."""
    left_over, _ = left(problem.instance, problem.rules, attack)
    cut = 1 - left_over[:, attack.start]
    return {code: float(part) for code, part in zip(problem.lanes, cut, strict=True)
            if part > 0 and code != HOME}  # fmt: skip


def _helps(
    problem: Problem, programme: Programme, struck: Struck
) -> tuple[list[dict[str, Any]], list[str]]:
    """What stands when the attack begins, as measures."""
    start, instance = struck.attack.start, problem.instance
    grown = float(instance.use[:, start].sum() / instance.use[:, 0].sum())
    made = 0.0
    left_out: list[str] = []
    kinds: dict[str, dict[str, float]] = {"recycling": {}, "substitution": {}}
    for n, offer in enumerate(problem.kept):
        option, units = instance.options[n], float(programme.active[n, start])
        if units <= LEAST_PART * max(option.limit, LEAST_PART) or offer.row.kind in STORES:
            continue
        gives = units * option.odds * option.capacity * PER_YEAR / grown
        if option.kind == "reduction":
            sector = offer.row.sector or ""
            use = problem.normal.use * problem.normal.shares[sector]
            kinds[offer.row.kind][sector] = kinds[offer.row.kind].get(sector, 0.0) + gives / use
        elif option.kind == "contract":
            left_out.append(offer.row.id)
        else:
            made += gives
    measures: list[dict[str, Any]] = []
    if made > LEAST:
        measures.append({"kind": "capacity_subsidy", "id": "plants", "country": problem.importer,
                         "start": "+0", "capacity": f"{made:.6f} t/year",
                         "lead_months": 0})  # fmt: skip
    for kind, sectors in kinds.items():
        saved = {sector: min(1.0, share) for sector, share in sectors.items()}
        if saved:
            measures.append({"kind": kind, "id": kind, "countries": [problem.importer],
                             "sectors": saved, "start": "+0"})  # fmt: skip
    return measures + _release(problem, programme, struck, grown), left_out


def _release(
    problem: Problem, programme: Programme, struck: Struck, grown: float
) -> list[dict[str, Any]]:
    """The reserves of the programme; the old stock is the market's own in shock."""
    start = struck.attack.start
    stored = float(struck.outcome.levels[1:, start - 1].sum()) if start > 0 else 0.0
    if stored <= LEAST:
        return []
    draw = sum(option.draw * option.capacity * float(programme.active[n, start])
               for n, option in enumerate(problem.instance.options)
               if option.kind == "reserve")  # fmt: skip
    rate = draw / 3 / (float(problem.instance.use[:, start].sum()) / 3)
    return [{"kind": "stock_release", "id": "reserve", "holders": [problem.importer],
             "amount": f"{stored / grown:.6f} t", "rate": min(100.0, max(rate, LEAST)),
             "start": "+0"}]  # fmt: skip


def _words(
    planned: float, found: Mapping[str, float], difference: float, left_out: list[str]
) -> str:
    """Say by how much the two differ, and why."""
    told = (f"The plan says that {planned:.1%} of a year's use is short; in shock it is "
            f"{found['p50']:.1%} ({found['p5']:.1%} to {found['p95']:.1%}). ")  # fmt: skip
    if abs(difference) < NEAR:
        told += "The two agree. "
    elif difference < 0:
        told += ("Shock is lower: there buyers bid up the price and draw supply from other "
                 "countries through the lanes that are left, while the plan lets those bring no "
                 "more than their slack. ")  # fmt: skip
    else:
        told += ("Shock is higher: there nobody knows how long the stop will last, the price "
                 "rations use even where supply would do, and plants at home sell to the market; "
                 "the plan spends its stocks with foresight and keeps what is made at "
                 "home. ")  # fmt: skip
    if left_out:
        names = ", ".join(left_out)
        told += f"Contracts have no measure in shock and are left out there: {names}."
    return told.strip()
