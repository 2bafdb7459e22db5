"""What a figure may count."""

QUANTITIES = {
    "production": "t",
    "sales": "t",
    "imports": "t",
    "exports": "t",
    "consumption": "t",
    "storage_withdrawal": "t",
    "capacity": "t/year",
    "resources": "t",
    "reserves": "t",
    "price": "USD/t",
    "unit_value": "USD/t",
    "value": "USD",
    "export_value": "USD",
    "import_share": "share",
    "export_share": "share",
    "goods_share": "share",
    "world_share": "share",
    "domestic_share": "share",
    "import_dependence": "share",
    "recycling_share": "share",
    "lost_share": "share",
    "repair_time": "month",
    "tolerance": "share",
    "count": "piece",
    "production_growth": "share",
    "imports_growth": "share",
    "exports_growth": "share",
    "consumption_growth": "share",
    "price_growth": "share",
}
"""What a figure may count, each with a unit of the same kind.

``value`` is what a subject paid for imports (from a partner, if there is one), ``export_value``
what it earned; ``export_share`` is the part of its exports that a partner takes, ``goods_share``
the part of all its exports that one item makes; ``recycling_share`` is the end-of-life recycling
input rate, ``lost_share`` the part of a subject's output that damage took and ``repair_time`` how
long it stays away.  A growth is a rate a year between the first and the last year of its period.
"""

GROWTHS = frozenset(quantity for quantity in QUANTITIES if quantity.endswith("_growth"))
"""Rates a year; they may lie above 1."""

SIGNED = GROWTHS | {"storage_withdrawal"}
"""Quantities that may be negative."""

WORLD_SUBJECT = "WLD"
"""The subject of a figure for the whole world."""
