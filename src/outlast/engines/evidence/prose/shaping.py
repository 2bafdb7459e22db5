"""Signs of a sentence put into fewer forms, so that patterns need to know only these."""

import re

from outlast.engines.evidence.prose.marked import Sign
from outlast.engines.evidence.prose.topics import GAS, MANY, SENT, STANDS_FOR, WHOSE
from outlast.engines.evidence.prose.vocabulary import SIGNS

_TRADE = re.compile(r"(?<![.#N])[GHA]Y(?=b*[mxpcvVPK])")
_SOME = re.compile(
    r"(?:\b(?:some|many|few|several|certain|other|two|three|four|five|all but|both)|[0-9])\s$",
    re.IGNORECASE,
)
_WHO = {SIGNS[name]: SIGNS[who] for name, who in (
    ("owner", "name"), ("adjective", "name"), ("its", "it"))}  # fmt: skip
_OWNERS = frozenset(SIGNS[name] for name in ("adjective", "owner", "its", "domestic"))
_GOES_TO = re.compile("(?:o[ME])?t")
_OF_GOODS = re.compile(r"(?P<flow>[mxpcrs$])[oq](?P<goods>[ME])")


def shaped(signs: list[Sign], sentence: str) -> list[Sign]:
    """Put the signs of a sentence into their plainest order."""
    signs = [_told_apart(signs, place) for place in range(len(signs))]
    return _goods_first(_trades(signs, sentence))


def _told_apart(signs: list[Sign], place: int) -> Sign:
    """Read "Qatari gas" as the material, and "shipments" as exports only where they go to."""
    sign = signs[place]
    if sign.value == GAS and place and signs[place - 1].letter in _OWNERS:
        return sign._replace(letter=SIGNS["material"], value=STANDS_FOR)
    if sign.value == WHOSE and "".join(s.letter for s in signs[max(place - 2, 0) : place]) == "C,":
        return sign._replace(letter=SIGNS["owner"], value=signs[place - 2].value)
    if sign.value == SENT:
        following = "".join(other.letter for other in signs[place + 1 : place + 4])
        return sign if _GOES_TO.match(following) else sign._replace(letter=SIGNS["other"])
    return sign


def _trades(signs: list[Sign], sentence: str) -> list[Sign]:
    """Read "Chinese producers" and "its importers" as the country."""
    firms = set()
    for match in _TRADE.finditer("".join(sign.letter for sign in signs)):
        place = match.start()
        whose = signs[place]
        if signs[place + 1].value == MANY and not _SOME.search(sentence[: whose.start][-12:]):
            signs[place] = whose._replace(letter=_WHO[whose.letter])
            firms.add(place + 1)
    return [sign for place, sign in enumerate(signs) if place not in firms]


def _goods_first(signs: list[Sign]) -> list[Sign]:
    """Read "imports of helium" as "helium imports"."""
    left_out = set()
    for match in _OF_GOODS.finditer("".join(sign.letter for sign in signs)):
        place = match.start()
        flow, goods = signs[place], signs[place + 2]
        signs[place] = goods._replace(start=flow.start, end=flow.start)
        signs[place + 1] = flow._replace(end=goods.end)
        left_out.add(place + 2)
    return [sign for place, sign in enumerate(signs) if place not in left_out]
