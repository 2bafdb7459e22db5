"""The section of leverage in a brief: cited, and what is unknown or never is said."""

import json
import re

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined
from leverage_example import YEARS, blank, example

import outlast
from outlast.errors import CaseFaults
from outlast.report.headline import Writer
from outlast.report.ledger import Ledger
from outlast.report.sections.leverage import cases_beside, leverage


@pytest.fixture(scope="module")
def writer(isle):
    made = outlast.brief(isle, shocks=False, claims=False)
    return Writer(made.findings, Ledger(isle))


@pytest.fixture(scope="module")
def section(writer):
    return leverage(writer, example())


def test_a_case_without_the_question_has_no_section(isle, writer):
    assert outlast.brief(isle, claims=False).leverage is None
    assert cases_beside(isle) == {}
    assert leverage(writer, None) is None


def test_the_section_has_its_charts_and_every_one_its_label(section):
    page = Environment(loader=PackageLoader("outlast.report", "templates"), autoescape=True,
                       undefined=StrictUndefined)  # fmt: skip
    page.filters["specification"] = json.dumps
    lead = (
        '{% from "macros.html.j2" import figure, source, chip %}{% include "leverage.html.j2" %}'
    )
    written = page.from_string(lead).render(leverage=section)
    charts = re.findall(r'data-chart="([\w-]+)"', written)
    assert charts == ["chart-pays", "chart-first", "chart-thresholds-endurance",
                      "chart-thresholds-market", "chart-swings", "chart-payoffs", "chart-tree",
                      "chart-harm-1", "chart-harm-2"]  # fmt: skip
    assert written.count('role="img" aria-label=') == len(charts)
    assert re.search(r"<b><a [^>]*>1,340 / −6,100</a></b>", written)
    assert written.count("<b>Predicted") == 3
    assert '<span class="chip v-disputed">' in written


def test_numbers_are_cited_and_the_unknown_is_said(section):
    first, *_, last = section["years"]
    assert {str(cell) for name, cell in first.items() if name != "year"} == {
        '<a class="unknown" href="#h-unknown">unknown</a>'
    }
    assert 'class="n"' in last["stake_endurance"]
    assert last["stake_endurance"].striptags() == "560 (0 to 2,300)"
    assert section["years"][1]["stake_endurance"].striptags() == "none"
    assert section["years"][1]["pays_endurance"].striptags() == "2 %"
    assert section["years"][3]["stake_endurance"].striptags() == "5,200 (1,500 to none)"
    assert section["years"][3]["first_endurance"].striptags() == "60 / 30 / 10 %"
    assert section["replays"][1]["says"] == []
    assert section["variants"][1]["pays_endurance"].striptags() == "0 %"


def test_numbers_in_a_sentence_are_cited_but_not_a_quantile_or_a_bound(section):
    first, second = section["reading"]
    assert first.count("<a ") == second.count("<a ") == 1
    assert ">512 million USD</a>" in second
    assert [row["because"].count("<a ") for row in section["story"]] == [1, 0]


def test_a_page_of_nothing_known_can_be_written(writer):
    bare = example(years=[blank(YEARS[0]["year"])], variants=None, swings=None, matrix=None,
                   game=None, reading=[], replays=[], story=[])  # fmt: skip
    section = leverage(writer, bare)
    assert section["pays"] is section["first"] is section["game"] is section["swings"] is None
    assert section["thresholds"] == []
    assert section["lead"] is None


QUESTION = """leverage:
  card: isle
  sender: XNO
  target: XIS
  answers: [gallium]
  years: [2021, 2023]
title:"""


def test_the_question_is_read_and_the_answers_case_stands_beside(edit):
    case = outlast.load(edit("case.yaml", "title:", QUESTION))
    assert case.header.leverage.answers == ("gallium",)
    beside = cases_beside(case)
    assert list(beside) == ["gallium"]
    ledger = Ledger(case, beside)
    figure = next(name for name in beside["gallium"].figures if name not in case.figures)
    assert ledger.knows(f"gallium:{figure}")
    assert not ledger.knows(figure)
    assert not ledger.knows("gallium:nothing")
    line = ledger.line(f"gallium:{figure}")
    assert line.id == f"gallium:{figure}"
    assert line.words.startswith(beside["gallium"].header.title)


def test_a_long_list_of_figures_is_printed_once(isle):
    ledger = Ledger(isle)
    many = [flow.id for flow in isle.flows] * 20
    for words in ("1 %", "2 %"):
        ledger.cite(words, "as the sentence says", many)
    ledger.cite("3 %", "as the sentence says", many[:1])
    assert [entry.like for entry in ledger.entries] == [0, 1, 0]
    assert ledger.entries[1].figures == tuple(many)


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
