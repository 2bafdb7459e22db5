r"""What an attack does to a programme, when the rest of the time is spent as well as can be.

.. math::  Q_a(x) = \sum_{t < s} c_t^\top z^0_t + \min_z \sum_{t \ge s} c_t^\top z_t

over operations :math:`z` (`outlast.engines.plan.operations`) from the attack's start :math:`s` on,
with the reserves as the peace :math:`z^0` left them, lanes and options cut, and the rest of the
time known.  Its duals are shadow prices.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outlast.engines.plan.attacks import Attack, Rules, left
from outlast.engines.plan.instance import Array
from outlast.engines.plan.operations import Aim, Ints, Operations
from outlast.engines.plan.programme import Programme
from outlast.errors import LimitReached
from outlast.solve import Changing, Program, Solution


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What comes of a programme under an attack.

    Attributes
    ----------
    value : float
        Under the aim, in its unit.
    columns : ndarray, shape (column,)
        The operation (`outlast.engines.plan.operations.Operations.columns`).
    unmet : ndarray, shape (class, period)
        What is short [t].
    levels : ndarray, shape (pool, period)
        What the old stock and the reserves hold [t].
    material : ndarray, shape (period,)
        What one tonne more would be worth, in the aim's unit a tonne.
    stored : ndarray, shape (pool, period)
        What one tonne more in a pool would be worth.
    """

    value: float
    columns: Array
    unmet: Array
    levels: Array
    material: Array
    stored: Array


class Recourse:
    """The operation under attacks, one program whose limits change.

    Parameters
    ----------
    operations : Operations
        Of an instance.
    rules : Rules
        Whose attacks are tried.
    aim : {"total", "shortage", "endurance"}
        What is counted.
    lasts : int
        Periods that count for endurance.
    """

    def __init__(self, operations: Operations, rules: Rules, aim: Aim, lasts: int = 0) -> None:
        self._operations, self._rules, self._aim, self._lasts = operations, rules, aim, lasts
        self._leads = operations.leads(operations.cost(aim))
        self._joined = _Model(operations, aim, lasts, self._leads)

    @property
    def nothing(self) -> Attack:
        """The attack that never begins."""
        periods = self._operations.instance.periods
        return Attack(periods, periods)

    def respond_to(self, programme: Programme) -> None:
        """Take the programme that attacks meet from now on."""
        self._programme = programme
        self._limits = self._operations.limits(programme.active)
        self._exposed = self._operations.exposed(programme.active)
        self._prices: dict[Attack, Array | None] = {}

    def value(self, attack: Attack, floor: float = np.inf) -> float:
        """What the attack does, in the unit of the aim; its prices are kept above the floor."""
        value = self._solve(self._joined, attack, bare=True).objective
        if value > floor:
            self._prices[attack] = self._joined.again().duals
        return value

    def prices(self, attack: Attack) -> Array | None:
        """Shadow prices of the rows under the attack, shape (row,), if there are any."""
        if attack not in self._prices:
            self._prices[attack] = self._solve(self._joined, attack).duals
        return self._prices[attack]

    @property
    def exposed(self) -> Array:
        """What an attack that cuts all would take from each limit, shape (column,)."""
        return self._exposed

    @property
    def leads(self) -> Ints:
        """Column that stands for each."""
        return self._leads

    def outcome(self, attack: Attack) -> Outcome:
        """Tell all of it.

        Parameters
        ----------
        attack : Attack
            One of the rules'.

        Returns
        -------
        Outcome
            Flows, stocks, what is short and shadow prices.
        """
        operations, instance = self._operations, self._operations.instance
        each = _Model(operations, self._aim, self._lasts, np.arange(operations.width))
        solution = self._solve(each, attack)
        if solution.x is None or solution.duals is None:
            raise LimitReached("the operation under the attack has no shadow prices")
        by_row = solution.duals.reshape(-1, instance.periods)
        pools = 1 + len(self._operations.reserves)
        return Outcome(
            solution.objective,
            solution.x,
            solution.x[self._operations.columns("unmet")],
            solution.x[self._operations.columns("level")],
            by_row[0],
            -by_row[1 : 1 + pools],
        )

    def _solve(self, model: "_Model", attack: Attack, *, bare: bool = False) -> Solution:
        operations = self._operations
        lanes, options = left(operations.instance, self._rules, attack)
        high = np.maximum(self._limits - self._exposed * operations.cuts(lanes, options), 0.0)
        past = operations.period < attack.start
        high[past] = self._programme.peace[past]
        return model.solve(attack.start, high, bare=bare)


class _Model:
    """The program of the operation from a start on, some columns standing for others."""

    def __init__(self, operations: Operations, aim: Aim, lasts: int, leads: Ints) -> None:
        self._operations, self._aim, self._lasts, self._start = operations, aim, lasts, -1
        self._column, self._of = np.unique(leads, return_inverse=True)
        self._period = operations.period[self._column]
        self._model = Changing(
            Program(
                cost=operations.cost(aim)[self._column],
                matrix=csr_array(operations.matrix[:, self._column]),
                row_low=operations.row_low,
                row_high=operations.row_high,
                low=np.zeros(len(self._column)),
                high=operations.base[self._column],
            )
        )

    def solve(self, start: int, high: Array, *, bare: bool) -> Solution:
        """Solve within limits of all columns; what is before the start stands."""
        self._begin(start)
        most = np.bincount(self._of, weights=high).astype(np.float64)
        self._model.bound_columns(np.where(self._period < start, most, 0.0), most)
        return self._model.solve(bare=bare)

    def again(self) -> Solution:
        """Tell the last solution in full."""
        return self._model.solve()

    def _begin(self, start: int) -> None:
        """Leave rows before the start to the peace."""
        if start == self._start:
            return
        operations = self._operations
        now = operations.row_period >= start
        self._model.bound_rows(
            np.where(now, operations.row_low, -np.inf), np.where(now, operations.row_high, np.inf)
        )
        if self._aim == "endurance":
            cost = operations.cost(self._aim, start, self._lasts)
            self._model.recost(cost[self._column])
        self._start = start
