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
        Price at which nothing is lost.
    holding : float
        Cost of a unit stored for a period.
    growth : float
        Elasticity of demand in the loss of surplus.
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
    growth: float
    discount: float
