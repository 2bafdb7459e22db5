"""A scenario laid out month by month: what each lane can ship, and where it may not go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import EVERYONE, Outage
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.lanes import Lane, cut, growth_parts, join
from outlast.engines.shock.links import Cap, Plan
from outlast.engines.shock.notes import notes_on
from outlast.engines.shock.pacing import pace
from outlast.engines.shock.pieces import Pieces, cut_months
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Schedule:
    """What the market of each month is given.

    Attributes
    ----------
    lanes : tuple of Lane
        Origin, and the measures that hold a part of it.
    flow : ndarray, shape (draw, lane, destination)
        Baseline flows by lane.  [t/month]
    supply : ndarray, shape (draw, month, lane)
        The most a lane can ship, slack included.  [t/month]
    growth : ndarray, shape (draw, month, lane)
        Part of an origin's allowance to grow that a lane has.
    multiplier : ndarray, shape (month, lane, destination)
        Part of the baseline flow that may pass; 1 is no cap.
    remaining : ndarray, shape (month, destination)
        Months that the event is expected to go on.
    since : ndarray, shape (month,)
        Months since the first measure that stops something began, 0 before.
    onset : int
        The month in which it begins; the length of the run where none does.
    notes : tuple of str
        What is not known of who controls what, and what stops nothing.
    """

    lanes: tuple[Lane, ...]
    flow: Array
    supply: Array
    growth: Array
    multiplier: Array
    remaining: Array
    since: Array
    onset: int
    notes: tuple[str, ...] = ()


def lay_out(case: Case, plan: Plan, normal: Baseline, sample: Sample, *, months: int) -> Schedule:
    """Lay a scenario out.

    Parameters
    ----------
    case : Case
        Says who controls what.
    plan : Plan
        The scenario, read.
    normal : Baseline
        The normal month.
    sample : Sample
        Draws slack, control and lost shares.
    months : int
        Length of the run.

    Returns
    -------
    Schedule
        Laid out by lane.  Measures that close no link and take nothing leave no trace in it, and
        those that stop no flow of the normal month neither start its clock nor pace its stocks.

    Raises
    ------
    InvalidInput
        If an outage's origin makes nothing.
    """
    parts = cut(case, plan.caps, normal.origins, normal.year, sample)
    caps = _acting(plan, parts, normal, months)
    if caps != plan.caps:
        parts = cut(case, caps, normal.origins, normal.year, sample)
    losses = _losses(plan, normal, sample, months)
    lanes = tuple(parts)
    flow = np.stack([normal.flow[:, normal.origins.index(lane.origin)] * part[:, None]
                     for lane, part in parts.items()], axis=1)  # fmt: skip
    closed = [closed_links(cap, lanes, normal.destinations) for cap in caps]
    pieces = cut_months(months, [plan.spans[cap.id] for cap in caps],
                        [(outage, plan.spans[name]) for name, (outage, _) in losses.items()],
                        )  # fmt: skip
    stopped = _stopped(caps, closed, losses, lanes, flow)
    remaining, onset = _expected(plan, stopped, normal.demand.mean(axis=0), months)
    passed = _passed(plan, caps, closed, pieces, (len(lanes), len(normal.destinations)))
    lanes, flow, passed = join(lanes, flow, passed)
    slack = 1 + sample["slack"][:, None, None]
    available = _available(plan, losses, lanes, pieces, sample.draws)
    return Schedule(
        lanes=lanes,
        flow=flow,
        supply=flow.sum(axis=2)[:, None] * slack * available,
        growth=growth_parts(lanes, flow, passed),
        multiplier=passed,
        remaining=remaining,
        since=np.maximum(np.arange(months) - onset, 0.0),
        onset=onset,
        notes=notes_on(case, plan, normal, sample, stopped, months),
    )


def _expected(
    plan: Plan, stopped: Mapping[str, Array], use: Array, months: int
) -> tuple[Array, int]:
    """Months that each destination expects it to go on, and the month in which it begins."""
    acting = {name: plan.spans[name] for name, lost in stopped.items() if lost.any()}
    lost = [np.outer(span.active(months), stopped[name]) for name, span in acting.items()]
    left = [span.remaining(months) for span in acting.values()]
    onset = int(min((span.start for span in acting.values()), default=months))
    return pace(lost, left, use, months), onset


def _acting(plan: Plan, lanes: Iterable[Lane], normal: Baseline, months: int) -> tuple[Cap, ...]:
    """List the caps that close a link for a part of some day of the run."""
    there = tuple(lanes)
    return tuple(
        cap
        for cap in plan.caps
        if cap.level < 1
        and plan.spans[cap.id].start < months
        and closed_links(cap, there, normal.destinations).any()
    )


def lumped(
    case: Case, plan: Plan, normal: Baseline, sample: Sample, months: int
) -> tuple[str, ...]:
    """List targets of measures that act, but which the normal month counts with the rest."""
    lanes = tuple(cut(case, plan.caps, normal.origins, normal.year, sample))
    named = {
        code
        for cap in plan.caps
        if cap.level < 1 and plan.spans[cap.id].start < months and _senders(cap, lanes).any()
        for code in cap.targets
    }
    return tuple(sorted(named - {EVERYONE, *normal.destinations}))


def closed_links(cap: Cap, lanes: Sequence[Lane], places: Sequence[str]) -> NDArray[np.bool_]:
    """Which links a ban, quota or closure shuts, shape (lane, destination); nobody bans itself."""
    abroad = np.array([[lane.origin != code for code in places] for lane in lanes])
    return np.outer(_senders(cap, lanes), [cap.reaches(code) for code in places]) & abroad


def _senders(cap: Cap, lanes: Sequence[Lane]) -> NDArray[np.bool_]:
    return np.array([cap.sends(lane.origin) or cap.id in lane.held_by for lane in lanes])


def _losses(
    plan: Plan, normal: Baseline, sample: Sample, months: int
) -> dict[str, tuple[Outage, Array]]:
    """Draw the lost share of every outage that takes something in the run, shape (draw,)."""
    found = {}
    for outage in plan.outages:
        if outage.origin not in normal.origins:
            raise InvalidInput(
                f"measure {outage.id}: origin",
                outage.origin,
                expected="a producer of the baseline year",
                remedy=f"producers: {', '.join(sorted(normal.origins))}",
            )
        lost = np.full(sample.draws, outage.lost_share)
        if outage.lost_low is not None and outage.lost_high is not None:
            lost = sample.interval(
                f"lost-{outage.id}", outage.lost_low, outage.lost_high, "uniform"
            )
        if lost.any() and plan.spans[outage.id].start < months:
            found[outage.id] = (outage, lost)
    return found


def _available(
    plan: Plan, losses: Mapping[str, tuple[Outage, Array]], lanes: Sequence[Lane],
    pieces: Pieces, draws: int,
) -> Array:  # fmt: skip
    """Part of each lane's supply that is not lost, shape (draw, month, lane)."""
    whole = np.ones((draws, len(pieces.middle)))
    left: dict[str, Array] = {}
    for outage, lost in losses.values():
        down = pieces.down(outage, plan.spans[outage.id])
        left[outage.origin] = left.get(outage.origin, whole) * (1 - lost[:, None] * down)
    by_origin = {origin: pieces.by_month(values, axis=1) for origin, values in left.items()}
    untouched = pieces.by_month(whole, axis=1)
    return np.stack([by_origin.get(lane.origin, untouched) for lane in lanes], axis=2)


