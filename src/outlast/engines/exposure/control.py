r"""Which rows of ``control.csv`` speak of a supply, and what part of it each of them is.

A row that speaks of one importer's purchases counts for that importer; an origin's own rows
replace those of the world in the same layer and of the same power; a row that names plants weighs
by their part of the origin's capacity running that year.  Rows of one layer add; who uses them
caps at 1.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.plants import named_plants, plants_of, runs, surely_runs
from outlast.case.schema import LAYERS, RUNGS, WORLD_SUBJECT, Control, Facility, Layer
from outlast.engines.exposure.chains import Owners, owners_of

Array = NDArray[np.float64]
Importers = AbstractSet[str]
EFFECTS = ("stop", "block")
BOUNDS = ("low", "central", "high")
OFF_LADDER = len(RUNGS)
"""Place of rows that no rung counts, such as those of straits."""


@dataclass(frozen=True)
class Parts:
    """What each power holds of each origin's supply, row by row added up.

    Attributes
    ----------
    year : int
        Of which the parts hold.
    powers : tuple of str
        Countries and blocs, by code.
    origins : tuple of str
        As asked for.
    part : ndarray, shape (effect, bound, rung, layer, power, origin)
        0 to 1 a row, not yet capped; ``nan`` where unknown.  Order of `EFFECTS`, `BOUNDS`,
        `RUNGS` with `OFF_LADDER` last, `LAYERS`.
    reasons : dict
        Why a part is unknown, by layer, power and origin.
    figures : dict of str to set of str
        Ids of the rows used, by power.
    """

    year: int
    powers: tuple[str, ...]
    origins: tuple[str, ...]
    part: Array
    reasons: Mapping[tuple[str, str, str], str]
    figures: Mapping[str, AbstractSet[str]]


def parts(case: Case, importers: Importers, year: int, origins: Sequence[str]) -> Parts:
    """Measure what every power of the case holds of each origin's supply.

    Parameters
    ----------
    case : Case
        ``control.csv``, ``holdings.csv``, ``facilities.csv``.
    importers : set of str
        Whose purchases; rows that speak of one importer count for it alone.
    year : int
        A row known to hold counts in full; one that may hold has 0 as its lower bound, so that
        what is not known does not look safe.
    origins : sequence of str
        Producers.

    Returns
    -------
    Parts
        A state without a row in a layer holds nothing there as far as the case knows; a layer
        told for other importers alone is unknown.
    """
    found = _Sum(case, year, tuple(origins))
    told = {(row.layer, row.power or row.firm or "") for row in case.control if row.may_hold(year)}
    for layer, holder in sorted(told):
        for origin in origins:
            rows = rows_of(case, origin, layer, holder, year, importers)
            for row in rows:
                found.add(row, layer, origin)
            if rows and found.owners_by(holder).untold:
                found.miss(holder, layer, origin, found.owners_by(holder).untold)
            if not rows and told_for_others(case, origin, layer, holder, year):
                found.miss(holder, layer, origin, "told of other importers' purchases alone")
    for origin in origins:
        if origin in found.power and not rows_of(case, origin, "direct", origin, year, importers):
            found.miss(origin, "direct", origin, "no row says that it can stop what leaves it")
    return Parts(
        year, tuple(found.power), tuple(origins), found.part, found.reasons, found.figures
    )


class _Sum:
    """Parts as they are added up."""

    def __init__(self, case: Case, year: int, origins: tuple[str, ...]) -> None:
        self.case, self.year = case, year
        self.owners = {
            row.firm: owners_of(case, row.firm, year) for row in case.control if row.firm
        }
        powers = {row.power for row in case.control if row.power} | set(case.header.powers)
        powers |= {power for owners in self.owners.values() for power in owners.parts}
        self.power = {code: i for i, code in enumerate(sorted(powers))}
        self.origin = {code: i for i, code in enumerate(origins)}
        shape = (len(EFFECTS), len(BOUNDS), OFF_LADDER + 1, len(LAYERS))
        self.part = np.zeros((*shape, len(powers), len(origins)))
        self.reasons: dict[tuple[str, str, str], str] = {}
        self.figures: dict[str, set[str]] = {code: set() for code in self.power}

    def owners_by(self, holder: str) -> Owners:
        """Owners of a firm; a power is its own."""
        return self.owners.get(holder) or Owners({holder: (1.0, 1.0, 1.0)}, "", frozenset())

    def add(self, row: Control, layer: Layer, origin: str) -> None:
        """Add a row, through its owners if it speaks of a firm."""
        weight = capacity_weight(self.case, row, self.year)
        sizes = np.array([row.low, row.share, row.high], dtype=float)  # None becomes nan
        if not row.surely_holds(self.year):
            sizes[0] = 0.0
        part = _times(sizes, weight)
        owners = self.owners_by(row.power or row.firm or "")
        effect, rung = _place(row)
        for power, owned in owners.parts.items():
            place = (LAYERS.index(layer), self.power[power], self.origin[origin])
            held = _times(part, np.array(owned))
            self.part[(effect, slice(None), rung, *place)] += held
            self.figures[power] |= {row.id, *owners.holdings}
            if np.isnan(held).any():
                what = "its share" if np.isnan(sizes).any() else "the capacity of a plant"
                self.reasons[layer, power, origin] = f"{row.id}: {what} is not on file"

    def miss(self, holder: str, layer: Layer, origin: str, reason: str) -> None:
        """Note a part as unknown, of every effect that its layer can have."""
        for power in self.owners_by(holder).parts:
            place = (LAYERS.index(layer), self.power[power], self.origin[origin])
            told = [row for row in self.case.control if row.layer == layer
                    and (row.power or row.firm) == holder]  # fmt: skip
            for effect, rung in {_place(row) for row in told} or {(0, 0)}:
                self.part[(effect, slice(None), rung, *place)] = np.nan
            self.reasons[layer, power, origin] = reason


def _place(row: Control) -> tuple[int, int]:
    """Places of a row's effect and rung."""
    return EFFECTS.index(row.effect), RUNGS.index(row.rung) if row.rung else OFF_LADDER


