"""The shipped outlines are those that were published, and every place lies in its country."""

import hashlib

import pytest

from outlast.countries import WORLD
from outlast.readers.geography import FOLDER, middle, outlines, places


def test_checksums_and_licence():
    lines = FOLDER.joinpath("SHA256SUMS").read_text().splitlines()
    assert len(lines) == 2
    for line in lines:
        expected, name = line.split()
        assert hashlib.sha256(FOLDER.joinpath(name).read_bytes()).hexdigest() == expected
    assert "Permission to use" in FOLDER.joinpath("world-atlas.LICENSE").read_text()


def test_places_are_countries_and_small_ones_have_a_place_without_an_outline():
    assert all(WORLD.is_country(code) for code in places())
    drawn = {one.get("id") for one in outlines()["objects"]["countries"]["geometries"]}
    assert {places()[code].numeric for code in ("CHN", "USA", "QAT")} <= drawn
    assert {places()[code].numeric for code in ("SGP", "HKG", "BHR")}.isdisjoint(drawn)


@pytest.mark.parametrize(
    ("code", "west", "east", "south", "north"),
    [("CHN", 95, 110, 30, 40), ("USA", -105, -90, 35, 45), ("QAT", 50.5, 52, 24.5, 26.5),
     ("FRA", 0, 5, 44, 49), ("NZL", 168, 173, -46, -42)],
)  # fmt: skip
def test_a_middle_lies_in_the_largest_piece(code, west, east, south, north):
    lon, lat = middle([code])
    assert west < lon < east
    assert south < lat < north


def test_the_middle_of_countries_on_both_sides_of_the_date_line_is_not_on_the_other_side():
    lon, _ = middle(["FJI", "WSM"])
    assert abs(lon) > 170
