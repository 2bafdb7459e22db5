"""What a material card does: what the victim loses, what the actor pays, how long stocks last."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.exposure.producers import with_output
from outlast.engines.leverage.cards import MaterialCard, check_parties
from outlast.engines.leverage.costs import Played
from outlast.engines.leverage.effects import Effect, YearUnknown
from outlast.engines.leverage.exhaustion import first_short
from outlast.engines.leverage.losses import bounds, drawn_sigma, economy
from outlast.engines.leverage.reached import reached
from outlast.engines.leverage.worlds import Worlds, measures_of, worlds
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.codes import members
from outlast.engines.shock.control import controlled_share
from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.losses.assess import price_of
from outlast.engines.shock.losses.ces import STREAM
from outlast.engines.shock.per_draw import (
    endurance_weeks,
    met_share,
    stored,
    unmet_share,
)
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import reference_price, trade_of
from outlast.errors import InvalidInput
from outlast.results import Unknown

Array = NDArray[np.float64]
HARM, BY_MONTH = "harm", "ces_by_month"
COSTS = ("lost_exports", "own_sectors", "lost_share")


def material_effect(
    card: MaterialCard,
    actor: str,
    victim: str,
    year: int,
    *,
    months: int = 36,
    draws: int = 1000,
    seed: int = 1,
    threads: int | None = None,
) -> Effect:
    """Tell what a material card does in a year.

    Parameters
    ----------
    card : MaterialCard
        As `read_card` gives it.
    actor, victim : str
        Who plays it, and against whom; alpha-3 codes.
    year : int
        Baseline year of the flows.
    months, draws, seed : int
        Months from the one in which it is played, twelve or more; futures; and their seed.
        Cards whose futures should be independent need seeds of their own.
    threads : int, optional
        All cores if not given; the result is the same.

    Returns
    -------
    Effect
        In the central form of the market model.

    Raises
    ------
    InvalidInput
        If the parties do not fit, or a number.
    NothingToStop
        If the actor, alone or with its allies, is known to control nothing of the victim's supply.
    YearUnknown
        If the figures do not tell: the year is outside the case, it has no producer or no imports
        of the victim, or control is not on file.
    """
    check_parties(card, actor, victim, card.case.countries)
    if months < 12:
        raise InvalidInput("months", months, expected="12 or more",
                           remedy="the unmet share is that of twelve months")  # fmt: skip
    measures_of(card, actor, victim)
    try:
        found = worlds(card, actor, victim, year, months, draws, seed, threads)
    except InvalidInput:
        _check_year(card, actor, victim, year)
        raise
    reach = reached(card, found, actor, victim)
    price, why = price_of(card.case, year)
    played = Played(card.case, found, actor, victim, price, drawn_sigma(card.case, draws, seed),
                    _no_output(card.case, found.played, actor))  # fmt: skip
    return _told(card, played, reach, why)


def _check_year(card: MaterialCard, actor: str, victim: str, year: int) -> None:
    """Refuse a year of which a normal month, or who controls what, cannot be told."""
    case = card.case
    try:
        case.check_year(year)
        sample = Sample(case, 1, 1, year, "central")
        normal = baseline(case, year, sample, (victim,))
        if card.reach == "control" and not card.scenario:
            powers = (actor, *card.allies)
            for origin in set(normal.origins) - members(case.countries, powers, year):
                controlled_share(case, origin, powers, year, sample, {victim})
    except InvalidInput as unknown:
        raise YearUnknown(f"card {card.text} in {year}", "unknown", expected="a year with figures",
                          remedy=str(unknown)) from unknown  # fmt: skip


def _told(card: MaterialCard, played: Played, reach: float | None, no_price: str) -> Effect:
    """Put an effect together."""
    found, run = played.found, played.found.played
    harm, forms, used, unknown = _harm(played)
    cost = {name: getattr(played, name)() for name in COSTS}
    unknown += [Unknown(f"cost.{name}", part.reason) for name, part in cost.items()
                if part.values is None]  # fmt: skip
    if reach is None:
        unknown.append(Unknown("reach", f"{card.scenario} does more than cap the product's links"))
    own = unmet_of(run, played.actor)
    if own is None:
        name = card.case.countries.name(played.actor)
        unknown.append(Unknown("actor_unmet", f"no use by {name} is on file"))
    return Effect(
        card=card.text, actor=played.actor, victim=played.victim, year=run.normal.year,
        harm=harm,
        forms=forms,
        cost={name: part.values for name, part in cost.items() if part.values is not None},
        exhausted=first_short(run, found.first, found.without),
        endurance_weeks=_lasts(found),
        unmet=unmet_share(run, run.target),
        actor_unmet=own,
        value=_value(card.case, played.actor, played.victim, run.normal.year),
        reach=reach,
        drawn=_drawn(played),
        figures=tuple(sorted({
            *run.figures, *(found.without.figures if found.without else ()), *used,
            *_priced(card.case, run.normal.year),
            *(figure for part in cost.values() for figure in part.figures),
        })),
        unknown=tuple(unknown),
        notes=_notes(found, no_price),
    )  # fmt: skip


def _lasts(found: Worlds) -> Array:
    """Weeks of endurance; inf where it would end within a week of that without the card."""
    weeks = endurance_weeks(found.played, stored(found.played))
    if found.without is None:
        return weeks
    alone = endurance_weeks(found.without, stored(found.without))
    return np.where(weeks + 1 <= alone, weeks, np.inf)


def _harm(
    played: Played,
) -> tuple[Array | None, Mapping[str, Array], set[str], list[Unknown]]:
    """Tell what the victim loses with the card beyond what it loses without."""
    case, found = played.case, played.found
    use = found.played.market.demand[:, found.played.target].sum(axis=1)
    whole = economy(case, played.victim, played.price, use, played.sigma)
    used = set() if isinstance(whole, str) else set(whole.figures)
    unknown = [Unknown("harm", whole)] if isinstance(whole, str) else []
    lost: list[dict[str, Array]] = []
    for run in (found.played, found.without):
        if run is None:
            continue
        forms, reason, rows = bounds(case, played.victim, played.price, run)
        lost.append({name: values[:, found.first :] for name, values in forms.items()})
        used |= set(rows)
        if run is found.played and reason:
            unknown.append(Unknown("forms", reason))
        if not isinstance(whole, str):
            met = met_share(run)[:, found.first :]
            lost[-1] |= {HARM: whole.within_year(met), BY_MONTH: whole.by_month(met)}
    total = {name: values - lost[1][name] if len(lost) > 1 else values
             for name, values in lost[0].items()}  # fmt: skip
    return total.pop(HARM, None), total, used, unknown


def unmet_of(run: Run, code: str) -> Array | None:
    """Part of a country's use that is missing over twelve months; None without use on file."""
    if code not in run.normal.destinations:
        return None
    return unmet_share(run, run.normal.destinations.index(code))