def rows_of(
    case: Case, origin: str, layer: Layer, holder: str, year: int, importers: Importers
) -> list[Control]:
    """List the rows that tell what a power or firm can stop of an origin in a year.

    The origin's own rows go before those of the world.  Rows that are not known not to hold are
    among them.
    """
    rows = [
        row
        for row in _told(case, origin, layer, holder, year)
        if row.importer is None or importers == {row.importer}
    ]
    return [row for row in rows if row.origin == origin] or rows


def told_for_others(case: Case, origin: str, layer: Layer, holder: str, year: int) -> bool:
    """Whether rows tell of somebody's purchases, so that another's are unknown, not nothing."""
    return bool(_told(case, origin, layer, holder, year))


def _told(case: Case, origin: str, layer: Layer, holder: str, year: int) -> list[Control]:
    rows = (
        row
        for row in case.control
        if row.layer == layer
        and holder in {row.power, row.firm}
        and row.origin in {origin, WORLD_SUBJECT}
        and row.may_hold(year)
    )
    return sorted(rows, key=lambda row: row.id)


def capacity_weight(case: Case, row: Control, year: int) -> Array:
    """Part of the origin's running capacity that a row's plants are; 1 if it names none.

    Returns
    -------
    ndarray, shape (3,)
        Low, central, high.  Plants that may run, but are not known to, count in the bounds alone;
        ``nan`` where the size of a running plant is unknown, unless the row names all or none.
    """
    if not row.facility:
        return np.ones(3)
    plants = [p for p in plants_of(case.facilities, row.origin) if runs(p, year)]
    named = named_plants(row.facility, plants)[0]
    sure = [plant for plant in plants if surely_runs(plant, year)]
    central = capacity_part(case, [p for p in named if p in sure], sure)
    if len(sure) == len(plants):
        return np.full(3, central)
    without = [p for p in plants if p in sure or p not in named]
    with_them = [p for p in plants if p in sure or p in named]
    low = capacity_part(case, [p for p in named if p in sure], without)
    high = capacity_part(case, named, with_them)
    return np.array([0.0 if np.isnan(low) else low, central, 1.0 if np.isnan(high) else high])


def _times(one: Array, other: Array) -> Array:
    """Multiply parts; nothing of an unknown is nothing."""
    return np.where((one == 0) | (other == 0), 0.0, one * other)


def capacity_part(case: Case, named: Sequence[Facility], running: Sequence[Facility]) -> float:
    """Capacity of the named plants ÷ that of all; 0 where none of them runs, 1 where all do.

    ``nan`` where a capacity is unknown, or all are zero.
    """
    if not named:
        return 0.0
    if len(named) == len(running):
        return 1.0
    total = _size(case, running)
    if any(plant.capacity is None for plant in running) or not total:
        return float("nan")
    return _size(case, named) / total


def _size(case: Case, plants: Iterable[Facility]) -> float:
    """Capacity [t/year]; an unknown one counts as nothing."""
    return sum(case.units.convert(p.capacity or 0.0, p.unit, "t/year") for p in plants)
