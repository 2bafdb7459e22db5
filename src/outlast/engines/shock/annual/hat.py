r"""A year after a shock by exact hat algebra: shares of the base year and an elasticity suffice.

With changes :math:`\hat p` of prices, iceberg costs d, added tariffs τ and outputs
:math:`\hat r` in place of levels,

.. math::
    T_{ij} = (d_{ij} (1 + \tau_{ij}))^{1-\sigma}, \qquad
    \hat P_j^{1-\sigma} = \sum_i \pi_{ij} T_{ij} \hat p_i^{1-\sigma}, \qquad
    \pi'_{ij} = \pi_{ij} T_{ij} (\hat p_i / \hat P_j)^{1-\sigma}, \qquad
    \hat p_i \hat r_i r_i = \sum_j \pi'_{ij} E'_j / (1 + \tau_{ij})

(Dekle, Eaton & Kortum 2008, doi:10.1057/imfsp.2008.17; Costinot & Rodríguez-Clare 2014,
doi:10.1016/B978-0-444-54314-1.00004-5).  What is spent is either fixed or follows income, with the
tariffs' revenue rebated:

.. math::
    E'_j = E_j \qquad \text{or} \qquad
    E'_j = \mu \frac{\hat p_j \hat r_j E_j}
                    {1 - \sum_i \pi'_{ij} \tau_{ij} / (1 + \tau_{ij})} .

Where trade is balanced μ is 1.  Where it is not, expenditure that follows prices country by
country does not add up to the world's output: μ is the common factor that makes it do so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.annual.base import Array, Base, Change, check_shape, check_sigma
from outlast.engines.shock.annual.exchange import Exchange, clear, imbalance
from outlast.errors import Infeasible, InvalidInput

Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Year:
    r"""The year after a shock, in comparison with the base year.

    Attributes
    ----------
    price : ndarray, shape (origin,)
        :math:`\hat p`; of an origin that sells nothing 0 where output is left, else not a number.
    price_index : ndarray, shape (destination,)
        :math:`\hat P`, duties included.
    shares : ndarray, shape (origin, destination)
        :math:`\pi'`, parts of expenditure with duties.
    quantity : ndarray, shape (origin, destination)
        What leaves each origin, in units worth 1 in the base year.
    income : ndarray, shape (destination,)
        Income with rebated revenue, or 1 where expenditure is fixed.
    residual : float
        Largest log excess demand.
    steps : int
        Steps of the solver.
    """

    price: Array
    price_index: Array
    shares: Array
    quantity: Array
    income: Array
    residual: float
    steps: int

    @property
    def welfare(self) -> Array:
        r"""Real income, or real use of a fixed expenditure, :math:`\hat Y_j / \hat P_j`.

        Shape (destination,).  Where a country's own sales are neither taxed nor dearer to ship,
        no revenue is rebated and expenditure follows income, it is

        .. math::  W_j = (\pi'_{jj} / \pi_{jj})^{1/(1-\sigma)}

        (Arkolakis, Costinot & Rodríguez-Clare 2012, doi:10.1257/aer.102.1.94), with unchanged
        output.
        """
        return self.income / self.price_index


def solve(base: Base, change: Change, sigma: float, *, follow_income: bool = False) -> Year:
    """Find the year after a shock.

    Parameters
    ----------
    base : Base
        Trade of the base year.
    change : Change
        What the shock does.
    sigma : float
        Elasticity of substitution between origins, above 1.
    follow_income : bool
        Whether expenditure follows income, origins and destinations being the same countries in
        the same order; fixed if not.

    Returns
    -------
    Year
        Where expenditure follows income, prices are such that the base year's output costs what
        it did.

    Raises
    ------
    InvalidInput
        If sigma is not above 1 or shapes do not fit.
    Infeasible
        If a destination has no supplier left, a country no income, or no prices clear.
    """
    check_sigma(sigma)
    check_shape("iceberg", change.iceberg, base.shares.shape)
    if follow_income and base.shares.shape[0] != base.shares.shape[1]:
        raise InvalidInput("shape of shares", base.shares.shape, expected="a square",
                           remedy="income needs each country as origin and destination",
                           )  # fmt: skip
    supply = base.output * change.output
    trade = (base.shares > 0) & np.isfinite(change.iceberg) & (supply > 0)[:, None]
    _refuse_cut_off(trade, follow_income=follow_income)
    rows: Rows = np.asarray(trade.any(axis=1))
    with np.errstate(divide="ignore"):
        cost = np.log(change.iceberg[rows]) + np.log1p(change.tariff[rows])
        weight = np.where(trade[rows], np.log(base.shares[rows]) + (1 - sigma) * cost, -np.inf)
    left = change.output if follow_income else None
    exchange = Exchange(weight, 1 / (1 + change.tariff[rows]), base.expenditure, supply[rows],
                         sigma, left)  # fmt: skip
    return _year(exchange, rows, supply, *clear(exchange))


def _refuse_cut_off(trade: Rows, *, follow_income: bool) -> None:
    """Refuse a destination without a supplier, and a country without income."""
    stranded = ~trade.any(axis=0)
    if stranded.any():
        raise Infeasible(f"destination {int(stranded.argmax())} has no supplier left: no price "
                         "clears its market, leave it out or let something pass")  # fmt: skip
    unsold = ~trade.any(axis=1)
    if follow_income and unsold.any():
        raise Infeasible(f"country {int(unsold.argmax())} sells nothing and so has no income: "
                         "let it sell to somebody, or fix expenditure")  # fmt: skip


def _year(
    exchange: Exchange, rows: Rows, supply: Array, log_price: Array, excess: Array, steps: int
) -> Year:
    """Lay the prices of open origins out over all of them."""
    log_index, log_shares = exchange.prices(log_price)
    income = exchange.income(log_price, np.exp(log_shares))
    common = 1.0 if exchange.left is None else np.exp(-(excess.max() + excess.min()) / 2)
    price = np.where(supply > 0, 0.0, np.nan)
    price[rows] = np.exp(log_price)
    shares, quantity = np.zeros((2, len(rows), len(income)))
    shares[rows] = np.exp(log_shares)
    flow = exchange.flow(log_price, log_shares)
    quantity[rows] = common * np.exp(flow - log_price[:, None])
    return Year(
        price, np.exp(log_index), shares, quantity, income, imbalance(exchange, excess), steps
    )
