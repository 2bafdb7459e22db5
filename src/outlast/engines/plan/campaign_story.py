"""A campaign as plain values and words, with what it does not cover."""

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from outlast.case import Case
from outlast.engines.exposure import exposure
from outlast.engines.plan.campaign import (
    JOINS,
    Front,
    Measure,
    Step,
    allocate,
    least_possible,
    steps,
)
from outlast.results import Result

_OWN = "no trade or output is shipped: bring a case of your own"
NOT_COVERED = (f"chips, telecoms equipment and pharmaceuticals ({_OWN})",)
SHARE = "part of a year's use"
NO_OPTIONS = "no options on file: what safety costs is unknown"


def front_of(result: Result) -> Front:
    """Read the front of a plan, and what it proves of all others.

    Parameters
    ----------
    result : Result
        Of `outlast.plan` for one case.

    Returns
    -------
    Front
        Doing nothing, and every point of its front, each the cheapest with its worst case; its
        programme alone where there is none.  [million USD]
    """
    told = result.result
    rows = told.get("pareto") or ()
    floors = [row["allowed"] for row in rows[1:]] + [0.0]
    bounds = tuple((row["cost_lower"], floor) for row, floor in zip(rows, floors, strict=False))
    return Front(told["case"], _points(told, "shortage", "worst_shortage"), bounds)


def shares_of(result: Result) -> Front:
    """Read the same points with the part of a year's use that is then short.

    Parameters
    ----------
    result : Result
        Of `outlast.plan` for one case.

    Returns
    -------
    Front
        Cost [million USD] and share; nothing is proven of it, as plans count money.
    """
    told = result.result
    return Front(told["case"], _points(told, "short_share_12m", "short_share"))


def _points(
    told: Mapping[str, Any], of_attack: str, of_point: str
) -> tuple[tuple[float, float], ...]:
    """Doing nothing and the front, or the plan alone; nothing that is unknown or leaves more."""
    points = [(0.0, told["worst_before"][of_attack])]
    rows = told.get("pareto") or ()
    points += [(row["cost"], row[of_point]) for row in rows]
    if not rows:
        points.append((told["cost"], told["worst_attack"][of_attack]))
    known = [(cost, worst) for cost, worst in points if cost is not None and worst is not None]
    return tuple(point for point in known if point[1] <= known[0][1])


def campaign(
    fronts: Sequence[Front],
    budget: float | None,
    unpriced: Sequence[Case] = (),
    importer: str = "",
    measure: Measure = "best card",
    shares: Sequence[Front] = (),
) -> dict[str, Any]:
    """Split a budget over cases and tell it.

    Parameters
    ----------
    fronts : sequence of Front
        One a case.
    budget : float, optional
        In all; as much as helps if not given.  [million USD]
    unpriced : sequence of Case
        Cases without options, of which only the exposure is told.
    importer : str
        Whose exposure.
    measure : {"best card", "all"}
        What is to fall.
    shares : sequence of Front
        The same points by the part of a year's use (`shares_of`).

    Returns
    -------
    dict
        ``order``, ``split``, ``before``, ``after`` and what none beats, ``lower_bound``; the same
        by ``other_measures``; ``words``, ``unpriced``, ``not_covered``.

    Raises
    ------
    UsageError, InvalidInput
        As `outlast.engines.plan.campaign.allocate`.
    """
    told = _split(fronts, budget, measure)
    told["other_measures"] = [_split(fronts, budget, one) for one in JOINS if one != measure]
    if shares:
        told["other_measures"].append(_split(shares, budget, "best card") | {"measure": SHARE})
    told["unpriced"] = [exposed(case, importer) for case in unpriced]
    told["not_covered"] = list(NOT_COVERED)
    told["words"] = _words(told, len(fronts))
    return told


def _split(fronts: Sequence[Front], budget: float | None, measure: Measure) -> dict[str, Any]:
    most = math.inf if budget is None else budget
    last = allocate(fronts, most, measure)
    return {
        "measure": measure,
        "budget": budget,
        "spent": last.cost,
        "before": reduce(JOINS[measure], (front.points[0][1] for front in fronts)),
        "after": last.worst,
        "lower_bound": least_possible(fronts, most, measure),
        "order": [_step(row) for row in steps(fronts, last, measure)],
        "split": [_row(front, place) for front, place in zip(fronts, last.chosen, strict=True)],
    }


def _step(row: Step) -> dict[str, Any]:
    return row._asdict() | {"per_million": row.per_million}


