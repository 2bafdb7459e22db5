r"""Economic importance in the EU, and whether a material is critical.

.. math::  EI = SI_{EI} \frac{10}{\max_s Q_s} \sum_s A_s Q_s

with the value added :math:`Q_s` of sectors, the part :math:`A_s` of the use that falls to each,
and substitution :math:`SI_{EI}`.  Critical is what reaches 1.0 in supply risk and 2.8 in this.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from outlast.engines.exposure.indices.score import (
    Given,
    Score,
    check_share,
    check_shares,
    notes,
    number,
    why_unknown,
)
from outlast.errors import InvalidInput

SUPPLY_RISK_THRESHOLD = 1.0
ECONOMIC_IMPORTANCE_THRESHOLD = 2.8


def economic_importance(
    uses: Mapping[str, float | None],
    value_added: Mapping[str, float | None],
    substitution: Given,
) -> Score:
    r"""Economic importance: :math:`EI = SI_{EI} (10 / \max_s Q_s) \sum_s A_s Q_s`.

    Parameters
    ----------
    uses : mapping of str to float
        Part of the use by sector, 0 to 1, adding to 1.
    value_added : mapping of str to float
        Of every sector of manufacturing, also of those that do not use the material: the
        largest of all is what the index is scaled by.
    substitution : Score or float or None
        :math:`SI_{EI}`, above 0 and at most 1.

    Returns
    -------
    Score
        0 to 10, not rounded; unknown if an input is.

    Examples
    --------
    >>> economic_importance({"C20": 0.5, "C24": 0.5}, {"C20": 60, "C24": 40, "C28": 100}, 0.9)
    Score(value=4.5, reason='')
    """
    reason = check_shares("use", uses) or why_unknown(substitution=substitution)
    lacking = sorted(
        name for name in {*uses, *value_added} if math.isnan(number(value_added.get(name)))
    )
    if lacking:
        reason = reason or f"value added of {', '.join(lacking)} not on file"
    if reason:
        return Score(None, reason)
    check_share("substitution", number(substitution))
    largest = max(number(amount) for amount in value_added.values())
    if largest <= 0:
        raise InvalidInput("largest value added", largest, expected="above 0")
    used = math.fsum(number(part) * number(value_added[name]) for name, part in uses.items())
    return Score(number(substitution) * 10 * used / largest, notes(substitution))


@dataclass(frozen=True, slots=True)
class Criticality:
    """Whether a material is critical, on values rounded to one decimal as the EU prints them."""

    supply_risk: Score
    economic_importance: Score
    critical: bool | None
    """``None`` if neither value settles it."""


def criticality(risk: Score, importance: Score) -> Criticality:
    """Round both, and compare: critical if :math:`SR >= 1.0` and :math:`EI >= 2.8`.

    Examples
    --------
    >>> criticality(Score(0.96), Score(2.8)).critical
    True
    >>> criticality(Score(0.4), Score(None, "no uses on file")).critical
    False
    """
    rounded = [_printed(risk), _printed(importance)]
    limits = (SUPPLY_RISK_THRESHOLD, ECONOMIC_IMPORTANCE_THRESHOLD)
    reached = [
        None if score.value is None else score.value >= limit
        for score, limit in zip(rounded, limits, strict=True)
    ]
    decided = False if False in reached else None if None in reached else True
    return Criticality(rounded[0], rounded[1], decided)


def _printed(score: Score) -> Score:
    if score.value is None:
        return score
    tenths = Decimal(f"{score.value:.9f}").quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Score(float(tenths), score.reason)
