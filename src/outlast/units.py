r"""Quantities and their conversions, checked at the door.

A gas is counted in cubic metres *at a stated temperature*, so for a given material such a
volume is an amount: 1 t of helium is 5,907 m³ at 15 °C (USGS) and 5,600 m³ at 0 °C (Chinese
papers).  A bare ``m3`` of gas is therefore refused.

==============  ================================================================
``t`` ``kg``    mass; ``kt``, ``Mt`` too
``m3_15C``      cubic metre at 15 °C and 101.325 kPa; ``Mm3_15C`` is a million
``Nm3``         cubic metre at 0 °C and 101.325 kPa; ``MNm3`` is a million
``Mcf``         thousand cubic feet at 70 °F as USGS counts it, 27.737 m³ at 15 °C
``MMcf Bcf``    a thousand and a million ``Mcf``
``L_liquid``    litre of the liquid at its boiling point
``USD`` ``CNY``  money of the figure's own period; ``USD2024`` is money of that year's worth,
                ``million_CNY2022`` a million of it; ``EUR AUD CAD RUB`` too
``share %``     parts of one and of a hundred
==============  ================================================================

Any of these combine: ``USD/kg``, ``USD/Mcf``, ``t/year``, ``Mm3_15C/year``, ``t/month``.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from outlast.errors import UnitError

if TYPE_CHECKING:
    from pint import UnitRegistry

HELIUM_VOLUMES: Mapping[str, float] = {"m3_15C": 5907.0, "Nm3": 5600.0, "L_liquid": 8000.0}
"""Helium in one tonne, by unit; ideal gas at 101.325 kPa, liquid of 0.125 kg/L."""

M3_15C_PER_MCF = 27.737
"""Cubic metres at 15 °C in 1,000 cubic feet at 70 °F and 14.7 psia, as USGS converts."""

VOLUME_UNITS = tuple(HELIUM_VOLUMES)
COLDEST, WARMEST = 273.15, 293.15
"""Temperatures at which a bare cubic metre may be counted.  [K]"""
_BARE = re.compile(r"(?<![A-Za-z])(M?)m3(?!\w)")
CURRENCIES = ("USD", "CNY", "EUR", "AUD", "CAD", "RUB")
_YEAR_OF_MONEY = re.compile(rf"(?<![A-Za-z])({'|'.join(CURRENCIES)})(\d{{4}})\b")
_WORDS = "t, kg, Mm3_15C, MNm3, Mcf, L_liquid, USD/kg, share"


@lru_cache(maxsize=16)
def _registry(
    volumes: tuple[tuple[str, float], ...], money_years: tuple[str, ...]
) -> "UnitRegistry[Any]":
    """Build the units of one material; slow, so kept."""
    from pint import UnitRegistry  # noqa: PLC0415 - 0.1 s, needed only where units are

    registry: UnitRegistry[Any] = UnitRegistry(None)
    for line in (
        "t = [amount]",
        "year = [time] = yr",
        "month = year / 12",
        "day = year / 365.25",
        "second = day / 86400 = s",
        "share = []",
        "percent = 0.01 * share",
        "kt = 1000 * t",
        "Mt = 1e6 * t",
        "kg = t / 1000",
        "piece = [piece]",
        *(f"{money} = [{money}]" for money in (*CURRENCIES, *money_years)),
        *(f"million_{money} = 1e6 * {money}" for money in (*CURRENCIES, *money_years)),
        *(f"{unit} = t / {per_tonne}" for unit, per_tonne in volumes),
    ):
        registry.define(line)
    known = dict(volumes)
    for unit, million in (("m3_15C", "Mm3_15C"), ("Nm3", "MNm3")):
        if unit in known:
            registry.define(f"{million} = 1e6 * {unit}")
    if "m3_15C" in known:
        for unit, factor in (("Mcf", 1.0), ("MMcf", 1e3), ("Bcf", 1e6)):
            registry.define(f"{unit} = {factor * M3_15C_PER_MCF} * m3_15C")
    return registry


class Units:
    """The units of one material.

    Parameters
    ----------
    volumes : mapping of str to float
        How many of each volume unit make one tonne; empty for a solid.

    Examples
    --------
    >>> helium = Units(HELIUM_VOLUMES)
    >>> round(helium.convert(1, "t", "m3_15C"))
    5907
    >>> round(helium.convert(119, "USD/Mcf", "USD/m3_15C"), 2)
    4.29
    >>> helium.convert(5, "m3", "t")
    Traceback (most recent call last):
    outlast.errors.UnitError: unit is 'm3', expected a volume at a stated temperature: write \
