"""What one number of a sentence says: its quantity, subject, partner and item."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.evidence.prose.clauses import PLACES, Clause, clause_at
from outlast.engines.evidence.prose.context import Carried, item_before, subject_within
from outlast.engines.evidence.prose.sayings import sayings
from outlast.engines.evidence.prose.scales import AMOUNTS, MONEY, VOLUMES
from outlast.engines.evidence.prose.topics import FORECAST, GASES, STANDS_FOR, THAT, YEARLY
from outlast.engines.evidence.prose.vocabulary import SIGNS

if TYPE_CHECKING:
    from outlast.engines.evidence.prose.context import Told
    from outlast.engines.evidence.prose.marked import Sign
    from outlast.engines.evidence.prose.numbers import Number

ALL_GOODS, PLANTS = "all-goods", "plants"
NO_FORM = "no form of sentence that is understood"
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
_LARGE = 20_000
"""Millions of a currency: no single material's trade is worth as much."""
_WITHIN = "subject from earlier in the sentence"
_KIN = {
    "import_share": "imports", "import_dependence": "imports", "value": "imports",
    "export_share": "exports", "goods_share": "exports", "export_value": "exports",
    "world_share": "production", "domestic_share": "production", "capacity": "production",
}  # fmt: skip
"""Quantities of one flow."""
_OPEN = frozenset("XY@l") | PLACES
"""Before a thing without an owner, these may be the owner."""
_FLOWS = {"m": "imports", "x": "exports", "p": "production", "c": "consumption"}
_ANOTHER = re.compile(r"\.b")
"""A sentence that begins with a thing of its own ("Bromine is …")."""
_THINGS = frozenset({SIGNS["material"], SIGNS["item"]})
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
    told: Told | None = None


def state(spoken: Spoken) -> Statement:
    """Find the first form of sentence that fits."""
    number = spoken.signs[spoken.place].number
    if number is None or number.value is None:
        return Statement(missing=("number",), reason=number.doubt if number else "")
    clause = clause_at(spoken.signs, spoken.place)
    tail = clause.letters.find(SIGNS["comma"], clause.place)
    near = clause.letters[:tail] if tail >= 0 else clause.letters
    reason = doubt_of(near)
    if reason:
        return Statement(missing=("quantity",), reason=reason)
    if _narrowed(spoken):
        return Statement(missing=("quantity",), reason="only a part of it is counted")
    for kind in _kinds(number, clause):
        for quantity, form in sayings()[kind]:
            match = form.search(clause.letters)
            if match:
                return _fill(quantity, match, clause, spoken)
    return Statement(missing=("quantity",), reason=NO_FORM)


def _narrowed(spoken: Spoken) -> bool:
    """Whether "that ..." follows the thing behind the number ("5 t of the helium that ...")."""
    for before, sign in pairwise(spoken.signs[spoken.place :]):
        if sign.letter == SIGNS["break"] or sign.number:
            return sign.value == THAT and before.letter in _THINGS
    return False


def doubt_of(letters: str) -> str:
    """Why words like these make no plain statement; empty if they do."""
    return next((reason for letter, reason in _DOUBTS.items() if letter in letters), "")


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
    subject, guess = _subject(quantity, match, clause, spoken)
    partner, whose = _partner(match, clause, spoken)
    item, doubt = _item(quantity, match, clause, spoken)
    if quantity == "growth":
        quantity = f"{_FLOWS[parts['flow']]}_growth"
    if subject is None or not _fits(quantity, subject, partner):
        missing.append("subject")
    world = clause.letters.find(SIGNS["world"], 0, clause.place)
    if quantity == "domestic_share" and world >= 0 and SIGNS["its"] in clause.letters[world:]:
        missing.append("subject")
    if parts.get("same") and _code(match, "same", clause) != subject:
        missing.append("subject")
    if quantity in _NEEDS_PARTNER and partner in {None, WORLD_SUBJECT, ""}:
        missing.append("partner")
    if item == "?":
        missing.append("item")
    forecast = any(sign.value == FORECAST for sign in clause.signs[: clause.place])
    guessed = [word for word in (guess, whose, doubt, "a forecast" if forecast else "") if word]
    reason = " and ".join(f"no {word} that is clear" for word in dict.fromkeys(missing))
    yearly = any(sign.value == YEARLY for sign in clause.signs)
    return Statement(quantity, subject, partner, item, tuple(dict.fromkeys(missing)),
                     tuple(guessed), reason, parts.get("moved") == "w", yearly)  # fmt: skip


