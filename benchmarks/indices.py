"""Speed of GeoPolRisk sums in arrays, as a ratio to a plain pandas loop over groups.

Run from the folder above: ``python benchmarks/indices.py``.  All numerators, imports and
weighted risks of 71 headings, every importer and seven years, from the shipped trade.  Medians
of seven runs, taken in turns so that other work on the machine touches both alike, with their
lowest and highest; the loop's numbers are compared with the arrays' in the same run.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from timing import in_turns, spread

from outlast.engines.exposure.indices import ASSUMED_RISK, ImportTable, Trade, import_table

sys.path.append(str(Path(__file__).parents[1] / "tests" / "engines" / "exposure"))
from index_inputs import minerals, risks

RUNS = 7
YEARS = (2018, 2024)
Risk = dict[tuple[int, int], float]


def frame(trade: Trade, risk: Risk) -> pd.DataFrame:
    """The same flows as a table, each with the risk of its origin: not counted in the times."""
    names = ("year", "exporter", "importer", "code", "tonnes")
    flows = pd.DataFrame({name: getattr(trade, name) for name in names})
    origins = zip(flows["exporter"], flows["year"], strict=True)
    flows["risk"] = [risk.get(origin, ASSUMED_RISK) for origin in origins]
    return flows


def by_group(flows: pd.DataFrame) -> dict[tuple[int, int, int], tuple[float, ...]]:
    """Numerator, imports and weighted risk of every group, one after another."""
    found = {}
    for key, group in flows.groupby(["year", "importer", "code"]):
        at_risk = (group["tonnes"] * group["risk"]).sum()
        tonnes = group["tonnes"].sum()
        found[key] = (at_risk, tonnes, at_risk / tonnes if tonnes else np.nan)
    return found


def by_pandas(flows: pd.DataFrame) -> pd.DataFrame:
    """Sum all groups by pandas itself, without a loop."""
    flows = flows.assign(at_risk=flows["tonnes"] * flows["risk"])
    return flows.groupby(["year", "importer", "code"])[["at_risk", "tonnes"]].sum()


def largest_difference(
    table: ImportTable, loop: dict[tuple[int, int, int], tuple[float, ...]]
) -> float:
    """Largest relative difference; the cells with flows are those of the groups."""
    cells = np.argwhere(table.flows > 0)
    axes = (table.years, table.importers, table.codes)
    keys = [tuple(axis[i].item() for axis, i in zip(axes, cell, strict=True)) for cell in cells]
    assert set(keys) == set(loop)
    place = tuple(cells.T)
    arrays = [table.at_risk[place], table.tonnes[place], table.weighted_risk[place]]
    ours, theirs = np.array(arrays).T, np.array([loop[key] for key in keys])
    assert (np.isnan(ours) == np.isnan(theirs)).all()
    return float(np.nanmax(np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1e-300)))


def main() -> None:
    """Print every figure."""
    trade, risk = minerals(*YEARS), risks()
    flows = frame(trade, risk)
    table, loop = import_table(trade, risk), by_group(flows)
    print(f"{trade.year.size:,} flows, {len(loop):,} scores of {table.codes.size} headings,")
    print(f"  {table.importers.size} importers and {table.years.size} years")
    print(f"  largest relative difference {largest_difference(table, loop):.1e}")
    jobs = (
        lambda: import_table(trade, risk),
        lambda: by_group(flows),
        lambda: by_pandas(flows),
    )
    arrays, groups, sums = in_turns(RUNS, *jobs)
    print(f"  arrays {spread(arrays, ' s')}, with the risks looked up for every flow")
    print(f"  pandas loop {spread(groups, ' s')}, pandas without a loop {spread(sums, ' s')}")
    print(f"  arrays against the loop: {spread(groups / arrays, 'x')}")
    print(f"  arrays against pandas without a loop: {spread(sums / arrays, 'x')}")


if __name__ == "__main__":
    main()
