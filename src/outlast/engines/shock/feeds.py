r"""What the makers of a product get of what it is made from, and what that lets them ship.

An upstream stage (mine, separation) is a market of its own, run before the product's, in which the
product's makers i are destinations.  With a tonnes of feed in a tonne of product and the part
:math:`\ell` lost in making it,

.. math::
    n_i &= o_i\, a / (1 - \ell) && \text{feed that a normal month's output } o_i \text{ takes} \\
    m_i(t) &= \min\bigl(1,\, f_i(t) / \min(n_i, f_i^0)\bigr) && \text{part of it that is met} \\
    s_i(t) &\le m_i(t)\, s_i^0 \text{ where } m_i < 1 && \text{what the maker can ship}

with f the use of the feed's sector at i with what other materials replace of it, :math:`f^0` that
of a normal month and :math:`s^0` the normal supply with its slack: new plants of a maker that is
short of feed make no more.  Feed beyond the need is a cushion.  Of several inputs the scarcest
binds (Leontief 1936, doi:10.2307/1927837).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import Scenario, Timed, Truce
from outlast.case.schema import Stage
from outlast.countries import the
from outlast.engines.exposure.producers import with_output
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.lanes import Lane
from outlast.engines.shock.market import Market, Record
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.schedule import Schedule
from outlast.engines.shock.wanted import part_wanted
from outlast.errors import InvalidInput, did_you_mean

Array = NDArray[np.float64]
CONFLICT = 1.25
"""A need that is as many times the feed on file is told."""
SAME = 1e-9
"""Feed that is short by a smaller part is not short."""


@dataclass(frozen=True)
class Feed:
    """What the makers of a product get from one upstream stage.

    Attributes
    ----------
    path : str
        Of the stage, ``oxide/ore`` for a stage of a stage.
    title : str
        What it makes.
    makers : tuple of str
        Of the product.
    known : tuple of bool
        Whether a maker's feed is on file.
    met : ndarray, shape (draw, month, maker)
        Part of what it needs that it gets, 1 where that is not on file.
    remaining : ndarray, shape (month, maker)
        Months that the stage's event is expected to go on.
    onset : int
        Of the stage's event; the length of the run where there is none.
    notes : tuple of str
        Where the feed is not on file, or told in two ways.
    """

    path: str
    title: str
    makers: tuple[str, ...]
    known: tuple[bool, ...]
    met: Array
    remaining: Array
    onset: int
    notes: tuple[str, ...]


class Made(NamedTuple):
    """An upstream stage's market after its run."""

    case: Case
    path: str
    normal: Baseline
    schedule: Schedule
    market: Market
    record: Record
    sectors: tuple[str, ...]


def check_stages(case: Case, scenario: Scenario, year: int) -> None:
    """Refuse measures on stages that are not there, and stages without trade of the year.

    Raises
    ------
    InvalidInput
        With the measure or the stage.
    """
    for measure in scenario.measures:
        stage = measure.stage if isinstance(measure, Timed) else None
        if stage is not None and stage not in case.chain:
            raise InvalidInput(
                f"measure {measure.id}: stage", repr(stage), expected="a stage of the case",
                remedy=did_you_mean(stage, case.chain) if case.chain
                else "this case has none: leave it out",
            )  # fmt: skip
    for path, stage_case in case.chain.items():
        if year not in stage_case.years:
            first, last = stage_case.header.years
            raise InvalidInput("year", year, expected=f"{first} to {last}, the years of {path}",
                               remedy="a run needs the trade of every stage")  # fmt: skip


def of_year(case: Case, scenario: Scenario, year: int) -> tuple[Case, tuple[str, ...]]:
    """Leave out stages without trade or output of the year, but for those that a measure acts on.

    Parameters
    ----------
    case : Case
        With its stages.
    scenario : Scenario
        Whose measures may name stages.
    year : int
        Baseline year.

    Returns
    -------
    case : Case
        The same where every stage has both.
    notes : tuple of str
        What is left out.
    """
    named = {m.stage or "" for m in scenario.measures if isinstance(m, Timed)}
    return _of_year(case, named, year, "")


def _of_year(case: Case, named: set[str], year: int, above: str) -> tuple[Case, tuple[str, ...]]:
    kept: list[tuple[Stage, Case]] = []
    notes: list[str] = []
    for row, stage in case.stages:
        path = above + row.stage
        missing = _missing(stage, year)
        if not missing or any(f"{name}/".startswith(f"{path}/") for name in named):
            inner, more = _of_year(stage, named, year, f"{path}/")
            kept.append((row, inner))
            notes += more
        else:
            what = stage.header.title.lower()
            notes.append(f"{missing} of {what} in {year} is not on file: all makers' feed of it "
                         "is unknown and taken to go on")  # fmt: skip
    same = len(kept) == len(case.stages) and all(
        inner is stage for (_, inner), (_, stage) in zip(kept, case.stages, strict=True)
    )
    return (case if same else replace(case, stages=tuple(kept))), tuple(notes)


def _missing(stage: Case, year: int) -> str:
    """What a stage lacks to be run in a year; nothing if it can be."""
    if year not in stage.years:
        return "trade"
    return "" if with_output(stage, year) else "output"


