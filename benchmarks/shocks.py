"""Markets for the benchmarks of the clearing, whose supply and caps change every month."""

from typing import NamedTuple

import numpy as np

from outlast.engines.shock.clearing.system import System
from outlast.engines.shock.clearing.terms import Array


class Path(NamedTuple):
    """A market whose supply and link caps change from month to month."""

    system: System
    supply: Array  # (draw, month, origin)
    cap: Array  # (draw, month, origin, destination)


def network(rng: np.random.Generator, origins: int, destinations: int) -> Array:
    """Baseline flows of a half-empty random network."""
    flow = rng.lognormal(0, 1.5, (origins, destinations))
    flow *= rng.random(flow.shape) < 0.6
    flow[0] += 0.1
    return flow


class Size(NamedTuple):
    """How large a market is, and how often it is cleared."""

    origins: int  # as many destinations
    sectors: int
    draws: int
    months: int


def shocked(size: Size, *, binding: bool) -> Path:
    """Supply cut anew each month; with `binding`, a tenth of the links capped."""
    rng = np.random.default_rng(1)
    origins, sectors, draws, months = size
    flow = network(rng, origins, origins)
    need, sizes = flow.sum(axis=0), (draws, origins, sectors)
    system = System.of(
        flow,
        need[:, None] * rng.dirichlet(np.ones(sectors), origins),
        elasticity=rng.uniform(0.02, 0.2, sizes),
        choke=rng.uniform(0.6, 3.6, sizes),
        sigma=rng.uniform(1.5, 8, draws),
        strategic=need * rng.uniform(0, 0.3, (draws, origins)),
    )
    supply = flow.sum(axis=1) * rng.uniform(0.6, 1.1, (draws, months, origins))
    cap = np.full((draws, months, *flow.shape), np.inf)
    if binding:
        cut = flow * rng.random(cap.shape)
        cap = np.where(rng.random(cap.shape) < 0.1, cut, cap)
    return Path(system, supply, cap)


def realistic(draws: int = 1000, months: int = 36) -> Path:
    """Small monthly changes, two origins stopped, finite caps that rarely bind."""
    rng = np.random.default_rng(2)
    origins, destinations = 10, 18
    flow = network(rng, origins, destinations)
    need, sizes = flow.sum(axis=0), (draws, destinations, 8)
    system = System.of(
        flow,
        need[:, None] * rng.dirichlet(np.ones(8), destinations),
        elasticity=rng.uniform(0.02, 0.2, sizes),
        choke=rng.uniform(0.6, 3.6, sizes),
        sigma=rng.uniform(1.5, 8, draws),
        committed=need * rng.uniform(0, 0.6, sizes[:2]),
        commercial=need * rng.uniform(0, 0.35, sizes[:2]),
        strategic=need * rng.uniform(0, 0.3, sizes[:2]),
        strategic_trigger=0.3,
        restock=need * rng.uniform(0, 0.05, sizes[:2]),
    )
    level = rng.uniform(0.35, 1.0, (draws, 1, origins))
    walk = np.cumsum(rng.normal(0, 0.01, (draws, months, origins)), axis=1)
    supply = flow.sum(axis=1) * level * np.exp(walk)
    for stopped in rng.integers(1, origins, (2, draws)):
        supply[np.arange(draws), :, stopped] = 0.0
    roomy = flow * rng.uniform(1.5, 4, (draws, 1, *flow.shape)) + 0.05 * need
    return Path(system, supply, np.repeat(roomy, months, axis=1))