def _passed(
    plan: Plan, caps: Sequence[Cap], closed: Sequence[NDArray[np.bool_]], pieces: Pieces,
    shape: tuple[int, int],
) -> Array:  # fmt: skip
    """Part of each link's baseline flow that may pass, shape (month, lane, destination)."""
    stopped = np.zeros((len(pieces.middle), *shape))
    for cap, links in zip(caps, closed, strict=True):
        on = pieces.on(plan.spans[cap.id])
        stopped[on] = np.maximum(stopped[on], (1 - cap.level) * links)
    return 1 - pieces.by_month(stopped)


def _stopped(
    caps: Sequence[Cap], closed: Sequence[NDArray[np.bool_]],
    losses: Mapping[str, tuple[Outage, Array]], lanes: Sequence[Lane], flow: Array,
) -> dict[str, Array]:  # fmt: skip
    """Baseline flow that each measure stops while it acts, shape (destination,).  [t/month]

    The mean over draws: a median would be 0 for holdings that most draws do not have.
    """
    usual = flow.mean(axis=0)
    found = {
        cap.id: (1 - cap.level) * (links * usual).sum(axis=0)
        for cap, links in zip(caps, closed, strict=True)
    }
    for name, (outage, lost) in losses.items():
        here = [lane.origin == outage.origin for lane in lanes]
        found[name] = lost.mean() * usual[here].sum(axis=0)
    return found
