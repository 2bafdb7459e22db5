"""The colours of a page, light and dark: every one is a CSS variable of two values.

The page follows the reader's system; three radio buttons overrule it without a script.  What is
printed is light.  A browser too old for ``light-dark()`` shows the light page and no buttons.
"""

from collections.abc import Iterator

from outlast.charts.theme import DARK

PAGE = {
    "ink": ("#1b2733", "#e6eaee"),
    "muted": ("#55616d", "#a3aeb9"),
    "line": ("#d5dbe1", "#38424c"),
    "axis": ("#8a939c", "#8a939c"),
    "accent": ("#a84300", "#ff9d5c"),
    "link": ("#004f7c", "#7cc4f2"),
    "paper": ("#fdfdfb", "#14181d"),
    "card": ("#ffffff", "#1a2027"),
    "wash": ("#f3f5f7", "#222a32"),
    "mark": ("#fff3d1", "#453710"),
    "guess": ("#7a3b00", "#f5b27a"),
    "for": ("#0b6b36", "#6fd39a"),
    "against": ("#a3180e", "#ff9a90"),
    "band": ("#f2c14e", "#f2c14e"),
    "printed": ("#7a5200", "#f2c14e"),
    "slip": ("#521a76", "#cfa3f0"),
}
"""By name: on a light page, on a dark one."""

VERDICTS = {
    "supported": (("#0b4a26", "#a9e6c1"), ("#dcf0e3", "#12351f"), ("#7fb795", "#3f7d59")),
    "contradicted": (("#86130b", "#ffb4ab"), ("#fbdfdb", "#451713"), ("#dd8f86", "#9a4a42")),
    "scale_suspected": (("#521a76", "#dcb8f5"), ("#ecdff6", "#331a47"), ("#b592d0", "#7a559a")),
    "true_elsewhere": (("#0b3d6b", "#a9d0f7"), ("#dbe9f8", "#10304f"), ("#87aed6", "#42709e")),
    "disputed": (("#5f3d00", "#f2cf86"), ("#fdeecb", "#3f2f0a"), ("#d3ae5c", "#8a6d26")),
    "untestable": (("#3a444d", "#c3ccd4"), ("#e9ecef", "#2a3138"), ("#aab3bb", "#59646e")),
}
"""Text, ground and border of each verdict's chip."""

SCHEMES = {"system": "as the system", "light": "light", "dark": "dark"}
"""The switch: what a page may be, in words."""


def stylesheet() -> str:
    """Write the variables and what the switch does."""
    pairs = list(_variables())
    light = "".join(f"--{name}: {day}; " for name, (day, _) in pairs)
    both = "".join(f"--{name}: light-dark({day}, {night}); " for name, (day, night) in pairs)
    return (
        f":root {{ color-scheme: light; {light}}}\n"
        ".scheme { display: none; }\n"
        "@supports (color: light-dark(#000, #fff)) {\n"
        f"  :root {{ color-scheme: light dark; {both}}}\n"
        "  :root:has(#scheme-light:checked) { color-scheme: light; }\n"
        "  :root:has(#scheme-dark:checked) { color-scheme: dark; }\n"
        "  .scheme { display: flex; }\n"
        "}\n"
        "@media print { :root { color-scheme: light !important; } }\n"
    )


def follow_scheme(specification: str) -> str:
    """Let the colours of a chart, written as JSON, be those of the page that carries it."""
    for day in DARK:
        specification = specification.replace(f'"{day}"', f'"var(--{_name(day)})"')
    return specification


def _variables() -> Iterator[tuple[str, tuple[str, str]]]:
    yield from PAGE.items()
    for verdict, (text, ground, border) in VERDICTS.items():
        yield f"{verdict}-text", text
        yield f"{verdict}-ground", ground
        yield f"{verdict}-border", border
    yield from ((_name(day), (day, night)) for day, night in DARK.items())


def _name(colour: str) -> str:
    """Name the variable of a chart's colour."""
    return f"chart-{colour.removeprefix('#').lower()}"
