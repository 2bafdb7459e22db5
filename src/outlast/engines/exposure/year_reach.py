"""What exposure tells of a year's origins: who reaches and who can stop them, which straits."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from outlast.case import Case
from outlast.case.schema import LAYERS, Layer
from outlast.engines.exposure.block import Block
from outlast.engines.exposure.control import Parts, parts
from outlast.engines.exposure.most_stopped import most_stopped
from outlast.engines.exposure.reach import Reach, reach, stopping_parts
from outlast.engines.exposure.stopping_coalitions import minimal_stopping_coalitions
from outlast.engines.exposure.tracing import Origins
from outlast.engines.exposure.transit import transit
from outlast.readers.sea_routes import shipped

MOST_TOGETHER = 4
"""Sizes of coalitions of which the strongest is told."""
VISIBLE = 0.01
"""A part of supply smaller than this is not worth a warning."""


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


def add_reach(
    block: Block,
    case: Case,
    importer: str,
    year: int,
    traced: Origins,
    layers: Sequence[Layer],
) -> None:
    """Add origins, straits, every power's reach by layer and rung, and who can stop together."""
    _add_origins(block, case, traced)
    _add_transit(block, case, importer, traced)
    if not case.control or traced.shares is None:
        block.values["control"] = block.values["stopping"] = None
        reason = traced.reason or "the case has no control.csv: who controls what is not told"
        block.miss("control", reason)
        block.miss("stopping", reason)
        return
    importers = case.countries.members(importer, year)
    held = parts(case, importers, year, tuple(traced.shares))
    reaches = [found for found in reach(case, held, traced.shares)
               if found.power not in importers | {importer}]  # fmt: skip
    block.figures.update(figure for found in reaches for figure in found.figures)
    block.values["control"] = [_reach_row(case, found) for found in reaches]
    for found in reaches:
        _miss_control(block, found)
    _add_stopping(block, held, traced.shares, importers | {importer}, layers)


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


def _add_stopping(
    block: Block,
    held: Parts,
    shares: Mapping[str, float],
    without: AbstractSet[str],
    layers: Sequence[Layer],
) -> None:
    """Add coalitions of powers that can stop the cut through layers, and the most that few can."""
    cut = block.values["cut"]
    powers, kappa = stopping_parts(held, layers, without)
    parts_of = [shares[origin] for origin in held.origins]
    if cut is None or not powers:
        block.values["stopping"] = None
        return
    found = minimal_stopping_coalitions(parts_of, kappa, powers, cut)
    most = most_stopped(parts_of, kappa, powers, min(MOST_TOGETHER, len(powers)))
    block.values["stopping"] = {
        "layers": list(layers),
        "coalitions": [c._asdict() | {"members": list(c.members)} for c in found.coalitions],
        "complete": found.complete,
        "complete_below": found.complete_below,
        "most": [
            {"size": best.size, "members": list(best.coalition.members),
             "at_least": best.coalition.at_least, "at_most": best.coalition.at_most,
             "proven": best.proven}
            for best in most.best
        ],
    }  # fmt: skip
    if not found.complete:
        block.warnings.append(
            "not every minimal coalition through layers is listed: all with fewer than "
            f"{found.complete_below} members are"
        )


def _add_transit(block: Block, case: Case, importer: str, traced: Origins) -> None:
    """Add the part of supply that passes each strait, and what its closing does."""
    if traced.shares is None or case.countries.bloc(importer):
        block.values["transit"] = None
        block.miss("transit", traced.reason or "ports of a bloc are those of its members: ask "
                   "for one of them")  # fmt: skip
        return
    told = transit(shipped(), importer, traced.shares, ports=case.header.ports)
    block.values["transit"] = [
        {"passage": closure.name, "passes": closure.passes._asdict(),
         "cut_off": closure.cut_off._asdict(), "rerouted": closure.rerouted._asdict(),
         "added_km": closure.added_km}
        for closure in told.closures
        if closure.passes.high
    ]  # fmt: skip
    block.values["transit_unknown_share"] = told.unknown_share
    block.warnings += [f"straits: of {share:.2%} of supply {reason}"
                       for reason, share in told.unknown if share >= VISIBLE]  # fmt: skip
