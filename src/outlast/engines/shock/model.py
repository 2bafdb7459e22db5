"""From a case, a year and a scenario to a record of every month of every draw."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from outlast.engines.shock.baseline import REST, Baseline, baseline
from outlast.engines.shock.ensemble import Ensemble, Frame, Run
from outlast.engines.shock.feeds import Feed, Made, check_stages, fed, feed_of, follow, part_of
from outlast.engines.shock.filling import fill, new_record
from outlast.engines.shock.links import read
from outlast.engines.shock.market import Market, Record
from outlast.engines.shock.memory import check_numbers, refuse_too_large, shape_of
from outlast.engines.shock.months import run_draws
from outlast.engines.shock.plan import Plan
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.schedule import lay_out, lumped
from outlast.errors import InvalidInput, OutlastError

YEAR = 12
"""Months of which the result speaks."""
UNSOUND = 1e-6
"""An imbalance or a residual, as parts of the total, that no result may have."""
BLOCK = 32
"""Draws that go to a thread together; the result does not depend on it."""


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
    else:
        sample, framed = beside.sample.of_form(form), beside.frame
    found = tuple(
        _upstream(ensemble, k, framed, sample, form, first, last, frame, beside, threads)
        for k in range(len(ensemble.case.stages))
    )
    feeds, upstream = tuple(feed for feed, _ in found), tuple(stage for _, stage in found)
    if beside is None:
        framed = _joined(framed, feeds, upstream, settled=frame is not None)
        if whole_year:
            _refuse_too_short(framed, ensemble.months)
    normal, schedule = framed.normal, framed.schedule
    market, minimum, sectors = fill(ensemble.case, normal, schedule, sample)
    whole = schedule.flow.sum(axis=2) * (1 + sample["slack"])[:, None]
    market = market._replace(supply=fed(market.supply, whole, schedule.lanes, feeds))
    known = ensemble.target in normal.destinations
    place = normal.destinations.index(ensemble.target if known else REST)
    record = new_record(market, uses=bool(ensemble.stage), links=ensemble.links)
    report = min(framed.onset + YEAR - 1, ensemble.months - 1)
    if ensemble.stage and not ensemble.scenario.measures:
        record.uses[:] = market.demand[:, None]
    else:
        simulate(market, record, place, report, threads or os.cpu_count() or 1)
    refuse_lost(record)
    critical = np.array([ensemble.case.sectors[sector].critical for sector in sectors])
    return Run(framed, market, record, sample, minimum, sectors, critical, place, feeds, upstream)


def _upstream(
    ask: Ensemble, k: int, framed: Frame, sample: Sample, form: str, first: int, last: int | None,
    frame: Frame | None, beside: Run | None, threads: int | None,
) -> tuple[Feed, Run]:  # fmt: skip
    """Run a stage's market, and tell what the product's makers get of it."""
    row, case = ask.case.stages[k]
    path = f"{ask.stage}/{row.stage}" if ask.stage else row.stage
    asked = replace(ask, case=case, scenario=part_of(ask.scenario, row.stage), stage=path,
                    users=framed.normal.origins, links=False)  # fmt: skip
    done = run(
        asked, form, first=first, last=last, threads=threads,
        frame=frame.stages[k] if frame else None,
        beside=beside.upstream[k] if beside else None,
    )  # fmt: skip
    made = Made(case, path, done.normal, done.schedule, done.market, done.record, done.sectors)
    return feed_of(ask.case, row, made, framed.normal, sample), _slim(done)


def _slim(run: Run) -> Run:
    """Leave out the largest arrays, which nobody reads again."""
    market = {name: getattr(run.market, name)[:0].copy() for name in ("supply", "growth")}
    record = {name: getattr(run.record, name)[:0].copy()
              for name in ("consumption", "sectors", "after", "uses")}  # fmt: skip
    return replace(run, market=run.market._replace(**market), record=run.record._replace(**record))


def _joined(
    framed: Frame, feeds: tuple[Feed, ...], upstream: tuple[Run, ...], *, settled: bool
) -> Frame:
    """Add what is upstream to a frame; where nothing is settled, its clock follows that."""
    if not feeds:
        return framed
    schedule = framed.schedule if settled else follow(framed.schedule, framed.normal, feeds)
    return replace(framed, schedule=schedule, stages=tuple(stage.frame for stage in upstream))


def _begin(
    ask: Ensemble, form: str, first: int, last: int, frame: Frame | None, together: int
) -> tuple[Sample, Frame]:
    """Draw a window, build its normal month and lay the scenario out for it."""
    if not ask.stage and frame is None:  # later windows are no larger
        check_numbers(ask.draws, ask.months, ask.seed)
        check_stages(ask.case, ask.scenario, ask.year)
        shape = shape_of(ask.case, ask.scenario, ask.target, ask.year, ask.months,
                         ask.keep + len(ask.users), links=ask.links)  # fmt: skip
        refuse_too_large(shape, last - first, together)
    plan = frame.plan if frame else read(
        ask.case, part_of(ask.scenario, ""), ask.target, ask.year,
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
    case, targets = ask.case, () if ask.stage else (ask.target,)
    users = (*ask.users, ask.target)
    build = partial(baseline, case, ask.year, sample, targets, ask.keep, users=users)
    if like:
        return build(also=like.destinations[:-1], like=like)
    normal = build()
    also = lumped(case, plan, normal, sample, ask.months)
    return build(also=also) if also else normal


def _refuse_too_short(frame: Frame, months: int) -> None:
    """Refuse a run without the twelve months of which the result speaks."""
    if frame.onset + YEAR > months:
        raise InvalidInput(
            "months",
            months,
            expected=f"at least {frame.onset + YEAR}",
            remedy=f"the first measure begins in month {frame.onset} of the run and the result "
            f"speaks of the twelve months from there: --months {frame.onset + YEAR}",
        )


def refuse_lost(record: Record) -> None:
    """Refuse a run whose account cannot be told, which must never read as balanced.

    Raises
    ------
    OutlastError
        If the imbalance or the residual of a draw is large or not a number: a fault of the
        model, or numbers out of all scale.
    """
    lost = int((~(record.checks <= UNSOUND).all(axis=1)).sum())
    if lost:
        raise OutlastError(f"internal error: {lost} of {len(record.checks)} draws did not clear; "
                           "if no number of the case or the scenario is out of all scale, please "
                           "report the case and the command")  # fmt: skip


def simulate(market: Market, record: Record, target: int, report: int, threads: int) -> None:
    """Run every draw on some threads; each writes its own rows."""
    draws = market.flow.shape[0]
    blocks = [(first, min(first + BLOCK, draws)) for first in range(0, draws, BLOCK)]

    def work(block: tuple[int, int]) -> None:
        run_draws(market, record, *block, target, report)

    work(blocks[0])  # compiles before the threads begin
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, blocks[1:]))