def _value(case: Case, actor: str, victim: str, year: int) -> float:
    """Trade of the year from actor to victim; a pair without a row traded nothing.  [M USD]"""
    flows = (flow.value_usd for flow in trade_of(case, year).flows
             if (flow.exporter, flow.importer) == (actor, victim))  # fmt: skip
    return sum(flows) / 1e6


def _drawn(played: Played) -> Mapping[str, Array]:
    """What varies, upstream too."""
    drawn = {name: values for one in played.found.played.markets()
             for name, values in one.sample.drawn.items()}  # fmt: skip
    return drawn if played.sigma is None else {**drawn, STREAM: played.sigma}


def _priced(case: Case, year: int) -> set[str]:
    """Ids of the figures behind the price."""
    try:
        when = reference_price(case, year)[1]
    except InvalidInput:
        return set()
    exporter = case.header.price_reference
    rows = {flow.id for flow in trade_of(case, when).flows if flow.exporter == exporter}
    printed = {b.exports for b in case.balances if (b.country, b.year) == (exporter, when)}
    return rows | {name for name in printed if name}


def _no_output(case: Case, run: Run, actor: str) -> str:
    """Say why a producer's output is not known; empty where it is, or where it makes none."""
    year = run.normal.year
    if actor in run.normal.origins or actor not in with_output(case, year):
        return ""
    return f"output of {case.countries.name(actor)} in {year} is not on file"


def _notes(found: Worlds, no_price: str) -> tuple[str, ...]:
    run = found.played
    told = [*found.left_out, *run.normal.notes, *run.schedule.notes]
    told += [note for feed in run.feeds for note in feed.notes]
    return tuple(dict.fromkeys([*told, *([no_price] if no_price else [])]))
