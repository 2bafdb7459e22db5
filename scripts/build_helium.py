"""Build the shipped case ``src/outlast/cases/helium`` from tables of public sources.

Usage: ``python scripts/build_helium.py SOURCES`` with outlast installed, where SOURCES holds

* ``baci_critical/flows.parquet``: CEPII BACI V202601, HS 280429 by year, exporter and importer
  (Etalab Open Licence 2.0);
* ``usgs_mcs/MCS2025_World_Data.csv`` and ``usgs_mcs/MCS2026_Commodities_Data.csv``: U.S.
  Geological Survey, Mineral Commodity Summaries 2025 and 2026 (public domain);
* ``helium/production.csv``, ``prices.csv``, ``china_imports.csv``, ``reconcile.csv``,
  ``us_balance.csv``, ``plants.csv``, ``uses.csv``, ``events.csv`` and ``sources.csv``: single
  facts as the outlast authors read them, each with its publisher and address;
* ``control/helium_consumption.csv`` and ``control/sources_control.csv``: the same for users;
* ``oecd_icio_2022/icio2022_nodes.csv`` and ``bea_io_us/BEA_Detail_Use_SUT_2017_17sch.csv``: value
  added of single industries (OECD, of which only the figures of a few divisions are quoted; U.S.
  Bureau of Economic Analysis, public domain);
* ``control/control.csv`` and ``control/world_helium_companies.csv``: who can reach whose supply,
  and the firms of the market.

How a row is read stands in ``helium_readings.yaml``, what the case adds of its own in
``helium_case.yaml``, what others printed in ``helium_claims.yaml``, and what the market model
takes for granted in ``helium_shock.yaml``, and what can be done in ``helium_options.yaml``.  The
case's ``measures`` and ``episodes`` are written
by hand there and only checked here.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import helium_industries
import helium_options
import helium_rows as tables
import helium_shock as shock
import yaml
from helium_figures import Book, Draft, china_imports, consumption, prices, production
from helium_usgs import mcs2025, mcs2026

from outlast.case.schema import TABLES, CaseFile, Graded

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "outlast" / "cases" / "helium"


def written_by_hand(name: str) -> dict[str, Any]:
    """Read a YAML file beside this script; every value is text."""
    with (HERE / name).open(encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)  # noqa: S506 - text only


def figures(folder: Path, readings: dict[str, Any], header: dict[str, Any]) -> Book:
    """Every figure; of the same figure in two tables the first is kept."""
    book = Book(readings)
    early = tables.early_output(header["china_output"])
    book.figures |= {figure["id"]: figure for figure in [*header["figures"], *early]}
    for table in (production, mcs2025, mcs2026, prices, china_imports, consumption):
        table(book, folder)
    return book


def claims() -> list[Draft]:
    """Claims as written by hand; the article's row that one encodes stays outside the case."""
    rows = written_by_hand("helium_claims.yaml")["claims"]
    return [{k: v for k, v in row.items() if k != "rows"} | {"status": "sourced"} for row in rows]


