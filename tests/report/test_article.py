"""An article comes back with each figure coloured, its readings beside it, and nothing run."""

import csv
import html
import re

import pytest

from outlast.case.claims_file import load_claims
from outlast.errors import BadData, UsageError
from outlast.report.article import LARGEST, check_article

ARTICLE = """# The card

In 2022 China imported 95 % of its helium from the United States.

Chinese helium production exceeded 750,000 m3 in 2023. Some 40 people work there, and prices rose
by 30 points. <script>alert("x")</script> "Quotes" & 'more' <img src=x onerror=alert(1)>

\u202eRTL\u202c \u05e2\u05d1\u05e8\u05d9\u05ea. China's helium consumption was 26.18 million m3 in 2023.
"""  # noqa: E501


@pytest.fixture
def article(tmp_path):
    """Write an article and return its path."""

    def write(content, name="card.txt"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="module")
def checked(helium, tmp_path_factory):
    path = tmp_path_factory.mktemp("article") / "card.txt"
    path.write_text(ARTICLE, "utf-8")
    return check_article(helium, path)


def test_every_claim_has_its_place_and_every_other_number_a_reason(checked):
    rows = checked.result.result["claims"]
    assert [row["id"] for row in rows] == ["text-1", "text-2", "text-3"]
    printed = [checked.text[slice(*row["span"])] for row in rows]
    assert printed == ["95 %", "exceeded 750,000 m3", "26.18 million m3"]
    assert [row["verdict"] for row in rows] == ["contradicted", "scale_suspected", "supported"]
    assert all(row["reason"] for row in checked.result.result["not_read"])
    assert checked.result.inputs["text"] == "card.txt"


def test_the_result_is_a_check_that_can_be_saved_and_opened(checked, tmp_path):
    import outlast

    assert outlast.open(checked.result.save(tmp_path / "card.json")) == checked.result


def test_each_figure_is_a_link_to_a_card_that_says_what_decides_it(checked):
    page = checked.html()
    for name in ("text-1", "text-2", "text-3"):
        assert f'id="m-{name}" href="#c-{name}"' in page
        assert f'id="c-{name}"' in page
    card = page[page.index('id="c-text-2"') :]
    assert "Scale error suspected" in card
    assert "750,000 to 825,000 m3" in card
    assert "U.S. Geological Survey" in card
    assert re.search(r'<a href="https?://[^"]+" rel="noreferrer">', card)
    assert "1 scale error suspected" in page
    assert "1 contradicted" in page


def test_a_colour_is_never_alone(checked):
    marks = re.findall(r'<a class="mark v-(\w+)".*?</a>', checked.html())
    words = re.findall(r'<a class="mark.*?hidden-word"> \(([^)]+)\)', checked.html())
    assert len(marks) == len(words) == 3
    assert words == ["contradicted", "scale error suspected", "supported"]


def test_the_articles_text_is_inert(checked):
    page = checked.html()
    assert "<script" not in page
    assert "<img" not in page
    assert html.escape("<img src=x onerror=alert(1)>") in page
    assert "default-src 'none'; style-src 'sha256-" in html.unescape(page)
    assert not re.search(r'\son\w+="', page)


def test_the_file_name_is_inert(helium, article):
    page = check_article(helium, article("Nothing.", "<b>&amp;.txt")).html()
    assert "<b>&amp;" not in page
    assert "&lt;b&gt;&amp;amp;.txt" in page


def test_ids_are_unique_and_every_link_leads_somewhere(checked):
    page = checked.html()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_the_readings_can_be_corrected_and_checked_again(checked, helium, tmp_path):
    written = checked.save(tmp_path / "card.check.html")
    assert written.page.read_text("utf-8") == checked.html()
    assert written.claims == tmp_path / "card.claims.csv"
    again = load_claims(written.claims, helium)
    assert [(c.id, c.quantity, c.period, c.printed, c.rule) for c in again] == [
        (c.id, c.quantity, c.period, c.printed, c.rule) for c in checked.reading.claims
    ]


def test_corrected_readings_are_never_written_over(checked, tmp_path):
    first = checked.save(tmp_path / "card.check.html").claims
    assert checked.save(tmp_path / "card.check.html").claims == first
    first.write_text("corrected", "utf-8")
    second = checked.save(tmp_path / "card.check.html").claims
    assert second.name == "card.claims-2.csv"
    assert first.read_text("utf-8") == "corrected"


def test_no_cell_of_the_readings_runs_in_a_spreadsheet(helium, article, tmp_path):
    path = article('=HYPERLINK("x") In 2022 China imported 95 % of its helium.\n\n'
                   "- In 2023 helium exports of Algeria fell 12 %.\n")  # fmt: skip
    written = check_article(helium, path).save(tmp_path / "x.html")
    with written.claims.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["text"].startswith("'=")
    cells = [(name, cell) for row in rows for name, cell in row.items() if name != "printed"]
    assert not [cell for _, cell in cells if cell[:1] in set("=+-@\t\r")]
    assert load_claims(written.claims, helium)


def test_the_page_never_replaces_the_article(helium, article):
    path = article("In 2022 China imported 95 % of its helium.", "card.html")
    with pytest.raises(UsageError, match="another file"):
        check_article(helium, path).save(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"PK\x03\x04\0\0", "not a text"), ("caf\xe9".encode("latin-1"), "not UTF-8"),
     (b"x" * (LARGEST + 1), "at most 20 MB")],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_a_remedy(helium, article, content, says):
    with pytest.raises(BadData, match=says):
        check_article(helium, article(content))


def test_a_missing_article_is_a_usage_error(helium, tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        check_article(helium, tmp_path / "none.txt")
    with pytest.raises(UsageError, match="cannot be read"):
        check_article(helium, tmp_path)


@pytest.mark.parametrize("text", ["", "\ufeff", "No numbers here.", "\r\n\r\n"])
def test_a_text_without_claims_gives_an_honest_page(helium, article, text):
    page = check_article(helium, article(text))
    assert page.result.result["claims"] == []
    assert "No number was found" in page.html()


def test_windows_line_ends_keep_paragraphs(helium, article):
    page = check_article(helium, article(b"First.\r\n\r\nSecond.\r\n")).html()
    assert page.count('<p dir="auto">') == 2


def test_control_characters_are_shown_as_unreadable(helium, article):
    page = check_article(helium, article("In 2022\x07 China\x1b imported 95 % of its helium."))
    assert "\x07" not in page.html()
    assert "\x1b" not in page.html()


def test_what_was_left_unread_is_said(helium, article):
    table = ", ".join(f"{n} %" for n in range(10, 60))
    found = check_article(helium, article(f"In 2023 China imported {table} of its helium.\n"))
    assert found.result.result["unread"]
    assert found.result.warnings
    assert "passed over" in found.html()


def test_a_long_article_is_cut_on_the_page_and_says_so(helium, article):
    found = check_article(helium, article("Gas. " * 250_000))
    assert "250,000 more characters are not shown" in found.html()


def test_an_article_in_utf_16_is_read(article, helium):
    text = "In 2022 China imported nearly 95 % of its helium.\r\n"
    found = check_article(helium, article(text.encode("utf-16")), seconds=1)
    assert [claim.printed for claim in found.reading.claims] == ["95"]
    with pytest.raises(BadData, match="not a text"):
        check_article(helium, article(text.encode("utf-16-le")))
