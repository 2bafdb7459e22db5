"""From a case, a year and a scenario to a record of every month of every draw."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import Scenario
from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.shock.baseline import Baseline, baseline
from outlast.engines.shock.designs import Design, design
from outlast.engines.shock.links import read
from outlast.engines.shock.market import PRIORS, Market, Record
from outlast.engines.shock.memory import check_numbers, refuse_too_large, shape_of
from outlast.engines.shock.months import run_draws
from outlast.engines.shock.plan import Plan
from outlast.engines.shock.policies import Policies
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.schedule import Schedule, lay_out, lumped
from outlast.errors import InvalidInput, OutlastError

Array = NDArray[np.float64]
WEEKS_A_MONTH = 52 / 12
YEAR = 12
"""Months of which the result speaks."""
BLOCK = 32
"""Draws that go to a thread together; the result does not depend on it."""


@dataclass(frozen=True)
class Ensemble:
    """What an ensemble of futures is of.

    Attributes
    ----------
    case : Case
        Holds flows, priors, sectors, control.
    scenario : Scenario
        The measures.
    target : str
        The importer that is looked at.
    year : int
        Baseline year of the flows.
    months, draws, seed : int
        Of the run.
    sampling : str
        How the draws lie, one of `DESIGNS`.
    design : Design, optional
        What lays them instead.
    slack_year : int, optional
        The year whose market state holds, `year` if not given.
    start : int, optional
        First month, year × 12 + month − 1; January of `year` if not given.
    keep : int
        How many of the largest users stand by themselves.
    """

    case: Case
    scenario: Scenario
    target: str
    year: int
    months: int = 36
    draws: int = 1000
    seed: int = 1
    sampling: str = "random"
    design: Design | None = None
    slack_year: int | None = None
    start: int | None = None
    keep: int = 14

    def sample(self, first: int, last: int, form: str) -> Sample:
        """Draw a window of the ensemble in a form of the model."""
        lying = self.design or design(self.sampling, self.seed, self.draws)
        return Sample(self.case, self.seed, last - first, self.slack_year or self.year, form,
                      lying, first)  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What the first window settles for all: how the others are cut, paced and told.

    Attributes
    ----------
    plan : Plan
        The scenario, read.
    normal : Baseline
        Whose destinations the others have.
    schedule : Schedule
        Whose onset, clock and pace of stocks the others have.
    """

    plan: Plan
    normal: Baseline
    schedule: Schedule


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    frame : Frame
        The normal month, and the scenario laid out.
    market : Market
        What each draw was given.
    record : Record
        What came of it.
    sample : Sample
        What was drawn.
    minimum : ndarray, shape (draw, sector)
        Minimum fill of each sector.
    sectors, critical : tuple
        Sector ids, and which are critical.
    target : int
        Position of the target among the destinations.
    """

    frame: Frame
    market: Market
    record: Record
    sample: Sample
    minimum: Array
    sectors: tuple[str, ...]
    critical: NDArray[np.bool_]
    target: int

    @property
    def normal(self) -> Baseline:
        """The normal month."""
        return self.frame.normal

    @property
    def schedule(self) -> Schedule:
        """The scenario laid out."""
        return self.frame.schedule


def run(
    ensemble: Ensemble,
    form: str = "central",
    *,
    first: int = 0,
    last: int | None = None,
    frame: Frame | None = None,
    beside: Run | None = None,
    threads: int | None = None,
    together: int = 1,
    whole_year: bool = False,
) -> Run:
    """Run a window of an ensemble.

    Parameters
    ----------
    ensemble : Ensemble
        What it is of.
    form : {"low", "central", "high"}
        How readily buyers reallocate.
    first, last : int
        Draws from `first` up to, not including, `last`; all if not given.
    frame : Frame, optional
        Of the ensemble's first window; this is the first if not given.
    beside : Run, optional
        A run that differs in `form` alone: its normal month, its scenario as laid out and the
        draws that both have are used again.
    threads : int, optional
        All cores if not given; the result is the same.
    together : int
        How many runs of this size the caller keeps in memory.
    whole_year : bool
        Refuse a run that ends less than twelve months after its first measure begins.

    Returns
    -------
    Run
        Every month of every draw of the window.

    Raises
    ------
    InvalidInput
        If a measure does not fit the case, there are no draws or months, the seed is negative, or
        the run is too short.
    LimitReached
        If it does not fit into memory.
    OutlastError
        If the account of a draw cannot be told.
    """
    if beside is None:
        until = ensemble.draws if last is None else last
        sample, framed = _begin(ensemble, form, first, until, frame, together)
        if whole_year:
            _refuse_too_short(framed.plan, framed.schedule, ensemble.months)
    else:
        sample, framed = beside.sample.of_form(form), beside.frame
    normal, schedule = framed.normal, framed.schedule
    market, minimum, sectors = _market(ensemble.case, normal, schedule, sample)
    place = normal.destinations.index(ensemble.target)
    record = new_record(market)
    report = min(schedule.onset + YEAR - 1, ensemble.months - 1)
    simulate(market, record, place, report, threads or os.cpu_count() or 1)
    refuse_lost(record)
    critical = np.array([ensemble.case.sectors[sector].critical for sector in sectors])
    return Run(framed, market, record, sample, minimum, sectors, critical, place)


def _begin(
    ask: Ensemble, form: str, first: int, last: int, frame: Frame | None, together: int
) -> tuple[Sample, Frame]:
    """Draw a window, build its normal month and lay the scenario out for it."""
    check_numbers(ask.draws, ask.months, ask.seed)
    shape = shape_of(ask.case, ask.scenario, ask.target, ask.year, ask.months, ask.keep)
    refuse_too_large(shape, last - first, together)
    plan = frame.plan if frame else read(
        ask.case, ask.scenario, ask.target, ask.year,
        ask.year * 12 if ask.start is None else ask.start,
    )  # fmt: skip
    sample = ask.sample(first, last, form)
    normal = _normal_month(ask, plan, sample, frame.normal if frame else None)
    schedule = lay_out(ask.case, plan, normal, sample, months=ask.months)
    if frame:
        known = frame.schedule
        policies = schedule.policies._replace(ahead=known.policies.ahead)
        schedule = replace(schedule, policies=policies, remaining=known.remaining,
                           since=known.since, onset=known.onset, notes=known.notes)  # fmt: skip
    return sample, Frame(plan, normal, schedule)


def _normal_month(ask: Ensemble, plan: Plan, sample: Sample, like: Baseline | None) -> Baseline:
    """Build the normal month; whom a measure cuts off is not counted with the rest."""
    case, targets = ask.case, (ask.target,)
    if like:
        return baseline(case, ask.year, sample, targets, ask.keep, like.destinations[:-1], like)
    normal = baseline(case, ask.year, sample, targets, ask.keep)
    also = lumped(case, plan, normal, sample, ask.months)
    return baseline(case, ask.year, sample, targets, ask.keep, also) if also else normal


def _refuse_too_short(plan: Plan, schedule: Schedule, months: int) -> None:
    """Refuse a run without the twelve months of which the result speaks."""
    idle = schedule.onset == months
    onset = int(min((s.start for s in plan.spans.values()), default=0)) if idle else schedule.onset
    if onset + YEAR > months:
        raise InvalidInput(
            "months",
            months,
            expected=f"at least {onset + YEAR}",
            remedy=f"the first measure begins in month {onset} of the run and the result speaks "
            f"of the twelve months from there: --months {onset + YEAR}",
        )


def refuse_lost(record: Record) -> None:
    """Refuse a run whose account cannot be told, which must never read as balanced.

    Raises
    ------
    OutlastError
        If the imbalance or the residual of a draw is not a number: a fault of the model.
    """
    lost = int((~np.isfinite(record.checks).all(axis=1)).sum())
    if lost:
        raise OutlastError(f"internal error: {lost} of {len(record.checks)} draws did not clear, "
                           "please report the case and the command")  # fmt: skip


def simulate(market: Market, record: Record, target: int, report: int, threads: int) -> None:
    """Run every draw on some threads; each writes its own rows."""
    draws = market.flow.shape[0]
    blocks = [(first, min(first + BLOCK, draws)) for first in range(0, draws, BLOCK)]

    def work(block: tuple[int, int]) -> None:
        run_draws(market, record, *block, target, report)

    work(blocks[0])  # compiles before the threads begin
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, blocks[1:]))


def new_record(market: Market) -> Record:
    """Make room for what comes of a market's draws and months."""
    draws, lanes, places = market.flow.shape
    months, sectors = market.supply.shape[1], market.demand.shape[2]
    return Record(
        consumption=np.zeros((draws, months, places)),
        sectors=np.zeros((draws, months, sectors)),
        spot=np.zeros((draws, months)),
        world_spot=np.zeros((draws, months)),
        delivered=np.zeros((draws, months)),
        bill=np.zeros((draws, months)),
        stock=np.zeros((draws, months)),
        reserve=np.zeros((draws, months)),
        arrivals=np.zeros((draws, months)),
        after=np.zeros((draws, lanes, places)),
        checks=np.zeros((draws, 2)),
    )


