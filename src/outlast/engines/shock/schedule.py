"""A scenario laid out month by month: what each lane can ship, and where it may not go.

A *lane* is the part of an origin's supply that the acting powers can stop, or the free rest; a cap
on the whole origin would freeze its free part too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    Truce,
)
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.control import buyers_unknown, controlled_share
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Span:
    """When a measure acts, in months from the start of the run."""

    start: float
    end: float
    expected: float

    def active(self, months: int) -> Array:
        """Share of each month's days on which it acts, shape (month,)."""
        edges = np.arange(months + 1, dtype=float)
        overlap = np.minimum(edges[1:], self.end) - np.maximum(edges[:-1], self.start)
        return np.clip(overlap, 0.0, 1.0)

    def remaining(self, months: int) -> Array:
        """Months that people expect it to go on, 0 while it does not act, shape (month,).

        Never less than half of what was expected at first: a stop that has outlasted its
        forecast is not expected to end tomorrow.
        """
        elapsed = np.arange(months) - self.start
        left = np.maximum(self.expected - elapsed, 0.5 * self.expected)
        return np.where(self.active(months) > 0, left, 0.0)


@dataclass(frozen=True)
class Schedule:
    """What the market of each month is given.

    Attributes
    ----------
    lanes : tuple of (str, str)
        Origin and ``controlled`` or ``free``.
    flow : ndarray, shape (draw, lane, destination)
        Baseline flows by lane.  [t/month]
    supply : ndarray, shape (draw, month, lane)
        The most a lane can ship, slack included.  [t/month]
    multiplier : ndarray, shape (month, lane, destination)
        Part of the baseline flow that may pass; 1 is no cap.
    remaining : ndarray, shape (month,)
        Months that the event is expected to go on.
    since : ndarray, shape (month,)
        Months since the first measure began, 0 before.
    onset : int
        The month in which the first measure begins.
    notes : tuple of str
        What is not known of who controls what.
    """

    lanes: tuple[tuple[str, str], ...]
    flow: Array
    supply: Array
    multiplier: Array
    remaining: Array
    since: Array
    onset: int
    notes: tuple[str, ...] = ()


def lay_out(
    case: Case,
    scenario: Scenario,
    normal: Baseline,
    target: str,
    sample: Sample,
    *,
    months: int,
    start: int,
) -> Schedule:
    """Lay a scenario out.

    Parameters
    ----------
    case : Case
        Says who controls what.
    scenario : Scenario
        The measures.
    normal : Baseline
        The normal month.
    target : str
        The importer that ``IMPORTER`` stands for.
    sample : Sample
        Draws slack, control and lost shares.
    months : int
        Length of the run.
    start : int
        First month of the run, year × 12 + month − 1.

    Returns
    -------
    Schedule
        Laid out by lane.

    Raises
    ------
    InvalidInput
        If a measure begins before the run, names an origin that makes nothing, or contradicts
        another.
    """
    spans = {m.id: _span(m, scenario, start) for m in scenario.measures if isinstance(m, Dated)}
    _refuse_contradictions(scenario, spans)
    shares = _controlled(case, scenario, normal, sample, target)
    lanes = [
        (origin, kind)
        for origin in normal.origins
        for kind in ("controlled", "free")
        if kind == "free" or origin in shares
    ]
    flow = np.stack(
        [
            normal.flow[:, normal.origins.index(origin)] * _part(shares, origin, kind)
            for origin, kind in lanes
        ],
        axis=1,
    )
    available = np.ones((sample.draws, months, len(lanes)))
    multiplier = np.ones((months, len(lanes), len(normal.destinations)))
    for measure in scenario.measures:
        if isinstance(measure, Outage):
            _lose(measure, spans[measure.id], lanes, available, sample)
        elif isinstance(measure, Dated):
            closed = _closed(measure, lanes, normal, target)
            level = measure.level if isinstance(measure, Quota) else 0.0
            passed = 1 - spans[measure.id].active(months) * (1 - level)
            cap = np.where(closed[None], passed[:, None, None], 1.0)
            multiplier = np.minimum(multiplier, cap)
    slack = 1 + sample["slack"][:, None, None]
    supply = flow.sum(axis=2)[:, None] * slack * available
    begins = [span.start for span in spans.values()]
    onset = int(min(begins)) if begins else months
    clock = np.maximum(np.arange(months) - onset, 0.0)
    remaining = np.maximum(_lasting(scenario, spans, months), 1.0)
    notes = _unknown(case, scenario, target)
    return Schedule(tuple(lanes), flow, supply, multiplier, remaining, clock, onset, notes)


