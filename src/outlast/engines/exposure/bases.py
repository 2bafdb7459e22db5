"""Which flows count as the material, and what a supplier's part is measured in.

============  ================================================================
``heading``   every flow under the HS heading, by value [USD]
``material``  by value, flows that are not the material dropped [USD]
``mass``      the same flows by weight, in the years that have weights [t]
============  ================================================================

What is dropped is returned with its reason and effect, never forgotten.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

from outlast.case import Case
from outlast.case.schema import Flow, MaterialRule
from outlast.errors import not_one_of

Basis = Literal["heading", "material", "mass"]
BASES: tuple[Basis, ...] = get_args(Basis)
UNITS = {"heading": "USD", "material": "USD", "mass": "t"}


class Dropped(NamedTuple):
    """A flow under the heading that is not the material."""

    flow: Flow
    reason: str


class Supply(NamedTuple):
    """What an importer bought in a year, by exporter, on one basis."""

    amounts: dict[str, Fraction] | None
    """Exact amounts by exporter [USD or t]; ``None`` if unknown."""
    dropped: tuple[Dropped, ...]
    heading_value: Fraction
    """Value of everything under the heading [USD]."""
    figures: tuple[str, ...]
    reason: str = ""
    """Why the amounts are unknown."""


def check_basis(basis: str) -> Basis:
    """Return `basis` if it is one.

    Raises
    ------
    UsageError
        With the nearest one.
    """
    for known in BASES:
        if basis == known:
            return known
    raise not_one_of("basis", basis, BASES)


def supply(case: Case, importer: str, year: int, basis: Basis) -> Supply:
    """Measure what an importer bought on a basis.

    Parameters
    ----------
    case : Case
        Holds the flows and the rule that tells the material from the heading.
    importer : str
        Country or bloc; flows between a bloc's members of the year do not count.
    year : int
        A year of the case.
    basis : {"heading", "material", "mass"}
        See the module.

    Returns
    -------
    Supply
        With exact amounts, so that no share depends on the order of a sum.
    """
    flows = case.imports(importer, year)
    heading_value = Fraction(sum(Fraction(flow.value_usd) for flow in flows))
    figures = tuple(flow.id for flow in flows)
    if not flows:
        name = case.countries.name(importer)
        reason = f"the trade table has no imports of {name} in {year}: not reported, not zero"
        if not case.countries.members(importer, year):
            reason = f"{name} had no member in {year}"
        elif not case.flows:
            reason = f"trade is unknown: {case.header.trade.heading}"
        return Supply(None, (), heading_value, figures, reason)
    rule = case.header.trade.material_rule
    kept = list(flows)
    dropped: tuple[Dropped, ...] = ()
    if rule is not None and basis != "heading":
        kept, dropped = split_material(case, flows)
        figures += (rule.unit_value,)
    amounts, reason = _measure(kept, basis, weighed=year in case.has_tonnes, year=year)
    return Supply(amounts, dropped, heading_value, figures, reason)


def measured_flows(case: Case, year: int, basis: Basis) -> dict[tuple[str, str], Fraction]:
    """Size of every flow of a year that counts on a basis, by exporter and importer [USD or t].

    Of an importer with a flow whose weight is unknown, nothing is given on the basis ``mass``:
    its purchases do not add up.
    """
    flows = case.flows_of(year)
    kept = list(flows) if basis == "heading" else split_material(case, flows)[0]
    sizes: dict[tuple[str, str], Fraction] = {}
    unweighed = set()
    for flow in kept:
        amount = flow.quantity_t if basis == "mass" else flow.value_usd
        if amount is None:
            unweighed.add(flow.importer)
        else:
            pair = flow.exporter, flow.importer
            sizes[pair] = sizes.get(pair, Fraction(0)) + Fraction(amount)
    return {pair: size for pair, size in sizes.items() if pair[1] not in unweighed}


def split_material(case: Case, flows: Sequence[Flow]) -> tuple[list[Flow], tuple[Dropped, ...]]:
    """Divide flows into those that are the material and those that are not, with the reason."""
    rule = case.header.trade.material_rule
    if rule is None:
        return list(flows), ()
    kept, dropped = [], []
    band = case.figures[rule.unit_value]
    factor = case.units.factor(band.unit, "USD/t")
    low, high = (band.low or 0) * factor, (band.high or 0) * factor
    for flow in flows:
        if flow.quantity_t is not None:
            reason = _outside(flow, low, high)
        else:
            reason = _not_the_material(flow, rule)
        if reason:
            dropped.append(Dropped(flow, reason))
        else:
            kept.append(flow)
    return kept, tuple(dropped)


def _outside(flow: Flow, low: float, high: float) -> str:
    """Say why the value per tonne rules a flow out, or nothing."""
    if not flow.quantity_t:
        return "0 t, that is below half a tonne: no value per kilogram can be formed"
    unit_value = flow.value_usd / flow.quantity_t
    if low <= unit_value <= high:
        return ""
    return (
        f"{unit_value / 1000:.0f} USD/kg, outside {low / 1000:.0f}-{high / 1000:.0f} USD/kg: "
        "another good or a faulty weight"
    )


def _not_the_material(flow: Flow, rule: MaterialRule) -> str:
    """Say why an exporter without weights is ruled out, or nothing."""
    if flow.exporter in rule.origins:
        return (
            "its exports under the heading are mostly another good; no weight to tell them apart"
        )
    for link in rule.links:
        if (link.exporter, link.importer, link.year) == (flow.exporter, flow.importer, flow.year):
            return "this flow is mostly another good in this year; no weight to tell it apart"
    return ""


def _measure(
    flows: Sequence[Flow], basis: Basis, *, weighed: bool, year: int
) -> tuple[dict[str, Fraction] | None, str]:
    """Sum the kept flows by exporter, or say why they cannot be summed."""
    if basis == "mass" and not weighed:
        return None, f"the trade table has no weights for {year}"
    if not flows:
        return None, f"no flow of {year} passes as the material"
    amounts: dict[str, Fraction] = {}
    for flow in flows:
        amount = flow.quantity_t if basis == "mass" else flow.value_usd
        if amount is None:
            return None, f"the weight of {flow.id} is unknown"
        amounts[flow.exporter] = amounts.get(flow.exporter, Fraction(0)) + Fraction(amount)
    if not sum(amounts.values()):
        return None, f"every flow of {year} is recorded as 0"
    return amounts, ""