def _market(
    case: Case, normal: Baseline, schedule: Schedule, sample: Sample
) -> tuple[Market, Array, tuple[str, ...]]:
    """Fill the market's arrays from the case and the draws."""
    sectors = tuple(sorted(case.sectors))
    if not sectors:
        raise InvalidInput("sectors", "none", expected="rows of sectors.csv",
                           remedy="a shock needs to know who uses the material")  # fmt: skip
    rows = [case.sectors[sector] for sector in sectors]
    shares = _sector_shares(case, normal.destinations, sectors, sample)
    demand = normal.demand[:, :, None] * shares
    elasticity = np.array([row.elasticity for row in rows]) * sample["elasticity_factor"][:, None]
    spread = np.stack([sample.normal(f"choke-{s}") for s in sectors], axis=1)
    choke = np.array([row.choke for row in rows]) * np.exp(sample["choke_sd"][:, None] * spread)
    minimum = np.stack([sample.interval(f"minimum-{row.id}", row.minimum_low, row.minimum_high,
                                        "uniform") for row in rows], axis=1)  # fmt: skip
    for name, values in zip(sectors, choke.T, strict=True):
        sample.note(f"choke-{name}", values)
    sample.used |= {row.key for row in rows}
    opening = normal.demand * (sample["stock_weeks"] / WEEKS_A_MONTH)[:, None]
    policies = Policies(*(np.ascontiguousarray(term) for term in schedule.policies))
    prior = np.stack([_drawn(name, sample, policies) for name in PRIORS], axis=1)
    market = Market(
        flow=np.ascontiguousarray(schedule.flow),
        demand=np.ascontiguousarray(demand),
        elasticity=np.ascontiguousarray(elasticity),
        choke=np.ascontiguousarray(choke),
        opening=np.ascontiguousarray(opening),
        prior=np.ascontiguousarray(prior),
        supply=np.ascontiguousarray(schedule.supply),
        growth=np.ascontiguousarray(schedule.growth),
        policies=policies,
        remaining=schedule.remaining,
        since=schedule.since,
    )
    return market, minimum, sectors


