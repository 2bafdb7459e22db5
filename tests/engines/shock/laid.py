"""Scenarios laid out as arrays, without running a market."""

from scenarios import scenario

from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.links import read
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.schedule import lay_out, lumped


def lay(case, *measures, target="CHN", year=2018, draws=4, months=18, seed=1):
    """Read measures and lay them out; the schedule, the normal month and the sample."""
    plan = read(case, scenario(*measures), target, year, year * 12)
    sample = Sample(case, seed, draws, year, "central")
    normal = baseline(case, year, sample, (target,))
    also = lumped(case, plan, normal, sample, months)
    if also:
        normal = baseline(case, year, sample, (target,), also=also)
    return lay_out(case, plan, normal, sample, months=months), normal, sample
