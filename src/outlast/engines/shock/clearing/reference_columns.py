r"""All destinations' purchases at given rents, in plain NumPy; see `column`.

.. math:: v_j = -\sigma^{-1}\ln\sum_i e^{w_{ij}}, \qquad
          w_{ij} = \ln\text{share}_{ij} - \sigma(u_i + \tau_{ij})
"""

from typing import NamedTuple

import numpy as np

from outlast.engines.shock.clearing.terms import (
    COMMERCIAL,
    COMMITTED,
    DEMAND,
    ELASTICITY,
    PATIENCE,
    PER_CHOKE,
    PER_COMMERCIAL,
    PER_RESTOCK,
    PER_STRATEGIC,
    PRICE_CAP,
    RESTOCK,
    SAFE_EXPONENT,
    STRATEGIC,
    TRICKLE,
    TRIGGER,
    Array,
)


class Columns(NamedTuple):
    """Settled columns of all draws."""

    flow: Array  # (draw, origin, destination) [t/month]
    free: Array  # flow below its cap (draw, origin, destination) [t/month]
    price: Array  # log import price (draw, destination)
    need: Array  # (draw, destination) [t/month]
    coupling: Array  # c_j of the Newton matrix (draw, destination)


def ramp(x: Array) -> tuple[Array, Array]:
    """Value and slope of q(x) = x²/(1+x²), 0 below 0."""
    x = np.maximum(x, 0.0)
    fall = 1.0 / (1.0 + x * x)
    return 1.0 - fall, 2.0 * x * fall * fall


def parts(sector: Array, place: Array, v: Array) -> tuple[Array, Array, Array, Array]:
    """Use by sector, purchases for stocks, commercial and strategic release at `v`."""
    z4 = (v[..., None] * sector[..., PER_CHOKE, :]) ** 2
    z4 *= z4
    used = sector[..., DEMAND, :] * np.exp(-sector[..., ELASTICITY, :] * v[..., None])
    used /= 1.0 + z4 * z4
    put_off = ramp(v * place[..., PER_RESTOCK])[0]
    commercial = ramp(v * place[..., PER_COMMERCIAL])[0]
    strategic = ramp((v - place[..., TRIGGER]) * place[..., PER_STRATEGIC])[0]
    return (
        used,
        place[..., RESTOCK] * (1.0 - put_off),
        place[..., COMMERCIAL] * commercial,
        place[..., STRATEGIC] * strategic,
    )


def wants(sector: Array, place: Array, v: Array) -> tuple[Array, Array]:
    """Need T at log prices `v`, and its slope."""
    z = v[..., None] * sector[..., PER_CHOKE, :]
    z3 = z * z * z
    z7 = z3 * z3 * z
    fall = 1.0 / (1.0 + z7 * z)
    elasticity = sector[..., ELASTICITY, :]
    used = sector[..., DEMAND, :] * np.exp(-elasticity * v[..., None]) * fall
    lean = elasticity + 8.0 * z7 * sector[..., PER_CHOKE, :] * fall
    on, rise = ramp(v * place[..., PER_RESTOCK])
    total = used.sum(axis=-1) + place[..., RESTOCK] * (1.0 - on)
    slope = (used * lean).sum(axis=-1)
    slope += place[..., RESTOCK] * rise * place[..., PER_RESTOCK]
    return total, -slope


def covers(place: Array, v: Array) -> tuple[Array, Array]:
    """Cover R (committed and released) at log prices `v`, and its slope."""
    some, rise = ramp(v * place[..., PER_COMMERCIAL])
    more, climb = ramp((v - place[..., TRIGGER]) * place[..., PER_STRATEGIC])
    cover = place[..., COMMITTED] + place[..., COMMERCIAL] * some
    cover = cover + place[..., STRATEGIC] * more
    slope = place[..., COMMERCIAL] * rise * place[..., PER_COMMERCIAL]
    return cover, slope + place[..., STRATEGIC] * climb * place[..., PER_STRATEGIC]


def unclamped(sector: Array, place: Array, v: Array) -> tuple[Array, Array]:
    """T - R at log prices `v`, and its slope."""
    wanted, fall = wants(sector, place, v)
    cover, rise = covers(place, v)
    return wanted - cover, fall - rise


