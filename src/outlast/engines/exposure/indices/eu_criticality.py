r"""Supply risk of the EU's list of critical raw materials.

.. math::

    SR = \left[ H_{GS} \frac{IR}{2} + H_{EU} \left(1 - \frac{IR}{2}\right) \right]
         (1 - EoL_{RIR})\, SI_{SR}, \qquad
    H = \sum_c S_c^2\, W_c\, t_c

with shares :math:`S_c` of world supply (GS) and of what the EU buys and makes (EU), governance
:math:`W_c` from 0 (best) to 10 (worst), trade :math:`t_c`, import reliance :math:`IR`, the
end-of-life recycling input rate and substitution :math:`SI`.
"""

import math
from collections.abc import Mapping

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
    "European Commission (2017), Methodology for establishing the EU list of critical raw "
    "materials: guidelines, doi:10.2873/769526"
)


def scaled_governance(estimate: float) -> float:
    """Governance of a country: :math:`W = 10 (2.5 - e) / 5`, cut to 0 to 10.

    Parameters
    ----------
    estimate : float
        Of the Worldwide Governance Indicators, about -2.5 (worst) to 2.5 (best).

    Returns
    -------
    float
        0 (best) to 10 (worst).

    Examples
    --------
    >>> scaled_governance(2.5), scaled_governance(0), scaled_governance(-2.8)
    (0.0, 5.0, 10.0)
    """
    if not -5 <= estimate <= 5:
        raise InvalidInput(
            "governance",
            estimate,
            expected="an estimate of about -2.5 to 2.5",
            remedy="take the column of estimates, not of percentile ranks",
        )
    return min(10.0, max(0.0, 2 * (2.5 - estimate)))


def country_concentration(
    shares: Mapping[str, float | None],
    governance: Mapping[str, float | None],
    trade: Mapping[str, float | None] | None = None,
) -> Score:
    r"""Concentration weighted by governance and trade: :math:`H = \sum_c S_c^2 W_c t_c`.

    Parameters
    ----------
    shares : mapping of str to float
        Of the supply by country, 0 to 1, adding to 1.
    governance : mapping of str to float
        By country, 0 (best) to 10 (worst), see `scaled_governance`.
    trade : mapping of str to float, optional
        :math:`t` by country: 0.8 for members of the EU, 1 if nothing restricts exports, above 1
        if something does.  1 for a country without an entry.

    Returns
    -------
    Score
        0 to about 10; unknown if shares do not add to 1 or a country's governance is unknown.

    Raises
    ------
    InvalidInput
        If a share is not within 0 to 1, governance not within 0 to 10, or `trade` is not
        positive.

    Examples
    --------
    >>> country_concentration({"CHN": 0.5, "FRA": 0.5}, {"CHN": 6, "FRA": 2}, {"FRA": 0.8})
    Score(value=1.9, reason='')
    """
    reason = check_shares("share", shares)
    used = {name: number(share) for name, share in shares.items() if share != 0}
    terms = []
    for name, share in used.items():
        weight = number(governance.get(name))
        factor = number((trade or {}).get(name, 1.0))
        if not (math.isnan(weight) or 0 <= weight <= 10):
            remedy = "rescale an estimate with scaled_governance"
            expected = "0 (best) to 10 (worst)"
            raise InvalidInput(f"governance of {name}", weight, expected=expected, remedy=remedy)
        if factor <= 0:
            raise InvalidInput(f"trade factor of {name}", factor, expected="above 0")
        terms.append((name, share**2 * weight * factor))
    lacking = sorted(name for name, term in terms if math.isnan(term))
    if reason or lacking:
        unknown = f"governance or trade factor of {', '.join(lacking)} not on file"
        return Score(None, reason or unknown)
    return Score(math.fsum(term for _, term in terms))


def import_reliance(imports: Given, exports: Given, production: Given) -> Score:
    r"""Net imports over apparent use: :math:`IR = (M - X) / (P + M - X)`, cut to 0 to 1.

    Parameters
    ----------
    imports, exports, production : Score or float or None
        Of the EU, in one unit.

    Returns
    -------
    Score
        0 for a net exporter; unknown if an input is, or if more leaves than is there.

    Examples
    --------
    >>> import_reliance(80, 20, 40)
    Score(value=0.6, reason='')
    """
    reason = why_unknown(imports=imports, exports=exports, production=production)
    if reason:
        return Score(None, reason)
    for name, given in {"imports": imports, "exports": exports, "production": production}.items():
        if not 0 <= number(given) < math.inf:
            raise InvalidInput(name, number(given), expected="0 or more")
    net = number(imports) - number(exports)
    use = number(production) + net
    if use <= 0:
        return Score(None, "exports are not below production and imports: nothing is used")
    return Score(min(1.0, max(0.0, net / use)), notes(imports, exports, production))


