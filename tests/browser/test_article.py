"""A checked article in a real browser: offline, without scripts, accessible, good on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from outlast.report.article import check_article

pytestmark = pytest.mark.browser

ARTICLE = """# The card

In 2022 China imported 95 % of its helium from the United States. By the end of 2024 the American
share of Chinese helium imports had fallen to under 5 %.

Chinese helium production exceeded 750,000 m3 in 2023. China's helium consumption was 26.18
million m3 in 2023. World helium production was 1.7 billion m3 in 2023,
and prices rose by 30 points.

<script>document.title = "run"</script> <img src="https://example.org/x.png" onerror="alert(1)">

AVeryLongWordWithoutAnyBreak""" + "x" * 300 + "\n"  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory, helium):
    folder = tmp_path_factory.mktemp("article")
    (folder / "card.txt").write_text(ARTICLE, "utf-8")
    others = [c for c in helium.claims if c.source not in helium.header.on_trial]
    found = check_article(helium, folder / "card.txt", beside=others, seconds=5)
    return found.save(folder / "card.html").page


@pytest.fixture
def page(opened, file):
    """The page, which asks for nothing but itself."""
    yield opened
    assert opened.asked == [file.as_uri()]
    assert opened.title() == "Checked: card.txt"


def test_nothing_overflows(page):
    assert page.locator(".mark").count() == 5
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_switch_works_without_a_script(page):
    page.emulate_media(color_scheme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("radio", name="dark").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_a_figure_leads_to_its_card_and_back_by_keyboard(page):
    mark = page.locator("#m-text-3")
    mark.focus()
    page.keyboard.press("Enter")
    card = page.locator("#c-text-3")
    page.wait_for_function("location.hash === '#c-text-3'")
    page.wait_for_timeout(800)  # smooth scrolling
    assert 0 <= card.bounding_box()["y"] < 200
    card.get_by_role("link", name="Back to the text").click()
    page.wait_for_timeout(800)
    assert 0 <= mark.bounding_box()["y"] < 900


def test_the_page_prints_its_cards(page, tmp_path):
    page.emulate_media(media="print")
    assert page.locator(".cards").evaluate("n => getComputedStyle(n).overflowY") == "visible"
    target = tmp_path / "card.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    assert target.stat().st_size > 20_000
