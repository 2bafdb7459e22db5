"""From a case, a year and a scenario to a record of every month of every draw."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import Scenario
from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.shock.baseline import Baseline, baseline
from outlast.engines.shock.links import Plan, read
from outlast.engines.shock.market import PRIORS, Market, Record
from outlast.engines.shock.memory import check_numbers, refuse_too_large, shape_of
from outlast.engines.shock.months import run_draws
from outlast.engines.shock.policies import Policies
from outlast.engines.shock.priors import Sample, stream
from outlast.engines.shock.schedule import Schedule, lay_out, lumped
from outlast.errors import InvalidInput, OutlastError

Array = NDArray[np.float64]
WEEKS_A_MONTH = 52 / 12
YEAR = 12
"""Months of which the result speaks."""
BLOCK = 32
"""Draws that go to a thread together; the result does not depend on it."""


@dataclass(frozen=True)
class Run:
    """A finished run.

    Attributes
    ----------
    normal : Baseline
        The normal month.
    schedule : Schedule
        The scenario laid out.
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

    normal: Baseline
    schedule: Schedule
    market: Market
    record: Record
    sample: Sample
    minimum: Array
    sectors: tuple[str, ...]
    critical: NDArray[np.bool_]
    target: int


def run(
    case: Case,
    scenario: Scenario,
    target: str,
    year: int,
    *,
    months: int = 36,
    draws: int = 1000,
    seed: int = 1,
    form: str = "central",
    slack_year: int | None = None,
    start: int | None = None,
    threads: int | None = None,
    keep: int = 14,
    beside: Run | None = None,
    together: int = 1,
    whole_year: bool = False,
) -> Run:
    """Run a scenario.

    Parameters
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
    form : {"low", "central", "high"}
        How readily buyers reallocate.
    slack_year : int, optional
        The year whose market state holds, `year` if not given.
    start : int, optional
        First month, year × 12 + month − 1; January of `year` if not given.
    threads : int, optional
        All cores if not given; the result is the same.
    keep : int
        How many of the largest users stand by themselves.
    beside : Run, optional
        A run that differs in `form` alone: its normal month, its scenario as laid out and the
        draws that both have are used again.
    together : int
        How many runs of this size the caller keeps in memory.
    whole_year : bool
        Refuse a run that ends less than twelve months after its first measure begins.

    Returns
    -------
    Run
        Every month of every draw.

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
        check_numbers(draws, months, seed)
        refuse_too_large(shape_of(case, scenario, target, year, months, keep), draws, together)
        plan = read(case, scenario, target, year, year * 12 if start is None else start)
        sample = Sample(case, seed, draws, slack_year or year, form)
        normal = _normal_month(case, plan, sample, target, year, months, keep)
        schedule = lay_out(case, plan, normal, sample, months=months)
        if whole_year:
            _refuse_too_short(plan, schedule, months)
    else:
        sample, normal, schedule = beside.sample.of_form(form), beside.normal, beside.schedule
    market, minimum, sectors = _market(case, normal, schedule, sample)
    place = normal.destinations.index(target)
    record = new_record(market)
    report = min(schedule.onset + YEAR - 1, months - 1)
    simulate(market, record, place, report, threads or os.cpu_count() or 1)
    refuse_lost(record)
    critical = np.array([case.sectors[sector].critical for sector in sectors])
    return Run(normal, schedule, market, record, sample, minimum, sectors, critical, place)


def _normal_month(
    case: Case, plan: Plan, sample: Sample, target: str, year: int, months: int, keep: int
) -> Baseline:
    """Build the normal month; whom a measure cuts off is not counted with the rest."""
    normal = baseline(case, year, sample, (target,), keep)
    also = lumped(case, plan, normal, sample, months)
    return baseline(case, year, sample, (target,), keep, also) if also else normal


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
    spread = np.stack([stream(sample.seed, f"choke-{s}").standard_normal(sample.draws)
                       for s in sectors], axis=1)  # fmt: skip
    choke = np.array([row.choke for row in rows]) * np.exp(sample["choke_sd"][:, None] * spread)
    minimum = np.stack([sample.interval(f"minimum-{row.id}", row.minimum_low, row.minimum_high,
                                        "uniform") for row in rows], axis=1)  # fmt: skip
    for name, values in zip(sectors, choke.T, strict=True):
        sample.note(f"choke-{name}", values)
    sample.used |= {row.key for row in rows}
    opening = normal.demand * (sample["stock_weeks"] / WEEKS_A_MONTH)[:, None]
    policies = _policies(schedule, len(sectors))
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


def _policies(schedule: Schedule, sectors: int) -> Policies:
    """What measures do beside taking supply away: a part of 1 is no cap."""
    passed = schedule.multiplier
    months, lanes, places = passed.shape
    none = Policies.none(months, lanes, places, sectors)
    return none._replace(cap=np.where(passed < 1.0, passed, np.inf)[None])


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
