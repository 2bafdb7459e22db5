"""Who really controls it: the words follow the rows, and what is unknown is said, not 0."""

import html
import json
import re
from dataclasses import replace

import pytest

import outlast


def section(page):
    """The section as HTML."""
    return re.search(r'<section aria-labelledby="h-control">(.*?)</section>', page, re.DOTALL)[1]


def words(page):
    """Its text, charts left out."""
    text = re.sub(r"<script.*?</script>", "", section(page), flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", "", text).replace("\u202f", " ")
    return html.unescape(re.sub(r"\s+", " ", text))


def chart(page, name):
    """Rows of a chart's data."""
    found = re.search(rf'data-chart="{name}">(.*?)</script>', page, re.DOTALL)[1]
    tables = json.loads(found)["datasets"].values()
    return [row for table in tables if isinstance(table, list) for row in table]


def brief(case, importer=None):
    return outlast.brief(case, importer, shocks=False, claims=False).html()


@pytest.fixture(scope="module")
def china(helium):
    return brief(helium, "CHN")


@pytest.fixture(scope="module")
def korea(helium):
    return brief(helium, "KOR")


def test_the_paragraph_answers_whether_it_was_ever_95_percent(china):
    text = words(china)
    assert "Was it ever 95 %? Yes: counting what leaves its territory alone, the United" in text
    assert "could stop 98–99 % of China's helium in 2002–2005, and less in every later" in text
    assert "until 2006 counting also minority holdings" in text
    assert "until 2019 counting its territory and the firms of its allies" in text
    assert "it has been below half since 2014 and below a tenth since 2023: 8 % in 2024" in text
    assert "below half since 2014 (at its outer bound since 2018), not below a tenth" in text
    assert "20 % (14–22 %) in 2024" in text


def test_caveats_stand_beside_the_rungs(china):
    text = words(china)
    for caveat in ("A minority has no veto", "No such rule exists"):
        assert caveat in text


def test_the_paragraph_follows_the_rows(helium):
    """Without what Air Products sells in China, its firms add nothing to the territory."""
    kept = [row for row in helium.control
            if (row.power, row.rung, row.origin) != ("USA", "distributors", "QAT")]  # fmt: skip
    assert len(kept) == len(helium.control) - 3
    changed = words(brief(replace(helium, control=tuple(kept)), "CHN"))
    assert "20 % (14–22 %) in 2024" not in changed
    told = changed.split("Counting also what its firms buy")[1].split(" in 2024.")[0]
    assert told.endswith("since 2014 and below a tenth since 2023: 8 % (8–9 %)")
    assert "counting what leaves its territory alone" in changed


def test_every_number_of_the_paragraph_leads_to_rows_and_flows(china):
    first = section(china).split("<p>")[1].split("</p>")[0]
    links = re.findall(r'href="#n(\d+)"', first)
    assert len(links) >= 3
    entry = re.search(rf'<li id="n{links[0]}">(.*?)</details></li>', china, re.DOTALL)[1]
    assert "<code>ctl001</code>" in entry
    assert "<code>trade:280429:2002:USA:CHN</code>" in entry


def test_unknown_years_are_a_gap_and_a_word(china):
    assert "84 % in 2022, unknown in 2023–2024" in words(china)
    drawn = {(row["rung"], row["year"]) for row in chart(china, "chart-reach") if "year" in row}
    assert ("allies", 2022) in drawn
    assert {("allies", 2023), ("allies", 2024)}.isdisjoint(drawn)
    labels = [row["label"] for row in chart(china, "chart-reach") if "label" in row]
    assert "with allies unknown" in labels
    step = next(row for row in chart(china, "chart-rungs") if row.get("rung") == "allies")
    assert (step["words"], step["unknown"], step["end"]) == ("unknown", True, 1)
    assert "Reach of the United States with its allies" in china


def test_what_is_told_of_another_importer_is_unknown_not_nothing(korea):
    text = words(korea)
    assert "Whether it ever was 95 % is unknown" in text
    assert "whether it is below half is unknown: unknown in every year" in text
    boxes = [row["label"] for row in chart(korea, "chart-sankey") if "lines" in row]
    assert any(label.startswith("unknown") for label in boxes)


def test_the_largest_plants_hubs_and_mirror_gaps_are_told(china):
    text = words(china)
    assert "Of the 10 largest plants known to run in 2024, firms of the United States own" in text
    assert "own 1 wholly and 4 in part; 5 are others', of 0 the owner is unknown" in text
    assert "of 4 the licensor is unknown" in text
    assert "Odolanow (Poland)" in text
    assert "came through resellers that make none (Hong Kong)" in text
    assert "1.7–1.8 times the value from the United States in 2021" in text
    assert "Natural Earth" in text


def test_a_case_without_control_says_unknown(isle_copy):
    (isle_copy / "control.csv").unlink()
    (isle_copy / "holdings.csv").unlink()
    text = words(brief(outlast.load(isle_copy)))
    assert "Who controls whose supply is unknown, which is not zero" in text
    assert "no control.csv" in text
    assert "Was it ever" not in text
    assert "Where it is made" in text


def test_fictional_countries_have_no_map_and_holdings_are_grounds(isle):
    page = brief(isle)
    assert "are on no map" in words(page)
    assert 'data-chart="chart-map"' not in page
    assert "<code>westland-gas-of-xno</code> part of westland-gas that Northland holds" in page


def test_an_importer_without_imports_has_unknown_control(isle):
    text = words(brief(isle, "XNO"))
    assert "Who controls whose supply is unknown" in text


@pytest.mark.parametrize("code", ["EU", "SGP"])
def test_a_bloc_and_a_small_country_have_a_map(helium, code):
    assert 'data-chart="chart-map"' in brief(helium, code)
