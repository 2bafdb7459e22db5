r"""What a plan is made from: use, supply and who can stop it, and what may be built.

Arrays in, arrays out: a case is read elsewhere.  Periods are counted from 0; money falls due at
the beginning of a period and is worth :math:`\delta_t = (1 + r)^{-t/n}` of today's, with the
discount rate :math:`r` a year and :math:`n` periods a year.
"""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Kind = Literal["supply", "contract", "reduction", "reserve", "shield"]


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """Something that may be built, signed or done, in units.

    Attributes
    ----------
    name : str
        Unique.
    kind : {"supply", "contract", "reduction", "reserve", "shield"}
        What a unit gives: ``supply`` and ``contract`` a flow, ``reduction`` use given up in one
        class, ``reserve`` room for a stock, ``shield`` a part of one lane that nobody can stop.
    capacity : float
        Of one unit: [t/period], of a reserve [t], of a shield the part of its lane.
    capex : float or ndarray, shape (period,)
        Of a unit begun in that period [USD]; a price that falls by learning is written here.
    fixed : float
        Of a finished unit [USD/period].
    variable : float
        Of what a unit gives [USD/t]; a contract's price.
    lead, life : int
        Periods from the beginning of a unit until it gives, and for how many it does then.
    earliest, latest : int
        Periods between which a unit may be begun.
    limit : float
        Units in all; infinite if the option is divisible.
    whole : bool
        Whether only whole units count.
    odds : float
        Chance of success: capacity counts by its expectation.  That a unit gives nothing at all
        is a listed attack, an accident (`outlast.engines.plan.attacks.Listed`).
    minimum_take : float
        Part of a contract's capacity that is paid for whether taken or not, also while its
        controller cuts it.
    fill, draw : float
        Part of a reserve's capacity that can be put in, and taken out, in a period.
    boil_off : float
        Part of what a reserve holds that is lost in a period.
    target : int
        Class of a reduction, lane of a shield.
    after : int
        Option that must be finished first, −1 for none: a unit of it opens a part of this one's
        limit, the first one divided by its own limit.
    """

    name: str
    kind: Kind
    capacity: float
    capex: float | Array = 0.0
    fixed: float = 0.0
    variable: float = 0.0
    lead: int = 0
    life: int = 10**6
    earliest: int = 0
    latest: int = 10**6
    limit: float = 1.0
    whole: bool = False
    odds: float = 1.0
    minimum_take: float = 0.0
    fill: float = 1.0
    draw: float = 1.0
    boil_off: float = 0.0
    target: int = -1
    after: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """What is stored at the outset.

    Attributes
    ----------
    opening, limit : float
        What is there, and what there is room for [t].
    boil_off : float
        Part that is lost in a period.
    """

    opening: float = 0.0
    limit: float = 0.0
    boil_off: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """One importer's problem.

    Attributes
    ----------
    use : ndarray, shape (class, period)
        What each class of use wants [t/period].
    weight : ndarray, shape (class,)
        What a tonne that is short costs [USD/t].
    critical : ndarray of bool, shape (class,)
        Which classes count for endurance.
    arrivals : ndarray, shape (lane, period)
        What each lane can bring [t/period].
    price : ndarray, shape (lane,)
        What it costs [USD/t].
    reach : ndarray, shape (power, lane)
        Part of the lane that the power can stop, 0 to 1.
    option_reach : ndarray, shape (power, option)
        Part of what the option gives that the power can stop, 0 to 1.
    options : tuple of Option
        What may be done.
    stock : Stock
        Stored already.
    per_year : int
        Periods a year.
    discount : float
        Rate a year.
    every : int
        Units may be begun in every so many periods only.
    """

    use: Array
    weight: Array
    critical: Bools
    arrivals: Array
    price: Array
    reach: Array
    option_reach: Array
    options: tuple[Option, ...]
    stock: Stock = field(default_factory=Stock)
    per_year: int = 4
    discount: float = 0.0
    every: int = 1

    @property
    def periods(self) -> int:
        """How many."""
        return self.use.shape[1]

    @property
    def powers(self) -> int:
        """How many."""
        return self.reach.shape[0]

    @property
    def factors(self) -> Array:
        """Worth today of money in each period, shape (period,)."""
        return (1.0 + self.discount) ** (-np.arange(self.periods) / self.per_year)

    def starts(self, option: Option) -> NDArray[np.intp]:
        """Periods in which a unit may be begun that is finished before the end."""
        last = min(option.latest, self.periods - 1 - option.lead)
        every = np.arange(0, self.periods, self.every)
        return every[(every >= option.earliest) & (every <= last)]
