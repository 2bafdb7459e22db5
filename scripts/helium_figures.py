"""Figures of the helium case, read from the tables of the sources."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outlast.countries import WORLD

Row = dict[str, str]
Draft = dict[str, Any]

TO_15C = 5907 / 6010  # cubic metres of a tonne at 15 °C over those at 20 °C
UNSTATED = 0.055  # by how much a cubic metre at 0 °C differs from one at 15 °C
DIGITS = 4  # kept of what is converted


def read(path: Path, encoding: str = "utf-8-sig") -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def number(value: float) -> str:
    """Print a number without needless digits."""
    return f"{value:.10g}"


def clean(note: str) -> str:
    """Drop what the source's own row says, and any sign that a spreadsheet would run."""
    kept = re.sub(r"(^|;\s*)src: .*$", "", note).replace("NOTE ", "").strip("; ")
    if kept.startswith("="):
        return "equals " + kept.lstrip("= ")
    return f"change {kept}" if kept[:1] in {"+", "-"} else kept


def slug(*parts: str) -> str:
    """Join words to an id."""
    text = "-".join(part.replace("..", "-to-") for part in parts if part)
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-")


def country(name: str) -> str:
    """Alpha-3 code of a country or bloc, or of the world."""
    if name == "WLD" or name.startswith("World"):
        return "WLD"
    return WORLD.find(name.strip())


class Book:
    """Figures so far, and a count of the rows left out."""

    def __init__(self, readings: dict[str, Any]) -> None:
        self.readings = readings
        self.figures: dict[str, Draft] = {}
        self.left_out: Counter[tuple[str, str]] = Counter()
        self._seen: set[tuple[str, ...]] = set()
        self._used: set[int] = set()

    def reading(self, table: str, row: Row) -> Draft:
        """Find the first reading that fits the row."""
        for reading in self.readings[table]:
            if all(row[column] == text for column, text in reading["row"].items()):
                self._used.add(id(reading))
                return {name: text for name, text in reading.items() if name != "row"}
        return {}

    def idle(self) -> list[str]:
        """List the readings that no row ever fitted."""
        return [
            f"{table}: {reading['row']}"
            for table, readings in self.readings.items()
            if table.endswith(".csv")
            for reading in readings
            if id(reading) not in self._used
        ]

    def skip(self, table: str, reason: str) -> None:
        """Count a row that is left out."""
        self.left_out[table, reason] += 1

    def take(self, table: str, row: Row, draft: Draft) -> None:
        """Add the figure of a row, or count the row as left out."""
        draft["note"] = clean(draft["note"])
        draft |= self.reading(table, row)
        if "leave_out" in draft:
            self.skip(table, draft["leave_out"])
            return
        if not draft["quantity"]:
            raise SystemExit(f"{table}: no reading for {row}")
        draft["subject"] = country(draft["subject"])
        draft["partner"] = country(draft["partner"]) if draft.get("partner") else ""
        draft["unit"] = self.readings["units"].get(draft["unit"], draft["unit"])
        self.add(table, draft)

    def add(self, table: str, draft: Draft) -> None:
        """Add a figure unless the same source already gave it."""
        market = draft.pop("market", "")
        names = ("quantity", "subject", "partner", "period", "source")
        words = [draft.get(name, "") for name in names]
        key = (*words, market, _comparable(draft))
        if key in self._seen:
            self.skip(table, "the same figure of the same source is in another table")
            return
        self._seen.add(key)
        _at_15c(draft)
        if draft["quantity"] == "capacity":
            draft["unit"] += "/year"
        identifier = slug(words[0].replace("_", "-"), *words[1:3], market, *words[3:])
        while identifier in self.figures:
            identifier += "-b"
        self.figures[identifier] = {"id": identifier, **draft}


def _comparable(draft: Draft) -> str:
    """Value without its unit; a percentage as a share."""
    if not draft["value"]:
        return ""
    return number(round(float(draft["value"]) / (100 if draft["unit"] == "%" else 1), 6))


