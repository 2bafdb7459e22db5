"""Measures with their codes resolved: who sends, who receives, and what cannot both be meant."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from outlast.case import Case
from outlast.case.measures import (
    EVERYONE,
    IMPORTER,
    Accident,
    ContentRule,
    Dated,
    ExportBan,
    Licence,
    Outage,
    Quota,
    RouteClosure,
    Scenario,
    Tariff,
    Timed,
    TransitClosure,
)
from outlast.engines.shock.codes import check_codes, members, places_of
from outlast.engines.shock.plan import Cap, Plan, Queue
from outlast.engines.shock.references import check_references
from outlast.engines.shock.spans import Span, month_of, spans_of
from outlast.errors import InvalidInput


def read(case: Case, scenario: Scenario, target: str, year: int, start: int) -> Plan:
    """Resolve a scenario's codes and dates.

    Parameters
    ----------
    case : Case
        Knows countries and blocs.
    scenario : Scenario
        The measures, in any order.
    target : str
        The importer that ``IMPORTER`` stands for.
    year : int
        Baseline year; a bloc stands for its members of that year.
    start : int
        First month of the run, year × 12 + month − 1.

    Returns
    -------
    Plan
        The same for every order of the measures.

    Raises
    ------
    InvalidInput
        If a code is not known, a date cannot be, or two measures contradict each other.
    """
    measures = sorted((m for m in scenario.measures if isinstance(m, Timed)), key=lambda m: m.id)
    for measure in measures:
        check_codes(case, measure, year)
    spans = spans_of(scenario, start)
    caps = tuple(
        _cap(case, m, target, year, start)
        for m in measures
        if isinstance(m, ExportBan | ContentRule | RouteClosure)
    )
    _refuse_contradictions(caps, spans)
    plan = Plan(
        caps,
        tuple(m for m in measures if isinstance(m, Outage | Accident)),
        spans,
        tuple(m for m in measures if isinstance(m, TransitClosure)),
        tuple(m for m in measures if isinstance(m, Tariff)),
        tuple(m for m in measures if not isinstance(m, Dated)),
        {
            m.id: _resolved(case, m.origins, target, year)
            for m in measures
            if isinstance(m, Tariff)
        },
        {m.id: _resolved(case, places_of(m), target, year) for m in measures if places_of(m)},
    )
    check_references(case, plan, year)
    return plan


def _resolved(case: Case, codes: Iterable[str], target: str, year: int) -> frozenset[str]:
    """List countries behind codes; ``ALL`` stays."""
    named = {target if code == IMPORTER else code for code in codes}
    every = {EVERYONE} & named
    return members(case.countries, named - every, year) | every


def _cap(
    case: Case, measure: ExportBan | ContentRule | RouteClosure, target: str, year: int, start: int
) -> Cap:
    """Resolve the codes of one measure."""
    named = {target if code == IMPORTER else code for code in measure.targets}
    targets = _resolved(case, named, target, year)
    if isinstance(measure, RouteClosure):
        origins = members(case.countries, measure.origins, year)
        actors, aims = tuple(sorted(measure.origins)), tuple(sorted(named))
        return Cap(measure.id, 0.0, origins, targets, actors=actors, aims=aims, closure=True)
    spared = None
    if isinstance(measure, ExportBan) and measure.all_but:
        spared = members(case.countries, measure.all_but, year) | {target}
    return Cap(
        id=measure.id,
        level=measure.level if isinstance(measure, Quota | ContentRule) else 0.0,
        powers=members(case.countries, measure.powers, year),
        targets=targets,
        spared=spared,
        actors=tuple(sorted(measure.powers)),
        aims=tuple(sorted(named)),
        control=isinstance(measure, ExportBan) and measure.reach == "control",
        fixed=measure.lanes if isinstance(measure, ExportBan) else {},
        leak=measure.leak_share,
        leak_months=measure.leak_months,
        queue=_queue(measure, start) if isinstance(measure, Licence) else None,
        rule=measure if isinstance(measure, ContentRule) else None,
    )


def _queue(licence: Licence, start: int) -> Queue:
    """Put a licence's throughputs into the order of their months."""
    begin = month_of(licence.start, start, licence.id)
    later = sorted(
        (month_of(date, start, licence.id), rate) for date, rate in licence.throughput_from.items()
    )
    for month, _ in later:
        if month <= begin:
            raise InvalidInput(
                f"measure {licence.id}: throughput_from",
                f"month {month:g}",
                expected="dates after its start",
                remedy=f"it begins in month {begin:g}; throughput is what holds from then",
            )
    return Queue(((begin, licence.throughput), *later), licence.approval_share,
                 licence.delay_months)  # fmt: skip


def _refuse_contradictions(caps: tuple[Cap, ...], spans: Mapping[str, Span]) -> None:
    """Two levels of one power for one destination at one time cannot both be meant.

    A licence beside a ban can: the smaller cap counts.
    """
    acts = [cap for cap in caps if not cap.closure and cap.rule is None]
    for one, two in combinations(acts, 2):
        if spans[one.id].apart(spans[two.id]) or not _meet(one, two):
            continue
        if one.queue is not None and two.queue is not None and one.queue != two.queue:
            got, what = "two queues", "queue"
        elif one.queue is None and two.queue is None and one.level != two.level:
            got, what = f"{one.level:g} and {two.level:g}", "level"
        else:
            continue
        raise InvalidInput(
            f"measures {one.id} and {two.id}",
            got,
            expected=f"one {what} for the same power, target and time",
            remedy="end one before the other begins",
        )


def _meet(one: Cap, two: Cap) -> bool:
    """Whether two caps act on a link through the same power; nobody's links are with itself."""
    if EVERYONE in one.targets:
        receivers = two.targets
    else:
        receivers = one.targets if EVERYONE in two.targets else one.targets & two.targets
    return any(power != place for power in _common(one, two) for place in receivers)


def _common(one: Cap, two: Cap) -> frozenset[str]:
    """List the powers of both caps; with two lists of who is spared, everyone else."""
    first, second = (cap.powers | set(cap.actors) for cap in (one, two))
    if one.spared is not None and two.spared is not None:
        return frozenset({EVERYONE})
    if one.spared is not None:
        return frozenset(second - one.spared)
    return frozenset(first - two.spared) if two.spared is not None else first & second
