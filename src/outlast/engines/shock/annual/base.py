r"""Trade of a base year and what a shock changes of it, checked.

Every price of the base year counts as 1, so that values are quantities too:

.. math::
    \pi_{ij} = X_{ij} / E_j, \qquad E_j = \sum_i X_{ij}, \qquad r_i = \sum_j \pi_{ij} E_j .
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from outlast.errors import InvalidInput

Array = NDArray[np.float64]
ROUNDING = 1e-9
"""How far shares may be from adding up to 1."""
HIGHEST_SIGMA = 1e4
"""Above it rounding shows in the shares."""


@dataclass(frozen=True)
class Base:
    """Who bought what part from whom, and for how much.

    Attributes
    ----------
    shares : ndarray, shape (origin, destination)
        Parts of each destination's expenditure; each column adds up to 1.
    expenditure : ndarray, shape (destination,)
        Above 0; any unit of value.

    Raises
    ------
    InvalidInput
        If a number is none, a share lies outside 0 to 1, or shares do not add up.
    """

    shares: Array
    expenditure: Array

    def __post_init__(self) -> None:
        """Refuse what is no trade."""
        check_range("shares", self.shares, 0.0, 1.0)
        check_range("expenditure", self.expenditure, np.finfo(float).tiny)
        check_shape("expenditure", self.expenditure, self.shares.shape[1:])
        total = self.shares.sum(axis=0)
        off = np.abs(total - 1) > ROUNDING
        if off.any():
            j = int(off.argmax())
            raise InvalidInput(
                f"sum of the shares of destination {j}", f"{total[j]:.10g}", expected="1",
                remedy="divide by the sum, or give flows to Base.of_flows",
            )  # fmt: skip

    @classmethod
    def of_flows(cls, flows: Array) -> Self:
        """Divide flows by what each destination spends.

        Parameters
        ----------
        flows : ndarray, shape (origin, destination)
            Values, domestic sales on the diagonal.

        Returns
        -------
        Base
            Of the same unit.

        Raises
        ------
        InvalidInput
            If a flow is negative or no number, or a destination buys nothing.
        """
        check_range("flows", flows, 0.0)
        total = flows.sum(axis=0)
        if not total.all():
            raise InvalidInput(f"purchases of destination {int((total == 0).argmax())}", 0,
                               expected="a value above 0",
                               remedy="leave out who buys nothing")  # fmt: skip
        return cls(flows / total, total)

    @property
    def output(self) -> Array:
        """What each origin sells, shape (origin,)."""
        return self.shares @ self.expenditure


@dataclass(frozen=True)
class Change:
    """What a shock does to trade, each in comparison with the base year.

    Attributes
    ----------
    iceberg : ndarray, shape (origin, destination)
        Units that leave for one that arrives, times those of the base year; ``inf`` is a ban.
    tariff : ndarray, shape (origin, destination)
        Added ad valorem rate, part of the price before duty.
    output : ndarray, shape (origin,)
        Part of the base year's output that is left.

    Raises
    ------
    InvalidInput
        If a number is none, an iceberg cost is not above 0, or a tariff or output is negative.
    """

    iceberg: Array
    tariff: Array
    output: Array

    def __post_init__(self) -> None:
        """Refuse what is no change."""
        check_range("iceberg", self.iceberg, np.finfo(float).tiny, np.inf)
        check_range("tariff", self.tariff, 0.0)
        check_range("output", self.output, 0.0)
        check_shape("tariff", self.tariff, self.iceberg.shape)
        check_shape("output", self.output, self.iceberg.shape[:1])

    @classmethod
    def none(cls, base: Base) -> Self:
        """Change nothing of a base year."""
        shape = base.shares.shape
        return cls(np.ones(shape), np.zeros(shape), np.ones(shape[0]))


def check_range(name: str, values: Array, low: float, high: float = np.finfo(float).max) -> None:
    """Refuse the first value that is no number or lies outside, with its place.

    Raises
    ------
    InvalidInput
        Naming the first such value.
    """
    out = ~((values >= low) & (values <= high))
    if not out.any():
        return
    place = np.argwhere(out)[0]
    least = "0 or more" if low == 0 else "above 0"
    bound = "a share from 0 to 1" if high == 1 else f"a number {least}"
    what = f"{name}[{', '.join(map(str, place))}]"
    raise InvalidInput(what, f"{values[tuple(place)]:g}", expected=bound)


def check_shape(name: str, values: Array, shape: tuple[int, ...]) -> None:
    """Refuse an array that does not fit the others.

    Raises
    ------
    InvalidInput
        With both shapes.
    """
    if values.shape != shape:
        raise InvalidInput(f"shape of {name}", values.shape, expected=f"{shape}",
                           remedy="origins stand in rows, destinations in columns")  # fmt: skip


def check_sigma(sigma: float) -> None:
    """Refuse an elasticity at which no supplier can be done without.

    Raises
    ------
    InvalidInput
        If it is not above 1, or so high that rounding shows.
    """
    if not 1 < sigma <= HIGHEST_SIGMA:
        raise InvalidInput(
            "sigma", f"{sigma:g}", expected=f"a number above 1, at most {HIGHEST_SIGMA:,.0f}",
            remedy="at 1 or below a banned supplier cannot be done without, and the loss has no "
            "bound: the monthly market takes such values",
        )  # fmt: skip
