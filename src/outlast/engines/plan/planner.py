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
from outlast.engines.plan.units import Units, units_of
from outlast.engines.plan.whole import Whole, in_parts, mixed
from outlast.errors import Infeasible, LimitReached

MOST_TRIED = 50_000
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
    units = units_of(instance)
    stage = first_stage(operations(units.instance(instance)))
    search = _Search(stage, rules, units.goal(goal), gap, seconds, iterations, most_tried)
    course = search.run()
    if course.ended == "infeasible":
        if goal.kind == "total":
            raise LimitReached("HiGHS finds no programme, though to do nothing is one")
        raise _what_would_do(search, goal, units)
    if course.decision is None:
        raise LimitReached("the time was up before any programme was found")
    programme = units.told(course.decision.programme)
    recourse = Recourse(operations(instance), rules, goal.aim, goal.lasts)
    worst, deciding, outcome = _worst(recourse, programme, course.scenarios)
    unit = units.of_bounds(goal)
    lower, upper = (tuple(float(b) * unit for b in part) for part in (course.lower, course.upper))
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
        """Find cuts with units in parts first, which is quick, then choose whole ones."""
        end = None if self.seconds is None else time.monotonic() + self.seconds
        divisible = not self.stage.whole.any()
        stage, tolerance = in_parts(self.stage), 1e-9 if divisible else 1e-7
        parts = PlanMaster(stage, self.goal, gap=self.gap / 4, tolerance=tolerance)
        recourse, every = self._adversary()
        adversary = Cutting(every, recourse, self.stage, self.rules, self.goal)
        near = generate(
            parts,
            adversary,
            gap=self.gap,
            seconds=self.seconds and self.seconds / (1 if divisible else 2),
            iterations=self.iterations,
            between=mixed,
        )
        if divisible or near.ended == "infeasible" or not near.lower:
            return near
        whole = Whole(
            self.stage, self.goal, parts, adversary, gap=self.gap, iterations=self.iterations
        )
        course = generate(
            whole,
            whole,
            gap=self.gap,
            seconds=None if end is None else max(end - time.monotonic(), 0.0),
            iterations=self.iterations,
        )
        return _after(near, course)

    def _adversary(self) -> tuple[Recourse, Adversary[Decision, Attack]]:
        operations, rules, goal = self.stage.operations, self.rules, self.goal
        recourse = Recourse(operations, rules, goal.aim, goal.lasts)
        every = attacks(operations.instance, rules, self.most_tried)
        if every is None:
            return recourse, Duality(operations, rules, goal, recourse, gap=self.gap / 2)
        return recourse, Enumeration(recourse, every, goal, Dominance(operations, rules, every))


def _after(near: Course[Decision, Cut], course: Course[Decision, Cut]) -> Course[Decision, Cut]:
    """Join what was known of units in parts, lower bounds alone, and of whole ones."""
    course.upper = [*(np.inf for _ in near.upper), *course.upper]
    lower = np.maximum.accumulate([*near.lower, *course.lower])
    course.lower = np.minimum(lower, course.upper[-1]).tolist()
    course.scenarios = [*near.scenarios, *course.scenarios]
    return course


def _worst(
    recourse: Recourse, programme: Programme, known: list[Cut]
) -> tuple[Attack | None, tuple[Attack, ...], Outcome | None]:
    """Of the known attacks the one that does most, those that do as much, and what it does."""
    if not known:
        return None, (), None
    recourse.respond_to(programme)
    found = sorted({cut.attack for cut in known}, key=lambda a: (a.start, a.listed, a.moves))
    values = {attack: recourse.value(attack) for attack in found}
    worst = max(values, key=lambda attack: values[attack])
    enough = values[worst] - 1e-6 * max(1.0, values[worst])
    return worst, tuple(a for a in values if values[a] >= enough), recourse.outcome(worst)


def _what_would_do(search: _Search, goal: Goal, units: Units) -> CannotEndure:
    """Say the smallest relaxation under which a programme exists."""
    if goal.kind == "worst":
        cheapest = PlanMaster(search.stage, Goal("cost", goal.aim, np.inf, lasts=goal.lasts))
        least = cheapest.propose(search.seconds).lower * units.money
        return CannotEndure(
            f"no programme costs as little as {goal.budget:g} USD: the least is {least:.10g}",
            least,
        )
    course = replace(search, goal=Goal("worst", goal.aim, lasts=goal.lasts)).run()
    if not course.upper:
        return CannotEndure("no programme does what is asked", np.inf)
    least = course.upper[-1] * units.of_aim(goal)
    unit = "t" if goal.aim == "endurance" else "USD"
    proven = "" if course.ended == "optimal" else " or less; the time was up before it was proven"
    return CannotEndure(
        f"no programme keeps what is short under every attack to {goal.allowed:g} {unit}: "
        f"the least that has to be allowed is {least:.10g} {unit}{proven}",
        least,
    )
