"""The shipped tables of minerals, as their sources have them."""

import hashlib
import re

import pytest

from outlast.countries import EU27, from_baci
from outlast.readers.baci import trade_columns, trade_rows
from outlast.readers.materials import Chapter, materials
from outlast.readers.shipped import FOLDER, query
from outlast.readers.stability import political_stability
from outlast.readers.usgs import import_sources, united_states_rows, world_rows


def test_every_table_has_its_checksum_on_file():
    told = dict(
        reversed(line.split())
        for line in (FOLDER / "SOURCES.md").read_text("utf-8").splitlines()
        if re.fullmatch(r" {4}[0-9a-f]{64}  \S+", line)
    )
    there = {path.name: path for path in FOLDER.iterdir() if path.suffix in {".csv", ".parquet"}}
    assert told == {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in there.items()}
    assert sum(path.stat().st_size for path in there.values() if "baci" in path.name) < 9_000_000


def test_every_heading_is_in_its_table_in_its_years():
    held = {
        table: set(query(table, "DISTINCT hs6 FROM {table}").fetchall())
        for table in ("baci_hs92", "baci_critical")
    }
    spans = {"baci_hs92": (1995, 2024), "baci_critical": (2002, 2024)}
    for material in materials().values():
        for heading in material.headings:
            assert (int(heading.hs6),) in held[heading.table]
            first, last = spans[heading.table]
            assert first <= heading.first <= heading.last <= last
        assert not material.headings or any(heading.chosen for heading in material.headings)


def test_names_are_used_once():
    names = [name for m in materials().values() for name in (m.name, *m.also)]
    assert sorted(names) == sorted(set(names))


def test_countries_are_bacis():
    rows = trade_rows("baci_hs92", ["260600"], range(2024, 2025))
    assert {"USA", "FRA", "IND", "NOR", "CHE", "TWN"} <= {row.importer for row in rows}
    columns = trade_columns("baci_hs92", ["260600"], [2024])
    numbers = {842, 251, 699, 579, 757, 490}
    assert numbers <= set(columns["importer"].tolist())
    assert len(rows) == len(columns["year"])
    assert sum(row.value_usd for row in rows) == int(columns["value_usd"].sum())


def test_every_number_of_a_country_is_known():
    for table in ("baci_hs92", "baci_critical"):
        columns = trade_columns(table)
        assert set(columns["exporter"].tolist()) | set(columns["importer"].tolist()) <= set(
            from_baci()
        )


def test_one_row_a_flow():
    """Belgium, Germany and Sudan have two numbers; no year has both."""
    for table in ("baci_hs92", "baci_critical"):
        codes = materials()["cobalt"].headings
        rows = trade_rows(table, [heading.hs6 for heading in codes])
        keys = {(row.hs6, row.year, row.exporter, row.importer) for row in rows}
        assert len(keys) == len(rows) > 1000


def test_a_missing_weight_is_unknown():
    rows = trade_rows("baci_critical", ["811292"], range(2022, 2025), EU27.members())
    assert all((row.weight_kg is None) == (row.year < 2024) for row in rows)
    columns = trade_columns("baci_hs92", ["261100"])
    assert columns["weight_kg"].mask.sum() > 0
    assert columns["weight_kg"].min() > 0


def test_mine_production_of_tungsten_as_printed():
    """MCS 2025, p. 191, and MCS 2026: China 66,000 t in 2023, 67,000 t in 2024 and 2025."""
    old, new = materials()["tungsten"].chapters
    printed = {(r.year, r.code): r for r in (*world_rows(old), *world_rows(new)) if r.code}
    assert printed[2023, "CHN"].value == 66_000
    assert printed[2025, "CHN"].value == 67_000
    assert printed[2025, "CHN"].estimated
    assert printed[2025, "WLD"].value == 85_000
    assert (printed[2025, "PRK"].country, printed[2025, "PRK"].value) == ("Korea, North", 2000)
    assert (printed[2025, "USA"].flag, printed[2025, "USA"].value) == ("zero", 0)
    assert "tungsten content" in printed[2025, "WLD"].counts


@pytest.mark.parametrize("edition", [2025, 2026])
def test_a_word_or_letter_is_never_a_number(edition):
    rows = query(
        "usgs_world", "flag, value, low, high, printed FROM {table} WHERE edition = ?", [edition]
    ).fetchall()
    without = {"withheld", "not_available", "words", "empty", "above", "below", "range",
               "less_than_half_unit"}  # fmt: skip
    for flag, value, low, high, printed in rows:
        assert (value is None) == (flag in without)
        assert (flag == "zero") == (printed == "—")
        assert flag not in {"withheld", "not_available"} or (low, high) == (None, None)
    assert sum(flag == "withheld" for flag, *_ in rows) > 20


def test_a_wrong_unit_of_the_print_is_mended():
    """The table of 2025 says metric tons for ilmenite; its chapter counts thousands of them."""
    ilmenite = materials()["ilmenite"].chapters[0]
    assert {row.unit for row in world_rows(ilmenite)} == {"thousand metric tons"}
    raw = Chapter(*ilmenite[:4], unit="")
    assert {row.unit for row in world_rows(raw)} == {"metric tons"}


MISPRINTS = {("kaolin", 2025, 2024)}
"""The edition of 2025 prints 4,400 for the world of 2024, and 44,240 for its countries."""


def test_countries_never_exceed_the_printed_world():
    """Otherwise rows of two kinds were taken for one; totals are rounded, some to one digit."""
    for material in materials().values():
        for chapter in material.chapters:
            rows = world_rows(chapter)
            for year in {row.year for row in rows}:
                totals = [r.value for r in rows if r.year == year and r.code == "WLD"]
                parts = [r.value or 0 for r in rows if r.year == year and r.code != "WLD"]
                if totals and totals[0]:
                    excess = sum(parts) > 1.05 * totals[0]
                    assert excess == ((material.name, chapter.edition, year) in MISPRINTS)


def test_american_statistics_keep_their_letters():
    chapter = materials()["tungsten"].chapters[1]
    reliance = united_states_rows(chapter, "net import reliance")
    assert [row.year for row in reliance] == [2021, 2022, 2023, 2024, 2025]
    assert {row.flag for row in reliance} == {"above"}
    assert {row.value for row in reliance} == {None}
    exporters = united_states_rows(materials()["soda-ash"].chapters[1], "net import reliance")
    assert {row.flag for row in exporters} == {"net_exporter"}
    origins = import_sources(chapter)
    assert sum(origin.share or 0 for origin in origins) == pytest.approx(1)
    assert next(origin for origin in origins if origin.code).code == "CHN"


def test_stability_keeps_its_break_and_its_gaps():
    rows = {(row.country, row.year): row for row in political_stability()}
    assert rows["CHN", 2022].estimate == pytest.approx(-0.441, abs=5e-4)
    assert rows["CHN", 2023].estimate == pytest.approx(-0.174, abs=5e-4)
    assert rows["CHN", 2022].release != rows["CHN", 2023].release
    assert rows["ABW", 1996].estimate is None
    assert all(row.percentile is None for row in rows.values() if row.year > 2022)
