"""Codes that have gone wrong elsewhere."""

import pytest

from outlast.countries import EU27, WORLD, Bloc, Countries, Membership
from outlast.errors import CountryError


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NA", "NAM"),  # Namibia, not a missing value
        ("490", "TWN"),  # BACI's Other Asia, nes
        ("842", "USA"),  # BACI, where ISO has 840
        ("699", "IND"),
        ("251", "FRA"),
        ("757", "CHE"),
        ("579", "NOR"),
        ("58", "BEL"),
        ("cs", "SCG"),
        ("South Korea", "KOR"),
        ("qat", "QAT"),
        ("EU27", "EU27"),
    ],
)
def test_codes_and_names(text, code):
    assert WORLD.find(text) == code


def test_the_union_of_2020_has_27_members_without_the_united_kingdom():
    assert len(EU27.members()) == 27
    assert "GBR" not in EU27.members(2004)
    assert all(WORLD.is_country(member) for member in EU27.members())


@pytest.mark.parametrize(
    ("year", "count"),
    [(1957, 0), (1994, 12), (1995, 15), (2003, 15), (2004, 25), (2007, 27), (2012, 27),
     (2013, 28), (2019, 28), (2020, 27), (None, 27)],
)  # fmt: skip
def test_the_union_is_that_of_the_year(year, count):
    assert len(WORLD.members("EU", year)) == count
    assert ("GBR" in WORLD.members("EU", year)) is (year is not None and 1973 <= year <= 2019)


def test_names_tell_the_union_of_a_year_from_that_of_2020():
    assert (WORLD.find("european union"), WORLD.find("EU-27")) == ("EU", "EU27")
    assert WORLD.members("EU", 2020) == WORLD.members("EU27", 1999)


def test_a_state_may_leave_a_bloc_and_come_back():
    twice = (Membership("QAT", last=2016), Membership("QAT", 2021), Membership("SAU"))
    own = Countries(blocs={"GCC": Bloc("GCC", "Gulf states", twice)})
    assert [len(own.members("GCC", year)) for year in (2016, 2017, 2020, 2021)] == [2, 1, 1, 2]
    assert own.members("GCC") == {"QAT", "SAU"}


def test_a_fictional_country_needs_a_code_left_to_users():
    assert Countries({"XIS": "Isle"}).find("isle") == "XIS"
    with pytest.raises(CountryError, match="XAA to XZZ"):
        Countries({"USA": "Isle"})


def test_a_case_may_add_blocs():
    own = Countries(
        blocs={"GCC": Bloc("GCC", "Gulf states", (Membership("QAT"), Membership("SAU")))}
    )
    assert own.members("GCC") == {"QAT", "SAU"}


@pytest.mark.parametrize("text", ["", "XX", "Atlantis", "XIS"])
def test_unknown_countries_are_refused(text):
    with pytest.raises(CountryError, match="expected an ISO 3166 code or a name"):
        WORLD.find(text)
