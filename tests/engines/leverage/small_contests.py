"""Small random contests and trees, in numbers that binary fractions hold exactly."""

import numpy as np
from hypothesis import strategies as st

from outlast.engines.leverage.contest import Contest
from outlast.engines.leverage.tree import Node

SETS = {0: ((),), 1: ((), ("a",)), 2: ((), ("a",), ("b",), ("a", "b"))}


def endured(amounts, until):
    return np.where(np.arange(amounts.shape[-1]) >= np.asarray(until)[..., None], np.inf, amounts)


def dearest(harm, answer_cost):
    cost = harm + answer_cost.max(axis=0)
    return np.where(np.isinf(cost), 0.0, cost).max(axis=-1)


@st.composite
def contests(draw, months=4, answers=2, least=0, default=None):
    """One draw; whole costs of a few million USD, months of exhaustion, a concession or none."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count = draw(st.integers(1, months))
    sets = SETS[draw(st.integers(0, answers))]
    single = rng.integers(least, 6, (4, 2, count)).astype(float)
    never = months + 3
    harm = endured(single[0, 0], rng.integers(0, never))
    hits = [endured(single[1, k], rng.integers(0, never)) for k in (0, 1)]
    members = [[("a", "b").index(name) for name in names] for names in sets]
    nothing = np.zeros(count)
    harms = np.array([sum((hits[k] for k in row), nothing) for row in members])[:, None]
    costs = np.array([sum((single[2, k] for k in row), nothing) for row in members])[:, None]
    concession = dearest(harm[None], costs)
    if default is None:
        concession = draw(st.sampled_from([concession, np.array([float(rng.integers(0, 9))])]))
    return Contest(sets, harm[None], single[3, :1], harms, costs, concession)


STAKES = st.integers(0, 60).map(lambda n: 3.0 * n)
"""Million USD a year: quarters of a million a month."""


@st.composite
def trees(draw, depth=3):
    """A tree of both players with at most two actions each and whole payoffs."""
    payoffs = st.integers(-4, 4).map(float)
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return Node("end", 0, (draw(payoffs), draw(payoffs)))
    player = draw(st.sampled_from(["sender", "target"]))
    left, right = draw(trees(depth=depth - 1)), draw(trees(depth=depth - 1))
    return Node(player, 0, branches=(("left", left), ("right", right)))


def many(draws=200, months=36, sets=4, seed=0):
    """Many draws of uneven amounts, as the engine has them."""
    rng = np.random.default_rng(seed)
    harm = endured(rng.uniform(0, 5, (draws, months)), rng.integers(0, months + 12, draws))
    hits = rng.uniform(0, 5, (sets, draws, months))
    costs = rng.uniform(0, 2, (sets, draws, months))
    hits[0] = costs[0] = 0
    hits[1:] = endured(hits[1:], rng.integers(1, months + 24, (sets - 1, draws)))
    own = rng.uniform(0, 3, (draws, months))
    names = tuple(tuple("abcdefg"[:k]) for k in range(sets))
    return Contest(names, harm, own, hits, costs, dearest(harm, costs))
