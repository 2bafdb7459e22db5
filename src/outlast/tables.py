"""The table of a result: flat rows of plain values, for data frames, datasets and CSV."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

Row = dict[str, Any]
MONTHLY = ("fill", "price_spot", "price_spot_world", "price_delivered", "import_bill",
           "stock_months", "reserve_months")  # fmt: skip
"""Series of a shock that have a band every month; `reserve_months` only where there is one."""
_ENDS = ("low", "point", "high")
LABELS = ("series", "year", "country", "month")
"""Columns that name a row rather than measure it."""


def suppliers(result: Mapping[str, Any]) -> list[Row]:
    """List the suppliers of an exposure; over years, one block a year after the other.

    Of several years, one whose suppliers are unknown keeps a row that says so.
    """
    years = result.get("years")
    gap = [{"country": "", "name": "unknown", "share": None, "amount": None}]
    none: list[Row] = [] if years is None else gap
    asked = ("unit", "importer", "basis")
    return [
        ({} if years is None else {"year": block["year"]})
        | dict(row)
        | {name: block[name] for name in asked}
        for block in ([result] if years is None else years)
        for row in (none if block["suppliers"] is None else block["suppliers"])
    ]


def months(result: Mapping[str, Any]) -> list[Row]:
    """List the series of a shock month by month; of a sector's fill only the median is kept."""
    rows = [{"series": name, **row} for name in MONTHLY for row in result.get(name, ())]
    rows += [
        {"series": f"sector:{row['sector']}", "month": month, "p5": None, "p50": fill, "p95": None}
        for row in result["sectors"]
        for month, fill in enumerate(row["fill_p50"])
    ]
    return rows


def observations(result: Mapping[str, Any]) -> list[Row]:
    """List every observation of a back-test beside the model's band."""
    rows = []
    for episode in result["episodes"]:
        for row in episode["rows"]:
            low, high = row["observed"]
            observed = {"observed_low": low, "observed_high": high}
            names = {"episode": episode["id"], "variable": row["variable"], "date": row["date"]}
            rows.append(names | observed | {k: v for k, v in row.items() if k != "observed"})
    return rows


def claims(result: Mapping[str, Any]) -> list[Row]:
    """List the claims of a check, without the tables within them."""
    inner = {"estimates", "suspected"}
    return [{name: value for name, value in row.items() if name not in inner}
            for row in result["claims"]]  # fmt: skip


def studies(result: Mapping[str, Any]) -> list[Row]:
    """List the losses that others printed, the band of CES in columns of its own."""
    return [
        {name: value for name, value in row.items() if name != "ours"}
        | (row["ours"] or dict.fromkeys(("p5", "p50", "p95")))
        for row in result["studies"]
    ]


def leverage_years(result: Mapping[str, Any]) -> list[Row]:
    """List the years of a game and of its variants; a band is three columns."""
    lines = [("", result["years"])]
    lines += [(one["name"], one["years"]) for one in result["variants"] or ()]
    return [_leverage_year(name, row) for name, rows in lines for row in rows]


def _leverage_year(name: str, row: Mapping[str, Any]) -> Row:
    """Lay out a year; what a variant does not tell is missing."""
    told: Row = {"variant": name, "year": row["year"]}
    for column in ("harm", "cost", "threshold"):
        band = row.get(column) or {}
        told |= {f"{column}_{q}": band.get(q) for q in ("p5", "p50", "p95")}
    told["no_stake_share"] = (row.get("threshold") or {}).get("never_share")
    for side in ("target", "sender"):
        unmet = (row.get("unmet_share_12m") or {}).get(side) or {}
        lasts = (row.get("exhausted_month") or {}).get(side) or {}
        told |= {f"{side}_unmet_p50": unmet.get("p50"), f"{side}_months_p50": lasts.get("p50"),
                 f"{side}_never_share": lasts.get("never_share"),
                 f"{side}_yields_first": (row.get("yields_first") or {}).get(side)}  # fmt: skip
    return told | {"card_value": row.get("card_value"), "card_reach": row.get("card_reach"),
                   "threshold_types": row.get("threshold_types")}  # fmt: skip


