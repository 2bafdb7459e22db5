"""Parts of a supply that go by sea, and what the closing of a passage does to them.

Where a country has several ports, any pair of the permitted ones may be used; the shortest is
taken and the others give the range.  Goods keep their pair of ports when a passage closes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outlast.errors import InvalidInput
from outlast.readers.sea_routes import OVERLAND, PASSAGES, SeaRoutes, Way, wrong_node

Ports = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Lot:
    """Part of a supply, from an origin to an importer.

    Attributes
    ----------
    origin, importer : str
        Alpha-3 codes; the importer is a member where a bloc imports.
    share : float
        Part of the whole supply.
    pairs : tuple of (str, str)
        Nodes of origin and importer that may be used, by distance; empty where that is unknown.
    km : float or None
        Of the first pair.
    passages : frozenset of str
        That the first pair's way takes, by code.
    reason : str
        Why the way is unknown.
    """

    origin: str
    importer: str
    share: float
    pairs: tuple[tuple[str, str], ...]
    km: float | None
    passages: frozenset[str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Diversion:
    """What the closing of passages does to goods between two ports.

    Attributes
    ----------
    passes : bool
        Whether the shortest way takes one of the passages.
    cut_off : bool or None
        Whether no way by sea is left; None if the table does not tell.
    km, km_closed : float or None
        Of the shortest way before and after; None where there is none or it is not known.
    reason : str
        Why `cut_off` is unknown.
    """

    passes: bool
    cut_off: bool | None
    km: float
    km_closed: float | None
    reason: str = ""

    @property
    def rerouted(self) -> bool | None:
        """Whether the goods take a longer way; None if that is not known."""
        return None if self.cut_off is None else self.passes and not self.cut_off

    @property
    def added_km(self) -> float | None:
        """How much longer that is."""
        return None if self.km_closed is None else self.km_closed - self.km


def lot(routes: SeaRoutes, origin: str, importer: str, share: float, ports: Ports) -> Lot:
    """Find the ports and the way of a part of supply, or the reason why it is unknown."""
    reason = _no_way(routes, origin, importer, ports)
    found: list[tuple[float, str, str, Way]] = []
    if not reason:
        for start in _nodes(routes, origin, ports):
            for end in _nodes(routes, importer, ports):
                way = routes.way(start, end)
                if way is not None:
                    found.append((way.km, start, end, way))
        reason = "" if found else f"no way from {origin} to {importer} in the table of sea routes"
    found.sort(key=lambda one: one[:3])
    if not found:
        return Lot(origin, importer, share, (), None, frozenset(), reason)
    shortest = found[0][3]
    pairs = tuple((start, end) for _, start, end, _ in found)
    return Lot(origin, importer, share, pairs, shortest.km, shortest.passages)


def _nodes(routes: SeaRoutes, country: str, ports: Ports) -> tuple[str, ...]:
    return tuple(ports.get(country, ())) or routes.nodes(country)


def _no_way(routes: SeaRoutes, origin: str, importer: str, ports: Ports) -> str:
    """Say why the way of goods cannot be looked up, or nothing."""
    if origin == importer:
        return f"goods that stay in {origin}: the table has only ways between countries"
    for country in (origin, importer):
        if OVERLAND in ports.get(country, ()):
            return f"goods of {country} go overland: the table has only ways by sea"
        if not _nodes(routes, country, ports):
            return f"no port of {country} in the table of sea routes"
    return ""


def check_ports(routes: SeaRoutes, ports: Ports) -> None:
    """Refuse a node that is not the country's.

    Raises
    ------
    InvalidInput
        With the country's nodes.
    """
    for country, nodes in ports.items():
        wrong = wrong_node(routes.ports, country, nodes)
        if wrong:
            raise InvalidInput(f"port of {country}", wrong[0], expected=wrong[1])


def divert(routes: SeaRoutes, start: str, end: str, closed: Sequence[str]) -> Diversion:
    """Tell what the closing of passages does between two ports that have a way.

    The table closes one passage at a time.  The shortest way with one of them closed is also the
    shortest with several closed if it takes none of them, and if one alone leaves no way, several
    leave none; else the effect of several is unknown.
    """
    before = routes.way(start, end)
    if before is None:
        raise InvalidInput("ports", f"{start} and {end}", expected="a pair of the table")
    if before.passages.isdisjoint(closed):
        return Diversion(passes=False, cut_off=False, km=before.km, km_closed=before.km)
    untold = []
    for passage in sorted(before.passages.intersection(closed)):
        try:
            after = routes.left(start, end, passage)
        except KeyError:
            untold.append(PASSAGES[passage])
            continue
        if after is None:
            return Diversion(passes=True, cut_off=True, km=before.km, km_closed=None)
        if after.passages.isdisjoint(closed):
            return Diversion(passes=True, cut_off=False, km=before.km, km_closed=after.km)
    reason = "the table closes passages one at a time"
    if untold:
        reason = f"the table does not close {' and '.join(untold)}"
    return Diversion(passes=True, cut_off=None, km=before.km, km_closed=None, reason=reason)
