"""The numbers of a case's options, in tonnes, months and dollars of one year."""

from collections.abc import Mapping
from typing import NamedTuple

from outlast.case.model import Case
from outlast.case.money import ONE, Exchange, Range, amount_of_money
from outlast.case.schema import OPTION_UNITS, STOCKS, YEAR_OF_CALENDAR, Option, OptionNumber
from outlast.errors import InvalidInput, did_you_mean


class Term(NamedTuple):
    """One number of an option, converted.

    Attributes
    ----------
    value, low, high : float
        In `unit`; the bounds are the value where the row has none.
    unit : str
        ``t/year``, ``t``, ``USD2024``, ``month`` and so on.
    row : OptionNumber
        The row as printed, with its status and source.
    """

    value: float
    low: float
    high: float
    unit: str
    row: OptionNumber

    @property
    def assumed(self) -> bool:
        """Whether nobody printed it, nor anything that it follows from."""
        return self.row.status == "assumed"


def option_terms(case: Case, option: str, price_year: int | None = None) -> Mapping[str, Term]:
    """List the numbers of one option by what they are, all in the same units.

    Parameters
    ----------
    case : Case
        With options.
    option : str
        An id of ``options.csv``.
    price_year : int, optional
        Of whose worth the dollars are; the last of ``money.csv`` if not given.

    Returns
    -------
    mapping of str to Term
        What has no row is not in it: unknown, and not zero.

    Raises
    ------
    InvalidInput
        If the case has no such option, or no prices for the year.

    Examples
    --------
    >>> from outlast import load
    >>> term = option_terms(load("isle"), "well", 2023)["capex"]
    >>> round(term.value), term.unit, term.row.unit
    (3281250, 'USD2023', 'million_EUR2022')
    """
    if option not in case.options:
        raise InvalidInput("option", option, expected="an id of options.csv",
                           remedy=did_you_mean(option, case.options))  # fmt: skip
    exchange = Exchange(case.money)
    year = exchange.last_year if price_year is None else price_year
    rows = [row for row in case.option_numbers if row.option == option]
    return {row.quantity: _term(case, case.options[option], row, exchange, year) for row in rows}


def _term(
    case: Case, option: Option, row: OptionNumber, exchange: Exchange, year: int | None
) -> Term:
    """Convert one row."""
    low = row.value if row.low is None else row.low
    high = row.value if row.high is None else row.high
    if row.unit == YEAR_OF_CALENDAR:
        return Term(row.value, low, high, row.unit, row)
    wanted = unit_of(option, row)
    money = amount_of_money(row.unit)
    rate, printed = ONE, wanted
    if money is not None and year is not None:
        rate = exchange.dollars(money, year)
        printed = wanted.replace("USD", f"{money.currency}{money.year}")
        wanted = wanted.replace("USD", f"USD{year}")
    factor = case.units.factor(row.unit, printed)
    found = Range(row.value * factor, low * factor, high * factor).times(rate)
    return Term(*found, wanted, row)


def unit_of(option: Option, row: OptionNumber) -> str:
    """Unit in which a number is given, with plain USD for money; that of a store is an amount."""
    if option.kind in STOCKS and row.quantity == "unit_capacity":
        return "t"
    if option.kind in STOCKS and row.quantity == "opex":
        return "USD/t/year"
    return OPTION_UNITS[row.quantity]
