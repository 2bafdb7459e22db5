"""From a case to the planner's problem: use, lanes, hands, options, attacks and their names."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from outlast.case import Case
from outlast.case.money import Exchange
from outlast.case.schema import Layer
from outlast.engines.exposure.reach import STOPPING, check_layers
from outlast.engines.plan.assumed import DISCOUNT, FIXED_POINTS, Assumed
from outlast.engines.plan.attacks import Attack, Listed, Rules
from outlast.engines.plan.hands import Hands, closures, failures, hands_of
from outlast.engines.plan.instance import Array, Instance, Option, Stock
from outlast.engines.plan.normal import Normal, normal_year
from outlast.engines.plan.offers import CRITICAL, PER_YEAR, Offer, offers
from outlast.engines.shock.memory import check_numbers
from outlast.engines.shock.priors import Sample
from outlast.errors import InvalidInput
from outlast.periods import Period

YEAR = PER_YEAR
NEAR_YEARS = 2
"""A stock on file counts for years so near to its own."""


@dataclass(frozen=True)
class Problem:
    """One importer's plan, with the names of all that is in it.

    Attributes
    ----------
    case : Case
        Read.
    importer : str
        Code of a country or a bloc.
    first, years : int
        The first year and how many.
    attackers : int
        Powers that act together, at most.
    ready : int
        Years before which no attack begins.
    price_year : int
        Of whose worth the dollars are.
    normal : Normal
        The baseline year.
    offers : tuple of Offer
        Every option of the importer; `kept` are those that the instance holds, in its order.
    instance, rules
        The planner's.
    unknown : tuple of (str, str)
        What is unknown and why.
    """

    case: Case
    importer: str
    first: int
    years: int
    attackers: int
    ready: int
    price_year: int
    sample: Sample
    normal: Normal
    offers: tuple[Offer, ...]
    hands: Hands
    instance: Instance
    rules: Rules
    assumptions: tuple[Assumed, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    figures: frozenset[str] = field(default_factory=frozenset)
    layers: tuple[Layer, ...] = STOPPING

    @property
    def kept(self) -> tuple[Offer, ...]:
        """Offers in the order of the instance's options."""
        return tuple(offer for offer in self.offers if offer.option is not None)

    @property
    def lanes(self) -> tuple[str, ...]:
        """Origins in the order of the instance's lanes."""
        return self.normal.lanes

    def with_options(self, options: Sequence[Option]) -> "Problem":
        """Copy with other numbers of the same options."""
        return replace(self, instance=replace(self.instance, options=tuple(options)))

    def without(self, names: Sequence[str]) -> "Problem":
        """Copy in which the options of those names, and what needs them, are not to be had."""
        gone, options = set(names), self.instance.options
        for _ in options:  # what is needed may stand after what needs it
            gone |= {o.name for o in options if o.after >= 0 and options[o.after].name in gone}
        return self.with_options([replace(o, limit=0.0) if o.name in gone else o
                                  for o in options])  # fmt: skip

    def bare(self) -> "Problem":
        """Copy in which nothing is to be had."""
        return self.without([option.name for option in self.instance.options])

    def quarter(self, period: int) -> str:
        """Name a period: ``2015-Q1``."""
        return f"{self.first + period // YEAR}-Q{period % YEAR + 1}"

    def moves(self, attack: Attack) -> tuple[str, ...]:
        """Powers of an attack, or who or what is listed."""
        if attack.listed >= 0:
            return (self.rules.listed[attack.listed].name,)
        return tuple(self.hands.powers[power] for power, _ in attack.moves)


