"""The page on back-tests says what is true: its example runs, its table has every variable."""

import re
from dataclasses import replace
from pathlib import Path

import yaml

import outlast
from outlast.case.measures import VARIABLES, Episode

PAGE = (Path(__file__).parents[4] / "docs" / "backtests.md").read_text("utf-8")


def test_the_example_runs(helium):
    written = yaml.safe_load(re.search(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)[1])
    case = replace(helium, episodes={"example": Episode.model_validate(written)})
    result = outlast.backtest(case, draws=16)
    assert result.result["n"] == 3


def test_every_variable_and_unit_is_in_the_table():
    rows = [line.split("|")[1:4] for line in PAGE.splitlines() if line.startswith("| `")]
    told = {
        name: set(re.findall(r"`(\S+?)`", units))
        for names, _, units in rows
        for name in re.findall(r"`(\w+)`", names)
    }
    assert told == {name: set(known.units) for name, known in VARIABLES.items()}
