r"""Influence by trade theory, beside what the market model says.

Hirschman's asymmetry (Hirschman 1945, National Power and the Structure of Foreign Trade): the part
of B's imports that comes from A, less the part of A's exports that goes to B.  Who is needed more
than it needs has influence.

Power by a nest of constant elasticity (Clayton, Maggiori & Schreger 2024, A Theory of Economic
Coercion and Fragmentation): a buyer that loses the part :math:`\omega` of a material's supply sees
the nest's price rise by :math:`-\ln(1-\omega)/(\sigma-1)`, and its own cost by

.. math::  P = \sum_J \Omega_J \frac{-\ln(1-\omega_J)}{\sigma_J - 1}

with :math:`\Omega_J` what it spends on the material as a part of its value added and
:math:`\sigma_J` how well origins replace each other in the long run.  Where nothing replaces
(:math:`\sigma \le 1`) or nothing is left (:math:`\omega = 1`) that is infinite, and the loss of
doing without the material, by `outlast.engines.shock.losses.ces` at zero supply, caps it; below an
elasticity of 1 there that is the whole economy.
"""

from dataclasses import dataclass
from math import inf, log1p

import numpy as np

from outlast.engines.leverage.cards import MaterialCard, check_parties
from outlast.engines.leverage.losses import NO_ECONOMY, YEAR
from outlast.engines.shock.baseline import Baseline, baseline
from outlast.engines.shock.codes import members
from outlast.engines.shock.control import controlled_share
from outlast.engines.shock.designs import Chosen
from outlast.engines.shock.losses import ces
from outlast.engines.shock.losses.assess import economy_of, price_of
from outlast.engines.shock.losses.at_risk import value_added
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import trade_of
from outlast.errors import InvalidInput
from outlast.results import Unknown


@dataclass(frozen=True)
class Influence:
    """What a card's sender has over its target, by trade theory; None is unknown.

    Attributes
    ----------
    imports_from : float or None
        Part of the target's imports of the goods that comes from the sender.
    exports_to : float or None
        Part of the sender's exports of the goods that goes to the target.
    reach : float or None
        Part of the target's supply that the powers control, all middles of what is drawn.
    spending : float or None
        What the target's normal use is worth, a part of its value added.
    sigma : float or None
        Elasticity between origins in the long run.
    power : float or None
        As the module has it, a part of the target's value added.
    capped : bool
        Whether it is that of doing without.
    figures : tuple of str
        Ids of the figures used.
    unknown : tuple of Unknown
        What is None, and why.
    """

    imports_from: float | None
    exports_to: float | None
    reach: float | None
    spending: float | None
    sigma: float | None
    power: float | None
    capped: bool
    figures: tuple[str, ...]
    unknown: tuple[Unknown, ...]

    @property
    def asymmetry(self) -> float | None:
        """Hirschman's: −1 to 1, above 0 where the target needs the sender more."""
        if self.imports_from is None or self.exports_to is None:
            return None
        return self.imports_from - self.exports_to


def ces_power(omega: float, sigma: float) -> float:
    r"""By how much the log price of a nest rises that loses a part of its supply.

    .. math::  \frac{-\ln(1-\omega)}{\sigma-1}

    Parameters
    ----------
    omega : float
        Part that is lost, 0 to 1.
    sigma : float
        Elasticity of substitution, above 0.

    Returns
    -------
    float
        Infinite where nothing replaces or nothing is left; 0 where nothing is lost.

    Raises
    ------
    InvalidInput
        If a number lies outside.

    Examples
    --------
    >>> round(ces_power(0.5, 2), 4), ces_power(0.5, 1), ces_power(0.0, 1)
    (0.6931, inf, 0.0)
    """
    if not 0 <= omega <= 1:
        raise InvalidInput("omega", omega, expected="a part from 0 to 1")
    if not sigma > 0:
        raise InvalidInput("sigma", sigma, expected="a number above 0")
    if omega == 0:
        return 0.0
    return inf if sigma <= 1 or omega == 1 else -log1p(-omega) / (sigma - 1)


