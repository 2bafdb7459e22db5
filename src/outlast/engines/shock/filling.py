"""A market's arrays, filled from the case and the draws, and room for what comes of them."""

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import WORLD_SUBJECT
from outlast.engines.shock.baseline import Baseline
from outlast.engines.shock.market import PRIORS, Market, Record
from outlast.engines.shock.policies import Policies
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.schedule import Schedule
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
WEEKS_A_MONTH = 52 / 12


def new_record(market: Market, *, uses: bool = False, links: bool = False) -> Record:
    """Make room for what comes of a market's draws and months.

    Parameters
    ----------
    market : Market
        Filled.
    uses, links : bool
        Whether to keep every use of everybody, and every link's flow and everybody's price.

    Returns
    -------
    Record
        Of zeros.
    """
    draws, lanes, places = market.flow.shape
    months, sectors = market.supply.shape[1], market.demand.shape[2]
    return Record(
        consumption=np.zeros((draws, months, places)),
        sectors=np.zeros((draws, months, sectors)),
        spot=np.zeros((draws, months)),
        world_spot=np.zeros((draws, months)),
        delivered=np.zeros((draws, months)),
        bill=np.zeros((draws, months)),
        stock=np.zeros((draws, months)),
        reserve=np.zeros((draws, months)),
        arrivals=np.zeros((draws, months)),
        after=np.zeros((draws, lanes, places)),
        checks=np.zeros((draws, 2)),
        uses=np.zeros((draws if uses else 0, months, places, sectors)),
        links=np.zeros((draws if links else 0, months, lanes, places)),
        prices=np.zeros((draws if links else 0, months, places)),
    )


def fill(
    case: Case, normal: Baseline, schedule: Schedule, sample: Sample
) -> tuple[Market, Array, tuple[str, ...]]:
    """Fill the market's arrays from the case and the draws."""
    sectors = tuple(sorted(case.sectors))
    if not sectors:
        raise InvalidInput("sectors", "none", expected="rows of sectors.csv",
                           remedy="a shock needs to know who uses the material")  # fmt: skip
    rows = [case.sectors[sector] for sector in sectors]
    shares = _sector_shares(case, normal.destinations, sectors, sample)
    demand = normal.demand[:, :, None] * shares
    elasticity = np.array([row.elasticity for row in rows]) * sample["elasticity_factor"][:, None]
    spread = np.stack([sample.normal(f"choke-{s}") for s in sectors], axis=1)
    choke = np.array([row.choke for row in rows]) * np.exp(sample["choke_sd"][:, None] * spread)
    minimum = np.stack([sample.interval(f"minimum-{row.id}", row.minimum_low, row.minimum_high,
                                        "uniform") for row in rows], axis=1)  # fmt: skip
    for name, values in zip(sectors, choke.T, strict=True):
        sample.note(f"choke-{name}", values)
    sample.used |= {row.key for row in rows}
    opening = normal.demand * (sample["stock_weeks"] / WEEKS_A_MONTH)[:, None]
    policies = Policies(*(np.ascontiguousarray(term) for term in schedule.policies))
    prior = np.stack([_drawn(name, sample, policies) for name in PRIORS], axis=1)
    market = Market(
        flow=np.ascontiguousarray(schedule.flow),
        demand=np.ascontiguousarray(demand),
        elasticity=np.ascontiguousarray(elasticity),
        choke=np.ascontiguousarray(choke),
        opening=np.ascontiguousarray(opening),
        prior=np.ascontiguousarray(prior),
        supply=np.ascontiguousarray(schedule.supply),
        growth=np.ascontiguousarray(schedule.growth),
        policies=policies,
        remaining=schedule.remaining,
        since=schedule.since,
    )
    return market, minimum, sectors


def _drawn(name: str, sample: Sample, policies: Policies) -> Array:
    """Draw a prior; what is bought ahead is asked for only where something is announced."""
    if name == "front_load_months" and not policies.ahead.any():
        return np.zeros(sample.draws)
    return sample[name]


def _sector_shares(
    case: Case, destinations: tuple[str, ...], sectors: tuple[str, ...], sample: Sample
) -> Array:
    """Sectors' parts of each destination's demand, shape (draw, destination, sector)."""
    drawn: dict[str, Array] = {}
    for country in sorted({row.country for row in case.sector_shares}):
        rows = {row.sector: row for row in case.sector_shares if row.country == country}
        parts = np.stack(
            [
                sample.interval(f"share-{rows[s].id}", rows[s].low, rows[s].high, "uniform")
                if s in rows
                else np.zeros(sample.draws)
                for s in sectors
            ],
            axis=1,
        )
        drawn[country] = parts / parts.sum(axis=1, keepdims=True)
    if WORLD_SUBJECT not in drawn and not set(destinations) <= set(drawn):
        raise InvalidInput("sector_shares.csv", "no rows of WLD", expected="shares for WLD",
                           remedy="they stand for every country without its own")  # fmt: skip
    keys = [code if code in drawn else WORLD_SUBJECT for code in destinations]
    sample.used |= {row.key for row in case.sector_shares if row.country in keys}
    return np.stack([drawn[key] for key in keys], axis=1)
