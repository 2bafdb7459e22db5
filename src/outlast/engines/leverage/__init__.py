"""Who can hurt whom with what, and from when a card can be played."""

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from numbers import Real
from typing import Any, TypeAlias

from outlast.about import __version__
from outlast.case import Case
from outlast.engines.leverage import rows
from outlast.engines.leverage.assumptions import assumptions
from outlast.engines.leverage.cards import (
    Card,
    MarketCard,
    MaterialCard,
    check_parties,
    read_card,
    words,
)
from outlast.engines.leverage.contest import MAX_ANSWERS
from outlast.engines.leverage.in_force import in_force
from outlast.engines.leverage.layers import layers_of
from outlast.engines.leverage.matrix import matrix as who_hurts_whom
from outlast.engines.leverage.pictures import game_of
from outlast.engines.leverage.reading import crossing, outcome, reading
from outlast.engines.leverage.replays import replays
from outlast.engines.leverage.story import story
from outlast.engines.leverage.study import Exhaustion, Hand, Nothing, Played, Study
from outlast.engines.leverage.swings import cases_of, drivers, swings
from outlast.errors import InvalidInput, UsageError
from outlast.results import Result, Unknown

__all__ = ["leverage"]

Question: TypeAlias = bool | Sequence[Mapping[str, Any]]
HORIZON = 36
REPLAYED = 256
"""Futures of a contest that happened."""
FEW = 128
"""Futures of each pair of the table of who hurts whom."""
MOST_POWERS, SENDERS = 6, 4


