"""Codes and dates that do not fit the case are refused; what fits but stops nothing is told."""

import time

import numpy as np
import pytest
from scenarios import scenario

import outlast
from outlast.engines.shock.links import read
from outlast.errors import InvalidInput

BAN = {"kind": "export_ban", "powers": ["USA"]}
HELD = {**BAN, "reach": "control"}
CLOSURE = {"kind": "route_closure", "origins": ["QAT"]}
OUTAGE = {"kind": "outage", "origin": "QAT", "lost_share": 0.5}
TRUCE = {"kind": "truce", "start": "+3"}


@pytest.mark.parametrize(
    ("measures", "words"),
    [
        ([{**BAN, "powers": ["USSR"]}], "m0: powers is 'USSR', expected the alpha-3 code of a"),
        ([{**BAN, "powers": ["US"]}], "powers is 'US', expected .* did you mean 'USA'"),
        ([{**BAN, "targets": ["CHNA"]}], "targets is 'CHNA', .* did you mean 'CHN'"),
        ([{**BAN, "targets": ["ROW"]}], "targets is 'ROW', expected the alpha-3 code"),
        ([{**HELD, "lanes": {"QATA": 0.3}}], "lanes is 'QATA', .* did you mean 'QAT'"),
        ([{**BAN, "powers": [], "all_but": ["RUSS"]}], "all_but is 'RUSS', .* you mean 'RUS'"),
        ([{**CLOSURE, "origins": ["QTR"]}], "origins is 'QTR', expected"),
        ([{**CLOSURE, "targets": ["XXX"]}], "targets is 'XXX', expected"),
        ([{**OUTAGE, "origin": "QATA"}], "origin is 'QATA', .* did you mean 'QAT'"),
        ([{**OUTAGE, "origin": "EU27"}], "origin is EU27, expected one country"),
        ([{**BAN, "powers": []}], "powers is empty, expected one code or more, or all_but"),
        ([{"kind": "export_ban"}], "powers is empty"),
        ([{**BAN, "targets": []}], "targets is empty"),
        ([{**CLOSURE, "origins": []}], "origins is empty"),
        ([{**BAN, "all_but": ["RUS"]}], "all_but is given beside powers, expected one of the two"),
        ([{"kind": "export_ban", "all_but": ["RUS"], "reach": "control"}],
         "reach is control beside all_but"),
        ([{**BAN, "lanes": {"QAT": 0.3}}], "lanes is given with reach territory"),
        ([{**HELD, "lanes": {"USA": 0.3}}], "lanes is USA, expected countries other than the pow"),
        ([BAN, {**TRUCE, "lifts": []}], "truce m1: lifts is empty, .*known: m0"),
        ([BAN, {**TRUCE, "lifts": ["m9"]}], "lifts is m9, expected the id of a ban.*: known: m0"),
        ([BAN, {**TRUCE, "lifts": ["m1"]}], "lifts is itself"),
        ([{**BAN, "start": "+6"}, {**TRUCE, "lifts": ["m0"]}],
         r"truce m1: start is \+3, expected a date after the start of m0: m0 begins at \+6"),
        ([{**BAN, "start": "+3", "end": "+3"}], r"end is \+3, expected after its start"),
    ],
)  # fmt: skip
def test_codes_and_options_that_cannot_be_meant(helium, measures, words):
    with pytest.raises(InvalidInput, match=words) as caught:
        read(helium, scenario(*measures), "CHN", 2018, 2018 * 12)
    assert len(str(caught.value).splitlines()) == 1


def test_a_bloc_acts_with_its_members_of_the_baseline_year(isle_copy):
    folder = isle_copy / "blocs.yaml"
    folder.write_text("LEAGUE: {name: League, members: [XNO, {country: XSO, from: 2022}]}\n"
                      "LATE: {name: Late, members: [{country: XNO, from: 2023}]}\n")  # fmt: skip
    case = outlast.load(isle_copy)
    ban = scenario({**BAN, "powers": ["LEAGUE"]})
    powers = [read(case, ban, "XIS", year, year * 12).caps[0].powers for year in (2021, 2022)]
    assert powers == [{"XNO"}, {"XNO", "XSO"}]
    late = scenario({**BAN, "powers": ["LATE"]})
    assert read(case, late, "XIS", 2023, 2023 * 12).caps[0].powers == {"XNO"}
    with pytest.raises(InvalidInput, match="m0: powers is LATE, expected a bloc with a member in"):
        read(case, late, "XIS", 2022, 2022 * 12)


