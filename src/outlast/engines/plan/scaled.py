"""The planner in large money, in which HiGHS keeps its tolerances; dollars in, dollars out."""

import time
from dataclasses import replace

from outlast.engines.plan.attacks import Rules
from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Instance
from outlast.engines.plan.planner import CannotEndure, Plan, plan
from outlast.errors import Infeasible, InvalidInput, OutlastError

SCALES = (1e6, 1e5, 1e7)
"""Dollars to one unit of money, each tried where HiGHS gives up with the one before."""


def plan_scaled(
    instance: Instance, rules: Rules, goal: Goal, *, gap: float, seconds: float | None = None
) -> Plan:
    """Find the best programme, as `outlast.engines.plan.planner.plan` does.

    Parameters
    ----------
    instance, rules, goal, gap, seconds
        As there, in USD; the time is for all that is tried.

    Returns
    -------
    Plan
        In USD, without the outcome of its worst attack.

    Raises
    ------
    CannotEndure
        With what would have to be granted, in USD or tonnes.
    OutlastError
        If HiGHS gives up every time.
    """
    end = None if seconds is None else time.monotonic() + seconds
    found: Plan | None = None
    failed: OutlastError | None = None
    for scale in SCALES:
        left = None if end is None else max(0.0, end - time.monotonic())
        if left is not None and left <= 0 and (found or failed):
            break
        try:
            new = _plan(instance, rules, goal, scale, gap, left)
        except (Infeasible, InvalidInput):
            raise
        except OutlastError as gave_up:
            failed = gave_up
            continue
        found = new if found is None or new.gap < found.gap else found
        if found.ended == "optimal":
            return found
    if found is None:
        raise failed or OutlastError("nothing was tried")
    return found


def _plan(
    instance: Instance, rules: Rules, goal: Goal, scale: float, gap: float, seconds: float | None
) -> Plan:
    in_tonnes = goal.aim == "endurance"
    asked = replace(goal, budget=goal.budget / scale,
                    allowed=goal.allowed if in_tonnes else goal.allowed / scale)  # fmt: skip
    try:
        found = plan(_divided(instance, scale), rules, asked, gap=gap, seconds=seconds)
    except CannotEndure as refused:
        raise _refused(goal, refused, scale) from None
    unit = 1.0 if in_tonnes and goal.kind == "worst" else scale
    done = found.programme
    return replace(
        found,
        programme=replace(done, investment=done.investment * scale, running=done.running * scale),
        lower=tuple(bound * unit for bound in found.lower),
        upper=tuple(bound * unit for bound in found.upper),
        outcome=None,
    )


def _refused(goal: Goal, refused: CannotEndure, scale: float) -> CannotEndure:
    """What is refused, in dollars."""
    if goal.kind == "cost" and goal.aim == "endurance":
        return refused
    least = refused.least * scale
    if goal.kind == "worst":
        return CannotEndure(f"no programme costs as little as {goal.budget:,.0f} USD: the least "
                            f"is {least:,.0f}", least)  # fmt: skip
    return CannotEndure("no programme keeps what is short under every attack to "
                        f"{goal.allowed:,.0f} USD: the least that has to be allowed is "
                        f"{least:,.0f} USD", least)  # fmt: skip


def _divided(instance: Instance, scale: float) -> Instance:
    """The instance with its money divided."""
    return replace(
        instance,
        weight=instance.weight / scale,
        price=instance.price / scale,
        options=tuple(
            replace(option, capex=option.capex / scale, fixed=option.fixed / scale,
                    variable=option.variable / scale) for option in instance.options
        ),
    )  # fmt: skip
