r"""What a month of shortage costs a country: by CES for the whole economy, and at most by sector.

A month's loss is a twelfth of the year's that would follow if every month were like it,

.. math::  L(t) = \tfrac{1}{12} V \left(1 - Y(\alpha, \sigma, E_t)\right)

with :math:`V` the country's value added, :math:`\alpha` the part of it that its normal use of the
material is worth, :math:`E_t` the part of that use which is met, and Y as
`outlast.engines.shock.losses.ces` has it.  As Y bends, the months add up to far more than the
loss by the year's mean that `shock` tells: what is missing at once hurts more than a little that
is missing for long.  `within_year` counts as `shock` does.  Of the year that a month belongs to,
it takes the loss by all that is missing up to and with the month, less that of the month before,

.. math::  L'(t) = V \left[Y\Bigl(\alpha, \sigma, 1 - \tfrac{1}{12} \sum_{s < t} (1 - E_s)\Bigr)
           - Y\Bigl(\alpha, \sigma, 1 - \tfrac{1}{12} \sum_{s \le t} (1 - E_s)\Bigr)\right]

so that twelve months add up to the loss of the year, and to less where the stop ends before.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.engines.shock.designs import Random
from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.losses import ces
from outlast.engines.shock.losses.assess import (
    NO_INDUSTRY,
    cost_share,
    economy_of,
)
from outlast.engines.shock.losses.at_risk import (
    Shortage,
    missing_output,
    value_added,
    value_at_risk,
)
from outlast.engines.shock.losses.production import FORMS
from outlast.engines.shock.per_draw import fill

Array = NDArray[np.float64]
YEAR = 12
NO_ECONOMY = "industries.csv has no economy of {country}"
NO_PRICE = "no price of the material is on file"


def drawn_sigma(case: Case, draws: int, seed: int) -> Array | None:
    """Draw the elasticity of the national loss as `shock` does; None where the case has none."""
    prior = next((row for row in case.priors if row.name == ces.STREAM), None)
    if prior is None:
        return None
    return ces.draw_sigma(prior.low, prior.high, Random(seed, draws), draws)


@dataclass(frozen=True)
class Economy:
    """What a country's national loss is computed from.

    Attributes
    ----------
    product : float
        Value added.  [million USD/year]
    share : ndarray, shape (draw,)
        What its normal use of the material is worth, a part of that.
    sigma : ndarray, shape (draw,)
        Elasticity of substitution.
    figures : tuple of str
        Ids of the rows used.
    """

    product: float
    share: Array
    sigma: Array
    figures: tuple[str, ...]

    def by_month(self, met: Array) -> Array:
        """Loss of each month by itself, shape (draw, month).  [million USD]"""
        part = np.clip(met, 0.0, 1.0)
        lost = ces.loss(self.share[:, None], self.sigma[:, None], part)
        return self.product / YEAR * lost

    def within_year(self, met: Array) -> Array:
        """Loss of each month as the year's goes on, shape (draw, month).  [million USD]"""
        found = np.zeros(met.shape)
        for first in range(0, met.shape[1], YEAR):
            missing = np.cumsum(1 - met[:, first : first + YEAR], axis=1) / YEAR
            left = np.clip(1 - missing, 0.0, 1.0)
            lost = self.product * ces.loss(self.share[:, None], self.sigma[:, None], left)
            found[:, first : first + YEAR] = np.diff(lost, axis=1, prepend=0.0)
        return found


def economy(
    case: Case, country: str, price: float | None, use: Array, sigma: Array | None
) -> Economy | str:
    """Find what a country's national loss is computed from, or why it is unknown.

    Parameters
    ----------
    case : Case
        Holds the economies.
    country : str
        Who is short.
    price : float or None
        Of the material.  [USD/t]
    use : ndarray, shape (draw,)
        Normal use.  [t/month]
    sigma : ndarray, shape (draw,), or None
        Elasticity of substitution.

    Returns
    -------
    Economy or str
        The reason where there is no economy, price or elasticity.
    """
    row = economy_of(case, country)
    if row is None:
        return NO_ECONOMY.format(country=case.countries.name(country))
    if sigma is None:
        return f"priors.csv has no {ces.STREAM}, the elasticity of substitution"
    if price is None:
        return NO_PRICE
    product = value_added([row])
    share = price * YEAR * use / (product * 1e6)
    if share.max() > 1:
        return "the material's use is worth more than the whole economy of industries.csv"
    rows = {prior.id for prior in case.priors if prior.name == ces.STREAM}
    return Economy(product, share, sigma, tuple(sorted({row.key, *rows})))


def bounds(
    case: Case, country: str, price: float | None, run: Run
) -> tuple[Mapping[str, Array], str, tuple[str, ...]]:
    """Bound the loss month by month by production functions of the sectors' industries.

    Parameters
    ----------
    case : Case
        Holds industries.
    country : str
        The run's target.
    price : float or None
        Of the material.  [USD/t]
    run : Run
        What its sectors get.

    Returns
    -------
    forms : mapping of str to ndarray, shape (draw, month)
        By function, as far as it is known of every sector that uses any.  [million USD]
    reason : str
        Why the first, the bound, is not among them; empty where it is.
    figures : tuple of str
        Ids of the rows used.
    """
    met = np.minimum(fill(run), 1.0)
    use = run.market.demand[:, run.target]
    columns = [k for k in range(len(run.sectors)) if use[:, k].any()]
    sectors = tuple(run.sectors[k] for k in columns)
    rows = {s: [r for r in case.industries if (r.country, r.sector) == (country, s)]
            for s in sectors}  # fmt: skip
    lacking = [s for s in sectors if not rows[s] or any(r.value_added is None for r in rows[s])]
    if lacking:
        name = case.countries.name(country)
        named = [NO_INDUSTRY.format(sector=case.sectors[s].name.lower(), country=name)
                 for s in lacking]  # fmt: skip
        return {}, "; ".join(named), ()
    draws, months, _ = met.shape
    flat = met[:, :, columns].reshape(draws * months, len(columns))
    lack = Shortage(sectors, [flat], np.zeros(0), YEAR * use[:, columns])
    cost = [cost_share(rows[s], lack.use[:, k], price) for k, s in enumerate(sectors)]
    missing = missing_output(lack, [case.sectors[s].necessity for s in sectors], cost)
    found: dict[str, Array] = {
        form: value_at_risk(form, missing, rows).reshape(draws, months) / YEAR
        for form in FORMS
        if all((form, s) in missing for s in sectors)
    }
    return found, "", tuple(sorted({row.key for named in rows.values() for row in named}))
