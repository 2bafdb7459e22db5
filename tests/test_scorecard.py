"""The scorecard in the docs is what the shipped episodes give, on any number of threads."""

import sys
from pathlib import Path

import pytest

import outlast
from outlast.case.loader import shipped_cases

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "scorecard.md").read_text("utf-8")


@pytest.fixture(scope="module")
def script():
    """The script that writes the page."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import scorecard
    finally:
        sys.path.remove(str(ROOT / "scripts"))
    return scorecard


@pytest.fixture(scope="module")
def told(script):
    return outlast.backtest(draws=script.DRAWS, seed=script.SEED, threads=2)


def test_the_page_is_what_is_computed(script, told):
    assert script.page(told.result) == PAGE


def test_every_picture_of_the_page_is_there(script, told):
    names = {name for block in told.result["episodes"] for name in script.pictures(block)}
    there = {path.name for path in (ROOT / "docs" / "pictures").glob("scorecard-*.svg")}
    assert names == there
    assert all(f"(pictures/{name})" in PAGE for name in names)


def test_every_episode_of_every_case_and_stage_is_there(told):
    cases = [outlast.load(name) for name in shipped_cases()]
    every = {
        name for case in cases for one in (case, *case.chain.values()) for name in one.episodes
    }
    assert {block["id"] for block in told.result["episodes"]} == every
    assert sum(block["n"] for block in told.result["episodes"]) == told.result["n"]


def test_one_thread_gives_the_same_bytes(script, told):
    again = outlast.backtest(draws=script.DRAWS, seed=script.SEED, threads=1)
    assert again.to_json() == told.to_json()


def test_every_miss_is_taught_from(told):
    """An episode with a band that missed says what that teaches."""
    for block in told.result["episodes"]:
        assert block["lesson"] or block["covered"] == block["n"], block["id"]