def problem_of(
    case: Case,
    importer: str,
    first: int,
    years: int = 12,
    attackers: int = 1,
    *,
    lasts: int = YEAR,
    ready: int | None = None,
    layers: Sequence[str] | None = None,
    severity: float = 1.0,
    any_quarter: bool = False,
    draws: int = 256,
    seed: int = 1,
    price_year: int | None = None,
) -> Problem:
    """Lay out the problem.

    Parameters
    ----------
    case : Case
        With options, trade, priors and sectors.
    importer : str
        A country or a bloc, by code or name.
    first, years : int
        The first year, one of the case's, and how many years, 2 to 40.
    attackers : int
        Powers that may act together.
    lasts : int
        Quarters of an attack.
    ready : int, optional
        Years before which no attack begins, so that there is time to build; a quarter of the
        years if not given.
    layers : sequence of str, optional
        Through which powers stop what runs; all four that can if not given.
    severity : float
        Part of their reach that powers stop, above 0, at most 1.
    any_quarter : bool
        Whether an attack may begin in any quarter, not in January alone.
    draws, seed : int
        Of what is not printed; medians stand.
    price_year : int, optional
        Of whose worth the dollars are; the last of ``money.csv`` if not given.

    Returns
    -------
    Problem
        Checked as far as the case goes.

    Raises
    ------
    InvalidInput
        If a number does not fit, the importer is not known, it has no options, none can finish,
        fewer powers have reach than shall act, or a layer stops nothing that runs.
    UsageError
        If there is no such layer.
    """
    code = case.countries.find(importer)
    case.check_year(first)
    _check_numbers(years, attackers, ready, severity)
    check_numbers(draws, 1, seed)
    through = stopping_layers(layers)
    when = Exchange(case.money).last_year if price_year is None else price_year
    sample = Sample(case, seed, draws, first, "central")
    periods, wait = years * YEAR, years // 4 if ready is None else ready
    normal = normal_year(case, code, first, sample, when or first)
    found = offers(case, code, normal, first, periods, when or first)
    kept = [offer for offer in found if offer.option is not None]
    _refuse_nothing(case, code, found, kept)
    hands = hands_of(case, code, normal.lanes, kept, first, sample, through)
    starts = tuple(range(wait * YEAR, periods, 1 if any_quarter else YEAR))
    listed: list[Listed] = []
    if "transit" in through:
        listed += closures(case, normal.lanes, kept, first, starts, lasts, periods)
    _refuse_powers(attackers, hands, through, closed=bool(listed))
    listed += failures(kept, len(normal.lanes), periods)
    stock, of_stock, unknown = stock_of(case, code, normal, first)
    assumptions = (
        *normal.assumptions,
        *of_stock,
        *FIXED_POINTS,
        _waiting(wait, first, lasts, any_quarter=any_quarter),
    )
    gaps = [(f"options.{offer.row.id}", offer.reason) for offer in found
            if offer.reason.startswith("unknown")]  # fmt: skip
    used = {option.row.key for option in kept}
    used |= {term.row.key for offer in kept for term in offer.terms.values()}
    used |= {row.key for row in case.money}
    return Problem(
        case, code, first, years, attackers, wait, when or first, sample, normal, tuple(found),
        hands, _instance(case, normal, kept, hands, stock, periods),
        Rules(min(attackers, len(hands.powers)), starts, lasts, (severity,),
              listed=tuple(listed)),
        assumptions, (*gaps, *hands.unknown, *unknown),
        frozenset(normal.figures | set(sample.used) | used), through,
    )  # fmt: skip


def stopping_layers(layers: Sequence[str] | None) -> tuple[Layer, ...]:
    """Return the layers asked for, refusing those that stop nothing that runs."""
    asked = check_layers(layers)
    for layer in asked:
        if layer not in STOPPING:
            raise InvalidInput("layers", layer, expected=f"some of {', '.join(STOPPING)}",
                               remedy="technology and logistics hinder growth and repair, "
                               "which a plan does not know")  # fmt: skip
    return asked


def _refuse_powers(attackers: int, hands: Hands, layers: Sequence[Layer], *, closed: bool) -> None:
    """Refuse more powers than have any reach; a passage is closed by one alone."""
    most = max(len(hands.powers), int(closed))
    if attackers > most:
        names = ", ".join(hands.powers) or "none"
        through = "" if tuple(layers) == STOPPING else f" through {', '.join(layers)}"
        raise InvalidInput("attackers", attackers, expected=f"from 1 to {most}, the powers with "
                           f"reach{through}: {names}")  # fmt: skip


def _check_numbers(years: int, attackers: int, ready: int | None, severity: float) -> None:
    if not 0 < severity <= 1:
        raise InvalidInput("severity", severity, expected="above 0, at most 1")
    if not 2 <= years <= 40:
        raise InvalidInput("years", years, expected="from 2 to 40")
    if attackers < 1:
        raise InvalidInput("attackers", attackers, expected="1 or more")
    if ready is not None and not 0 <= ready < years:
        raise InvalidInput("ready", ready, expected=f"from 0 to {years - 1} years")