def _row(front: Front, place: int) -> dict[str, Any]:
    cost, worst = front.best[place]
    return {"case": front.case, "budget": cost, "before": front.points[0][1], "after": worst}


def exposed(case: Case, importer: str) -> dict[str, Any]:
    """Who can cut off a case without options: all that is known of it.

    Parameters
    ----------
    case : Case
        Any with trade.
    importer : str
        A code or name.

    Returns
    -------
    dict
        The last year's largest suppliers, and the fewest that can stop half.
    """
    told = exposure(case, importer=importer or None).result
    rows = told["suppliers"]
    fewest = min(told["coalitions"] or (), key=lambda one: (len(one["members"]), -one["share"]),
                 default=None)  # fmt: skip
    return {
        "case": case.name,
        "why": NO_OPTIONS,
        "year": told["year"],
        "heading": case.header.trade.heading,
        "suppliers": None if rows is None
        else [{k: row[k] for k in ("country", "name", "share")} for row in rows[:3]],
        "half": fewest,
    }  # fmt: skip


def _words(told: dict[str, Any], cases: int) -> str:
    what = "The rival's best card" if told["measure"] == "best card" else "All cards together"
    head = (
        f"{what} among the cases covered: {told['before']:,.0f} million USD of use short; with "
        f"the split, which {_price(told['spent'])}, {told['after']:,.0f}."
    )
    found = [
        head,
        _first(told["order"]),
        _beyond(told["order"]),
        _rest(told),
        _proof(told),
    ]
    if cases > 1:
        found += [_by(other) for other in told["other_measures"]]
    open_cards = [row["case"] for row in told["unpriced"]]
    if open_cards:
        found.append(
            f"Of {', '.join(open_cards)} it is not known what safety costs, nor whether they "
            "are the better card."
        )
    return " ".join(words for words in found if words)


def _price(cost: float) -> str:
    """Say what a split costs beside doing nothing."""
    if cost >= 0:
        return f"costs {cost:,.0f} million"
    return f"saves {-cost:,.0f} million in peace by its cases' costs"


def _helps(order: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Of what pays anyway the step that helps most, else the first that helps."""
    helping = [row for row in order if row["shrinks"] > 0]
    free = [row for row in helping if row["per_million"] is None]
    return max(free, key=lambda row: row["shrinks"], default=next(iter(helping), None))


def _first(order: Sequence[dict[str, Any]]) -> str:
    start = _helps(order)
    if start is None:
        return "Nothing that the budget pays for makes it smaller."
    if start["per_million"] is None:
        saved = f", which saves {-start['cost']:,.0f} million in peace" if start["cost"] else ""
        return f"First {start['case']}: {start['shrinks']:,.0f} less{saved}."
    worth = f"{start['per_million']:,.1f} for each million"
    return f"First {start['case']}: {start['shrinks']:,.0f} less, {worth}."


def _beyond(order: Sequence[dict[str, Any]]) -> str:
    """What safety costs on top of what pays even if nobody attacks."""
    saved = -sum(row["cost"] for row in order if row["per_million"] is None)
    paid = sum(row["cost"] for row in order if row["per_million"] is not None)
    return f"Safety beyond what pays anyway costs {paid:,.0f} million." if saved > 0 < paid else ""


def _rest(told: dict[str, Any]) -> str:
    """What the rest of the budget does."""
    left = 0.0 if told["budget"] is None else told["budget"] - max(told["spent"], 0.0)
    return f"The other {left:,.0f} million would not make it smaller." if left > 0.5 else ""


def _proof(told: dict[str, Any]) -> str:
    if told["lower_bound"] is None:
        return ""
    off = told["after"] - told["lower_bound"]
    if off < 0.5:
        return "No split does better: this is proven."
    return f"A split between the points computed could leave {off:,.0f} less, not more: proven."


def _by(other: dict[str, Any]) -> str:
    """What comes first by another measure, so that the order is no accident of the unit."""
    start = _helps(other["order"])
    then = "nothing helps" if start is None else f"{start['case']} comes first"
    if other["measure"] == SHARE:
        return (f"By the part of a year's use that is short {then}: the largest falls from "
                f"{other['before']:.0%} to {other['after']:.0%}.")  # fmt: skip
    what = "all cards together" if other["measure"] == "all" else "the best card"
    return f"By {what} {then}: {other['before']:,.0f} falls to {other['after']:,.0f}."
