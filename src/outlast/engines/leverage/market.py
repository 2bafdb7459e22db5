r"""Access to a market as a card: the actor taxes all that the victim sells to it.

Of the exports :math:`V` of a year, in money, a tariff :math:`\tau` stops

.. math::  \Delta V = V \left(1 - (1+\tau)^{-\varepsilon}\right)

(a constant elasticity :math:`\varepsilon` of imports to the price with duty, and duties borne in
full by the buyer: Fajgelbaum, Goldberg, Kennedy & Khandelwal 2020, QJE 135(1),
doi:10.1093/qje/qjz036; Boehm, Levchenko & Pandalai-Nayar 2023, AER 113(4)).  A part of it is sold
elsewhere, rising evenly over :math:`R` months to the share :math:`\rho`; in month :math:`m` it is

.. math::  \rho_m = \rho \int_m^{m+1} \min(1, t/R) \, dt

and the victim loses, of a USD that is neither sold there nor elsewhere, the value added
:math:`a`: its harm in a month is

.. math::  h_m = \tfrac{1}{12}\, \Delta V \, (1 - \rho_m) \, a

The actor's own cost is what its buyers lose beyond the duty that they pay, the area under the same
demand, of which Harberger's triangle :math:`\tfrac12 \tau \Delta V` (1964, AER 54(3)) is the limit
at low rates and too large by up to nine tenths at 145 %:

.. math::  c_m = \tfrac{1}{12} V \left[\int_0^\tau (1+t)^{-\varepsilon} dt
           - \tau (1+\tau)^{-\varepsilon}\right]

The duty itself moves money within the actor's country and is no cost.
"""

import math
from collections.abc import Mapping
from functools import partial

import numpy as np

from outlast.case import Case
from outlast.engines.leverage.effects import Array, Effect
from outlast.engines.leverage.exports import check_pair, exports_to
from outlast.engines.shock.memory import check_numbers
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput
from outlast.results import Unknown

NOTES = (
    (
        "The market card withholds nothing from the victim: no critical sector is told to run "
        "dry, so that it is never exhausted by this card, and nothing is unmet by it."
    ),
    (
        "Not in the victim's harm: workers and machines that find other work, lower prices that "
        "win buyers elsewhere, and what its buyers and suppliers lose beyond value added."
    ),
    (
        "Not in the actor's cost: makers that stop for want of parts, market power of its own "
        "makers, goods under way, a change of the price before duty, and retaliation, which is "
        "another card."
    ),
    "The elasticity was measured on duties of up to some tens of per cent.",
)

FLAT = 1e-9


def market_effect(
    case: Case, actor: str, victim: str, year: int, rate: float, months: int, draws: int, seed: int
) -> Effect:
    """Tell what a tariff on all that a victim sells to an actor does to both.

    Parameters
    ----------
    case : Case
        Holds figures of exports of all goods, and the priors ``tariff_elasticity``,
        ``redirect_share``, ``redirect_months`` and ``export_value_added``.
    actor, victim : str
        Codes of who taxes and of who sells.
    year : int
        Whose exports are taxed.
    rate : float
        The tariff that is added, 1.45 for 145 %.
    months, draws, seed : int
        Length, number of futures, and the seed; the same seed gives the same bytes.

    Returns
    -------
    Effect
        Its harm and cost are nan, and an unknown says why, in a year without figures.

    Raises
    ------
    InvalidInput
        If the rate is no number of 0 or more, the actor is the victim, or the case has no figure
        of what the victim sells to the actor, or lacks one of the priors.
    """
    check_numbers(draws, months, seed)
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate < math.inf:
        raise InvalidInput("rate", rate, expected="a number of 0 or more",
                           remedy="write 1.45 for a tariff of 145 %")  # fmt: skip
    check_pair(case, victim, actor)
    sample = Sample(case, seed, draws, year, "central")
    made = partial(_effect, actor, victim, year, rate, draws)
    sales = exports_to(case, victim, actor, year)
    if sales is None:
        nothing = np.full((draws, months), np.nan)
        why = (f"the exports of {case.countries.name(victim)} to {case.countries.name(actor)} "
               f"in {year} are not on file")  # fmt: skip
        return made(nothing, nothing, unknown=(Unknown("harm", why), Unknown("cost", why)))
    trade = sample.interval("market_exports", sales.low, sales.high, "uniform")
    elasticity = sample["tariff_elasticity"]
    stops = trade * stopped(rate, elasticity) / 12
    elsewhere = sample["redirect_share"][:, None] * risen(months, sample["redirect_months"])
    harm = stops[:, None] * (1 - elsewhere) * sample["export_value_added"][:, None]
    lost = trade * lost_surplus(rate, elasticity) / 12
    dearer = np.repeat(lost[:, None], months, axis=1)
    figures = tuple(sorted({*sales.figures, *sample.used}))
    return made(harm, dearer, value=sales.value, drawn=sample.drawn, figures=figures)


