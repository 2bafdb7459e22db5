"""Write ``docs/scorecard.md`` and its pictures from the shipped episodes.

Usage: ``python scripts/scorecard.py`` with outlast and its development tools installed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import outlast
from outlast.charts import drawn, outcome_bands, outcome_fan
from outlast.engines.shock.episodes.wording import bounds, number
from outlast.report.wording import capital

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
PICTURES = DOCS / "pictures"
DRAWS, SEED = 1000, 1
WIDTH = 640


def page(told: Mapping[str, Any]) -> str:
    """Write the page of a back-test's result."""
    text = Environment(loader=FileSystemLoader(HERE), undefined=StrictUndefined,
                       keep_trailing_newline=True, autoescape=False)  # fmt: skip  # noqa: S701
    met = sum(block["covered"] for block in told["episodes"])
    return text.get_template("scorecard.md.j2").render(
        {**told, "statement": capital(told["statement"])}, met=met, pictures=pictures,
        capital=capital, number=number, bounds=bounds,
    )  # fmt: skip


def pictures(block: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """An episode's charts by the name of their file: its first series, and all its bands."""
    charts = {}
    if block["series"]:
        charts[f"scorecard-{block['id']}-months.svg"] = outcome_fan(block["series"][0])
    if any(map(drawn, block["rows"])):
        charts[f"scorecard-{block['id']}.svg"] = outcome_bands(block["rows"])
    return charts


def _draw(name: str, chart: Mapping[str, Any]) -> None:
    """Write a chart as SVG on white, since the page may be dark."""
    specification = {
        **chart,
        "width": WIDTH,
        "background": "white",
        "padding": {"left": 40, "right": 16, "top": 12, "bottom": 12},
    }
    specification.pop("autosize")
    (PICTURES / name).write_text(vl_convert.vegalite_to_svg(specification), encoding="utf-8")


def main() -> None:
    """Run every episode and write the page and its pictures."""
    told = outlast.backtest(draws=DRAWS, seed=SEED).result
    for old in PICTURES.glob("scorecard-*.svg"):
        old.unlink()
    for block in told["episodes"]:
        for name, chart in pictures(block).items():
            _draw(name, chart)
    (DOCS / "scorecard.md").write_text(page(told), encoding="utf-8")


if __name__ == "__main__":
    main()
