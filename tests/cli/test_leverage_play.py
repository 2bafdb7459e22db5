"""The table-top exercise on what is typed: seats, advice, an early end, the log."""

import io
import json

import numpy as np
import pytest

from outlast.cli.leverage import leverage
from outlast.cli.leverage_play import INTERRUPTED, Table, deliver_log
from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.exercise import exercise_of
from outlast.engines.leverage.play import Exercise
from outlast.errors import UsageError
from outlast.units import money

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
    asked = [line.partition(": [")[0] for line in told.err.split("? ")]
    assert (
        asked[0]
        == "month 0, CHN (sender); can still bear: CHN depends on the answer, USA 2 months"
    )
    assert asked[4] == "month 1, CHN (sender); can still bear: CHN to the end, USA 1 month"
    assert asked[7] == "month 2, USA (target); can still bear: CHN to the end, USA no month"
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


def briefed(typed, capsys, **more):
    typed("hold\n")
    leverage("isle", sender="Northland", target="XIS", draws=64, play=True, **more)
    return capsys.readouterr().err.splitlines()


def test_players_are_told_what_is_played_before_the_first_move(typed, capsys):
    told = briefed(typed, capsys, answer=["market:rate=0.5"], stake="5bn", year=2022,
                   exhaustion="market")  # fmt: skip
    lines = [
        "On the flows of 2022: the sender is Northland, the target Isle.",
        "The card: Northland stops all brightgas that it controls from reaching Isle.",
        "An answer: Isle taxes what comes from Northland by 50 %.",
        "The target answers once, with any set of its answers or none.",
        "The future is number ",
        "If the target yields, the sender wins 5 billion USD a year from then to the horizon, ",
        "No month can be borne from the first in which a critical sector is under its minimum ",
        "To yield costs the target ",
        "A turn is a month; after 36 of them all cards are lifted and nothing is conceded.",
        "month 0, Northland (sender); can still bear: ",
    ]
    told = told[-len(lines) :]
    assert [line[: len(start)] for line, start in zip(told, lines, strict=True)] == lines
    assert told[4].endswith("of 64, counted from 0: the middle one by the stake from which "
                            "playing pays.")  # fmt: skip
    assert told[5].endswith("as given.")
    assert told[6].endswith("at market prices (market).")
    assert told[7].endswith("at the rate of the dearest month that it can bear: none was given, "
                            "and so it never pays to yield before it must.")  # fmt: skip


def test_what_is_chosen_for_the_players_is_named_and_the_game_s_own(typed, capsys):
    told = briefed(typed, capsys, answer=["isle"], concession="24m")
    assert any(line.startswith("No answer: what Isle can stop with card isle") for line in told)
    assert "The target can only absorb: it has no answer." in told
    assert "To yield costs the target 24 million USD a year to the horizon, as given." in told
    played = exercise_of("isle", "XNO", "XIS", ["isle"], draws=64, concession=24.0)
    won = next(line for line in told if line.startswith("If the target yields"))
    assert f"wins {money(played.stake)} a year" in won
    assert "since none was given" in won
    assert f"number {played.draw} of 64" in "".join(told)
    assert list(played.briefing) == [line for line in told if line in played.briefing]


def test_the_command_to_play_keeps_what_was_asked(capsys):
    leverage("isle", sender="XNO", target="XIS", answer=["market:rate=0.5"], years="2020:2022",
             draws=64, stake="5bn", concession="1m", exhaustion="market", variants=False,
             )  # fmt: skip
    assert capsys.readouterr().err.splitlines()[-1] == (
        "Next: outlast leverage isle --sender XNO --target XIS --answer market:rate=0.5 "
        "--year 2022 --stake 5bn --concession 1m --exhaustion market --draws 64 --play"
    )
