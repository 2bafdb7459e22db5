"""Tables of the helium case beside its figures: trade, plants, uses, events, balances, stocks."""

import re
from pathlib import Path
from typing import Any

import duckdb
from helium_figures import Book, Draft, Row, clean, country, number, read, slug

from outlast.countries import WORLD

EARLY = range(2002, 2019)  # years of the case before China's output was first printed
HS17 = 2018  # first year of the newer edition in the extract
WEEKS = 365.25 / 7
PUBLIC_DOMAIN = "public domain"
FACTS = "single facts quoted"


def trade(folder: Path) -> list[Draft]:
    """Every flow under the heading; empty weights are unknown, 0 is below half a tonne."""
    query = """
        select cast(year as integer), exporter, importer, value_usd, quantity_t
        from read_parquet(?) where material = 'helium'
    """
    found = duckdb.execute(query, [str(folder / "baci_critical" / "flows.parquet")]).fetchall()
    rows = [
        {
            "year": year,
            "product": "280429",
            "edition": "HS17" if year >= HS17 else "HS02",
            "exporter": WORLD.find(exporter),
            "importer": WORLD.find(importer),
            "value_usd": value,
            "quantity_t": None if weight is None else int(weight),
        }
        for year, exporter, importer, value, weight in found
    ]
    return sorted(rows, key=lambda row: (row["year"], row["importer"], row["exporter"]))


def facilities(book: Book, folder: Path) -> list[Draft]:
    """Plants by name; a converted capacity is derived."""
    table, rows = "plants.csv", []
    for row in read(folder / "helium" / table):
        if row["plant"].startswith("China total"):
            book.skip(table, "a country's total: a capacity figure from production.csv")
            continue
        capacity = row["capacity_Mm3_per_y_15C"]
        printed = not capacity or row["capacity_unit"].startswith("Mm3/y")
        plant = {
            "name": row["plant"],
            "country": country(row["country"]),
            "operator": row["operator"],
            "capacity": capacity,
            "unit": "Mm3_15C/year",
            "feed_grade": _percent(row["feed_helium_pct"]),
            "owner": clean(row["owners"]),
            "owner_countries": _homes(row["owner_nationality"]),
            "licensor": ""
            if row["licensor_or_liquefier"].startswith("not ")
            else clean(row["licensor_or_liquefier"]),
            "licensor_countries": _homes(row["licensor_nationality"]),
            "status": "sourced" if printed else "derived",
            "grade": row["quality"],
            "source": row["source_id"],
            "note": clean(row["note"]),
        }
        plant |= book.readings["facilities"][row["plant"]]
        if not capacity and "capacity" not in plant["note"]:
            plant["note"] += "; capacity not found"
        rows.append(plant)
    return rows


def _homes(printed: str) -> str:
    """Read two-letter codes such as ``QA/US``; what stands in brackets is past."""
    codes = re.findall(r"\b[A-Z]{2}\b", printed.split("(", maxsplit=1)[0])
    return " ".join(country(code) for code in codes)


def companies(folder: Path) -> list[Draft]:
    """Firms of the world market; ``~0.21`` is a quarter of what four hold together."""
    rows = []
    for row in read(folder / "control" / "world_helium_companies.csv"):
        if row["company"] == "READING":
            continue
        share = row["share"].lstrip("~")
        rounded = row["share"].startswith("~")
        now = row["nationality"].split("from", maxsplit=1)[0]
        rows.append(
            {
                "id": re.sub(r"[^a-z0-9]+", "-", f"{row['company']} {row['year']}".lower()),
                "name": row["company"],
                "countries": " ".join(re.findall(r"\b[A-Z]{3}\b", now)),
                "role": row["role"],
                "year": row["year"],
                "share": share,
                "low": number(round(float(share) * 0.75, 4)) if rounded else "",
                "high": number(round(float(share) * 1.25, 4)) if rounded else "",
                "status": row["status"],
                "grade": row["quality"],
                "source": row["source_id"].split("+")[0],
                "note": clean(row["note"]),
            }
        )
    return rows


def _percent(printed: str) -> str:
    """Helium content of the feed as printed, with its unit where it is a number."""
    first = printed.split(" ", maxsplit=1)[0]
    return printed.replace(first, f"{first} %", 1) if first[:1].isdigit() else printed


def uses(book: Book, folder: Path) -> list[Draft]:
    """Sectors' shares of consumption."""
    table, rows = "uses.csv", []
    for row in read(folder / "helium" / table):
        reading = book.reading(table, row)
        if "leave_out" in reading:
            book.skip(table, reading["leave_out"])
            continue
        place = country(row["scope"])
        use = {
            "id": slug(place, row["year"], row["sector"].split(" (")[0], row["source_id"]),
            "country": place,
            "year": row["year"],
            "sector": row["sector"],
            "share": row["value"],
            "critical": row["sector"] in book.readings["critical_sectors"],
            "status": "sourced",
            "grade": row["quality"],
            "source": row["source_id"],
            "note": clean(row["note"]),
        } | reading
        for name in {"share", "low", "high"} & use.keys():
            use[name] = number(float(use[name]) / 100)
        rows.append(use)
    return rows


