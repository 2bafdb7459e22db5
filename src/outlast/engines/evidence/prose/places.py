"""Countries as prose names them: names, adjectives and nicknames.

Names that are also something else ("Georgia", "Jordan", "European") are left out: a false reading
is worse than none.
"""

from functools import lru_cache
from typing import NamedTuple

from outlast.case.model import Case
from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.evidence.prose.words import Word

_ADJECTIVES = """
USA American,U.S.|CHN Chinese|QAT Qatari|RUS Russian|DZA Algerian|AUS Australian|CAN Canadian
POL Polish|JPN Japanese|KOR South Korean,Korean|PRK North Korean|TWN Taiwanese|DEU German
FRA French|GBR British|IND Indian|KAZ Kazakh,Kazakhstani|TZA Tanzanian|ZAF South African
IRN Iranian|SAU Saudi,Saudi Arabian|ARE Emirati|NOR Norwegian|SWE Swedish|NLD Dutch|ITA Italian
ESP Spanish|PRT Portuguese|BRA Brazilian|MEX Mexican|CHL Chilean|IDN Indonesian|MYS Malaysian
VNM Vietnamese|THA Thai|MMR Burmese|TUR Turkish|UKR Ukrainian
BEL Belgian
CHE Swiss|AUT Austrian|ISR Israeli
EGY Egyptian|NGA Nigerian|ARG Argentine,Argentinian|PER Peruvian|BOL Bolivian|COL Colombian
MNG Mongolian|IRL Irish|SGP Singaporean|KEN Kenyan|OMN Omani|KWT Kuwaiti|IRQ Iraqi|LBY Libyan
AGO Angolan|NAM Namibian|ZMB Zambian|ZWE Zimbabwean|MDG Malagasy|PAK Pakistani|BGD Bangladeshi
PHL Philippine,Filipino|FIN Finnish|DNK Danish|EST Estonian|CZE Czech|HUN Hungarian|ROU Romanian
BGR Bulgarian|GRC Greek|GHA Ghanaian|MAR Moroccan|NZL New Zealand|MOZ Mozambican|LKA Sri Lankan
"""
_NICKNAMES = """
USA US,U.S.,U.S,U.S.A.,USA,America,United States of America,Washington
CHN Beijing,PRC,mainland China|RUS Moscow,Russian Federation|QAT Doha
GBR UK,U.K.,Britain,Great Britain|KOR Korea,Republic of Korea
TUR Turkey|CZE Czech Republic|ARE UAE,Emirates
COD DR Congo,DRC,Democratic Republic of Congo
MMR Burma|NLD Holland|MAC Macau|CIV Ivory Coast|VNM Viet Nam|EU27 EU,E.U.,The Union
EU27 European Union,EU-27
BIH Bosnia and Herzegovina|JPN Tokyo|TWN Taipei|TZA Tanzania|SAU Saudi|HKG Hong Kong SAR
"""
_DOUBTFUL = frozenset({"GEO", "JOR", "TCD", "JEY", "GIN", "COG"})
_WORLD_WORDS = frozenset({"world", "global", "worldwide"})
_CAPITALS_ONLY = frozenset({"us", "uk", "eu", "usa", "uae", "prc", "drc"})


class Place(NamedTuple):
    """A country named in a sentence: its code, how many words, and the form."""

    code: str
    length: int
    form: str
    """``name``, ``owner`` ("China's"), ``adjective`` or ``world``."""


Names = dict[tuple[str, ...], tuple[str, str]]


def _table(text: str) -> list[tuple[str, str]]:
    rows = [row.partition(" ") for line in text.split("\n") for row in line.split("|") if row]
    return [(code, name) for code, _, names in rows for name in names.split(",")]


@lru_cache(maxsize=8)
def _names(countries: tuple[tuple[str, str], ...]) -> Names:
    """Map the words of a name to its code and form."""
    known: Names = {}
    for code, name in _table(_ADJECTIVES):
        known[tuple(name.lower().split())] = (code, "adjective")
    for code, name in [*countries, *_table(_NICKNAMES)]:
        if code not in _DOUBTFUL and "(" not in name:
            known[tuple(name.lower().split())] = (code, "name")
    return known


def names_of(case: Case) -> Names:
    """Every name by which a text may call a country of the case."""
    return _names(tuple(sorted(case.countries.names.items())))


def place_at(tokens: list[Word], start: int, names: Names) -> Place | None:
    """Country that begins at `start`; its name must be written with a capital."""
    first = tokens[start]
    if first.stem.lower() in _WORLD_WORDS:
        return Place(WORLD_SUBJECT, 1, "world")
    if not first.text[0].isupper():
        return None
    for length in range(min(4, len(tokens) - start), 0, -1):
        group = tokens[start : start + length]
        key = (*(word.lower for word in group[:-1]), group[-1].stem.lower())
        if key in names and (length > 1 or _capitals(first)):
            code, form = names[key]
            return Place(code, length, "owner" if group[-1].genitive else form)
    return None


def _capitals(word: Word) -> bool:
    """Whether an abbreviation is written as one: "US", not the pronoun."""
    return word.stem.lower() not in _CAPITALS_ONLY or word.stem.isupper()
