"""What stands beside the years of a study: other answers, who hurts whom, who may join."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from outlast.engines.leverage import rows
from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.leverage.matrix import YEAR
from outlast.engines.leverage.matrix import matrix as who_hurts_whom
from outlast.engines.leverage.question import Question
from outlast.engines.leverage.study import Hand, Known, Study
from outlast.errors import InvalidInput

Others: TypeAlias = bool | Sequence[Mapping[str, Any]]
"""Variants: given, or True for those of ``case.yaml``."""
FEW = 128
"""Most futures of each pair of the table of who hurts whom that the study has not played."""
MOST_POWERS, SENDERS = 6, 4


def variants(
    study: Study, question: Question, asked: Others, years: Sequence[int]
) -> list[dict[str, Any]]:
    """Play years with other answers.

    Parameters
    ----------
    study : Study
        Whose effects are used again.
    question : Question
        Who plays what.
    asked : bool or sequence of mapping
        Each a ``name`` and ``answers``; True for those of the case at home, if it asks of these
        two.
    years : sequence of int
        Baseline years.

    Returns
    -------
    list of dict
        ``name``, ``words``, ``answers`` and ``years``.

    Raises
    ------
    InvalidInput
        If one lacks its name or answers.
    """
    found = []
    for variant in _listed(question, asked):
        if not {"name", "answers"} <= set(variant):
            raise InvalidInput("variant", dict(variant), expected="a name and answers")
        texts = list(variant["answers"])
        hands = question.replies(texts)
        told = [rows.variant_of(study.play(question.card, hands, year)) for year in years]
        found.append({"name": variant["name"], "words": variant["name"], "answers": texts,
                      "years": told})  # fmt: skip
    return found


def _listed(question: Question, asked: Others) -> Sequence[Mapping[str, Any]]:
    if not isinstance(asked, bool):
        return asked
    ours = question.home.header.leverage
    if not asked or ours is None or question.sides != (ours.sender, ours.target):
        return []
    return [one.model_dump() for one in ours.variants]


def matrix(study: Study, question: Question, year: int) -> list[dict[str, Any]]:
    """Set both sides and the powers of the materials' cases against each other."""
    few = replace(study, draws=min(study.draws, FEW), months=YEAR)

    def effect(hand: Hand, year: int) -> Known:
        return (study if study.knows(hand, year) else few).effect(hand, year)

    cards = (hand.card for hand in question.hands)
    plain = {card.name: MaterialCard(card.name, card.case)
             for card in cards if isinstance(card, MaterialCard)}  # fmt: skip
    found = []
    for card in plain.values():
        powers = [code for code in dict.fromkeys((*question.sides, *card.case.header.powers))
                  if not card.case.countries.bloc(code)][:MOST_POWERS]  # fmt: skip
        study.say(f"who hurts whom with {card.text}")
        found += who_hurts_whom(powers[:SENDERS], powers, [card], min(year, card.case.years[-1]),
                                effect)  # fmt: skip
    return found


def powers(question: Question, others: Sequence[Mapping[str, Any]]) -> set[str]:
    """Both sides and whoever joins one, with the answers given or in some variant."""
    hands = [*question.hands, *question.replies([t for one in others for t in one["answers"]])]
    allies = {ally for hand in hands if isinstance(hand.card, MaterialCard)
              for ally in hand.card.allies}  # fmt: skip
    return {*question.sides, *allies}
