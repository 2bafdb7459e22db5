"""Random programmes of a problem, and what a cut says of them."""

import numpy as np

from outlast.solve import Program, solve


def programme(stage, seed):
    """One that random costs make best: some units are begun, and the operation is any."""
    rng = np.random.default_rng(seed)
    begun = len(stage.begun_option)
    cost = np.concatenate([rng.uniform(-1, 0.5, begun), rng.uniform(0, 1, stage.width - begun)])
    cost[begun : stage.peace] = 0.0
    rows = stage.matrix, stage.row_low, stage.row_high
    found = solve(Program(cost, *rows, np.zeros(stage.width), stage.high, stage.whole))
    return stage.programme(found.x)


def told(stage, cut, cost, given):
    """What a cut says that its attack does to a programme at least."""
    begun = given.units[stage.begun_option, stage.begun_period]
    x = np.concatenate([begun, given.active.ravel(), given.peace])
    past = stage.operations.period < cut.attack.start
    return cut.constant + cut.value @ x[cut.column] + cost[past] @ given.peace[past]
