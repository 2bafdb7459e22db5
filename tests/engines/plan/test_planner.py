"""Plans equal what independent ways find, and move as they must."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from random_plans import problem
from scipy.sparse import csr_array, eye_array, vstack

from outlast.engines.plan.attacks import Attack, Rules, attacks, feasible
from outlast.engines.plan.extensive import extensive, extensive_program, least_cvar
from outlast.engines.plan.goals import Goal, at_most_short, endure, least_total, within
from outlast.engines.plan.instance import Instance, Option, Stock
from outlast.engines.plan.operations import operations
from outlast.engines.plan.planner import CannotEndure, plan
from outlast.engines.plan.programme import first_stage
from outlast.engines.plan.recourse import Recourse
from outlast.engines.shock.losses.tail import cvar
from outlast.errors import Infeasible, InvalidInput, LimitReached
from outlast.solve import solve

GOALS = (least_total(), endure(2, 0.5), at_most_short(100.0), within(170.0))


def objective(instance, rules, goal, **keywords):
    """Upper bound of the plan, or None if there is none."""
    try:
        return plan(instance, rules, goal, **keywords).upper[-1]
    except CannotEndure:
        return None


@pytest.mark.parametrize("seed", range(32))
def test_equal_to_the_extensive_form(seed):
    instance, rules = problem(seed)
    every = attacks(instance, rules, 10**6)
    goal = GOALS[seed % 4]
    try:
        found = plan(instance, rules, goal, gap=1e-7)
    except CannotEndure:
        with pytest.raises(Infeasible):
            extensive(instance, rules, goal, every)
        return
    assert found.ended == "optimal"
    assert found.upper[-1] == pytest.approx(extensive(instance, rules, goal, every).objective)
    assert list(found.lower) == sorted(found.lower)
    assert list(found.upper) == sorted(found.upper, reverse=True)
    assert all(low <= high for low, high in zip(found.lower, found.upper, strict=True))
    assert all(feasible(instance, rules, attack) for attack in found.attacks)


@pytest.mark.parametrize("seed", [1, 2, 5, 6, 9, 10])
def test_the_attack_program_finds_what_trying_all_finds(seed):
    instance, rules = problem(seed)
    goal = GOALS[seed % 4]
    tried = objective(instance, rules, goal)
    proven = objective(instance, rules, goal, most_tried=0)
    assert proven == (None if tried is None else pytest.approx(tried, rel=2e-6))


def least_by_brute_force(instance, rules, goal):
    """Try every programme of whole units; the operation in peace alone is left to a program."""
    stage = first_stage(operations(instance))
    begun = len(stage.begun_option)
    best = np.inf
    for units in product((0, 1), repeat=begun):
        fixed = replace(
            stage,
            matrix=csr_array(vstack([stage.matrix, eye_array(begun, stage.width)])),
            row_low=np.append(stage.row_low, units),
            row_high=np.append(stage.row_high, units),
        )
        every = attacks(instance, rules, 1000)
        best = min(best, solve(extensive_program(fixed, rules, goal, every)).objective)
    return best


def reserve_or_plant():
    """One supplier, who may stop; a plant takes a period, a reserve is there at once."""
    return Instance(
        use=np.full((1, 4), 10.0),
        weight=np.array([50.0]),
        critical=np.array([True]),
        arrivals=np.full((1, 4), 14.0),
        price=np.array([1.0]),
        reach=np.ones((1, 1)),
        option_reach=np.zeros((1, 2)),
        options=(
            Option("plant", "supply", capacity=10.0, capex=300.0, lead=1, whole=True),
            Option("reserve", "reserve", capacity=20.0, capex=100.0, fill=0.2, whole=True),
        ),
        every=2,
    )


def test_a_reserve_is_filled_before_anybody_knows():
    """By hand: attacks begin in period 2; till then 4 t a period fill the reserve."""
    rules = Rules(1, starts=(2,))
    instance = reserve_or_plant()
    both = plan(instance, rules, endure(2, allowed=12.0))
    assert both.programme.units.sum(axis=1).tolist() == [0, 1]
    assert both.outcome.unmet.sum() == pytest.approx(12.0)
    assert both.programme.cost == pytest.approx(100 + 40)  # what was stored is used up in peace
    assert plan(instance, rules, endure(2)).programme.units.sum(axis=1).tolist() == [1, 0]
    assert both.outcome.stored[1, 2] == pytest.approx(1.0)
    with pytest.raises(CannotEndure, match=r"least that has to be allowed is 12 t") as raised:
        plan(replace(instance, options=instance.options[1:], option_reach=np.zeros((1, 1))),
             rules, endure(2))  # fmt: skip
    assert raised.value.least == pytest.approx(12.0)


def test_equal_to_brute_force():
    instance = reserve_or_plant()
    for starts in ((0,), (1, 2), (2, 3)):
        rules = Rules(1, starts=starts, lasts=2)
        for goal in (least_total(), within(260.0)):
            found = plan(instance, rules, goal)
            assert found.upper[-1] == pytest.approx(least_by_brute_force(instance, rules, goal))


@pytest.mark.parametrize("seed", [1, 5])
def test_more_to_choose_from_never_costs_more(seed):
    instance, rules = problem(seed)
    least = objective(instance, rules, least_total())
    for n in (1, 2, 3):
        fewer = tuple(
            replace(o, limit=0.0, after=-1) if i == n else o
            for i, o in enumerate(instance.options)
        )
        without = objective(replace(instance, options=fewer), rules, least_total())
        assert without >= least * (1 - 1e-6)
    calm = replace(rules, at_most=0, listed=())
    few = replace(rules, starts=rules.starts[:1])
    costs = [objective(instance, r, least_total()) for r in (calm, few, rules)]
    assert all(np.diff(costs) >= -1e-9 * costs[-1])
    shortages = [objective(instance, rules, within(b)) for b in (250.0, 350.0, 1e6)]
    assert None not in shortages
    assert all(np.diff(shortages) <= 1e-6 * shortages[0])


def test_the_mean_of_the_worst_of_the_listed():
    instance, rules = problem(2)
    scenarios = [Attack(instance.periods, instance.periods), *attacks(instance, rules, 100)]
    chances = np.full(len(scenarios), 1 / len(scenarios))
    found = least_cvar(instance, rules, scenarios, chances, 0.6)
    recourse = Recourse(operations(instance), rules, "total")
    recourse.respond_to(found.programme)
    losses = [recourse.value(s) for s in scenarios]
    told = found.programme.investment + cvar(losses, 0.6, chances)
    assert found.objective == pytest.approx(told, rel=1e-6)
    worst = plan(instance, rules, least_total()).upper[-1]
    mean = least_cvar(instance, rules, scenarios, chances, 0.0).objective
    assert mean <= found.objective <= worst * (1 + 1e-6)
    with pytest.raises(InvalidInput, match="level is 1"):
        least_cvar(instance, rules, scenarios, chances, 1.0)


def test_a_limit_leaves_the_best_so_far():
    instance, rules = problem(7)
    best = plan(instance, rules, least_total())
    assert len(best.lower) > 1
    stopped = plan(instance, rules, least_total(), iterations=1)
    assert stopped.ended == "limit"
    assert stopped.lower[-1] <= best.upper[-1] * (1 + 1e-9) <= stopped.upper[-1] * (1 + 2e-9)
    assert stopped.gap == pytest.approx(1 - stopped.lower[-1] / stopped.upper[-1])
    with pytest.raises(LimitReached):
        plan(instance, rules, least_total(), seconds=0)


@pytest.mark.parametrize("goal", [least_total(), within(400.0), at_most_short(300.0)])
@pytest.mark.parametrize("iterations", [1, 2, 4])
def test_a_stopped_plan_is_valid(goal, iterations):
    instance, rules = problem(7)
    best = plan(instance, rules, goal).upper[-1]
    stopped = plan(instance, rules, goal, iterations=iterations)
    done = stopped.programme
    assert stopped.lower[-1] <= best * (1 + 2e-6)
    assert stopped.upper[-1] >= best * (1 - 2e-6)
    recourse = Recourse(operations(instance), rules, goal.aim)
    recourse.respond_to(done)
    every = [recourse.nothing, *attacks(instance, rules, 10**6)]
    worst = max(recourse.value(attack) for attack in every)
    costs = {"total": done.investment + worst, "worst": worst, "cost": done.cost}
    if np.isfinite(stopped.upper[-1]):
        assert costs[goal.kind] == pytest.approx(stopped.upper[-1], rel=1e-6)
        assert goal.kind != "cost" or worst <= goal.allowed * (1 + 2e-6)
    else:
        assert goal.kind == "cost"


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_the_same_problem_in_other_units(seed):
    """Of 10^5 tonnes and 10^7 USD where there was one; the solver's tolerances are absolute."""
    instance, rules = problem(seed)
    tonnes, money = 1e5, 1e7
    options = tuple(
        replace(
            o,
            capacity=o.capacity * (1 if o.kind == "shield" else tonnes),
            capex=o.capex * money,
            fixed=o.fixed * money,
            variable=o.variable * money / tonnes,
        )
        for o in instance.options
    )
    large = replace(
        instance,
        use=instance.use * tonnes,
        weight=instance.weight * money / tonnes,
        arrivals=instance.arrivals * tonnes,
        price=instance.price * money / tonnes,
        options=options,
        stock=replace(instance.stock, opening=instance.stock.opening * tonnes, limit=8 * tonnes),
    )
    here, there = (plan(each, rules, least_total()) for each in (instance, large))
    assert there.ended == "optimal"
    assert there.upper[-1] == pytest.approx(here.upper[-1] * money, rel=2e-6)


