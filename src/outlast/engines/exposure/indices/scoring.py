"""Every index that the figures at hand allow, and of the others why not."""

import math
from collections.abc import Collection, Mapping
from typing import Literal, SupportsFloat, TypedDict

from outlast.engines.exposure.indices import (
    concentration,
    eu_criticality,
    eu_dependence,
    geopolrisk,
    usgs2020,
)
from outlast.engines.exposure.indices.concentration import (
    LARGEST_REST,
    effective_number,
    herfindahl,
)
from outlast.engines.exposure.indices.geopolrisk import GeoPolRisk, Imports, weigh_imports
from outlast.engines.exposure.indices.score import Given, Score, number, why_unknown
from outlast.errors import InvalidInput

Amounts = Mapping[str, SupportsFloat | None]
NEEDS = {
    "EU supply risk": "shares by stage, restrictions of trade and substitution",
    "EU economic importance": "uses with their value added, and substitution",
    "USGS supply risk": "ability and willingness to supply, and uses with their value added",
}
"""What an index needs that is computed from other figures, where that is not given."""


class IndexRow(TypedDict):
    """A published index of one importer's supply."""

    name: str
    value: float | None
    reason: str
    reference: str


def score_supply(
    importer: str,
    *,
    amounts: Amounts | None,
    unit: Literal["USD", "t"],
    production: Amounts | None,
    production_elsewhere: float | None,
    risk: Mapping[str, float | None],
    members: Collection[str] = (),
    within: float | None = None,
    exports: float | None = None,
    price: float | None = None,
    eu_supply_risk: Given = None,
    eu_economic_importance: Given = None,
    usgs_supply_risk: Given = None,
) -> list[IndexRow]:
    """Compute every published index that the figures allow.

    Parameters
    ----------
    importer : str
        Country or bloc.
    amounts : mapping of str to number, or None
        Imports by exporter, of a bloc from outside; ``None`` if unknown.
    unit : {"USD", "t"}
        Of the amounts: GeoPolRisk needs tonnes, CDI needs value.
    production : mapping of str to number, or None
        World production by country [t], without a row of the total or of other countries.
    production_elsewhere : float or None
        What that table prints for other countries [t]: 0 if it names every producer, ``None``
        if that is not known.
    risk : mapping of str to float
        GeoPolRisk's g by country, see `political_risk`.
    members : collection of str, optional
        Of the importer, if it is a bloc.
    within : float, optional
        Imports of members from one another, in `unit`; needed of a bloc.
    exports : float, optional
        All exports of the importer, of a bloc also those from member to member [USD].
    price : float, optional
        Of the year [USD/kg].
    eu_supply_risk, eu_economic_importance, usgs_supply_risk : Score or float, optional
        As computed by this package's functions, which need figures that are not given here.

    Returns
    -------
    list of dict
        ``name``, ``value`` (``None`` if unknown), ``reason`` (why, or what was assumed) and
        ``reference``; always all indices, in one order.

    Raises
    ------
    InvalidInput
        If an amount is negative, a bloc's member is among the exporters outside, or production
        holds a row of the total.

    Examples
    --------
    >>> rows = score_supply("JPN", amounts={"CHN": 60, "VNM": 40}, unit="t",
    ...     production={"CHN": 70, "VNM": 30}, production_elsewhere=0, risk={"CHN": 0.6, "VNM": 0.4})
    >>> {row["name"]: row["value"] for row in rows if row["value"] is not None}
    {'import HHI': 0.52, 'effective number of suppliers': 1.923076923076923, 'production HHI': 0.58, 'GeoPolRisk import risk': 0.52, 'GeoPolRisk score': 0.3016}
    >>> [row["reason"] for row in rows if row["name"] == "CDI1"]
    ['imports by value are needed, these are in t']
    """  # noqa: E501
    bought = _numbers(amounts, f"imports in {unit}")
    _refuse_members(bought, members)
    made = _numbers(production, "production")
    hhi = _concentration(bought, 0.0, "imports")
    world = _concentration(made, production_elsewhere, "production")
    inner = Score(0.0) if not members else _given(within, "flows within the bloc are")
    own = _own_production(made, production_elsewhere, importer, members)
    weighed = _imports(bought, unit, inner, risk)
    found = geopolrisk.geopolitical_risk(
        weighed, world_production=world, domestic_production=_small_rest(own, weighed), price=price
    )
    given_elsewhere = {
        "EU supply risk": (eu_supply_risk, eu_criticality.REFERENCE),
        "EU economic importance": (eu_economic_importance, eu_criticality.REFERENCE),
        "USGS supply risk": (usgs_supply_risk, usgs2020.REFERENCE),
    }
    return [
        _row("import HHI", hhi, concentration.REFERENCE),
        _row("effective number of suppliers", effective_number(hhi), concentration.REFERENCE),
        _row("production HHI", found.hhi, concentration.REFERENCE),
        *_geopolrisk_rows(found),
        *_dependence_rows(bought, unit, hhi, inner, _given(exports, "exports by value are")),
        *(
            _row(name, _passed_on(name, score), ref)
            for name, (score, ref) in given_elsewhere.items()
        ),
    ]


