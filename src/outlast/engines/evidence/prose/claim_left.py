"""The left side of a claim line: who, what, when, with whom and of what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from outlast.case.model import Case
from outlast.case.schema import QUANTITIES, WORLD_SUBJECT
from outlast.engines.evidence.prose.dates import dates
from outlast.engines.evidence.prose.places import Names, names_of, place_at
from outlast.engines.evidence.prose.resolve import ALL_GOODS
from outlast.engines.evidence.prose.topics import Phrases, phrases_of, slug
from outlast.engines.evidence.prose.words import Word, words
from outlast.errors import CountryError, PeriodError, did_you_mean
from outlast.periods import Period

_PERIOD = re.compile(
    r"(?<![\w.-])(?:as of )?(?:19|20)[0-9]{2}(?:-(?:H[12]|Q[1-4]|[0-9]{2}(?:-[0-9]{2})?))?"
    r"(?:\.\.[0-9]{2,4}(?:-[0-9]{2})?)?(?![\w-])"
)
_SPELT = re.compile(r"[a-z]{3} [0-9]|half|quarter|month|year|between", re.IGNORECASE)
"""A date with more than a year in words."""
_OTHER_NAMES = {
    "production": "output", "consumption": "demand,use", "count": "plants,number of plants",
    "import_share": "share of imports,imports share", "value": "import value,imports value",
    "import_dependence": "dependence,dependency,reliance,dependence on imports,import reliance,"
    "net import reliance", "export_value": "exports value,value of exports",
    "domestic_share": "self sufficiency,share of consumption,share of domestic consumption",
    "world_share": "share of world production,share of global production,share of world output,"
    "share of global output", "export_share": "share of exports,exports share",
    "goods_share": "share of all exports,share of total exports", "price": "prices",
    "imports_growth": "import growth,growth of imports", "exports_growth": "export growth,growth "
    "of exports", "production_growth": "output growth,growth of production,growth of output",
    "consumption_growth": "demand growth,growth of consumption,growth of demand",
    "price_growth": "growth of prices", "imports": "import", "exports": "export",
}  # fmt: skip
_SHARE_OF = {"imports": "import_share", "exports": "export_share", "production": "world_share",
             "consumption": "domestic_share"}  # fmt: skip
_WITH = frozenset({"from", "to", "on", "with", "into"})
_LITTLE = "of by in for at was is were are the a year share its s"
_SILENT = frozenset(_LITTLE.split())


def _phrases() -> dict[tuple[str, ...], str]:
    table = {name.replace("_", " "): name for name in QUANTITIES}
    table |= {phrase: name for name, listed in _OTHER_NAMES.items()
              for phrase in listed.split(",")}  # fmt: skip
    return {tuple(phrase.split()): name for phrase, name in table.items()}


KNOWN = _phrases()
"""Words for each quantity."""


@dataclass
class Understood:
    """The left side of a line as far as it was understood."""

    quantity: str = ""
    subject: str = ""
    partner: str = ""
    item: str = ""
    period: str = ""
    unknown: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """Say what was understood."""
        known = {"quantity": self.quantity, "country": self.subject, "partner": self.partner,
                 "item": self.item, "period": self.period}  # fmt: skip
        said = [f"{name} {value}" for name, value in known.items() if value]
        return "understood " + ", ".join(said) if said else "understood nothing"

    def missing(self) -> str:
        """Name what the line must have and has not."""
        needed = {"a quantity": self.quantity, "a country": self.subject, "a period": self.period}
        if self.quantity in {"import_share", "export_share"}:
            needed["a partner (from or to which country)"] = self.partner
        return " and ".join(name for name, value in needed.items() if not value)

    def problem(self, case: Case) -> str:
        """Say what the line has that is not known, and the nearest word that is."""
        if not self.unknown:
            return self.missing()
        word = " ".join(self.unknown)[:60]
        if not self.quantity:
            listed = sorted({" ".join(phrase) for phrase in KNOWN})
            return f"a quantity instead of {word!r}, {did_you_mean(word, listed)}"
        if not self.subject:
            return f"a country instead of {word!r}, {_country(word, case)}"
        return f"nothing more than that, {word!r} is not known"


def _country(word: str, case: Case) -> str:
    try:
        return case.countries.find(word)
    except CountryError as error:
        return str(error).rpartition(": ")[2]


def understand(left: str, case: Case) -> Understood:
    """Read the left side of a claim line."""
    found = Understood()
    rest = _without_period(left, found)
    tokens = [word for word in words(rest.replace("_", " ")) if word.text[0].isalnum()]
    events = list(_events(tokens, case))
    _assign(events, found, case.header.material)
    return found


def _without_period(left: str, found: Understood) -> str:
    """Take the period out; it may be written as a case does, or in prose."""
    known = [date for date in dates(left) if date.period]
    spelt = [date for date in known if _SPELT.search(left[date.start : date.end])]
    if len(known) == len(spelt) == 1:
        return _cut(left, spelt[0].start, spelt[0].end, str(spelt[0].period), found)
    for match in _PERIOD.finditer(left):
        try:
            Period.parse(match.group())
        except PeriodError:
            continue
        return _cut(left, *match.span(), match.group(), found)
    if len(known) != 1:
        return left
    return _cut(left, known[0].start, known[0].end, str(known[0].period), found)


def _cut(left: str, start: int, end: int, period: str, found: Understood) -> str:
    found.period = period
    return f"{left[:start]} {left[end:]}"


Event = tuple[str, str]


def _events(tokens: list[Word], case: Case) -> Iterator[Event]:
    """Tell quantities, countries, items and other words apart."""
    names, phrases = names_of(case), phrases_of(case)
    place = 0
    while place < len(tokens):
        length, event = _event(tokens, place, names, phrases, case)
        yield event
        place += length


def _event(
    tokens: list[Word], place: int, names: Names, phrases: Phrases, case: Case
) -> tuple[int, Event]:
    for length in range(min(5, len(tokens) - place), 0, -1):
        group = tokens[place : place + length]
        key = tuple(word.stem.lower() for word in group)
        if key in KNOWN:
            return length, ("quantity", KNOWN[key])
        if key == ("all", "goods"):
            return length, ("item", ALL_GOODS)
        if key in phrases and phrases[key][0] in ("M", "E"):
            return length, ("item", phrases[key][1] or case.header.material)
    known = place_at(tokens, place, names)
    if known:
        return known.length, ("country", known.code)
    code = _code(tokens[place].stem, case)
    return 1, ("country", code) if code else ("word", tokens[place].text)


def _code(text: str, case: Case) -> str:
    """Alpha-3 or alpha-2 code, or a bloc's, in capitals; empty if it is none."""
    if text == WORLD_SUBJECT or case.countries.is_country(text) or case.countries.bloc(text):
        return text
    if len(text) != 2 or not (text.isascii() and text.isupper()):
        return ""
    try:
        return case.countries.find(text)
    except CountryError:
        return ""


