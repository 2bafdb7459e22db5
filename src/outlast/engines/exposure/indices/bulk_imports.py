r"""GeoPolRisk sums of every year, importer and code at once.

.. math::  A_{tjk} = \sum_i g_{it} f_{tijk}, \qquad F_{tjk} = \sum_i f_{tijk}

with the flow :math:`f` from country :math:`i` to :math:`j` [t] and the risk :math:`g`.  Both are
sums of flows, so those of a material are those of its codes added.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from outlast.engines.exposure.indices.geopolrisk import ASSUMED_RISK, Imports
from outlast.engines.exposure.indices.score import Score
from outlast.engines.exposure.indices.trade import Array, Floats, Trade, places, sums

MOST_UNWEIGHED = 0.5
"""Above this part of the value without a weight, an importer's tonnes are unknown."""


@dataclass(frozen=True, slots=True)
class ImportTable:
    """Sums over flows, each of shape (years, importers, codes); 0 where there is no flow.

    Attributes
    ----------
    years, importers, codes : numpy.ndarray
        Labels of the axes, sorted.
    world : numpy.ndarray, shape (years, codes)
        Number of flows on file, of any importer.
    flows : numpy.ndarray
        Number of flows on file.
    value : numpy.ndarray
        All imports, in the currency of the flows.
    unweighed : numpy.ndarray
        Value of the flows without a weight.
    tonnes : numpy.ndarray
        Imports that have a weight [t].
    at_risk : numpy.ndarray
        The same, each times the risk of its origin [t].
    assumed : numpy.ndarray
        Imports from countries without a risk on file, which counts as 0.5 [t].
    """

    years: Array
    importers: Array
    codes: Array
    world: Floats
    flows: Floats
    value: Floats
    unweighed: Floats
    tonnes: Floats
    at_risk: Floats
    assumed: Floats

    @property
    def weighted_risk(self) -> Floats:
        """Mean risk of imports, by weight, 0 to 1; NaN where no weight is on file."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(self.tonnes > 0, self.at_risk / self.tonnes, np.nan)

    def imports(self, importer: object, year: int, codes: Collection[Any]) -> Imports:
        """Add the codes of a material for one importer and year.

        Parameters
        ----------
        importer : int or str
            As in the flows.
        year : int
            Calendar year.
        codes : collection of int or str
            All codes of the material.

        Returns
        -------
        Imports
            Unknown where nobody's trade under any of the codes is on file in that year, where
            the importer has none, or where more than half of its value has no weight.  What is
            left out for want of a weight or of a code's rows is told in the reason.
        """
        listed = ", ".join(sorted(map(str, codes)))
        chosen, when = np.isin(self.codes, list(codes)), self.years == year
        world = self.world[when][:, chosen].sum(axis=0)
        if not world.any():
            return _unknown(f"no trade under {listed} in {year} is on file")
        cell = np.ix_(when, self.importers == importer, chosen)
        if not self.flows[cell].any():
            return _unknown(f"no imports of {importer} under {listed} in {year} are on file")
        value, unweighed = self.value[cell].sum(), self.unweighed[cell].sum()
        if unweighed > MOST_UNWEIGHED * value or not self.tonnes[cell].any():
            return _unknown(f"flows of {unweighed / value:.0%} of the value have no weight")
        silent = sorted(map(str, set(codes) - set(self.codes[chosen][world > 0].tolist())))
        left = [f"flows of {unweighed / value:.2g} of the value have no weight: left out"]
        left = left if unweighed else []
        left += [f"no trade under {', '.join(silent)} in {year} is on file"] if silent else []
        tonnes, assumed = float(self.tonnes[cell].sum()), float(self.assumed[cell].sum())
        guess = f"risk of the origin of {assumed / tonnes:.2g} of imports not on file: 0.5"
        return Imports(
            Score(tonnes, "; ".join(left)),
            Score(float(self.at_risk[cell].sum()), guess if assumed else ""),
        )


def _unknown(reason: str) -> Imports:
    return Imports(Score(None, reason), Score(None, reason))


def import_table(
    trade: Trade,
    risk: Mapping[tuple[Any, int], float],
    *,
    members: Collection[Any] = (),
    bloc: Any = None,  # noqa: ANN401
) -> ImportTable:
    r"""Sum the flows of every year, importer and code: :math:`\sum_i g_{it} f_{tijk}`.

    Parameters
    ----------
    trade : Trade
        Any flows.
    risk : mapping of (country, year) to float
        See `political_risk`; countries as in the flows.  One that is missing counts as 0.5.
    members : collection, optional
        Of a bloc, as in the flows.  Then the table holds the bloc alone, and imports from
        within it carry no risk.
    bloc : int or str, optional
        Label of the bloc, like those of the countries.

    Returns
    -------
    ImportTable
        Each array of shape (years, importers, codes).

    Examples
    --------
    >>> trade = Trade.of([2022, 2022], ["CHN", "FRA"], ["DEU", "DEU"], [811292] * 2, [3, 1], [6, 4])
    >>> table = import_table(trade, {("CHN", 2022): 0.6, ("FRA", 2022): 0.4})
    >>> table.weighted_risk[0, 0, 0].round(6), table.imports("DEU", 2022, [811230]).tonnes.reason
    (np.float64(0.52), 'no trade under 811230 in 2022 is on file')
    """  # noqa: E501
    years, year = places(trade.year)
    codes, code = places(trade.code)
    world = sums(year * codes.size + code, np.ones(code.size), (years.size, codes.size))
    if len(members):
        inside = np.isin(trade.importer, list(members))
        trade, year, code = trade.where(inside), year[inside], code[inside]
        importers, buyer = np.array([bloc]), np.zeros(code.size, dtype=np.intp)
    else:
        importers, buyer = places(trade.importer)
    shape = (years.size, importers.size, codes.size)
    cell = (year * shape[1] + buyer) * shape[2] + code
    known = ~np.isnan(trade.tonnes)
    tonnes = np.where(known, trade.tonnes, 0.0)
    weight = _risk_of_flows(trade, years, year, risk)
    guessed = np.isnan(weight)
    weight[guessed] = ASSUMED_RISK
    if len(members):
        from_within = np.isin(trade.exporter, list(members))
        weight[from_within], guessed[from_within] = 0.0, False
    return ImportTable(
        years,
        importers,
        codes,
        world,
        flows=sums(cell, np.ones(cell.size), shape),
        value=sums(cell, trade.value, shape),
        unweighed=sums(cell, np.where(known, 0.0, trade.value), shape),
        tonnes=sums(cell, tonnes, shape),
        at_risk=sums(cell, tonnes * weight, shape),
        assumed=sums(cell, np.where(guessed, tonnes, 0.0), shape),
    )


def _risk_of_flows(
    trade: Trade, years: Array, year: Array, risk: Mapping[tuple[Any, int], float]
) -> Floats:
    """Look up the risk of every flow's origin; NaN where it not on file."""
    exporters, exporter = places(trade.exporter)
    table = np.array(
        [[risk.get((who, when), np.nan) for who in exporters.tolist()] for when in years.tolist()]
    )
    return table.reshape(years.size, exporters.size)[year, exporter]
