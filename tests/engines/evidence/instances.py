"""Systems of claims to test with: small random ones, and national accounts with planted errors."""

from math import inf

import numpy as np
from scipy.sparse import coo_array, csr_array, hstack, vstack

from outlast.engines.evidence.system import Row, Statements, system_of
from outlast.solve import Program


def random_statements(seed, claims=8, variables=4, identities=2):
    """Intervals, ratios and sums in small whole numbers: many conflicts, many exact touches."""
    rng = np.random.default_rng(seed)
    names = [f"x{j}" for j in range(variables)]

    def pick(count):
        return [str(name) for name in rng.choice(names, count, replace=False)]

    hard = []
    for k in range(identities):
        whole, *rest = pick(min(3, variables))
        equal = rng.random() < 0.6
        row = Row({whole: 1.0, **dict.fromkeys(rest, -1.0)}, 0.0, 0.0 if equal else inf)
        hard.append((f"identity {k}", row))
    soft = {}
    for k in range(claims):
        kind, low = rng.integers(4), float(rng.integers(0, 8))
        if kind == 0 and variables > 1:
            part, whole = pick(2)
            a, b = sorted(rng.integers(1, 9, 2) / 10)
            rows = (Row({part: 1, whole: -b}, -inf, 0), Row({part: 1, whole: -a}, 0, inf))
        elif kind == 1 and variables > 1:
            rows = (Row(dict.fromkeys(pick(2), 1.0), low, low + float(rng.integers(3))),)
        else:
            rows = (Row({pick(1)[0]: 1.0}, low, low + float(rng.integers(3))),)
        soft[f"c{k:02}"] = rows
    return Statements(hard, soft, dict.fromkeys(names, 0.125))


def national_accounts(seed, countries=11, claims=200, errors=10, unit=1.0):
    """Five identities a country and one for the world; claims around a truth, some far off.

    Of ``5 × countries + 1`` identities; volumes span five orders of magnitude, values more.
    """
    rng = np.random.default_rng(seed)
    hard, truth = [], {}
    kinds = ("capacity", "output", "imports", "exports", "use", "value", "industry", "medicine")
    for c in range(countries):
        n = {kind: f"{kind} {c:04}" for kind in kinds}
        output = 10 ** rng.uniform(0, 5) * unit
        capacity, imports = output * rng.uniform(1, 1.4), output * rng.uniform(0.1, 3)
        exports = output * rng.uniform(0, 0.6)
        use = output + imports - exports
        industry = use * rng.uniform(0.3, 0.8)
        sizes = (capacity, output, imports, exports, use, imports * 9e4, industry, use - industry)
        truth |= dict(zip(n.values(), sizes, strict=True))
        hard += [
            (f"capacity {c}", Row({n["capacity"]: 1, n["output"]: -1}, 0, inf)),
            (
                f"balance {c}",
                Row({n["output"]: 1, n["imports"]: 1, n["exports"]: -1, n["use"]: -1}, 0, 0),
            ),
            (f"uses {c}", Row({n["use"]: 1, n["industry"]: -1, n["medicine"]: -1}, 0, 0)),
            (f"price, least {c}", Row({n["value"]: 1, n["imports"]: -8e4}, 0, inf)),
            (f"price, most {c}", Row({n["value"]: 1, n["imports"]: -1e5}, -inf, 0)),
        ]
    world = {f"output {c:04}": 1.0 for c in range(countries)}
    truth["world"] = sum(truth[name] for name in world)
    hard.append(("world", Row({**world, "world": -1.0}, 0, 0)))
    return Statements(hard, _claims(rng, truth, claims, errors), dict.fromkeys(truth, 1e-6 * unit))


def balances(seed, countries=27, claims=200, errors=8):
    """Two identities a country and two for the world, with hardly more claims than figures."""
    rng = np.random.default_rng(seed)
    hard, truth = [], {}
    kinds = ("capacity", "output", "imports", "exports", "use")
    for c in range(countries):
        n = {kind: f"{kind} {c:04}" for kind in kinds}
        output, imports = 10 ** rng.uniform(0, 5, 2)
        exports = (output + imports) * rng.uniform(0.1, 0.6)
        sizes = (
            output * rng.uniform(1.2, 2),
            output,
            imports,
            exports,
            output + imports - exports,
        )
        truth |= dict(zip(n.values(), sizes, strict=True))
        balance = {n["output"]: 1, n["imports"]: 1, n["exports"]: -1, n["use"]: -1}
        hard += [
            (f"capacity {c}", Row({n["capacity"]: 1, n["output"]: -1}, 0, inf)),
            (f"balance {c}", Row(balance, 0, 0)),
        ]
    for kind in ("output", "use"):
        world = {f"{kind} {c:04}": 1.0 for c in range(countries)}
        truth[f"world {kind}"] = sum(truth[name] for name in world)
        hard.append((f"world {kind}", Row({**world, f"world {kind}": -1.0}, 0, 0)))
    return Statements(hard, _claims(rng, truth, claims, errors), dict.fromkeys(truth, 1e-6))


def _claims(rng, truth, claims, errors):
    names, soft = list(truth), {}
    wrong = set(rng.choice(claims, errors, replace=False).tolist())
    for k in range(claims):
        name = names[rng.integers(len(names))]
        off = float(rng.choice([0.4, 0.6, 1.6, 2.5, 1000.0])) if k in wrong else 1.0
        width = float(rng.choice([0.01, 0.02, 0.05]))
        shift = rng.uniform(-width, width) * 0.9
        kind, _, country = name.rpartition(" ")
        if country.isdigit() and kind in ("imports", "industry", "output") and rng.random() < 0.4:
            whole = f"use {country}"
            share = truth[name] / truth[whole] * off * (1 + shift)
            a, b = share * (1 - width), share * (1 + width)
            rows = (Row({name: 1, whole: -b}, -inf, 0), Row({name: 1, whole: -a}, 0, inf))
        else:
            value = truth[name] * off * (1 + shift)
            rows = (Row({name: 1.0}, value * (1 - width), value * (1 + width)),)
        soft[f"claim {k:05}"] = rows
    return soft


def big_m(statements):
    """Fewest claims to give up, as one program with a switch a claim (big M = 1e4)."""
    system, ids = system_of(statements)
    entries = np.flatnonzero(system.owner >= 0)
    count, width = system.matrix.shape
    switch = coo_array(
        (np.full(len(entries), 1e4), (entries, system.owner[entries])), shape=(count, len(ids))
    )
    up, down = np.isfinite(system.high), np.isfinite(system.low)
    rows = vstack([hstack([system.matrix, -switch]).tocsr()[up],
                   hstack([system.matrix, switch]).tocsr()[down]])  # fmt: skip
    whole = np.arange(width + len(ids)) >= width
    return Program(
        whole.astype(float),
        csr_array(rows),
        np.concatenate([np.full(up.sum(), -inf), system.low[down]]),
        np.concatenate([system.high[up], np.full(down.sum(), inf)]),
        np.concatenate([system.floor, np.zeros(len(ids))]),
        np.where(whole, 1.0, inf),
        whole,
    )
