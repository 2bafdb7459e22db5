"""What licences, rules on foreign goods, closed straits and leaks let pass, month by month."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laid import lay

from outlast.engines.shock.licences import approved

LICENCE = {"kind": "licence", "powers": ["USA"], "throughput": 0.5}
BAN = {"kind": "export_ban", "powers": ["USA"]}
RULE = {"kind": "content_rule", "powers": ["USA"], "product": "280429", "threshold": 0.1}
HORMUZ = {"kind": "transit_closure", "passages": ["Hormuz"], "reroute_months": 2,
          "reroute_share": 0.75, "extra_cost": 0.2}  # fmt: skip


def cap(case, origin, place, *measures, **options):
    """What may pass of a link, shape (1 or draw, month), and the whole schedule."""
    laid, normal, _ = lay(case, *measures, **options)
    lanes = laid.flow.any(axis=(0, 2))
    (lane,) = [i for i, lane in enumerate(laid.lanes) if lane.origin == origin and lanes[i]]
    return laid.policies.cap[:, :, lane, normal.destinations.index(place)], laid


class TestLicence:
    """A queue of applications."""

    def test_what_waited_is_worked_off_above_the_normal_flow(self, helium):
        """By hand: 1 joins a month, 0.5 is decided for four months, then 2; 0.8 is approved."""
        licence = {**LICENCE, "throughput_from": {"+4": 2.0}, "approval_share": 0.8, "end": "+9"}
        passed, laid = cap(helium, "USA", "CHN", licence)
        decided = [0.5, 0.5, 0.5, 0.5, 2.0, 2.0, 1.0, 1.0, 1.0]
        assert np.allclose(passed[0, :9], 0.8 * np.array(decided))
        assert np.isinf(passed[0, 9:]).all()
        assert laid.onset == 0

    def test_nothing_passes_before_the_first_can_be_decided(self, helium):
        passed, _ = cap(helium, "USA", "CHN", {**LICENCE, "throughput": 3, "delay_months": 1.5})
        assert np.allclose(passed[0, :4], [0, 0.5, 1, 1])

    def test_days_without_it_are_normal_ones(self, helium):
        licence = {**LICENCE, "start": "2018-01-16", "end": "2018-03-16"}
        free = 15 / 30.4
        passed, _ = cap(helium, "USA", "CHN", licence)
        assert np.allclose(passed[0, :2], [free + 0.5 * (1 - free), 0.5])
        assert np.allclose(passed[0, 2], 0.5 * free + (1 - free))
        assert np.isinf(passed[0, 3:]).all()

    def test_ranges_are_drawn_and_named_among_the_drivers(self, helium):
        licence = {**LICENCE, "throughput": 2, "approval_share": [0.2, 0.8],
                   "delay_months": [0.5, 2]}  # fmt: skip
        laid, normal, sample = lay(helium, licence, draws=8)
        assert {"approval-m0", "delay-m0"} <= set(sample.drawn)
        lane = [lane.origin for lane in laid.lanes].index("USA")
        late = laid.policies.cap[:, 9, lane, normal.destinations.index("CHN")]
        assert np.allclose(late, sample.drawn["approval-m0"])

    def test_beside_a_ban_the_ban_counts(self, helium):
        passed, _ = cap(helium, "USA", "CHN", LICENCE, {**BAN, "start": "+6"})
        assert np.allclose(passed[0, [0, 5]], 0.5)
        assert not passed[0, 6:].any()

    @given(
        st.lists(st.floats(0, 1), min_size=1, max_size=30),
        st.floats(0.01, 5), st.floats(0, 12), st.floats(0, 1),
    )  # fmt: skip
    def test_approvals_never_exceed_what_was_filed_long_enough_before(
        self, applied, able, delay, approval
    ):
        filed, months = np.array(applied), len(applied)
        found = approved(filed, np.full(months, able), np.array([delay]), np.array([approval]))[0]
        assert (found >= 0).all()
        assert (found <= approval * able + 1e-12).all()
        whole = int(delay)
        old = np.concatenate([np.zeros(whole), filed.cumsum()])[:months]
        assert (found.cumsum() <= approval * old + 1e-9).all()
        quick = approved(filed, np.full(months, 2 * able), np.array([delay]),
                         np.array([approval]))[0]  # fmt: skip
        assert (quick.cumsum() >= found.cumsum() - 1e-9).all()


class TestContentRule:
    """Goods made abroad."""

    def test_goods_with_enough_content_stop_too(self, helium):
        """Qatar's always, Algeria's in draws above the threshold, Australia's never."""
        rule = {**RULE, "contents": {"QAT": 0.3, "DZA": [0.0, 0.2], "AUS": 0.05}}
        laid, normal, sample = lay(helium, rule, draws=40)
        china = normal.destinations.index("CHN")
        shut = laid.policies.cap[0, 0, :, china] == 0
        reached = sample.drawn["content-m0-DZA"] >= 0.1
        assert 0 < reached.sum() < 40
        for origin, part in (("USA", 1.0), ("QAT", 1.0), ("AUS", 0.0), ("DZA", reached)):
            lanes = np.array([lane.origin == origin for lane in laid.lanes])
            flow = laid.flow[:, :, china]
            stopped = flow[:, lanes & shut].sum(axis=1) / flow[:, lanes].sum(axis=1)
            assert np.allclose(stopped, part), origin

    def test_technology_reaches_what_was_built_with_it(self, isle):
        """Westland built Southland's plants: 0 to 1 of them would be stopped."""
        rule = {**RULE, "powers": ["XWE"], "technology": True}
        laid, normal, _ = lay(isle, rule, target="XIS", year=2022, draws=8)
        isle_ = normal.destinations.index("XIS")
        shut = np.isfinite(laid.policies.cap[0, 0, :, isle_])
        assert {lane.origin for lane, yes in zip(laid.lanes, shut, strict=True) if yes} >= {"XSO"}

    def test_a_level_may_pass_and_the_target_keeps_its_own(self, helium):
        rule = {**RULE, "contents": {"QAT": 0.3, "CHN": 0.9}, "level": 0.25}
        passed, laid = cap(helium, "QAT", "CHN", rule)
        assert np.allclose(passed, 0.25)
        passed, _ = cap(helium, "CHN", "CHN", rule)
        assert np.isinf(passed).all()
        assert not laid.notes


