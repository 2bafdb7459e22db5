"""Everything that exposure tells of one year, in the order of the result."""

from fractions import Fraction
from typing import Any

from outlast.case import Case
from outlast.case.schema import LAYERS, Facility
from outlast.engines.exposure.bases import UNITS, Basis, Supply, supply
from outlast.engines.exposure.coalitions import MAX_COALITIONS, minimal_coalitions
from outlast.engines.exposure.control import parts
from outlast.engines.exposure.largest_plants import MOST, homes, largest_plants
from outlast.engines.exposure.mirror import mirror_gaps
from outlast.engines.exposure.producers import World, producers
from outlast.engines.exposure.reach import Reach, reach
from outlast.engines.exposure.reliance import net_import_reliance
from outlast.engines.exposure.tracing import Origins, origins
from outlast.engines.reconcile.balances import reconciled_balance
from outlast.results import Unknown

DISAGREE = 0.01
"""Chance below which the figures of a balance are said to disagree."""


class Block:
    """Values of one year, and what goes with them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values
        self.unknown: list[Unknown] = []
        self.warnings: list[str] = []
        self.figures: set[str] = set()

    def miss(self, path: str, reason: str) -> None:
        """Note why a value is unknown."""
        self.unknown.append(Unknown(path, reason))


def one_year(case: Case, importer: str, year: int, basis: Basis, cut: float | None) -> Block:
    """Put together what is known of an importer in a year; arguments are checked already."""
    bought = supply(case, importer, year, basis)
    block = Block({"importer": importer, "importer_name": case.countries.name(importer),
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
    traced = origins(case, importer, year, basis)
    _add_origins(block, case, traced)
    _add_control(block, case, importer, year, traced)
    _add_plants(block, case, year)
    _add_mirror_gaps(block, case, importer, year)
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


def _add_origins(block: Block, case: Case, traced: Origins) -> None:
    """Who made what was bought, hubs traced."""
    block.figures.update(traced.figures)
    if traced.shares is None:
        block.values["origins"] = block.values["hubs"] = block.values["hub_share"] = None
        block.miss("origins", traced.reason)
        return
    block.values["origins"] = [
        {"country": code, "name": case.countries.name(code), "share": share}
        for code, share in traced.shares.items()
    ]
    block.values["hub_share"] = traced.hub_share
    block.values["hubs"] = [
        {"country": hub.country, "name": case.countries.name(hub.country), "share": hub.share,
         "resolved": hub.resolved, "sold_per_bought": hub.sold_more}
        for hub in traced.hubs
    ]  # fmt: skip


def _add_control(block: Block, case: Case, importer: str, year: int, traced: Origins) -> None:
    """Reach of every power, by layer and by rung."""
    if not case.control or traced.shares is None:
        block.values["control"] = None
        block.miss("control", traced.reason or "the case has no control.csv: who controls whose "
                   "supply is not told")  # fmt: skip
        return
    importers = case.countries.members(importer, year)
    held = parts(case, importers, year, tuple(traced.shares))
    reaches = [found for found in reach(case, held, traced.shares)
               if found.power not in importers | {importer}]  # fmt: skip
    block.figures.update(figure for found in reaches for figure in found.figures)
    block.values["control"] = [_reach_row(case, found) for found in reaches]
    for found in reaches:
        _miss_control(block, found)


def _reach_row(case: Case, found: Reach) -> dict[str, Any]:
    return {
        "power": found.power,
        "name": case.countries.name(found.power),
        **{layer: found.layers[layer] for layer in LAYERS},
        **found.stop,
        "block": dict(found.block),
        "scopes": [{"name": rung.name, **rung.values} for rung in found.rungs],
        "figures": list(found.figures),
    }


def _miss_control(block: Block, found: Reach) -> None:
    """Note every unknown number of a power, a rung or effect at once, with the reasons."""
    why = "; ".join(found.reasons) or "no row of control.csv tells this of the year"
    start = f"control.{found.power}"
    for name, value in {**found.layers, **found.stop}.items():
        if value is None:
            block.miss(f"{start}.{name}", why)
    groups = {"block": found.block} | {f"scopes.{r.name}": r.values for r in found.rungs}
    for path, values in groups.items():
        if None in values.values():
            block.miss(f"{start}.{path}", why)


def _add_plants(block: Block, case: Case, year: int) -> None:
    """The largest plants and firms, and how many of them are whose or run on whose technology."""
    found = largest_plants(case, year)
    block.values["plants"] = [
        _plant_row(plant.facility) | {"capacity_t": plant.tonnes, "capacity_share": plant.share}
        for plant in found.plants
    ]
    block.values["plants_unsized"] = [_plant_row(plant) for plant in found.unsized]
    block.values["companies"] = [
        {"name": firm.name, "countries": list(firm.countries), "role": firm.role,
         "year": firm.year, "share": firm.share, "source": firm.source, "note": firm.note}
        for firm in found.companies
    ]  # fmt: skip
    block.values["plants_by_power"] = [
        {"power": power, "name": case.countries.name(power),
         "owned": homes([p.facility.owner_countries for p in found.plants], power)._asdict(),
         "licensed": homes([p.facility.licensor_countries for p in found.plants],
                           power)._asdict(),
         "companies": homes([firm.countries for firm in found.companies[:MOST]], power)._asdict()}
        for power in case.header.powers
    ]  # fmt: skip


def _plant_row(plant: Facility) -> dict[str, Any]:
    return {
        "id": plant.id, "name": plant.name, "country": plant.country, "operator": plant.operator,
        "owner": plant.owner, "owner_countries": list(plant.owner_countries),
        "licensor": plant.licensor, "licensor_countries": list(plant.licensor_countries),
        "source": plant.source,
    }  # fmt: skip


def _add_mirror_gaps(block: Block, case: Case, importer: str, year: int) -> None:
    """Flows that the importer's own figures tell otherwise."""
    gaps = mirror_gaps(case, importer, year)
    block.values["mirror_gaps"] = [
        {"exporter": gap.exporter, "name": case.countries.name(gap.exporter), "unit": gap.unit,
         "trade_table": gap.table, "printed": gap.printed, "ratio": gap.ratio,
         "figures": list(gap.figures)}
        for gap in gaps
    ]  # fmt: skip
    block.figures.update(figure for gap in gaps for figure in gap.figures)
