"""What exposure tells of a year beside shares: plants, firms, flows told twice, indices."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Literal

from outlast.case import Case
from outlast.case.schema import Facility
from outlast.engines.exposure.bases import Basis, measured_flows, split_material, supply
from outlast.engines.exposure.block import Block
from outlast.engines.exposure.control import rows_of
from outlast.engines.exposure.indices import political_risk, score_supply
from outlast.engines.exposure.largest_plants import MOST, homes, largest_plants
from outlast.engines.exposure.mirror import mirror_gaps
from outlast.engines.exposure.producers import producers
from outlast.readers.stability import political_stability


def add_plants(block: Block, case: Case, year: int) -> None:
    """The largest plants and firms, and how many of them are whose or run on whose technology."""
    found = largest_plants(case, year)
    block.values["plants"] = [
        _plant_row(plant.facility)
        | {"capacity_t": plant.tonnes, "capacity_share": plant.share,
           "containers": _containers(case, plant.facility.country, year)}
        for plant in found.plants
    ]  # fmt: skip
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


def _containers(case: Case, origin: str, year: int) -> list[dict[str, Any]]:
    """Who made the containers that an origin's goods travel in: rows of the layer logistics."""
    powers = sorted({row.power for row in case.control if row.layer == "logistics" and row.power})
    rows = [row for power in powers
            for row in rows_of(case, origin, "logistics", power, year, frozenset())]  # fmt: skip
    return [
        {"power": row.power, "share": row.share, "low": row.low, "high": row.high, "row": row.id}
        for row in rows
    ]


def _plant_row(plant: Facility) -> dict[str, Any]:
    return {
        "id": plant.id, "name": plant.name, "country": plant.country, "operator": plant.operator,
        "owner": plant.owner, "owner_countries": list(plant.owner_countries),
        "licensor": plant.licensor, "licensor_countries": list(plant.licensor_countries),
        "source": plant.source,
    }  # fmt: skip


def add_mirror_gaps(block: Block, case: Case, importer: str, year: int) -> None:
    """Flows that the importer's own figures tell otherwise."""
    gaps = mirror_gaps(case, importer, year)
    block.values["mirror_gaps"] = [
        {"exporter": gap.exporter, "name": case.countries.name(gap.exporter), "unit": gap.unit,
         "trade_table": gap.table, "printed": gap.printed, "ratio": gap.ratio,
         "figures": list(gap.figures)}
        for gap in gaps
    ]  # fmt: skip
    block.figures.update(figure for gap in gaps for figure in gap.figures)


_MEASURES: tuple[tuple[Basis, Literal["USD", "t"]], ...] = (("material", "USD"), ("mass", "t"))
"""Indices by value go before the same by weight."""
MOST_UNWEIGHED = 0.5
"""Above this part by value without weights, what the rest weighs tells nothing."""


def add_indices(block: Block, case: Case, importer: str, year: int) -> None:
    """Add the published indices: by value, and those that need weights by weight."""
    risk: dict[str, float] = {}
    for row in political_stability():  # the source has two rows of Guyana: its first counts
        if row.year == year and row.estimate is not None:
            risk.setdefault(row.country, political_risk(row.estimate))
    world = producers(case, year)
    made = {p.country: p.tonnes for p in world.producers} or None
    elsewhere = None
    if world.tonnes is not None and made and None not in made.values():
        elsewhere = max(world.tonnes - sum(size or 0.0 for size in made.values()), 0.0)
    members = case.countries.members(importer, year) if case.countries.bloc(importer) else ()
    rows: dict[str, dict[str, Any]] = {}
    for basis, unit in _MEASURES:
        sizes = measured_flows(case, year, basis)
        amounts, left_out = _bought(case, importer, year, basis)
        inner = [s for (e, i), s in sizes.items() if e in members and i in members]
        sold = [s for (e, _), s in sizes.items() if e in (members or {importer})]
        found = score_supply(
            importer, amounts=amounts, unit=unit,
            production=made, production_elsewhere=elsewhere, risk=risk, members=members,
            within=float(sum(inner)) if members else None,
            exports=float(sum(sold)) if unit == "USD" else None,
        )  # fmt: skip
        for index in found:
            if rows.get(index["name"], {"value": None})["value"] is None:
                reason = "; ".join(filter(None, (index["reason"], left_out)))
                rows[index["name"]] = {**index, "unit": unit, "reason": reason}
    block.values["indices"] = list(rows.values())
    for name, row in rows.items():
        if row["value"] is None:
            block.miss(f"indices.{name}", row["reason"])


def _bought(
    case: Case, importer: str, year: int, basis: Basis
) -> tuple[Mapping[str, Fraction] | None, str]:
    """Purchases by exporter; by weight without the flows whose weight is unknown, if few."""
    found = supply(case, importer, year, basis).amounts
    if found is not None or basis != "mass":
        return found, ""
    kept = split_material(case, case.imports(importer, year))[0]
    missing = sum(flow.value_usd for flow in kept if flow.quantity_t is None)
    total = sum(flow.value_usd for flow in kept)
    if not total or missing > MOST_UNWEIGHED * total:
        return None, ""
    amounts: dict[str, Fraction] = {}
    for flow in kept:
        if flow.quantity_t is not None:
            known = amounts.get(flow.exporter, Fraction(0))
            amounts[flow.exporter] = known + Fraction(flow.quantity_t)
    return amounts, f"flows without a weight, {missing / total:.2%} by value, are left out"
