"""The door: the best programme against everything that the rules allow."""

import time
from dataclasses import dataclass, replace

import numpy as np

from outlast.engines.plan.attacks import Attack, Rules, attacks, check_rules
from outlast.engines.plan.ccg import Adversary, Course, Ended, generate
from outlast.engines.plan.checks import check
from outlast.engines.plan.cuts import Cut
from outlast.engines.plan.cutting import Cutting
from outlast.engines.plan.dominance import Dominance
from outlast.engines.plan.duality import Duality
from outlast.engines.plan.enumeration import Enumeration
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.master import Decision, PlanMaster
from outlast.engines.plan.operations import operations
from outlast.engines.plan.programme import FirstStage, Programme, first_stage
from outlast.engines.plan.recourse import Outcome, Recourse
from outlast.errors import Infeasible, LimitReached

MOST_TRIED = 50_000
"""So many attacks are tried one by one; more are a mixed-integer program of their own."""
_NEAR, _TIGHT = 1e-3, 1e-2
"""Gap up to which parts of units are looked at; cuts kept by more are not taken over."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The best programme found, and the proof.

    Attributes
    ----------
    programme : Programme
        What is done.
    ended : {"optimal", "limit", "stalled"}
        Whether it is proven to be best.
    lower, upper : tuple of float
        Bounds of the goal after each iteration.
    gap : float
        Their distance in the end, in parts of the upper one.
    attacks : tuple of Attack
        Those that decide.
    worst : Attack or None
        The one among them that does most to the programme.
    outcome : Outcome or None
        What it does.
    """

    programme: Programme
    ended: Ended
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    gap: float
    attacks: tuple[Attack, ...]
    worst: Attack | None
    outcome: Outcome | None


class CannotEndure(Infeasible):
    """No programme does what is asked.

    Attributes
    ----------
    least : float
        What would have to be allowed (tonnes, or USD of what is short), or the budget [USD].
    """

    def __init__(self, message: str, least: float) -> None:
        self.least = least
        super().__init__(message)


def plan(
    instance: Instance,
    rules: Rules,
    goal: Goal,
    *,
    gap: float = 1e-6,
    seconds: float | None = None,
    iterations: int = 1000,
    most_tried: int = MOST_TRIED,
) -> Plan:
    """Find the best programme against the worst attack.

    Parameters
    ----------
    instance : Instance
        The problem.
    rules : Rules
        What the attacker may do.
    goal : Goal
        What is minimised.
    gap : float
        Distance of the bounds, in parts of the upper one, that is small enough.
    seconds : float, optional
        Time after which the best so far is returned.
    iterations : int
        Iterations after which it is.
    most_tried : int
        Attacks up to which all are tried one by one.

    Returns
    -------
    Plan
        Its gap is more than asked if a limit was reached.

    Raises
    ------
    InvalidInput
        If instance or rules are faulty.
    CannotEndure
        If nothing does what the goal demands, with the least that would have to be granted.
    LimitReached
        If the time was up before any programme was found.
    """
    check(instance)
    check_rules(instance, rules)
    stage = first_stage(operations(instance))
    search = _Search(stage, rules, goal, gap, seconds, iterations, most_tried)
    course = search.run()
    if course.ended == "infeasible":
        if goal.kind == "total":
            raise LimitReached("HiGHS finds no programme, though to do nothing is one")
        raise _what_would_do(search)
    if course.decision is None:
        raise LimitReached("the time was up before any programme was found")
    programme = course.decision.programme
    worst, deciding, outcome = _worst(search, programme, course.scenarios)
    lower, upper = tuple(course.lower), tuple(course.upper)
    return Plan(programme, course.ended, lower, upper, course.gap, deciding, worst, outcome)


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    stage: FirstStage
    rules: Rules
    goal: Goal
    gap: float
    seconds: float | None
    iterations: int
    most_tried: int

    def run(self) -> Course[Decision, Cut]:
        """Find cuts with units in parts first, which is quick, then with whole ones."""
        end = None if self.seconds is None else time.monotonic() + self.seconds
        stage = replace(self.stage, whole=np.zeros_like(self.stage.whole))
        divisible = not self.stage.whole.any()
        tolerance = 1e-9 if divisible else 1e-7
        master = PlanMaster(stage, self.goal, gap=self.gap / 4, tolerance=tolerance)
        recourse, adversary = self._adversary()
        near = generate(
            master,
            Cutting(adversary, recourse, stage, self.rules, self.goal),
            gap=self.gap if divisible else max(self.gap, _NEAR),
            seconds=self.seconds,
            iterations=self.iterations,
            between=_halfway,
        )
        if divisible or near.ended == "infeasible" or not near.lower:
            return near
        tight = [cut for cut in near.scenarios if not master.keeps(cut, _TIGHT)]
        whole = PlanMaster(self.stage, self.goal, gap=self.gap / 4, cuts=tight)
        course = generate(
            whole,
            Cutting(adversary, recourse, self.stage, self.rules, self.goal),
            gap=self.gap,
            seconds=None if end is None else max(end - time.monotonic(), 0.0),
            iterations=self.iterations,
        )
        course.upper = [*(np.inf for _ in near.upper), *course.upper]
        lower = np.maximum.accumulate([*near.lower, *course.lower])
        course.lower = np.minimum(lower, course.upper[-1]).tolist()
        course.scenarios = [*tight, *course.scenarios]
        return course

    def _adversary(self) -> tuple[Recourse, Adversary[Decision, Attack]]:
        operations, rules, goal = self.stage.operations, self.rules, self.goal
        recourse = Recourse(operations, rules, goal.aim, goal.lasts)
        every = attacks(operations.instance, rules, self.most_tried)
        if every is None:
            return recourse, Duality(operations, rules, goal, recourse, gap=self.gap / 2)
        return recourse, Enumeration(recourse, every, goal, Dominance(operations, rules, every))


