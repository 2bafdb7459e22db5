r"""What a month of shortage costs a country: by CES for the whole economy, and at most by sector.

A month's loss is a twelfth of the year's that would follow if every month were like it,

.. math::  L(t) = \tfrac{1}{12} V \left(1 - Y(\alpha, \sigma, E_t)\right)

with :math:`V` the country's value added, :math:`\alpha` the part of it that its normal use of the
material is worth, :math:`E_t` the part of that use which is met, and Y as
`outlast.engines.shock.losses.ces` has it.  As Y bends, the months add up to more than a loss by
the year's mean: what is missing at once hurts more than what is missing a little for long.
"""

from collections.abc import Mapping
from typing import NamedTuple

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


class Loss(NamedTuple):
    """A loss by month, or why it is unknown.

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


def drawn_sigma(case: Case, draws: int, seed: int) -> Array | None:
    """Draw the elasticity of the national loss as `shock` does; None where the case has none."""
    prior = next((row for row in case.priors if row.name == ces.STREAM), None)
    if prior is None:
        return None
    return ces.draw_sigma(prior.low, prior.high, Random(seed, draws), draws)


def national(
    case: Case, country: str, price: float | None, use: Array, met: Array, sigma: Array | None
) -> Loss:
    """Tell what a country loses month by month by CES.

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
    met : ndarray, shape (draw, month)
        Part of it that is met.
    sigma : ndarray, shape (draw,), or None
        Elasticity of substitution.

    Returns
    -------
    Loss
        Unknown without an economy, a price or an elasticity.
    """
    economy = economy_of(case, country)
    if economy is None:
        return Loss(None, f"industries.csv has no economy of {case.countries.name(country)}")
    if sigma is None:
        return Loss(None, f"priors.csv has no {ces.STREAM}, the elasticity of substitution")
    if price is None:
        return Loss(None, "no price of the material is on file")
    product = value_added([economy])
    share = price * YEAR * use / (product * 1e6)
    if share.max() > 1:
        return Loss(None, "the material's use is worth more than the whole economy")
    lost = ces.loss(share[:, None], sigma[:, None], np.clip(met, 0.0, 1.0))
    rows = {row.id for row in case.priors if row.name == ces.STREAM}
    return Loss(product / YEAR * lost, figures=tuple(sorted({economy.key, *rows})))


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
