r"""The one place that speaks to HiGHS.

A program, linear where no column is whole, is

.. math::  \min_x\; c^\top x \quad\text{so that}\quad
           r \le A x \le R, \qquad l \le x \le u, \qquad x_j \text{ whole for some } j.

If it has no solution, a *ray* :math:`y` proves it (Farkas 1902): no :math:`x` within its bounds
brings :math:`y^\top A x` to what the rows with :math:`y_i \ne 0` demand together.

One thread, no randomness: the same program gives the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from outlast.errors import LimitReached, OutlastError

Array = NDArray[np.float64]
Status = Literal["optimal", "infeasible", "unbounded", "limit"]
_BY_ROW = int(highspy.MatrixFormat.kRowwise)
_SMALLEST = int(highspy.ObjSense.kMinimize)
_SETTINGS = {"output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0}
_STATUS: Mapping[Any, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kModelEmpty: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kTimeLimit: "limit",
    highspy.HighsModelStatus.kIterationLimit: "limit",
}


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """What is to be minimised, under which rows."""

    cost: Array
    """Shape (column,)."""
    matrix: csr_array
    """Shape (row, column)."""
    row_low: Array
    row_high: Array
    """Shape (row,); infinite where a side is open."""
    low: Array
    high: Array
    """Shape (column,)."""
    whole: NDArray[np.bool_] | None = None
    """Which columns take whole numbers only, shape (column,); None if none does."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """What came of a program."""

    status: Status
    objective: float
    """Of `x`; infinite where there is none."""
    bound: float
    """No solution costs less: equal to `objective` once a linear program is optimal."""
    x: Array | None = None
    """Shape (column,), the best found."""
    duals: Array | None = None
    """Change of the optimum with each row's bound, shape (row,); linear programs only."""
    reduced: Array | None = None
    """Change of the optimum with each column's bound, shape (column,); the same."""
    ray: Array | None = None
    """Proof that a linear program has no solution, shape (row,)."""


def solve(
    program: Program, *, seconds: float | None = None, gap: float = 0.0, tolerance: float = 1e-9
) -> Solution:
    """Solve one program.

    Parameters
    ----------
    program : Program
        Linear, or with whole columns.
    seconds : float, optional
        Stop after so long, with the best solution and bound so far.
    gap : float
        Relative distance of objective and bound at which whole columns are good enough.
    tolerance : float
        By how much a row may be missed.

    Returns
    -------
    Solution
        Its status is ``limit`` if the time was up.

    Examples
    --------
    Three tonnes are needed; the first supplier has two, and is cheaper:

    >>> answer = solve(Program(
    ...     cost=np.array([1.0, 4.0]), matrix=csr_array([[1.0, 1.0]]),
    ...     row_low=np.array([3.0]), row_high=np.array([np.inf]),
    ...     low=np.zeros(2), high=np.array([2.0, np.inf])))
    >>> answer.objective, answer.x, answer.duals
    (6.0, array([2., 1.]), array([4.]))
    """
    whole = program.whole is not None and bool(program.whole.any())
    settings = {"primal_feasibility_tolerance": tolerance, "mip_rel_gap": gap, "mip_abs_gap": 0.0}
    model = _model(program, settings)
    answer = _run(model, seconds, whole=whole)
    if answer.status == "infeasible" and answer.ray is None and not whole:
        model.setOptionValue("presolve", "off")  # presolve proves it without a ray
        model.clearSolver()
        answer = _run(model, seconds, whole=whole)
    return answer


class Switchable:
    """One linear program whose groups of rows are switched on and off.

    Each solve starts from the last basis, so that a small change costs little.

    Parameters
    ----------
    program : Program
        With every row on; whole columns are not allowed.
    groups : ndarray, shape (row,)
        Group of each row, counted from 0; −1 where the row is always on.
    tolerance : float
        By how much a row may be missed.

    Examples
    --------
    At most one, at least two:

    >>> rows = Switchable(Program(
    ...     cost=np.zeros(1), matrix=csr_array([[1.0], [1.0]]),
    ...     row_low=np.array([-np.inf, 2.0]), row_high=np.array([1.0, np.inf]),
    ...     low=np.zeros(1), high=np.array([np.inf])), groups=np.array([0, 1]))
    >>> rows.solve(np.array([True, True])).status, rows.solve(np.array([True, False])).status
    ('infeasible', 'optimal')
    """

    def __init__(
        self, program: Program, groups: NDArray[np.intp], *, tolerance: float = 1e-9
    ) -> None:
        self._program, self._groups = program, groups
        self._open = np.zeros(len(groups), dtype=np.bool_)
        self._model = _model(
            program,
            {
                "presolve": "off",
                "solver": "simplex",
                "simplex_scale_strategy": 0,
                "simplex_dual_edge_weight_strategy": 1,  # Devex: others cost more than they save
                "primal_feasibility_tolerance": tolerance,
            },
        )

    def solve(self, on: NDArray[np.bool_], *, seconds: float | None = None) -> Solution:
        """Solve with only some groups on, shape (group,); rows of no group are on."""
        always_on = np.append(on, True)  # group −1 reads the last place
        self._switch(~always_on[self._groups])
        answer = _run(self._model, seconds, whole=False)
        if answer.status == "infeasible" and answer.ray is None:
            self._model.clearSolver()
            answer = _run(self._model, seconds, whole=False)
        return answer

    def recost(self, cost: Array) -> None:
        """Replace the costs, shape (column,)."""
        columns = np.arange(len(cost), dtype=np.int32)
        self._model.changeColsCost(len(cost), columns, cost)

    def _switch(self, opened: NDArray[np.bool_]) -> None:
        rows = np.flatnonzero(opened != self._open)
        if not len(rows):
            return
        low = np.where(opened[rows], -np.inf, self._program.row_low[rows])
        high = np.where(opened[rows], np.inf, self._program.row_high[rows])
        self._model.changeRowsBounds(len(rows), rows.astype(np.int32), low, high)
        self._open = opened


