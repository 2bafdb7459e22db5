"""Attacks that need not be tried: another of the same start takes as much of everything."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array, csr_array

from outlast.engines.plan.attacks import Attack, Rules, left
from outlast.engines.plan.instance import Array
from outlast.engines.plan.operations import Ints, Operations

_DIGITS = 12


class Dominance:
    """Finds, for a programme, the attacks that no other contains in what they take.

    Parameters
    ----------
    operations : Operations
        Of an instance.
    rules : Rules
        Whose attacks they are.
    attacks : sequence of Attack
        All there are.
    """

    def __init__(self, operations: Operations, rules: Rules, attacks: Sequence[Attack]) -> None:
        self._operations, self._attacks = operations, attacks
        self._cut: dict[tuple[tuple[int, float], ...], Array] = {}
        self._places: dict[tuple[int, int], list[int]] = {}
        for place, attack in enumerate(attacks):
            if attack.listed < 0:
                self._places.setdefault((attack.start, attack.until), []).append(place)
                if attack.moves not in self._cut:
                    kept = left(operations.instance, rules, attack)
                    self._cut[attack.moves] = 1.0 - np.concatenate(kept)[:, attack.start]

    def largest(self, exposed: Array, leads: Ints) -> Ints:
        """Places of attacks that have to be tried, rising.

        Parameters
        ----------
        exposed : ndarray, shape (column,)
            What an attack that cuts all would take from each limit.
        leads : ndarray of int, shape (column,)
            Column that stands for each.

        Returns
        -------
        ndarray of int
            What is listed is always among them.
        """
        operations = self._operations
        kept = [n for n, attack in enumerate(self._attacks) if attack.listed >= 0]
        for (start, until), places in self._places.items():
            now = np.flatnonzero(
                (operations.period >= start) & (operations.period < until) & (exposed > 0)
            )
            heads, group = np.unique(leads[now], return_inverse=True)
            entries = (exposed[now], (operations.source[now], group))
            sources = operations.instance.arrivals.shape[0] + len(operations.instance.options)
            joined = csr_array(coo_array(entries, shape=(sources, len(heads))))
            cut = np.array([self._cut[self._attacks[n].moves] for n in places])
            kept += [places[n] for n in _not_covered(cut @ joined)]
        return np.sort(np.array(kept, dtype=np.intp))


def _not_covered(taken: Array) -> list[int]:
    """Rows that are nowhere above any kept one; of equal rows the first."""
    taken = taken[:, taken.any(axis=0)]
    taken = np.unique(np.round(taken / taken.max(axis=0), _DIGITS), axis=1)
    kept: list[int] = []
    most = np.empty_like(taken)
    for row in np.argsort(-taken.sum(axis=1), kind="stable"):
        if not (most[: len(kept)] >= taken[row]).all(axis=1).any():
            most[len(kept)] = taken[row]
            kept.append(int(row))
    return kept