def events(book: Book, folder: Path) -> list[Draft]:
    """Dated events; the share is the part of world supply concerned."""
    rows = []
    for row in read(folder / "helium" / "events.csv"):
        share, lasts = (
            _labelled("share", row["supply_share"]),
            _labelled("lasts", row["duration"]),
        )
        event = {
            "start": row["start"],
            "end": row["end"],
            "title": row["event"],
            "effect": clean(_join(row["price_effect"], row["supply_effect"])),
            "status": "sourced",
            "grade": row["quality"],
            "source": row["source_id"],
            "note": clean(_join(share, lasts, row["note"])),
        } | book.readings["events"][row["start"]]
        rows.append(event)
    return rows


def _join(*texts: str) -> str:
    return "; ".join(text for text in texts if text)


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}" if text else ""


def balances(book: Book, folder: Path, ids: dict[str, Any]) -> list[Draft]:
    """Balances of China by candidate of its output, then of the United States."""
    chinese = read(folder / "helium" / "reconcile.csv")
    rows = [_chinese(row, ids) for row in chinese if _known(book, row, ids)]
    for row in read(folder / "helium" / "us_balance.csv"):
        if row["year"] < "2009":
            book.skip("us_balance.csv", "imports not printed")
            continue
        gap = float(row["residual_Mm3"])
        verdict = "closes" if gap == 0 else f"does not close: {number(gap)} million m3"
        note = f"Production is Grade-A sales; {verdict}."
        rows.append(_american(row["year"], row["source_id"], note))
    note = "Production is helium sold or used; a gap of 1 or 2 million m3 is rounding."
    rows += [_american(str(year), "mcs2026", note) for year in range(2021, 2025)]
    missing = {row[side] for row in rows for side in ("imports", "production", "consumption")}
    if missing - book.figures.keys():
        raise SystemExit(f"balances name unknown figures: {missing - book.figures.keys()}")
    return rows


def _known(book: Book, row: Row, ids: dict[str, Any]) -> bool:
    if row["production_candidate_MNm3"] in ids["production"]:
        return True
    reason = f"{row['year']}: no independent production ({row['production_candidate_MNm3']})"
    book.skip("reconcile.csv", reason)
    return False


def _chinese(row: Row, ids: dict[str, Any]) -> Draft:
    year = row["year"]
    production = ids["production"][row["production_candidate_MNm3"]]
    gap = f"{row['residual']} million Nm3, {row['residual_pct']} %"
    return {
        "id": production.removeprefix("production-"),
        "country": "CHN",
        "year": year,
        "imports": ids["imports"][year],
        "production": production,
        "consumption": ids["consumption"][year],
        "note": f"Supply less consumption is {gap}. {ids['note']}",
    }


def _american(year: str, source: str, note: str) -> Draft:
    rest = f"usa-{year}-{source}"
    figures = {side: f"{side}-{rest}" for side in ("imports", "consumption", "exports")}
    figures["production"] = f"sales-{rest}"
    return {"id": rest, "country": "USA", "year": year, **figures, "note": note}


def early_output(output: Draft) -> list[Draft]:
    """China's output in the years in which nobody printed it."""
    return [
        {"id": f"production-chn-{year}-assumption", "period": str(year), **output}
        for year in EARLY
    ]


def stocks(rows: list[Draft]) -> list[Draft]:
    """Stocks; one given in weeks of use becomes tonnes."""
    for row in rows:
        if "weeks" in row:
            use = float(row.pop("use")) / WEEKS
            amounts = [str(round(use * float(week))) for week in row.pop("weeks")]
            row |= dict(zip(("low", "opening", "high"), amounts, strict=True))
    return rows


def sources(folder: Path, used: set[str], header: dict[str, Any]) -> list[Draft]:
    """Describe the sources that some row uses, by id."""
    printed = {row["source_id"]: row for row in read(folder / "control" / "sources_control.csv")}
    printed |= {row["source_id"]: row for row in read(folder / "helium" / "sources.csv")}
    rows = []
    for name in sorted(used):
        if name in header["sources"]:
            rows.append({"id": name, **header["sources"][name]})
            continue
        row = printed[name]
        rows.append({
            "id": name,
            "title": row["title"],
            "publisher": row["publisher"],
            "published": row["pub_date"],
            "url": row["url"],
            "grade": row.get("quality") or row["quality_A_to_D"],
            "licence": PUBLIC_DOMAIN if name in header["public_domain"] else FACTS,
            "note": header["source_notes"].get(name, row["note"]),
        })  # fmt: skip
    return rows
