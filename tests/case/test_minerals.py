"""A case made of the shipped tables, against sums made another way."""

import duckdb
import pytest

import outlast
from outlast.case.checks import check_rows
from outlast.case.minerals import load_material, material_names
from outlast.case.minerals_figures import figures_of
from outlast.case.rows import Placed
from outlast.case.schema import TABLES
from outlast.engines.exposure import exposure, producers
from outlast.errors import InvalidInput, UsageError
from outlast.readers.materials import materials
from outlast.readers.shipped import FOLDER

EU27 = {
    40: "AUT", 56: "BEL", 100: "BGR", 191: "HRV", 196: "CYP", 203: "CZE", 208: "DNK", 233: "EST",
    246: "FIN", 251: "FRA", 276: "DEU", 300: "GRC", 348: "HUN", 372: "IRL", 380: "ITA",
    428: "LVA", 440: "LTU", 442: "LUX", 470: "MLT", 528: "NLD", 616: "POL", 620: "PRT",
    642: "ROU", 703: "SVK", 705: "SVN", 724: "ESP", 752: "SWE",
}  # fmt: skip
"""BACI's numbers of the members of 2020, written out again."""
BACI = {156: "CHN", 842: "USA", 68: "BOL", 76: "BRA", 124: "CAN", 410: "KOR", 643: "RUS"}


@pytest.fixture(scope="module")
def tungsten():
    return outlast.load("tungsten")


@pytest.fixture(scope="module")
def frame():
    """Every flow under the two headings of tungsten, read without outlast."""
    path = FOLDER / "baci_hs92.parquet"
    return duckdb.connect().execute(f"FROM '{path}' WHERE hs6 IN (261100, 810110)").df()


@pytest.mark.parametrize("year", [2003, 2019, 2024])
def test_shares_of_the_eu_are_those_of_pandas(tungsten, frame, year):
    bought = frame[
        (frame.year == year) & frame.importer.isin(EU27) & ~frame.exporter.isin(EU27)
    ].groupby("exporter").value_usd.sum()  # fmt: skip
    result = exposure(tungsten, "EU27", year).result
    ours = {row["country"]: row["amount"] for row in result["suppliers"]}
    assert sum(ours.values()) == bought.sum()
    assert len(ours) == len(bought)
    for number, code in BACI.items():
        assert ours.get(code, 0) == bought.get(number, 0)
    assert result["hhi"] == pytest.approx(((bought / bought.sum()) ** 2).sum(), rel=1e-12)
    assert not set(ours) & set(EU27.values())


def test_a_bloc_leaves_out_what_its_members_sell_each_other(tungsten):
    inside = [
        flow for flow in tungsten.flows
        if flow.year == 2024 and {flow.exporter, flow.importer} <= set(EU27.values())
    ]  # fmt: skip
    assert inside
    bought = {flow.id for flow in tungsten.imports("EU27", 2024)}
    assert not bought & {flow.id for flow in inside}
    alone = sum(len(tungsten.imports(code, 2024)) for code in EU27.values())
    assert alone == len(bought) + len(inside)


def test_material_is_the_heading_and_says_so(tungsten):
    by = {basis: exposure(tungsten, year=2024, basis=basis) for basis in ("heading", "material")}
    assert by["heading"].result["suppliers"] == by["material"].result["suppliers"]
    assert any("basis material is the same as heading" in w for w in by["material"].warnings)
    assert all(figure.startswith(("trade:261100:2024:", "trade:810110:2024:", "production-"))
               for figure in by["material"].figures)  # fmt: skip


def test_mass_is_unknown_where_one_weight_is(tungsten, frame):
    result = exposure(tungsten, "EU27", 2024, basis="mass")
    assert result.result["suppliers"] is None
    reason = next(u.reason for u in result.unknown if u.path == "suppliers")
    assert reason.startswith("the weight of trade:")
    japan = exposure(tungsten, "JPN", 2024, basis="mass").result
    weighed = {row["country"]: row["amount"] for row in japan["suppliers"]}
    bought = frame[(frame.year == 2024) & (frame.importer == 392)]
    assert bought.weight_kg.notna().all()
    assert sum(weighed.values()) == pytest.approx(bought.weight_kg.sum() / 1000)


def test_another_heading_is_asked_for_by_its_code(tungsten):
    other = outlast.load("tungsten:810194")
    assert other.name == "tungsten:810194"
    assert {flow.product for flow in other.flows} == {"810194"}
    assert other.years == range(2002, 2025)
    assert other.sha256 != tungsten.sha256
    assert outlast.load("Wolfram").sha256 == tungsten.sha256
    with pytest.raises(UsageError, match="did you mean '261100'"):
        outlast.load("tungsten:2611")
    with pytest.raises(UsageError, match="it has none"):
        outlast.load("iodine:280120")


def test_world_shares_are_the_printed_ones(tungsten):
    world = producers(tungsten, 2024)
    assert world.producers[0].country == "CHN"
    assert world.producers[0].share == pytest.approx(67_000 / 82_000)
    assert world.tonnes == 82_000
    assert producers(tungsten, 2023).figures[0].endswith("-2023-mcs2025")
    assert producers(tungsten, 2022).producers == ()


def test_reliance_is_quoted_and_not_taken_over(tungsten):
    result = exposure(tungsten, "USA", 2024)
    assert result.result["net_import_reliance"] is None
    reason = next(u.reason for u in result.unknown if u.path == "net_import_reliance")
    assert "U.S. Geological Survey prints at least 50 % (reliance-usa-2024-mcs2026)" in reason
    assert "reliance-usa-2024-mcs2026" in result.figures
    exporter = outlast.load("soda-ash").figures["reliance-usa-2024-mcs2026"]
    assert (exporter.value, exporter.high) == (None, 0)


