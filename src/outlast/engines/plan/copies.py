"""The operation under one attack as columns and rows beside the programme's."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array

from outlast.engines.plan.attacks import Attack, Rules, left
from outlast.engines.plan.instance import Array
from outlast.engines.plan.operations import Ints
from outlast.engines.plan.programme import FirstStage


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """New columns, all from 0 to `high`, and new rows over all columns.

    The first row, whose right-hand side is 0, bounds what the attack does by a column of worst.
    """

    high: Array
    row: Ints
    column: Ints
    value: Array
    row_low: Array
    row_high: Array

    def matrix(self, width: int) -> csr_array:
        """Rows over so many columns."""
        shape = (len(self.row_low), width)
        return csr_array(coo_array((self.value, (self.row, self.column)), shape=shape))


def copy(
    stage: FirstStage, rules: Rules, attack: Attack, cost: Array, *, first: int, worst: int
) -> Copy:
    """Lay out the operation under an attack.

    Parameters
    ----------
    stage : FirstStage
        What is decided before.
    rules : Rules
        Whose attack it is.
    attack : Attack
        From its start on the operation is a new one.
    cost : ndarray, shape (column of the operation,)
        What is counted against the worst.
    first : int
        Number of the first new column.
    worst : int
        Column that must be at least what the attack does.

    Returns
    -------
    Copy
        Columns in the order of the operation's.
    """
    operations = stage.operations
    now = np.flatnonzero(operations.period >= attack.start)
    where = stage.peace + np.arange(operations.width)
    where[now] = first + np.arange(len(now))
    cuts = operations.cuts(*left(operations.instance, rules, attack))
    leads = operations.leads(cost)
    pieces = [
        _worst(cost, where, worst),
        _rows(stage, where, attack.start),
        _limits(stage, now, where, cuts, leads),
        _shielded(stage, now, where, cuts),
    ]
    return _joined(pieces, _base(stage, now, cuts, leads)[now])


_Piece = tuple[Ints, Ints, Array, Array, Array]


def _joined(pieces: list[_Piece], high: Array) -> Copy:
    down = np.cumsum([0, *(len(piece[3]) for piece in pieces)])
    rows = [piece[0] + first for piece, first in zip(pieces, down[:-1], strict=True)]
    column, value, low, most = (np.concatenate([p[i] for p in pieces]) for i in range(1, 5))
    return Copy(high, np.concatenate(rows), column, value, low, most)


def _worst(cost: Array, where: Ints, worst: int) -> _Piece:
    counted = np.flatnonzero(cost)
    column = np.append(where[counted], worst)
    value = np.append(cost[counted], -1.0)
    return np.zeros(len(column), np.intp), column, value, np.array([-np.inf]), np.zeros(1)


def _rows(stage: FirstStage, where: Ints, start: int) -> _Piece:
    operations = stage.operations
    rows = np.flatnonzero(operations.row_period >= start)
    part = operations.matrix[rows]
    row = np.repeat(np.arange(len(rows)), np.diff(part.indptr))
    low, high = operations.row_low[rows], operations.row_high[rows]
    return row, where[part.indices], part.data, low, high


def _base(stage: FirstStage, now: Ints, cuts: Array, leads: Ints) -> Array:
    """Limits of the new columns by themselves; those that another stands for are nothing."""
    operations = stage.operations
    base = operations.base.copy()
    lanes = (operations.option < 0) & (operations.source >= 0) & ~operations.has_shield
    base[lanes] *= 1.0 - cuts[lanes]
    joined = now[leads[now] != now]
    np.add.at(base, leads[joined], np.where(lanes[joined], base[joined], 0.0))
    base[joined] = 0.0
    return base


def _limits(stage: FirstStage, now: Ints, where: Ints, cuts: Array, leads: Ints) -> _Piece:
    operations = stage.operations
    tied = now[operations.option[now] >= 0]
    heads, row = np.unique(leads[tied], return_inverse=True)
    units = stage.active(operations.option[tied], operations.period[tied])
    value = np.append(np.ones(len(heads)), -operations.rate[tied] * (1.0 - cuts[tied]))
    low, high = np.full(len(heads), -np.inf), np.zeros(len(heads))
    column = np.append(where[heads], units)
    return np.append(np.arange(len(heads)), row), column, value, low, high


def _shielded(stage: FirstStage, now: Ints, where: Ints, cuts: Array) -> _Piece:
    """Cut lanes give what is left, and what is shielded of the rest."""
    operations = stage.operations
    instance = operations.instance
    cut = np.intersect1d(np.flatnonzero(operations.has_shield & (cuts > 0)), now)
    lost = operations.base[cut] * cuts[cut]
    row, column, value = [np.arange(len(cut))], [where[cut]], [np.ones(len(cut))]
    for n, o in enumerate(instance.options):
        if o.kind == "shield":
            at = np.flatnonzero(operations.source[cut] == o.target)
            row.append(at)
            column.append(stage.active(np.full(len(at), n), operations.period[cut[at]]))
            value.append(-lost[at] * o.odds * o.capacity)
    return (
        np.concatenate(row),
        np.concatenate(column),
        np.concatenate(value),
        np.full(len(cut), -np.inf),
        operations.base[cut] - lost,
    )