class Changing:
    """One program whose bounds and costs change, and to which columns and rows are added.

    A linear program starts each solve from the last basis; with whole columns it starts afresh.

    Parameters
    ----------
    program : Program
        As it is before the first change.
    tolerance : float
        By how much a row may be missed.

    Examples
    --------
    Two tonnes are needed; the supplier stops, and another comes:

    >>> market = Changing(Program(
    ...     cost=np.array([1.0]), matrix=csr_array([[1.0]]),
    ...     row_low=np.array([2.0]), row_high=np.array([np.inf]),
    ...     low=np.zeros(1), high=np.array([5.0])))
    >>> market.solve().objective
    2.0
    >>> market.bound_columns(np.zeros(1), np.zeros(1))
    >>> market.solve().status
    'infeasible'
    >>> market.widen(cost=np.array([4.0]), low=np.zeros(1), high=np.array([9.0]))
    >>> market.lengthen(csr_array([[0.0, 1.0]]), np.array([2.0]), np.array([np.inf]))
    >>> market.bound_rows(np.array([0.0, 2.0]), np.array([np.inf, np.inf]))
    >>> market.solve().objective
    8.0
    """

    def __init__(self, program: Program, *, tolerance: float = 1e-9) -> None:
        self._whole = program.whole is not None and bool(program.whole.any())
        self._low, self._high = program.low.copy(), program.high.copy()
        self._row_low, self._row_high = program.row_low.copy(), program.row_high.copy()
        self._cost = program.cost.copy()
        settings: dict[str, Any] = {
            "primal_feasibility_tolerance": tolerance,
            "mip_abs_gap": 0.0,
        }
        if not self._whole:
            settings |= {"presolve": "off", "solver": "simplex"}
        self._model = _model(program, settings)

    def bound_columns(self, low: Array, high: Array) -> None:
        """Give every column new bounds, shape (column,)."""
        at = np.flatnonzero((low != self._low) | (high != self._high))
        self._model.changeColsBounds(len(at), at.astype(np.int32), low[at], high[at])
        self._low, self._high = low.copy(), high.copy()

    def bound_rows(self, low: Array, high: Array) -> None:
        """Give every row new bounds, shape (row,)."""
        at = np.flatnonzero((low != self._row_low) | (high != self._row_high))
        self._model.changeRowsBounds(len(at), at.astype(np.int32), low[at], high[at])
        self._row_low, self._row_high = low.copy(), high.copy()

    def recost(self, cost: Array) -> None:
        """Give every column a new cost, shape (column,)."""
        at = np.flatnonzero(cost != self._cost)
        self._model.changeColsCost(len(at), at.astype(np.int32), cost[at])
        self._cost = cost.copy()

    def widen(self, cost: Array, low: Array, high: Array) -> None:
        """Add columns that no row has yet, shape (new column,)."""
        none, starts = np.zeros(0, dtype=np.int32), np.zeros(len(cost), dtype=np.int32)
        added = self._model.addCols(len(cost), cost, low, high, 0, starts, none, np.zeros(0))
        _refuse_numbers(added)
        self._cost = np.append(self._cost, cost)
        self._low, self._high = np.append(self._low, low), np.append(self._high, high)

    def lengthen(self, rows: csr_array, low: Array, high: Array) -> None:
        """Add rows over all columns, shape (new row, column)."""
        if rows.shape != (len(low), len(self._cost)):
            raise OutlastError("HiGHS refuses the program: its arrays do not fit each other")
        starts = rows.indptr[:-1].astype(np.int32)
        within, values = rows.indices.astype(np.int32), rows.data.astype(float)
        _refuse_numbers(self._model.addRows(len(low), low, high, rows.nnz, starts, within, values))
        self._row_low = np.append(self._row_low, low)
        self._row_high = np.append(self._row_high, high)

    def solve(
        self,
        *,
        seconds: float | None = None,
        gap: float = 0.0,
        near: tuple[NDArray[np.intp], Array] | None = None,
        bare: bool = False,
    ) -> Solution:
        """Solve it as it is now.

        Parameters
        ----------
        seconds : float, optional
            Stop after so long, with the best solution and bound so far.
        gap : float
            Relative distance of objective and bound at which whole columns are good enough.
        near : tuple of ndarray, optional
            Columns and values of a solution that may be known, to start whole columns from.
        bare : bool
            Whether the optimum is enough, without columns and duals.

        Returns
        -------
        Solution
            Its status is ``limit`` if the time was up.
        """
        self._model.setOptionValue("mip_rel_gap", gap)
        if near is not None and self._whole:
            self._model.setSolution(len(near[0]), near[0].astype(np.int32), near[1])
        return _run(self._model, seconds, whole=self._whole, bare=bare)


