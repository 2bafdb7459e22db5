r"""What it costs to play a card: exports that are not sold, own shortage, buyers who never return.

Exports that stop cost the part :math:`\mu` of their normal worth, the value added in them:

.. math::  C(t) = \mu\, \pi \max\bigl(0,\ X_0(t) - X(t)\bigr)

with :math:`X_0` and :math:`X` what leaves the actor's own territory for all others without and
with the card, so that what is sold to others instead counts against it, and :math:`\pi` the normal
price.  Buyers who never return are the part :math:`\lambda` of normal exports to the victim over
:math:`\tau` months, :math:`\mu \pi \lambda x_0 \tau`, counted evenly over the first twelve.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.leverage.losses import NO_PRICE, YEAR, economy
from outlast.engines.leverage.worlds import Worlds
from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.per_draw import met_share
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
SHORT = 1e-9
"""A smaller part of use or exports that is missing is none."""


class Cost(NamedTuple):
    """A part of the cost, or why it is unknown.

    Attributes
    ----------
    values : ndarray, shape (draw, month), or None
        [million USD]
    reason : str
        Why there is none.
    figures : tuple of str
        Ids of the rows used.
    """

    values: Array | None
    reason: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """A card as it was played.

    Attributes
    ----------
    case : Case
        Of the material.
    found : Worlds
        The market with the card and without it.
    actor, victim : str
        Who plays it, and against whom.
    price : float or None
        Of the material.  [USD/t]
    sigma : ndarray, shape (draw,), or None
        Elasticity of the national loss.
    no_output : str
        Why the actor's own output is not known; empty where it is.
    """

    case: Case
    found: Worlds
    actor: str
    victim: str
    price: float | None
    sigma: Array | None
    no_output: str

    @property
    def months(self) -> int:
        """Months from the one in which the card is played."""
        return len(self.found.played.schedule.since) - self.found.first

    def nothing(self) -> Array:
        """Zeros, shape (draw, month)."""
        return np.zeros((self.found.played.sample.draws, self.months))

    @property
    def _makes(self) -> bool:
        return self.actor in self.found.played.normal.origins

    def lost_exports(self) -> Cost:
        """Value added of exports that are not sold; who is known to make none loses none."""
        unknown = self._unpriced()
        if not self._makes and not self.no_output:
            return Cost(self.nothing())
        if unknown or self.price is None:
            return Cost(None, unknown)
        run, first = self.found.played, self.found.first
        usual = run.market.flow[:, _own(run, self.actor)].sum(axis=1)
        usual = usual[:, _abroad(run, self.actor)].sum(axis=1)[:, None]
        beneath = self.found.without
        before = usual if beneath is None else _exports(beneath, self.actor, first)
        lost = np.maximum(before - _exports(run, self.actor, first), 0.0)
        lost = np.where(lost > SHORT * usual, lost, 0.0)
        return Cost(run.sample["export_margin"][:, None] * self.price * lost / 1e6)

    def lost_share(self) -> Cost:
        """Value added of sales to the victim that never return, over the first twelve months.

        In proportion to the part of a month's sales to it that is stopped.
        """
        unknown = self._unpriced()
        if not self._makes and not self.no_output:
            return Cost(self.nothing())
        if unknown or self.price is None:
            return Cost(None, unknown)
        run, drawn = self.found.played, self.found.played.sample
        there = run.normal.destinations.index(self.victim)
        sold = run.normal.flow[:, run.normal.origins.index(self.actor), there]
        year = slice(self.found.first, self.found.first + YEAR)
        sent = run.record.links[:, year, _own(run, self.actor), there].sum(axis=2)
        stopped = np.clip(1 - sent / np.maximum(sold, SHORT)[:, None], 0.0, 1.0)
        part = drawn["lost_share_after"] * drawn["lost_share_months"] * drawn["export_margin"]
        each = self.nothing()
        each[:, :YEAR] = (part * sold * self.price / 1e6 / YEAR)[:, None] * stopped
        return Cost(each)

    def own_sectors(self) -> Cost:
        """National loss of the actor by CES, beyond what it would lose without the card.

        Below 0 where something else happens beneath and the card keeps material at home.
        """
        run, first, beneath = self.found.played, self.found.first, self.found.without
        if self.actor not in run.normal.destinations:
            name = self.case.countries.name(self.actor)
            return Cost(None, f"no use by {name} is on file for {run.normal.year}")
        place = run.normal.destinations.index(self.actor)
        met = met_share(run, place)[:, first:]
        before = np.ones_like(met) if beneath is None else met_share(
            beneath, beneath.normal.destinations.index(self.actor))[:, first:]  # fmt: skip
        if (np.minimum(met, before) >= 1 - SHORT).all():
            return Cost(self.nothing())
        use = run.market.demand[:, place].sum(axis=1)
        told = economy(self.case, self.actor, self.price, use, self.sigma)
        if isinstance(told, str):
            return Cost(None, told)
        return Cost(told.within_year(met) - told.within_year(before), figures=told.figures)

    def _unpriced(self) -> str:
        """Why exports have no worth on file; empty where they have."""
        if self.no_output or self.price is None:
            return self.no_output or NO_PRICE
        try:
            for name in ("export_margin", "lost_share_after", "lost_share_months"):
                self.found.played.sample[name]
        except InvalidInput as missing:
            return str(missing)
        return ""


def _own(run: Run, actor: str) -> list[int]:
    """Places of the lanes of what is made on the actor's territory."""
    return [i for i, lane in enumerate(run.schedule.lanes) if lane.origin == actor]


def _abroad(run: Run, actor: str) -> list[int]:
    return [j for j, code in enumerate(run.normal.destinations) if code != actor]


def _exports(run: Run, actor: str, first: int) -> Array:
    """What leaves the actor's territory for others, shape (draw, month).  [t/month]"""
    sent = run.record.links[:, first:, _own(run, actor)].sum(axis=2)
    return np.asarray(sent[:, :, _abroad(run, actor)].sum(axis=2))