def outputs(result: Mapping[str, Any]) -> list[Row]:
    """List the output of suppliers by year."""
    return [
        {"year": row["year"], "country": one["country"]} | {k: row[k] for k in _ENDS}
        for one in result["suppliers"]
        for row in one["years"]
    ]


def programme(result: Mapping[str, Any]) -> list[Row]:
    """List what a plan begins; of a campaign its order."""
    campaign = result.get("campaign")
    return [dict(row) for row in (campaign["order"] if campaign else result["programme"] or ())]


TABLES: Mapping[str, Callable[[Mapping[str, Any]], list[Row]]] = {
    "exposure": suppliers,
    "shock": months,
    "backtest": observations,
    "check": claims,
    "losses": studies,
    "leverage": leverage_years,
    "outlook": outputs,
    "plan": programme,
}
"""How the table of each command's result is made."""


class Labelled(NamedTuple):
    """Rows laid out for a dataset: coordinates, and columns with their dimensions."""

    axes: dict[str, list[Any]]
    columns: dict[str, tuple[list[str], Any]]


def labelled(rows: Sequence[Row]) -> Labelled:
    """Lay rows out along the columns that name them; where these do not, along ``row``.

    Examples
    --------
    >>> labelled([{"month": 0, "p50": 0.5}, {"month": 1, "p50": None}]).columns
    {'p50': (['month'], [0.5, nan])}
    >>> labelled([{"what": "a", "x": True}, {"what": "a", "x": None}]).columns
    {'what': (['row'], ['a', 'a']), 'x': (['row'], ['true', ''])}
    """
    names = list(rows[0]) if rows else []
    labels = [name for name in LABELS if name in names]
    keys = [tuple(row[label] for label in labels) for row in rows]
    if rows and (not labels or len(set(keys)) < len(keys)):
        labels, keys = ["row"], [(number,) for number in range(len(rows))]
    axes = {label: sorted({key[i] for key in keys}) for i, label in enumerate(labels)}
    columns = {}
    for name in (name for name in names if name not in labels):
        values = [row[name] for row in rows]
        kinds = {type(value) for value in values if value is not None}
        words = not (kinds <= {int, float} or (kinds == {bool} and None not in values))
        empty: Any = "" if words else math.nan
        known = [empty if value is None else text(value) if words else value for value in values]
        grid = _grid(dict(zip(keys, known, strict=True)), list(axes.values()), empty)
        columns[name] = (labels, grid)
    return Labelled(axes, columns)


def _grid(known: Mapping[tuple[Any, ...], Any], axes: Sequence[Sequence[Any]], empty: Any) -> Any:  # noqa: ANN401
    """Lay values out over their labels, as lists within lists."""

    def laid(key: tuple[Any, ...]) -> Any:  # noqa: ANN401 - a value, or a list of such
        if len(key) == len(axes):
            return known.get(key, empty)
        return [laid((*key, label)) for label in axes[len(key)]]

    return laid(())


def text(value: object) -> str:
    """Write a value for a cell: a list with blanks, a map as JSON, yes and no as JSON does.

    >>> text(["USA", "QAT"]), text({"p5": 1}), text(True), text(0.5)
    ('USA QAT', '{"p5": 1}', 'true', '0.5')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(text, value))
    if isinstance(value, Mapping | bool):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def to_csv(rows: Sequence[Row]) -> str:
    """Write rows as CSV, the names of their columns first."""
    lines = [",".join(rows[0])] if rows else []
    lines += [",".join(csv_cell(value) for value in row.values()) for row in rows]
    return "\n".join(lines) + "\n"


def csv_cell(value: object) -> str:
    """Write a CSV cell; a text that a spreadsheet would run is kept as text."""
    words = text(value)
    if not isinstance(value, int | float) and words[:1] in set("=+-@\t\r"):
        words = "'" + words
    return '"' + words.replace('"', '""') + '"' if any(c in words for c in ',"\n\r') else words
