"""What accidents take and what states add: plants, reserves, rationing, other materials."""

import numpy as np
import pytest
from laid import lay
from scenarios import scenario

from outlast.case.plants import plants_of, surely_runs
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.model import run
from outlast.engines.shock.per_draw import unmet_share
from outlast.errors import InvalidInput

ACCIDENT = {"kind": "accident", "lost_share": 0.5, "repair_months": 3}
CHINA = {"countries": ["IMPORTER"]}


class TestAccident:
    """A plant that stops."""

    def test_a_plant_weighs_by_its_part_of_the_running_capacity(self, helium):
        """Ras Laffan 1 was 20 of 58 million cubic metres in 2018; the third train came in 2021."""
        usual, _, _ = lay(helium)
        hit, _, _ = lay(helium, {**ACCIDENT, "facility": "ras-laffan-1", "start": "+2"})
        place = [lane.origin for lane in hit.lanes].index("QAT")
        left = hit.supply[:, :, place] / usual.supply[:, :, place]
        assert np.allclose(left[:, 2:5], 1 - 0.5 * 20 / 58)
        assert np.allclose(np.delete(left, [2, 3, 4], axis=1), 1)
        assert hit.onset == 2
        assert not hit.notes

    def test_a_repair_is_drawn_and_no_truce_ends_it(self, helium):
        part = {**ACCIDENT, "origin": "QAT", "share": 0.4, "repair_months": [1, 5]}
        usual, _, _ = lay(helium, draws=8)
        hit, _, sample = lay(helium, part, draws=8)
        place = [lane.origin for lane in hit.lanes].index("QAT")
        left = hit.supply[:, :, place] / usual.supply[:, :, place]
        lost = (1 - left) / 0.2
        assert np.allclose(lost.sum(axis=1), sample.drawn["repair-m0"])
        assert np.allclose(lost[:, 0], 1)
        truce = {"kind": "truce", "start": "+1", "lifts": ["m0"]}
        with pytest.raises(InvalidInput, match="m0 is an accident, which ends with its repair"):
            lay(helium, part, truce, draws=8)

    def test_the_expectation_of_the_accident_paces_stocks(self, helium):
        hit, _, _ = lay(helium, {**ACCIDENT, "origin": "QAT", "expected_months": 7})
        assert (hit.remaining[0] == 7).all()
        assert (hit.remaining[3:] == 1).all()


class TestSubsidy:
    """New plants."""

    def test_plants_of_a_producer_add_to_its_lanes_for_good(self, helium):
        """Two months of lead, one of ramp: half of it in the third month."""
        new = {"kind": "capacity_subsidy", "country": "QAT", "part": 0.2, "lead_months": 2,
               "ramp_months": 1}  # fmt: skip
        usual, normal, _ = lay(helium)
        built, _, _ = lay(helium, new)
        place = [lane.origin for lane in built.lanes].index("QAT")
        more = (built.supply - usual.supply)[:, :, place]
        output = normal.flow[:, normal.origins.index("QAT")].sum(axis=1)
        assert np.allclose(more[:, :4], 0.2 * output[:, None] * [0, 0, 0.5, 1])
        ended, _, _ = lay(helium, {**new, "end": "2018-03-16"})
        more = (ended.supply - usual.supply)[:, :, place]
        assert np.allclose(more[:, 6:], 0.2 * output[:, None] * 15 / 30.4)
        early, _, _ = lay(helium, {**new, "end": "+2"})
        assert np.array_equal(early.supply, usual.supply)

    def test_those_of_a_country_that_buys_most_are_used_there(self, helium):
        """China made 0.3 % of what it used: a link of that size would grow for years."""
        new = {"kind": "capacity_subsidy", "country": "CHN", "capacity": "120 t/year",
               "lead_months": 0}  # fmt: skip
        laid, normal, _ = lay(helium, new)
        usual, _, _ = lay(helium)
        china = normal.destinations.index("CHN")
        assert "CHN" in normal.origins
        assert np.allclose(laid.policies.local[:, :, china], 10)
        assert np.array_equal(laid.supply, usual.supply)

    def test_those_of_a_mere_user_are_used_there(self, helium):
        new = {"kind": "capacity_subsidy", "country": "KOR", "capacity": "120 t/year",
               "lead_months": [0, 6]}  # fmt: skip
        laid, normal, sample = lay(helium, new, draws=8)
        korea = normal.destinations.index("KOR")
        assert np.allclose(laid.policies.local[:, 8:, korea], 10)
        waited = (10 - laid.policies.local[:, :, korea]).sum(axis=1) / 10
        assert np.allclose(waited, sample.drawn["lead-m0"])
        assert not np.delete(laid.policies.local, korea, axis=2).any()

    def test_what_a_power_holds_of_the_old_plants_it_holds_of_the_new(self, helium):
        held = {"kind": "export_ban", "powers": ["USA"], "reach": "control", "lanes": {"QAT": 0.3}}
        new = {"kind": "capacity_subsidy", "country": "QAT", "part": 0.2, "lead_months": 0}
        alone, _, _ = lay(helium, held)
        both, normal, _ = lay(helium, held, new)
        more = (both.supply - alone.supply)[:, 5]
        output = normal.flow[:, normal.origins.index("QAT")].sum(axis=1)
        parts = {lane.held_by != frozenset(): more[:, i] / output
                 for i, lane in enumerate(both.lanes) if lane.origin == "QAT"}  # fmt: skip
        assert np.allclose(parts[True], 0.06)
        assert np.allclose(parts[False], 0.14)


