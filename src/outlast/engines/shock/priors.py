"""Draws of what is not known: every prior of a window of an ensemble."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import Prior
from outlast.engines.shock.designs import Design, Random
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


def between(low: float, high: float, distribution: str, even: Array) -> Array:
    """Bring coordinates of the unit interval to a prior's own, shape (draw,).

    Examples
    --------
    >>> between(1, 100, "loguniform", np.array([0.0, 0.5, 1.0]))
    array([  1.,  10., 100.])
    """
    if distribution == "loguniform" and low > 0:
        drawn: Array = low * (high / low) ** even
        return drawn
    return low + (high - low) * even


def around(low: float, middle: float, high: float, even: Array) -> Array:
    """Bring coordinates of the unit interval between two ends, half of them below the middle.

    Examples
    --------
    >>> around(0.0, 1.0, 9.0, np.array([0.0, 0.25, 0.5, 0.75, 1.0]))
    array([0. , 0.5, 1. , 5. , 9. ])
    """
    lower = low + (middle - low) * 2 * even
    upper = middle + (high - middle) * (2 * even - 1)
    return np.where(even < 0.5, lower, upper)


def prefixed(stage: str, name: str) -> str:
    """Name what belongs to an upstream stage.

    >>> prefixed("oxide/ore", "slack"), prefixed("", "slack")
    ('oxide/ore:slack', 'slack')
    """
    return f"{stage}:{name}" if stage else name


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
    design : Design, optional
        Where the draws lie; independent ones of the seed if not given.
    first : int
        The ensemble's draw with which this window of `draws` begins.
    stage : str
        Path of the upstream stage whose case it is: its draws are axes of their own.
    """

    def __init__(
        self, case: Case, seed: int, draws: int, slack_year: int, form: str,
        design: Design | None = None, first: int = 0, stage: str = "",
    ) -> None:  # fmt: skip
        self.seed, self.draws, self.form = seed, draws, form
        self._case, self._slack_year = case, slack_year
        self._design, self._first = design or Random(seed, first + draws), first
        self.stage = stage
        self._drawn: dict[str, Array] = {}
        self.used: set[str] = set()

    def of_form(self, form: str) -> "Sample":
        """Copy for another form of the model: what does not depend on the form is kept."""
        other = Sample(self._case, self.seed, self.draws, self._slack_year, form, self._design,
                       self._first, self.stage)  # fmt: skip
        formed = {row.name for row in self._case.priors if row.form is not None}
        other._drawn = {name: v for name, v in self._drawn.items() if name not in formed}
        other.used = {row.id for row in self._case.priors
                      if row.id in self.used and row.form is None}  # fmt: skip
        return other

    @property
    def values(self) -> Mapping[str, Array]:
        """All that was drawn or noted, by name, shape (draw,)."""
        return {prefixed(self.stage, name): draws for name, draws in self._drawn.items()}

    @property
    def drawn(self) -> Mapping[str, Array]:
        """What was drawn and varies, by name, shape (draw,)."""
        return {name: draws for name, draws in self.values.items() if np.ptp(draws) > 0}

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
            even = self._even(prior.draw or name)
            self._drawn[name] = between(prior.low, prior.high, prior.distribution, even)
        return self._drawn[name]

    def interval(self, name: str, low: float, high: float, distribution: str) -> Array:
        """Draw from an interval that no row of the priors holds, under a name of its own."""
        if name not in self._drawn:
            self._drawn[name] = between(low, high, distribution, self._even(name))
        return self._drawn[name]

    def together(self, name: str, low: float, high: float) -> Array:
        """Draw from an interval together with what bears that name, low with low."""
        return between(low, high, "uniform", self._even(name))

    def normal(self, name: str) -> Array:
        """Draw from the standard normal law, shape (draw,)."""
        axis = prefixed(self.stage, name)
        return self._design.normal(axis, self._first, self._first + self.draws)

    def _even(self, name: str) -> Array:
        axis = prefixed(self.stage, name)
        return self._design.even(axis, self._first, self._first + self.draws)

    def middle(self, name: str) -> float:
        """Median of the prior of that name, without drawing it.

        Raises
        ------
        InvalidInput
            If the case has no such prior for this run.
        """
        prior = self._find(name)
        return float(between(prior.low, prior.high, prior.distribution, np.array([0.5]))[0])

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
                prefixed(self.stage, name),
                expected=f"a row of priors.csv for form {self.form}",
                remedy="copy it from the shipped helium case and change it",
            )
        return fitting[0]
