r"""How much of an importer's supply a power can reach, through each layer and all together.

With :math:`s_o` origin o's part of the supply and :math:`\kappa_{lo}` the part of o that the power
holds through layer l (rows added, capped at 1),

.. math::  \text{low} = \sum_o s_o \max_l \kappa_{lo} \le
           \text{point} = \sum_o s_o \Big[1 - \prod_l (1 - \kappa_{lo})\Big] \le
           \text{high} = \sum_o s_o \min\Big(1, \sum_l \kappa_{lo}\Big),

since nobody knows how far layers overlap: the largest alone, independent ones, or all apart.  The
outer bounds are *low* with every row at its low bound and *high* with every row at its high one.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import LAYERS, RUNGS, Layer
from outlast.engines.exposure.control import EFFECTS, Parts
from outlast.errors import UsageError, not_one_of

Array = NDArray[np.float64]
SAME = 1e-12
"""Values that differ by less are one value."""
TERRITORY, ALLIES = RUNGS.index("territory"), RUNGS.index("allies")
FORMS = ("low", "point", "high", "outer_low", "outer_high")
STOPPING: tuple[Layer, ...] = ("direct", "ownership", "offtake", "transit")
"""Layers through which a power can stop what runs."""


def check_layers(layers: Sequence[str] | None) -> tuple[Layer, ...]:
    """Return the layers asked for, those that can stop what runs if none is.

    Raises
    ------
    UsageError
        If one is not a layer, with the nearest.
    """
    if layers is None:
        return STOPPING
    for word in [layers] if isinstance(layers, str) else layers:
        if word not in LAYERS:
            raise not_one_of("layer", word, LAYERS)
    if not layers:
        raise UsageError(f"layers are empty, expected some of {', '.join(LAYERS)}")
    asked = {layers} if isinstance(layers, str) else set(layers)
    return tuple(layer for layer in LAYERS if layer in asked)


@dataclass(frozen=True)
class Rung:
    """What one meaning of a power's control comes to; ``None`` is unknown."""

    name: str
    values: Mapping[str, float | None]
    """By the names of `FORMS`."""


@dataclass(frozen=True)
class Reach:
    """What one power can reach of a supply; every number is a part of it, ``None`` if unknown.

    Attributes
    ----------
    layers : dict of str to float or None
        Through each layer alone, both effects.
    stop, block : dict of str to float or None
        By the names of `FORMS`: what can halt running flow; what can halt growth or repair only.
    rungs : tuple of Rung
        From the narrowest meaning of control to the widest; the last, with the power's allies,
        only where the case names them.
    """

    power: str
    layers: Mapping[str, float | None]
    stop: Mapping[str, float | None]
    block: Mapping[str, float | None]
    rungs: tuple[Rung, ...]
    figures: tuple[str, ...]
    reasons: tuple[str, ...]


def reach(case: Case, held: Parts, shares: Mapping[str, float]) -> list[Reach]:
    """Measure every power's reach over a supply.

    Parameters
    ----------
    case : Case
        Knows the blocs: one acts with its members, and its own rows count as far as they are more
        than theirs.
    held : Parts
        What powers hold of the origins.
    shares : mapping of str to float
        Each origin's part of the supply.

    Returns
    -------
    list of Reach
        Of the powers that hold anything, at the upper bound at least, or of which that is
        unknown; the farthest first.  A bloc that no row of the year names is left out, unless
        it is among the case's powers.  Rungs beyond territory are those that rows speak of.
    """
    s = np.array([shares[origin] for origin in held.origins])
    own, every = tuple(range(ALLIES + 2)), tuple(range(len(EFFECTS)))
    stop = _forms(case, held, s, (0,), own)
    block = _forms(case, held, s, (1,), own)
    alone = _layers(case, held, s, every, own)
    spoken = {row.rung for row in case.control}
    climbed = {
        name: _forms(case, held, s, every, tuple(range(i + 1)))
        for i, name in enumerate(RUNGS[:ALLIES])
        if i == TERRITORY or name in spoken
    }
    allied = _with_allies(case, held, s)
    found = []
    for i, power in enumerate(held.powers):
        row = {name: _known(values[:, i]) for name, values in alone.items()}
        most = (stop["outer_high"][1, i], block["outer_high"][1, i])
        if not any((*row.values(), *most)) and None not in row.values():
            continue
        if not _told_of(case, held, power):
            continue
        rungs = [Rung(name, _of(forms, i)) for name, forms in climbed.items()]
        if i in allied:
            rungs.append(Rung(RUNGS[ALLIES], allied[i]))
        why = sorted({
            f"{layer} of {origin}: {reason}"
            for (layer, code, origin), reason in held.reasons.items() if code == power
        })  # fmt: skip
        acting = case.countries.acting([power], held.year)
        figures = set().union(*(held.figures.get(code, set()) for code in acting))
        found.append(
            Reach(power, row, _of(stop, i), _of(block, i), tuple(rungs), tuple(sorted(figures)),
                  tuple(why))
        )  # fmt: skip
    return sorted(found, key=lambda r: (r.stop["point"] is None, -(r.stop["point"] or 0), r.power))


def _told_of(case: Case, held: Parts, power: str) -> bool:
    """Whether a power is a state, or a bloc that speaks for itself in that year."""
    return bool(
        not case.countries.bloc(power)
        or power in case.header.powers
        or held.figures[power]
        or any(code == power for _, code, _ in held.reasons)
    )