def power(spending: float, omega: float, sigma: float, without: float) -> tuple[float, bool]:
    """Ω times `ces_power`, and whether the loss of doing without caps it.

    Parameters
    ----------
    spending : float
        Ω, what is spent on the material as a part of value added, 0 to 1.
    omega, sigma : float
        As `ces_power` takes them.
    without : float
        Loss of doing without the material, a part of value added.

    Returns
    -------
    power : float
        A part of value added.
    capped : bool
        Whether it is `without`.
    """
    free = 0.0 if omega == 0 else spending * ces_power(omega, sigma)
    return min(free, without), free > without


def influence(card: MaterialCard, sender: str, target: str, year: int) -> Influence:
    """Tell what a sender has over a target by trade theory, by all that it controls.

    Parameters
    ----------
    card : MaterialCard
        Names the goods and the allies; its reach and severity do not matter here.
    sender, target : str
        Alpha-3 codes.
    year : int
        Of the trade.

    Returns
    -------
    Influence
        Everything unknown in a year without figures.
    """
    case = card.case
    check_parties(card, sender, target, case.countries)
    if year not in case.years:
        first, last = case.header.years
        why = f"{year} is not among {first} to {last}, the years of the case's trade table"
        return Influence(None, None, None, None, None, None, capped=False, figures=(),
                         unknown=(Unknown("imports_from", why), Unknown("power", why)),
                         )  # fmt: skip
    trade = trade_of(case, year)
    between = sum(f.value_usd for f in trade.flows if (f.exporter, f.importer) == (sender, target))
    bought = sum(f.value_usd for f in trade.flows if f.importer == target)
    sold = trade.value.get(sender, 0.0)
    unknown = [Unknown(name, f"no {what} of {case.countries.name(code)} in {year} are on file")
               for name, what, code, total in (("imports_from", "imports", target, bought),
                                               ("exports_to", "exports", sender, sold))
               if not total]  # fmt: skip
    rest = _power(card, sender, target, year)
    return Influence(
        imports_from=between / bought if bought else None,
        exports_to=between / sold if sold else None,
        reach=rest.reach, spending=rest.spending, sigma=rest.sigma, power=rest.power,
        capped=rest.capped,
        figures=tuple(sorted({*rest.figures, *(f.id for f in trade.flows)})),
        unknown=(*unknown, *rest.unknown),
    )  # fmt: skip


def _power(card: MaterialCard, sender: str, target: str, year: int) -> Influence:
    """The second measure, with everything that is drawn at its middle."""
    case = card.case
    sample = Sample(case, 1, 1, year, "central", Chosen({}))
    reach = spending = sigma = found = None
    capped, why = False, ""
    figures: set[str] = set()
    try:
        normal = baseline(case, year, sample, (target,))
        reach = _reach(card, sender, target, normal, sample)
        sigma = sample.middle("sigma_long")
        figures |= normal.figures | sample.used
    except InvalidInput as missing:
        why = str(missing)
    row, (price, no_price) = economy_of(case, target), price_of(case, year)
    if row is None:
        why = why or NO_ECONOMY.format(country=case.countries.name(target))
    why = why or no_price
    if not why and row is not None and price is not None:
        use = YEAR * float(normal.demand[0, normal.destinations.index(target)])
        spending = price * use / (value_added([row]) * 1e6)
        if reach is not None and sigma is not None and spending <= 1:
            without = ces.loss(spending, sample.middle(ces.STREAM), 0.0)
            found, capped = power(spending, reach, sigma, float(without))
            figures.add(row.key)
    unknown = (Unknown("power", why),) if why else ()
    return Influence(None, None, reach, spending, sigma, found, capped, tuple(sorted(figures)),
                     unknown)  # fmt: skip


def _reach(
    card: MaterialCard, sender: str, target: str, normal: Baseline, sample: Sample
) -> float:  # fmt: skip
    """Part of the target's use that the powers made or hold, but for what it makes itself."""
    case, powers = card.case, (sender, *card.allies)
    own = members(case.countries, powers, normal.year)
    j = normal.destinations.index(target)
    flow = normal.flow[0, :, j]
    part = [
        0.0 if origin == target else 1.0 if origin in own
        else float(controlled_share(case, origin, powers, normal.year, sample, {target})[0])
        for origin in normal.origins
    ]  # fmt: skip
    return float(np.clip(flow @ np.array(part) / flow.sum(), 0.0, 1.0))
