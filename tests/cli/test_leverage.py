"""``outlast leverage`` as a user meets it: what it prints, refuses and plays."""

import io
import json
import subprocess
import sys

import pytest
from leverage_example import blank, example
from rich.console import Console

from outlast.cli.leverage import money_of
from outlast.cli.leverage_tables import show
from outlast.errors import InvalidInput
from outlast.results import Result, open_result

ASKED = ("leverage", "isle", "--sender", "XNO", "--target", "XIS")


def run(*arguments, typed=""):
    return subprocess.run(
        [sys.executable, "-m", "outlast", *map(str, arguments)],
        capture_output=True, text=True, check=False, input=typed,
    )  # fmt: skip


def printed(result):
    screen = Console(file=io.StringIO(), width=120, highlight=False, markup=False)
    show(screen, result)
    return screen.file.getvalue()


def test_the_reading_comes_before_the_years_and_the_assumptions_last():
    told = printed(example())
    places = [told.index(words) for words in (
        "In 2010 no stake would have sufficed", "By year, 200 futures", "What moves stake",
        "What the game assumes", "Unknown years.2009", "Note: the answer's reach")]  # fmt: skip
    assert places == sorted(places)


def test_never_and_unknown_are_told_apart():
    told = printed(example()).splitlines()
    rows = {line.split()[1]: line for line in told if line.startswith("│ 20")}
    assert rows["2009"].count("?") == 8
    assert "no stake" in rows["2010"]
    assert "never" in rows["2010"]
    assert "5.2 (1.5 to" in rows["2014"]
    words = " ".join(printed(example()).split())
    assert "usable stock: 0.31 at 4 weeks, 1.9 at 26 weeks" in words
    assert "no stake at 9 months" in words


def test_a_result_of_which_all_is_unknown_can_be_printed():
    told = printed(example(years=[blank(2009)], variants=None, drivers=None, swings=None,
                           matrix=None, game=None, reading=[], assumptions=[]))  # fmt: skip
    assert told.count("?") >= 8


@pytest.mark.parametrize("suffix", ["json", "csv", "nc"])
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
        (("--year", 2020, "--years", "2020:2021"), "--year and --years are both given"),
        (("--stake", "much"), "--stake is 'much', expected an amount of USD, 0 or more"),
        (("--concession", "-5bn"), "--concession is '-5bn', expected an amount of USD"),
        (("--exhaustion", "markt"), "did you mean 'market'?"),
        (("--seat", "sender"), "--seat is given without --play"),
        (("--play", "--seat", "sendr"), "did you mean 'sender'?"),
        (("--play", "--years", "2020:2021"), "--play is given with several years"),
        (("--years", "2021"), "expected two years that rise"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(more, told):
    done = run(*ASKED, *more)
    assert done.returncode in {2, 3}
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


def test_sender_and_target_must_be_named():
    done = run("leverage", "isle", "--sender", "XNO")
    assert done.returncode == 2
    assert "--target" in done.stderr


@pytest.mark.parametrize("text", ["", ".", "1e400", "nan", "-1", "5 apples", "1.2.3"])
def test_no_amount_is_no_number(text):
    with pytest.raises(InvalidInput, match="an amount of USD"):
        money_of("--stake", text)


def test_the_schema_of_a_saved_result_is_named():
    assert json.loads(example().to_json())["schema"] == "outlast.leverage/1"
