"""A scenario laid out month by month: what each lane can ship, and where it may not go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import EVERYONE, CapacitySubsidy
from outlast.engines.shock.ahead import ahead
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.caps import Stop, caps, dates, draw, stop
from outlast.engines.shock.costs import Cost, log_costs, tariff
from outlast.engines.shock.lanes import Lane, cut, growth_parts, join
from outlast.engines.shock.lost_supply import Loss, available, losses
from outlast.engines.shock.notes import notes_on
from outlast.engines.shock.pacing import pace
from outlast.engines.shock.pieces import Pieces, cut_months
from outlast.engines.shock.plan import Cap, Plan
from outlast.engines.shock.policies import Policies
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.reliefs import reliefs
from outlast.engines.shock.transits import Ways, close_ways, ways

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
    policies : Policies
        Caps, costs and all else that measures do.
    remaining : ndarray, shape (month, destination)
        Months that the event is expected to go on.
    since : ndarray, shape (month,)
        Months since the first measure that stops something or makes it dearer began, 0 before.
    onset : int
        The month in which it begins; the length of the run where none does.
    notes : tuple of str
        What is not known of who controls what, and what stops nothing.
    """

    lanes: tuple[Lane, ...]
    flow: Array
    supply: Array
    growth: Array
    policies: Policies
    remaining: Array
    since: Array
    onset: int
    notes: tuple[str, ...] = ()


class Acts(NamedTuple):
    """What the measures of a run do, before their days are joined into months."""

    stops: Sequence[Stop]
    costs: Sequence[Cost]
    losses: Sequence[Loss]


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
    found = _acting(case, plan, normal, sample, months)
    parts = cut(case, found, normal.origins, normal.year, sample)
    lost = losses(case, plan, normal, sample, months)
    lanes = tuple(parts)
    flow = np.stack([normal.flow[:, normal.origins.index(lane.origin)] * part[:, None]
                     for lane, part in parts.items()], axis=1)  # fmt: skip
    pieces = cut_months(months, _dates(plan, found, lost, months))
    passing = {m.id: ways(case, m, normal.year, [lane.origin for lane in lanes],
                          normal.destinations) for m in plan.transits}  # fmt: skip
    acts = _acts(plan, found, lost, passing, lanes, normal, pieces, sample)
    stopped = _stopped(acts, lanes, flow.mean(axis=0), pieces)
    use = normal.demand.mean(axis=0)
    remaining, onset = _expected(plan, stopped, use, months)
    passed = caps(acts.stops, pieces, (len(lanes), len(normal.destinations)))
    costs = log_costs(acts.costs, pieces, (len(lanes), len(normal.destinations)))
    tariffs = {lane.origin: costs[:, i] for i, lane in enumerate(lanes)}
    lanes, flow, passed = join(lanes, flow, passed)
    relief = reliefs(case, plan, normal, sample, months, len(lanes))
    origins = [lane.origin for lane in lanes]
    slack = 1 + sample["slack"][:, None, None]
    size = flow.sum(axis=2)[:, None]
    left = available(lost, origins, pieces, sample.draws)
    return Schedule(
        lanes=lanes,
        flow=flow,
        supply=size * slack * left + _new(relief.added, origins, size[:, 0], months),
        growth=growth_parts(lanes, flow, passed),
        policies=relief.policies._replace(
            cap=passed,
            tariff=np.stack([tariffs[origin] for origin in origins], axis=1),
            ahead=ahead(stopped, plan.spans, use, months),
        ),
        remaining=remaining,
        since=np.maximum(np.arange(months) - onset, 0.0),
        onset=onset,
        notes=notes_on(case, plan, normal, sample, stopped, passing, months),
    )


def _acting(
    case: Case, plan: Plan, normal: Baseline, sample: Sample, months: int
) -> tuple[Cap, ...]:
    """List the caps that close a link for a part of some day of the run."""
    begun = tuple(cap for cap in plan.caps if cap.level < 1 and plan.acting(cap, months))
    for cap in begun:
        draw(cap, sample)  # in every window of draws, whether it stops something there or not
    there = tuple(cut(case, begun, normal.origins, normal.year, sample))
    return tuple(cap for cap in begun if closed_links(cap, there, normal.destinations).any())


def _dates(plan: Plan, found: Iterable[Cap], lost: Iterable[Loss], months: int) -> Iterable[float]:
    """List the months at which something that measures do changes."""
    for cap in found:
        yield from dates(cap, plan.spans[cap.id])
    for loss in lost:
        yield from loss.dates()
    for measure in (*plan.tariffs, *plan.transits):
        if plan.acting(measure, months):
            yield from (plan.spans[measure.id].start, plan.spans[measure.id].end)
    for closure in plan.transits:
        if plan.acting(closure, months):
            yield plan.spans[closure.id].start + closure.reroute_months


