"""Random markets."""

import numpy as np

from outlast.engines.shock.clearing.system import System


def random_market(seed, draws=4, sigma=None, **wanted):
    """Make a market with every term drawn; those in `wanted` are taken instead."""
    rng = np.random.default_rng(seed)
    o, d, k = rng.integers(1, 7, 3)
    flow = rng.lognormal(0, 1.5, (o, d)) * (rng.random((o, d)) < 0.6)
    flow[rng.integers(o)] += 0.1
    need = flow.sum(axis=0)
    sector = rng.dirichlet(np.ones(k), d)
    cut = rng.random((draws, o, d))
    terms = {
        "elasticity": rng.uniform(0.02, 0.5, (draws, d, k)),
        "choke": rng.uniform(0.6, 3, (draws, d, k)),
        "sigma": rng.uniform(1.2, 12, draws) if sigma is None else sigma,
        "supply": flow.sum(axis=1) * rng.uniform(0, 1.2, (draws, o)),
        "multiplier": np.where(rng.random((draws, o, d)) < 0.3, cut, 1.0),
        "ceiling": np.where(cut < 0.3, flow * rng.uniform(0.5, 2), np.inf),
        "tariff": np.where(cut > 0.8, rng.uniform(0, 0.5), 0.0),
        "committed": need * rng.uniform(0, 0.9, (draws, d)),
        "commercial": need * rng.uniform(0, 0.5, (draws, d)),
        "strategic": need * rng.uniform(0, 1.0, (draws, d)),
        "strategic_trigger": rng.uniform(0, 1),
        "strategic_width": rng.uniform(0.05, 0.5),
        "restock": need * rng.uniform(0, 0.1, (draws, d)),
    }
    return System.of(flow, need[:, None] * sector, **(terms | wanted))
