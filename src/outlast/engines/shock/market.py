"""What each draw's market is given, and what is kept of its months."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.engines.shock.policies import Policies

Array = NDArray[np.float64]


class Market(NamedTuple):
    """What each draw's market is; axes draw, lane, destination, sector."""

    flow: Array  # (draw, lane, destination) [t/month]
    demand: Array  # (draw, destination, sector) [t/month]
    elasticity: Array  # (draw, sector) [1]
    choke: Array  # (draw, sector) log price
    opening: Array  # usable stock (draw, destination) [t]
    prior: Array  # (draw, row), rows below
    supply: Array  # (draw, month, lane) [t/month]
    growth: Array  # part of an origin's growth (draw, month, lane) [1]
    policies: Policies  # what measures do beside taking supply away
    remaining: Array  # months expected to go (month, destination)
    since: Array  # months since the first measure (month)


CONTRACT_SHARE, CONTRACT_MONTHS, SIGMA_SHORT, SIGMA_LONG, SIGMA_MONTHS = range(5)
GROWTH_FACTOR, GROWTH_SHARE, NEW_ROUTE, NEW_ROUTE_WIDTH, SEA_MONTHS = range(5, 10)
RELEASE_LIMIT, RELEASE_WIDTH, RESTOCK_MONTHS = range(10, 13)
ELASTICITY_GROWTH, ELASTICITY_MONTHS, REPRICING_MONTHS, CONTRACT_WEIGHT = range(13, 17)
FRONT_LOAD_MONTHS = 17
PRIORS = (
    "contract_share", "contract_months", "sigma_short", "sigma_long", "sigma_months",
    "growth_factor", "growth_share", "new_route_weight", "new_route_width", "sea_months",
    "release_limit", "release_width", "restock_months",
    "elasticity_growth", "elasticity_months", "contract_repricing_months",
    "delivered_contract_weight", "front_load_months",
)  # fmt: skip
"""Names of the rows of `Market.prior`."""


class Record(NamedTuple):
    """What is kept of a run."""

    consumption: Array  # (draw, month, destination) [t/month]
    sectors: Array  # the target's, (draw, month, sector) [t/month]
    spot: Array  # the target's log import price (draw, month)
    world_spot: Array  # weighed by demand (draw, month)
    delivered: Array  # the target's delivered price, 1 at baseline (draw, month)
    bill: Array  # what the target pays for what is loaded, 1 at baseline (draw, month)
    stock: Array  # the target's commercial stock, end of month (draw, month) [t]
    reserve: Array  # the target's strategic stock, end of month (draw, month) [t]
    arrivals: Array  # at the target and made there, without releases (draw, month) [t/month]
    after: Array  # flows in the report month (draw, lane, destination) [t/month]
    checks: Array  # worst imbalance ÷ total, worst residual (draw, 2)
    uses: Array  # everybody's, (draw, month, destination, sector) [t/month], or of no draw
    links: Array  # loaded, (draw, month, lane, destination) [t/month], or of no draw
    prices: Array  # everybody's log import price (draw, month, destination), or of no draw


class Normal(NamedTuple):
    """The normal month of one draw."""

    shipped: Array  # (lane) [t/month]
    need: Array  # (destination) [t/month]


class Carried(NamedTuple):
    """What one draw carries from a month to the next."""

    flow: Array  # (lane, destination) [t/month]
    price: Array  # log import price (destination)
    used: Array  # loaded for use (destination, sector) [t/month]
    stock: Array  # commercial (destination) [t]
    reserve: Array  # strategic (destination) [t]


class Aside(NamedTuple):
    """What of one draw's month is settled beside the market."""

    contract: Array  # delivered first (lane, destination) [t/month]
    home: Array  # recycled, and made by new plants (destination) [t/month]
    to_reserve: Array  # part of what is bought for stocks (destination) [1]
