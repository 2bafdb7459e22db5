"""Ensembles: Dask on this machine against the plain run, and the memory of many draws.

Run from the folder above: ``python benchmarks/ensembles.py``.  A process of its own for each, so
that nothing is warm; what Dask and Python take to start is told apart.
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from timing import spread

RUNS, DRAWS, MANY = 3, 20 * 1024, 100_000
SCRIPT = """
import json, resource, sys, time
begun = time.perf_counter()
import outlast
draws, cluster = int(sys.argv[1]), sys.argv[2] or None
seen = []
told = lambda words: seen.append((time.perf_counter(), words))
result = outlast.shock("helium", "us-embargo", year=2012, draws=draws, cluster=cluster,
                       progress=told)
ended = time.perf_counter()
done = lambda words: int(words.split(" ")[0].replace(",", ""))
windows = [(at, done(words)) for at, words in seen if words[0].isdigit() and done(words)]
(first, some), (last, every) = windows[2 if cluster else 0], windows[-1]
print(json.dumps({
    "seconds": ended - begun, "rate": (every - some) / (last - first),
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    "bytes": hash(result.to_json()),
}))
"""


def measured(draws: int, cluster: str = "") -> dict[str, float]:
    """Run once in a new process with an empty cache of ensembles."""
    with tempfile.TemporaryDirectory() as cache:
        numba = {"NUMBA_CACHE_DIR": os.environ.get("NUMBA_CACHE_DIR", "")}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(draws), cluster],
            env=os.environ | {"XDG_CACHE_HOME": cache, "PYTHONHASHSEED": "0"} | {
                name: value for name, value in numba.items() if value},
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    return json.loads(done.stdout)


def main() -> None:
    """Print every figure."""
    pairs = [(measured(DRAWS), measured(DRAWS, "local")) for _ in range(RUNS)]
    assert len({run["bytes"] for pair in pairs for run in pair}) == 1, "bytes differ"
    whole = np.array([plain["seconds"] / dask["seconds"] for plain, dask in pairs])
    steady = np.array([dask["rate"] / plain["rate"] for plain, dask in pairs])
    print(f"{DRAWS:,} draws of 36 months in 3 forms, windows of 1,024, the same bytes")
    print(f"  plain: {spread(np.array([p['seconds'] for p, _ in pairs]), ' s')}")
    print(f"  Dask local against plain, the whole process: {spread(whole, 'x')}")
    print(f"  Dask local against plain, draws a second, all workers up: {spread(steady, 'x')}")
    many = measured(MANY)
    print(f"{MANY:,} draws: {many['seconds']:.0f} s, at most {many['peak'] / 1e9:.2f} GB")


if __name__ == "__main__":
    main()
