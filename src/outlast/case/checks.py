"""What must hold between the rows of a case, and not only within one."""

from collections.abc import Iterable, Mapping
from itertools import islice

from outlast.case.checks_control import check_control
from outlast.case.checks_header import check_header
from outlast.case.checks_market import check_market
from outlast.case.checks_options import check_options
from outlast.case.measures import Episode, Scenario, Timed
from outlast.case.readings import reading
from outlast.case.rows import Placed
from outlast.case.schema import (
    LARGEST,
    QUANTITIES,
    SIGNED,
    WORLD_SUBJECT,
    Balance,
    CaseFile,
    Claim,
    Entry,
    Event,
    Facility,
    Figure,
    Flow,
    Source,
    Stock,
    Use,
)
from outlast.countries import Countries
from outlast.errors import Fault, InvalidInput, PeriodError, UnitError, did_you_mean
from outlast.periods import Period
from outlast.units import Units

Rows = Mapping[str, list[Placed[Entry]]]
MAX_FAULTS = 200
"""The search stops there; a file so wrong needs one mend, not a list."""
MOST = 1.005
"""Printed shares are rounded."""
_PERIODS = ("period", "start", "end", "as_of")
_COUNTRIES = ("subject", "partner", "country", "importer", "holder", "place")
_FICTIONAL = "fictional ones go into case.yaml: countries"


def check_rows(header: CaseFile, tables: Rows, countries: Countries, units: Units) -> list[Fault]:
    """Find every fault between rows.

    Parameters
    ----------
    header : CaseFile
        ``case.yaml``.
    tables : mapping of str to list of Placed
        The rows that are sound by themselves.
    countries : Countries
        Countries and blocs that the case knows.
    units : Units
        The material's units.

    Returns
    -------
    list of Fault
        In file order.
    """
    sources = {placed.row.id for placed in tables["sources"] if isinstance(placed.row, Source)}
    figures = {placed.row.id for placed in tables["figures"] if isinstance(placed.row, Figure)}
    found = _every(header, tables, countries, units, sources, figures)
    return list(islice(found, MAX_FAULTS))


def claim_faults(
    rows: Iterable[tuple[str, Claim]], countries: Countries, units: Units
) -> list[Fault]:
    """Find what is wrong with the claims of a file by itself."""
    placed = list(rows)
    found = [
        fault
        for where, row in placed
        for fault in (*_countries(where, row, countries), *_periods(where, row),
                      *_quantity(where, row, units))
    ]  # fmt: skip
    return list(islice([*_twice(placed), *found], MAX_FAULTS))


def measure_sources(
    tables: Rows, scenarios: Mapping[str, Scenario], episodes: Mapping[str, Episode]
) -> list[Fault]:
    """Find measures whose source is not on file."""
    known = {placed.row.id for placed in tables["sources"] if isinstance(placed.row, Source)}
    named = [(f"measures/{name}.yaml", m) for name, s in scenarios.items() for m in s.measures]
    named += [(f"episodes/{name}.yaml", m) for name, e in episodes.items() for m in e.measures]
    return [
        Fault(where, f"{measure.id}.source", measure.source, "an id of sources.csv")
        for where, measure in named
        if isinstance(measure, Timed) and measure.source and measure.source not in known
    ]


def _every(
    header: CaseFile, tables: Rows, countries: Countries, units: Units, sources: set[str],
    figures: set[str],
) -> Iterable[Fault]:  # fmt: skip
    """Find faults one by one, so that the search can stop."""
    yield from check_header(header, countries, sources, tables)
    yield from _sums(tables["uses"])
    for name, rows in tables.items():
        if name == "trade":
            yield from _flows(rows, header, countries)
            continue
        yield from _twice(rows)
        for where, row in rows:
            yield from _sources(where, row, sources)
            yield from _countries(where, row, countries)
            yield from _periods(where, row)
            yield from _interval(where, row)
            yield from _special(where, row, figures, units)
    yield from check_market(tables, countries)
    yield from check_control(tables, countries)
    yield from check_options(tables, countries, units)