def write_table(name: str, rows: Iterable[Draft]) -> int:
    """Check rows by their model and write them; the id first, the source last."""
    model = TABLES[name]
    own = [field for field in model.model_fields if field not in Graded.model_fields]
    graded = [field for field in Graded.model_fields if field in model.model_fields]
    columns = own + graded if issubclass(model, Graded) else list(model.model_fields)
    count = 0
    with (TARGET / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last count is returned
            known = {field: value for field, value in row.items() if value not in ("", None)}
            model.model_validate(known)
            writer.writerow({field: _cell(value) for field, value in known.items()})
    return count


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def write_header(header: Draft) -> None:
    """Write ``case.yaml``."""
    case = CaseFile.model_validate(header).model_dump(
        mode="json", exclude_defaults=True, by_alias=True
    )
    text = yaml.safe_dump(case, sort_keys=False, allow_unicode=True, width=99)
    (TARGET / "case.yaml").write_text(text, encoding="utf-8")


def credit(book: Book, counts: dict[str, int]) -> str:
    """Text of ``SOURCES.md``: licences, and what was left out."""
    left_out = "\n".join(
        f"| `{table}` | {reason} | {count} |"
        for (table, reason), count in sorted(book.left_out.items())
    )
    return f"""# Sources of the helium case

`sources.csv` names every source with its publisher, address, grade and licence.

- **Trade** (`trade.csv`): CEPII, BACI, release V202601, HS 280429, {counts["trade"]:,} flows of
  2002-2024. Licence: Etalab Open Licence 2.0. Credit: "CEPII, BACI". Changed here: country codes
  are ISO alpha-3, and only the one heading is kept. Sums over it, and China's exports of rare
  earths (BACI HS92 280530, 284610, 284690 and HS17 850511), stand in `figures.csv`.
- **USGS** Mineral Commodity Summaries 2025 and 2026 and earlier ones, and papers of other federal
  agencies: works of the U.S. Government, public domain.
- **Value added** (`industries.csv`): figures of seven Chinese divisions quoted from the OECD's
  Inter-Country Input-Output table of 2022, whose table is not part of this case; U.S. Bureau of
  Economic Analysis, public domain; China's GDP from the World Bank, CC BY 4.0.
- **Everything else**: single facts, each quoted with its source; short quotations are marked.
- **Claims** (`claims.csv`): what someone printed, in outlast's words, with the number as printed.
- **Assumptions** carry the status `assumed`, an interval and the reasoning.

## Gas volumes

One tonne of helium is 5,907 m3 at 15 °C (`Mm3_15C`, USGS) and 5,600 m3 at 0 °C (`MNm3`, Chinese
sources). Russian figures at 20 °C are converted and marked derived. Where a source states no
temperature, 15 °C is taken and the interval widened by 5.5 %.

## Left out

Rows of the source tables that no table of the case holds:

| table | why | rows |
|---|---|---|
{left_out}

China's balance of 2021 is not in `balances.csv`: no production figure of that year is independent
of the balance. The three figures of use (20.86 and 21.18 as printed, and 21.94 by the printed
growth of 2022, in million Nm3) would need 0.22, 0.54 or 1.30 of output, and cannot all hold.
"""


def main() -> None:
    """Build every file and say what was left out."""
    folder = Path(sys.argv[1])
    readings, header = written_by_hand("helium_readings.yaml"), written_by_hand("helium_case.yaml")
    TARGET.mkdir(parents=True, exist_ok=True)
    hand = written_by_hand("helium_shock.yaml")
    planned = written_by_hand("helium_options.yaml")
    header["sources"] |= planned["sources"]
    header["figures"] += planned["figures"]
    book = figures(folder, readings, header)
    rows = {
        "figures": list(book.figures.values()),
        "trade": tables.trade(folder),
        "claims": claims(),
        "balances": tables.balances(book, folder, header["balances"]),
        "facilities": [*tables.facilities(book, folder), *planned["facilities"]],
        "companies": tables.companies(folder),
        "uses": tables.uses(book, folder),
        "stocks": tables.stocks(header["stocks"]),
        "events": [*tables.events(book, folder), *header["events"]],
        "priors": shock.priors(hand),
        "sectors": shock.sectors(hand),
        "sector_shares": shock.sector_shares(hand),
        "industries": helium_industries.industries(folder, hand),
        "control": shock.control(folder, hand),
        "options": helium_options.options(planned),
        "option_numbers": helium_options.numbers(planned),
        "money": helium_options.money(planned),
    }
    used = {row["source"] for table in rows.values() for row in table if "source" in row}
    used |= {header["case"]["trade"]["source"]} | shock.cited(TARGET)
    rows["sources"] = tables.sources(folder, used, header)
    counts = {name: write_table(name, rows[name]) for name in TABLES if name in rows}
    write_header(header["case"])
    shock.blocs(hand, TARGET)
    (TARGET / "SOURCES.md").write_text(credit(book, counts), encoding="utf-8")
    for name, count in counts.items():
        print(f"{name}.csv: {count} rows")
    for (table, reason), count in sorted(book.left_out.items()):
        print(f"left out of {table}: {count} ({reason})")
    for reading in book.idle():
        print(f"no row fits the reading {reading}")


if __name__ == "__main__":
    main()
