"""An importer's dependence on straits and canals, from the origins of its supply."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from outlast.engines.exposure.passage_closures import Closure, close, find_passage
from outlast.engines.exposure.sea_lots import Lot, Ports, check_ports, lot
from outlast.errors import InvalidInput, UsageError
from outlast.readers.sea_routes import SeaRoutes

RULE = (
    "each origin's goods go by the shortest way between two of its and the importer's ports, and "
    "keep these ports when a passage closes; the range is over all pairs of ports"
)
CLOSABLE = ("ormuz", "malacca", "suez", "babalmandab", "panama", "gibraltar", "bosporus")
"""Passages that the shipped table closes; each is reported, whether it is used or not."""


@dataclass(frozen=True, slots=True)
class Transit:
    """An importer's dependence on every strait and canal.

    Attributes
    ----------
    importer : str
        Country or bloc.
    closures : tuple of Closure
        Single passages by falling `passes`, then those asked for together.
    lots : tuple of Lot
        Parts of the supply, in the order given.
    unknown_share : float
        Part of the supply whose way is unknown.
    unknown : tuple of (str, float)
        Reasons, each with the share that it concerns.
    rule : str
        How ports were chosen.
    """

    importer: str
    closures: tuple[Closure, ...]
    lots: tuple[Lot, ...]
    unknown_share: float
    unknown: tuple[tuple[str, float], ...]
    rule: str = RULE

    def closing(self, *passages: str) -> Closure:
        """Find the closure of passages, by code or name.

        Raises
        ------
        UsageError
            If it was not asked for.
        """
        wanted = tuple(sorted(find_passage(word) for word in passages))
        for closure in self.closures:
            if closure.passages == wanted:
                return closure
        raise UsageError(f"closure of {' and '.join(wanted)} was not asked for")


def transit(
    routes: SeaRoutes,
    importer: str,
    share: Mapping[str, float],
    *,
    ports: Ports | None = None,
    together: Iterable[Sequence[str]] = (),
    alternative: Mapping[str, float] | None = None,
) -> Transit:
    """Tell how a country's supply depends on straits and canals.

    Parameters
    ----------
    routes : SeaRoutes
        `outlast.readers.sea_routes.shipped` reads the table that comes with outlast.
    importer : str
        Alpha-3 code; see `transit_of_bloc` for a bloc.
    share : mapping of str to float
        Part of the supply by origin; what is missing to 1 is of unknown origin.
    ports : mapping of str to sequence of str, optional
        Nodes that a country's goods leave from or reach, or ``["overland"]``, by country; all of
        its nodes if not given.
    together : iterable of sequences of str
        Passages that close at the same time, by code or name.
    alternative : mapping of str to float, optional
        Capacity of ways past a single passage other than by sea, as a share of the supply.

    Returns
    -------
    Transit
        A part without a way in the table (no port, overland, unknown origin) is in no `known` and
        in every `possible`.

    Raises
    ------
    InvalidInput
        If a share lies outside 0 to 1 or a node is not the country's.
    UsageError
        If a passage is not known.

    Examples
    --------
    >>> from outlast.readers.sea_routes import shipped
    >>> told = transit(shipped(), "CHN", {"QAT": 0.7, "USA": 0.3}, ports={"USA": ["USA_GULF"]})
    >>> hormuz, panama = told.closing("Hormuz"), told.closing("Panama")
    >>> hormuz.cut_off.known, panama.rerouted.known, round(panama.added_km)
    (0.7, 0.3, 6976)
    """
    lots = [(origin, importer, part) for origin, part in share.items()]
    return _transit(routes, importer, lots, ports, together, alternative)


def transit_of_bloc(
    routes: SeaRoutes,
    bloc: str,
    share: Mapping[tuple[str, str], float],
    *,
    ports: Ports | None = None,
    together: Iterable[Sequence[str]] = (),
    alternative: Mapping[str, float] | None = None,
) -> Transit:
    """Tell how a bloc's supply depends on straits and canals, from its members' imports.

    Parameters
    ----------
    routes : SeaRoutes
        As for `transit`.
    bloc : str
        Its code.
    share : mapping of (str, str) to float
        Part of the bloc's supply by origin and importing member.
    ports : Ports, optional
        As for `transit`.
    together : iterable of sequence of str
        As for `transit`.
    alternative : mapping of str to float, optional
        As for `transit`.

    Returns
    -------
    Transit
        As `transit` gives it.
    """
    lots = [(origin, member, part) for (origin, member), part in share.items()]
    return _transit(routes, bloc, lots, ports, together, alternative)


def _transit(
    routes: SeaRoutes,
    importer: str,
    parts: Sequence[tuple[str, str, float]],
    ports: Ports | None,
    together: Iterable[Sequence[str]],
    alternative: Mapping[str, float] | None,
) -> Transit:
    _check_shares([share for *_, share in parts], "share")
    permitted = ports or {}
    check_ports(routes, permitted)
    spare = {find_passage(word): part for word, part in (alternative or {}).items()}
    _check_shares(spare.values(), "alternative capacity", total=False)
    lots = tuple(lot(routes, *part, permitted) for part in parts if part[2])
    rest = 1.0 - math.fsum(one.share for one in lots)
    if rest > 1e-9:
        none: frozenset[str] = frozenset()
        lots += (Lot("", importer, rest, (), None, none, "its origin is not known"),)
    single = sorted({*CLOSABLE, *(p for one in lots for p in _any_way(routes, one))})
    asked = [tuple(sorted({find_passage(word) for word in closed})) for closed in together]
    closures = [close(routes, lots, (passage,), spare.get(passage)) for passage in single]
    closures.sort(key=lambda c: (-c.passes.known, -c.passes.high, c.name))
    closures += [close(routes, lots, closed, None) for closed in asked if len(closed) > 1]
    unknown: dict[str, float] = {}
    for one in lots:
        if one.reason:
            unknown[one.reason] = unknown.get(one.reason, 0.0) + one.share
    return Transit(
        importer, tuple(closures), lots, math.fsum(unknown.values()), (*unknown.items(),)
    )


def _check_shares(shares: Iterable[float], what: str, *, total: bool = True) -> None:
    """Refuse shares outside 0 to 1 and, if they are parts of one total, more than 1 together."""
    given = list(shares)
    for share in given:
        if not 0 <= share <= 1:
            remedy = "leave an unknown share out: what is missing to 1 is unknown" if total else ""
            raise InvalidInput(what, share, expected="0 to 1", remedy=remedy)
    if total and math.fsum(given) > 1 + 1e-9:
        raise InvalidInput(f"sum of the {what}s", math.fsum(given), expected="at most 1")


def _any_way(routes: SeaRoutes, one: Lot) -> frozenset[str]:
    """Passages that one of a lot's pairs of ports takes."""
    ways = (routes.way(*pair) for pair in one.pairs)
    return frozenset(passage for way in ways if way for passage in way.passages)
