"""The crude oil case against the shipped table it is made from, and its plan."""

import pytest

import outlast
from outlast.case.options import option_terms
from outlast.engines.plan.problem import problem_of
from outlast.readers.baci import trade_rows


@pytest.fixture(scope="module")
def oil():
    return outlast.load("crude-oil")


@pytest.fixture(scope="module")
def problem(oil):
    return problem_of(oil, "CHN", 2024, 12, draws=16)


def test_flows_are_those_of_the_shipped_table_but_for_what_is_told(oil):
    rows = trade_rows("baci_hs92", ["270900"], range(2022, 2025))
    kept = {(f.year, f.exporter, f.importer): f for f in oil.flows}
    value = sum(row.value_usd for row in rows)
    assert 1 - sum(flow.value_usd for flow in oil.flows) / value == pytest.approx(0.002, abs=5e-4)
    mended = 0
    for row in rows:
        flow = kept.get((row.year, row.exporter, row.importer))
        if flow is None:
            assert row.value_usd < 100_000 or not row.weight_kg
            continue
        assert flow.value_usd == row.value_usd
        mended += abs(flow.quantity_t - row.weight_kg / 1000) > 1
        assert 199 <= flow.value_usd / flow.quantity_t <= 1_501
    assert mended == pytest.approx(96, abs=2)


def test_the_normal_year_is_near_what_customs_and_the_administration_print(problem):
    supply = dict(zip(problem.lanes, problem.normal.supply / 1e6, strict=True))
    assert supply["home"] == pytest.approx(213, rel=0.01)
    assert supply["RUS"] == pytest.approx(108.5, rel=0.03)  # customs: 108.5
    assert problem.normal.use / 1e6 == pytest.approx(766.3, rel=0.06)


def test_iran_reaches_what_is_booked_as_malaysian_and_the_strait(problem):
    row = dict(zip(problem.lanes, problem.hands.lanes[problem.hands.powers.index("IRN")],
                   strict=True))  # fmt: skip
    assert row["MYS"] == pytest.approx(0.8, abs=0.1)
    assert row["SAU"] == row["OMN"] == 0
    closed = next(one for one in problem.rules.listed if one.name == "closure:IRN")
    start = problem.rules.starts[0]
    left = dict(zip(problem.lanes, closed.lanes[:, start], strict=True))
    assert (left["IRQ"], left["OMN"], left["home"]) == (0.0, 1.0, 1.0)
    assert left["SAU"] == pytest.approx(0.4)


def test_printed_bases_and_works_convert_as_by_hand(oil):
    base = option_terms(oil, "tank-base", 2024)
    assert base["capex"].value == pytest.approx(388e6 * 313.689 / 214.537)
    assert base["unit_capacity"].value == pytest.approx(3e6 * 0.86)
    coal = option_terms(oil, "coal-liquids", 2024)
    assert coal["capex"].value == pytest.approx(7.9e9 * 313.689 / 240.007)
    for row in (*oil.option_numbers, *oil.money):
        assert row.source in oil.sources
        assert row.status != "assumed" or None not in {row.low, row.high}, row.id
