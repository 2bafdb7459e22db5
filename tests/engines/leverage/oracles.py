"""Other ways to solve a tree: every profile tried, and the format other programs read."""

from fractions import Fraction
from itertools import product

import numpy as np

SEATS = ("sender", "target")
UNBEARABLE = -(10**6)


def decisions(root):
    return {path: node for path, node in root.walk() if node.player in SEATS}


def follow(root, plan, path=()):
    """Payoffs of both from a point on, if everybody does what the plan says."""
    node = root
    for place in path:
        node = node.branches[place][1]
    while node.player in SEATS:
        place = plan[path]
        node, path = node.branches[place][1], (*path, place)
    return node.payoffs


def plans(points):
    """Every choice at every one of some points."""
    ranges = [range(len(node.branches)) for node in points.values()]
    for picked in product(*ranges):
        yield dict(zip(points, picked, strict=True))


def perfect(root):
    """Every subgame-perfect profile: in no subgame can a player gain by any other plan."""
    points = decisions(root)
    return [plan for plan in plans(points) if all(stable(root, points, plan, at) for at in points)]


def stable(root, points, plan, at):
    here = follow(root, plan, at)
    for seat, player in enumerate(SEATS):
        own = {p: n for p, n in points.items() if p[: len(at)] == at and n.player == player}
        for other in plans(own):
            if follow(root, {**plan, **other}, at)[seat] > here[seat]:
                return False
    return True


def efg(root):
    """Write a tree as Gambit's EFG, exactly."""
    lines = ['EFG 2 R "game" { "sender" "target" }', '""']
    sets, ends, chances = {}, 0, 0
    for path, node in root.walk():
        labels = [f'"{label}"' for label, _ in node.branches]
        if node.player == "end":
            ends += 1
            pays = ", ".join(exact(amount) for amount in node.payoffs)
            lines.append(f't "" {ends} "" {{ {pays} }}')
        elif node.player == "chance":
            chances += 1
            odds = [str(Fraction(p).limit_denominator(100)) for p in node.odds]
            told = " ".join(f"{a} {p}" for a, p in zip(labels, odds, strict=True))
            lines.append(f'c "" {chances} "" {{ {told} }} 0')
        else:
            seat = SEATS.index(node.player) + 1
            known = sets.setdefault((seat, node.seen or path), 1 + sum(s == seat for s, _ in sets))
            lines.append(f'p "" {seat} {known} "" {{ {" ".join(labels)} }} 0')
    return "\n".join(lines) + "\n"


def exact(amount):
    return str(UNBEARABLE if np.isinf(amount) else Fraction(amount))
