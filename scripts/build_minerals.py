"""Build the shipped tables of all minerals, ``src/outlast/minerals``, from public sources.

Usage: ``python scripts/build_minerals.py SOURCES`` with outlast installed, where SOURCES holds

* ``baci_minerals/baci_hs92_minerals_1995_2024.parquet``: CEPII BACI, 71 codes of HS 1992, all
  pairs of countries, 1995-2024 (Etalab Open Licence 2.0);
* ``baci_critical/flows.parquet``: CEPII BACI V202601, 32 critical materials, 2002-2024 (the same);
* ``usgs_mcs/MCS2025_World_Data.csv`` and ``usgs_mcs/MCS2026_Commodities_Data.csv``: U.S.
  Geological Survey, Mineral Commodity Summaries 2025 and 2026 (public domain);
* ``worldbank/wgi_political_stability_1996_2024.csv``: World Bank, Worldwide Governance Indicators
  (CC BY 4.0).

What a material is called, which headings carry it and which rows of USGS count it is written by
hand in ``minerals.yaml``.  The same sources and the same DuckDB give the same bytes.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
from minerals_materials import write_hand_tables
from minerals_sources import credit
from minerals_usgs import import_sources, read, united_states, world

from outlast.countries import baci_codes

TARGET = Path(__file__).parents[1] / "src" / "outlast" / "minerals"

_VALUE = {"value": "DOUBLE", "low": "DOUBLE", "high": "DOUBLE", "flag": "VARCHAR",
          "printed": "VARCHAR", "estimated": "BOOLEAN", "note": "VARCHAR"}  # fmt: skip
_CHAPTER = {"chapter": "VARCHAR", "commodity": "VARCHAR", "quantity": "VARCHAR",
            "form": "VARCHAR", "unit": "VARCHAR"}  # fmt: skip
_PLACE = {"country": "VARCHAR", "code": "VARCHAR"}
WORLD = {"edition": "SMALLINT", **_CHAPTER, **_PLACE, "remark": "VARCHAR", "year": "SMALLINT",
         **_VALUE, "counts": "VARCHAR"}  # fmt: skip
UNITED_STATES = {**_CHAPTER, "year": "SMALLINT", **_VALUE, "counts": "VARCHAR"}
IMPORT_SOURCES = {**_CHAPTER, **_PLACE, "period": "VARCHAR", **_VALUE}
STABILITY = {"country": "VARCHAR", "year": "SMALLINT", "estimate": "DOUBLE", "se": "DOUBLE",
             "percentile": "DOUBLE", "release": "VARCHAR"}  # fmt: skip

_TRADE = """
SELECT hs6::INTEGER AS hs6, edition::UTINYINT AS edition, year::SMALLINT AS year,
       exporter::SMALLINT AS exporter, importer::SMALLINT AS importer,
       value_usd::BIGINT AS value_usd, weight_kg::BIGINT AS weight_kg
FROM ({rows}) ORDER BY hs6, importer, exporter, year
"""
_HS92 = """
SELECT k AS hs6, 92 AS edition, t AS year, i AS exporter, j AS importer,
       round(v::VARCHAR::DOUBLE * 1000) AS value_usd,
       round(q::VARCHAR::DOUBLE * 1000) AS weight_kg
FROM read_parquet('{path}')
"""
_CRITICAL = """
SELECT heading.hs6, CASE WHEN year < 2018 THEN 2 ELSE 17 END AS edition, year,
       seller.baci AS exporter, buyer.baci AS importer, value_usd,
       round(quantity_t * 1000) AS weight_kg
