"""The importer's normal year: who supplies it, at what price, and who uses how much."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from outlast.case import Case
from outlast.case.money import DatedMoney, Exchange
from outlast.case.schema import Flow, SectorShare
from outlast.engines.plan.assumed import Assumed
from outlast.engines.plan.instance import Array
from outlast.engines.shock.baseline import baseline
from outlast.engines.shock.priors import Sample
from outlast.engines.shock.volumes import reference_price, trade_of
from outlast.errors import InvalidInput

HOME = "home"
NEAR = 3.0
"""A lane's unit value further from the reference price than this many times is not its price."""
GROWTH = Assumed("growth", "use grows by about as much as the world's economy, nothing else being "
                 "on file", 0.03, 0.0, 0.06, "1/year")  # fmt: skip
LEAST_YEARS, LEAST_SPAN = 3, 4
MOST_GROWTH = 0.15


@dataclass(frozen=True)
class Normal:
    """A normal year of an importer.

    Attributes
    ----------
    lanes : tuple of str
        Origins; `HOME` is what the importer makes itself.
    supply : ndarray, shape (lane,)
        What each brings [t/year].
    price : ndarray, shape (lane,)
        [USD of the price year a tonne]
    reference : float
        Price of the material [USD/t].
    imported : float
        Mean price of what the importer buys abroad, on which a contract's premium stands [USD/t].
    slack : float
        Part by which lanes from abroad can bring more.
    shares : mapping of str to float
        Of each sector in use; they add up to 1.
    growth : Assumed
        Of use, a year.
    """

    lanes: tuple[str, ...]
    supply: Array
    price: Array
    reference: float
    imported: float
    slack: float
    shares: dict[str, float]
    growth: Assumed
    stock_weeks: float
    assumptions: list[Assumed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    figures: set[str] = field(default_factory=set)

    @property
    def use(self) -> float:
        """[t/year]"""
        return float(self.supply.sum())


def normal_year(case: Case, importer: str, year: int, sample: Sample, price_year: int) -> Normal:
    """Measure a normal year.

    Parameters
    ----------
    case : Case
        With trade, production, priors and sectors.
    importer : str
        A country or a bloc, by code.
    year : int
        Baseline year.
    sample : Sample
        Draws what is not printed; the medians stand.
    price_year : int
        Of whose worth the dollars are.

    Returns
    -------
    Normal
        With the assumptions made.
    """
    members = case.countries.members(importer, year)
    bloc = case.countries.bloc(importer) is not None
    found = baseline(case, year, sample, () if bloc else (importer,),
                     users=tuple(sorted(members)) if bloc else ())  # fmt: skip
    places = [n for n, code in enumerate(found.destinations) if code in members]
    if not places:
        raise InvalidInput(
            "importer", importer, expected=f"one that imports or makes it in {year}"
        )
    each = 12 * np.median(found.flow[:, :, places].sum(axis=2), axis=0)
    home = sum(size for code, size in zip(found.origins, each, strict=True) if code in members)
    abroad = {code: float(size) for code, size in zip(found.origins, each, strict=True)
              if code not in members and size > 0}  # fmt: skip
    lanes = (HOME, *sorted(abroad, key=lambda code: (-abroad[code], code)))
    reference, of_year = price_of(case, importer, year)
    rate = deflator(case, of_year, price_year)
    prices = [_lane_price(case, {code}, members, year, reference) for code in lanes]
    imported = _lane_price(case, set(abroad), members, year, reference)
    growth = growth_of(case, importer, year)
    assumptions = [growth, Assumed("slack", "lanes from abroad can bring so much more than in a "
                   "normal year", float(sample.middle("slack")), unit="share")]  # fmt: skip
    return Normal(
        lanes,
        np.array([float(home), *(abroad[code] for code in lanes[1:])]),
        np.array(prices) * rate,
        reference * rate,
        imported * rate,
        float(sample.middle("slack")),
        shares_of(case, importer, members),
        growth,
        float(sample.middle("stock_weeks")),
        assumptions,
        list(found.notes),
        set(found.figures) | set(sample.used),
    )


def price_of(case: Case, importer: str, year: int) -> tuple[float, int]:
    """Price of the material in a year, or in the nearest that has one [USD/t], and that year."""
    try:
        return reference_price(case, year)
    except InvalidInput:
        members = case.countries.members(importer, year)
        years = sorted(case.has_tonnes, key=lambda known: (abs(known - year), known))
        for near in years:
            price = _unit_value(f for f in trade_of(case, near).flows if f.importer in members)
            if price is not None:
                return price, near
        raise


def _lane_price(
    case: Case, origins: set[str], members: frozenset[str], year: int, reference: float
) -> float:
    """Unit value of what the importer buys of origins, where it is a price of the material."""
    price = _unit_value(f for f in trade_of(case, year).flows
                        if f.exporter in origins and f.importer in members)  # fmt: skip
    if price is None or not reference / NEAR <= price <= reference * NEAR:
        return reference
    return price


def _unit_value(flows: Iterable[Flow]) -> float | None:
    """Value over weight of the flows whose weight is known [USD/t]; None where none is."""
    weighed = [flow for flow in flows if flow.quantity_t]
    weight = sum(flow.quantity_t or 0.0 for flow in weighed)
    return sum(flow.value_usd for flow in weighed) / weight if weight > 0 else None


def deflator(case: Case, year: int, price_year: int) -> float:
    """Dollars of the price year for one of a year, or of the nearest that has an index."""
    years = {row.year for row in case.money if row.kind == "prices"}
    if not years or year == price_year:
        return 1.0
    near = min(years, key=lambda known: (abs(known - year), known))
    return Exchange(case.money).dollars(DatedMoney("USD", near), price_year).value


def growth_of(case: Case, importer: str, year: int) -> Assumed:
    """Growth of use by what is printed up to a year, or an assumption."""
    known = {}
    for when in range(year - 20, year + 1):
        found = [f for f in case.find_figures("consumption", importer, when) if f.value]
        if found:
            known[when] = case.tonnes(found[0]) or 0.0
    years = sorted(known)
    if len(years) < LEAST_YEARS or years[-1] - years[0] < LEAST_SPAN:
        return GROWTH
    slope = float(np.polyfit(years, np.log([known[y] for y in years]), 1)[0])
    rate = float(np.clip(np.expm1(slope), 0.0, MOST_GROWTH))
    words = (f"use goes on growing as the {len(years)} printed years {years[0]} to {years[-1]} "
             "tell; half to one and a half times that")  # fmt: skip
    return Assumed("growth", words, rate, 0.5 * rate, 1.5 * rate, "1/year")


def shares_of(case: Case, importer: str, members: frozenset[str]) -> dict[str, float]:
    """Parts of the sectors in use: the importer's own rows, one member's, or the world's."""

    def rows(country: str) -> list[SectorShare]:
        return [row for row in case.sector_shares if row.country == country]

    own = rows(importer) or next((rows(code) for code in sorted(members) if rows(code)), [])
    chosen = own or rows("WLD")
    total = sum(row.share for row in chosen)
    if not total:
        raise InvalidInput("sector_shares.csv", "missing", expected=f"rows of {importer} or WLD",
                           remedy="add who uses how much")  # fmt: skip
    return {row.sector: row.share / total for row in chosen}
