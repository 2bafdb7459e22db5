r"""Substitution indices of the EU's criticality assessment.

.. math::

    SI_{SR} = \sum_a \Big[ \sum_i (SP_i\, SCr_i\, SCo_i)^{1/3} u_{ia} \Big] v_a, \qquad
    SI_{EI} = \sum_a \Big[ \sum_i SCP_{ia}\, u_{ia} \Big] v_a

over the applications :math:`a` with shares :math:`v_a` of use and the substitutes :math:`i` with
sub-shares :math:`u_{ia}`.  The part without a substitute is an entry of ones.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from outlast.engines.exposure.indices.eu_criticality import REFERENCE
from outlast.engines.exposure.indices.score import Score, check_share, check_shares

__all__ = ["REFERENCE", "Application", "Substitute", "substitution_indices"]


@dataclass(frozen=True, slots=True)
class Substitute:
    """A substitute in one application; every parameter 0 to 1, and 1 if it does not help.

    Attributes
    ----------
    share : float
        Sub-share of the application that it could serve.
    production, criticality, coproduction : float
        :math:`SP`, :math:`SCr` and :math:`SCo`.
    cost_performance : float
        :math:`SCP`.

    Raises
    ------
    InvalidInput
        If one lies outside 0 to 1.
    """

    share: float
    production: float = 1.0
    criticality: float = 1.0
    coproduction: float = 1.0
    cost_performance: float = 1.0

    def __post_init__(self) -> None:
        """Refuse percentages."""
        for field in fields(self):
            check_share(field.name.replace("_", " "), getattr(self, field.name))


@dataclass(frozen=True, slots=True)
class Application:
    """An application, its share of use, and what could serve in it."""

    name: str
    share: float
    substitutes: tuple[Substitute, ...]


def substitution_indices(applications: Sequence[Application]) -> tuple[Score, Score]:
    r"""Substitution for supply risk and for economic importance.

    :math:`SI_{SR} = \sum_a \sum_i (SP_i SCr_i SCo_i)^{1/3} u_{ia} v_a` and
    :math:`SI_{EI} = \sum_a \sum_i SCP_{ia} u_{ia} v_a`

    Parameters
    ----------
    applications : sequence of Application
        Shares add to 1, as do the sub-shares of each.

    Returns
    -------
    for_supply_risk : Score
        0 to 1; unknown if shares add to less, since the rest would count as replaced.
    for_economic_importance : Score
        The same.

    Raises
    ------
    InvalidInput
        If shares add to more than 1.

    Examples
    --------
    >>> steel = Application("steel", 1.0, (Substitute(0.5), Substitute(0.5, 0.8, 0.8, 0.8, 0.7)))
    >>> [round(score.value, 6) for score in substitution_indices([steel])]
    [0.9, 0.85]
    """
    reason = check_shares("application", {a.name: a.share for a in applications})
    for application in applications:
        parts = {str(i): one.share for i, one in enumerate(application.substitutes, start=1)}
        reason = reason or check_shares(f"sub-share in {application.name}", parts)
    if reason:
        return Score(None, reason), Score(None, reason)
    risk, importance = [], []
    for application in applications:
        for one in application.substitutes:
            part = one.share * application.share
            mean = math.cbrt(one.production * one.criticality * one.coproduction)
            risk.append(part * mean)
            importance.append(part * one.cost_performance)
    return Score(min(1.0, math.fsum(risk))), Score(min(1.0, math.fsum(importance)))
