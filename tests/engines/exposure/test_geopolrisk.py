"""GeoPolRisk: the author's workbook, the 612 scores of its library, and every flow at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_inputs import baci_numbers, golden, members, minerals, risks

from outlast.engines.exposure.indices import (
    Imports,
    Score,
    Trade,
    geopolitical_risk,
    import_risk,
    import_table,
    political_risk,
    weigh_imports,
)
from outlast.errors import InvalidInput

IMPORTERS = {"China": "CHN", "USA": "USA", "Japan": "JPN", "Germany": "DEU", "India": "IND"}
NEAR = {("Crude oil", "2018", unit) for unit in (*IMPORTERS, "EU")} | {
    ("Lead", "2018", "India"),
    ("Zirconium", "2018", "China"),
    ("Phosphate", "2022", "EU"),
    ("Diatomite", "2022", "EU"),
}
CODES = {
    row["material"]: [int(code) for code in row["hs6_92"].split(";")]
    for row in golden("geopolrisk_hs_codes.csv")
}
FRENCH_GUIANA = {2018: 0.5142, 2022: 0.33147}
"""Political stability that the library's table prints under Guyana's code, before Guyana's own."""


@pytest.mark.parametrize(
    "expected", golden("gt_geopolrisk_expected.csv"), ids=lambda r: r["HS CODE"]
)
def test_workbook_of_the_author(expected):
    material, year = expected["Raw Material"], expected["Year"]
    production = {
        row["Country_Code"]: float(row[year])
        for row in golden(f"gt_geopolrisk_prod_{material.lower()}.csv")
    }
    flows = [r for r in golden("gt_geopolrisk_trade_usa2022.csv") if r["rawMaterial"] == material]
    imports = weigh_imports(
        {r["Exporting Country"]: float(r["Quantity (mTonnes)"]) for r in flows},
        {r["Exporting Country"]: float(r["WGI"]) for r in flows},
    )
    own = production.get(expected["Importer Code"], 0.0)
    price = float(expected["Price"])
    with pytest.raises(InvalidInput, match="drop the row of the total"):
        geopolitical_risk(imports, world_production=production, domestic_production=own)
    del production["DELETE"]
    found = geopolitical_risk(
        imports, world_production=production, domestic_production=own, price=price
    )
    printed = {
        "HHI": found.hhi,
        "Domestic Production": Score(own),
        "Numerator": imports.at_risk,
        "Total Trade": imports.tonnes,
        "Import Risk (WTA)": found.import_risk,
        "GeoPolRisk Score": found.score,
        "Midpoint": found.midpoint,
        "CF": found.factor,
    }
    for column, score in printed.items():
        assert score.value == pytest.approx(float(expected[column]), rel=1e-6), column


@pytest.fixture(scope="module")
def tables():
    """Import sums with the library's risks: of every country, and of the EU."""
    risk = dict(risks())
    for year, stability in FRENCH_GUIANA.items():
        risk[baci_numbers()["GUY"][0], year] = political_risk(stability)
        del risk[baci_numbers()["TWN"][0], year]  # Taiwan has no code in BACI that it would join
    trade = minerals(2018, 2022)
    union = import_table(trade, risk, members=members("EU"), bloc=97)
    return {"EU": union} | dict.fromkeys(IMPORTERS, import_table(trade, risk))


@pytest.mark.parametrize(
    "material", sorted({r["material"] for r in golden("geopolrisk_v201_country.csv")})
)
def test_scores_of_the_library(material, tables):
    for row in golden("geopolrisk_v201_country.csv"):
        if row["material"] != material:
            continue
        importer = 97 if row["unit"] == "EU" else members(IMPORTERS[row["unit"]])[0]
        imports = tables[row["unit"]].imports(importer, int(row["year"]), CODES[material])
        found = geopolitical_risk(
            imports,
            world_production=float(row["hhi"]),
            domestic_production=float(row["dom_prod_t"]),
            price=float(row["price_kusd_per_t"]),
        )
        printed = {
            "numerator": imports.at_risk,
            "imports_t": imports.tonnes,
            "import_risk": found.import_risk,
            "score": found.score,
            "cf_kgCu": found.factor,
        }
        near = (material, row["year"], row["unit"]) in NEAR
        for column, score in printed.items():
            if float(row["imports_t"]) == 0:  # the library prints a risk of 0
                assert score.value is None
                assert f"in {row['year']}" in score.reason
                continue
            tolerance = 8e-3 if near and column != "imports_t" else 1e-5
            assert score.value == pytest.approx(float(row[column]), rel=tolerance), (row, column)


def test_a_missing_series_is_unknown_and_never_safe():
    table = import_table(minerals(2016, 2022), risks())
    germanium, gallium = [811230], [811291, 811292]
    last = table.tonnes[table.years == 2016][..., table.codes == 811230].sum(axis=(0, 2))
    buyer = int(table.importers[last.argmax()])
    assert table.imports(buyer, 2016, germanium).tonnes.value == last.max() > 0
    for codes in (germanium, gallium):
        imports = table.imports(members("USA")[0], 2022, codes)
        found = geopolitical_risk(imports, world_production=0.9, domestic_production=2.0, price=1)
        assert [found.import_risk.value, found.score.value, found.factor.value] == [None] * 3
        assert "in 2022 is on file" in found.score.reason
    listed = table.imports(members("IND")[0], 2022, [261210])
    assert listed.tonnes.reason == "no imports of 699 under 261210 in 2022 are on file"


