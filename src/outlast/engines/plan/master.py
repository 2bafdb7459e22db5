"""The programme against the attacks that are known so far."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, coo_array, csr_array, eye_array

from outlast.engines.plan.attacks import Attack
from outlast.engines.plan.ccg import Proposal
from outlast.engines.plan.cuts import Cut
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Array
from outlast.engines.plan.operations import Ints
from outlast.engines.plan.programme import FirstStage, Programme
from outlast.errors import InvalidInput
from outlast.solve import Changing, Program

_ROUGH, _PART = 1e-3, 0.1
"""Largest gap of whole columns, and the gap in parts of what the last cuts were missed by."""
_SLACK = 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A programme, and how much the master thinks the worst attack does.

    Attributes
    ----------
    programme : Programme
        What is done.
    worst : float
        In the unit of the goal's aim.
    """

    programme: Programme
    worst: float


class PlanMaster:
    """The master of a plan.

    Beside the first stage and the worst it has a column for what is counted until each period.

    Parameters
    ----------
    stage : FirstStage
        What is decided.
    goal : Goal
        What is minimised.
    gap : float
        Relative gap at which whole columns are good enough in the end.
    cuts : sequence of Cut
        What is known already.
    tolerance : float
        By how much a row may be missed.
    """

    def __init__(
        self,
        stage: FirstStage,
        goal: Goal,
        *,
        gap: float = 1e-7,
        cuts: Sequence[Cut] = (),
        tolerance: float = 1e-9,
    ) -> None:
        self._stage, self._goal, self._gap = stage, goal, gap
        start = _with_past(without_attacks(stage, goal), stage, goal)
        self._width, self._counts_past = len(start.cost), goal.aim != "endurance"
        self._spread = _spread(stage, self._width)
        start = _condensed(start, stage, self._spread)
        self._whole, self._high = bool(stage.whole.any()), start.high
        self._solution: Array = np.zeros(self._width)
        self._reduced: Array = np.zeros(len(start.cost))
        self._objective = -np.inf
        self._fixed: tuple[Ints, Array] = (np.zeros(0, dtype=np.intp), np.zeros(0))
        self._missed = _ROUGH / _PART if cuts else 0.0
        self._model = Changing(start, tolerance=tolerance)
        self._known = {cut: self._row(cut) for cut in cuts}
        self._unheard = list(self._known.values())

    def propose(self, seconds: float | None) -> Proposal[Decision]:
        """Solve it, whole columns the nearer the less the last cuts were missed.

        Parameters
        ----------
        seconds : float, optional
            Stop after so long.

        Returns
        -------
        Proposal
            Its lower bound and the best programme.
        """
        self._hear()
        gap = max(self._gap, min(_ROUGH, _PART * self._missed))
        self._missed = 0.0
        begun = np.arange(len(self._stage.begun_option))
        near = (begun, self._solution[begun]) if np.isfinite(self._objective) else None
        solution = self._model.solve(seconds=seconds, gap=gap, near=near)
        refuse_unbounded(solution.status)
        finished, exact = solution.status != "limit", gap <= self._gap
        if solution.x is None:  # HiGHS may also miss its own tolerance: that proves nothing
            return Proposal(solution.bound, None, solution.status == "infeasible", exact)
        solution.x[self._fixed[0]] = self._fixed[1]
        self._solution, self._objective = self._spread @ solution.x, solution.objective
        if solution.reduced is not None:
            self._reduced = solution.reduced
        allowed = self._goal.kind == "cost"
        worst = self._goal.allowed if allowed else float(self._solution[self._stage.width])
        decision = Decision(self._stage.programme(self._solution), worst)
        return Proposal(solution.bound, decision, finished, exact)

    def learn(self, scenario: Cut) -> bool:
        """Add a cut.

        Parameters
        ----------
        scenario : Cut
            Of an attack.

        Returns
        -------
        bool
            False if it is known or, with units in parts, the last solution keeps it.
        """
        row = self._row(scenario)
        missed = -self._room(row)
        kept = missed <= _SLACK * max(1.0, self._solution[self._stage.width])
        if scenario in self._known or (kept and not self._whole):
            return False
        self._known[scenario] = row
        self._unheard.append(row)
        self._missed = max(self._missed, missed / max(1.0, abs(self._objective)))
        return True

    def near(self, slack: float) -> list[Cut]:
        """Tell the cuts that the last solution keeps by no more than a part of the worst."""
        most = slack * max(1.0, self._solution[self._stage.width])
        return [cut for cut, row in self._known.items() if self._room(row) <= most]

    def dearer(self, at: Ints) -> tuple[float, Array]:
        """Tell the last optimum in parts, and by how much a unit of some columns exceeds it."""
        return self._objective, self._reduced[at]

    def fix(self, at: Ints, programme: Programme) -> None:
        """Leave some units begun as they are in a programme, and free all others."""
        stage, low, high = self._stage, np.zeros(len(self._high)), self._high.copy()
        low[at] = programme.units[stage.begun_option[at], stage.begun_period[at]]
        high[at] = low[at]
        self._fixed = at, low[at]
        self._model.bound_columns(low, high)

    def leave_out(self, at: Ints) -> None:
        """Begin no unit of some columns."""
        self._high = self._high.copy()
        self._high[at] = 0.0
        self._model.bound_columns(np.zeros(len(self._high)), self._high)

    def _room(self, row: tuple[Ints, Array, float]) -> float:
        """By how much the last solution keeps a row."""
        column, value, most = row
        return most - float(value @ self._solution[column])

    def _row(self, cut: Cut) -> tuple[Ints, Array, float]:
        """Columns and values of a row, and its upper limit."""
        column = np.append(cut.column, self._stage.width)
        value = np.append(cut.value, -1.0)
        if self._counts_past and cut.attack.start > 0:
            column = np.append(column, self._stage.width + cut.attack.start)
            value = np.append(value, 1.0)
        return column, value, -cut.constant

    def _hear(self) -> None:
        if not self._unheard:
            return
        sizes = [len(column) for column, _, _ in self._unheard]
        rows = csr_array(
            (
                np.concatenate([value for _, value, _ in self._unheard]),
                np.concatenate([column for column, _, _ in self._unheard]),
                np.cumsum([0, *sizes]),
            ),
            shape=(len(sizes), self._width),
        )
        most = np.array([most for _, _, most in self._unheard])
        self._model.lengthen(csr_array(rows @ self._spread), np.full(len(most), -np.inf), most)
        self._unheard = []


