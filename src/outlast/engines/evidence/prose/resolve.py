"""What one number of a sentence says: its quantity, subject, partner and item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.evidence.prose.clauses import PLACES, Clause, clause_at
from outlast.engines.evidence.prose.context import Carried, item_before, subject_within
from outlast.engines.evidence.prose.sayings import sayings
from outlast.engines.evidence.prose.scales import AMOUNTS, MONEY
from outlast.engines.evidence.prose.topics import FORECAST, SIGNS, STANDS_FOR, YEARLY

if TYPE_CHECKING:
    from outlast.engines.evidence.prose.numbers import Number
    from outlast.engines.evidence.prose.signs import Sign

ALL_GOODS, PLANTS = "all-goods", "plants"
_DOUBTS = {
    SIGNS["unreal"]: "not stated as a fact",
    SIGNS["rate"]: "counted by another time than a year",
    SIGNS["except"]: "some are left out of it",
    SIGNS["respectively"]: "several numbers or countries taken together",
}
_NEEDS_PARTNER = frozenset({"import_share", "export_share"})
_OF_COUNTRIES = _NEEDS_PARTNER | {"import_dependence", "world_share", "domestic_share"}
_OF_GOODS = frozenset({"export_value", "value", "export_share"})
"""Of all goods, where none is named."""
_OPEN = frozenset("XY@l") | PLACES
"""Before a thing without an owner, these may be the owner."""
_FLOWS = {"m": "imports", "x": "exports", "p": "production", "c": "consumption"}
_MOVED = re.compile(r"[uw]y?N")


class Statement(NamedTuple):
    """What a number says; what is missing stands in `missing`, why it is not read in `reason`."""

    quantity: str = ""
    subject: str | None = None
    partner: str | None = None
    item: str | None = None
    missing: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
    reason: str = ""
    fell: bool = False
    yearly: bool = False


class Spoken(NamedTuple):
    """A sentence's signs, the number's place among them, and what came before."""

    signs: list[Sign]
    place: int
    carried: Carried
    material: str


def state(spoken: Spoken) -> Statement:
    """Find the first form of sentence that fits."""
    number = spoken.signs[spoken.place].number
    if number is None or number.value is None:
        return Statement(missing=("number",), reason=number.doubt if number else "")
    clause = clause_at(spoken.signs, spoken.place)
    tail = clause.letters.find(SIGNS["comma"], clause.place)
    near = clause.letters[:tail] if tail >= 0 else clause.letters
    for letter, reason in _DOUBTS.items():
        if letter in near:
            return Statement(missing=("quantity",), reason=reason)
    for kind in _kinds(number, clause):
        for quantity, form in sayings()[kind]:
            match = form.search(clause.letters)
            if match:
                return _fill(quantity, match, clause, spoken)
    return Statement(missing=("quantity",), reason="no form of sentence that is understood")


def _kinds(number: Number, clause: Clause) -> tuple[str, ...]:
    """Which patterns a number may take."""
    if number.kind == "%":
        grows = number.rate == "year" or SIGNS["growth"] in clause.letters
        return ("growth",) if grows or _MOVED.search(clause.letters) else ("share",)
    if number.kind in MONEY:
        return ("price",) if number.of else ("money",)
    return ("amount",) if number.kind in AMOUNTS else ("piece",)


def _fill(quantity: str, match: re.Match[str], clause: Clause, spoken: Spoken) -> Statement:
    """Turn what a form left open into codes."""
    parts = match.groupdict()
    missing: list[str] = []
    subject, guess = _subject(match, clause, spoken)
    partner = _code(match, "partner", clause) if parts.get("partner") else None
    item, doubt = _item(quantity, match, clause, spoken)
    if quantity == "growth":
        quantity = f"{_FLOWS[parts['flow']]}_growth"
    if subject is None or not _fits(quantity, subject, partner):
        missing.append("subject")
    if parts.get("same") and _code(match, "same", clause) != subject:
        missing.append("subject")
    if quantity in _NEEDS_PARTNER and partner in {None, WORLD_SUBJECT, ""}:
        missing.append("partner")
    if item == "?":
        missing.append("item")
    forecast = any(sign.value == FORECAST for sign in clause.signs[: clause.place])
    guessed = [word for word in (guess, doubt, "a forecast" if forecast else "") if word]
    reason = " and ".join(f"no {word} that is clear" for word in dict.fromkeys(missing))
    yearly = any(sign.value == YEARLY for sign in clause.signs)
    return Statement(quantity, subject, partner, item, tuple(dict.fromkeys(missing)),
                     tuple(guessed), reason, parts.get("moved") == "w", yearly)  # fmt: skip


def _fits(quantity: str, subject: str, partner: str | None) -> bool:
    """Refuse a country that trades with itself, and shares of the world's own market."""
    return subject != partner and not (subject == WORLD_SUBJECT and quantity in _OF_COUNTRIES)


def _code(match: re.Match[str], group: str, clause: Clause) -> str:
    return clause.signs[match.start(group)].value


def _subject(match: re.Match[str], clause: Clause, spoken: Spoken) -> tuple[str | None, str]:
    """The country of the statement, and where it was taken from if it is not named."""
    letter = match.groupdict().get("subject") or ""
    if letter and letter in PLACES:
        return _code(match, "subject", clause), ""
    before = clause.letters[: match.start()]
    partner = _code(match, "partner", clause) if match.groupdict().get("partner") else None
    if not letter and any(sign in _OPEN for sign in before):
        return None, ""
    within = subject_within(spoken.signs, spoken.place)
    if within and within != partner:
        return within, "subject from earlier in the sentence"
    if spoken.carried.subject == partner or _names_other(spoken, partner):
        return None, ""
    return spoken.carried.subject, "subject from the sentence before"


def _names_other(spoken: Spoken, partner: str | None) -> bool:
    """Whether a third country, named earlier in the sentence, may be meant."""
    named = {sign.value for sign in spoken.signs[: spoken.place] if sign.letter in PLACES}
    return bool(named - {partner, spoken.carried.subject})


def _item(
    quantity: str, match: re.Match[str], clause: Clause, spoken: Spoken
) -> tuple[str | None, str]:
    """The item that is counted, None for the case's material, ``?`` if it is not clear."""
    if quantity == "count":
        return PLANTS, ""
    found = match.groupdict().get("item")
    sign = clause.signs[match.start("item")] if found else None
    if sign and sign.letter == SIGNS["total"]:
        return ALL_GOODS, ""
    if sign and sign.value != STANDS_FOR:
        item = sign.value if sign.letter == SIGNS["item"] else spoken.material
        return (None if item == spoken.material else item), ""
    if not sign and quantity in _OF_GOODS:
        return ALL_GOODS, "all goods, as none are named"
    return _unnamed(spoken, known=sign is None)


def _unnamed(spoken: Spoken, *, known: bool) -> tuple[str | None, str]:
    """The case's material, unless something else was spoken of last."""
    before = item_before(spoken.signs[: spoken.place], spoken.material) or spoken.carried.item
    if before not in {None, spoken.material}:
        return "?", ""
    return None, "" if before and known else f"{spoken.material}, which is not named"
