"""Tables of ``outlast exposure``: reach, ladder, coalitions, straits, indices, plants."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

Block = Mapping[str, Any]
SHOWN = 8
_SMALL = 0.0005


def share(value: float | None) -> str:
    """Write a share in per cent, or that it is unknown."""
    return "unknown" if value is None else f"{value:.1%}"


def band(row: Mapping[str, float | None], low: str = "low", high: str = "high") -> str:
    """Write two bounds."""
    if row[low] is None or row[high] is None:
        return "unknown"
    return f"{row[low]:.1%} to {row[high]:.1%}"


def show_reach(screen: "Console", block: Block) -> None:
    """Which powers reach how much of the supply, through which layer."""
    from rich.table import Table  # noqa: PLC0415

    if not block["control"]:
        return
    layers = ("direct", "ownership", "offtake", "transit", "technology", "logistics")
    title = f"Reach over supplies of {block['importer_name']}, {block['year']}, hubs traced"
    table = Table(title=title, title_justify="left")
    table.add_column("Power")
    for name in (*layers, "can stop", "low to high"):
        table.add_column(name, justify="right")
    for row in block["control"][:SHOWN]:
        table.add_row(row["power"], *(share(row[name]) for name in layers),
                      share(row["point"]), band(row))  # fmt: skip
    screen.print(table)
    screen.print("Technology and logistics can halt growth or repair, not what runs.", style="dim")


def show_ladder(screen: "Console", block: Block, power: str) -> None:
    """What each meaning of one power's control comes to."""
    from rich.table import Table  # noqa: PLC0415

    from outlast.engines.exposure.ladder import MEANINGS  # noqa: PLC0415

    row = next((row for row in block["control"] or () if row["power"] == power), None)
    if row is None:
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
    """A power's rungs by year, and the answer in words."""
    from rich.table import Table  # noqa: PLC0415

    from outlast.engines.exposure.paragraph import ladder_words  # noqa: PLC0415

    words = ladder_words(values["ladder"], power)
    if not words:
        return
    names = [row["name"] for row in values["ladder"] if row["power"] == power]
    table = Table(title=f"Reach of {power} by rung, point (low to high)", title_justify="left")
    for name in ("Year", *names):
        table.add_column(name, justify="right")
    for block in values["years"]:
        row = next((row for row in block["control"] or () if row["power"] == power), None)
        scopes = {scope["name"]: scope for scope in row["scopes"]} if row else {}
        cells = [f"{share(scopes[n]['point'])} ({band(scopes[n])})" if n in scopes and
                 scopes[n]["point"] is not None else "unknown" if n in scopes or not
                 block["control"] else "0.0%" for n in names]  # fmt: skip
        table.add_row(str(block["year"]), *cells)
    screen.print(table)
    for sentence in words:
        screen.print(sentence)


def show_stopping(screen: "Console", block: Block) -> None:
    """Coalitions through layers, and the most that few powers can stop."""
    found = block["stopping"]
    if not found:
        return
    sets = found["coalitions"]
    words = "; ".join(
        f"{' + '.join(c['members'])} ({c['at_least']:.0%})" for c in sets[:SHOWN]
    )  # fmt: skip
    more = f"; and {len(sets) - SHOWN} more" if len(sets) > SHOWN else ""
    through = ", ".join(found["layers"])
    screen.print(
        f"Powers that can stop {block['cut']:.0%} through {through}: {words or 'none'}{more}"
    )
    best = "; ".join(f"{m['size']}: {' + '.join(m['members'])} ({m['at_least']:.0%})"
                     for m in found["most"])  # fmt: skip
    screen.print(f"Most that so many powers can stop: {best}")


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


def show_indices(screen: "Console", block: Block) -> None:
    """Published indices that are known."""
    known = [row for row in block["indices"] if row["value"] is not None]
    words = "; ".join(f"{row['name']} {row['value']:.3g}" for row in known)
    missing = len(block["indices"]) - len(known)
    screen.print(f"Indices: {words or 'none known'}; {missing} unknown, see --json", style="dim")


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
