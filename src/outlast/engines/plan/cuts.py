r"""What an attack does to any programme at least, from the shadow prices of one.

Duals :math:`y` of the recourse are feasible whatever is built, so that with
:math:`d = c - G^\top y`

.. math::
    Q_a(x) \ge \sum_{t<s} c_t^\top z^0_t + h^\top y - \ell(y)^\top S^0_{s-1}
    + \sum_j \min(0, d_j)\, \bar z_j(x),

with the levels :math:`S^0` that peace leaves and the limits :math:`\bar z_j`, affine in the units
that give: a Benders cut.  Any :math:`y` of the right signs gives a valid one.
"""

from dataclasses import dataclass

import numpy as np

from outlast.engines.plan.attacks import Attack, Rules, left
from outlast.engines.plan.instance import Array
from outlast.engines.plan.operations import Ints
from outlast.engines.plan.programme import FirstStage, Programme


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """The worst is at least `constant`, `value` of the columns, and what was counted before.

    Attributes
    ----------
    attack : Attack
        Whose shadow prices they are.
    column : ndarray of int
        Columns of the first stage.
    value : ndarray
        Of a unit of each.
    constant : float
        In the unit of the aim.
    """

    attack: Attack
    column: Ints
    value: Array
    constant: float


def cut(
    stage: FirstStage,
    rules: Rules,
    attack: Attack,
    cost: Array,
    programme: Programme,
    duals: Array,
) -> Cut:
    """Bound what an attack does from below.

    Parameters
    ----------
    stage : FirstStage
        What is decided before.
    rules : Rules
        Whose attack it is.
    attack : Attack
        What happens.
    cost : ndarray, shape (column of the operation,)
        What is counted.
    programme : Programme
        At which the bound is exact.
    duals : ndarray, shape (row of the operation,)
        Shadow prices under the attack.

    Returns
    -------
    Cut
        Valid for every programme.
    """
    operations = stage.operations
    low, high = operations.row_low, operations.row_high
    prices = np.where(np.isfinite(low), duals, np.minimum(duals, 0.0))
    prices = np.where(np.isfinite(high), prices, np.maximum(prices, 0.0))
    prices[operations.row_period < attack.start] = 0.0
    side = np.where(prices > 0, low, high)
    used = prices != 0
    worth = operations.matrix.T @ prices
    reduced = np.minimum(cost - worth, 0.0)
    cuts = operations.cuts(*left(operations.instance, rules, attack))
    now = operations.period >= attack.start
    levels = np.flatnonzero((operations.period == attack.start - 1) & (worth != 0))
    tied = np.flatnonzero(now & (reduced < 0) & (operations.option >= 0))
    plain = now & (reduced < 0) & (operations.option < 0) & np.isfinite(operations.base)
    constant, shields = _lanes(stage, programme, np.flatnonzero(plain), reduced, cuts)
    column = [
        stage.active(operations.option[tied], operations.period[tied]),
        stage.peace + levels,
        shields[0],
    ]
    value = [
        reduced[tied] * operations.rate[tied] * (1.0 - cuts[tied]),
        -worth[levels],
        shields[1],
    ]
    unique, place = np.unique(np.concatenate(column), return_inverse=True)
    total = np.zeros(len(unique))
    np.add.at(total, place, np.concatenate(value))
    return Cut(attack, unique, total, float(side[used] @ prices[used]) + constant)


def _lanes(
    stage: FirstStage, programme: Programme, plain: Ints, reduced: Array, cuts: Array
) -> tuple[float, tuple[Ints, Array]]:
    """Constant of limits that no unit raises, and what shields add to them."""
    operations = stage.operations
    instance = operations.instance
    safe = np.zeros(operations.width)
    safe[operations.columns("lane")] = operations.shields(programme.active)
    kept = np.where(safe[plain] >= 1, 1.0, 1.0 - cuts[plain])
    constant = float(reduced[plain] @ (operations.base[plain] * kept))
    lost = plain[(kept < 1) & operations.has_shield[plain]]
    column, value = [np.zeros(0, dtype=np.intp)], [np.zeros(0)]
    for n, o in enumerate(instance.options):
        if o.kind == "shield":
            at = lost[operations.source[lost] == o.target]
            column.append(stage.active(np.full(len(at), n), operations.period[at]))
            value.append(reduced[at] * operations.base[at] * cuts[at] * o.odds * o.capacity)
    return constant, (np.concatenate(column), np.concatenate(value))
