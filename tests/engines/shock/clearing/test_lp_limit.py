r"""As origins become perfect substitutes, the clearing becomes a transport programme.

For sigma → ∞ the clearing solves, with V_j the inverse of N_j, held between 0 and the
price cap,

.. math::  \max_{x\ge0} \sum_j \int_0^{\sum_i x_{ij}} V_j(n)\,dn
           - \sum_{ij}\tau_{ij}x_{ij},
           \qquad \sum_j x_{ij}\le s_i,\ x_{ij}\le\kappa_{ij},\ x_{ij}=0 \text{ off the
           baseline support},

for its own objective only adds :math:`-\sigma^{-1}\sum x\ln(x/(\text{share}\,n))`.  The
welfare is in *log* prices: it is the programme that the clearing solves, not money.
V_j falls, so a fine staircase (whose steps HiGHS fills in order) makes it an LP; both
sides are measured on the same staircase, so that the gap is never negative.
Prices err by O(1/sigma), hence quantities too, hence welfare by O(1/sigma²).
"""

import highspy
import numpy as np
from markets import random_market

from outlast.engines.shock.clearing.numba_kernel import clear
from outlast.engines.shock.clearing.reference_columns import net_demand
from outlast.engines.shock.clearing.system import System
from outlast.engines.shock.clearing.terms import PRICE_CAP

STEPS = 2000


def staircase(system):
    """Widths [t/month] and heights [log price] of every destination's demand."""
    month = system.month()
    v = np.linspace(PRICE_CAP, 0, STEPS)
    prices = np.repeat(v[:, None], system.demand.shape[1], axis=1)
    need = net_demand(month.sector[0], month.place[0], prices)[0]
    widths = np.diff(need, axis=0, prepend=0.0).T
    middle = np.concatenate([[PRICE_CAP], (v[1:] + v[:-1]) / 2])
    return widths, middle


def optimum(system):
    """Welfare of the transport LP, built from arrays: links first, then steps."""
    widths, height = staircase(system)
    _, o, d = system.flow.shape
    link = np.where(system.flow[0] > 0, system.cap()[0], 0.0).ravel()
    cost = np.concatenate([-system.tariff[0].ravel(), np.tile(height, d)])
    origin, destination = np.divmod(np.arange(o * d), d)
    step = o + np.repeat(np.arange(d), STEPS)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = o * d + d * STEPS, o + d
    lp.col_cost_, lp.sense_ = cost, highspy.ObjSense.kMaximize
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate([link, widths.ravel()])
    lp.row_lower_ = np.concatenate([np.full(o, -np.inf), np.zeros(d)])
    lp.row_upper_ = np.concatenate([system.supply[0], np.zeros(d)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    starts = [np.arange(o * d) * 2, 2 * o * d + np.arange(d * STEPS + 1)]
    lp.a_matrix_.start_ = np.concatenate(starts)
    pairs = np.stack([origin, o + destination], axis=1).ravel()
    lp.a_matrix_.index_ = np.concatenate([pairs, step])
    values = [np.ones(2 * o * d), -np.ones(d * STEPS)]
    lp.a_matrix_.value_ = np.concatenate(values)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003
    solver.passModel(lp)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver.getInfo().objective_function_value


def welfare(system, flow):
    """Welfare of given flows on the same staircase."""
    widths, height = staircase(system)
    total = -(system.tariff[0] * flow).sum()
    for j, bought in enumerate(flow.sum(axis=0)):
        edges = np.concatenate([[0.0], np.cumsum(widths[j])])
        area = np.concatenate([[0.0], np.cumsum(widths[j] * height)])
        total += np.interp(bought, edges, area)
    return total


def test_gap_to_the_transport_lp_falls_as_the_square():
    sigmas = np.array([20.0, 40.0, 80.0, 160.0])
    gaps = []
    for sigma in sigmas:
        wild = random_market(5, draws=1, sigma=sigma)
        system = System.of(
            wild.flow,
            wild.demand,
            elasticity=wild.elasticity,
            choke=wild.choke,
            sigma=sigma,
            supply=wild.flow.sum(axis=2) * 0.8,
            tariff=wild.tariff,
            multiplier=wild.multiplier,
        )
        best = optimum(system)
        reached = welfare(system, clear(system).outcome.flow[0])
        gaps.append((best - reached) / best)
    assert min(gaps) > -1e-9
    slope = np.polyfit(np.log(sigmas), np.log(np.maximum(gaps, 1e-15)), 1)[0]
    assert slope < -1.6, gaps
