"""Whole industries behind the sectors of the helium case: bounds of what they can lose."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from helium_figures import Draft, number, read

Accounts = Mapping[str, tuple[float, float]]
"""Value added and purchases from others, by the code of an industry.  [million USD]"""


def industries(folder: Path, hand: dict[str, Any]) -> list[Draft]:
    """List every sector's industries, then the whole economies."""
    rows = []
    for country, block in hand["industries"].items():
        accounts = TABLES[country](folder)
        for row in block["rows"]:
            value_added, inputs = accounts[row["code"]]
            rows.append({
                "id": f"{country}-{row['sector']}-{row['code']}".lower(),
                "country": country,
                "sector": row["sector"],
                "industry": row["industry"],
                "year": block["year"],
                "value_added": number(round(value_added)),
                "inputs": number(round(inputs)),
                "unit": "million_USD",
                "status": row.get("status", "sourced"),
                "grade": "D" if "status" in row else "A",
                "source": block["source"],
                "note": row["note"],
            })  # fmt: skip
    return rows + hand["economies"]


def _icio(folder: Path) -> Accounts:
    """China's divisions in the OECD's inter-country table of 2022."""
    return {
        row["sector"]: (
            float(row["value_added_plus_taxes_usd_mn"]), float(row["intermediate_inputs_usd_mn"])
        )
        for row in read(folder / "oecd_icio_2022" / "icio2022_nodes.csv")
        if row["country"] == "CHN"
    }  # fmt: skip


def _bea(folder: Path) -> Accounts:
    """American industries in the benchmark Use table of 2017; row T005 is what they buy."""
    path = folder / "bea_io_us" / "BEA_Detail_Use_SUT_2017_17sch.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        codes, *lines = csv.reader(file)
    rows = {line[0]: line for line in lines}
    return {
        code: (float(rows["VABAS"][i]), float(rows["T005"][i]))
        for i, code in enumerate(codes) if i and rows["VABAS"][i] and rows["T005"][i]
    }  # fmt: skip


TABLES: Mapping[str, Callable[[Path], Accounts]] = {"CHN": _icio, "USA": _bea}
