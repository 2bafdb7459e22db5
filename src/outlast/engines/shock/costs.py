r"""What tariffs and longer ways add to the price on a link, as a log cost.

.. math::  \tau_{ij}(t) = \sum_{p \in t} \ell_p \ln\bigl(1 + \sum_m r_{mij}\bigr)

over the pieces of a month, of length :math:`\ell_p`, and the measures m at work in them: ad
valorem rates on one link add, as tariffs of several acts on one good do.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case.measures import EVERYONE, Tariff
from outlast.engines.shock.pieces import Pieces
from outlast.engines.shock.plan import Plan

Array = NDArray[np.float64]


class Cost(NamedTuple):
    """What a measure adds on links while it acts."""

    id: str
    rate: Array  # part of the price (lane, destination)
    on: NDArray[np.bool_]  # (piece,)

    def stopped(self, usual: Array, pieces: Pieces) -> Array:
        r"""As much of the flow as the cost takes of what is paid, :math:`r/(1+r)`.

        It tells how grave a tariff is beside measures that stop something, and how much is bought
        ahead of one; shape (month, destination).  [t/month]
        """
        part = (self.rate / (1 + self.rate) * usual).sum(axis=0)
        return np.outer(pieces.by_month(self.on.astype(float)), part)


def tariff(
    plan: Plan, measure: Tariff, pieces: Pieces, origins: Sequence[str], places: Sequence[str]
) -> Cost:
    """Lay a tariff on links from its origins into its targets; nobody taxes its own.

    Parameters
    ----------
    plan : Plan
        Holds who taxes whom.
    measure : Tariff
        With its rate.
    pieces : Pieces
        Of the run's months.
    origins : sequence of str
        Of each lane.
    places : sequence of str
        Destinations.

    Returns
    -------
    Cost
        Shape (lane, destination).
    """
    taxed, taxing = plan.origins[measure.id], plan.places[measure.id]
    rate = [
        [
            measure.rate * (origin != place and _among(origin, taxed) and _among(place, taxing))
            for place in places
        ]
        for origin in origins
    ]
    return Cost(measure.id, np.array(rate, dtype=float), pieces.on(plan.spans[measure.id]))


def _among(code: str, codes: frozenset[str]) -> bool:
    return code in codes or EVERYONE in codes


def log_costs(costs: Sequence[Cost], pieces: Pieces, shape: tuple[int, int]) -> Array:
    """Join what measures add into one log cost, shape (month, lane, destination)."""
    total = np.zeros((int(pieces.month[-1]) + 1, *shape))
    for piece, month in enumerate(pieces.month):
        rate = sum((one.rate for one in costs if one.on[piece]), start=np.zeros(shape))
        total[month] += pieces.length[piece] * np.log1p(rate)
    return total
