"""Tables of the helium case that the market model draws on, and its measures and episodes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from helium_figures import Draft, Row, clean, number, read

from outlast.case.measures import Episode, Scenario, Truce

Hand = dict[str, Any]
THIRD = 1 / 3


def priors(hand: Hand) -> list[Draft]:
    """List every prior; its id is its name with the form or year it is for."""
    rows = []
    for prior in hand["priors"]:
        words = ("prior", prior["name"], prior.get("form"), prior.get("year"))
        rows.append({"id": "-".join(filter(None, words))} | hand["defaults"] | prior)
    return rows


def sectors(hand: Hand) -> list[Draft]:
    """List every sector; its own note stands before the common one."""
    common = hand["sector_defaults"]
    return [
        common | sector | {"note": f"{sector['note']}; {common['note']}"}
        for sector in hand["sectors"]
    ]


def sector_shares(hand: Hand) -> list[Draft]:
    """List the sectors' shares by country, give or take a third."""
    known = {sector["id"] for sector in hand["sectors"]}
    rows = []
    for country, shares in hand["sector_shares"].items():
        total = round(sum(float(row["share"]) for row in shares.values()), 9)
        if total != 1 or shares.keys() != known:
            raise SystemExit(f"sector shares of {country} add up to {total}: {sorted(shares)}")
        for sector, row in shares.items():
            share = float(row["share"])
            bounds = {"low": share * (1 - THIRD), "high": share * (1 + THIRD)}
            names = {"id": f"{country.lower()}-{sector}", "country": country, "sector": sector}
            rows.append(names | row | {key: number(round(x, 4)) for key, x in bounds.items()})
    return rows


def control(folder: Path, hand: Hand) -> list[Draft]:
    """Read who can reach which supply; a row with two powers in turn becomes two."""
    rules = hand["control"]
    printed = {row["source_id"]: row for row in _sources(folder)}
    rows = []
    for row in read(folder / "control" / "control.csv"):
        drafts = rules["split"].get(row["id"], [{}])
        rows += [_control(row, rules, printed) | draft for draft in drafts]
    return rows


def _control(row: Row, rules: Hand, printed: dict[str, Row]) -> Draft:
    layer = rules["layers"].get(row["layer"], row["layer"])
    first, *others = row["source_id"].split("+")
    reason = rules["notes"].get(row["id"]) or row["reasoning"]
    meaning = rules["meaning"].get(row["facility"], "")
    where = "scope" if row["facility"] in rules["scopes"] else "facility"
    also = "; ".join(_also(name, printed[name]) for name in others)
    kept = ("id", "share", "low", "high", "year_from", "year_to", "status")
    return {name: row[name] for name in kept} | {
        "origin": "WLD" if row["origin"] == "*" else row["origin"],
        "importer": rules["importers"].get(row["facility"], ""),
        where: rules["plants"].get(row["facility"], row["facility"]),
        "layer": layer,
        "power": rules["powers"].get(row["power"], row["power"]),
        "rung": rules["rungs"].get(row["scope"], ""),
        "effect": "block" if layer in rules["blocking"] else "stop",
        "grade": row["quality"],
        "source": rules["sources"].get(first, first),
        "note": clean("; ".join(filter(None, (meaning, reason, also)))),
    }


def _also(name: str, row: Row) -> str:
    return f"also {name} ({row['publisher']}, {row['pub_date']}, {row['url']})"


def _sources(folder: Path) -> Iterator[Row]:
    yield from read(folder / "control" / "sources_control.csv")
    yield from read(folder / "helium" / "sources.csv")


def blocs(hand: Hand, target: Path) -> None:
    """Write ``blocs.yaml``."""
    text = yaml.safe_dump(hand["blocs"], sort_keys=False, width=99, default_flow_style=None)
    head = "# Powers that the control table names together.\n"
    (target / "blocs.yaml").write_text(head + text, encoding="utf-8")


def cited(target: Path) -> set[str]:
    """Check the measures and episodes, written by hand in the case, and list their sources."""
    files = {Scenario: "measures", Episode: "episodes"}
    found: set[str | None] = set()
    for model, name in files.items():
        for path in sorted((target / name).glob("*.yaml")):
            entry = model.model_validate(yaml.safe_load(path.read_text("utf-8")))
            found |= {row.source for row in entry.measures if not isinstance(row, Truce)}
            found |= {row.source for row in getattr(entry, "observed", ())}
    return {source for source in found if source}
