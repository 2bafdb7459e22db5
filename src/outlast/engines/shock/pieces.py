"""Months cut at every date, so that measures that share a month act on their own days."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

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

    @cached_property
    def length(self) -> Array:
        """Length of each piece, shape (piece,).  [month]"""
        return np.diff(self.edges)

    @cached_property
    def month(self) -> NDArray[np.int64]:
        """The month that each piece lies in, shape (piece,)."""
        return np.floor(self.edges[:-1]).astype(np.int64)

    def on(self, span: Span) -> NDArray[np.bool_]:
        """Whether a measure acts, shape (piece,)."""
        return (span.start <= self.middle) & (self.middle < span.end)

    def overlap(self, first: float, last: Array) -> Array:
        """Part of each piece between a date and others that are drawn, shape (draw, piece)."""
        end = np.minimum(self.edges[1:], last[:, None])
        return np.clip((end - np.maximum(self.edges[:-1], first)) / self.length, 0.0, 1.0)

    def by_month(self, values: Array, axis: int = 0) -> Array:
        """Mean over each month's days, the pieces along `axis`."""
        shape = [1] * values.ndim
        shape[axis] = -1
        first = np.flatnonzero(self.edges[:-1] == self.month)
        mean: Array = np.add.reduceat(values * self.length.reshape(shape), first, axis=axis)
        return mean


def cut_months(months: int, dates: Iterable[float]) -> Pieces:
    """Cut the months of a run at every date."""
    within = [date for date in dates if 0 < date < months]
    return Pieces(np.unique([*np.arange(months + 1, dtype=float), *within]))
