"""Laws that hold in every draw of every scenario."""

import math

import numpy as np
import pytest

from outlast.engines.shock.model import refuse_lost
from outlast.engines.shock.months import worse
from outlast.errors import InvalidInput, LimitReached, OutlastError

BAN = {"kind": "export_ban", "powers": ["USA"]}
OUTAGE = {"kind": "outage", "origin": "QAT", "lost_share": 1.0}


def used(run):
    return run.record.consumption


@pytest.mark.parametrize("year", [2006, 2012, 2018, 2024])
def test_no_measure_changes_nothing(quick, year):
    run = quick(year=year)
    normal = run.market.demand.sum(axis=2)[:, None]
    assert np.abs(used(run) - normal).max() <= 1e-12 * normal.max()
    assert np.abs(run.record.spot).max() <= 1e-12
    assert np.abs(run.record.stock - run.market.opening[:, run.target, None]).max() <= 1e-9


def test_a_ban_of_nothing_changes_nothing_but_a_cap(quick):
    """A quota at the full level is no cap at all."""
    run = quick({"kind": "quota", "powers": ["USA"], "level": 1.0})
    normal = run.market.demand.sum(axis=2)[:, None]
    assert np.abs(used(run) - normal).max() <= 1e-12 * normal.max()


@pytest.mark.parametrize(
    "measures",
    [
        [BAN],
        [OUTAGE],
        [{"kind": "export_ban", "all_but": ["RUS"]}],
        [{"kind": "export_ban", "powers": ["USA"], "reach": "control"}],
        [{"kind": "route_closure", "origins": ["QAT"]}],
        [BAN, OUTAGE, {"kind": "quota", "powers": ["RUS"], "level": 0.5}],
        [{**OUTAGE, "end": "+6", "repair_months": 4}],
        [BAN, {"kind": "truce", "start": "+6", "lifts": ["m0"]}],
        [{**BAN, "targets": ["ALL"]}],
    ],
    ids=lambda measures: "+".join(measure["kind"] for measure in measures),
)
def test_the_account_closes_and_the_market_clears(quick, measures):
    run = quick(*measures)
    assert run.record.checks[:, 0].max() < 1e-9
    assert run.record.checks[:, 1].max() < 1e-10
    for series in run.record:
        assert np.isfinite(series).all()
    assert (used(run) >= 0).all()
    assert (run.record.stock >= -1e-9).all()
    assert (run.record.spot >= -1e-9).all()


def test_a_lost_account_never_reads_as_balanced(quick):
    """A maximum forgets what is not a number."""
    assert worse.py_func(0.5, 0.2) == 0.5
    assert worse.py_func(0.5, 0.7) == 0.7
    assert math.isnan(worse.py_func(0.5, math.nan))
    assert math.isnan(worse.py_func(math.nan, 0.5))
    record = quick().record
    refuse_lost(record)
    record.checks[3, 0] = math.nan
    with pytest.raises(OutlastError, match="1 of 24 draws did not clear"):
        refuse_lost(record)


@pytest.mark.parametrize("year", [2006, 2018])
def test_a_larger_ban_never_raises_consumption(quick, year):
    """Neither in the month of the ban nor cumulatively."""
    before = None
    for level in (0.9, 0.6, 0.3, 0.0):
        run = quick({"kind": "quota", "powers": ["USA"], "level": level}, year=year)
        total = used(run)[:, :, run.target]
        if before is not None:
            assert (total[:, 0] <= before[:, 0] * (1 + 1e-9)).all()
            assert (total.cumsum(axis=1) <= before.cumsum(axis=1) * (1 + 1e-9)).all()
        before = total


@pytest.mark.parametrize(("announced", "still"), [("", 6), ("+6", 6), ("+4", 4)])
def test_nothing_moves_before_the_start_or_the_announcement(quick, announced, still):
    run = quick({**BAN, "announced": announced, "start": "+6"})
    normal = run.market.demand.sum(axis=2)[:, None]
    moved = np.abs(used(run) - normal).max(axis=(0, 2)) > 1e-12 * normal.max()
    assert not moved[:still].any()
    assert moved[still]
    assert np.abs(run.record.spot[:, :still]).max() <= 1e-12
    assert (run.record.spot[:, still] > 1e-6).all()


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(quick):
    runs = [quick(BAN, draws=80, threads=threads) for threads in (1, 2)]
    for one, two in zip(runs[0].record, runs[1].record, strict=True):
        assert one.tobytes() == two.tobytes()
    other = quick(BAN, draws=80, seed=2)
    assert other.record.spot.tobytes() != runs[0].record.spot.tobytes()


def test_a_truce_ends_a_ban(quick):
    lasting, lifted = quick(BAN), quick(BAN, {"kind": "truce", "start": "+6", "lifts": ["m0"]})
    assert np.allclose(used(lasting)[:, :6], used(lifted)[:, :6])
    assert (used(lifted)[:, 10, lifted.target] > used(lasting)[:, 10, lasting.target]).all()


def test_a_longer_expectation_saves_stocks(quick):
    short = quick({**OUTAGE, "expected_months": 1})
    long = quick({**OUTAGE, "expected_months": 24})
    assert (short.record.stock[:, 1] < long.record.stock[:, 1] + 1e-9).all()


def test_a_stop_shorter_than_a_month_acts_on_its_days(quick):
    whole = quick(OUTAGE, months=3)
    part = quick({**OUTAGE, "end": "+1"}, months=3)
    short = quick({"kind": "outage", "origin": "QAT", "lost_share": 1.0, "start": "2018-01-01",
                   "end": "2018-01-16"}, months=3)  # fmt: skip
    assert np.allclose(whole.record.spot[:, 0], part.record.spot[:, 0])
    assert (short.record.spot[:, 0] < part.record.spot[:, 0]).all()


@pytest.mark.parametrize(
    ("measures", "words"),
    [
        ([{**BAN, "start": "2017-06"}], "no earlier than 2018-01"),
        ([{**OUTAGE, "origin": "FRA"}], "a producer of the baseline year"),
        ([{**BAN, "end": "+3", "start": "+6"}], "after its start"),
        ([{**BAN, "announced": "+3"}], "no later than its start"),
        ([BAN, {"kind": "quota", "powers": ["USA"], "level": 0.5}], "one level for the same"),
    ],
)
def test_measures_that_cannot_be_meant_are_refused(quick, measures, words):
    with pytest.raises(InvalidInput, match=words):
        quick(*measures)


def test_runs_that_do_not_fit_are_refused_with_what_would(quick):
    with pytest.raises(LimitReached, match=r"1,000,000,000 draws .* draws fit"):
        quick(BAN, draws=10**9)
    with pytest.raises(InvalidInput, match="draws is 0"):
        quick(BAN, draws=0)
    with pytest.raises(InvalidInput, match="months is 601"):
        quick(BAN, months=601)
    with pytest.raises(InvalidInput, match="seed is -1, expected 0 or more"):
        quick(BAN, seed=-1)