_Forms = dict[str, Array]
"""By name, shape (2, power): with what is unknown taken for nothing, and for all."""


def _of(forms: _Forms, power: int) -> dict[str, float | None]:
    return {name: _known(values[:, power]) for name, values in forms.items()}


def _known(pair: Array) -> float | None:
    """Return the value if the unknown in it makes no difference."""
    return float(min(max(pair[0], 0.0), 1.0)) if abs(pair[1] - pair[0]) <= SAME else None


def _forms(
    case: Case, held: Parts, s: Array, effects: Sequence[int], rungs: Sequence[int]
) -> _Forms:
    """The module's sums for every power."""
    return _sums(_kappa(case, held, effects, rungs), s)


def _layers(
    case: Case, held: Parts, s: Array, effects: Sequence[int], rungs: Sequence[int]
) -> _Forms:
    """Reach through each layer alone, as printed."""
    kappa = _kappa(case, held, effects, rungs)[:, 1]
    return {layer: kappa[:, i] @ s for i, layer in enumerate(LAYERS)}


def _sums(kappa: Array, s: Array) -> _Forms:
    """Low, point and high; kappa has shape (fill, bound, layer, power, origin)."""
    low, central, high = kappa[:, 0], kappa[:, 1], kappa[:, 2]
    return {
        "low": central.max(axis=1) @ s,
        "point": (1 - (1 - central).prod(axis=1)) @ s,
        "high": np.minimum(central.sum(axis=1), 1) @ s,
        "outer_low": low.max(axis=1) @ s,
        "outer_high": np.minimum(high.sum(axis=1), 1) @ s,
    }


def _kappa(case: Case, held: Parts, effects: Sequence[int], rungs: Sequence[int]) -> Array:
    """Add rows and cap them, shape (fill, bound, layer, power, origin).

    The first fill takes what is unknown for 0, the second for 1.
    """
    rows = held.part[list(effects)][:, :, list(rungs)]
    filled = np.stack([np.nan_to_num(rows, nan=fill).sum(axis=(0, 2)) for fill in (0.0, 1.0)])
    return np.minimum(_joined(case, held, filled), 1.0)


def _joined(case: Case, held: Parts, size: Array) -> Array:
    """Let blocs act with their members, and the blocs within them."""
    known = case.countries
    place = {code: i for i, code in enumerate(held.powers)}
    total = size.copy()
    more: dict[str, Array] = {}
    blocs = (code for code in held.powers if known.bloc(code))
    for code in sorted(blocs, key=lambda code: (len(known.members(code, held.year)), code)):
        others = [c for c in known.acting([code], held.year) if c in place and c != code]
        theirs = size[..., [place[c] for c in others if not known.bloc(c)], :].sum(axis=-2)
        theirs = theirs + sum(more[c] for c in others if c in more)
        more[code] = np.maximum(size[..., place[code], :] - theirs, 0.0)
        total[..., place[code], :] = theirs + more[code]
    return total


def _with_allies(case: Case, held: Parts, s: Array) -> dict[int, dict[str, float | None]]:
    """A power's territory with what its allies' firms and its own handle, by place of the power.

    Unknown in a year without a row of those firms.
    """
    every = tuple(range(len(EFFECTS)))
    home = _kappa(case, held, every, (TERRITORY,))
    firms = _kappa(case, held, every, (ALLIES,))
    rows = [row for row in case.control if row.rung == RUNGS[ALLIES]]
    told, allied = {row.power for row in rows}, {row.id for row in rows}
    found: dict[int, dict[str, float | None]] = {}
    for i, power in enumerate(held.powers):
        groups = [j for j, code in enumerate(held.powers) if code in told
                  and power in case.countries.members(code, held.year) - {code}]  # fmt: skip
        if not groups:
            continue
        if not any(held.figures[held.powers[j]] & allied for j in groups):
            found[i] = dict.fromkeys(FORMS, None)
            continue
        kappa = np.minimum(home[..., i, :] + firms[..., groups, :].max(axis=-2), 1.0)
        found[i] = _of(_sums(kappa[..., None, :], s), 0)
    return found


def stopping_parts(
    held: Parts, layers: Sequence[Layer], without: AbstractSet[str]
) -> tuple[tuple[str, ...], Array]:
    """What single powers can stop of each origin, for the search of coalitions.

    Parameters
    ----------
    held : Parts
        What powers hold of the origins.
    layers : sequence of str
        Which count; of technology and logistics, which can only halt growth or repair, nothing
        unless named.
    without : set of str
        Powers left out: the importer itself.

    Returns
    -------
    powers : tuple of str
        Those that hold anything, or of which that is unknown; of blocs only such as are one firm's
        homes, not groups of allies, whose members stand by themselves.
    kappa : ndarray, shape (layer, power, origin)
        Rows added and capped at 1, as printed; ``nan`` where unknown.
    """
    places = [LAYERS.index(layer) for layer in layers]
    rows = np.delete(held.part[:, 1], ALLIES, axis=1).sum(axis=(0, 1))
    kappa = np.minimum(rows[places], 1.0)
    some = (np.isnan(kappa) | (kappa > 0)).any(axis=(0, 2))
    chosen = [i for i, power in enumerate(held.powers) if some[i] and power not in without]
    return tuple(held.powers[i] for i in chosen), kappa[:, chosen]
