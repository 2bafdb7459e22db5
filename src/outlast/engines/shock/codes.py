"""The codes that a measure names: known ones, and no two that contradict each other."""

from collections.abc import Iterable

from outlast.case import Case
from outlast.case.measures import (
    EVERYONE,
    IMPORTER,
    Accident,
    CapacitySubsidy,
    ContentRule,
    ExportBan,
    Outage,
    Ramped,
    Rationing,
    RouteClosure,
    StockPurchase,
    StockRelease,
    Tariff,
    Timed,
    TransitClosure,
)
from outlast.countries import Countries
from outlast.errors import CountryError, InvalidInput


def check_codes(case: Case, measure: Timed, year: int) -> None:
    """Refuse codes that nobody has, empty lists, and options that exclude each other.

    A bloc must have a member in `year`, the baseline year.

    Raises
    ------
    InvalidInput
        With the measure, the option, what stands there and what could.
    """
    if isinstance(measure, Outage | Accident) and measure.origin is not None:
        _one_country(case.countries, measure, "origin", measure.origin, year)
    elif isinstance(measure, CapacitySubsidy):
        if measure.country != IMPORTER:
            _one_country(case.countries, measure, "country", measure.country, year)
    elif isinstance(measure, RouteClosure | Tariff):
        _filled(measure, "origins", measure.origins)
        every = {EVERYONE} if isinstance(measure, Tariff) else set()
        named = [code for code in measure.origins if code not in every]
        _known(case.countries, measure, year, "origins", named)
    elif isinstance(measure, TransitClosure):
        _known(case.countries, measure, year, "shares", measure.shares)
    elif isinstance(measure, ContentRule):
        _filled(measure, "powers", measure.powers)
        _known(case.countries, measure, year, "powers", measure.powers)
        _check_abroad(case.countries, measure, year, "contents", measure.contents)
    elif isinstance(measure, ExportBan):
        _check_options(measure)
        _known(case.countries, measure, year, "powers", measure.powers)
        _known(case.countries, measure, year, "all_but", measure.all_but)
        _check_abroad(case.countries, measure, year, "lanes", measure.lanes)
    name, codes = _named_places(measure)
    if name:
        _filled(measure, name, codes)
        named = [code for code in codes if code not in {IMPORTER, EVERYONE}]
        _known(case.countries, measure, year, name, named)


def places_of(measure: Timed) -> tuple[str, ...]:
    """List the codes of those to whom a measure happens, blocs, IMPORTER and ALL among them."""
    if isinstance(measure, CapacitySubsidy):
        return (measure.country,)
    return _named_places(measure)[1]


def _named_places(measure: Timed) -> tuple[str, tuple[str, ...]]:
    if isinstance(measure, ExportBan | ContentRule | RouteClosure | Tariff):
        return "targets", measure.targets
    if isinstance(measure, Rationing | Ramped):
        return "countries", measure.countries
    if isinstance(measure, StockRelease | StockPurchase):
        return "holders", measure.holders
    return "", ()


def members(countries: Countries, codes: Iterable[str], year: int) -> frozenset[str]:
    """List the countries behind codes, a bloc's members of the year for the bloc."""
    return frozenset(country for code in codes for country in countries.members(code, year))


def _filled(measure: Timed, name: str, codes: Iterable[str]) -> None:
    if not list(codes):
        raise InvalidInput(f"measure {measure.id}: {name}", "empty", expected="one code or more")


def _known(
    countries: Countries, measure: Timed, year: int, name: str, codes: Iterable[str]
) -> None:
    for code in codes:
        if not countries.knows(code):
            raise InvalidInput(
                f"measure {measure.id}: {name}",
                repr(code),
                expected="the alpha-3 code of a country, or a bloc of the case",
                remedy=_nearest(countries, code),
            )
        if not countries.members(code, year):
            raise InvalidInput(f"measure {measure.id}: {name}", code,
                               expected=f"a bloc with a member in {year}, the baseline year",
                               remedy="name its members, or take another year")  # fmt: skip


def _nearest(countries: Countries, code: str) -> str:
    """Suggest a code that is known."""
    try:
        return f"did you mean {countries.find(code)!r}?"
    except CountryError as error:
        return str(error).rpartition(": ")[2]


def _check_options(ban: ExportBan) -> None:
    """Refuse a ban by nobody, or one whose powers are told in two ways."""
    what, control = f"measure {ban.id}: ", ban.reach == "control"
    if ban.powers and ban.all_but:
        raise InvalidInput(what + "all_but", "given beside powers", expected="one of the two",
                           remedy="all_but means every origin but these")  # fmt: skip
    if not ban.powers and not ban.all_but:
        raise InvalidInput(what + "powers", "empty", expected="one code or more, or all_but")
    if ban.all_but and control:
        raise InvalidInput(what + "reach", "control beside all_but", expected="territory",
                           remedy="name the powers whose holdings stop")  # fmt: skip
    if ban.lanes and not control:
        raise InvalidInput(what + "lanes", "given with reach territory", expected="reach: control",
                           remedy="lanes are the parts that powers control abroad")  # fmt: skip


def _check_abroad(
    countries: Countries, measure: ExportBan | ContentRule, year: int, name: str,
    origins: Iterable[str],
) -> None:  # fmt: skip
    """Refuse parts of origins that are blocs, or the powers' own."""
    named = list(origins)
    _known(countries, measure, year, name, named)
    own = members(countries, measure.powers, year)
    for origin in named:
        if countries.bloc(origin) or origin in own:
            raise InvalidInput(f"measure {measure.id}: {name}", origin,
                               expected="countries other than the powers, one by one",
                               remedy="what leaves a power's own territory is stopped whole",
                               )  # fmt: skip


def _one_country(countries: Countries, measure: Timed, name: str, code: str, year: int) -> None:
    _known(countries, measure, year, name, [code])
    if countries.bloc(code):
        raise InvalidInput(f"measure {measure.id}: {name}", code, expected="one country",
                           remedy="write a measure for each member")  # fmt: skip
