"""Laws of a scenario laid out: order, dates, holders, pace, on random measures."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from outlast.engines.shock.control import holdings
from outlast.engines.shock.lanes import _combine
from outlast.engines.shock.pacing import pace
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput

POWERS = ("USA", "QAT", "RUS", "DZA", "FRA", "JPN", "DEU", "LINDE", "USALLIES")
MAKERS = ("USA", "QAT", "RUS", "DZA", "POL")
IDLE = (
    {"kind": "export_ban", "powers": ["PRT"], "targets": ["ALL"]},
    {"kind": "export_ban", "powers": ["PAN"], "reach": "control"},
    {"kind": "export_ban", "powers": ["USA"], "targets": ["NRU"]},
    {"kind": "export_ban", "powers": ["USA"], "targets": ["ALL"], "start": "+30"},
    {"kind": "quota", "powers": ["POL"], "level": 1.0, "targets": ["BRA"]},
    {"kind": "outage", "origin": "QAT", "lost_share": 0.0},
    {"kind": "route_closure", "origins": ["PRT", "NRU"]},
)
EXAMPLES = settings(max_examples=settings.default.max_examples // 8, deadline=None)

dates = st.sampled_from(["+0", "+1", "+3", "2018-01-16", "2018-02-11"])
ends = st.sampled_from(["", "+4", "2018-04-20", "+7"])
expected = st.sampled_from([1, 6, 24])
shares = st.sampled_from([0.1, 0.5, 1.0])
targets = st.sampled_from([["IMPORTER"], ["ALL"], ["KOR"], ["JPN", "KOR"], ["IMPORTER", "TWN"]])
dated = {"start": dates, "end": ends, "expected_months": expected}
powers = st.lists(st.sampled_from(POWERS), min_size=1, max_size=2, unique=True)
ban = st.fixed_dictionaries({
    "kind": st.just("export_ban"), "powers": powers, "targets": targets,
    "reach": st.sampled_from(["territory", "control"]), **dated,
})  # fmt: skip
outage = st.fixed_dictionaries({
    "kind": st.just("outage"), "origin": st.sampled_from(MAKERS), "lost_share": shares, **dated,
})  # fmt: skip
closure = st.fixed_dictionaries({
    "kind": st.just("route_closure"), "origins": st.just(["QAT", "RUS"]), "targets": targets,
    **dated,
})  # fmt: skip
quota = st.fixed_dictionaries({
    "kind": st.just("quota"), "powers": powers, "targets": targets, "level": shares, **dated,
})  # fmt: skip
several = st.lists(st.one_of(ban, outage, closure, quota), min_size=1, max_size=4)


def named(measures):
    """Give the measures ids of their own, so that they may be put in any order."""
    return [{**measure, "id": f"n{i}"} for i, measure in enumerate(measures)]


def tried(quick, *measures, **options):
    """Run measures, or drop the example where two of them contradict each other."""
    try:
        return quick(*measures, draws=4, **{"months": 12, **options})
    except InvalidInput as refused:
        assert "one level for the same" in str(refused)  # noqa: PT017 - others must not pass
        assume(condition=False)


def same(one, two):
    """Whether two runs recorded the same bytes."""
    return all(a.tobytes() == b.tobytes() for a, b in zip(one.record, two.record, strict=True))


@EXAMPLES
@given(several, st.randoms())
def test_the_order_of_the_measures_changes_no_byte(quick, measures, dice):
    shuffled = named(measures)
    first = tried(quick, *shuffled)
    dice.shuffle(shuffled)
    assert same(first, tried(quick, *shuffled))


@EXAMPLES
@given(several, st.sampled_from(IDLE), expected)
def test_a_measure_that_stops_nothing_changes_no_byte(quick, measures, idle, months):
    alone = tried(quick, *named(measures))
    beside = tried(quick, {**idle, "id": "idle", "expected_months": months}, *named(measures))
    assert same(alone, beside)
    assert len(beside.schedule.notes) > len(alone.schedule.notes)


@EXAMPLES
@given(
    st.lists(st.tuples(powers, st.sampled_from(["territory", "control"])), min_size=2, max_size=4),
    st.sampled_from([2006, 2018, 2021, 2024]),
)
def test_a_larger_list_of_bans_never_raises_consumption(quick, acts, year):
    """Neither in the first month nor cumulatively; all begin at once and are held equally long."""
    bans = named([{"kind": "export_ban", "powers": p, "reach": reach} for p, reach in acts])
    before = None
    for count in range(1, len(bans) + 1):
        run = quick(*bans[:count], year=year, draws=4, months=12)
        total = run.record.consumption[:, :, run.target]
        if before is not None:
            assert (total[:, 0] <= before[:, 0] * (1 + 1e-9)).all()
            assert (total.cumsum(axis=1) <= before.cumsum(axis=1) * (1 + 1e-9)).all()
        before = total


@EXAMPLES
@given(st.permutations(POWERS[:7]), st.integers(1, 3), st.sampled_from([2018, 2021, 2024]))
def test_bans_by_several_are_one_ban_by_all_of_them(quick, order, count, year):
    """Holdings of a layer add, layers are independent: together as apart."""
    held = {"kind": "export_ban", "reach": "control"}
    one = quick({**held, "powers": order[:count]}, year=year, draws=8)
    many = quick(*({**held, "powers": [power]} for power in order[:count]), year=year, draws=8)
    assert len(many.schedule.lanes) == len(one.schedule.lanes)
    for a, b in zip(one.record[:7], many.record[:7], strict=True):
        assert np.allclose(a, b, rtol=1e-7, atol=1e-9)


@EXAMPLES
@given(ban, st.sampled_from(POWERS), st.sampled_from([2018, 2021]))
def test_a_ban_changes_nothing_before_it_begins(quick, first, power, year):
    """However it cuts the origins into lanes."""
    first = {**first, "start": "+0", "end": "", "targets": ["IMPORTER"]}
    later = {**first, "powers": [power], "reach": "control", "start": "+9"}
    alone, both = (quick(*m, year=year, draws=4, months=12) for m in ([first], [first, later]))
    for a, b in zip(alone.record[:7], both.record[:7], strict=True):
        assert np.allclose(a[:, :9], b[:, :9], rtol=1e-9, atol=1e-9)


@EXAMPLES
@given(st.one_of(ban, outage, closure), st.sampled_from(["+1", "2018-01-16", "2018-03-05"]))
def test_a_measure_in_two_parts_is_one(quick, measure, cut):
    """To the day on which the second follows."""
    whole = {**measure, "start": "+0", "end": "2018-05-12"}
    one = quick(whole, draws=4).schedule
    two = quick({**whole, "end": cut}, {**whole, "start": cut}, draws=4).schedule
    assert np.allclose(one.policies.cap, two.policies.cap, atol=1e-12)
    assert np.allclose(one.supply, two.supply, rtol=1e-12)


def test_a_ban_that_follows_in_mid_month_is_as_one_ban(quick):
    """The second is expected to go on for what the first had left."""
    ban, day = {"kind": "export_ban", "powers": ["USA"]}, 15 / 30.4
    one = quick({**ban, "expected_months": 24}, months=12)
    two = quick(
        {**ban, "expected_months": 24, "end": "2018-01-16"},
        {**ban, "expected_months": 24 - day, "start": "2018-01-16"}, months=12,
    )  # fmt: skip
    assert np.allclose(one.record.consumption, two.record.consumption, rtol=1e-9)
    assert np.allclose(one.record.spot, two.record.spot, atol=1e-9)


def test_a_repair_goes_on_within_the_month_in_which_the_outage_ends(quick):
    """Half a month lost, then half of what a repair of two months leaves: 1 to 0.75."""
    stop = {"kind": "outage", "origin": "QAT", "lost_share": 1.0, "start": "+0"}
    run = quick({**stop, "end": "2018-02-16", "repair_months": 2})
    place = [lane.origin for lane in run.schedule.lanes].index("QAT")
    slack = 1 + run.sample["slack"]
    left = (
        run.schedule.supply[:, :5, place]
        / (run.schedule.flow[:, place].sum(axis=1) * slack)[:, None]
    )
    part = 15 / 30.4
    rest = 1 - part
    first = rest * rest / 2 / 2
    assert np.allclose(left[:, 0], 0)
    assert np.allclose(left[:, 1], first)
    assert np.allclose(left[:, 2], (rest + 0.5) / 2)
    assert np.allclose(left[:, 4], 1)


def test_one_holder_does_not_act_when_another_does(quick):
    """France's ban of month 30 left no trace of itself at once, but on America's part of Qatar."""
    held = {"kind": "export_ban", "reach": "control"}
    america = {**held, "powers": ["USA"], "start": "+30"}
    france = {**held, "powers": ["FRA"]}
    alone = quick(france, year=2021, months=36)
    both = quick(france, america, year=2021, months=36)
    lanes = [i for i, lane in enumerate(both.schedule.lanes) if lane.origin == "QAT"]
    shut = both.schedule.flow[:, lanes].sum(axis=2)[:, None] * (
        both.schedule.policies.cap[:, :, lanes, both.target] == 0
    )
    lane = [lane for lane in alone.schedule.lanes if lane.origin == "QAT" and lane.held_by]
    part = alone.schedule.flow[:, alone.schedule.lanes.index(lane[0])].sum(axis=1)
    assert np.allclose(shut[:, :30].sum(axis=2), part[:, None])
    assert (shut[:, 30:].sum(axis=2) > part[:, None] * 1.05).all()
    assert np.allclose(alone.record.spot[:, :30], both.record.spot[:, :30], atol=1e-9)


def test_fixed_parts_of_two_powers_add(quick):
    held = {"kind": "export_ban", "reach": "control"}
    two = quick({**held, "powers": ["FRA"], "lanes": {"QAT": 0.3}},
                {**held, "powers": ["JPN"], "lanes": {"QAT": 0.2}}, draws=4)  # fmt: skip
    one = quick({**held, "powers": ["FRA", "JPN"], "lanes": {"QAT": 0.5}}, draws=4)
    assert two.schedule.lanes[0].origin == one.schedule.lanes[0].origin
    assert np.allclose(two.schedule.flow, one.schedule.flow)


def test_a_bloc_holds_what_its_own_rows_or_its_members_tell_and_no_more(helium):
    """In 2021 the allies' 0.82 of the trade with China is the sum of five firms' homes."""
    sample = Sample(helium, 1, 3, 2021, "central")
    codes = helium.countries.acting(["USALLIES"], 2021)
    assert {"USA", "LINDE", "DEU"} < set(codes)
    held = holdings(helium, "POL", codes, 2021, sample, {"CHN"})
    parts = [size for (layer, code), size in held.items() if layer == "offtake" and code != "USA"]
    america = held["offtake", "USA"]
    assert np.allclose(np.sum(parts, axis=0) + america, 0.82)


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=2, max_size=2), min_size=1, max_size=4))
def test_each_holder_has_its_own_part_and_an_origin_is_never_overfull(sizes):
    layers = ("ownership", "offtake")
    held = {
        f"m{k}": {(layer, f"P{k}"): np.array([two[i]]) for i, layer in enumerate(layers)}
        for k, two in enumerate(sizes)
    }  # fmt: skip
    parts = _combine(held, "QAT")
    assert sum(part[0] for part in parts.values()) <= 1 + 1e-9
    for k, two in enumerate(sizes):
        mine = sum(part[0] for names, part in parts.items() if f"m{k}" in names)
        assert mine == pytest.approx(1 - (1 - two[0]) * (1 - two[1]), abs=1e-9)
    whole = 1 - np.prod([max(1 - sum(two[i] for two in sizes), 0) for i in (0, 1)])
    assert sum(part[0] for part in parts.values()) == pytest.approx(whole, abs=1e-9)


def test_more_holders_than_an_origin_can_be_cut_for_are_refused(quick):
    held = {"kind": "export_ban", "reach": "control"}
    nine = ("FRA", "JPN", "DEU", "GBR", "IRL", "ITA", "ESP", "NLD", "BEL")
    many = [{**held, "powers": [power], "lanes": {"QAT": 0.05}} for power in nine]
    with pytest.raises(InvalidInput, match="holders of QAT is 9, expected at most 8"):
        quick(*many, draws=2)


class TestPace:
    """Which measure a destination's stocks go by."""

    def test_a_small_outage_does_not_hurry_stocks_that_a_ban_paces(self, quick):
        ban = {"kind": "export_ban", "powers": ["USA"], "targets": ["ALL"], "expected_months": 24}
        small = {"kind": "outage", "origin": "POL", "lost_share": 1.0, "expected_months": 1}
        alone, both = quick(ban, draws=4).schedule, quick(ban, small, draws=4).schedule
        assert np.array_equal(alone.remaining, both.remaining)

    def test_a_small_outage_does_not_hurry_those_whom_the_ban_spares(self, quick):
        """They pay the price of the ban."""
        ban = {"kind": "export_ban", "powers": ["USA"], "expected_months": 24}
        small = {"kind": "outage", "origin": "POL", "lost_share": 0.05, "expected_months": 1}
        alone, both = quick(ban, draws=4).schedule, quick(small, ban, draws=4).schedule
        assert np.array_equal(alone.remaining, both.remaining)

    def test_each_goes_by_what_takes_from_its_own_supply(self, quick):
        china = {"kind": "export_ban", "powers": ["USA"], "expected_months": 24}
        korea = {**china, "targets": ["KOR"], "expected_months": 6}
        laid = quick(china, korea, draws=4)
        places = laid.normal.destinations
        first = dict(zip(places, laid.schedule.remaining[0], strict=True))
        assert (first["CHN"], first["KOR"]) == (24, 6)
        lost = laid.schedule.flow.mean(axis=0)[laid.schedule.lanes.index(("USA", frozenset()))]
        larger = 24 if lost[places.index("CHN")] > lost[places.index("KOR")] else 6
        assert first["JPN"] == larger

    def test_of_equals_the_longer_counts_in_any_order(self):
        lost = [np.full((2, 1), 5.0), np.full((2, 1), 5.0 * (1 + 1e-12))]
        left, use = [np.full(2, 24.0), np.full(2, 6.0)], np.full(1, 9.0)
        assert (pace(lost, left, use, 2) == 24).all()
        assert (pace(lost[::-1], left[::-1], use, 2) == 24).all()

    def test_nothing_at_work_is_a_month(self):
        use = np.array([1.0, 0.0])
        assert (pace([], [], use, 3) == 1).all()
        assert (pace([np.zeros((3, 2))], [np.zeros(3)], use, 3) == 1).all()
