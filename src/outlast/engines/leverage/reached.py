"""What part of the victim's supply a card stops, and what it means if that is nothing."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from outlast.case.measures import ContentRule, ExportBan
from outlast.countries import the
from outlast.engines.exposure.control import rows_of, told_for_others
from outlast.engines.exposure.producers import with_output
from outlast.engines.leverage.cards import MaterialCard
from outlast.engines.leverage.effects import NothingToStop, YearUnknown
from outlast.engines.leverage.worlds import OWN, Worlds, measures_of
from outlast.engines.shock.codes import members
from outlast.engines.shock.control import LAYERS
from outlast.engines.shock.ensemble import Run

Array = NDArray[np.float64]


def reached(card: MaterialCard, found: Worlds, actor: str, victim: str) -> float | None:
    """Tell what part of the victim's supply a card stops at most in any month, mean over draws.

    Parameters
    ----------
    card : MaterialCard
        What is played.
    found : Worlds
        The market with the card and without it.
    actor, victim : str
        Who plays it, and against whom.

    Returns
    -------
    float or None
        0 to 1; None where a scenario does more than cap links of the product's own market.

    Raises
    ------
    NothingToStop
        If a card stops nothing, and that is known.
    YearUnknown
        If it stops nothing as far as the case knows, but that is not all.
    """
    own = measures_of(card, actor, victim)
    if not all(isinstance(m, ExportBan | ContentRule) and not m.stage for m in own):
        return None
    capped = _capped(found.played)[:, found.first :]
    if found.without is not None:
        capped = capped - _capped(found.without)[:, found.first :]
    part = float(np.maximum(capped.max(axis=1), 0.0).mean())
    if part == 0:
        _refuse(card, found.played, actor, victim)
    return part


def _capped(run: Run) -> Array:
    """Part of the target's normal supply that may not pass, shape (draw, month)."""
    flow = run.market.flow[:, :, run.target]
    shut = 1 - np.minimum(run.market.policies.cap[:, :, :, run.target], 1.0)
    total = np.maximum(flow.sum(axis=1), np.finfo(float).tiny)
    return np.asarray((shut * flow[:, None]).sum(axis=2) / total[:, None])


def _refuse(card: MaterialCard, run: Run, actor: str, victim: str) -> None:
    """Say that a card stops nothing, or that it is not known to."""
    countries, year = card.case.countries, run.normal.year
    powers = (actor, *card.allies)
    what = f"what {the(countries.name(actor))} can stop with card {card.text} in {year}"
    untold = list(_untold(card, run, powers, victim))
    if untold:
        raise YearUnknown(what, "unknown", expected="a part of the supply of "
                          + the(countries.name(victim)), remedy="; ".join(untold))  # fmt: skip
    raise NothingToStop(
        what, f"nothing that reaches {the(countries.name(victim))}",
        expected="a part of its supply", remedy=_holds(card, run, powers),
    )  # fmt: skip


def _untold(card: MaterialCard, run: Run, powers: Iterable[str], victim: str) -> Iterable[str]:
    """Say what of the powers' control is not on file."""
    case, year = card.case, run.normal.year
    for code in sorted(members(case.countries, powers, year)):
        if code in with_output(case, year) and code not in run.normal.origins:
            yield f"output of {case.countries.name(code)} is not on file"
    if card.reach == "territory" or card.scenario:
        return
    usual = run.normal.flow[:, :, run.target].max(axis=0)
    supplying = [code for code, flow in zip(run.normal.origins, usual, strict=True) if flow > 0]
    for code in case.countries.acting(tuple(powers), year):
        for layer in LAYERS:
            for origin in supplying:
                told = rows_of(case, origin, layer, code, year, {victim})
                if not told and told_for_others(case, origin, layer, code, year):
                    name = case.countries.name(code)
                    yield (f"what {name} holds of {origin} by {layer} is told of other "
                           "importers' purchases alone")  # fmt: skip


def _holds(card: MaterialCard, run: Run, powers: Iterable[str]) -> str:
    """Say what powers do control."""
    own = members(card.case.countries, powers, run.normal.year)
    lanes = [i for i, lane in enumerate(run.schedule.lanes)
             if lane.origin in own or OWN in lane.held_by]  # fmt: skip
    flow = run.market.flow.sum(axis=2)
    part = float((flow[:, lanes].sum(axis=1) / flow.sum(axis=1)).mean())
    if not part:
        return "it controls no country's output that is on file"
    origins = sorted({run.schedule.lanes[i].origin for i in lanes})
    names = ", ".join(card.case.countries.name(code) for code in origins)
    return f"it controls {100 * part:.2g} % of the world's supply ({names}), sold to others"