m3_15C (15 °C, USGS) or Nm3 (0 °C)
    """

    def __init__(self, volumes: Mapping[str, float]) -> None:
        unknown = set(volumes) - set(VOLUME_UNITS)
        if unknown:
            raise UnitError(f"volume unit is {min(unknown)!r}, expected {', '.join(VOLUME_UNITS)}")
        self._volumes = tuple(sorted(volumes.items()))
        self._factors: dict[tuple[str, str], float] = {}

    def convert(self, value: float, unit: str, to: str) -> float:
        """Convert a value.

        Raises
        ------
        UnitError
            If either unit is unknown or they measure different things.
        """
        return value * self.factor(unit, to)

    def factor(self, unit: str, to: str) -> float:
        """How many `to` one `unit` is.

        Raises
        ------
        UnitError
            As `convert`.
        """
        if (unit, to) not in self._factors:
            self._factors[unit, to] = self._factor(unit, to)
        return self._factors[unit, to]

    def factors(self, unit: str, to: str) -> tuple[float, float]:
        """As `factor`, of a unit that a printed claim may leave open: the smallest and largest.

        A bare ``m3`` of gas may mean any temperature from 0 to 20 °C.

        Raises
        ------
        UnitError
            As `convert`.

        Examples
        --------
        >>> low, high = Units(HELIUM_VOLUMES).factors("Mm3", "t")
        >>> round(low, 1), round(high, 1)
        (166.4, 178.6)
        """
        cold = self.factor(self.stated(unit), to)
        if not _BARE.search(unit):
            return cold, cold
        thinner = COLDEST / WARMEST if _BARE.search(unit.partition("/")[0]) else WARMEST / COLDEST
        return min(cold, cold * thinner), max(cold, cold * thinner)

    @staticmethod
    def stated(unit: str) -> str:
        """Give a bare cubic metre of gas the temperature 0 °C.

        >>> Units.stated("USD/m3")
        'USD/Nm3'
        """
        return _BARE.sub(r"\1Nm3", unit.strip())

    def check(self, unit: str) -> None:
        """Refuse a unit that is not known.

        Raises
        ------
        UnitError
            If `unit` is unknown, or a volume without its temperature.
        """
        self.factor(unit, unit)

    def same_kind(self, unit: str, other: str) -> bool:
        """Whether the two units measure the same thing."""
        try:
            self.factor(unit, other)
        except UnitError:
            return False
        return True

    def _factor(self, unit: str, to: str) -> float:
        dated = [{m.group() for m in _YEAR_OF_MONEY.finditer(word)} for word in (unit, to)]
        if dated[0] == dated[1] and len(dated[0]) == 1:
            try:  # money of one year alone needs no registry of its own
                plain = _YEAR_OF_MONEY.sub(r"\1", unit), _YEAR_OF_MONEY.sub(r"\1", to)
                return self._defined(plain[0], plain[1], ())
            except UnitError:
                pass  # told below with the unit as it was written
        return self._defined(unit, to, tuple(sorted(dated[0] | dated[1])))

    def _defined(self, unit: str, to: str, money_years: tuple[str, ...]) -> float:
        """Convert with a registry that knows the money of some years."""
        from pint.errors import PintError  # noqa: PLC0415

        registry = _registry(self._volumes, money_years)
        source, target = self._parse(registry, unit), self._parse(registry, to)
        try:
            return float(registry.Quantity(1.0, source).to(target).magnitude)
        except PintError:
            raise UnitError(
                f"unit is {unit!r}, expected one that converts to {to!r}: "
                "the two measure different things"
            ) from None

    @staticmethod
    def _parse(registry: "UnitRegistry[Any]", unit: str) -> Any:  # noqa: ANN401 - pint makes a class of units for each registry
        from pint.errors import PintError  # noqa: PLC0415

        word = unit.strip().replace("%", "percent")
        if _BARE.search(word):
            raise UnitError(
                f"unit is {unit!r}, expected a volume at a stated temperature: "
                "write m3_15C (15 °C, USGS) or Nm3 (0 °C)"
            )
        if not re.fullmatch(
            r"[A-Za-z_][A-Za-z_0-9]{0,20}(/[A-Za-z_][A-Za-z_0-9]{0,20}){0,2}", word
        ):
            raise UnitError(f"unit is {unit[:40]!r}, expected one such as {_WORDS}")
        try:
            return registry.Unit(word)
        except (PintError, AttributeError, ValueError, TypeError, ArithmeticError):
            raise UnitError(f"unit is {unit!r}, expected one such as {_WORDS}") from None


def three_digits(value: float) -> str:
    """Write a number with three digits, with more where it is large.

    >>> three_digits(1234.5), three_digits(12.345), three_digits(1e-6), three_digits(0.0)
    ('1,234', '12.3', 'under 0.001', '0')
    """
    if 0 < value < 1e-3:
        return "under 0.001"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def whole_percent(share: float) -> str:
    """Write a share in whole per cent, or that it is under one.

    >>> whole_percent(0.254), whole_percent(0.004), whole_percent(0.0)
    ('25 %', '<1 %', '0 %')
    """
    return "<1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"


def money(millions: float) -> str:
    """Write million USD in the unit in which it reads best.

    >>> money(679_735), money(27.98), money(0.125), money(0.0004), money(0)
    ('680 billion USD', '28 million USD', '125 thousand USD', '400 USD', '0 USD')
    >>> money(-2.5), money(2_500_000)
    ('-2.5 million USD', '2.5 trillion USD')
    """
    sizes = ((1e6, "trillion"), (1e3, "billion"), (1.0, "million"), (1e-3, "thousand"))
    for size, unit in sizes:
        if abs(millions) >= size:
            amount = millions / size
            figure = f"{amount:.2g}" if abs(amount) < 10 else f"{amount:,.0f}"
            return f"{figure} {unit} USD"
    return f"{millions * 1e6:,.0f} USD"
