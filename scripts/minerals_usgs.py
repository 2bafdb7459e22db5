"""Rows of the USGS Mineral Commodity Summaries, every printed value with what it means.

A cell that has no plain number keeps its reason as a flag, and bounds where it gives any:

=======================  =================================================
``ok``                   a number
``zero``                 a dash, which USGS prints for zero
``withheld``             ``W``, to avoid disclosing company figures
``not_available``        ``NA``
``less_than_half_unit``  ``s``, with bounds from 0 to half a unit
``below`` ``above``      ``<1,000``, ``>540``, with the one bound known
``range``                ``330 - 390``, with both bounds
``net_exporter``         ``E``, in net import reliance
``words``                ``Large``, ``XX``, …
``empty``                an empty cell without a reason
=======================  =================================================
"""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from outlast.countries import WORLD
from outlast.errors import CountryError

Row = dict[str, str]
Draft = dict[str, Any]

WORLD_TOTAL = "WLD"
_OTHER_NAMES = {
    "Burma": "MMR", "Korea, North": "PRK", "Korea, Republic of": "KOR", "Turkey": "TUR",
    "Côte d’Ivoire": "CIV", "Trinidad and Tobago": "TTO", "The Bahamas": "BHS",
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?|\.\d+")
_RANGE = re.compile(r"([\d,.]+)\s*[-–]\s*([\d,.]+)")
_LETTERS = {
    "W": "withheld", "NA": "not_available", "E": "net_exporter", "—": "zero", "": "empty",
    "s": "less_than_half_unit",
}  # fmt: skip


def read(path: Path, encoding: str) -> list[Row]:
    """Rows of a CSV file, every cell without blanks around it."""
    with path.open(encoding=encoding, newline="") as file:
        return [
            {key.strip(): _plain(cell) for key, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace("\u00a0", " ").split())


def value(printed: str) -> Draft:
    """Number, bounds and flag of a printed value."""
    found: Draft = {"value": None, "low": None, "high": None, "flag": "words", "printed": printed}
    if _NUMBER.fullmatch(printed):
        found |= {"value": _number(printed), "flag": "ok"}
    elif printed in _LETTERS:
        found["flag"] = _LETTERS[printed]
    elif printed[:1] == "<" and _NUMBER.fullmatch(printed[1:]):
        found |= {"low": 0.0, "high": _number(printed[1:]), "flag": "below"}
    elif printed[:1] == ">" and _NUMBER.fullmatch(printed[1:]):
        found |= {"low": _number(printed[1:]), "flag": "above"}
    elif ends := _RANGE.fullmatch(printed):
        found |= {"low": _number(ends[1]), "high": _number(ends[2]), "flag": "range"}
    if found["flag"] == "zero":
        found["value"] = 0.0
    if found["flag"] == "less_than_half_unit":
        found |= {"low": 0.0, "high": 0.5}
    return found


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def place(name: str) -> tuple[str, str]:
    """ISO code and remark of a USGS country name; no code for a group such as Other countries.

    >>> place("World total (ilmenite, rounded)"), place("Peru (exports)"), place("Burma")
    (('WLD', 'ilmenite, rounded'), ('PER', 'exports'), ('MMR', ''))
    """
    if name.startswith("World total"):
        return WORLD_TOTAL, name.removeprefix("World total").strip(" ()10").replace("), ", ", ")
    if name.startswith("Congo"):
        return WORLD.find(name), ""
    base, _, remark = name.partition(" (")
    try:
        code = _OTHER_NAMES.get(base) or WORLD.find(base)
    except CountryError:
        code = ""
    return code, remark.rstrip(")")


def world_2026(folder: Path) -> Iterator[Draft]:
    """World tables of the Mineral Commodity Summaries 2026."""
    for row in _rows_2026(folder):
        if row["Section"].startswith("World"):
            yield _common(row) | {"edition": 2026, "country": row["Country"],
                                  "code": place(row["Country"])[0], "remark": ""}  # fmt: skip


def united_states(folder: Path) -> Iterator[Draft]:
    """Salient statistics of the United States, 2021 to 2025."""
    for row in _rows_2026(folder):
        if row["Section"].startswith("Salient"):
            yield _common(row)


def import_sources(folder: Path) -> Iterator[Draft]:
    """Origins of American imports over 2021 to 2024, shares [%]."""
    for row in _rows_2026(folder):
        if row["Section"] == "Import Sources":
            draft = _common(row) | {"country": row["Country"], "code": place(row["Country"])[0]}
            draft["period"] = "2021..2024"
            yield draft


def _rows_2026(folder: Path) -> list[Row]:
    return read(folder / "usgs_mcs" / "MCS2026_Commodities_Data.csv", "cp1252")


def _common(row: Row) -> Draft:
    year = row["Year"]
    return value(row["Value"]) | {
        "chapter": row["MCS chapter"].upper(), "commodity": row["Commodity"],
        "quantity": row["Statistics"].lower(), "form": row["Statistics_detail"],
        "unit": row["Unit"], "year": int(year) if year.isdigit() else None,
        "estimated": row["Notes"].startswith("Estimated"),
        "note": row["Notes"].removeprefix("Estimated.").strip(" -"),
        "counts": row["Other notes"].partition(")")[0].strip("("),
    }  # fmt: skip


_COLUMNS_2025 = (
    ("production", 2023, "PROD_2023", "PROD_NOTES"),
    ("production", 2024, "PROD_EST_ 2024", "PROD_NOTES"),
    ("capacity", 2023, "CAP_2023", "CAP_NOTES"),
    ("capacity", 2024, "CAP_EST_ 2024", "CAP_NOTES"),
    ("reserves", 2024, "RESERVES_2024", "RESERVE_NOTES"),
)


def world_2025(folder: Path) -> Iterator[Draft]:
    """World tables of the Mineral Commodity Summaries 2025, without columns that are empty."""
    rows = read(folder / "usgs_mcs" / "MCS2025_World_Data.csv", "utf-8-sig")
    for quantity, year, column, notes in _COLUMNS_2025:
        there = {
            (row["COMMODITY"], row["TYPE"])
            for row in rows
            if row[column] or row[notes] not in _EMPTY
        }
        for row in rows:
            if (row["COMMODITY"], row["TYPE"]) in there:
                yield _of_2025(row, quantity, year, row[column], row[notes])


_EMPTY = {"", "XX"}
_MENDED = {"Gemanium": "Germanium", "Talc, crude": "Talc and Pyrophyllite"}


def _of_2025(row: Row, quantity: str, year: int, printed: str, note: str) -> Draft:
    code, remark = place(row["COUNTRY"])
    draft = value(printed)
    if not printed:
        draft["flag"] = _why_empty(note)
    commodity = _MENDED.get(row["COMMODITY"], row["COMMODITY"])
    form = row["TYPE"]
    if code == WORLD_TOTAL and remark not in {"", "rounded"}:
        form += f": {remark}"
    return draft | {
        "edition": 2025, "chapter": commodity.upper(), "commodity": commodity,
        "quantity": quantity, "form": form, "unit": row["UNIT_MEAS"], "year": year,
        "country": row["COUNTRY"], "code": code, "remark": remark, "note": note, "counts": "",
        "estimated": quantity == "production" and (year == 2024 or "estimated" in note.lower()),
    }  # fmt: skip


def _why_empty(note: str) -> str:
    """Flag of an empty cell by the remark beside it."""
    if re.match(r"W\b", note):
        return "withheld"
    if re.match(r"NA\b", note, re.IGNORECASE):
        return "not_available"
    if "1/2 unit" in note:
        return "less_than_half_unit"
    return "words" if note and note not in _EMPTY else "empty"


def world(folder: Path) -> Iterable[Draft]:
    """World tables of both editions."""
    return [*world_2025(folder), *world_2026(folder)]
