"""Who can hurt whom with what, and from when a card can be played."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from outlast.about import __version__
from outlast.case import Case
from outlast.engines.leverage import beside, rows
from outlast.engines.leverage.assumptions import assumptions
from outlast.engines.leverage.at_stake import stake_pays
from outlast.engines.leverage.cards import MarketCard, MaterialCard, words
from outlast.engines.leverage.idle import stops_nothing
from outlast.engines.leverage.in_force import in_force
from outlast.engines.leverage.layers import layers_of
from outlast.engines.leverage.pictures import game_of
from outlast.engines.leverage.question import Question, question_of
from outlast.engines.leverage.reading import crossing, outcome, reading
from outlast.engines.leverage.replays import replays
from outlast.engines.leverage.story import story
from outlast.engines.leverage.study import HORIZON, Exhaustion, Hand, Nothing, Played, Study
from outlast.engines.leverage.swings import cases_of, drivers, stake_swings, swings
from outlast.engines.shock.memory import check_numbers
from outlast.errors import InvalidInput
from outlast.results import Result, Unknown

__all__ = ["leverage"]

REPLAYED = 256
"""Futures of a contest that happened."""


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
    variants: beside.Others = False,
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
        What the sender wins a year if the target yields: in how many futures it pays stands in
        ``stake_pays``.  The pictures of the game are drawn for it; if not given, for twice the
        median threshold of the last year or, where no stake pays, what the card would cost the
        target.  [million USD/year]
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
    check_numbers(draws, months, seed)
    question = question_of(card, sender, target, answers, stake, concession)
    home, hand, hands = question.home, question.card, question.answers
    study = Study(home, draws, months, seed, exhaustion, concession, threads, progress,
                  loaded=question.loaded)  # fmt: skip
    every = question.years(years)
    other_years = every if variant_years is None else question.years(variant_years)
    played = [study.play(hand, hands, year) for year in every]
    _refuse_nothing(played)
    others = beside.variants(study, question, variants, other_years)
    last = next((year for year in reversed(played) if year.contest), None)
    notes = tuple(study.notes)
    again = replace(study, draws=min(draws, REPLAYED))
    told: dict[str, Any] = {
        "sender": hand.actor,
        "sender_name": home.countries.name(hand.actor),
        "target": hand.victim,
        "target_name": home.countries.name(hand.victim),
        "card": _described(hand, home),
        "answers": [
            _described(one, home) | {"stops_nothing": stops_nothing(played, place)}
            for place, one in enumerate(hands)
        ],
        "horizon_months": months,
        "draws": draws,
        "exhaustion": exhaustion,
        "concession": concession,
        "assumptions": assumptions(study),
        "years": [rows.row_of(year, exhaustion) for year in played],
        "variants": others,
        "drivers": drivers(last, cases_of(study, question.hands)) if last else [],
        "swings": swings(study, hand, hands, last) if last else [],
        "stake_swings": stake_swings(study, question.hands, last) if last else [],
        "game": game_of(last, stake) if last else None,
        "matrix": beside.matrix(study, question, every[-1]) if matrix else [],
        "in_force": in_force(question.loaded, beside.powers(question, others), every[-1]),
        "layers": layers_of(hands, [year.year for year in played if year.contest]),
        "replays": replays(again, question.sides),
    }
    told["stake_pays"] = stake_pays(played, stake)
    told["stake"] = told["game"]["stake"] if told["game"] else stake
    told["crossing"] = crossing(told["years"])
    told["reading"] = reading(told)
    told["story"] = story(told)
    told["outcome"] = outcome(told)
    return Result(
        command="leverage",
        inputs={"card": card, "sender": hand.actor, "target": hand.victim,
                "answers": list(answers),
                "years": list(every), "draws": draws, "seed": seed, "months": months,
                "stake": stake, "concession": concession, "exhaustion": exhaustion,
                "variants": [variant["name"] for variant in others], "matrix": matrix},
        result=told,
        unknown=(*_unknown(played), *_unknown_variants(others)),
        warnings=(*_idle(told["answers"]), *notes),
        figures=tuple(sorted(study.figures | again.figures)),
        run={"seed": seed, "version": __version__, "case_sha256": checksum(question)},
    )  # fmt: skip


def _refuse_nothing(played: Sequence[Played]) -> None:
    """Refuse a card that stops nothing in any year."""
    cards = [year.card for year in played]
    if isinstance(cards[-1], Nothing) and all(isinstance(card, Nothing) for card in cards):
        raise InvalidInput("card", cards[-1].card, expected="one that stops something",
                           remedy=cards[-1].reason)  # fmt: skip


def _idle(answers: Sequence[Mapping[str, Any]]) -> list[str]:
    return [f"the answer {one['name']} {one['stops_nothing']}"
            for one in answers if one["stops_nothing"]]  # fmt: skip


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


def _unknown(played: Sequence[Played]) -> list[Unknown]:
    return [gap for place, year in enumerate(played) for gap in rows.unknown_of(year, place)]


def _unknown_variants(variants: Sequence[Mapping[str, Any]]) -> list[Unknown]:
    return [Unknown(f"variants.{k}.years.{place}.threshold", row["reason"])
            for k, variant in enumerate(variants)
            for place, row in enumerate(variant["years"]) if row["reason"]]  # fmt: skip


def checksum(question: Question) -> str:
    """SHA-256 of every case that is read."""
    cases = {question.home.name: question.home.sha256}
    cases |= {hand.card.case.name: hand.card.case.sha256 for hand in question.hands
              if isinstance(hand.card, MaterialCard)}  # fmt: skip
    if len(cases) == 1:
        return question.home.sha256
    text = "".join(f"{name}\0{sha}\0" for name, sha in sorted(cases.items()))
    return hashlib.sha256(text.encode()).hexdigest()
