"""Verdicts on the helium claims: what decides them, and that nothing but the figures does."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest

import outlast
from outlast.case.claims_file import open_for_claims
from outlast.case.schema import Claim
from outlast.engines.evidence.prose import read_claim

GOLDEN = Path(__file__).parents[2] / "golden"
CASES = Path(outlast.__file__).parent / "cases"


@pytest.fixture(scope="session")
def result(helium):
    return outlast.check(helium, seconds=None)


@pytest.fixture(scope="session")
def rows(result):
    return {row["id"]: row for row in result.result["claims"]}


def judge(case, *lines):
    """Verdicts of lines such as a user types."""
    claims = [read_claim(line, case).model_copy(update={"id": f"c{k}"})
              for k, line in enumerate(lines)]  # fmt: skip
    return outlast.check(case, claims, seconds=5).result["claims"]


def with_figures(case, **changes):
    """The case with some figures' fields replaced, by id with dashes as underscores."""
    figures = dict(case.figures)
    for name, change in changes.items():
        key = name.replace("_", "-")
        figures[key] = figures[key].model_copy(update=change)
    return replace(case, figures=figures)


def test_no_claim_file_has_a_verdict():
    for path in [*CASES.glob("*/claims.csv"), *GOLDEN.glob("*.csv")]:
        with path.open(encoding="utf-8") as file:
            assert not {"verdict", "opinion"} & set(next(csv.reader(file))), path


def test_every_claim_has_a_verdict_with_what_decides_it(rows, helium):
    known = {*helium.figures, *rows}
    for row in rows.values():
        if row["verdict"] == "untestable":
            assert row["settled_by"], row["id"]
            continue
        assert row["decided_by"], row["id"]
        assert row["reason"]
        assert all(i in known or i.startswith("trade:") for i in row["decided_by"]), row["id"]


def test_half_a_billion_is_a_slip_of_a_thousand_by_the_articles_own_numbers(helium, rows):
    assert rows["seed-11b-exports-us-value"]["verdict"] == "scale_suspected"
    article = [c for c in helium.claims if c.source == "seed_bne"]
    bare = replace(helium, figures={}, balances=(), flows=())
    alone = outlast.check(bare, article, seconds=5)
    row = next(r for r in alone.result["claims"] if r["id"] == "seed-11b-exports-us-value")
    assert row["verdict"] == "scale_suspected"
    assert row["factor"] == 1000
    assert set(row["decided_by"]) == {
        "seed-11b-exports-us-share", "seed-11b-rare-earth-exports",
        "seed-11b-rare-earth-goods-share",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "factor"),
    [
        ("seed-11b-output-2023", 5.6),
        ("print-newsflash-world-2023", 0.1),
        ("print-s345wk-imports-2021", 1e-4),
        ("print-www1-amur", 10),
        ("print-labins-blm-2018", 1000),
        ("print-idtechex-world-2023", 36.05),
    ],
)
def test_slips_of_scale_are_found(rows, claim, factor):
    assert rows[claim]["verdict"] == "scale_suspected"
    assert rows[claim]["factor"] == pytest.approx(factor, rel=1e-3)


def test_what_figures_support_is_never_called_a_slip(rows):
    assert all(row["factor"] is None for row in rows.values() if row["verdict"] == "supported")


def test_ninety_five_per_cent_was_true_of_other_years_and_of_all_origins(rows):
    row = rows["seed-11b-us-95"]
    assert row["verdict"] == "true_elsewhere"
    assert "“around” (90.25 to 99.75 %)" in row["reason"]
    assert "United States, basis material in 2002–06" in row["reason"]
    assert "all origins together in 2019–2" in row["reason"]
    assert "at printed precision it holds in no year" in row["reason"]


def test_output_share_and_consumption_cannot_all_be_true(result):
    sets = [set(c["ids"]) for c in result.result["conflicts"]]
    three = {"seed-11b-output-2023", "seed-11b-domestic-share", "pub-c17-consumption-2023"}
    assert three in sets
    assert result.result["complete"]
    words = next(c["words"] for c in result.result["conflicts"] if set(c["ids"]) == three)
    assert "the others imply" in words
    assert "printed as 26.2 Mm3" in words


def test_months_of_gallium_exceed_their_year_and_dissolve_under_grades():
    case, claims = open_for_claims(str(GOLDEN / "gallium_exports_2025.csv"), None)
    found = outlast.check(case, claims)
    (conflict,) = found.result["conflicts"]
    months = {4, 6, 7, 8, 9, 10, 11, 12}
    assert set(conflict["ids"]) == {"gallium-2025", *(f"gallium-2025-{m:02}" for m in months)}
    assert conflict["dissolves_under_grades"]
    assert found.result["complete"]
    assert found.result["drop"] == [["gallium-2025"]] or len(found.result["drop"][0]) == 1


def test_unseen_claims_get_the_verdict_of_their_identity(helium):
    share, slip = judge(
        helium, "CHN domestic share 2020 = 40 %", "CHN imports from QAT 2021 = 3006 kt"
    )
    assert share["verdict"] == "contradicted"
    assert "production ÷ consumption" in share["reason"]
    assert slip["verdict"] == "scale_suspected"
    assert slip["factor"] == 0.001


