"""The brief says which printed figures hold, and every number of a reason leads to its figures."""

import re
from dataclasses import replace

import pytest

import outlast
from outlast.report.headline import Writer
from outlast.report.ledger import Ledger
from outlast.report.sections import about, evidence


@pytest.fixture(scope="module")
def brief(helium):
    return outlast.brief(helium, shocks=False)


@pytest.fixture(scope="module")
def section(brief):
    html = brief.html()
    start = html.index('<section aria-labelledby="h-evidence">')
    return html[start : html.index("</section>", start)]


def test_the_most_telling_claims_come_in_order(brief):
    writer = Writer(brief.findings, Ledger(brief.findings.case))
    told = evidence(writer, brief.checked)["told"]
    assert [item["verdict"] for item in told] == [
        "scale_suspected", "scale_suspected", "true_elsewhere", "contradicted", "contradicted",
    ]  # fmt: skip
    assert [item["row"]["id"] for item in told[:2]] == [
        "seed-11b-exports-us-value", "seed-11b-output-2023",
    ]  # fmt: skip
    assert {printing["source"].id for printing in told[2]["printings"]} == {
        "seed_blog", "seed_bne",
    }  # fmt: skip


def test_the_numbers_of_a_reason_are_links_to_their_figures(section):
    assert re.search(r'against it: <a class="n"[^>]*>525,\d+ million USD</a>', section)
    assert re.search(r'<a href="#claim-seed-11b-exports-us-share">around 15 %</a>', section)
    assert 'id="claim-seed-11b-exports-us-share"' in section


def test_counts_conflicts_and_the_balance_are_there(section):
    assert "104 printed claims" in section
    assert "These three cannot all be true: the others imply 193 MMcf" in section
    assert section.count('<article class="conflict"') == 3
    assert section.count("It remains when each is given the uncertainty of its grade.") == 3
    assert "The balance of 2023, before and after" in section
    assert "U.S. Geological Survey, grade A, suspect" in section
    assert section.count("<tr id=") == 104


def test_without_claims_there_is_no_section(isle):
    bare = replace(isle, claims=())
    assert "Which printed figures hold" not in outlast.brief(bare, shocks=False).html()
    assert outlast.brief(isle, shocks=False, claims=False).checked is None


def test_another_importer_sees_only_what_is_printed_of_it(helium, isle):
    korea = outlast.brief(helium, "KOR", claims=False).findings
    assert {"KOR"} <= {
        code for c in about(korea, helium.claims) for code in (c.subject, c.partner)
    }
    assert len(about(korea, helium.claims)) < 10
    island = outlast.brief(isle, shocks=False).html()
    assert "1 printed claim was read" in island
    assert "cannot all be true" not in island


def test_a_claims_text_cannot_run_a_script(edit):
    folder = edit("claims.csv", "The Isle buys", "<script>alert(1)</script> The Isle buys")
    html = outlast.brief(outlast.load(folder), shocks=False).html()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