def test_what_is_left_out_or_assumed_is_told():
    trade = Trade.of(
        [2022] * 3, ["CHN", "FRA", "XXX"], ["DEU"] * 3, [1] * 3, [60, 10, 30], [6, np.nan, 4]
    )
    imports = import_table(trade, {("CHN", 2022): 0.6}).imports("DEU", 2022, [1, 2])
    assert imports.tonnes == Score(
        10.0,
        "flows of 0.1 of the value have no weight: left out; no trade under 2 in 2022 is on file",
    )
    assert imports.at_risk.value == pytest.approx(6 * 0.6 + 4 * 0.5)
    assert imports.at_risk.reason == "risk of the origin of 0.4 of imports not on file: 0.5"
    light = Trade.of([2022] * 2, ["CHN", "FRA"], ["DEU"] * 2, [1] * 2, [40, 60], [6, np.nan])
    table = import_table(light, {})
    assert "60% of the value have no weight" in table.imports("DEU", 2022, [1]).tonnes.reason


COUNTRIES = ["AUT", "BEL", "CHN", "DEU"]
FLOWS = st.lists(
    st.tuples(
        st.integers(2020, 2022),
        st.sampled_from(COUNTRIES),
        st.sampled_from(COUNTRIES),
        st.integers(1, 3),
        st.floats(0.1, 1e6),
    ).filter(lambda flow: flow[1] != flow[2]),
    min_size=1,
    max_size=30,
    unique_by=lambda flow: flow[:4],
)
RISK = st.fixed_dictionaries({name: st.none() | st.floats(0, 1) for name in COUNTRIES})


@given(flows=FLOWS, risk=RISK, union=st.sets(st.sampled_from(COUNTRIES), max_size=3))
def test_all_at_once_is_one_by_one(flows, risk, union):
    years, sellers, buyers, codes, tonnes = zip(*flows, strict=True)
    trade = Trade.of(years, sellers, buyers, codes, tonnes, tonnes)
    known = {(c, y): g for c, g in risk.items() for y in set(years) if g is not None}
    table = import_table(trade, known, members=union, bloc="X")
    for place in np.ndindex(table.tonnes.shape):
        year, buyer, code = table.years[place[0]], table.importers[place[1]], table.codes[place[2]]
        group = union or {buyer}
        bought = {}
        for flow in flows:
            if flow[0] == year and flow[2] in group and flow[3] == code:
                bought[flow[1]] = bought.get(flow[1], 0.0) + flow[4]
        single = weigh_imports(bought, risk, members=union)
        at_once = table.imports(buyer, year, [code])
        assert (single.tonnes.value is None) == (at_once.tonnes.value is None)
        if bought:
            assert at_once.tonnes.value == pytest.approx(single.tonnes.value)
            assert at_once.at_risk.value == pytest.approx(single.at_risk.value)
            assert bool(at_once.at_risk.reason) == bool(single.at_risk.reason)
            expected = single.at_risk.value / single.tonnes.value
            assert table.weighted_risk[place] == pytest.approx(expected)
        else:
            assert np.isnan(table.weighted_risk[place])


@given(risk=RISK, missing=st.sampled_from(["imports", "production", "world", "price"]))
def test_a_missing_input_makes_every_later_step_unknown(risk, missing):
    bought = {"CHN": None if missing == "imports" else 5.0, "DEU": 3.0}
    found = geopolitical_risk(
        weigh_imports(bought, risk),
        world_production={"CHN": None if missing == "world" else 2.0, "AUT": 1.0},
        domestic_production=None if missing == "production" else 4.0,
        price=None if missing == "price" else 2.0,
    )
    assert found.factor.value is None
    assert (found.score.value is None) == (missing != "price")
    assert found.factor.reason == found.midpoint.reason
    assert "not on file" in found.factor.reason


def test_bad_input_is_refused():
    with pytest.raises(InvalidInput, match=r"risk of CHN is 58.8, expected about 0 to 1"):
        weigh_imports({"CHN": 1.0}, {"CHN": 58.8})
    with pytest.raises(InvalidInput, match="imports of CHN is -1"):
        weigh_imports({"CHN": -1.0}, {"CHN": 0.5})
    with pytest.raises(InvalidInput, match="percentile ranks"):
        political_risk(47.2)
    with pytest.raises(InvalidInput, match="domestic production is -2"):
        import_risk(Imports(Score(1.0), Score(1.0)), -2.0)
    with pytest.raises(InvalidInput, match="length of the columns"):
        Trade.of([2022], ["CHN"], ["DEU"], [1], [1.0, 2.0], [1.0])
    with pytest.raises(InvalidInput, match="tonnes of a flow is -1"):
        Trade.of([2022], ["CHN"], ["DEU"], [1], [1.0], [-1.0])
    nothing = import_risk(Imports(Score(0.0), Score(0.0)), 0.0)
    assert nothing.value is None
