"""Claims that cannot all be true, as cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from outlast.report.deciding import Deciding, shown
from outlast.report.verdicts import counted, printed_words
from outlast.report.wording import capital


def conflict_cards(
    conflicts: Sequence[Mapping[str, Any]], deciding: Deciding, own: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Turn conflicts into cards, the sharpest first.

    Parameters
    ----------
    conflicts : sequence of dict
        ``ids, words, dissolves_under_grades``, from a check.
    deciding : Deciding
        Knows the claims.
    own : mapping of str to str
        Claims that have a place of their own on the page, with what they print.

    Returns
    -------
    list of dict
        ``key, ids, members, words, dissolves``: sets of own claims alone first, then by
        `sharpness`.
    """
    order = sorted(conflicts, key=lambda c: (not own.keys() >= set(c["ids"]), *sharpness(c)))
    return [
        {
            "key": f"conflict-{k}",
            "ids": conflict["ids"],
            "members": [_member(deciding, name, own) for name in conflict["ids"]],
            "words": capital(conflict["words"]),
            "dissolves": conflict["dissolves_under_grades"],
        }
        for k, conflict in enumerate(order, 1)
    ]


def sharpness(conflict: Mapping[str, Any]) -> tuple[bool, int, bool, list[str]]:
    """Order conflicts: those that last under grades, of few claims, told in numbers."""
    told = "imply" in conflict["words"] or "both count" in conflict["words"] or (
        "more than" in conflict["words"])  # fmt: skip
    return (conflict["dissolves_under_grades"], len(conflict["ids"]), not told, conflict["ids"])


def standing(name: str, cards: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The cards in which a claim stands."""
    return [card for card in cards if name in card["ids"]]


def _member(deciding: Deciding, name: str, own: Mapping[str, str]) -> dict[str, Any]:
    claim = deciding.claims[name]
    digits = f"{claim.printed} {shown(claim.unit)}".strip()
    said = printed_words({"printed": digits, "rule": claim.rule})
    return {
        "id": name,
        "own": name in own,
        "text": claim.text,
        "printed": own.get(name) or said,
        "counted": counted(claim, deciding.case.countries.name),
        "source": deciding.source(claim),
    }
