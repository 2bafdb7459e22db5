"""The section of output to come in a brief: cited, and only where own output and use are known."""

import json
import re

import pytest

import outlast
from outlast.report.sections import outlook, run_outlook


@pytest.fixture(scope="module")
def page(helium):
    made = outlast.brief(helium, "CHN", shocks=False, claims=False)
    made.__dict__["outlook"] = run_outlook(made.findings, lambda _: None)
    return made


def test_output_to_come_is_drawn_and_each_number_is_cited(page):
    section = page.html().split('aria-labelledby="h-outlook"')[1].split("</section>")[0]
    told = " ".join(re.sub("<[^>]+>", "", section).split())
    assert "What suppliers may make, 2026–2036" in told
    assert "With the plants on file China makes 6 % of what it uses in 2035" in told
    assert re.search(r'<a class="n"[^>]*>14,694</a> \(11,842 to 24,649\)', section)
    assert "South Africa: only bounds are printed for 2025: 0 to 85 t" in told
    chart = json.loads(re.search(r'data-chart="chart-outlook">(.*?)</script>', section)[1])
    names = {row["supplier"] for rows in chart["datasets"].values() for row in rows}
    assert names == {"Qatar", "United States", "Russia", "Algeria", "China"}


def test_a_case_that_asks_for_no_plan_has_no_outlook(isle, magnets):
    assert run_outlook(outlast.brief(isle, shocks=False).findings, lambda _: None) is None
    made = outlast.brief(magnets, "USA", shocks=False, claims=False)
    found = run_outlook(made.findings, lambda _: None)
    assert found.result["net_exporter"] is None
    assert outlook(None, found) is None
