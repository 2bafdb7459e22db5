"""Contests that happened, set beside what the game says of them; nothing is tuned to them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.case.schema import Replay
from outlast.countries import the
from outlast.engines.leverage.cards import Card, read_card, words
from outlast.engines.leverage.rows import or_never
from outlast.engines.leverage.short_first import short_in, yields_first
from outlast.engines.leverage.solve import solve
from outlast.engines.leverage.story import percent
from outlast.engines.leverage.study import RULES, Exhaustion, Hand, Played, Study

Array = NDArray[np.float64]
DAYS = 365.25 / 12
"""Days in a month."""


def replays(study: Study, sides: tuple[str, str]) -> list[dict[str, Any]]:
    """Tell the contests of two powers in the case at home, their cards as they were announced.

    Parameters
    ----------
    study : Study
        Its draws, seed and rules.
    sides : tuple of str
        Who played against each other, in either direction.

    Returns
    -------
    list of dict
        What was played, who is predicted to run short first and when, by both rules, and what
        happened; unknown with its reason where the figures do not tell.
    """
    return [_replay(study, name, row) for name, row in study.home.replays.items()
            if {row.sender, row.target} == set(sides)]  # fmt: skip


def _replay(study: Study, name: str, row: Replay) -> dict[str, Any]:
    countries = study.home.countries
    card = Hand(read_card(row.card, study.loaded), row.sender, row.target)
    answers = [Hand(read_card(text, study.loaded), row.target, row.sender) for text in row.answers]
    played = study.play(card, answers, row.year)
    told: dict[str, Any] = {
        "id": name, "title": row.title, "sender": row.sender, "target": row.target,
        "card": _said(card, study), "answers": [_said(hand, study) for hand in answers],
        "played": row.played, "answered": row.answered, "note": row.note,
        "figures": sorted({row.source, *(step.source for step in row.observed)}),
    }  # fmt: skip
    predicted = [_predicted(played, rule, row, countries.name)
                 for rule in RULES] if played.contest else []  # fmt: skip
    begun = min(row.played, row.answered)
    return {**told, "predicted": predicted, "unknown": played.untold or None, "observed": [
        {"what": step.what, "date": step.date, "days": _days(begun, step.date),
         "ended": step.ended, "words": step.words, "grade": step.grade, "source": step.source}
        for step in row.observed
    ]}  # fmt: skip


def _said(hand: Hand, study: Study) -> dict[str, str]:
    card: Card = hand.card
    return {"name": card.text, "words": words(card, hand.actor, hand.victim, study.home.countries)}


def _days(begun: str, ended: str) -> int:
    return (date.fromisoformat(ended) - date.fromisoformat(begun)).days


def _predicted(
    played: Played, rule: Exhaustion, row: Replay, name: Callable[[str], str]
) -> dict[str, Any]:  # fmt: skip
    """Who runs short first and when by a rule, and in how many futures the sender had played.

    For a stake of as much a year as the card would cost the target.
    """
    contest = played.by_rule(rule)
    first = yields_first(short_in(contest))
    sender, target = (contest.month(turns) for turns in (contest.sender_turns[-1],
                                                         contest.target_turns))  # fmt: skip
    plays = float(solve(contest, played.worth).plays.mean())
    return {
        "rule": rule,
        "yields_first": first,
        "exhausted_days": {"sender": or_never(sender * DAYS), "target": or_never(target * DAYS)},
        "plays_share": plays,
        "says": _says(first, sender, target, the(name(row.sender)), the(name(row.target)))
        + _had_played(the(name(row.sender)), plays),
    }


def _had_played(who: str, share: float) -> str:
    """Say in how many futures the sender had played at all."""
    return f"; {who} would have played for the card's worth in {percent(share)}"


def _says(
    first: Mapping[str, float | None], sender: Array, target: Array, who: str, whom: str
) -> str:  # fmt: skip
    """Say the prediction in a sentence."""
    side, share = max(first.items(), key=lambda pair: pair[1] or 0.0)
    often = f"in {percent(share or 0.0)} of the futures"
    if side == "neither":
        return f"neither runs short within the horizon {often}"
    months, others = (sender, target) if side == "sender" else (target, sender)
    soonest = np.isfinite(months) & ((months < others) if side == "sender" else (months <= others))
    days = months[soonest] * DAYS
    early, late = (float(np.quantile(days, q, method="nearest")) for q in (0.05, 0.95))
    loser = who if side == "sender" else whom
    verb = "run" if loser.endswith("s") else "runs"
    return (f"{loser} {verb} short first {often}, {early:.0f} to {late:.0f} days after the first "
            "move (5–95 %)")  # fmt: skip
