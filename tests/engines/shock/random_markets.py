"""Random markets for the driver of months, their priors wider than a case's."""

import numpy as np

from outlast.engines.shock.model import new_record, simulate
from outlast.engines.shock.months import PRIORS, Market

RANGES = {
    "contract_share": (0.5, 0.99),
    "contract_months": (6, 48),
    "sigma_short": (0.8, 12),
    "sigma_long": (1.8, 20),
    "sigma_months": (1, 48),
    "growth_factor": (0.02, 0.6),
    "growth_share": (0.005, 0.2),
    "new_route_weight": (0, 0.6),
    "new_route_width": (0.1, 0.4),
    "sea_months": (0.3, 1),
    "release_limit": (0.1, 0.6),
    "release_width": (0.05, 0.3),
    "restock_months": (3, 12),
    "elasticity_growth": (1, 3),
    "elasticity_months": (3, 24),
    "contract_repricing_months": (6, 12),
    "delivered_contract_weight": (0.5, 1),
}
"""Wider than any shipped case draws."""
SHIPPED = {
    "contract_share": (0.7, 0.95),
    "contract_months": (12, 36),
    "sigma_short": (0.8, 3),
    "sigma_long": (1.8, 10),
    "sigma_months": (4, 48),
    "growth_factor": (0.05, 0.5),
    "growth_share": (0.01, 0.1),
    "new_route_weight": (0.1, 0.5),
    "new_route_width": (0.2, 0.2),
    "sea_months": (0.6, 1),
    "release_limit": (0.35, 0.35),
    "release_width": (0.08, 0.08),
    "restock_months": (6, 6),
    "elasticity_growth": (2.5, 2.5),
    "elasticity_months": (6, 18),
    "contract_repricing_months": (9, 9),
    "delivered_contract_weight": (0.85, 0.85),
}
"""What the helium case draws."""
TARGET = 0


def random_market(seed, *, draws=4, months=15, start=0, allowed=1.0, ranges=RANGES):
    """A market in which lane 0 sells the target the part `allowed` of its flow from `start`."""
    rng = np.random.default_rng(seed)
    lanes, places, sectors = rng.integers(2, 6), rng.integers(2, 6), rng.integers(1, 5)
    flow = rng.lognormal(0, 1.5, (draws, lanes, places)) * (rng.random((lanes, places)) < 0.7)
    flow[:, 0, TARGET] += 0.2
    flow[:, :, -1] += 0.05
    need = flow.sum(axis=1)
    slack = 1 + rng.uniform(0, 0.1, (draws, 1, 1))
    multiplier = np.ones((months, lanes, places))
    multiplier[start:, 0, TARGET] = allowed
    return Market(
        flow=flow,
        demand=need[:, :, None] * rng.dirichlet(np.ones(sectors), (draws, places)),
        elasticity=rng.uniform(0.01, 0.3, (draws, sectors)),
        choke=rng.uniform(0.4, 4, (draws, sectors)),
        opening=need * rng.uniform(0, 2, (draws, 1)),
        prior=np.stack([rng.uniform(*ranges[name], draws) for name in PRIORS], axis=1),
        supply=np.repeat(flow.sum(axis=2)[:, None] * slack, months, axis=1),
        growth=np.ones((draws, months, lanes)),
        multiplier=multiplier,
        remaining=np.full((months, places), rng.uniform(1, 24)),
        since=np.maximum(np.arange(months) - float(start), 0.0),
    )


def run_market(market, *, threads=1):
    """Run every month and return the record."""
    record = new_record(market)
    simulate(market, record, TARGET, market.supply.shape[1] - 1, threads)
    return record
