"""A campaign as plain values and words, with what it does not cover."""

import math
from collections.abc import Sequence
from functools import reduce
from typing import Any

from outlast.case import Case
from outlast.engines.exposure import exposure
from outlast.engines.plan.campaign import JOINS, Front, Measure, Split, Step, allocate, steps
from outlast.results import Result

NOT_COVERED = (
    ("chips", "no trade or output is shipped: bring a case of your own"),
    ("telecoms equipment", "no trade or output is shipped: bring a case of your own"),
    ("pharmaceuticals", "no trade or output is shipped: bring a case of your own"),
)
NO_OPTIONS = "no options on file: what safety costs is unknown"


def front_of(result: Result) -> Front:
    """Read the front of a plan.

    Parameters
    ----------
    result : Result
        Of `outlast.plan` for one case.

    Returns
    -------
    Front
        Doing nothing, and every point of its front and its programme.  [million USD]
    """
    told = result.result
    points = [(0.0, told["worst_before"]["shortage"])]
    points += [(row["cost"], row["worst_shortage"]) for row in told.get("pareto") or ()]
    points.append((told["cost"], told["worst_attack"]["shortage"]))
    known = [(cost, worst) for cost, worst in points if cost is not None and worst is not None]
    return Front(told["case"], tuple(known))


def campaign(
    fronts: Sequence[Front],
    budget: float | None,
    unpriced: Sequence[Case] = (),
    importer: str = "",
    measure: Measure = "best card",
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

    Returns
    -------
    dict
        ``order``, ``split``, ``before``, ``after``, ``words``, ``unpriced``, ``not_covered``.

    Raises
    ------
    UsageError, InvalidInput
        As `outlast.engines.plan.campaign.allocate`.
    """
    last = allocate(fronts, math.inf if budget is None else budget, measure)
    order = steps(fronts, last, measure)
    told: dict[str, Any] = {
        "measure": measure,
        "budget": budget,
        "spent": last.cost,
        "before": reduce(JOINS[measure], (front.points[0][1] for front in fronts)),
        "after": last.worst,
        "order": [row._asdict() | {"per_million": row.per_million} for row in order],
        "split": [_row(front, place) for front, place in zip(fronts, last.chosen, strict=True)],
        "unpriced": [exposed(case, importer) for case in unpriced],
        "not_covered": [{"what": what, "why": why} for what, why in NOT_COVERED],
    }
    told["words"] = _words(told, last, order)
    return told


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


def _words(told: dict[str, Any], last: Split, order: Sequence[Step]) -> str:
    what = "The rival's best card" if told["measure"] == "best card" else "All cards together"
    head = (
        f"{what} among the cases covered does {told['before']:,.0f} million USD; "
        f"{_price(last.cost)} it does {told['after']:,.0f}."
    )
    start = next((row for row in order if row.shrinks > 0), None)
    found = [head, _first(start), _rest(told, last)]
    open_cards = [row["case"] for row in told["unpriced"]]
    if open_cards:
        found.append(
            f"Of {', '.join(open_cards)} it is not known what safety costs, nor whether they "
            "are the better card."
        )
    return " ".join(words for words in found if words)


def _price(cost: float) -> str:
    return f"for {cost:,.0f} million" if cost >= 0 else f"and, {-cost:,.0f} million saved,"


def _first(start: Step | None) -> str:
    if start is None:
        return "Nothing that the budget pays for makes it smaller."
    if start.per_million is None:
        saved = f", which saves {-start.cost:,.0f} million in peace" if start.cost else ""
        return f"First {start.case}: {start.shrinks:,.0f} less{saved}."
    worth = f"{start.per_million:,.1f} for each million"
    return f"First {start.case}: {start.shrinks:,.0f} less, {worth}."


def _rest(told: dict[str, Any], last: Split) -> str:
    """What the rest of the budget does."""
    left = 0.0 if told["budget"] is None else told["budget"] - max(last.cost, 0.0)
    return f"The other {left:,.0f} million would not make it smaller." if left > 0.5 else ""
