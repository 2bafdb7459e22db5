"""What must hold in the table of options, of their numbers and of rates of money."""

from collections.abc import Iterable, Mapping

from outlast.case.checks_market import Rows, reasoned, rising
from outlast.case.money import amount_of_money
from outlast.case.schema import (
    NEEDED,
    OPTION_UNITS,
    RESERVED,
    STOCKS,
    WORLD_SUBJECT,
    YEAR_OF_CALENDAR,
    Entry,
    MoneyRate,
    Option,
    OptionNumber,
    Sector,
)
from outlast.countries import Countries
from outlast.errors import Fault, UnitError, did_you_mean
from outlast.units import Units

Options = Mapping[str, tuple[str, Option]]
_SAVINGS = frozenset({"recycling", "substitution"})


def check_options(tables: Rows, countries: Countries, units: Units) -> Iterable[Fault]:
    """Find every fault of ``options.csv``, ``option_numbers.csv`` and ``money.csv``.

    Parameters
    ----------
    tables : mapping of str to list of Placed
        The rows that are sound by themselves.
    countries : Countries
        Countries and blocs that the case knows.
    units : Units
        The material's units.

    Yields
    ------
    Fault
        In file order.
    """
    options = {p.row.id: (p.where, p.row) for p in tables["options"] if isinstance(p.row, Option)}
    sectors = {placed.row.id for placed in tables["sectors"] if isinstance(placed.row, Sector)}
    for where, option in options.values():
        yield from reasoned(where, option)
        yield from _who(where, option, countries)
        yield from _what(where, option, sectors)
        yield from _order(where, option, options)
    numbers = [(p.where, p.row) for p in tables["option_numbers"]
               if isinstance(p.row, OptionNumber)]  # fmt: skip
    rates = [(p.where, p.row) for p in tables["money"] if isinstance(p.row, MoneyRate)]
    for where, number in numbers:
        yield from interval(where, number)
        yield from _number(where, number, options, units)
    yield from _complete(options, numbers)
    yield from _rates(rates)
    yield from _converts(numbers, {(rate.kind, rate.currency, rate.year) for _, rate in rates})


def interval(where: str, row: OptionNumber | MoneyRate) -> Iterable[Fault]:
    """Check bounds, and that what is not printed says where it comes from."""
    yield from rising(where, row, ("low", "value", "high"))
    if row.status == "assumed" and (row.low is None or row.high is None or not row.note):
        remedy = "say in note why these bounds"
        yield Fault(where, "assumption", "a bare value", "low, high and a note", remedy)
    if row.status == "derived" and not row.note:
        yield Fault(where, "note", "", "what a derived number comes from", "say it in the note")


def _who(where: str, row: Option, countries: Countries) -> Iterable[Fault]:
    """Check the codes of importers, of the supplier and of who can stop it."""
    powers = [power for power, _ in row.holds]
    named = [("importers", code) for code in row.importers]
    named += [("supplier", row.supplier)] if row.supplier else []
    for field, code in [*named, *(("control", power) for power in powers)]:
        if not countries.knows(code) or code == WORLD_SUBJECT:
            remedy = "fictional ones go into case.yaml: countries"
            yield Fault(where, field, code, "an ISO alpha-3 code or a bloc", remedy)


def _what(where: str, row: Option, sectors: set[str]) -> Iterable[Fault]:
    """Check that a contract has a supplier, and a saving the sector that saves."""
    if (row.kind == "contract") != (row.supplier is not None):
        expected = "the supplier of a contract" if row.kind == "contract" else "none"
        got = row.supplier or ""
        yield Fault(where, "supplier", got, f"{expected} for kind {row.kind}")
    if row.kind not in _SAVINGS and row.sector is not None:
        yield Fault(where, "sector", row.sector, f"none for kind {row.kind}", "only savings have")
    if row.sector is not None and not row.stage and row.sector not in sectors:
        remedy = did_you_mean(row.sector, sectors)
        yield Fault(where, "sector", row.sector, "an id of sectors.csv", remedy)
    if row.kind == "substitution" and row.sector is None:
        yield Fault(where, "sector", "", "the use in which the material is replaced")


def _order(where: str, row: Option, options: Options) -> Iterable[Fault]:
    """Check that what comes first is there, and that nothing waits for itself."""
    if row.requires is not None and row.requires not in options:
        remedy = did_you_mean(row.requires, options)
        yield Fault(where, "requires", row.requires, "an id of options.csv", remedy)
        return
    seen, here = [row.id], row.requires
    while here is not None and here in options and here not in seen:
        seen.append(here)
        here = options[here][1].requires
    if here == row.id:
        got = " → ".join([*seen, row.id])
        yield Fault(where, "requires", got, "an option that can begin", "break the circle")


def _number(where: str, row: OptionNumber, options: Options, units: Units) -> Iterable[Fault]:
    """Check a number's option, kind, unit and range."""
    if row.option not in options:
        remedy = did_you_mean(row.option, options)
        yield Fault(where, "option", row.option, "an id of options.csv", remedy)
        return
    kind = options[row.option][1].kind
    allowed = RESERVED.get(row.quantity)
    if allowed is not None and kind not in allowed:
        got = f"{row.quantity} for kind {kind}"
        yield Fault(where, "quantity", got, f"an option of kind {', '.join(sorted(allowed))}")
    faults = list(_unit(where, row, kind in STOCKS, units))
    yield from faults
    if not faults:
        yield from _range(where, row, units)


