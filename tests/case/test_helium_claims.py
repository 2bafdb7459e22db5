"""What the two founding articles and others printed is in the helium case, each number of it."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from outlast.case.loader import CASES
from outlast.case.schema import Claim

ROOT = Path(__file__).parents[2]
BLOG = {1, 3, 4, 5, 6, 7, 8, 9, 10, 21, 22, 23, 24}
"""Rows of the founding articles' statements that the blog prints."""
BNE = {1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24}
"""Those that bne IntelliNews prints."""
GALLIUM = ROOT / "tests" / "golden" / "gallium_exports_2025.csv"


@pytest.fixture(scope="module")
def claims(helium):
    return {claim.id: claim for claim in helium.claims}


@pytest.fixture(scope="module")
def rows():
    """Ids of the claims that encode a row of the articles, by article and row."""
    text = (ROOT / "scripts" / "helium_claims.yaml").read_text("utf-8")
    found = defaultdict(lambda: defaultdict(list))
    for claim in yaml.safe_load(text)["claims"]:
        for row in claim.get("rows", ()):
            found[claim["source"]][int(row)].append(claim["id"])
    return found


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_articles_is_there(rows, claims):
    assert set(range(1, 25)) == BLOG | BNE
    assert rows["seed_blog"].keys() == BLOG
    assert rows["seed_bne"].keys() == BNE
    for ids in (*rows["seed_blog"].values(), *rows["seed_bne"].values()):
        assert set(ids) <= claims.keys()


def test_ids_name_the_article(rows, claims):
    for source, prefix in (("seed_blog", "seed-11a-"), ("seed_bne", "seed-11b-")):
        named = {name for name in claims if name.startswith(prefix)}
        assert named == {name for ids in rows[source].values() for name in ids}
        assert named == {claim.id for claim in claims.values() if claim.source == source}


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        (1, {("95", "%")}),
        (2, {("95", "%")}),
        (3, {("95", "%"), ("5", "%")}),
        (11, {("750000", "m3"), ("700000-800000", "m3/year")}),
        (12, {("12-13", "%")}),
        (13, {("65", "%")}),
        (14, {("5", "%")}),
        (15, {("1.2", "Mm3"), ("2.5", "Mm3")}),
        (17, {("200000", "m3/year")}),
        (18, {("1.5", "Mm3")}),
        (19, {("4000", "million_USD"), ("0.1", "%")}),
        (20, {("15", "%"), ("500", "million_USD"), ("19", "%")}),
    ],
)
def test_every_number_of_a_row_is_a_claim(rows, claims, row, numbers):
    printed = {(claims[name].printed, claims[name].unit) for name in rows["seed_bne"][row]}
    assert printed == numbers


@pytest.mark.parametrize(("row", "number"), [(4, "4"), (5, "6"), (7, "7")])
def test_counts_are_as_printed(rows, claims, row, number):
    assert {claims[name].printed for name in rows["seed_blog"][row]} == {number}


def test_no_verdict_enters_the_case(claims):
    for path in (CASES / "helium" / "claims.csv", GALLIUM):
        assert set(table(path)[0]) == set(Claim.model_fields)
    verdict = re.compile(r"contradict|verif|error|wrong|false\b|true\b|should be", re.IGNORECASE)
    for claim in claims.values():
        assert not verdict.search(claim.text + claim.note + claim.settled_by), claim.id


def test_a_claim_without_a_number_says_what_would_settle_it(claims):
    silent = [claim for claim in claims.values() if claim.rule == "none"]
    assert len(silent) == 12
    assert all(claim.settled_by and not claim.printed for claim in silent)


def test_slips_stand_as_printed(claims):
    printed = {name: (claim.printed, claim.unit) for name, claim in claims.items()}
    assert printed["print-newsflash-world-2023"] == ("1700", "Mm3")
    assert printed["print-s345wk-imports-2021"] == ("36.85", "Mt")
    assert printed["print-vacree-world-resources"] == ("484000", "Mm3")
    assert printed["print-www1-amur"] == printed["print-sohu-amur"] == ("6", "Mm3/year")
    assert printed["print-labins-blm-2018"] == ("279.95", "USD/MMcf")
    assert printed["print-idtechex-world-2023"] == ("160", "MMcf")
    assert printed["print-reportify-price-2025"] == ("650", "CNY/m3")


def test_sums_over_the_trade_table_are_right(helium):
    def traded(year, exporter=None, importer=None):
        return sum(
            flow.value_usd
            for flow in helium.flows
            if flow.year == year
            and exporter in {None, flow.exporter}
            and importer in {None, flow.importer}
        )

    derived = [f for f in helium.figures.values() if f.id.endswith("-baci") and f.item]
    checked = 0
    for figure in derived:
        year = int(figure.period)
        if figure.item == "noble-gas-exports":
            expected = 100 * traded(year, figure.subject) / traded(year)
        elif figure.item == "noble-gases" and figure.quantity == "value":
            expected = traded(year, figure.partner, figure.subject) / 1e6
        elif figure.item == "noble-gases":
            expected = traded(year) / 1e6
        else:
            continue
        assert figure.value == pytest.approx(expected, abs=0.005)
        checked += 1
    assert checked == 10


def test_gallium_by_month_and_year():
    claims = [Claim(**{k: v for k, v in row.items() if v}) for row in table(GALLIUM)]
    months = [claim for claim in claims if claim.period != "2025"]
    assert [claim.period for claim in months] == [f"2025-{month:02}" for month in range(3, 13)]
    assert {claim.id for claim in months if claim.status == "derived"} == {
        "gallium-2025-10", "gallium-2025-11"
    }  # fmt: skip
    assert {(claim.quantity, claim.item, claim.subject, claim.unit) for claim in claims} == {
        ("exports", "gallium", "CHN", "kg")
    }
    assert sum(float(claim.printed) for claim in months) == 64_042
    assert [claim.printed for claim in claims if claim.period == "2025"] == ["62615"]
