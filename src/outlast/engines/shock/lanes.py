r"""Origins cut into lanes, so that each measure closes its own part of an origin and no more.

A *lane* is the part of an origin's supply that some measures hold and the others do not, or the
free rest; a cap on the whole origin would freeze its free part too.  Within a layer of
``control.csv`` the holdings of several powers lie end to end on a line from 0 to 1 (what is too
much begins again at 0), layers are independent of each other, and what a measure holds is the
union of its powers' parts in any layer.  Two measures by two powers thus close together what one
measure by both does, and each of them alone what it does without the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import ContentRule
from outlast.engines.shock.control import holdings
from outlast.engines.shock.plan import Cap
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput

Array = NDArray[np.float64]
Held = Mapping[tuple[str, str], Array]
HeldPart = tuple[tuple[str, str], Array]
MOST_HOLDERS = 8
"""Every combination of holders may be a lane of its own."""
NOTHING = 1e-12
"""A lane of a smaller part of its origin in every draw is none."""


class Lane(NamedTuple):
    """Part of an origin's supply, and the ids of the measures that hold it abroad."""

    origin: str
    held_by: frozenset[str]


def cut(
    case: Case, caps: Sequence[Cap], origins: Iterable[str], year: int, sample: Sample
) -> dict[Lane, Array]:
    """Cut every origin into lanes.

    Parameters
    ----------
    case : Case
        Says who controls what.
    caps : sequence of Cap
        The measures that cap links.
    origins : iterable of str
        Producers of the year.
    year : int
        Rows of ``control.csv`` that hold in that year count.
    sample : Sample
        Draws the rows.

    Returns
    -------
    dict of Lane to ndarray, shape (draw,)
        Each lane's part of its origin, the free rest last; an origin's parts add up to 1.

    Raises
    ------
    InvalidInput
        If too many different groups of powers hold parts of one origin.
    """
    lanes: dict[Lane, Array] = {}
    for origin in origins:
        held = {
            cap.id: _held(case, cap, origin, year, sample)
            for cap in caps
            if cap.abroad and not cap.sends(origin)
        }
        parts = _combine({name: parts for name, parts in held.items() if parts}, origin)
        for names in sorted(parts, key=sorted):
            lanes[Lane(origin, names)] = parts[names]
        taken = sum(parts.values(), start=np.zeros(sample.draws))
        lanes[Lane(origin, frozenset())] = np.maximum(1 - taken, 0.0)
    return lanes


def join(
    lanes: Sequence[Lane], flow: Array, passed: Array
) -> tuple[tuple[Lane, ...], Array, Array]:
    """Join lanes of an origin that the measures treat alike in every month.

    Parameters
    ----------
    lanes : sequence of Lane
        As `cut` lists them.
    flow : ndarray, shape (draw, lane, destination)
        Baseline flows.
    passed : ndarray, shape (1 or draw, month, lane, destination)
        Part of them that may pass.

    Returns
    -------
    tuple
        The three of them, fewer lanes where some are alike.
    """
    alike: dict[tuple[str, bytes], list[int]] = {}
    for i, lane in enumerate(lanes):
        alike.setdefault((lane.origin, passed[:, :, i].tobytes()), []).append(i)
    groups = list(alike.values())
    joined = tuple(
        Lane(lanes[group[0]].origin, frozenset().union(*(lanes[i].held_by for i in group)))
        for group in groups
    )
    flows = np.stack([flow[:, group].sum(axis=1) for group in groups], axis=1)
    return joined, flows, np.ascontiguousarray(passed[:, :, [group[0] for group in groups]])


def growth_parts(lanes: Sequence[Lane], flow: Array, passed: Array) -> Array:
    """Part of an origin's allowance to grow that each lane has, shape (draw, month, lane).

    Lanes that the measures of a month treat alike grow as one: they share one allowance by their
    size.  So a measure changes nothing before it begins, however it cuts an origin.
    """
    size, count = flow.sum(axis=2), passed.shape[1]
    parts = np.ones((len(flow), count, len(lanes)))
    for origin in {lane.origin for lane in lanes}:
        here = [i for i, lane in enumerate(lanes) if lane.origin == origin]
        rows = passed[:, :, here]
        alike = (rows[:, :, :, None] == rows[:, :, None]).all(axis=4)  # (draw, month, lane, lane)
        together = (alike * size[:, None, None, here]).sum(axis=3)
        mine = np.broadcast_to(size[:, None, here], together.shape)
        parts[:, :, here] = np.divide(mine, together, out=np.ones_like(mine), where=together > 0)
    return parts


