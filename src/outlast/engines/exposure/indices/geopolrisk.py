r"""Geopolitical supply risk of a material for an importer (GeoPolRisk).

.. math::

    H = \frac{\sum_i P_i^2}{(\sum_i P_i)^2}, \quad
    R = \frac{\sum_i g_i f_i}{p + F}, \quad
    S = H R, \quad
    M = S \pi, \quad
    CF = \frac{M}{M_{Cu}}

with the production :math:`P_i` of every country of the world, the importer's own :math:`p`, its
imports :math:`f_i` from each country and :math:`F` from all [t], the price :math:`\pi` [USD/kg]
and the risk :math:`g_i = (2.5 - s_i) / 5` from political stability :math:`s_i` (World Bank).
A bloc is one importer: its members' imports, production and numerators are added, and imports
from within it carry no risk (:math:`g = 0`) but count in :math:`F`.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from outlast.engines.exposure.indices.concentration import herfindahl
from outlast.engines.exposure.indices.score import (
    Given,
    Score,
    check_amounts,
    notes,
    number,
    why_unknown,
)
from outlast.errors import InvalidInput

REFERENCE = (
    "Koyamparambath et al. (2024), Spatially and temporally differentiated characterization "
    "factors for supply risk of abiotic resources in life cycle assessment, Resources, "
    "Conservation and Recycling 209, 107801, doi:10.1016/j.resconrec.2024.107801"
)
ASSUMED_RISK = 0.5
"""Risk that the method gives a country without a figure of political stability."""
COPPER = 0.409412948
"""Mean midpoint of copper in the OECD, 2017 to 2021 [USD/kg]; the unit of the factors."""


@dataclass(frozen=True, slots=True)
class Imports:
    """What an importer buys of a material in a year.

    Attributes
    ----------
    tonnes : Score
        All of it [t].
    at_risk : Score
        The same, each flow times the risk of its origin [t].
    """

    tonnes: Score
    at_risk: Score


@dataclass(frozen=True, slots=True)
class GeoPolRisk:
    """Every step of the method; each is unknown with a reason where an input is.

    Attributes
    ----------
    hhi : Score
        Concentration of the world's production, 0 to 1.
    import_risk : Score
        Part of the importer's supply that is imported, weighted by risk, 0 to 1.
    score : Score
        Their product.
    midpoint : Score
        Times the price [USD/kg].
    factor : Score
        Characterisation factor [kg copper equivalent per kg].
    """

    hhi: Score
    import_risk: Score
    score: Score
    midpoint: Score
    factor: Score


def political_risk(stability: float) -> float:
    """Risk of a country: :math:`g = (2.5 - s) / 5`.

    Parameters
    ----------
    stability : float
        Political stability, the estimate of the Worldwide Governance Indicators, about -2.5
        (worst) to 2.5 (best).

    Returns
    -------
    float
        About 0 (best) to 1 (worst); the few estimates beyond 2.5 are not cut, as in the method.

    Raises
    ------
    InvalidInput
        If it looks like a percentile rank.

    Examples
    --------
    >>> round(political_risk(-0.44), 3)
    0.588
    """
    if not -5 <= stability <= 5:
        raise InvalidInput(
            "political stability",
            stability,
            expected="an estimate of about -2.5 to 2.5",
            remedy="take the column of estimates, not of percentile ranks",
        )
    return (2.5 - stability) / 5


def weigh_imports(
    amounts: Mapping[str, float | None],
    risk: Mapping[str, float | None],
    members: Collection[str] = (),
) -> Imports:
    r"""Weigh imports by the risk of their origin: :math:`\sum_i g_i f_i` and :math:`F`.

    Parameters
    ----------
    amounts : mapping of str to float
        Imports by exporter [t]; of a bloc, those of all its members, also from one another.
    risk : mapping of str to float
        Risk by country, see `political_risk`; one that is missing is 0.5, and the reason of
        the result says so.
    members : collection of str
        Of a bloc: imports from them carry no risk.

    Returns
    -------
    Imports
        Unknown where nothing is on file or an amount is unknown.

    Raises
    ------
    InvalidInput
        If an amount is negative or a risk lies far outside 0 to 1.

    Examples
    --------
    >>> weigh_imports({"CHN": 60, "FRA": 40}, {"CHN": 0.6, "FRA": 0.4}).at_risk
    Score(value=52.0, reason='')
    """
    reason = check_amounts("imports", amounts)
    if reason:
        return Imports(Score(None, reason), Score(None, reason))
    total = math.fsum(map(number, amounts.values()))
    outside = [name for name in amounts if name not in members]
    guessed = sorted(name for name in outside if math.isnan(number(risk.get(name))))
    weights = {name: ASSUMED_RISK if name in guessed else number(risk[name]) for name in outside}
    for name, weight in weights.items():
        if not -0.5 <= weight <= 1.5:
            raise InvalidInput(f"risk of {name}", weight, expected="about 0 to 1")
    at_risk = math.fsum(number(amounts[name]) * weight for name, weight in weights.items())
    part = math.fsum(number(amounts[name]) for name in guessed) / total if total else 0.0
    note = f"risk of {', '.join(guessed)} ({part:.2g} of imports) not on file: 0.5 each"
    return Imports(Score(total), Score(at_risk, note if guessed else ""))


def import_risk(imports: Imports, production: Given) -> Score:
    r"""Part of the supply that is imported, weighted by risk: :math:`\sum_i g_i f_i / (p + F)`.

    Parameters
    ----------
    imports : Imports
        From `weigh_imports` or `ImportTable.imports` [t].
    production : Score or float or None
        The importer's own, of a bloc its members' together [t].

    Returns
    -------
    Score
        0 to 1; unknown if an input is, or if there is neither production nor import.
    """
    reason = why_unknown(
        imports=imports.tonnes, imports_at_risk=imports.at_risk, domestic_production=production
    )
    if reason:
        return Score(None, reason)
    if not 0 <= number(production) < math.inf:
        raise InvalidInput("domestic production", number(production), expected="0 or more")
    supply = number(production) + number(imports.tonnes)
    if not supply:
        return Score(None, "neither production nor imports: there is no supply to be at risk")
    said = notes(imports.tonnes, imports.at_risk, production)
    return Score(number(imports.at_risk) / supply, said)


def geopolitical_risk(
    imports: Imports,
    *,
    world_production: Mapping[str, float | None] | Given,
    domestic_production: Given,
    price: Given = None,
) -> GeoPolRisk:
    r"""Assess a material for an importer: :math:`S = H R`, :math:`M = S\pi`, :math:`CF = M / M_{Cu}`.

    Parameters
    ----------
    imports : Imports
        From `weigh_imports` or `ImportTable.imports` [t].
    world_production : mapping of str to float, or Score or float or None
        By country, without a row of the total; or its concentration, 0 to 1.
    domestic_production : Score or float or None
        The importer's own, of a bloc its members' together [t].
    price : Score or float or None
        Of the year [USD/kg, which is thousand USD per tonne].

    Returns
    -------
    GeoPolRisk
        Each step, unknown where one of its own inputs is.

    Raises
    ------
    InvalidInput
        If an amount is negative, or the world's total is among the countries.

    Examples
    --------
    >>> bought = weigh_imports({"CHN": 60, "FRA": 40}, {"CHN": 0.6, "FRA": 0.4})
    >>> found = geopolitical_risk(bought, world_production={"CHN": 3, "USA": 1}, domestic_production=30)
    >>> round(found.score.value, 6), found.midpoint
    (0.25, Score(value=None, reason='price not on file'))
    """  # noqa: E501
    if isinstance(world_production, Mapping):
        hhi = herfindahl(world_production, what="production")
    else:
        cause = why_unknown(world_production=world_production)
        hhi = Score(None, cause) if cause else Score(number(world_production))
    risk = import_risk(imports, domestic_production)
    score = _product(world_concentration=hhi, import_risk=risk)
    midpoint = _product(score=score, price=price)
    factor = _product(midpoint=midpoint, per_copper=1 / COPPER)
    return GeoPolRisk(hhi, risk, score, midpoint, factor)


def _product(**factors: Given) -> Score:
    reason = why_unknown(**factors)
    if reason:
        return Score(None, reason)
    return Score(math.prod(map(number, factors.values())), notes(*factors.values()))
