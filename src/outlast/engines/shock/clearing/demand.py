r"""Net import demand of a destination, compiled.

Need :math:`T`, cover :math:`R` and the ramp :math:`q(x)=x^2/(1+x^2)`, 0 below 0:

.. math::
    T_j(v) &= \sum_k \frac{d_{jk}\,e^{-\epsilon_{jk}v}}{1+(v/\bar v_{jk})^8}
              + b_j\,(1-q(v/\omega_r)) \\
    R_j(v) &= a_j + c_j\,q(v/\omega_c) + g_j\,q((v-\theta_j)/\omega_s) \\
    N_j(v) &= T\,\varphi(R/T), \qquad
    \varphi(r) = 1-r \text{ up to } 1-\delta,\ \text{then } \delta^2/(r-1+2\delta)

:math:`\varphi` is C1, positive and falling, so :math:`N>0` and :math:`N'\le 0`
whatever the stocks: with :math:`T'\le 0\le R'`,
:math:`N'=T'(\varphi-r\varphi')+\varphi'R'\le 0`.
Where the clamp acts, users pay the lower local price :math:`p\le v` at
which :math:`T(p)-R(p)=N(v)`: imports compete with stocks and
contracts, and the account closes.
"""

from outlast.engines.shock.clearing.compiled import called, inlined, summed
from outlast.engines.shock.clearing.exponential import shrink
from outlast.engines.shock.clearing.terms import (
    COMMERCIAL,
    COMMITTED,
    DEMAND,
    ELASTICITY,
    PER_CHOKE,
    PER_COMMERCIAL,
    PER_RESTOCK,
    PER_STRATEGIC,
    RESTOCK,
    STRATEGIC,
    TRICKLE,
    TRIGGER,
    Array,
)


@inlined
def ramp(x: float) -> tuple[float, float]:
    """Value and slope of q(x) = x²/(1+x²), 0 below 0."""
    if x <= 0.0:
        return 0.0, 0.0
    fall = 1.0 / (1.0 + x * x)
    return 1.0 - fall, 2.0 * x * fall * fall


@summed
def uses(sector: Array, hold: Array, j: int, v: float) -> tuple[float, float]:
    """Use of all sectors of `j` and its slope; the use of each goes to ``hold[j]``."""
    total, slope = 0.0, 0.0
    for k in range(sector.shape[2]):
        elasticity = sector[j, ELASTICITY, k]
        z = v * sector[j, PER_CHOKE, k]
        z3 = z * z * z
        z7 = z3 * z3 * z
        fall = 1.0 / (1.0 + z7 * z)
        used = sector[j, DEMAND, k] * shrink(elasticity * v) * fall
        hold[j, k] = used
        total += used
        slope -= used * (elasticity + 8.0 * z7 * sector[j, PER_CHOKE, k] * fall)
    return total, slope


@inlined
def need(sector: Array, place: Array, hold: Array, j: int, v: float) -> tuple[float, float]:
    """Need T of destination `j` at log price `v`, and its slope, t/month.

    Leaves the sectors' use in ``hold[j]``.
    """
    total, slope = uses(sector, hold, j, v)
    if place[j, RESTOCK] > 0.0:
        on, rise = ramp(v * place[j, PER_RESTOCK])
        total += place[j, RESTOCK] * (1.0 - on)
        slope -= place[j, RESTOCK] * rise * place[j, PER_RESTOCK]
    return total, slope


@inlined
def need_held(place: Array, hold: Array, j: int, v: float) -> float:
    """Need T of destination `j` at log price `v`, at which ``hold[j]`` was filled."""
    total = 0.0
    for k in range(hold.shape[1]):
        total += hold[j, k]
    if place[j, RESTOCK] > 0.0:
        total += place[j, RESTOCK] * (1.0 - ramp(v * place[j, PER_RESTOCK])[0])
    return total


@inlined
def releases(place: Array, j: int, v: float) -> tuple[float, float, float]:
    """Commercial and strategic release at log price `v`, and their joint slope."""
    commercial, strategic, slope = 0.0, 0.0, 0.0
    if place[j, COMMERCIAL] > 0.0:
        on, rise = ramp(v * place[j, PER_COMMERCIAL])
        commercial = place[j, COMMERCIAL] * on
        slope += place[j, COMMERCIAL] * rise * place[j, PER_COMMERCIAL]
    if place[j, STRATEGIC] > 0.0:
        inverse = place[j, PER_STRATEGIC]
        on, rise = ramp((v - place[j, TRIGGER]) * inverse)
        strategic = place[j, STRATEGIC] * on
        slope += place[j, STRATEGIC] * rise * inverse
    return commercial, strategic, slope


@inlined
def net_demand(sector: Array, place: Array, hold: Array, j: int, v: float) -> tuple[float, float]:
    """Net import demand N > 0 at log price `v`, and its slope <= 0, t/month."""
    wanted, fall = need(sector, place, hold, j, v)
    if wanted <= 0.0:
        return 0.0, 0.0
    commercial, strategic, rise = releases(place, j, v)
    cover = place[j, COMMITTED] + commercial + strategic
    ratio = cover / wanted
    if ratio <= 1.0 - TRICKLE:
        return wanted - cover, fall - rise
    excess = ratio - 1.0 + 2.0 * TRICKLE
    left = TRICKLE * TRICKLE / excess
    drop = -left / excess
    return wanted * left, fall * (left - ratio * drop) + drop * rise


@inlined
def gap(sector: Array, place: Array, hold: Array, j: int, v: float) -> tuple[float, float]:
    """T - R at log price `v`, unclamped, and its slope, t/month."""
    wanted, fall = need(sector, place, hold, j, v)
    commercial, strategic, rise = releases(place, j, v)
    return wanted - place[j, COMMITTED] - commercial - strategic, fall - rise


@called
def local_price(
    sector: Array,
    place: Array,
    hold: Array,
    j: int,
    delivered: float,
    highest: float,
) -> float:
    """Log price in [0, `highest`] at which T - R meets what was delivered.

    The end of the range where they do not meet: rationing above, surplus below.
    """
    if gap(sector, place, hold, j, highest)[0] >= delivered:
        return highest
    low, high = 0.0, highest
    if gap(sector, place, hold, j, low)[0] <= delivered:
        return low
    v = 0.5 * highest
    for _ in range(200):
        value, slope = gap(sector, place, hold, j, v)
        if value > delivered:
            low = v
        else:
            high = v
        following = v - (value - delivered) / slope
        if not low < following < high:
            following = 0.5 * (low + high)
        if abs(following - v) <= 1e-16 * (1.0 + v):
            break
        v = following
    return v
