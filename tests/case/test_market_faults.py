"""Faults of the tables that the market model draws on."""

import pytest

import outlast
from outlast.case.prior_ranges import PRIOR_RANGES
from outlast.engines.shock.market import PRIORS
from outlast.errors import CaseFaults

CONTROL = "control.csv"
OWNER = "xso-owner,XSO,,,ownership,XNO,,minority,0.4,0.3,0.5,stop,2021,2030,sourced"


def owner(**changes):
    """One row of the isle's control.csv, spoilt."""
    names = ("id", "origin", "importer", "facility", "layer", "power", "firm", "rung", "share",
             "low", "high", "effect", "year_from", "year_to", "status")  # fmt: skip
    return ",".join((dict(zip(names, OWNER.split(","), strict=True)) | changes).values())


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("priors.csv", "contract_share,,,0.7,0.9", "contract_share,,,0.9,0.7",
         r"priors.csv:2: low / high is '0.9 / 0.7', expected numbers that rise"),
        ("priors.csv", "contract_share,,,0.7,0.9", "contract_share,,,0.7,1",
         r"high is '1', expected a value from 0 to 0.99 for contract_share"),
        ("priors.csv", "contract_months,,,12,24", "contract_months,,,0,24",
         r"low is '0', expected a value above 0 for contract_months"),
        ("priors.csv", "stock_weeks,,,2,6,week", "stock_weeks,,,2,6,month",
         r"unit is 'month', expected week: the model reads stock_weeks in it"),
        ("priors.csv", "stock_weeks,,,2", "stock_weeks,,,-2",
         r"low is '-2', expected 0 or more for stock_weeks"),
        ("priors.csv", "stock_weeks,,,2", "stock_week,,,2",
         r"name is 'stock_week', expected a prior of the model: did you mean 'stock_weeks'"),
        ("priors.csv", "sea_months,,,0.5,1,", "sea_months,,,0.5,2,",
         r"high is '2', expected a value from 0 to 1 for sea_months"),
        ("priors.csv", "growth_factor,,,0.05", "growth_factor,,,0",
         r"low is '0', expected above 0 for loguniform"),
        ("priors.csv", ",most of the Isle's gas comes under contract", ",",
         r"note is '', expected the reasoning of an assumption"),
        ("sectors.csv", "0.8,0.95", "0.95,0.8",
         r"minimum_low / minimum_high is '0.95 / 0.8', expected numbers that rise"),
        ("sector_shares.csv", "0.6,0.5,0.7", "0.6,0.65,0.7", r"low / share / high is '0.65 / 0.6"),
        ("sector_shares.csv", "XIS,lamps", "XIS,lamp",
         r"sector is 'lamp', expected an id of sectors.csv: did you mean 'lamps'"),
        ("sector_shares.csv", "XIS,toys", "XIS,lamps",
         r"country, sector is 'XIS, lamps', expected one row for each: first given at .*csv:2"),
        ("sector_shares.csv", "XIS,lamps", "ISLES,lamps",
         r"country is 'ISLES', expected one country"),
        ("industries.csv", "XIS,toys", "XIS,toy",
         r"industries.csv:3: sector is 'toy', expected an id of sectors.csv: did you mean 'toys'"),
        ("industries.csv", "XIS,lamps", "ISLES,lamps",
         r"country is 'ISLES', expected one country: a row for each country"),
        ("industries.csv", "32,60", "-32,60", r"value_added is '-32', expected 0 or more"),
        ("industries.csv", "60,million_USD", "60,EUR", r"unit is 'EUR', expected"),
        ("sectors.csv", "0.95,critical", "0.95,vital", r"necessity is 'vital', expected"),
        ("priors.csv", "ces_sigma,,,0.05", "ces_sigma,,,0",
         r"low is '0', expected a value above 0 for ces_sigma"),
        (CONTROL, OWNER, owner(share="0.6"),
         r"control.csv:6: low / share / high is '0.3 / 0.6 / 0.5'"),
        (CONTROL, OWNER, owner(year_from="2031"), r"year_from / year_to is '2031 / 2030'"),
        (CONTROL, OWNER, owner(power="XQQ"),
         r"power is 'XQQ', expected an ISO alpha-3 code or a bloc"),
        (CONTROL, OWNER, owner(origin="XQQ"),
         r"origin is 'XQQ', expected the ISO alpha-3 code of a"),
        (CONTROL, OWNER, owner(origin="ISLES"), r"origin is 'ISLES', .*a row for each country"),
        (CONTROL, OWNER, owner(facility="Southland 9"),
         r"facility is 'Southland 9', expected a plant of XSO in .*did you mean 'Southland 1'"),
        (CONTROL, OWNER, owner(facility="all"), r"facility is 'all', .*no plant goes into scope"),
        (CONTROL, OWNER, owner(facility="Northland 1"), r"expected a plant of XSO"),
        (CONTROL, OWNER, owner(power=""), r"power, firm is 'neither', expected one of the two"),
        (CONTROL, OWNER, owner(firm="westland-gas"), r"power, firm is 'both'"),
        (CONTROL, OWNER, owner(power="", firm="westland"),
         r"firm is 'westland', expected a firm .*did you mean 'westland-gas'"),
        (CONTROL, OWNER, owner(layer="owner"), r"layer is 'owner', expected direct, ownership"),
        (CONTROL, OWNER, owner(origin="XIS"), r"origin is 'XIS', expected a country with a flow"),
        (CONTROL, OWNER, owner(rung="minor"), r"rung is 'minor', expected territory, distri"),
        ("holdings.csv", "XNO,westland-gas,0.1,0.05,0.15", "XNO,westland-gas,0.5,0.5,0.5",
         r"holdings.csv:3: shares of westland-gas is '1.1 in 2020', expected 1 or less"),
        ("holdings.csv", "XEA,eastern-holding", "eastern-holding,eastern-holding",
         r"owner is 'eastern-holding', expected another than the firm itself"),
        ("holdings.csv", "XEA,eastern-holding", "XQQ,eastern-holding",
         r"owner is 'XQQ', expected an ISO alpha-3 code, a bloc, or a firm"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line(edit, name, old, new, expected):
    folder = edit(name, old, new)
    with pytest.raises(CaseFaults, match=expected):
        outlast.load(folder)


def test_shares_that_are_all_nothing_are_refused(edit):
    edit("sector_shares.csv", "XIS,lamps,0.6,0.5,0.7", "XIS,lamps,0,0,0")
    folder = edit("sector_shares.csv", "XIS,toys,0.4,0.3,0.5", "XIS,toys,0,0,0")
    with pytest.raises(CaseFaults, match="expected a sector of XIS with a share above 0"):
        outlast.load(folder)


def test_an_importer_of_control_is_one_country(edit):
    folder = edit(CONTROL, OWNER, owner(importer="ISLES"))
    with pytest.raises(
        CaseFaults, match="importer is 'ISLES', expected the ISO alpha-3 code of one"
    ):
        outlast.load(folder)


def test_a_bloc_controls_nothing_in_years_without_a_member(edit):
    edit(CONTROL, OWNER, owner(power="ISLES"))
    folder = edit("blocs.yaml", "[XIS, XHB]", "[{country: XIS, from: 2022}]")
    expected = "year_from / year_to is '2021 / 2030', expected years in which ISLES has a member"
    with pytest.raises(CaseFaults, match=f"control.csv:6: {expected}: it has none in 2021"):
        outlast.load(folder)


def test_a_plant_is_found_whatever_its_case(edit):
    row = owner(facility="SOUTHLAND 1")
    assert outlast.load(edit(CONTROL, OWNER, row)).control[4].facility == "SOUTHLAND 1"


def test_every_prior_of_the_model_has_a_range(helium, isle):
    assert set(PRIORS) <= PRIOR_RANGES.keys()
    markets = {"tariff_elasticity", "redirect_share", "redirect_months", "export_value_added"}
    for case, lacking in ((helium, markets), (isle, set())):
        assert {prior.name for prior in case.priors} == PRIOR_RANGES.keys() - lacking
