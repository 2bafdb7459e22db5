"""What an attack does to a programme, and what it costs, by a linear program written anew.

It shares nothing with the engine but the instance and what a programme says of itself.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix


def worth(instance):
    """What a unit of money of each period is worth in the first."""
    return (1 + instance.discount) ** (-np.arange(instance.periods) / instance.per_year)


def standing(instance, units):
    """Units that give by option and period, from those begun."""
    given = np.zeros_like(units)
    for n, option in enumerate(instance.options):
        for begun in range(instance.periods):
            ready = begun + option.lead
            given[n, ready : ready + option.life] += units[n, begun]
    return given


def investment(instance, units):
    """Net present cost of what is begun and kept."""
    now, total = worth(instance), 0.0
    for n, option in enumerate(instance.options):
        kept = option.fixed
        if option.kind == "contract":
            kept += option.minimum_take * option.odds * option.capacity * option.variable
        total += float(now @ (np.broadcast_to(option.capex, instance.periods) * units[n]))
        for begun in range(instance.periods):
            ready = begun + option.lead
            total += units[n, begun] * kept * now[ready : ready + option.life].sum()
    return total


def cut_by(instance, attack):
    """Parts that powers stop, of lanes and of options, by period."""
    lanes = np.zeros(instance.arrivals.shape)
    options = np.zeros((len(instance.options), instance.periods))
    for power, severity in attack.moves:
        lanes[:, attack.start : attack.until] += severity * instance.reach[power][:, None]
        held = instance.option_reach[power][:, None]
        options[:, attack.start : attack.until] += severity * held
    return np.minimum(lanes, 1.0), np.minimum(options, 1.0)


class Program:
    """Rows and columns of a linear program by name."""

    def __init__(self):
        self.cost, self.most, self.place, self.rows, self.limits = [], [], {}, [], []

    def column(self, name, cost, most):
        self.place[name] = len(self.cost)
        self.cost.append(cost)
        self.most.append(most)

    def at_most(self, row, limit):
        self.rows.append(row)
        self.limits.append(limit)

    def least(self):
        matrix = lil_matrix((len(self.rows), len(self.cost)))
        for n, row in enumerate(self.rows):
            for name, value in row.items():
                matrix[n, self.place[name]] += value
        found = linprog(self.cost, A_ub=matrix.tocsr(), b_ub=self.limits,
                        bounds=[(0, most) for most in self.most])  # fmt: skip
        assert found.status == 0, found.message
        return found.fun


def running(instance, units, attack=None):
    """Least cost of operation and shortage if all is known from the first period on.

    With an attack that begins in the first period nothing was decided in peace.
    """
    now, given = worth(instance), standing(instance, units)
    nothing = np.zeros(instance.arrivals.shape), np.zeros(given.shape)
    lanes, options = nothing if attack is None else cut_by(instance, attack)
    program = Program()
    for t in range(instance.periods):
        _columns(program, instance, now[t], t, given, lanes, options)
        _rows(program, instance, t)
    return program.least()


def shielded(instance, given, lane, t):
    """Part of a lane that nobody can stop."""
    return min(1.0, sum(option.odds * option.capacity * given[n, t]
                        for n, option in enumerate(instance.options)
                        if option.kind == "shield" and option.target == lane))  # fmt: skip


def _columns(program, instance, now, t, given, lanes, options):
    for lane, price in enumerate(instance.price):
        lost = lanes[lane, t] * (1 - shielded(instance, given, lane, t))
        program.column(("lane", lane, t), price * now, instance.arrivals[lane, t] * (1 - lost))
    for n, option in enumerate(instance.options):
        if option.kind == "shield":
            continue
        room = option.odds * option.capacity * given[n, t]
        able = room * (1 - options[n, t])
        if option.kind == "contract":
            program.column(("paid", n, t), 0.0, able * option.minimum_take)
            able *= 1 - option.minimum_take
        if option.kind == "reserve":
            able *= option.draw
            program.column(("fill", n, t), 0.0, option.fill * room)
            program.column(("level", n, t), 0.0, room)
        program.column(("give", n, t), option.variable * now, able)
    program.column(("give", "old", t), 0.0, None)
    program.column(("fill", "old", t), 0.0, None)
    program.column(("level", "old", t), 0.0, instance.stock.limit)
    for c, weight in enumerate(instance.weight):
        program.column(("short", c, t), weight * now, instance.use[c, t])


def _rows(program, instance, t):
    balance = defaultdict(float)
    for name in program.place:
        if name[2] == t and name[0] != "level":
            balance[name] = 1.0 if name[0] == "fill" else -1.0
    program.at_most(balance, -instance.use[:, t].sum())
    pools = {"old": instance.stock} | {
        n: option for n, option in enumerate(instance.options) if option.kind == "reserve"
    }
    for pool, terms in pools.items():
        row = {("level", pool, t): 1.0, ("fill", pool, t): -1.0, ("give", pool, t): 1.0}
        opening = instance.stock.opening if pool == "old" else 0.0
        if t > 0:
            row["level", pool, t - 1] = -(1 - terms.boil_off)
        program.at_most(row, 0.0 if t > 0 else (1 - terms.boil_off) * opening)
    for c in range(len(instance.weight)):
        row = {("short", c, t): 1.0}
        for n, option in enumerate(instance.options):
            if option.kind == "reduction" and option.target == c:
                row["give", n, t] = 1.0
        program.at_most(row, instance.use[c, t])
