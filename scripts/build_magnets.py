"""Carry the shipped case ``rare-earth-magnets`` back from 2022 to 2005.

Usage: ``python scripts/build_magnets.py SOURCES`` with outlast installed, where SOURCES holds
``baci_critical/flows.parquet``: CEPII BACI V202601, HS 850511 by year, exporter and importer
(Etalab Open Licence 2.0).

Rows of ``trade.csv`` up to 2009 are BACI's; later ones are left as they are.  In ``figures.csv``
what is printed is written by hand, and so is all of 2023 and later; every row of 2005 to 2022
whose source is ``assumption`` is this script's.  Rules, with a figure's reasons in its note:

* output and exports of China between printed years grow at a constant rate; exports before the
  first printed year are those of BACI in USD at that year's tonnes per dollar;
* the rest of the world makes what China's share leaves, which lies on straight lines between the
  printed shares of ``SHARES``; "over 80 %" of 2012 agrees, 90 % of 2023 is set aside, as 94 % of
  2024 is taken for it, too.  Japan and Germany divide the rest as they were printed for 2010 and
  are assumed for 2024; Viet Nam's part follows its exports from 2018, when BACI first tells any;
* use is output and imports less exports, imports and others' exports at the tonnes per dollar of
  China's exports.  China's and Japan's exports are an interval, low where output is, or where use
  is high if output is printed; those of the others, most of them of other magnets, are not.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import duckdb

from outlast.countries import WORLD

CASE = Path(__file__).parents[1] / "src" / "outlast" / "cases" / "rare-earth-magnets"
YEARS = range(2005, 2023)
BY_SCRIPT = range(2005, 2010)
SHARES = (2005, 2008, 2010, 2017, 2024)
VIET_NAM_FROM = 2018
NEAR, FAR, BACK = 0.15, 0.25, 0.3
MAKERS = {"JPN": 0.35, "DEU": 0.5, "VNM": 0.4}
"""Half the width of an assumed output."""
EXPORTERS = {"JPN": 0.25, "DEU": 0.0, "VNM": 0.0}
"""Half the width of exports."""

Row = dict[str, str]


class Range(NamedTuple):
    """A middle with its bounds [t], which are the same where it is printed, and its reason."""

    low: float
    middle: float
    high: float
    note: str

    @property
    def printed(self) -> bool:
        """Whether it has no width."""
        return self.low == self.high


def around(middle: float, width: float, note: str) -> Range:
    """Spread a middle by a part of itself to each side."""
    words = f"{note}; give or take {width:.0%}".replace("%", " %")
    return Range(middle * (1 - width), middle, middle * (1 + width), words)


def read(name: str) -> tuple[list[str], list[Row]]:
    """Read a table of the case with its columns."""
    with (CASE / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


def write(name: str, columns: list[str], rows: list[Row]) -> None:
    """Write a table of the case."""
    with (CASE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def trade(folder: Path) -> list[Row]:
    """Read the flows of the script's years; values alone."""
    query = """
        select cast(year as integer), exporter, importer, value_usd from read_parquet(?)
        where material = 'magnets' and year between ? and ?
    """
    file = str(folder / "baci_critical" / "flows.parquet")
    found = duckdb.execute(query, [file, BY_SCRIPT[0], BY_SCRIPT[-1]]).fetchall()
    rows = [
        {"year": str(year), "product": "850511", "edition": "HS02", "value_usd": str(value),
         "exporter": WORLD.find(exporter), "importer": WORLD.find(importer)}
        for year, exporter, importer, value in found
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (row["year"], row["exporter"], row["importer"]))


