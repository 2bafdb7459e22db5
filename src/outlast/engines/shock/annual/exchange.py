"""Demand for every origin's goods at given prices, and the prices at which it meets output."""

from dataclasses import dataclass

import numpy as np

from outlast.engines.shock.annual.base import Array
from outlast.errors import Infeasible

TOLERANCE = 1e-11
"""Largest log excess demand of a market that counts as cleared."""
MOST_STEPS = 500
LONGEST = 3.0
"""Longest step of a log price by Newton's method."""
FARTHEST = 300.0
"""A log price farther from 0 is on its way to nothing or without bound."""


@dataclass(frozen=True)
class Exchange:
    """Origins that sell something, and what their buyers spend.

    Attributes
    ----------
    weight : ndarray, shape (origin, destination)
        ln(π T), minus infinity where nothing passes.
    paid : ndarray, shape (origin, destination)
        Part of a price that the sender gets, the rest being duty.
    expenditure, output : ndarray, shape (destination,), (origin,)
        Of the base year, and after the shock.
    sigma : float
        Above 1.
    left : ndarray, shape (origin,), optional
        Part of output that is left, where expenditure follows income.
    """

    weight: Array
    paid: Array
    expenditure: Array
    output: Array
    sigma: float
    left: Array | None

    def prices(self, log_price: Array) -> tuple[Array, Array]:
        """Log price index (destination,) and log shares (origin, destination) at log prices."""
        power = 1 - self.sigma
        terms = self.weight + power * log_price[:, None]
        total = _log_sum(terms)
        return total / power, terms - total

    def income(self, log_price: Array, shares: Array) -> Array:
        """Income with rebated revenue in comparison with the base year, shape (destination,)."""
        if self.left is None:
            return np.ones_like(self.expenditure)
        return np.exp(log_price) * self.left / (shares * self.paid).sum(axis=0)

    def flow(self, log_price: Array, log_shares: Array) -> Array:
        """Log of what senders are paid, shape (origin, destination)."""
        income = self.income(log_price, np.exp(log_shares))
        return log_shares + np.log(self.paid * self.expenditure * income)

    def excess(self, log_price: Array) -> tuple[Array, Array]:
        """Log excess demand, shape (origin,), and its slopes, shape (origin, origin)."""
        log_shares = self.prices(log_price)[1]
        shares, flow = np.exp(log_shares), self.flow(log_price, log_shares)
        sold = _log_sum(flow.T)
        part = np.exp(flow - sold[:, None])
        slopes = (self.sigma - 1) * (part @ shares.T) - self.sigma * np.eye(len(sold))
        if self.left is not None:
            kept = (shares * self.paid).sum(axis=0)
            slopes += part + (self.sigma - 1) * (part @ (shares * (self.paid / kept - 1)).T)
        return sold - log_price - np.log(self.output), slopes


def _log_sum(terms: Array) -> Array:
    """Log of the sum of exponentials over the first axis."""
    top = terms.max(axis=0)
    return top + np.log(np.exp(terms - top).sum(axis=0))


def clear(exchange: Exchange) -> tuple[Array, Array, int]:
    r"""Find prices that clear every market.

    Each step is Newton's, a part of it, or :math:`u + g / \sigma` with u the log prices and g the
    log excess demand, whichever leaves the least of it, until none lessens it.  At fixed
    expenditure the last shrinks the largest excess to :math:`(\sigma - 1) / \sigma` of it at
    least, so that the search cannot get stuck.

    Parameters
    ----------
    exchange : Exchange
        Every origin sells to somebody.

    Returns
    -------
    log_price, excess : ndarray, shape (origin,)
        Where expenditure follows income, the excess is the same for all, and the base year's
        output costs what it did.
    steps : int
        That it took.

    Raises
    ------
    Infeasible
        If the search ends elsewhere.
    """
    price = np.zeros(len(exchange.output))
    excess, slopes = exchange.excess(price)
    for steps in range(MOST_STEPS):
        size = imbalance(exchange, excess)
        best = _best_step(exchange, price, excess, slopes)
        if size <= TOLERANCE and imbalance(exchange, best[0]) >= size:
            return price, excess, steps
        excess, slopes, price = best
        if np.abs(price).max() > FARTHEST:
            break
    raise Infeasible(f"no prices clear every market: log excess demand "
                     f"{imbalance(exchange, excess):.1g}, as parts of the trade hardly hang "
                     "together at so high a sigma or after so much is closed")  # fmt: skip


def _best_step(
    exchange: Exchange, price: Array, excess: Array, slopes: Array
) -> tuple[Array, Array, Array]:
    """Excess, its slopes and log prices after the first good step, else after the best."""
    newton = np.clip(_newton(exchange, price, excess, slopes), -LONGEST, LONGEST)
    found = []
    for move in (newton, newton / 4, newton / 16, newton / 64, excess / exchange.sigma):
        trial = _level(exchange, price + move)
        found.append((*exchange.excess(trial), trial))
        if imbalance(exchange, found[-1][0]) < imbalance(exchange, excess) / 2:
            break
    return min(found, key=lambda step: imbalance(exchange, step[0]))


def _newton(exchange: Exchange, price: Array, excess: Array, slopes: Array) -> Array:
    """Step of Newton's method; where expenditure follows income, to one excess of all markets."""
    if exchange.left is None:
        return np.asarray(np.linalg.solve(slopes, -excess), dtype=np.float64)
    ones, worth = np.ones((len(price), 1)), exchange.output * np.exp(price)
    matrix = np.block([[slopes, -ones], [worth[None], np.zeros((1, 1))]])
    return np.asarray(np.linalg.lstsq(matrix, np.append(-excess, 0.0), rcond=None)[0][:-1])


def _level(exchange: Exchange, price: Array) -> Array:
    """Let the base year's output cost what it did, where only relative prices count."""
    if exchange.left is None:
        return price
    output = exchange.output / exchange.left
    return price - np.log((output * np.exp(price)).sum() / output.sum())


def imbalance(exchange: Exchange, excess: Array) -> float:
    """Largest log excess demand, after the best common factor where there is one."""
    return float(np.ptp(excess) / 2 if exchange.left is not None else np.abs(excess).max())