def _drawn(name: str, sample: Sample, policies: Policies) -> Array:
    """Draw a prior; what is bought ahead is asked for only where something is announced."""
    if name == "front_load_months" and not policies.ahead.any():
        return np.zeros(sample.draws)
    return sample[name]


def _sector_shares(
    case: Case, destinations: tuple[str, ...], sectors: tuple[str, ...], sample: Sample
) -> Array:
    """Sectors' parts of each destination's demand, shape (draw, destination, sector)."""
    drawn: dict[str, Array] = {}
    for country in {row.country for row in case.sector_shares}:
        rows = {row.sector: row for row in case.sector_shares if row.country == country}
        parts = np.stack(
            [
                sample.interval(f"share-{rows[s].id}", rows[s].low, rows[s].high, "uniform")
                if s in rows
                else np.zeros(sample.draws)
                for s in sectors
            ],
            axis=1,
        )
        drawn[country] = parts / parts.sum(axis=1, keepdims=True)
    if WORLD_SUBJECT not in drawn and not set(destinations) <= set(drawn):
        raise InvalidInput("sector_shares.csv", "no rows of WLD", expected="shares for WLD",
                           remedy="they stand for every country without its own")  # fmt: skip
    keys = [code if code in drawn else WORLD_SUBJECT for code in destinations]
    sample.used |= {row.key for row in case.sector_shares if row.country in keys}
    return np.stack([drawn[key] for key in keys], axis=1)
