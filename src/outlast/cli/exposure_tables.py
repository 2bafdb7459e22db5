"""Tables of ``outlast exposure``: reach, ladder, coalitions, straits, indices, plants."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

Block = Mapping[str, Any]
SHOWN = 8
COLUMNS = ("direct", "ownership", "offtake", "transit", "technology", "logistics")
"""Layers as a table shows them: those that can stop what runs first."""
_SMALL = 0.0005


SMALL = 0.005
"""A part that is not shown."""


def share(value: float | None) -> str:
    """Write a share in per cent, or that it is unknown."""
    return "unknown" if value is None else f"{value:.1%}"


def band(row: Mapping[str, float | None], low: str = "low", high: str = "high") -> str:
    """Write two bounds."""
    if row[low] is None or row[high] is None:
        return "unknown"
    return f"{row[low]:.1%} to {row[high]:.1%}"


def show_reach(screen: "Console", block: Block, power: str) -> None:
    """Which powers reach how much of the supply, through which layer; `power` first."""
    from rich.table import Table  # noqa: PLC0415

    rows = _by_reach(block["control"] or (), power)
    if not rows:
        return
    title = f"Reach over supplies of {block['importer_name']}, {block['year']}, hubs traced"
    table = Table(title=title, title_justify="left")
    table.add_column("Power")
    for name in (*COLUMNS, "can stop", "low to high"):
        table.add_column(name, justify="right")
    for row in rows[:SHOWN]:
        table.add_row(row["power"], *(share(row[name]) for name in COLUMNS),
                      share(row["point"]), band(row))  # fmt: skip
    screen.print(table)
    for row in rows[:SHOWN]:
        if len(row["power"]) > len("ISO"):
            screen.print(f"{row['power']}: {row['name']}", style="dim")
    if len(rows) > SHOWN:
        screen.print(f"and {len(rows) - SHOWN} more powers, see --json", style="dim")
    screen.print("Technology and logistics can halt growth or repair, not what runs. 0.0%: no row "
                 "of control.csv tells of more.", style="dim")  # fmt: skip


def _by_reach(rows: Sequence[Block], power: str) -> list[Block]:
    """Powers that reach something, or of which that is unknown: `power`, then the largest."""
    some = [row for row in rows if any(row[name] is None or row[name] > 0 for name in COLUMNS)]

    def size(row: Block) -> float:
        parts = [row[name] for name in COLUMNS if row[name] is not None]
        known: float = row["point"] if row["point"] is not None else max(parts, default=0.0)
        return known

    return sorted(some, key=lambda row: (row["power"] != power, -size(row), row["power"]))


def show_ladder(screen: "Console", block: Block, power: str) -> None:
    """What each meaning of one power's control comes to."""
    from rich.table import Table  # noqa: PLC0415

    from outlast.engines.exposure.ladder import MEANINGS  # noqa: PLC0415

    row = next((row for row in block["control"] or () if row["power"] == power), None)
    if row is None:
        if block["control"] and power:
            screen.print(f"{power}: no row of control.csv gives it any of these supplies")
        return
    title = f"What 'controlled by {row['name']}' can mean, {block['year']}"
    table = Table(title=title, title_justify="left")
    for name, justify in (("Rung", "left"), ("Share", "right"), ("Low to high", "right"),
                          ("Outer bounds", "right"), ("But", "left")):  # fmt: skip
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for scope in row["scopes"]:
        meaning = MEANINGS[scope["name"]]
        table.add_row(meaning.words, share(scope["point"]), band(scope),
                      band(scope, "outer_low", "outer_high"), meaning.caveat)  # fmt: skip
    screen.print(table)


def show_history(screen: "Console", values: Block, power: str) -> None:
    """A power's layers and rungs by year, and the answer in words."""
    from rich.table import Table  # noqa: PLC0415

    ladder = [row for row in values["ladder"] if row["power"] == power]
    if not ladder:
        return
    held = {block["year"]: _held(block, power) for block in values["years"]}
    table = Table(title=f"Reach of {power} by layer", title_justify="left")
    for name in ("Year", *COLUMNS, "can stop", "low to high"):
        table.add_column(name, justify="right")
    for year, row in held.items():
        cells = [share(None if row is None else row.get(n, 0.0)) for n in (*COLUMNS, "point")]
        table.add_row(str(year), *cells, band(row) if row else "unknown" if row is None else "")
    screen.print(table)
    table = Table(title=f"Reach of {power} by rung, in %: point (outer bounds)",
                  title_justify="left")  # fmt: skip
    for name in ("Year", *(row["name"] for row in ladder)):
        table.add_column(name, justify="right")
    for year, row in held.items():
        table.add_row(str(year), *(_rung(row, rung["name"]) for rung in ladder))
    screen.print(table)
    for rung in ladder:
        screen.print(rung["words"])


def _held(block: Block, power: str) -> Block | None:
    """What a power holds in a year: None if nothing is known of it, empty if it has no row."""
    if block["control"] is None:
        return None
    return next((row for row in block["control"] if row["power"] == power), {})


def _rung(row: Block | None, name: str) -> str:
    """A rung's point and outer bounds, in per cent."""
    if row is not None and not row:
        return "0.0"
    scopes = {} if row is None else {scope["name"]: scope for scope in row["scopes"]}
    scope = scopes.get(name, {"point": None})
    if scope["point"] is None:
        return "unknown"
    point, low, high = (f"{100 * scope[n]:.1f}" for n in ("point", "outer_low", "outer_high"))
    return point if low == point == high else f"{point} ({low}-{high})"


