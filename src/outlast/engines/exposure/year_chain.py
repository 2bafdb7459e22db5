"""What exposure tells of the stages upstream of what an importer bought."""

from outlast.case import Case
from outlast.engines.exposure.block import Block
from outlast.engines.exposure.chain import SMALL, links, stands, touched
from outlast.engines.exposure.tracing import Origins


def add_chain(block: Block, case: Case, year: int, bought: Origins) -> None:
    """Who stands at each stage, and which powers stand anywhere; only for a case with stages."""
    if not case.stages:
        return
    if bought.shares is None:
        block.values["chain"] = None
        block.miss("chain", bought.reason)
        return
    chain = links(case, year)
    by_stage = {"": bought.shares, **stands(bought.shares, chain)}
    block.values["chain"] = {
        "stages": [
            {
                "stage": path,
                "title": case.chain[path].header.title if path else case.header.title,
                "powers": _ranked(case, parts),
                "unknown_share": max(1 - sum(parts.values()), 0.0),
            }
            for path, parts in by_stage.items()
        ],
        "anywhere": _ranked(case, {
            power: touched(bought.shares, chain, power)
            for power in {code for parts in by_stage.values() for code in parts}
        }),
    }  # fmt: skip
    for path, stage in case.chain.items():
        missing = 1 - sum(by_stage[path].values())
        block.figures.update(f"{path}:{flow.id}" for flow in stage.flows_of(year))
        if missing > SMALL:
            block.miss(f"chain.{path}", f"who makes {missing:.0%} of it is not on file: what a "
                       "power holds there is at least what is listed")  # fmt: skip


def _ranked(case: Case, parts: dict[str, float]) -> list[dict[str, object]]:
    """Countries with a visible part, the largest first."""
    ranked = sorted(parts, key=lambda code: (-parts[code], code))
    return [{"country": code, "name": _name(case, code), "share": parts[code]}
            for code in ranked if parts[code] >= SMALL]  # fmt: skip


def _name(case: Case, code: str) -> str:
    """Name a country as the product's case does, or the stage's that knows it."""
    for one in (case, *case.chain.values()):
        if one.countries.is_country(code):
            return one.countries.name(code)
    return code
