"""Supplier shares: published numbers, a second program, and exact locality."""

import shutil

import pytest
from recompute import shares

import outlast
from outlast.case.loader import CASES
from outlast.errors import CountryError, InvalidInput, UsageError

TRADE = CASES / "helium" / "trade.csv"
IMPORTERS = ("CHN", "KOR", "DEU", "TWN", "IND")


def share(case, country, year, basis, importer="CHN"):
    suppliers = outlast.exposure(case, importer, year, basis=basis).result["suppliers"]
    return next(row["share"] for row in suppliers if row["country"] == country)


@pytest.mark.parametrize(
    ("basis", "country", "year", "expected"),
    [
        ("heading", "USA", 2006, 0.84), ("heading", "USA", 2011, 0.53),
        ("heading", "USA", 2014, 0.29), ("heading", "USA", 2019, 0.16),
        ("heading", "USA", 2024, 0.07), ("heading", "QAT", 2024, 0.59),
        ("heading", "RUS", 2024, 0.24), ("material", "USA", 2002, 0.94),
        ("material", "USA", 2003, 0.96), ("material", "USA", 2004, 0.97),
        ("material", "USA", 2005, 0.96), ("material", "USA", 2006, 0.92),
        ("material", "USA", 2011, 0.56), ("material", "USA", 2014, 0.305),
        ("material", "USA", 2021, 0.096), ("material", "USA", 2024, 0.077),
        ("mass", "QAT", 2024, 0.62), ("mass", "RUS", 2024, 0.33), ("mass", "USA", 2024, 0.046),
    ],
)  # fmt: skip
def test_published_shares_of_chinas_imports(helium, basis, country, year, expected):
    assert share(helium, country, year, basis) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize(
    ("basis", "expected"), [("heading", 0.49), ("material", 0.53), ("mass", 0.585)]
)
def test_published_shares_of_koreas_imports(helium, basis, expected):
    assert share(helium, "QAT", 2024, basis, "KOR") == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("basis", ["heading", "material", "mass"])
@pytest.mark.parametrize("importer", IMPORTERS)
def test_a_second_program_finds_the_same_shares(helium, importer, basis):
    result = outlast.exposure(helium, importer, years=helium.years, basis=basis)
    for block in result.result["years"]:
        expected = shares(TRADE, importer, str(block["year"]), basis)
        found = {row["country"]: row["share"] for row in block["suppliers"] or ()}
        assert found == pytest.approx(expected, abs=1e-12), block["year"]
        assert block["hhi"] == (
            pytest.approx(sum(s * s for s in found.values())) if found else None
        )


def test_deleting_one_flow_changes_only_the_shares_it_feeds(helium, tmp_path):
    folder = shutil.copytree(CASES / "helium", tmp_path / "helium")
    path = folder / "trade.csv"
    lines = path.read_text().splitlines(keepends=True)
    gone = next(line for line in lines if line.startswith("2024,280429,HS17,RUS,CHN,"))
    path.write_text("".join(line for line in lines if line != gone))
    spoilt = outlast.load(folder)
    changed = {
        (importer, year, basis)
        for importer in IMPORTERS
        for year in (2023, 2024)
        for basis in ("heading", "material", "mass")
        if outlast.exposure(helium, importer, year, basis=basis).result
        != outlast.exposure(spoilt, importer, year, basis=basis).result
    }
    assert changed == {("CHN", 2024, basis) for basis in ("heading", "material", "mass")}


def test_every_dropped_flow_is_kept_with_its_effect(helium):
    for year in helium.years:
        heading = outlast.exposure(helium, year=year, basis="heading").result
        material = outlast.exposure(helium, year=year).result
        kept = sum(row["amount"] for row in material["suppliers"])
        total = sum(row["amount"] for row in heading["suppliers"])
        dropped = material["dropped"]
        assert kept + sum(row["value_usd"] for row in dropped) == total
        assert sum(row["effect"] for row in dropped) == pytest.approx(1 - kept / total)
        assert all(row["reason"] for row in dropped)
        assert heading["dropped"] == []


def test_the_figures_listed_are_those_used(helium):
    figures = outlast.exposure(helium, year=2024).figures
    assert "trade:280429:2024:QAT:CHN" in figures
    assert not any(":2023:" in figure for figure in figures)


