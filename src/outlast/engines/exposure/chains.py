r"""Who owns a firm through chains of firms and cross-holdings.

With :math:`W_{ij}` the part of firm j that owner i holds, i's part through every chain is

.. math::  \tilde W = W (I - W)^{-1}, \qquad
           \hat W = \operatorname{diag}\!\big((I - W)^{-1}\big)^{-1}\, \tilde W ,

the second without what would come back to i by a cycle and be counted twice (Vitali, Glattfelder &
Battiston 2011, doi:10.1371/journal.pone.0025995, supporting information).  It exists where the
spectral radius of W is below 1: a group of firms that own one another whole belongs to nobody.
"""

from collections.abc import Sequence

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


def owners_of(case: Case, firm: str, year: int) -> dict[str, tuple[float, float, float]]:
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
    dict of str to tuple of float
        Low, printed and high part by the code of a state or bloc, the high one as if every
        holding were at its upper bound; what nobody is said to own is nobody's.

    Raises
    ------
    InvalidInput
        As `integrated`.
    """
    rows = [row for row in case.holdings if row.year_from <= year <= row.year_to]
    names = sorted({row.owner for row in rows} | {row.owned for row in rows} | {firm})
    firms = {row.owned for row in case.holdings} | {firm}
    central = integrated(_matrix(rows, names, "share"))
    low = integrated(_matrix(rows, names, "low"))
    high = np.minimum(_through_chains(_matrix(rows, names, "high")), 1.0)
    place = names.index(firm)
    return {
        name: (float(low[i, place]), float(central[i, place]), float(high[i, place]))
        for i, name in enumerate(names)
        if name not in firms and high[i, place] > 0
    }


def holdings_behind(case: Case, firm: str, year: int) -> set[str]:
    """Ids of every holding by which somebody owns a firm."""
    then = [row for row in case.holdings if row.year_from <= year <= row.year_to]
    behind = _behind(then, firm)
    return {row.id for row in then if row.owned in behind}


def owners_untold(case: Case, firm: str, year: int) -> tuple[set[str], set[str]]:
    """Find firms behind a firm of which no holding is on file in a year.

    Returns
    -------
    untold : set of str
        The firm itself or owners of it, by id; empty where every chain leads to powers.
    powers : set of str
        If there are any: who is said to own the firm in some year or other.
    """
    owned = {row.owned for row in case.holdings}
    then = [row for row in case.holdings if row.year_from <= year <= row.year_to]
    untold = (_behind(then, firm) & owned) - {row.owned for row in then}
    return untold, _behind(case.holdings, firm) - owned if untold else set()


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
