"""Synthetic problems of a plan's size: quarters, options, powers."""

import numpy as np

from outlast.engines.plan.attacks import Rules
from outlast.engines.plan.instance import Instance, Option, Stock

KINDS = ("supply", "supply", "contract", "reduction", "reserve")


def instance(years: int, options: int, powers: int, seed: int = 1) -> Instance:
    """Make one: a lane a power, three classes, options that the powers control in part."""
    rng = np.random.default_rng(seed)
    periods, classes = 4 * years, 3
    grown = 1.05 ** (np.arange(periods) / 4)
    use = np.outer(100 * rng.dirichlet([8, 6, 6]), grown)
    share = np.sort(rng.dirichlet(np.full(powers, 0.6)))[::-1]
    made = tuple(_option(n, classes, rng) for n in range(options))
    reach = np.eye(powers)
    reach[rng.integers(0, powers, powers), np.arange(powers)] = 0.5
    reach[np.arange(powers), np.arange(powers)] = 1.0
    held = np.zeros((powers, options))
    for n, option in enumerate(made):
        if option.kind == "contract":
            held[rng.integers(0, powers), n] = 1.0
        elif rng.random() < 0.2:
            held[rng.integers(0, powers), n] = 0.5
    return Instance(
        use=use,
        weight=np.array([900.0, 300.0, 120.0]),
        critical=np.array([True, False, False]),
        arrivals=np.outer(1.15 * 100 * share, grown),
        price=np.full(powers, 30.0),
        reach=reach,
        option_reach=held,
        options=made,
        stock=Stock(40.0, 60.0, 0.01),
        per_year=4,
        discount=0.06,
        every=4,
    )


def _option(n: int, classes: int, rng: np.random.Generator) -> Option:
    kind = KINDS[n % len(KINDS)]
    size = float(rng.uniform(2, 8)) * (6 if kind == "reserve" else 1)
    dear = {"supply": 900.0, "contract": 40.0, "reduction": 300.0, "reserve": 60.0}[kind]
    return Option(
        f"{kind} {n}",
        kind,
        capacity=size,
        capex=size * dear * float(rng.uniform(0.5, 2)),
        fixed=size * dear * 0.005,
        variable=float(rng.uniform(25, 60)) if kind != "reserve" else 1.0,
        lead=int(rng.integers(1, 13)),
        limit=2.0,
        whole=n % 4 == 0,
        odds=float(rng.uniform(0.7, 1.0)) if kind == "supply" else 1.0,
        minimum_take=0.5 if kind == "contract" else 0.0,
        fill=0.25,
        draw=0.5,
        boil_off=0.01 if kind == "reserve" else 0.0,
        target=int(rng.integers(1, classes)) if kind == "reduction" else -1,
    )


def rules(periods: int, at_most: int, *, every: int = 1, lasts: int = 16) -> Rules:
    """Attacks of four years that end before the horizon does."""
    return Rules(at_most, tuple(range(0, periods - lasts + 1, every)), lasts)
