"""The EU's criticality and dependence, and GeoDep: printed values, limits, what is unknown."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_inputs import GOLDEN, baci_numbers, golden, members, minerals

from outlast.engines.exposure.indices import (
    Application,
    Score,
    Substitute,
    Trade,
    bottleneck,
    country_concentration,
    criticality,
    dependence,
    economic_importance,
    eu_supply_risk,
    import_reliance,
    recycling_input_rate,
    scaled_governance,
    screen_geodep,
    substitution_indices,
)
from outlast.errors import InvalidInput

TOY = json.loads((GOLDEN / "indices.json").read_text("utf-8"))["eu_sr_toy"]
NONE = Score(None, "no shares on file")
ABOVE_ONE = "expected a share from 0 to 1: divide percentages by 100"


def toy(scope):
    columns = {name: dict(zip("Swt", row, strict=True)) for name, row in TOY[scope].items()}
    return country_concentration(
        *({name: row[key] for name, row in columns.items()} for key in "Swt")
    )


def test_supply_risk_of_the_golden_table():
    assert toy("GS").value == pytest.approx(TOY["HHI_GS"], rel=1e-9)
    assert toy("EU").value == pytest.approx(TOY["HHI_EU"], rel=1e-9)
    for key, risk in TOY["SR"].items():
        found = eu_supply_risk(
            toy("GS"),
            toy("EU"),
            reliance=float(key.removeprefix("IR")),
            recycling=TOY["eol"],
            substitution=TOY["SI_SR"],
        )
        assert found.value == pytest.approx(risk, rel=1e-9)


def test_a_scope_that_is_missing_leaves_the_other():
    rest = {"reliance": 0.5, "recycling": 0.0, "substitution": 1.0}
    world, sourcing = eu_supply_risk(3.0, NONE, **rest), eu_supply_risk(None, 2.0, **rest)
    assert world == Score(3.0, "world supply alone: no shares on file")
    assert sourcing == Score(2.0, "EU sourcing alone: world supply not on file")
    assert eu_supply_risk(NONE, None, **rest).value is None


@pytest.mark.parametrize("missing", ["reliance", "recycling", "substitution"])
def test_supply_risk_is_unknown_where_an_input_is(missing):
    inputs = {"reliance": 0.5, "recycling": 0.1, "substitution": 1.0, missing: None}
    found = eu_supply_risk(2.0, 1.0, **inputs)
    assert found.value is None
    assert f"{missing} not on file" in found.reason


def test_shares_that_do_not_add_up():
    weights = {"CHN": 5.0, "USA": 3.0}
    short = country_concentration({"CHN": 0.6, "USA": 0.3}, weights)
    assert short == Score(None, "share adds to 0.9: 0.1 belongs to nobody named")
    with pytest.raises(InvalidInput, match=r"sum of share is 1\.2"):
        country_concentration({"CHN": 0.6, "USA": 0.6}, weights)
    with pytest.raises(InvalidInput, match=f"share of CHN is 60.0, {ABOVE_ONE}"):
        country_concentration({"CHN": 60, "USA": 40}, weights)
    with pytest.raises(InvalidInput, match="rescale an estimate with scaled_governance"):
        country_concentration({"CHN": 1.0}, {"CHN": -0.4})
    with pytest.raises(InvalidInput, match="trade factor of CHN is 0"):
        country_concentration({"CHN": 1.0}, weights, {"CHN": 0.0})
    lacking = country_concentration({"CHN": 0.5, "COD": 0.5}, weights)
    assert lacking.reason == "governance or trade factor of COD not on file"
    with pytest.raises(InvalidInput, match="percentile"):
        scaled_governance(47.2)


@pytest.mark.parametrize("name", ["reliance", "recycling", "substitution"])
def test_percentages_are_refused(name):
    inputs = {"reliance": 0.5, "recycling": 0.1, "substitution": 1.0, name: 30}
    with pytest.raises(InvalidInput, match=f"{name} is 30.0, {ABOVE_ONE}"):
        eu_supply_risk(2.0, 1.0, **inputs)


def test_import_reliance_and_recycling():
    assert import_reliance(10, 30, 100).value == 0
    assert import_reliance(100, 0, 0).value == 1
    assert import_reliance(10, 30, 20).value is None
    assert import_reliance(10, None, 20).reason == "exports not on file"
    assert recycling_input_rate(30, 70).value == 0.3
    assert recycling_input_rate(None, 70).value is None
    assert recycling_input_rate(0, 0).value is None
    with pytest.raises(InvalidInput, match="imports is -10"):
        import_reliance(-10, 0, 20)
    with pytest.raises(InvalidInput, match="primary input is -1"):
        recycling_input_rate(1, -1)


@given(reliance=st.floats(0, 1), recycling=st.floats(0, 1), sub=st.floats(0.01, 1))
def test_supply_risk_lies_between_its_scopes(reliance, recycling, sub):
    found = eu_supply_risk(3.0, 1.0, reliance=reliance, recycling=recycling, substitution=sub)
    factor = (1 - recycling) * sub
    assert factor - 1e-12 <= found.value <= 2 * factor + 1e-12  # IR / 2 is at most a half


def test_the_worst_stage_counts_and_an_unknown_one_hides_it():
    assert bottleneck({"extraction": 0.4, "processing": Score(3.9)}).value == 3.9
    found = bottleneck({"extraction": NONE, "processing": 3.9})
    assert found == Score(None, "no shares on file; at least 3.9 from the other stages")
    assert bottleneck({}).value is None


def test_importance_and_thresholds():
    added = {"C20": 60.0, "C24": 40.0, "C28": 200.0}
    found = economic_importance({"C20": 0.5, "C24": 0.5}, added, 0.8)
    assert found.value == pytest.approx(0.8 * 10 / 200 * 50)
    assert economic_importance({"C99": 1.0}, added, 0.8).value is None
    assert economic_importance({"C20": 1.0}, added | {"C30": None}, 0.8).value is None
    assert economic_importance({"C20": 0.5}, added, 0.8).value is None
    assert economic_importance({"C20": 1.0}, added, None).value is None
    assert criticality(Score(0.95), Score(2.75)).critical is True  # rounded half up to 1.0, 2.8
    assert criticality(Score(0.949), Score(2.8)).critical is False
    assert criticality(Score(1.2), NONE).critical is None
    assert criticality(Score(1.2), Score(2.7)).critical is False


def test_substitution():
    steel = Application("steel", 0.75, (Substitute(0.5), Substitute(0.5, 0.8, 0.8, 0.8, 0.7)))
    other = Application("other", 0.25, (Substitute(1.0),))
    risk, importance = substitution_indices([steel, other])
    assert risk.value == pytest.approx(0.75 * 0.9 + 0.25)
    assert importance.value == pytest.approx(0.75 * 0.85 + 0.25)
    half = Application("half", 1.0, (Substitute(0.5, 0.8),))
    assert "sub-share in half adds to 0.5" in substitution_indices([half])[0].reason
    assert substitution_indices([steel])[1].value is None
    with pytest.raises(InvalidInput, match="criticality is 80"):
        Substitute(0.5, criticality=80)


COLUMNS = {
    "extraEU_imports_kusd": "imports",
    "intraEU_imports_kusd": "within",
    "extraEU_exports_kusd": "exports",
    "CDI1_hhi": "cdi1",
    "CDI2": "cdi2",
    "CDI3_extra": "cdi3_outside",
    "CDI3_total": "cdi3",
    "world_export_hhi": "export_concentration",
    "top_share": "share",
}


def test_dependence_of_the_eu_in_71_products():
    rows = golden("cdi_eu27_baci_2022.csv")
    codes = [int(row["hs6_92"]) for row in rows]
    found = dependence(minerals(2022, 2022), members("EU"), 2022, codes)
    assert len(rows) == len(found) == 71
    for row, made in zip(rows, found, strict=True):
        for column, name in COLUMNS.items():
            value = getattr(made, name)
            value = value / 1000 if isinstance(value, float) else value.value
            printed = row[column]
            half_a_unit = 0.5 * 10.0 ** -len(printed.partition(".")[2])
            single = np.finfo(np.float32).eps / 2  # precision that the table was computed in
            limit = max(half_a_unit + single * abs(value), 1e-6 * abs(value))
            assert abs(value - float(printed)) <= limit, (row["hs6_92"], column)
        assert made.supplier in baci_numbers()[row["top"]]
        assert made.dependent is (row["dependent_EC2021"] == "True")
    assert sum(made.dependent for made in found) == 9


def test_the_two_readings_of_cdi3_differ():
    found = dependence(minerals(2022, 2022), members("EU"), 2022, [250810])[0]
    assert found.cdi3.value < 1 < found.cdi3_outside.value


def test_dependence_without_figures():
    trade = Trade.of(
        [2022] * 4,
        ["CHN", "FRA", "DEU", "CHN"],
        ["DEU", "DEU", "USA", "USA"],
        ["a", "b", "c", "d"],
        [5.0, 2.0, 3.0, 9.0],
        [1.0] * 4,
    )
    imported, inner, exported, other, none = dependence(
        trade, ["DEU", "FRA"], 2022, ["a", "b", "c", "d", "e"]
    )
    assert imported.cdi3.reason == "no exports under a in 2022 are on file"
    assert imported.dependent is True  # imports exceed exports of 0, whatever the ratio
    assert (inner.cdi1.value, inner.cdi2.value, inner.dependent) == (None, 0.0, False)
    assert (exported.cdi2.value, exported.dependent) == (None, False)
    assert (other.cdi2.value, other.dependent) == (None, None)
    assert none.cdi2.reason == "no trade under e in 2022 is on file"
    assert none.dependent is None
    empty = dependence(trade, ["DEU"], 1999, ["a"])[0]
    assert (empty.cdi1.value, empty.dependent) == (None, None)


def test_gallium_and_germanium_are_not_safe():
    found = dependence(minerals(2022, 2022), members("EU"), 2022, [811230, 811291])
    assert [(row.cdi1.value, row.dependent) for row in found] == [(None, None)] * 2


def test_geodep_needs_two_years_of_three():
    def year(when, sold):
        made = [(when, "CHN", "FRA", 9.0), (when, "USA", "DEU", 1.0)]
        return made + ([(when, "FRA", "USA", sold)] if sold else [])

    def judged(*sold):
        flows = [
            flow for when, s in enumerate(sold, 2020) if s is not None for flow in year(when, s)
        ]
        when, seller, buyer, value = zip(*flows, strict=True)
        trade = Trade.of(when, seller, buyer, [1] * len(when), value, value)
        return screen_geodep(trade, ["FRA"], [2020, 2021, 2022], [1])[0]

    assert judged(0.0, 2.0, 2.0).years[0].imports_over_exports.value == 9999
    assert judged(0.0, 2.0, 10.0).dependent is True
    assert judged(0.0, 10.0, 10.0).dependent is False
    assert judged(0.0, None, 10.0).dependent is None
    assert judged(0.0, None, 2.0).dependent is True
    assert judged(10.0, None, 10.0).dependent is False
    with pytest.raises(InvalidInput, match="three different years"):
        screen_geodep(minerals(2022, 2022), members("FRA"), [2022, 2022, 2021], [280530])


def test_geodep_on_real_trade():
    codes = [280530, 720293, 811230]
    found = screen_geodep(minerals(2020, 2022), members("USA"), [2020, 2021, 2022], codes)
    assert [row.dependent for row in found] == [False, True, None]
    assert all(row.years[0].export_concentration.value for row in found[:2])
    assert np.isclose(found[1].years[2].export_concentration.value, 0.539707, atol=1e-6)
