"""``outlast backtest --losses``: CES beside the losses that others printed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from outlast.cli.options import console, deliver

EXPLAINED = (
    "A stop of twelve months; what is lost may be caught up later, which is not modelled. "
    "A hit is a median within what was printed, or within a factor of 1.5 of a single number. "
    "Nothing was fitted; where the band is wide a hit is worth little."
)


def published_losses(seed: int, output: Path | None, *, as_json: bool, quiet: bool) -> None:
    """Print the table, or deliver it as asked."""
    from outlast.engines.shock.losses.published import beside_published  # noqa: PLC0415 - start-up

    result = beside_published(seed=seed)
    if deliver(result, output, as_json=as_json, quiet=quiet):
        return
    from rich.table import Table  # noqa: PLC0415

    screen = console()
    table = Table(title="Losses that others printed, beside CES", title_justify="left")
    headings = (
        "Study",
        "Stop",
        "Printed",
        "5 %",
        "50 %",
        "95 %",
        "Second order",
        "Unit",
        "Median",
    )
    for heading in headings:
        words = heading in {"Study", "Stop", "Unit", "Median"}
        table.add_column(heading, justify="left" if words else "right")
    compared = [row for row in result.result["studies"] if row["ours"]]
    for row in compared:
        bands = [_number(row["ours"][q]) for q in ("p5", "p50", "p95")]
        table.add_row(row["study"], row["stop"], _printed(row), *bands,
                      _number(row["second_order"]), row["unit"], row["verdict"])  # fmt: skip
    screen.print(table)
    screen.print(EXPLAINED)
    others = len(result.result["studies"]) - len(compared)
    screen.print(f"{others} more printed numbers are not compared: --json says what and why.")


def _printed(row: Mapping[str, Any]) -> str:
    """Say the printed number and its bounds, if there are any."""
    bounds = "" if row["low"] is None else f" ({row['low']:g} to {row['high']:g})"
    return f"{row['loss']:g}{bounds}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"
