"""How fast outlast starts, as ratios to ``import numpy`` in the same run.

Each figure is the median of several fresh processes, with the spread from the fastest to the
slowest.  Run it with ``make bench``.
"""

import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 9
COMMANDS = {
    "import numpy (baseline)": ["-c", "import numpy"],
    "import outlast": ["-c", "import outlast"],
    "outlast --help": ["-m", "outlast", "--help"],
    "outlast exposure helium --json": ["-m", "outlast", "exposure", "helium", "--json"],
    "outlast brief helium --no-shocks": [
        "-m",
        "outlast",
        "brief",
        "helium",
        "--no-shocks",
        "--json",
    ],
}
EMPTY = ["-c", "pass"]


def seconds(arguments: list[str]) -> float:
    """Time one process."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=folder)
        return time.perf_counter() - begun


def main() -> None:
    """Print medians, spreads and ratios; the bare interpreter's own time is taken off."""
    runs: dict[str, list[float]] = {name: [] for name in [*COMMANDS, "python"]}
    for _ in range(RUNS):  # in turn, so that a drift of the machine's speed hits all alike
        runs["python"].append(seconds(EMPTY))
        for name, arguments in COMMANDS.items():
            runs[name].append(seconds(arguments))
    bare = statistics.median(runs["python"])
    baseline = statistics.median(runs["import numpy (baseline)"]) - bare
    print(f"python alone: {bare:.3f} s; the rest is what comes on top, median of {RUNS}")
    for name in COMMANDS:
        own = statistics.median(runs[name]) - bare
        low, high = min(runs[name]) - bare, max(runs[name]) - bare
        print(f"{name:32s} {own:7.3f} s  ({low:.3f} to {high:.3f})  {own / baseline:6.2f} x numpy")


if __name__ == "__main__":
    main()
