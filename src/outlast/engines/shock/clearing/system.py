r"""One market, for every draw: what the monthly clearing is given, checked.

.. math::
    \text{share}_{ij} = F_{ij}/\sum_l F_{lj}, \qquad
    \kappa_{ij} = \min(M_{ij}F_{ij} \text{ if } M_{ij}<1 \text{ else } \infty,\
    x^{\max}_{ij})

M is a *quantity* cap (ban, licence, quota).  M = 1 means no cap, so that M just below
1, a cap at the baseline flow, is a jump: a rival's loss no longer raises that flow.
"""

from dataclasses import dataclass, fields
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from outlast.engines.shock.clearing.terms import (
    COMMERCIAL_RELEASE,
    IMPORT_PRICE,
    LOCAL_PRICE,
    RESTOCKED,
    STRATEGIC_RELEASE,
    SURPLUS,
    Array,
    Month,
    Outcome,
)
from outlast.errors import InvalidInput

AXES = {
    "flow": "od",
    "supply": "o",
    "demand": "dk",
    "elasticity": "dk",
    "choke": "dk",
    "sigma": "",
    "multiplier": "od",
    "ceiling": "od",
    "tariff": "od",
    "share": "od",
    "committed": "d",
    "commercial": "d",
    "commercial_width": "d",
    "strategic": "d",
    "strategic_width": "d",
    "strategic_trigger": "d",
    "restock": "d",
    "restock_width": "d",
}
BOUNDS = {  # lowest, highest; without an entry 0 to any finite number
    "sigma": (1e-3, 1e4),
    "choke": (1e-3, 1e3),
    "multiplier": (0.0, 1.0),
    "ceiling": (0.0, np.inf),
    "commercial_width": (1e-6, 1e6),
    "strategic_width": (1e-6, 1e6),
    "restock_width": (1e-6, 1e6),
    "tariff": (0.0, 1e3),
}
FINITE = np.finfo(float).max


@dataclass(frozen=True, kw_only=True)
class System:
    """A market: every array has a draw axis in front, of length 1 or all draws.

    Axes: draw, origin, destination, sector.  Quantities in t/month.
    """

    flow: Array  # at baseline (draw, origin, destination)
    supply: Array  # most an origin can ship (draw, origin)
    demand: Array  # at baseline price (draw, destination, sector)
    elasticity: Array  # of demand, positive (draw, destination, sector) [1]
    choke: Array  # log price at which a sector drops out (draw, destination, sector)
    sigma: Array  # elasticity of substitution between origins (draw) [1]
    multiplier: Array  # link cap as a share of the baseline flow (draw, origin, dest.)
    ceiling: Array  # the most a link may carry, inf for no limit (draw, origin, dest.)
    tariff: Array  # log cost on a link (draw, origin, destination) [1]
    share: Array  # of origins at equal prices (draw, origin, destination) [1]
    committed: Array  # delivered outside the market (draw, destination)
    commercial: Array  # most commercial stocks release (draw, destination)
    commercial_width: Array  # log price at which half flows (draw, destination)
    strategic: Array  # most the reserve releases (draw, destination)
    strategic_width: Array  # log price above its trigger, same (draw, destination)
    strategic_trigger: Array  # log price that opens it (draw, destination)
    restock: Array  # purchases for stocks at baseline price (draw, destination)
    restock_width: Array  # log price that halves them (draw, destination)

    defaults: ClassVar[dict[str, float]] = {
        "multiplier": 1.0,
        "ceiling": np.inf,
        "tariff": 0.0,
        "committed": 0.0,
        "commercial": 0.0,
        "commercial_width": 0.08,
        "strategic": 0.0,
        "strategic_width": 0.08,
        "strategic_trigger": 0.0,
        "restock": 0.0,
        "restock_width": 0.08,
    }

    @classmethod
    def of(cls, flow: ArrayLike, demand: ArrayLike, **terms: ArrayLike) -> Self:
        """Build a market from terms with or without a draw axis.

        Parameters
        ----------
        flow : array_like, shape ([draw,] origin, destination)
            Baseline flows, domestic supply on the diagonal.  [t/month]
        demand : array_like, shape ([draw,] destination, sector)
            Demand at the baseline price.  [t/month]
        **terms : array_like
            The other fields.  A scalar fills its array; without a draw axis a term
            serves every draw.  Required: elasticity, choke, sigma.  `supply` is the
            baseline outflow and `share` the baseline share where not given.

        Returns
        -------
        System
            The market, checked.

        Raises
        ------
        InvalidInput
            If a shape or a sign is wrong, with the place.

        Examples
        --------
        Two origins, one destination, one sector; the second origin closes:

        >>> market = System.of([[6.0], [4.0]], [[10.0]], elasticity=0.1, choke=2.0,
        ...     sigma=3.0, supply=[6.0, 0.0])
        >>> market.draws, market.share[0, :, 0]
        (1, array([0.6, 0.4]))
        """
        given: dict[str, ArrayLike] = {"flow": flow, "demand": demand, **terms}
        _, origins, destinations = leading(flow, 3, "flow").shape
        sectors = leading(demand, 3, "demand").shape[-1]
        sizes = {"o": origins, "d": destinations, "k": sectors}
        base = leading(flow, 3, "flow")
        given.setdefault("supply", base.sum(axis=2))
        total = base.sum(axis=1, keepdims=True)
        given.setdefault("share", base / np.where(total > 0, total, 1.0))
        filled = cls.defaults | given
        missing = sorted(AXES.keys() - filled.keys())
        if missing or filled.keys() - AXES.keys():
            unknown = sorted(filled.keys() - AXES.keys())
            raise InvalidInput(
                "the terms of a market",
                f"without {missing}, with unknown {unknown}",
                expected="elasticity, choke, sigma and fields of System",
            )
        return cls(**{name: shaped(filled[name], name, sizes) for name in AXES})

    def __post_init__(self) -> None:
        """Refuse wrong signs and draw axes that disagree."""
        for name in AXES:
            refuse_outside(name, getattr(self, name))
        lengths = {len(getattr(self, name)) for name in AXES} - {1}
        if len(lengths) > 1:
            raise InvalidInput(
                "the number of draws", sorted(lengths), expected="1 or one other length"
            )

    @property
    def draws(self) -> int:
        """Number of draws."""
        return max(len(getattr(self, field.name)) for field in fields(self))

    def cap(self) -> Array:
        """Most that each link may carry, shape (draw or 1, origin, destination)."""
        licence = np.where(self.multiplier < 1.0, self.multiplier * self.flow, np.inf)
        return np.minimum(licence, self.ceiling)

    def month(self) -> Month:
        """Give the market as the kernel reads it, packed and contiguous."""
        link = stack((self.share, self.cap(), self.tariff), axis=1)
        sector = stack((self.demand, self.elasticity, 1.0 / self.choke), axis=2)
        place = stack(
            (
                self.committed,
                self.commercial,
                1.0 / self.commercial_width,
                self.strategic,
                1.0 / self.strategic_width,
                self.strategic_trigger,
                self.restock,
                1.0 / self.restock_width,
            ),
            axis=2,
        )
        return Month(link, sector, place, self.supply, self.sigma[:, None].copy())


