"""A case drafted from trade, against sums made without outlast and rules of its own."""

import csv
import io

import duckdb
import pytest
import yaml

import outlast
from outlast.case.draft import draft_case
from outlast.case.draft.weights import unit_value
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.priors import Sample
from outlast.errors import CountryError, InvalidInput, UsageError
from outlast.readers.baci import TradeRow
from outlast.readers.shipped import FOLDER

HEADER = "t,i,j,k,v,q\n"
ROWS = """2023,156,842,850440,1000.5,200.25
2023,156,276,850440,500,   NA
2023,392,842,850440,300,30
2023,842,392,850440,20,2
2023,156,842,010121,1,1
"""


def written(draft, folder):
    """The draft as a case that was read back."""
    draft.write(folder)
    return outlast.load(folder)


def production(case, year):
    """Production figures of the case's own goods by country."""
    found = (f for f in case.figures.values() if f.quantity == "production" and f.item is None)
    return {f.subject: f for f in found if f.period == str(year)}


@pytest.fixture(scope="module")
def antimony(tmp_path_factory):
    return written(draft_case("811010"), tmp_path_factory.mktemp("drafts") / "antimony")


@pytest.fixture(scope="module")
def weights():
    """Net exports of antimony metal in 2024 by BACI's number [t], read without outlast."""
    rows = duckdb.sql(
        f"SELECT exporter, importer, weight_kg FROM '{FOLDER / 'baci_critical.parquet'}' "
        "WHERE hs6 = 811010 AND year = 2024"
    ).fetchall()
    net = {}
    for seller, buyer, kilograms in rows:
        net[seller] = net.get(seller, 0) + kilograms / 1000
        net[buyer] = net.get(buyer, 0) - kilograms / 1000
    return net


def test_the_draft_is_a_case_with_ten_years_and_the_largest_importer(antimony):
    assert antimony.header.years == (2015, 2024)
    bought = {}
    for flow in antimony.flows_of(2024):
        bought[flow.importer] = bought.get(flow.importer, 0) + flow.value_usd
    assert antimony.header.importer == max(bought, key=bought.get) == "FRA"
    assert "FRA" not in antimony.header.powers
    assert len(antimony.flows_of(2024)) == 414


def test_what_usgs_prints_stands_as_printed(antimony):
    tajik = production(antimony, 2024)["TJK"]
    assert (tajik.value, tajik.status, tajik.source) == (22_000, "sourced", "mcs2026")
    assert antimony.sources["mcs2026"].licence == "public domain"
    assert antimony.sources["baci-critical"].licence == "Etalab Open Licence 2.0"


def test_who_smelts_more_than_it_mines_is_taken_from_trade(antimony, weights):
    """USGS prints 220 t mined in Vietnam, which sold 6,553 t of metal on balance."""
    vietnam = production(antimony, 2024)["VNM"]
    assert vietnam.status == "assumed"
    assert vietnam.low == weights[704] == 6553
    assert vietnam.high == pytest.approx(12 * vietnam.low)
    mined = antimony.figures["production-vnm-2024-mcs2026"]
    assert (mined.value, mined.item) == (220, "antimony-as-usgs-counts")


def test_every_assumption_is_an_interval_with_its_reasoning(antimony):
    rows = [*antimony.figures.values(), *antimony.priors, *antimony.sector_shares]
    assumed = [row for row in rows if row.status == "assumed"]
    assert len(assumed) > 100
    assert all(row.note and row.low <= row.high for row in assumed)
    assert not any("helium" in row.note for row in (*antimony.priors, *antimony.sector_shares))


def test_the_market_buys_what_the_trade_table_weighs(antimony, weights):
    """Output less use leaves net exports, in whatever draw."""
    normal = baseline(antimony, 2024, Sample(antimony, 1, 32, 2024, "central"), ("FRA",))
    vietnam = normal.flow[:, normal.origins.index("VNM"), :]
    abroad = 12 * (vietnam.sum(axis=1) - vietnam[:, normal.destinations.index("VNM")])
    assert abroad.max() - abroad.min() < 0.01 * abroad.max()
    france = 12 * normal.demand[:, normal.destinations.index("FRA")]
    assert france.min() == pytest.approx(-weights[251], rel=0.1)


def test_a_shock_runs_on_the_draft_at_once(antimony):
    result = outlast.shock(antimony, draws=8)
    assert result.inputs["scenario"] == "largest-stops"
    assert result.result["scenario_title"] == "Exports of Tajikistan to the importer stop"
    assert not any("conflict: they imply" in words for words in result.warnings)


def test_content_is_not_taken_for_gross_weight(tmp_path):
    """Chile sells five tonnes of lithium carbonate for each tonne of lithium it mines."""
    draft = draft_case("283691", years=range(2024, 2025))
    lithium = written(draft, tmp_path / "lithium")
    made = production(lithium, 2024)
    assert {figure.status for figure in made.values()} == {"assumed"}
    assert made["CHL"].low == pytest.approx(242_579, rel=1e-3)
    assert lithium.figures["production-chl-2024-mcs2026"].item == "lithium-as-usgs-counts"
    assert any("does not count these goods" in words for words in draft.warnings)
    assert any("what China makes itself is unknown" in words for words in draft.warnings)


def test_ore_is_at_least_its_content(tmp_path):
    ore = written(draft_case("261100", years=range(2024, 2025)), tmp_path / "ore")
    china = production(ore, 2024)["CHN"]
    assert (china.low, china.status) == (67_000, "assumed")
    assert china.high >= 2 * china.low