def _lasting(scenario: Scenario, spans: dict[str, Span], months: int) -> Array:
    """Months that the gravest measure at work is expected to go on, shape (month,)."""
    lasting, gravest = np.zeros(months), np.zeros(months)
    for measure in scenario.measures:
        if not isinstance(measure, Dated):
            continue
        gravity = spans[measure.id].active(months) * _gravity(measure)
        lasting = np.where(gravity > gravest, spans[measure.id].remaining(months), lasting)
        gravest = np.maximum(gravity, gravest)
    return lasting


def _gravity(measure: Dated) -> float:
    """Part of the flows concerned that a measure stops."""
    if isinstance(measure, Outage):
        return measure.lost_share
    return 1 - measure.level if isinstance(measure, Quota) else 1.0


def _span(measure: Dated, scenario: Scenario, start: int) -> Span:
    """When a measure acts; a truce that names it ends it."""
    first = _month(measure.start, start, measure.id)
    announced = _month(measure.announced, start, measure.id) if measure.announced else first
    if announced > first:
        raise InvalidInput(
            f"measure {measure.id}: announced",
            measure.announced,
            expected="no later than its start",
        )
    last = _month(measure.end, start, measure.id) if measure.end else np.inf
    for truce in scenario.measures:
        if isinstance(truce, Truce) and measure.id in truce.lifts:
            last = min(last, _month(truce.start, start, truce.id))
    if last < first:
        raise InvalidInput(f"measure {measure.id}: end", measure.end, expected="after its start")
    return Span(first, last, measure.expected_months)


def _month(date: str, start: int, name: str) -> float:
    """Months from the start of the run, days as parts of a month."""
    if date.startswith("+"):
        return float(date[1:])
    parts = [int(part) for part in date.split("-")]
    day = (parts[2] - 1) / 30.4 if len(parts) == 3 else 0.0
    months = parts[0] * 12 + parts[1] - 1 - start + min(day, 1.0)
    if months < 0:
        begin = f"{start // 12}-{start % 12 + 1:02}"
        raise InvalidInput(
            f"measure {name}: date",
            date,
            expected=f"no earlier than {begin}",
            remedy="the run begins then; give a later date or an earlier year",
        )
    return months


def _refuse_contradictions(scenario: Scenario, spans: dict[str, Span]) -> None:
    """Two caps of one power on one target at one time cannot both be meant."""
    caps = [m for m in scenario.measures if isinstance(m, ExportBan)]
    for i, first in enumerate(caps):
        for second in caps[i + 1 :]:
            one, two = spans[first.id], spans[second.id]
            apart = one.end <= two.start or two.end <= one.start
            same = set(first.powers) & set(second.powers) and set(first.targets) & set(
                second.targets
            )
            levels = [m.level if isinstance(m, Quota) else 0.0 for m in (first, second)]
            if same and not apart and levels[0] != levels[1]:
                raise InvalidInput(
                    f"measures {first.id} and {second.id}",
                    f"{levels[0]:g} and {levels[1]:g}",
                    expected="one level for the same power, target and time",
                    remedy="end one before the other begins",
                )


def _targets(measure: ExportBan | RouteClosure, target: str) -> set[str]:
    """Codes of a measure's targets."""
    return {target if code == IMPORTER else code for code in measure.targets}


