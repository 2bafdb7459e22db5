"""Draws of what is not known, one independent stream a prior.

The stream of a prior depends on the seed and the prior's name alone, so that adding one changes
no other, and the same seed gives the same draws.
"""

import zlib
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import Prior
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


def stream(seed: int, name: str) -> np.random.Generator:
    """Open the random stream of one name."""
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def between(low: float, high: float, distribution: str, seed: int, name: str, draws: int) -> Array:
    """Draw from an interval, shape (draw,).

    Examples
    --------
    >>> between(2, 2, "uniform", seed=1, name="x", draws=3)
    array([2., 2., 2.])
    """
    even = stream(seed, name).random(draws)
    if distribution == "loguniform" and low > 0:
        drawn: Array = low * (high / low) ** even
        return drawn
    return low + (high - low) * even


class Sample:
    """Every prior of a run, drawn when it is first asked for.

    Parameters
    ----------
    case : Case
        Holds the priors.
    seed, draws : int
        Of the run.
    slack_year : int
        The year whose market state the run starts from.
    form : {"low", "central", "high"}
        Which form of reallocation.
    """

    def __init__(self, case: Case, seed: int, draws: int, slack_year: int, form: str) -> None:
        self.seed, self.draws, self.form = seed, draws, form
        self._case, self._slack_year = case, slack_year
        self._drawn: dict[str, Array] = {}
        self.used: set[str] = set()

    def of_form(self, form: str) -> "Sample":
        """Copy for another form of the model: what does not depend on the form is kept."""
        other = Sample(self._case, self.seed, self.draws, self._slack_year, form)
        formed = {row.name for row in self._case.priors if row.form is not None}
        other._drawn = {name: v for name, v in self._drawn.items() if name not in formed}
        other.used = {row.id for row in self._case.priors
                      if row.id in self.used and row.form is None}  # fmt: skip
        return other

    @property
    def drawn(self) -> Mapping[str, Array]:
        """What was drawn and varies, by name, shape (draw,)."""
        return {name: draws for name, draws in self._drawn.items() if np.ptp(draws) > 0}

    def __getitem__(self, name: str) -> Array:
        """Draw the prior of that name, shape (draw,).

        Raises
        ------
        InvalidInput
            If the case has no such prior for this run.
        """
        if name not in self._drawn:
            prior = self._find(name)
            self.used.add(prior.id)
            self._drawn[name] = between(
                prior.low, prior.high, prior.distribution, self.seed, prior.draw or name,
                self.draws,
            )  # fmt: skip
        return self._drawn[name]

    def interval(self, name: str, low: float, high: float, distribution: str) -> Array:
        """Draw from an interval that no row of the priors holds, under a name of its own."""
        if name not in self._drawn:
            self._drawn[name] = between(low, high, distribution, self.seed, name, self.draws)
        return self._drawn[name]

    def note(self, name: str, values: Array) -> None:
        """Record what was drawn elsewhere, shape (draw,)."""
        self._drawn[name] = values

    def _find(self, name: str) -> Prior:
        rows = [row for row in self._case.priors if row.name == name]
        fitting = [row for row in rows if row.form in {None, self.form}]
        dated = [row for row in fitting if row.year is not None]
        if dated:  # the nearest year's market state
            return min(dated, key=lambda row: (abs((row.year or 0) - self._slack_year), row.id))
        if not fitting:
            raise InvalidInput(
                "prior",
                name,
                expected=f"a row of priors.csv for form {self.form}",
                remedy="copy it from the shipped helium case and change it",
            )
        return fitting[0]
