"""The section of the plan in a brief: cited, and what is unknown is said."""

import json
import re

import pytest
from jinja2 import Environment, PackageLoader, StrictUndefined
from plan_example import PARETO, bare, example

import outlast
from outlast.errors import CaseFaults
from outlast.report.headline import Writer
from outlast.report.ledger import Ledger
from outlast.report.sections.leverage_cells import UNKNOWN
from outlast.report.sections.plan import plan


@pytest.fixture(scope="module")
def writer(isle):
    made = outlast.brief(isle, shocks=False, claims=False)
    return Writer(made.findings, Ledger(isle))


def written(section):
    page = Environment(loader=PackageLoader("outlast.report", "templates"), autoescape=True,
                       undefined=StrictUndefined)  # fmt: skip
    page.filters["specification"] = json.dumps
    lead = '{% from "macros.html.j2" import figure %}{% include "plan.html.j2" %}'
    return page.from_string(lead).render(plan=section)


def test_a_case_without_the_question_has_no_section(isle, writer):
    assert outlast.brief(isle, claims=False).plan is None
    assert plan(writer, None) is None


def test_the_section_has_its_charts_and_its_numbers_are_cited(writer):
    page = written(plan(writer, example()))
    charts = re.findall(r'data-chart="([\w-]+)"', page)
    assert charts == ["chart-programme", "chart-plan-costs", "chart-worst", "chart-front",
                      "chart-front-months"]  # fmt: skip
    assert page.count('role="img" aria-label=') == len(charts)
    told = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "A programme of 219 million USD of 2024 to build and to keep leaves 14 %" in told
    assert "It is proven to be the best, for 2024–2035 and against any" in told
    assert "Purchases included it costs 219" in told
    assert "by Qatar and the United States from 2030-Q1 on, leaves 62 %" in told
    for number in ("219", "62\u202f%", "840", "51,234"):
        assert re.search(rf'<a class="n"[^>]*>{number}</a>', page)
    assert "What was built" in page
    assert str(UNKNOWN) in page
    assert "Doing nothing adds no cost and leaves 5,210 short" in told
    assert "also tells which choices" not in told
    assert "<b>Does not pay for what it averts</b>: Containers kept full" in page


def test_a_page_of_nothing_found_can_be_written(writer):
    page = written(plan(writer, bare()))
    assert "data-chart" not in page
    assert "Nothing is to be done, or nothing was found." in page
    assert "Its distance from the best is unknown, for" in page
    assert "outlast plan helium --for CHN</code> also tells which choices" in page
    assert page.count(str(UNKNOWN)) == 3


def test_each_point_of_the_front_says_what_it_builds_and_which_is_not_proven(writer):
    built = [
        {"option": "cavern", "name": "Cavern", "amount": 1800.0, "unit": "t"},
        {"option": "sieve", "name": "Sieve", "amount": None, "unit": ""},
    ]
    front = [PARETO[0], PARETO[1] | {"options": built, "gap": None, "proven": False}]
    page = written(plan(writer, example(pareto=front)))
    table = page.split("<caption>Programmes by cost")[1].split("</table>")[0]
    assert re.search(r">98</a>, not proven</th>.*>219</a>, the plan</th>", table)
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in table.split('<th scope="row">')]
    assert ["none", "1,800", "none"] in cells
    assert ["none", "done", "none"] in cells
    assert "below 0 where it saves; an open one is not proven to." in page


def test_why_no_programme_was_found_is_said(writer):
    page = written(plan(writer, "the least that has to be allowed is 12 t"))
    assert "No programme was found: the least that has to be allowed is 12 t." in page


def test_a_number_of_an_option_is_told_with_its_interval_and_source(isle):
    line = Ledger(isle).line("option-number:cavern-capex")
    assert line.words == "capex of Cavern under the castle hill: 1.5 (1 to 3) million_USD2023"
    assert (line.status, line.source.id) == ("assumed", "assumption")


QUESTION = """plan:
  for: XIS
  from: 2023
  attackers: 2
  endure: 12
title:"""


def test_the_question_is_read(edit):
    asked = outlast.load(edit("case.yaml", "title:", QUESTION)).header.plan
    assert (asked.importer, asked.first, asked.years, asked.attackers) == ("XIS", 2023, 12, 2)
    assert (asked.endure, asked.budget) == (12, None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("for: XIS", "for: XQQ", "plan.for is 'XQQ', expected an ISO alpha-3 code or a bloc"),
        ("for: XIS", "for: XNO", "expected an importer with options: add rows to options.csv"),
        ("attackers: 2", "attackers: 5", "plan.attackers is '5', expected at most 4"),
        ("attackers: 2", "attackers: 0", "plan.attackers is '0'"),
        ("from: 2023", "years: 1", "plan.from is"),
        (
            "endure: 12",
            "endure: 12\n  budget: 5",
            "budget is '12, 5', expected one of them",
        ),
        ("endure: 12", "budget: -1", "plan.budget is '-1'"),
    ],
)
def test_a_wrong_question_is_one_fault(edit, old, new, told):
    folder = edit("case.yaml", "title:", QUESTION.replace(old, new, 1))
    with pytest.raises(CaseFaults, match=re.escape(told)):
        outlast.load(folder)
