"""Trade flows as parallel arrays, and their labels as places in a table."""

import math
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outlast.errors import InvalidInput

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trade:
    """Flows of goods between countries, one a row.

    Attributes
    ----------
    year : numpy.ndarray of int, shape (flows,)
        Calendar year.
    exporter, importer : numpy.ndarray, shape (flows,)
        Countries as whole numbers or as texts, both alike.
    code : numpy.ndarray, shape (flows,)
        Goods, such as HS codes, as whole numbers or as texts.
    value : numpy.ndarray of float, shape (flows,)
        In any one currency.
    tonnes : numpy.ndarray of float, shape (flows,)
        NaN where the weight is unknown.
    """

    year: Array
    exporter: Array
    importer: Array
    code: Array
    value: Floats
    tonnes: Floats

    @classmethod
    def of(
        cls,
        year: ArrayLike,
        exporter: ArrayLike,
        importer: ArrayLike,
        code: ArrayLike,
        value: ArrayLike,
        tonnes: ArrayLike,
    ) -> Self:
        """Make flows of what NumPy takes for arrays.

        Raises
        ------
        InvalidInput
            If the columns differ in length, a value is unknown, or an amount is negative.
        """
        labels = [np.asarray(column) for column in (year, exporter, importer, code)]
        amounts = [np.asarray(column, dtype=np.float64) for column in (value, tonnes)]
        lengths = sorted({len(column) for column in (*labels, *amounts)})
        if len(lengths) > 1:
            raise InvalidInput("length of the columns", lengths, expected="one length for all")
        if np.isnan(amounts[0]).any():
            raise InvalidInput("value of a flow", "nan", expected="0 or more")
        for name, column in zip(("value", "tonnes"), amounts, strict=True):
            if (column < 0).any():
                raise InvalidInput(f"{name} of a flow", column.min(), expected="0 or more")
        return cls(labels[0], labels[1], labels[2], labels[3], amounts[0], amounts[1])

    def where(self, chosen: Array) -> "Trade":
        """Return the flows of a mask."""
        return Trade(
            self.year[chosen],
            self.exporter[chosen],
            self.importer[chosen],
            self.code[chosen],
            self.value[chosen],
            self.tonnes[chosen],
        )


def places(labels: Array) -> tuple[Array, NDArray[np.intp]]:
    """Sort the different labels, and tell each row's place among them.

    Small whole numbers are counted instead of sorted, which is ten times as fast.
    """
    counted = labels.dtype.kind in "iu" and labels.size and labels.min() >= 0
    if not (counted and labels.max() < 10_000_000):
        distinct, place = np.unique(labels, return_inverse=True)
        return distinct, place.astype(np.intp, copy=False)
    seen = np.zeros(int(labels.max()) + 1, dtype=np.bool_)
    seen[labels] = True
    distinct = np.flatnonzero(seen).astype(labels.dtype)
    order = np.zeros(seen.size, dtype=np.intp)
    order[distinct] = np.arange(distinct.size)
    return distinct, order[labels]


def sums(group: NDArray[np.intp], amounts: Floats, shape: tuple[int, ...]) -> Floats:
    """Add the amounts of every group, in the order of the rows."""
    total: Floats = np.zeros(math.prod(shape))
    found = np.bincount(group, weights=amounts)
    total[: found.size] = found
    return total.reshape(shape)