class TestReserves:
    """Strategic stocks."""

    def test_a_reserve_gives_at_its_rate_from_its_trigger(self, helium):
        release = {"kind": "stock_release", "holders": ["CHN", "JPN"], "amount": "500 t",
                   "rate": 0.3, "trigger": 1.5, "start": "2018-02-16", "end": "+4"}  # fmt: skip
        laid, normal, _ = lay(helium, release)
        held, places = laid.policies, normal.destinations
        pair = [places.index(code) for code in ("CHN", "JPN")]
        assert np.allclose(held.reserve.sum(axis=1), 500)
        use = normal.demand[:, pair]
        assert np.allclose(held.reserve[:, pair], 500 * use / use.sum(axis=1, keepdims=True))
        assert np.allclose(held.release[:5, pair[0]], [0, 0.3 * (1 - 15 / 30.4), 0.3, 0.3, 0])
        assert np.allclose(held.trigger[1:4, pair], np.log(1.5))
        assert not np.delete(held.release, pair, axis=1).any()

    def test_months_of_use_are_each_holders_own(self, helium):
        release = {"kind": "stock_release", "holders": ["CHN"], "amount": "2 months", "rate": 0.3}
        laid, normal, _ = lay(helium, release)
        china = normal.destinations.index("CHN")
        assert np.allclose(laid.policies.reserve[:, china], 2 * normal.demand[:, china])
        assert (laid.policies.trigger[:, china] < -100).all()
        assert laid.onset == 18

    def test_a_purchase_is_a_part_of_use(self, helium):
        buy = {"kind": "stock_purchase", "holders": ["CHN"], "rate": 0.1, "end": "+3"}
        laid, normal, _ = lay(helium, buy)
        china = normal.destinations.index("CHN")
        assert np.allclose(laid.policies.purchase[:4, china], [0.1, 0.1, 0.1, 0])
        assert not laid.policies.reserve.any()

    def test_a_small_holder_stands_by_itself(self, helium):
        buy = {"kind": "stock_purchase", "holders": ["BRA"], "rate": 0.1}
        _, normal, _ = lay(helium, buy)
        assert "BRA" in normal.destinations


class TestUses:
    """Demand."""

    def test_rationing_is_by_sector_place_and_day(self, helium):
        ration = {"kind": "rationing", **CHINA, "sectors": {"lifting": 0.2, "labs": 0.9},
                  "end": "2018-02-16"}  # fmt: skip
        laid, normal, _ = lay(helium, ration)
        sectors, china = sorted(helium.sectors), normal.destinations.index("CHN")
        allowed = laid.policies.allowed[:, china]
        assert np.allclose(allowed[:3, sectors.index("lifting")], [0.2, 1 - 0.8 * 15 / 30.4, 1])
        assert np.isclose(allowed[0, sectors.index("labs")], 0.9)
        rest = [i for i, name in enumerate(sectors) if name not in {"lifting", "labs"}]
        assert (allowed[:, rest] == 1).all()
        assert (np.delete(laid.policies.allowed, china, axis=1) == 1).all()

    @pytest.mark.parametrize(
        ("kind", "name"), [("substitution", "replaced"), ("recycling", "recycled")]
    )
    def test_what_grows_does_so_after_its_lead(self, helium, kind, name):
        """Lead of one month, ramp of two; over with its end."""
        grow = {"kind": kind, **CHINA, "sectors": {"lifting": [0.2, 0.6], "labs": 0.1},
                "lead_months": 1, "ramp_months": 2, "end": "+6"}  # fmt: skip
        laid, normal, sample = lay(helium, grow, draws=8)
        sectors, china = sorted(helium.sectors), normal.destinations.index("CHN")
        found = getattr(laid.policies, name)
        grown = np.array([0, 0.25, 0.75, 1, 1, 1, 0])
        whole = sample.drawn["reached-m0-lifting"][:, None]
        assert np.allclose(found[:, :7, china, sectors.index("lifting")], whole * grown)
        assert np.allclose(found[:, :7, china, sectors.index("labs")], 0.1 * grown)
        assert not np.delete(found, china, axis=2).any()
        assert laid.onset == 18


def test_accidents_at_every_plant_of_a_country_leave_nothing(helium):
    """Plants are parts of one capacity: their losses add."""
    plants = [
        plant.id for plant in plants_of(helium.facilities, "QAT") if surely_runs(plant, 2024)
    ]
    assert len(plants) > 1
    fires = [{"kind": "accident", "facility": plant, "lost_share": 1.0, "repair_months": 24,
              "start": "+0"} for plant in plants]  # fmt: skip
    found = run(Ensemble(helium, scenario(*fires), "CHN", 2024, 12, 4))
    lost = run(Ensemble(helium, scenario(
        {"kind": "outage", "origin": "QAT", "lost_share": 1.0}), "CHN", 2024, 12, 4))  # fmt: skip
    assert found.market.supply == pytest.approx(lost.market.supply)


def test_rationing_that_begins_later_is_told_from_its_start(helium):
    """It stops no flow, and yet the twelve months that are told begin with it."""
    cut = {"kind": "rationing", "countries": ["CHN"], "sectors": {"mri": 0.0}}
    first, later = (
        run(Ensemble(helium, scenario({**cut, "start": start}), "CHN", 2024, 24, 4))
        for start in ("+0", "+12")
    )
    assert (unmet_share(first, first.target) > 0.05).all()
    assert unmet_share(later, later.target) == pytest.approx(
        unmet_share(first, first.target), rel=1e-3)  # fmt: skip
