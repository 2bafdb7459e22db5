r"""The part of an origin's supply that powers can stop: ownership and offtake, independent.

.. math::  \kappa = 1 - \prod_l (1 - \kappa_l)

over the layers whose effect is ``stop``; facility rows weigh by the plants' part of the known
capacity running that year (nothing where they stand still), rows of one layer add and are capped
at 1, and a power's row of the origin replaces its row of the world in the same layer.  A bloc acts
with its members and the blocs within it; what its own rows tell counts as far as it is more than
what theirs tell, so that nothing is counted twice.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.plants import named_plants, plants_of
from outlast.case.schema import WORLD_SUBJECT, Control
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import runs
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
Importers = AbstractSet[str]
LAYERS = ("ownership", "offtake")


def controlled_share(
    case: Case,
    origin: str,
    powers: Sequence[str],
    year: int,
    sample: Sample,
    importers: Importers,
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
    """
    free = np.ones(sample.draws)
    held = holdings(case, origin, acting(case, powers), year, sample, importers)
    for layer in LAYERS:
        parts = [size for (where, _), size in held.items() if where == layer]
        if parts:
            free = free * (1 - np.minimum(np.sum(parts, axis=0), 1.0))
    return 1 - free


def acting(case: Case, powers: Iterable[str]) -> tuple[str, ...]:
    """List powers with, for a bloc, its members and the blocs within it, blocs after theirs."""
    known = case.countries
    codes = set(powers)
    for power in powers:
        if known.bloc(power):
            within = {code for code in known.blocs if known.members(code) <= known.members(power)}
            codes |= within | known.members(power)
    size = {code: len(known.members(code)) if known.bloc(code) else 0 for code in codes}
    return tuple(sorted(codes, key=lambda code: (size[code], code)))


def holdings(
    case: Case,
    origin: str,
    codes: Sequence[str],
    year: int,
    sample: Sample,
    importers: Importers,
) -> Mapping[tuple[str, str], Array]:
    """Draw what each code can stop of an origin's supply, by layer and code, shape (draw,).

    Parameters are those of `controlled_share`, with `codes` as `acting` lists them.

    Raises
    ------
    InvalidInput
        If the case does not say who controls what: that is unknown, not nothing.
    """
    if not case.control:
        raise InvalidInput(
            "control.csv", "missing",
            expected="a table of who controls whose supply, for reach control",
            remedy="add it, give the measure lanes, or take reach territory",
        )  # fmt: skip
    held: dict[tuple[str, str], Array] = {}
    for layer in LAYERS:
        for code in codes:
            rows = _rows(case, origin, layer, code, year, importers)
            if not rows:
                continue
            sample.used.update(row.id for row in rows)
            size = np.sum([_drawn(row, sample) * _weight(case, row, year) for row in rows], axis=0)
            if case.countries.bloc(code):
                theirs = set(acting(case, [code])) - {code}
                size = size - sum(part for (_, c), part in _of(held, layer) if c in theirs)
            held[layer, code] = np.clip(size, 0.0, 1.0)
    return held


def _of(
    held: Mapping[tuple[str, str], Array], layer: str
) -> Iterable[tuple[tuple[str, str], Array]]:
    """Holdings of one layer."""
    return [(key, size) for key, size in held.items() if key[0] == layer]


def _rows(
    case: Case, origin: str, layer: str, code: str, year: int, importers: Importers
) -> list[Control]:
    """Rows that tell what a code can stop of an origin, the world's where it has none."""
    rows = [
        row
        for row in case.control
        if row.effect == "stop"
        and row.layer == layer
        and row.power == code
        and row.origin in {origin, WORLD_SUBJECT}
        and row.year_from <= year <= row.year_to
        and (row.importer is None or importers == {row.importer})
    ]
    return [row for row in rows if row.origin == origin] or rows


def buyers_unknown(case: Case, importers: Importers) -> bool:
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
