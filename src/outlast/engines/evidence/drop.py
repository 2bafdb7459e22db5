r"""The fewest claims to give up so that the rest can be true.

With minimal conflicts :math:`M_1, \dotsc, M_k` known so far, the lightest set that meets them all,

.. math::  \min \sum_c w_c z_c \quad\text{so that}\quad
           \sum_{c \in M_i} z_c \ge 1 \text{ for every } i, \qquad z_c \in \{0, 1\},

costs no more than any correction.  If the rest is consistent it is one, and none is lighter;
otherwise the rest shows more conflicts (implicit hitting sets: Moreno-Centeno & Karp 2013,
doi:10.1287/opre.1120.1139).
"""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import coo_array, csr_array

from outlast.engines.evidence.conflicts import Ids, contradiction
from outlast.engines.evidence.marco import Budget, Set
from outlast.engines.evidence.oracle import LinearOracle, doubtful
from outlast.engines.evidence.regions import disjoint_conflicts
from outlast.engines.evidence.system import Statements, system_of
from outlast.errors import Infeasible, InvalidInput, LimitReached
from outlast.solve import Array, Program, solve


def smallest_drop(
    statements: Statements,
    weights: Mapping[str, float] | None = None,
    seconds: float | None = None,
) -> Ids:
    """Find a lightest set of claims without which the rest is consistent.

    Parameters
    ----------
    statements : Statements
        Identities and claims; their order does not matter.
    weights : mapping of str to float, optional
        What it costs to give up a claim, above 0; 1 where it is not listed.
    seconds : float, optional
        Give up after so long.

    Returns
    -------
    tuple of str
        Sorted.  None is lighter; of several as light, one that depends on their names only.

    Raises
    ------
    Infeasible
        If the identities contradict each other.
    LimitReached
        If the time was up before the proof.

    Examples
    --------
    >>> from outlast.engines.evidence.system import Row
    >>> reports = {"ministry": (700, 800), "press": (3430, 3570), "survey": (690, 710)}
    >>> smallest_drop(Statements(
    ...     hard=(), soft={name: (Row({"output": 1}, *span),) for name, span in reports.items()}))
    ('press',)
    """
    budget = Budget(seconds)
    system, ids = system_of(statements)
    costs = _costs(ids, weights or {})
    dropped: list[int] = []
    for part in doubtful(system, budget):
        try:
            dropped += _of_part(LinearOracle(part, budget), costs, budget)
        except Infeasible:
            raise contradiction(statements) from None
    return tuple(ids[k] for k in sorted(dropped))


def _costs(ids: Sequence[str], weights: Mapping[str, float]) -> Array:
    for name in ids:
        if not 0 < weights.get(name, 1.0) < np.inf:
            raise InvalidInput(f"weight of {name}", weights[name], expected="above 0, finite")
    return np.array([weights.get(name, 1.0) for name in ids])


def _of_part(oracle: LinearOracle, costs: Array, budget: Budget) -> Set:
    known: list[Set] = []
    dropped: Set = frozenset()
    while more := list(disjoint_conflicts(oracle, dropped)):
        if not all(more):
            raise Infeasible("identities contradict each other")
        known += more
        dropped = lightest_hitting_set(known, costs, budget)
    return dropped


def lightest_hitting_set(sets: Sequence[Set], costs: Array, budget: Budget) -> Set:
    """Find a lightest set that meets all of `sets`; `costs` has the shape (element,)."""
    members = np.array(sorted(frozenset[int]().union(*sets)))
    owners = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    columns = np.searchsorted(members, [k for one in sets for k in sorted(one)])
    shape = (len(sets), len(members))
    program = Program(
        costs[members],
        csr_array(coo_array((np.ones(len(owners)), (owners, columns)), shape=shape)),
        np.ones(len(sets)),
        np.full(len(sets), np.inf),
        np.zeros(len(members)),
        np.ones(len(members)),
        np.ones(len(members), dtype=np.bool_),
    )
    answer = solve(program, seconds=budget.left())
    if answer.status != "optimal" or answer.x is None:
        raise LimitReached("the time for the smallest drop is up")
    return frozenset(members[answer.x > 0.5].tolist())
