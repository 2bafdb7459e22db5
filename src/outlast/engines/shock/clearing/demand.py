r"""Net import demand of eight destinations at once, compiled.

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

from outlast.engines.shock.clearing.compiled import fused, inlined
from outlast.engines.shock.clearing.exponential import exp
from outlast.engines.shock.clearing.lane_memory import eight_at
from outlast.engines.shock.clearing.lanes import any_of, eight, where
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
    WIDTH,
    Array,
    Eight,
)


@inlined
def ramp(x: Eight) -> tuple[Eight, Eight]:
    """Value and slope of q(x) = x²/(1+x²), 0 below 0; of a number or of eight."""
    x = max(x, 0.0)
    fall = 1.0 / (1.0 + x * x)
    return 1.0 - fall, 2.0 * x * fall * fall


@fused
def use(sector: Array, b: int, k: int, v: Eight) -> tuple[Eight, Eight]:
    """Use of sector `k` in block `b` of destinations at log prices `v`, and its slope."""
    elasticity = eight_at(sector, (ELASTICITY, b, k, 0))
    per_choke = eight_at(sector, (PER_CHOKE, b, k, 0))
    z = v * per_choke
    z2 = z * z
    z4 = z2 * z2
    fall = 1.0 / (1.0 + z4 * z4)
    used = eight_at(sector, (DEMAND, b, k, 0)) * exp(-elasticity * v) * fall
    return used, -used * (elasticity + 8.0 * (z4 * z2 * z) * per_choke * fall)


@fused
def need(sector: Array, place: Array, b: int, v: Eight) -> tuple[Eight, Eight]:
    """Need T of the destinations of block `b` at log prices `v`, and its slope, t/month."""
    total, slope = eight(0.0), eight(0.0)
    for k in range(sector.shape[2]):
        used, fall = use(sector, b, k, v)
        total += used
        slope += fall
    bought = eight_at(place, (RESTOCK, b * WIDTH))
    if any_of(bought > 0.0):
        per_width = eight_at(place, (PER_RESTOCK, b * WIDTH))
        on, rise = ramp(v * per_width)
        total += bought * (1.0 - on)
        slope -= bought * rise * per_width
    return total, slope


@fused
def releases(place: Array, b: int, v: Eight) -> tuple[Eight, Eight, Eight]:
    """Commercial and strategic release at log prices `v`, and their joint slope."""
    commercial, strategic, slope = eight(0.0), eight(0.0), eight(0.0)
    most = eight_at(place, (COMMERCIAL, b * WIDTH))
    if any_of(most > 0.0):
        per_width = eight_at(place, (PER_COMMERCIAL, b * WIDTH))
        on, rise = ramp(v * per_width)
        commercial = most * on
        slope += most * rise * per_width
    most = eight_at(place, (STRATEGIC, b * WIDTH))
    if any_of(most > 0.0):
        per_width = eight_at(place, (PER_STRATEGIC, b * WIDTH))
        on, rise = ramp((v - eight_at(place, (TRIGGER, b * WIDTH))) * per_width)
        strategic = most * on
        slope += most * rise * per_width
    return commercial, strategic, slope


@fused
def net_demand(sector: Array, place: Array, b: int, v: Eight) -> tuple[Eight, Eight]:
    """Net import demand N > 0 at log prices `v`, and its slope <= 0, t/month."""
    wanted, fall = need(sector, place, b, v)
    commercial, strategic, rise = releases(place, b, v)
    cover = eight_at(place, (COMMITTED, b * WIDTH)) + commercial + strategic
    net, slope = wanted - cover, fall - rise
    crowded = cover > (1.0 - TRICKLE) * wanted
    if any_of(crowded):
        ratio = cover / where(wanted > 0.0, wanted, 1.0)
        excess = max(ratio, 1.0 - TRICKLE) - 1.0 + 2.0 * TRICKLE
        left = TRICKLE * TRICKLE / excess
        drop = -left / excess
        net = where(crowded, wanted * left, net)
        slope = where(crowded, fall * (left - ratio * drop) + drop * rise, slope)
    return net, slope


@fused
def gap(sector: Array, place: Array, b: int, v: Eight) -> tuple[Eight, Eight]:
    """T - R at log prices `v`, unclamped, and its slope, t/month."""
    wanted, fall = need(sector, place, b, v)
    commercial, strategic, rise = releases(place, b, v)
    committed = eight_at(place, (COMMITTED, b * WIDTH))
    return wanted - committed - commercial - strategic, fall - rise