def _halfway(best: Decision, proposed: Decision) -> Decision:
    a, b = best.programme, proposed.programme
    middle = Programme(
        (a.units + b.units) / 2,
        (a.active + b.active) / 2,
        (a.peace + b.peace) / 2,
        (a.investment + b.investment) / 2,
        (a.running + b.running) / 2,
    )
    return Decision(middle, (best.worst + proposed.worst) / 2)


def _worst(
    search: _Search, programme: Programme, known: list[Cut]
) -> tuple[Attack | None, tuple[Attack, ...], Outcome | None]:
    """Of the known attacks the one that does most, those that do as much, and what it does."""
    if not known:
        return None, (), None
    goal = search.goal
    recourse = Recourse(search.stage.operations, search.rules, goal.aim, goal.lasts)
    recourse.respond_to(programme)
    values = {cut.attack: recourse.value(cut.attack) for cut in known}
    worst = max(values, key=lambda attack: values[attack])
    enough = values[worst] - 1e-6 * max(1.0, values[worst])
    return worst, tuple(a for a in values if values[a] >= enough), recourse.outcome(worst)


def _what_would_do(search: _Search) -> CannotEndure:
    """Say the smallest relaxation under which a programme exists."""
    goal = search.goal
    if goal.kind == "worst":
        cheapest = PlanMaster(search.stage, Goal("cost", goal.aim, np.inf, lasts=goal.lasts))
        least = cheapest.propose(search.seconds).lower
        return CannotEndure(
            f"no programme costs as little as {goal.budget:g} USD: the least is {least:.10g}",
            least,
        )
    course = replace(search, goal=Goal("worst", goal.aim, lasts=goal.lasts)).run()
    if not course.upper:
        return CannotEndure("no programme does what is asked", np.inf)
    least = course.upper[-1]
    unit = "t" if goal.aim == "endurance" else "USD"
    proven = "" if course.ended == "optimal" else " or less; the time was up before it was proven"
    return CannotEndure(
        f"no programme keeps what is short under every attack to {goal.allowed:g} {unit}: "
        f"the least that has to be allowed is {least:.10g} {unit}{proven}",
        least,
    )