QUOTA = {"kind": "quota", "powers": ["USA"], "level": 0.5}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (QUOTA, {**QUOTA, "level": 0.9}),
        (QUOTA, {**BAN, "targets": ["CHN"]}),
        (QUOTA, {**BAN, "targets": ["ALL"]}),
        (QUOTA, {**BAN, "powers": ["USALLIES"]}),
        (QUOTA, {**HELD, "powers": ["JPN", "USA"]}),
        (QUOTA, {"kind": "export_ban", "all_but": ["RUS"]}),
        ({"kind": "quota", "all_but": ["QAT"], "level": 0.5}, {"kind": "export_ban",
                                                               "all_but": ["RUS"]}),
        ({**HELD, "powers": ["LINDE"]}, {**QUOTA, "powers": ["IRL"], "targets": ["ALL"]}),
    ],
)  # fmt: skip
def test_two_levels_for_a_link_are_a_contradiction(helium, one, two):
    for pair in ((one, two), (two, one)):
        with pytest.raises(InvalidInput, match="one level for the same power, target and time"):
            read(helium, scenario(*pair), "CHN", 2018, 2018 * 12)
    read(helium, scenario({**one, "end": "+6"}, {**two, "start": "+6"}), "CHN", 2018, 2018 * 12)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (QUOTA, {**OUTAGE, "origin": "USA"}),
        (BAN, {"kind": "route_closure", "origins": ["USA"]}),
        (QUOTA, {"kind": "route_closure", "origins": ["USA"]}),
        (QUOTA, {**BAN, "powers": ["QAT"]}),
        (QUOTA, {**BAN, "targets": ["KOR"]}),
        (QUOTA, {"kind": "export_ban", "all_but": ["USA"]}),
        ({**QUOTA, "powers": ["CHN"], "targets": ["CHN"]}, {**BAN, "powers": ["CHN"],
                                                            "targets": ["ALL"]}),
        (BAN, {**HELD, "powers": ["USA", "FRA"]}),
    ],
)  # fmt: skip
def test_what_can_be_meant_together_is_taken(helium, one, two):
    read(helium, scenario(one, two), "CHN", 2018, 2018 * 12)


def test_a_closure_prevails_over_a_quota(quick):
    closed = quick(QUOTA, {"kind": "route_closure", "origins": ["USA"], "targets": ["IMPORTER"]})
    place = closed.schedule.lanes.index(("USA", frozenset()))
    assert not closed.schedule.policies.cap[:, :, place, closed.target].any()


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        ({**BAN, "powers": ["PRT"]}, "m0: PRT made nothing in 2018 and stops nothing"),
        ({**BAN, "powers": ["USA", "PRT"]}, "m0: PRT made nothing in 2018 and stops nothing"),
        ({**HELD, "powers": ["PRT"]}, "m0: PRT made nothing in 2018 and stops nothing"),
        ({**CLOSURE, "origins": ["FRA"]}, "m0: FRA made nothing in 2018 and stops nothing"),
        ({**QUOTA, "level": 1.0}, "m0 stops nothing: all of the normal flow may pass"),
        ({**OUTAGE, "lost_share": 0.0}, "m0 stops nothing: it loses nothing"),
        ({**BAN, "start": "+40"}, "m0 stops nothing: it begins in month 40 and the run ends"),
        ({**BAN, "targets": ["NRU"]}, "m0: NRU bought nothing in 2018"),
    ],
)
def test_what_stops_nothing_is_told(quick, measure, words):
    notes = quick(measure, draws=4).schedule.notes
    assert any(words in note for note in notes), notes


