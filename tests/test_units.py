"""Conversions as the sources print them."""

import pytest

from outlast.errors import UnitError
from outlast.units import HELIUM_VOLUMES, Units

HELIUM = Units(HELIUM_VOLUMES)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1, "t", "m3_15C", 5907),
        (1, "t", "Nm3", 5600),
        (1, "Mcf", "m3_15C", 27.737),
        (1, "Bcf", "Mm3_15C", 27.737),
        (1, "L_liquid", "kg", 0.125),
        (26.18, "MNm3", "t", 4675),
        (65.50, "USD/Mcf", "USD/m3_15C", 2.36),  # USGS prints both
        (210, "USD/Mcf", "USD/m3_15C", 7.57),
        (100, "USD/kg", "USD/t", 100_000),
        (25, "%", "share", 0.25),
        (12, "t/year", "t/month", 1),
    ],
)
def test_conversions_agree_with_the_sources(value, unit, to, expected):
    assert HELIUM.convert(value, unit, to) == pytest.approx(expected, rel=2e-3)


def test_helium_constants_are_exact():
    assert HELIUM.factor("t", "m3_15C") == pytest.approx(5907, rel=1e-12)
    assert HELIUM.factor("t", "Nm3") == pytest.approx(5600, rel=1e-12)


@pytest.mark.parametrize("unit", ["m3", "Mm3", "USD/m3", "m3/year"])
def test_a_bare_volume_is_refused_with_what_to_write(unit):
    with pytest.raises(UnitError, match=r"stated temperature: write m3_15C .* or Nm3"):
        HELIUM.check(unit)


@pytest.mark.parametrize("unit", ["", "tonnen", "t**2", "__class__", "t/", "1e9", "USD/furlong"])
def test_an_unknown_unit_is_refused(unit):
    with pytest.raises(UnitError, match="expected one such as"):
        HELIUM.check(unit)


def test_different_kinds_do_not_convert():
    with pytest.raises(UnitError, match="measure different things"):
        HELIUM.convert(1, "t", "USD")
    with pytest.raises(UnitError, match="measure different things"):
        HELIUM.convert(1, "USD2023", "USD2024")


def test_a_solid_has_no_volumes():
    with pytest.raises(UnitError):
        Units({}).check("Nm3")
