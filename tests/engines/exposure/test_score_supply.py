"""All indices at once: every one listed, unknown ones with a reason, none too safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import outlast
from outlast.engines.exposure.indices import (
    Score,
    geopolitical_risk,
    herfindahl,
    score_supply,
    weigh_imports,
)
from outlast.errors import InvalidInput

MADE = {"CHN": 60.0, "DEU": 10.0, "VNM": 30.0}
RISK = {"CHN": 0.6, "VNM": 0.4, "DEU": 0.3}


def rows_of(importer="JPN", **changes):
    inputs = {
        "amounts": {"CHN": 6.0, "VNM": 4.0},
        "unit": "t",
        "production": MADE,
        "production_elsewhere": 0.0,
        "risk": RISK,
    }
    return {row["name"]: row for row in score_supply(importer, **(inputs | changes))}


def test_every_index_is_listed_with_value_or_reason_and_reference():
    for changes in ({}, {"unit": "USD"}, {"amounts": None}, {"production": None}):
        rows = rows_of(**changes)
        assert list(rows) == list(rows_of())
        for row in rows.values():
            assert row["reference"]
            assert row["value"] is not None or row["reason"]


def test_the_door_agrees_with_the_functions_behind_it():
    rows = rows_of("DEU", price=2.0)
    imports = weigh_imports({"CHN": 6.0, "VNM": 4.0}, RISK)
    found = geopolitical_risk(imports, world_production=MADE, domestic_production=10.0, price=2.0)
    assert rows["GeoPolRisk score"]["value"] == found.score.value
    assert rows["GeoPolRisk factor"]["value"] == found.factor.value
    assert rows["import HHI"]["value"] == herfindahl({"CHN": 6.0, "VNM": 4.0}).value
    assert rows["GeoPolRisk import risk"]["value"] == pytest.approx(5.2 / 20)


def test_a_bloc_counts_what_its_members_sell_each_other_at_no_risk():
    members = {"members": ["DEU", "FRA"]}
    unknown = rows_of("EU27", **members)["GeoPolRisk score"]
    assert (unknown["value"], unknown["reason"]) == (None, "flows within the bloc are not on file")
    rows = rows_of("EU27", **members, within=10.0)
    assert rows["GeoPolRisk import risk"]["value"] == pytest.approx(5.2 / (10 + 20))
    value = rows_of("EU27", **members, within=10.0, unit="USD", exports=8.0)
    assert value["CDI1"]["value"] == pytest.approx(0.52)
    assert value["CDI2"]["value"] == 0.5
    assert value["CDI3"]["value"] == 1.25
    with pytest.raises(InvalidInput, match="give what members buy from one another as within="):
        rows_of("EU27", members=["CHN", "DEU"])


@given(elsewhere=st.floats(0.01, 30), own=st.floats(0, 1))
def test_what_other_countries_make_is_never_taken_for_safety(elsewhere, own):
    row = rows_of(production_elsewhere=elsewhere)["GeoPolRisk import risk"]
    true = 5.2 / (own * elsewhere + 10)
    assert row["value"] is None or row["value"] >= true * (1 - 1e-12)
    assert row["reason"]


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"amounts": {"CHN": 6.0, "VNM": None}}, "GeoPolRisk import risk"),
        ({"amounts": {}}, "GeoPolRisk import risk"),
        ({"amounts": {}, "unit": "USD", "exports": 1.0}, "CDI3"),
        ({"amounts": {"CHN": None}, "unit": "USD", "exports": 1.0}, "CDI2"),
        ({"production": {"CHN": 5.0, "JPN": None}}, "GeoPolRisk import risk"),
        ({"production_elsewhere": None}, "GeoPolRisk import risk"),
        ({"production_elsewhere": None}, "production HHI"),
        ({"production_elsewhere": 50.0}, "GeoPolRisk import risk"),
        ({"unit": "USD"}, "GeoPolRisk score"),
        ({"unit": "USD"}, "CDI3"),
    ],
)
def test_a_missing_figure_makes_what_rests_on_it_unknown(changes, name):
    row = rows_of(**changes)[name]
    assert row["value"] is None
    assert row["reason"]


def test_indices_computed_elsewhere_are_passed_on():
    rows = rows_of(eu_supply_risk=Score(1.3, "world supply alone"), usgs_supply_risk=0.2)
    assert rows["EU supply risk"]["value"] == 1.3
    assert rows["EU supply risk"]["reason"] == "world supply alone"
    assert rows["USGS supply risk"]["value"] == 0.2
    assert rows["EU economic importance"]["reason"].startswith("uses with their value added")


def test_reasons_name_the_unit_and_what_an_index_needs_once():
    """Germanium has no world table and, in 2022, no weights: unknown, which is not safe."""
    rows = {
        row["name"]: row
        for row in outlast.exposure("germanium", "EU27", 2022, cut=None).result["indices"]
    }
    score = rows["GeoPolRisk score"]
    assert score["value"] is None
    assert (
        score["reason"] == "production by country not on file; imports in t by country not on file"
    )
    assert "substitution not on file" in rows["EU supply risk"]["reason"]
    nothing = outlast.exposure("rubidium", cut=None).result["indices"]
    assert {row["reason"] for row in nothing if row["name"].startswith("CDI")} == {
        "imports in USD by country not on file"
    }


def test_a_heading_shared_with_others_is_said_of_every_value():
    """Gallium has no heading of its own: what is known is of gallium, germanium and others."""
    rows = outlast.exposure("gallium:811292", "KOR", 2024, cut=None).result["indices"]
    known = [row for row in rows if row["value"] is not None]
    assert known
    assert all("heading shared with others" in row["reason"] for row in known)
