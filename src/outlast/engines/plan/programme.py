r"""What is decided before anything happens, as columns and rows.

.. math::
    A_{ot} = \sum_{b + \ell_o \le t < b + \ell_o + m_o} x_{ob}, \qquad
    \sum_b x_{ob} \le \bar x_o, \qquad
    \bar x_p \sum_{b' \le b} x_{ob'} \le \bar x_o \sum_{b' + \ell_p \le b} x_{pb'}

with the units :math:`x_{ob}` of option :math:`o` begun in period :math:`b`, those that give,
:math:`A`, lead time :math:`\ell`, life :math:`m`, limit :math:`\bar x` and the option :math:`p`
that must be finished before.  The operation in peace is decided here, too: until an attack begins
nobody knows of it, and what the reserves hold by then is the same for all attacks.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, eye_array

from outlast.engines.plan.instance import Array, Bools
from outlast.engines.plan.operations import Ints, Operations


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """What is done.

    Attributes
    ----------
    units : ndarray, shape (option, period)
        Begun in each period.
    active : ndarray, shape (option, period)
        That give in each period.
    peace : ndarray, shape (column,)
        The operation if nothing happens (`outlast.engines.plan.operations.Operations`).
    investment : float
        Net present cost of what is built and kept, and of takes that are paid in any case [USD].
    running : float
        Net present cost of the operation in peace, with what is short by its weight [USD].
    """

    units: Array
    active: Array
    peace: Array
    investment: float
    running: float

    @property
    def cost(self) -> float:
        """Net present cost if nothing happens [USD]."""
        return self.investment + self.running


@dataclass(frozen=True, eq=False)
class FirstStage:
    """Columns are units begun, units that give, and the operation in peace; then rows.

    Attributes
    ----------
    begun_option, begun_period : ndarray of int, shape (begun,)
        What each of the first columns is.
    investment : ndarray, shape (column,)
        Cost of a unit of each [USD].
    running : ndarray, shape (column,)
        Cost of the operation [USD].
    high : ndarray, shape (column,)
        Upper limits; the lower ones are 0.
    whole : ndarray of bool, shape (column,)
        Which take whole numbers only.
    """

    operations: Operations
    begun_option: Ints
    begun_period: Ints
    investment: Array
    running: Array
    high: Array
    whole: Bools
    matrix: csr_array
    row_low: Array
    row_high: Array

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.high)

    @property
    def peace(self) -> int:
        """First column of the operation in peace."""
        return self.width - self.operations.width

    def active(self, option: Ints, period: Ints) -> Ints:
        """Columns of units that give."""
        return len(self.begun_option) + option * self.operations.instance.periods + period

    @cached_property
    def gives(self) -> csr_array:
        """Units that give by units begun, shape (option × period, begun)."""
        instance = self.operations.instance
        lead = np.array([o.lead for o in instance.options])[self.begun_option]
        life = np.array([o.life for o in instance.options])[self.begun_option]
        age = np.arange(instance.periods)[:, None] - self.begun_period - lead
        period, column = np.nonzero((age >= 0) & (age < life))
        row = self.begun_option[column] * instance.periods + period
        shape = (len(instance.options) * instance.periods, len(self.begun_option))
        return csr_array(coo_array((np.ones(len(row)), (row, column)), shape=shape))

    def programme(self, x: Array) -> Programme:
        """Read a solution; whole units are made whole.

        Parameters
        ----------
        x : ndarray, shape (column,) or longer
            Values of the columns.

        Returns
        -------
        Programme
            With its costs.
        """
        instance = self.operations.instance
        x = np.maximum(x[: self.width], 0.0)
        x[self.whole] = np.round(x[self.whole])
        begun = x[: len(self.begun_option)]
        units = np.zeros((len(instance.options), instance.periods))
        units[self.begun_option, self.begun_period] = begun
        active = self.gives @ begun
        x[len(begun) : self.peace] = active
        return Programme(
            units,
            active.reshape(units.shape),
            np.minimum(x[self.peace :], self.operations.limits(active.reshape(units.shape))),
            float(self.investment @ x),
            float(self.running @ x),
        )


def first_stage(operations: Operations) -> FirstStage:
    """Lay out what is decided beforehand.

    Parameters
    ----------
    operations : Operations
        Of an instance.

    Returns
    -------
    FirstStage
        Without any attack.
    """
    instance = operations.instance
    begun = [(n, b) for n, o in enumerate(instance.options) for b in instance.starts(o)]
    option, period = np.array(begun, dtype=np.intp).reshape(-1, 2).T
    count, width = len(instance.options) * instance.periods, operations.width
    limit = np.array([o.limit for o in instance.options])
    whole = np.array([o.whole for o in instance.options], dtype=np.bool_)
    high = [limit[option], np.full(count, np.inf), operations.base]
    running = [np.zeros(len(option) + count), operations.cost("total")]
    stage = FirstStage(
        operations,
        option,
        period,
        np.concatenate([*_investment(operations, option, period), np.zeros(width)]),
        np.concatenate(running),
        np.concatenate(high),
        np.concatenate([whole[option], np.zeros(count + width, dtype=np.bool_)]),
        csr_array((0, len(option) + count + width)),
        np.zeros(0),
        np.zeros(0),
    )
    return _with_rows(stage)


def _investment(operations: Operations, option: Ints, period: Ints) -> list[Array]:
    """Cost of a unit begun, and of one kept for a period."""
    instance = operations.instance
    worth, periods = instance.factors, instance.periods
    capex = np.array([np.broadcast_to(o.capex, periods) for o in instance.options])
    kept = [
        o.fixed + (o.minimum_take * o.odds * o.capacity * o.variable) * (o.kind == "contract")
        for o in instance.options
    ]
    capex = capex.reshape(-1, periods)
    return [capex[option, period] * worth[period], np.outer(kept, worth).ravel()]


def _with_rows(stage: FirstStage) -> FirstStage:
    """Units that give, limits, order, and the operation in peace with its limits."""
    operations = stage.operations
    active = stage.gives
    order, most = _orders(stage)
    tied = np.flatnonzero(operations.option >= 0)
    limits = coo_array(
        (
            np.concatenate([np.ones(len(tied)), -operations.rate[tied]]),
            (
                np.tile(np.arange(len(tied)), 2),
                np.concatenate(
                    [
                        stage.peace + tied,
                        stage.active(operations.option[tied], operations.period[tied]),
                    ]
                ),
            ),
        ),
        shape=(len(tied), stage.width),
    )
    kept = active.shape[0]
    decided = block_array(
        [
            [-active, eye_array(kept), coo_array((kept, operations.width))],
            [order, None, None],
            [None, None, operations.matrix],
        ]
    )
    matrix = block_array([[decided], [limits]]).tocsr()
    low = [np.zeros(kept), np.full(len(most), -np.inf), operations.row_low]
    high = [np.zeros(kept), most, operations.row_high]
    return FirstStage(
        operations,
        stage.begun_option,
        stage.begun_period,
        stage.investment,
        stage.running,
        stage.high,
        stage.whole,
        csr_array(matrix),
        np.concatenate([*low, np.full(len(tied), -np.inf)]),
        np.concatenate([*high, np.zeros(len(tied))]),
    )


def _orders(stage: FirstStage) -> tuple[csr_array, Array]:
    """Limits in all, and what must be finished first: rows over units begun, and their limits."""
    instance, begun = stage.operations.instance, len(stage.begun_option)
    rows: list[Array] = []
    most: list[float] = []
    for n, o in enumerate(instance.options):
        own = stage.begun_option == n
        if np.isfinite(o.limit):
            rows.append(own.astype(float))
            most.append(o.limit)
        if o.after < 0:
            continue
        first = instance.options[o.after]
        done = stage.begun_period + first.lead
        for b in instance.starts(o):
            before = (stage.begun_option == o.after) & (done <= b)
            row = (own & (stage.begun_period <= b)) * first.limit - before * o.limit
            rows.append(row.astype(float))
            most.append(0.0)
    return csr_array(np.array(rows).reshape(-1, begun)), np.array(most)
