r"""The adversary by duality, for more attacks than can be tried.

For one start, the dual of the recourse in which the attack :math:`a` is chosen, too:

.. math::
    \max_{a, \lambda, \pi, w} \; h^\top \lambda - \sum_g U_g \pi_g + \sum_{g, m} L_{gm} w_{gm}
    \quad\text{so that}\quad
    G^\top \lambda - \pi \le c, \quad w_{gm} \le \pi_g, \quad w_{gm} \le M_g a_m

with rows :math:`G z \ge h`, limits :math:`U`, what move :math:`m` (a power with its severity)
takes from a limit, :math:`L`, and columns alike joined in groups :math:`g`.  No tonne is worth
more than the highest weight of a shortage from its period on, :math:`\lambda_t \le W_t`, so that
:math:`M_g = \max(0, W_t - c_g)` cuts nothing off.  Where powers together could take more than all
of a limit, its gain is bounded by :math:`\pi_g`.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, diags_array, eye_array

from outlast.engines.plan.attacks import Move, Rules
from outlast.engines.plan.instance import Array
from outlast.engines.plan.operations import Ints, Operations
from outlast.engines.plan.programme import Programme
from outlast.solve import Program


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Columns alike, by period and cost; rows `h` and what peace leaves."""

    now: Ints
    """Columns of the operation from the start on."""
    of: Ints
    """Group of each."""
    first: Ints
    """One column of each group, as a place in `now`."""
    limit: Array
    """Shape (group,); infinite where nothing limits."""
    most_worth: Array
    """Shape (group,): M."""


@dataclass(frozen=True, slots=True, eq=False)
class AttackProgram:
    """The program of one start.

    Attributes
    ----------
    program : Program
        Minimises the negative of what the attack does from the start on.
    past : float
        What was counted before the start, in the unit of the aim.
    moves : tuple of (int, float)
        What the last columns choose from.
    """

    program: Program
    past: float
    moves: tuple[Move, ...]

    def chosen(self, x: Array) -> tuple[Move, ...]:
        """Moves of a solution, by rising power."""
        switches = x[len(x) - len(self.moves) :]
        return tuple(m for m, on in zip(self.moves, switches > 0.5, strict=True) if on)

    def at_least(self, value: float) -> Program:
        """The same program, refusing attacks that do less."""
        p = self.program
        row = csr_array(p.cost.reshape(1, -1))
        return Program(
            cost=p.cost,
            matrix=csr_array(block_array([[p.matrix], [row]])),
            row_low=np.append(p.row_low, -np.inf),
            row_high=np.append(p.row_high, self.past - value),
            low=p.low,
            high=p.high,
            whole=p.whole,
        )


def attack_program(
    operations: Operations, rules: Rules, programme: Programme, cost: Array, start: int
) -> AttackProgram:
    """Lay out the search for the worst attack of one start.

    Parameters
    ----------
    operations : Operations
        Of an instance.
    rules : Rules
        What the attacker may do.
    programme : Programme
        What it meets.
    cost : ndarray, shape (column of the operation,)
        What is counted.
    start : int
        Period in which it begins.

    Returns
    -------
    AttackProgram
        A mixed-integer program.
    """
    groups = _groups(operations, programme, cost, start)
    rows, needed = _demands(operations, programme, start)
    worth = rows[:, groups.now[groups.first]].T
    moves = _moves(operations, rules)
    reach = _reach(operations, rules, moves, groups, start)
    taken = operations.exposed(programme.active)[groups.now]
    priced = _priced(operations, cost, groups, start, worth.shape[1])
    program = _assembled(rules, moves, groups, csr_array(worth), needed, priced, reach, taken)
    past = operations.period < start
    return AttackProgram(program, float(cost[past] @ programme.peace[past]), moves)


def _groups(operations: Operations, programme: Programme, cost: Array, start: int) -> _Groups:
    taps = operations.taps
    alike = np.zeros(operations.width, dtype=np.bool_)
    alike[operations.columns("lane")] = True
    alike[operations.columns("tap")[(taps.pool < 0) & (taps.lowers < 0)]] = True
    now = np.flatnonzero(operations.period >= start)
    period = operations.period[now]
    key = np.column_stack([np.where(alike[now], -1, now), period, cost[now]])
    _, first, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
    limit = np.zeros(len(first))
    np.add.at(limit, of, operations.limits(programme.active)[now])
    most = _worth(operations, cost)[period[first]] - cost[now[first]]
    return _Groups(now, of, first, limit, np.maximum(most, 0.0))


def _worth(operations: Operations, cost: Array) -> Array:
    """Most that a tonne is worth in each period: W."""
    unmet = cost[operations.columns("unmet")].max(axis=0)
    return np.maximum.accumulate(unmet[::-1])[::-1]


def _demands(operations: Operations, programme: Programme, start: int) -> tuple[csr_array, Array]:
    """Rows from the start on as G z >= h over all columns, the past moved to h."""
    rows = np.flatnonzero(operations.row_period >= start)
    sign = np.where(np.isfinite(operations.row_low[rows]), 1.0, -1.0)
    sides = np.where(sign > 0, operations.row_low[rows], -operations.row_high[rows])
    matrix = csr_array(diags_array(sign) @ operations.matrix[rows])
    gone = np.where(operations.period < start, programme.peace, 0.0)
    return matrix, sides - matrix @ gone


