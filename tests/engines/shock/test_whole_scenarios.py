"""Whole runs under measures of every kind: the accounts close, and windows are one ensemble."""

import numpy as np
import pytest
from scenarios import scenario

from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.model import run
from outlast.engines.shock.windows import light

EVERYTHING = (
    {"kind": "licence", "powers": ["USA"], "throughput": 0.4, "throughput_from": {"+6": 2.0},
     "approval_share": [0.6, 1.0], "delay_months": [0.5, 2.5], "leak_share": [0.0, 0.3],
     "leak_months": 3, "announced": "+1", "start": "+3"},
    {"kind": "content_rule", "powers": ["USA"], "product": "280429", "threshold": 0.1,
     "contents": {"DZA": [0.0, 0.2]}, "start": "+3"},
    {"kind": "tariff", "origins": ["RUS"], "rate": 0.5, "start": "+3"},
    {"kind": "transit_closure", "passages": ["Hormuz"], "shares": {"QAT": 0.5},
     "reroute_months": 2, "reroute_share": 0.6, "extra_cost": 0.2, "start": "+4", "end": "+9"},
    {"kind": "accident", "facility": "ras-laffan-1", "lost_share": [0.3, 1.0],
     "repair_months": [1, 6], "start": "+5"},
    {"kind": "stock_purchase", "holders": ["CHN"], "rate": 0.1, "start": "+0", "end": "+3"},
    {"kind": "stock_release", "holders": ["CHN", "KOR"], "amount": "1 months", "rate": 0.3,
     "trigger": 1.4, "start": "+3"},
    {"kind": "rationing", "countries": ["CHN"], "sectors": {"lifting": 0.4}, "start": "+4"},
    {"kind": "substitution", "countries": ["ALL"], "sectors": {"welding": [0.1, 0.5]},
     "lead_months": [1, 4], "ramp_months": 3, "start": "+3"},
    {"kind": "recycling", "countries": ["CHN"], "sectors": {"mri": 0.3}, "start": "+3",
     "ramp_months": 6},
    {"kind": "capacity_subsidy", "country": "KOR", "capacity": "60 t/year",
     "lead_months": [2, 9], "start": "+3"},
    {"kind": "truce", "lifts": ["m0", "m1"], "start": "+10"},
)  # fmt: skip


@pytest.fixture(scope="module")
def whole(helium):
    ask = Ensemble(helium, scenario(*EVERYTHING), "CHN", 2018, months=18, draws=48)
    return ask, run(ask)


def test_the_accounts_close_under_all_of_them(whole):
    _, done = whole
    assert done.record.checks[:, 0].max() < 1e-9
    assert done.schedule.onset == 3
    assert all(np.isfinite(series).all() for series in done.record)
    assert np.allclose(done.record.spot[:, 0], 0, atol=0.1)  # but for what is bought at first


def test_windows_of_draws_give_the_same_bytes(whole):
    ask, done = whole
    first = run(ask, last=20)
    again = run(ask, first=20, last=48, frame=light(first.frame))
    assert np.array_equal(first.schedule.policies.ahead, again.schedule.policies.ahead)
    for name in ("consumption", "sectors", "spot", "delivered", "stock", "arrivals"):
        found = np.concatenate([getattr(first.record, name), getattr(again.record, name)])
        whole_ = getattr(run(ask, frame=light(first.frame)).record, name)
        assert found.tobytes() == whole_.tobytes(), name
    assert set(first.sample.drawn) == set(again.sample.drawn) == set(done.sample.drawn)
