"""What must hold in the tables of who reaches whose supply: control and holdings."""

from collections.abc import Iterable

from outlast.case.checks_market import Rows, reasoned, rising
from outlast.case.plants import named_plants, plants_of
from outlast.case.schema import WORLD_SUBJECT, Control, Facility, Flow, Holding
from outlast.countries import Countries
from outlast.errors import Fault, did_you_mean

ROUNDING = 1e-9
"""Shares of a firm may exceed 1 by as much."""
_YEARS = ("year_from", "year_from_latest", "year_to_earliest", "year_to")


def check_control(tables: Rows, countries: Countries) -> Iterable[Fault]:
    """Find every fault of ``control.csv`` and ``holdings.csv``.

    Parameters
    ----------
    tables : mapping of str to list of Placed
        The rows that are sound by themselves.
    countries : Countries
        Countries and blocs that the case knows.

    Yields
    ------
    Fault
        In file order.
    """
    holdings = [(p.where, p.row) for p in tables["holdings"] if isinstance(p.row, Holding)]
    firms = {row.owned for _, row in holdings}
    plants = [p.row for p in tables["facilities"] if isinstance(p.row, Facility)]
    supplying = {p.row.exporter for p in tables["trade"] if isinstance(p.row, Flow)}
    supplying |= {plant.country for plant in plants}
    for where, row in tables["control"]:
        if isinstance(row, Control):
            yield from reasoned(where, row)
            yield from rising(where, row, ("low", "share", "high"))
            yield from rising(where, row, _YEARS)
            yield from _who(where, row, countries, firms)
            yield from _whose(where, row, countries, supplying)
            yield from _facility(where, row, plants)
    for where, holding in holdings:
        yield from reasoned(where, holding)
        yield from rising(where, holding, ("low", "share", "high"))
        yield from rising(where, holding, ("year_from", "year_to"))
        yield from _owner(where, holding, countries, firms)
    yield from _owned_once(holdings)


def _who(where: str, row: Control, countries: Countries, firms: set[str]) -> Iterable[Fault]:
    """Check that one power or firm is named, and known."""
    if (row.power is None) == (row.firm is None):
        got = "both" if row.power else "neither"
        yield Fault(where, "power, firm", got, "one of the two", "a firm's owners are in holdings")
    elif row.power is not None and not countries.knows(row.power):
        remedy = "a group of states goes into blocs.yaml, a fictional one into case.yaml"
        yield Fault(where, "power", row.power, "an ISO alpha-3 code or a bloc", remedy)
    elif row.power is not None and row.year_from and row.year_to:
        years = range(row.year_from, row.year_to + 1)
        empty = [year for year in years if not countries.members(row.power, year)]
        if empty:
            got = f"{row.year_from} / {row.year_to}"
            expected = f"years in which {row.power} has a member"
            yield Fault(where, "year_from / year_to", got, expected, f"it has none in {empty[0]}")
    elif row.firm is not None and row.firm not in firms:
        remedy = did_you_mean(row.firm, firms) if firms else "the case has no holdings.csv"
        yield Fault(where, "firm", row.firm, "a firm that holdings.csv says the owners of", remedy)


def _whose(where: str, row: Control, countries: Countries, supplying: set[str]) -> Iterable[Fault]:
    """Check the codes of origin and importer."""
    if not countries.is_country(row.origin) and row.origin != WORLD_SUBJECT:
        expected = f"the ISO alpha-3 code of a producer, or {WORLD_SUBJECT}"
        yield Fault(
            where, "origin", row.origin, expected, "write a row for each country of a bloc"
        )
    elif row.origin != WORLD_SUBJECT and row.origin not in supplying:
        expected = "a country with a flow in the trade table or a plant in facilities.csv"
        yield Fault(where, "origin", row.origin, expected, "there is nothing of it to control")
    if row.importer == WORLD_SUBJECT or (row.importer and countries.bloc(row.importer)):
        expected = "the ISO alpha-3 code of one country"
        yield Fault(where, "importer", row.importer, expected, "leave it empty for every importer")


def _facility(where: str, row: Control, facilities: Iterable[Facility]) -> Iterable[Fault]:
    """Check that a facility names plants of the origin."""
    if not row.facility:
        return
    plants = plants_of(facilities, row.origin)
    _, missing = named_plants(row.facility, plants)
    for name in missing:
        remedy = "; ".join(filter(None, (
            did_you_mean(name, [plant.name for plant in plants]) if plants else "",
            "what is no plant goes into scope",
        )))  # fmt: skip
        yield Fault(where, "facility", name, f"a plant of {row.origin} in facilities.csv", remedy)


def _owner(where: str, row: Holding, countries: Countries, firms: set[str]) -> Iterable[Fault]:
    """Check that an owner is a power or a firm whose own owners are told."""
    if row.owner == row.owned:
        yield Fault(where, "owner", row.owner, "another than the firm itself")
    elif row.owner not in firms and not countries.knows(row.owner):
        expected = "an ISO alpha-3 code, a bloc, or a firm that is itself owned"
        yield Fault(where, "owner", row.owner, expected, did_you_mean(row.owner, firms))


def _owned_once(holdings: Iterable[tuple[str, Holding]]) -> Iterable[Fault]:
    """Refuse a firm of which more than the whole is owned in some year."""
    rows = list(holdings)
    for firm in sorted({row.owned for _, row in rows}):
        here = [(where, row) for where, row in rows if row.owned == firm]
        for year in sorted({row.year_from for _, row in here}):
            then = [(w, row) for w, row in here if row.year_from <= year <= row.year_to]
            total = sum(row.share for _, row in then)
            if total > 1 + ROUNDING:
                got = f"{total:g} in {year}"
                yield Fault(then[-1][0], f"shares of {firm}", got, "1 or less together",
                            "a share is of the whole firm")  # fmt: skip
                break
