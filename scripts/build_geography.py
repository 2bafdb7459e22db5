"""Build ``src/outlast/geography`` from two maps of Natural Earth.

Usage: ``python scripts/build_geography.py SOURCES``, where SOURCES holds
``country_meta/countries-110m.json`` and ``countries-50m.json`` of the npm package world-atlas.
The coarse one is shipped unchanged; of the fine one, the middle of each country's largest piece.
"""

import csv
import json
import math
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1] / "src" / "outlast"
Ring = list[tuple[float, float]]


def rings(topology: dict[str, Any], geometry: dict[str, Any]) -> Iterator[Ring]:
    """Outer rings of a geometry, in degrees of longitude and latitude."""
    arcs = geometry.get("arcs", [])
    for polygon in arcs if geometry["type"] == "MultiPolygon" else [arcs]:
        if polygon:
            yield [point for arc in polygon[0] for point in decoded(topology, arc)]


def decoded(topology: dict[str, Any], arc: int) -> Ring:
    """One arc of a quantised topology; a negative number is one read backwards."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][arc if arc >= 0 else ~arc]:
        x, y = x + dx, y + dy
        points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
    return points if arc >= 0 else points[::-1]


def middle(ring: Ring) -> tuple[float, float, float]:
    """Area and centroid of a ring on a map of equal areas (Lambert's cylindrical one).

    A ring may cross the date line: each point is taken on the near side of the first.
    """
    lon0, lat0 = ring[0]
    height0 = math.sin(math.radians(lat0))
    flat = [((lon - lon0 + 180) % 360 - 180, math.sin(math.radians(lat)) - height0)
            for lon, lat in ring]  # fmt: skip
    area = lon = height = 0.0
    for (x1, y1), (x2, y2) in zip(flat, [*flat[1:], flat[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross / 2
        lon += (x1 + x2) * cross / 6
        height += (y1 + y2) * cross / 6
    if not area:
        return 0.0, lon0, lat0
    sine = height / area + height0
    return abs(area), (lon0 + lon / area + 180) % 360 - 180, math.degrees(math.asin(sine))


def centres(topology: dict[str, Any]) -> list[dict[str, str]]:
    """Middle of the largest piece of every country with an ISO code."""
    with (PACKAGE / "countries.csv").open(encoding="utf-8") as file:
        codes = {row["numeric"]: row["alpha3"] for row in csv.DictReader(file) if row["numeric"]}
    found: dict[str, tuple[float, float, float]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        numeric = geometry.get("id", "")
        if numeric in codes:
            for ring in rings(topology, geometry):
                found[numeric] = max(found.get(numeric, (-1.0, 0.0, 0.0)), middle(ring))
    rows = [{"country": codes[numeric], "numeric": numeric, "longitude": f"{lon:.2f}",
             "latitude": f"{lat:.2f}"} for numeric, (_, lon, lat) in found.items()]  # fmt: skip
    return sorted(rows, key=lambda row: row["country"])


def main() -> None:
    """Write both files beside each other."""
    source, target = Path(sys.argv[1]) / "country_meta", PACKAGE / "geography"
    shutil.copyfile(source / "countries-110m.json", target / "countries-110m.json")
    rows = centres(json.loads((source / "countries-50m.json").read_text("utf-8")))
    with (target / "centres.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} countries")


if __name__ == "__main__":
    main()
