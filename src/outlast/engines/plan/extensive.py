r"""All attacks at once: oracle, baseline, and the way to the mean of the worst.

.. math::  \min_{x, \tau, z} \; I(x) + \tau + \frac{1}{1 - \alpha} \sum_i p_i v_i, \qquad
           v_i \ge Q_i(x) - \tau, \quad v_i \ge 0

is the conditional value at risk of level :math:`\alpha` (Rockafellar & Uryasev 2002) over
scenarios of chance :math:`p_i`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outlast.engines.plan.attacks import Attack, Rules
from outlast.engines.plan.copies import Copy, copy
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Array, Bools, Instance
from outlast.engines.plan.master import cost_of, refuse_unbounded, without_attacks
from outlast.engines.plan.operations import operations
from outlast.engines.plan.programme import FirstStage, Programme, first_stage
from outlast.errors import Infeasible, InvalidInput, LimitReached
from outlast.solve import Program, Solution, solve


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What one program found.

    Attributes
    ----------
    programme : Programme
        What is done.
    objective, bound : float
        Of the goal.
    """

    programme: Programme
    objective: float
    bound: float


def extensive_program(
    stage: FirstStage, rules: Rules, goal: Goal, attacks: Sequence[Attack]
) -> Program:
    """Lay out the programme with the operation under every attack.

    Parameters
    ----------
    stage : FirstStage
        What is decided.
    rules : Rules
        Whose attacks they are.
    goal : Goal
        What is minimised.
    attacks : sequence of Attack
        All of them.

    Returns
    -------
    Program
        With the worst as the column after those of the first stage.
    """
    start = without_attacks(stage, goal)
    copies, first = [], len(start.cost)
    for attack in attacks:
        cost = cost_of(stage, goal, attack)
        copies.append(copy(stage, rules, attack, cost, first=first, worst=stage.width))
        first += len(copies[-1].high)
    return _joined(start, copies, first)


def _joined(start: Program, copies: Sequence[Copy], width: int) -> Program:
    """One program, its matrix row by row."""
    high = np.concatenate([start.high, *(c.high for c in copies)])
    parts = [start.matrix, *(c.matrix(width) for c in copies)]
    ends = np.cumsum([0, *(part.nnz for part in parts)])
    starts = [part.indptr[:-1] + end for part, end in zip(parts, ends, strict=False)]
    matrix = csr_array(
        (
            np.concatenate([part.data for part in parts]),
            np.concatenate([part.indices for part in parts]),
            np.append(np.concatenate(starts), ends[-1]),
        ),
        shape=(sum(part.shape[0] for part in parts), width),
    )
    more = width - len(start.cost)
    return Program(
        cost=np.append(start.cost, np.zeros(more)),
        matrix=matrix,
        row_low=np.concatenate([start.row_low, *(c.row_low for c in copies)]),
        row_high=np.concatenate([start.row_high, *(c.row_high for c in copies)]),
        low=np.append(start.low, np.zeros(more)),
        high=high,
        whole=_with_more(start, more),
    )


def _with_more(program: Program, more: int) -> Bools | None:
    """Which columns are whole, if so many more are not."""
    if program.whole is None:
        return None
    return np.append(program.whole, np.zeros(more, dtype=np.bool_))


def extensive(
    instance: Instance,
    rules: Rules,
    goal: Goal,
    attacks: Sequence[Attack],
    *,
    gap: float = 1e-9,
    seconds: float | None = None,
) -> Answered:
    """Solve for all attacks at once.

    Parameters
    ----------
    instance : Instance
        Checked.
    rules : Rules
        Whose attacks they are.
    goal : Goal
        What is minimised.
    attacks : sequence of Attack
        All of them.
    gap : float
        Relative gap that is small enough.
    seconds : float, optional
        Stop after so long.

    Returns
    -------
    Answered
        The best programme.

    Raises
    ------
    Infeasible
        If nothing does what the goal demands.
    LimitReached
        If the time was up before any programme was found.
    """
    stage = first_stage(operations(instance))
    return _read(
        stage, solve(extensive_program(stage, rules, goal, attacks), gap=gap, seconds=seconds)
    )


def _read(stage: FirstStage, solution: Solution) -> Answered:
    refuse_unbounded(solution.status)
    if solution.status == "infeasible":
        raise Infeasible("no programme does what the goal demands")
    if solution.x is None:
        raise LimitReached("the time was up before any programme was found")
    return Answered(stage.programme(solution.x), solution.objective, solution.bound)


def least_cvar(
    instance: Instance,
    rules: Rules,
    scenarios: Sequence[Attack],
    chances: Array,
    level: float,
    *,
    gap: float = 1e-9,
    seconds: float | None = None,
) -> Answered:
    """Find the least conditional value at risk of the net present cost.

    Parameters
    ----------
    instance : Instance
        Checked.
    rules : Rules
        Whose attacks the scenarios are.
    scenarios : sequence of Attack
        What can happen; that nothing does is ``Attack(periods, periods)``.
    chances : ndarray, shape (scenario,)
        They sum to 1.
    level : float
        From 0, the mean, to below 1.
    gap : float
        Relative gap that is small enough.
    seconds : float, optional
        Stop after so long.

    Returns
    -------
    Answered
        The best programme.
    """
    if not 0 <= level < 1:
        raise InvalidInput("level", level, expected="from 0 to below 1")
    if chances.shape != (len(scenarios),) or not np.isclose(chances.sum(), 1):
        raise InvalidInput("chances", chances, expected="one a scenario, with a sum of 1")
    stage, goal = first_stage(operations(instance)), Goal()
    start = _with_excesses(without_attacks(stage, goal), chances / (1 - level))
    copies, first = [], len(start.cost)
    for n, scenario in enumerate(scenarios):
        cost = cost_of(stage, goal, scenario)
        made = copy(stage, rules, scenario, cost, first=first, worst=stage.width)
        copies.append(_with_excess(made, stage.width + 1 + n))
        first += len(made.high)
    return _read(stage, solve(_joined(start, copies, first), gap=gap, seconds=seconds))


def _with_excesses(start: Program, cost: Array) -> Program:
    """Add a column a scenario; that nothing happens is a scenario here, or it is not."""
    keep, count = len(start.row_low) - 1, len(cost)
    kept = start.matrix[:keep]
    shape = (keep, len(start.cost) + count)
    return Program(
        cost=np.append(start.cost, cost),
        matrix=csr_array((kept.data, kept.indices, kept.indptr), shape=shape),
        row_low=start.row_low[:keep],
        row_high=start.row_high[:keep],
        low=np.append(start.low, np.zeros(count)),
        high=np.append(start.high, np.full(count, np.inf)),
        whole=_with_more(start, count),
    )


def _with_excess(made: Copy, column: int) -> Copy:
    """Let the first row be exceeded by a column."""
    return Copy(
        made.high,
        np.append(made.row, 0),
        np.append(made.column, column),
        np.append(made.value, -1.0),
        made.row_low,
        made.row_high,
    )