def _sums(rows: Iterable[Placed[Entry]]) -> Iterable[Fault]:
    """Refuse uses of one country, year and source that add to more than the whole."""
    sums: dict[tuple[str, int, str], float] = {}
    for where, row in rows:
        if isinstance(row, Use):
            key = (row.country, row.year, row.source)
            sums[key] = sums.get(key, 0.0) + (row.share or 0.0)
            if sums[key] > MOST:
                expected = f"shares of {row.country} in {row.year} that add to at most 1"
                yield Fault(where, "share", f"{sums[key]:.3f} in all", expected)


def _twice(rows: Iterable[tuple[str, Entry]]) -> Iterable[Fault]:
    seen: dict[str, str] = {}
    for where, row in rows:
        key = row.id if hasattr(row, "id") else ""
        if key in seen:
            remedy = f"first used at {seen[key]}"
            yield Fault(where, "id", key, "an id used once", remedy)
        seen.setdefault(key, where)


def _sources(where: str, row: Entry, known: set[str]) -> Iterable[Fault]:
    source = getattr(row, "source", None)
    if source is not None and known and source not in known:
        expected = "an id of sources.csv"
        yield Fault(where, "source", source, expected, did_you_mean(source, known))


def _countries(where: str, row: Entry, countries: Countries) -> Iterable[Fault]:
    for field in _COUNTRIES:
        code = getattr(row, field, None)
        if code is None or countries.is_country(code):
            continue
        if code != WORLD_SUBJECT and not countries.bloc(code):
            expected = f"an ISO alpha-3 code, a bloc, or {WORLD_SUBJECT}"
            yield Fault(where, field, code, expected, _FICTIONAL)


def _periods(where: str, row: Entry) -> Iterable[Fault]:
    for field in _PERIODS:
        text = getattr(row, field, "")
        if text:
            try:
                Period.parse(text)
            except PeriodError as error:
                expected = str(error).partition("expected ")[2]
                yield Fault(where, field, text, expected)


def _interval(where: str, row: Entry) -> Iterable[Fault]:
    """Check low ≤ value ≤ high, and that an assumption is an interval with its reasoning."""
    low, high = getattr(row, "low", None), getattr(row, "high", None)
    names = {Figure: "value", Facility: "capacity", Use: "share", Stock: "opening"}
    name = names.get(type(row))
    if name is None:
        return
    value = getattr(row, name)
    known = [number for number in (low, value, high) if number is not None]
    if known != sorted(known):
        got = " / ".join("" if number is None else f"{number:g}" for number in (low, value, high))
        yield Fault(where, f"low / {name} / high", got, "numbers that rise")
    note = getattr(row, "note", "")
    if getattr(row, "status", "") == "assumed" and (low is None or high is None or not note):
        remedy = "say in note why these bounds"
        yield Fault(where, "assumption", "a bare value", "low, high and a note", remedy)
    if value is None and not note:
        remedy = "say in note why it is unknown"
        yield Fault(where, name, "", "a value, or a note", remedy)


def _special(where: str, row: Entry, figures: set[str], units: Units) -> Iterable[Fault]:
    if isinstance(row, Figure | Claim):
        yield from _quantity(where, row, units)
    elif isinstance(row, Balance):
        for field in ("imports", "production", "consumption", "exports"):
            name = getattr(row, field)
            if name is not None and figures and name not in figures:
                expected = "an id of figures.csv"
                yield Fault(where, field, name, expected, did_you_mean(name, figures))
    elif isinstance(row, Facility):
        yield from _unit(where, row.unit, "t/year", units)
    elif isinstance(row, Stock):
        yield from _unit(where, row.unit, "t", units)
        if row.opening is not None and row.capacity is not None and row.opening > row.capacity:
            expected = f"at most the capacity {row.capacity:g}"
            yield Fault(where, "opening", f"{row.opening:g}", expected, "check the two units")
    elif (
        isinstance(row, Event)
        and None not in {row.share_low, row.share_high}
        and ((row.share_low or 0) > (row.share_high or 0))
    ):
        yield Fault(where, "share_low", f"{row.share_low}", "at most share_high")


