"""What exposure tells of a year beside shares: plants, firms and flows told twice."""

from typing import Any

from outlast.case import Case
from outlast.case.schema import Facility
from outlast.engines.exposure.block import Block
from outlast.engines.exposure.control import rows_of
from outlast.engines.exposure.largest_plants import MOST, homes, largest_plants
from outlast.engines.exposure.mirror import mirror_gaps


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
