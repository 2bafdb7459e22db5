"""Speed of the search for coalitions through layers, as a ratio to trying every set.

Run from the folder above: ``python benchmarks/coalitions.py``.  Medians of five runs, taken in
turns so that other work on the machine touches all alike, with their lowest and highest.
"""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from timing import in_turns, spread

from outlast.engines.exposure.most_stopped import most_stopped
from outlast.engines.exposure.stopping import Hold
from outlast.engines.exposure.stopping_coalitions import minimal_stopping_coalitions

Array = NDArray[np.float64]
RUNS, LAYERS, CUT = 5, 6, 0.5
HOWS = ("low", "point", "high")


def names(powers: int) -> list[str]:
    """Names of so many powers."""
    return [f"P{i:02}" for i in range(powers)]


def crowd(powers: int, *, origins: int, held: int, seed: int = 0) -> tuple[Array, Array]:
    """Powers that each hold a few origins in part, and the first all of their own territory."""
    rng = np.random.default_rng(seed)
    kappa = np.zeros((LAYERS, powers, origins))
    kappa[0, np.arange(origins), np.arange(origins)] = 1.0
    layer = rng.integers(1, LAYERS, (powers, held))
    origin = rng.integers(0, origins, (powers, held))
    kappa[layer, np.arange(powers)[:, None], origin] = rng.uniform(0.05, 0.5, (powers, held))
    return rng.dirichlet(np.full(origins, 0.5)), kappa


def equals(powers: int) -> tuple[Array, Array]:
    """One origin for each power, all alike: every set of half of them is minimal."""
    return np.full(powers, 1 / powers), np.eye(powers)[None]


def nearly(powers: int, seed: int = 1) -> tuple[Array, Array]:
    """Everybody holds a little of everything: bounds on gains are loose."""
    rng = np.random.default_rng(seed)
    return rng.dirichlet(np.ones(15)), rng.uniform(0, 0.06, (LAYERS, powers, 15))


def brute_force(share: Array, kappa: Array, how: str) -> int:
    """Count minimal sets by trying all of a size at once, sizes rising."""
    powers = kappa.shape[1]
    kind = {"low": "low", "point": "point", "high": "high"}[how]
    hold = Hold(share, np.ascontiguousarray(kappa.transpose(1, 0, 2)), kind)  # type: ignore[arg-type]
    minimal: list[int] = []
    for count in range(1, powers + 1):
        picked = list(combinations(range(powers), count))
        sets = np.zeros((len(picked), powers), dtype=bool)
        sets[np.arange(len(picked))[:, None], picked] = True
        code = sets @ (1 << np.arange(powers))
        new = hold.stopped(sets) >= CUT - 1e-12
        for smaller in minimal:
            new &= (code & smaller) != smaller
        minimal += code[new].tolist()
    return len(minimal)


def against_brute_force(powers: int = 18) -> None:
    """Print the search against trying every set of few powers."""
    share, kappa = crowd(powers, origins=8, held=2)
    for how in HOWS:
        found = minimal_stopping_coalitions(share, kappa, names(powers), CUT, how)
        same = len(found.coalitions) == brute_force(share, kappa, how)
        search, brute = in_turns(
            RUNS,
            lambda how=how: minimal_stopping_coalitions(share, kappa, names(powers), CUT, how),
            lambda how=how: brute_force(share, kappa, how),
        )
        print(f"{powers} powers, {how}: {len(found.coalitions)} coalitions, equal: {same}")
        print(f"  search {spread(search, ' s')}, brute force {spread(brute, ' s')}")
        print(f"  brute force against search: {spread(brute / search, 'x')}")


def forty() -> None:
    """Print the seconds for 40 powers."""
    tables = {
        "2 origins each of 8, 8 territories": crowd(40, origins=8, held=2),
        "3 origins each of 15, 15 territories": crowd(40, origins=15, held=3),
        "all alike": equals(40),
        "a little of everything": nearly(40),
    }
    for name, (share, kappa) in tables.items():
        for how in HOWS:
            found = minimal_stopping_coalitions(share, kappa, names(40), CUT, how)
            every, most = in_turns(
                RUNS,
                lambda s=share, k=kappa, h=how: minimal_stopping_coalitions(
                    s, k, names(40), CUT, h
                ),
                lambda s=share, k=kappa, h=how: most_stopped(s, k, names(40), 6, h),
            )
            proven = all(b.proven for b in most_stopped(share, kappa, names(40), 6, how).best)
            print(f"40 powers, {name}, {how}: {len(found.coalitions)} coalitions, complete: "
                  f"{found.complete}, all below {found.complete_below}")  # fmt: skip
            print(f"  search {spread(every, ' s')}, {found.opened} sets opened")
            print(f"  most stopped by 1 to 6: {spread(most, ' s')}, proven: {proven}")


def main() -> None:
    """Print every figure."""
    against_brute_force()
    forty()


if __name__ == "__main__":
    main()