def _refuse_members(bought: dict[str, float | None] | Score, members: Collection[str]) -> None:
    inside = sorted(set(bought) & set(members)) if isinstance(bought, dict) else []
    if inside:
        raise InvalidInput(
            "exporters to the bloc",
            ", ".join(inside),
            expected="countries outside",
            remedy="give what members buy from one another as within=",
        )


def _numbers(amounts: Amounts | None, what: str) -> dict[str, float | None] | Score:
    if amounts is None:
        return Score(None, f"{what} by country not on file")
    return {name: None if one is None else float(one) for name, one in amounts.items()}


def _concentration(
    amounts: dict[str, float | None] | Score, rest: float | None, what: str
) -> Score:
    return amounts if isinstance(amounts, Score) else herfindahl(amounts, rest=rest, what=what)


def _given(value: float | None, what: str) -> Score:
    return Score(None, f"{what} not on file") if value is None else Score(float(value))


def _passed_on(name: str, given: Given) -> Score:
    cause = why_unknown(**{NEEDS[name]: given})
    if cause:
        return Score(None, cause)
    return given if isinstance(given, Score) else Score(number(given))


def _row(name: str, score: Score, reference: str) -> IndexRow:
    return {"name": name, "value": score.value, "reason": score.reason, "reference": reference}


def _imports(
    bought: dict[str, float | None] | Score,
    unit: str,
    inner: Score,
    risk: Mapping[str, float | None],
) -> Imports:
    """Imports from outside and within, those within at no risk."""
    if isinstance(bought, Score):
        return Imports(bought, bought)
    if unit != "t":
        none = Score(None, f"imports by weight are needed, these are in {unit}")
        return Imports(none, none)
    outside = weigh_imports(bought, risk)
    reason = why_unknown(imports=outside.tonnes, within=inner)
    if reason:
        return Imports(Score(None, reason), Score(None, reason))
    return Imports(Score(number(outside.tonnes) + number(inner)), outside.at_risk)


def _own_production(
    made: dict[str, float | None] | Score,
    elsewhere: float | None,
    importer: str,
    members: Collection[str],
) -> tuple[Score, float]:
    """Known production of the importer, and how much more may hide in other countries' [t]."""
    if isinstance(made, Score):
        return made, 0.0
    owners = sorted(members) or [importer]
    missing = [name for name in owners if name in made and math.isnan(number(made[name]))]
    if missing:
        return Score(None, f"production of {', '.join(missing)} not on file"), 0.0
    unnamed = [name for name in owners if name not in made]
    if unnamed and elsewhere is None:
        cause = "it is not known whether the table of producers names every one"
        return Score(None, cause), 0.0
    total = math.fsum(number(made[name]) for name in owners if name in made)
    return Score(total), (elsewhere or 0.0) if unnamed else 0.0


def _small_rest(own: tuple[Score, float], bought: Imports) -> Score:
    """Take the known production if what may be missing is at most a tenth of supply."""
    score, hidden = own
    reason = why_unknown(production=score, imports=bought.tonnes)
    if reason or not hidden:
        return score
    part = hidden / (number(score) + number(bought.tonnes) + hidden)
    if part > LARGEST_REST:
        return Score(None, f"up to {hidden:g} t of other countries may be the importer's own")
    note = f"other countries' {hidden:g} t may be the importer's: at most {part:.1%} too high"
    return Score(number(score), note)


def _geopolrisk_rows(found: GeoPolRisk) -> list[IndexRow]:
    named = {
        "GeoPolRisk import risk": found.import_risk,
        "GeoPolRisk score": found.score,
        "GeoPolRisk midpoint": found.midpoint,
        "GeoPolRisk factor": found.factor,
    }
    return [_row(name, score, geopolrisk.REFERENCE) for name, score in named.items()]


def _dependence_rows(
    bought: dict[str, float | None] | Score, unit: str, hhi: Score, inner: Score, exports: Score
) -> list[IndexRow]:
    if unit != "USD":
        none = Score(None, f"imports by value are needed, these are in {unit}")
        named = {"CDI1": none, "CDI2": none, "CDI3": none}
    else:
        total = _total(bought)
        named = {
            "CDI1": hhi,
            "CDI2": _ratio(total, total, inner),
            "CDI3": _ratio(total, exports),
        }
    return [_row(name, score, eu_dependence.REFERENCE) for name, score in named.items()]


def _total(bought: dict[str, float | None] | Score) -> Score:
    if isinstance(bought, Score):
        return bought
    reason = why_unknown(**{f"imports from {name}": one for name, one in bought.items()})
    if reason or not bought:
        return Score(None, reason or "no imports on file")
    return Score(math.fsum(map(number, bought.values())))


def _ratio(part: Score, *whole: Score) -> Score:
    reason = why_unknown(part=part, **{str(i): one for i, one in enumerate(whole)})
    if reason:
        return Score(None, reason)
    below = math.fsum(map(number, whole))
    return Score(number(part) / below) if below else Score(None, "what it is divided by is 0")
