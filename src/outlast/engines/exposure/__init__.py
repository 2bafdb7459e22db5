"""Who supplies an importer, how concentrated that is, and who together can cut it."""

from fractions import Fraction
from typing import Any

from outlast.about import __version__
from outlast.case import Case, load
from outlast.engines.exposure.bases import (
    BASES,
    UNITS,
    Basis,
    Supply,
    check_basis,
    split_material,
    supply,
)
from outlast.engines.exposure.coalitions import MAX_COALITIONS, minimal_coalitions
from outlast.engines.exposure.producers import World, producers
from outlast.engines.exposure.reliance import net_import_reliance
from outlast.engines.reconcile.balances import reconciled_balance
from outlast.errors import InvalidInput, UsageError
from outlast.results import Result, Unknown

__all__ = [
    "BASES",
    "UNITS",
    "Basis",
    "Supply",
    "exposure",
    "minimal_coalitions",
    "net_import_reliance",
    "producers",
    "split_material",
    "supply",
]


def exposure(
    case: Case | str,
    importer: str | None = None,
    year: int | None = None,
    *,
    years: range | None = None,
    basis: str = "material",
    cut: float | None = 0.5,
) -> Result:
    """Tell who supplies an importer and who together can cut it off.

    Parameters
    ----------
    case : Case or str
        A case, or what `outlast.load` takes.
    importer : str, optional
        Country or bloc, by code or name; the case's importer if not given.
    year : int, optional
        A year of the case, the last one if not given.
    years : range, optional
        Several years instead of one.
    basis : {"material", "heading", "mass"}
        What shares are measured in and which flows count; see
        `outlast.engines.exposure.bases`.
    cut : float
        The part of supply that a coalition must be able to stop, above 0 and at most 1; None
        leaves the coalitions out, which can be many.

    Returns
    -------
    Result
        ``suppliers`` with their shares, ``hhi`` (Herfindahl-Hirschman index, 0 to 1),
        ``net_import_reliance``, ``producers``, ``coalitions`` and ``dropped``; over several
        years as a list ``years``.

    Raises
    ------
    InvalidInput
        If the year lies outside the case or `cut` outside 0 to 1.
    CountryError, UsageError
        If the importer or the basis is not known.

    Examples
    --------
    >>> result = exposure("isle", year=2023, basis="mass")
    >>> [(row["country"], round(row["share"], 2)) for row in result.result["suppliers"]]
    [('XNO', 0.42), ('XSO', 0.32), ('XEA', 0.16), ('XWE', 0.11)]
    >>> result.unknown[0].path
    'net_import_reliance'
    """
    opened = case if isinstance(case, Case) else load(case)
    chosen = check_basis(basis)
    try:
        part = None if cut is None else float(cut)
    except (TypeError, ValueError):
        part = float("nan")
    if part is not None and not 0 < part <= 1:
        raise InvalidInput("cut", cut, expected="a share above 0 and at most 1",
                           remedy="write 0.5 for half")  # fmt: skip
    if year is not None and years is not None:
        raise UsageError("year and years are both given, expected one of them")
    code = opened.countries.find(opened.header.importer if importer is None else str(importer))
    chosen_years = years if years is not None else [opened.years[-1] if year is None else year]
    if any(isinstance(when, str | float) for when in chosen_years):
        raise InvalidInput("year", repr(chosen_years[0]), expected="a whole number, such as 2024")
    asked = [int(when) for when in chosen_years]
    if asked != sorted(set(asked)):
        raise InvalidInput("years", asked, expected="years that rise, such as range(2002, 2025)")
    if not asked:
        raise InvalidInput("years", "empty", expected="a first and a last year that rise")
    blocks = [_one_year(opened, code, opened.check_year(y), chosen, part) for y in asked]
    inputs: dict[str, Any] = {"case": opened.name, "importer": code, "basis": chosen, "cut": part}
    inputs |= {"year": asked[0]} if years is None else {"years": asked}
    run = {"seed": None, "version": __version__, "case_sha256": opened.sha256}
    if years is None:
        values, unknown = blocks[0].values, blocks[0].unknown
    else:
        values = {"importer": code, "basis": chosen, "cut": part,
                  "years": [block.values for block in blocks]}  # fmt: skip
        unknown = [
            Unknown(f"years.{block.values['year']}.{path}", reason)
            for block in blocks
            for path, reason in block.unknown
        ]
    return Result(
        command="exposure",
        inputs=inputs,
        result=values,
        unknown=tuple(unknown),
        warnings=tuple(dict.fromkeys(w for block in blocks for w in block.warnings)),
        figures=tuple(sorted({figure for block in blocks for figure in block.figures})),
        run=run,
    )


