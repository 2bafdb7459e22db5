"""The terms of one market in one month, its outcome, and the working space.

Plain named tuples of float64 arrays, so that compiled code and NumPy read the same
names.  Axes: ``origin`` i, ``destination`` j, ``sector`` k; quantities in t/month.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Eight: TypeAlias = Any  # eight doubles, or eight truths; see `lanes`

WIDTH = 8  # destinations of a block, which are settled at once

PRICE_CAP = 9.0  # the highest log price; beyond it deliveries are rationed
TOLERANCE = 1e-11  # on the relative natural residual
MAX_ITERATIONS = 300
PATIENCE = 20  # Newton steps in a column; then every second one is a bisection
MAX_STEP = 2.0  # of a log rent in one Newton step
TRICKLE = 0.01  # share of need left to imports when stocks could cover it all
DEAD = 1e-12  # an origin with less than this share of all need supplies nothing
SAFE_EXPONENT = 690.0  # exp() of anything smaller neither overflows nor vanishes


class Month(NamedTuple):
    """What a month's market is given: one draw, or all with a leading draw axis.

    Few packed arrays, so that compiled calls stay cheap and compile fast; the rows
    of `link`, `sector` and `place` are named below.
    """

    link: Array  # rows SHARE, CAP, TARIFF (3, origin, destination)
    sector: Array  # rows DEMAND, ELASTICITY, PER_CHOKE (destination, 3, sector)
    place: Array  # rows COMMITTED ... PER_RESTOCK (destination, 8)
    supply: Array  # most an origin can ship (origin) [t/month]
    sigma: Array  # elasticity of substitution between origins (1) [1]


SHARE, LIMIT, TARIFF = 0, 1, 2  # [1], [t/month] inf for none, [log cost]
DEMAND, ELASTICITY, PER_CHOKE = 0, 1, 2  # [t/month], [1], 1 / choke log price
COMMITTED = 0  # delivered outside the market [t/month]
COMMERCIAL, PER_COMMERCIAL = 1, 2  # release [t/month], 1 / log price of half of it
STRATEGIC, PER_STRATEGIC, TRIGGER = 3, 4, 5  # the same; log price that opens it
RESTOCK, PER_RESTOCK = 6, 7  # extra purchases [t/month], 1 / log price that halves them


class Outcome(NamedTuple):
    """What the market settles on; one draw, or all with a leading draw axis."""

    rent: Array  # log scarcity rent, >= 0 (origin) [1]
    flow: Array  # (origin, destination) [t/month]
    consumption: Array  # (destination, sector) [t/month]
    settled: Array  # rows IMPORT_PRICE ... SURPLUS (6, destination)


IMPORT_PRICE, LOCAL_PRICE = 0, 1  # log price of delivered imports; paid by users
COMMERCIAL_RELEASE, STRATEGIC_RELEASE = 2, 3  # [t/month]
RESTOCKED, SURPLUS = 4, 5  # bought for stocks; arrived beyond every need [t/month]


class Scratch(NamedTuple):
    """Working space of one thread; rows named below.

    Destinations lie in blocks of eight, the last filled up with some that want nothing; so
    are origins, with at least one that supplies nothing.
    """

    link: Array  # (4, block, origin, 8)
    column: Array  # (5, destination)
    sector: Array  # rows as in Month (3, block, sector, 8)
    place: Array  # rows as in Month (8, destination)
    node: Array  # (8, origin)
    sent: NDArray[np.int64]  # row of `link` that holds the flows below their caps (block)
    across: Array  # flows below caps; times coupling (2, destination, listed origin)
    matrix: Array  # (3, listed origin, listed origin)
    pivots: Array  # (5, listed origin)
    listed: NDArray[np.int64]  # origins to move; places in this list not pinned (2, origin)
    used: Array  # by the sectors of a block (sector, 8)


BASE, CAP, FLOW, FREE = 0, 1, 2, 3  # rows of `link`; FREE is the flow below its cap
NEED, PRICE, COUPLING, START, SCALE = 0, 1, 2, 3, 4  # rows of `column`
RENT, SUPPLY, DECAY, SHIPPED, LOOSE = 0, 1, 2, 3, 4  # rows of `node`; LOOSE: sum of FREE
TRIAL, STEP, SOLVED = 5, 6, 7
HESSIAN, FACTOR, SHARES = 0, 1, 2  # rows of `matrix`
