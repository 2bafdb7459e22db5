"""``outlast check`` as a user meets it: lines, files, exit codes, bad input."""

import csv
import json

import pytest
from commands import run, start

HEADER = ["id", "quantity", "subject", "period", "printed", "unit", "rule"]
BALANCE = [
    ["out", "production", "CHN", "2023", "0.75", "Mt", "exceeded"],
    ["share", "domestic_share", "CHN", "2023", "12-13", "%", "range"],
    ["use", "consumption", "CHN", "2023", "26.18", "Mt", "printed"],
]


@pytest.fixture
def write(tmp_path):
    """Write rows of claims to a file."""

    def go(rows, header=HEADER):
        path = tmp_path / "claims.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    return go


def test_a_line_gets_its_verdict():
    done = start("check", "helium", "--claim", "CHN imports from USA 2022 = 1.2 million m3")
    assert done.returncode == 0
    assert "contradicted: claim-1" in done.stdout
    assert "2.46 Mm3" in done.stdout


def test_a_sentence_is_read_as_prose():
    done = run("check", "helium", "--claim", "China bought half of its helium from Qatar in 2019.",
               "--claim", "CHN imports from USA 2022 = 425 t")  # fmt: skip
    assert done.returncode == 0
    assert "true elsewhere: claim-1  50 %" in done.stdout
    assert "supported: claim-2  425 t" in done.stdout
    assert "2 claims: " in done.stdout


def test_an_article_without_numbers_says_so(tmp_path):
    article = tmp_path / "empty.txt"
    article.write_text("")
    assert "No number was found." in run("check", "helium", "--text", str(article)).stdout
    article.write_text("Helium is scarce. In 2023 China's tariff was 25 %.")
    assert "0 claims; 1 number not read" in run("check", "helium", "--text", str(article)).stdout


def test_strict_leaves_with_one_where_something_is_contradicted():
    line = "CHN imports from USA 2022 = 1.2 million m3"
    assert run("check", "helium", "--claim", line, "--strict").returncode == 1
    line = "CHN imports from USA 2022 = 425 t"
    assert run("check", "helium", "--claim", line, "--strict").returncode == 0


def test_a_file_by_itself_is_judged_by_its_own_claims(write):
    done = run("check", str(write(BALANCE)), "--json")
    found = json.loads(done.stdout)["result"]
    assert [c["ids"] for c in found["conflicts"]] == [["use", "share", "out"]]
    assert found["conflicts"][0]["words"].endswith(
        "the others imply 6 Mt for consumption of China in 2023, printed as 26.2 Mt"
    )
    assert {row["verdict"] for row in found["claims"]} == {"disputed"}


def test_a_case_judges_a_file_of_gas_volumes(write):
    rows = [[*row[:5], row[5].replace("Mt", "Mm3"), row[6]] for row in BALANCE]
    alone = run("check", str(write(rows)))
    assert alone.returncode == 3
    assert "claims.csv:2: unit is 'Mm3'" in alone.stderr
    assert "--case" in alone.stderr
    found = json.loads(run("check", str(write(rows)), "--case", "helium", "--json").stdout)
    verdicts = {row["id"]: row["verdict"] for row in found["result"]["claims"]}
    assert verdicts == {"out": "scale_suspected", "share": "disputed", "use": "supported"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["a", "production", "CHN", "2023", "5", "furlong", "printed"], "unit is 'furlong'"),
        (["a", "prduction", "CHN", "2023", "5", "t", "printed"], "did you mean 'production'"),
        (["a", "production", "XQZ", "2023", "5", "t", "printed"], "claims.csv:2: subject"),
        (["a", "production", "CHN", "2023", "5-4", "t", "range"], "the smaller number first"),
        (["a", "production", "CHN", "2023", "", "t", "printed"], "a number, or rule none"),
        (["a", "production", "CHN", "20-23", "5", "t", "printed"], "period"),
        (["a", "production", "CHN", "2023", "many", "t", "printed"], "the number as printed"),
    ],
)
def test_a_faulty_row_is_named_with_what_was_expected(write, row, words):
    done = run("check", str(write([row])))
    assert done.returncode == 3
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["check", "helium", "--claim", "CHN imports"], 3, "an example is"),
        (["check", "nothing.csv"], 2, "a CSV file that is there"),
        (["check", "helium", "--case", "isle"], 2, "only with a file of claims"),
        (["check", "helium", "--seconds", "0"], 2, "--seconds is 0"),
        (["check", "hellium"], 2, "did you mean 'helium'"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(arguments, code, words):
    done = run(*arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_table_is_refused(write):
    done = run("check", str(write([])))
    assert done.returncode == 3
    assert "at least one row" in done.stderr
