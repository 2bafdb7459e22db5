"""What a programme costs, part by part, each with the standing of the numbers behind it."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

from outlast.case.options import Term
from outlast.engines.plan.instance import Array
from outlast.engines.plan.offers import STORES, Offer
from outlast.engines.plan.operations import operations
from outlast.engines.plan.problem import Problem
from outlast.engines.plan.programme import Programme

Standing = Literal["sourced", "sourced_interval", "derived", "assumed"]
STANDINGS: tuple[Standing, ...] = ("sourced", "sourced_interval", "derived", "assumed")
"""From the firmest to the weakest; a product stands as its weakest factor does."""
TOLD = 5
"""Numbers on which most of the cost rests."""


class Part(NamedTuple):
    """A part of what an option costs.

    Attributes
    ----------
    amount : float
        Net present.  [USD]
    number : str
        What it is computed from.
    standing : {"sourced", "sourced_interval", "derived", "assumed"}
        Of the weakest number in it.
    """

    amount: float
    number: str
    standing: Standing


class Paid(NamedTuple):
    """What the units of an option begun in a period cost, net present.  [USD]"""

    capex: float
    kept: float
    running: float


def paid(problem: Problem, programme: Programme) -> dict[tuple[int, int], Paid]:
    """What units cost: to build, to keep, and to run in peace.

    Parameters
    ----------
    problem : Problem
        With prices and the discount.
    programme : Programme
        What is done.

    Returns
    -------
    dict of (int, int) to Paid
        By option and period in which they are begun.  A contract's minimum take counts as kept;
        what an option's units cost to run is shared among them by the time for which they give.
    """
    instance = problem.instance
    worth, running = instance.factors, _running(problem, programme)
    found: dict[tuple[int, int], Paid] = {}
    for place, option in enumerate(instance.options):
        units = programme.units[place]
        capex = np.broadcast_to(np.asarray(option.capex), units.shape) * worth
        kept = option.fixed
        if option.kind == "contract":
            kept += option.minimum_take * option.odds * option.capacity * option.variable
        all_time = float(programme.active[place].sum())
        for begun in np.flatnonzero(units > 0):
            first = int(begun) + option.lead
            until = min(instance.periods, first + option.life)
            time = float(units[begun]) * max(until - first, 0)
            found[place, int(begun)] = Paid(
                float(units[begun] * capex[begun]),
                float(units[begun] * kept * worth[first:until].sum()),
                float(running[place] * time / all_time) if all_time > 0 else 0.0,
            )
    return found


def _running(problem: Problem, programme: Programme) -> Array:
    """What each option costs to run in peace, shape (option,)."""
    laid = operations(problem.instance)
    spent = laid.cost("total")[laid.columns("tap")] * programme.peace[laid.columns("tap")]
    count = len(problem.instance.options)
    found = np.zeros(count)
    np.add.at(found, laid.taps.option, spent.sum(axis=1))
    return found


def parts(problem: Problem, offer: Offer, spent: Paid) -> list[Part]:
    """Split what an option costs by the numbers behind it.

    Parameters
    ----------
    problem : Problem
        Planned.
    offer : Offer
        One that is kept.
    spent : Paid
        What its units cost.

    Returns
    -------
    list of Part
        They add up to what is spent.  How many units are taken, and what a unit gives, is chosen
        or an amount, not a cost.
    """
    name, terms = offer.row.id, offer.terms
    if offer.row.kind == "contract":
        premium = terms["premium"].value
        whole = spent.kept + spent.running
        price = whole / (1 + premium)
        return [Part(price, "price of the material by trade", "derived"),
                Part(whole - price, f"{name} premium", standing(terms, "premium"))]  # fmt: skip
    capex = Part(spent.capex, f"{name} capex", standing(terms, "capex"))
    both = weakest(standing(terms, "capex"), standing(terms, "fixed_opex_share"))
    opex = standing(terms, "opex")
    if offer.row.kind in STORES:
        stored = _stored(problem, offer) * spent.kept
        rent = Part(spent.kept - stored, f"{name} fixed opex", both)
        return [capex, rent, Part(stored + spent.running, f"{name} opex", opex)]
    return [capex, Part(spent.kept, f"{name} fixed opex", both),
            Part(spent.running, f"{name} opex", opex)]  # fmt: skip


def _stored(problem: Problem, offer: Offer) -> float:
    """Part of what a store costs to keep that goes by what it has room for."""
    option = next(o for o in problem.instance.options if o.name == offer.row.id)
    room = offer.terms["opex"].value * option.capacity / problem.instance.per_year
    return room / option.fixed if option.fixed else 0.0


def standing(terms: Mapping[str, Term], name: str) -> Standing:
    """How firm a number is: printed, printed with an interval, derived, or assumed.

    >>> standing({}, "life")
    'assumed'
    """
    if name not in terms:
        return "assumed"
    term = terms[name]
    if term.row.status == "sourced":
        return "sourced" if term.low == term.high else "sourced_interval"
    return "derived" if term.row.status == "derived" else "assumed"


def weakest(*standings: Standing) -> Standing:
    """Standing of a product.

    >>> weakest("sourced", "derived")
    'derived'
    """
    return max(standings, key=STANDINGS.index)


def assumed_of(found: Iterable[Part]) -> float:
    """What of a cost is assumed [USD]."""
    return sum(part.amount for part in found if part.standing == "assumed")


def basis(found: Iterable[Part]) -> dict[str, Any] | None:
    """Tell on what a programme's cost rests.

    Parameters
    ----------
    found : iterable of Part
        Of all options.

    Returns
    -------
    dict or None
        Parts of the cost by standing, and the `numbers` behind most of it; None where nothing is
        spent.
    """
    by_standing: dict[str, float] = dict.fromkeys(STANDINGS, 0.0)
    by_number: dict[tuple[str, Standing], float] = {}
    for part in found:
        by_standing[part.standing] += part.amount
        key = part.number, part.standing
        by_number[key] = by_number.get(key, 0.0) + part.amount
    total = sum(by_standing.values())
    if not total > 0:
        return None
    first = sorted(by_number, key=lambda key: (-by_number[key], key))[:TOLD]
    return {
        **{name: amount / total for name, amount in by_standing.items()},
        "numbers": [{"number": number, "standing": firm, "share": by_number[number, firm] / total}
                    for number, firm in first if by_number[number, firm] > 0],
    }  # fmt: skip
