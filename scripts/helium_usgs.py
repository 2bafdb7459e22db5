"""Figures of the helium case from the USGS Mineral Commodity Summaries, cubic metres at 15 °C."""

import re
from pathlib import Path

from helium_figures import Book, Draft, Row, country, number, read

ITEMS = {
    "Production": "production",
    "Reserves": "reserves",
    "Sold or used": "sales",
    "Import": "imports",
    "Export": "exports",
    "Consumption": "consumption",
    "Import sources 2021-2024": "import_share",
}
COMMON = {"grade": "A", "status": "sourced", "unit": "Mm3_15C"}
ESTIMATED = "estimated by USGS"


def mcs2026(book: Book, folder: Path) -> None:
    """World table and American salient statistics of the Mineral Commodity Summaries 2026."""
    table = "MCS2026_Commodities_Data.csv"
    for row in read(folder / "usgs_mcs" / table, "cp1252"):
        if row["Commodity"].strip() != "Helium":
            continue
        if row["Statistics"] == "Net import reliance":
            book.skip(table, "a letter for a net exporter, no number")
        elif row["Country"] == "Other countries":
            book.skip(table, "no single country")
        else:
            book.add(table, _figure_of_2026(row))


def _figure_of_2026(row: Row) -> Draft:
    quantity = ITEMS[row["Statistics"]]
    figure = _cell(row["Value"])
    canadian = "with gas from Canada purified there" if "from Canada" in row["Notes"] else ""
    estimated = ESTIMATED if row["Notes"].startswith("Estimated") else ""
    figure["note"] = _join(figure["note"], estimated, canadian)
    figure |= {"quantity": quantity, "subject": country(row["Country"]), "period": row["Year"]}
    figure |= {"source": "mcs2026", "locator": row["Statistics_detail"]}
    if quantity == "reserves":
        figure["period"] = f"as of {row['Year']}"
    if quantity == "import_share":
        figure |= {"subject": "USA", "partner": country(row["Country"]), "period": "2021..2024"}
        figure |= {"unit": "%", "locator": row["Statistics"]}
    return COMMON | figure


def mcs2025(book: Book, folder: Path) -> None:
    """World table of the Mineral Commodity Summaries 2025; America is the sum of its two rows."""
    table = "MCS2025_World_Data.csv"
    rows = read(folder / "usgs_mcs" / table)
    rows = [row for row in rows if row["COMMODITY"].strip() == "Helium"]
    american = [row for row in rows if row["COUNTRY"].startswith("United States")]
    columns = {"2023": "PROD_2023", "2024": "PROD_EST_ 2024", "as of 2024": "RESERVES_2024"}
    for period, column in columns.items():
        common = COMMON | {"source": "mcs2025", "period": period, "locator": "world table"}
        common["quantity"] = "reserves" if period.startswith("as of") else "production"
        estimated = ESTIMATED if period == "2024" else ""
        gas, cliffside = (row[column].replace(",", "") for row in american)
        note = _join(f"{gas} from natural gas and {cliffside} from Cliffside", estimated)
        total = number(float(gas) + float(cliffside))
        usa = {"subject": "USA", "value": total, "status": "derived", "note": note}
        book.add(table, common | usa)
        for row in rows:
            if row not in american:
                figure = _figure_of_2025(row, column, estimated)
                book.add(table, common | figure)


def _figure_of_2025(row: Row, column: str, estimated: str) -> Draft:
    remark = row["PROD_NOTES"]
    small = "1/2 unit" in remark and column.startswith("PROD")
    figure = _cell("s" if small else row[column])
    if column == "PROD_2023" and "estimated 2023" in remark:
        estimated = ESTIMATED
    which = "USGS's remark does not say which year" if small else ""
    figure["note"] = _join(figure["note"], which, estimated if figure["value"] else "")
    return figure | {"subject": country(row["COUNTRY"])}


def _cell(printed: str) -> Draft:
    """Value, or bounds, and the reason where a cell has no number."""
    if printed == "—":
        return {"value": "0", "note": "printed as a dash, which is zero"}
    if printed == "s":
        return {"value": "", "low": "0", "high": "0.5", "note": "less than half a unit"}
    if not printed:
        return {"value": "", "note": "unknown: the cell is empty"}
    if not re.fullmatch(r"[\d.,]+", printed):
        return {"value": "", "note": f"unknown: USGS prints {printed!r}"}
    return {"value": printed.replace(",", ""), "note": ""}


def _join(*texts: str) -> str:
    return "; ".join(text for text in texts if text)
