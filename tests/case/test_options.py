"""Options: what they are, their numbers and the money they are printed in."""

import sys
from pathlib import Path

import pytest

import outlast
from outlast.case.built import built
from outlast.case.money import Exchange, amount_of_money
from outlast.case.options import option_terms
from outlast.case.schema import NEEDED, OPTION_KINDS
from outlast.errors import CaseFaults, InvalidInput

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
OPTIONS, NUMBERS, MONEY = "options.csv", "option_numbers.csv", "money.csv"


def test_options_say_what_they_are(isle):
    assert list(isle.options) == [
        "well", "cavern", "xwe-contract", "lamp-catchers", "sieve", "poor-well",
    ]  # fmt: skip
    assert isle.options["xwe-contract"].holds == (("XWE", "direct"),)
    assert isle.options["poor-well"].requires == "sieve"
    assert isle.options["lamp-catchers"].sector == "lamps"
    assert set(NEEDED) == set(OPTION_KINDS)


def test_printed_money_becomes_dollars_of_one_year(isle):
    capex = option_terms(isle, "well")["capex"]  # 3 (2 to 6) million EUR of 2022
    assert capex.unit == "USD2023"
    assert capex.value == pytest.approx(3e6 * 1.05 * 100 / 96, rel=1e-12)
    assert capex.high == pytest.approx(6e6 * 1.05 * 100 / 96, rel=1e-12)
    assert option_terms(isle, "well", 2022)["capex"].value == pytest.approx(3.15e6)
    opex = option_terms(isle, "well", 2022)["opex"]
    assert (opex.value, opex.unit) == (pytest.approx(12000 * 0.96), "USD2022/t")


def test_other_numbers_come_in_the_units_of_the_planner(isle):
    cavern = option_terms(isle, "cavern")
    assert (cavern["boil_off"].value, cavern["boil_off"].unit) == (0.02, "share/year")
    assert (cavern["unit_capacity"].unit, cavern["opex"].unit) == ("t", "USD2023/t/year")
    assert "life" not in cavern  # unknown is not zero
    assert cavern["release_rate"].low == cavern["release_rate"].high == 40
    assert cavern["capex"].assumed
    assert not cavern["fill_rate"].assumed


def test_money_says_of_which_year(isle):
    assert amount_of_money("million_AUD2024") == ("AUD", 2024)
    assert amount_of_money("million_USD") is None
    assert amount_of_money("t/year") is None
    with pytest.raises(InvalidInput, match=r"year of prices of USD is 1999, expected one of 2022"):
        option_terms(isle, "well", 1999)
    with pytest.raises(InvalidInput, match=r"exchange of EUR is 2021, expected one of 2022"):
        Exchange(isle.money).dollars(amount_of_money("EUR2021/t"), 2023)
    with pytest.raises(InvalidInput, match=r"option is wel, .*did you mean 'well'"):
        option_terms(isle, "wel")


def test_what_was_built_is_listed_by_year(isle):
    found = built(isle, "XNO", 2005, 2024)
    assert [(row.plant.id, row.first, row.capacity) for row in found] == [
        ("xno-1", 2005, 500.0), ("xno-2", 2024, None),
    ]  # fmt: skip
    assert built(isle, "XNO", 2006, 2023) == ()
    with pytest.raises(InvalidInput, match="first, last is 2024, 2020"):
        built(isle, "XNO", 2024, 2020)
    with pytest.raises(InvalidInput, match="country is ISLES"):
        built(isle, "ISLES", 2020, 2024)


@pytest.fixture(scope="module")
def magnets():
    """The shipped case of magnets."""
    return outlast.load("rare-earth-magnets")


def test_printed_plants_of_helium_convert_as_by_hand(helium):
    plant = option_terms(helium, "bog-plant", 2024)
    assert plant["unit_capacity"].value == pytest.approx(552_000 / 5_600)  # at 0 °C
    rate = pytest.approx(60e6 / 6.729 * 313.689 / 292.655, rel=1e-5)
    assert plant["capex"].value == rate
    contract = option_terms(helium, "qatar-ggas")
    assert contract["unit_capacity"].value == pytest.approx(100e6 / 1000 * 27.737 / 5_907)
    assert contract["earliest"].value == 2025
    laboratory = option_terms(helium, "recovery-labs", 2010)
    assert laboratory["unit_capacity"].value == pytest.approx(50_000 * 0.125 / 1000)
    assert laboratory["capex"].value == pytest.approx(232_500 * 6, rel=1e-4)
    cavern = option_terms(helium, "cavern", 2024)
    printed = 280e6 / (3e9 / 1000 * 27.737)  # USD for a m3 at Beaumont
    assert cavern["capex"].low < printed * 5_907 * 1000 < cavern["capex"].high


def test_printed_projects_of_magnets_convert_as_by_hand(magnets):
    northlake = option_terms(magnets, "mp-10x", 2025)
    assert northlake["capex"].value / northlake["unit_capacity"].value == pytest.approx(
        178_571, 1e-5
    )
    assert option_terms(magnets, "lynas-hre", 2025)["capex"].value == pytest.approx(180e6 * 0.645)
    for name in ("eneabba", "carester", "mt-weld"):
        assert magnets.options[name].stage in magnets.chain
    for importer in ("USA", "EU27"):
        kinds = {o.kind for o in magnets.options.values() if importer in o.importers}
        assert kinds >= {"manufacture", "refining", "recycling", "reserve", "substitution"}