def _refuse_nothing(
    case: Case, importer: str, found: Sequence[Offer], kept: Sequence[Offer]
) -> None:
    if kept:
        return
    name = case.countries.name(importer)
    if not found:
        raise InvalidInput("options", f"none for {name}", expected="rows of options.csv",
                           remedy="list what it can build, buy or learn")  # fmt: skip
    told = "; ".join(f"{offer.row.id}: {offer.reason}" for offer in found)
    raise InvalidInput("options", f"none that {name} can use", expected="one that can finish",
                       remedy=told)  # fmt: skip


def _waiting(wait: int, first: int, lasts: int, *, any_quarter: bool) -> Assumed:
    day = "quarter" if any_quarter else "year"
    return Assumed(
        "ready", f"no attack begins before {first + wait}, as nothing is built earlier: an attack "
        "at once would be the same whatever is planned; from then on one may begin on the first "
        f"day of every {day}, and lasts {12 * lasts // YEAR} months", float(wait), unit="year",
    )  # fmt: skip


def _instance(
    case: Case, normal: Normal, kept: Sequence[Offer], hands: Hands, stock: Stock, periods: int
) -> Instance:
    grown = (1 + (normal.growth.value or 0.0)) ** (np.arange(periods) / YEAR)
    use = normal.use / YEAR * grown
    critical = sum(share for name, share in normal.shares.items() if case.sectors[name].critical)
    home = np.full(periods, normal.supply[0] / YEAR)
    abroad = normal.supply[1:] / max(normal.supply[1:].sum(), 1e-12)
    wanted = np.maximum(use - home, 0.0) * (1 + normal.slack)
    return Instance(
        use=np.array([critical * use, (1 - critical) * use]),
        weight=weights(case, normal),
        critical=np.array([True, False]),
        arrivals=np.vstack([home, np.outer(abroad, wanted)]),
        price=normal.price,
        reach=hands.lanes,
        option_reach=hands.options,
        options=tuple(offer.option for offer in kept if offer.option is not None),
        stock=stock,
        per_year=YEAR,
        discount=DISCOUNT.value or 0.0,
        every=YEAR,
    )


def weights(case: Case, normal: Normal) -> Array:
    """What a tonne that is short costs each class, by the prices at which sectors give up.

    Parameters
    ----------
    case : Case
        Its sectors.
    normal : Normal
        Its price and shares.

    Returns
    -------
    ndarray, shape (class,)
        Critical sectors first.  [USD/t]
    """
    found = np.full(2, normal.reference)
    for place, critical in enumerate((True, False)):
        rows = [(case.sectors[name], share) for name, share in normal.shares.items()
                if case.sectors[name].critical == critical and share > 0]  # fmt: skip
        if rows:
            parts = np.array([share for _, share in rows])
            found[place] *= parts @ np.exp([row.choke for row, _ in rows]) / parts.sum()
    assert CRITICAL == 0
    return found


def stock_of(
    case: Case, importer: str, normal: Normal, year: int
) -> tuple[Stock, list[Assumed], list[tuple[str, str]]]:
    """What is stored at the outset: stocks on file of about that year, or weeks by the prior.

    Parameters
    ----------
    case : Case
        Its stocks.
    importer : str
        Holder, or whose members hold.
    normal : Normal
        Its use, and the weeks of the prior.
    year : int
        The first year.

    Returns
    -------
    stock : Stock
        Commercial and strategic together.
    assumptions : list of Assumed
        What stands for what is not on file.
    unknown : list of (str, str)
        Strategic stocks of unknown size; they are not counted.
    """
    members = case.countries.members(importer, year)
    told: list[Assumed] = []
    unknown: list[tuple[str, str]] = []
    amount, commercial = 0.0, False
    for row in case.stocks:
        near = not row.as_of or abs((Period.parse(row.as_of).years[0]) - year) <= NEAR_YEARS
        if row.holder not in {*members, importer} or row.kind == "cavern" or not near:
            continue
        if row.opening is None:
            reason = f"{row.name} is on file without an amount; the plan does not count on it"
            unknown.append((f"stock.{row.id}", reason))
            continue
        amount += case.units.convert(row.opening, row.unit, "t")
        commercial |= row.kind == "commercial"
    if not commercial:
        weeks = normal.stock_weeks * normal.use / 52
        amount += weeks
        told.append(Assumed("stock", f"{normal.stock_weeks:.1f} weeks of use in commercial "
                            "stocks, the middle of the prior", weeks, unit="t"))  # fmt: skip
    return Stock(amount, amount), told, unknown