def test_a_withheld_producer_makes_the_world_unknown():
    """The United States mine lithium, USGS withholds how much, and its total leaves it out."""
    lithium = outlast.load("lithium")
    world = producers(lithium, 2024)
    assert world.tonnes is None
    usa = next(p for p in world.producers if p.country == "USA")
    assert (usa.tonnes, usa.share) == (None, None)
    assert "withheld" in usa.reason
    assert all(producer.share is None for producer in world.producers)
    australia = next(p for p in world.producers if p.country == "AUS")
    assert australia.reason.startswith("at most 37.3%")
    assert "USGS prints 222,000 metric tons without the United States" in australia.reason


@pytest.mark.parametrize("name", ["gallium:811292", "germanium"])
def test_a_shared_heading_is_said_and_never_told_apart(name):
    case = outlast.load(name)
    result = exposure(case, "USA", 2024, cut=None)
    assert any("cannot be told apart" in warning for warning in result.warnings)
    other = outlast.load("gallium:811292" if name == "germanium" else "germanium")
    assert exposure(other, "USA", 2024, cut=None).result["suppliers"] == result.result["suppliers"]
    with pytest.raises(UsageError, match="shares its heading"):
        outlast.brief(case)
    checked = outlast.check(case, claims=(_claim(),))
    assert checked.result["claims"][0]["verdict"] == "untestable"


def _claim():
    from outlast.case.schema import Claim

    return Claim(id="c", quantity="import_share", subject="USA", partner="DEU", period="2024",
                 printed="41", unit="%", rule="printed", text="…", status="sourced", grade="B",
                 source="s")  # fmt: skip


def test_years_without_production_are_unknown_not_safe():
    germanium, gallium = outlast.load("germanium"), outlast.load("gallium:811292")
    for case, year in ((germanium, 2022), (germanium, 2024), (gallium, 2022)):
        result = exposure(case, "EU27", year, cut=None)
        assert result.result["world_production_t"] is None
        assert result.result["producers"] == []
        assert any(u.path == "world_production_t" for u in result.unknown)
    china = next(p for p in producers(gallium, 2024).producers if p.country == "CHN")
    assert china.tonnes == pytest.approx(839)
    assert china.share == pytest.approx(839 / 848)


def test_germanium_changes_its_heading_in_2007():
    case = outlast.load("germanium")
    assert {f.product for f in case.flows if f.year <= 2006} == {"811230"}
    assert {f.product for f in case.flows if f.year >= 2007} == {"811292"}
    own = outlast.load("germanium:811230")
    assert own.years == range(1995, 2007)
    with pytest.raises(InvalidInput, match="expected 1995 to 2006"):
        exposure(own, "USA", 2022)


def test_cobalt_reads_both_headings():
    """DR Congo's cobalt stands under 282200 in 2023 and under 810510 in 2024."""
    case = outlast.load("cobalt")
    sold = {}
    for flow in case.flows:
        if flow.exporter == "COD" and flow.year in {2023, 2024}:
            key = (flow.year, flow.product)
            sold[key] = sold.get(key, 0) + flow.value_usd
    assert sold[2023, "282200"] > 10 * sold[2024, "282200"]
    assert sold[2024, "810510"] > sold[2024, "282200"]


@pytest.mark.parametrize("name", ["iodine", "abrasives", "argon", "cement"])
def test_a_chapter_without_trade_says_so(name):
    case = outlast.load(name)
    result = exposure(case)
    assert result.result["suppliers"] is None
    reason = next(u.reason for u in result.unknown if u.path == "suppliers")
    assert reason == f"trade is unknown: no HS heading of {name} is in the shipped trade tables"
    with pytest.raises(UsageError, match="has no trade"):
        outlast.brief(case)


def test_cement_has_world_shares_without_trade():
    world = producers(outlast.load("cement"), 2024)
    assert world.producers[0].country == "CHN"
    assert 0.4 < world.producers[0].share < 0.6


def test_neon_and_diamonds_are_weighed():
    neon = producers(outlast.load("neon"), 2024)
    assert neon.tonnes == pytest.approx(800e3 / 1171.7)  # 800 million litres
    assert producers(outlast.load("diamond"), 2024).tonnes == pytest.approx(7.6)  # 38 Mcarat


def test_a_shipped_case_wins_over_the_table():
    assert outlast.load("helium").header.trade.material_rule is not None
    assert outlast.load("helium:280429").header.trade.material_rule is None


def test_a_misspelt_name_is_met_with_the_nearest():
    with pytest.raises(UsageError, match="did you mean 'tungsten'"):
        outlast.load("tungstn")
    with pytest.raises(UsageError, match="did you mean 'helium'"):
        outlast.load("heliun")
    assert "aluminium" in material_names()


@pytest.mark.parametrize("name", sorted(materials()))
def test_every_material_obeys_the_laws_of_a_case(name):
    material = materials()[name]
    case = load_material(material, [heading for heading in material.headings if heading.chosen])
    assert len(case.figures) == len(figures_of(material)) + 1  # no id twice
    tables = {table: [] for table in TABLES}
    tables["sources"] = [Placed("sources", row) for row in case.sources.values()]
    tables["figures"] = [Placed(row.id, row) for row in case.figures.values()]
    assert check_rows(case.header, tables, case.countries, case.units) == []
    for flow in case.flows:
        assert flow.year in case.years
        assert flow.value_usd >= 1
        assert flow.exporter != flow.importer
        assert case.countries.is_country(flow.exporter)
        assert case.countries.is_country(flow.importer)


def test_the_same_table_gives_the_same_case(tungsten):
    assert outlast.load("tungsten").sha256 == tungsten.sha256
    assert exposure(tungsten, "EU27").to_json() == exposure("tungsten", "EU27").to_json()