def test_a_ban_on_what_did_not_flow_is_told_and_paces_nothing(quick):
    """South Africa used its own in 2024; a ban only keeps new trade from beginning."""
    idle = {**BAN, "powers": ["ZAF"], "expected_months": 1}
    laid = quick(idle, {**BAN, "start": "+3"}, year=2024, draws=4).schedule
    assert any("m0 stops no flow of 2024" in note for note in laid.notes)
    assert laid.onset == 3
    alone = quick({**BAN, "start": "+3"}, year=2024, draws=4).schedule
    assert np.array_equal(laid.remaining, alone.remaining)


def test_what_stops_something_is_not(quick, helium):
    for measure in (
        BAN,
        HELD,
        {**HELD, "powers": ["FRA"]},
        CLOSURE,
        OUTAGE,
        {**QUOTA, "level": 0},
    ):
        assert not quick(measure, draws=4).schedule.notes
    for name in ("us-embargo", "us-controlled-fixed", "ras-laffan-stop"):
        result = outlast.shock(helium, name, year=2018, draws=4)
        assert not [note for note in result.warnings if note.startswith("measure")]


def test_a_bloc_acts_with_its_members_and_is_hit_with_them(quick):
    """The allies' territory is the United States', since no other member makes anything."""
    alone, allied = quick(BAN, draws=4), quick({**BAN, "powers": ["USALLIES"]}, draws=4)
    assert np.array_equal(alone.record.consumption, allied.record.consumption)
    bloc = quick({**BAN, "targets": ["STRAITS"]}, draws=4)
    each = quick({**BAN, "targets": ["SGP", "IDN", "MYS"]}, draws=4)
    assert np.array_equal(bloc.record.consumption, each.record.consumption)
    assert "SGP" in bloc.normal.destinations
    america = bloc.schedule.lanes.index(("USA", frozenset()))
    closed = bloc.schedule.policies.cap[0, 0, america] == 0
    hit = {code for code, shut in zip(bloc.normal.destinations, closed, strict=True) if shut}
    assert hit >= {"SGP", "MYS"}


def test_a_target_that_is_counted_with_the_rest_stands_by_itself(quick):
    usual, cut = quick(draws=4), quick({**BAN, "targets": ["BRA"]}, draws=4)
    assert "BRA" not in usual.normal.destinations
    place = cut.normal.destinations.index("BRA")
    used = cut.record.consumption[:, :, place]
    assert (used < 0.99 * cut.market.demand[:, place].sum(axis=1)[:, None]).all()
    assert np.allclose(cut.market.demand.sum(axis=(1, 2)), usual.market.demand.sum(axis=(1, 2)))


def test_a_scenario_without_measures_is_refused(helium):
    with pytest.raises(InvalidInput, match="measures is empty, expected one measure or more"):
        outlast.shock(helium, scenario(), draws=4)


@pytest.mark.parametrize(
    ("start", "months", "least"),
    [("+0", 11, 12), ("+5", 16, 17), ("+24", 12, 36), ("2018-03-15", 13, 14)],
)  # fmt: skip
def test_a_run_without_its_twelve_months_is_refused(helium, start, months, least):
    chosen = scenario({**BAN, "start": start})
    with pytest.raises(InvalidInput, match=rf"months is {months}, expected at least {least}: .*"
                       rf"--months {least}"):  # fmt: skip
        outlast.shock(helium, chosen, year=2018, months=months, draws=4)
    assert (
        outlast.shock(helium, chosen, year=2018, months=least, draws=4).result["months"] == least
    )


def test_many_measures_are_laid_out_quickly(quick):
    places = ["IMPORTER", "KOR", "JPN", "TWN", "ALL"]
    many = [
        {"kind": "route_closure", "origins": [origin], "targets": [place], "start": f"+{start}"}
        for origin in ("USA", "QAT", "RUS", "DZA")
        for place in places
        for start in range(10)
    ]
    quick(BAN)
    begin = time.perf_counter()
    quick(*many, draws=8)
    assert time.perf_counter() - begin < 10