def net_demand(sector: Array, place: Array, v: Array) -> tuple[Array, Array]:
    """Net import demand N > 0 at log prices `v`, and its slope <= 0."""
    wanted, fall = wants(sector, place, v)
    cover, rise = covers(place, v)
    some = wanted > 0
    ratio = np.divide(cover, wanted, where=some, out=np.zeros_like(wanted))
    excess = np.maximum(ratio - 1.0, -TRICKLE) + 2.0 * TRICKLE
    left = TRICKLE * TRICKLE / excess
    drop = -left / excess
    plain = ratio <= 1.0 - TRICKLE
    need = np.where(plain, wanted - cover, wanted * left)
    clamped = fall * (left - ratio * drop) + drop * rise
    return np.where(some, need, 0.0), np.where(plain, fall - rise, clamped) * some


def cut(scale: Array, cap: Array) -> tuple[Array, Array]:
    """Flows min(cap, e^scale) and their free part."""
    flow = np.exp(np.minimum(scale, SAFE_EXPONENT))
    return np.minimum(flow, cap), np.where(flow <= cap, flow, 0.0)


def solve_capped(
    weight: Array, cap: Array, sector: Array, place: Array, sigma: Array, start: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Flow, free flow, price, need, coupling of columns in which a cap binds.

    One row a column: `weight` and `cap` have shape (column, origin).
    """
    low, high = start.copy(), np.full(len(start), PRICE_CAP)
    tested = np.zeros(len(start), dtype=bool)
    v = start.copy()
    for count in range(200):
        need, slope = net_demand(sector, place, v)
        shift = (sigma * v + np.log(need))[:, None]
        flow, free = cut(weight + shift, cap)
        total, part = flow.sum(axis=1), free.sum(axis=1)
        miss = np.log(total / need) / sigma
        low, high = np.where(miss < 0, v, low), np.where(miss < 0, high, v)
        tested |= miss >= 0
        relative, portion = slope / need, part / total
        newton = v - miss / (portion + relative * (portion - 1.0) / sigma)
        inside = (low < newton) & (newton < high) & (count <= PATIENCE or count % 2 > 0)
        following = np.where(inside, newton, 0.5 * (low + high))
        following = np.where((newton >= PRICE_CAP) & ~tested, PRICE_CAP, following)
        done = (np.abs(miss) <= 2e-16) | ((miss < 0) & (v >= PRICE_CAP))
        done |= np.abs(following - v) <= 4e-16 * (1.0 + v)
        if done.all():
            break
        v = np.where(done, v, following)
    ease = sigma * part + slope * (part / need - 1.0)
    tied = (part > 0) & ~((v >= PRICE_CAP) & (total < need))
    coupling = sigma * (sigma + relative)
    coupling = np.divide(coupling, ease, where=tied, out=np.zeros_like(ease))
    return flow, free, v, need, coupling


def clear_columns(
    weight: Array,
    cap: Array,
    sector: Array,
    place: Array,
    sigma: Array,
    guess: Array,  # noqa: ARG001
) -> Columns:
    """Settle every column of every draw, given log weights."""
    top = weight.max(axis=1)
    top = np.where(np.isfinite(top), top, -1e300)
    relative = np.exp(weight - top[:, None])
    total = relative.sum(axis=1)
    linked = total > 0
    log_total = np.where(linked, top + np.log(np.where(linked, total, 1.0)), -np.inf)
    log_total = np.where(np.abs(log_total) > 4e-16, log_total, 0.0)
    start = -log_total / sigma[:, None]
    price = np.minimum(start, PRICE_CAP)
    need, slope = net_demand(sector, place, price)
    linked &= need > 0
    lag = np.where(start > PRICE_CAP, sigma[:, None] * (PRICE_CAP - start), 0.0)
    scale = np.where(linked, need * np.exp(lag) / np.where(linked, total, 1.0), 0.0)
    uncut = relative * scale[:, None]
    flow, free = np.minimum(uncut, cap), np.where(uncut <= cap, uncut, 0.0)
    lean = sigma[:, None] + slope / np.where(need > 0, need, 1.0)
    coupling = lean / np.where(need > 0, need, 1.0)
    coupling = np.where(linked & (start < PRICE_CAP), coupling, 0.0)
    broken = (uncut > cap).any(axis=1) & (start < PRICE_CAP)
    if broken.any():
        draw, column = np.nonzero(broken)
        found = solve_capped(
            weight[draw, :, column],
            cap[draw, :, column],
            sector[draw, column],
            place[draw, column],
            sigma[draw],
            start[draw, column],
        )
        flow[draw, :, column], free[draw, :, column] = found[:2]
        price[broken], need[broken], coupling[broken] = found[2:]
    return Columns(flow, free, price, need, coupling)
