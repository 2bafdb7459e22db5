"""What a reader should know of a scenario: measures that stop nothing, control not on file."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import EVERYONE, TransitClosure
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.control import buyers_unknown, controlled_share
from outlast.engines.shock.plan import Cap, Plan
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.transits import Ways

Array = NDArray[np.float64]


def notes_on(
    case: Case, plan: Plan, normal: Baseline, sample: Sample, stopped: Mapping[str, Array],
    passing: Mapping[str, Ways], months: int,
) -> tuple[str, ...]:  # fmt: skip
    """Say what stops nothing, and where control is not on file.

    Parameters
    ----------
    case : Case
        Says who controls what.
    plan : Plan
        The scenario, read.
    normal : Baseline
        The normal month.
    sample : Sample
        Draws control.
    stopped : mapping of str to ndarray
        Baseline flow that each measure stops; those that leave no trace are not in it.
    passing : mapping of str to Ways
        What each closing of passages stops, before lanes were joined.
    months : int
        Length of the run.

    Returns
    -------
    tuple of str
        In the order of the measures' ids.
    """
    notes = list(_unknown(case, [cap for cap in plan.caps if plan.acting(cap, months)]))
    for name in sorted(plan.spans):
        begins = plan.spans[name].start
        if begins >= months:
            when = f"it begins in month {begins:g} and the run ends with month {months}"
            helps = name in {measure.id for measure in plan.reliefs}
            notes.append(f"measure {name} {'does' if helps else 'stops'} nothing: {when}")
        elif name in {loss.id for loss in plan.losses}:
            notes += [] if name in stopped else [f"measure {name} stops nothing: it loses nothing"]
    for cap in plan.caps:
        if plan.acting(cap, months):
            notes += _on_cap(case, cap, normal, sample, stopped.get(cap.id))
    for tariff in plan.tariffs:
        if plan.acting(tariff, months) and not _any(stopped.get(tariff.id)):
            why = "its rate is 0" if not tariff.rate else f"no such imports in {normal.year}"
            notes.append(f"measure {tariff.id} taxes nothing: {why}")
    for closure in plan.transits:
        if plan.acting(closure, months):
            notes += _on_closure(closure, passing[closure.id], normal, stopped.get(closure.id))
    return tuple(notes)


def _any(stopped: Array | None) -> bool:
    return stopped is not None and bool(stopped.any())


def _on_closure(
    closure: TransitClosure, found: Ways, normal: Baseline, stopped: Array | None
) -> Iterable[str]:
    """Say whether a closing of passages stops nothing, and of how much the way is not known."""
    if not _any(stopped):
        yield f"measure {closure.id} stops no flow of {normal.year}: nothing passes"
    usual = normal.flow.mean(axis=0)
    origins = np.array(normal.origins)
    first = [found.lanes.index(origin) for origin in origins]
    unknown = float((usual * found.unknown[first]).sum() / usual.sum())
    if unknown:
        yield (
            f"measure {closure.id}: the way of {100 * unknown:.2g} % of all flows is not in the "
            "table of sea routes and is left out, so what it stops is a lower bound"
        )


def _on_cap(
    case: Case, cap: Cap, normal: Baseline, sample: Sample, stopped: Array | None
) -> Iterable[str]:
    """Say whether a ban, quota or closure stops nothing, or some of its powers do not."""
    year = normal.year
    idle = [code for code in cap.actors if not _acts(case, code, cap, normal, sample)]
    if cap.level >= 1:
        yield f"measure {cap.id} stops nothing: all of the normal flow may pass"
    elif idle:
        whose = ", ".join(idle)
        yield f"measure {cap.id}: {whose} made nothing in {year} and stops nothing"
    if cap.level < 1 and len(idle) < max(len(cap.actors), 1):
        away = [code for code in cap.aims if not _buys(case, code, normal)]
        if away:
            yield f"measure {cap.id}: {', '.join(away)} bought nothing in {year}"
        elif not _any(stopped):
            yield (
                f"measure {cap.id} stops no flow of {year}: it only keeps new trade from beginning"
            )


def _acts(case: Case, code: str, cap: Cap, normal: Baseline, sample: Sample) -> bool:
    """Whether a power makes something, or holds a part of what others make."""
    if case.countries.members(code, normal.year) & set(normal.origins):
        return True
    if not cap.abroad:
        return False
    if cap.fixed:
        return bool(set(cap.fixed) & set(normal.origins))
    if cap.rule is not None:
        return bool(set(cap.rule.contents) & set(normal.origins)) or cap.rule.technology
    shares = (
        controlled_share(case, origin, (code,), normal.year, sample, cap.targets)
        for origin in normal.origins
    )
    return any(share.any() for share in shares)


def _buys(case: Case, code: str, normal: Baseline) -> bool:
    if code == EVERYONE:
        return True
    known = case.countries.members(code, normal.year)
    return bool(known & set(normal.destinations))


def _unknown(case: Case, caps: Iterable[Cap]) -> tuple[str, ...]:
    """Say where a measure reaches through trading firms whose part is not on file."""
    reached = {code for cap in caps if cap.control and not cap.fixed for code in cap.targets}
    if not reached or not buyers_unknown(case, reached):
        return ()
    whose = ", ".join(sorted(reached))
    note = (
        f"which firms handle the purchases of {whose} is not on file: control by offtake is left "
        "out, so the reach is a lower bound"
    )
    return (note,)
