r"""Measurements that bear on one quantity alone, taken together before anything is solved.

A measured quantity :math:`m_i` that occurs in nothing but :math:`m_i = c_i x` tells of
:math:`x` only.  All such measurements of :math:`x`, and its own, are worth one,

.. math::  \bar x = \sum_i \frac{w_i}{w} \frac{m_i}{c_i}, \qquad w_i = \frac{c_i^2}{s_i^2}, \qquad
           w = \sum_i w_i = \frac{1}{\sigma^2}, \qquad
           \chi^2_x = \sum_i w_i \left(\frac{m_i}{c_i} - \bar x\right)^2,

exactly: the sum of squares is that of the mean plus :math:`\chi^2_x`, which no identity changes.
What a measurement is adjusted by has the variance

.. math::  s_i^2 \left(1 - \frac{w_i}{w} (1 - q^2)\right),

where :math:`\sigma q` is the standard deviation of the mean's adjustment.
"""

from dataclasses import dataclass, replace

import numpy as np

from outlast.engines.reconcile.identities import Array, Equations, Flags, Indices
from outlast.engines.reconcile.reconciled import Kind, Reconciled


@dataclass(frozen=True, slots=True)
class Merged:
    """A problem whose measurements of single quantities are taken together."""

    measured: Array
    """NaN where nobody measured, or where the measurement tells of another quantity."""
    sd: Array
    guess: Array
    equations: Equations
    """Those that are left."""
    kept: Indices
    """Their places among all."""
    of: Indices
    """Quantities that the measurements are of, sorted, shape (measurement,)."""
    place: Indices
    """Their own places; that of the quantity itself where it is measured, shape (measurement,)."""
    times: Array
    """How many times the quantity it is of, shape (measurement,)."""


def merge(equations: Equations, measured: Array, sd: Array, guess: Array) -> Merged:
    """Take measurements of single quantities together.

    Parameters
    ----------
    equations : Equations
        Each with at least one quantity.
    measured, sd : ndarray, shape (quantity,)
        NaN where nobody measured.
    guess : ndarray, shape (quantity,)
        NaN for none.

    Returns
    -------
    Merged
        Its identities do not bind the quantities at `place`, unless they are those in `of`.
    """
    single, place, of, times = _pairs(equations, measured)
    kept = np.delete(np.arange(len(equations.names)), single)
    found = Merged(measured.copy(), sd.copy(), guess.copy(), equations.only(kept), kept,
                   *_measurements(place, of, times, measured))  # fmt: skip
    starts = np.flatnonzero(np.diff(found.of, prepend=-1))
    if not len(starts):
        return found
    value, weight = measured[found.place] / found.times, (found.times / sd[found.place]) ** 2
    ends = np.diff(starts, append=len(found.of))
    first = np.repeat(value[starts], ends)
    total = np.add.reduceat(weight, starts)
    mean = value[starts] + np.add.reduceat(weight * (value - first), starts) / total
    found.measured[found.place] = np.nan
    found.measured[found.of[starts]] = mean
    found.sd[found.of[starts]] = total**-0.5
    given = np.isfinite(guess[found.place])
    for i, place, times in zip(
        found.of[given], found.place[given], found.times[given], strict=True
    ):
        if np.isnan(found.guess[i]):
            found.guess[i] = guess[place] / times
    return found


def _pairs(equations: Equations, measured: Array) -> tuple[Indices, Indices, Indices, Array]:
    """Identities ``a m + b x = 0`` whose `m` is measured and occurs nowhere else.

    With their places come those of each `m`, of the `x` that it tells of, and −b ÷ a.
    """
    row, count = equations.row, len(equations.names)
    plain = ((equations.power != 0).sum(axis=1) == 1) & (equations.power.sum(axis=1) == 1)
    two = (np.bincount(row, minlength=count) == 2) & (np.bincount(row, plain, count) == 2)
    terms = np.flatnonzero(two[row]).reshape(-1, 2)
    pair, value = equations.factor[terms, 0], equations.coefficient[terms]
    lone = np.isfinite(measured)[pair] & (equations.uses(len(measured))[pair] == 1)
    some = np.flatnonzero(lone.any(axis=1))
    side = np.where(lone[some, 0], 0, 1)
    times = -value[some, 1 - side] / value[some, side]
    return row[terms[some, 0]], pair[some, side], pair[some, 1 - side], times


