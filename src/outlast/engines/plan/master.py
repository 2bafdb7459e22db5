"""The programme against the attacks that are known so far."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, csr_array

from outlast.engines.plan.attacks import Attack, Rules
from outlast.engines.plan.ccg import Proposal
from outlast.engines.plan.copies import copy
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Array
from outlast.engines.plan.programme import FirstStage, Programme
from outlast.errors import InvalidInput
from outlast.solve import Changing, Program


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

    Parameters
    ----------
    stage : FirstStage
        What is decided.
    rules : Rules
        Whose attacks it learns.
    goal : Goal
        What is minimised.
    gap : float
        Relative gap at which whole columns are good enough.
    """

    def __init__(self, stage: FirstStage, rules: Rules, goal: Goal, *, gap: float = 1e-7) -> None:
        self._stage, self._rules, self._goal, self._gap = stage, rules, goal, gap
        self._known: set[Attack] = set()
        self._width = stage.width + 1
        self._best: Array | None = None
        self._model = Changing(without_attacks(stage, goal), tolerance=1e-9)

    def propose(self, seconds: float | None) -> Proposal[Decision]:
        """Solve it.

        Parameters
        ----------
        seconds : float, optional
            Stop after so long.

        Returns
        -------
        Proposal
            Its lower bound and the best programme.
        """
        near = None if self._best is None else (self._units(), self._best)
        solution = self._model.solve(seconds=seconds, gap=self._gap, near=near)
        refuse_unbounded(solution.status)
        finished = solution.status != "limit"
        if solution.x is None:
            return Proposal(solution.bound, None, finished)
        self._best = solution.x[self._units()]
        worst = float(solution.x[self._stage.width])
        decision = Decision(self._stage.programme(solution.x), worst)
        return Proposal(solution.bound, decision, finished)

    def learn(self, scenario: Attack) -> bool:
        """Add an attack.

        Parameters
        ----------
        scenario : Attack
            One of the rules'.

        Returns
        -------
        bool
            False if it is known.
        """
        if scenario in self._known:
            return False
        self._known.add(scenario)
        cost = cost_of(self._stage, self._goal, scenario)
        new = copy(
            self._stage, self._rules, scenario, cost, first=self._width, worst=self._stage.width
        )
        self._width += len(new.high)
        self._model.widen(np.zeros(len(new.high)), np.zeros(len(new.high)), new.high)
        self._model.lengthen(new.matrix(self._width), new.row_low, new.row_high)
        return True

    def _units(self) -> np.ndarray:
        return np.arange(len(self._stage.begun_option))


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
