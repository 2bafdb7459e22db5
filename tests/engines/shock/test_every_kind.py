"""Laws of scenarios laid out, on random measures of every kind."""

from dataclasses import replace

import numpy as np
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from laid import lay
from scenarios import scenario

from outlast.engines.shock.memory import shape_of
from outlast.errors import InvalidInput

MONTHS, DRAWS = 12, 3
EXAMPLES = settings(max_examples=settings.default.max_examples // 4, deadline=None)
FINITE = ("tariff", "allowed", "replaced", "recycled", "local", "reserve", "release", "trigger",
          "purchase", "ahead")  # fmt: skip
STARTS = ["+2", "+4", "2018-03-16", "2018-05-07"]

starts = st.sampled_from(STARTS)
ends = st.sampled_from(["", "+7", "2018-06-20"])
timed = {"start": starts, "end": ends}
dated = {**timed, "announced": st.sampled_from(["", "+1", "2018-02-13"]),
         "expected_months": st.sampled_from([1, 24])}  # fmt: skip
shares = st.sampled_from([0.1, 0.6, 1.0, [0.2, 0.7]])
months = st.sampled_from([0, 0.5, 3, [1, 6]])
ramp = st.sampled_from([0, 2.5])
targets = st.sampled_from([["IMPORTER"], ["ALL"], ["KOR", "JPN"]])
powers = st.lists(st.sampled_from(["USA", "QAT", "RUS", "USALLIES"]), min_size=1, max_size=2,
                  unique=True)  # fmt: skip
leak = {"leak_share": shares, "leak_months": ramp}


def of_kind(kind, **fields):
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


acts = {"powers": powers, "targets": targets, **dated, **leak}
sectors = st.dictionaries(st.sampled_from(["labs", "lifting"]), shares, min_size=1)
grows = {"countries": targets, "sectors": sectors, "lead_months": months, "ramp_months": ramp,
         **timed}  # fmt: skip
lost = {"lost_share": shares, "repair_months": months, "start": starts,
        "expected_months": st.just(6)}  # fmt: skip
KINDS = {
    "export_ban": of_kind("export_ban", **acts, reach=st.sampled_from(["territory", "control"])),
    "quota": of_kind("quota", **acts, level=st.sampled_from([0, 0.5])),
    "licence": of_kind("licence", **acts, throughput=st.sampled_from([0.1, 0.9, 3]),
                       throughput_from=st.sampled_from([{}, {"2018-05-20": 4}]),
                       approval_share=shares, delay_months=months),
    "content_rule": of_kind("content_rule", **acts, product=st.just("280429"),
                            threshold=st.sampled_from([0, 0.3]),
                            contents=st.just({"DZA": [0.0, 0.5], "POL": 0.4}),
                            technology=st.booleans(), level=st.sampled_from([0, 0.5])),
    "tariff": of_kind("tariff", origins=powers, targets=targets, **dated,
                      rate=st.sampled_from([0, 0.25, 1.45])),
    "route_closure": of_kind("route_closure", origins=powers, targets=targets, **dated),
    "transit_closure": of_kind("transit_closure", **dated, reroute_months=ramp,
                               passages=st.sampled_from([["ormuz"], ["panama", "suez"]]),
                               shares=st.sampled_from([{}, {"QAT": 0.5}]),
                               reroute_share=st.sampled_from([0, 0.5, 1]),
                               extra_cost=st.sampled_from([0, 0.3])),
    "accident": of_kind("accident", **lost, origin=st.sampled_from(["QAT", "USA"])),
    "stock_release": of_kind("stock_release", holders=targets, **timed,
                             amount=st.sampled_from(["300 t", "2 months"]), rate=st.just(0.5),
                             trigger=st.sampled_from([None, 1.5])),
    "stock_purchase": of_kind("stock_purchase", holders=targets, **timed, rate=st.just(0.1)),
    "rationing": of_kind("rationing", countries=targets, **timed,
                         sectors=st.just({"labs": 0.5, "mri": 0.8})),
    "substitution": of_kind("substitution", **grows),
    "recycling": of_kind("recycling", **grows),
    "capacity_subsidy": of_kind("capacity_subsidy", country=st.sampled_from(["QAT", "KOR"]),
                                capacity=st.just("90 t/year"), lead_months=months,
                                ramp_months=ramp, **timed),
}  # fmt: skip
every_kind = st.one_of(*KINDS.values())
several = st.lists(every_kind, min_size=1, max_size=5)


def named(measures):
    """Give the measures ids of their own, so that they may be put in any order."""
    return [{**measure, "id": f"n{i}"} for i, measure in enumerate(measures)]


def laid(case, *measures):
    """Lay measures out, or drop the example where two of them contradict each other."""
    try:
        return lay(case, *measures, draws=DRAWS, months=MONTHS)[0]
    except InvalidInput as refused:
        assert "for the same" in str(refused)  # noqa: PT017 - others must not pass
        assume(condition=False)


def arrays(schedule):
    return [schedule.flow, schedule.supply, schedule.growth, schedule.remaining, schedule.since,
            *schedule.policies]  # fmt: skip


@EXAMPLES
@given(several)
def test_every_array_is_sound(helium, measures):
    found = laid(helium, *named(measures))
    told = found.policies
    assert (told.cap >= 0).all()  # inf is no cap, nan would fail
    assert all(np.isfinite(getattr(told, name)).all() for name in FINITE)
    for name in ("tariff", "local", "reserve", "release", "purchase", "ahead"):
        assert (getattr(told, name) >= 0).all()
    for name in ("allowed", "replaced", "recycled", "ahead"):
        assert (getattr(told, name) <= 1).all()
    assert (told.allowed >= 0).all()
    assert np.isfinite(found.supply).all()
    assert (found.supply >= 0).all()
    assert np.isfinite(found.growth).all()
    assert (found.remaining >= 1).all()


@EXAMPLES
@given(several, st.randoms())
def test_the_order_of_the_file_changes_no_byte(helium, measures, dice):
    mixed = named(measures)
    first = laid(helium, *mixed)
    dice.shuffle(mixed)
    second = laid(helium, *mixed)
    assert first.lanes == second.lanes
    assert first.notes == second.notes
    for one, two in zip(arrays(first), arrays(second), strict=True):
        assert one.tobytes() == two.tobytes()


@EXAMPLES
@given(several)
def test_nothing_moves_before_it_is_announced_or_begins(helium, measures):
    found, told = laid(helium, *named(measures)), laid(helium).policies
    begins = 2
    for name in ("tariff", "allowed", "release", "trigger", "purchase"):
        now, none = getattr(found.policies, name)[:begins], getattr(told, name)[:begins]
        assert (now == (none if name != "tariff" else 0)).all()
    for name in ("replaced", "recycled", "local"):
        assert not getattr(found.policies, name)[:, :begins].any()
    assert np.isinf(found.policies.cap[:, :begins]).all()
    assert not found.policies.ahead[:1].any()
    if all(not measure.get("announced") for measure in measures):
        assert not found.policies.ahead.any()
    assert np.array_equal(found.supply[:, 0], found.supply[:, 1])
    assert found.onset >= begins


@EXAMPLES
@given(several, every_kind, st.sampled_from(["+12", "+40", "2019-02-03"]))
def test_what_begins_after_the_run_leaves_no_trace_but_a_note(helium, measures, late, start):
    late = {**late, "start": start, "end": "", "id": "late"}
    if late.get("throughput_from"):
        late["throughput_from"] = {}
    alone = laid(helium, *named(measures))
    beside = laid(helium, *named(measures), late)
    for one, two in zip(arrays(alone), arrays(beside), strict=True):
        assert one.tobytes() == two.tobytes()
    assert any(note.startswith("measure late") for note in beside.notes)
    assert set(alone.notes) <= set(beside.notes)


@EXAMPLES
@given(every_kind.filter(lambda measure: measure["kind"] != "accident"))
def test_a_truce_is_as_an_end(helium, measure):
    plain = {**measure, "start": "+2", "end": ""}
    truce = {"kind": "truce", "start": "2018-06-20", "lifts": ["m0"]}
    lifted, ended = laid(helium, plain, truce), laid(helium, {**plain, "end": "2018-06-20"})
    for one, two in zip(arrays(lifted), arrays(ended), strict=True):
        assert one.tobytes() == two.tobytes()


RESERVE = {"kind": "stock_release", "holders": ["IMPORTER"], "start": "+2", "amount": "300 t",
           "rate": 0.5}  # fmt: skip
PLANT = {"kind": "capacity_subsidy", "country": "KOR", "capacity": "90 t/year", "start": "+2",
         "lead_months": [1, 6]}  # fmt: skip


@EXAMPLES
@given(several)
@example([RESERVE, PLANT])
def test_what_is_drawn_of_policies_is_counted_before(helium, measures):
    found = laid(helium, *named(measures))
    shape = shape_of(helium, scenario(*named(measures)), "CHN", 2018, MONTHS, 14)
    exact = replace(shape, lanes=len(found.lanes), places=found.remaining.shape[1])
    drawn = sum(array.nbytes for array in found.policies if len(array) == DRAWS)
    plain = replace(exact, caps=0, uses=0, outputs=0)
    assert drawn <= DRAWS * (exact.held - plain.held)
