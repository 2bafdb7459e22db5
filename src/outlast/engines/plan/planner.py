"""The door: the best programme against everything that the rules allow."""

from dataclasses import dataclass

import numpy as np

from outlast.engines.plan.attacks import Attack, Rules, attacks, check_rules
from outlast.engines.plan.ccg import Adversary, Course, Ended, generate
from outlast.engines.plan.checks import check
from outlast.engines.plan.duality import Duality
from outlast.engines.plan.enumeration import Enumeration
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.master import Decision, PlanMaster
from outlast.engines.plan.operations import operations
from outlast.engines.plan.programme import FirstStage, Programme, first_stage
from outlast.engines.plan.recourse import Outcome, Recourse
from outlast.errors import Infeasible, LimitReached

MOST_TRIED = 5000
"""So many attacks are tried one by one; more are a mixed-integer program of their own."""


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
    course = _generate(stage, rules, goal, gap, seconds, iterations, most_tried)
    if course.ended == "infeasible":
        raise _what_would_do(stage, rules, goal, gap, seconds, most_tried)
    if course.decision is None:
        raise LimitReached("the time was up before any programme was found")
    programme = course.decision.programme
    worst, outcome = _worst(stage, rules, goal, programme, course.scenarios)
    lower, upper = tuple(course.lower), tuple(course.upper)
    known = tuple(course.scenarios)
    return Plan(programme, course.ended, lower, upper, course.gap, known, worst, outcome)


def _generate(
    stage: FirstStage,
    rules: Rules,
    goal: Goal,
    gap: float,
    seconds: float | None,
    iterations: int,
    most_tried: int,
) -> Course[Decision, Attack]:
    every = attacks(stage.operations.instance, rules, most_tried)
    recourse = Recourse(stage.operations, rules, goal.aim, goal.lasts)
    adversary: Adversary[Decision, Attack]
    if every is None:
        adversary = Duality(stage.operations, rules, goal, recourse, gap=gap / 2)
    else:
        adversary = Enumeration(recourse, every, goal)
    master = PlanMaster(stage, rules, goal, gap=gap / 4)
    return generate(master, adversary, gap=gap, seconds=seconds, iterations=iterations)


def _worst(
    stage: FirstStage, rules: Rules, goal: Goal, programme: Programme, known: list[Attack]
) -> tuple[Attack | None, Outcome | None]:
    """The known attack that does most, and what it does."""
    if not known:
        return None, None
    recourse = Recourse(stage.operations, rules, goal.aim, goal.lasts)
    recourse.respond_to(programme)
    worst = max(known, key=recourse.value)
    return worst, recourse.outcome(worst)


def _what_would_do(
    stage: FirstStage,
    rules: Rules,
    goal: Goal,
    gap: float,
    seconds: float | None,
    most_tried: int,
) -> CannotEndure:
    """Say the smallest relaxation under which a programme exists."""
    if goal.kind == "worst":
        spent = PlanMaster(stage, rules, Goal("cost", goal.aim, np.inf, lasts=goal.lasts))
        least = spent.propose(seconds).lower
        return CannotEndure(
            f"no programme costs as little as {goal.budget:g} USD: the least is {least:.10g}",
            least,
        )
    lasting = Goal("worst", goal.aim, lasts=goal.lasts)
    course = _generate(stage, rules, lasting, gap, seconds, 1000, most_tried)
    least = course.upper[-1]
    unit = "t" if goal.aim == "endurance" else "USD"
    return CannotEndure(
        f"no programme keeps what is short under every attack to {goal.allowed:g} {unit}: "
        f"the least that has to be allowed is {least:.10g} {unit}",
        least,
    )
