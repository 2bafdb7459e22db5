"""Golden tables and shipped trade, as the tests and the benchmark of the indices read them."""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from outlast.countries import EU27, from_baci
from outlast.engines.exposure.indices import Trade, political_risk
from outlast.readers.baci import trade_columns
from outlast.readers.stability import political_stability

GOLDEN = Path(__file__).parents[2] / "golden"


def golden(name):
    """Rows of a golden table."""
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def baci_numbers():
    """BACI's numbers of a country by ISO alpha-3 code."""
    found = {}
    for number, code in from_baci().items():
        found.setdefault(code, []).append(number)
    return found


def members(code):
    """BACI's numbers of a country, or of the 27 members of the EU."""
    names = EU27.members() if code == "EU" else [code]
    return [number for name in names for number in baci_numbers()[name]]


@cache
def minerals(first, last):
    """Trade in 71 headings of HS 1992 between all countries, value in USD."""
    flows = trade_columns("baci_hs92", years=range(first, last + 1))
    tonnes = np.ma.filled(np.ma.asarray(flows["weight_kg"] / 1000.0, dtype=float), np.nan)
    labels = (flows[name] for name in ("year", "exporter", "importer", "hs6", "value_usd"))
    return Trade.of(*map(np.asarray, labels), tonnes)


@cache
def risks():
    """GeoPolRisk's g by BACI number and year, from the shipped political stability."""
    return {
        (number, row.year): political_risk(row.estimate)
        for row in political_stability()
        for number in baci_numbers().get(row.country, [])
        if row.estimate is not None
    }