class TestTransit:
    """Straits and canals."""

    def test_cargo_waits_and_then_goes_round_where_it_can(self, helium):
        """Hormuz leaves Qatar no other way by sea, Panama the United States one."""
        passed, _ = cap(helium, "QAT", "CHN", HORMUZ)
        assert not passed.any()
        panama = {**HORMUZ, "passages": ["panama"], "end": "+6"}
        passed, laid = cap(helium, "USA", "CHN", panama)
        assert np.allclose(passed[0, :6], [0, 0, 0.75, 0.75, 0.75, 0.75])
        assert np.isinf(passed[0, 6:]).all()
        dear = laid.policies.tariff.max(axis=(1, 2))
        assert np.allclose(dear[:7], [0, 0, *4 * [np.log(1.2)], 0])

    def test_shares_replace_the_table(self, helium):
        """Half of Qatar's passes and 0.75 of that goes round: the mean cost is that of the mix."""
        panama = {**HORMUZ, "passages": ["panama"], "shares": {"QAT": 0.5}}
        passed, laid = cap(helium, "QAT", "CHN", panama)
        assert np.allclose(passed[0, [0, 2]], [0.5, 1 - 0.5 * 0.25])
        assert np.isclose(laid.policies.tariff[2].max(), np.log(1 + 0.2 * 0.375 / 0.875))
        passed, _ = cap(helium, "USA", "CHN", panama)
        assert np.isinf(passed).all()

    def test_a_way_that_no_table_has_is_told(self, helium):
        laid, _, _ = lay(helium, HORMUZ)
        assert any("not in the table of sea routes" in note for note in laid.notes)

    def test_what_nothing_passes_is_told(self, helium):
        laid, _, _ = lay(helium, {**HORMUZ, "passages": ["chili"]})
        assert any("stops no flow of 2018: nothing passes" in note for note in laid.notes)
        assert laid.onset == 18


