"""What a run says of each variable, followed by hand on the fictional case."""

import numpy as np
import pytest

from outlast.case.measures import Episode
from outlast.engines.shock.episodes.backtest import run_episode
from outlast.engines.shock.episodes.naive import DEAREST, passing, proportional
from outlast.engines.shock.episodes.simulated import asked, simulated, usual
from outlast.engines.shock.per_draw import fill
from outlast.errors import InvalidInput

OUTAGE = {"id": "out", "kind": "outage", "origin": "XNO", "start": "2024-03-16", "lost_share": 0.5,
          "expected_months": 6}  # fmt: skip
BAN = {"id": "ban", "kind": "export_ban", "powers": ["XNO"], "start": "2024-03",
       "expected_months": 6}  # fmt: skip
NOTHING = {"id": "none", "kind": "rationing", "countries": ["XIS"], "sectors": {"toys": 1},
           "start": "+0"}  # fmt: skip


def seen(variable, date="2024-06", unit="multiple", **whose):
    return {"variable": variable, "date": date, "unit": unit, "value": 1.0, "source": "s", **whose}


def episode(observed, *measures):
    return Episode.model_validate({
        "title": "test", "baseline_year": 2023, "slack_year": 2023, "start": "2024-01",
        "months": 12, "measures": measures, "observed": observed,
    })  # fmt: skip


def ask(case, observation, *measures, draws=16):
    """An observation beside its run."""
    what = episode([observation], *measures)
    done = run_episode(case, what, draws=draws, seed=1)
    return asked(what.observed[0], case, done, what.first)


EVERY = [
    seen("exports", origin="XNO"),
    seen("exports", origin="XNO", destination="XIS", date="2024-02..08"),
    seen("imports"),
    seen("imports", origin="XSO", destination="XWE"),
    seen("spot", where="world"),
    seen("spot_peak", where="target", date="2024"),
    seen("spot", where="XWE"),
    seen("price_gap", where="target", origin="XNO"),
    seen("delivered"),
    seen("unit_value", date="2024"),
    seen("fill", unit="share", sector="lamps"),
    seen("fill_lowest", unit="share", sector="toys", date="2024-Q3"),
]


@pytest.mark.parametrize("observation", EVERY, ids=lambda o: o["variable"])
def test_without_a_measure_everything_is_as_usual(isle, observation):
    found = ask(isle, observation, NOTHING)
    assert simulated(found) == pytest.approx(1, abs=1e-9)
    assert usual(found) == 1
    assert proportional(found, passing(found.done)) == pytest.approx(1, abs=1e-9)


def test_tonnes_and_shares_are_those_of_the_normal_month(isle):
    """Northland sells the Isle 40 t of the 95 t that it imported in 2023, by the trade table."""
    year = ask(isle, seen("imports", date="2024", unit="t"), NOTHING)
    flow = year.done.market.flow
    j = year.done.target
    abroad = [lane.origin != "XIS" for lane in year.done.schedule.lanes]
    assert simulated(year) == pytest.approx(12 * flow[:, abroad, j].sum(axis=1))
    month = ask(isle, seen("imports", date="2024-05..06", unit="t/month"), NOTHING)
    assert simulated(month) == pytest.approx(simulated(year) / 12)
    assert usual(year) == pytest.approx(simulated(year).mean())
    share = ask(isle, seen("import_share", unit="share", origin="XNO", date="2024"), NOTHING)
    i = [lane.origin for lane in share.done.schedule.lanes].index("XNO")
    by_hand = flow[:, i, j] / flow[:, abroad, j].sum(axis=1)
    assert simulated(share) == pytest.approx(by_hand)
    assert usual(share) == pytest.approx(by_hand.mean(), rel=1e-2)


def test_imports_add_up_over_origins_and_exports_over_destinations(isle):
    whole = simulated(ask(isle, seen("imports", unit="t"), OUTAGE))
    parts = [simulated(ask(isle, seen("imports", unit="t", origin=o), OUTAGE))
             for o in ("XNO", "XSO", "XEA", "XWE")]  # fmt: skip
    assert whole == pytest.approx(sum(parts))


def test_a_ban_stops_exports_to_its_target_alone(isle):
    there = ask(isle, seen("exports", origin="XNO", destination="XIS"), BAN)
    assert simulated(there) == pytest.approx(0, abs=1e-9)
    assert proportional(there, passing(there.done)) == pytest.approx(0, abs=1e-9)
    other = ask(isle, seen("exports", origin="XNO", destination="XWE"), BAN)
    assert (simulated(other) > 0.8).all()
    assert proportional(other, passing(other.done)) == pytest.approx(1)
    gap = ask(isle, seen("price_gap", where="target", origin="XWE"), BAN)
    assert (simulated(gap) > 1).all()