def _moves(operations: Operations, rules: Rules) -> tuple[Move, ...]:
    instance = operations.instance
    able = (instance.reach > 0).any(axis=1) | (instance.option_reach > 0).any(axis=1)
    return tuple((int(e), s) for e in np.flatnonzero(able) for s in sorted(rules.severities))


def _reach(
    operations: Operations, rules: Rules, moves: tuple[Move, ...], groups: _Groups, start: int
) -> Array:
    """Part of each column now that a move cuts, shape (move, column now)."""
    instance = operations.instance
    held = np.concatenate([instance.reach, instance.option_reach], axis=1)
    source, period = operations.source[groups.now], operations.period[groups.now]
    acts = (source >= 0) & (period < start + rules.lasts)
    parts = [np.where(acts, s * held[e, source], 0.0) for e, s in moves]
    return np.array(parts).reshape(len(moves), len(groups.now))


def _priced(
    operations: Operations, cost: Array, groups: _Groups, start: int, rows: int
) -> Program:
    """Bounds of the duals: of rows, then of limits; and c."""
    balance = np.arange(operations.instance.periods - start)
    high = np.full(rows, np.inf)
    high[balance] = _worth(operations, cost)[start:]
    limited = np.isfinite(groups.limit)
    return Program(
        cost=cost[groups.now[groups.first]],
        matrix=csr_array((0, 0)),
        row_low=np.zeros(0),
        row_high=np.zeros(0),
        low=np.zeros(0),
        high=np.concatenate([high, np.where(limited, groups.most_worth, 0.0)]),
    )


def _assembled(
    rules: Rules,
    moves: tuple[Move, ...],
    groups: _Groups,
    worth: csr_array,
    needed: Array,
    priced: Program,
    reach: Array,
    taken: Array,
) -> Program:
    """Columns: rows' duals, limits' duals, w by (group, move), capped gains, moves."""
    count = len(groups.first)
    top = np.sort(reach, axis=0)[::-1][: max(rules.at_most, 1)].sum(axis=0)
    hit = taken > 0
    capped = np.flatnonzero(hit & (top > 1 + 1e-12))
    plain = np.flatnonzero(hit & (top > 0) & (top <= 1 + 1e-12))
    move, column = np.nonzero(reach)
    used = hit[column]
    pairs = np.unique(np.column_stack([groups.of[column[used]], move[used]]), axis=0)
    group, by = pairs.reshape(-1, 2).T
    gain = np.zeros((count, len(moves)))
    np.add.at(gain, groups.of[plain], (reach[:, plain] * taken[plain]).T)
    n, m, k, r = len(group), len(moves), len(capped), worth.shape[1]
    limit = np.where(np.isfinite(groups.limit), groups.limit, 0.0)
    cost = np.concatenate([-needed, limit, -gain[group, by], -taken[capped], np.zeros(m)])
    blocks = [
        [worth, -eye_array(count), None, None, csr_array((count, m))],
        [None, _pick(group, count, -1.0), eye_array(n), None, None],
        [None, None, eye_array(n), None, _pick(by, m, -1.0) * groups.most_worth[group][:, None]],
        [None, _pick(groups.of[capped], count, -1.0), None, eye_array(k), None],
        [None, None, _gains(groups, reach, capped, group, by), eye_array(k), None],
        [
            csr_array((len(_choices(rules, moves)[1]), r)),
            None,
            None,
            None,
            _choices(rules, moves)[0],
        ],
    ]
    zeros = np.zeros(2 * n + 2 * k)
    high = np.concatenate([priced.cost, zeros, _choices(rules, moves)[1]])
    most = np.concatenate([priced.high, np.full(n + k, np.inf), np.ones(m)])
    return Program(
        cost=cost,
        matrix=csr_array(block_array(blocks)),
        row_low=np.full(len(high), -np.inf),
        row_high=high,
        low=np.zeros(len(most)),
        high=most,
        whole=np.arange(len(most)) >= len(most) - m,
    )


def _pick(place: Ints, width: int, value: float) -> csr_array:
    """One entry a row."""
    rows = np.arange(len(place))
    values = np.full(len(place), value)
    return csr_array(coo_array((values, (rows, place)), shape=(len(place), width)))


def _gains(groups: _Groups, reach: Array, capped: Ints, group: Ints, by: Ints) -> csr_array:
    """What w bring to capped gains, with the sign of a right-hand side moved over."""
    at = {pair: n for n, pair in enumerate(zip(group.tolist(), by.tolist(), strict=True))}
    rows, columns, values = [], [], []
    for row, column in enumerate(capped):
        for move in np.flatnonzero(reach[:, column]):
            rows.append(row)
            columns.append(at[int(groups.of[column]), int(move)])
            values.append(-reach[move, column])
    shape = (len(capped), len(group))
    return csr_array(coo_array((values, (rows, columns)), shape=shape))


def _choices(rules: Rules, moves: tuple[Move, ...]) -> tuple[csr_array, Array]:
    """How many moves, within the budget, one severity a power."""
    powers = sorted({e for e, _ in moves})
    rows = [np.ones(len(moves)), *(np.array([e == p for e, _ in moves]) * 1.0 for p in powers)]
    most = [float(rules.at_most), *np.ones(len(powers))]
    if rules.price is not None and np.isfinite(rules.budget):
        rows.append(np.array([rules.price[e] * s for e, s in moves]))
        most.append(rules.budget)
    return csr_array(np.array(rows).reshape(-1, len(moves))), np.array(most)