def _held(case: Case, cap: Cap, origin: str, year: int, sample: Sample) -> Held:
    """What a measure's powers hold of an origin, by layer and holder."""
    codes = case.countries.acting(cap.actors, year)
    if cap.rule is not None:
        found = dict(_with_content(cap.rule, origin, sample))
        if cap.rule.technology:
            found |= holdings(case, origin, codes, year, sample, cap.targets,
                              layers=("technology",),
                              effects=("stop", "block"))  # fmt: skip
    elif cap.fixed:
        part = cap.fixed.get(origin, 0.0)
        found = {("fixed", "+".join(cap.actors)): np.full(sample.draws, part)}
    else:
        found = dict(holdings(case, origin, codes, year, sample, cap.targets))
    return {key: size for key, size in found.items() if size.any()}


def _with_content(rule: ContentRule, origin: str, sample: Sample) -> Iterable[HeldPart]:
    """All of an origin's goods in draws where their content reaches the threshold, else none."""
    if origin in rule.contents:
        low, high = rule.contents[origin]
        content = sample.interval(f"content-{rule.id}-{origin}", low, high, "uniform")
        reached = (content >= rule.threshold) & (content > 0)
        yield ("content", rule.id), reached.astype(float)


def _combine(held: Mapping[str, Held], origin: str) -> dict[frozenset[str], Array]:
    """Part of an origin that each set of measures holds, shape (draw,)."""
    groups: list[tuple[list[str], Held]] = []  # measures that hold the same are one
    for name, parts in held.items():
        same = [names for names, known in groups if _equal(known, parts)]
        if same:
            same[0].append(name)
        else:
            groups.append(([name], parts))
    if len(groups) > MOST_HOLDERS:
        raise InvalidInput(f"holders of {origin}", len(groups), expected=f"at most {MOST_HOLDERS}",
                           remedy="join measures of reach control by naming several powers",
                           )  # fmt: skip
    size, mask = _cells([parts for _, parts in groups])
    found = {}
    for code in np.unique(mask[size > NOTHING]):
        names = [name for k, (ids, _) in enumerate(groups) if code >> k & 1 for name in ids]
        if names:
            found[frozenset(names)] = np.where(mask == code, size, 0.0).sum(axis=1)
    return found


def _equal(one: Held, two: Held) -> bool:
    return one.keys() == two.keys() and all(np.array_equal(one[key], two[key]) for key in one)


def _cells(groups: Sequence[Held]) -> tuple[Array, NDArray[np.int64]]:
    """Sizes of the cells that layers cut an origin into, and who holds each, shape (draw, cell).

    Bit k of a cell's mask stands for group k.
    """
    layers = sorted({layer for held in groups for layer, _ in held})
    size, mask = np.ones((1, 1)), np.zeros((1, 1), dtype=np.int64)
    for layer in layers:
        width, holder = _line(groups, layer)
        size = (size[:, :, None] * width[:, None]).reshape(len(width), -1)
        mask = (mask[:, :, None] | holder[:, None]).reshape(len(width), -1)
    return size, mask


def _line(groups: Sequence[Held], layer: str) -> tuple[Array, NDArray[np.int64]]:
    """Lay one layer's holdings end to end from 0 to 1 and cut the line at their ends."""
    owners = {holder for held in groups for where, holder in held if where == layer}
    wanted = {h: [k for k, held in enumerate(groups) if (layer, h) in held] for h in owners}
    spans, base = [], np.zeros(1)
    for holder in sorted(owners, key=lambda h: (wanted[h], h)):
        sizes = {k: groups[k][layer, holder] for k in wanted[holder]}
        spans += [(base, part, k) for k, part in sizes.items()]
        base = base + np.max(list(sizes.values()), axis=0)
    ends = [edge % 1.0 for begin, part, _ in spans for edge in (begin, begin + part)]
    edges = np.sort(np.stack(np.broadcast_arrays(*ends, np.zeros(1), np.ones(1)), axis=1), axis=1)
    middle = (edges[:, 1:] + edges[:, :-1]) / 2
    mask = np.zeros(middle.shape, dtype=np.int64)
    for begin, part, k in spans:
        mask |= np.where((middle - begin[:, None]) % 1.0 < part[:, None], 1 << k, 0)
    return np.diff(edges, axis=1), mask