def _flows(
    rows: Iterable[Placed[Entry]], header: CaseFile, countries: Countries
) -> Iterable[Fault]:
    """Check the trade table, the one that is long."""
    first, last = header.years
    seen: dict[tuple[int, str, str], str] = {}
    for where, row in rows:
        if not isinstance(row, Flow):
            continue
        if not first <= row.year <= last:
            remedy = "widen case.yaml: years, or drop the row"
            yield Fault(where, "year", str(row.year), f"{first} to {last}", remedy)
        if row.product != header.product:
            yield Fault(where, "product", row.product, header.product, "a case has one product")
        if row.exporter == row.importer:
            expected = "another country than the exporter"
            yield Fault(where, "importer", row.importer, expected)
        for field, code in (("exporter", row.exporter), ("importer", row.importer)):
            if not countries.is_country(code):
                expected = "the ISO alpha-3 code of a country"
                yield Fault(where, field, code, expected, _FICTIONAL)
        key = (row.year, row.exporter, row.importer)
        if key in seen:
            remedy = f"first given at {seen[key]}: add the two up"
            yield Fault(where, "id", row.id, "one row for a year, exporter and importer", remedy)
        seen.setdefault(key, where)


def _quantity(where: str, row: Figure | Claim, units: Units) -> Iterable[Fault]:
    kind = QUANTITIES.get(row.quantity)
    if kind is None:
        remedy = did_you_mean(row.quantity, QUANTITIES)
        yield Fault(where, "quantity", row.quantity, "a known quantity", remedy)
        return
    faults = list(_unit(where, row.unit, kind, units, claimed=isinstance(row, Claim)))
    yield from faults
    if isinstance(row, Claim):
        yield from _claim(where, row)
    if isinstance(row, Claim) or faults:
        return
    for name in ("value", "low", "high"):
        number = getattr(row, name)
        if number is None:
            continue
        if number < 0 and row.quantity not in SIGNED:
            remedy = "leave the cell empty if it is unknown"
            yield Fault(where, name, f"{number:g}", "0 or more", remedy)
        share = kind == "share" and row.quantity not in SIGNED
        if share and units.convert(number, row.unit, "share") > 1:
            remedy = "write 0.25 with unit share, or 25 with unit %"
            yield Fault(where, name, f"{number:g}", "a share of at most 1", remedy)


def _claim(where: str, row: Claim) -> Iterable[Fault]:
    """Check that a printed number fits its rule, and that a share names whose."""
    if row.rule == "none":
        if row.printed or not row.settled_by:
            yield Fault(where, "rule", "none", "no number, and what would settle it in settled_by")
        return
    try:
        bounds = reading(row)
    except InvalidInput as error:
        yield Fault(where, "printed", row.printed, str(error).partition("expected ")[2])
        return
    if bounds.low > bounds.high:
        yield Fault(where, "printed", row.printed, "the smaller number first")
    if row.printed.startswith("-") and row.quantity not in SIGNED:
        yield Fault(where, "printed", row.printed, "0 or more")
    if max(abs(float(part)) for part in row.printed.lstrip("-").split("-")) > LARGEST:
        yield Fault(where, "printed", row.printed, "a number below 1e18", "check its unit")
    if row.quantity == "import_share" and row.partner in {None, WORLD_SUBJECT}:
        expected = "the country whose share it is"
        yield Fault(where, "partner", row.partner or "", expected, "fill the cell")


def _unit(
    where: str, unit: str, kind: str, units: Units, *, claimed: bool = False
) -> Iterable[Fault]:
    """Check a unit; in claims a bare m3 of gas will do."""
    kinds = [kind, "kg"] if kind == "t" else [kind]
    if kind == "USD/t":
        kinds += ["CNY/t", "EUR/t"]
    stated = units.stated(unit) if claimed else unit
    try:
        units.check(stated)
    except UnitError as error:
        expected, _, remedy = str(error).partition("expected ")[2].partition(": ")
        if claimed and ("m3" in unit or "cf" in unit):
            remedy = "the volume of a gas needs its material: name a case with --case"
        yield Fault(where, "unit", unit, expected, remedy)
        return
    if not any(units.same_kind(stated, other) for other in kinds):
        yield Fault(where, "unit", unit, f"a unit that converts to {kind}")
