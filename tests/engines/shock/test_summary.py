"""The headline's equations, worked by hand on a small record set into a real run."""

from dataclasses import replace

import numpy as np
import pytest

from outlast.engines.shock.model import WEEKS_A_MONTH
from outlast.engines.shock.per_draw import endurance_weeks, unmet_share


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
