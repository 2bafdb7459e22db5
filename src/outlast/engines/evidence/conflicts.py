r"""Which claims cannot all be true: minimal inconsistent sets, and the fewest to give up.

Claims :math:`C` are *inconsistent* if no :math:`x` satisfies them and the identities; a set is
*minimal* if every proper subset is consistent.  A *correction* is a set without which the rest
is consistent; minimal corrections are the minimal hitting sets of the minimal inconsistent sets
(Reiter 1987, doi:10.1016/0004-3702(87)90062-2).

Every answer is exact within :data:`outlast.engines.evidence.system.TOLERANCE`, and a list says
whether it is complete.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outlast.engines.evidence import regions
from outlast.engines.evidence.marco import Budget, Set, minimal_hitting_sets, shrink
from outlast.engines.evidence.oracle import LinearOracle, doubtful
from outlast.engines.evidence.system import Row, Statements, system_of
from outlast.errors import Infeasible, LimitReached

Ids = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Minimal inconsistent sets."""

    sets: tuple[Ids, ...]
    """By size, then by their members, which are sorted."""
    complete: bool
    """Whether these are all."""
    tested: int
    """How many linear programs it took."""


def is_consistent(statements: Statements, ids: Iterable[str]) -> bool:
    """Whether some of the claims can all be true, given the identities."""
    return Consistency(statements.only(ids)).holds(ids)


class Consistency:
    """Tells of one set of claims after another whether they can all be true.

    Parameters
    ----------
    statements : Statements
        Brought into order once; each set then takes only the parts that it touches.
    """

    def __init__(self, statements: Statements) -> None:
        system, ids = system_of(statements)
        self._system = system
        self._place = {name: k for k, name in enumerate(ids)}
        self._parts = system.components()
        self._part_of = {
            int(owner): k
            for k, (rows, _) in enumerate(self._parts)
            for owner in system.owner[rows]
        }
        self._oracles: dict[int, LinearOracle] = {}
        bare = system_of(statements.only(()))[0]
        self._sound = not any(
            LinearOracle(part, Budget()).core(frozenset()) is not None
            for part in doubtful(bare, Budget())
        )

    def holds(self, ids: Iterable[str]) -> bool:
        """Whether these claims can all be true, given the identities."""
        held: dict[int, set[int]] = {}
        for name in ids:
            claim = self._place[name]
            held.setdefault(self._part_of[claim], set()).add(claim)
        return self._sound and all(
            self._oracle(k).core(frozenset(kept)) is None for k, kept in held.items()
        )

    def _oracle(self, part: int) -> LinearOracle:
        if part not in self._oracles:
            rows = self._system.part(*self._parts[part])
            self._oracles[part] = LinearOracle(rows, Budget())
        return self._oracles[part]


def first_conflict(statements: Statements) -> Ids | None:
    """Find one minimal inconsistent set quickly; None if all claims can be true.

    Which one depends on the names: claims late in the alphabet are kept before early ones.

    Raises
    ------
    Infeasible
        If the identities contradict each other.
    """
    system, ids = system_of(statements)
    oracle = LinearOracle(system, Budget())
    core = oracle.core(oracle.elements)
    return None if core is None else _named(shrink(oracle, core), ids, statements)


def each_conflict(statements: Statements, budget: Budget | None = None) -> Iterator[Ids]:
    """Yield every minimal inconsistent set as it is found, each once.

    Raises
    ------
    Infeasible
        If the identities contradict each other.
    LimitReached
        If the budget's time is up before the list is known to be complete.
    """
    spent = budget or Budget()
    system, ids = system_of(statements)
    for part in doubtful(system, spent):
        for conflict in regions.conflicts(part, spent):
            yield _named(conflict, ids, statements)


def minimal_conflicts(
    statements: Statements, seconds: float | None = None, most: int | None = None
) -> Conflicts:
    """List the minimal inconsistent sets.

    Parameters
    ----------
    statements : Statements
        Identities and claims; their order does not matter.
    seconds : float, optional
        Stop after so long.
    most : int, optional
        Stop after so many.

    Returns
    -------
    Conflicts
        Each of its sets is minimal, even where the list is not complete.

    Raises
    ------
    Infeasible
        If the identities contradict each other.

    Examples
    --------
    Output cannot exceed capacity; all figures in tonnes:

    >>> found = minimal_conflicts(Statements(
    ...     hard=[("output ≤ capacity", Row({"capacity": 1, "output": -1}, 0, float("inf")))],
    ...     soft={"ministry": (Row({"capacity": 1}, 700, 800),),
    ...           "press": (Row({"output": 1}, 3430, 3570),),
    ...           "survey": (Row({"output": 1}, 690, 710),)}))
    >>> found.sets, found.complete
    ((('ministry', 'press'), ('press', 'survey')), True)
    """
    budget = Budget(seconds)
    found: list[Ids] = []
    complete = False
    try:
        for conflict in each_conflict(statements, budget):
            if len(found) == most:
                break
            found.append(conflict)
        else:
            complete = True
    except LimitReached:
        pass
    found.sort(key=lambda ids: (len(ids), ids))
    return Conflicts(tuple(found), complete, budget.tested)


def minimal_corrections(sets: Iterable[Ids]) -> tuple[Ids, ...]:
    """Every minimal set of claims that meets all of `sets`, by size, then by members.

    If `sets` are all minimal inconsistent sets, what remains without a minimal correction is a
    maximal consistent set.
    """
    listed = list(sets)
    ids = sorted({name for one in listed for name in one})
    place = {name: k for k, name in enumerate(ids)}
    hits = minimal_hitting_sets([frozenset(place[name] for name in one) for one in listed])
    named = (tuple(ids[k] for k in sorted(hit)) for hit in hits)
    return tuple(sorted(named, key=lambda one: (len(one), one)))


def _named(conflict: Set, ids: Sequence[str], statements: Statements) -> Ids:
    if not conflict:
        raise contradiction(statements)
    return tuple(ids[k] for k in sorted(conflict))


def contradiction(statements: Statements) -> Infeasible:
    """Name a minimal set of identities that contradict each other."""
    rows: dict[str, tuple[Row, ...]] = {}
    for name, row in statements.hard:
        rows[name] = (*rows.get(name, ()), row)
    names = first_conflict(Statements((), rows, statements.lower)) or tuple(sorted(rows))
    return Infeasible(f"no figures at all can satisfy: {'; '.join(names)}")
