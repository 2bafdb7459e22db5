"""``outlast cases``: what comes with outlast."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from outlast.cli.options import AsJson, console

if TYPE_CHECKING:
    from rich.console import Console


def cases(*, as_json: AsJson = False) -> None:
    """List the shipped cases, and the materials of the shipped tables."""
    from outlast.case import load, shipped_cases  # noqa: PLC0415 - start-up time

    rows = [
        {
            "case": case.name,
            "title": case.header.title,
            "product": case.header.product,
            "importer": case.header.importer,
            "years": list(case.header.years),
            "flows": len(case.flows),
            "figures": len(case.figures),
        }
        for case in map(load, shipped_cases())
    ]
    materials = _materials()
    if as_json:
        found = {"cases": rows, "materials": materials}
        envelope = {"schema": "outlast.cases/1", "result": found}
        print(json.dumps(envelope, ensure_ascii=False, indent=1))  # noqa: T201
        return
    _show_cases(console(), rows)
    _show_materials(console(), materials)


def _materials() -> list[dict[str, Any]]:
    """List materials with the headings read for them, and what else is on file."""
    from outlast.readers.materials import materials  # noqa: PLC0415 - start-up time

    return [
        {
            "material": material.name,
            "title": material.title,
            "also": list(material.also),
            "headings": [
                {
                    "hs6": heading.hs6,
                    "edition": heading.edition,
                    "stage": heading.stage,
                    "what": heading.what,
                    "years": [heading.first, heading.last],
                    "chosen": heading.chosen,
                    "shared_with": heading.shared or None,
                }
                for heading in material.headings
            ],
            "usgs_chapters": [[chapter.edition, chapter.chapter] for chapter in material.chapters],
        }
        for material in materials().values()
    ]


def _show_cases(screen: "Console", rows: Sequence[Mapping[str, Any]]) -> None:
    from rich.table import Table  # noqa: PLC0415

    table = Table()
    for heading in ("Case", "Material", "HS", "Importer", "Years", "Flows", "Figures"):
        table.add_column(heading)
    for row in rows:
        first, last = row["years"]
        table.add_row(row["case"], row["title"], row["product"], row["importer"],
                      f"{first}-{last}", f"{row['flows']:,}", f"{row['figures']:,}")  # fmt: skip
    screen.print(table)


def _show_materials(screen: "Console", rows: Sequence[Mapping[str, Any]]) -> None:
    from rich.table import Table  # noqa: PLC0415

    groups: dict[str, list[str]] = {
        "own headings": [],
        "a heading shared with others": [],
        "unknown": [],
    }
    for row in rows:
        chosen = [heading for heading in row["headings"] if heading["chosen"]]
        shared = any(heading["shared_with"] for heading in chosen)
        own = "own headings" if not shared else "a heading shared with others"
        groups[own if chosen else "unknown"].append(row["material"])
    table = Table(show_lines=True)
    table.add_column("Trade")
    table.add_column("Materials of the shipped tables, for `exposure MATERIAL`")
    for trade, names in groups.items():
        table.add_row(trade, ", ".join(names))
    screen.print(table)
