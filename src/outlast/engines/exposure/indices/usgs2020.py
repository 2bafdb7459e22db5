r"""Supply risk of the US Geological Survey's assessment of 2020.

.. math::

    SR = \sqrt[3]{DP \cdot TE \cdot EV}, \quad
    DP = \sum_c S_c^2\, ASI_c\, WSI_c, \quad
    ASI_c = 1 - \frac{PPI_c}{100}, \quad
    WSI_c = \frac{TT_c + SV_c}{2}

with production shares :math:`S_c`, the Fraser Institute's policy perception index, trade ties and
shared values; :math:`TE` is net import reliance and
:math:`EV = \sum_i (VA_i / GDP)(E_i / OP_i)` over industries with value added, expenditure on the
commodity and operating profit.  Each factor lies within 0 to 1.

The printed sources seen here do not say how trade ties and shared values are scaled to 0 to 1:
`scaled` takes their lowest and highest over countries, an assumption.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

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

REFERENCE = (
    "Nassar et al. (2020), Evaluating the mineral commodity supply risk of the U.S. "
    "manufacturing sector, Science Advances 6(8), eaay8647, doi:10.1126/sciadv.aay8647"
)


def scaled(values: Mapping[str, float], *, reverse: bool = False) -> dict[str, float]:
    r"""Scale values of many countries to 0 to 1: :math:`(x - \min x) / (\max x - \min x)`.

    Parameters
    ----------
    values : mapping of str to float
        By country.
    reverse : bool
        Whether the highest becomes 0: so for trade ties, which lower the risk.

    Returns
    -------
    dict of str to float
        By country.

    Raises
    ------
    InvalidInput
        If all are equal, or one is not finite.

    Examples
    --------
    >>> scaled({"CAN": 0.5, "CHN": 0.25, "COD": 0.0}, reverse=True)
    {'CAN': 0.0, 'CHN': 0.5, 'COD': 1.0}
    """
    low, high = min(values.values()), max(values.values())
    if not (math.isfinite(high - low) and high > low):
        raise InvalidInput("values to scale", f"{low} to {high}", expected="a finite range")
    span = high - low
    return {
        name: ((high - value) if reverse else (value - low)) / span
        for name, value in values.items()
    }


def ability_to_supply(policy_perception: float) -> float:
    """Risk that a country cannot supply: :math:`ASI = 1 - PPI / 100`.

    Raises
    ------
    InvalidInput
        If the index of policy perception lies outside 0 to 100.
    """
    if not 0 <= policy_perception <= 100:
        raise InvalidInput("policy perception", policy_perception, expected="0 to 100")
    return 1 - policy_perception / 100


def trade_ties(imports: float, exports: float, gdp: float) -> float:
    """Trade between two countries as a part of the other's output: :math:`(I + E) / GDP`.

    Raises
    ------
    InvalidInput
        If trade is negative or the output not above 0.
    """
    if not (imports >= 0 and exports >= 0 and gdp > 0):
        given = f"{imports}, {exports}, {gdp}"
        raise InvalidInput("trade and GDP", given, expected="trade of 0 or more, GDP above 0")
    return (imports + exports) / gdp


def shared_values(own: Mapping[str, float], other: Mapping[str, float]) -> float:
    r"""Distance of two countries' Freedom House scores: :math:`\sqrt{\sum_k (x_k - y_k)^2}`.

    Parameters
    ----------
    own, other : mapping of str to float
        By heading of political rights and civil liberties, the same headings.

    Returns
    -------
    float
        0 for equal scores.

    Raises
    ------
    InvalidInput
        If the headings differ.

    Examples
    --------
    >>> shared_values({"electoral process": 12, "rule of law": 14},
    ...     {"electoral process": 0, "rule of law": 9})
    13.0
    """
    if set(own) != set(other):
        alone = sorted(set(own) ^ set(other))
        raise InvalidInput("headings of two countries", alone, expected="the same for both")
    return math.dist([own[key] for key in sorted(own)], [other[key] for key in sorted(own)])


def willingness_to_supply(ties: float, values: float) -> float:
    """Risk that a country does not want to supply: :math:`WSI = (TT + SV) / 2`.

    Parameters
    ----------
    ties, values : float
        Trade ties and shared values, scaled so that 1 is the most distant, see `scaled`.

    Returns
    -------
    float
        0 to 1, the greatest risk.
    """
    check_share("trade ties", ties)
    check_share("shared values", values)
    return (ties + values) / 2


def disruption_potential(
    shares: Mapping[str, float | None],
    ability: Mapping[str, float | None],
    willingness: Mapping[str, float | None],
    *,
    home: str = "USA",
) -> Score:
    r"""Likelihood of a disruption abroad: :math:`DP = \sum_c S_c^2 ASI_c WSI_c`.

    Parameters
    ----------
    shares : mapping of str to float
        Of the world's production by country, 0 to 1, adding to 1.
    ability, willingness : mapping of str to float
        Risk by country, 0 to 1.
    home : str
        The importer, which does not withhold from itself: it adds nothing.

    Returns
    -------
    Score
        0 to 1; unknown if shares do not add to 1 or a producer's risk is unknown.

    Examples
    --------
    >>> disruption_potential({"CHN": 0.5, "USA": 0.5}, {"CHN": 0.4}, {"CHN": 0.5})
    Score(value=0.05, reason='')
    """
    reason = check_shares("share", shares)
    abroad = [name for name in shares if name != home and shares[name] != 0]
    for what, risks in {"ability": ability, "willingness": willingness}.items():
        for name in abroad:
            risk = number(risks.get(name))
            if math.isnan(risk):
                reason = reason or f"{what} of {name} to supply not on file"
            else:
                check_share(f"{what} of {name} to supply", risk)
    if reason:
        return Score(None, reason)
    products = (
        number(shares[name]) ** 2 * number(ability[name]) * number(willingness[name])
        for name in abroad
    )
    return Score(math.fsum(products))


def net_import_reliance(
    imports: Given, exports: Given, consumption: Given, *, stock_drawn: Given = 0.0
) -> Score:
    r"""Net import reliance: :math:`R = (M - X + \Delta) / C`, not cut.

    Parameters
    ----------
    imports, exports, consumption : Score or float or None
        Consumption is apparent; all in one unit.
    stock_drawn : Score or float or None
        What stocks gave; negative if they grew.

    Returns
    -------
    Score
        Below 0 for a net exporter.
    """
    reason = why_unknown(
        imports=imports, exports=exports, consumption=consumption, stock_change=stock_drawn
    )
    if reason:
        return Score(None, reason)
    if number(consumption) <= 0:
        return Score(None, "apparent consumption is not above 0")
    net = number(imports) - number(exports) + number(stock_drawn)
    return Score(net / number(consumption), notes(imports, exports, consumption, stock_drawn))


def trade_exposure(reliance: Given) -> Score:
    r"""Net import reliance cut to 0 to 1: :math:`TE = \min(1, \max(0, R))`."""
    reason = why_unknown(net_import_reliance=reliance)
    if reason:
        return Score(None, reason)
    return Score(min(1.0, max(0.0, number(reliance))), notes(reliance))


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry that buys the commodity; all in one currency."""

    name: str
    value_added: float | None
    expenditure: float | None
    operating_profit: float | None


