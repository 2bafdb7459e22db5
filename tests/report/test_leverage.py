"""The section of leverage in a brief: cited, and what is unknown or never is said."""

import re

import pytest
from leverage_example import YEARS, blank, example

import outlast
from outlast.errors import CaseFaults
from outlast.report.headline import Writer
from outlast.report.ledger import Ledger
from outlast.report.sections.leverage import cases_beside, leverage


@pytest.fixture(scope="module")
def asked(isle):
    """A brief of isle, with the section of the example."""
    made = outlast.brief(isle, shocks=False, claims=False)
    made.__dict__["leverage"] = example()
    return made


@pytest.fixture(scope="module")
def page(asked):
    return asked.html()


def test_a_case_without_the_question_has_no_section(isle):
    made = outlast.brief(isle, shocks=False, claims=False)
    assert made.leverage is None
    assert cases_beside(isle) == {}
    assert leverage(Writer(made.findings, Ledger(isle)), None) is None


def test_the_section_has_its_charts_and_every_one_its_label(page):
    section = page.partition('id="h-leverage"')[2].partition("</section>")[0]
    charts = re.findall(r'data-chart="([\w-]+)"', section)
    assert charts == ["chart-thresholds", "chart-payoffs", "chart-tree", "chart-harm-1",
                      "chart-harm-2", "chart-swings"]  # fmt: skip
    assert section.count('role="img" aria-label=') == len(charts)


def test_numbers_are_cited_and_the_unknown_is_said(asked):
    section = leverage(Writer(asked.findings, Ledger(asked.findings.case)), asked.leverage)
    first, *_, last = section["years"]
    assert {str(cell) for name, cell in first.items() if name != "year"} == {
        '<a class="unknown" href="#h-unknown">unknown</a>'
    }
    assert 'class="n"' in last["stake"]
    assert last["stake"].striptags() == "0.56 (0 to 2.3)"
    assert section["years"][1]["stake"].striptags() == "no stake (98 %)"
    assert section["years"][3]["stake"].striptags() == "5.2 (1.5 to none)"
    assert section["never"] == ["repair at 9 months"]
    assert section["replay"][1]["hit"] == "no"


def test_a_page_of_nothing_known_can_be_written(asked):
    bare = example(years=[blank(YEARS[0]["year"])], variants=None, swings=None, matrix=None,
                   game=None, reading=[], replay=None)  # fmt: skip
    section = leverage(Writer(asked.findings, Ledger(asked.findings.case)), bare)
    assert section["thresholds"] is section["game"] is section["swings"] is None


QUESTION = """leverage:
  card: isle
  sender: XNO
  target: XIS
  answers: [helium]
  years: [2021, 2023]
title:"""


def test_the_question_is_read_and_the_answers_case_stands_beside(edit):
    case = outlast.load(edit("case.yaml", "title:", QUESTION))
    assert case.header.leverage.answers == ("helium",)
    beside = cases_beside(case)
    assert list(beside) == ["helium"]
    ledger = Ledger(case, beside)
    figure = next(iter(beside["helium"].figures))
    assert ledger.knows(f"helium:{figure}")
    assert not ledger.knows("helium:nothing")
    assert ledger.line(f"helium:{figure}").id == f"helium:{figure}"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sender: XNO", "sender: EU", "leverage.sender is 'EU', expected an ISO alpha-3 code"),
        ("target: XIS", "target: XNO", "expected another country than the sender"),
        ("[2021, 2023]", "[2023, 2021]", "leverage.years is '[2023, 2021]'"),
        ("card: isle", "card: ''", "leverage.card"),
        ("years:", "variants: [{name: a}, {name: a}]\n  years:", "a name that no other variant"),
    ],
)
def test_a_wrong_question_is_one_fault(edit, old, new, told):
    folder = edit("case.yaml", "title:", QUESTION.replace(old, new, 1))
    with pytest.raises(CaseFaults, match=re.escape(told)) as raised:
        outlast.load(folder)
    assert len(raised.value.faults) == 1
