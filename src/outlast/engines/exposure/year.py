"""Everything that exposure tells of one year, in the order of the result."""

from collections.abc import Sequence
from fractions import Fraction

from outlast.case import Case
from outlast.case.schema import Layer
from outlast.engines.exposure.bases import UNITS, Basis, Supply, supply
from outlast.engines.exposure.block import Block
from outlast.engines.exposure.coalitions import MAX_COALITIONS, minimal_coalitions
from outlast.engines.exposure.producers import World, producers
from outlast.engines.exposure.reliance import net_import_reliance
from outlast.engines.exposure.tracing import origins
from outlast.engines.exposure.year_chain import add_chain
from outlast.engines.exposure.year_indices import add_indices
from outlast.engines.exposure.year_more import add_mirror_gaps, add_plants
from outlast.engines.exposure.year_reach import add_reach
from outlast.engines.reconcile.balances import reconciled_balance

DISAGREE = 0.01
"""Chance below which the figures of a balance are said to disagree."""


def one_year(
    case: Case,
    importer: str,
    year: int,
    basis: Basis,
    cut: float | None,
    layers: Sequence[Layer],
) -> Block:
    """Put together what is known of an importer in a year; arguments are checked already."""
    bought = supply(case, importer, year, basis)
    block = Block({"importer": importer, "importer_name": case.countries.name(importer),
                    "year": year, "basis": basis, "unit": UNITS[basis], "cut": cut})  # fmt: skip
    block.figures.update(bought.figures)
    block.warnings += case.header.trade.caveats
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
    traced = origins(case, importer, year, basis)
    add_reach(block, case, importer, year, traced, layers)
    add_chain(block, case, year, traced)
    add_plants(block, case, year)
    add_mirror_gaps(block, case, importer, year)
    add_indices(block, case, importer, year)
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


def _add_suppliers(block: Block, case: Case, bought: Supply, cut: float | None) -> None:
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


def _add_balance(block: Block, case: Case, importer: str, year: int) -> None:
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


def _add_producers(block: Block, case: Case, world: World) -> None:
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
