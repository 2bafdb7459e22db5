"""The brief's words come from the figures, and every number is a link to its making."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

import outlast
from outlast.errors import CountryError
from outlast.report.ledger import plant_key
from outlast.report.sections.stops import grounds


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
    return {code: outlast.brief(helium, code, shocks=False, claims=code == "CHN")
            for code in ("CHN", "KOR")}  # fmt: skip


def test_the_headline_says_what_the_figures_say(pages):
    headline = pages["CHN"].headline
    assert headline.startswith("The United States did supply 94–97 % of China's helium")
    assert "in 2002–2005" in headline
    assert "31 % in 2014, 8 % by value and 5 % by weight in 2024" in headline
    assert headline.endswith("is Qatar: 62 % by weight.")
    assert "2 March 2026" in pages["CHN"].standfirst


def test_the_headline_follows_the_figures(helium):
    """Give Qatar's deliveries of 2024 to Algeria: the headline must name Algeria."""
    flows = tuple(
        flow.model_copy(update={"exporter": "DZA"})
        if (flow.year, flow.exporter, flow.importer) == (2024, "QAT", "CHN")
        else flow
        for flow in helium.flows
    )
    changed = outlast.brief(replace(helium, flows=flows), shocks=False, claims=False)
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
    rows = {row.id for row in helium.control}
    plants = {plant_key(plant) for plant in helium.facilities}
    assert set(pages["CHN"].figures) <= flows | set(helium.figures) | rows | plants
    assert rows & set(pages["CHN"].figures)


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
    for code in ("SGP", "TWN", "USA", "EU27", "EU", "NAM", "FRA", "QAT"):
        page = outlast.brief(helium, code, shocks=False, claims=False)
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
    assert len(charts) == 11
    for chart in charts:
        content = json.loads(chart)
        assert content["$schema"].endswith("vega-lite/v6.4.1.json") or "v6" in content["$schema"]
        assert '"title"' in chart


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
    assert "In twelve months the industries that use it lose at most" in html
    assert "Counted are only: street lamps." in html
    assert "has no value added of an industry of toys in Isle" in html
    assert "industry:xis-lamps" in page.figures
    assert 'data-chart="chart-loss"' in html
    found = Page(html)
    assert {target[1:] for target in found.targets if target.startswith("#")} <= set(found.ids)
    assert any(figure.startswith("prior-") for figure in page.figures)
    assert {"sector:toys", "sector-share:xis-toys"} <= set(page.figures)
    assert "price that halves use for toys: half of its use is gone at 2.5 times" in html
    assert "share of street lamps in Isle&#39;s use: 0.6 (0.5 to 0.7)" in html


@pytest.fixture(scope="module")
def stops(helium):
    """The page of helium, two scenarios on its last year alone."""
    header = helium.header.model_copy(update={"shock_years": (2018, 2024), "plan": None})
    chosen = {name: helium.scenarios[name] for name in ("us-embargo", "ras-laffan-stop")}
    return outlast.brief(replace(helium, header=header, scenarios=chosen, episodes={}))


def test_stops_name_the_importer_and_stand_in_the_order_of_the_case(stops):
    html = stops.html()
    assert "the importer" not in html
    table = html.split('<table class="stops">')[1].split("</table>")[0]
    titles = re.findall(r'<tr><th scope="row">(The United States stop|Ras Laffan)', table)
    assert titles == ["The United States stop", "Ras Laffan"]
    assert 'The United States stop exports to China <span class="falls"' in html
    assert "draws under 1\u202f%" in html
    assert "0–0" not in html


def test_what_drives_a_shock_is_its_first_ground(stops):
    result = stops.shocks["ras-laffan-stop", 2024]
    order = grounds(stops.findings.case, result)
    strongest = result.result["drivers"][0]["assumption"]
    assert order[0] == f"prior-{strongest}"
    other = ("trade:", "industry:")
    assert sorted(order) == [f for f in result.figures if not f.startswith(other)]
    figures = [name in stops.findings.case.figures for name in order]
    assert figures == sorted(figures)
    html = stops.html()
    assert "What moves it most: usable stock: 2 to 6 weeks, assumed. Source:" in html
    assert "What explains most of the spread between futures: usable stock (−0." in html


def test_control_rows_come_before_figures_and_weak_priors(helium):
    result = outlast.shock(helium, "us-controlled", year=2018, draws=64)
    order = grounds(helium, result)
    controls = [i for i, name in enumerate(order) if name.startswith("ctl")]
    assert controls
    assert max(controls) < order.index("prior-release_limit")


def test_everybody_who_stands_alone_is_shown_and_counted(stops):
    html = stops.html()
    chart = re.search(r'data-chart="chart-others">(.*?)</script>', html)[1]
    rows = next(iter(json.loads(chart)["datasets"].values()))
    names = {row["name"] for row in rows}
    assert {"Singapore", "India", "Germany", "Taiwan", "South Korea", "China"} <= names
    assert f"each of the {len(names - {'Rest of the world'})} countries that stand by" in html


def test_the_question_of_a_blockade_is_answered_beside_the_spotlight(stops):
    text = stops.html().split("If powers stop what they can reach")[1].split("</section>")[0]
    assert "The United States stop exports to China" in text
    assert "What explains most of the spread: how far demand yields to price" in text
    assert "Nobody else misses half a per cent" in text


def test_charts_of_a_stop_count_from_its_first_month_and_end_when_it_is_over(stops):
    chart = json.loads(re.search(r'data-chart="chart-fan">(.*?)</script>', stops.html())[1])
    months = [row["month"] for rows in chart["datasets"].values() for row in rows]
    assert months == list(range(1, 20))  # seven months and a year
    assert "months after the stop begins" in json.dumps(chart)


def test_a_net_exporters_reliance_says_how_it_was_made(helium):
    html = outlast.brief(helium, "USA", shocks=False, claims=False).html()
    assert "(Imports − exports) ÷ consumption of the United States" in html


def test_legal_cases_with_little_in_them_still_give_a_page(edit):
    edit("claims.csv", "XIS,XNO,2023", "XNO,XSO,2023")
    folder = edit("figures.csv", "production-xno-2022,production,XNO,,2022,600",
                  "production-xno-2022,production,XNO,,2022,0")  # fmt: skip
    assert outlast.brief(outlast.load(folder), "XNO", shocks=False).html()
