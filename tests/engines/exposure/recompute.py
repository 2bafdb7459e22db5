"""Recompute supplier shares from the trade file alone, without a line of outlast."""

import csv
from collections import defaultdict

NOT_HELIUM = {"KOR", "JPN", "TWN", "UKR", "HKG"}


def shares(path, importer, year, basis):
    amounts = defaultdict(float)
    with open(path, newline="") as file:  # noqa: PTH123
        rows = [r for r in csv.DictReader(file) if (r["year"], r["importer"]) == (year, importer)]
    for row in rows:
        value, origin, tonnes = float(row["value_usd"]), row["exporter"], row["quantity_t"]
        mass = float(tonnes or 0)
        kept = origin not in NOT_HELIUM and (origin, importer, year) != ("RUS", "CHN", "2022")
        if tonnes:
            kept = mass > 0 and 40_000 <= value / mass <= 250_000
        if kept or basis == "heading":
            amounts[origin] += mass if basis == "mass" else value
    total = sum(amounts.values())
    return {origin: amount / total for origin, amount in amounts.items()} if total else {}
