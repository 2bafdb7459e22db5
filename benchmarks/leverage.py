"""The study of 19 years and two cards, as a ratio to a plain loop over single shocks.

The loop is what a user would write without the engine: `outlast.shock` of every card and year with
as many futures, of which the unmet share, the weeks and the loss are read.  It tells more of each
shock (three forms of the model, the year by exact hat algebra), and nothing of the game.
"""

import argparse
import statistics
import time

import outlast
from outlast.case.measures import ExportBan, Scenario
from outlast.engines.leverage import leverage

YEARS = range(2006, 2025)
SIDES = (("rare-earth-magnets", "CHN", "USA"), ("helium", "USA", "CHN"))


def study(draws: int) -> float:
    """Run the study and return its seconds."""
    begun = time.perf_counter()
    leverage("rare-earth-magnets", "CHN", "USA", ["helium"], YEARS, draws=draws)
    return time.perf_counter() - begun


def loop(draws: int) -> float:
    """Run the single shocks and return their seconds."""
    begun = time.perf_counter()
    for name, sender, target in SIDES:
        case = outlast.load(name)
        ban = ExportBan(id="card", kind="export_ban", powers=(sender,), targets=("IMPORTER",),
                        reach="control", start="+0", expected_months=24)  # fmt: skip
        scenario = Scenario(title="a stop", measures=(ban,))
        for year in YEARS:
            outlast.shock(case, scenario, target, year, draws=draws)
    return time.perf_counter() - begun


def main() -> None:
    """Print seconds of both and their ratio, in pairs."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--pairs", type=int, default=3)
    asked = parser.parse_args()
    study(16)
    loop(16)
    pairs = [(study(asked.draws), loop(asked.draws)) for _ in range(asked.pairs)]
    ratios = [first / second for first, second in pairs]
    for first, second in pairs:
        print(f"study {first:.1f} s, loop {second:.1f} s, {first / second:.2f}x")
    print(f"19 years, two cards, {asked.draws:,} draws: {statistics.median(ratios):.2f}x the loop "
          f"({min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip


if __name__ == "__main__":
    main()
