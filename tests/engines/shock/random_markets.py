"""Random markets for the driver of months, their priors wider than a case's."""

import numpy as np

from outlast.engines.shock.filling import new_record
from outlast.engines.shock.market import PRIORS, Market
from outlast.engines.shock.model import simulate
from outlast.engines.shock.policies import Policies

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
    "front_load_months": (0, 4),
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
    "front_load_months": (0.5, 2),
}
"""What the helium case draws."""
TARGET = 0


def random_market(seed, *, draws=4, months=15, start=0, allowed=1.0, ranges=RANGES):
    """A market in which lane 0 sells the target the part `allowed` of its flow from `start`."""
    rng, late = np.random.default_rng(seed), np.random.default_rng([seed, 2])
    lanes, places, sectors = rng.integers(2, 6), rng.integers(2, 6), rng.integers(1, 5)
    flow = rng.lognormal(0, 1.5, (draws, lanes, places)) * (rng.random((lanes, places)) < 0.7)
    flow[:, 0, TARGET] += 0.2
    flow[:, :, -1] += 0.05
    need = flow.sum(axis=1)
    slack = 1 + rng.uniform(0, 0.1, (draws, 1, 1))
    policies = Policies.none(months, lanes, places, sectors)
    if allowed < 1:
        policies.cap[:, start:, 0, TARGET] = allowed
    return Market(
        flow=flow,
        demand=need[:, :, None] * rng.dirichlet(np.ones(sectors), (draws, places)),
        elasticity=rng.uniform(0.01, 0.3, (draws, sectors)),
        choke=rng.uniform(0.4, 4, (draws, sectors)),
        opening=need * rng.uniform(0, 2, (draws, 1)),
        prior=np.stack(
            [
                (late if name == "front_load_months" else rng).uniform(*ranges[name], draws)
                for name in PRIORS
            ],
            axis=1,
        ),
        supply=np.repeat(flow.sum(axis=2)[:, None] * slack, months, axis=1),
        growth=np.ones((draws, months, lanes)),
        policies=policies,
        remaining=np.full((months, places), rng.uniform(1, 24)),
        since=np.maximum(np.arange(months) - float(start), 0.0),
    )


KINDS = (
    "cap",
    "tariff",
    "allowed",
    "replaced",
    "recycled",
    "local",
    "reserve",
    "purchase",
    "ahead",
)
"""What measures may do; a reserve brings its rule of release."""


def with_policies(market, kinds, *, seed, start=0):
    """Let measures of these kinds act from `start`, each of a random size in random places."""
    rng = np.random.default_rng([seed, 1])
    draws, lanes, places = market.flow.shape
    months, sectors = market.supply.shape[1], market.demand.shape[2]
    on = (np.arange(months) >= start) & (rng.random(months) < 0.8)
    need = market.flow.sum(axis=1)

    def drawn(high, *shape, many=True):
        wide = (rng.choice([1, draws]) if many else 1, months, *shape)
        size = rng.uniform(0, high, wide) * (rng.random(wide[2:]) < 0.6)
        size *= on.reshape(-1, *[1] * len(shape))
        return size if many else size[0]

    cut = drawn(1, lanes, places)
    made = {
        "cap": np.where(cut > 0, 2 * cut, np.inf),
        "tariff": drawn(1, lanes, places, many=False),
        "allowed": 1 - drawn(1, places, sectors, many=False),
        "replaced": drawn(1, places, sectors),
        "recycled": drawn(0.9, places, sectors),
        "local": drawn(1.2, places) * need.mean(axis=0),
        "purchase": drawn(0.5, places, many=False),
        "ahead": drawn(1, places, many=False),
    }
    chosen = {kind: made[kind] for kind in kinds if kind != "reserve"}
    if "reserve" in kinds:
        chosen["reserve"] = need * rng.uniform(0, 3, (draws, 1))
        chosen["release"] = drawn(1, places, many=False)
        chosen["trigger"] = rng.uniform(0, 0.5, (months, places))
    return market._replace(policies=market.policies._replace(**chosen))


def run_market(market, *, threads=1):
    """Run every month and return the record."""
    record = new_record(market)
    simulate(market, record, TARGET, market.supply.shape[1] - 1, threads)
    return record
