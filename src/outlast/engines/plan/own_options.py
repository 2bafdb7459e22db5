"""Options of own supply at one end of their intervals: what they give, cost and take."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from outlast.case import Case
from outlast.case.options import Term, option_terms
from outlast.case.schema import Option
from outlast.engines.plan.outlook_bands import MONTHS, UTILISATION, Array, Band, draw

Ends = Literal["favourable", "point", "adverse"]
ENDS: tuple[Ends, ...] = ("favourable", "point", "adverse")
MAKE = frozenset({"extraction", "refining", "liquefaction", "manufacture"})
SAVE = frozenset({"recycling", "substitution"})
DISCOUNT = Band(0.03, 0.05, 0.08)
"""Rate a year by which building is spread over a plant's life: assumed, public to private."""
MILLION = 1e6
_MORE_IS_BETTER = frozenset({"unit_capacity", "units_limit", "utilisation", "life", "latest",
                             "success_probability"})  # fmt: skip


class Choice(NamedTuple):
    """An option at one end of its intervals.

    Attributes
    ----------
    option : Option
        Its row.
    gives : float
        Of one unit; nothing of research.  [t/year]
    limit : int
        Units in all.
    capex, yearly : float
        To build one; of one in a year, the building spread over its life.  [million USD]
    begin_by : int
        Last month in which it can be begun, so as to give through the last year.
    assumed : bool
        Whether its building cost or its running cost is assumed.
    """

    option: Option
    gives: float
    limit: int
    capex: float
    yearly: float
    begin_by: int
    assumed: bool


def own_options(case: Case, importer: str, *, savings: bool) -> list[Option]:
    """List what adds to a country's own supply, and the research that opens it.

    Parameters
    ----------
    case : Case
        With options.
    importer : str
        A code of a country or bloc.
    savings : bool
        Whether recovery and other materials count, too.

    Returns
    -------
    list of Option
        Of the case's own stage.
    """
    members = case.countries.members(importer) | {importer}
    kinds = MAKE | SAVE if savings else MAKE
    found = [
        o for o in case.options.values()
        if o.kind in kinds and o.country in members and not o.stage
    ]  # fmt: skip
    opening = {o.requires for o in found if o.requires}
    return [o for o in case.options.values() if o.id in opening] + found


def at_end(terms: Mapping[str, Term], quantity: str, end: Ends) -> float | None:
    """A number of an option where everything is at its best, its point or its worst.

    Parameters
    ----------
    terms : mapping of str to Term
        Of one option.
    quantity : str
        Which.
    end : {"favourable", "point", "adverse"}
        Favourable is much capacity, low cost and short lead time.

    Returns
    -------
    float or None
        None where there is no row.
    """
    term = terms.get(quantity)
    if term is None or end == "point":
        return None if term is None else term.value
    high = (end == "favourable") == (quantity in _MORE_IS_BETTER)
    return term.high if high else term.low


def choices(
    case: Case, options: Sequence[Option], end: Ends, first: int, last: int, use: float,
    price_year: int | None = None,
) -> tuple[list[Choice], dict[str, str]]:  # fmt: skip
    """Read the options that can give all through the last year.

    Parameters
    ----------
    case : Case
        With their numbers.
    options : sequence of Option
        What comes first stands before what it opens.
    end : {"favourable", "point", "adverse"}
        Which end of every interval.
    first, last : int
        First year in which building can begin, and the year in which all must give.
    use : float
        Of that year, of which savings save a part.  [t]
    price_year : int, optional
        Of whose worth the dollars are.

    Returns
    -------
    list of Choice
        What can be had.
    dict of str to str
        What cannot, each with the reason.
    """
    found: dict[str, Choice] = {}
    refused: dict[str, str] = {}
    for option in options:
        terms = option_terms(case, option.id, price_year)
        lead = at_end(terms, "lead_time", end) or 0.0
        begin = int(last * MONTHS - lead)
        before = option.requires
        reason = _too_late(terms, end, last)
        if before and before not in found:
            reason = f"{before} cannot be finished before it"
        if before and before in found:
            wait = found[before].begin_by - (last * MONTHS - begin)
            found[before] = found[before]._replace(begin_by=wait)
            if wait < first * MONTHS:
                reason = f"{before} and it take too long together"
        if begin < first * MONTHS:
            reason = f"takes longer than from {first} to {last}"
        if reason:
            refused[option.id] = reason
        else:
            made = _choice(option, terms, end, begin, last - first)
            room = use * _part_saved(case, option, at_end(terms, "saving_share", end))
            most = int(room / made.gives) if made.gives and np.isfinite(room) else made.limit
            found[option.id] = made._replace(limit=min(made.limit, most))
    opening = {one.option.requires for one in found.values()}
    kept = [o for o in found.values() if o.option.kind != "research" or o.option.id in opening]
    return kept, refused


