r"""How large a stock should be, and when it is filled, in the classical models.

Beside the plan itself: a market's stock under a Markov chain of disruptions (Teisberg 1981, Bell
J. Econ. 12(2)), and a fixed reserve against stops whose length is exponential.  The mean of the
worst outcomes is `outlast.engines.shock.losses.tail.cvar`.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.engines.plan.instance import Array
from outlast.errors import InvalidInput, LimitReached

_SETTLED = 1e-12
_ROUNDS = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """A market with a public stock.

    Attributes
    ----------
    levels : ndarray, shape (level,)
        Sizes that the stock may have, rising.
    sizes : ndarray, shape (state,)
        Supply that is missing in each state of the world.
    chances : ndarray, shape (state, state)
        Of the next state, by rows that sum to 1.
    supply, intercept, scale, elasticity : float
        Price :math:`p(q) = (k / (q_0 - d - q))^{1/e}` when q goes into the stock and the supply
        is less by what is missing: :math:`q_0` `supply`, :math:`d` `intercept`, :math:`k`
        `scale`, :math:`e` `elasticity`.
    normal : float
        Price from which the loss of surplus is counted.
    holding : float
        Cost of a unit that is stored at the end of a period.
    part : float
        Part of the market's demand whose surplus counts.
    discount : float
        Factor of a period, below 1.
    """

    levels: Array
    sizes: Array
    chances: Array
    supply: float
    intercept: float
    scale: float
    elasticity: float
    normal: float
    holding: float
    part: float
    discount: float


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """What to do with the stock.

    Attributes
    ----------
    following : ndarray of int, shape (level, state)
        Place of the next level.
    value : ndarray, shape (level, state)
        Cost from then on.
    """

    following: NDArray[np.intp]
    value: Array


def prices(market: Market) -> Array:
    """Price when the stock goes from one level to another, shape (level, next level, state).

    Parameters
    ----------
    market : Market
        Whose demand meets what is left.

    Returns
    -------
    ndarray, shape (level, next level, state)
        Infinite where the stock would take more than there is.
    """
    change = market.levels[None, :, None] - market.levels[:, None, None]
    rest = market.supply - market.sizes - market.intercept - change
    with np.errstate(divide="ignore"):
        return np.where(rest > 0, market.scale / np.maximum(rest, 0.0), np.inf) ** (
            1.0 / market.elasticity
        )


def stock_policy(market: Market) -> Policy:
    r"""Find the policy of least cost by value iteration.

    .. math::  V(s, i) = \min_{s'} \; g \int_{\bar p}^{p} D + p\,(s' - s) + h s'
               + \beta \sum_j P_{ij} V(s', j), \qquad D(p) = d + k p^{-e}

    with the price :math:`p` at which the market takes what is left.

    Parameters
    ----------
    market : Market
        A stock and its world.

    Returns
    -------
    Policy
        Of the infinite horizon.

    Raises
    ------
    InvalidInput
        If the discount factor is not from 0 to below 1, or a row of chances does not sum to 1.
    LimitReached
        If the values do not settle.
    """
    if not 0 <= market.discount < 1:
        raise InvalidInput("discount", market.discount, expected="from 0 to below 1")
    if not np.allclose(market.chances.sum(axis=1), 1):
        raise InvalidInput("chances", market.chances.sum(axis=1), expected="rows that sum to 1")
    cost = _period_cost(market)
    value = np.zeros(cost.shape[::2])
    for _ in range(_ROUNDS):
        options = cost + market.discount * (value @ market.chances.T)[None]
        new = options.min(axis=1)
        if np.abs(new - value).max() <= _SETTLED * max(1.0, np.abs(new).max()):
            return Policy(options.argmin(axis=1), new)
        value = new
    raise LimitReached("the values of the stock do not settle")


def _period_cost(market: Market) -> Array:
    """Loss of surplus, what is bought less what is sold, and storage, as shaped as prices."""
    price, power = prices(market), 1.0 - market.elasticity
    change = market.levels[None, :, None] - market.levels[:, None, None]
    finite = np.where(np.isfinite(price), price, market.normal)
    area = market.intercept * (finite - market.normal)
    area = area + market.scale / power * (finite**power - market.normal**power)
    cost = market.part * area + finite * change + market.holding * market.levels[None, :, None]
    return np.where(np.isfinite(price), cost, np.inf)


def reserve_against_stops(
    lost: float, end_rate: float, begin_rate: float, shortage: float, holding: float
) -> tuple[float, float]:
    r"""Size of a reserve against stops of exponential length, and its cost a period.

    .. math::  \min_S \; h S + \lambda c \frac{q}{\mu} e^{-\mu S / q}, \qquad
               S^* = \frac{q}{\mu} \ln \frac{\lambda c}{h}

    Parameters
    ----------
    lost : float
        What a stop takes, q [t/period].
    end_rate, begin_rate : float
        Rates at which a stop ends and begins, μ and λ [1/period].
    shortage : float
        Cost of what is short, c [USD/t].
    holding : float
        Cost of storage, h [USD/t/period].

    Returns
    -------
    tuple of float
        Size [t], 0 where holding costs more than it saves, and cost [USD/period].

    Examples
    --------
    >>> size, cost = reserve_against_stops(1, 1 / 6, 0.05, 10, 0.08)
    >>> round(size, 4), round(cost, 4)
    (10.9955, 1.3596)
    """
    given = {"lost": lost, "end rate": end_rate, "begin rate": begin_rate}
    for what, value in {**given, "shortage": shortage, "holding": holding}.items():
        if not (np.isfinite(value) and value > 0):
            raise InvalidInput(what, value, expected="a number above 0")
    size = max(0.0, lost / end_rate * float(np.log(begin_rate * shortage / holding)))
    left = begin_rate * shortage * lost / end_rate * float(np.exp(-end_rate * size / lost))
    return size, holding * size + left
