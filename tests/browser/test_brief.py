"""The brief in a real browser: offline, silent, accessible, usable on a phone."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from contrasts import contrast, rgb

import outlast
from outlast.case.schema.case_file import LeverageQuestion, PlanQuestion

pytestmark = pytest.mark.browser
QUESTIONS = {
    "plan": PlanQuestion.model_validate({"for": "XIS", "from": 2023, "years": 4}),
    "leverage": LeverageQuestion.model_validate(
        {"card": "isle", "sender": "XNO", "target": "XIS", "answers": ["market:rate=0.5"],
         "years": [2020, 2022], "variants": []}
    ),
}  # fmt: skip
"""What the small page asks: the sections that take long on a large one."""


@pytest.fixture(scope="module", params=["CHN", "KOR", "isle"])
def file(request, tmp_path_factory, helium, isle):
    code = request.param
    case, importer = (isle, None) if code == "isle" else (helium, code)
    asked = QUESTIONS if code == "isle" else dict.fromkeys(QUESTIONS)  # quick on the small page
    case = replace(case, header=case.header.model_copy(update=asked))
    shocks = code != "KOR"  # one page without them
    return outlast.brief(case, importer, shocks=shocks).save(
        tmp_path_factory.mktemp("brief") / "brief.html"
    )


@pytest.fixture
def page(opened):
    """The page with its charts drawn, which asks no other host."""
    opened.wait_for_selector("html[data-drawn]", timeout=20_000)
    yield opened
    asked = [url for url in opened.asked if not url.startswith(("file:", "data:", "blob:"))]
    assert asked == []


def test_charts_are_drawn_and_nothing_overflows(page):
    charts = page.locator(".chart svg")
    assert charts.count() == page.locator(".chart").count() >= 3
    for chart in charts.all():
        assert chart.bounding_box()["width"] > 250
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, scheme):
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_text_of_charts_stands_out(page, scheme):
    page.emulate_media(color_scheme=scheme)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    inks = page.locator(".chart svg text").evaluate_all(
        "all => [...new Set(all.map(one => getComputedStyle(one).fill))]"
    )
    assert inks
    assert min(contrast(rgb(ink), rgb(paper)) for ink in inks) >= 4.5


def test_the_switch_overrules_the_system_by_keyboard_and_paper_is_light(page):
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(ground)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    assert light != dark
    page.get_by_role("radio", name="as the system").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("radio", name="light").is_checked()
    assert page.evaluate(ground) == light
    page.keyboard.press("ArrowDown")
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) == dark
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".scheme").is_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 39, 51)"
    axis = page.locator(".chart svg text").first
    assert axis.evaluate("one => getComputedStyle(one).fill") == "rgb(27, 39, 51)"


def test_a_number_is_one_click_from_its_source(page):
    number = page.locator(".headline a.n").first
    target = number.get_attribute("href")
    number.click()
    entry = page.locator(target)
    assert entry.is_visible()
    assert "Source" in entry.inner_text()


def test_the_basis_switch_changes_the_chart_by_mouse_and_keyboard(page):
    chart = page.locator("#chart-suppliers svg")
    before = chart.inner_html()
    page.get_by_role("radio", name="whole heading, by value").click()
    page.wait_for_function(
        "before => document.querySelector('#chart-suppliers svg').innerHTML !== before", arg=before
    )
    heading = chart.inner_html()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "before => document.querySelector('#chart-suppliers svg').innerHTML !== before",
        arg=heading,
    )


def test_the_page_prints_with_its_sources_and_fits_the_paper(page, tmp_path):
    target = tmp_path / "brief.pdf"
    page.emulate_media(media="print")
    assert not page.locator(".switch").is_visible()
    number = page.locator(".headline a.n").first
    mark = number.evaluate("node => getComputedStyle(node, '::after').content")
    assert number.get_attribute("data-n") in mark
    page.pdf(path=target, prefer_css_page_size=True)
    assert target.read_bytes().startswith(b"%PDF")
    assert target.stat().st_size > 20_000


def test_the_evidence_links_open_what_they_lead_to(page):
    link = page.locator("#h-evidence ~ .telling a[href^='#claim-']")
    if not link.count():
        return  # only a text that contradicts its own numbers has such a link
    target = link.first.get_attribute("href")
    link.first.click()
    page.wait_for_function("document.querySelector(location.hash).checkVisibility()")
    assert page.locator(target).is_visible()


def test_the_charts_of_control_show_what_is_unknown(page):
    labels = page.locator("#chart-reach svg text").all_text_contents()
    rungs = page.locator("#chart-rungs svg text").all_text_contents()
    assert any(label.startswith("territory") for label in labels)
    if page.locator("#h-control ~ p", has_text="South Korea").count():
        assert "+ its firms unknown" in labels
        assert rungs.count("unknown") == 4
    assert page.locator("#chart-sankey svg path").count() > 10


def test_the_map_draws_the_world_once(page):
    if page.locator("#chart-map").count():
        assert page.locator("#chart-map svg path").count() > 170
        assert page.content().count('"Topology"') == 1
        box = page.locator("#chart-map svg").bounding_box()
        assert 1.5 < box["width"] / box["height"] < 3


def test_what_a_plan_builds_is_reached_by_keyboard_and_fits(page):
    plan = page.locator("section[aria-labelledby='h-plan']")
    if not plan.count():
        return  # without shocks a page has no plan
    assert plan.locator(".chart svg").count() == 5
    plan.locator("summary", has_text="what each of them builds").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    table = plan.get_by_role("region", name="Programmes by cost, table")
    assert table.evaluate("node => node === document.activeElement && node.checkVisibility()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('#h-plan ~ * a.n')")
    plan.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
