"""The recipe of a new case is one that works: its episode is scored on its draft."""

import re
from pathlib import Path

import outlast
from outlast.case.draft import draft_case
from outlast.readers.materials import materials

PAGE = (Path(__file__).parents[2] / "docs" / "new-case.md").read_text("utf-8")


def block(language):
    """The page's only block of a language."""
    (text,) = re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)
    return text


def test_the_episode_of_the_page_is_scored_on_the_draft_of_the_page(tmp_path):
    folder = tmp_path / "graphite"
    draft_case("250410", "USA").write(folder)
    (folder / "episodes").mkdir()
    (folder / "episodes" / "graphite-2023.yaml").write_text(block("yaml"), "utf-8")
    with (folder / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(block("text"))
    result = outlast.backtest(outlast.load(folder), "graphite-2023", draws=8).result
    (episode,) = result["episodes"]
    rows = [(row["variable"], row["date"]) for row in episode["rows"]]
    assert rows == [("exports", "2023-11"), ("exports", "2023-12")]


def test_the_page_counts_the_shipped_headings():
    headings = {heading.hs6 for m in materials().values() for heading in m.headings}
    assert f"{len(headings)} headings are shipped" in PAGE
