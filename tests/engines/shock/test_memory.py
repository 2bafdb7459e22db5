"""A run takes no more memory than is counted before it begins."""

import re
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

import outlast
from outlast.engines.shock.ensemble import Ensemble
from outlast.engines.shock.memory import MAX_BYTES, Shape, refuse_too_large, shape_of
from outlast.engines.shock.model import run
from outlast.errors import LimitReached

DRAWS = 600


def arrays_of(done):
    """Every array that a finished run holds, once."""
    market = done.market._replace(policies=done.market.flow)  # counted by itself
    found = [*market, *done.record, done.normal.flow, done.minimum]
    found += done.sample._drawn.values()  # noqa: SLF001
    return {id(array): array for array in found}.values()


@pytest.mark.parametrize("name", ["us-embargo", "us-controlled"])
@pytest.mark.parametrize(("year", "months"), [(2006, 36), (2024, 6), (2018, 120)])
def test_what_is_counted_is_what_a_run_holds(helium, name, year, months):
    scenario = helium.scenarios[name]
    done = run(Ensemble(helium, scenario, "CHN", year, months, DRAWS))
    shape = shape_of(helium, scenario, "CHN", year, months, 14)
    fixed = done.market.since.nbytes + done.market.remaining.nbytes
    held = sum(array.nbytes for array in arrays_of(done)) - fixed
    assert held <= DRAWS * shape.held <= 1.6 * held
    exact = replace(
        shape, lanes=len(done.schedule.lanes), places=len(done.normal.destinations),
        origins=len(done.normal.origins), drawn=len(done.sample._drawn),  # noqa: SLF001
    )  # fmt: skip
    assert DRAWS * exact.held == held


@pytest.mark.parametrize(("months", "draws"), [(12, 4 * DRAWS), (120, 2 * DRAWS)])
def test_the_peak_of_a_whole_shock_stays_below(helium, months, draws):
    scenario = helium.scenarios["us-controlled"]
    outlast.shock(
        helium, scenario, year=2018, draws=2, months=months
    )  # compiles, and fills caches
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        outlast.shock(helium, scenario, year=2018, draws=draws, months=months)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    shape = shape_of(helium, scenario, "CHN", 2018, months, 14)
    margin = 20e6  # what does not grow with the draws: a block's matrices, the result
    assert peak - before <= shape.needed(draws, together=2) + margin


def test_the_number_that_fits_does(helium):
    shape = shape_of(helium, helium.scenarios["us-controlled"], "CHN", 2018, 36, 14)
    with pytest.raises(LimitReached) as caught:
        refuse_too_large(shape, 10**9, together=2)
    fits = int(re.search(r"([\d,]+) draws fit", str(caught.value))[1].replace(",", ""))
    refuse_too_large(shape, fits, together=2)
    with pytest.raises(LimitReached):
        refuse_too_large(shape, fits + 1, together=2)
    assert shape.needed(fits, together=2) <= MAX_BYTES


def test_longer_axes_need_more():
    base = Shape(months=36, lanes=12, places=15, sectors=8, origins=7, nodes=25, drawn=60)
    for name in ("months", "lanes", "places", "sectors", "origins"):
        longer = replace(base, **{name: 2 * getattr(base, name)})
        assert longer.needed(1) > base.needed(1)
    assert base.needed(10, together=2) > base.needed(10)
    assert np.isclose(base.needed(1000), 1000 * base.needed(1))
