"""The table of materials: their names, their HS headings, their chapter of USGS."""

import csv
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, cast

from outlast.readers.shipped import FOLDER

Table = Literal["baci_hs92", "baci_critical"]


class Heading(NamedTuple):
    """An HS heading under which a material is traded."""

    hs6: str
    table: Table
    stage: str
    """``ore``, ``mineral``, ``compound``, ``alloy``, ``metal``, ``gas``, ``fuel``, ``product``."""
    what: str
    first: int
    last: int
    """Years in which the table holds the material under this heading."""
    chosen: bool
    """Whether it is read where no heading is asked for."""
    shared: str
    """What else the heading holds, empty if it is the material's own."""
    note: str

    @property
    def edition(self) -> str:
        """Editions of the nomenclature in which the table counts."""
        return "HS 1992" if self.table == "baci_hs92" else "HS 2002, from 2018 HS 2017"


class Chapter(NamedTuple):
    """The rows of one edition of USGS that count a material's production."""

    edition: int
    chapter: str
    commodity: str
    """Empty for every commodity of the chapter."""
    form: str
    """Pattern that the rows' form matches in full, whatever its capitals."""
    unit: str
    """Put in place of the printed unit where that is wrong; empty elsewhere."""


class Material(NamedTuple):
    """A material of the shipped tables."""

    name: str
    title: str
    also: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    """None for a material that USGS has no chapter of."""
    m3_per_tonne: float | None
    """Volume of the gas at 15 °C and 101.325 kPa, ideal gas."""
    recycling: float | None
    """End-of-life recycling input rate, 0 to 1; None if unknown."""
    recycling_reference: str
    note: str
    headings: tuple[Heading, ...]


@cache
def materials() -> Mapping[str, Material]:
    """Every material of the shipped tables by its name.

    >>> [heading.hs6 for heading in materials()["cobalt"].headings]
    ['282200', '810510']
    >>> materials()["germanium"].headings[1].shared[:18]
    'gallium, germanium'
    """
    headings: dict[str, list[Heading]] = {}
    for row in _rows("headings.csv"):
        headings.setdefault(row["material"], []).append(_heading(row))
    return {
        row["material"]: _material(row, tuple(headings.get(row["material"], ())))
        for row in _rows("materials.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _heading(row: dict[str, str]) -> Heading:
    return Heading(
        row["hs6"], cast("Table", row["table"]), row["stage"], row["what"], int(row["first"]),
        int(row["last"]), row["chosen"] == "true", row["shared"], row["note"],
    )  # fmt: skip


def _material(row: dict[str, str], headings: tuple[Heading, ...]) -> Material:
    chapters = []
    if row["chapter_2025"]:
        chapters.append(
            Chapter(2025, row["chapter_2025"], "", row["form_2025"] or ".*", row["unit_2025"])
        )
    if row["chapter"]:
        chapters.append(Chapter(2026, row["chapter"], row["commodity"], row["form"] or ".*", ""))
    return Material(
        row["material"], row["title"], tuple(row["also"].split()), tuple(chapters),
        _number(row["m3_per_tonne"]), _number(row["recycling"]), row["recycling_reference"],
        row["note"], headings,
    )  # fmt: skip


def _number(text: str) -> float | None:
    return float(text) if text else None