def test_a_deciding_figure_moved_moves_the_verdict(helium):
    line = "CHN imports from USA 2022 = 1.2 million m3"
    (before,) = judge(helium, line)
    assert before["verdict"] == "contradicted"
    moved = with_figures(helium, imports_chn_usa_2022_wanwend={"value": 205.0},
                         import_share_chn_usa_2022_wanwend={"value": 5.2})  # fmt: skip
    (after,) = judge(moved, line)
    assert after["verdict"] == "supported"


def test_names_and_order_of_claims_change_nothing(helium, result):
    claims = list(helium.claims)
    renamed = {c.id: f"r{random.Random(c.id).getrandbits(40):x}" for c in claims}
    random.Random(5).shuffle(claims)
    other = outlast.check(
        helium, [c.model_copy(update={"id": renamed[c.id]}) for c in claims], seconds=None
    )
    verdicts = {row["id"]: (row["verdict"], row["factor"], row["implied"])
                for row in other.result["claims"]}  # fmt: skip
    for row in result.result["claims"]:
        assert verdicts[renamed[row["id"]]] == (row["verdict"], row["factor"], row["implied"])
    sets = {frozenset(c["ids"]) for c in other.result["conflicts"]}
    assert sets == {frozenset(renamed[i] for i in c["ids"]) for c in result.result["conflicts"]}
    dropped = [sorted(renamed[i] for i in ids) for ids in result.result["drop"]]
    assert [sorted(ids) for ids in other.result["drop"]] == dropped


def test_a_sources_own_figures_do_not_decide_its_claims(helium):
    claim = Claim(id="x", quantity="production", subject="CHN", period="2023", printed="3.88",
                  unit="MNm3", rule="printed", text="…", status="sourced", grade="C",
                  source="guancha")  # fmt: skip
    (row,) = outlast.check(helium, [claim], seconds=5).result["claims"]
    assert "production-chn-2023-guancha" not in row["decided_by"]


def test_reconciled_figures_close_their_balance(result):
    there = {row["counts"]: row for row in result.result["reconciled"]}
    terms = [there[f"{name} of China in 2023"]["value"]
             for name in ("production", "imports", "consumption")]  # fmt: skip
    assert terms[0] + terms[1] == pytest.approx(terms[2], rel=1e-9)
    assert result.result["chi2"]["df"] > 50


def test_the_same_claims_give_the_same_bytes(helium, result):
    assert outlast.check(helium, seconds=None).to_json() == result.to_json()


def test_a_misprint_of_one_claim_does_not_exclude_another_by_itself(result, rows):
    """36.85 million t of imports must not put a floor of 3,685 t under consumption."""
    sets = {
        frozenset(conflict["ids"]): conflict["words"] for conflict in result.result["conflicts"]
    }
    small = "print-yincai-consumption-2021"
    assert frozenset([small]) not in sets
    assert sets[frozenset([small, "pub-c14-imports-2021"])] == (
        "these two cannot both be true: imports of China in 2021 is 21.4 Mm3, "
        "more than 5 Mm3, consumption of China in 2021"
    )
    assert rows[small]["verdict"] == "disputed"
    assert rows["pub-c18-consumption-2021"]["verdict"] == "untestable"  # only that one denies it


def test_a_share_above_one_is_told_by_itself(result):
    words = {tuple(c["ids"]): c["words"] for c in result.result["conflicts"]}
    told = "this alone cannot be true: a part is never more than its whole"
    assert words["print-vaceng-amur",] == told


def test_a_claim_that_figures_speak_against_is_no_witness(helium):
    [world] = (claim for claim in helium.claims if claim.id == "pub-c24-world-2023")
    beside = [claim for claim in helium.claims if claim is not world]
    found = outlast.check(helium, [world], beside=beside, seconds=5)
    assert found.result["claims"][0]["verdict"] == "supported"
    named = {name for conflict in found.result["conflicts"] for name in conflict["ids"]}
    assert not {"print-newsflash-world-2023", "print-idtechex-world-2023"} & named
    assert found.result["complete"]


def test_a_reason_names_every_claim_of_its_set(helium):
    """Consumption and imports of 2021 agree but for the share that ties them."""
    lines = ("CHN imports 2021 = 3685 t", "CHN consumption 2021 = 20.86 million m3",
             "CHN import dependence 2021 = 95 %")  # fmt: skip
    claims = [read_claim(line, helium).model_copy(update={"id": f"c{k}"})
              for k, line in enumerate(lines)]  # fmt: skip
    [conflict] = outlast.check(helium, claims, seconds=5).result["conflicts"]
    assert {*conflict["ids"]} == {"c0", "c1", "c2"}
    assert "the others imply" in conflict["words"] or "because" in conflict["words"]


def test_a_conflict_says_each_number_in_its_own_unit(result):
    words = {frozenset(c["ids"]): c["words"] for c in result.result["conflicts"]}
    told = words[frozenset(["seed-11b-output-2023", "pub-c19-output-2023"])]
    assert told.endswith("both count production of China in 2023: 750,000 m3 and 2 Mm3 15C")
