"""Dependence on straits and canals: known ways, ranges over ports, and what is not known."""

from itertools import pairwise
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

import outlast
from outlast.engines.exposure.transit import transit, transit_of_bloc
from outlast.errors import InvalidInput, UsageError
from outlast.readers.sea_routes import PASSAGES, shipped

ROUTES = shipped()
COUNTRIES = sorted({port.country for port in ROUTES.ports.values()})


def test_hormuz_closed_leaves_qatar_no_way_to_china():
    hormuz = transit(ROUTES, "CHN", {"QAT": 1.0}).closing("Hormuz")
    assert hormuz.passes == hormuz.cut_off == (1, 1, 1, 1)
    assert hormuz.rerouted == (0, 0, 0, 0)
    assert hormuz.added_km is None
    assert hormuz.effects[0].shortest.km_closed is None


def test_panama_closed_sends_the_gulf_coast_by_suez():
    told = transit(ROUTES, "CHN", {"USA": 1.0}, ports={"USA": ["USA_GULF"]})
    panama = told.closing("panama")
    assert panama.rerouted == (1, 1, 1, 1)
    assert panama.cut_off == (0, 0, 0, 0)
    way = panama.effects[0].shortest
    assert (way.km, way.km_closed, way.added_km) == (18902, 25878, 6976)
    assert panama.added_km == 6976


def test_helium_to_china_in_2024(helium):
    suppliers = outlast.exposure(helium, "CHN", 2024, basis="mass").result["suppliers"]
    share = {row["country"]: row["share"] for row in suppliers}
    told = transit(ROUTES, "CHN", share, ports=helium.header.ports)
    nameless = share["HKG"]  # Hong Kong has no port in the table
    assert told.unknown == (("no port of HKG in the table of sea routes", nameless),)
    assert told.unknown_share == nameless
    hormuz, malacca, panama = (told.closing(p) for p in ("Hormuz", "Malacca", "Panama"))
    qatar = share["QAT"]
    assert hormuz.cut_off == pytest.approx((qatar, qatar, qatar + nameless, qatar + nameless))
    assert round(hormuz.cut_off.known, 3) == 0.619
    assert malacca.rerouted.known == qatar
    assert malacca.added_km == pytest.approx(12026 - 10869)
    assert panama.rerouted.known == share["USA"]
    assert round(share["USA"], 3) == 0.046
    from_other_ports = nameless + share["RUS"]  # the Baltic and the Black Sea
    assert told.closing("Suez").passes == pytest.approx((0, 0, nameless, from_other_ports))


def test_ports_that_the_case_does_not_name_give_a_range():
    told = transit(ROUTES, "CHN", {"USA": 0.5, "RUS": 0.5})
    assert told.lots[0].pairs[0] == ("USA_WEST", "CHN")
    assert told.closing("Panama").passes == (0, 0, 0, 0.5)  # not from the west coast
    suez = told.closing("Suez")
    assert suez.passes == (0, 0, 0, 0.5)  # only from the Baltic or the Black Sea
    assert told.closing("Bosporus").cut_off == (0, 0, 0, 0.5)
    fixed = transit(ROUTES, "CHN", {"RUS": 0.5, "USA": 0.5}, ports={"RUS": ["RUS_PAC"]})
    assert fixed.closing("Suez").passes == (0, 0, 0, 0)
    assert "shortest way" in told.rule


@pytest.mark.parametrize(
    ("importer", "share", "ports", "reason"),
    [
        ("CHN", {"MNG": 0.4}, {}, "no port of MNG"),
        ("CHE", {"QAT": 0.4}, {}, "no port of CHE"),
        ("EU27", {"QAT": 0.4}, {}, "no port of EU27"),
        ("CHN", {"RUS": 0.4}, {"RUS": ["overland"]}, "goods of RUS go overland"),
        ("CHN", {"CHN": 0.4}, {}, "goods that stay in CHN"),
        ("CHN", {}, {}, "its origin is not known"),
    ],
)
def test_a_way_that_is_not_known_is_not_safe(importer, share, ports, reason):
    told = transit(ROUTES, importer, share, ports=ports)
    unknown = [part for why, part in told.unknown if why.startswith(reason)]
    assert unknown == pytest.approx([sum(share.values()) or 1.0])
    assert told.unknown_share == pytest.approx(1.0)  # the rest is of unknown origin
    for closure in told.closures:
        assert closure.passes == closure.cut_off == closure.rerouted == pytest.approx((0, 0, 1, 1))
        assert closure.added_km is None
        assert any(why.startswith(reason) for why in closure.unknown)


def test_a_passage_that_the_table_never_closes():
    sunda = transit(ROUTES, "CHN", {"BRA": 1.0}).closing("Sunda")
    assert sunda.passes == (1, 1, 1, 1)
    assert sunda.cut_off == sunda.rerouted == (0, 0, 1, 1)
    assert sunda.unknown == ("the table does not close Sunda",)