DISAGREE = 0.01
"""Chance below which the figures of a balance are said to disagree."""


class _Block:
    """Values of one year, and what goes with them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.unknown: list[Unknown] = []
        self.warnings: list[str] = []
        self.figures: set[str] = set()

    def miss(self, path: str, reason: str) -> None:
        """Note why a value is unknown."""
        self.unknown.append(Unknown(path, reason))


def _one_year(case: Case, importer: str, year: int, basis: Basis, cut: float | None) -> _Block:
    bought = supply(case, importer, year, basis)
    block = _Block({"importer": importer, "importer_name": case.countries.name(importer),
                    "year": year, "basis": basis, "unit": UNITS[basis], "cut": cut})  # fmt: skip
    block.figures.update(bought.figures)
    _add_suppliers(block, case, bought, cut)
    reliance = net_import_reliance(case, importer, year)
    block.values["net_import_reliance"] = reliance.share
    block.figures.update(reliance.figures)
    if reliance.share is None:
        block.miss("net_import_reliance", reliance.reason)
    elif reliance.reason:
        block.warnings.append(reliance.reason)
    _add_balance(block, case, importer, year)
    _add_producers(block, case, producers(case, year))
    block.values["dropped"] = [
        {
            "exporter": flow.exporter,
            "importer": flow.importer,
            "value_usd": flow.value_usd,
            "quantity_t": flow.quantity_t,
            "reason": reason,
            "effect": float(Fraction(flow.value_usd) / bought.heading_value),
        }
        for flow, reason in sorted(bought.dropped, key=lambda d: -d.flow.value_usd)
    ]
    return block


def _add_suppliers(block: _Block, case: Case, bought: Supply, cut: float | None) -> None:
    """Shares, concentration and coalitions, or why they are unknown."""
    amounts = bought.amounts
    if amounts is None:
        for path in ("suppliers", "hhi", "coalitions"):
            block.values[path] = None
            block.miss(path, bought.reason)
        block.values["coalitions_complete"] = None
        return
    total = sum(amounts.values())
    shares = {country: amount / total for country, amount in amounts.items()}
    ranked = sorted(shares, key=lambda country: (-shares[country], country))
    block.values["suppliers"] = [
        {
            "country": country,
            "name": case.countries.name(country),
            "share": float(shares[country]),
            "amount": float(amounts[country]),
        }
        for country in ranked
    ]
    block.values["hhi"] = float(sum(share**2 for share in shares.values()))
    if cut is None:
        block.values["coalitions"] = block.values["coalitions_complete"] = None
        return
    found, complete = minimal_coalitions(amounts, Fraction(str(cut)))
    block.values["coalitions"] = [
        {"members": list(coalition.members), "share": coalition.share} for coalition in found
    ]
    block.values["coalitions_complete"] = complete
    if not complete:
        block.warnings.append(
            f"more than {MAX_COALITIONS:,} minimal coalitions can cut {cut:g} of the supply: "
            "the smallest are listed; another cut may have fewer"
        )


def _add_balance(block: _Block, case: Case, importer: str, year: int) -> None:
    """The importer's balance, reconciled: figures that disagree, weighed by their grades."""
    balance = reconciled_balance(case, importer, year)
    if balance is None:
        block.values["balance"] = None
        block.miss("balance", "too few figures of supply and use to check one another")
        return
    block.figures.update(figure for term in balance.terms.values() for figure in term.figures)
    block.values["balance"] = {
        "unit": "t",
        "terms": [
            {"term": name, "value": term.value, "se": term.se, "figures": list(term.figures)}
            for name, term in balance.terms.items()
        ],
        "net_import_reliance": balance.reliance,
        "net_import_reliance_se": balance.reliance_se,
        "p": balance.p,
    }
    if balance.p is not None and balance.p < DISAGREE:
        block.warnings.append(f"figures of {case.countries.name(importer)}'s balance of {year} "
                              "disagree more than their grades allow")  # fmt: skip


def _add_producers(block: _Block, case: Case, world: World) -> None:
    block.figures.update(world.figures)
    block.values["producers"] = [
        {
            "country": producer.country,
            "name": case.countries.name(producer.country),
            "share": producer.share,
            "tonnes": producer.tonnes,
        }
        for producer in world.producers
    ]
    block.values["world_production_t"] = world.tonnes
    if world.tonnes is None:
        block.miss("world_production_t", world.reason)
    for producer in world.producers:
        if producer.share is None:
            block.miss(f"producers.{producer.country}.share", producer.reason)
