"""What must hold in the market model's tables: priors, sectors, shares, industries, stages."""

from collections.abc import Iterable, Mapping

from outlast.case.prior_ranges import PRIOR_RANGES
from outlast.case.rows import Placed
from outlast.case.schema import WORLD_SUBJECT, Entry, Industry, Prior, Sector, SectorShare, Stage
from outlast.countries import Countries
from outlast.errors import Fault, did_you_mean

Rows = Mapping[str, list[Placed[Entry]]]


def check_market(tables: Rows, countries: Countries) -> Iterable[Fault]:
    """Find every fault of the market model's tables.

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
    known = {placed.row.id for placed in tables["sectors"] if isinstance(placed.row, Sector)}
    for name in ("priors", "sectors", "sector_shares", "industries", "stages"):
        for where, row in tables[name]:
            yield from reasoned(where, row)
            if isinstance(row, Prior):
                yield from _prior(where, row)
            elif isinstance(row, Sector):
                yield from rising(where, row, ("minimum_low", "minimum_high"))
            elif isinstance(row, SectorShare):
                yield from rising(where, row, ("low", "share", "high"))
                yield from _sector(where, row, known, countries)
            elif isinstance(row, Industry):
                yield from _industry(where, row, known, countries)
            elif isinstance(row, Stage):
                yield from rising(where, row, ("input_low", "input_per_output", "input_high"))
                yield from rising(where, row, ("loss_low", "loss_share", "loss_high"))
    yield from _shares(tables["sector_shares"])


def reasoned(where: str, row: Entry) -> Iterable[Fault]:
    """Refuse an assumption without its reasoning."""
    if getattr(row, "status", "") == "assumed" and not getattr(row, "note", ""):
        yield Fault(where, "note", "", "the reasoning of an assumption", "say why these bounds")


def rising(where: str, row: Entry, names: tuple[str, ...]) -> Iterable[Fault]:
    """Refuse numbers that fall in the order of their names; unknown ones are passed over."""
    known = {name: value for name in names if (value := getattr(row, name)) is not None}
    numbers = list(known.values())
    if numbers != sorted(numbers):
        got = " / ".join(f"{number:g}" for number in numbers)
        yield Fault(where, " / ".join(known), got, "numbers that rise")


def _prior(where: str, row: Prior) -> Iterable[Fault]:
    """Check a prior's name, unit, order and range."""
    allowed = PRIOR_RANGES.get(row.name)
    if allowed is None:
        remedy = did_you_mean(row.name, PRIOR_RANGES)
        yield Fault(where, "name", row.name, "a prior of the model", remedy)
        return
    if row.unit != allowed.unit:
        yield Fault(where, "unit", row.unit, allowed.unit, f"the model reads {row.name} in it")
    yield from rising(where, row, ("low", "high"))
    for field in ("low", "high"):
        value = getattr(row, field)
        if not allowed.holds(value):
            yield Fault(where, field, f"{value:g}", f"{allowed.words()} for {row.name}")
    if row.distribution == "loguniform" and row.low <= 0:
        remedy = "or take distribution uniform"
        yield Fault(where, "low", f"{row.low:g}", "above 0 for loguniform", remedy)


def _sector(
    where: str, row: SectorShare, known: set[str], countries: Countries
) -> Iterable[Fault]:
    """Check that a share speaks of one country and of a sector on file."""
    if known and row.sector not in known:
        remedy = did_you_mean(row.sector, known)
        yield Fault(where, "sector", row.sector, "an id of sectors.csv", remedy)
    if countries.bloc(row.country):
        expected = f"one country, or {WORLD_SUBJECT} for every other"
        yield Fault(where, "country", row.country, expected)


def _industry(where: str, row: Industry, known: set[str], countries: Countries) -> Iterable[Fault]:
    """Check that an industry is of one country and of a sector on file."""
    if row.sector is not None and row.sector not in known:
        remedy = did_you_mean(row.sector, known)
        yield Fault(where, "sector", row.sector, "an id of sectors.csv", remedy)
    if row.country == WORLD_SUBJECT or countries.bloc(row.country):
        yield Fault(where, "country", row.country, "one country", "a row for each country")


def _shares(rows: Iterable[Placed[Entry]]) -> Iterable[Fault]:
    """Refuse a sector told twice for one country, and a country whose shares are all 0."""
    seen: dict[tuple[str, str], str] = {}
    most: dict[str, tuple[str, float]] = {}
    for where, row in rows:
        if not isinstance(row, SectorShare):
            continue
        key = (row.country, row.sector)
        if key in seen:
            got, remedy = f"{row.country}, {row.sector}", f"first given at {seen[key]}"
            yield Fault(where, "country, sector", got, "one row for each", remedy)
        seen.setdefault(key, where)
        first, total = most.get(row.country, (where, 0.0))
        most[row.country] = (first, total + row.high)
    for country, (where, total) in most.items():
        if not total:
            expected = f"a sector of {country} with a share above 0"
            yield Fault(where, "high", "0", expected, "drop rows of a country that is not known")