def test_several_passages_together_where_the_table_tells():
    share, ports = {"DZA": 0.5, "QAT": 0.5}, {}
    together = [("Suez", "Bab el-Mandeb"), ("Hormuz", "Malacca"), ("Malacca", "Sunda")]
    told = transit(ROUTES, "CHN", share, ports=ports, together=together)
    red_sea = told.closing("Suez", "Bab el-Mandeb")
    assert red_sea.rerouted == (0.5, 0.5, 0.5, 0.5)
    assert red_sea.added_km == 24236 - 16667
    gulf = told.closing("Hormuz", "Malacca")
    assert gulf.cut_off == (0.5, 0.5, 0.5, 0.5)
    assert gulf.rerouted == (0.5, 0.5, 0.5, 0.5)
    both = told.closing("Malacca", "Sunda")  # each is the way round the other
    assert both.passes == (1, 1, 1, 1)
    assert both.cut_off == both.rerouted == (0, 0, 1, 1)
    assert both.unknown == ("the table closes passages one at a time",)
    with pytest.raises(UsageError, match="was not asked for"):
        told.closing("Suez", "Panama")


def test_other_capacity_lessens_dependence_but_never_below_nothing():
    share = {"SAU": 0.4, "QAT": 0.2, "MNG": 0.4}
    spare = {"Hormuz": 0.5, "Malacca": 0.9}
    told = transit(ROUTES, "CHN", share, ports={"SAU": ["SAU_GULF"]}, alternative=spare)
    assert told.closing("Hormuz").passes == pytest.approx((0.6, 0.6, 1, 1))
    assert told.closing("Hormuz").effective == pytest.approx((0.1, 0.1, 0.5, 0.5))
    assert told.closing("Malacca").effective == pytest.approx((0, 0, 0.1, 0.1))
    assert told.closing("Suez").effective is None


def test_a_bloc_depends_by_way_of_its_members():
    share = {("QAT", "ITA"): 0.3, ("QAT", "DEU"): 0.2, ("QAT", "AUT"): 0.1, ("USA", "DEU"): 0.4}
    told = transit_of_bloc(ROUTES, "EU27", share)
    assert told.importer == "EU27"
    assert told.closing("Hormuz").cut_off == pytest.approx((0.5, 0.5, 0.6, 0.6))
    suez = told.closing("Suez")
    italy, germany = suez.effects[0].shortest.added_km, suez.effects[1].shortest.added_km
    assert suez.added_km == pytest.approx((0.3 * italy + 0.2 * germany) / 0.5)
    assert told.unknown == (("no port of AUT in the table of sea routes", 0.1),)


@given(
    importer=st.sampled_from(COUNTRIES),
    sizes=st.dictionaries(st.sampled_from([*COUNTRIES, "MNG"]), st.integers(1, 9), min_size=1),
    extra=st.integers(0, 9),
)
def test_what_passes_is_cut_off_or_goes_round(importer, sizes, extra):
    total = sum(sizes.values()) + extra
    told = transit(ROUTES, importer, {o: n / total for o, n in sizes.items()})
    assert sum(lot.share for lot in told.lots) == pytest.approx(1)
    known = [c.passes.known for c in told.closures]
    assert known == sorted(known, reverse=True)
    for closure in told.closures:
        for band in (closure.passes, closure.cut_off, closure.rerouted):
            assert all(a <= b + 1e-12 for a, b in pairwise(band))
            assert 0 <= band.low <= band.high <= 1 + 1e-12
        if not any("does not close" in why for why in closure.unknown):
            parts = closure.cut_off.known + closure.rerouted.known
            assert parts == pytest.approx(closure.passes.known)
            assert closure.passes.possible - closure.passes.known == pytest.approx(
                told.unknown_share
            )
        by_hand = sum(
            lot.share for lot in told.lots
            if lot.pairs and closure.passages[0] in ROUTES.way(*lot.pairs[0]).passages
        )  # fmt: skip
        assert closure.passes.known == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"share": {"QAT": 1.2}}, InvalidInput, "share is 1.2, expected 0 to 1"),
        ({"share": {"QAT": nan}}, InvalidInput, "share is nan"),
        ({"share": {"QAT": 0.7, "USA": 0.7}}, InvalidInput, "sum of the shares is 1.4"),
        (
            {"ports": {"USA": ["RUS_PAC"]}},
            InvalidInput,
            "port of USA is 'RUS_PAC', expected USA_EAST or",
        ),
        (
            {"ports": {"USA": "USA_GULF"}},
            InvalidInput,
            "port of USA is 'USA_GULF', expected a list",
        ),
        ({"ports": {"USA": []}}, InvalidInput, r"port of USA is \[\]"),
        ({"ports": {"RUS": ["overland", "RUS_PAC"]}}, InvalidInput, "overland alone"),
        ({"alternative": {"Hormuz": -0.1}}, InvalidInput, "alternative capacity is -0.1"),
        ({"alternative": {"Hormus": 0.1}}, UsageError, "did you mean 'Hormuz'"),
        ({"together": [("Suez", "Dover")]}, UsageError, "passage is 'Dover'"),
    ],
)
def test_bad_input(changed, error, message):
    given_well = {"share": {"QAT": 0.6, "USA": 0.4}}
    with pytest.raises(error, match=message):
        transit(ROUTES, "CHN", **given_well | changed)


def test_every_passage_has_a_name():
    told = transit(ROUTES, "CHN", {"QAT": 1.0})
    assert {closure.name for closure in told.closures} <= {*PASSAGES.values()}
    assert [closure.name for closure in told.closures[:2]] == ["Hormuz", "Malacca"]
