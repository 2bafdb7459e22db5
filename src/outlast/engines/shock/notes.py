"""What a reader should know of a scenario: measures that stop nothing, control not on file."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import EVERYONE
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.control import buyers_unknown, controlled_share
from outlast.engines.shock.links import Cap, Plan
from outlast.engines.shock.priors import Sample

Array = NDArray[np.float64]


def notes_on(
    case: Case, plan: Plan, normal: Baseline, sample: Sample, stopped: Mapping[str, Array],
    months: int,
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
    months : int
        Length of the run.

    Returns
    -------
    tuple of str
        In the order of the measures' ids.
    """
    notes = list(_unknown(case, plan.caps))
    for name in sorted(plan.spans):
        begins = plan.spans[name].start
        if begins >= months:
            when = f"it begins in month {begins:g} and the run ends with month {months}"
            notes.append(f"measure {name} stops nothing: {when}")
        elif name in {outage.id for outage in plan.outages}:
            notes += [] if name in stopped else [f"measure {name} stops nothing: it loses nothing"]
    for cap in plan.caps:
        if plan.spans[cap.id].start < months:
            notes += _on_cap(case, cap, normal, sample, stopped.get(cap.id))
    return tuple(notes)


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
        elif stopped is None or not stopped.any():
            yield (
                f"measure {cap.id} stops no flow of {year}: it only keeps new trade from beginning"
            )


def _acts(case: Case, code: str, cap: Cap, normal: Baseline, sample: Sample) -> bool:
    """Whether a power makes something, or holds a part of what others make."""
    if case.countries.members(code, normal.year) & set(normal.origins):
        return True
    if not cap.control:
        return False
    if cap.fixed:
        return bool(set(cap.fixed) & set(normal.origins))
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
