"""Measures with their codes resolved: who sends, who receives, and what cannot both be meant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from outlast.case import Case
from outlast.case.measures import (
    EVERYONE,
    IMPORTER,
    Dated,
    ExportBan,
    Outage,
    Quota,
    RouteClosure,
    Scenario,
)
from outlast.engines.shock.codes import check_codes, members
from outlast.engines.shock.spans import Span, spans_of
from outlast.errors import InvalidInput


@dataclass(frozen=True)
class Cap:
    """A ban, quota or closure with its codes resolved.

    Attributes
    ----------
    id : str
        The measure's.
    level : float
        Part of the baseline flow that may pass.
    powers : frozenset of str
        Countries whose territory sends nothing, blocs by their members.
    spared : frozenset of str or None
        Instead of `powers`: every origin but these.
    targets : frozenset of str
        Countries that receive nothing, or ``ALL``.
    actors, aims : tuple of str
        Powers (or origins) and targets as written, blocs by their code.
    control : bool
        Whether the actors stop what they hold elsewhere, too.
    fixed : mapping of str to float
        Parts of origins in place of those of ``control.csv``.
    closure : bool
        Whether it is a route that is closed and not an act of powers.
    """

    id: str
    level: float
    powers: frozenset[str]
    targets: frozenset[str]
    spared: frozenset[str] | None = None
    actors: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    control: bool = False
    fixed: Mapping[str, float] = field(default_factory=dict)
    closure: bool = False

    def sends(self, origin: str) -> bool:
        """Whether all that leaves an origin's territory is meant."""
        return origin not in self.spared if self.spared is not None else origin in self.powers

    def reaches(self, destination: str) -> bool:
        """Whether a destination is meant."""
        return EVERYONE in self.targets or destination in self.targets


@dataclass(frozen=True)
class Plan:
    """A scenario read for one target and first month; its measures in the order of their ids."""

    caps: tuple[Cap, ...]
    outages: tuple[Outage, ...]
    spans: Mapping[str, Span]


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
    measures = sorted((m for m in scenario.measures if isinstance(m, Dated)), key=lambda m: m.id)
    for measure in measures:
        check_codes(case, measure, year)
    spans = spans_of(scenario, start)
    caps = tuple(
        _cap(case, m, target, year) for m in measures if isinstance(m, ExportBan | RouteClosure)
    )
    _refuse_contradictions(caps, spans)
    return Plan(caps, tuple(m for m in measures if isinstance(m, Outage)), spans)


def _cap(case: Case, measure: ExportBan | RouteClosure, target: str, year: int) -> Cap:
    """Resolve the codes of one measure."""
    named = {target if code == IMPORTER else code for code in measure.targets}
    every = {EVERYONE} & named
    targets = members(case.countries, named - every, year) | every
    if isinstance(measure, RouteClosure):
        origins = members(case.countries, measure.origins, year)
        actors, aims = tuple(sorted(measure.origins)), tuple(sorted(named))
        return Cap(measure.id, 0.0, origins, targets, actors=actors, aims=aims, closure=True)
    spared = None
    if measure.all_but:
        spared = members(case.countries, measure.all_but, year) | {target}
    return Cap(
        id=measure.id,
        level=measure.level if isinstance(measure, Quota) else 0.0,
        powers=members(case.countries, measure.powers, year),
        targets=targets,
        spared=spared,
        actors=tuple(sorted(measure.powers)),
        aims=tuple(sorted(named)),
        control=measure.reach == "control",
        fixed=measure.lanes,
    )


def _refuse_contradictions(caps: tuple[Cap, ...], spans: Mapping[str, Span]) -> None:
    """Two levels of one power for one destination at one time cannot both be meant."""
    acts = [cap for cap in caps if not cap.closure]
    for one, two in combinations(acts, 2):
        if one.level == two.level or spans[one.id].apart(spans[two.id]) or not _meet(one, two):
            continue
        raise InvalidInput(
            f"measures {one.id} and {two.id}",
            f"{one.level:g} and {two.level:g}",
            expected="one level for the same power, target and time",
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
