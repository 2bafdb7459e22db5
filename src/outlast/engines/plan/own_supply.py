r"""The cheapest set of own plants and savings that closes a gap, or how far short they all fall.

With whole units :math:`n_o \le \bar n_o` that each give or save :math:`k_o` and cost :math:`c_o` a
year,

.. math::  \min \sum_o c_o n_o \quad\text{so that}\quad \sum_o k_o n_o \ge G, \qquad
           n_o \le \bar n_o n_p \text{ where } p \text{ comes before } o,

and :math:`c_o` the cost of running and the building spread over the life by an annuity.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_array

from outlast.case import Case
from outlast.case.schema import Option
from outlast.engines.plan.outlook_bands import MONTHS
from outlast.engines.plan.own_options import Choice, Ends, choices
from outlast.solve import Program, solve


def cheapest(found: Sequence[Choice], gap: float) -> list[int] | None:
    """Units of each choice that close a gap at the least cost a year.

    Parameters
    ----------
    found : sequence of Choice
        To choose from.
    gap : float
        To be closed.  [t/year]

    Returns
    -------
    list of int or None
        None if all of them together do not.
    """
    if sum(one.gives * one.limit for one in found) < gap:
        return None
    place = {one.option.id: n for n, one in enumerate(found)}
    rows = [np.array([one.gives for one in found])]
    low, high = [gap], [np.inf]
    for n, one in enumerate(found):
        if one.option.requires in place:
            row = np.zeros(len(found))
            row[n], row[place[one.option.requires]] = 1.0, -float(one.limit)
            rows.append(row)
            low.append(-np.inf)
            high.append(0.0)
    answer = solve(
        Program(
            cost=np.array([one.yearly for one in found]),
            matrix=csr_array(np.array(rows)),
            row_low=np.array(low),
            row_high=np.array(high),
            low=np.zeros(len(found)),
            high=np.array([float(one.limit) for one in found]),
            whole=np.ones(len(found), dtype=bool),
        )
    )
    return None if answer.x is None else [round(units) for units in answer.x]


class Gap(NamedTuple):
    """What is to be closed.

    Attributes
    ----------
    name : str
        For people.
    end : {"favourable", "point", "adverse"}
        At which end the options are taken.
    tonnes, use : float
        The gap, and the use that it is a part of.  [t/year]
    """

    name: str
    end: Ends
    tonnes: float
    use: float


def programme(
    case: Case, options: Sequence[Option], gap: Gap, years: tuple[int, int],
    price_year: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The cheapest set of options that closes a gap, or all of them and what they lack.

    Parameters
    ----------
    case : Case
        With options.
    options : sequence of Option
        Of own supply (`outlast.engines.plan.own_options.own_options`).
    gap : Gap
        To be closed.
    years : tuple of int
        First year in which building can begin, and the year in which all must give.
    price_year : int, optional
        Of whose worth the dollars are.

    Returns
    -------
    dict
        ``short`` is what all the options together lack, 0 if they do not.
    """
    found, refused = choices(case, options, gap.end, *years, gap.use, price_year)
    whole = sum(one.gives * one.limit for one in found)
    units = cheapest(found, gap.tonnes)
    reached = units is not None
    if units is None:
        units = [one.limit for one in found]
    return {
        "name": gap.name,
        "end": gap.end,
        "gap": gap.tonnes,
        "reached": reached,
        "all_options": whole,
        "short": max(0.0, gap.tonnes - whole),
        "capex": sum(n * one.capex for n, one in zip(units, found, strict=True)),
        "yearly_cost": sum(n * one.yearly for n, one in zip(units, found, strict=True)),
        "assumed_cost_share": _assumed_share(found, units),
        "set": [_line(one, n) for one, n in zip(found, units, strict=True) if n],
        "refused": [{"option": name, "reason": why} for name, why in refused.items()],
    }


def _assumed_share(found: Sequence[Choice], units: Sequence[int]) -> float | None:
    costs = [n * one.yearly for one, n in zip(found, units, strict=True)]
    assumed = [cost for one, cost in zip(found, costs, strict=True) if one.assumed]
    return sum(assumed) / sum(costs) if sum(costs) else None


def _line(one: Choice, units: int) -> dict[str, Any]:
    return {
        "option": one.option.id,
        "name": one.option.name,
        "kind": one.option.kind,
        "units": units,
        "gives": units * one.gives,
        "begin_by": f"{one.begin_by // MONTHS}-{one.begin_by % MONTHS + 1:02d}",
        "capex": units * one.capex,
        "yearly_cost": units * one.yearly,
    }
