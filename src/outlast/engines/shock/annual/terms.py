"""A scenario read as one year: what may pass, what is left of output, what is taxed.

A measure counts by the part of the twelve months in which it acts, from the first that begins: a
ban of half a year lets half of the normal flow pass, a loss for half a year is half as large.
Kinds that a year cannot tell are listed, never dropped in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from outlast.case import Case
from outlast.case.measures import NONE, Outage, Scenario, Truce
from outlast.engines.shock.annual.base import Array
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.caps import caps, stop
from outlast.engines.shock.costs import tariff
from outlast.engines.shock.lanes import Lane, cut
from outlast.engines.shock.links import read
from outlast.engines.shock.lost_supply import Loss, available
from outlast.engines.shock.pieces import Pieces, cut_months
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
    parts = cut(case, plan.caps, normal.origins, normal.year, sample)
    lanes = tuple(parts)
    origins = [lane.origin for lane in lanes]
    flow = np.stack([
        (normal.flow[:, normal.origins.index(lane.origin)] * part[:, None]).mean(axis=0)
        for lane, part in parts.items()
    ])  # fmt: skip
    lost = [_printed(m, plan.spans[m.id]) for m in plan.losses
            if isinstance(m, Outage) and m.origin in normal.origins]  # fmt: skip
    dates = [date for loss in lost for date in loss.dates()]
    dates += [date for span in plan.spans.values() for date in (span.start, span.end)]
    pieces = cut_months(first + MONTHS, dates)
    taxes = [tariff(plan, measure, pieces, origins, normal.destinations)
             for measure in plan.tariffs]  # fmt: skip
    whole = {name for name, _, _, every in left_out if every}
    return Terms(
        lanes, MONTHS * flow,
        passes=_mean(_passes(plan, pieces, lanes, normal, sample)[first:]),
        left=_mean(available(lost, origins, pieces, 1)[0, first:]),
        tariff=sum((one.rate * _mean(pieces.by_month(one.on.astype(float))[first:])
                    for one in taxes), start=np.zeros(flow.shape)),
        not_covered=left_out,
        acts=not plan.spans.keys() <= whole,
    )  # fmt: skip


def _mean(values: Array) -> Array:
    """Mean over months, the first axis; no trace of rounding at 0 or 1."""
    return np.round(values.mean(axis=0), 12)


def _printed(outage: Outage, span: Span) -> Loss:
    """What an outage takes as printed, its low and high not drawn."""
    return Loss(outage, outage.origin, np.array([outage.lost_share]),
                np.array([outage.repair_months]), span)  # fmt: skip


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


def _passes(
    plan: Plan, pieces: Pieces, lanes: Sequence[Lane], normal: Baseline, sample: Sample
) -> Array:
    """Part of each link's normal flow that may pass, shape (month, lane, destination)."""
    stops = [
        stop(replace(cap, leak=NONE), plan.spans[cap.id],
             closed_links(cap, lanes, normal.destinations).astype(float), pieces, sample)
        for cap in plan.caps
    ]  # fmt: skip
    capped = caps(stops, pieces, (len(lanes), len(normal.destinations)))[0]
    return np.where(np.isfinite(capped), capped, 1.0)
