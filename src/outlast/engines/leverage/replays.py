"""Contests that happened, set beside what the game says of them; nothing is tuned to them."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.case.schema import Replay
from outlast.engines.leverage.cards import Card, read_card, words
from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.rows import or_never, yields_first
from outlast.engines.leverage.solve import solve
from outlast.engines.leverage.study import Hand, Study

Array = NDArray[np.float64]
DAYS = 365.25 / 12
"""Days in a month."""


def replays(study: Study) -> list[dict[str, Any]]:
    """Tell every contest of the case at home.

    Parameters
    ----------
    study : Study
        Its draws, seed and rules.

    Returns
    -------
    list of dict
        What was played, who is predicted to give in and when, what happened, and whether the
        two agree; unknown with its reason where the figures do not tell.
    """
    return [_replay(study, name, row) for name, row in study.home.replays.items()]


def _replay(study: Study, name: str, row: Replay) -> dict[str, Any]:
    countries = study.home.countries
    card = Hand(read_card(row.card), row.sender, row.target)
    answers = [Hand(read_card(text), row.target, row.sender) for text in row.answers]
    played = study.play(card, answers, row.year)
    told: dict[str, Any] = {
        "id": name, "title": row.title, "sender": row.sender, "target": row.target,
        "card": _said(card, study), "answers": [_said(hand, study) for hand in answers],
        "played": row.played, "answered": row.answered, "note": row.note,
        "figures": sorted({row.source, *(step.source for step in row.observed)}),
    }  # fmt: skip
    contest = played.contest
    predicted = _predicted(contest, row, countries.name) if contest else _untold(played.untold)
    begun = min(row.played, row.answered)
    return {**told, **predicted, "observed": [
        {"what": step.what, "date": step.date, "days": _days(begun, step.date),
         "ended": step.ended, "words": step.words, "grade": step.grade, "source": step.source}
        for step in row.observed
    ]}  # fmt: skip


def _said(hand: Hand, study: Study) -> dict[str, str]:
    card: Card = hand.card
    return {"name": card.text, "words": words(card, hand.actor, hand.victim, study.home.countries)}


def _days(begun: str, ended: str) -> int:
    return (date.fromisoformat(ended) - date.fromisoformat(begun)).days


def _untold(reason: str) -> dict[str, Any]:
    names = ("yields_first", "exhausted_days", "plays_share", "says")
    return {**dict.fromkeys(names), "unknown": reason}


def _predicted(contest: Contest, row: Replay, name: Any) -> dict[str, Any]:  # noqa: ANN401 - a function of codes
    """Who runs dry first and when, and what the game would have had the sender do."""
    first = yields_first(contest)
    sender, target = contest.sender_months[-1], contest.target_months
    return {
        "yields_first": first,
        "exhausted_days": {"sender": or_never(sender * DAYS), "target": or_never(target * DAYS)},
        "plays_share": _plays(contest),
        "unknown": None,
        "says": _says(first, sender, target, name(row.sender), name(row.target)),
    }  # fmt: skip


def _plays(contest: Contest) -> float:
    """Part of the futures in which the sender plays for as much as the card costs the target."""
    borne = np.where(np.isfinite(contest.harm), contest.harm, 0.0).sum(axis=1)
    return float(solve(contest, borne * 12 / contest.months).plays.mean())


def _says(
    first: dict[str, float | None], sender: Array, target: Array, who: str, whom: str
) -> str:  # fmt: skip
    """Say the prediction in a sentence."""
    side, share = max(first.items(), key=lambda pair: pair[1] or 0.0)
    if side == "neither":
        return f"Neither runs short within the horizon in {share:.0%} of the futures"
    months = sender if side == "sender" else target
    early, late = np.quantile(months[np.isfinite(months)] * DAYS, (0.05, 0.95), method="nearest")
    loser = who if side == "sender" else whom
    return (f"{loser} runs short first in {share:.0%} of the futures, in the month that begins "
            f"{early:.0f} to {late:.0f} days after the first move, and gives way")  # fmt: skip
