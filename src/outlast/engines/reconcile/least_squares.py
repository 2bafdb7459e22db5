r"""Reconcile figures with the identities that bind them, by weighted least squares.

.. math::  \min_x \sum_i \left(\frac{x_i - x_i^{\text{measured}}}{s_i}\right)^2
           \quad\text{with}\quad f_k(x) = \sum_t c_{kt} \prod_i x_i^{p_{kti}} = 0

For linear identities :math:`Ax = b` this is
:math:`\hat x = x - VA'(AVA')^{-1}(Ax - b)` with covariance
:math:`\hat V = V - VA'(AVA')^{-1}AV` (Kuehn & Davidson 1961, Chemical Engineering Progress 57(6),
44–47); curved ones are linearised again and again (Cencic 2016,
doi:10.1016/j.serj.2016.06.002).  A figure without uncertainty is a constant, as in STAN.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from outlast.engines.reconcile.first_guess import first_guess
from outlast.engines.reconcile.identities import (
    Array,
    Folded,
    Identity,
    Indices,
    Term,
    fold,
    linked,
)
from outlast.engines.reconcile.inputs import laid_out, read, refuse_infinite
from outlast.engines.reconcile.reconciled import Kind, Reconciled
from outlast.engines.reconcile.relinearise import Problem, Settled, settle
from outlast.engines.reconcile.single import Merged, merge, part_again
from outlast.engines.reconcile.systems import System, systems
from outlast.errors import Infeasible, LimitReached

__all__ = ["Identity", "Kind", "Reconciled", "Term", "reconcile"]

UNTESTED = 1e-12
"""A smaller standard deviation of an adjustment, as part of the measurement's, is rounding."""
LARGEST = 2000
"""Quantities of one linked system; a larger one would take minutes."""


def reconcile(
    values: ArrayLike,
    sd: ArrayLike,
    identities: Sequence[Identity],
    *,
    start: ArrayLike | None = None,
    tolerance: float = 1e-9,
    iterations: int = 200,
) -> Reconciled:
    """Adjust measured figures as little as their uncertainty allows until all identities hold.

    Parameters
    ----------
    values : array_like, shape (quantity,)
        NaN where nobody observed the quantity.
    sd : array_like, shape (quantity,)
        Standard deviation, above 0; 0 makes a constant.  Not read where nobody observed.
    identities : sequence of Identity
        Sums of monomials that are zero; those that follow from others do no harm.
    start : array_like, shape (quantity,), optional
        First guesses, NaN for none.  They matter only where identities are curved and have
        several solutions: the one near the start is found.
    tolerance : float
        Largest residual of an identity, as part of its terms, and largest last step, in
        standard deviations.
    iterations : int
        Most linear steps for each linked system; a large one may take fewer.

    Returns
    -------
    Reconciled
        Where the steps of a linked system do not end within `iterations`, or end where its
        identities are singular, its quantities are NaN and of kind ``unsettled``, and its
        identities are named: no number rather than a wrong one.  The other systems stand.

    Raises
    ------
    InvalidInput
        If a value, standard deviation or identity is not a number or out of place.
    Infeasible
        If constants contradict one another, whatever was measured; the message names a set of
        identities of which none can be left out.
    LimitReached
        If more than 2,000 quantities or identities hang together.

    Examples
    --------
    A mine ships 100 ± 10 t to two plants that report 70 ± 5 t and 40 ± 5 t:

    >>> split = Identity("split", (Term(1, {0: 1}), Term(-1, {1: 1}), Term(-1, {2: 1})))
    >>> found = reconcile([100, 70, 40], [10, 5, 5], [split])
    >>> found.value.round(2), found.se.round(2)
    (array([106.67,  68.33,  38.33]), array([5.77, 4.56, 4.56]))
    """
    measured, deviation, guesses = read(values, sd, start)
    constant = np.isfinite(measured) & (deviation == 0)
    folded = fold(laid_out(identities, len(measured)), np.where(constant, measured, np.nan))
    refuse_infinite(folded.equations)
    bound = folded.equations.only(folded.equations.bound())
    label, owner = linked(bound, len(measured))
    merged = merge(bound, measured, deviation, guesses)
    left = owner[merged.kept]
    parts = systems(merged.equations, left)
    _refuse_large(parts)
    settled = _settled(parts, merged, tolerance, iterations)
    _refuse_contradictions(folded, settled, tolerance)
    solved = _Solved(parts, settled, np.unique(left))
    found, adjusted = _gathered(merged, solved, label, owner)
    found = part_again(merged, found, adjusted, measured, deviation)
    left_open = np.flatnonzero(np.isnan(found.system_chi2)[owner])
    left_open = left_open[np.argsort(owner[left_open], kind="stable")]
    return replace(found, unsettled=tuple(bound.names[k] for k in left_open.tolist()))


class _Solved(NamedTuple):
    """Systems that took solving."""

    parts: Sequence[System]
    settled: Sequence[Settled]
    number: Indices
    """Of each among all systems."""


