"""Losses of an importer in money: bounds by industry, a national loss by CES, and their tails."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import Industry
from outlast.engines.shock.bands import band
from outlast.engines.shock.designs import Design
from outlast.engines.shock.losses import ces
from outlast.engines.shock.losses.at_risk import (
    Shortage,
    missing_output,
    value_added,
    value_at_risk,
)
from outlast.engines.shock.losses.production import FORMS, Form
from outlast.engines.shock.losses.tail import cvar
from outlast.engines.shock.outcomes import Facts, Table
from outlast.engines.shock.volumes import reference_price
from outlast.errors import InvalidInput
from outlast.results import Unknown

Array = NDArray[np.float64]
MONTHS = 12
TAIL = 0.9
BOUND: Form = "leontief"
"""The function that never loses less than another: the bound that is told first."""
CAVEAT = (
    "at most, since whole industries are counted, which hold more than the sectors; their own "
    "value added alone, not what their buyers lose; over twelve months from the onset; lost "
    "output may be caught up later, which is not modelled"
)
NO_INDUSTRY = "industries.csv has no value added of an industry of {sector} in {country}"
NO_NECESSITY = "sectors.csv does not say what the material is to {sectors}"


class Losses(NamedTuple):
    """What `losses` tells.

    Attributes
    ----------
    values : dict
        As ``docs/json.md`` lists ``loss``.
    unknown : tuple of Unknown
        What is None in it, and why.
    figures : tuple of str
        Ids of the rows used.
    """

    values: dict[str, Any]
    unknown: tuple[Unknown, ...]
    figures: tuple[str, ...]


def shortage_of(table: Table, facts: Facts) -> Shortage:
    """Take from an ensemble what the target's sectors lack.

    Parameters
    ----------
    table : Table
        What every draw gave.
    facts : Facts
        What its columns stand for.

    Returns
    -------
    Shortage
        Of the sectors that may use some.
    """
    use = table["use"]
    columns = np.flatnonzero(use.any(axis=0))
    year = islice(table.slices("fill"), facts.onset, facts.onset + MONTHS)
    return Shortage(
        sectors=tuple(facts.sectors[k] for k in columns),
        fills=(month[:, columns] for month in year),
        unmet=table["unmet:central"],
        use=MONTHS * use[:, columns],
    )


def losses(case: Case, target: str, year: int, shortage: Shortage, design: Design) -> Losses:
    """Tell what a shortage costs an importer, at most, by production function and by CES.

    Parameters
    ----------
    case : Case
        Holds industries, prices, the elasticity's prior.
    target : str
        The importer.
    year : int
        Of the flows; the price is that of the nearest year that has one.
    shortage : Shortage
        What its sectors lack.
    design : Design
        Where the draws of the elasticity lie.

    Returns
    -------
    Losses
        Bands in million USD, with what is unknown.
    """
    price, no_price = price_of(case, year)
    named = {s: [r for r in case.industries if (r.country, r.sector) == (target, s)]
             for s in shortage.sectors}  # fmt: skip
    known = {s: rows for s, rows in named.items()
             if rows and all(row.value_added is not None for row in rows)}  # fmt: skip
    cost = [cost_share(rows, shortage.use[:, k], price)
            for k, rows in enumerate(named.values())]  # fmt: skip
    missing = missing_output(shortage, [case.sectors[s].necessity for s in shortage.sectors], cost)
    name = case.countries.name(target)
    left_out = {s: NO_INDUSTRY.format(sector=case.sectors[s].name.lower(), country=name)
                for s in shortage.sectors if s not in known}  # fmt: skip
    forms, unknown = _by_form(case, known, missing, no_price)
    bound = value_at_risk(BOUND, missing, known) if known else None
    if left_out:
        unknown.insert(0, Unknown("loss.p50", "; ".join(left_out.values())))
    unknown += [Unknown(f"loss.by_sector.{s}", reason) for s, reason in left_out.items()]
    national = _national(case, target, shortage, price, no_price, design)
    if isinstance(national, str):
        unknown.append(Unknown("loss.forms.ces", national))
    values = {
        "unit": "million USD",
        "upper_bound": True,
        "months": MONTHS,
        "caveat": CAVEAT,
        "form": BOUND,
        **_band(None if left_out else bound),
        "of_known": {"sectors": list(known), **_band(bound)},
        "by_sector": [_sector(s, named[s], missing[BOUND, s] if s in known else None)
                      for s in shortage.sectors],
        "forms": [*forms, {"name": "ces", **_band(None if isinstance(national, str)
                                                  else national)}],
    }  # fmt: skip
    return Losses(values, tuple(unknown), _used(case, target, named, national))


def _by_form(
    case: Case, known: Mapping[str, Sequence[Industry]],
    missing: Mapping[tuple[Form, str], Array], no_price: str,
) -> tuple[list[dict[str, Any]], list[Unknown]]:  # fmt: skip
    """Bands by production function over the sectors with a figure, and what is unknown of them."""
    rows, unknown = [], []
    for form in FORMS:
        gaps = [s for s in known if (form, s) not in missing]
        lost = value_at_risk(form, missing, known) if known and not gaps else None
        rows.append({"name": form, **_band(lost)})
        if lost is not None:
            continue
        words = ", ".join(case.sectors[s].name.lower() for s in gaps)
        reason = "no sector has a figure of value added" if not known else (
            NO_NECESSITY.format(sectors=words) if form != "linear"
            else no_price or f"industries.csv has no inputs of the industries of {words}, or less "
            "than the material costs"
        )  # fmt: skip
        unknown.append(Unknown(f"loss.forms.{form}", reason))
    return rows, unknown


def price_of(case: Case, year: int) -> tuple[float | None, str]:
    """Price of the material [USD/t], or why there is none."""
    try:
        return reference_price(case, year)[0], ""
    except InvalidInput as missing:
        return None, f"no price: {missing}"


def cost_share(rows: Sequence[Industry], use: Array, price: float | None) -> float | None:
    """Part of what the industries buy that the sector's normal use makes; None if unknown."""
    if price is None or not rows or any(not row.inputs for row in rows):
        return None
    bought = sum((row.inputs or 0.0) * row.in_millions * 1e6 for row in rows)
    share = price * float(use.mean()) / bought
    return share if share <= 1 else None