def _effect(
    actor: str, victim: str, year: int, rate: float, draws: int, harm: Array, dearer: Array, *,
    value: float | None = None, drawn: Mapping[str, Array] | None = None,
    figures: tuple[str, ...] = (), unknown: tuple[Unknown, ...] = (),
) -> Effect:  # fmt: skip
    """Fill in what a market card never does."""
    never, untold = np.full(draws, np.inf), np.full(draws, np.nan)
    reason = "what the actor's own users miss of taxed imports is not modelled"
    return Effect(
        card=f"market:rate={rate:g}", actor=actor, victim=victim, year=year,
        harm=harm, forms={}, cost={"dearer_imports": dearer},
        exhausted=never, endurance_weeks=never, unmet=np.zeros(draws), actor_unmet=untold,
        value=value, reach=None, drawn=drawn or {}, figures=figures,
        unknown=(*unknown, Unknown("actor_unmet", reason)), notes=NOTES,
    )  # fmt: skip


def lost_surplus(rate: float, elasticity: Array) -> Array:
    r"""Buyers' loss beyond the duty they pay, per USD of trade, under constant elasticity.

    .. math::  \int_0^\tau (1+t)^{-\varepsilon} dt - \tau (1+\tau)^{-\varepsilon}

    Parameters
    ----------
    rate : float
        The tariff, 0 or more.
    elasticity : ndarray
        Above 0.

    Returns
    -------
    ndarray
        0 or more, of the elasticity's shape.

    Examples
    --------
    >>> lost_surplus(1.0, np.array([1.0, 2.0])).round(4)
    array([0.1931, 0.25  ])
    """
    power, log = 1 - elasticity, math.log1p(rate)
    flat = np.abs(power) < FLAT  # where the integral tends to the logarithm
    area = np.where(flat, log, np.expm1(power * log) / np.where(flat, 1.0, power))
    return np.asarray(area - rate * np.exp(-elasticity * log))


def stopped(rate: float, elasticity: Array) -> Array:
    r"""Part of trade that a tariff stops, :math:`1 - (1+\tau)^{-\varepsilon}`.

    Parameters
    ----------
    rate : float
        The tariff, 0 or more.
    elasticity : ndarray
        Above 0.

    Returns
    -------
    ndarray
        0 to 1, of the elasticity's shape.

    Examples
    --------
    >>> float(stopped(1.0, np.array([1.0]))[0])
    0.5
    """
    return -np.expm1(-elasticity * math.log1p(rate))


def risen(months: int, over: Array) -> Array:
    r"""Mean of each month of what rises evenly to 1, :math:`\int_m^{m+1} \min(1, t/R) \, dt`.

    Parameters
    ----------
    months : int
        How many.
    over : ndarray, shape (draw,)
        Months R in which it has risen, above 0.

    Returns
    -------
    ndarray, shape (draw, month)
        0 to 1.

    Examples
    --------
    >>> risen(4, np.array([2.0]))
    array([[0.25, 0.75, 1.  , 1.  ]])
    """
    ends = np.arange(months + 1.0)
    ramp = over[:, None]
    area = np.where(ends < ramp, ends**2 / (2 * ramp), ends - ramp / 2)
    return np.asarray(np.diff(area, axis=1))
