"""A card's scenario, and the market with it and without it."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import (
    ContentRule,
    Dated,
    ExportBan,
    Quota,
    Scenario,
    Timed,
    Truce,
)
from outlast.case.measures.scenario import Measure
from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.shock.ensemble import Ensemble, Run
from outlast.engines.shock.feeds import of_year
from outlast.engines.shock.model import run
from outlast.engines.shock.spans import month_of
from outlast.errors import InvalidInput
from outlast.periods import Period

Array = NDArray[np.float64]
OWN = "card"
"""Id of the measure that a card is, if it names no scenario."""


@dataclass(frozen=True)
class Worlds:
    """The market with a card and without it.

    Attributes
    ----------
    played : Run
        With the card; every month is counted from the start of the run.
    without : Run or None
        Without it; None where nothing else happens, so that every month is the normal one.
    first : int
        Month of the run in which the card is played.
    left_out : tuple of str
        Stages without trade of the year.
    """

    played: Run
    without: Run | None
    first: int
    left_out: tuple[str, ...]


def worlds(
    card: MaterialCard, actor: str, victim: str, year: int, months: int, draws: int, seed: int,
    threads: int | None = None,
) -> Worlds:  # fmt: skip
    """Run the market with a card, and without it where something else happens beneath.

    Parameters
    ----------
    card : MaterialCard
        What is played.
    actor, victim : str
        Who plays it, and against whom.
    year : int
        Baseline year.
    months, draws, seed : int
        Months from the one in which the card is played; futures; and their seed.
    threads : int, optional
        All cores if not given; the result is the same.

    Returns
    -------
    Worlds
        Both in the same futures.
    """
    under = card.case.scenarios[card.after].measures if card.after else ()
    own = renamed(measures_of(card, actor, victim), {measure.id for measure in under})
    start = _start((*own, *under), year)
    first = int(min(month_of(m.start, start, m.id) for m in own if isinstance(m, Timed)))
    whole = Scenario(title=card.text, measures=(*own, *under))
    case, left_out = of_year(card.case, whole, year)
    asked = Ensemble(case, whole, victim, year, first + months, draws, seed, start=start,
                     users=(actor,), links=True)  # fmt: skip
    together = 2 if under else 1
    played = _from(run(asked, threads=threads, together=together), first)
    if not under:
        return Worlds(played, None, first, left_out)
    beneath = replace(asked, scenario=Scenario(title=card.text, measures=under))
    without = _from(run(beneath, threads=threads, together=together), first)
    return Worlds(played, without, first, left_out)


def measures_of(card: MaterialCard, actor: str, victim: str) -> tuple[Measure, ...]:
    """List a card's measures.

    Parameters
    ----------
    card : MaterialCard
        What is played.
    actor, victim : str
        Who plays it, and against whom.

    Returns
    -------
    tuple of Measure
        A ban or quota, or those of the scenario that it names.

    Raises
    ------
    InvalidInput
        If none of the scenario's measures is the actor's.
    """
    if card.scenario:
        found = card.case.scenarios[card.scenario].measures
        if not any(_acts(card.case, measure, actor) for measure in found):
            name = card.case.countries.name(actor)
            raise InvalidInput(f"scenario of card {card.text}", card.scenario,
                               expected=f"one in which {name} stops something",
                               remedy="who acts stands in its powers")  # fmt: skip
        return found
    plain: dict[str, Any] = {
        "id": OWN, "powers": (actor, *(a for a in card.allies if a != actor)),
        "targets": (victim,), "reach": card.reach, "start": "+0", "expected_months": card.expect,
    }  # fmt: skip
    if card.severity == 1:
        return (ExportBan(kind="export_ban", **plain),)
    return (Quota(kind="quota", level=1 - card.severity, **plain),)


def _acts(case: Case, measure: Measure, actor: str) -> bool:
    """Whether a measure is an act of the power."""
    if isinstance(measure, ExportBan) and measure.all_but:
        return actor not in measure.all_but
    powers = measure.powers if isinstance(measure, ExportBan | ContentRule) else ()
    return any(actor in case.countries.members(code) for code in powers)


def renamed(measures: tuple[Measure, ...], taken: set[str]) -> tuple[Measure, ...]:
    """Give measures ids that others do not have; truces follow."""
    names = {measure.id: measure.id for measure in measures}
    while taken & set(names.values()):
        names = {old: f"{OWN}-{new}" for old, new in names.items()}
    found = []
    for measure in measures:
        changed: dict[str, Any] = {"id": names[measure.id]}
        if isinstance(measure, Truce):
            changed["lifts"] = tuple(names.get(name, name) for name in measure.lifts)
        found.append(measure.model_copy(update=changed))
    return tuple(found)


def _start(measures: tuple[Measure, ...], year: int) -> int:
    """First month of the run: of the first date that is written out, else January of the year."""
    dates = [m.start for m in measures]
    dates += [m.announced for m in measures if isinstance(m, Dated) and m.announced]
    fixed = [Period.parse(date[:7]).first for date in dates if not date.startswith("+")]
    return min(fixed, default=year * 12)


def _from(done: Run, first: int) -> Run:
    """Let what is told of a run count from a month."""
    schedule = replace(done.frame.schedule, onset=first)
    return replace(done, frame=replace(done.frame, schedule=schedule))
