"""Recompute supplier shares from the trade file alone, without a line of outlast."""

import csv
from collections import defaultdict

NOT_HELIUM = {"KOR", "JPN", "TWN", "UKR", "HKG"}


def shares(path, importer, year, basis):
    """Share by exporter; empty if nothing is known."""
    amounts = defaultdict(float)
    with open(path, newline="") as file:  # noqa: PTH123
        rows = [r for r in csv.DictReader(file) if (r["year"], r["importer"]) == (year, importer)]
    for row in rows:
        value, tonnes, origin = float(row["value_usd"]), row["quantity_t"], row["exporter"]
        if basis != "heading" and tonnes:
            if not float(tonnes) or not 40_000 <= value / float(tonnes) <= 250_000:
                continue
        elif basis != "heading" and (
            origin in NOT_HELIUM or (origin, importer, year) == ("RUS", "CHN", "2022")
        ):
            continue
        amounts[origin] += (float(tonnes) if tonnes else 0.0) if basis == "mass" else value
    total = sum(amounts.values())
    return {origin: amount / total for origin, amount in amounts.items()} if total else {}
