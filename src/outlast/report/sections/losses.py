"""What a stop costs, at most: the section beside the shortage."""

from typing import Any

from outlast.charts import loss_ranges
from outlast.engines.shock.names import PRODUCTION
from outlast.report.headline import Writer
from outlast.report.sections.stops import titled
from outlast.results import Result
from outlast.units import money


def losses(writer: Writer, result: Result) -> dict[str, Any] | None:
    """Gather the bounds by production function; None where no sector has a figure."""
    loss = result.result["loss"]
    known = [row for row in loss["forms"] if row["p50"] is not None]
    if loss["of_known"]["p50"] is None or not known:
        return None
    sectors = writer.findings.case.sectors
    names = [sectors[name].name.lower() for name in loss["of_known"]["sectors"]]
    rows = [
        {"name": PRODUCTION[row["name"]], "words": money(row["p50"])}
        | {name: row[name] for name in ("p5", "p50", "p95")}
        for row in known
    ]
    bounds = [row for row in known if row["name"] != "ces"]
    least = min(reversed(bounds), key=lambda row: row["p50"])
    return {
        "most": _cited(writer, result, max(row["p50"] for row in bounds)),
        "least": _cited(writer, result, least["p50"]),
        "least_if": PRODUCTION[least["name"]].partition(" (")[0],
        "tail": money(loss["of_known"]["cvar90"]),
        "partly": "" if loss["p50"] is not None else ", ".join(names),
        "caveat": loss["caveat"],
        "reasons": list(dict.fromkeys(
            unknown.reason for unknown in result.unknown
            if unknown.path == "loss.p50" or unknown.path.startswith("loss.forms.")
        )),
        "chart": loss_ranges(rows, unit=loss["unit"]),
    }  # fmt: skip


def _cited(writer: Writer, result: Result, millions: float) -> Any:  # noqa: ANN401 - markup
    """Cite an amount with the industries that it rests on."""
    found = result.result
    how = (
        f"{titled(writer, result)}, flows of {found['year']}: missing output of sectors times the "
        f"value added of whole industries, median of {found['draws']} draws, "
        f"seed {result.run['seed']}"
    )
    rows = [name for name in result.figures if name.startswith("industry:")]
    return writer.ledger.cite(money(millions), how, rows)