def _unknown(case: Case, scenario: Scenario, target: str) -> tuple[str, ...]:
    """Say where a measure reaches through trading firms whose part is not on file."""
    reached = {
        code
        for measure in scenario.measures
        if isinstance(measure, ExportBan) and measure.reach == "control" and not measure.lanes
        for code in _targets(measure, target)
    }
    if not reached or not buyers_unknown(case, reached):
        return ()
    whose = ", ".join(sorted(reached))
    note = (
        f"which firms handle the purchases of {whose} is not on file: control by offtake is left "
        "out, so the reach is a lower bound"
    )
    return (note,)


def _controlled(
    case: Case, scenario: Scenario, normal: Baseline, sample: Sample, target: str
) -> dict[str, Array]:
    """Part of each origin that the powers of control measures can stop, shape (draw,)."""
    shares: dict[str, Array] = {}
    for measure in scenario.measures:
        if not isinstance(measure, ExportBan) or measure.reach != "control":
            continue
        for origin in normal.origins:
            if origin in measure.powers:
                continue
            if measure.lanes:
                share = np.full(sample.draws, measure.lanes.get(origin, 0.0))
            else:
                share = controlled_share(case, origin, measure.powers, normal.year, sample,
                                         _targets(measure, target))  # fmt: skip
            if share.any():
                shares[origin] = np.maximum(shares.get(origin, 0.0), share)
    return shares


def _part(shares: dict[str, Array], origin: str, kind: str) -> Array:
    share = shares.get(origin)
    if share is None:
        return np.ones((1, 1))
    return (share if kind == "controlled" else 1 - share)[:, None]


def _lose(
    measure: Outage, span: Span, lanes: Sequence[tuple[str, str]], available: Array, sample: Sample
) -> None:
    """Take an outage's loss off what its origin can ship, with the repair after it."""
    if measure.origin not in {origin for origin, _ in lanes}:
        raise InvalidInput(
            f"measure {measure.id}: origin",
            measure.origin,
            expected="a producer of the baseline year",
            remedy=f"producers: {', '.join(sorted({o for o, _ in lanes}))}",
        )
    months = available.shape[1]
    lost = np.full(sample.draws, measure.lost_share)
    if measure.lost_low is not None and measure.lost_high is not None:
        lost = sample.interval(
            f"lost-{measure.id}", measure.lost_low, measure.lost_high, "uniform"
        )
    down = span.active(months)
    if measure.repair_months and np.isfinite(span.end):
        after = np.arange(months) + 0.5 - span.end
        healing = np.clip(1 - after / measure.repair_months, 0.0, 1.0) * (after > 0)
        down = np.maximum(down, healing)
    for i, (origin, _) in enumerate(lanes):
        if origin == measure.origin:
            available[:, :, i] *= 1 - lost[:, None] * down


def _closed(
    measure: Dated, lanes: Sequence[tuple[str, str]], normal: Baseline, target: str
) -> NDArray[np.bool_]:
    """Which links a ban, quota or closure shuts, shape (lane, destination)."""
    if isinstance(measure, RouteClosure):
        senders = [origin in measure.origins for origin, _ in lanes]
    elif isinstance(measure, ExportBan):
        free = {*measure.all_but, target}
        senders = [
            origin not in free
            if measure.all_but
            else (
                origin in measure.powers or (measure.reach == "control" and kind == "controlled")
            )
            for origin, kind in lanes
        ]
    else:
        return np.zeros((len(lanes), len(normal.destinations)), dtype=bool)
    named = _targets(measure, target)
    receivers = [EVERYONE in named or code in named for code in normal.destinations]
    closed = np.outer(senders, receivers)
    for i, (origin, _) in enumerate(lanes):
        for j, code in enumerate(normal.destinations):
            closed[i, j] &= origin != code  # nobody bans itself
    return closed
