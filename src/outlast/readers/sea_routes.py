"""Shortest ways by sea between ports, the straits they pass, and the ways left when one closes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

from outlast.errors import CaseFaults, Fault
from outlast.readers.tables import Row, Unreadable, read_table

PASSAGES: Mapping[str, str] = {
    "ormuz": "Hormuz",
    "malacca": "Malacca",
    "suez": "Suez",
    "babalmandab": "Bab el-Mandeb",
    "panama": "Panama",
    "gibraltar": "Gibraltar",
    "bosporus": "Bosporus",
    "sunda": "Sunda",
    "south_africa": "Cape of Good Hope",
    "chili": "south of Chile",
}
"""Names of straits, canals and capes by their code in the table."""

OVERLAND = "overland"
"""Stands for a node where goods do not go by sea."""

PORT_COLUMNS = ("node", "iso3", "unlocode", "port")
ROUTE_COLUMNS = ("from_node", "to_node", "closed", "km", "passages")


class Port(NamedTuple):
    """A port that stands for a country, or for one of its coasts."""

    node: str
    country: str
    """Alpha-3 code."""
    unlocode: str
    name: str


class Way(NamedTuple):
    """A way by sea."""

    km: float
    passages: frozenset[str]
    """Codes, see `PASSAGES`."""


@dataclass(frozen=True, slots=True)
class SeaRoutes:
    """A table of ways by sea, the same in both directions.

    Attributes
    ----------
    ports : mapping of str to Port
        By node.
    ways : mapping
        By two nodes in alphabetical order and the passage closed, ``""`` if none; None where no
        way is left.
    """

    ports: Mapping[str, Port]
    ways: Mapping[tuple[str, str, str], Way | None]

    def nodes(self, country: str) -> tuple[str, ...]:
        """List the ports of a country, in alphabetical order."""
        return nodes_of(self.ports, country)

    def way(self, one: str, other: str) -> Way | None:
        """Find the shortest way between two nodes; None if the table has none."""
        return self.ways.get((min(one, other), max(one, other), ""))

    def left(self, one: str, other: str, closed: str) -> Way | None:
        """Find the shortest way with a passage closed that the shortest one takes.

        Returns
        -------
        Way or None
            None if no way is left.

        Raises
        ------
        KeyError
            If the table does not close that passage on this way.
        """
        return self.ways[min(one, other), max(one, other), closed]


def nodes_of(ports: Mapping[str, Port], country: str) -> tuple[str, ...]:
    """List the nodes of a country, in alphabetical order."""
    return tuple(sorted(node for node, port in ports.items() if port.country == country))


def wrong_node(
    ports: Mapping[str, Port], country: str, nodes: Sequence[str]
) -> tuple[str, str] | None:
    """Find what is wrong with a country's nodes: what was given, and what is expected."""
    known = nodes_of(ports, country)
    if isinstance(nodes, str) or not nodes or (OVERLAND in nodes and len(nodes) > 1):
        return repr(nodes), f"a list of its nodes, or {OVERLAND} alone"
    for node in nodes:
        if node not in known and node != OVERLAND:
            return repr(node), " or ".join((*known, OVERLAND))
    return None


@cache
def shipped() -> SeaRoutes:
    """Read the table that comes with outlast."""
    with as_file(files("outlast").joinpath("sea_routes")) as folder:
        return read_sea_routes(folder)


@cache
def shipped_ports() -> Mapping[str, Port]:
    """Read only the ports of that table."""
    faults: list[Fault] = []
    with as_file(files("outlast").joinpath("sea_routes")) as folder:
        return _ports(_rows(folder / "ports.csv", PORT_COLUMNS, faults), faults)


def read_sea_routes(folder: Path) -> SeaRoutes:
    """Read ``ports.csv`` and ``sea_routes.csv``.

    Parameters
    ----------
    folder : Path
        Holds both.

    Returns
    -------
    SeaRoutes
        Whole.

    Raises
    ------
    CaseFaults
        With every fault by file and line.
    """
    faults: list[Fault] = []
    ports = _ports(_rows(folder / "ports.csv", PORT_COLUMNS, faults), faults)
    rows = _rows(folder / "sea_routes.csv", ROUTE_COLUMNS, faults)
    ways: dict[tuple[str, str, str], Way | None] = {}
    for row in rows:
        _add(ways, row, ports, faults)
    faults += [
        Fault("sea_routes.csv", "way", f"{one} to {other} with {closed} closed",
              "the same ports with nothing closed")
        for one, other, closed in ways if (one, other, "") not in ways
    ]  # fmt: skip
    if faults:
        raise CaseFaults(folder.name, faults)
    return SeaRoutes(ports, ways)


def _rows(path: Path, columns: Sequence[str], faults: list[Fault]) -> list[Row]:
    try:
        rows = read_table(path)
    except Unreadable as error:
        faults.append(error.fault)
        return []
    missing = [name for name in columns if rows and name not in rows[0].cells]
    if missing or not rows:
        got = f"without {', '.join(missing)}" if missing else "no rows"
        faults.append(Fault(path.name, "table", got, f"columns {', '.join(columns)}"))
        return []
    return rows


def _ports(rows: Sequence[Row], faults: list[Fault]) -> dict[str, Port]:
    ports: dict[str, Port] = {}
    for row in rows:
        node, country = row.cells["node"], row.cells["iso3"]
        if not node or node in ports:
            faults.append(Fault(row.where, "node", node, "a name used once"))
        elif not re.fullmatch("[A-Z]{3}", country):
            faults.append(Fault(row.where, "iso3", country, "an alpha-3 code"))
        else:
            ports[node] = Port(node, country, row.cells["unlocode"], row.cells["port"])
    return ports


def _add(
    ways: dict[tuple[str, str, str], Way | None],
    row: Row,
    ports: Mapping[str, Port],
    faults: list[Fault],
) -> None:
    """Add the way of a row, or say what is wrong with it."""
    one, other, closed, km, listed = (row.cells[name] for name in ROUTE_COLUMNS)
    passages = frozenset(listed.split("|")) - {""}
    key = (min(one, other), max(one, other), closed)
    for node in (one, other):
        if node not in ports:
            faults.append(Fault(row.where, "node", node, "a node of ports.csv"))
            return
    unknown = sorted((passages | {closed}) - {*PASSAGES, ""})
    if unknown:
        faults.append(Fault(row.where, "passage", unknown[0], f"one of {', '.join(PASSAGES)}"))
    elif key in ways or one == other:
        faults.append(Fault(row.where, "way", f"{one} to {other}", "two ports, each pair once"))
    elif closed and closed in passages:
        faults.append(Fault(row.where, "passages", listed, f"a way without {closed}"))
    elif not km and closed:
        ways[key] = None
    elif not re.fullmatch(r"\d+(\.\d+)?", km):
        faults.append(Fault(row.where, "km", km, "a length, or empty where no way is left"))
    else:
        ways[key] = Way(float(km), passages)
