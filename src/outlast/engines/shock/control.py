r"""The part of an origin's supply that powers can stop: ownership and offtake, independent.

.. math::  \kappa = 1 - \prod_l (1 - \kappa_l)

over the layers whose effect is ``stop``; facility rows weigh by the plants' part of the known
capacity running that year (nothing where they stand still), rows of one layer add and are capped
at 1, and an origin's row replaces the world's row of the same layer.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.plants import named_plants, plants_of
from outlast.case.schema import WORLD_SUBJECT, Control
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import runs
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
LAYERS = ("ownership", "offtake")


def controlled_share(
    case: Case, origin: str, powers: Sequence[str], year: int, sample: Sample, importers: set[str]
) -> Array:
    """Draw the part of an origin's supply that powers can stop through others' plants and trade.

    Parameters
    ----------
    case : Case
        Its ``control.csv``.
    origin : str
        A producer other than the powers.
    powers : sequence of str
        Acting together.
    year : int
        Rows that hold in that year count.
    sample : Sample
        Draws each row between its bounds, its printed share the median.
    importers : set of str
        Who is cut off; rows that speak of one importer's purchases count for it alone.

    Returns
    -------
    ndarray, shape (draw,)
        0 to 1.

    Raises
    ------
    InvalidInput
        If the case does not say who controls what: that is unknown, not nothing.
    """
    if not case.control:
        raise InvalidInput("control.csv", "missing",
                           expected="a table of who controls whose supply, for reach control",
                           remedy="add it, give the measure lanes, or take reach territory",
                           )  # fmt: skip
    rows = [
        row
        for row in case.control
        if row.effect == "stop"
        and row.power in powers
        and row.origin in {origin, WORLD_SUBJECT}
        and row.year_from <= year <= row.year_to
        and (row.importer is None or importers == {row.importer})
    ]
    free = np.ones(sample.draws)
    for layer in LAYERS:
        own = [row for row in rows if row.layer == layer and row.origin == origin]
        there = own or [row for row in rows if row.layer == layer]
        parts = [_drawn(row, sample) * _weight(case, row, year) for row in there]
        if parts:
            sample.used.update(row.id for row in there)
            free = free * (1 - np.minimum(np.sum(parts, axis=0), 1.0))
    return 1 - free


def buyers_unknown(case: Case, importers: set[str]) -> bool:
    """Whether the case says whose purchases firms handle, but not for these importers."""
    told = {row.importer for row in case.control if row.importer is not None}
    return bool(told) and not importers <= told


def _drawn(row: Control, sample: Sample) -> Array:
    """Draw a share with its printed value as the median and its bounds as the range."""
    if row.low == row.high:
        return np.full(sample.draws, row.share)
    even = sample.interval(f"control-{row.id}", 0.0, 1.0, "uniform")
    lower = row.low + (row.share - row.low) * 2 * even
    upper = row.share + (row.high - row.share) * (2 * even - 1)
    return np.where(even < 0.5, lower, upper)


def _weight(case: Case, row: Control, year: int) -> float:
    """Part of the origin's running capacity that a facility row speaks of; 1 for the origin."""
    if not row.facility:
        return 1.0
    plants = plants_of(case.facilities, row.origin)
    size = {p.id: case.units.convert(p.capacity, p.unit, "t/year")
            for p in plants if p.capacity is not None and runs(p, year)}  # fmt: skip
    total = sum(size.values())
    named, _ = named_plants(row.facility, plants)
    return sum(size.get(p.id, 0.0) for p in named) / total if total else 0.0
