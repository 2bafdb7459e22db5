"""A power's rungs worked out from the case's files alone, another way than the engine's.

Plain dictionaries and sums: hubs are resolved by passing their purchases on again and again.
"""

import csv

LAYERS = ("direct", "ownership", "technology", "logistics", "offtake", "transit")
LADDER = ("territory", "distributors", "minority", "containers")


def table(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def traced(flows, importer, made, rounds=400):
    """Shares by origin; `flows` is {(exporter, importer): size}."""
    bought = {}
    for (exporter, buyer), size in flows.items():
        bought.setdefault(buyer, {})[exporter] = size
    mix = {buyer: {e: s / sum(row.values()) for e, s in row.items()}
           for buyer, row in bought.items() if sum(row.values())}  # fmt: skip
    share = dict(mix[importer])
    for _ in range(rounds):
        after = {}
        for country, part in share.items():
            if country in made or country not in mix:
                after[country] = after.get(country, 0.0) + part
                continue
            for exporter, p in mix[country].items():
                after[exporter] = after.get(exporter, 0.0) + part * p
        share = after
    return share


def running(plants, country, year):
    """Capacity of a country's plants by name, all in one unit."""
    size = {}
    for row in plants:
        start = int(row["start"][:4]) if row["start"] else 0
        end = int(row["end"][:4]) if row["end"] else 9999
        known = row["country"] == country and row["stage"] != "storage" and row["capacity"]
        if known and ".." not in row["start"] and start <= year <= end:
            size[row["name"]] = float(row["capacity"])
    return size


def weight(row, plants, year):
    if not row["facility"]:
        return 1.0
    size = running(plants, row["origin"], year)
    names = []
    for part in row["facility"].split(","):
        stem, _, numbers = part.strip().rpartition(" ")
        names += [f"{stem} {n}" for n in numbers.split("+")] if "+" in numbers else [part.strip()]
    mine = sum(
        s
        for name, s in size.items()
        if any(name.casefold().startswith(n.casefold()) for n in names)
    )
    return mine / sum(size.values()) if size else 0.0


def kappa(control, plants, origin, power, importer, year, rungs, column):
    """Part of an origin that a power holds, by layer."""
    found = {}
    for layer in LAYERS:
        rows = [r for r in control
                if r["layer"] == layer and r["power"] == power
                and r["origin"] in (origin, "WLD") and r["importer"] in ("", importer)
                and int(r["year_from"]) <= year <= int(r["year_to"])]  # fmt: skip
        rows = [r for r in rows if r["origin"] == origin] or rows
        found[layer] = min(1.0, sum(float(r[column]) * weight(r, plants, year)
                                    for r in rows if r["rung"] in rungs))  # fmt: skip
    return found


def rung(shares, control, plants, power, importer, year, name):
    """Low, point, high and the outer bounds of one rung."""
    counted = LADDER[: LADDER.index(name) + 1]
    low = point = high = outer_low = outer_high = 0.0
    for origin, share in shares.items():
        k = kappa(control, plants, origin, power, importer, year, counted, "share").values()
        free = 1.0
        for part in k:
            free *= 1 - part
        low, point, high = low + share * max(k), point + share * (1 - free), high + share * min(
            1.0, sum(k))  # fmt: skip
        lows = kappa(control, plants, origin, power, importer, year, counted, "low").values()
        highs = kappa(control, plants, origin, power, importer, year, counted, "high").values()
        outer_low += share * max(lows)
        outer_high += share * min(1.0, sum(highs))
    return {"low": low, "point": point, "high": high, "outer_low": outer_low,
            "outer_high": outer_high}  # fmt: skip
