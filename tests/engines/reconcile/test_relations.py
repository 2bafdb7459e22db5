"""Relations generated from what is counted, and the balances they give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlast.engines.evidence.estimates import Estimate, derived, solved
from outlast.engines.evidence.suspicion import nearest
from outlast.engines.reconcile.accounts import Measurement, reconcile_nodes
from outlast.engines.reconcile.balances import reconciled_balance
from outlast.engines.reconcile.nodes import Node
from outlast.engines.reconcile.relations import Growth, Product, Sum, relations, words


def node(quantity, partner="", period="2023", item="", subject="CHN"):
    return Node(quantity, item, subject, partner, period)


USE = [node("production"), node("imports"), node("consumption")]


def kinds(nodes, **options):
    return {relation.kind for relation in relations(nodes, **options)}


def test_a_balance_leaves_out_what_nothing_counts_and_says_so():
    (balance,) = relations(USE)
    assert "exports are not counted" in words(balance, str)
    assert not balance.bound
    (with_exports,) = relations([*USE, node("exports")])
    assert {n.quantity for n in with_exports.nodes} >= {"exports"}


def test_supply_of_an_exporter_without_exports_is_only_a_bound():
    (balance,) = relations(USE, is_closed=lambda code: code != "CHN")
    assert balance.bound
    assert solved(balance, USE[2], {USE[0]: 3.0, USE[1]: 4.0}) == 7.0


def test_twelve_months_make_a_year_and_fewer_bound_it():
    months = [node("exports", period=f"2025-{m:02}") for m in range(1, 13)]
    year = node("exports", period="2025")
    (whole,) = relations([*months, year])
    assert not whole.bound
    (part,) = relations([*months[:5], year])
    assert part.bound


def test_blocs_are_not_added_to_their_members():
    made = [node("production", subject=code) for code in ("WLD", "USA", "EU27")]
    (world,) = relations(made, is_country=lambda code: code != "EU27")
    assert [n.subject for n in world.nodes] == ["USA", "WLD"]


@pytest.mark.parametrize(
    ("counted", "kind"),
    [
        ([node("import_share", "USA")], Product),
        ([node("goods_share", item="magnets")], Product),
        ([node("production_growth", period="2020..2023")], Growth),
        ([node("production"), node("capacity")], Sum),
        ([node("price"), node("imports")], Product),
    ],
)
def test_what_is_counted_brings_its_relation(counted, kind):
    assert any(isinstance(relation, kind) for relation in relations(counted))


def test_order_of_what_is_counted_does_not_matter():
    nodes = [*USE, node("import_share", "USA"), node("capacity"), node("exports")]
    assert relations(nodes) == relations(nodes[::-1])


@given(st.floats(0.1, 1e6), st.floats(0.01, 0.99), st.floats(-0.5, 2), st.integers(1, 6))
def test_solving_for_any_node_gives_back_what_the_others_were_made_of(whole, rate, growth, years):
    share = Product("share", node("imports", "USA"), node("import_share", "USA"), node("imports"))
    values = {share.whole: whole, share.rate: rate, share.part: whole * rate}
    grown = Growth(node("production", period="2020"), node("production_growth"),
                   node("production"), years)  # fmt: skip
    values |= {grown.first: whole, grown.rate: growth, grown.last: whole * (1 + growth) ** years}
    for relation in (share, grown):
        for one in relation.nodes:
            others = {n: v for n, v in values.items() if n != one}
            assert solved(relation, one, others) == pytest.approx(values[one], rel=1e-6, abs=1e-9)


def test_deviations_propagate_to_first_order():
    share = Product("share", node("imports", "USA"), node("import_share", "USA"), node("imports"))
    known = {share.part: Estimate(10.0, 1.0, ("a",), frozenset("x"), "B"),
             share.whole: Estimate(100.0, 5.0, ("b",), frozenset("y"), "C")}  # fmt: skip
    (found,) = derived(share, share.rate, lambda n: [known[n]])
    assert found.value == pytest.approx(0.1)
    assert found.sd == pytest.approx(0.1 * (0.1**2 + 0.05**2) ** 0.5, rel=1e-6)
    assert (found.grade, found.ids) == ("C", ("a", "b"))


@given(st.floats(1e-12, 1e12))
def test_a_factor_is_suspected_within_half_as_much_again_alone(ratio):
    listed = {1000.0: "", 5.6: ""}
    found = nearest(ratio, listed)
    near = [f for f in listed if 1 / 1.5 <= ratio / f <= 1.5]
    assert (found in near) if near else (found is None)


def test_reconciled_nodes_obey_their_balance():
    made, bought, used = USE
    measured = {
        made: [Measurement("m", 30, 3), Measurement("n", 40, 8)],
        bought: [Measurement("b", 60, 3)],
        used: [Measurement("u", 100, 5)],
    }
    found = reconcile_nodes(measured, relations(USE))
    value = {row.node: row.value for row in found.rows}
    assert value[made] + value[bought] == pytest.approx(value[used])
    assert found.df == 2
    assert found.p is not None


def test_chinas_balance_of_2020_is_reconciled(helium):
    balance = reconciled_balance(helium, "CHN", 2020)
    terms = {name: term.value for name, term in balance.terms.items()}
    assert terms["production"] + terms["imports"] == pytest.approx(terms["consumption"], rel=1e-9)
    assert balance.reliance == pytest.approx(terms["imports"] / terms["consumption"])
    assert "production-chn-2020-s345wk" in balance.terms["production"].figures


def test_figures_that_cannot_check_one_another_give_no_balance(helium):
    assert reconciled_balance(helium, "CHN", 2018) is None
    assert reconciled_balance(helium, "DEU", 2020) is None
