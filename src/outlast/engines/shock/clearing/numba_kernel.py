r"""The monthly clearing of a market, compiled.

.. math::
    x_{ij} = \min\bigl(\kappa_{ij},\ N_j(v_j)\,\text{share}_{ij}
             e^{\sigma(v_j-u_i-\tau_{ij})}\bigr), \quad
    \sum_i x_{ij} = N_j(v_j), \quad
    0 \le u_i \perp s_i - \sum_j x_{ij} \ge 0

`clear_month` settles one draw in given arrays, allocating nothing, so that a compiled
driver can run all months of a draw without the interpreter; `clear` is the door for
arrays, and hands blocks of draws to threads.
Numba's cache does not notice a change in a file that this one calls: when one changes,
delete ``__pycache__``.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from outlast.engines.shock.clearing.compiled import called, kept
from outlast.engines.shock.clearing.hessian import width_of
from outlast.engines.shock.clearing.newton import find_rents
from outlast.engines.shock.clearing.settlement import is_wide, load, settle
from outlast.engines.shock.clearing.system import Cleared, System
from outlast.engines.shock.clearing.terms import (
    LIMIT,
    PRICE,
    PRICE_CAP,
    RENT,
    SHARE,
    SUPPLY,
    TARIFF,
    WIDTH,
    Array,
    Month,
    Outcome,
    Scratch,
)

BLOCK = 32  # draws that share one working space and go to a thread together


@njit(error_model="numpy")
def zeros(size: int) -> Array:
    """Zeros from a multiple of 64 bytes on, where eight doubles are read at once fastest."""
    room = np.zeros(size + WIDTH)
    first = -(room.ctypes.data // room.itemsize) % WIDTH
    return room[first : first + size]


@njit(error_model="numpy")
def new_scratch(origins: int, destinations: int, sectors: int) -> Scratch:
    """Working space for one thread."""
    blocks, rows = (destinations + WIDTH - 1) // WIDTH, origins // 2 * 2 + 2
    places = blocks * WIDTH
    listed = (width_of(origins) // WIDTH | 1) * WIDTH  # else rows share lines of the cache
    return Scratch(
        zeros(4 * places * rows).reshape(4, blocks, rows, WIDTH),
        zeros(5 * places).reshape(5, places),
        zeros(3 * places * sectors).reshape(3, blocks, sectors, WIDTH),
        zeros(8 * places).reshape(8, places),
        zeros(8 * listed).reshape(8, listed),
        np.zeros(blocks, np.int64),
        zeros(2 * places * listed).reshape(2, places, listed),
        zeros(3 * listed * listed).reshape(3, listed, listed),
        zeros(5 * listed).reshape(5, listed),
        np.zeros((2, listed), np.int64),
        zeros(sectors * WIDTH).reshape(sectors, WIDTH),
    )


@njit(error_model="numpy")
def month_of(stack: Month, draw: int) -> Month:
    """One draw's month; an array with a draw axis of length 1 serves every draw."""
    return Month(
        stack.link[draw % stack.link.shape[0]],
        stack.sector[draw % stack.sector.shape[0]],
        stack.place[draw % stack.place.shape[0]],
        stack.supply[draw % stack.supply.shape[0]],
        stack.sigma[draw % stack.sigma.shape[0]],
    )


@njit(error_model="numpy")
def outcome_of(stack: Outcome, draw: int) -> Outcome:
    """One draw's outcome, to be written."""
    return Outcome(
        stack.rent[draw],
        stack.flow[draw],
        stack.consumption[draw],
        stack.settled[draw],
    )


@called
def value_next_tonne(month: Month, work: Scratch, i: int) -> float:
    """Rent of an origin without supply: what its best old customer would pay, >= 0."""
    rent = 0.0
    for j in range(month.link.shape[2]):
        if month.link[SHARE, i, j] > 0.0 and month.link[LIMIT, i, j] > 0.0:
            price = min(work.column[PRICE, j], PRICE_CAP)
            rent = max(rent, price - month.link[TARIFF, i, j])
    return rent


@called
def clear_month(month: Month, out: Outcome, work: Scratch) -> tuple[int, float]:
    """Clear one market in one month.

    Parameters
    ----------
    month : Month
        What the market is given, without a draw axis; only read.
    out : Outcome
        Written; ``out.rent`` on entry is the first guess (last month's rents, or 0).
    work : Scratch
        Working space of this thread, from `new_scratch`.

    Returns
    -------
    iterations : int
        Newton iterations, 0 where the guess already clears.
    residual : float
        The relative natural residual, <= 1e-11 when it converged.
    """
    wide = is_wide(month)
    load(month, out.rent, work, wide)
    iterations, residual = find_rents(work, month.sigma[0], wide)
    for b in range(work.sent.size):
        settle(work, out, b)
    for i in range(out.rent.size):
        out.rent[i] = work.node[RENT, i]
        if work.node[SUPPLY, i] == 0.0:
            out.rent[i] = value_next_tonne(month, work, i)
    return iterations, residual


@kept
def clear_draws(
    stack: Month, out: Outcome, iterations: Array, residual: Array, span: tuple[int, int]
) -> None:
    """Clear the draws of `span`; arrays have the leading draw axis of all draws."""
    work = new_scratch(stack.link.shape[2], stack.link.shape[3], stack.sector.shape[3])
    for draw in range(span[0], span[1]):
        count, worst = clear_month(month_of(stack, draw), outcome_of(out, draw), work)
        iterations[draw] = count
        residual[draw] = worst


def spans(draws: int) -> list[tuple[int, int]]:
    """Cut the draws into blocks, whatever the number of threads.

    >>> spans(70)
    [(0, 32), (32, 64), (64, 70)]
    """
    return [(first, min(first + BLOCK, draws)) for first in range(0, draws, BLOCK)]


def clear(system: System, guess: ArrayLike = 0.0, *, threads: int | None = None) -> Cleared:
    """Clear a market for every draw.

    Parameters
    ----------
    system : System
        The market.
    guess : array_like, shape (draw, origin) or any that fills it
        First guess of the log scarcity rents.
    threads : int, optional
        How many to use; all cores where not given.  The result is the same bytes.

    Returns
    -------
    Cleared
        Flows, prices, consumption, releases, iterations and residuals by draw.
    """
    cleared = Cleared.empty(system, guess)
    given = (system.month(), cleared.outcome, cleared.iterations, cleared.residual)
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        list(pool.map(lambda span: clear_draws(*given, span), spans(system.draws)))
    return cleared
