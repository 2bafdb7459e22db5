"""What the case offers an importer, as the planner's options."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from outlast.case import Case
from outlast.case.options import Term, option_terms
from outlast.case.schema import Option as Row
from outlast.case.schema.options import NEEDED
from outlast.engines.plan.assumed import FIXED, LIFE, USED
from outlast.engines.plan.instance import Kind, Option
from outlast.engines.plan.normal import Normal

PER_YEAR = 4
MONTHS = 12 // PER_YEAR
CRITICAL, OTHER = 0, 1
SAVINGS = frozenset({"recycling", "substitution"})
STORES = frozenset({"reserve", "firm_stock"})
ZERO_LEAST = 1e-9


@dataclass(frozen=True)
class Offer:
    """One row of ``options.csv`` and what became of it.

    Attributes
    ----------
    row : Option
        Of the case.
    terms : mapping of str to Term
        Its numbers.
    option : Option or None
        The planner's; None where it is left out.
    reason : str
        Why it is.
    """

    row: Row
    terms: Mapping[str, Term]
    option: Option | None
    reason: str = ""


def offers(
    case: Case, importer: str, normal: Normal, first: int, periods: int, price_year: int
) -> list[Offer]:
    """Read the options that an importer can take.

    Parameters
    ----------
    case : Case
        With ``options.csv``.
    importer : str
        A country or a bloc.
    normal : Normal
        Its normal year.
    first : int
        The first year of the plan.
    periods : int
        Quarters.
    price_year : int
        Of whose worth the dollars are.

    Returns
    -------
    list of Offer
        In the order of the case; `Option.after` is a place among those that are kept.
    """
    members = case.countries.members(importer, first)
    found = []
    for row in case.options.values():
        if row.importers and not any(members & case.countries.members(code, first)
                                     for code in row.importers):  # fmt: skip
            continue
        terms = option_terms(case, row.id, price_year)
        found.append(_offer(case, row, terms, normal, first, periods))
    return _in_order(found, periods)


def _offer(
    case: Case, row: Row, terms: Mapping[str, Term], normal: Normal, first: int, periods: int
) -> Offer:
    if row.stage:
        return Offer(row, terms, None, f"adds to the stage {row.stage} upstream; the plan counts "
                     f"{case.header.title.lower()} alone")  # fmt: skip
    missing = [name for name in NEEDED[row.kind] if name not in terms]
    if missing:
        return Offer(row, terms, None, f"unknown: {', '.join(missing)}")
    option = _dated(_option(case, row, terms, normal), terms, first)
    if option.limit <= ZERO_LEAST:
        return Offer(row, terms, None, "its limit is nought")
    if min(option.latest, periods - 1 - option.lead) < _next_start(option.earliest):
        return Offer(row, terms, None, f"can never finish: {option.lead * MONTHS} months from the "
                     f"first year in which it can begin reach beyond {periods // PER_YEAR} years "
                     "or its last year")  # fmt: skip
    return Offer(row, terms, option)


def _next_start(period: int) -> int:
    return math.ceil(period / PER_YEAR) * PER_YEAR


def _dated(option: Option, terms: Mapping[str, Term], first: int) -> Option:
    """Write when it may be begun, so that its first tonne comes in the years allowed."""
    earliest, latest = 0, option.latest
    if "earliest" in terms:
        earliest = max(0, round(terms["earliest"].value - first) * PER_YEAR - option.lead)
    if "latest" in terms:
        latest = round(terms["latest"].value - first + 1) * PER_YEAR - 1 - option.lead
    return replace(option, earliest=earliest, latest=latest)


def _option(case: Case, row: Row, terms: Mapping[str, Term], normal: Normal) -> Option:
    """Convert years to quarters and numbers to those of the planner."""

    def value(name: str, otherwise: float = 0.0) -> float:
        return terms[name].value if name in terms else otherwise

    kind, capex = _kind(row), value("capex")
    size = value("unit_capacity")
    fixed = capex * value("fixed_opex_share", FIXED.value or 0.0) / PER_YEAR
    basis = Option(
        name=row.id,
        kind=kind,
        capacity=size * value("utilisation", USED.value or 1.0) / PER_YEAR,
        capex=capex,
        fixed=fixed,
        variable=value("opex"),
        lead=math.ceil(value("lead_time") / MONTHS),
        life=max(1, round(value("life", LIFE.value or 1.0) * PER_YEAR)),
        limit=value("units_limit", 1.0),
    )
    if row.kind == "research":
        return replace(basis, capacity=0.0, fixed=0.0, limit=1.0, whole=True, latest=10**6)
    if row.kind == "contract":
        return replace(basis, capacity=size / PER_YEAR, fixed=0.0, capex=0.0,
                       variable=normal.imported * (1 + value("premium")),
                       minimum_take=value("minimum_take"))  # fmt: skip
    if row.kind in STORES:
        return replace(
            basis, capacity=size, fixed=fixed + value("opex") * size / PER_YEAR, variable=0.0,
            fill=min(1.0, value("fill_rate", size * PER_YEAR) / PER_YEAR / size),
            draw=min(1.0, value("release_rate", size * PER_YEAR) / PER_YEAR / size),
            boil_off=1 - (1 - value("boil_off")) ** (1 / PER_YEAR),
        )  # fmt: skip
    if kind == "reduction":
        return _saving(case, row, terms, basis, normal)
    return basis


def _saving(
    case: Case, row: Row, terms: Mapping[str, Term], basis: Option, normal: Normal
) -> Option:
    """A saving of no more than its sector can save."""
    sector = row.sector or ""
    size, target = basis.capacity, CRITICAL if case.sectors[sector].critical else OTHER
    most = normal.use * normal.shares.get(sector, 0.0) / PER_YEAR
    if "saving_share" in terms:
        most *= terms["saving_share"].value
    return replace(basis, target=target, limit=min(basis.limit, most / size if size else 0.0))


def _kind(row: Row) -> Kind:
    if row.kind == "contract":
        return "contract"
    if row.kind in STORES:
        return "reserve"
    if row.kind in SAVINGS and row.sector:
        return "reduction"
    assert "supply" in get_args(Kind)
    return "supply"


def _in_order(found: Sequence[Offer], periods: int) -> list[Offer]:
    """Tie options to what they require; without it they are left out."""
    kept = {offer.row.id: offer for offer in found if offer.option is not None}
    while any(_left_out(kept, name, periods) for name in kept):
        pass
    places = {name: n for n, name in enumerate(
        name for name, offer in kept.items() if offer.option is not None)}  # fmt: skip
    done = []
    for offer in found:
        now = kept.get(offer.row.id, offer)
        if now.option is not None and now.row.requires:
            first = kept[now.row.requires]
            odds = (
                first.terms["success_probability"].value if first.row.kind == "research" else 1.0
            )
            now = replace(now, option=replace(now.option, after=places[now.row.requires],
                                              odds=odds))  # fmt: skip
        done.append(now)
    return done


def _left_out(kept: dict[str, Offer], name: str, periods: int) -> bool:
    """Leave an option out whose requirement is left out or ends too late; whether that changed."""
    offer = kept[name]
    needs = offer.row.requires
    if needs is None or offer.option is None:
        return False
    first = kept.get(needs)
    if first is None or first.option is None:
        kept[name] = replace(offer, option=None, reason=f"needs {needs}, which is left out")
        return True
    ready = _next_start(first.option.earliest) + first.option.lead
    begin = _next_start(max(ready, offer.option.earliest))
    if begin <= min(offer.option.latest, periods - 1 - offer.option.lead):
        return False
    kept[name] = replace(offer, option=None, reason=f"can never finish after {needs}")
    return True
