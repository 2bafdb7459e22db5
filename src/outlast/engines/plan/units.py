r"""Units in which a problem is solved: tonnes and money of a size that suits the solver.

HiGHS misses rows by an absolute tolerance, so that a sum of :math:`10^9` USD beside a coefficient
of 1 proves nothing.  A period's use is made about 100, the dearest tonne about 1,000, both by
powers of two, so that nothing is rounded.
"""

from dataclasses import dataclass, replace

import numpy as np

from outlast.engines.plan.goals import Goal
from outlast.engines.plan.instance import Instance, Option, Stock
from outlast.engines.plan.programme import Programme

_USE, _WEIGHT = 100.0, 1000.0


@dataclass(frozen=True, slots=True)
class Units:
    """What one is worth inside.

    Attributes
    ----------
    tonne : float
        [t]
    money : float
        [USD]
    """

    tonne: float
    money: float

    def instance(self, given: Instance) -> Instance:
        """Tell a problem in these units."""
        price = self.tonne / self.money
        stock = Stock(given.stock.opening / self.tonne, given.stock.limit / self.tonne,
                      given.stock.boil_off)  # fmt: skip
        return replace(
            given,
            use=given.use / self.tonne,
            weight=given.weight * price,
            arrivals=given.arrivals / self.tonne,
            price=given.price * price,
            options=tuple(self._option(option) for option in given.options),
            stock=stock,
        )

    def _option(self, given: Option) -> Option:
        return replace(
            given,
            capacity=given.capacity / (1.0 if given.kind == "shield" else self.tonne),
            capex=given.capex / self.money,
            fixed=given.fixed / self.money,
            variable=given.variable * self.tonne / self.money,
        )

    def goal(self, given: Goal) -> Goal:
        """Tell a goal in these units."""
        allowed = given.allowed / self.of_aim(given)
        return replace(given, allowed=allowed, budget=given.budget / self.money)

    def of_aim(self, goal: Goal) -> float:
        """What one of the aim is worth, [t] or [USD]."""
        return self.tonne if goal.aim == "endurance" else self.money

    def of_bounds(self, goal: Goal) -> float:
        """What one of the goal is worth, [t] or [USD]."""
        return self.of_aim(goal) if goal.kind == "worst" else self.money

    def told(self, found: Programme) -> Programme:
        """Tell a programme in tonnes and USD."""
        return replace(
            found,
            peace=found.peace * self.tonne,
            investment=found.investment * self.money,
            running=found.running * self.money,
        )


def units_of(instance: Instance) -> Units:
    """Choose the units for a problem.

    Parameters
    ----------
    instance : Instance
        Checked.

    Returns
    -------
    Units
        Powers of two.
    """
    tonne = _power(float(instance.use.sum(axis=0).mean()) / _USE)
    return Units(tonne, _power(float(instance.weight.max(initial=0.0)) * tonne / _WEIGHT))


def _power(value: float) -> float:
    """Nearest power of two."""
    return float(2.0 ** np.round(np.log2(value))) if value > 0 else 1.0
