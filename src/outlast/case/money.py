"""Turn printed money of any currency and year into dollars of one year."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from outlast.case.schema import MoneyRate
from outlast.errors import InvalidInput
from outlast.units import CURRENCIES

_MONEY = re.compile(rf"(?:million_)?({'|'.join(CURRENCIES)})(\d{{4}})(?:/|$)")


class DatedMoney(NamedTuple):
    """A currency and the year whose worth is meant."""

    currency: str
    year: int


class Range(NamedTuple):
    """A number with its bounds."""

    value: float
    low: float
    high: float

    def times(self, other: "Range") -> "Range":
        """Multiply two ranges of numbers that are not negative."""
        return Range(self.value * other.value, self.low * other.low, self.high * other.high)

    def over(self, other: "Range") -> "Range":
        """Divide by a range of numbers above 0."""
        return Range(self.value / other.value, self.low / other.high, self.high / other.low)


ONE = Range(1.0, 1.0, 1.0)


def amount_of_money(unit: str) -> DatedMoney | None:
    """Read the currency and the year of a unit of money; None where it has not both.

    Examples
    --------
    >>> amount_of_money("million_CNY2022")
    DatedMoney(currency='CNY', year=2022)
    >>> amount_of_money("USD/t") is None
    True
    """
    found = _MONEY.match(unit)
    return DatedMoney(found[1], int(found[2])) if found else None


class Exchange:
    """Rates of money of a case.

    Parameters
    ----------
    rates : iterable of MoneyRate
        Rows of ``money.csv``.
    """

    def __init__(self, rates: Iterable[MoneyRate]) -> None:
        self._rates: Mapping[tuple[str, str, int], Range] = {
            (rate.kind, rate.currency, rate.year): Range(
                rate.value,
                rate.value if rate.low is None else rate.low,
                rate.value if rate.high is None else rate.high,
            )
            for rate in rates
        }

    @cached_property
    def last_year(self) -> int | None:
        """The last year of the index of prices; None where there is none."""
        return max((year for kind, _, year in self._rates if kind == "prices"), default=None)

    def dollars(self, money: DatedMoney, price_year: int) -> Range:
        """How many dollars of a year one unit of dated money is.

        Exchanged first at the rate of its own year, then brought to the other year by prices in
        dollars.

        Parameters
        ----------
        money : DatedMoney
            Printed.
        price_year : int
            Of whose worth the dollars are.

        Returns
        -------
        Range
            Widened by rates that are themselves ranges.  [USD of `price_year` a unit]

        Raises
        ------
        InvalidInput
            If a rate is missing.
        """
        rate = ONE if money.currency == "USD" else self._rate("exchange", *money)
        if money.year == price_year:
            return rate
        prices = self._rate("prices", "USD", price_year)
        return rate.times(prices).over(self._rate("prices", "USD", money.year))

    def _rate(self, kind: str, currency: str, year: int) -> Range:
        if (kind, currency, year) not in self._rates:
            years = [str(y) for k, c, y in sorted(self._rates) if (k, c) == (kind, currency)]
            raise InvalidInput(
                f"year of {kind} of {currency}", year,
                expected=f"one of {', '.join(years)}" if years else "a row of money.csv",
                remedy="add the rate to money.csv",
            )  # fmt: skip
        return self._rates[kind, currency, year]
