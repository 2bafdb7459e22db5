"""What ``outlast shock`` says of losses in money."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from outlast.countries import the

if TYPE_CHECKING:
    from rich.table import Table

    from outlast.case import Case
    from outlast.results import Result

BANDS = ("p5", "p50", "p95", "cvar90")


def losses(result: "Result") -> "Table":
    """Lay out the bounds by production function and the national loss."""
    from rich.table import Table  # noqa: PLC0415 - start-up time

    from outlast.engines.shock.names import PRODUCTION  # noqa: PLC0415 - start-up time

    loss = result.result["loss"]
    table = Table(title=f"Loss over {loss['months']} months, at most [{loss['unit']}]",
                  title_justify="left")  # fmt: skip
    for heading in ("If …", "5 %", "50 %", "95 %", "Worst tenth"):
        table.add_column(heading, justify="left" if heading == "If …" else "right")
    for row in loss["forms"]:
        table.add_row(PRODUCTION[row["name"]], *(_amount(row[name]) for name in BANDS))
    return table


def loss_words(result: "Result", case: "Case") -> str:
    """Say who loses most, what is not counted and what is unknown."""
    loss = result.result["loss"]
    if not loss["of_known"]["sectors"]:
        whose = ", ".join(case.sectors[row["sector"]].name.lower() for row in loss["by_sector"])
        name = the(result.result["target_name"])
        return (f"What it costs is unknown: industries.csv has no value added of {whose} in "
                f"{name}.")  # fmt: skip
    return f"{_largest(loss, case)} {_caveat(loss, case)}{_missing(result)}".strip()


def _largest(loss: Mapping[str, Any], case: "Case") -> str:
    rows = [row for row in loss["by_sector"] if row["p50"]]
    rows.sort(key=lambda row: -row["p50"])
    if not rows:
        return ""
    words = ", ".join(f"{case.sectors[row['sector']].name.lower()} {_amount(row['p50'])}"
                      for row in rows[:3])  # fmt: skip
    return f"Most of it, if every input binds: {words}."


def _caveat(loss: Mapping[str, Any], case: "Case") -> str:
    counted = len(loss["of_known"]["sectors"])
    every = len(loss["by_sector"])
    part = "" if counted == every else (
        "Counted: "
        + ", ".join(case.sectors[s].name.lower() for s in loss["of_known"]["sectors"])
        + f", {counted} of {every} sectors. "
    )  # fmt: skip
    return f"{part}{loss['caveat'][0].upper()}{loss['caveat'][1:]}."


def _missing(result: "Result") -> str:
    """Say why something is unknown."""
    reasons = dict.fromkeys(
        unknown.reason
        for unknown in result.unknown
        if unknown.path == "loss.p50" or unknown.path.startswith("loss.forms.")
    )
    return f" Unknown: {'; '.join(reasons)}." if reasons else ""


def _amount(value: float | None) -> str:
    if value is None:
        return "unknown"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
