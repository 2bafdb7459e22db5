"""Equilibria of every small game equal those that pygambit finds."""

import io
from dataclasses import replace

import numpy as np
import pygambit as gambit
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import UNBEARABLE, decisions, efg
from small_contests import STAKES, contests, trees

from outlast.engines.leverage.solve import solve
from outlast.engines.leverage.tree import backward_induction, contest_tree, types_tree
from outlast.engines.leverage.unknown_stock import stopping


def read(root):
    return gambit.read_efg(io.StringIO(efg(root)))


def pure(root, solver):
    """Payoffs of every equilibrium in pure plans."""
    found = solver(read(root)).equilibria
    return [
        tuple(float(profile.payoffs[who]) for who in ("sender", "target")) for profile in found
    ]


def bounded(payoffs):
    return tuple(UNBEARABLE if np.isinf(p) else p for p in payoffs)


def below(root, path):
    for place in path:
        root = root.branches[place][1]
    return root


def perfect_plans(root):
    """What pygambit finds with perfection: equilibria whose rest is one in every subgame."""
    points = decisions(root)
    found = {at: agent_plans(below(root, at)) for at in points}
    first = min(points, key=len)
    kept = []
    for plan in found[first]:
        rests = {at: {p[len(at) :]: c for p, c in plan.items() if p[: len(at)] == at}
                 for at in points}  # fmt: skip
        if all(rests[at] in found[at] for at in points):
            kept.append(plan)
    return kept


def agent_plans(root):
    """Equilibria in which nobody gains by one other move, as branches taken at each point."""
    plans = []
    for profile in gambit.nash.enumpure_agent_solve(read(root)).equilibria:
        plan = {}
        for who in {node.player for node in decisions(root).values()}:
            for history, odds in profile[who]:
                at = ()
                for step in history:
                    at = (*at, labels(root, at).index(step.action))
                plan[at] = next(n for n, label in enumerate(labels(root, at)) if odds[label] == 1)
        plans.append(plan)
    return plans


def labels(root, at):
    return [label for label, _ in below(root, at).branches]


@settings(max_examples=20)
@given(root=trees())
def test_backward_induction_is_a_perfect_equilibrium(root):
    assume(root.player != "end")
    solved = backward_induction(root)
    assert solved.choices in perfect_plans(root)
    assert solved.payoffs[()] in pure(root, gambit.nash.enumpure_solve)


@settings(max_examples=15)
@given(root=trees(), seed=st.integers(0, 2**32))
def test_it_is_the_only_one_where_no_payoffs_are_equal(root, seed):
    assume(root.player != "end")
    rng = np.random.default_rng(seed)
    amounts = iter(rng.permuted(np.tile(np.arange(8.0), (2, 1)), axis=1).T.tolist())
    root = repaid(root, amounts)
    assert perfect_plans(root) == [dict(backward_induction(root).choices)]


def repaid(node, amounts):
    if node.player == "end":
        return replace(node, payoffs=tuple(next(amounts)))
    pairs = tuple((label, repaid(child, amounts)) for label, child in node.branches)
    return replace(node, branches=pairs)


@settings(max_examples=15)
@given(contest=contests(months=2, answers=1), stake=STAKES)
def test_a_contest_of_two_months(contest, stake):
    root = contest_tree(contest, stake)
    solved, outcome = backward_induction(root), solve(contest, stake)
    assert bounded(solved.payoffs[()]) in pure(root, gambit.nash.enumpure_solve)
    assert (outcome.sender[0], outcome.target[0]) == solved.payoffs[()]
    for place in range(len(contest.answers)):
        assert restricted(solved, (1, place)) in perfect_plans(below(root, (1, place)))


def restricted(solved, at):
    return {p[len(at) :]: c for p, c in solved.choices.items() if p[: len(at)] == at}


@settings(max_examples=25)
@given(contest=contests(months=4, answers=1), seed=STAKES, stake=STAKES)
def test_a_sender_that_does_not_know_the_stock(contest, seed, stake):
    """One player, chance and information sets: pygambit's best plan is the stopping rule's."""
    types = np.sort(np.random.default_rng(int(seed)).integers(0, 6, 4).astype(float))
    for place in range(len(contest.answers)):
        found = pure(types_tree(contest, types, stake, place), gambit.nash.enumpure_solve)
        best = stopping(contest, types, stake).expected[place, 0]
        assert {round(payoff, 9) for payoff, _ in found} == {round(best, 9)}
