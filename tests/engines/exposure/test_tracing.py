"""Hubs traced to the producers behind them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.case import load
from outlast.engines.exposure.producers import with_output
from outlast.engines.exposure.tracing import origins, trace

A, B, HUB, LOOP, OTHER, BUYER = range(6)


def purchases(**rows):
    matrix = np.zeros((6, 6))
    for buyer, row in rows.items():
        for seller, part in row.items():
            matrix[globals()[buyer], seller] = part
    return matrix


MAKES = np.array([True, True, False, False, False, False])


def test_a_hub_sells_what_it_buys():
    found = trace(purchases(HUB={A: 0.25, B: 0.75}), MAKES)
    assert found[HUB].tolist() == [0.25, 0.75, 0, 0, 0, 0]


def test_hubs_that_sell_to_each_other_are_solved_together():
    found = trace(purchases(HUB={A: 0.5, LOOP: 0.5}, LOOP={B: 0.5, HUB: 0.5}), MAKES)
    assert found[HUB, [A, B]] == pytest.approx([2 / 3, 1 / 3])
    assert found[LOOP, [A, B]] == pytest.approx([1 / 3, 2 / 3])


def test_hubs_that_lead_to_no_producer_stay_origins():
    found = trace(purchases(LOOP={OTHER: 1}, OTHER={LOOP: 1}, HUB={A: 0.5, LOOP: 0.5}), MAKES)
    assert found[LOOP].tolist() == np.eye(6)[LOOP].tolist()
    assert found[HUB, [A, LOOP]].tolist() == [0.5, 0.5]


def test_what_producers_buy_changes_nothing():
    found = trace(purchases(A={B: 1.0}, HUB={A: 1.0}), MAKES)
    assert found[HUB, A] == 1


@given(
    st.integers(2, 7).flatmap(
        lambda n: st.tuples(
            st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=n, max_size=n),
            st.lists(st.booleans(), min_size=n, max_size=n),
        )
    )
)
def test_nothing_is_lost_and_nothing_is_negative(drawn):
    sizes, makes = np.array(drawn[0], dtype=float), np.array(drawn[1])
    np.fill_diagonal(sizes, 0)
    total = sizes.sum(axis=1, keepdims=True)
    found = trace(np.divide(sizes, total, out=np.zeros_like(sizes), where=total > 0), makes)
    assert found.sum(axis=1) == pytest.approx(np.ones(len(makes)))
    assert found.min() >= -1e-12


@pytest.mark.parametrize("year", [2002, 2014, 2018, 2021, 2024])
def test_helium_equals_passing_purchases_on_again_and_again(helium, year):
    from recompute_reach import traced

    from outlast.engines.exposure.bases import split_material

    kept = split_material(helium, helium.flows_of(year))[0]
    flows = {(flow.exporter, flow.importer): flow.value_usd for flow in kept}
    expected = traced(flows, "CHN", with_output(helium, year))
    found = origins(helium, "CHN", year, "material").shares
    for country in found.keys() | expected.keys():
        assert found.get(country, 0) == pytest.approx(expected.get(country, 0), abs=1e-9), country


def test_hubs_among_the_suppliers_are_named_with_their_part(helium):
    found = origins(helium, "CHN", 2014, "material")
    assert {"FRA", "DEU"} <= {hub.country for hub in found.hubs}
    assert found.hub_share == pytest.approx(sum(h.share for h in found.hubs if h.resolved))
    assert "FRA" not in found.shares
    assert all(hub.sold_more is None or hub.sold_more > 1 for hub in found.hubs)


def test_a_year_without_weights_is_unknown_by_mass(helium):
    found = origins(helium, "CHN", 2014, "mass")
    assert found.shares is None
    assert "no weights" in found.reason


def test_a_country_that_is_printed_to_make_nothing_is_a_hub():
    """USGS prints a dash, which is zero, for American gallium in 2024; a blank may be some."""
    gallium = load("gallium:811292")
    assert "USA" not in with_output(gallium, 2024)
    assert "USA" in with_output(gallium, 2023)
    assert origins(gallium, "DEU", 2024, "heading").shares.get("USA", 0) == 0
