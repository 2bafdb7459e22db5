"""What a year of a study says: bands of harm, cost and endurance, who yields first, the stake."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.effects import Effect
from outlast.engines.leverage.short_first import Short, short, yields_first
from outlast.engines.leverage.solve import solve
from outlast.engines.leverage.study import RULES, Exhaustion, Known, Nothing, Played, Untold
from outlast.engines.leverage.unknown_stock import threshold_with_types, types_of
from outlast.engines.shock.bands import band
from outlast.results import Unknown

Array = NDArray[np.float64]
YEAR = 12
TYPES = 5
"""How many stocks of the target a sender that does not know it thinks possible."""
QUANTILES = ("p5", "p50", "p95")
EMPTY = dict.fromkeys(QUANTILES)


def or_never(values: Array) -> dict[str, float | None]:
    """Band of something that may never be, and the part of the futures in which it is not."""
    return {**band(values), "never_share": float(np.mean(~np.isfinite(values)))}


def row_of(played: Played, rule: Exhaustion | None = None) -> dict[str, Any]:
    """Tell a year.

    Parameters
    ----------
    played : Played
        Both sides' cards.
    rule : {"endurance", "market"}, optional
        What cannot be borne; that of the game if not given.

    Returns
    -------
    dict
        As ``docs/json.md`` lists ``years``; ``known`` is whether the game could be played, and
        ``reason`` why it could not.
    """
    contest, found = played.contest, short(played, rule or played.exhaustion)
    return {
        "year": played.year,
        "known": contest is not None,
        "reason": played.untold or None,
        **_of_card(played.card),
        "unmet_share_12m": {"sender": _sender_unmet(played), "target": _unmet(played.card)},
        "exhausted_month": _exhausted(found),
        "answers": [_answer(answer) for answer in played.answers],
        "best_answer": best_answers(contest, played) if contest else None,
        "threshold": _limit(played),
        "threshold_types": _with_types(contest) if contest and played.concession is None else None,
        "yields_first": yields_first(found),
        "rules": rules_of(played),
        "below_nothing_share": contest.below_nothing_share if contest else None,
    }


def variant_of(played: Played) -> dict[str, Any]:
    """Tell a year with other answers: as `row_of`, what depends on them alone."""
    return {
        "year": played.year,
        "reason": played.untold or None,
        "threshold": _limit(played),
        "yields_first": yields_first(short(played, played.exhaustion) if played.contest else None),
        "rules": rules_of(played),
        "answer_unmet": _sender_unmet(played),
        "answer_reach": [_answer(answer)["reach"] for answer in played.answers],
    }


def _limit(played: Played) -> dict[str, float | None] | None:
    """Band of the threshold; None where it is unknown."""
    return or_never(played.threshold) if played.contest else None


def rules_of(played: Played) -> list[dict[str, Any]]:
    """Tell the year by every rule of what cannot be borne: in how many futures some stake pays."""
    found = []
    for rule in RULES:
        first = yields_first(short(played, rule))
        limit = played.stake_by(rule) if played.contest else None
        found.append({"rule": rule, "yields_first": first,
                      "pays_share": None if limit is None else float(np.isfinite(limit).mean()),
                      "pays_unanswered": _unanswered(played, rule) if played.contest else None,
                      "threshold": None if limit is None else or_never(limit)})  # fmt: skip
    return found


def unknown_of(played: Played, place: int) -> list[Unknown]:
    """List what of a year is unknown, and why."""
    found = [] if played.contest else [Unknown(f"years.{place}.threshold", played.untold)]
    for where, part in (
        ("card", played.card),
        *((f"answers.{k}", part) for k, part in enumerate(played.answers)),
    ):
        if isinstance(part, Effect):
            found += [Unknown(f"years.{place}.{where}.{u.path}", u.reason) for u in part.unknown]
    return found  # fmt: skip


def _unanswered(played: Played, rule: Exhaustion) -> float:
    """Part of the futures in which some stake would pay if the target had no answer."""
    return float(np.isfinite(played.stake_by(rule, answered=False)).mean())


def best_answers(contest: Contest, played: Played) -> list[dict[str, Any]]:
    """What the target answers at the stake that just does not pay, the most frequent first.

    Where no stake pays, at what the card would cost the target.
    """
    tried = np.where(np.isfinite(played.threshold), played.threshold, played.worth)
    chosen = np.bincount(solve(contest, tried).answer, minlength=len(contest.answers))
    rows = [{"cards": list(cards), "share": float(count / contest.draws)}
            for cards, count in zip(contest.answers, chosen, strict=True) if count]  # fmt: skip
    return sorted(rows, key=lambda row: (-row["share"], row["cards"]))


def _of_card(card: Known) -> dict[str, Any]:
    """Harm to the target, by loss function too, and the sender's own cost, over twelve months."""
    if not isinstance(card, Effect):
        return {"harm": EMPTY, "harm_forms": [], "cost": EMPTY, "cost_parts": [],
                "card_value": None,
                "card_reach": 0.0 if isinstance(card, Nothing) else None}  # fmt: skip
    return {
        "harm": yearly(card.harm),
        "harm_forms": [{"name": name, **yearly(lost)} for name, lost in card.forms.items()],
        "cost": _cost(card),
        "cost_parts": [{"name": name, **yearly(paid)} for name, paid in card.cost.items()],
        "card_value": card.value,
        "card_reach": card.reach,
    }


