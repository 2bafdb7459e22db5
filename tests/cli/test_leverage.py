"""``outlast leverage`` as a user meets it: what it prints, refuses and plays."""

import io
import json
import subprocess
import sys
from dataclasses import replace

import pytest
from leverage_example import ANSWER, blank, example
from rich.console import Console

from outlast.cli.leverage import leverage, money_of
from outlast.cli.leverage_tables import show
from outlast.errors import InvalidInput, OutlastError
from outlast.results import Result, open_result


def printed(result):
    screen = Console(file=io.StringIO(), width=120, highlight=False, markup=False)
    show(screen, result)
    return screen.file.getvalue()


def test_the_reading_comes_before_the_years_and_the_assumptions_last():
    told = printed(example())
    places = [told.index(words) for words in (
        "In 2010 no stake would have sufficed", "By year, 200 futures", "What moves the stake",
        "What the game assumes", "Unknown years.0", "Note: the answer's reach")]  # fmt: skip
    assert places == sorted(places)


def test_never_and_unknown_are_told_apart():
    told = printed(example()).splitlines()
    rows = {line.split()[1]: line for line in told if line.startswith("│ 20")}
    assert rows["2009"].count("?") == 7
    assert "3.5 (0 to 8) │  m" in rows["2010"]
    assert "2/90/8" in rows["2010"]
    assert "2\u00a0% / 100\u00a0%" in rows["2010"]
    assert "5,200 (1,500 to none) │  e" in rows["2014"]
    cells = [[cell.strip() for cell in line.split("│")[1:-1]]
             for line in printed(example()).splitlines() if line.startswith("│")]  # fmt: skip
    assert ["helium: usable stock", "up to 4 weeks", "31 %", "26 weeks and more", "90 %"] in cells
    assert ["predicted", "unknown, as no figure of its trade"] in cells
    assert ["Qatar and Russia join", "2024", "8 %", "0 %", "100 %", "0/20/80", "100/0/0"] in cells


def test_who_is_short_first_stands_in_a_year_without_a_game():
    row = blank(2009)
    row["rules"][1]["yields_first"] = {"target": 0.7, "sender": 0.2, "neither": 0.1}
    told = printed(example(years=[row], reading=["one", "two"]))
    cells = next(line.split("│") for line in told.splitlines() if line.startswith("│ 2009"))
    assert [cell.strip() for cell in cells[4:8]] == ["?", "70/20/10", "? / ?", "?"]
    assert "one" in told
    assert "two" in told  # no paragraph on other answers is left out where there is none


def test_no_line_is_wider_than_the_terminal_and_no_number_is_broken():
    screen = Console(file=io.StringIO(), width=100, highlight=False, markup=False)
    show(screen, example())
    lines = screen.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 100
    rows = [line for line in lines if line.startswith("│ 20")]
    assert all(len(line.split("│")[7].split(" (")) in {1, 2} for line in rows)
    assert "5,200 (1,500 to none)" in " ".join(rows)


def test_an_answer_that_stops_nothing_is_not_told_as_one():
    assert f"The answer may be: {ANSWER['words']}." in printed(example())
    idle = {**ANSWER, "stops_nothing": "stops nothing in 2024: it controls none"}
    told = printed(replace(example(answers=[idle]), warnings=(
        "the answer helium stops nothing in 2024: it controls none", "another")))  # fmt: skip
    assert "The answer may be" not in told
    assert f"{ANSWER['words']}. But it stops nothing in 2024: it controls none." in told
    assert "Note: another" in told
    assert told.count("it controls none") == 1


def test_where_a_given_stake_pays_is_a_row_a_year():
    rows = [{"year": 2010, "rule": "endurance", "share": 0.02},
            {"year": 2010, "rule": "market", "share": None}]  # fmt: skip
    told = printed(example(stake_pays=rows, stake=5000.0))
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in told.splitlines()]
    assert ["2010", "2 %", "unknown"] in cells
    assert "A stake of 5 billion USD pays" in told
    assert "A stake of" not in printed(example())


def test_a_result_of_which_all_is_unknown_can_be_printed():
    none = dict.fromkeys(
        ("drivers", "swings", "matrix", "replays", "reading", "assumptions", "story"), ()
    )
    told = printed(example(years=[blank(2009)], variants=None, game=None, **none))
    assert told.count("?") >= 7


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_a_result_is_saved_and_opened(tmp_path, suffix):
    result = example()
    path = result.save(tmp_path / f"a.{suffix}")
    if suffix == "csv":
        lines = path.read_text("utf-8").splitlines()
        assert len(lines) == 1 + 6 + 6 + 5
        assert lines[0].startswith("variant,year,harm_p5")
    else:
        assert open_result(path) == result
    assert Result.from_json(result.to_json()) == result


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"year": 2020, "years": "2020:2021"}, "--year and --years are both given"),
        ({"stake": "much"}, "--stake is 'much', expected an amount of USD, 0 or more"),
        ({"concession": "-5bn"}, "--concession is '-5bn', expected an amount of USD"),
        ({"exhaustion": "markt"}, "did you mean 'market'?"),
        ({"seat": "sender"}, "--seat is given without --play"),
        ({"seat": "sendr", "play": True}, "did you mean 'sender'?"),
        ({"play": True, "years": "2020:2021"}, "--play is given with several years"),
        ({"years": "2021"}, "expected two years that rise"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(more, told):
    with pytest.raises(OutlastError) as raised:
        leverage("isle", sender="XNO", target="XIS", **more)
    assert told in str(raised.value)
    assert raised.value.exit_code in {2, 3}
    assert len(str(raised.value).splitlines()) == 1


def test_sender_and_target_must_be_named():
    asked = [sys.executable, "-m", "outlast", "leverage", "isle", "--sender", "XNO"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--target" in done.stderr


@pytest.mark.parametrize("text", ["", ".", "1e400", "nan", "-1", "5 apples", "1.2.3"])
def test_no_amount_is_no_number(text):
    with pytest.raises(InvalidInput, match="an amount of USD"):
        money_of("--stake", text)


def test_the_schema_of_a_saved_result_is_named():
    assert json.loads(example().to_json())["schema"] == "outlast.leverage/1"