def _settled(
    parts: Sequence[System], merged: Merged, tolerance: float, iterations: int
) -> list[Settled]:
    """Solve every system."""
    values, sd = merged.measured, merged.sd
    start = np.where(np.isnan(merged.guess), values, merged.guess)
    guesses = first_guess(merged.equations, start)
    return [
        settle(Problem(s, values[s.members], sd[s.members], guesses[s.members],
                       tolerance, iterations))
        for s in parts
    ]  # fmt: skip


def _refuse_large(parts: Sequence[System]) -> None:
    """Refuse systems that would not fit in memory."""
    for part in parts:
        size = max(len(part.members), len(part.names))
        if size > LARGEST:
            raise LimitReached(
                f"{size:,} quantities and identities hang together, at most {LARGEST:,} are "
                f"solved, {part.names[0]!r} among them: reconcile fewer years or countries at once"
            )


def _refuse_contradictions(folded: Folded, settled: Sequence[Settled], tolerance: float) -> None:
    """Raise if identities between constants, or linear ones, cannot hold."""
    found: list[tuple[str, ...]] = [(name,) for name in folded.contradictory(tolerance)]
    found += [part.contradiction for part in settled if part.contradiction]
    if found:
        shown = "; ".join(", ".join(names[:8]) + " …" * (len(names) > 8) for names in found[:5])
        more = f"; and {len(found) - 5} more" * (len(found) > 5)
        raise Infeasible(
            f"identities cannot hold together, whatever was measured: {shown}{more}: "
            "give a constant in them an uncertainty, or leave one out"
        )


def _gathered(
    merged: Merged, solved: _Solved, label: Indices, owner: Indices
) -> tuple[Reconciled, Array]:
    """Lay the results of all systems out over all quantities."""
    parts, settled, number = solved
    result = _untouched(merged.measured, merged.sd, label, int(owner.max(initial=-1)) + 1)
    result = replace(
        result,
        iterations=max((part.point.iterations for part in settled), default=0),
        residual=max(
            (float(np.abs(part.scaled.offset).max()) for part in settled if part.point.settled),
            default=0.0,
        ),
    )
    adjusted = np.zeros(len(label))
    for k, part, found in zip(number, parts, settled, strict=True):
        if found.point.settled:
            _place(result, k, part, found, merged.sd[part.members], adjusted)
        else:
            _blank(result, k, label)
    return result, adjusted


def _untouched(measured: Array, deviation: Array, label: Indices, systems: int) -> Reconciled:
    """What holds of quantities that no identity adjusts."""
    observed = np.isfinite(measured)
    kind = np.full(len(measured), Kind.INDETERMINABLE, dtype=object)
    kind[observed] = Kind.JUST_MEASURED
    kind[observed & (deviation == 0)] = Kind.CONSTANT
    return Reconciled(
        value=measured.copy(),
        se=np.where(observed, deviation, np.nan),
        kind=kind,
        observed=observed,
        determinable=observed.copy(),
        adjustment=np.where(observed, 0.0, np.nan),
        z=np.full(len(measured), np.nan),
        bias=np.full(len(measured), np.nan),
        system=label,
        system_chi2=np.zeros(systems),
        system_df=np.zeros(systems, dtype=np.intp),
        iterations=0,
        residual=0.0,
        unsettled=(),
    )


def _blank(result: Reconciled, k: int, label: Indices) -> None:
    """Leave a system that did not settle without numbers."""
    members = label == k
    result.kind[members] = Kind.UNSETTLED
    result.determinable[members] = False
    result.system_chi2[k] = np.nan
    for array in (result.value, result.se, result.adjustment):
        array[members] = np.nan


def _place(
    result: Reconciled, k: int, part: System, found: Settled, deviation: Array, lengths: Array
) -> None:
    """Enter what a settled system gives; its lengths of adjustment too."""
    elimination = found.elimination
    observed = result.observed[part.members]
    seen, unseen = part.members[observed], part.members[~observed]
    sd, y = deviation[observed], found.point.y
    measured, unobserved, adjusted = elimination.spread()
    redundant = elimination.redundant & (adjusted > UNTESTED)
    with np.errstate(invalid="ignore", divide="ignore"):
        result.z[seen] = np.where(redundant, np.abs(y) / adjusted, np.nan)
        result.bias[seen] = np.where(redundant, -y / adjusted**2 * sd, np.nan)
    lengths[seen] = np.where(redundant, adjusted, 0.0)
    result.value[seen] = found.point.x[observed]
    result.se[seen] = measured * sd
    result.adjustment[seen] = sd * y
    result.kind[seen[redundant]] = Kind.REDUNDANT
    fixed = elimination.unobserved.determinable
    result.value[unseen] = np.where(fixed, found.point.x[~observed], np.nan)
    scale = found.scaled.column_size[~observed]
    result.se[unseen] = np.where(fixed, unobserved * scale, np.nan)
    result.determinable[unseen] = fixed
    result.kind[unseen[fixed]] = Kind.DETERMINABLE
    result.system_chi2[k] = y @ y
    result.system_df[k] = elimination.triangle.shape[1]