@dataclass(frozen=True)
class Cleared:
    """A cleared market, and how it was reached; every array has a draw axis."""

    outcome: Outcome
    iterations: Array  # Newton iterations (draw)
    residual: Array  # relative natural residual, <= 1e-11 when converged (draw)

    @classmethod
    def empty(cls, system: System, guess: ArrayLike = 0.0) -> Self:
        """Arrays to be written, with the first guess of the rents in place."""
        draws, (_, origins, destinations) = system.draws, system.flow.shape
        rent = np.broadcast_to(np.asarray(guess, float), (draws, origins)).copy()
        outcome = Outcome(
            rent,
            np.zeros((draws, origins, destinations)),
            np.zeros((draws, destinations, system.demand.shape[-1])),
            np.zeros((draws, 6, destinations)),
        )
        return cls(outcome, *np.zeros((2, draws)))

    @property
    def import_price(self) -> Array:
        """Log price of delivered imports (draw, destination)."""
        return self.outcome.settled[:, IMPORT_PRICE]

    @property
    def price(self) -> Array:
        """Log price that users pay, at most the import price (draw, destination)."""
        return self.outcome.settled[:, LOCAL_PRICE]

    @property
    def released(self) -> Array:
        """Releases from commercial and strategic stocks (draw, destination)."""
        rows = self.outcome.settled
        return rows[:, COMMERCIAL_RELEASE] + rows[:, STRATEGIC_RELEASE]

    @property
    def restocked(self) -> Array:
        """Bought for stocks (draw, destination)."""
        return self.outcome.settled[:, RESTOCKED]

    @property
    def surplus(self) -> Array:
        """Arrived beyond every need (draw, destination)."""
        return self.outcome.settled[:, SURPLUS]


def stack(arrays: tuple[Array, ...], axis: int) -> Array:
    """Stack terms whose draw axes are of length 1 or all draws."""
    return np.stack(np.broadcast_arrays(*arrays), axis=axis)


def leading(value: ArrayLike, ndim: int, name: str) -> Array:
    """Put a draw axis of length 1 in front where there is none."""
    array = np.asarray(value, dtype=float)
    if array.ndim not in {ndim - 1, ndim}:
        raise InvalidInput(
            f"the shape of {name}", array.shape, expected=f"{ndim - 1} or {ndim} axes"
        )
    return array if array.ndim == ndim else array[None]


def shaped(value: ArrayLike, name: str, sizes: dict[str, int]) -> Array:
    """Bring a term to (draw, its axes), contiguous and its own."""
    wanted = tuple(sizes[axis] for axis in AXES[name])
    array = np.asarray(value, dtype=float)
    if array.ndim <= len(wanted):
        array = np.broadcast_to(array, wanted)[None] if fits(array, wanted) else array
    if array.shape[1:] != wanted or array.ndim != len(wanted) + 1:
        raise InvalidInput(
            f"the shape of {name}",
            array.shape,
            expected=f"{wanted}, after draws if any",
        )
    return np.array(array, order="C")


def fits(array: Array, wanted: tuple[int, ...]) -> bool:
    """Tell whether a term without draw axis is a scalar or has its full shape."""
    return array.ndim == 0 or array.shape == wanted


def refuse_outside(name: str, array: Array) -> None:
    """Raise where a value lies outside its bounds, or is not a number."""
    low, high = BOUNDS.get(name, (0.0, FINITE))
    wrong = ~((array >= low) & (array <= high))
    if wrong.any():
        place = tuple(int(axis) for axis in np.argwhere(wrong)[0])
        raise InvalidInput(f"{name} at {place}", array[place], expected=f"{low:g} to {high:g}")
