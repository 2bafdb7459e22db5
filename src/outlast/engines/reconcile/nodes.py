"""What a figure or a claim counts: one *node*, by quantity, item, subject, partner and period.

Two figures with one node count the same thing.  A node's amounts are in the base unit of its
quantity (t, USD, share), so that they can be compared.
"""

from collections.abc import Callable
from typing import NamedTuple

from outlast.case.schema import GROWTHS, QUANTITIES, WORLD_SUBJECT, Claim, Figure
from outlast.periods import Period

RATIOS = frozenset(
    quantity
    for quantity, kind in QUANTITIES.items()
    if kind == "share" and quantity not in GROWTHS | {"tolerance"}
)
"""Quantities that are a part of a whole."""
PRICES = frozenset({"price", "unit_value"})
OTHER_MONEY = ("CNY", "EUR")
"""Money that has no exchange rate in a case: amounts in it are nodes of their own."""
STANDS = frozenset({"capacity", "reserves", "resources", "count"})
"""Quantities that are a state and not a sum over time."""


class Node(NamedTuple):
    """What is counted."""

    quantity: str
    item: str
    """Empty for the case's material."""
    subject: str
    partner: str
    """Empty where there is none."""
    period: str

    @property
    def year(self) -> int | None:
        """The calendar year, if the period is one."""
        return Period.parse(self.period).year

    def at(self, **changes: str) -> "Node":
        """The same with some parts changed."""
        return self._replace(**changes)

    def words(self, name: Callable[[str], str]) -> str:
        """Say it: "imports of China from the United States in 2022"."""
        what = self.quantity.replace("_", " ")
        if self.item:
            what += f" {self.item.replace('-', ' ')}" if "in-" in self.item else (
                f" of {self.item.replace('-', ' ')}")  # fmt: skip
        whose = f"world {what}"
        if self.subject != WORLD_SUBJECT:
            whose = f"{what} of {name(self.subject)}"
        whom = f" {PREPOSITION.get(self.quantity, 'with')} {name(self.partner)}"
        return f"{whose}{whom if self.partner else ''} in {self.period}"


PREPOSITION = {"imports": "from", "import_share": "from", "value": "from", "price": "from",
                "exports": "to", "export_value": "to", "export_share": "to"}  # fmt: skip


def node_of(row: Figure | Claim) -> Node:
    """Name what a figure or claim counts.

    Examples
    --------
    >>> row = Figure(id="x", quantity="imports", subject="CHN", partner="USA", value=425,
    ...              period="as of 2022-10", unit="t", status="sourced", grade="C", source="s")
    >>> node_of(row)
    Node(quantity='imports', item='', subject='CHN', partner='USA', period='2022')
    """
    item = row.item or ""
    other = next((money for money in OTHER_MONEY if money in row.unit), "")
    if other and "USD" in QUANTITIES[row.quantity]:
        item = f"{item} in-{other}".strip()
    return Node(row.quantity, item, row.subject, row.partner or "",
                standard_period(row.period, row.quantity))  # fmt: skip


def standard_period(text: str, quantity: str = "") -> str:
    """Write a period in one way; a stand within a year, or of a state, is that year's.

    >>> [standard_period(text) for text in ("2025-01..12", "2025-04", "as of 2024-10")]
    ['2025', '2025-04', '2024']
    """
    period = Period.parse(text)
    if period.year is not None:
        return str(period.year)
    if quantity in STANDS and len(period.years) == 1:
        return str(period.years[0])
    first, last = (f"{m // 12}-{m % 12 + 1:02}" for m in (period.first, period.last))
    if quantity in GROWTHS:
        return f"{period.years[0]}..{period.years[-1]}"
    return first if first == last else f"{first}..{last}"


def base_unit(node: Node) -> str:
    """Base unit of a node's amounts."""
    kind = QUANTITIES[node.quantity]
    money = next((money for money in OTHER_MONEY if f"in-{money}" in node.item), "USD")
    return kind.replace("USD", money)