class TestLeak:
    """What comes through third countries."""

    def test_what_leaks_rises_to_its_share(self, helium):
        """Means over months of a ramp of four months to 0.4."""
        passed, _ = cap(helium, "USA", "CHN", {**BAN, "leak_share": 0.4, "leak_months": 4})
        assert np.allclose(passed[0, :5], 0.4 * np.array([0.125, 0.375, 0.625, 0.875, 1]))

    def test_it_is_a_part_of_what_is_stopped(self, helium):
        quota = {**BAN, "kind": "quota", "level": 0.5, "leak_share": [0.1, 0.3]}
        laid, normal, sample = lay(helium, quota, draws=8)
        lane = [lane.origin for lane in laid.lanes].index("USA")
        passed = laid.policies.cap[:, 3, lane, normal.destinations.index("CHN")]
        assert np.allclose(passed, 0.5 + 0.5 * sample.drawn["leak-m0"])


class TestTariff:
    """What makes imports dearer."""

    def test_it_is_a_log_cost_of_links_and_of_days(self, helium):
        tariff = {"kind": "tariff", "origins": ["USA"], "rate": 0.25, "end": "2018-02-16"}
        laid, normal, _ = lay(helium, tariff)
        lane = [lane.origin for lane in laid.lanes].index("USA")
        china = normal.destinations.index("CHN")
        cost = laid.policies.tariff[:, lane, china]
        assert np.allclose(cost[:3], [np.log(1.25), np.log(1.25) * 15 / 30.4, 0])
        laid.policies.tariff[:, lane, china] = 0
        assert not laid.policies.tariff.any()
        assert np.isinf(laid.policies.cap).all()
        assert laid.onset == 0

    def test_rates_of_steps_add_and_nobody_taxes_its_own(self, helium):
        steps = [{"kind": "tariff", "origins": ["ALL"], "rate": rate, "start": f"+{start}"}
                 for start, rate in enumerate((0.1, 0.2))]  # fmt: skip
        laid, normal, _ = lay(helium, *steps)
        china = normal.destinations.index("CHN")
        for i, lane in enumerate(laid.lanes):
            cost = laid.policies.tariff[:3, i, china]
            known = [0, 0, 0] if lane.origin == "CHN" else np.log([1.1, 1.3, 1.3])
            assert np.allclose(cost, known)

    def test_one_that_taxes_nothing_is_told(self, helium):
        for more in ({"rate": 0, "origins": ["USA"]}, {"rate": 0.5, "origins": ["PRT"]}):
            laid, _, _ = lay(helium, {"kind": "tariff", **more})
            assert any("m0 taxes nothing" in note for note in laid.notes)
            assert laid.onset == 18


class TestAhead:
    """What is bought before an announced start."""

    @pytest.mark.parametrize(
        "measure",
        [
            BAN,
            {"kind": "quota", "powers": ["USA"], "level": 0.2},
            {**LICENCE, "throughput": 2, "delay_months": 3},
            {"kind": "tariff", "origins": ["USA"], "rate": 0.25},
        ],
    )
    def test_what_will_be_stopped_is_bought_in_the_window(self, helium, measure):
        laid, normal, _ = lay(helium, {**measure, "announced": "+2", "start": "+5"})
        usual = normal.flow.mean(axis=0)
        china = normal.destinations.index("CHN")
        part = usual[normal.origins.index("USA"), china] / usual[:, china].sum()
        stopped = {"quota": 0.8, "tariff": 0.2}.get(measure["kind"], 1.0) * part
        ahead = laid.policies.ahead
        assert np.allclose(ahead[:, china].sum(), stopped)
        assert np.allclose(ahead[2:5, china], stopped / 3)
        assert not ahead[:2].any()
        assert not ahead[5:].any()
        assert np.delete(ahead, china, axis=1).max() == 0

    def test_nothing_is_bought_ahead_of_what_comes_at_once(self, helium):
        for announced in ({}, {"announced": "+5"}):
            laid, _, _ = lay(helium, {**BAN, "start": "+5", **announced})
            assert not laid.policies.ahead.any()

    def test_nor_of_what_comes_after_the_run(self, helium):
        laid, _, _ = lay(helium, {**BAN, "start": "+40", "announced": "+5"})
        assert not laid.policies.ahead.any()