def _spread(stage: FirstStage, width: int) -> csr_array:
    """All columns by those that are free: units that give follow from units begun."""
    begun, given = len(stage.begun_option), stage.gives.shape[0]
    rest = eye_array(width - begun - given)
    return csr_array(block_array([[eye_array(begun), None], [stage.gives, None], [None, rest]]))


def _condensed(program: Program, stage: FirstStage, spread: csr_array) -> Program:
    """Leave out units that give, and the rows that tell them."""
    begun, given = len(stage.begun_option), stage.gives.shape[0]
    kept = np.r_[:begun, begun + given : len(program.cost)]
    return Program(
        cost=spread.T @ program.cost,
        matrix=csr_array(program.matrix[given:] @ spread),
        row_low=program.row_low[given:],
        row_high=program.row_high[given:],
        low=program.low[kept],
        high=program.high[kept],
        whole=None if program.whole is None else program.whole[kept],
    )


def _with_past(start: Program, stage: FirstStage, goal: Goal) -> Program:
    """Add what is counted until the end of each period; nothing for endurance."""
    if goal.aim == "endurance":
        return start
    operations = stage.operations
    periods, width = operations.instance.periods, len(start.cost)
    cost = operations.cost(goal.aim)
    counted = np.flatnonzero(cost)
    entries = (-cost[counted], (operations.period[counted], stage.peace + counted))
    now = coo_array(entries, shape=(periods, width))
    more = block_array([[now, eye_array(periods) - eye_array(periods, k=-1)]])
    wider = csr_array((start.matrix.shape[0], periods))
    whole = start.whole if start.whole is None else np.append(start.whole, np.zeros(periods, "?"))
    return Program(
        cost=np.append(start.cost, np.zeros(periods)),
        matrix=csr_array(block_array([[block_array([[start.matrix, wider]])], [more]])),
        row_low=np.append(start.row_low, np.zeros(periods)),
        row_high=np.append(start.row_high, np.zeros(periods)),
        low=np.append(start.low, np.zeros(periods)),
        high=np.append(start.high, np.full(periods, np.inf)),
        whole=whole,
    )


def refuse_unbounded(status: str) -> None:
    """Refuse costs that fall without end.

    Parameters
    ----------
    status : str
        Of a solution.

    Raises
    ------
    InvalidInput
        If it is unbounded.
    """
    if status == "unbounded":
        raise InvalidInput(
            "net present cost",
            "unbounded",
            expected="a least one",
            remedy="some cycle of options earns money without end; look for costs below 0",
        )


def cost_of(stage: FirstStage, goal: Goal, attack: Attack) -> Array:
    """What is counted of an attack, shape (column of the operation,)."""
    return stage.operations.cost(goal.aim, attack.start, goal.lasts)


def without_attacks(stage: FirstStage, goal: Goal) -> Program:
    """Lay out the programme with the worst as its last column, and no attack but none.

    Parameters
    ----------
    stage : FirstStage
        What is decided.
    goal : Goal
        What is minimised.

    Returns
    -------
    Program
        To which attacks are added.
    """
    peace = np.zeros(stage.width)
    peace[stage.peace :] = stage.operations.cost(goal.aim, stage.operations.instance.periods)
    spent = stage.investment + stage.running
    rows = [np.append(peace, -1.0), np.append(spent, 0.0)]
    limits = [0.0, goal.budget]
    if goal.aim == "endurance":
        rows, limits = rows[1:], limits[1:]
    if not np.isfinite(goal.budget):
        rows, limits = rows[:-1], limits[:-1]
    extra = csr_array(np.array(rows).reshape(-1, stage.width + 1))
    padded = block_array([[stage.matrix, csr_array((stage.matrix.shape[0], 1))]])
    cost = {"total": stage.investment, "cost": spent, "worst": np.zeros(stage.width)}[goal.kind]
    most = goal.allowed if goal.kind == "cost" else np.inf
    return Program(
        cost=np.append(cost, float(goal.kind != "cost")),
        matrix=csr_array(block_array([[padded], [extra]])) if len(rows) else csr_array(padded),
        row_low=np.append(stage.row_low, np.full(len(rows), -np.inf)),
        row_high=np.append(stage.row_high, limits),
        low=np.zeros(stage.width + 1),
        high=np.append(stage.high, most),
        whole=np.append(stage.whole, False),
    )
