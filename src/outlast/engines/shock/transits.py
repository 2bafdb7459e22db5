r"""What the closing of straits or canals stops, and what goes round by a longer way.

Of a link's flow a part :math:`\theta_{ij}` takes one of the passages: all or none by the shortest
way between the case's ports, or what the measure says of an origin.  While they are closed,

.. math::
    \pi(t) = \begin{cases} 0 & t < \text{reroute\_months, or no other way by sea}\\
                           r & \text{after} \end{cases}, \qquad
    \tau_{ij} = \ln\Bigl(1 + c\,\frac{\theta_{ij} r}{1 - \theta_{ij} + \theta_{ij} r}\Bigr)

with :math:`r` the part that can go round and :math:`c` what that costs.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import TransitClosure
from outlast.engines.exposure.sea_lots import divert, lot
from outlast.engines.shock.caps import Stop
from outlast.engines.shock.costs import Cost
from outlast.engines.shock.pieces import Pieces
from outlast.engines.shock.references import passages_of
from outlast.engines.shock.spans import Span
from outlast.readers.sea_routes import shipped

Array = NDArray[np.float64]


class Ways(NamedTuple):
    """What takes the passages, by lane and destination."""

    lanes: tuple[str, ...]  # origins
    passing: Array  # part of a link
    other: NDArray[np.bool_]  # whether another way by sea is known to be left
    unknown: NDArray[np.bool_]  # whether the way of a link is not in the table


def ways(
    case: Case, measure: TransitClosure, year: int, origins: Sequence[str], places: Sequence[str]
) -> Ways:
    """Look up what passes, and whether another way is left.

    Parameters
    ----------
    case : Case
        Its `ports`.
    measure : TransitClosure
        Passages, and shares in place of the table.
    year : int
        A bloc in the shares stands for its members of that year.
    origins : sequence of str
        Of each lane.
    places : sequence of str
        Destinations.

    Returns
    -------
    Ways
        A way that is not known passes nothing and is told as unknown; what another way is left
        of is not known has none.
    """
    closed = passages_of(measure.id, measure.passages)
    given = {
        member: part
        for code, part in measure.shares.items()
        for member in case.countries.members(code, year)
    }
    shape = (len(origins), len(places))
    found = Ways(
        tuple(origins), np.zeros(shape), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    )
    for i, origin in enumerate(origins):
        for j, place in enumerate(places):
            if origin == place:
                continue
            one = lot(shipped(), origin, place, 1.0, case.header.ports)
            told = divert(shipped(), *one.pairs[0], closed) if one.pairs else None
            if measure.shares:
                found.passing[i, j] = given.get(origin, 0.0)
                found.other[i, j] = told is None or told.cut_off is False
            elif told is None:
                found.unknown[i, j] = True
            else:
                found.passing[i, j] = float(told.passes)
                found.other[i, j] = told.cut_off is False
    return found


def close_ways(
    measure: TransitClosure, span: Span, found: Ways, pieces: Pieces
) -> tuple[list[Stop], Cost]:
    """Tell what a closure stops, and what the longer way costs.

    Parameters
    ----------
    measure : TransitClosure
        With its time and part to go round.
    span : Span
        When it acts.
    found : Ways
        What passes.
    pieces : Pieces
        Of the run's months, cut where the other way opens.

    Returns
    -------
    stops : list of Stop
        Of links with another way, and of those without.
    cost : Cost
        On links with another way, once it is taken.
    """
    on = pieces.on(span)
    round_ = on & (pieces.middle >= span.start + measure.reroute_months)
    share = measure.reroute_share
    there, none = found.passing * found.other, found.passing * ~found.other
    opened = np.where(round_, share, 0.0)
    stops = [
        Stop(measure.id, there, np.where(on, opened, 1.0)[None], on),
        Stop(measure.id, none, np.where(on, 0.0, 1.0)[None], on),
    ]
    moved = there * share
    all_moved = 1 - there + moved
    part = np.divide(moved, all_moved, out=np.zeros_like(moved), where=all_moved > 0)
    return [one for one in stops if one.meant.any()], Cost(
        measure.id, measure.extra_cost * part, round_
    )
