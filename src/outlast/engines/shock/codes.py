"""The codes that a measure names: known ones, and no two that contradict each other."""

from collections.abc import Iterable

from outlast.case import Case
from outlast.case.measures import (
    EVERYONE,
    IMPORTER,
    Dated,
    ExportBan,
    Outage,
    RouteClosure,
)
from outlast.countries import Countries
from outlast.errors import CountryError, InvalidInput


def check_codes(case: Case, measure: Dated, year: int) -> None:
    """Refuse codes that nobody has, empty lists, and options that exclude each other.

    A bloc must have a member in `year`, the baseline year.

    Raises
    ------
    InvalidInput
        With the measure, the option, what stands there and what could.
    """
    if isinstance(measure, Outage):
        _known(case.countries, measure, year, "origin", [measure.origin])
        if case.countries.bloc(measure.origin):
            raise InvalidInput(f"measure {measure.id}: origin", measure.origin,
                               expected="one country",
                               remedy="write an outage for each member")  # fmt: skip
    elif isinstance(measure, RouteClosure):
        _filled(measure, "origins", measure.origins)
        _known(case.countries, measure, year, "origins", measure.origins)
    elif isinstance(measure, ExportBan):
        _check_options(measure)
        _known(case.countries, measure, year, "powers", measure.powers)
        _known(case.countries, measure, year, "all_but", measure.all_but)
        _check_lanes(case.countries, measure, year)
    if isinstance(measure, ExportBan | RouteClosure):
        _filled(measure, "targets", measure.targets)
        named = [code for code in measure.targets if code not in {IMPORTER, EVERYONE}]
        _known(case.countries, measure, year, "targets", named)


def members(countries: Countries, codes: Iterable[str], year: int) -> frozenset[str]:
    """List the countries behind codes, a bloc's members of the year for the bloc."""
    return frozenset(country for code in codes for country in countries.members(code, year))


def _filled(measure: Dated, name: str, codes: Iterable[str]) -> None:
    if not list(codes):
        raise InvalidInput(f"measure {measure.id}: {name}", "empty", expected="one code or more")


def _known(
    countries: Countries, measure: Dated, year: int, name: str, codes: Iterable[str]
) -> None:
    for code in codes:
        if not countries.is_country(code) and not countries.bloc(code):
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


def _check_lanes(countries: Countries, ban: ExportBan, year: int) -> None:
    _known(countries, ban, year, "lanes", ban.lanes)
    own = members(countries, ban.powers, year)
    for origin in ban.lanes:
        if countries.bloc(origin) or origin in own:
            raise InvalidInput(f"measure {ban.id}: lanes", origin,
                               expected="countries other than the powers, one by one",
                               remedy="what leaves a power's own territory is stopped whole",
                               )  # fmt: skip
