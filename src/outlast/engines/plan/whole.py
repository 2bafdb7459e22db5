"""Whole units: which ones a master chooses, and the best that can be made of them.

With the whole units fixed the rest is convex, and cuts close it quickly from the last basis.  So
the mixed-integer master only chooses among whole units, knowing the cuts that bind.  Of a column
that costs :math:`d_j` more than the best in parts, :math:`L + d_j > U` shows that no better
programme uses it.
"""

from dataclasses import replace

import numpy as np

from outlast.engines.plan.ccg import Answer, Proposal, generate
from outlast.engines.plan.cuts import Cut
from outlast.engines.plan.cutting import Cutting
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.master import Decision, PlanMaster
from outlast.engines.plan.programme import FirstStage, Programme

_TIGHT = 1e-2
"""Cuts kept by more, in parts of the worst, are not taken over."""


class Whole:
    """Master and adversary of whole units.

    Parameters
    ----------
    stage : FirstStage
        What is decided.
    goal : Goal
        What is minimised.
    parts : PlanMaster
        The same with units in parts, solved.
    adversary : Cutting
        What happens.
    gap : float
        Relative gap that is small enough.
    iterations : int
        For each choice of whole units.
    """

    def __init__(
        self,
        stage: FirstStage,
        goal: Goal,
        parts: PlanMaster,
        adversary: Cutting,
        *,
        gap: float,
        iterations: int,
    ) -> None:
        self._parts, self._adversary = parts, adversary
        self._gap, self._iterations = gap, iterations
        self._master = PlanMaster(stage, goal, gap=gap / 4, cuts=parts.near(_TIGHT))
        self._whole = np.flatnonzero(stage.whole)
        self._least, self._dearer = parts.dearer(self._whole)
        self._upper = np.inf

    def propose(self, seconds: float | None) -> Proposal[Decision]:
        """Choose whole units."""
        return self._master.propose(seconds)

    def learn(self, scenario: Cut) -> bool:
        """Add a cut; False if it is known."""
        return self._master.learn(scenario)

    def answer(
        self,
        decision: Decision,
        seconds: float | None,
        *,
        prove: bool = True,  # noqa: ARG002
    ) -> Answer[Decision, Cut]:
        """Make the best of a choice of whole units.

        Parameters
        ----------
        decision : Decision
            Whose whole units stand.
        seconds : float, optional
            Stop after so long.
        prove : bool
            A bound is always proven.

        Returns
        -------
        Answer
            With the best programme, and the cuts that bind there.
        """
        at = self._whole
        self._parts.fix(at, decision.programme)
        course = generate(
            self._parts,
            self._adversary,
            gap=self._gap / 2,
            seconds=seconds,
            iterations=self._iterations,
            between=mixed,
        )
        finished = course.ended != "limit"
        if not course.upper:
            return Answer(np.inf, course.scenarios, finished=finished)
        self._upper = min(self._upper, course.upper[-1])
        self._master.leave_out(at[self._least + self._dearer > self._upper])
        near = self._parts.near(_TIGHT) if course.ended != "infeasible" else course.scenarios
        return Answer(course.upper[-1], near, course.excess, finished, course.decision)


def mixed(best: Decision, proposed: Decision, part: float) -> Decision:
    """Mix two programmes of units in parts.

    Parameters
    ----------
    best, proposed : Decision
        The first with what it does at most.
    part : float
        Of the proposed one.

    Returns
    -------
    Decision
        On the line between the two.
    """
    a, b = best.programme, proposed.programme
    programme = Programme(
        a.units + part * (b.units - a.units),
        a.active + part * (b.active - a.active),
        a.peace + part * (b.peace - a.peace),
        a.investment + part * (b.investment - a.investment),
        a.running + part * (b.running - a.running),
    )
    return Decision(programme, best.worst + part * (proposed.worst - best.worst))


def in_parts(stage: FirstStage) -> FirstStage:
    """Let every unit be begun in part."""
    return replace(stage, whole=np.zeros_like(stage.whole))
