r"""Import dependence as CEPII's GeoDep screens it, product by product.

.. math::

    C_1 = \sum_c \left(\frac{M_c}{M}\right)^2 > 0.4, \quad
    C_2 = \sum_i \left(\frac{X_i^{world}}{X^{world}}\right)^2 > 0.4, \quad
    C_3 = \frac{M}{X} > 1

and :math:`C_4`: all three hold in at least two of three years.  Where nothing is exported,
GeoDep sets :math:`C_3` to 9999.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outlast.engines.exposure.indices.eu_dependence import above, all_hold
from outlast.engines.exposure.indices.product_sums import product_sums
from outlast.engines.exposure.indices.score import Score
from outlast.engines.exposure.indices.trade import Trade
from outlast.errors import InvalidInput

REFERENCE = (
    "Lefebvre and Wibaux (2024), Import dependencies: where does the EU stand?, "
    "CEPII Policy Brief 47 (no DOI)"
)
CONCENTRATED, UNCOVERED = 0.4, 1.0
NO_EXPORTS = 9999.0
WINDOW, ENOUGH = 3, 2


@dataclass(frozen=True, slots=True)
class YearOfProduct:
    """The criteria of one product in one year."""

    year: int
    import_concentration: Score
    export_concentration: Score
    imports_over_exports: Score
    holds: bool | None


@dataclass(frozen=True, slots=True)
class GeoDep:
    """One product over a window of three years."""

    code: Any
    years: tuple[YearOfProduct, ...]
    dependent: bool | None
    """Whether all criteria hold in two of the years; ``None`` if that is not certain."""


def lasting(holds: Sequence[bool | None]) -> bool | None:
    """Whether two of three years hold, whatever the unknown ones are.

    >>> lasting([True, True, None]), lasting([False, None, False]), lasting([True, None, False])
    (True, False, None)
    """
    yes, unknown = holds.count(True), holds.count(None)
    return True if yes >= ENOUGH else False if yes + unknown < ENOUGH else None


def screen_geodep(
    trade: Trade, members: Collection[Any], years: Sequence[int], codes: Sequence[Any]
) -> list[GeoDep]:
    r"""Screen products: :math:`C_1 > 0.4`, :math:`C_2 > 0.4`, :math:`C_3 > 1` in 2 of 3 years.

    Parameters
    ----------
    trade : Trade
        Flows of every country, by value.
    members : collection of int or str
        The importer: one country, or those of a bloc, whose inner trade is left out.
    years : sequence of int
        Three years.
    codes : sequence of int or str
        Products.

    Returns
    -------
    list of GeoDep
        In the order of `codes`.

    Raises
    ------
    InvalidInput
        If there are not three different years.

    Examples
    --------
    >>> trade = Trade.of([2020, 2021], ["CHN"] * 2, ["FRA"] * 2, [811292] * 2, [1, 2], [1, 1])
    >>> found, = screen_geodep(trade, ["FRA"], [2020, 2021, 2022], [811292])
    >>> found.dependent, found.years[0].imports_over_exports.value, found.years[2].holds
    (True, 9999.0, None)
    """
    if len(set(years)) != WINDOW:
        raise InvalidInput("years", list(years), expected="three different years")
    by_year = [_of_year(trade, members, year, codes) for year in years]
    return [
        GeoDep(code, rows, lasting([row.holds for row in rows]))
        for code, rows in zip(codes, zip(*by_year, strict=True), strict=True)
    ]


def _of_year(
    trade: Trade, members: Collection[Any], year: int, codes: Sequence[Any]
) -> list[YearOfProduct]:
    made = product_sums(trade, members, year, codes)
    columns = np.column_stack(
        [made.import_concentration, made.export_concentration, made.imports, made.sold]
    )
    found = []
    for code, (first, second, imports, exports) in zip(codes, columns.tolist(), strict=True):
        none = f"under {code} in {year} are on file"
        concentration = _known(first, f"no imports {none}")
        world = _known(second, f"no exports of anyone {none}")
        ratio = Score(imports / exports if exports else NO_EXPORTS)
        ratio = ratio if imports else Score(None, f"no imports {none}")
        holds = all_hold(
            [
                above(concentration, CONCENTRATED),
                above(world, CONCENTRATED),
                above(ratio, UNCOVERED),
            ]
        )
        found.append(YearOfProduct(year, concentration, world, ratio, holds))
    return found


def _known(value: float, reason: str) -> Score:
    return Score(None, reason) if np.isnan(value) else Score(value)
