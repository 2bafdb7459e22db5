r"""The game between a sender and a target, solved by backward induction in every draw at once.

The sender holds, or plays its card for a stake of :math:`v` a month.  The target chooses a set
of answers, once.  Then in each month :math:`r < M` the sender withdraws, which ends the game, or
persists; and the target yields, which ends the game before anyone pays that month, or resists:

.. math::  G_r &= \begin{cases} v (M - r) & \text{the target yields} \\
                             \max(0, G_{r+1}) - s_r & \text{it resists}\end{cases} \\
           L_r &= \min\bigl(w (M - r),\; t_r + [G_{r+1} > 0]\, L_{r+1}\bigr)

with the gain :math:`G` of a sender that persists and the loss :math:`L` of the target from there
on, the months' costs :math:`s, t` to each with the set of answers, infinite from when it cannot
bear them, and the concession :math:`w`.  A month that the sender cannot bear and the target
resists ends the game: the sender breaks.  The sender persists if :math:`G_r > 0`; the target
chooses the answers with the least :math:`[G_0 > 0] L_0`; the sender plays if :math:`G_0 > 0`
with them.  With equal payoffs the quieter action is taken: hold, absorb, withdraw, resist; of
sets the first.  Payoffs that differ by less than 1e-12 of themselves are equal: that is rounding.

**The threshold is exact, and there is no ceiling.**  Costs are 0 or more, so the sender is best
off if the target yields at once.  Go back from the end with one set of answers: as the stake
rises, the sender persists in no fewer months, so resisting is no cheaper to the target, which
yields in no fewer.  Once the sender wins, a higher stake changes nothing on the path.  So each
month has one stake above which the sender persists: 0 where the target would yield anyway, that
of the next month where it yields because the sender stays, or else

.. math::  \max\Bigl(v_{r+1},\; \sum_{r \le q < e} s_q / (M - e)\Bigr)

with :math:`e` the month in which it yields.  Where one set of answers keeps the sender away, the
target loses nothing by it, so playing pays above the highest :math:`v_0` of all sets (of the
empty set alone where yielding to it costs nothing either).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.engines.leverage.contest import MONTHS_A_YEAR, Contest
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
TIE = 1e-12
"""Payoffs that differ by less, of their size, are equal."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What both sides do at a stake.

    Attributes
    ----------
    plays : ndarray of bool, shape (draw,)
        Whether playing gives the sender more than holding.  If it played where it does not, it
        would withdraw as soon as it is answered.
    answer : ndarray of int, shape (draw,)
        The set that the target answers with if the card is played.
    month : ndarray, shape (draw,)
        In which the target yields, inf where the sender holds.
    sender, target : ndarray, shape (draw,)
        Payoffs, 0 where the sender holds.  [million USD]
    persists, yields : ndarray of bool, shape (set, draw, month)
        What the sender and the target do whenever it is their turn.
    """

    plays: Flags
    answer: NDArray[np.intp]
    month: Array
    sender: Array
    target: Array
    persists: Flags
    yields: Flags


def solve(contest: Contest, stake: ArrayLike) -> Outcome:
    """Solve the game at a stake.

    Parameters
    ----------
    contest : Contest
        What the months cost both sides.
    stake : array_like, scalar or shape (draw,)
        What the sender wins if the target yields.  [million USD/year]

    Returns
    -------
    Outcome
        The subgame-perfect equilibrium of every draw.

    Raises
    ------
    InvalidInput
        If the stake is below 0 or not finite.
    """
    stakes = np.asarray(stake, dtype=float)
    if not (np.isfinite(stakes).all() and (stakes >= 0).all()):
        raise InvalidInput("stake", stake, expected="0 or more million USD a year")
    monthly = np.broadcast_to(stakes / MONTHS_A_YEAR, (contest.draws,))
    costs, bears, horizon = contest.sender_cost, contest.target_cost, contest.months
    gain, loss = np.zeros(costs.shape[:2]), np.zeros(costs.shape[:2])
    persists, yields = np.empty(costs.shape, dtype=bool), np.empty(costs.shape, dtype=bool)
    for month in reversed(range(horizon)):
        given = contest.concession * (horizon - month)
        borne = bears[:, :, month] + np.where(np.isinf(costs[:, :, month]), 0.0, loss)
        yields[:, :, month] = given_in = borne > given * (1 + TIE)
        gained = np.where(given_in, monthly * (horizon - month), gain - costs[:, :, month])
        persists[:, :, month] = goes_on = gained > TIE * horizon * monthly
        gain = np.where(goes_on, gained, 0.0)
        loss = np.where(goes_on, np.where(given_in, given, borne), 0.0)
    answer, every = first_least(loss), np.arange(contest.draws)
    plays = persists[answer, every, 0]
    when = np.where(plays, yields[answer, every].argmax(axis=1), np.inf)
    return Outcome(
        plays, answer, when, gain[answer, every], -loss[answer, every], persists, yields
    )


def first_least(losses: Array) -> NDArray[np.intp]:
    """Find the first of the least in each column.

    Parameters
    ----------
    losses : ndarray, shape (set, draw)
        What the target would lose with each set of answers.

    Returns
    -------
    ndarray of int, shape (draw,)
        Later ones are taken only if they are less by more than rounding.
    """
    least, place = losses[0], np.zeros(losses.shape[1], dtype=np.intp)
    for number, others in enumerate(losses[1:], start=1):
        better = others < least * (1 - TIE)
        least, place = np.where(better, others, least), np.where(better, number, place)
    return place


def threshold(contest: Contest) -> Array:
    """Find the stake above which playing gives the sender more than holding.

    Parameters
    ----------
    contest : Contest
        What the months cost both sides.

    Returns
    -------
    ndarray, shape (draw,)
        Exact to rounding; inf where no stake is enough.  [million USD/year]
    """
    found = _against_a_stayer(contest)
    free = found.loss[0] == 0
    return np.where(free, found.wins[0], found.wins.max(axis=0)) * MONTHS_A_YEAR


def months_resisted(contest: Contest) -> NDArray[np.intp]:
    """Tell for how many months the target resists a sender that never withdraws.

    Parameters
    ----------
    contest : Contest
        What the months cost both sides.

    Returns
    -------
    ndarray of int, shape (set, draw)
        Until the next month cannot be borne or costs more than yielding; the horizon for ever.
    """
    return _against_a_stayer(contest).end


class _Backward(NamedTuple):
    """Of shape (set, draw)."""

    wins: Array
    """The stake above which the sender persists in the first month.  [million USD/month]"""
    loss: Array
    """What the target loses to a sender that never withdraws.  [million USD]"""
    end: NDArray[np.intp]
    """Month in which the target yields to it."""


def _against_a_stayer(contest: Contest) -> _Backward:
    """Go backward with the stake above which the sender persists."""
    costs, bears, horizon = contest.sender_cost, contest.target_cost, contest.months
    shape = costs.shape[:2]
    wins, loss, spent = np.full(shape, np.inf), np.zeros(shape), np.zeros(shape)
    end = np.full(shape, horizon)
    for month in reversed(range(horizon)):
        own, other = costs[:, :, month], bears[:, :, month]
        given = contest.concession * (horizon - month)
        borne = other + np.where(np.isinf(own), 0.0, loss)
        anyway, at_last = other > given * (1 + TIE), borne > given * (1 + TIE)
        paid = own + spent
        lasts = np.maximum(wins, paid / np.maximum(horizon - end, 1))
        wins = np.where(anyway, 0.0, np.where(at_last, wins, lasts))
        loss = np.where(at_last, given, borne)
        end = np.where(at_last, month, np.where(np.isinf(own), horizon, end))
        spent = np.where(at_last, 0.0, paid)
    return _Backward(wins, loss, end)
