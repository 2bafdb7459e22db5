"""The published indices of one year, from the trade and production of a case."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from outlast.case import Case
from outlast.case.schema import Flow
from outlast.engines.exposure.bases import Basis, split_material, supply
from outlast.engines.exposure.block import Block
from outlast.engines.exposure.indices import political_risk, score_supply
from outlast.engines.exposure.producers import producers
from outlast.readers.stability import political_stability

_MEASURES: tuple[tuple[Basis, Literal["USD", "t"]], ...] = (("material", "USD"), ("mass", "t"))
"""An index by value goes before the same by weight."""
MOST_UNWEIGHED = 0.5
"""Above this part by value without weights, what the rest weighs tells nothing."""


def add_indices(block: Block, case: Case, importer: str, year: int) -> None:
    """Add every published index that the figures allow; of the others why not."""
    world = producers(case, year)
    made = {p.country: p.tonnes for p in world.producers} or None
    elsewhere = None
    if world.tonnes is not None and made and None not in made.values():
        elsewhere = max(world.tonnes - sum(size or 0.0 for size in made.values()), 0.0)
    members = case.countries.members(importer, year)
    inside = members if case.countries.bloc(importer) else frozenset[str]()
    flows = split_material(case, case.flows_of(year))[0]
    rows: dict[str, dict[str, Any]] = {}
    shared = "its trade is of a heading shared with others" if case.header.trade.mixed else ""
    for basis, unit in _MEASURES:
        amounts, left_out = _bought(case, importer, year, basis)
        within = [f for f in flows if f.exporter in inside and f.importer in inside]
        found = score_supply(
            importer, amounts=amounts, unit=unit, production=made,
            production_elsewhere=elsewhere, risk=_risks().get(year, {}), members=inside,
            within=float(sum(_sizes(within, unit))) if inside else None,
            exports=float(sum(_sizes([f for f in flows if f.exporter in members], unit)))
            if unit == "USD" else None,
        )  # fmt: skip
        for index in found:
            held = rows.get(index["name"])
            if held is None or (held["value"] is None and not index["name"].startswith("CDI")):
                weighed = left_out if index["name"].startswith("GeoPolRisk") else ""
                told = shared if index["value"] is not None else ""
                reasons = [*index["reason"].split("; "), weighed, told]
                reason = "; ".join(dict.fromkeys(filter(None, reasons)))
                rows[index["name"]] = {**index, "unit": unit, "reason": reason}
    block.values["indices"] = list(rows.values())
    for name, row in rows.items():
        if row["value"] is None:
            block.miss(f"indices.{name}", row["reason"])


@cache
def _risks() -> Mapping[int, Mapping[str, float]]:
    """Risk by year and country; of the two rows a year that the source has of Guyana the first."""
    risks: dict[int, dict[str, float]] = {}
    for row in political_stability():
        if row.estimate is not None:
            risks.setdefault(row.year, {}).setdefault(row.country, political_risk(row.estimate))
    return risks


def _sizes(flows: Sequence[Flow], unit: str) -> list[Fraction]:
    """Sizes of the flows that have one."""
    sizes = [flow.value_usd if unit == "USD" else flow.quantity_t for flow in flows]
    return [Fraction(size) for size in sizes if size is not None]


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
