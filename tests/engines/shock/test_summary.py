"""The headline's equations, worked by hand on a small record set into a real run."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.engines.shock.filling import WEEKS_A_MONTH
from outlast.engines.shock.market import SEA_MONTHS
from outlast.engines.shock.outcomes import Table, facts_of, kept, packed
from outlast.engines.shock.per_draw import (
    endurance_weeks,
    fill,
    short_months,
    stored,
    unmet_share,
)
from outlast.engines.shock.summary import summarise
from outlast.engines.shock.windows import FORMS


@pytest.fixture
def worked(quick):
    """Two draws of 18 months from an onset in month 2; China needs 8 of its 10 t a month."""
    run = quick({"kind": "export_ban", "powers": ["USA"], "start": "+2"}, draws=2, months=18)
    assert run.schedule.onset == 2
    used, arrived = np.full_like(run.record.consumption, 10.0), np.zeros((2, 18))
    used[0, 2:14, run.target] = [9, 8, 7, 6, 10, 10, 10, 10, 10, 10, 10, 10]
    arrived[0], arrived[1] = 5.0, 9.0
    demand = run.market.demand.copy()
    demand[:, run.target] = 0.0
    demand[:, run.target, 0] = 10.0
    critical = np.arange(len(run.sectors)) == 0
    return replace(
        run,
        record=run.record._replace(consumption=used, arrivals=arrived),
        market=run.market._replace(demand=demand),
        critical=critical,
        minimum=np.full_like(run.minimum, 0.8),
    )


def test_the_unmet_share_by_hand(worked):
    """Ten tonnes of 120 are missing in the first draw, nothing in the second."""
    assert unmet_share(worked, worked.target) == pytest.approx([10 / 120, 0.0])


def test_endurance_by_hand(worked):
    """Where 5 t of the 8 arrive, 10 t of stock last three months and a third."""
    weeks = endurance_weeks(worked, np.array([10.0, 0.0]))
    assert weeks[0] == pytest.approx((3 + 1 / 3) * WEEKS_A_MONTH)
    assert np.isinf(weeks[1])


def replacing(worked, part):
    """The worked run, in which other materials meet a part of use from month 4 on."""
    replaced = np.zeros((1, *worked.market.policies.replaced.shape[1:]))
    replaced[:, 4:, worked.target] = part
    prior = worked.market.prior.copy()
    prior[:, SEA_MONTHS] = 0.5
    policies = worked.market.policies._replace(replaced=replaced)
    return replace(worked, market=worked.market._replace(policies=policies, prior=prior))


def test_what_other_materials_meet_is_not_wanted(worked):
    """Half replaced from month 4, with half at sea: 10, 10, 7.5 and nine times 5 t are wanted."""
    half = replacing(worked, 0.5)
    wanted = 10 + 10 + 7.5 + 9 * 5
    used = worked.record.consumption[:, 2:14, worked.target].sum(axis=1)
    assert unmet_share(half, half.target) == pytest.approx(np.maximum(wanted - used, 0) / 120)
    weeks = endurance_weeks(half, np.array([10.0, 0.0]))
    assert np.isinf(weeks).all()  # 3, 3 and 1 t of the stock, then 5 t arrive and 4 are needed


def test_all_that_is_replaced_is_met(worked):
    whole = replacing(worked, 1.0)
    record = whole.record._replace(sectors=np.zeros_like(whole.record.sectors))
    whole = replace(whole, record=record)
    assert (fill(whole)[:, 5:, 0] == 1).all()
    assert (fill(whole)[:, :5, 0] == [0, 0, 0, 0, 0.5]).all()  # half of month 4 was loaded in 3
    assert not short_months(whole)[:, 5:].any()


def test_the_reserve_lasts_with_the_stock(worked):
    """What is there when the event begins: at the end of the month before."""
    kept = {name: np.tile(np.arange(18.0), (2, 1)) for name in ("stock", "reserve")}
    run = replace(worked, record=worked.record._replace(**kept))
    assert stored(run) == pytest.approx([2, 2])
    assert told(run)["reserve_months"][17]["p50"] == pytest.approx(1.7)
    assert "reserve_months" not in told(worked)


def told(run):
    """What the result says of a run."""
    outcomes = kept(run, (), dict.fromkeys(FORMS, unmet_share(run, run.target)))
    facts = facts_of(run, outcomes, FORMS, ())
    return summarise(Table(facts.layout, [packed(outcomes, facts.layout)]), facts)