@pytest.mark.parametrize("name", ["helium", "magnets", "isle"])
def test_every_number_has_a_source_or_bounds_with_their_reasoning(name, request):
    case = request.getfixturevalue(name)
    for row in (*case.option_numbers, *case.money):
        assert row.source in case.sources, row.id
        if row.status == "assumed":
            assert None not in {row.low, row.high}, row.id
            assert len(row.note) > 10, row.id
        elif row.status == "sourced":
            assert row.source != "assumption", row.id
    assert {row.option for row in case.option_numbers} == set(case.options)


def test_china_built_little_and_late(helium):
    found = built(helium, "CHN", 2012, 2024)
    assert [row.plant.id for row in found] == [
        "yanchi", "jiufeng-santai", "shuifa-ordos", "yahai", "jiufeng-luxian",
    ]  # fmt: skip
    sure = [row.capacity for row in found if row.sure and row.capacity is not None]
    assert sum(sure) < 0.05 * 4_675  # of the use of 2023
    assert [row.plant.id for row in found if row.capacity is None] == ["shuifa-ordos"]
    assert not found[-1].sure


def test_the_page_of_options_is_what_the_rows_say(helium, magnets):
    from options_page import BEGIN, PAGE, tables

    assert PAGE.read_text("utf-8").partition(BEGIN)[2] == tables(
        helium, magnets, outlast.load("crude-oil")
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (OPTIONS, "contract,XWE,XIS,,,,XWE,", "contract,XWE,XIS,,,,,",
         r"options.csv:4: supplier is '', expected the supplier of a contract for kind contract"),
        (OPTIONS, "XWE:direct", "XWE:owner", r"options.csv:4: control.0 is 'XWE:owner', expected"),
        (OPTIONS, "XWE:direct", "XQQ:direct", r"control is 'XQQ', expected an ISO alpha-3 code"),
        (OPTIONS, "reserve,XIS,XIS", "reserve,XIS,XQQ", r"importers is 'XQQ', expected an ISO"),
        (OPTIONS, "exhaust,lamps", "exhaust,lamp",
         r"sector is 'lamp', expected an id of sectors.csv: did you mean 'lamps'"),
        (OPTIONS, "gas works,,", "gas works,toys,", r"sector is 'toys', expected none for kind"),
        (OPTIONS, "technology,sieve", "technology,seive",
         r"requires is 'seive', expected an id of options.csv: did you mean 'sieve'"),
        (OPTIONS, "technology,sieve", "technology,poor-well",
         r"requires is 'poor-well → poor-well', expected an option that can begin"),
        (OPTIONS, "reserve,XIS,XIS,,", "reserve,XIS,XIS,oxide,",
         r"options.csv:3: stage is 'oxide', expected a stage of the case, or none: .* no stages"),
        (OPTIONS, "well,Plant on the", "wells,Plant on the",
         r"option_numbers.csv:2: option is 'well', expected an id of .*did you mean 'wells'"),
        (NUMBERS, "5,4,5,t/year", "5,6,7,t/year",
         r"option_numbers.csv:2: low / value / high is '6 / 5 / 7', expected numbers that rise"),
        (NUMBERS, "million_EUR2022", "million_EUR",
         r"unit is 'million_EUR', expected money with its currency and year: such as million_CNY"),
        (NUMBERS, "million_EUR2022", "million_EUR2021",
         r"expected a row of money.csv of kind exchange for EUR in 2021"),
        (NUMBERS, "million_EUR2022", "t", r"unit is 't', expected money with its currency"),
        (NUMBERS, 'USD2023/t,assumed,D,assumption,"power', 'USD2023,assumed,D,assumption,"p',
         r"option_numbers.csv:5: unit is 'USD2023', expected a unit that converts to"),
        (NUMBERS, "20,,,t,", "20,,,t/year,", r"unit is 't/year', expected a unit th.* to t"),
        (NUMBERS, "24,18,36,month,assumed,D,assumption,as l", "24,,,month,assumed,D,assumption,l",
         r"assumption is 'a bare value', expected low, high and a note"),
        (NUMBERS, "derived,C,isle-trader,four quarters of the lamps", "derived,C,isle-trader,",
         r"note is '', expected what a derived number comes from"),
        (NUMBERS, "0.8,,,share", "80,,,share", r"value is '80', expected a share of at most 1"),
        (NUMBERS, "0.8,,,share", "-0.8,,,share", r"value is '-0.8', expected 0 or more"),
        (NUMBERS, "2026,,,calendar_year", "2026.5,,,calendar_year", r"expected a year from 1900"),
        (NUMBERS, "2026,,,calendar_year", "2026,,,year", r"unit is 'year', expected calendar"),
        (NUMBERS, "cavern-capex,cavern,capex", "cavern-life,cavern,life",
         r"options.csv:3: capex is 'missing', expected a row of option_numbers.csv"),
        (NUMBERS, "well,lead_time", "well,boil_off", r"is 'boil_off for kind extraction'"),
        (NUMBERS, "well,lead_time", "well,opex", r"is 'well opex', expected one row for each: f"),
        (NUMBERS, "well,lead_time", "well,lead", r"quantity is 'lead', expected unit_capacity"),
        (NUMBERS, "t/year,sourced,A,isle-survey,of one", "t/year,sourced,A,isle,of one",
         r"source is 'isle', expected an id of sources.csv"),
        (MONEY, "EUR,2022,1.05", "EUR,2022,0", r"money.csv:2: value is '0', expected more than 0"),
        (MONEY, "exchange,EUR", "exchange,USD", r"currency is 'USD', expected another currency"),
        (MONEY, "prices,USD,2023", "prices,USD,2022",
         r"rate is 'prices of USD in 2022', expected one row .* first given at money.csv:3"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_remedy(edit, name, old, new, expected):
    with pytest.raises(CaseFaults, match=expected):
        outlast.load(edit(name, old, new))
