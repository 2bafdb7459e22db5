"""Countries by ISO 3166 code, their codes in BACI, and blocs.

Inside outlast a country is its ISO alpha-3 code.  ``NA`` is Namibia, not a missing value; BACI's
*Other Asia, nes* (490) is Taiwan.  A case may add fictional countries under the codes that ISO
leaves to users (``XAA`` to ``XZZ``) and blocs of its own.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from outlast.errors import CountryError, did_you_mean

USER_CODE = re.compile(r"X[A-Z]{2}")
BLOC_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")

_ACCESSIONS = {
    1958: "BEL DEU FRA ITA LUX NLD",
    1973: "DNK GBR IRL",
    1981: "GRC",
    1986: "ESP PRT",
    1995: "AUT FIN SWE",
    2004: "CYP CZE EST HUN LTU LVA MLT POL SVK SVN",
    2007: "BGR ROU",
    2013: "HRV",
}
_WITHDRAWALS = {"GBR": 2019}


class Membership(NamedTuple):
    """A state's time in a bloc, both years included; no year means no end on that side."""

    country: str
    first: int | None = None
    last: int | None = None

    def holds(self, year: int | None) -> bool:
        """Whether the state is a member in a year, or still is one where no year is given."""
        if year is None:
            return self.last is None
        return (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class Bloc:
    """States counted as one importer or power.

    Attributes
    ----------
    code, name : str
        ``EU`` and ``European Union``.
    memberships : tuple of Membership
        Who belongs to it, by alpha-3 code, and when.
    """

    code: str
    name: str
    memberships: tuple[Membership, ...]

    def members(self, year: int | None = None) -> frozenset[str]:
        """List the members of a year, which may be none, or those whom no year ends."""
        return frozenset(one.country for one in self.memberships if one.holds(year))


EU = Bloc("EU", "European Union", tuple(
    Membership(country, first, _WITHDRAWALS.get(country))
    for first, joined in _ACCESSIONS.items()
    for country in joined.split()
))  # fmt: skip
"""The European Union, before 1993 the Communities, as it was in each year.

A state counts in a year of which it was a member for the greater part: from 2004 who joined on
1 May, from 2013 who joined on 1 July, and the United Kingdom, which left on 31 January 2020,
until 2019.  Dates: Treaty of Rome, the acts of accession (OJ L 73 of 1972, L 291 of 1979, L 302 of
1985, C 241 of 1994, L 236 of 2003, L 157 of 2005, L 112 of 2012) and the withdrawal agreement
(OJ L 29 of 2020), https://eur-lex.europa.eu.
"""

EU27 = Bloc("EU27", "EU-27", tuple(map(Membership, sorted(EU.members(2020)))))
"""The 27 members of 2020, in every year."""

SHIPPED_BLOCS = {bloc.code: bloc for bloc in (EU, EU27)}


@dataclass(frozen=True)
class Countries:
    """The countries and blocs that a case knows.

    Attributes
    ----------
    extra : mapping of str to str
        Names of fictional countries by their user-assigned code.
    blocs : mapping of str to Bloc
        Blocs by code; ``EU`` and ``EU27`` are always known.

    Examples
    --------
    >>> WORLD.find("qatar"), WORLD.find("NA"), WORLD.find("842")
    ('QAT', 'NAM', 'USA')
    >>> WORLD.name("KOR")
    'South Korea'
    >>> WORLD.find("Quatar")
    Traceback (most recent call last):
    outlast.errors.CountryError: country is 'Quatar', expected an ISO 3166 code or a name: did \
you mean 'Qatar'?
    """

    extra: Mapping[str, str] = field(default_factory=dict)
    blocs: Mapping[str, Bloc] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse codes and names that could be taken for a real country's."""
        for code, name in self.extra.items():
            if name.casefold() in {known.casefold() for known in _names().values()}:
                raise CountryError(f"country name is {name!r}, expected one that no country has")
            if not USER_CODE.fullmatch(code):
                raise CountryError(
                    f"country code is {code!r}, expected XAA to XZZ: "
                    "ISO leaves these to users, every other code may become a real country"
                )
        for code, bloc in self.blocs.items():
            if self.is_country(code) or code in SHIPPED_BLOCS or not BLOC_CODE.fullmatch(code):
                raise CountryError(
                    f"bloc code is {code!r}, expected capitals that no country or bloc has"
                )
            if not bloc.memberships:
                raise CountryError(f"bloc {code} has no members, expected one or more")

    def is_country(self, code: str) -> bool:
        """Whether `code` is the alpha-3 code of a country."""
        return code in _names() or code in self.extra

    def bloc(self, code: str) -> Bloc | None:
        """Look up the bloc of that code, None if there is none."""
        return SHIPPED_BLOCS.get(code) or self.blocs.get(code)

    def knows(self, code: str) -> bool:
        """Whether `code` is that of a country or a bloc."""
        return self.is_country(code) or self.bloc(code) is not None

    def members(self, code: str, year: int | None = None) -> frozenset[str]:
        """List the countries behind a code: itself, or a bloc's members.

        Parameters
        ----------
        code : str
            A country or bloc.
        year : int, optional
            The year of what is counted; without one, the members whom no year ends.

        Returns
        -------
        frozenset of str
            Alpha-3 codes; none where a bloc has no member in that year.
        """
        bloc = self.bloc(code)
        return bloc.members(year) if bloc else frozenset({code})

    def acting(self, powers: Iterable[str], year: int) -> tuple[str, ...]:
        """List who acts when powers do: a bloc acts with its members and the blocs within it.

        Parameters
        ----------
        powers : iterable of str
            Countries or blocs.
        year : int
            Of which memberships count.

        Returns
        -------
        tuple of str
            Codes, each bloc after those within it.
        """
        codes = set(powers)
        for power in powers:
            theirs = self.members(power, year)
            within = {code for code in {**SHIPPED_BLOCS, **self.blocs}
                      if set() < self.members(code, year) <= theirs}  # fmt: skip
            codes |= (within | theirs) if self.bloc(power) else set()
        size = {code: len(self.members(code, year)) if self.bloc(code) else 0 for code in codes}
        return tuple(sorted(codes, key=lambda code: (size[code], code)))

    def name(self, code: str) -> str:
        """Name a country or bloc."""
        bloc = self.bloc(code)
        if bloc:
            return bloc.name
        return self.extra.get(code) or _names().get(code, code)

    @property
    def names(self) -> Mapping[str, str]:
        """Every country's name by its code, fictional ones too; no blocs."""
        return {**_names(), **self.extra}

    def find(self, text: str) -> str:
        """Find a country or bloc by alpha-3, alpha-2 or BACI code, or by name.

        Raises
        ------
        CountryError
            If nothing matches, with the nearest name.
        """
        word = text.strip()
        code = word.upper()
        if self.knows(code):
            return code
        by_code = _alpha3_by_code().get(code)
        by_name = self._codes_by_name().get(word.casefold())
        if by_code or by_name:
            return by_code or by_name or ""
        raise CountryError(
            f"country is {text!r}, expected an ISO 3166 code or a name: "
            + did_you_mean(word, self._every_word())
        )

    def _codes_by_name(self) -> dict[str, str]:
        blocs = {bloc.code: bloc.name for bloc in (*SHIPPED_BLOCS.values(), *self.blocs.values())}
        names = {**_names(), **self.extra, **blocs}
        return {name.casefold(): code for code, name in names.items()}

    def _every_word(self) -> list[str]:
        return [
            *_names(),
            *_names().values(),
            *self.extra,
            *self.extra.values(),
            *SHIPPED_BLOCS,
            *self.blocs,
        ]


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = files("outlast").joinpath("countries.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _names() -> dict[str, str]:
    return {row["alpha3"]: row["name"] for row in _rows()}


@cache
def _alpha3_by_code() -> dict[str, str]:
    """Map alpha-2 and BACI codes to alpha-3."""
    by_alpha2 = {row["alpha2"]: row["alpha3"] for row in _rows() if row["alpha2"]}
    by_baci = {code: row["alpha3"] for row in _rows() for code in row["baci"].split()}
    return by_alpha2 | by_baci


@cache
def from_baci() -> Mapping[int, str]:
    """ISO alpha-3 code by BACI's number of a country, which has several over the years.

    >>> from_baci()[842], from_baci()[490], from_baci()[58]
    ('USA', 'TWN', 'BEL')
    """
    return {int(code): row["alpha3"] for row in _rows() for code in row["baci"].split()}


def baci_codes() -> dict[str, int]:
    """BACI's number of a country by ISO alpha-2 code, the first where it has several.

    >>> baci_codes()["TW"], baci_codes()["NA"]
    (490, 516)
    """
    return {
        row["alpha2"]: int(row["baci"].split()[0])
        for row in _rows()
        if row["alpha2"] and row["baci"]
    }


WORLD = Countries()
"""Every real country, the EU and the EU27."""


_WITH_ARTICLE = frozenset(
    {"United States", "United Kingdom", "Netherlands", "Philippines", "Bahamas", "Gambia",
     "Maldives", "Comoros", "Seychelles", "Marshall Islands", "Solomon Islands", "Cayman Islands",
     "United Arab Emirates", "Dominican Republic", "Central African Republic",
     "European Union", "EU-27"}
)  # fmt: skip


def the(name: str) -> str:
    """Put the article before a country's name where English does.

    >>> the("United States"), the("Qatar")
    ('the United States', 'Qatar')
    """
    return f"the {name}" if name in _WITH_ARTICLE else name


def possessive(name: str) -> str:
    """Write whose.

    >>> possessive("the United States"), possessive("China")
    ("the United States'", "China's")
    """
    return f"{name}'" if name.endswith("s") else f"{name}'s"
