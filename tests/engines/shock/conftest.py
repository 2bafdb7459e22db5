"""Runs that several tests share."""

import pytest
from scenarios import scenario

import outlast
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.model import run


@pytest.fixture(scope="session")
def quick(helium):
    """Run a few draws of the helium case."""

    def go(*measures, year=2018, draws=24, months=18, seed=1, **options):
        ask = Ensemble(helium, scenario(*measures), "CHN", year, months, draws, seed)
        return run(ask, **options)

    return go


@pytest.fixture(scope="session")
def embargo(helium):
    return outlast.shock(helium, "us-embargo", year=2018, draws=64, seed=1)
