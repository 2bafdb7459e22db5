"""What is kept of every draw of an ensemble: one table of numbers, a column a draw.

A window of draws makes one part of the table; parts may lie in memory or in files, and what is
told of them is the same, to the byte.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.feeds import Feed
from outlast.engines.shock.parts import FilePart
from outlast.engines.shock.per_draw import (
    endurance_weeks,
    fill,
    met_share,
    short_months,
    stored,
    unmet_share,
    year_of,
)

Array = NDArray[np.float64]
Layout = tuple[tuple[str, tuple[int, ...]], ...]
OPENING_MONTHS = (0.0, 1.0, 2.0, 3.0, 6.0)
"""Opening stocks of the endurance table, in months of normal use."""


@dataclass(frozen=True)
class Facts:
    """What is the same in every window of an ensemble.

    Attributes
    ----------
    origins, destinations, sectors, drawn, forms : tuple of str
        What the table's axes stand for.
    critical : tuple of bool
        Of each sector.
    target, onset : int
        Position among the destinations; month in which the first measure begins.
    layout : tuple of (str, shape)
        The table's columns, each with the shape of what a draw has of it.
    notes : tuple of str
        What a reader should know.
    figures : tuple of str
        Ids of the figures used.
    feeds : tuple of (path, makers, known)
        Stages upstream: who makes what of them, and whether their feed is on file.
    """

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    sectors: tuple[str, ...]
    drawn: tuple[str, ...]
    forms: tuple[str, ...]
    critical: tuple[bool, ...]
    target: int
    onset: int
    layout: Layout
    notes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    feeds: tuple[tuple[str, tuple[str, ...], tuple[bool, ...]], ...] = ()


class Table:
    """Outcomes by name, gathered from parts.

    Parameters
    ----------
    layout : tuple of (str, shape)
        Names in the order of the rows, each with its shape a draw.
    parts : sequence of ndarray or FilePart, shape (row, draw)
        Windows in the order of their draws.
    """

    def __init__(self, layout: Layout, parts: Sequence[Array | FilePart]) -> None:
        self._parts = parts
        self._rows: dict[str, tuple[int, tuple[int, ...]]] = {}
        first = 0
        for name, shape in layout:
            self._rows[name] = (first, shape)
            first += int(np.prod(shape, dtype=int))

    def __getitem__(self, name: str) -> Array:
        """All of a name, shape (draw, its own)."""
        first, shape = self._rows[name]
        return self._read(first, shape)

    def slices(self, name: str) -> Iterator[Array]:
        """Go along a name's first own axis, each of shape (draw, what is left of its own)."""
        first, (length, *shape) = self._rows[name]
        size = int(np.prod(shape, dtype=int))
        for step in range(length):
            yield self._read(first + step * size, tuple(shape))

    def _read(self, first: int, shape: tuple[int, ...]) -> Array:
        rows = slice(first, first + int(np.prod(shape, dtype=int)))
        found = np.concatenate([part[rows] for part in self._parts], axis=1)
        return found.T.reshape(found.shape[1], *shape)


def kept(run: Run, drawn: Sequence[str], unmet: Mapping[str, Array]) -> dict[str, Array]:
    """What is kept of a window in the central form, by name, the draw axis first.

    Parameters
    ----------
    run : Run
        The window.
    drawn : sequence of str
        What varies in the ensemble.
    unmet : mapping of str to ndarray, shape (draw,)
        Unmet share of the target in every form of the model.

    Returns
    -------
    dict of str to ndarray, shape (draw, …)
        The columns of the table, each with its own axes after the draws.
    """
    record, demand = run.record, run.market.demand.sum(axis=2)
    own, filled = demand[:, run.target], fill(run)
    openings = [stored(run), *(months * own for months in OPENING_MONTHS)]
    values = {name: drawn for one in run.markets() for name, drawn in one.sample.values.items()}
    return {
        **{f"unmet:{form}": shares for form, shares in unmet.items()},
        "unmet": np.stack([unmet_share(run, j) for j in range(demand.shape[1])], axis=1),
        "part": demand / demand.sum(axis=1, keepdims=True),
        "demand": own,
        "use": run.market.demand[:, run.target],
        "short": short_months(run).astype(float),
        "endurance": np.stack([endurance_weeks(run, opening) for opening in openings], axis=1),
        "lowest_fill": filled[:, year_of(run)].min(axis=1),
        "fill": filled,
        "met": met_share(run),
        "stock": record.stock / own[:, None],
        "reserve": record.reserve / own[:, None],
        "spot": record.spot,
        "world_spot": record.world_spot,
        "delivered": record.delivered,
        "bill": record.bill,
        "before": _by_origin(run, run.market.flow),
        "after": _by_origin(run, record.after),
        "checks": np.max([one.record.checks for one in run.markets()], axis=0),
        **{f"feed:{feed.path}": feed.met[:, year_of(run)].mean(axis=1) for feed in _feeds(run)},
        **{f"drawn:{name}": values[name] for name in drawn},
    }


def drawn_in(run: Run) -> tuple[str, ...]:
    """Name what was drawn and varies, upstream too."""
    return tuple(name for one in run.markets() for name in one.sample.drawn)


def _feeds(run: Run) -> Iterator[Feed]:
    for one in run.markets():
        yield from one.feeds


def _notes(run: Run) -> Iterator[str]:
    """Go through what a reader should know, of a stage with its path before it."""
    for one in run.markets():
        words = f"{one.sample.stage}: " if one.sample.stage else ""
        own = [*one.normal.notes, *one.schedule.notes]
        yield from (words + note for note in own)
        yield from (note for feed in one.feeds for note in feed.notes)


def _by_origin(run: Run, flow: Array) -> Array:
    """Add up the lanes of each origin, shape (draw, origin, destination)."""
    lanes = run.schedule.lanes
    return np.stack(
        [flow[:, [i for i, lane in enumerate(lanes) if lane.origin == origin]].sum(axis=1)
         for origin in run.normal.origins], axis=1,
    )  # fmt: skip


def facts_of(run: Run, outcomes: Mapping[str, Array], forms: Sequence[str],
             figures: Sequence[str]) -> Facts:  # fmt: skip
    """What the ensemble's first window settles for all."""
    return Facts(
        origins=run.normal.origins,
        destinations=run.normal.destinations,
        sectors=run.sectors,
        drawn=tuple(name.removeprefix("drawn:") for name in outcomes if name.startswith("drawn:")),
        forms=tuple(forms),
        critical=tuple(bool(value) for value in run.critical),
        target=run.target,
        onset=year_of(run).start,
        layout=tuple((name, values.shape[1:]) for name, values in outcomes.items()),
        notes=tuple(dict.fromkeys(_notes(run))),
        figures=tuple(figures),
        feeds=tuple((feed.path, feed.makers, feed.known) for feed in _feeds(run)),
    )


def packed(outcomes: Mapping[str, Array], layout: Layout) -> Array:
    """Lay outcomes out as a part of the table, shape (row, draw)."""
    rows = [outcomes[name].reshape(len(outcomes[name]), -1).T for name, _ in layout]
    return np.ascontiguousarray(np.concatenate(rows))
