"""Build ``src/outlast/countries.csv`` from two public tables.

Usage: ``python scripts/build_countries.py SOURCES``, where SOURCES holds

* ``country_meta/country-codes.csv``: the ISO 3166 and M49 codes of the ``country-codes`` data
  package (Open Data Commons PDDL 1.0);
* ``baci_minerals/baci_country_codes.csv``: CEPII BACI's country codes (Etalab Open Licence 2.0).
"""

import csv
import sys
from pathlib import Path

SHORT_NAMES = {
    "USA": "United States", "GBR": "United Kingdom", "KOR": "South Korea", "PRK": "North Korea",
    "TWN": "Taiwan", "HKG": "Hong Kong", "MAC": "Macao", "CZE": "Czechia", "RUS": "Russia",
    "COD": "Congo (Kinshasa)", "COG": "Congo (Brazzaville)", "PSE": "Palestine",
    "MMR": "Myanmar", "LAO": "Laos", "SYR": "Syria", "VAT": "Vatican City",
}  # fmt: skip
OTHER_ASIA = "490"  # BACI's "Other Asia, nes", which is Taiwan in practice
OBSOLETE = {
    "ANT": ("AN", "Netherlands Antilles (to 2010)"),
    "SCG": ("CS", "Serbia and Montenegro (to 2006)"),
    "ZA1": ("", "Southern African Customs Union (to 1999)"),
    "PUS": ("", "US Pacific islands (to 1999)"),
}


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def build(sources: Path) -> list[dict[str, str]]:
    """Join ISO codes, names and BACI codes, one row a country."""
    baci: dict[str, list[str]] = {}
    for row in read(sources / "baci_minerals" / "baci_country_codes.csv"):
        baci.setdefault(row["country_iso3"], []).append(row["country_code"])
    baci["TWN"] = [OTHER_ASIA]
    rows = []
    for row in read(sources / "country_meta" / "country-codes.csv"):
        alpha3, alpha2 = row["ISO3166-1-Alpha-3"], row["ISO3166-1-Alpha-2"]
        if not alpha3:
            continue
        name = SHORT_NAMES.get(alpha3) or row["CLDR display name"] or row["official_name_en"]
        numeric = row["ISO3166-1-numeric"].zfill(3)
        codes = " ".join(sorted(baci.get(alpha3, []), key=int))
        rows.append(
            {"alpha3": alpha3, "alpha2": alpha2, "numeric": numeric, "baci": codes, "name": name}
        )
    for alpha3, (alpha2, name) in OBSOLETE.items():
        codes = " ".join(baci.get(alpha3, []))
        rows.append(
            {"alpha3": alpha3, "alpha2": alpha2, "numeric": "", "baci": codes, "name": name}
        )
    return sorted(rows, key=lambda row: row["alpha3"])


def main() -> None:
    """Write the table beside the module that reads it."""
    target = Path(__file__).parents[1] / "src" / "outlast" / "countries.csv"
    rows = build(Path(sys.argv[1]))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{target.name}: {len(rows)} countries")


if __name__ == "__main__":
    main()
