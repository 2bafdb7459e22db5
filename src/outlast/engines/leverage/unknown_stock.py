r"""The same game where the sender does not know how long the target's stock lasts.

The target is one of :math:`K` types, as likely as each other: the quantiles of its first
unbearable month over the draws.  Every type resists until then and answers alike, so that only
time tells them apart.  In a month that begins with the types :math:`D_k \ge r` left, a sender
that persists expects

.. math::  G_r = p_r\, v (M - r) + (1 - p_r)(\max(0, G_{r+1}) - s_r), \qquad
           p_r = \Pr(D = r \mid D \ge r)

by Bayes' rule.  Nothing but the passing of months is seen, so a plan is a month :math:`\tau` of
withdrawing, and the stake above which playing pays is the least over plans:

.. math::  v^* = \min_\tau \frac{\sum_{r < \tau} \Pr(D > r)\, s_r}{\sum_{D_k < \tau} (M - D_k) / K}

With one type this is the stake of complete information.  Which answers the target gives is what
every type would rather: those that keep the sender away up to the highest stake.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.engines.leverage.contest import MONTHS_A_YEAR, Contest
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Stopping:
    """What a sender that does not know the target's stock does at a stake.

    Attributes
    ----------
    expected : ndarray, shape (set, draw)
        Payoff, 0 where the sender holds.  [million USD]
    withdraws : ndarray of int, shape (set, draw)
        Month in which it gives up if nobody has yielded, 0 where it holds; the horizon for
        never.
    wins_share : ndarray, shape (set, draw)
        Part of the types that have yielded by then.
    """

    expected: Array
    withdraws: NDArray[np.intp]
    wins_share: Array


def types_of(contest: Contest, count: int) -> Array:
    """Find the types: quantiles of the target's first unbearable month over the draws.

    Parameters
    ----------
    contest : Contest
        Whose draws tell what the sender holds possible.
    count : int
        How many types, 1 or more.

    Returns
    -------
    ndarray, shape (type,)
        In rising order, each a month of some draw, inf for a target that is never exhausted.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise InvalidInput("types", count, expected="a whole number of 1 or more")
    middles = (np.arange(count) + 0.5) / count
    return np.quantile(contest.target_months, middles, method="inverted_cdf")


def stopping(contest: Contest, types: Array, stake: float) -> Stopping:
    """Stop optimally at a stake, by backward induction with Bayes' rule.

    Parameters
    ----------
    contest : Contest
        Whose draws are what the sender's own side may be; it knows which.
    types : ndarray, shape (type,)
        First unbearable months of the target, as likely as each other.
    stake : float
        What the sender wins if the target yields.  [million USD/year]

    Returns
    -------
    Stopping
        For every set of answers and draw.
    """
    costs, horizon = contest.sender_cost, contest.months
    beyond = np.zeros(costs.shape[:2])
    withdraws = np.full(beyond.shape, horizon)
    for month in reversed(range(horizon)):
        left, odds = _left(types, month)
        won = stake / MONTHS_A_YEAR * (horizon - month)
        resisted = np.zeros_like(beyond) if odds == 1 else beyond - costs[:, :, month]
        expected = odds * won + (1 - odds) * resisted
        goes_on = (expected > 0) & left
        beyond = np.where(goes_on, expected, 0.0)
        withdraws = np.where(goes_on, withdraws, month)
    yielded = (types < withdraws[:, :, None]) & (types < horizon)
    return Stopping(beyond, withdraws, yielded.mean(axis=2))


def _left(types: Array, month: int) -> tuple[bool, float]:
    """Whether any type can be left, and the odds that it yields now."""
    left = types[types >= month]
    return bool(left.size), float(np.mean(left == month)) if left.size else 0.0


def threshold_with_types(contest: Contest, types: Array) -> Array:
    """Find the stake above which a sender that does not know the target's stock plays.

    Parameters
    ----------
    contest : Contest
        Whose draws are what the sender's own side may be; it knows which.
    types : ndarray, shape (type,)
        First unbearable months of the target, as likely as each other.

    Returns
    -------
    ndarray, shape (draw,)
        Against the answers that keep it away longest; inf where no stake is enough.
        [million USD/year]
    """
    months = np.arange(contest.months)
    resists = (types[:, None] > months).mean(axis=0)
    costs = np.zeros_like(contest.sender_cost)  # nobody is left where none resists
    anyone = np.broadcast_to(resists > 0, costs.shape)
    np.multiply(resists, contest.sender_cost, out=costs, where=anyone)
    won = np.where(types[:, None] == months, contest.months - months, 0).mean(axis=0)
    spent, gained = np.cumsum(costs, axis=2), np.cumsum(won)
    least = np.full(spent.shape, np.inf)
    np.divide(spent, gained, out=least, where=np.broadcast_to(gained > 0, spent.shape))
    return least.min(axis=2).max(axis=0) * MONTHS_A_YEAR
