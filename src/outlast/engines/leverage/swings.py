"""What moves the answer: assumptions of the model, and how the game is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.leverage.study import RULES, Exhaustion, Hand, Played, Study, drawn_of
from outlast.engines.shock.names import driver
from outlast.engines.shock.summary import rank_correlation

Array = NDArray[np.float64]
MOST = 6
"""Priors that are shown."""
FIFTH = 0.2
SURE = 3.0
"""Standard errors by which a rank correlation must differ from none to be shown."""


def median(stakes: Array) -> float | None:
    """Stake from which playing pays in half of the futures; None where none does."""
    middle = float(np.median(stakes))
    return middle if np.isfinite(middle) else None


def wins(stakes: Array) -> float:
    """Part of the futures in which some stake pays."""
    return float(np.mean(np.isfinite(stakes)))


def cases_of(study: Study, hands: Sequence[Hand]) -> dict[str, Case]:
    """Find the case that each card's priors stand in, by the name before their own."""
    return {hand.card.text.partition(":")[0]: hand.card.case
            if isinstance(hand.card, MaterialCard) else study.home for hand in hands}  # fmt: skip


def words_of(name: str, cases: Mapping[str, Case]) -> str:
    """Say in words what is drawn, with the material of its case or of its stage before it."""
    card, _, within = name.partition(": ")
    said = driver(cases[card], within)
    material = cases[card].header.material.rpartition(" ")[2]
    return said if ":" in within else f"{material}: {said}"


def drivers(
    played: Played, cases: Mapping[str, Case], rule: Exhaustion | None = None
) -> list[dict[str, Any]]:
    """Rank correlation of every drawn prior with the threshold, the strongest first.

    Futures in which no stake pays rank above all others.  It is ``sure`` where it differs from
    none by three standard errors.  Another rule of what cannot be borne may be given.
    """
    stakes = played.stake_by(rule or played.exhaustion)
    floor = SURE / np.sqrt(len(stakes))
    found = []
    for name, values in drawn_of(played).items():
        rank = rank_correlation(values, stakes)
        found.append({"assumption": name, "words": words_of(name, cases),
                      "rank_correlation": rank,
                      "sure": bool(abs(rank or 0.0) > floor)})  # fmt: skip
    return sorted(found, key=lambda row: (-abs(row["rank_correlation"] or 0.0), row["assumption"]))


def swings(
    study: Study, card: Hand, answers: Sequence[Hand], played: Played
) -> list[dict[str, Any]]:
    """Tell how far each assumption moves the part of the futures in which some stake pays.

    Parameters
    ----------
    study : Study
        Whose effects are used again where they are the same.
    card, answers : Hand
        What is played.
    played : Played
        A year with a game.

    Returns
    -------
    list of dict
        ``assumption``, its ``words``, ``central``, ``low`` and ``high`` with what they stand
        for, the widest first: for a prior its lowest and its highest fifth of the draws.
    """
    central = wins(played.threshold)
    cases = cases_of(study, (card, *answers))
    sure = _strongest(played, cases, played.exhaustion)
    rows = [_of_prior(name, cases, values, played.threshold, wins) | {"central": central}
            for name, values in sure]  # fmt: skip
    rows += [row for row in (_exhaustion(played, central), _severity(study, card, answers, played),
                             _without(played, central)) if row]  # fmt: skip
    return sorted(rows, key=lambda row: (-abs(row["high"] - row["low"]), row["assumption"]))


def stake_swings(study: Study, hands: Sequence[Hand], played: Played) -> list[dict[str, Any]]:
    """Tell how far each prior moves the median stake from which playing pays.

    Parameters
    ----------
    study : Study
        Of the game.
    hands : sequence of Hand
        What is played by both.
    played : Played
        A year with a game.

    Returns
    -------
    list of dict
        As `swings`, with the ``rule``: the first by which a median stake exists; empty where by
        none.  A ``low`` or ``high`` of None is no stake.  [million USD/year]
    """
    rule = next((rule for rule in RULES if median(played.stake_by(rule)) is not None), None)
    if rule is None:
        return []
    stakes, cases = played.stake_by(rule), cases_of(study, hands)
    return [_of_prior(name, cases, values, stakes, median)
            | {"central": median(stakes), "rule": rule}
            for name, values in _strongest(played, cases, rule)]  # fmt: skip


def _strongest(
    played: Played, cases: Mapping[str, Case], rule: Exhaustion
) -> list[tuple[str, Array]]:
    drawn = drawn_of(played)
    sure = [row for row in drivers(played, cases, rule) if row["sure"]]
    return [(row["assumption"], drawn[row["assumption"]]) for row in sure[:MOST]]


def _of_prior(
    name: str, cases: Mapping[str, Case], values: Array, stakes: Array,
    told: Callable[[Array], float | None],
) -> dict[str, Any]:  # fmt: skip
    low, high = np.quantile(values, (FIFTH, 1 - FIFTH))
    card, _, within = name.partition(": ")
    unit = _unit(cases[card], within)
    return {
        "assumption": name, "words": words_of(name, cases),
        "low": told(stakes[values <= low]), "high": told(stakes[values >= high]),
        "low_words": f"up to {_number(low)}{unit}",
        "high_words": f"{_number(high)}{unit} and more",
    }  # fmt: skip


def _number(value: float) -> str:
    """Write a number with three figures.

    >>> _number(2063.2), _number(0.0157)
    ('2,063', '0.0157')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _unit(case: Case, name: str) -> str:
    """Unit of a prior, with a blank before it; outputs are in tonnes, parts have none."""
    path, _, within = name.rpartition(":")
    if path:
        return _unit(case.chain[path], within)
    if name.startswith("output-"):
        return " t"
    unit = next((row.unit for row in case.priors if row.name == name), "1")
    return "" if unit == "1" else {"month": " months", "week": " weeks"}.get(unit, f" {unit}")


def _named(words: str) -> dict[str, str]:
    return {"assumption": words, "words": words}


def _exhaustion(played: Played, central: float) -> dict[str, Any]:
    """Say what it means that a critical sector is short: at market prices, or served first."""
    found = {rule: wins(played.stake_by(rule)) for rule in RULES}
    return {**_named("when a month is unbearable"), "central": central,
            "low": found["endurance"], "high": found["market"],
            "low_words": "critical sectors short though served first",
            "high_words": "critical sectors short at market prices"}  # fmt: skip


def _severity(
    study: Study, card: Hand, answers: Sequence[Hand], played: Played
) -> dict[str, Any] | None:
    """Play half of the card instead of all of it."""
    if not isinstance(card.card, MaterialCard) or card.card.scenario or card.card.severity < 1:
        return None
    joint = "," if ":" in card.card.text else ":"
    half = replace(card.card, severity=0.5, text=f"{card.card.text}{joint}severity=0.5")
    partly = study.play(card._replace(card=half), answers, played.year)
    if partly.contest is None:
        return None
    central = wins(played.threshold)
    return {**_named("severity of the card"), "central": central,
            "low": wins(partly.threshold), "high": central,
            "low_words": "half is stopped", "high_words": "all is stopped"}  # fmt: skip


def _without(played: Played, central: float) -> dict[str, Any]:
    """Leave the target without an answer."""
    free = played.stake_by(played.exhaustion, answered=False)
    return {**_named("the answers"), "central": central, "low": central,
            "high": wins(free),
            "low_words": "given", "high_words": "none is given"}  # fmt: skip