def economic_vulnerability(industries: tuple[Industry, ...], gdp: float) -> Score:
    r"""Harm to the industries that buy it: :math:`EV = \sum_i (VA_i / GDP)(E_i / OP_i)`.

    Returns
    -------
    Score
        Not scaled; unknown if a figure of an industry is, or if one makes no profit.

    Examples
    --------
    >>> economic_vulnerability((Industry("steel", 60, 5, 20), Industry("glass", 40, 1, 10)), 1000)
    Score(value=0.019, reason='')
    """
    if not gdp > 0:
        raise InvalidInput("GDP", gdp, expected="above 0")
    terms = []
    for one in industries:
        profit = number(one.operating_profit)
        reason = why_unknown(
            value_added=one.value_added,
            expenditure=one.expenditure,
            operating_profit=one.operating_profit,
        )
        if reason or profit <= 0:
            return Score(None, f"{one.name}: {reason or 'it makes no operating profit'}")
        terms.append(number(one.value_added) / gdp * number(one.expenditure) / profit)
    return Score(math.fsum(terms)) if terms else Score(None, "no industry is on file")


def supply_risk(disruption: Given, exposure: Given, vulnerability: Given) -> Score:
    r"""Supply risk: :math:`SR = (DP \cdot TE \cdot EV)^{1/3}`.

    Parameters
    ----------
    disruption, exposure, vulnerability : Score or float or None
        Each 0 to 1.

    Returns
    -------
    Score
        0 to 1; unknown if a factor is.

    Raises
    ------
    InvalidInput
        If a factor lies outside 0 to 1.

    Examples
    --------
    >>> round(supply_risk(0.2, 0.5, 0.01).value, 9)
    0.1
    """
    factors = {"disruption": disruption, "exposure": exposure, "vulnerability": vulnerability}
    for name, factor in factors.items():
        if not math.isnan(number(factor)):
            check_share(name, number(factor))
    reason = why_unknown(**factors)
    if reason:
        return Score(None, reason)
    return Score(math.cbrt(math.prod(map(number, factors.values()))), notes(*factors.values()))
