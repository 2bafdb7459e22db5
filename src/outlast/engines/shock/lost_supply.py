"""What outages and accidents take from origins' supply."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import Accident, Outage
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.pieces import Pieces
from outlast.engines.shock.plan import Plan
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.references import hit
from outlast.engines.shock.spans import Span
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


class Loss(NamedTuple):
    """A part of an origin's supply, and how long it stands still."""

    measure: Outage | Accident
    origin: str
    lost: Array  # (draw,)
    repair: Array  # months, (draw,)
    span: Span

    def dates(self) -> Iterable[float]:
        """List the months at which all draws change alike."""
        yield from (self.span.start, self.span.end)
        if isinstance(self.measure, Outage):
            yield self.span.end + self.measure.repair_months

    def down(self, pieces: Pieces) -> Array:
        """Part of the loss that is there, shape (1 or draw, piece).

        An outage is there while it acts and less while it is repaired; an accident until its
        repair is over.
        """
        if isinstance(self.measure, Accident):
            return pieces.overlap(self.span.start, self.span.start + self.repair)
        if not self.measure.repair_months or not np.isfinite(self.span.end):
            return pieces.on(self.span).astype(float)[None]
        middle = pieces.middle
        healed = (middle - self.span.end) / self.measure.repair_months
        return np.where(middle < self.span.start, 0.0, np.clip(1 - healed, 0.0, 1.0))[None]

    def stopped(self, usual: Array, pieces: Pieces) -> Array:
        """Mean over draws of the normal flow lost while it acts, shape (month, destination).

        `usual` is the origin's mean normal flow, shape (destination,).  [t/month]
        """
        if isinstance(self.measure, Accident):
            gone = (self.lost[:, None] * self.down(pieces)).mean(axis=0)
        else:
            gone = self.lost.mean() * pieces.on(self.span)
        return np.outer(pieces.by_month(gone), usual)


def losses(case: Case, plan: Plan, normal: Baseline, sample: Sample, months: int) -> list[Loss]:
    """Draw every outage and accident that takes something within the run.

    Parameters
    ----------
    case : Case
        Holds the plants.
    plan : Plan
        The scenario, read.
    normal : Baseline
        The normal month.
    sample : Sample
        Draws what is given as a range.
    months : int
        Length of the run.

    Returns
    -------
    list of Loss
        In the order of their ids.

    Raises
    ------
    InvalidInput
        If one is where nothing is made.
    """
    found = []
    for measure in plan.losses:
        place, part = _where(case, measure, normal.year)
        if place not in normal.origins:
            raise InvalidInput(
                f"measure {measure.id}: origin",
                place,
                expected="a producer of the baseline year",
                remedy=f"producers: {', '.join(sorted(normal.origins))}",
            )
        if not plan.acting(measure, months):
            continue
        if isinstance(measure, Accident):
            lost = part * sample.interval(f"lost-{measure.id}", *measure.lost_share, "uniform")
            repair = sample.interval(f"repair-{measure.id}", *measure.repair_months, "uniform")
        else:
            lost, repair = _lost(measure, sample), np.full(sample.draws, measure.repair_months)
        if lost.any() and (isinstance(measure, Outage) or repair.any()):
            found.append(Loss(measure, place, lost, repair, plan.spans[measure.id]))
    return found


def available(found: Sequence[Loss], origins: Sequence[str], pieces: Pieces, draws: int) -> Array:
    """Part of each lane's supply that is not lost, shape (draw, month, lane).

    Accidents strike plants, parts of one origin, so that their losses add; an outage takes its
    part of what they leave.
    """
    left: dict[str, Array] = {}
    for origin in {loss.origin: None for loss in found}:
        here = [loss for loss in found if loss.origin == origin]
        left[origin] = np.ones((draws, len(pieces.middle)))
        for loss in here:
            if isinstance(loss.measure, Accident):
                left[origin] = left[origin] - loss.lost[:, None] * loss.down(pieces)
        left[origin] = np.maximum(left[origin], 0.0)
        for loss in here:
            if isinstance(loss.measure, Outage):
                left[origin] = left[origin] * (1 - loss.lost[:, None] * loss.down(pieces))
    by_origin = {
        origin: np.clip(pieces.by_month(values, axis=1), 0.0, 1.0)
        for origin, values in left.items()
    }
    untouched = np.ones((draws, int(pieces.month[-1]) + 1))
    return np.stack([by_origin.get(origin, untouched) for origin in origins], axis=2)


def _where(case: Case, measure: Outage | Accident, year: int) -> tuple[str, float]:
    return (measure.origin, 1.0) if isinstance(measure, Outage) else hit(case, measure, year)


def _lost(outage: Outage, sample: Sample) -> Array:
    if outage.lost_low is None or outage.lost_high is None:
        return np.full(sample.draws, outage.lost_share)
    return sample.interval(f"lost-{outage.id}", outage.lost_low, outage.lost_high, "uniform")
