"""Figures of a material from the shipped tables, each with its source, place and reason."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from outlast.case.schema import Figure, Source
from outlast.readers.materials import Chapter, Material, materials
from outlast.readers.usgs import WORLD_TOTAL, Printed, united_states_rows, world_rows

_UNITS = {
    "metric tons": (1.0, "t"),
    "thousand metric tons": (1.0, "kt"),
    "thousand metric dry tons": (1.0, "kt"),
    "million metric tons": (1.0, "Mt"),
    "kilograms": (1.0, "kg"),
    "million cubic meters": (1.0, "Mm3_15C"),
    "million liters": (0.001, "Mm3_15C"),
    "million carats": (0.2, "t"),
    "thousand carats": (0.2, "kg"),
    "thousands of carats": (0.2, "kg"),
}
"""Factor and unit for a unit as USGS prints it; a carat is 0.2 g."""
_REASONS = {
    "zero": "printed as a dash, which is zero",
    "withheld": "unknown: withheld by USGS to avoid disclosing company figures",
    "not_available": "unknown: USGS prints that it is not available",
    "less_than_half_unit": "less than half a unit",
    "net_exporter": "USGS prints E, a net exporter: at most 0",
    "empty": "unknown: the cell is empty",
}
_WITHOUT_US = re.compile(r"(excludes|does not include) U\.S\. production", re.IGNORECASE)
LAST_OF_2025 = 2023
"""Later years of the edition of 2025 are estimates that the edition of 2026 replaces."""


def figures_of(material: Material) -> tuple[Figure, ...]:
    """List a material's figures: production by country and year, reliance, recycling.

    Examples
    --------
    >>> from outlast.readers.materials import materials
    >>> figures = {figure.id: figure for figure in figures_of(materials()["tungsten"])}
    >>> figures["production-chn-2023-mcs2025"].value, figures["recycling-tungsten"].value
    (66000.0, 0.42)
    """
    found = [figure for chapter in material.chapters for figure in _production(chapter)]
    return (*found, *_reliance(material), *_recycling(material))


def _production(chapter: Chapter) -> Iterable[Figure]:
    rows = [
        row
        for row in world_rows(chapter)
        if row.code and (chapter.edition > 2025 or row.year <= LAST_OF_2025)
    ]
    groups: dict[tuple[int, str], list[Printed]] = {}
    for row in rows:
        groups.setdefault((row.year, row.code), []).append(row)
    for (year, code), group in sorted(groups.items()):
        yield _figure(year, code, group, chapter)


def _figure(year: int, code: str, rows: list[Printed], chapter: Chapter) -> Figure:
    """One country's production; two rows of it are added where both are known."""
    first = rows[0]
    factor, unit = _UNITS[first.unit]
    known = [row.value for row in rows if row.value is not None]
    value = sum(known) if len(known) == len(rows) else None
    low, high = (first.low, first.high) if len(rows) == 1 else (None, None)
    without_us = code == WORLD_TOTAL and bool(_WITHOUT_US.search(first.note))
    if without_us:
        value, low = None, value
    derived = len(rows) > 1 or factor != 1 or bool(chapter.unit)
    return Figure(
        id=f"production-{code.lower()}-{year}-mcs{chapter.edition}",
        quantity="production", subject=code, period=str(year),
        value=_scaled(value, factor), low=_scaled(low, factor), high=_scaled(high, factor),
        unit=unit, locator=f"{first.form}, {first.country}",
        status="derived" if derived else "sourced", grade="A", source=f"mcs{chapter.edition}",
        note=_note(rows, chapter, without_us=without_us),
    )  # fmt: skip


def _scaled(value: float | None, factor: float) -> float | None:
    return None if value is None else float(f"{value * factor:.12g}")


def _note(rows: list[Printed], chapter: Chapter, *, without_us: bool) -> str:
    first = rows[0]
    words = [_reason(row) for row in rows]
    if without_us:
        words.append(f"USGS prints {first.printed} {first.unit} without the United States")
    if len(rows) > 1:
        words.append("the sum of " + " and ".join(f"{r.printed} ({r.form})" for r in rows))
    if any(row.estimated for row in rows):
        words.append("estimated by USGS")
    if chapter.unit:
        words.append(f"the table names another unit than {chapter.unit}, in which its chapter "
                     "counts")  # fmt: skip
    if first.unit == "million liters":
        words.append("litres counted at 15 °C: USGS names no temperature")
    elif "carats" in first.unit:
        words.append(f"{first.printed} {first.unit} of 0.2 g")
    words += [first.note.rstrip("."), first.counts if first.code == WORLD_TOTAL else ""]
    return "; ".join(dict.fromkeys(word for word in words if word))


