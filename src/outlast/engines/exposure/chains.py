r"""Who owns a firm through chains of firms and cross-holdings.

With :math:`W_{ij}` the part of firm j that owner i holds, i's part through every chain is

.. math::  \tilde W = W (I - W)^{-1}, \qquad
           \hat W = \operatorname{diag}\!\big((I - W)^{-1}\big)^{-1}\, \tilde W ,

the second without what would come back to i by a cycle and be counted twice (Vitali, Glattfelder &
Battiston 2011, doi:10.1371/journal.pone.0025995, supporting information).  It exists where the
spectral radius of W is below 1: a group of firms that own one another whole belongs to nobody.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.schema import Holding
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
ROUNDING = 1e-9
"""Parts of a firm may exceed 1 together by as much."""


def integrated(holdings: Array) -> Array:
    """Add up direct and indirect holdings, cycles counted once.

    Parameters
    ----------
    holdings : ndarray, shape (owner, owned)
        W, square: part of the column's firm that the row's owner holds directly.

    Returns
    -------
    ndarray, shape (owner, owned)
        Ŵ.

    Raises
    ------
    InvalidInput
        If a part is not between 0 and 1, a column adds to more than 1, or firms own one another
        whole.

    Examples
    --------
    >>> integrated(np.array([[0, 0.5, 0], [0, 0, 0.6], [0, 0, 0]]))[0].tolist()
    [0.0, 0.5, 0.3]
    """
    if not ((holdings >= 0) & (holdings <= 1)).all():
        raise InvalidInput("holdings", "outside", expected="parts from 0 to 1")
    most = float(holdings.sum(axis=0).max(initial=0.0))
    if most > 1 + ROUNDING:
        raise InvalidInput("holdings", f"{most:g}", expected="at most 1 of a firm together")
    return _through_chains(holdings)


def _through_chains(holdings: Array) -> Array:
    """The module's equation, for parts that need not add to 1."""
    if np.abs(np.linalg.eigvals(holdings)).max(initial=0.0) >= 1 - ROUNDING:
        raise InvalidInput(
            "holdings", "a cycle of whole holdings", expected="a spectral radius below 1",
            remedy="firms that own one another whole have no owner outside: name one",
        )  # fmt: skip
    inverse = np.linalg.inv(np.eye(len(holdings)) - holdings)
    return np.asarray(holdings @ inverse / np.diag(inverse)[:, None])


class Owners(NamedTuple):
    """Which powers own a firm in the end."""

    parts: dict[str, tuple[float, float, float]]
    """Low, printed and high part by the code of a state or bloc."""
    untold: str
    """Why the parts are not known, if they are not; then they are 0 to 1, as printed 1."""
    holdings: frozenset[str]
    """Ids of every holding by which somebody owns the firm."""


def owners_of(case: Case, firm: str, year: int) -> Owners:
    """Find which powers own a firm in the end, and how much.

    Parameters
    ----------
    case : Case
        Its ``holdings.csv``.
    firm : str
        Id of a firm.
    year : int
        Holdings of that year count.

    Returns
    -------
    Owners
        The high parts as if every holding were at its upper bound; what nobody is said to own is
        nobody's.  Where the firm or one behind it has no holding on file in that year, whoever
        is said to own it in another may own any part.

    Raises
    ------
    InvalidInput
        As `integrated`.
    """
    rows = [row for row in case.holdings if row.year_from <= year <= row.year_to]
    firms = {row.owned for row in case.holdings} | {firm}
    behind = _behind(rows, firm)
    used = frozenset(row.id for row in rows if row.owned in behind)
    missing = (behind & firms) - {row.owned for row in rows}
    if missing:
        powers = sorted(_behind(case.holdings, firm) - firms)
        untold = f"who owns {', '.join(sorted(missing))} in {year} is not on file"
        return Owners(dict.fromkeys(powers, (0.0, 1.0, 1.0)), untold, used)
    names = sorted({row.owner for row in rows} | {row.owned for row in rows} | {firm})
    central = integrated(_matrix(rows, names, "share"))
    low = integrated(_matrix(rows, names, "low"))
    high = np.minimum(_through_chains(_matrix(rows, names, "high")), 1.0)
    place = names.index(firm)
    parts = {
        name: (float(low[i, place]), float(central[i, place]), float(high[i, place]))
        for i, name in enumerate(names)
        if name not in firms and high[i, place] > 0
    }
    return Owners(parts, "", used)


def _behind(rows: Sequence[Holding], firm: str) -> set[str]:
    """A firm and everybody who owns it through chains."""
    seen, todo = {firm}, [firm]
    while todo:
        owned = todo.pop()
        for row in rows:
            if row.owned == owned and row.owner not in seen:
                seen.add(row.owner)
                todo.append(row.owner)
    return seen


def _matrix(rows: Sequence[Holding], names: Sequence[str], field: str) -> Array:
    place = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for row in rows:
        matrix[place[row.owner], place[row.owned]] += getattr(row, field)
    return matrix
