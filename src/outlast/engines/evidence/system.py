r"""Statements as a system of linear rows, scaled so that grams and world totals mix.

A statement is a set of rows

.. math::  \text{low} \le \sum_j a_j x_j \le \text{high}, \qquad x_j \ge l_j.

Variable :math:`x_j` is counted in its typical magnitude :math:`s_j`, a power of two near the
geometric mean of what the claims print for it; then each row is divided by its largest
:math:`|a_j| s_j`.  In these units a row may be missed by :data:`TOLERANCE`, so that intervals
which touch at an end are consistent whatever the rounding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from outlast.errors import InvalidInput
from outlast.solve import Array, Program

TOLERANCE = 1e-7
"""By how much a row may be missed, as a part of its largest typical term."""

Indices = NDArray[np.intp]


class Row(NamedTuple):
    """low ≤ Σ coefficient × variable ≤ high."""

    coefficients: Mapping[str, float]
    """By name of the variable."""
    low: float
    high: float


@dataclass(frozen=True)
class Statements:
    """Identities that always hold, and claims that may not."""

    hard: Sequence[tuple[str, Row]]
    """Identities by name; a name may come with several rows."""
    soft: Mapping[str, tuple[Row, ...]]
    """Rows of each claim or figure, by its id."""
    lower: Mapping[str, float] = field(default_factory=dict)
    """Lower bound of a variable where it is not 0."""

    def only(self, ids: Iterable[str]) -> "Statements":
        """Leave out every claim but these."""
        return replace(self, soft={name: self.soft[name] for name in ids})


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Scaled rows, widened by the tolerance."""

    matrix: csr_array
    """Shape (row, variable)."""
    low: Array
    high: Array
    """Shape (row,)."""
    owner: Indices
    """Place of each row's claim among all claims; −1 where the row is an identity."""
    floor: Array
    """Lower bound of each variable, shape (variable,)."""

    def part(self, rows: Indices, columns: Indices, at: Array | None = None) -> "System":
        """Keep some rows and variables; those left out stay at the values `at`."""
        if (len(rows), len(columns)) == self.matrix.shape:
            return self
        block = self.matrix[rows]
        held = np.zeros(len(rows))
        if at is not None:
            rest = at.copy()
            rest[columns] = 0.0
            held = block @ rest
        return System(
            csr_array(block[:, columns]),
            self.low[rows] - held,
            self.high[rows] - held,
            self.owner[rows],
            self.floor[columns],
        )

    def components(self, free: NDArray[np.bool_] | None = None) -> list[tuple[Indices, Indices]]:
        """Rows and variables of each independent part, with only some variables free.

        Rows are tied by a variable that is free and by the claim that they state.
        """
        count, width = self.matrix.shape
        rows, columns = _rows_of_entries(self.matrix), self.matrix.indices
        tied = np.flatnonzero(self.owner >= 0)
        if free is not None:
            rows, columns = rows[free[columns]], columns[free[columns]]
            tied = np.intersect1d(tied, rows)
        ends = (
            np.concatenate([columns, width + self.owner[tied]]),
            np.concatenate([rows, tied]),
        )
        labels = _linked(ends, width + int(self.owner.max(initial=-1)) + 1, count)
        touched = np.arange(count) if free is None else np.unique(rows)
        columns = np.unique(columns)
        groups = {
            labels[count + some[0]]: some for some in _by_label(columns, labels[count + columns])
        }
        none = np.zeros(1, dtype=np.intp)  # a row without variables still needs a column
        return [
            (some, groups.get(labels[some[0]], none))
            for some in _by_label(touched, labels[touched])
        ]

    def program(self, cost: Array | None = None) -> Program:
        """Find values under which every row holds."""
        width = self.matrix.shape[1]
        return Program(
            np.zeros(width) if cost is None else cost,
            self.matrix,
            self.low,
            self.high,
            self.floor,
            np.full(width, np.inf),
        )


def parts(system: System) -> Iterator[System]:
    """Yield the independent parts of a system."""
    for rows, columns in system.components():
        yield system.part(rows, columns)


def _linked(ends: tuple[Indices, Indices], left: int, right: int) -> NDArray[np.int32]:
    """Label what is linked: first the nodes of the right side, then those of the left."""
    order = np.argsort(ends[1], kind="stable")
    size = left + right
    starts = np.zeros(size + 1, dtype=np.int32)
    np.cumsum(np.bincount(ends[1], minlength=size), out=starts[1:])
    to = (right + ends[0][order]).astype(np.int32)
    graph = csr_array((np.ones(len(to)), to, starts), shape=(size, size))
    return connected_components(graph, directed=False)[1]