def _measurements(
    place: Indices, of: Indices, times: Array, measured: Array
) -> tuple[Indices, Indices, Array]:
    """All measurements of what the pairs tell of, in order of these, then of their own places."""
    own = np.unique(of)
    own = own[np.isfinite(measured[own])]
    place, of = np.concatenate([place, own]), np.concatenate([of, own])
    times = np.concatenate([times, np.ones(len(own))])
    order = np.lexsort((place, of))
    return of[order], place[order], times[order]


def part_again(
    merged: Merged, found: Reconciled, adjusted: Array, measured: Array, sd: Array
) -> Reconciled:
    r"""Give every measurement its own results.

    Parameters
    ----------
    merged : Merged
        What was solved.
    found : Reconciled
        Its solution, whose systems are those of all identities.
    adjusted : ndarray, shape (quantity,)
        Standard deviation of an adjustment as part of that of the measurement; 0 where the
        measurement is not redundant.
    measured, sd : ndarray, shape (quantity,)
        As given.

    Returns
    -------
    Reconciled
        The same systems, with every measurement in its own place.
    """
    of, place, times = merged.of, merged.place, merged.times
    if not len(of):
        return found
    own = _own(merged, found, adjusted, measured, sd)
    value, se = found.value[of] * times, found.se[of] * np.abs(times)
    kind, settled = found.kind[of], np.isfinite(found.value[of])
    alone = np.zeros(len(measured), dtype=np.bool_)
    alone[of] = True
    alone[place] = False
    computed = np.flatnonzero(alone)
    found.value[place], found.se[place] = value, se
    found.observed[:] = np.isfinite(measured)
    found.determinable[place] = settled
    for array in (found.adjustment, found.z, found.bias):
        array[computed] = np.nan
    found.adjustment[place], found.z[place], found.bias[place] = own.adjustment, own.z, own.bias
    unsettled = kind == Kind.UNSETTLED
    found.kind[computed] = np.where(found.kind[computed] == Kind.UNSETTLED, Kind.UNSETTLED,
                                    Kind.DETERMINABLE)  # fmt: skip
    found.kind[place] = np.where(own.redundant, Kind.REDUNDANT, Kind.JUST_MEASURED)
    found.kind[place[unsettled]] = Kind.UNSETTLED
    chi2, df = found.system_chi2.copy(), found.system_df.copy()
    np.add.at(chi2, found.system[of], own.within)
    np.add.at(df, found.system[of[1:]][~unsettled[1:]], (of[1:] == of[:-1])[~unsettled[1:]])
    return replace(found, system_chi2=chi2, system_df=df)


@dataclass(frozen=True, slots=True)
class _Own:
    """Results of each measurement, shape (measurement,)."""

    adjustment: Array
    z: Array
    bias: Array
    redundant: Flags
    within: Array
    """Its part of the sum of squares about the means."""


def _own(merged: Merged, found: Reconciled, adjusted: Array, measured: Array, sd: Array) -> _Own:
    """Test every measurement by itself."""
    of, place, times = merged.of, merged.place, merged.times
    weight = (times / sd[place]) ** 2
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    lengths = np.diff(starts, append=len(of))
    others = _others(weight, starts)
    total = np.repeat(np.add.reduceat(weight, starts), lengths)
    variance = others / total + weight / total * adjusted[of] ** 2
    redundant = variance > 0
    value = measured[place] / times
    away = (found.value[of] - value) * times
    # A lone measurement's adjustment is that of the mean, which does not cancel.
    away = np.where(np.repeat(lengths, lengths) == 1, found.adjustment[of] * times, away)
    within = weight * (value - merged.measured[of]) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        z = np.where(redundant, np.abs(away) / sd[place] / np.sqrt(variance), np.nan)
        bias = np.where(redundant, -away / variance, np.nan)
    return _Own(away, z, bias, redundant, within)


def _others(weight: Array, starts: Indices) -> Array:
    """Sum of the other weights of each group, without subtraction, shape (measurement,)."""
    result = np.zeros(len(weight))
    lengths = np.diff(starts, append=len(weight))
    for length in np.unique(lengths[lengths > 1]).tolist():
        at = starts[lengths == length][:, None] + np.arange(length)
        part = weight[at]
        result[at[:, 1:]] += part[:, :-1].cumsum(axis=1)
        result[at[:, :-1]] += part[:, :0:-1].cumsum(axis=1)[:, ::-1]
    return result
