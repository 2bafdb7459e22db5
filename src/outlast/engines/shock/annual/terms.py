"""A scenario read as one year: what may pass, what is left of output, what is taxed.

A measure counts by the part of the twelve months in which it acts, from the first that begins: a
ban of half a year lets half of the normal flow pass, a loss for half a year is half as large.
Kinds that a year cannot tell are listed, never dropped in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import EVERYONE, IMPORTER, Outage, Scenario, Truce
from outlast.engines.shock.annual.base import Array
from outlast.engines.shock.annual.hat import Rows
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.codes import members
from outlast.engines.shock.lanes import Lane, cut
from outlast.engines.shock.links import read
from outlast.engines.shock.plan import Plan
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.schedule import closed_links
from outlast.engines.shock.spans import Span

MONTHS = 12
COVERED = frozenset({"export_ban", "quota", "route_closure", "outage", "tariff", "truce"})
"""Kinds of measures that a year can tell."""


@dataclass(frozen=True)
class Terms:
    """What a scenario does to a year.

    Attributes
    ----------
    lanes : tuple of Lane
        Parts of origins that measures treat alike.
    flow : ndarray, shape (lane, destination)
        Normal use, the mean over draws.  [t/year]
    passes : ndarray, shape (lane, destination)
        Part of the normal flow that may pass; 1 is no cap.
    left : ndarray, shape (lane,)
        Part of output that is not lost.
    tariff : ndarray, shape (lane, destination)
        Added ad valorem rate.
    not_covered : tuple of (str, str, str, bool)
        Id, kind and reason of each measure that is not in it, and whether all of it is not.
    acts : bool
        Whether any measure is in it.
    """

    lanes: tuple[Lane, ...]
    flow: Array
    passes: Array
    left: Array
    tariff: Array
    not_covered: tuple[tuple[str, str, str, bool], ...]
    acts: bool


def terms_of(
    case: Case, scenario: Scenario, target: str, normal: Baseline, sample: Sample
) -> Terms:
    """Read a scenario as one year.

    Parameters
    ----------
    case : Case
        Says who controls what.
    scenario : Scenario
        Measures of any kind.
    target : str
        The importer that ``IMPORTER`` stands for.
    normal : Baseline
        The normal month.
    sample : Sample
        Draws control.

    Returns
    -------
    Terms
        Of the twelve months from the first covered measure's start.

    Raises
    ------
    InvalidInput
        If a covered measure does not fit the case.
    """
    known = _covered(scenario)
    plan = read(case, known, target, normal.year, normal.year * MONTHS)
    first = int(min((span.start for span in plan.spans.values()), default=0))
    left_out = _left_out(scenario, plan.spans, first, normal)
    outages = [m for m in known.measures
               if isinstance(m, Outage) and m.origin in normal.origins]  # fmt: skip
    days = _cut(first, outages, plan.spans)
    parts = cut(case, plan.caps, normal.origins, normal.year, sample)
    lanes = tuple(parts)
    flow = np.stack([
        (normal.flow[:, normal.origins.index(lane.origin)] * part[:, None]).mean(axis=0)
        for lane, part in parts.items()
    ])  # fmt: skip
    tariff = np.zeros(flow.shape)
    measures: Sequence[Any] = known.measures
    for measure in measures:
        if measure.kind == "tariff":
            links = tariff_links(measure, case, target, lanes, normal)
            tariff += measure.rate * links * days.mean(days.on(plan.spans[measure.id]))
    whole = {name for name, _, _, every in left_out if every}
    return Terms(lanes, MONTHS * flow, _passes(plan, days, lanes, normal),
                 _left(outages, plan.spans, days, lanes), tariff, left_out,
                 acts=not plan.spans.keys() <= whole)  # fmt: skip


def _left_out(
    scenario: Scenario, spans: Mapping[str, Span], first: int, normal: Baseline
) -> tuple[tuple[str, str, str, bool], ...]:
    """Id, kind and reason of what a year cannot tell, and whether it is all of a measure."""
    found = []
    measures: Sequence[Any] = scenario.measures
    for measure in measures:
        span = spans.get(measure.id)
        if getattr(measure, "stage", None):
            reason = f"acts on the stage {measure.stage}, a market of its own"
        elif measure.kind not in COVERED:
            reason = "no such measure in a model of one year"
        elif span is not None and span.start >= first + MONTHS:
            reason = "begins after the twelve months that are compared"
        elif isinstance(measure, Outage) and measure.origin not in normal.origins:
            reason = f"{measure.origin} made nothing in {normal.year}"
        elif any(getattr(measure, "leak_share", ())):
            found.append((measure.id, measure.kind, "what leaks through is left out", False))
            continue
        else:
            continue
        found.append((measure.id, measure.kind, reason, True))
    return tuple(sorted(found))


def tariff_links(
    measure: Any,  # noqa: ANN401 - of a kind that the case need not have
    case: Case,
    target: str,
    lanes: Sequence[Lane],
    normal: Baseline,
) -> Rows:
    """Which links a tariff taxes: what its targets import from its origins.

    Parameters
    ----------
    measure : Tariff
        `targets` levy it, ``IMPORTER`` stands for the run's; `origins` pay; ``ALL`` is everyone.
    case : Case
        Knows blocs.
    target : str
        The importer that ``IMPORTER`` stands for.
    lanes : sequence of Lane
        Parts of origins.
    normal : Baseline
        The normal month.

    Returns
    -------
    ndarray, shape (lane, destination)
        Nobody taxes what it makes itself.
    """

    def meant(codes: Iterable[str], known: Iterable[str]) -> NDArray[np.bool_]:
        named = {target if code == IMPORTER else code for code in codes}
        those = members(case.countries, named - {EVERYONE}, normal.year)
        return np.array([EVERYONE in named or code in those for code in known])

    origins = [lane.origin for lane in lanes]
    abroad = np.array([[origin != place for place in normal.destinations] for origin in origins])
    return abroad & np.outer(
        meant(measure.origins, origins), meant(measure.targets, normal.destinations)
    )


def _covered(scenario: Scenario) -> Scenario:
    """Leave out the measures of other kinds and of stages, and what truces say of them."""
    ids = {m.id for m in scenario.measures
           if m.kind in COVERED and not getattr(m, "stage", None)}  # fmt: skip
    kept: list[Any] = []
    for measure in scenario.measures:
        if isinstance(measure, Truce):
            lifts = tuple(name for name in measure.lifts if name in ids)
            kept += [measure.model_copy(update={"lifts": lifts})] if lifts else []
        elif measure.id in ids:
            kept.append(measure)
    return scenario.model_copy(update={"measures": tuple(kept)})


class _Days(NamedTuple):
    """The twelve months, cut at every date on which something begins or ends."""

    edges: Array

    @property
    def middle(self) -> Array:
        return (self.edges[1:] + self.edges[:-1]) / 2

    def on(self, span: Span) -> Array:
        """Whether a measure acts, 1 or 0, shape (piece,)."""
        return ((span.start <= self.middle) & (self.middle < span.end)).astype(float)

    def down(self, outage: Outage, span: Span) -> Array:
        """Part of a loss that is there: all while it acts, less in repair, shape (piece,)."""
        if not outage.repair_months or not np.isfinite(span.end):
            return self.on(span)
        healed = (self.middle - span.end) / outage.repair_months
        return np.where(self.middle < span.start, 0.0, np.clip(1 - healed, 0.0, 1.0))

    def mean(self, values: Array) -> Array:
        """Mean over the year, the pieces along the first axis; no trace of rounding at 0 or 1."""
        return np.round(np.tensordot(np.diff(self.edges) / MONTHS, values, 1), 12)


def _cut(first: int, outages: Iterable[Outage], spans: Mapping[str, Span]) -> _Days:
    dates = [date for span in spans.values() for date in (span.start, span.end)]
    dates += [spans[outage.id].end + outage.repair_months for outage in outages]
    within = [date for date in dates if first < date < first + MONTHS]
    return _Days(np.unique([first, *within, first + MONTHS]))


def _passes(plan: Plan, days: _Days, lanes: Sequence[Lane], normal: Baseline) -> Array:
    """Part of each link's normal flow that may pass, shape (lane, destination)."""
    stopped = np.zeros((len(days.middle), len(lanes), len(normal.destinations)))
    for cap in plan.caps:
        links = (1 - cap.level) * closed_links(cap, lanes, normal.destinations)
        stopped = np.maximum(stopped, days.on(plan.spans[cap.id])[:, None, None] * links)
    return 1 - days.mean(stopped)


def _left(
    outages: Iterable[Outage], spans: Mapping[str, Span], days: _Days, lanes: Sequence[Lane]
) -> Array:
    """Part of each lane's output that is not lost, shape (lane,)."""
    left = {lane.origin: np.ones(len(days.middle)) for lane in lanes}
    for outage in outages:
        there = 1 - outage.lost_share * days.down(outage, spans[outage.id])
        left[outage.origin] = left[outage.origin] * there
    return np.array([float(days.mean(left[lane.origin])) for lane in lanes])