def _national(
    case: Case, target: str, shortage: Shortage, price: float | None, no_price: str, design: Design
) -> Array | str:
    """Loss of the whole economy by CES [million USD], shape (draw,), or why it is unknown."""
    economy = economy_of(case, target)
    prior = next((row for row in case.priors if row.name == ces.STREAM), None)
    if economy is None:
        return f"industries.csv has no economy of {case.countries.name(target)}"
    if prior is None:
        return f"priors.csv has no {ces.STREAM}, the elasticity of substitution"
    if price is None:
        return no_price
    product = value_added([economy])
    share = price * shortage.use.sum(axis=1) / (product * 1e6)
    if share.max() > 1:
        return "the material's use is worth more than the whole economy of industries.csv"
    sigma = ces.draw_sigma(prior.low, prior.high, design, len(share))
    return product * ces.loss(share, sigma, 1 - shortage.unmet)


def economy_of(case: Case, target: str) -> Industry | None:
    """The row of the whole economy, of the last year that has one."""
    rows = [row for row in case.industries
            if row.country == target and row.sector is None and row.value_added]  # fmt: skip
    return max(rows, key=lambda row: (row.year, row.id), default=None)


def _sector(sector: str, rows: Sequence[Industry], missing: Array | None) -> dict[str, Any]:
    """What one sector loses if all of its industries lose as it does."""
    lost = None if missing is None else value_added(rows) * missing
    return {
        "sector": sector,
        "industries": [
            {"industry": row.industry, "year": row.year,
             "value_added": None if row.value_added is None else value_added([row])}
            for row in rows
        ],
        **_band(lost),
    }  # fmt: skip


def _band(lost: Array | None) -> dict[str, float | None]:
    """Quantiles and the mean of the worst tenth; all None where it is unknown."""
    if lost is None:
        return dict.fromkeys(("p5", "p50", "p95", "cvar90"))
    return {**band(lost), "cvar90": cvar(lost, TAIL)}


def _used(
    case: Case, target: str, named: Mapping[str, Sequence[Industry]], national: Array | str
) -> tuple[str, ...]:
    """Ids of the rows that the losses rest on."""
    keys = {row.key for rows in named.values() for row in rows}
    economy = economy_of(case, target)
    if economy is not None and not isinstance(national, str):
        keys |= {economy.key, *(row.id for row in case.priors if row.name == ces.STREAM)}
    return tuple(sorted(keys))
