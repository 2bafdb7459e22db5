"""Published and independently computed plans (tests/golden/SOURCES.md)."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from outlast.engines.plan.attacks import Rules
from outlast.engines.plan.ccg import generate
from outlast.engines.plan.goals import Goal, within
from outlast.engines.plan.instance import Instance, Option
from outlast.engines.plan.planner import plan
from outlast.engines.plan.policies import Market, prices, reserve_against_stops, stock_policy
from outlast.engines.plan.polyhedral import TwoStage, TwoStageMaster, VertexAdversary, vertices
from outlast.engines.shock.losses.tail import cvar

GOLDEN = Path(__file__).parents[2] / "golden"
BLOCKS = json.loads((GOLDEN / "plan.json").read_text("utf-8"))


def rows(name):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def location_and_transport(block):
    """Three sites of some size, three customers whose demand deviates within U."""
    three, ones = np.eye(3), np.ones((1, 3))
    supply = np.hstack([np.zeros((3, 3)), three])
    return TwoStage(
        c=np.array([*block["f"], *block["a"]], dtype=float),
        high=np.array([1, 1, 1, np.inf, np.inf, np.inf]),
        whole=np.array([True] * 3 + [False] * 3),
        a_matrix=np.vstack([np.hstack([block["K"] * three, -three]), [0, 0, 0, 1, 1, 1]]),
        a=np.array([0, 0, 0, 772.0]),  # the most that can be demanded: 700 + 1.8 * 40
        b=np.array(block["c"], dtype=float).ravel(),
        g=np.vstack([np.kron(-three, ones), np.kron(ones, three)]),
        e=np.vstack([supply, np.zeros((3, 6))]),
        m=np.vstack([np.zeros((3, 3)), -block["dev"] * three]),
        h=np.append(np.zeros(3), block["d0"]),
    )


def test_zeng_and_zhao_with_the_bounds_of_each_iteration():
    block = BLOCKS["ccg_zeng_zhao_2013"]
    problem = location_and_transport(block)
    budget = np.vstack([np.eye(3), [[1, 1, 1], [1, 1, 0]]])
    points = vertices(budget, np.array([1, 1, 1, 1.8, 1.2]))
    assert len(points) == 12
    assert not points[0].any()
    master = TwoStageMaster(problem, points)
    master.learn(0)  # the published run begins with demand as expected
    course = generate(master, VertexAdversary(problem, points))
    assert course.ended == "optimal"
    assert course.lower == pytest.approx(block["iterations"]["LB"])
    assert course.upper == pytest.approx(block["iterations"]["UB"])
    assert course.upper[-1] == pytest.approx(block["optimal"])
    assert course.decision[:3] == pytest.approx(block["y"])


SUPPLY = {"USA": 40, "QAT": 30, "RUS": 15, "DZA": 10, "AUS": 5, "DOM": 12}


def hardening():
    """Six suppliers that each stand alone, any of which can be hardened for 1."""
    count = len(SUPPLY)
    return Instance(
        use=np.array([[100.0]]),
        weight=np.ones(1),
        critical=np.array([True]),
        arrivals=np.array(list(SUPPLY.values()), dtype=float)[:, None],
        price=np.zeros(count),
        reach=np.eye(count),
        option_reach=np.zeros((count, count)),
        options=tuple(
            Option(f"harden {name}", "shield", capacity=1.0, capex=1.0, whole=True, target=lane)
            for lane, name in enumerate(SUPPLY)
        ),
    )


@pytest.mark.parametrize("row", rows("gt_dad_cardinality.csv"), ids=str)
@pytest.mark.parametrize("most_tried", [5000, 0])
def test_defender_attacker_defender_by_cardinality(row, most_tried):
    instance, hardened = hardening(), int(row["defend_k"])
    goal = Goal("worst", "endurance", budget=float(hardened), lasts=1)
    found = plan(instance, Rules(int(row["attack_a"])), goal, most_tried=most_tried)
    assert found.upper[-1] == pytest.approx(float(row["minmax_loss"]), rel=1e-6, abs=1e-6)
    assert found.lower[-1] == pytest.approx(found.upper[-1], rel=1e-6, abs=1e-6)
    assert found.programme.units.sum() <= hardened


def test_defender_attacker_defender_by_budget():
    """The attacker pays 2 for the United States, 1 for anybody else, and has 2."""
    price = np.array([2.0, 1, 1, 1, 1, 1])
    rules = Rules(6, price=price, budget=2.0)
    nothing = plan(hardening(), rules, within(1e9))
    assert nothing.upper[-1] == pytest.approx(0, abs=1e-6)
    for hardened, loss in ((0, 33), (1, 28), (2, 15), (3, 10)):
        for most_tried in (5000, 0):
            goal = Goal("worst", "endurance", budget=hardened, lasts=1)
            found = plan(hardening(), rules, goal, most_tried=most_tried)
            assert found.upper[-1] == pytest.approx(by_exhaustion(hardened, price, 2), abs=1e-4)
            assert found.upper[-1] == pytest.approx(loss, abs=1e-4)


def by_exhaustion(hardened, price, budget):
    sizes = np.array(list(SUPPLY.values()), dtype=float)
    masks = (np.arange(64)[:, None] >> np.arange(6)) & 1
    attacks = masks[masks @ price <= budget]
    return min(
        max(max(0.0, 100 - (sizes * (1 - a * (1 - d))).sum()) for a in attacks)
        for d in masks[masks.sum(axis=1) <= hardened]
    )


def test_teisbergs_stock():
    block = BLOCKS["teisberg_markov"]
    given = {k: np.array(v) if isinstance(v, list) else v for k, v in block["market"].items()}
    market = Market(**given)
    policy = stock_policy(market)
    following = market.levels[policy.following]
    assert following[:, 0].tolist() == block["policy_normal_next_level"]
    assert following[:, 1].tolist() == block["policy_disrupted_next_level"]
    assert policy.value.mean() == pytest.approx(block["value"], rel=1e-8)
    price = prices(market)
    for row in rows("gt_teisberg_markov.csv"):
        level = int(float(row["level"]) / 3)
        state = ["normal", "disrupted"].index(row["market"])
        assert policy.value[level, state] == pytest.approx(float(row["value"]), rel=1e-8)
        at = price[level, policy.following[level, state], state]
        assert at == pytest.approx(float(row["price"]), rel=1e-9)


def test_a_reserve_against_stops_of_exponential_length():
    block = BLOCKS["stockpile_exponential"]
    size, cost = reserve_against_stops(
        block["q"], block["mu"], block["lambda"], block["c"], block["h"]
    )
    assert size == pytest.approx(block["S_star"], rel=1e-6)
    assert cost == pytest.approx(block["min_cost"], rel=1e-6)


def test_the_mean_of_the_worst():
    block = BLOCKS["cvar"]
    for level in (80, 90, 95):
        assert cvar(block["loss"], level / 100, block["p"]) == pytest.approx(block[f"cvar{level}"])
