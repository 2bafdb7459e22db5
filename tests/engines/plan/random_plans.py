"""Small random problems with every kind of option, attack and limit."""

import numpy as np

from outlast.engines.plan.attacks import Listed, Rules
from outlast.engines.plan.instance import Instance, Option, Stock

KINDS = ("supply", "contract", "reduction", "reserve", "shield", "supply")


def option(n, rng):
    kind = KINDS[n]
    size = rng.uniform(0.3, 0.8) if kind == "shield" else rng.uniform(1, 6)
    return Option(
        f"{kind} {n}",
        kind,
        capacity=float(size * (3 if kind == "reserve" else 1)),
        capex=float(rng.uniform(1, 60)),
        fixed=float(rng.uniform(0, 2)),
        variable=float(rng.uniform(0, 3)),
        lead=int(rng.integers(0, 2)),
        life=int(rng.integers(2, 9)),
        limit=float(rng.integers(1, 3)),
        whole=bool(rng.integers(0, 2)),
        odds=float(rng.uniform(0.6, 1)),
        minimum_take=float(rng.uniform(0, 1)) if kind == "contract" else 0.0,
        fill=0.5,
        draw=0.6,
        boil_off=0.05,
        target=int(rng.integers(0, 2)) if kind in {"reduction", "shield"} else -1,
        after=0 if n == 5 else -1,
    )


def some(chance, shape, rng):
    return np.where(rng.random(shape) < chance, rng.uniform(0.3, 1, shape), 0.0)


def problem(seed):
    """Instance and rules; every third has severities, every fourth a budget of the attacker."""
    rng = np.random.default_rng(seed)
    periods, lanes, powers = (int(n) for n in rng.integers([3, 2, 2], [5, 4, 4]))
    instance = Instance(
        use=rng.uniform(5, 10, (2, periods)),
        weight=np.array([30.0, 8.0]),
        critical=np.array([True, False]),
        arrivals=rng.uniform(3, 10, (lanes, periods)),
        price=rng.uniform(0.5, 2, lanes),
        reach=some(0.6, (powers, lanes), rng),
        option_reach=some(0.2, (powers, len(KINDS)), rng),
        options=tuple(option(n, rng) for n in range(len(KINDS))),
        stock=Stock(float(rng.uniform(0, 5)), 8.0, 0.02),
        per_year=4,
        discount=0.05,
    )
    failing = np.where(np.arange(len(KINDS))[:, None] == 0, 0.0, np.ones((1, periods)))
    accident = Listed("the first plant fails", np.ones((lanes, periods)), failing)
    budgeted = seed % 4 == 0
    rules = Rules(
        int(rng.integers(1, min(3, powers) + 1)),
        tuple(range(0, periods, 2)),
        lasts=int(rng.integers(2, 6)),
        severities=(0.5, 1.0) if seed % 3 == 0 else (1.0,),
        price=rng.uniform(1, 3, powers) if budgeted else None,
        budget=3.5 if budgeted else np.inf,
        listed=(accident,),
    )
    return instance, rules
