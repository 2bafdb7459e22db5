r"""Value added at risk: whole industries times the output that their sectors miss.

A sector :math:`k` misses the part :math:`m_k` of its output on average over twelve months.  An
industry :math:`i` of value added :math:`V_i` holds one sector or several and loses no more than if
all of it were the sector that misses most:

.. math::  L \le \sum_i V_i \max_{k \in i} m_k

which is an upper bound: the industry is far larger than its sectors.  Where inputs replace each
other (linear) the size of the industry falls out, and sectors add up:

.. math::  L = \sum_k \frac{\sum_{i \ni k} V_i}{\sum_{i \ni k} Z_i}\, \pi\, d_k\, (1 - f_k)

with :math:`Z_i` what the industry buys, :math:`\pi` the material's price, :math:`d_k` the sector's
normal use and :math:`f_k` its fill.  What buyers of these industries lose is in neither.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outlast.case.schema import Industry, Necessity
from outlast.engines.shock.losses.arguments import numbers
from outlast.engines.shock.losses.production import FORMS, Form, output_part

Array = NDArray[np.float64]
ANY_SHARE = 0.5
"""The first four functions ask which inputs are used, not how much they cost."""


@dataclass(frozen=True)
class Shortage:
    """What an importer's sectors lack over the twelve months from the onset.

    Attributes
    ----------
    sectors : tuple of str
        Those that use the material.
    fills : iterable of ndarray, shape (draw, sector)
        Part of demand met, month by month; gone through once.
    unmet : ndarray, shape (draw,)
        Part of all the importer's use that is missing over the year.
    use : ndarray, shape (draw, sector)
        Normal use.  [t/year]
    """

    sectors: tuple[str, ...]
    fills: Iterable[Array]
    unmet: Array
    use: Array


def missing_output(
    shortage: Shortage, necessity: Sequence[Necessity | None], cost: Sequence[float | None]
) -> dict[tuple[Form, str], Array]:
    """1 − output on average over the months, by production function and sector.

    Parameters
    ----------
    shortage : Shortage
        What is lacking.
    necessity : sequence of str, one a sector
        What the material is to the sector; None where that is unknown.
    cost : sequence of float, one a sector
        The material's part of the cost of its inputs, 0 to 1; None where that is unknown.

    Returns
    -------
    dict of ndarray, shape (draw,)
        By function and sector, without those that hang on something unknown.

    Raises
    ------
    InvalidInput
        If a fill or a part is not a number.
    """
    total: dict[tuple[Form, str], Array] = {}
    months = 0
    for months, month in enumerate(shortage.fills, 1):  # noqa: B007 - the last one counts them
        met = np.minimum(numbers("fill", month, "a number from 0 to 1"), 1.0)
        for k, sector in enumerate(shortage.sectors):
            inputs = np.stack([met[:, k], np.ones(len(met))], axis=-1)
            for form in _told(necessity[k], cost[k]):
                share = (cost[k] or 0.0) if form == "linear" else ANY_SHARE
                kinds: list[Necessity] = [necessity[k] or "critical", "critical"]
                lost = 1 - output_part(form, inputs, [share, 1 - share], kinds)
                total[form, sector] = total.get((form, sector), 0.0) + lost
    return {key: lost / months for key, lost in total.items()}


def _told(necessity: Necessity | None, cost: float | None) -> list[Form]:
    """Functions of which everything is known."""
    return [
        form for form in FORMS
        if form == "leontief"
        or (form == "linear" and cost is not None)
        or (form not in {"leontief", "linear"} and necessity is not None)
    ]  # fmt: skip


def value_at_risk(
    form: Form,
    missing: Mapping[tuple[Form, str], Array],
    industries: Mapping[str, Sequence[Industry]],
) -> Array:
    """Bound the loss of all sectors together, by one of the two equations above.

    Parameters
    ----------
    form : str
        Of `FORMS`.
    missing : mapping of ndarray, shape (draw,)
        As `missing_output` gives it.
    industries : mapping of str to sequence of Industry
        Those of every sector that is counted, their value added known; one that several sectors
        share is known by its name.

    Returns
    -------
    ndarray, shape (draw,)
        [million USD]
    """
    if form == "linear":
        parts = [value_added(rows) * missing[form, s] for s, rows in industries.items()]
        return np.asarray(np.sum(parts, axis=0))
    worst: dict[str, Array] = {}
    for sector, rows in industries.items():
        for row in rows:
            lost = value_added([row]) * missing[form, sector]
            worst[row.industry] = np.maximum(worst.get(row.industry, lost), lost)
    return np.asarray(np.sum(list(worst.values()), axis=0))


def value_added(rows: Sequence[Industry]) -> float:
    """Add up what industries add to value.

    Parameters
    ----------
    rows : sequence of Industry
        With known value added.

    Returns
    -------
    float
        [million USD]
    """
    return sum((row.value_added or 0.0) * row.in_millions for row in rows)
