"""Where the draws of an ensemble lie in the unit cube, one axis a prior, by name.

An axis depends on the seed and the prior's name alone, so that adding one changes no other; and
any window of draws can be drawn by itself, so that an ensemble may be computed in parts.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from outlast.errors import not_one_of

Array = NDArray[np.float64]


def stream(seed: int, name: str) -> np.random.Generator:
    """Open the random stream of one name."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


class Design(Protocol):
    """Points of the unit cube."""

    def even(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis, evenly over 0 to 1, shape (last - first,)."""

    def normal(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis, by the standard normal law, shape (last - first,)."""


class Random:
    """Independent draws.

    Parameters
    ----------
    seed : int
        Of the ensemble.
    draws : int
        Of the ensemble; without effect here.
    """

    def __init__(self, seed: int, draws: int) -> None:
        self.seed, self.draws = seed, draws

    def even(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis."""
        numbers = stream(self.seed, name)
        numbers.bit_generator.advance(first)  # type: ignore[attr-defined] # PCG64 has it
        return numbers.random(last - first)

    def normal(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis by the normal law, which takes no fixed count of steps."""
        return stream(self.seed, name).standard_normal(last)[first:]


class Latin:
    """A Latin hypercube: on each axis one draw in each of so many equal steps.

    McKay, Beckman & Conover 1979, Technometrics 21:239-245, doi:10.1080/00401706.1979.10489755.

    Parameters
    ----------
    seed, draws : int
        Of the ensemble.

    Examples
    --------
    >>> sorted(int(x * 4) for x in Latin(seed=1, draws=4).even("sigma", 0, 4))
    [0, 1, 2, 3]
    """

    def __init__(self, seed: int, draws: int) -> None:
        self.seed, self.draws = seed, draws

    def even(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis."""
        numbers = stream(self.seed, name)
        steps = numbers.permutation(self.draws)[first:last]
        within = numbers.random(self.draws)[first:last]
        return (steps + within) / self.draws

    def normal(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis by the normal law."""
        return normal_of(self.even(name, first, last))


class Chosen:
    """Points that somebody chose.

    Parameters
    ----------
    axes : mapping of str to ndarray, shape (draw,)
        By name; an axis that is not among them lies at its middle.
    """

    def __init__(self, axes: Mapping[str, Array]) -> None:
        self._axes = axes

    def even(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis."""
        if name not in self._axes:
            return np.full(last - first, 0.5)
        return self._axes[name][first:last]

    def normal(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis by the normal law."""
        return normal_of(self.even(name, first, last))


class Recorder:
    """The middle of every axis, and which axes were asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def even(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis."""
        self.asked.add(name)
        return np.full(last - first, 0.5)

    def normal(self, name: str, first: int, last: int) -> Array:
        """Coordinates of an axis by the normal law."""
        self.asked.add(name)
        return np.zeros(last - first)


def normal_of(even: Array) -> Array:
    """Quantiles of the standard normal law; the ends are held off 0 and 1, where they are inf."""
    found: Array = ndtri(np.clip(even, 1e-12, 1 - 1e-12))
    return found


DESIGNS: Mapping[str, Callable[[int, int], Design]] = {"random": Random, "latin": Latin}
"""By the name that the user gives."""


def design(name: str, seed: int, draws: int) -> Design:
    """Make a design by name.

    Raises
    ------
    UsageError
        If there is none of that name.
    """
    if name not in DESIGNS:
        raise not_one_of("sampling", name, list(DESIGNS))
    return DESIGNS[name](seed, draws)
