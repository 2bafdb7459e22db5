"""Write the tables of materials and of their headings from ``minerals.yaml``."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
MATERIALS = ("material", "title", "also", "chapter", "commodity", "form", "chapter_2025",
             "form_2025", "unit_2025", "m3_per_tonne", "recycling", "recycling_reference",
             "note")  # fmt: skip
HEADINGS = ("material", "hs6", "table", "stage", "what", "first", "last", "chosen", "shared",
            "note")  # fmt: skip
SPAN = {"baci_hs92": (1995, 2024), "baci_critical": (2002, 2024)}


def write_hand_tables(target: Path) -> dict[str, int]:
    """Write ``materials.csv`` and ``headings.csv``; return how many rows each has."""
    with (HERE / "minerals.yaml").open(encoding="utf-8") as file:
        entries: dict[str, dict[str, Any]] = yaml.safe_load(file)
    materials, headings = [], []
    for name, entry in sorted(entries.items()):
        materials.append(entry | {"material": name, "also": " ".join(entry.get("also", ()))})
        headings += [_heading(name, heading) for heading in entry.get("headings", ())]
    counts = {"materials": len(materials), "headings": len(headings)}
    _write(target / "materials.csv", MATERIALS, materials)
    _write(target / "headings.csv", HEADINGS, headings)
    return counts


def _heading(material: str, heading: dict[str, Any]) -> dict[str, Any]:
    first, last = SPAN[heading["table"]]
    chosen = "true" if heading.get("chosen", True) else "false"
    whole = {"material": material, "first": first, "last": last}
    return whole | heading | {"chosen": chosen}


def _write(path: Path, columns: Iterable[str], rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, list(columns), restval="", extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)
