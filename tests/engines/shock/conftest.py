"""Small markets for the shock engine, and runs that several tests share."""

import pytest

import outlast
from outlast.case.measures import Scenario
from outlast.engines.shock.model import run


def scenario(*measures):
    """Make a scenario of measures given as dictionaries."""
    filled = [
        {
            "id": f"m{i}",
            "start": "+0",
            **({} if m["kind"] == "truce" else {"expected_months": 12}),
            **m,
        }
        for i, m in enumerate(measures)
    ]
    return Scenario.model_validate({"title": "test", "measures": filled})


@pytest.fixture(scope="session")
def quick(helium):
    """Run a few draws of the helium case."""

    def go(*measures, year=2018, draws=24, months=18, **options):
        return run(helium, scenario(*measures), "CHN", year, draws=draws, months=months, **options)

    return go


@pytest.fixture(scope="session")
def embargo(helium):
    return outlast.shock(helium, "us-embargo", year=2018, draws=64, seed=1)
