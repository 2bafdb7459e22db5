"""The table-top exercise on what is typed: seats, advice, an early end, the log."""

import io
import json

import numpy as np
import pytest

from outlast.cli.leverage_play import INTERRUPTED, Table, deliver_log
from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.play import Exercise
from outlast.errors import UsageError

NAMES = {"sender": "CHN", "target": "USA"}


def exercise():
    """The target cannot bear its third month; the answer costs both."""
    harm = np.array([[10.0, 20.0, np.inf, np.inf, np.inf, np.inf]])
    cost = np.full((1, 6), 3.0)
    hits, costs = np.zeros((2, 1, 6)), np.zeros((2, 1, 6))
    hits[1], costs[1] = 4.0, 1.0
    contest = Contest(((), ("helium",)), harm, cost, hits, costs, np.array([25.0]))
    return Exercise(contest, stake=600.0)


@pytest.fixture
def typed(monkeypatch):
    def say(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return say


def test_both_seats_are_played_by_number_or_by_name(typed, capsys):
    typed("play\n1\n2\n1\npersist\nresist\n2\n1\n")
    table = Table(exercise(), NAMES)
    assert table.play() == 0
    moves = [entry.move for entry in table.log]
    assert moves == ["play", "absorb", *["persist", "resist"] * 2, "persist", "yield"]
    told = capsys.readouterr()
    resisted = "month 0: USA (target) resist  [million USD: CHN -3, USA -10]"
    assert told.out.splitlines()[3] == resisted
    assert told.out.splitlines()[-1].startswith("The end: ")
    assert "[1] hold, [2] play?" in told.err


def test_the_model_takes_the_other_seat(typed):
    typed("play\npersist\npersist\npersist\n")
    table = Table(exercise(), NAMES, seat="sender")
    assert table.play() == 0
    assert {entry.seat for entry in table.log} == {"sender", "target"}
    assert table.log[-1].move == "yield"


def test_a_wrong_word_is_asked_again_and_advice_is_given(typed, capsys):
    typed("plya\n?\n9\nhold\n")
    table = Table(exercise(), NAMES, seat="sender")
    assert table.play() == 0
    told = capsys.readouterr().err
    assert "did you mean 'play'?" in told
    assert "The model would play (million USD from here on" in told
    assert [entry.move for entry in table.log] == ["hold"]


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_an_early_end_keeps_the_log(typed, tmp_path, suffix):
    typed("play\nabsorb\n")
    table = Table(exercise(), NAMES, aloud=False)
    assert table.play() == INTERRUPTED
    path = tmp_path / f"log.{suffix}"
    deliver_log(table, path, as_json=False, quiet=True)
    text = path.read_text("utf-8")
    if suffix == "json":
        told = json.loads(text)
        assert told["ended"] is None
        assert [row["move"] for row in told["log"]] == ["play", "absorb"]
    else:
        assert text.splitlines()[0] == "month,seat,move,sender,target"
        assert len(text.splitlines()) == 3


def test_json_is_all_that_is_printed(typed, capsys):
    typed("hold\n")
    table = Table(exercise(), NAMES, aloud=False)
    table.play()
    deliver_log(table, None, as_json=True, quiet=True)
    assert json.loads(capsys.readouterr().out)["ended"] == "sender holds"


def test_a_log_has_no_other_form(typed, tmp_path):
    typed("hold\n")
    table = Table(exercise(), NAMES, aloud=False)
    table.play()
    with pytest.raises(UsageError, match=r"\.json or \.csv"):
        deliver_log(table, tmp_path / "log.nc", as_json=False, quiet=True)


def test_an_answer_is_meant_by_what_stands_after_its_colon(typed, capsys):
    typed("play\nmarket\nhelium\n")
    table = Table(exercise(), NAMES)
    assert table.play() == INTERRUPTED
    assert [entry.move for entry in table.log] == ["play", "answer: helium"]
    assert "'market' is no move now" in capsys.readouterr().err