class Magnets:
    """What is on file, and what follows from it for the years between.

    Parameters
    ----------
    figures, flows : list of dict
        Rows of ``figures.csv`` written by hand, and of ``trade.csv``.
    """

    def __init__(self, figures: list[Row], flows: list[Row]) -> None:
        self.figures = figures
        self.sold: defaultdict[tuple[str, int], int] = defaultdict(int)
        self.bought: defaultdict[tuple[str, int], int] = defaultdict(int)
        for flow in flows:
            year, value = int(flow["year"]), int(flow["value_usd"])
            self.sold[flow["exporter"], year] += value
            self.bought[flow["importer"], year] += value

    def printed(self, quantity: str, subject: str) -> dict[int, float]:
        """Values by year, of the best grade."""
        rows = [
            row for row in self.figures
            if (row["quantity"], row["subject"], row["item"] + row["partner"])
            == (quantity, subject, "") and row["period"].isdigit()
        ]  # fmt: skip
        rows.sort(key=lambda row: row["grade"], reverse=True)
        return {int(row["period"]): float(row["value"]) for row in rows}

    def china(self, quantity: str, year: int) -> Range:
        """Output or exports of China."""
        known = self.printed(quantity, "CHN")
        if year in known:
            return Range(known[year], known[year], known[year], "as printed")
        first = min(known)
        if year < first:
            per_usd = known[first] / self.sold["CHN", first]
            value = self.sold["CHN", year]
            return around(
                value * per_usd, BACK,
                f"{value / 1e6:,.0f} million USD (BACI) at the {per_usd * 1e6:.1f} t a million "
                f"USD of {first}"
            )  # fmt: skip
        before, after = max(y for y in known if y < year), min(y for y in known if y > year)
        growth = (known[after] / known[before]) ** (1 / (after - before))
        return around(
            known[before] * growth ** (year - before), NEAR if after - before == 2 else FAR,
            f"constant growth between {known[before]:,.0f} t of {before} and {known[after]:,.0f} "
            f"t of {after}"
        )  # fmt: skip

    def share(self, year: int) -> float:
        """China's part of the world's output, on straight lines."""
        known = self.printed("world_share", "CHN")
        before, after = max(y for y in SHARES if y <= year), min(y for y in SHARES if y > year)
        part = (year - before) / (after - before)
        return known[before] + part * (known[after] - known[before])

    def per_usd(self, year: int) -> float:
        """Tonnes per dollar of China's exports."""
        return self.china("exports", year).middle / self.sold["CHN", year]

    def viet_nam(self, year: int) -> float:
        """Its assumed output of 2024, as its exports were then to those of the year [t]."""
        if year < VIET_NAM_FROM:
            return 0.0
        size = {y: self.sold["VNM", y] * self.per_usd(y) for y in (year, 2024)}
        return self.printed("production", "VNM")[2024] * size[year] / size[2024]

    def japan_part(self, year: int) -> float:
        """Japan's part of what it and Germany make: as in 2010 before, then towards 2024's."""
        output = {code: self.printed("production", code) for code in ("JPN", "DEU")}
        ends = [output["JPN"][y] / (output["JPN"][y] + output["DEU"][y]) for y in (2010, 2024)]
        return ends[0] + max(year - 2010, 0) / 14 * (ends[1] - ends[0])

    def output(self, country: str, year: int) -> Range:
        """Output of a country."""
        if country == "CHN":
            return self.china("production", year)
        known = self.printed("production", country)
        if year in known:
            return Range(known[year], known[year], known[year], "as printed")
        china, share = self.china("production", year).middle, self.share(year)
        rest, viet_nam = china * (1 / share - 1), self.viet_nam(year)
        left = (rest - viet_nam) * self.japan_part(year)
        made = {"JPN": left, "DEU": rest - viet_nam - left, "VNM": viet_nam}[country]
        world = (
            f"of the {rest:,.0f} t that China's {china:,.0f} t leave at a share of {share:.3f}, "
            "on a line between printed shares"
        )
        how = {
            "JPN": f"Japan's part, as printed for 2010 or on the way to 2024, {world}",
            "DEU": f"Europe's part, as printed for 2010 or on the way to 2024, {world}",
            "VNM": f"3,800 t of 2024 (assumed) by exports of {self.sold['VNM', year] / 1e6:,.0f} "
                   f"million USD, part {world}",
        }  # fmt: skip
        return around(made, MAKERS[country], how[country])

    def use(self, country: str, year: int) -> Range:
        """Output and imports less exports."""
        per_usd, output = self.per_usd(year), self.output(country, year)
        bought, sold = (t[country, year] * per_usd for t in (self.bought, self.sold))
        exports = (
            self.china("exports", year) if country == "CHN"
            else around(sold, EXPORTERS[country], "in USD")
        )  # fmt: skip
        low, high = (exports.high, exports.low) if output.printed else (exports.low, exports.high)
        words = (
            f"output of {output.middle:,.0f} t and imports of {bought:,.0f} t less exports of "
            f"{exports.middle:,.0f} t; trade in USD (BACI) at {per_usd * 1e6:.1f} t a million USD"
        )
        if country == "CHN" and not exports.printed:
            words += f"; exports: {exports.note}"
        if not (exports.printed and output.printed):
            words += "; low and high hold those of output and exports"
        ends = (output.low + bought - low, output.high + bought - high)
        return Range(max(ends[0], 0), output.middle + bought - exports.middle, ends[1], words)


def rows_of(book: Magnets, country: str, year: int) -> list[Row]:
    """Write output and use of a country in a year as rows, but what is written by hand."""
    found = {"production": book.output(country, year), "consumption": book.use(country, year)}
    if country == "CHN":
        found["exports"] = book.china("exports", year)
    return [
        figure(f"{quantity}-{country.lower()}-{year}", quantity, country, year, amount)
        for quantity, amount in found.items()
        if year not in book.printed(quantity, country)
    ]


def figure(name: str, quantity: str, country: str, year: int, amount: Range) -> Row:
    """Write a figure: assumed with bounds, or derived without."""
    row = {"id": name, "quantity": quantity, "subject": country, "period": str(year), "unit": "t",
           "value": f"{amount.middle:.0f}", "grade": "D", "source": "assumption",
           "note": amount.note}  # fmt: skip
    if amount.printed:
        return row | {"status": "derived"}
    return row | {"low": f"{amount.low:.0f}", "high": f"{amount.high:.0f}", "status": "assumed"}


def main() -> None:
    """Write both tables."""
    columns, kept = read("trade.csv")
    kept = [row for row in kept if int(row["year"]) not in BY_SCRIPT]
    flows = trade(Path(sys.argv[1])) + kept
    write("trade.csv", columns, flows)
    columns, figures = read("figures.csv")
    own = {str(year) for year in YEARS}
    figures = [r for r in figures if r["source"] != "assumption" or r["period"] not in own]
    book = Magnets(figures, flows)
    added = [
        row
        for country in ("CHN", "JPN", "DEU", "VNM")
        for year in YEARS
        if country != "VNM" or year >= VIET_NAM_FROM
        for row in rows_of(book, country, year)
    ]
    write("figures.csv", columns, figures + added)
    print(
        f"trade.csv: {len(flows)} rows; figures.csv: {len(added)} rows of {len(figures + added)}"
    )


if __name__ == "__main__":
    main()
