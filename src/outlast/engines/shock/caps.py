r"""How much of each link's normal flow may pass, month by month.

Within a month the measures act on their own days :math:`\ell_p`; where several act on one link the
smallest cap counts, and a day without a cap counts as a normal one:

.. math::
    \text{cap}_{ij}(t) = \sum_{p \in t} \ell_p\, \min\nolimits_m
        \bigl(1 - \theta_{mij}\,(1 - \pi_m(p))\bigr), \qquad
    \pi_m(p) = \lambda_m + (1 - \lambda_m)^+\, \kappa_m\, \min(1, p/\tau_m)

with :math:`\theta` the part of the link that a measure means, :math:`\lambda` the part of that
which it lets pass (of a licence what is approved) and :math:`\kappa` the part of the rest that
leaks through third countries after :math:`\tau` months.  A link that no measure means has no cap.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.licences import approved
from outlast.engines.shock.pieces import Pieces
from outlast.engines.shock.plan import Cap, Queue
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.spans import Span

Array = NDArray[np.float64]


class Stop(NamedTuple):
    """What a measure stops: of which links, how much in each piece of a month."""

    id: str
    meant: Array  # part of each link (lane, destination)
    passes: Array  # part of what is meant that may pass, 1 while it does not act
    on: NDArray[np.bool_]  # (piece,); `passes` is (1 or draw, piece)

    def stopped(self, usual: Array, pieces: Pieces) -> Array:
        """Mean over draws of the normal flow that it stops, shape (month, destination).  [t/month]

        `usual` is the mean normal flow, shape (lane, destination).
        """
        lost = np.maximum(1 - self.passes.mean(axis=0), 0.0) * self.on
        return np.outer(pieces.by_month(lost), (self.meant * usual).sum(axis=0))


def stop(cap: Cap, span: Span, meant: Array, pieces: Pieces, sample: Sample) -> Stop:
    """Tell what a ban, quota, licence, rule or closure lets pass of the links that it means.

    Parameters
    ----------
    cap : Cap
        The measure, codes resolved.
    span : Span
        When it acts.
    meant : ndarray, shape (lane, destination)
        The links that it means.
    pieces : Pieces
        Of the run's months.
    sample : Sample
        Draws what the measure gives as a range.

    Returns
    -------
    Stop
        Drawn only where something is.
    """
    on = pieces.on(span)
    level = np.full((1, len(on)), cap.level)
    if cap.queue is not None:
        level = _licensed(cap.id, cap.queue, on, pieces, sample)
    if cap.leak.high > 0:
        leak = _drawn(sample, f"leak-{cap.id}", *cap.leak)[:, None]
        since = np.maximum(pieces.middle - span.start, 0.0)
        grown = np.minimum(since / cap.leak_months, 1.0) if cap.leak_months else 1.0
        level = level + np.maximum(1 - level, 0.0) * leak * grown
    return Stop(cap.id, meant, np.where(on, level, 1.0), on)


def draw(cap: Cap, sample: Sample) -> None:
    """Draw what a measure gives as a range, whether it stops something or not."""
    _drawn(sample, f"leak-{cap.id}", *cap.leak)
    if cap.queue is not None:
        _drawn(sample, f"delay-{cap.id}", *cap.queue.delay)
        _drawn(sample, f"approval-{cap.id}", *cap.queue.approval)


def dates(cap: Cap, span: Span) -> Iterable[float]:
    """List the months at which what a measure lets pass changes."""
    yield from (span.start, span.end)
    if cap.leak.high > 0:
        yield span.start + cap.leak_months
    if cap.queue is not None:
        yield from (month for month, _ in cap.queue.throughput)


def caps(stops: Sequence[Stop], pieces: Pieces, shape: tuple[int, int]) -> Array:
    """Join what measures let pass into one cap a link and month.

    Parameters
    ----------
    stops : sequence of Stop
        In any order.
    pieces : Pieces
        Of the run's months.
    shape : (int, int)
        Lanes and destinations.

    Returns
    -------
    ndarray, shape (1 or draw, month, lane, destination)
        Part of the normal flow, above 1 where licences catch up; inf is no cap.
    """
    draws = max((len(one.passes) for one in stops), default=1)
    months = int(pieces.month[-1]) + 1
    total = np.zeros((draws, months, *shape))
    capped = np.zeros((months, *shape), dtype=bool)
    for piece, month in enumerate(pieces.month):
        least = np.full((1, *shape), np.inf)  # by draw from the first that is drawn
        for one in sorted(stops, key=lambda one: len(one.passes)):
            if one.on[piece]:
                passes = 1 - one.meant * (1 - one.passes[:, piece, None, None])
                least = np.where(one.meant > 0, np.minimum(least, passes), least)
        touched = np.isfinite(least)
        capped[month] |= touched[0]
        total[:, month] += pieces.length[piece] * np.where(touched, least, 1.0)
    return np.where(capped, total, np.inf)


def _licensed(
    name: str, queue: Queue, on: NDArray[np.bool_], pieces: Pieces, sample: Sample
) -> Array:
    """Part of the flow of the days of each piece that licences let pass, shape (1|draw, piece)."""
    months, rates = zip(*queue.throughput, strict=True)
    holds = np.searchsorted(months, pieces.middle, side="right") - 1
    able = np.where(on, np.array(rates)[np.maximum(holds, 0)], 0.0)
    applied = pieces.by_month(on.astype(float))
    delay = _drawn(sample, f"delay-{name}", *queue.delay)
    approval = _drawn(sample, f"approval-{name}", *queue.approval)
    draws = max(len(delay), len(approval))
    passed = approved(applied, pieces.by_month(able), np.broadcast_to(delay, draws),
                      np.broadcast_to(approval, draws))  # fmt: skip
    part = np.divide(passed, applied, out=np.zeros_like(passed), where=applied > 0)
    return np.asarray(part[:, pieces.month])


def _drawn(sample: Sample, name: str, low: float, high: float) -> Array:
    """One number where it is known, else one a draw."""
    return np.array([low]) if low == high else sample.interval(name, low, high, "uniform")
