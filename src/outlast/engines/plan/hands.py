"""Which powers can stop what of an importer's lanes and options."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from outlast.case import Case
from outlast.case.schema import Layer
from outlast.engines.exposure.reach import STOPPING
from outlast.engines.plan.attacks import Listed
from outlast.engines.plan.instance import Array
from outlast.engines.plan.normal import HOME
from outlast.engines.plan.offers import Offer
from outlast.engines.shock.control import LAYERS, controlled_share
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput


@dataclass
class Hands:
    """What powers can stop.

    Attributes
    ----------
    powers : tuple of str
        That can stop anything.
    lanes : ndarray, shape (power, lane)
        Part of each lane, 0 to 1.
    options : ndarray, shape (power, option)
        Part of what each option gives.
    unknown : list of (str, str)
        What is not known of it, and the reason; the whole lane counts then.
    """

    powers: tuple[str, ...]
    lanes: Array
    options: Array
    unknown: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def hands_of(
    case: Case, importer: str, lanes: Sequence[str], kept: Sequence[Offer], year: int,
    sample: Sample, layers: Sequence[Layer] = STOPPING,
) -> Hands:  # fmt: skip
    """Measure every power's reach.

    Parameters
    ----------
    case : Case
        Its powers and ``control.csv``.
    importer : str
        Who is cut off.
    lanes : sequence of str
        Origins.
    kept : sequence of Offer
        Options that the plan may choose.
    year : int
        Whose rows count.
    sample : Sample
        Draws shares; the medians stand.
    layers : sequence of str
        Through which powers stop: ``direct`` is what leaves their own territory.

    Returns
    -------
    Hands
        Powers without any reach are not in it.
    """
    members = case.countries.members(importer, year)
    able = [code for code in case.header.powers
            if not case.countries.members(code, year) & members]  # fmt: skip
    told = Hands((), np.zeros((0, 0)), np.zeros((0, 0)))
    through = tuple(layer for layer in LAYERS if layer in layers)
    if not case.control and through:
        told.notes.append("who controls whose plants is not on file: powers stop what leaves "
                          "their own territory, and more than that is unknown")  # fmt: skip

    def part(power: str, origin: str) -> float:
        if origin == HOME or origin in members:
            return 0.0
        if "direct" in layers and origin in case.countries.acting([power], year):
            return 1.0
        if not case.control or not through:
            return 0.0
        try:
            share = controlled_share(case, origin, [power], year, sample, members,
                                     layers=through)  # fmt: skip
        except InvalidInput as missing:
            told.unknown.append((f"reach.{power}.{origin}", str(missing)))
            return 1.0
        return float(np.median(share))

    reach = np.array([[part(power, lane) for lane in lanes] for power in able])
    of_options = np.array([[_of_option(case, offer, power, year, layers, part) for offer in kept]
                           for power in able])  # fmt: skip
    reach = reach.reshape(len(able), len(lanes))
    of_options = of_options.reshape(len(able), len(kept))
    some = [n for n in range(len(able)) if reach[n].any() or of_options[n].any()]
    told.powers = tuple(able[n] for n in some)
    told.lanes, told.options = reach[some], of_options[some]
    return told


def _of_option(
    case: Case, offer: Offer, power: str, year: int, layers: Sequence[Layer],
    part: Callable[[str, str], float],
) -> float:  # fmt: skip
    """Part of an option that a power can stop, by what its row says or by its country."""
    row, acting = offer.row, case.countries.acting([power], year)
    if row.kind == "research":
        return 0.0
    origin = row.supplier or row.country
    if not row.holds:
        return 1.0 if row.supplier and origin in acting and "direct" in layers else 0.0
    free = 1.0
    for code, layer in row.holds:
        if code in acting and layer in layers and layer != "transit":
            free *= 0.0 if layer == "direct" else 1.0 - part(power, origin)
    return 1.0 - free


def closures(
    case: Case, lanes: Sequence[str], kept: Sequence[Offer], year: int,
    starts: Sequence[int], lasts: int, periods: int,
) -> list[Listed]:  # fmt: skip
    """List closures of passages that ``control.csv`` or an option names, one for each start."""
    rows: dict[str, dict[str, float]] = {}
    for row in case.control:
        if (row.layer == "transit" and row.effect == "stop" and row.power and row.share
                and row.may_hold(year)):  # fmt: skip
            rows.setdefault(row.power, {})[row.origin] = row.share
    found = []
    for holder in sorted(rows):
        hit = np.array([rows[holder].get(lane, 0.0) for lane in lanes])
        of = np.array([1.0 if (holder, "transit") in offer.row.holds else 0.0 for offer in kept])
        if not hit.any() and not of.any():
            continue
        for start in starts:
            left, options = np.ones((len(lanes), periods)), np.ones((len(kept), periods))
            left[:, start : start + lasts] = (1 - hit)[:, None]
            options[:, start : start + lasts] = (1 - of)[:, None]
            found.append(Listed(f"closure:{holder}", left, options))
    return found


def failures(kept: Sequence[Offer], lanes: int, periods: int) -> list[Listed]:
    """List what happens if a research fails: what needs it gives nothing."""
    found = []
    for n, offer in enumerate(kept):
        if offer.row.kind != "research" or offer.option is None:
            continue
        needing = [m for m, other in enumerate(kept)
                   if other.option is not None and other.option.after == n]  # fmt: skip
        if not needing:
            continue
        options = np.ones((len(kept), periods))
        options[needing, min(offer.option.lead, periods - 1) :] = 0.0
        found.append(Listed(f"failure:{offer.row.id}", np.ones((lanes, periods)), options))
    return found
