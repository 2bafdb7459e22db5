r"""The part of an origin's supply that powers can stop: ownership and offtake, independent.

.. math::  \kappa = 1 - \prod_l (1 - \kappa_l)

over the layers whose effect is ``stop``; facility rows weigh by the plants' part of the known
capacity running that year (nothing where they stand still), rows of one layer add and are capped
at 1, and a power's row of the origin replaces its row of the world in the same layer.  A bloc acts
with its members and the blocs within it; what its own rows tell counts as far as it is more than
what theirs tell, so that nothing is counted twice.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import Control, Layer
from outlast.engines.exposure.chains import owners_of
from outlast.engines.exposure.control import Importers, capacity_weight, rows_of
from outlast.engines.shock.priors import Sample, around
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
LAYERS: tuple[Layer, ...] = ("ownership", "offtake")


def controlled_share(
    case: Case,
    origin: str,
    powers: Sequence[str],
    year: int,
    sample: Sample,
    importers: Importers,
    *,
    layers: Sequence[Layer] = LAYERS,
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
    layers : sequence of str
        Of ownership and offtake, those that count.

    Returns
    -------
    ndarray, shape (draw,)
        0 to 1.
    """
    free = np.ones(sample.draws)
    held = holdings(case, origin, case.countries.acting(powers, year), year, sample, importers,
                    layers=layers)  # fmt: skip
    for layer in layers:
        parts = [size for (where, _), size in held.items() if where == layer]
        if parts:
            free = free * (1 - np.minimum(np.sum(parts, axis=0), 1.0))
    return 1 - free


def holdings(
    case: Case,
    origin: str,
    codes: Sequence[str],
    year: int,
    sample: Sample,
    importers: Importers,
    *,
    layers: Sequence[Layer] = LAYERS,
    effects: Sequence[str] = ("stop",),
) -> Mapping[tuple[str, str], Array]:
    """Draw what each code can stop of an origin's supply, by layer and code, shape (draw,).

    Parameters are those of `controlled_share`, with `codes` as `Countries.acting` lists them;
    rows of the `layers` with one of the `effects` count.

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
    for layer in layers:
        for code in codes:
            rows = _owned(case, origin, layer, code, year, importers, effects)
            if not rows:
                continue
            sample.used.update(row.id for row, _ in rows)
            size = np.sum(
                [_drawn(row, sample) * _weight(case, row, year) * part for row, part in rows],
                axis=0,
            )
            if case.countries.bloc(code):
                theirs = set(case.countries.acting([code], year)) - {code}
                size = size - sum(part for (_, c), part in _of(held, layer) if c in theirs)
            held[layer, code] = np.clip(size, 0.0, 1.0)
    return held


def _owned(
    case: Case, origin: str, layer: Layer, code: str, year: int, importers: Importers,
    effects: Sequence[str],
) -> list[tuple[Control, float]]:  # fmt: skip
    """Rows of a power and of the firms that it owns, with its part of each."""
    found = [(row, 1.0) for row in rows_of(case, origin, layer, code, year, importers)]
    for firm in sorted({row.firm for row in case.control if row.firm}):
        rows = rows_of(case, origin, layer, firm, year, importers)
        owners = owners_of(case, firm, year)
        if rows and owners.untold:
            raise InvalidInput(
                f"owners of {firm}", "unknown", expected=f"holdings of {year}",
                remedy=f"{owners.untold}: add it to holdings.csv, or give the measure lanes",
            )  # fmt: skip
        found += [(row, owners.parts[code][1]) for row in rows if code in owners.parts]
    return [(row, part) for row, part in found if part and row.effect in effects]


def _of(
    held: Mapping[tuple[str, str], Array], layer: str
) -> Iterable[tuple[tuple[str, str], Array]]:
    """Holdings of one layer."""
    return [(key, size) for key, size in held.items() if key[0] == layer]


def buyers_unknown(case: Case, importers: Importers) -> bool:
    """Whether the case says whose purchases firms handle, but not for these importers."""
    told = {row.importer for row in case.control if row.importer is not None}
    return bool(told) and not importers <= told


def _drawn(row: Control, sample: Sample) -> Array:
    """Draw a share with its printed value as the median and its bounds as the range."""
    if row.share is None or row.low is None or row.high is None:
        raise InvalidInput(
            f"{row.id} of control.csv", "unknown", expected="a share with low and high to draw",
            remedy="write bounds and say in the note why, or give the measure lanes",
        )  # fmt: skip
    if row.low == row.high:
        return np.full(sample.draws, row.share)
    even = sample.interval(f"control-{row.id}", 0.0, 1.0, "uniform")
    return around(row.low, row.share, row.high, even)


def _weight(case: Case, row: Control, year: int) -> float:
    """Part of the origin's running capacity that a row speaks of."""
    weight = float(capacity_weight(case, row, year)[1])
    if np.isnan(weight):
        raise InvalidInput(
            f"plants of {row.origin}", "a capacity that is not on file",
            expected=f"every running plant's, to weigh {row.id} of control.csv",
            remedy="write it into facilities.csv, or give the measure lanes",
        )  # fmt: skip
    return weight
