"""The mean of the worst outcomes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.engines.shock.losses.arguments import numbers, part, positive
from outlast.errors import InvalidInput

Array = NDArray[np.float64]


def cvar(losses: ArrayLike, level: float, weights: ArrayLike | None = None) -> float:
    r"""Conditional value at risk of weighted outcomes.

    .. math::  \min_t \; t + \frac{1}{1 - \alpha} \sum_i p_i (L_i - t)^+

    of which a quantile of level :math:`\alpha` is a minimiser (Rockafellar & Uryasev 2002, J.
    Bank. Finance 26(7), doi:10.1016/S0378-4266(02)00271-6): the mean of the worst part
    :math:`1 - \alpha` of the outcomes, an atom at its edge counted by the part that falls within.

    Parameters
    ----------
    losses : array_like, shape (outcome,)
        In any unit.
    level : float
        From 0, which gives the mean, to below 1.
    weights : array_like, shape (outcome,), optional
        Probabilities, or numbers in proportion to them; equal if not given.

    Returns
    -------
    float
        In the unit of the losses.

    Raises
    ------
    InvalidInput
        If there is no outcome, one is not a finite number, the level is not from 0 to below 1, or
        the weights do not fit.

    Examples
    --------
    >>> cvar([0, 10, 20, 50, 100], 0.9, weights=[0.5, 0.2, 0.15, 0.1, 0.05])
    75.0
    """
    values = numbers("loss", losses, "finite numbers")
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise InvalidInput("loss", f"of shape {values.shape}", expected="finite numbers in a row")
    alpha = float(part("level", level))
    if alpha == 1:
        raise InvalidInput(
            "level", 1, expected="below 1", remedy="the worst outcome is the maximum"
        )
    chance = _chances(weights, len(values))
    order = np.argsort(values, kind="stable")
    values, chance = values[order], chance[order]
    reached = np.cumsum(chance) >= alpha - 1e-12
    edge = values[int(reached.argmax())]
    return float(edge + (chance * np.maximum(values - edge, 0.0)).sum() / (1 - alpha))


def _chances(weights: ArrayLike | None, count: int) -> Array:
    """Bring weights to a sum of 1."""
    if weights is None:
        return np.full(count, 1 / count)
    given = numbers("weight", weights, "0 or more")
    if given.shape != (count,):
        raise InvalidInput("weights", len(np.atleast_1d(given)), expected=f"{count}, one a loss")
    if not (np.isfinite(given).all() and (given >= 0).all()):
        raise InvalidInput("weight", f"{given.min():g}", expected="a finite number, 0 or more")
    return np.asarray(given / positive("sum of the weights", given.sum()))
