"""Countries by ISO 3166 code, their codes in BACI, and blocs.

Inside outlast a country is its ISO alpha-3 code.  ``NA`` is Namibia, not a missing value; BACI's
*Other Asia, nes* (490) is Taiwan.  A case may add fictional countries under the codes that ISO
leaves to users (``XAA`` to ``XZZ``) and blocs of its own.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from outlast.errors import CountryError, did_you_mean

USER_CODE = re.compile(r"X[A-Z]{2}")
BLOC_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")

_EU27 = """AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT
ROU SVK SVN ESP SWE"""


@dataclass(frozen=True, slots=True)
class Bloc:
    """States counted as one importer or power.

    Attributes
    ----------
    code, name : str
        ``EU27`` and ``European Union``: the 27 members of 2020.
    members : frozenset of str
        Alpha-3 codes.
    """

    code: str
    name: str
    members: frozenset[str]


EU27 = Bloc("EU27", "European Union", frozenset(_EU27.split()))


@dataclass(frozen=True)
class Countries:
    """The countries and blocs that a case knows.

    Attributes
    ----------
    extra : mapping of str to str
        Names of fictional countries by their user-assigned code.
    blocs : mapping of str to Bloc
        Blocs by code; ``EU27`` is always known.

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
            if self.is_country(code) or code == EU27.code or not BLOC_CODE.fullmatch(code):
                raise CountryError(
                    f"bloc code is {code!r}, expected capitals that no country or bloc has"
                )
            if not bloc.members:
                raise CountryError(f"bloc {code} has no members, expected one or more")

    def is_country(self, code: str) -> bool:
        """Whether `code` is the alpha-3 code of a country."""
        return code in _names() or code in self.extra

    def bloc(self, code: str) -> Bloc | None:
        """Look up the bloc of that code, None if there is none."""
        return EU27 if code == EU27.code else self.blocs.get(code)

    def members(self, code: str) -> frozenset[str]:
        """List the countries behind an importer's code: itself, or a bloc's members."""
        bloc = self.bloc(code)
        return bloc.members if bloc else frozenset({code})

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
        if self.is_country(code) or self.bloc(code):
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
        blocs = {bloc.code: bloc.name for bloc in (EU27, *self.blocs.values())}
        names = {**_names(), **self.extra, **blocs}
        return {name.casefold(): code for code, name in names.items()}

    def _every_word(self) -> list[str]:
        return [
            *_names(),
            *_names().values(),
            *self.extra,
            *self.extra.values(),
            EU27.code,
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
"""Every real country, and the EU27."""


_WITH_ARTICLE = frozenset(
    {"United States", "United Kingdom", "Netherlands", "Philippines", "Bahamas", "Gambia",
     "Maldives", "Comoros", "Seychelles", "Marshall Islands", "Solomon Islands", "Cayman Islands",
     "United Arab Emirates", "Dominican Republic", "Central African Republic",
     "European Union"}
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