def _part_saved(case: Case, option: Option, saved: float | Array | None) -> float | Array:
    """Part of all use that a saving can save; infinite where it is not on file."""
    sector = [
        row.share for row in case.sector_shares
        if (row.country, row.sector) == (option.country, option.sector)
    ]  # fmt: skip
    return np.inf if saved is None or not sector else sector[0] * saved


def _too_late(terms: Mapping[str, Term], end: Ends, last: int) -> str:
    earliest = at_end(terms, "earliest", end)
    return f"gives from {earliest:.0f} on at the earliest" if (earliest or 0) > last else ""


def _choice(
    option: Option, terms: Mapping[str, Term], end: Ends, begin: int, horizon: int
) -> Choice:
    used = at_end(terms, "utilisation", end)
    if used is None:
        ends = dict(zip(ENDS, reversed(UTILISATION), strict=True))
        used = ends[end] if option.kind in MAKE else 1.0
    gives = (at_end(terms, "unit_capacity", end) or 0.0) * used
    capex = (at_end(terms, "capex", end) or 0.0) / MILLION
    fixed = at_end(terms, "fixed_opex_share", end) or 0.0
    running = gives * (at_end(terms, "opex", end) or 0.0) / MILLION
    rate = dict(zip(ENDS, DISCOUNT, strict=True))[end]
    life = at_end(terms, "life", end) or horizon
    limit = int(at_end(terms, "units_limit", end) or (1 if option.kind == "research" else 0))
    yearly = capex * (annuity(rate, life) + fixed) + running
    assumed = any(terms[q].assumed for q in ("capex", "opex") if q in terms)
    return Choice(option, gives, limit, capex, yearly, begin, assumed)


def annuity(rate: float, years: float) -> float:
    """What a sum costs a year if it is paid back over so many.

    Parameters
    ----------
    rate : float
        Of interest, a year.
    years : float
        Above 0.

    Returns
    -------
    float
        Part of the sum a year.

    Examples
    --------
    >>> round(annuity(0.1, 2), 4)
    0.5762
    >>> annuity(0.0, 4)
    0.25
    """
    return 1 / years if rate == 0 else rate / (1 - (1 + rate) ** -years)


def drawn_potential(
    case: Case, options: Sequence[Option], first: int, last: int, use: Array,
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    """Draw what all the options together can give in the last year, shape (draw,).

    Parameters
    ----------
    case : Case
        With their numbers.
    options : sequence of Option
        What comes first stands before what it opens.
    first, last : int
        First year in which building can begin, and the year in which all must give.
    use : ndarray, shape (draw,)
        Of that year, of which savings save a part.  [t]
    rng : numpy.random.Generator
        Moved on.

    Returns
    -------
    ndarray
        Research may fail, or take too long for what it opens.  [t/year]
    """
    count = len(use)
    total = np.zeros(count)
    ready: dict[str, Array] = {}
    for option in options:
        terms = option_terms(case, option.id)
        done = first * MONTHS + _drawn(rng, terms, "lead_time", 0.0, count)
        if option.requires in ready:
            done = done + ready[option.requires] - first * MONTHS
        if option.kind == "research":
            odds = _drawn(rng, terms, "success_probability", 1.0, count)
            ready[option.id] = np.where(rng.random(count) < odds, done, np.inf)
            continue
        used = 1.0 if option.kind in SAVE else draw(rng, UTILISATION, count)
        if "utilisation" in terms:
            used = _drawn(rng, terms, "utilisation", 1.0, count)
        units = np.floor(_drawn(rng, terms, "units_limit", 0.0, count))
        gives = _drawn(rng, terms, "unit_capacity", 0.0, count) * used * units
        if "saving_share" in terms:
            saved = _drawn(rng, terms, "saving_share", 0.0, count)
            gives = np.minimum(gives, use * _part_saved(case, option, saved))
        starts = _drawn(rng, terms, "earliest", 0.0, count)
        total += np.where((done <= last * MONTHS) & (starts <= last), gives, 0.0)
    return total


def _drawn(
    rng: np.random.Generator, terms: Mapping[str, Term], quantity: str, none: float, count: int
) -> Array:
    term = terms.get(quantity)
    if term is None:
        return np.full(count, none)
    return draw(rng, Band(term.low, term.value, term.high), count)