def part_of(scenario: Scenario, stage: str) -> Scenario:
    """Pick the measures on a stage and above it; those of the product itself for no stage.

    Truces go with what they lift.
    """
    own: list[Timed] = []
    others: set[str] = set()
    for measure in scenario.measures:
        if isinstance(measure, Timed):
            first, _, rest = (measure.stage or "").partition("/")
            if first == stage:
                own.append(measure.model_copy(update={"stage": rest or None}))
            else:
                others.add(measure.id)
    truces = [
        truce.model_copy(update={"lifts": tuple(n for n in truce.lifts if n not in others)})
        for truce in scenario.measures
        if isinstance(truce, Truce)
    ]
    lifting = [truce for truce in truces if truce.lifts or not (stage or others)]
    return scenario.model_copy(update={"measures": (*own, *lifting)})


def feed_of(case: Case, row: Stage, made: Made, normal: Baseline, sample: Sample) -> Feed:
    """Tell what each maker gets of what its normal output takes.

    Parameters
    ----------
    case : Case
        The product's.
    row : Stage
        How much of the stage's material a tonne of product takes, and what is lost.
    made : Made
        The stage after its run.
    normal : Baseline
        The product's normal month; its origins are the makers.
    sample : Sample
        The product's; draws input and loss.

    Returns
    -------
    Feed
        All met where nothing of it is on file, which a note says.
    """
    taken = sample.interval(f"input-{row.stage}", row.input_low, row.input_high, "uniform")
    lost = sample.interval(f"loss-{row.stage}", row.loss_low, row.loss_high, "uniform")
    sample.used.add(row.key)
    needs = normal.flow.sum(axis=2) * (taken / (1 - lost))[:, None]
    shape = (len(needs), len(made.schedule.since), len(normal.origins))
    met, left = np.ones(shape), np.ones(shape[1:])
    known: list[bool] = []
    notes: list[str] = []
    for i, maker in enumerate(normal.origins):
        usual = _usual(row, made, maker)
        known.append(bool(usual.any()))
        notes += _told(case, made, maker, needs[:, i], usual)
        if usual.any():
            j = made.normal.destinations.index(maker)
            met[:, :, i] = _met(row, made, j, np.minimum(needs[:, i], usual))
            left[:, i] = made.schedule.remaining[:, j]
    return Feed(made.path, made.case.header.title, normal.origins, tuple(known), met, left,
                made.schedule.onset, tuple(notes))  # fmt: skip


def _usual(row: Stage, made: Made, maker: str) -> Array:
    """Feed of a maker in a normal month, shape (draw,); 0 where it is not on file.  [t/month]"""
    if maker not in made.normal.destinations:
        return np.zeros(len(made.market.demand))
    place = made.normal.destinations.index(maker)
    return np.asarray(made.market.demand[:, place, made.sectors.index(row.sector)])


def _met(row: Stage, made: Made, place: int, need: Array) -> Array:
    """Part of a maker's need that its feed's use meets, shape (draw, month)."""
    k = made.sectors.index(row.sector)
    usual = made.market.demand[:, place, k, None]
    replaced = usual * (1 - part_wanted(made.market, place)[:, :, k])
    got = made.record.uses[:, :, place, k] + replaced
    part = got / np.where(need > 0, need, 1.0)[:, None]
    return np.where(need[:, None] > 0, np.minimum(part, 1.0), 1.0)


def _told(case: Case, made: Made, maker: str, need: Array, usual: Array) -> Iterator[str]:
    """Say where a maker's feed is not on file, and where its output takes more than that."""
    name, what = the(case.countries.name(maker)), made.case.header.title.lower()
    if not usual.any():
        yield f"where {name} gets its {what} is not on file: its output is taken to go on"
        return
    factor = float(np.median(need / np.where(usual > 0, usual, np.inf)))
    if factor > CONFLICT:
        yield (
            f"what {name} makes takes {factor:.1f} times the {what} on file for it: what is on "
            "file is taken to be all that it needs"
        )


def fed(supply: Array, normal: Array, lanes: Sequence[Lane], feeds: Sequence[Feed]) -> Array:
    """Hold what lanes ship to what their makers can make of their feed.

    Parameters
    ----------
    supply : ndarray, shape (draw, month, lane)
        The most that each could ship.  [t/month]
    normal : ndarray, shape (draw, lane)
        The same in a normal month, slack included.  [t/month]
    lanes : sequence of Lane
        Whose origins are makers.
    feeds : sequence of Feed
        Of every input.

    Returns
    -------
    ndarray, shape (draw, month, lane)
        The same where all feed is met.  [t/month]
    """
    if not feeds:
        return supply
    least = np.min([feed.met for feed in feeds], axis=0)
    part = least[:, :, [feeds[0].makers.index(lane.origin) for lane in lanes]]
    return np.where(part < 1, np.minimum(supply, normal[:, None] * part), supply)


def follow(schedule: Schedule, normal: Baseline, feeds: Sequence[Feed]) -> Schedule:
    """Let a product's clock and pace of stocks know of what its feeds are short of.

    It begins with the first event that takes feed from a maker, and a destination expects it to
    go on for as long as any of the makers that it buys from does.

    Parameters
    ----------
    schedule : Schedule
        Of the product's own measures.
    normal : Baseline
        The product's normal month.
    feeds : sequence of Feed
        Of every input.

    Returns
    -------
    Schedule
        The same where all feed is met.
    """
    buys = normal.flow.mean(axis=0) > 0
    onset, remaining = schedule.onset, schedule.remaining
    for feed in feeds:
        short = feed.met.mean(axis=0) < 1 - SAME
        if short.any():
            onset = min(onset, feed.onset)
            left = np.where(short, feed.remaining, 1.0)[:, :, None] * buys
            remaining = np.maximum(remaining, left.max(axis=1))
    since = np.maximum(np.arange(len(schedule.since)) - onset, 0.0)
    return replace(schedule, onset=onset, since=since, remaining=remaining)
