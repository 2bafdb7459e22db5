"""Codes that have gone wrong elsewhere."""

import pytest

from outlast.countries import EU27, WORLD, Bloc, Countries
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
    assert len(EU27.members) == 27
    assert "GBR" not in EU27.members
    assert all(WORLD.is_country(member) for member in EU27.members)


def test_a_fictional_country_needs_a_code_left_to_users():
    assert Countries({"XIS": "Isle"}).find("isle") == "XIS"
    with pytest.raises(CountryError, match="XAA to XZZ"):
        Countries({"USA": "Isle"})


def test_a_case_may_add_blocs():
    own = Countries(blocs={"GCC": Bloc("GCC", "Gulf states", frozenset({"QAT", "SAU"}))})
    assert own.members("GCC") == {"QAT", "SAU"}


@pytest.mark.parametrize("text", ["", "XX", "Atlantis", "XIS"])
def test_unknown_countries_are_refused(text):
    with pytest.raises(CountryError, match="expected an ISO 3166 code or a name"):
        WORLD.find(text)