def build(program: Program) -> object:
    """Hand a program to HiGHS without solving it, for measuring how long that takes."""
    return _model(program, {})


def _refuse_numbers(passed: Any) -> None:  # noqa: ANN401
    if passed == highspy.HighsStatus.kError:
        raise OutlastError("HiGHS refuses the program: a number in it is not one")


def _model(program: Program, settings: Mapping[str, Any]) -> Any:  # noqa: ANN401
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {**_SETTINGS, **settings}.items():
        model.setOptionValue(name, value)
    count, width = _refuse_misfits(program)
    kinds = np.zeros(width) if program.whole is None else program.whole
    passed = model.passModel(
        width,
        count,
        program.matrix.nnz,
        _BY_ROW,
        _SMALLEST,
        0.0,
        program.cost,
        program.low,
        program.high,
        program.row_low,
        program.row_high,
        program.matrix.indptr.astype(np.int32),
        program.matrix.indices.astype(np.int32),
        program.matrix.data.astype(float),
        kinds.astype(np.int32),
    )
    _refuse_numbers(passed)
    return model


def _refuse_misfits(program: Program) -> tuple[int, int]:
    """Return the counts of rows and columns, to which HiGHS takes every array to fit."""
    count, width = program.matrix.shape
    rows, columns = (program.row_low, program.row_high), (program.cost, program.low, program.high)
    whole = () if program.whole is None else (program.whole,)
    if any(a.shape != (count,) for a in rows) or any(
        a.shape != (width,) for a in (*columns, *whole)
    ):
        raise OutlastError("HiGHS refuses the program: its arrays do not fit each other")
    return count, width


def _run(
    model: Any,  # noqa: ANN401
    seconds: float | None,
    *,
    whole: bool,
    bare: bool = False,
) -> Solution:
    # HiGHS counts its time over all runs of a model.
    limit = np.inf if seconds is None else model.getRunTime() + max(seconds, 0.0)
    model.setOptionValue("time_limit", limit)
    model.run()
    kind = model.getModelStatus()
    if kind not in _STATUS or _missed(model):  # by the last basis or by presolve: start afresh
        model.clearSolver()
        if kind not in _STATUS:
            model.setOptionValue("presolve", "off")
        model.run()
        kind = model.getModelStatus()
    if kind not in _STATUS:
        raise LimitReached(f"HiGHS stopped without an answer: {model.modelStatusToString(kind)}")
    if bare and _STATUS[kind] == "optimal" and not whole:
        value = float(model.getObjectiveValue())
        return Solution("optimal", value, value)
    return _solution(model, _STATUS[kind], whole=whole)


def _missed(model: Any) -> bool:  # noqa: ANN401
    """Whether HiGHS calls optimal what misses its own tolerance."""
    return bool(
        model.getModelStatus() == highspy.HighsModelStatus.kOptimal
        and model.getInfo().primal_solution_status
        != highspy.SolutionStatus.kSolutionStatusFeasible
    )


def _solution(model: Any, status: Status, *, whole: bool) -> Solution:  # noqa: ANN401
    about, found = model.getInfo(), model.getSolution()
    if status == "infeasible":
        exists, ray = (False, None) if whole else model.getDualRay()[1:]
        return Solution(status, np.inf, np.inf, ray=np.asarray(ray) if exists else None)
    if status == "unbounded":
        return Solution(status, -np.inf, -np.inf)
    bound = float(about.mip_dual_bound) if whole else -np.inf
    if about.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solution(status, np.inf, bound)
    value = float(about.objective_function_value)
    if status == "optimal" and not whole:
        bound = value
    x = np.array(found.col_value)
    if whole or not found.dual_valid:
        return Solution(status, value, bound, x)
    return Solution(status, value, bound, x, np.array(found.row_dual), np.array(found.col_dual))
