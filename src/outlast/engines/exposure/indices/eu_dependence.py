r"""Dependence on imports as the European Commission screens it (CDI1 to CDI3), product by product.

.. math::

    CDI_1 = \sum_{c \notin EU} \left(\frac{M_c}{M}\right)^2 > 0.4, \quad
    CDI_2 = \frac{M}{M + M_{intra}} > 0.5, \quad
    CDI_3 = \frac{M}{X} > 1

with imports :math:`M` from outside, :math:`M_{intra}` from within, and exports :math:`X`: in the
Commission's screen *all* exports of the members, also to one another.  Against exports to
outside alone the ratio is larger and more products would count as dependent; both are given.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outlast.engines.exposure.indices.product_sums import ProductSums, product_sums
from outlast.engines.exposure.indices.score import Score
from outlast.engines.exposure.indices.trade import Trade

REFERENCE = (
    "European Commission (2021), Strategic dependencies and capacities, SWD(2021) 352 final "
    "(no DOI)"
)
CONCENTRATED, IMPORTED, UNCOVERED = 0.4, 0.5, 1.0
"""Thresholds of the three; a product is dependent above all of them."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """Dependence of an importer on others for one product in one year.

    Attributes
    ----------
    code : int or str
        The product.
    imports, within, exports : float
        From outside, from member to member, and to outside, in the currency of the flows.
    cdi1, cdi2, cdi3, cdi3_outside : Score
        The last against exports to outside alone.
    export_concentration : Score
        Of the exports of all countries, 0 to 1.
    supplier : int or str or None
        The largest outside.
    share : Score
        Its part of the imports from outside.
    dependent : bool or None
        Whether all three thresholds are passed; ``None`` if neither yes nor no is certain.
    """

    code: Any
    imports: float
    within: float
    exports: float
    cdi1: Score
    cdi2: Score
    cdi3: Score
    cdi3_outside: Score
    export_concentration: Score
    supplier: Any
    share: Score
    dependent: bool | None


def all_hold(criteria: Sequence[bool | None]) -> bool | None:
    """Whether all hold: no if one does not, unknown if one is unknown and none fails.

    >>> all_hold([True, None]), all_hold([False, None]), all_hold([True, True])
    (None, False, True)
    """
    return False if False in criteria else None if None in criteria else True


def above(score: Score, threshold: float) -> bool | None:
    """Whether an index lies above a threshold; unknown if it is."""
    return None if score.value is None else score.value > threshold


def dependence(
    trade: Trade, members: Collection[Any], year: int, codes: Sequence[Any]
) -> list[Dependence]:
    r"""Screen products: :math:`CDI_1 > 0.4`, :math:`CDI_2 > 0.5` and :math:`CDI_3 > 1`.

    Parameters
    ----------
    trade : Trade
        Flows of every country; a vintage without a member's rows would hide its trade.
    members : collection of int or str
        The importer's countries, as in the flows.
    year : int
        Calendar year.
    codes : sequence of int or str
        Products.

    Returns
    -------
    list of Dependence
        In the order of `codes`; a product without any trade in the year is unknown throughout.

    Examples
    --------
    >>> trade = Trade.of([2022] * 3, ["CHN", "DEU", "FRA"], ["DEU", "FRA", "USA"], [250410] * 3,
    ...     [80, 30, 20], [1, 1, 1])
    >>> found = dependence(trade, ["DEU", "FRA"], 2022, [250410, 811230])
    >>> found[0].cdi3, found[0].cdi3_outside.value, found[0].dependent
    (Score(value=1.6, reason=''), 4.0, True)
    >>> found[1].cdi1.reason, found[1].dependent
    ('no trade under 811230 in 2022 is on file', None)
    """
    made = product_sums(trade, members, year, codes)
    columns = [made.imports, made.within, made.sold, made.import_concentration]
    columns.append(made.export_concentration)
    rows = np.column_stack(columns).tolist()
    return [_row(made, place, code, year, rows[place]) for place, code in enumerate(codes)]


def _row(
    made: ProductSums, place: int, code: object, year: int, numbers: list[float]
) -> Dependence:
    imports, within, sold, concentration, export_concentration = numbers
    if math.isnan(export_concentration):
        none = Score(None, f"no trade under {code} in {year} is on file")
        nothing = (none,) * 5
        return Dependence(code, 0.0, 0.0, 0.0, *nothing, None, none, None)
    first, supplier, share = _suppliers(made, place, code, year, concentration)
    second = _ratio(imports, imports + within, f"no imports under {code} in {year} are on file")
    third = _ratio(imports, within + sold, f"no exports under {code} in {year} are on file")
    outside = _ratio(imports, sold, f"no exports to outside under {code} in {year} are on file")
    uncovered = imports > UNCOVERED * (within + sold) if imports else above(third, UNCOVERED)
    dependent = all_hold([above(first, CONCENTRATED), above(second, IMPORTED), uncovered])
    return Dependence(
        code,
        imports,
        within,
        sold,
        first,
        second,
        third,
        outside,
        Score(export_concentration),
        supplier,
        share,
        dependent,
    )


def _suppliers(
    made: ProductSums, place: int, code: object, year: int, concentration: float
) -> tuple[Score, object, Score]:
    """Concentration, the largest supplier (the first by label among equals), and its share."""
    if math.isnan(concentration):
        none = Score(None, f"no imports from outside under {code} in {year} are on file")
        return none, None, none
    column = made.bought[:, place]
    largest = int(column.argmax())
    share = Score(float(column[largest] / column.sum()))
    return Score(concentration), made.countries[largest].item(), share


def _ratio(above_line: float, below_line: float, reason: str) -> Score:
    return Score(above_line / below_line) if below_line else Score(None, reason)
