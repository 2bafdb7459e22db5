r"""Quotas in a year after a shock: the T that brings a link's flow down to what may pass.

At fixed expenditure the year with quotas is where

.. math::
    0 \le \lambda_{ij} \perp c_{ij} - x_{ij} \ge 0, \qquad
    T_{ij} = (d_{ij} (1 + \tau_{ij}) e^{\lambda_{ij}})^{1-\sigma}

with x what leaves and λ the log of what a buyer pays above the origin's price, a rent that goes
to whoever holds the licence and is not spent on the material again.  Without duties
it is also the greatest :math:`\sum_j E_j \ln Q_j` over flows within outputs and quotas, Q the CES
amounts used (Eisenberg & Gale 1959, doi:10.1214/aoms/1177706369): one such year and no more.
"""

from dataclasses import dataclass

import numpy as np

from outlast.engines.shock.annual.base import Array, Base, Change, check_range, check_shape
from outlast.engines.shock.annual.hat import Rows, Year, solve
from outlast.errors import Infeasible

MARGIN = 1e-9
"""How far a flow may pass its quota, or a rent lie below nothing."""
MOST_ROUNDS = 200


@dataclass(frozen=True)
class QuotaYear:
    """A year with quotas.

    Attributes
    ----------
    year : Year
        By origin and destination, as without quotas.
    rent : ndarray, shape (origin, destination)
        λ, 0 where a quota does not bind; not a number where the origin cannot sell all that it
        has, since then its own price is 0 and all that its buyers pay is rent.
    """

    year: Year
    rent: Array


def solve_with_quotas(base: Base, change: Change, sigma: float, quota: Array) -> QuotaYear:
    """Find the year after a shock with quotas, at fixed expenditure.

    A binding link is an origin of its own whose output is the quota; links join and leave that
    group until every quota is kept and no rent is below nothing.

    Parameters
    ----------
    base : Base
        Trade of the base year.
    change : Change
        What the shock does beside the quotas.
    sigma : float
        Elasticity of substitution between origins, above 1.
    quota : ndarray, shape (origin, destination)
        Most that may leave, in units worth 1 in the base year; ``inf`` for no quota, 0 for a ban.

    Returns
    -------
    QuotaYear
        A year in which all of it holds; without duties there is no other.

    Raises
    ------
    InvalidInput
        As `solve`, or if a quota is negative or no number.
    Infeasible
        As `solve`.
    """
    check_range("quota", quota, 0.0, np.inf)
    check_shape("quota", quota, base.shares.shape)
    change = Change(np.where(quota == 0, np.inf, change.iceberg), change.tariff, change.output)
    supply = base.output * change.output
    trade = (base.shares > 0) & np.isfinite(change.iceberg) & (supply > 0)[:, None]
    spare = np.where(trade, quota, 0.0).sum(axis=1) <= supply
    always = trade & spare[:, None]
    bound = always.copy()
    for _ in range(MOST_ROUNDS):
        found = _with_bound(base, change, sigma, quota, bound)
        over = trade & ~bound & (found.year.quantity > quota * (1 + MARGIN))
        under = bound & ~always & (found.rent < -MARGIN)
        if not (over | under).any():
            return found
        bound = (bound | over) & ~under
    raise Infeasible(f"no set of binding quotas found in {MOST_ROUNDS} rounds")


def _with_bound(base: Base, change: Change, sigma: float, quota: Array, bound: Rows) -> QuotaYear:
    """Solve with each bound link as an origin of its own."""
    origin, place = np.nonzero(bound)
    flows = base.shares * base.expenditure
    own = np.zeros((len(origin), flows.shape[1]))
    own[np.arange(len(origin)), place] = flows[bound]
    free = np.where(bound, 0.0, flows)
    rest = base.output * change.output - np.where(bound, quota, 0.0).sum(axis=1)
    wanted = np.concatenate([np.where(free.any(axis=1), rest, 0.0), quota[bound]])
    stacked = np.concatenate([free, own])
    size = stacked.sum(axis=1)
    year = solve(
        Base.of_flows(stacked),
        Change(
            np.concatenate([change.iceberg, change.iceberg[origin]]),
            np.concatenate([change.tariff, change.tariff[origin]]),
            np.divide(wanted, size, out=np.zeros_like(size), where=size > 0),
        ),
        sigma,
    )
    return _joined(year, bound, change)


def _joined(year: Year, bound: Rows, change: Change) -> QuotaYear:
    """Put bound links back to their origins."""
    origin, place = np.nonzero(bound)
    count = len(bound)
    shares, quantity = year.shares[:count].copy(), year.quantity[:count].copy()
    links = count + np.arange(len(origin))
    shares[bound], quantity[bound] = year.shares[links, place], year.quantity[links, place]
    price = year.price[:count].copy()
    idle = (change.output > 0) & ~(quantity * ~bound).any(axis=1)
    price[idle] = 0.0
    rent = np.zeros(bound.shape)
    above = np.where(price[origin] > 0, price[origin], np.nan)
    rent[bound] = np.log(year.price[links] / above)
    joined = Year(price, year.price_index, shares, quantity, year.income, year.residual,
                  year.steps)  # fmt: skip
    return QuotaYear(joined, rent)