def test_the_same_question_has_the_same_answer():
    instance, rules = problem(7)
    once, again = (plan(instance, rules, least_total()) for _ in range(2))
    assert (once.lower, once.upper, once.attacks) == (again.lower, again.upper, again.attacks)
    assert once.programme.units.tobytes() == again.programme.units.tobytes()
    assert once.programme.peace.tobytes() == again.programme.peace.tobytes()


def test_too_small_a_budget_says_what_would_do():
    instance, rules = problem(3)
    with pytest.raises(CannotEndure, match="no programme costs as little as 1 USD") as raised:
        plan(instance, rules, within(1.0))
    assert objective(instance, rules, within(raised.value.least * (1 + 1e-6))) is not None


def changed(instance, **values):
    first = replace(instance.options[0], **values)
    return replace(instance, options=(first, *instance.options[1:]))


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (lambda i: changed(i, lead=99), "it can never finish"),
        (lambda i: changed(i, variable=-1.0), "would be built without end"),
        (lambda i: changed(i, odds=1.5), "odds of supply 0 is 1.5, expected from 0 to 1"),
        (lambda i: changed(i, kind="shield", target=9), "target of supply 0 is 9"),
        (lambda i: changed(i, limit=np.inf, whole=True), "limit of supply 0 is inf"),
        (lambda i: replace(i, reach=i.reach * 3), "reach is"),
        (lambda i: replace(i, weight=np.ones(3)), r"weight is of shape \(3,\)"),
        (lambda i: replace(i, stock=Stock(9.0, 8.0)), "opening stock is 9.0, expected at most 8"),
        (lambda i: replace(i, discount=-0.1), "discount is -0.1"),
        (lambda i: changed(i, kind="foo"), "kind of supply 0 is foo"),
        (lambda i: changed(i, lead=-2), "lead of supply 0 is -2"),
        (lambda i: changed(i, life=0), "life of supply 0 is 0"),
        (lambda i: changed(i, name=i.options[1].name), "expected each name once"),
        (lambda i: replace(i, per_year=0), "per_year is 0, expected 1 or more"),
        (lambda i: replace(i, stock=Stock(1.0, 8.0, 2.0)), "boil_off of the stock is 2.0"),
    ],
)
def test_faulty_instances_are_refused(faulty, message):
    instance, rules = problem(0)
    with pytest.raises(InvalidInput, match=message):
        plan(faulty(instance), rules, least_total())


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"at_most": 9}, "attackers is 9"),
        ({"starts": (99,)}, "start is 99"),
        ({"severities": (0.0,)}, "severity is 0.0"),
        ({"lasts": 0}, "periods of an attack is 0"),
        ({"severities": ()}, "severities is none, expected one or more"),
        ({"budget": float("nan")}, "budget of an attack is nan"),
    ],
)
def test_faulty_rules_are_refused(values, message):
    instance, rules = problem(0)
    with pytest.raises(InvalidInput, match=message):
        plan(instance, replace(rules, **values), least_total())


def test_goals_that_do_not_fit_are_refused():
    with pytest.raises(InvalidInput, match="periods to endure is 0"):
        endure(0)
    with pytest.raises(InvalidInput, match="aim is shortage"):
        Goal("total", "shortage")