def _by_label(values: Indices, labels: NDArray[np.int32]) -> list[Indices]:
    """Split into groups of one label, in the order of their first value."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    groups = [values[group] for group in np.split(order, cuts) if len(group)]
    return sorted(groups, key=lambda group: int(group[0]))


def system_of(statements: Statements) -> tuple[System, tuple[str, ...]]:
    """Bring statements into one order, scale them and widen them by the tolerance.

    Parameters
    ----------
    statements : Statements
        In any order.

    Returns
    -------
    system : System
        The same whatever the order of claims, rows and terms.
    ids : tuple of str
        The claims, sorted; their places are the owners in `system`.

    Raises
    ------
    InvalidInput
        If a coefficient is not finite, or a bound is not a number.
    """
    ids = tuple(sorted(statements.soft))
    owned = _owned(statements, ids)
    names = sorted(set().union(*(row.coefficients for _, row in owned)))
    raw = System(
        _matrix([row.coefficients for _, row in owned], names),
        np.array([row.low for _, row in owned], dtype=float),
        np.array([row.high for _, row in owned], dtype=float),
        np.array([owner for owner, _ in owned], dtype=np.intp),
        np.array([statements.lower.get(name, 0.0) for name in names or ("",)], dtype=float),
    )
    _refuse_no_numbers(raw, names)
    return _scaled(raw), ids


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_array:
    """Lay coefficients out, columns in order; a system without variables still has a column."""
    place = {name: j for j, name in enumerate(names)}
    lengths = [len(row) for row in rows]
    count = sum(lengths)
    values = np.fromiter((v for row in rows for v in row.values()), float, count)
    columns = np.fromiter(map(place.__getitem__, chain.from_iterable(rows)), np.int32, count)
    owner = np.repeat(np.arange(len(rows)), lengths)
    order = np.lexsort((columns, owner))
    order = order[values[order] != 0]
    starts = np.zeros(len(rows) + 1, dtype=np.int32)
    np.cumsum(np.bincount(owner[order], minlength=len(rows)), out=starts[1:])
    shape = (len(rows), max(len(names), 1))
    return csr_array((values[order], columns[order], starts), shape=shape)


def _owned(statements: Statements, ids: Sequence[str]) -> list[tuple[int, Row]]:
    """Rows with the place of their claim, identities (−1) first, in an order of their own."""
    owned = [(-1, row) for row in _ordered([row for _, row in statements.hard])]
    for place, name in enumerate(ids):
        rows = statements.soft[name]
        plain = len(rows) == 1 and rows[0].low <= rows[0].high
        owned += [(place, row) for row in (rows if plain else _ordered(rows))]
    return owned


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """Sort rows by what they say; an empty interval becomes two rows, which contradict."""
    bounds = {(row.low, row.high) for row in rows}
    if 1 < len(rows) == len(bounds):
        rows = sorted(rows, key=lambda row: (row.low, row.high))
    elif len(rows) > 1:
        rows = sorted(rows, key=_content)
    return [side for row in rows for side in _sides(row)]


def _refuse_no_numbers(system: System, names: Sequence[str]) -> None:
    """Refuse coefficients that are not finite, and bounds that are not numbers."""
    wrong = ~np.isfinite(system.matrix.data)
    if wrong.any():
        k = int(wrong.argmax())
        name, value = names[system.matrix.indices[k]], system.matrix.data[k]
        raise InvalidInput(f"coefficient of {name}", value, expected="a finite number")
    for side, bounds in (("low", system.low), ("high", system.high)):
        if np.isnan(bounds).any():
            raise InvalidInput(f"{side} of a row", np.nan, expected="a number or infinity")


def _content(row: Row) -> tuple[list[str], list[float], float, float]:
    """What a row says, whatever the order of its terms."""
    names = sorted(row.coefficients)
    return names, [row.coefficients[name] for name in names], row.low, row.high


def _sides(row: Row) -> tuple[Row, ...]:
    """Write an empty interval as two rows, which then contradict each other."""
    if row.low <= row.high:
        return (row,)
    return (row._replace(high=np.inf), row._replace(low=-np.inf))


def _scaled(raw: System) -> System:
    matrix = raw.matrix
    rows = _rows_of_entries(matrix)
    size = magnitudes(raw)
    terms = matrix.data * size[matrix.indices]
    largest = np.zeros(len(raw.low))
    np.maximum.at(largest, rows, np.abs(terms))
    largest[largest == 0] = 1.0
    return System(
        csr_array((terms / largest[rows], matrix.indices, matrix.indptr), shape=matrix.shape),
        raw.low / largest - TOLERANCE,
        raw.high / largest + TOLERANCE,
        raw.owner,
        raw.floor / size,
    )


def _rows_of_entries(matrix: csr_array) -> Indices:
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def magnitudes(raw: System) -> Array:
    """Typical size of each variable, a power of two, shape (variable,).

    What claims print for a variable alone comes first; the others follow from the rows that
    tie them to a variable whose size is known, where the largest known term of a row counts.
    """
    rows, columns = _rows_of_entries(raw.matrix), raw.matrix.indices
    values = np.abs(raw.matrix.data)
    printed = np.zeros(len(raw.low))
    for side in (raw.low, raw.high):
        printed = np.maximum(printed, np.where(np.isfinite(side), np.abs(side), 0.0))
    alone = (np.bincount(rows, minlength=len(printed)) == 1) & (raw.owner >= 0)
    term = np.where(alone, printed, 0.0)
    size = np.zeros(raw.matrix.shape[1])
    while True:
        usable = (term[rows] > 0) & (size[columns] == 0)
        if not usable.any():
            break
        guess = np.log2(term[rows][usable] / values[usable])
        count = np.bincount(columns[usable], minlength=len(size))
        total = np.bincount(columns[usable], guess, minlength=len(size))
        known = count > 0
        size[known] = 2.0 ** np.round(total[known] / count[known])
        term = printed.copy()
        np.maximum.at(term, rows, values * size[columns])
    unknown = size == 0
    size[unknown] = np.where(raw.floor[unknown] > 0, raw.floor[unknown], 1.0)
    return size
