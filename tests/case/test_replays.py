"""Contests that happened: read, and refused where they contradict themselves or their case."""

import shutil
from pathlib import Path

import pytest

import outlast
from outlast.errors import CaseFaults

GOOD = """\
title: Northland stops gas, the Isle taxes
sender: XNO
card: isle
target: XIS
answers: []
year: 2023
played: "2024-02-01"
answered: "2024-02-03"
source: isle-survey
observed:
  - {what: Treaty, date: "2024-04-01", ended: truce, words: both stop, grade: C,
     source: isle-survey}
"""
BAD = [
    ("target: XIS", "target: XQQ", "target is 'XQQ', expected the code of a country or a bloc"),
    ("target: XIS", "target: XNO", "expected another country than the sender"),
    ("2024-02-03", "2024-02-30", "'2025-04-09', in quotes"),
    ("2024-04-01", "2024-01-01", "expected no day before 2024-02-03"),
    ("source: isle-survey\nobserved", "source: isle-surveys\nobserved", "did you mean"),
]


def _case(folder: Path, replay: str) -> Path:
    shutil.copytree(outlast.load("isle").folder, folder / "isle")
    (folder / "isle" / "replays").mkdir(exist_ok=True)
    (folder / "isle" / "replays" / "treaty.yaml").write_text(replay, "utf-8")
    return folder / "isle"


def test_a_replay_is_read(tmp_path):
    case = outlast.load(_case(tmp_path, GOOD))
    assert case.replays["treaty"].observed[0].ended == "truce"
    assert case.sha256 != outlast.load("isle").sha256


@pytest.mark.parametrize(("good", "bad", "words"), BAD)
def test_a_replay_that_cannot_be_is_refused(tmp_path, good, bad, words):
    with pytest.raises(CaseFaults) as refused:
        outlast.load(_case(tmp_path, GOOD.replace(good, bad)))
    assert words in str(refused.value)
    assert "treaty.yaml" in str(refused.value)
