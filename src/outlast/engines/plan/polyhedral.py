r"""Two stages and an uncertain right-hand side within a polyhedron.

.. math::  \min_y \; c^\top y + \max_{u \in U} \; \min_{x \ge 0} b^\top x
           \quad\text{so that}\quad G x \ge h - E y - M u, \qquad A y \ge a

with :math:`U = \{u : 0 \le u, \; D u \le d\}`.  What the second stage costs is convex in
:math:`u`, so that a vertex of :math:`U` is worst; the vertices of a small one are listed.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from outlast.engines.plan.ccg import Answer, Proposal
from outlast.engines.plan.instance import Array, Bools
from outlast.solve import Changing, Program

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class TwoStage:
    """The problem, in the letters of the module.

    Attributes
    ----------
    c, high, whole : ndarray, shape (first,)
        Cost, upper limit and kind of the first stage's columns, from 0.
    a_matrix, a : ndarray, shape (row, first) and (row,)
        What the first stage must obey.
    b : ndarray, shape (second,)
        Cost of the second stage.
    g, e, m : ndarray, shape (limit, second), (limit, first) and (limit, uncertain)
        The second stage's rows.
    h : ndarray, shape (limit,)
        Their right-hand side.
    """

    c: Array
    high: Array
    whole: Bools
    a_matrix: Array
    a: Array
    b: Array
    g: Array
    e: Array
    m: Array
    h: Array


def vertices(d_matrix: Array, d: Array) -> Array:
    """List the vertices of a small polyhedron.

    Parameters
    ----------
    d_matrix, d : ndarray, shape (row, uncertain) and (row,)
        Of ``D u <= d``; that u is 0 or more is added.

    Returns
    -------
    ndarray, shape (vertex, uncertain)
        Each once, in the order of their numbers.
    """
    size = d_matrix.shape[1]
    rows, sides = np.vstack([d_matrix, -np.eye(size)]), np.append(d, np.zeros(size))
    found = []
    for tight in combinations(range(len(rows)), size):
        part = rows[list(tight)]
        if abs(np.linalg.det(part)) < _ROUNDING:
            continue
        point = np.linalg.solve(part, sides[list(tight)])
        if (rows @ point <= sides + _ROUNDING).all():
            found.append(np.round(point, 9) + 0.0)
    return np.unique(np.array(found).reshape(-1, size), axis=0)


class TwoStageMaster:
    """The first stage against the vertices that are known so far.

    Parameters
    ----------
    problem : TwoStage
        With a first stage that is bounded.
    points : ndarray, shape (vertex, uncertain)
        All vertices; scenarios are places in it.
    """

    def __init__(self, problem: TwoStage, points: Array) -> None:
        self._problem, self._points = problem, points
        self._known: set[int] = set()
        first = len(problem.c)
        self._width = first + 1
        rows = len(problem.a)
        self._model = Changing(
            Program(
                cost=np.append(problem.c, 1.0),
                matrix=csr_array(np.hstack([problem.a_matrix, np.zeros((rows, 1))])),
                row_low=problem.a,
                row_high=np.full(rows, np.inf),
                low=np.zeros(first + 1),
                high=np.append(problem.high, np.inf),
                whole=np.append(problem.whole, np.False_),
            )
        )

    def propose(self, seconds: float | None) -> Proposal[Array]:
        """Solve it; the decision is the first stage, shape (first,)."""
        solution = self._model.solve(seconds=seconds)
        x = None if solution.x is None else solution.x[: len(self._problem.c)]
        return Proposal(solution.bound, x, solution.status != "limit")

    def learn(self, scenario: int) -> bool:
        """Add a vertex; False if it is known."""
        if scenario in self._known:
            return False
        self._known.add(scenario)
        p, first, second = self._problem, len(self._problem.c), len(self._problem.b)
        before = self._width
        self._width += second
        self._model.widen(np.zeros(second), np.zeros(second), np.full(second, np.inf))
        rows = np.zeros((1 + len(p.h), self._width))
        rows[0, first], rows[0, before:] = 1.0, -p.b
        rows[1:, :first], rows[1:, before:] = p.e, p.g
        low = np.append(0.0, p.h - p.m @ self._points[scenario])
        self._model.lengthen(csr_array(rows), low, np.full(len(low), np.inf))
        return True


class VertexAdversary:
    """Tries every vertex.

    Parameters
    ----------
    problem : TwoStage
        The problem.
    points : ndarray, shape (vertex, uncertain)
        All vertices.
    """

    def __init__(self, problem: TwoStage, points: Array) -> None:
        self._problem, self._points = problem, points
        self._open = np.full(len(problem.h), np.inf)
        second = len(problem.b)
        self._model = Changing(
            Program(
                cost=problem.b,
                matrix=csr_array(problem.g),
                row_low=problem.h,
                row_high=self._open,
                low=np.zeros(second),
                high=np.full(second, np.inf),
            )
        )

    def answer(
        self,
        decision: Array,
        seconds: float | None,
        *,
        prove: bool = True,
    ) -> Answer[Array, int]:
        """Find the worst vertex, which has no second stage or the dearest one."""
        del seconds, prove  # a vertex takes no time to speak of
        values = [self._value(decision, u) for u in self._points]
        worst = int(np.argmax(values))
        return Answer(float(self._problem.c @ decision) + values[worst], [worst], values[worst])

    def _value(self, decision: Array, u: Array) -> float:
        p = self._problem
        self._model.bound_rows(p.h - p.e @ decision - p.m @ u, self._open)
        return self._model.solve().objective
