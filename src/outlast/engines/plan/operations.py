r"""The periods' operation: what comes, is stored, taken out and missing, as rows and columns.

With what lanes bring :math:`y`, options give :math:`q`, the old stock gives :math:`o`, reserves
take :math:`f` and hold :math:`S`, and what classes lack :math:`u`, each from 0 to its limit:

.. math::
    \sum_l y_{lt} + \sum_o q_{ot} + o_t - \sum_r f_{rt} + \sum_c u_{ct} \ge \sum_c d_{ct}

.. math::
    S_{rt} \le (1 - \beta_r) S_{r,t-1} + f_{rt} - q_{rt}, \qquad
    u_{ct} + \sum_{o \in R_c} q_{ot} \le d_{ct}

with the reductions :math:`R_c` of a class.
Surplus may be thrown away.  A unit of an option limits :math:`q \le \rho\,\bar q\,A_{ot}` with
its odds :math:`\rho` and the units :math:`A` that give in the period; of a reserve draw, fill and
what it holds.  A contract gives in two parts, the one paid for in any case and the rest.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from outlast.engines.plan.instance import Array, Bools, Instance

Ints = NDArray[np.intp]
Aim = Literal["total", "shortage", "endurance"]


@dataclass(frozen=True, slots=True, eq=False)
class Taps:
    """Ways in which options give, shape (tap,) each."""

    option: Ints
    rate: Array
    """What a unit gives [t/period]."""
    price: Array
    """[USD/t]"""
    pool: Ints
    """Reserve that it is taken from, −1 for none; 0 is the old stock."""
    lowers: Ints
    """Class whose use it lowers, −1 for none."""


@dataclass(frozen=True, slots=True, eq=False)
class Operations:
    """Columns, shape (column,), and rows, shape (row,), of all periods.

    Columns are lanes, taps, the old stock's outflow, fills, levels and what is unmet, each kind
    by item and period; pool 0 is the old stock, then come the reserves.
    """

    instance: Instance
    taps: Taps
    reserves: Ints
    """Options that are reserves."""
    period: Ints
    """Of each column."""
    matrix: csr_array
    row_period: Ints
    row_low: Array
    row_high: Array
    base: Array
    """Limit of a column without options, infinite if only options or nothing limit it."""
    option: Ints
    """Option that limits a column, −1 for none."""
    rate: Array
    """By how much a unit of it does."""
    source: Ints
    """What an attack can cut of a column: lane, or lanes + option; −1 for nothing."""

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.period)

    def columns(self, kind: str) -> Ints:
        """Columns of a kind, shape (item, period)."""
        counts = _counts(self.instance, self.taps, self.reserves)
        first = sum(n for name, n in counts.items() if _ORDER.index(name) < _ORDER.index(kind))
        periods = self.instance.periods
        flat = np.arange(first * periods, (first + counts[kind]) * periods)
        return flat.reshape(counts[kind], periods)

    def cost(self, aim: Aim, start: int = 0, lasts: int = 0) -> Array:
        """What a column costs under an aim, shape (column,), worth today.

        Parameters
        ----------
        aim : {"total", "shortage", "endurance"}
            Everything [USD], what is short by its weight [USD], or what critical classes lack
            within a time from the start of an attack [t].
        start, lasts : int
            That time, in periods; for endurance alone.

        Returns
        -------
        ndarray, shape (column,)
            For a unit of each.
        """
        instance, cost = self.instance, np.zeros(self.width)
        worth, unmet = instance.factors, self.columns("unmet")
        if aim == "endurance":
            cost[unmet[instance.critical, start : start + lasts]] = 1.0
            return cost
        cost[unmet] = instance.weight[:, None] * worth
        if aim == "total":
            cost[self.columns("lane")] = instance.price[:, None] * worth
            cost[self.columns("tap")] = self.taps.price[:, None] * worth
        return cost

    def limits(self, active: Array) -> Array:
        """Upper limits of the columns without an attack, from units (option, period)."""
        high = self.base.copy()
        tied = np.flatnonzero(self.option >= 0)
        units = active[self.option[tied], self.period[tied]]
        high[tied] = self.rate[tied] * np.maximum(units, 0.0)
        return high

    def exposed(self, active: Array) -> Array:
        """What an attack that cuts all would take from each limit, shape (column,)."""
        at_stake = np.where(self.source >= 0, self.limits(active), 0.0)
        lanes = self.columns("lane")
        at_stake[lanes] *= 1.0 - np.minimum(1.0, self.shields(active))
        return at_stake

    def shields(self, active: Array) -> Array:
        """Part of each lane that nobody can stop, shape (lane, period), not capped at 1."""
        safe = np.zeros(self.instance.arrivals.shape)
        for n, option in enumerate(self.instance.options):
            if option.kind == "shield":
                safe[option.target] += option.odds * option.capacity * active[n]
        return safe

    @property
    def has_shield(self) -> Bools:
        """Whether a column is a lane that something may shield, shape (column,)."""
        lanes = sorted({o.target for o in self.instance.options if o.kind == "shield"})
        held = np.zeros(self.width, dtype=np.bool_)
        held[self.columns("lane")[lanes]] = True
        return held

    def leads(self, cost: Array) -> Ints:
        """Column that may stand for each: supplies alike in period and cost are one."""
        taps, alike = self.taps, np.zeros(self.width, dtype=np.bool_)
        alike[self.columns("lane")] = True
        alike[self.columns("tap")[(taps.pool < 0) & (taps.lowers < 0)]] = True
        plain = np.flatnonzero(alike & ~self.has_shield)
        key = np.column_stack([self.option[plain] >= 0, self.period[plain], cost[plain]])
        _, first, of = np.unique(key, axis=0, return_index=True, return_inverse=True)
        leads = np.arange(self.width)
        leads[plain] = plain[first[of]]
        return leads

    def cuts(self, lanes: Array, options: Array) -> Array:
        """Part of each column that is cut, shape (column,), from the parts left."""
        lost = 1.0 - np.concatenate([lanes, options])
        return np.where(self.source >= 0, lost[self.source, self.period], 0.0)


_ORDER = ("lane", "tap", "out", "fill", "level", "unmet")


def _counts(instance: Instance, taps: Taps, reserves: Ints) -> dict[str, int]:
    pools = len(reserves) + 1
    sizes = (len(instance.price), len(taps.option), 1, pools, pools, len(instance.weight))
    return dict(zip(_ORDER, sizes, strict=True))


def operations(instance: Instance) -> Operations:
    """Lay out the operation of all periods.

    Parameters
    ----------
    instance : Instance
        Checked.

    Returns
    -------
    Operations
        Without any attack.
    """
    reserves = np.array(
        [n for n, o in enumerate(instance.options) if o.kind == "reserve"], dtype=np.intp
    )
    taps = _taps(instance, reserves)
    counts = _counts(instance, taps, reserves)
    items = sum(counts.values())
    period = np.tile(np.arange(instance.periods), items)
    base, option, rate, source = _limits(instance, taps, reserves)
    matrix, row_period, low, high = _rows(instance, taps, reserves)
    return Operations(
        instance, taps, reserves, period, matrix, row_period, low, high, base, option, rate, source
    )


def _taps(instance: Instance, reserves: Ints) -> Taps:
    rows: list[tuple[int, float, float, int, int]] = []
    for n, o in enumerate(instance.options):
        flow = o.odds * o.capacity
        if o.kind == "contract" and o.minimum_take > 0:
            rows.append((n, flow * o.minimum_take, 0.0, -1, -1))
            flow *= 1 - o.minimum_take
        if o.kind == "reserve":
            pool = 1 + int(np.searchsorted(reserves, n))
            rows.append((n, flow * o.draw, o.variable, pool, -1))
        elif o.kind != "shield":
            lowers = o.target if o.kind == "reduction" else -1
            rows.append((n, flow, o.variable, -1, lowers))
    table = np.array(rows, dtype=float).reshape(-1, 5).T
    whole = [table[i].astype(np.intp) for i in (0, 3, 4)]
    return Taps(whole[0], table[1], table[2], whole[1], whole[2])


def _limits(instance: Instance, taps: Taps, reserves: Ints) -> tuple[Array, Ints, Array, Ints]:
    """Limit, option, rate and source of each column."""
    periods, lanes = instance.periods, len(instance.price)
    held = [instance.options[n] for n in reserves]
    room = [o.odds * o.capacity for o in held]
    free, none = [np.full(periods, np.inf)], np.array([-1], dtype=np.intp)
    base = [
        *instance.arrivals,
        *(np.full(periods, np.inf) for _ in range(len(taps.option))),
        *free,
        *free * (1 + len(held)),
        np.full(periods, instance.stock.limit),
        *free * len(held),
        *instance.use,
    ]
    no_option = np.full(len(instance.weight), -1)
    option = np.concatenate(
        [np.full(lanes, -1), taps.option, none, none, reserves, none, reserves, no_option]
    )
    fills = [o.fill * r for o, r in zip(held, room, strict=True)]
    rate = [*np.zeros(lanes), *taps.rate, 0.0, 0.0, *fills, 0.0, *room, *np.zeros(len(no_option))]
    source = np.full(len(option), -1)
    source[:lanes] = np.arange(lanes)
    source[lanes : lanes + len(taps.option)] = lanes + taps.option
    spread = [np.repeat(np.asarray(a), periods) for a in (option, rate, source)]
    return np.concatenate(base), spread[0], spread[1], spread[2]


def _rows(instance: Instance, taps: Taps, reserves: Ints) -> tuple[csr_array, Ints, Array, Array]:
    """Balance, stocks and what reductions leave, each by period."""
    periods, counts = instance.periods, _counts(instance, taps, reserves)
    first = dict(zip(_ORDER, np.cumsum([0, *counts.values()])[:-1], strict=True))
    boils = [instance.stock.boil_off, *(instance.options[n].boil_off for n in reserves)]
    lowered = np.unique(taps.lowers[taps.lowers >= 0])
    entries: list[tuple[int, int, float, int]] = []  # row item, column item, value, periods ago
    gives = range(first["lane"], first["fill"])
    entries += [(0, item, 1.0, 0) for item in (*gives, *_items(first, counts, "unmet"))]
    entries += [(0, item, -1.0, 0) for item in _items(first, counts, "fill")]
    for pool, boil in enumerate(boils):
        level, fill = first["level"] + pool, first["fill"] + pool
        entries += [(1 + pool, level, 1.0, 0), (1 + pool, level, boil - 1.0, 1)]
        entries += [(1 + pool, fill, -1.0, 0)]
        outs = [first["tap"] + n for n in np.flatnonzero(taps.pool == pool)]
        entries += [(1 + pool, out, 1.0, 0) for out in (outs or [first["out"]])]
    for place, c in enumerate(lowered):
        row = 1 + len(boils) + place
        by = [first["tap"] + n for n in np.flatnonzero(taps.lowers == c)]
        entries += [(row, item, 1.0, 0) for item in (first["unmet"] + c, *by)]
    rows = 1 + len(boils) + len(lowered)
    low, high = np.full((rows, periods), -np.inf), np.full((rows, periods), np.inf)
    low[0] = instance.use.sum(axis=0)
    high[1 : 1 + len(boils)] = 0.0
    high[1, 0] = (1.0 - instance.stock.boil_off) * instance.stock.opening
    high[1 + len(boils) :] = instance.use[lowered]
    matrix = _spread(entries, rows, sum(counts.values()), periods)
    return matrix, np.tile(np.arange(periods), rows), low.ravel(), high.ravel()


def _items(first: dict[str, int], counts: dict[str, int], kind: str) -> range:
    return range(first[kind], first[kind] + counts[kind])


def _spread(
    entries: list[tuple[int, int, float, int]], rows: int, items: int, periods: int
) -> csr_array:
    """Repeat entries in every period."""
    row, item, value, ago = (np.array(part) for part in zip(*entries, strict=True))
    now = np.arange(periods)
    then = now[None, :] - ago[:, None]
    at = then >= 0
    down = (row[:, None] * periods + now)[at]
    across = (item[:, None] * periods + then)[at]
    values = np.broadcast_to(value[:, None], at.shape)[at]
    matrix = coo_array((values, (down, across)), shape=(rows * periods, items * periods))
    return csr_array(matrix)
