"""Runs that several tests share."""

import pytest
from scenarios import scenario

import outlast
from outlast.engines.shock.model import run


@pytest.fixture(scope="session")
def quick(helium):
    """Run a few draws of the helium case."""

    def go(*measures, year=2018, draws=24, months=18, **options):
        return run(helium, scenario(*measures), "CHN", year, draws=draws, months=months, **options)

    return go


@pytest.fixture(scope="session")
def embargo(helium):
    return outlast.shock(helium, "us-embargo", year=2018, draws=64, seed=1)