NONE = dict.fromkeys(QUANTILES, 0.0)


def _answer(answer: Known) -> dict[str, Any]:
    if isinstance(answer, Nothing):
        return {"card": answer.card, "reach": 0.0, "value": None, "harm": NONE, "cost": NONE,
                "unmet_share_12m": NONE, "exhausted_month": {**EMPTY, "never_share": 1.0},
                "reason": answer.reason}  # fmt: skip
    if not isinstance(answer, Effect):
        return {"card": answer.card, "reach": None, "value": None, "harm": EMPTY, "cost": EMPTY,
                "unmet_share_12m": EMPTY, "exhausted_month": {**EMPTY, "never_share": None},
                "reason": answer.reason}  # fmt: skip
    return {
        "card": answer.card,
        "reach": answer.reach,
        "value": answer.value,
        "harm": yearly(answer.harm),
        "cost": _cost(answer),
        "unmet_share_12m": band(answer.unmet),
        "exhausted_month": or_never(answer.exhausted),
        "reason": None,
    }


def yearly(monthly: Array | None) -> dict[str, float | None]:
    """Band of the first twelve months' sum; None where it is unknown."""
    return dict(EMPTY) if monthly is None else band(monthly[:, :YEAR].sum(axis=1))


def _cost(effect: Effect) -> dict[str, float | None]:
    """Band of all parts of what the actor pays; None where a part is unknown."""
    if not effect.cost or any(u.path.startswith("cost") for u in effect.unknown):
        return dict(EMPTY)
    return yearly(np.sum(list(effect.cost.values()), axis=0))


def _unmet(card: Known) -> Mapping[str, float | None]:
    return band(card.unmet) if isinstance(card, Effect) else EMPTY


def _sender_unmet(played: Played) -> Mapping[str, float | None]:
    """What the sender misses under the answer of which it misses most, or under its own card."""
    if any(isinstance(answer, Untold) for answer in played.answers):
        return EMPTY
    missed = [answer.unmet for answer in played.answers if isinstance(answer, Effect)]
    return band(np.max(missed, axis=0)) if missed else dict.fromkeys(QUANTILES, 0.0)


def _exhausted(found: Short | None) -> dict[str, Any]:
    if found is None:
        return {side: {**EMPTY, "never_share": None} for side in ("sender", "target")}
    return {"sender": or_never(found.sender), "target": or_never(found.target)}


def _with_types(contest: Contest) -> float | None:
    """Median stake of a sender that does not know the target's stock; None where it is never."""
    found = threshold_with_types(contest, types_of(contest, TYPES))
    return band(found)["p50"]