FROM read_parquet('{path}') AS flow
JOIN heading USING (material)
JOIN country AS seller ON seller.alpha2 = exporter
JOIN country AS buyer ON buyer.alpha2 = importer
"""
HEADINGS = {
    "antimony": 811010, "arsenic": 280480, "baryte": 251110, "bauxite": 260600,
    "beryllium": 811212, "boron": 252800, "cobalt": 282200, "cokingcoal": 270112,
    "copper": 740311, "feldspar": 252910, "fluorspar": 252922, "gallium": 811292,
    "graphite": 250490, "helium": 280429, "lithium": 283691, "magnesium": 810411,
    "magnets": 850511, "manganese": 260200, "nickel": 750210, "niobium": 720293,
    "palladium": 711021, "phosphate": 251010, "phosphorus": 280470, "platinum": 711011,
    "silicon": 280469, "strontium": 283692, "tantalum": 810320, "titanium": 810820,
    "tungsten": 810194, "vanadium": 720292,
}  # fmt: skip
"""One heading a name of the source; its germanium and hafnium repeat the rows of gallium."""


def write(connection: duckdb.DuckDBPyConnection, query: str, name: str) -> int:
    """Write a query's rows as Parquet; return how many there are."""
    path = TARGET / f"{name}.parquet"
    connection.execute(
        f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 22, "
        "ROW_GROUP_SIZE 122880, DICTIONARY_SIZE_LIMIT 1)"
    )
    counted = connection.execute(f"SELECT count(*) FROM '{path}'").fetchone()  # noqa: S608
    return int(counted[0]) if counted else 0


def write_rows(
    connection: duckdb.DuckDBPyConnection, rows: Iterable[dict[str, Any]],
    columns: dict[str, str], name: str,
) -> int:  # fmt: skip
    """Write rows as Parquet, in their order."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({column: row[column] for column in columns}) + "\n")
        file.flush()
        typed = ", ".join(f"{column}: '{kind}'" for column, kind in columns.items())
        source = f"read_json('{file.name}', format='newline_delimited', columns={{{typed}}})"
        return write(connection, f"SELECT * FROM {source}", name)  # noqa: S608


def critical(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Query of the critical materials: one heading each, countries by their BACI code."""
    connection.execute("CREATE TABLE heading (material VARCHAR, hs6 INTEGER)")
    connection.executemany("INSERT INTO heading VALUES (?, ?)", list(HEADINGS.items()))
    connection.execute("CREATE TABLE country (alpha2 VARCHAR, baci SMALLINT)")
    connection.executemany("INSERT INTO country VALUES (?, ?)", list(baci_codes().items()))
    return _CRITICAL.format(path=path)


def stability(folder: Path) -> list[dict[str, Any]]:
    """Political stability by country and year; a year without an estimate stays unknown."""
    rows = read(folder / "worldbank" / "wgi_political_stability_1996_2024.csv", "utf-8-sig")
    names = {"estimate": "pv_estimate", "se": "pv_stderr", "percentile": "pv_percentile_rank"}
    return [
        {"country": row["iso3"], "year": int(row["year"]), "release": row["release"]}
        | {name: float(row[column]) if row[column] else None for name, column in names.items()}
        for row in sorted(rows, key=lambda row: (row["iso3"], row["year"]))
    ]


def main() -> None:
    """Build every table and say how large it is."""
    folder = Path(sys.argv[1])
    TARGET.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    hs92 = _HS92.format(path=folder / "baci_minerals" / "baci_hs92_minerals_1995_2024.parquet")
    chosen = critical(connection, folder / "baci_critical" / "flows.parquet")
    counts = {
        "baci_hs92": write(connection, _TRADE.format(rows=hs92), "baci_hs92"),
        "baci_critical": write(connection, _TRADE.format(rows=chosen), "baci_critical"),
        "usgs_world": write_rows(connection, world(folder), WORLD, "usgs_world"),
        "usgs_united_states": write_rows(
            connection, united_states(folder), UNITED_STATES, "usgs_united_states"
        ),
        "usgs_import_sources": write_rows(
            connection, import_sources(folder), IMPORT_SOURCES, "usgs_import_sources"
        ),
        "stability": write_rows(connection, stability(folder), STABILITY, "stability"),
    }
    counts |= write_hand_tables(TARGET)
    files = {path.name: path.read_bytes() for path in sorted(TARGET.glob("*.[cp]*"))}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    (TARGET / "SOURCES.md").write_text(credit(counts, sums, duckdb.__version__), encoding="utf-8")
    for name, content in files.items():
        print(f"{name}: {counts[name.partition('.')[0]]:,} rows, {len(content):,} bytes")


if __name__ == "__main__":
    main()