def test_a_bloc_is_one_importer(helium, isle):
    suppliers = outlast.exposure(helium, "EU27", 2024).result["suppliers"]
    assert not {row["country"] for row in suppliers} & helium.countries.members("EU27", 2024)
    league = outlast.exposure(isle, "ISLES", 2022, basis="heading").result["suppliers"]
    assert "XHB" not in {row["country"] for row in league}


def test_a_union_counts_the_members_of_the_year(helium):
    """Twenty-seven states of 2010: Britain among them, Croatia outside."""
    today, then = helium.countries.members("EU27"), helium.countries.members("EU", 2010)
    assert (today - then, then - today) == ({"HRV"}, {"GBR"})
    outside = {
        flow.exporter
        for flow in helium.flows
        if flow.year == 2010 and flow.importer in then and flow.exporter not in then
    }
    result = outlast.exposure(helium, "EU", 2010, basis="heading").result
    assert {row["country"] for row in result["suppliers"]} == outside
    both = [outlast.exposure(helium, code, 2022).result["suppliers"] for code in ("EU", "EU27")]
    assert both[0] == both[1]
    assert "GBR" in {row["country"] for row in both[0]}


def test_a_bloc_without_a_member_in_a_year_is_unknown_in_it(edit):
    folder = edit(
        "blocs.yaml", "[XIS, XHB]", "[{country: XIS, from: 2021}, {country: XHB, from: 2022}]"
    )
    case, years = outlast.load(folder), range(2020, 2023)
    result = outlast.exposure(case, "ISLES", years=years, basis="heading")
    known = [block["suppliers"] is not None for block in result.result["years"]]
    assert known == [False, True, True]
    assert ("years.2020.suppliers", "League of Isles had no member in 2020") in result.unknown
    member = ["XHB" in {row["country"] for row in block["suppliers"] or ()}
              for block in result.result["years"]]  # fmt: skip
    assert member == [False, True, False]


def test_an_unknown_weight_makes_the_mass_basis_unknown(isle):
    result = outlast.exposure(isle, "XHB", 2023, basis="mass")
    assert result.result["suppliers"] is None
    assert "the weight of trade:280499:2023:XEA:XHB is unknown" in result.unknown[0].reason
    assert outlast.exposure(isle, "XHB", 2023).result["suppliers"] is not None


@pytest.mark.parametrize("cut", [0, -1, 1.01, float("nan"), float("inf")])
def test_a_cut_must_be_a_share(isle, cut):
    with pytest.raises(InvalidInput, match="cut"):
        outlast.exposure(isle, cut=cut)


def test_questions_that_cannot_be_asked(isle):
    with pytest.raises(InvalidInput, match="year is 2019, expected 2020 to 2023"):
        outlast.exposure(isle, year=2019)
    with pytest.raises(CountryError, match="Atlantis"):
        outlast.exposure(isle, importer="Atlantis")
    with pytest.raises(UsageError, match="basis is 'weight'"):
        outlast.exposure(isle, basis="weight")
    with pytest.raises(InvalidInput, match="years"):
        outlast.exposure(isle, years=range(2023, 2023))


def test_the_ends_of_the_price_band_belong_to_it(isle):
    """250 and 40 USD/kg are the material; a dollar a tonne beyond is not."""
    for price, kept in ((250_000, True), (250_001, False), (40_000, True), (39_999, False)):
        flows = tuple(
            flow.model_copy(update={"value_usd": float(price), "quantity_t": 1.0})
            if flow.id == "trade:280499:2023:XWE:XIS" else flow
            for flow in isle.flows
        )  # fmt: skip
        from dataclasses import replace

        found = outlast.exposure(replace(isle, flows=flows)).result["suppliers"]
        assert ("XWE" in {row["country"] for row in found}) == kept


def test_the_cut_is_the_one_asked_for(isle):
    sizes = {cut: len(outlast.exposure(isle, cut=cut).result["coalitions"][0]["members"])
             for cut in (0.4, 0.5, 0.9)}  # fmt: skip
    assert sizes == {0.4: 1, 0.5: 2, 0.9: 4}
    assert outlast.exposure(isle, cut=None).result["coalitions"] is None
