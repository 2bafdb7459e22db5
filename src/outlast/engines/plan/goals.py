r"""What a plan is to achieve.

* ``total``: :math:`\min I(x) + \max_a Q_a(x)`, everything counted in money;
* ``cost``: :math:`\min I(x) + R(x)` with :math:`\max_a Q_a(x)` no more than is allowed;
* ``worst``: :math:`\min \max_a Q_a(x)` with :math:`I(x) + R(x)` within a budget;

with investment :math:`I`, the running cost in peace :math:`R` and what an attack does,
:math:`Q_a` (`outlast.engines.plan.recourse`).  In ``total`` that nothing happens counts among the
attacks, and :math:`Q_a` holds running costs; in the others it is the weighted shortage, or the
tonnes that critical classes lack in the first periods of an attack.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from outlast.engines.plan.operations import Aim
from outlast.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Goal:
    """One of the three.

    Attributes
    ----------
    kind : {"total", "cost", "worst"}
        What is minimised.
    aim : {"total", "shortage", "endurance"}
        What is counted of an attack.
    allowed : float
        For ``cost``: the most that an attack may do, in USD or in tonnes for endurance.
    budget : float
        For ``worst``: the most that may be spent, net present cost [USD].
    lasts : int
        Periods of an attack that count for endurance.
    """

    kind: Literal["total", "cost", "worst"] = "total"
    aim: Aim = "total"
    allowed: float = 0.0
    budget: float = np.inf
    lasts: int = 0

    def __post_init__(self) -> None:
        """Refuse what does not fit together."""
        if (self.kind == "total") != (self.aim == "total"):
            raise InvalidInput("aim", self.aim, expected=f"one that fits the goal {self.kind}")
        if self.aim == "endurance" and self.lasts < 1:
            raise InvalidInput("periods to endure", self.lasts, expected="1 or more")
        if not self.allowed >= 0:
            raise InvalidInput("allowed shortage", self.allowed, expected="0 or more")
        if not self.budget >= 0:
            raise InvalidInput("budget", self.budget, expected="0 or more")


def least_total() -> Goal:
    """Least net present cost with what is short, by its weight, under the worst attack."""
    return Goal()


def endure(periods: int, allowed: float = 0.0) -> Goal:
    """Least cost at which critical classes lack no more [t] in so many periods of any attack."""
    return Goal("cost", "endurance", allowed, lasts=periods)


def at_most_short(allowed: float) -> Goal:
    """Least cost at which no attack costs more by what is short [USD]."""
    return Goal("cost", "shortage", allowed)


def within(budget: float) -> Goal:
    """Least weighted shortage under the worst attack that a budget buys [USD]."""
    return Goal("worst", "shortage", budget=budget)