def test_losses_are_proportional_to_what_is_lost_and_to_its_days(isle):
    """Half of Northland stops on the 16th of March: half of March's days, then whole months."""
    march = ask(isle, seen("exports", origin="XNO", date="2024-03"), OUTAGE)
    april = ask(isle, seen("exports", origin="XNO", date="2024-04"), OUTAGE)
    slack = april.done.sample["slack"]
    left = passing(april.done)
    flow = april.done.market.flow.mean(axis=0)
    by_hand = np.minimum(1, 0.5).mean()
    assert proportional(april, left) == pytest.approx(by_hand, rel=0.02)
    assert 0.72 < proportional(march, left) < 0.8
    assert (slack > 0).all()
    spot = ask(isle, seen("spot", where="world", date="2024-04"), OUTAGE)
    lost = 1 - left[3].sum() / flow.sum()
    assert proportional(spot, left) == pytest.approx(1 / (1 - lost))
    lamps = ask(isle, seen("fill", unit="share", sector="lamps", date="2024-04"), OUTAGE)
    j = lamps.done.target
    assert proportional(lamps, left) == pytest.approx(left[3][:, j].sum() / flow[:, j].sum())


def test_where_all_is_lost_prices_are_bounded(isle):
    every = [{**OUTAGE, "id": f"o{i}", "origin": o, "lost_share": 1.0, "start": "2024-03"}
             for i, o in enumerate(("XNO", "XSO", "XEA", "XWE"))]  # fmt: skip
    found = ask(isle, seen("spot", where="world"), *every)
    assert proportional(found, passing(found.done)) == DEAREST


def test_a_peak_is_the_highest_month_and_a_mean_lies_below(isle):
    peak = ask(isle, seen("spot_peak", where="target", date="2024"), BAN)
    mean = ask(isle, seen("spot", where="target", date="2024"), BAN)
    assert simulated(peak) == pytest.approx(np.exp(peak.done.record.spot).max(axis=1))
    assert (simulated(peak) > simulated(mean)).all()
    world = ask(isle, seen("spot", where="XIS", date="2024"), BAN)
    assert simulated(world) == pytest.approx(simulated(mean))


def test_the_price_paid_lies_between_contracts_and_spot(isle):
    paid = simulated(ask(isle, seen("unit_value", date="2024-06..08"), BAN))
    spot = simulated(ask(isle, seen("spot_peak", where="target", date="2024-03..08"), BAN))
    assert (paid > 1).all()
    assert (paid < spot).all()


def test_the_first_shortage_is_timed_from_the_first_measure(isle):
    found = ask(isle, seen("first_shortage", unit="months", sector="toys", date="2024"), BAN)
    weeks = ask(isle, seen("first_shortage", unit="weeks", sector="toys", date="2024"), BAN)
    toys = found.done.sectors.index("toys")
    short = fill(found.done)[:, :, toys] < found.done.minimum[:, toys, None]
    times = simulated(found)
    assert np.isfinite(times).any()
    for draw in np.flatnonzero(np.isfinite(times)):
        assert times[draw] == short[draw].argmax() + 0.5 - 2
        assert not short[draw, :2].any()
    assert simulated(weeks) == pytest.approx(times * 52 / 12)
    later = {**OUTAGE, "start": "2024-02-01", "lost_share": 0.0001}
    both = ask(isle, seen("first_shortage", unit="months", sector="toys", date="2024",
                          after="ban"), later, BAN)  # fmt: skip
    first = ask(
        isle, seen("first_shortage", unit="months", sector="toys", date="2024"), later, BAN
    )
    gap = simulated(first) - simulated(both)
    assert gap[np.isfinite(gap)] == pytest.approx(1, abs=0.05)
    none = ask(isle, seen("first_shortage", unit="weeks", sector="toys", date="2024"), NOTHING)
    assert np.isinf(simulated(none)).all()
    assert proportional(none, passing(none.done)) is None


@pytest.mark.parametrize(
    ("observation", "words"),
    [
        (seen("exports", origin="XIS"), "origin is XIS, expected one of XEA XNO XSO XWE"),
        (seen("exports", origin="XNO", destination="XSO"), "expected t, since nothing flows"),
    ],
)
def test_what_a_run_does_not_have_is_refused(isle, observation, words):
    with pytest.raises(InvalidInput, match=words):
        simulated(ask(isle, observation, BAN))