def _at_15c(draft: Draft) -> None:
    """Bring a cubic metre at 20 °C, or at a temperature not stated, to 15 °C."""
    names = [name for name in ("value", "low", "high") if draft.get(name)]
    printed = draft["value"]
    if draft["unit"] == "Mm3_20C":
        for name in names:
            draft[name] = f"{float(draft[name]) * TO_15C:.{DIGITS}g}"
        draft["status"] = "derived"
        note = f"{printed} million m3 at 20 C, the Russian standard, times 5,907/6,010"
    elif draft["unit"] == "Mm3":
        low, high = (float(draft.get(name) or printed) for name in ("low", "high"))
        draft["low"] = f"{low * (1 - UNSTATED):.{DIGITS}g}"
        draft["high"] = f"{high * (1 + UNSTATED):.{DIGITS}g}"
        note = "reference temperature not stated, 15 C taken (5 %)"
    elif draft["unit"] == "CNY/Nm3":
        note = "reference temperature not stated, 0 C assumed as is Chinese custom"
    else:
        return
    draft["note"] = "; ".join(text for text in (draft["note"], note) if text)
    draft["unit"] = draft["unit"].replace("Mm3_20C", "Mm3")
    if draft["unit"] == "Mm3":
        draft["unit"] = "Mm3_15C"


def _draft(row: Row, items: dict[str, str], **more: str) -> Draft:
    """Fields that every table of single facts has."""
    source = row["source_id"]
    grade = row["quality"] if row["quality"] in set("ABCD") else ""
    status = "derived" if source == "calc" else "sourced"
    common = {"source": source, "grade": grade, "status": status, "note": row["note"]}
    locator = row.get("item") or row["market"]
    quantity = items.get(row.get("item", ""), "")
    return {**common, "quantity": quantity, "value": row["value"], "locator": locator, **more}


def production(book: Book, folder: Path) -> None:
    """Output, trade, use, capacity, resources and reserves by country."""
    table = "production.csv"
    rows = read(folder / "helium" / table)
    for row in rows:
        draft = _draft(row, book.readings["items"], subject=row["country"], period=row["year"])
        draft["unit"] = "; ".join(text for text in (row["unit"], row["std_conditions"]) if text)
        book.take(table, row, draft)
    for draft in _american_output(rows):
        book.add(table, draft)


def _american_output(rows: list[Row]) -> Iterator[Draft]:
    """Output of the United States where only its two parts are printed."""
    american = [row for row in rows if row["country"] == "United States"]
    printed: dict[tuple[str, str], Row] = {}
    for row in american:
        printed.setdefault((row["year"], row["source_id"]), {})[row["item"]] = row["value"]
    for row in american:
        items = printed[row["year"], row["source_id"]]
        drawn = items.get("withdrawn from storage")
        extracted = row["item"] == "extracted from natural gas"
        if not extracted or not drawn or "production total" in items:
            continue
        note = f"extracted {row['value']} and withdrawn from storage {drawn}, both printed"
        yield {
            "quantity": "production",
            "subject": "USA",
            "period": row["year"],
            "value": number(float(row["value"]) + float(drawn)),
            "unit": "Mm3_15C",
            "locator": "extracted from natural gas and withdrawn from storage",
            "source": row["source_id"],
            "grade": row["quality"],
            "status": "derived",
            "note": note + "; the basis of Grade-A sales",
        }


def prices(book: Book, folder: Path) -> None:
    """Prices by market; American where the reading names no other country."""
    table = "prices.csv"
    for row in read(folder / "helium" / table):
        draft = _draft(row, {}, quantity="price", subject="USA", period=row["period"])
        draft |= {"unit": row["unit"], "market": slug(row["market"].replace(".", ""))}
        book.take(table, row, draft)


def china_imports(book: Book, folder: Path) -> None:
    """China's imports by origin, its use and its dependence."""
    table = "china_imports.csv"
    for row in read(folder / "helium" / table):
        draft = _draft(row, book.readings["items"], subject="CHN", period=row["period"])
        draft |= {"unit": row["unit"], "partner": row["origin_or_scope"]}
        if draft["partner"] in {"China", "World"}:
            draft["partner"] = ""
        if draft["quantity"] == "price":
            draft["market"] = "import"
        book.take(table, row, draft)


def consumption(book: Book, folder: Path) -> None:
    """Users' indicators: use, output, imports and dependence."""
    table = "helium_consumption.csv"
    for row in read(folder / "control" / table):
        item, _, partner = row["item"].partition(" from ")
        items = {row["item"]: book.readings["items"].get(item, "")}
        draft = _draft(row, items, subject=row["economy"], period=row["year"], partner=partner)
        draft |= {"unit": row["unit"], "status": row["status"]}
        draft["value"] = number(float(row["value"])) if row["value"] else ""
        if draft["status"] == "unknown":
            draft["status"] = "sourced"
        if draft["quantity"] == "price":
            draft["market"] = "import"
        book.take(table, row, draft)