def leverage(
    card: str,
    sender: str,
    target: str,
    answers: Sequence[str] = (),
    years: Sequence[int] | int | None = None,
    *,
    draws: int = 1000,
    seed: int = 1,
    months: int = HORIZON,
    stake: float | None = None,
    concession: float | None = None,
    exhaustion: Exhaustion = "endurance",
    variants: Question = False,
    variant_years: Sequence[int] | None = None,
    matrix: bool = False,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Tell from when a card can be played against a target that can answer.

    Parameters
    ----------
    card : str
        What the sender stops: a case, or ``case:key=value,…``; ``market:rate=0.25`` for a tariff.
    sender, target : str
        Countries, by code or name.
    answers : sequence of str
        Cards that the target holds against the sender; it plays whichever set serves it best.
    years : sequence of int, optional
        Baseline years; the last one that all cases have if not given.
    draws, seed : int
        Futures of each card, and their seed; the same seed gives the same bytes.
    months : int
        The horizon, 12 or more.
    stake : float, optional
        What the sender wins a year if the target yields, for the pictures of the game; twice the
        median threshold of the last year or, where no stake pays, what the card would cost the
        target, if not given.  [million USD/year]
    concession : float, optional
        What yielding costs the target; it yields only when it must if not given.
        [million USD/year]
    exhaustion : {"endurance", "market"}
        What a side cannot bear: a critical sector short even though all stocks and arrivals go to
        critical sectors first, or one under its minimum at market prices.
    variants : bool or sequence of mapping
        The same question with other answers, each a ``name`` and ``answers``; True for those that
        ``case.yaml`` lists.
    variant_years : sequence of int, optional
        Years of the variants; all if not given.
    matrix : bool
        Also tell who hurts whom, among the powers of the materials' cases.
    threads : int, optional
        All cores if not given.
    progress : callable
        Is told what is being worked on.

    Returns
    -------
    Result
        Headline: ``years``, each with the ``threshold``: the stake above which playing is what a
        sender does in the game's equilibrium.

    Raises
    ------
    UsageError
        If there is no such case, key or scenario.
    InvalidInput
        If a number does not fit, sender and target are the same, an answer is given twice, or the
        sender controls nothing of what it would stop in any year.
    """
    _refuse_numbers(answers, stake, concession)
    loaded: dict[str, Case] = {}
    held, given = read_card(card, loaded), [read_card(text, loaded) for text in answers]
    home = home_of([held, *given])
    code, whom = home.countries.find(sender), home.countries.find(target)
    hand = _hand(held, code, whom, home)
    hands = [_hand(answer, whom, code, home) for answer in given]
    _refuse_twice(given)
    study = Study(home, draws, months, seed, exhaustion, concession, threads, progress,
                  loaded=loaded)  # fmt: skip
    every = _years([held, *given], years)
    played = [study.play(hand, hands, year) for year in every]
    _refuse_nothing(played)
    others = _variants(study, hand, _asked(home, (code, whom), variants),
                       variant_years or every)  # fmt: skip
    last = next((year for year in reversed(played) if year.contest), None)
    notes = tuple(study.notes)
    again = replace(study, draws=min(draws, REPLAYED))
    told: dict[str, Any] = {
        "sender": code,
        "sender_name": home.countries.name(code),
        "target": whom,
        "target_name": home.countries.name(whom),
        "card": _described(hand, home),
        "answers": [_described(one, home) for one in hands],
        "horizon_months": months,
        "draws": draws,
        "exhaustion": exhaustion,
        "concession": concession,
        "assumptions": assumptions(study),
        "years": [rows.row_of(year) for year in played],
        "variants": others,
        "drivers": drivers(last, cases_of(study, (hand, *hands))) if last else [],
        "swings": swings(study, hand, hands, last) if last else [],
        "game": game_of(last, stake) if last else None,
        "matrix": _matrix(study, [held, *given], (code, whom), every[-1]) if matrix else [],
        "in_force": in_force(loaded, _powers(hand, hands, others, loaded), every[-1]),
        "layers": layers_of(hands, [year.year for year in played if year.contest]),
        "replays": [
            row for row in replays(again) if {row["sender"], row["target"]} == {code, whom}
        ],
    }
    told["stake"] = told["game"]["stake"] if told["game"] else stake
    told["crossing"] = crossing(told["years"])
    told["reading"] = reading(told)
    told["story"] = story(told)
    told["outcome"] = outcome(told)
    return Result(
        command="leverage",
        inputs={"card": card, "sender": code, "target": whom, "answers": list(answers),
                "years": list(every), "draws": draws, "seed": seed, "months": months,
                "stake": stake, "concession": concession, "exhaustion": exhaustion,
                "variants": [variant["name"] for variant in others], "matrix": matrix},
        result=told,
        unknown=(*_unknown(played), *_unknown_variants(others)),
        warnings=notes,
        figures=tuple(sorted(study.figures | again.figures)),
        run={"seed": seed, "version": __version__, "case_sha256": checksum([held, *given], home)},
    )  # fmt: skip


def home_of(cards: Sequence[Card]) -> Case:
    """Find the case at home: that of the first card of a material.

    Raises
    ------
    UsageError
        If no card is one.
    """
    for card in cards:
        if isinstance(card, MaterialCard):
            return card.case
    raise UsageError("no card is a material, expected one: a market alone has no case; write "
                     "--answer rare-earth-magnets")  # fmt: skip


def _hand(card: Card, actor: str, victim: str, home: Case) -> Hand:
    check_parties(card, actor, victim, home.countries)
    return Hand(card, actor, victim)


def _refuse_twice(given: Sequence[Card]) -> None:
    """Refuse two ways to play one card: what they stop overlaps, and would count twice."""
    names = [card.name for card in given]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise InvalidInput("answers", f"{twice[0]} twice", expected="each material or market once",
                           remedy="set ways to play one card beside each other as variants",
                           )  # fmt: skip


def _refuse_numbers(
    answers: Sequence[str], stake: float | None, concession: float | None
) -> None:  # fmt: skip
    """Refuse what no year could be played with."""
    if isinstance(answers, str):
        raise InvalidInput("answers", repr(answers), expected="a list of cards",
                           remedy=f"write [{answers!r}]")  # fmt: skip
    if len(answers) > MAX_ANSWERS:
        raise InvalidInput("answers", len(answers), expected=f"at most {MAX_ANSWERS}")
    for name, amount in (("stake", stake), ("concession", concession)):
        sound = amount is None or (isinstance(amount, Real) and not isinstance(amount, bool)
                                   and 0 <= float(amount) < math.inf)  # fmt: skip
        if not sound:
            raise InvalidInput(name, repr(amount), expected="0 or more million USD a year")


def _years(cards: Sequence[Card], years: Sequence[int] | int | None) -> list[int]:
    """Years in order; the last one that every material's case has if none is asked for."""
    if years is None:
        return [min(card.case.years[-1] for card in cards if isinstance(card, MaterialCard))]
    if isinstance(years, int):
        return [years]
    if not years:
        raise InvalidInput("years", "none", expected="one year or more")
    if any(not isinstance(year, int) or isinstance(year, bool) for year in years):
        raise InvalidInput("years", list(years), expected="whole numbers, such as 2024")
    return sorted(set(years))


def _refuse_nothing(played: Sequence[Played]) -> None:
    """Refuse a card that stops nothing in any year, or of which no year is known at all."""
    cards = [year.card for year in played]
    if isinstance(cards[-1], Nothing) and all(isinstance(card, Nothing) for card in cards):
        raise InvalidInput("card", cards[-1].card, expected="one that stops something",
                           remedy=cards[-1].reason)  # fmt: skip


def _described(hand: Hand, home: Case) -> dict[str, Any]:
    card = hand.card
    return {
        "name": card.text,
        "words": words(card, hand.actor, hand.victim, home.countries),
        "case": card.case.name if isinstance(card, MaterialCard) else home.name,
        "kind": "market" if isinstance(card, MarketCard) else "material",
        "actor": hand.actor,
        "victim": hand.victim,
    }


def _asked(
    home: Case, players: tuple[str, str], variants: Question
) -> Sequence[Mapping[str, Any]]:
    """The variants that are given, or those of the case at home if it asks of these two."""
    if not isinstance(variants, bool):
        return variants
    question = home.header.leverage
    if not variants or question is None or players != (question.sender, question.target):
        return []
    return [one.model_dump() for one in question.variants]


def _variants(
    study: Study, hand: Hand, variants: Sequence[Mapping[str, Any]], years: Sequence[int]
) -> list[dict[str, Any]]:
    """Play every year with other answers."""
    found = []
    for variant in variants:
        if not {"name", "answers"} <= set(variant):
            raise InvalidInput("variant", dict(variant), expected="a name and answers")
        texts = list(variant["answers"])
        answers = [_hand(read_card(text, study.loaded), hand.victim, hand.actor, study.home)
                   for text in texts]  # fmt: skip
        told = []
        for year in years:
            one = study.play(hand, answers, year)
            row = rows.row_of(one)
            told.append({
                "year": year,
                "reason": one.untold or None,
                "threshold": row["threshold"],
                "yields_first": row["yields_first"],
                "rules": row["rules"],
                "answer_unmet": row["unmet_share_12m"]["sender"],
                "answer_reach": [answer["reach"] for answer in row["answers"]],
            })  # fmt: skip
        found.append({"name": variant["name"], "words": variant["name"], "answers": texts,
                      "years": told})  # fmt: skip
    return found


def _matrix(
    study: Study, cards: Sequence[Card], sides: tuple[str, str], year: int
) -> list[dict[str, Any]]:
    """Set both sides and the powers of the materials' cases against each other."""
    plain = {card.name: MaterialCard(card.name, card.case)
             for card in cards if isinstance(card, MaterialCard)}  # fmt: skip
    found = []
    for card in plain.values():
        powers = [code for code in dict.fromkeys((*sides, *card.case.header.powers))
                  if not card.case.countries.bloc(code)][:MOST_POWERS]  # fmt: skip
        study.say(f"who hurts whom with {card.text}")
        found += who_hurts_whom(powers[:SENDERS], powers, [card], min(year, card.case.years[-1]),
                                draws=min(study.draws, FEW), seed=study.seed,
                                threads=study.threads)  # fmt: skip
    return found


def _unknown(played: Sequence[Played]) -> list[Unknown]:
    return [gap for place, year in enumerate(played) for gap in rows.unknown_of(year, place)]


def _powers(
    hand: Hand, hands: Sequence[Hand], variants: Sequence[Mapping[str, Any]],
    loaded: dict[str, Case],
) -> set[str]:  # fmt: skip
    """Both sides and whoever joins one in some variant."""
    cards = [hand.card, *(one.card for one in hands)]
    cards += [read_card(text, loaded) for variant in variants for text in variant["answers"]]
    allies = {ally for card in cards if isinstance(card, MaterialCard) for ally in card.allies}
    return {hand.actor, hand.victim, *allies}


def _unknown_variants(variants: Sequence[Mapping[str, Any]]) -> list[Unknown]:
    return [Unknown(f"variants.{k}.years.{place}.threshold", row["reason"])
            for k, variant in enumerate(variants)
            for place, row in enumerate(variant["years"]) if row["reason"]]  # fmt: skip


def checksum(cards: Sequence[Card], home: Case) -> str:
    """SHA-256 of every case that is read."""
    cases = {home.name: home.sha256}
    cases |= {card.case.name: card.case.sha256 for card in cards if isinstance(card, MaterialCard)}
    if len(cases) == 1:
        return home.sha256
    text = "".join(f"{name}\0{sha}\0" for name, sha in sorted(cases.items()))
    return hashlib.sha256(text.encode()).hexdigest()
