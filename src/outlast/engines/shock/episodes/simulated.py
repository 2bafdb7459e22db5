"""What a run says of the variables that episodes observe."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outlast.case import Case
from outlast.case.measures import TARGET, WORLD, Observation
from outlast.engines.shock.ensemble import Run
from outlast.engines.shock.filling import WEEKS_A_MONTH
from outlast.engines.shock.per_draw import fill
from outlast.errors import InvalidInput
from outlast.periods import Period

Array = NDArray[np.float64]
Links = NDArray[np.bool_]


class Asked(NamedTuple):
    """An observation, the run that it is set beside, and the months of that which it speaks of."""

    seen: Observation
    case: Case
    done: Run
    months: slice

    @property
    def length(self) -> int:
        """Number of months."""
        return self.months.stop - self.months.start


def asked(seen: Observation, case: Case, done: Run, first: int) -> Asked:
    """Find the months of a run, of which `first` is the first, that an observation speaks of."""
    period = Period.parse(seen.date)
    return Asked(seen, case, done, slice(period.first - first, period.last - first + 1))


def simulated(ask: Asked) -> Array:
    """Tell what every draw says of an observed variable, in its unit, shape (draw,).

    Raises
    ------
    InvalidInput
        If the run has no such origin, destination or use, or no such flow in a normal month.
    """
    return _HOW[ask.seen.variable](ask)


def usual(ask: Asked) -> float:
    """What the variable is where nothing changes, in its unit: the first naive forecast."""
    flow = ask.done.market.flow.mean(axis=0)
    if ask.seen.variable == "import_share":
        part, whole = import_links(ask)
        return float(flow[part].sum() / flow[whole].sum())
    if ask.seen.unit in {"t", "t/month"}:
        return float(flow[links_of(ask)].sum()) * (ask.length if ask.seen.unit == "t" else 1)
    return 1.0


def links_of(ask: Asked) -> Links:
    """Which links carry the observed exports or imports, shape (lane, destination)."""
    seen = ask.seen
    if seen.variable == "exports":
        senders = _members(ask, seen.origin or "")
        return _links(ask, senders, _members(ask, seen.destination) if seen.destination else None)
    receivers = _members(ask, seen.destination) if seen.destination else _target(ask)
    return _links(ask, _members(ask, seen.origin) if seen.origin else None, receivers)


def places_of(ask: Asked, code: str) -> list[int]:
    """Positions of a country, or of a bloc's members, among the destinations."""
    names = ask.done.normal.destinations
    found = [names.index(member) for member in sorted(_members(ask, code)) if member in names]
    if not found:
        raise _absent(ask, "where" if ask.seen.where == code else "origin", code, names)
    return found


def _target(ask: Asked) -> frozenset[str]:
    return frozenset({ask.done.normal.destinations[ask.done.target]})


def _members(ask: Asked, code: str) -> frozenset[str]:
    return frozenset(ask.case.countries.members(code, ask.done.normal.year))


def _links(ask: Asked, senders: frozenset[str] | None, receivers: frozenset[str] | None) -> Links:
    """Links between two groups, those within a group left out; None is everyone else."""
    origins = [lane.origin for lane in ask.done.schedule.lanes]
    places = ask.done.normal.destinations
    for name, group, there in (("origin", senders, origins), ("destination", receivers, places)):
        if group is not None and not group & set(there):
            raise _absent(ask, name, " ".join(sorted(group)), there)
    inside = senders if receivers is None else receivers
    others = frozenset() if inside is None else inside
    sends = np.array([code in senders if senders is not None else code not in others
                      for code in origins])  # fmt: skip
    gets = np.array([code in receivers if receivers is not None else code not in others
                     for code in places])  # fmt: skip
    abroad = np.array([[origin != place for place in places] for origin in origins])
    return np.outer(sends, gets) & abroad


def _absent(ask: Asked, name: str, code: str, there: Iterable[str]) -> InvalidInput:
    return InvalidInput(
        f"observed {ask.seen.variable}: {name}", code,
        expected=f"one of {' '.join(sorted(set(there)))}",
        remedy=f"the run on {ask.done.normal.year} has no other by itself",
    )  # fmt: skip


def import_links(ask: Asked) -> tuple[Links, Links]:
    """Links that carry an import share, and all imports."""
    receivers = _members(ask, ask.seen.destination) if ask.seen.destination else _target(ask)
    return (_links(ask, _members(ask, ask.seen.origin or ""), receivers),
            _links(ask, None, receivers))  # fmt: skip