def recycling_input_rate(secondary: Given, primary: Given) -> Score:
    r"""End-of-life recycling input rate: :math:`s / (s + p)`.

    Parameters
    ----------
    secondary, primary : Score or float or None
        Input to the EU from end-of-life scrap and from mines, in one unit.

    Returns
    -------
    Score
        0 to 1.
    """
    reason = why_unknown(secondary_input=secondary, primary_input=primary)
    if reason:
        return Score(None, reason)
    for name, given in {"secondary input": secondary, "primary input": primary}.items():
        if not 0 <= number(given) < math.inf:
            raise InvalidInput(name, number(given), expected="0 or more")
    total = number(secondary) + number(primary)
    if not total:
        return Score(None, "there is no input, secondary or primary")
    return Score(number(secondary) / total, notes(secondary, primary))


def supply_risk(
    world: Given,
    sourcing: Given,
    *,
    reliance: Given,
    recycling: Given,
    substitution: Given,
) -> Score:
    r"""Supply risk of one stage, extraction or processing.

    :math:`SR = [H_{GS} IR / 2 + H_{EU} (1 - IR / 2)] (1 - EoL_{RIR}) SI_{SR}`

    Parameters
    ----------
    world, sourcing : Score or float or None
        :math:`H` of world supply and of the EU's, see `country_concentration`.  If one is
        unknown the other stands alone, as the guidelines say, and the reason tells so.
    reliance, recycling, substitution : Score or float or None
        Each 0 to 1; substitution 1 if there is no substitute.

    Returns
    -------
    Score
        About 0 to 6, not rounded; unknown if an input is.

    Raises
    ------
    InvalidInput
        If an input lies outside what it may be; percentages have to be divided by 100.

    Examples
    --------
    >>> risk = supply_risk(2.2258, 1.4512, reliance=0.5, recycling=0.1, substitution=0.9)
    >>> round(risk.value, 7)
    1.3323285
    """
    for name, given in {"world": world, "sourcing": sourcing}.items():
        if number(given) < 0:
            raise InvalidInput(f"concentration of {name}", number(given), expected="0 or more")
    shares = {"reliance": reliance, "recycling": recycling, "substitution": substitution}
    for name, given in shares.items():
        if not math.isnan(number(given)):
            check_share(name, number(given))
    if number(substitution) == 0:
        raise InvalidInput("substitution", 0, expected="above 0", remedy="1 is no substitute")
    core = _core(world, sourcing, reliance)
    reason = why_unknown(concentration=core, recycling=recycling, substitution=substitution)
    if reason:
        return Score(None, reason)
    value = number(core) * (1 - number(recycling)) * number(substitution)
    return Score(value, notes(core, recycling, substitution))


def _core(world: Given, sourcing: Given, reliance: Given) -> Score:
    no_world, no_sourcing = why_unknown(world_supply=world), why_unknown(eu_sourcing=sourcing)
    if no_world and no_sourcing:
        return Score(None, "; ".join(dict.fromkeys((no_world, no_sourcing))))
    if no_world:
        return Score(number(sourcing), f"EU sourcing alone: {no_world}")
    if no_sourcing:
        return Score(number(world), f"world supply alone: {no_sourcing}")
    reason = why_unknown(import_reliance=reliance)
    if reason:
        return Score(None, reason)
    half = number(reliance) / 2
    mixed = number(world) * half + number(sourcing) * (1 - half)
    return Score(mixed, notes(world, sourcing, reliance))


def bottleneck(stages: Mapping[str, Given]) -> Score:
    r"""Largest supply risk of the stages that a material passes.

    Parameters
    ----------
    stages : mapping of str to Score or float or None
        By stage; leave out a stage that the material does not have.

    Returns
    -------
    Score
        Unknown if a stage is, with the largest known one in the reason.

    Examples
    --------
    >>> bottleneck({"extraction": 1.2, "processing": 2.5}).value
    2.5
    >>> bottleneck({"extraction": 1.2, "processing": None}).reason
    'processing not on file; at least 1.2 from the other stages'
    """
    known = [number(given) for given in stages.values() if not math.isnan(number(given))]
    reason = why_unknown(**stages)
    if reason and known:
        return Score(None, f"{reason}; at least {max(known):.4g} from the other stages")
    if not known:
        return Score(None, reason or "no stage is on file")
    return Score(max(known), notes(*stages.values()))
