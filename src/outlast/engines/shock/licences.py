r"""Licences: a queue of applications, decided as fast as the office can.

With :math:`a_t` the part of month t's normal flow that needs a licence, :math:`e_t` the part of it
that is old enough to be decided, :math:`\mu_t` what the office can decide and :math:`\alpha` the
part that it approves,

.. math::
    e_t &= (1-f)\, a_{t-k} + f\, a_{t-k-1}, \qquad k + f = \text{delay}\\
    b_t &= \min(q_{t-1} + e_t,\ \mu_t), \qquad q_t = q_{t-1} + e_t - b_t\\
    m_t &= \alpha\, b_t

may ship in month t: nothing before the delay is over, more than normal while what waited is worked
off.  A discrete-time fluid queue (Newell 1982, *Applications of Queueing Theory*).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def approved(applied: Array, able: Array, delay: Array, approval: Array) -> Array:
    r""":math:`m_t = \alpha \min(q_{t-1} + e_t, \mu_t)`: what licences let ship.

    Parameters
    ----------
    applied : ndarray, shape (month,)
        Applications, as parts of a normal month's flow.
    able : ndarray, shape (month,)
        The most that is decided.
    delay : ndarray, shape (draw,)
        From filing to the day from which on an application can be decided.  [month]
    approval : ndarray, shape (draw,)
        Part of the decided that is approved.

    Returns
    -------
    ndarray, shape (draw, month)
        Parts of a normal month's flow; approvals never exceed applications.
    """
    months = len(applied)
    whole = np.floor(delay).astype(np.int64)
    later = delay - whole
    filed = np.concatenate([applied, np.zeros(1)])  # the last stands for months before the first
    waiting, found = np.zeros(len(delay)), np.zeros((len(delay), months))
    for month in range(months):
        first, second = month - whole, month - whole - 1
        old = (1 - later) * filed[np.where(first < 0, months, first)]
        old = old + later * filed[np.where(second < 0, months, second)]
        decided = np.minimum(waiting + old, able[month])
        waiting = waiting + old - decided
        found[:, month] = approval * decided
    return found