def _assign(events: list[Event], found: Understood, material: str) -> None:
    """Give every word its part."""
    share = growth = False
    free: list[str] = []
    before = ""
    for (kind, value), (_, following) in pairwise([*events, ("", "")]):
        word = value.lower() if kind == "word" else ""
        if kind == "quantity" and (not found.quantity or found.quantity == value):
            found.quantity = value
        elif kind == "country" and before in _WITH and not found.partner:
            found.partner = value
        elif kind == "country":
            free.append(value)
        elif kind == "item" or (before == "of" and word and word not in _SILENT):
            found.item = _joined(found.item, value)
        elif word == "growth":
            growth = True
        elif word not in _SILENT | _WITH or (word in _WITH and not following):
            found.unknown.append(value)
        share = share or word == "share"
        before = word if word in _SILENT | _WITH and word != "the" else (
            "of" if found.item and word and kind == "word" and before == "of" else "")  # fmt: skip
    _settle(found, free, share=share, growth=growth)
    found.item = "" if found.item == slug(material) else found.item


def _joined(item: str, value: str) -> str:
    return "-".join(part for part in (item, slug(value)) if part)


def _settle(found: Understood, free: list[str], *, share: bool, growth: bool) -> None:
    """Tell subject from partner, and make a share or a growth of a flow."""
    if share:
        found.quantity = _SHARE_OF.get(found.quantity, found.quantity)
    if growth and f"{found.quantity}_growth" in QUANTITIES:
        found.quantity = f"{found.quantity}_growth"
    if found.quantity == "import_dependence" and found.partner:
        found.quantity = "import_share"
    if found.quantity in {"world_share", "domestic_share"} and len(free) > 1:
        free = [code for code in dict.fromkeys(free) if code != WORLD_SUBJECT]
    if share and len(free) == 2 and not found.partner:
        found.partner = free.pop(0)
    if not free and found.partner and not share:
        free, found.partner = [found.partner], ""
    found.subject = free[0] if free else ""
    found.unknown += free[1:]
