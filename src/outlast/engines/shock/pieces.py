"""Months cut at every date, so that measures that share a month act on their own days."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case.measures import Outage
from outlast.engines.shock.spans import Span

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pieces:
    """A run cut so that within a piece the same measures act.

    Attributes
    ----------
    edges : ndarray, shape (piece + 1,)
        Every month's ends, and every date between them.  [month]
    """

    edges: Array

    @property
    def middle(self) -> Array:
        """Middle of each piece, shape (piece,)."""
        return (self.edges[1:] + self.edges[:-1]) / 2

    def on(self, span: Span) -> NDArray[np.bool_]:
        """Whether a measure acts, shape (piece,)."""
        return (span.start <= self.middle) & (self.middle < span.end)

    def down(self, outage: Outage, span: Span) -> Array:
        """Part of an outage's loss that is there: all while it acts, less in repair."""
        if not outage.repair_months or not np.isfinite(span.end):
            return self.on(span).astype(float)
        healed = (self.middle - span.end) / outage.repair_months
        return np.where(self.middle < span.start, 0.0, np.clip(1 - healed, 0.0, 1.0))

    def by_month(self, values: Array, axis: int = 0) -> Array:
        """Mean over each month's days, the pieces along `axis`."""
        length = np.diff(self.edges)
        shape = [1] * values.ndim
        shape[axis] = -1
        first = np.flatnonzero(self.edges[:-1] == np.floor(self.edges[:-1]))
        mean: Array = np.add.reduceat(values * length.reshape(shape), first, axis=axis)
        return np.clip(mean, 0.0, 1.0)


def cut_months(
    months: int, caps: Iterable[Span], outages: Iterable[tuple[Outage, Span]]
) -> Pieces:
    """Cut the months of a run at every start, end and end of a repair."""
    dates = [date for span in caps for date in (span.start, span.end)]
    for outage, span in outages:
        dates += [span.start, span.end, span.end + outage.repair_months]
    within = [date for date in dates if 0 < date < months]
    return Pieces(np.unique([*np.arange(months + 1, dtype=float), *within]))