def _fits(quantity: str, subject: str, partner: str | None) -> bool:
    """Refuse a country that trades with itself, and shares of the world's own market."""
    return subject != partner and not (subject == WORLD_SUBJECT and quantity in _OF_COUNTRIES)


def _code(match: re.Match[str], group: str, clause: Clause) -> str:
    return clause.signs[match.start(group)].value


def _partner(match: re.Match[str], clause: Clause, spoken: Spoken) -> tuple[str | None, str]:
    """The other country, and where it was taken from if it is a pronoun."""
    letter = match.groupdict().get("partner")
    if not letter:
        return None, ""
    if letter in PLACES:
        return _code(match, "partner", clause), ""
    named = any(sign.letter in PLACES for sign in clause.signs[: match.start("partner")])
    known = None if named else spoken.carried.subject
    return known, "partner from the sentence before"


def _subject(
    quantity: str, match: re.Match[str], clause: Clause, spoken: Spoken
) -> tuple[str | None, str]:
    """The country of the statement, and where it was taken from if it is not named."""
    letter = match.groupdict().get("subject") or ""
    if letter and letter in PLACES:
        return _code(match, "subject", clause), ""
    before = clause.letters[: match.start()]
    partner, _ = _partner(match, clause, spoken)
    doing = match.groupdict().get("doing") is not None
    if not letter and not doing and any(sign in _OPEN for sign in before):
        return None, ""
    within = subject_within(spoken.signs, spoken.place)
    if doing and within is None:
        return None, ""
    codes = (_code(match, "subject", clause) if letter else "").split()
    if within and within != partner and "taker" not in match.groupdict():
        return (within if not codes or within in codes else None), _WITHIN
    last = _before(quantity, spoken, codes, named=bool(letter))
    if last == partner or _names_other(spoken, partner) or (codes and last not in codes):
        return None, ""
    return last, "subject from the sentence before"


def _before(quantity: str, spoken: Spoken, known: list[str], *, named: bool) -> str | None:
    """The country spoken of before; a thing without "its" must be the last number's too."""
    told, subject = spoken.carried.told, spoken.carried.subject
    if told and told.subject in known:
        return told.subject
    if named or (told is None and not spoken.carried.unclear):
        return subject
    if told is None or told.subject == subject:
        return subject if told else None
    kin = _KIN.get(told.quantity, told.quantity) == _KIN.get(quantity, quantity)
    return told.subject if kin else None


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
        return (None, "") if item == spoken.material else _magnets(item, spoken)
    if not sign and quantity in _OF_GOODS:
        own = _spoken_of(spoken) == spoken.material
        large = not own if quantity == "export_share" else _is_large(spoken)
        return (ALL_GOODS, "all goods, as none are named") if large else ("?", "")
    return _unnamed(spoken, known=sign is None)


def _is_large(spoken: Spoken) -> bool:
    """Whether a sum is too large for one material's trade, or nothing but goods was spoken of."""
    number = spoken.signs[spoken.place].number
    value = number.value if number else None
    if value is None or _spoken_of(spoken) in {None, ALL_GOODS}:
        return True
    scale = 1e-6 if "million" not in value.unit else 1
    return float(value.printed.partition("-")[0] or 0) * scale >= _LARGE


def _magnets(item: str, spoken: Spoken) -> tuple[str | None, str]:
    """Take magnets for those of rare earths where these were spoken of."""
    earlier = [sign for sign in spoken.signs[: spoken.place] if sign.value != item]
    before = item_before(earlier, spoken.material) or spoken.carried.item or ""
    if item == "magnets" and before.startswith("rare-earth"):
        return "rare-earth-magnets", "magnets of rare earths"
    return item, ""


def _spoken_of(spoken: Spoken) -> str | None:
    """The material or item named last."""
    return item_before(spoken.signs[: spoken.place], spoken.material) or spoken.carried.item


def _unnamed(spoken: Spoken, *, known: bool) -> tuple[str | None, str]:
    """The case's material, unless something else was spoken of last."""
    before = _spoken_of(spoken)
    letters = "".join(sign.letter for sign in spoken.signs)
    if _ANOTHER.match(letters) and SIGNS["material"] not in letters:
        return "?", ""
    guess = f"{spoken.material}, which is not named"
    if before in {None, spoken.material}:
        return None, "" if before and known else guess
    told, number = spoken.told, spoken.signs[spoken.place].number
    volume = number is not None and number.kind in VOLUMES and before not in GASES
    if told and told.item == before and not volume:
        where = "earlier in the sentence" if told.place >= 0 else "in the sentence before"
        return before, f"{before}, which is named {where}"
    return (None, guess) if volume else ("?", "")