def show_stopping(screen: "Console", block: Block) -> None:
    """Coalitions through layers, and the most that few powers can stop."""
    found = block["stopping"]
    if not found:
        return
    certain = [c for c in found["coalitions"] if c["certain"]]
    perhaps = [c for c in found["coalitions"] if not c["certain"]]
    through = ", ".join(found["layers"])
    screen.print(
        f"Powers that can stop {block['cut']:.0%} through {through}: {_sets(certain) or 'none'}"
    )
    if perhaps:
        screen.print(f"Powers that perhaps can, by what is unknown: {_sets(perhaps)}")
    best = "; ".join(f"{m['size']}: {_stops(m)}" for m in found["most"])
    screen.print(f"Most that so many powers can stop: {best}")


def _sets(coalitions: Sequence[Block]) -> str:
    more = f"; and {len(coalitions) - SHOWN} more" if len(coalitions) > SHOWN else ""
    return "; ".join(_stops(one) for one in coalitions[:SHOWN]) + more


def _stops(one: Block) -> str:
    """Members and what they stop; from what to what where a part is unknown."""
    low, high = f"{one['at_least']:.0%}", f"{one['at_most']:.0%}"
    return f"{' + '.join(one['members'])} ({low if low == high else f'{low} to {high}'})"


def show_transit(screen: "Console", block: Block) -> None:
    """Which straits the supply passes, and what their closing does."""
    for row in block["transit"] or ():
        if row["passes"]["known"] < _SMALL:
            continue
        cut, round_ = row["cut_off"]["known"], row["rerouted"]["known"]
        parts = [f"{share(cut)} cut off"] if cut >= _SMALL else []
        if round_ >= _SMALL:
            parts.append(f"{share(round_)} goes {row['added_km']:,.0f} km farther")
        passes = share(row["passes"]["known"])
        effect = " and ".join(parts) or "the effect is unknown"
        screen.print(f"{row['passage']}: {passes} passes; closed, {effect}")


def show_chain(screen: "Console", block: Block) -> None:
    """Print who stands at each stage upstream, and which powers stand anywhere."""
    if not block.get("chain"):
        return
    from rich.table import Table  # noqa: PLC0415

    stages = block["chain"]["stages"]
    table = Table(title="Who stands where in what was bought", title_justify="left")
    table.add_column("Power")
    for stage in stages:
        table.add_column(stage["title"], justify="right")
    table.add_column("At some stage, at least", justify="right")
    held = [{row["country"]: row["share"] for row in stage["powers"]} for stage in stages]
    for row in block["chain"]["anywhere"][:8]:
        parts = (share(each.get(row["country"], 0.0)) for each in held)
        table.add_row(row["name"], *parts, share(row["share"]))
    if any(stage["unknown_share"] > SMALL for stage in stages):
        table.add_row("not on file", *(share(stage["unknown_share"]) for stage in stages), "")
    screen.print(table)


def show_indices(screen: "Console", block: Block) -> None:
    """Published indices that are known, by what they count."""
    known = [row for row in block["indices"] if row["value"] is not None]
    words = [
        f"by {what} " + ", ".join(f"{r['name']} {r['value']:.3g}" for r in known
                                   if r["unit"] == unit)
        for unit, what in (("USD", "value (USD):"), ("t", "weight (t):"))
        if any(r["unit"] == unit for r in known)
    ]  # fmt: skip
    missing = len(block["indices"]) - len(known)
    told = "; ".join(words) or "none known"
    screen.print(f"Indices {told}; {missing} unknown, see --json", style="dim")


def show_plants(screen: "Console", block: Block, power: str) -> None:
    """The largest plants, and how many of them are the power's or run on its technology."""
    from rich.table import Table  # noqa: PLC0415

    if not block["plants"]:
        screen.print("Largest plants: unknown, the case has no facilities with a capacity")
        return
    table = Table(title=f"Largest plants on file, {block['year']}", title_justify="left")
    for name, justify in (("Plant", "left"), ("In", "left"), ("t/year", "right"),
                          ("Operator", "left"), ("Owners", "left"), ("Technology", "left"),
                          ("Containers", "left")):  # fmt: skip
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for row in block["plants"]:
        table.add_row(
            row["name"], row["country"], f"{row['capacity_t']:,.0f}", row["operator"] or "unknown",
            " ".join(row["owner_countries"]) or "unknown",
            " ".join(row["licensor_countries"]) or "unknown",
            ", ".join(f"{c['power']} {share(c['share'])}" for c in row["containers"])
            or "unknown",
        )  # fmt: skip
    screen.print(table)
    if block["plants_unsized"]:
        names = ", ".join(row["name"] for row in block["plants_unsized"])
        screen.print(f"Running, capacity unknown: {names}", style="dim")
    for row in block["plants_by_power"]:
        if row["power"] == power:
            screen.print(plants_in_words(row, len(block["plants"])))


def plants_in_words(row: Block, count: int) -> str:
    """Answer how many of the largest plants are a power's, and run on its technology."""
    owned, licensed, firms = row["owned"], row["licensed"], row["companies"]
    return (
        f"Of the {count} largest plants on file, owners from {row['name']} hold "
        f"{owned['whole']} whole and {owned['part']} in part, none of {owned['none']}; of "
        f"{owned['unknown']} it is unknown. Technology of {row['name']} runs "
        f"{licensed['whole'] + licensed['part']}, another's {licensed['none']}; of "
        f"{licensed['unknown']} the licensor is unknown. Of the "
        f"{sum(firms.values())} firms on file {firms['whole']} are from {row['name']}, and "
        f"{firms['part']} in part."
    )