def _acts(
    plan: Plan, found: Iterable[Cap], lost: Sequence[Loss], passing: Mapping[str, Ways],
    lanes: Sequence[Lane], normal: Baseline, pieces: Pieces, sample: Sample,
) -> Acts:  # fmt: skip
    """Lay every measure on the links and pieces in which it acts."""
    places = normal.destinations
    origins = [lane.origin for lane in lanes]
    stops = [
        stop(cap, plan.spans[cap.id], closed_links(cap, lanes, places).astype(float), pieces,
             sample)
        for cap in found
    ]  # fmt: skip
    costs = [tariff(plan, measure, pieces, origins, places) for measure in plan.tariffs]
    for measure in plan.transits:
        more, cost = close_ways(measure, plan.spans[measure.id], passing[measure.id], pieces)
        stops += more
        costs.append(cost)
    return Acts(
        [one for one in stops if one.on.any()],
        [one for one in costs if one.on.any() and one.rate.any()],
        lost,
    )


def _new(added: Mapping[str, Array], origins: Sequence[str], size: Array, months: int) -> Array:
    """Output of new plants by lane, held as the origin's others are, (draw, month, lane).

    In t/month, as `size`, shape (draw, lane).
    """
    found = np.zeros((len(size), months, len(origins)))
    for origin, output in added.items():
        here = [i for i, code in enumerate(origins) if code == origin]
        whole = size[:, here].sum(axis=1, keepdims=True)
        even = np.full_like(size[:, here], 1 / len(here))
        part = np.divide(size[:, here], whole, out=even, where=whole > 0)
        found[:, :, here] = output[:, :, None] * part[:, None]
    return found


def _expected(
    plan: Plan, stopped: Mapping[str, Array], use: Array, months: int
) -> tuple[Array, int]:
    """Months that each destination expects it to go on, and the month in which it begins."""
    acting = {name: plan.spans[name] for name, lost in stopped.items() if lost.any()}
    left = [span.remaining(months) for span in acting.values()]
    onset = int(min((span.start for span in acting.values()), default=months))
    return pace([stopped[name] for name in acting], left, use, months), onset


def _stopped(acts: Acts, lanes: Sequence[Lane], usual: Array, pieces: Pieces) -> dict[str, Array]:
    """Normal flow that each measure stops, shape (month, destination).  [t/month]

    The mean over draws: a median would be 0 for holdings that most draws do not have.
    """
    found: dict[str, Array] = {}
    taking: list[Stop | Cost] = [*acts.stops, *acts.costs]
    for one in taking:
        lost = one.stopped(usual, pieces)
        found[one.id] = found[one.id] + lost if one.id in found else lost
    for loss in acts.losses:
        here = [lane.origin == loss.origin for lane in lanes]
        found[loss.measure.id] = loss.stopped(usual[here].sum(axis=0), pieces)
    return found


def lumped(
    case: Case, plan: Plan, normal: Baseline, sample: Sample, months: int
) -> tuple[str, ...]:
    """List targets, holders and the like whom the normal month counts with the rest."""
    lanes = tuple(cut(case, plan.caps, normal.origins, normal.year, sample))
    acting = {cap.id for cap in plan.caps if cap.level < 1 and _senders(cap, lanes).any()}
    acting |= {measure.id for measure in plan.tariffs if measure.rate}
    acting |= {measure.id for measure in plan.reliefs
               if not (isinstance(measure, CapacitySubsidy)
                       and plan.places[measure.id] <= set(normal.origins))}  # fmt: skip
    named = {
        code
        for name in acting
        if plan.spans[name].start < months
        for code in plan.places.get(name, ())
    }
    return tuple(sorted(named - {EVERYONE, *normal.destinations}))


def closed_links(cap: Cap, lanes: Sequence[Lane], places: Sequence[str]) -> NDArray[np.bool_]:
    """Which links a ban, quota or closure shuts, shape (lane, destination); nobody bans itself."""
    abroad = np.array([[lane.origin != code for code in places] for lane in lanes])
    return np.outer(_senders(cap, lanes), [cap.reaches(code) for code in places]) & abroad


def _senders(cap: Cap, lanes: Sequence[Lane]) -> NDArray[np.bool_]:
    return np.array([cap.sends(lane.origin) or cap.id in lane.held_by for lane in lanes])