def _unit(where: str, row: OptionNumber, stored: bool, units: Units) -> Iterable[Fault]:  # noqa: FBT001
    """Check a unit; money must say of which year."""
    wanted = OPTION_UNITS[row.quantity]
    if stored and row.quantity == "unit_capacity":
        wanted = "t"
    elif stored and row.quantity == "opex":
        wanted = "USD/t/year"
    if wanted == YEAR_OF_CALENDAR:
        if row.unit != YEAR_OF_CALENDAR:
            yield Fault(where, "unit", row.unit, YEAR_OF_CALENDAR)
        return
    try:
        units.check(row.unit)
    except UnitError as error:
        expected, _, remedy = str(error).partition("expected ")[2].partition(": ")
        yield Fault(where, "unit", row.unit, expected, remedy)
        return
    money = amount_of_money(row.unit)
    if wanted.startswith("USD") and money is None:
        remedy = f"such as {wanted.replace('USD', 'million_CNY2022')}"
        yield Fault(where, "unit", row.unit, "money with its currency and year", remedy)
        return
    if money is not None:
        wanted = wanted.replace("USD", f"{money.currency}{money.year}")
    if not units.same_kind(row.unit, wanted):
        yield Fault(where, "unit", row.unit, f"a unit that converts to {wanted}")


def _range(where: str, row: OptionNumber, units: Units) -> Iterable[Fault]:
    """Check that shares are at most 1, years whole, and nothing but a premium below 0."""
    for name in ("low", "value", "high"):
        number = getattr(row, name)
        if number is None:
            continue
        if row.unit == YEAR_OF_CALENDAR:
            if number != int(number) or not 1900 <= number <= 2100:
                yield Fault(where, name, f"{number:g}", "a year from 1900 to 2100")
            continue
        if number < 0 and row.quantity != "premium":
            yield Fault(where, name, f"{number:g}", "0 or more", "leave the row out if unknown")
        share = OPTION_UNITS[row.quantity] == "share" and row.quantity != "premium"
        if share and units.convert(number, row.unit, "share") > 1:
            remedy = "write 0.25 with unit share, or 25 with unit %"
            yield Fault(where, name, f"{number:g}", "a share of at most 1", remedy)
        if not number and row.quantity in {"unit_capacity", "life"}:
            yield Fault(where, name, "0", "more than 0")


def _complete(options: Options, numbers: Iterable[tuple[str, OptionNumber]]) -> Iterable[Fault]:
    """Refuse a number given twice, an option without what its kind needs, years that fall."""
    found: dict[tuple[str, str], tuple[str, OptionNumber]] = {}
    for where, row in numbers:
        key = (row.option, row.quantity)
        if key in found:
            remedy = f"first given at {found[key][0]}"
            yield Fault(where, "option, quantity", " ".join(key), "one row for each", remedy)
        found.setdefault(key, (where, row))
    for name, (where, option) in options.items():
        for quantity in NEEDED[option.kind]:
            if (name, quantity) not in found:
                remedy = "an assumption will do, with low, high and a note"
                yield Fault(where, quantity, "missing", "a row of option_numbers.csv", remedy)
        first, last = found.get((name, "earliest")), found.get((name, "latest"))
        if first and last and first[1].value > last[1].value:
            got = f"{first[1].value:g} / {last[1].value:g}"
            yield Fault(last[0], "earliest / latest", got, "years that rise")


def _rates(rates: Iterable[tuple[str, MoneyRate]]) -> Iterable[Fault]:
    """Check rates by themselves, and that each is given once."""
    seen: dict[tuple[str, str, int], str] = {}
    for where, row in rates:
        yield from interval(where, row)
        key = (row.kind, row.currency, row.year)
        if key in seen:
            got = f"{row.kind} of {row.currency} in {row.year}"
            yield Fault(where, "rate", got, "one row for each", f"first given at {seen[key]}")
        seen.setdefault(key, where)
        if (row.kind == "prices") != (row.currency == "USD"):
            expected = "USD" if row.kind == "prices" else "another currency than USD"
            yield Fault(where, "currency", row.currency, f"{expected} for kind {row.kind}")


def _converts(
    numbers: Iterable[tuple[str, OptionNumber]], known: set[tuple[str, str, int]]
) -> Iterable[Fault]:
    """Name money that no rate turns into dollars."""
    for where, row in numbers:
        money = amount_of_money(row.unit)
        if money is None:
            continue
        needed = [("prices", "USD", money.year)]
        if money.currency != "USD":
            needed.append(("exchange", money.currency, money.year))
        for kind, currency, year in needed:
            if (kind, currency, year) not in known:
                expected = f"a row of money.csv of kind {kind} for {currency} in {year}"
                yield Fault(where, "unit", row.unit, expected)


def stage_faults(
    rows: Iterable[tuple[str, Entry]], sectors: Mapping[str, Iterable[str]]
) -> list[Fault]:
    """Name options of a stage that the case has not, or of a sector that the stage has not."""
    faults = []
    for where, row in rows:
        if not isinstance(row, Option) or not row.stage:
            continue
        if row.stage not in sectors:
            remedy = did_you_mean(row.stage, sectors) if sectors else "the case has no stages"
            faults.append(Fault(where, "stage", row.stage, "a stage of the case, or none", remedy))
        elif row.sector is not None and row.sector not in sectors[row.stage]:
            remedy = did_you_mean(row.sector, sectors[row.stage])
            expected = f"a sector of the stage {row.stage}"
            faults.append(Fault(where, "sector", row.sector, expected, remedy))
    return faults