def _reason(row: Printed) -> str:
    """Say why a cell has no plain number; empty where it has one."""
    if row.flag == "ok":
        return ""
    return _REASONS.get(row.flag) or f"USGS prints {row.printed or row.note!r}"


@cache
def _chapters() -> Counter[tuple[str, str]]:
    """How many materials share a chapter's commodity."""
    return Counter(
        (chapter.chapter, chapter.commodity)
        for material in materials().values()
        for chapter in material.chapters
        if chapter.edition > 2025
    )


def _reliance(material: Material) -> Iterable[Figure]:
    """American net import reliance as USGS prints it, where one series is the material's."""
    for chapter in material.chapters:
        if chapter.edition == 2025 or _chapters()[chapter.chapter, chapter.commodity] != 1:
            continue
        rows = united_states_rows(chapter, "net import reliance")
        if rows and len({row.year for row in rows}) == len(rows):
            yield from (_relied(row) for row in rows if row.flag != "not_available")


def _relied(row: Printed) -> Figure:
    high = 0.0 if row.flag == "net_exporter" else row.high
    note = "; ".join(word for word in (_reason(row), row.note) if word)
    return Figure(
        id=f"reliance-usa-{row.year}-mcs2026", quantity="import_dependence", subject="USA",
        period=str(row.year), value=row.value, low=row.low, high=high, unit="%",
        locator=row.form, status="sourced", grade="A", source="mcs2026", note=note,
    )  # fmt: skip


def _recycling(material: Material) -> Iterable[Figure]:
    if material.recycling is not None:
        yield Figure(
            id=f"recycling-{material.name}", quantity="recycling_share", subject="WLD",
            period="as of 2023", value=material.recycling, unit="share",
            locator="end-of-life recycling input rate", status="sourced", grade="B",
            source=f"recycling-{material.name}",
        )  # fmt: skip


def assumption() -> Figure:
    """The part of consumption within which a balance is said to close."""
    return Figure(
        id="tolerance-closure", quantity="tolerance", subject="WLD", period="1995..2025",
        value=0.005, low=0.002, high=0.01, unit="share", status="assumed", grade="D",
        source="assumption", note="figures printed to three digits cannot agree better",
    )  # fmt: skip


def sources_of(material: Material) -> dict[str, Source]:
    """Sources of a material's figures and flows by id."""
    found = general_sources()
    if material.recycling is not None:
        reference = material.recycling_reference
        publisher = "SCRREEN2" if "scrreen" in reference else "U.S. Geological Survey"
        name = f"recycling-{material.name}"
        found[name] = Source(
            id=name, title=f"Factsheet of {material.title}", publisher=publisher,
            published="2023", url=reference, grade="B", licence="single fact quoted",
        )  # fmt: skip
    return found


def general_sources() -> dict[str, Source]:
    """Sources of the shipped tables by id."""
    return {source.id: source for source in _SOURCES}


_ETALAB = "Etalab Open Licence 2.0"
_SOURCES = (
    Source(id="baci-hs92", title="BACI, HS 1992, 71 headings of minerals, metals and fuels",
           publisher="CEPII", published="2026", grade="A", licence=_ETALAB,
           url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"),
    Source(id="baci-critical", title="BACI V202601, HS 2002 and HS 2017, critical materials",
           publisher="CEPII", published="2026", grade="A", licence=_ETALAB,
           url="https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37"),
    Source(id="mcs2025", title="Mineral Commodity Summaries 2025, world data release",
           publisher="U.S. Geological Survey", published="2025", grade="A",
           licence="public domain", url="https://doi.org/10.5066/P13XCP3R"),
    Source(id="mcs2026", title="Mineral Commodity Summaries 2026, data release",
           publisher="U.S. Geological Survey", published="2026", grade="A",
           licence="public domain",
           url="https://www.sciencebase.gov/catalog/item/696a75d5d4be0228872d3bf8"),
    Source(id="assumption", title="Assumption of outlast", grade="D"),
)  # fmt: skip