def _sum(ask: Asked, links: Links) -> Array:
    """Flow over some links by month, shape (draw, month).  [t/month]"""
    return np.asarray(ask.done.record.links[:, ask.months][:, :, links].sum(axis=2))


def _flow(ask: Asked) -> Array:
    links = links_of(ask)
    flow = _sum(ask, links)
    if ask.seen.unit == "t":
        return np.asarray(flow.sum(axis=1))
    if ask.seen.unit == "t/month":
        return np.asarray(flow.mean(axis=1))
    normal = ask.done.market.flow[:, links].sum(axis=1)
    if not (normal > 0).all():
        raise InvalidInput(f"observed {ask.seen.variable}: unit", "multiple",
                           expected=f"t, since nothing flows there in {ask.done.normal.year}",
                           )  # fmt: skip
    return np.asarray(flow.mean(axis=1) / normal)


def _import_share(ask: Asked) -> Array:
    part, whole = (_sum(ask, links).sum(axis=1) for links in import_links(ask))
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _price_gap(ask: Asked) -> Array:
    home = _price_of(ask, ask.seen.origin or "")
    return np.asarray(np.exp(_log_price(ask) - home).mean(axis=1))


def _fill(ask: Asked) -> Array:
    """Part of the sector's use met by month, shape (draw, month)."""
    return fill(ask.done)[:, ask.months, _sector(ask)]


def _log_price(ask: Asked) -> Array:
    """Log price of the place that an observation names, shape (draw, month)."""
    record, where = ask.done.record, ask.seen.where or ""
    if where == WORLD:
        return record.world_spot[:, ask.months]
    return record.spot[:, ask.months] if where == TARGET else _price_of(ask, where)


def _price_of(ask: Asked, code: str) -> Array:
    """Log price of a country, or of a bloc's members by use, shape (draw, month)."""
    places = places_of(ask, code)
    use = ask.done.market.demand[:, places].sum(axis=2).mean(axis=0)
    return np.asarray(ask.done.record.prices[:, ask.months][:, :, places] @ (use / use.sum()))


def _unit_value(ask: Asked) -> Array:
    r"""Tell what the target pays a tonne, :math:`\sum_t B_t D / \sum_t x_t`, 1 normally."""
    record, market, j = ask.done.record, ask.done.market, ask.done.target
    loaded = record.links[:, ask.months, :, j].sum(axis=(1, 2))
    paid = record.bill[:, ask.months].sum(axis=1) * market.flow[:, :, j].sum(axis=1)
    return np.divide(paid, loaded, out=np.full_like(paid, np.inf), where=loaded > 0)


def _sector(ask: Asked) -> int:
    """Position of the observed sector, which must use some."""
    k = ask.done.sectors.index(ask.seen.sector or "")
    if not (ask.done.market.demand[:, ask.done.target, k] > 0).any():
        raise InvalidInput(f"observed {ask.seen.variable}: sector", ask.seen.sector,
                           expected="a sector that uses the material there")  # fmt: skip
    return k


def _first_shortage(ask: Asked) -> Array:
    """Time from a start to the middle of the first short month; inf if there is none."""
    k = _sector(ask)
    begin = ask.done.frame.begins
    if ask.seen.after is not None:
        begin = ask.done.frame.start_of(ask.seen.after)
    onset = int(begin) if np.isfinite(begin) else 0
    short = fill(ask.done)[:, onset:, k] < ask.done.minimum[:, k, None] - 1e-9
    months = np.maximum(onset + short.argmax(axis=1) + 0.5 - begin, 0.0)
    found = np.where(short.any(axis=1), months, np.inf)
    return found * WEEKS_A_MONTH if ask.seen.unit == "weeks" else found


_HOW: Mapping[str, Callable[[Asked], Array]] = {
    "exports": _flow,
    "imports": _flow,
    "import_share": _import_share,
    "spot": lambda ask: np.exp(_log_price(ask)).mean(axis=1),
    "spot_peak": lambda ask: np.exp(_log_price(ask)).max(axis=1),
    "price_gap": _price_gap,
    "delivered": lambda ask: ask.done.record.delivered[:, ask.months].mean(axis=1),
    "unit_value": _unit_value,
    "fill": lambda ask: _fill(ask).mean(axis=1),
    "fill_lowest": lambda ask: _fill(ask).min(axis=1),
    "first_shortage": _first_shortage,
}
"""How each variable is read from a run."""
