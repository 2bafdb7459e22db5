r"""Relations that figures of one case must satisfy, generated from what is counted.

===========  ==================================================================================
balance      production (or sales) + imports = consumption + exports
share        part = share × whole (of imports, exports, consumption, world output, all goods)
complement   import dependence = 1 − domestic share
growth       last year = first year × (1 + growth) ^ years
value        value = price × quantity
capacity     output ≤ capacity
parts        partners, countries and months together ≤ the whole, = if they are all of it
===========  ==================================================================================

Output counts what is drawn from storage, as USGS counts it.  A term that no figure or claim counts
is left out of a balance, and the relation says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from outlast.case.schema import GROWTHS, WORLD_SUBJECT
from outlast.engines.reconcile.nodes import PREPOSITION, PRICES, RATIOS, STANDS, Node
from outlast.periods import Period

ALL_GOODS = "all-goods"


@dataclass(frozen=True)
class Sum:
    """Σ coefficient × node + constant = 0, or ≤ 0 for a bound."""

    kind: str
    terms: tuple[tuple[float, Node], ...]
    constant: float = 0.0
    bound: bool = False
    note: str = ""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of it."""
        return tuple(node for _, node in self.terms)

    def coefficient(self, node: Node) -> float:
        """Coefficient of one node of it."""
        return sum(coefficient for coefficient, other in self.terms if other == node)


@dataclass(frozen=True)
class Product:
    """whole × rate = part."""

    kind: str
    part: Node
    rate: Node
    whole: Node

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of it."""
        return (self.part, self.rate, self.whole)


@dataclass(frozen=True)
class Growth:
    """last = first × (1 + rate) ^ years."""

    first: Node
    rate: Node
    last: Node
    years: int
    kind: str = "growth"

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of it."""
        return (self.first, self.rate, self.last)


Relation = Sum | Product | Growth
Test = Callable[[str], bool]


def _always(_: str) -> bool:
    return True


def relations(
    counted: Iterable[Node], is_country: Test = _always, is_closed: Test = _always
) -> list[Relation]:
    """Generate every relation among what is counted.

    Parameters
    ----------
    counted : iterable of Node
        What figures and claims count.
    is_country : callable
        Whether a code is one country; blocs would be counted twice in sums.
    is_closed : callable
        Whether a country's exports may be left out of its balance where nothing counts them; of
        any other, supply is then only known to be at least consumption.

    Returns
    -------
    list of Relation
        In a fixed order, whatever the order of `counted`.
    """
    first = sorted(set(counted))
    rates: list[Relation] = [*_products(first), *_growths(first)]
    nodes = sorted({*first, *(node for rate in rates for node in rate.nodes)})
    return [*rates, *_balances(nodes, is_closed), *_complements(nodes, is_closed),
            *_capacities(nodes), *_values(nodes, is_closed), *_partners(nodes),
            *_worlds(nodes, is_country), *_months(nodes)]  # fmt: skip


_WHOLES: dict[str, tuple[str, dict[str, str]]] = {
    "import_share": ("imports", {"partner": ""}),
    "export_share": ("export_value", {"partner": ""}),
    "goods_share": ("export_value", {"item": ALL_GOODS}),
    "world_share": ("production", {"subject": WORLD_SUBJECT}),
    "domestic_share": ("production", {"quantity": "consumption"}),
    "import_dependence": ("imports", {"quantity": "consumption"}),
}
"""What each share is a part of: the part's quantity, and how the whole differs from the part."""


def shares_of(node: Node) -> Product | None:
    """The part and the whole of a share; None if it is none, or of no whole but itself."""
    if node.quantity not in _WHOLES:
        return None
    quantity, changes = _WHOLES[node.quantity]
    part = node.at(quantity=quantity)
    whole = part.at(**changes)
    return Product("share", part, node, whole) if whole != part else None


def _products(nodes: Sequence[Node]) -> Iterable[Product]:
    for node in nodes:
        if node.quantity in RATIOS and (product := shares_of(node)) is not None:
            yield product


