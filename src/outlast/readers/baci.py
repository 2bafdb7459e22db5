"""Trade of the shipped tables, CEPII BACI: flows in whole USD and kilograms.

=============  =======================================================================
``hs6``        heading as a number, 282200
``edition``    nomenclature: 92, 2 (HS 2002) or 17
``year``       calendar year
``exporter``   BACI's number: USA 842, France 251, India 699, Norway 579, Switzerland
               757, Taiwan 490
``importer``   the same
``value_usd``  value [USD]
``weight_kg``  weight [kg]; unknown where BACI has none, never 0 for that
=============  =======================================================================
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from outlast.countries import from_baci
from outlast.readers.shipped import numbers, query

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from outlast.readers.materials import Table

EDITIONS = {92: "HS92", 2: "HS02", 17: "HS17"}
_COLUMNS = "hs6, edition, year, exporter, importer, value_usd, weight_kg"


class TradeRow(NamedTuple):
    """One year's trade under one heading from an exporter to an importer."""

    hs6: str
    edition: str
    """``HS92``, ``HS02`` or ``HS17``."""
    year: int
    exporter: str
    importer: str
    """ISO alpha-3 codes."""
    value_usd: int
    weight_kg: int | None


def trade_rows(
    table: "Table",
    hs6: Collection[str],
    years: range | None = None,
    importers: Collection[str] | None = None,
) -> list[TradeRow]:
    """Flows under headings, sorted by heading, importer, exporter and year.

    Parameters
    ----------
    table : {"baci_hs92", "baci_critical"}
        71 headings of 1995-2024, or 30 of 2002-2024.
    hs6 : collection of str
        Headings of six digits.
    years, importers : optional
        Calendar years and alpha-3 codes; all if not given.

    Returns
    -------
    list of TradeRow
        Empty where nothing is on record.

    Examples
    --------
    >>> rows = trade_rows("baci_hs92", ["261100"], range(2024, 2025), ["AUT"])
    >>> max(rows, key=lambda row: row.value_usd).exporter
    'ESP'
    """
    where = f"hs6 IN ({numbers([int(code) for code in hs6])})"
    if years is not None:
        where += f" AND year IN ({numbers(years)})"
    names = from_baci()
    if importers is not None:
        wanted = [number for number, code in names.items() if code in importers]
        where += f" AND importer IN ({numbers(wanted)})"
    found = query(table, f"{_COLUMNS} FROM {{table}} WHERE {where}").fetchall()
    return [
        TradeRow(f"{code:06d}", EDITIONS[edition], year, names[seller], names[buyer], usd, weight)
        for code, edition, year, seller, buyer, usd, weight in found
    ]


def trade_columns(
    table: "Table", hs6: Collection[str] | None = None, years: Collection[int] | None = None
) -> "dict[str, NDArray[Any] | np.ma.MaskedArray[Any, Any]]":
    """Flows as one NumPy array a column, for whole trade years.

    Parameters
    ----------
    table : {"baci_hs92", "baci_critical"}
        As `trade_rows`.
    hs6, years : optional
        Headings of six digits and calendar years; all if not given.

    Returns
    -------
    dict of str to array of shape (flows,)
        The columns above; ``weight_kg`` is masked where it is unknown.
    """
    where = "TRUE"
    if hs6 is not None:
        where += f" AND hs6 IN ({numbers([int(code) for code in hs6])})"
    if years is not None:
        where += f" AND year IN ({numbers(list(years))})"
    found: dict[str, Any] = query(table, f"{_COLUMNS} FROM {{table}} WHERE {where}").fetchnumpy()
    return found
