"""The brief's words come from the figures, and every number is a link to its making."""

import json
import re
from html.parser import HTMLParser

import pytest

import outlast
from outlast.errors import CountryError


class Page(HTMLParser):
    """Ids, links and loads of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.targets, self.loads, self.numbers = [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.targets.append(found["href"])
            self.numbers += found.get("class") == "n"
        for name in ("src", "data", "srcset", "poster"):
            if name in found:
                self.loads.append(found[name])
        if tag in {"link", "iframe", "object", "embed", "base"}:
            self.loads.append(tag)


@pytest.fixture(scope="module")
def pages(helium):
    return {code: outlast.brief(helium, code, shocks=False) for code in ("CHN", "KOR")}


def test_the_headline_says_what_the_figures_say(pages):
    headline = pages["CHN"].headline
    assert headline.startswith("The United States did supply 94–97 % of China's helium")
    assert "in 2002–2005" in headline
    assert "31 % in 2014, 8 % by value and 5 % by weight in 2024" in headline
    assert headline.endswith("is Qatar: 62 % by weight.")
    assert "2 March 2026" in pages["CHN"].standfirst


def test_the_headline_follows_the_figures(helium):
    """Give Qatar's deliveries of 2024 to Algeria: the headline must name Algeria."""
    from dataclasses import replace

    flows = tuple(
        flow.model_copy(update={"exporter": "DZA"})
        if (flow.year, flow.exporter, flow.importer) == (2024, "QAT", "CHN")
        else flow
        for flow in helium.flows
    )
    changed = outlast.brief(replace(helium, flows=flows), shocks=False)
    assert changed.headline.endswith("is Algeria: 62 % by weight.")


def test_koreas_page_shows_the_three_bases_and_the_printed_share(pages):
    row = next(row for row in pages["KOR"].table if row["name"] == "Qatar")
    assert (row["heading"], row["material"], row["mass"]) == ("48.9 %", "53.0 %", "58.5 %")
    assert "64.7" in pages["KOR"].html()


@pytest.mark.parametrize("importer", ["CHN", "KOR"])
def test_every_link_inside_the_page_leads_somewhere(pages, importer):
    page = Page(pages[importer].html())
    assert page.numbers > 30
    assert len(page.ids) == len(set(page.ids))
    inside = {target[1:] for target in page.targets if target.startswith("#")}
    assert inside <= set(page.ids)
    assert page.loads == []


def test_every_number_rests_on_figures_of_the_case(pages, helium):
    flows = {flow.id for flow in helium.flows}
    assert pages["CHN"].figures
    assert set(pages["CHN"].figures) <= flows | set(helium.figures)


def test_printed_numbers_are_set_beside_the_years_in_which_they_were_true(pages):
    html = pages["CHN"].html()
    assert "“around 95\u202f%”: true in 2002–2006 counting material only, by value" in html
    assert "“under 5\u202f%”: true in 2024 counting material only, by weight" in html


def test_what_is_assumed_and_unknown_is_said(pages):
    html = pages["CHN"].html()
    assert "What is assumed" in html
    assert "40 to 250" in html
    assert "the trade table has no weights" in html
    assert "none recorded" in html
    assert "left out" in html


def test_an_importer_without_imports_gets_an_honest_page(isle):
    page = outlast.brief(isle, "XNO")
    assert "No imports of brightgas by Northland are on record" in page.headline
    assert page.table == []
    assert "unknown" in page.html()


def test_every_importer_of_the_case_gets_a_page(helium):
    for code in ("SGP", "TWN", "USA", "EU27", "NAM", "FRA", "QAT"):
        page = outlast.brief(helium, code, shocks=False)
        assert page.headline
        assert Page(page.html()).loads == []


def test_a_title_cannot_run_a_script(edit):
    folder = edit("case.yaml", "title: Brightgas", "title: <script>alert(1)</script>")
    edit("case.yaml", "material: brightgas", "material: </script><b>x")
    html = outlast.brief(outlast.load(folder)).html()
    assert "<script>alert" not in html
    assert "</script><b>" not in html


def test_charts_are_specifications_with_units_on_their_axes(pages):
    charts = re.findall(
        r'<script type="application/json"[^>]*>(.*?)</script>', pages["CHN"].html()
    )
    assert len(charts) == 4
    for chart in charts:
        content = json.loads(chart)
        assert content["$schema"].endswith("vega-lite/v6.4.1.json") or "v6" in content["$schema"]
        assert "share" in chart


def test_an_unknown_importer_is_refused():
    with pytest.raises(CountryError):
        outlast.brief("isle", "Atlantis")


def test_a_notebook_sees_the_headline(isle):
    assert "Northland" in outlast.brief(isle)._repr_html_()


def test_the_page_runs_the_scenarios_of_its_case(isle):
    page = outlast.brief(isle)
    assert "Isle misses" in page.standfirst
    html = page.html()
    assert "What happens if suppliers stop" in html
    assert "Who else goes short" in html
    found = Page(html)
    assert {target[1:] for target in found.targets if target.startswith("#")} <= set(found.ids)
    assert any(figure.startswith("prior-") for figure in page.figures)
    assert {"sector:toys", "sector-share:xis-toys"} <= set(page.figures)
    assert "price that halves use for toys: half of its use is gone at 2.5 times" in html
    assert "share of street lamps in Isle&#39;s use: 0.6 (0.5 to 0.7)" in html


def test_a_net_exporters_reliance_says_how_it_was_made(helium):
    html = outlast.brief(helium, "USA", shocks=False).html()
    assert "(Imports − exports) ÷ consumption of the United States" in html


def test_legal_cases_with_little_in_them_still_give_a_page(edit):
    edit("claims.csv", "XIS,XNO,2023", "XNO,XSO,2023")
    folder = edit("figures.csv", "production-xno-2022,production,XNO,,2022,600",
                  "production-xno-2022,production,XNO,,2022,0")  # fmt: skip
    assert outlast.brief(outlast.load(folder), "XNO", shocks=False).html()