def _growths(nodes: Sequence[Node]) -> Iterable[Growth]:
    for node in nodes:
        if node.quantity in GROWTHS:
            years = Period.parse(node.period).years
            level = node.at(quantity=node.quantity.removesuffix("_growth"))
            if len(years) > 1:
                yield Growth(level.at(period=str(years[0])), node,
                             level.at(period=str(years[-1])), len(years) - 1)  # fmt: skip


def _groups(
    nodes: Sequence[Node], key: Callable[[Node], Node]
) -> Iterable[tuple[Node, dict[str, Node]]]:
    """Nodes that differ in quantity alone, by quantity."""
    for shared, group in groupby(sorted(nodes, key=lambda n: (key(n), n)), key=key):
        yield shared, {node.quantity: node for node in group}


def _place(node: Node) -> Node:
    return node.at(quantity="")


def _balances(nodes: Sequence[Node], is_closed: Test) -> Iterable[Sum]:
    for shared, there in _groups([n for n in nodes if not n.partner], _place):
        if shared.subject == WORLD_SUBJECT or "consumption" not in there:
            continue
        if not {"imports", "production", "sales"} & set(there):
            continue
        supply = "sales" if "sales" in there else "production"
        terms = [(1.0, shared.at(quantity=supply)), (1.0, shared.at(quantity="imports")),
                 (-1.0, shared.at(quantity="consumption"))]  # fmt: skip
        if "exports" in there:
            terms.append((-1.0, there["exports"]))
        note = "" if "exports" in there else "exports are not counted"
        if note and not is_closed(shared.subject):
            yield Sum("balance", tuple((-sign, node) for sign, node in terms), bound=True)
        else:
            yield Sum("balance", tuple(terms), note=note)


def _complements(nodes: Sequence[Node], is_closed: Test) -> Iterable[Sum]:
    for shared, there in _groups(nodes, _place):
        shares = ("import_dependence", "domestic_share")
        if set(shares) & set(there) and "exports" not in there and is_closed(shared.subject):
            yield Sum("complement", tuple((1.0, shared.at(quantity=q)) for q in shares), -1.0)


def _capacities(nodes: Sequence[Node]) -> Iterable[Sum]:
    for shared, there in _groups(nodes, _place):
        if {"production", "capacity"} <= set(there) and shared.year is not None:
            terms = ((1.0, there["production"]), (-1.0, there["capacity"]))
            yield Sum("capacity", terms, bound=True)


def _values(nodes: Sequence[Node], is_closed: Test) -> Iterable[Product]:
    """Value = price × quantity, of purchases; a seller's prices are not those of its imports."""
    for _, there in _groups(nodes, _place):
        price = next((there[name] for name in sorted(PRICES) if name in there), None)
        if price is None or not is_closed(price.subject):
            continue
        if {"value", "imports"} & set(there):
            yield Product("value", price.at(quantity="value"), price, price.at(quantity="imports"))


def _partners(nodes: Sequence[Node]) -> Iterable[Sum]:
    flows = [n for n in nodes if n.quantity in {"imports", "exports", "value", "export_value"}]
    shared = _by(lambda n: n.at(partner=""), [n for n in flows if n.partner])
    for whole in [n for n in flows if not n.partner]:
        if parts := shared.get(whole):
            terms = (*((1.0, part) for part in parts), (-1.0, whole))
            yield Sum("parts", terms, bound=True)


def _worlds(nodes: Sequence[Node], is_country: Callable[[str], bool]) -> Iterable[Sum]:
    made = [n for n in nodes if n.quantity == "production" and not n.partner]
    countries = [n for n in made if n.subject != WORLD_SUBJECT and is_country(n.subject)]
    shared = _by(lambda n: n.at(subject=WORLD_SUBJECT), countries)
    for whole in [n for n in made if n.subject == WORLD_SUBJECT]:
        if parts := shared.get(whole):
            yield Sum("parts", (*((1.0, part) for part in parts), (-1.0, whole)), bound=True)