def test_a_shared_heading_is_told_first_and_takes_no_output_of_usgs(tmp_path):
    draft = draft_case("811292")
    assert "mixes gallium, germanium" in draft.warnings[0]
    case = written(draft, tmp_path / "shared")
    assert case.header.material == "goods of HS 811292"
    assert draft.warnings[0] in case.header.trade.caveats
    assert not any(figure.source.startswith("mcs") for figure in case.figures.values())
    assert draft.warnings[0] in draft.files["TODO.md"]
    assert "goods of HS 811292" in outlast.brief(case, shocks=False).headline


def test_years_without_weights_use_the_nearest_unit_value(tmp_path):
    case = written(draft_case("811010", years=range(2015, 2018)), tmp_path / "old")
    assert case.has_tonnes == frozenset()
    china = production(case, 2015)["CHN"]
    assert "unit value of 2024" in china.note
    assert china.high == pytest.approx(12 * china.low, rel=1e-3)


def test_what_is_left_over_under_a_heading_is_left_out(tmp_path):
    """Customs moved germanium elsewhere in 2007; a few flows are still told under it."""
    case = written(draft_case("811230"), tmp_path / "germanium")
    assert case.header.years == (1997, 2006)


def test_imports_from_nobody_who_makes_any_are_told():
    draft = draft_case("811292", years=range(2024, 2025))
    (told,) = [words for words in draft.warnings if "with output on file" in words]
    assert told in draft.files["TODO.md"]
    sold = {
        f.exporter: f.value_usd for f in outlast.load("indium").flows_of(2024)
        if f.importer == "USA"
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(draft.files["figures.csv"])))
    makers = {
        r["subject"] for r in rows if r["quantity"] == "production" and r["period"] == "2024"
    }
    part = sum(usd for code, usd in sold.items() if code in makers) / sum(sold.values())
    assert told.startswith(f"{part:.0%} of the imports of the United States in 2024")


def test_the_unit_value_halves_the_tonnes():
    def row(usd, kilograms):
        return TradeRow("000000", "HS17", 2023, "CHN", "USA", usd, kilograms)

    assert unit_value([row(10, 9000), row(90, 3000), row(5, 999), row(7, None)]) == 10 / 9
    assert unit_value([row(5, 999), row(7, None)]) is None


def test_the_same_heading_gives_the_same_bytes():
    assert draft_case("850511") == draft_case("850511")


def test_unknown_weights_stay_empty():
    rows = list(csv.DictReader(io.StringIO(draft_case("250410").files["trade.csv"])))
    graphite = [row for row in rows if row["year"] == "2024"]
    assert sum(row["quantity_t"] == "" for row in graphite) == 19


def test_a_file_of_baci_gives_any_heading(tmp_path):
    path = tmp_path / "BACI_HS17_Y2023_V202601.csv"
    path.write_text(HEADER + ROWS)
    case = written(draft_case("850440", tables=[path]), tmp_path / "own")
    flows = {(f.exporter, f.importer): (f.value_usd, f.quantity_t) for f in case.flows}
    assert flows["CHN", "USA"] == (1_000_500, 200.25)
    assert flows["CHN", "DEU"] == (500_000, None)
    assert case.flows[0].edition == "HS17"
    assert case.header.importer == "USA"
    assert production(case, 2023)["JPN"].low == 28
    assert draft_case("010121", tables=[path]).files["case.yaml"].count("'010121'") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "columns of .* is a,b, expected t,i,j,k,v,q"),
        (HEADER + "2023,156,842,850441,1,1\n", "heading is 850440, expected a product of"),
        (HEADER + "2023,156,1,850440,1,1\n", "is 1, expected a number of a country in BACI"),
        (HEADER + "2023,156,842,850440,x,1\n", "expected a CSV file of BACI"),
        (HEADER + "2023,156,842,850440,1,NA\n", "expected flows of a tonne or more"),
    ],
)
def test_a_faulty_file_of_baci_is_told(text, words, tmp_path):
    path = tmp_path / "BACI_HS17_Y2023.csv"
    path.write_text(text)
    with pytest.raises(InvalidInput, match=words):
        draft_case("850440", tables=[path])
    with pytest.raises(InvalidInput, match="expected a file of BACI"):
        draft_case("850440", tables=[tmp_path / "none.csv"])


def test_a_year_in_two_files_is_refused(tmp_path):
    paths = [tmp_path / "BACI_HS17_a.csv", tmp_path / "BACI_HS17_b.csv"]
    for path in paths:
        path.write_text(HEADER + ROWS)
    with pytest.raises(InvalidInput, match="each year in one file"):
        draft_case("850440", tables=paths)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"hs6": "81101"}, UsageError, "expected the six digits"),
        ({"hs6": "\uff1811010"}, UsageError, "expected the six digits"),
        ({"hs6": "graphite"}, UsageError, "graphite is traded under 250410"),
        ({"hs6": "250411"}, UsageError, "did you mean '250410'; for any other give BACI's own"),
        ({"hs6": "811010", "importer": "Frnce"}, CountryError, "did you mean 'France'"),
        ({"hs6": "811010", "importer": "EU27"}, InvalidInput, "expected one country"),
        ({"hs6": "811010", "importer": "TUV"}, InvalidInput, "the largest are FRA, BEL"),
        ({"hs6": "811010", "years": range(1990, 1995)}, InvalidInput, "years within 2002:2024"),
    ],
)
def test_a_mistake_is_told_in_one_line(arguments, error, words):
    with pytest.raises(error, match=words) as raised:
        draft_case(**arguments)
    assert "\n" not in str(raised.value)


def test_the_scenario_says_who_stops_and_that_it_is_assumed():
    draft = draft_case("850511", "Japan")
    (measure,) = yaml.safe_load(draft.files["measures/largest-stops.yaml"])["measures"]
    assert (measure["powers"], measure["source"]) == (["CHN"], "assumption")
    assert "assumed" in measure["note"]