def _by(key: Callable[[Node], Node], nodes: Iterable[Node]) -> dict[Node, list[Node]]:
    """Nodes by what they are parts of, in their order."""
    found: dict[Node, list[Node]] = {}
    for node in nodes:
        found.setdefault(key(node), []).append(node)
    return found


def _months(nodes: Sequence[Node]) -> Iterable[Sum]:
    """Months within a longer period; they make it up where all of them are counted."""
    summed = [n for n in nodes if n.quantity not in RATIOS | GROWTHS | PRICES | STANDS]
    spans = {node: Period.parse(node.period) for node in summed}
    months = [n for n in summed if spans[n].months == 1 and not spans[n].day]
    by_kind = {k: list(g) for k, g in groupby(sorted(months), key=lambda n: n.at(period=""))}
    for whole in [n for n in summed if spans[n].months > 1]:
        parts = [n for n in by_kind.get(whole.at(period=""), ())
                 if spans[whole].first <= spans[n].first <= spans[whole].last]  # fmt: skip
        if parts:
            complete = len(parts) == spans[whole].months
            yield Sum("parts", (*((1.0, n) for n in parts), (-1.0, whole)), bound=not complete)


def words(relation: Relation, name: Callable[[str], str]) -> str:
    """Say a relation in words."""
    if isinstance(relation, Product):
        part, rate, whole = (node.words(name) for node in relation.nodes)
        return f"{part} = {rate} × {whole}"
    if isinstance(relation, Growth):
        first, rate, last = (node.words(name) for node in relation.nodes)
        return f"{last} = {first} × (1 + {rate}) ^ {relation.years}"
    left = [node.words(name) for sign, node in relation.terms if sign > 0]
    right = [node.words(name) for sign, node in relation.terms if sign < 0]
    if relation.constant:
        right.append(f"{-relation.constant:g}")
    if len(left) > 3:
        left = [f"{len(left)} parts ({left[0]} to {left[-1]})"]
    note = f" ({relation.note})" if relation.note else ""
    return f"{' + '.join(left)} {'≤' if relation.bound else '='} {' + '.join(right)}{note}"


def arithmetic(relation: Relation, node: Node, name: Callable[[str], str]) -> str:
    """Say in short how a relation gives a node.

    >>> share = Node("import_share", "", "CHN", "USA", "2022")
    >>> arithmetic(shares_of(share), share, {"CHN": "China", "USA": "America"}.get)
    'imports from America ÷ imports'
    """
    if isinstance(relation, Product):
        part, rate, whole = (_short(other, node, name) for other in relation.nodes)
        if node == relation.part:
            return f"{rate} × {whole}"
        return f"{part} ÷ {whole if node == relation.rate else rate}"
    if isinstance(relation, Growth):
        first, rate, last = (_short(other, node, name) for other in relation.nodes)
        if node == relation.rate:
            return f"from {first} to {last}, a year"
        return f"{first if node == relation.last else last} and {rate}"
    own = relation.coefficient(node)
    added = [_short(n, node, name) for sign, n in relation.terms if n != node and sign * own < 0]
    taken = [_short(n, node, name) for sign, n in relation.terms if n != node and sign * own > 0]
    if relation.constant:
        added.insert(0, f"{-relation.constant / own:g}")
    if len(added) > 3:
        added = [f"{len(added)} parts together"]
    return " − ".join([" + ".join(added), *taken])


def _short(other: Node, node: Node, name: Callable[[str], str]) -> str:
    """A node's quantity, with what differs from another node."""
    words = other.quantity.replace("_", " ")
    if other.item != node.item and other.item:
        words = f"{words} of {other.item.replace('-', ' ')}"
    if other.subject != node.subject:
        world = other.subject == WORLD_SUBJECT
        words = f"world {words}" if world else f"{words} of {name(other.subject)}"
    if other.partner:
        words += f" {PREPOSITION.get(other.quantity, 'with')} {name(other.partner)}"
    return words if other.period == node.period else f"{words} in {other.period}"
